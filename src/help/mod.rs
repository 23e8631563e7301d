//! What the help of a command shows beside its flags: examples, details, and the list of commands. It is added to the
//! command tree only if the user asks for help, since every run builds that tree.

mod sections;
mod wrap;

use clap::builder::CommandExt;
use clap::{Arg, Command};

pub use sections::Section;
pub use wrap::{align_definitions, wrap};

/// The heading of the global flags that have no other.
pub const OTHER_HEADING: &str = "Other global options";

/// The examples and the details of a command, which declares them with `#[command(add = HELP)]`.
#[derive(Clone, Copy, Debug, Default)]
pub struct HelpText {
    /// Three or four pairs: what a command line does, and the line.
    pub examples: &'static [(&'static str, &'static str)],
    /// What does not fit in the help of the flags. Only `--help` and the man page show it. Can be empty.
    pub details: &'static str,
}

impl CommandExt for HelpText {}

/// How much the help shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpForm {
    /// `-h`: the command's own flags, and its examples.
    Short,
    /// `--help`: the details and the global flags too.
    Long,
}

/// The topics of `help`, with what they are.
pub const TOPICS: &[(&str, &str)] =
    &[("environment", "The environment variables"), ("exit-codes", "The exit codes"), ("files", "The files")];

/// The files of the program on Linux, with their meaning.
pub const FILES: &[(&str, &str)] = &[
    ("~/.config/qlik/contexts.toml", "the profile, which holds the contexts but no secrets"),
    ("~/.config/qlik/credentials.toml", "the secrets of contexts whose store is `file` (mode 0600)"),
    ("~/.local/state/qlik/", "the journal of unfinished rotations, and tokens that could not be printed (mode 0600)"),
    ("~/.cache/qlik/", "IDs, descriptions and names for completion and tables, without secrets"),
    ("~/.qlik/contexts.yml", "the contexts of qlik-cli, which `context import` reads"),
];

/// Where the [`FILES`] are on other systems.
pub const FILES_NOTE: &str = "XDG_CONFIG_HOME, XDG_STATE_HOME and XDG_CACHE_HOME move them. On macOS and Windows, they are \
in the folders of the system for such files.";

/// The width of help, given the width of the terminal, if there is one. Longer lines are hard to read.
pub fn width(terminal: Option<usize>) -> usize {
    terminal.unwrap_or(80).min(100)
}

/// Adds the help of each command to the tree. Lines are at most `width` columns wide.
pub fn add_help(root: Command, form: HelpForm, width: usize) -> Command {
    let mut root = root.term_width(width);
    root.build();
    add_to_command(root, form, width)
}

fn add_to_command(command: Command, form: HelpForm, width: usize) -> Command {
    let help = command.get::<HelpText>().copied().unwrap_or_default();
    let add_to_child = |child| add_to_command(child, form, width);
    let mut command = command.mut_subcommands(add_to_child).mut_args(|arg| add_to_arg(arg, form));
    let mut template = format!("{{about-with-newline}}\n{{before-help}}{}", command.render_usage().ansi());
    if let Some(sections) = sections::render_sections(&command, width) {
        template = format!("{template}\n\n{sections}");
        // If they were not hidden, clap would list the commands again.
        command = command.mut_subcommands(|child| child.hide(true));
    }
    let has_args = command.get_arguments().any(|arg| !arg.is_hide_set());
    if has_args || command.get_subcommands().any(|child| !child.is_hide_set()) {
        template.push_str("\n\n{all-args}");
    }
    if form == HelpForm::Long && !help.details.is_empty() {
        command = command.before_help(wrap(help.details, width));
    }
    let after_help = render_after_help(&command, &help, form);
    command.after_help(after_help).help_template(template + "{after-help}")
}

fn add_to_arg(arg: Arg, form: HelpForm) -> Arg {
    let is_help = arg.get_id() == "help";
    match form {
        HelpForm::Short if is_help || arg.is_global_set() => arg.hide(true),
        HelpForm::Long if is_help => arg.help("Print this help; -h prints less").help_heading(OTHER_HEADING),
        HelpForm::Short | HelpForm::Long => arg,
    }
}

/// The examples and, with `-h`, where to find the rest.
fn render_after_help(command: &Command, help: &HelpText, form: HelpForm) -> String {
    let header = command.get_styles().get_header();
    let lines: String = help.examples.iter().map(|(purpose, line)| format!("\n  # {purpose}\n  {line}")).collect();
    let examples = (!lines.is_empty()).then(|| format!("{header}Examples:{header:#}{lines}"));
    let footer = (form == HelpForm::Short).then(|| "Global options: see --help".to_owned());
    examples.into_iter().chain(footer).collect::<Vec<_>>().join("\n\n")
}

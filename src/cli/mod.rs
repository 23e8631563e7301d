//! Parses the command line, runs the command, and prints its error.

mod suggestions;

use std::ffi::OsString;

use clap::builder::{StyledStr, Styles};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser};

use crate::app::{self, App, Interrupts, RunState};
use crate::commands::{Command, Run as _, refuse_several_contexts};
use crate::completion;
use crate::environment::Environment;
use crate::error::{Error, Exit, Result};
use crate::flags::{AllContextsFlag, GlobalFlags};
use crate::help::{self, HelpForm, HelpText};
use crate::output::{print_text, run_filter_process};
use crate::secret::protect_memory;
use crate::signals;
use crate::terminal::{Terminal, sanitize};

/// Manage the API keys of Qlik Cloud tenants
#[derive(Debug, Parser)]
#[command(
    name = "qlik-api-key",
    bin_name = "qlik-api-key",
    version,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    subcommand_required = true,
    add = HELP
)]
pub struct Cli {
    /// The flags that every command accepts.
    #[command(flatten)]
    pub globals: GlobalFlags,
    /// The command to run.
    #[command(subcommand)]
    pub command: Command,
}

const HELP: HelpText = HelpText {
    examples: &[
        ("Sign in to a tenant, and store the API key in the keyring", "qlik-api-key context init"),
        ("List the active keys that expire within two weeks", "qlik-api-key ls --expires-within 14d"),
        ("Create a key, and store its token in a file", "qlik-api-key create --description CI --token-file token.txt"),
        ("Try the program without a tenant", "qlik-api-key demo -- ls"),
    ],
    details: "\
Instead of a context, QLIK_SERVER and QLIK_API_KEY can name the tenant and the key.

ls, expiring, review, rotate, config get, config diff, config apply and context check run for several contexts with \
--context a,b or --all-contexts.

A DURATION is 12h, 30d, 2w, 6 months, 1y, or ISO 8601 such as P30D; a DATE is 2026-12-31, which means midnight UTC.

Topics: qlik-api-key help environment, help exit-codes, help files",
};

/// Runs the program and returns its exit code. The first of the `arguments` is the program's name; `variables` are the
/// environment variables. Errors are printed to stderr.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    variables: impl IntoIterator<Item = (OsString, OsString)>,
) -> Exit {
    // If these fail, the program works as well.
    let _ = (protect_memory(), signals::replace_inherited_actions());
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let Some(exit) = run_filter_process(&arguments) {
        return exit;
    }
    let environment = Environment::new(variables);
    let terminal = Terminal::detect(|name| environment.get_os(name).map(Into::into));
    if let Some(candidates) = completion::list_candidates(Cli::command, &arguments, &environment, &terminal) {
        return print_plain_text(&candidates, &terminal);
    }
    let parsed = clap_command(&arguments).try_get_matches_from(&arguments).and_then(|mut matches| {
        let (command_name, multi_context) = (command_name(&matches), supports_multiple_contexts(&matches));
        Ok((Cli::from_arg_matches_mut(&mut matches)?, command_name, multi_context))
    });
    let (Cli { globals, command }, command_name, multi_context) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return print_help_or_error(&arguments, with_help(error, &arguments, &terminal), &terminal),
    };
    let terminal = if globals.no_color { terminal.without_color() } else { terminal };
    let state = RunState::new(&globals, &environment);
    let interrupts = Interrupts::default();
    interrupts.catch_from_start();
    let app = App::new(&globals, &environment, &terminal, &interrupts, &state).with_command_name(&command_name);
    interrupts.apply(run_command(&app, command, multi_context)).unwrap_or_else(|error| {
        app.print_error(&error);
        error.exit()
    })
}

fn run_command(app: &App, command: Command, multi_context: bool) -> Result<Exit> {
    if !multi_context {
        refuse_several_contexts(app.globals)?;
    }
    command.run(app)
}

/// The command line's definition. clap repeats arguments in its errors, so if one of them contains an unsafe character,
/// clap gets no styles, and every escape in its errors comes from an argument.
fn clap_command(arguments: &[OsString]) -> clap::Command {
    let command = Cli::command();
    if has_unsafe_character(arguments) { command.styles(Styles::plain()) } else { command }
}

fn has_unsafe_character(arguments: &[OsString]) -> bool {
    arguments.iter().any(|argument| argument.to_string_lossy().contains(sanitize::is_unsafe))
}

/// The name of the selected command, such as `context ls`, without the leading `api-key` that qlik-cli requires.
fn command_name(matches: &ArgMatches) -> String {
    let words = std::iter::successors(matches.subcommand(), |(_, matches)| matches.subcommand());
    words.map(|(word, _)| word).filter(|word| *word != "api-key").collect::<Vec<_>>().join(" ")
}

/// Whether the selected command can run for several contexts, which means that it has the flag `--all-contexts`.
fn supports_multiple_contexts(matches: &ArgMatches) -> bool {
    match matches.subcommand() {
        Some((_, matches)) => supports_multiple_contexts(matches),
        // clap lists a boolean flag even if the user did not pass it.
        None => matches.ids().any(|id| id == AllContextsFlag::ID),
    }
}

/// If clap reports a request for help, adds what [`help`] has for it. The command tree of other runs doesn't contain
/// that, so this parses the arguments once more.
fn with_help(error: clap::Error, arguments: &[OsString], terminal: &Terminal) -> clap::Error {
    if !matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand) {
        return error;
    }
    let is_long = arguments.iter().any(|argument| argument == "--help");
    let form = if is_long { HelpForm::Long } else { HelpForm::Short };
    let command = help::add_help(clap_command(arguments), form, help::width(terminal.width));
    command.try_get_matches_from(arguments).err().unwrap_or(error)
}

/// Prints what clap returns instead of a command: help or the version to stdout, a usage error to stderr.
fn print_help_or_error(arguments: &[OsString], error: clap::Error, terminal: &Terminal) -> Exit {
    let suggestion = suggestions::suggest(&error, arguments, Cli::command);
    let error = add_suggestion(error, suggestion.as_deref());
    let (for_stdout, rendered) = (!error.use_stderr(), error.render());
    // Without styles, there is nothing to strip, and escapes in the arguments are to be shown.
    let has_no_styles = has_unsafe_character(arguments);
    let plain = if has_no_styles { rendered.ansi().to_string() } else { rendered.to_string() };
    if !for_stdout && is_json_requested(arguments) {
        let message = plain.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        let hint = suggestion.unwrap_or_else(|| "qlik-api-key --help".to_owned());
        app::print_error(&Error::usage(message).with_hint(hint), true, terminal);
        return Exit::Usage;
    }
    let no_color = arguments.iter().any(|argument| argument == "--no-color");
    let color = !no_color && if for_stdout { terminal.stdout_color } else { terminal.stderr_color };
    let text = if color { rendered.ansi().to_string() } else { plain };
    if for_stdout {
        return print_plain_text(&text, terminal);
    }
    if has_no_styles {
        terminal.print(text.trim_end());
    } else {
        terminal.print_styled(&text);
    }
    Exit::Usage
}

/// Adds what to type instead as a tip. It replaces those of clap, which knows only similar words.
fn add_suggestion(mut error: clap::Error, suggestion: Option<&str>) -> clap::Error {
    if let Some(text) = suggestion {
        error.remove(ContextKind::SuggestedSubcommand);
        error.remove(ContextKind::SuggestedArg);
        // clap shows the usage with the flag that it would have suggested.
        error.remove(ContextKind::Usage);
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![StyledStr::from(text.to_owned())]));
    }
    error
}

/// Prints help or completion candidates to stdout, without a command's output flags.
fn print_plain_text(text: &str, terminal: &Terminal) -> Exit {
    match print_text(text) {
        Ok(()) => Exit::Ok,
        Err(error) => {
            app::print_error(&error, false, terminal);
            error.exit()
        }
    }
}

/// Whether a command line that clap could not parse requests JSON. Recognizes the common spellings only.
fn is_json_requested(arguments: &[OsString]) -> bool {
    let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).take_while(|word| word != "--").collect();
    let single = ["--json", "--output=json", "--output=jsonl", "-ojson", "-ojsonl"];
    let pairs = ["-o json", "-o jsonl", "--output json", "--output jsonl"];
    words.iter().any(|word| single.contains(&&**word)) || words.windows(2).any(|pair| pairs.contains(&&*pair.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn the_command_tree_is_valid() {
        Cli::command().debug_assert();
    }

    #[test]
    fn global_flags_work_in_any_position() {
        for (line, seconds) in [
            ("ls", 30),
            ("--timeout 7 ls", 7),
            ("ls --timeout 7", 7),
            ("--timeout 7 api-key ls", 7),
            ("api-key --timeout 7 ls", 7),
            ("api-key ls --timeout 7", 7),
            ("config --timeout 7 get", 7),
            ("api-key config --timeout 7 get", 7),
            ("context --timeout 7 ls", 7),
            ("--timeout 9 context --timeout 8 ls --timeout 7", 7),
            ("--timeout 9 context --timeout 7 ls", 7),
        ] {
            let cli = Cli::try_parse_from(["qlik-api-key"].into_iter().chain(line.split(' '))).unwrap();
            assert_eq!(cli.globals.timeout, Duration::from_secs(seconds), "{line}");
        }
    }
}

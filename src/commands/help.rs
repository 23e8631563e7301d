//! `help [COMMAND|TOPIC]`: explains a command, the environment variables, the exit codes or the files.

use clap::{Args, Command, CommandFactory as _};

use super::Run;
use crate::app::App;
use crate::cli::Cli;
use crate::environment::VARIABLES;
use crate::error::{Error, Exit, Result};
use crate::flags::CompletedValue;
use crate::help::{self, FILES, FILES_NOTE, HelpForm, HelpText, TOPICS};
use crate::output::OutputKind;

const HELP: HelpText = HelpText {
    examples: &[
        ("Explain a command", "qlik-api-key help config patch"),
        ("List the environment variables", "qlik-api-key help environment"),
        ("List the exit codes", "qlik-api-key help exit-codes"),
    ],
    details: "\
Topics: environment, exit-codes, files. A unique beginning is enough, such as env.",
};

/// `help`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Help {
    /// A command, such as `config patch`, or a topic
    #[arg(value_name = "COMMAND|TOPIC", add = CompletedValue::HelpTopic)]
    words: Vec<String>,
}

/// The width of the first column of a topic.
const TERM_WIDTH: usize = 24;

impl Run for Help {
    /// Prints the help of a command or a topic; without either, the help of the program. Exit 2 for an unknown word.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Text)?;
        let width = help::width(app.terminal.width);
        let mut root = help::add_help(Cli::command(), HelpForm::Long, width);
        let text = match (find_command(&mut root, &self.words), find_topic(&self.words)) {
            (Some(command), _) => {
                let help = command.render_help();
                if app.terminal.stdout_color { help.ansi().to_string() } else { help.to_string() }
            }
            (None, Some(topic)) => render_topic(topic, width),
            (None, None) => {
                let message = format!("there is no command or topic `{}`", self.words.join(" "));
                return Err(Error::usage(message).with_hint("qlik-api-key --help"));
            }
        };
        printer.text(&text)?;
        Ok(Exit::Ok)
    }
}

fn find_command<'a>(root: &'a mut Command, words: &[String]) -> Option<&'a mut Command> {
    words.iter().try_fold(root, |command, word| command.find_subcommand_mut(word))
}

/// Finds a topic by its name or a unique beginning.
fn find_topic(words: &[String]) -> Option<&'static str> {
    let [word] = words else { return None };
    let mut names = TOPICS.iter().map(|(name, _)| *name).filter(|name| name.starts_with(word.as_str()));
    names.next().filter(|_| names.next().is_none())
}

fn render_topic(topic: &str, width: usize) -> String {
    let owned = |(term, meaning): &(&str, &str)| ((*term).to_owned(), (*meaning).to_owned());
    let rows: Vec<_> = match topic {
        "environment" => VARIABLES.iter().map(owned).collect(),
        "files" => FILES.iter().map(owned).collect(),
        _ => Exit::all().map(|(exit, name, meaning)| (format!("{:>3}  {name}", exit.code()), meaning)).collect(),
    };
    let note = if topic == "files" { format!("\n{}\n", help::wrap(FILES_NOTE, width)) } else { String::new() };
    // The documentation needs the Markdown backticks.
    help::align_definitions(&rows, TERM_WIDTH, width).replace('`', "") + &note
}

//! `help [COMMAND|TOPIC]`: explains a command, the environment variables or the exit codes.

use clap::{Args, CommandFactory as _};

use super::Run;
use crate::app::App;
use crate::cli::Cli;
use crate::environment::VARIABLES;
use crate::error::{Error, Exit, Result};
use crate::flags::CompletedValue;
use crate::output::{self, OutputKind};

/// `help`
#[derive(Args, Debug)]
#[command(after_help = "Topics: environment, exit-codes")]
pub struct Help {
    /// A command, such as `config patch`, or a topic: environment, exit-codes
    #[arg(value_name = "COMMAND|TOPIC", add = CompletedValue::HelpTopic)]
    words: Vec<String>,
}

impl Run for Help {
    /// Prints the help of a command or a topic; without either, the help of the program. Exit 2 for an unknown word.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Text)?;
        let words: Vec<_> = self.words.iter().map(String::as_str).collect();
        printer.text(&match words.as_slice() {
            ["environment"] => render_environment(),
            ["exit-codes"] => render_exit_codes(),
            words => render_command_help(words)?,
        })?;
        Ok(Exit::Ok)
    }
}

fn render_command_help(words: &[&str]) -> Result<String> {
    let mut root = Cli::command();
    root.build();
    let mut command = &mut root;
    for word in words {
        command = command.find_subcommand_mut(word).ok_or_else(|| {
            Error::usage(format!("there is no command or topic `{}`", words.join(" "))).with_hint("qlik-api-key --help")
        })?;
    }
    Ok(command.render_help().to_string())
}

fn render_environment() -> String {
    let row = |(name, meaning): &(&str, &str)| vec![(*name).to_owned(), strip_backticks(meaning)];
    render_columns(&VARIABLES.iter().map(row).collect::<Vec<_>>())
}

fn render_exit_codes() -> String {
    let line = |(exit, name, meaning): (Exit, String, String)| {
        vec![format!("{:>3}", exit.code()), name, strip_backticks(&meaning)]
    };
    render_columns(&Exit::all().map(line).collect::<Vec<_>>())
}

/// Removes the Markdown backticks, which the guide needs.
fn strip_backticks(text: &str) -> String {
    text.replace('`', "")
}

fn render_columns(lines: &[Vec<String>]) -> String {
    output::align(lines).join("\n") + "\n"
}

//! `help [COMMAND|TOPIC]`: the help of a command, the environment variables, the exit codes.

use clap::CommandFactory as _;

use crate::args::{Cli, Help};
use crate::environment::VARIABLES;
use crate::error::{Error, Exit, Result};
use crate::output::{self, Outcome};

pub fn run(args: &Help) -> Result<Outcome> {
    let words: Vec<_> = args.words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["environment"] => Ok(Outcome::Text(environment())),
        ["exit-codes"] => Ok(Outcome::Text(exit_codes())),
        words => of_command(words),
    }
}

fn of_command(words: &[&str]) -> Result<Outcome> {
    let mut root = Cli::command();
    root.build();
    let mut command = &mut root;
    for word in words {
        command = command.find_subcommand_mut(word).ok_or_else(|| {
            Error::usage(format!("there is no command or topic `{}`", words.join(" "))).hint("qlik-api-key --help")
        })?;
    }
    Ok(Outcome::Text(command.render_help().to_string()))
}

fn environment() -> String {
    let line = |(name, meaning): &(&str, &str)| vec![(*name).to_owned(), plain(meaning)];
    text(&VARIABLES.iter().map(line).collect::<Vec<_>>())
}

fn exit_codes() -> String {
    let line = |(exit, name, meaning): &(Exit, &str, &str)| {
        vec![format!("{:>3}", exit.code()), (*name).to_owned(), plain(meaning)]
    };
    text(&Exit::ALL.iter().map(line).collect::<Vec<_>>())
}

/// The backticks are for the README, where the same words stand.
fn plain(text: &str) -> String {
    text.replace('`', "")
}

fn text(lines: &[Vec<String>]) -> String {
    output::aligned(lines).join("\n") + "\n"
}

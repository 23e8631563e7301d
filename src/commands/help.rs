//! `help [COMMAND|TOPIC]`: the help of a command, the environment variables, the exit codes.

use std::fmt::Write as _;

use clap::CommandFactory as _;

use crate::args::{Cli, Help};
use crate::environment::VARIABLES;
use crate::error::{Error, Exit, Result};
use crate::output::Outcome;

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
    columns(VARIABLES.iter().map(|(name, meaning)| ((*name).to_owned(), *meaning)))
}

fn exit_codes() -> String {
    columns(Exit::ALL.iter().map(|(exit, name, meaning)| (format!("{:>3}  {name}", exit.code()), *meaning)))
}

/// Two aligned columns. The backticks are for the README, where the same words stand.
fn columns<'a>(lines: impl Iterator<Item = (String, &'a str)> + Clone) -> String {
    let width = lines.clone().map(|(left, _)| left.len()).max().unwrap_or_default();
    lines.fold(String::new(), |mut text, (left, right)| {
        let _ = writeln!(text, "{left:width$}  {}", right.replace('`', ""));
        text
    })
}

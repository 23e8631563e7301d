//! [`Deferred`]: the arguments of a command, put together only where that command is typed.
//!
//! clap would build all commands at each start, each with its own copy of the flags of every command: that takes longer
//! than all else that happens before a request. So a command's part of the tree waits for its name, and brings the flags
//! of every command along. Those of a last word are global, which makes clap carry their values to the root.

use std::ops::Deref;

use clap::{ArgMatches, Args, Command, Error, FromArgMatches, Subcommand};

use super::Globals;

/// What a command takes. Its part of the tree is put together when the command is typed.
#[derive(Debug)]
pub struct Deferred<T>(
    /// What was typed.
    pub T,
);

impl<T> Deref for Deferred<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: FromArgMatches> FromArgMatches for Deferred<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        T::from_arg_matches(matches).map(Self)
    }

    /// Without the copy that the one above takes its values from.
    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, Error> {
        T::from_arg_matches_mut(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }
}

impl<T: Args> Args for Deferred<T> {
    fn augment_args(command: Command) -> Command {
        command.defer(|command| put_together(command, T::augment_args))
    }

    fn augment_args_for_update(command: Command) -> Command {
        command.defer(|command| put_together(command, T::augment_args_for_update))
    }
}

impl<T: Subcommand> Subcommand for Deferred<T> {
    fn augment_subcommands(command: Command) -> Command {
        command.defer(|command| put_together(command, T::augment_subcommands))
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        command.defer(|command| put_together(command, T::augment_subcommands_for_update))
    }

    fn has_subcommand(name: &str) -> bool {
        T::has_subcommand(name)
    }
}

fn put_together(command: Command, augment: impl Fn(Command) -> Command) -> Command {
    let about = command.get_about().cloned().unwrap_or_default();
    // The type's own docstring is for whoever reads the code.
    let command = augment(command).about(about);
    let is_last = !command.has_subcommands();
    let globals = Globals::augment_args(Command::default());
    command.args(globals.get_arguments().map(|flag| flag.clone().global(is_last)))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use clap::Parser as _;

    use crate::args::Cli;

    #[test]
    fn a_flag_of_every_command_counts_wherever_it_stands() {
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

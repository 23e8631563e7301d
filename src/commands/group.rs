//! [`Group`]: a command with subcommands, such as `config`.

use clap::{ArgMatches, Args, Command, FromArgMatches, Subcommand};

use super::Run;
use crate::app::App;
use crate::error::{Exit, Result};

/// A command with subcommands. clap builds the subcommands only if this command is on the command line, which saves all
/// other runs a tenth of their time.
#[derive(Debug)]
pub struct Group<T>(T);

impl<T: Run> Run for Group<T> {
    fn run(self, app: &App) -> Result<Exit> {
        self.0.run(app)
    }
}

impl<T: Subcommand> Args for Group<T> {
    fn augment_args(command: Command) -> Command {
        command.subcommand_required(true).arg_required_else_help(true).defer(|command| {
            // Keep the help text of this command: the docstring of the enum is not for users.
            let about = command.get_about().cloned().unwrap_or_default();
            T::augment_subcommands(command).about(about)
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<T: FromArgMatches> FromArgMatches for Group<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        T::from_arg_matches(matches).map(Self)
    }

    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, clap::Error> {
        T::from_arg_matches_mut(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}

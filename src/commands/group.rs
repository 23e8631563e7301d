//! [`Group`]: the commands behind a word, such as `config`.

use clap::{ArgMatches, Args, Command, FromArgMatches, Subcommand};

use super::Run;
use crate::app::App;
use crate::error::{Exit, Result};

/// The commands behind a word. They are described to clap only once that word is typed, which saves every other run a tenth of
/// its time.
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
            // The enum of the commands has a description of its own, which is not for users.
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

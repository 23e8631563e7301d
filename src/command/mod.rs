//! One file for each verb: from what was typed to an [`Outcome`]. Never prints.

mod body;
mod completion;
mod config_get;
mod config_patch;
mod context;
mod create;
#[cfg(feature = "demo")]
mod demo;
mod get;
mod help;
mod ls;
mod patch;
mod rescue;
mod rm;
mod session;
mod specimen;
mod view;

use crate::args::{Command, ConfigVerb, ContextVerb, Globals, Verb};
use crate::environment::Environment;
use crate::error::Result;
use crate::format::View;
use crate::render::{Filter, Outcome};
use crate::terminal::Terminal;

pub use rescue::rescue;
pub use view::{Shape, chosen, filter, wants_json};

/// What every command is given.
pub struct App<'a> {
    /// The flags of every command.
    pub globals: &'a Globals,
    /// The variables of the run.
    pub environment: &'a Environment,
    /// The screen.
    pub terminal: &'a Terminal,
    /// What is to be shown of the answer.
    pub view: View,
    /// What is to be made of its JSON.
    pub filter: Option<&'a Filter>,
}

impl App<'_> {
    /// Says something on stderr, unless IDs alone or JSON were asked for.
    pub fn notice(&self, text: &str) {
        if !view::is_silent(self.globals) {
            self.terminal.say(text);
        }
    }
}

/// What a command has to show, which decides the formats it can be shown in.
pub fn shape(command: &Command) -> Shape<'_> {
    match command {
        Command::Verb(verb) | Command::ApiKey(verb) => match verb {
            Verb::Ls(args) => Shape::Rows(&args.columns),
            Verb::Create(args) => Shape::Resource(&args.columns),
            Verb::Get(args) => Shape::Resource(&args.columns),
            Verb::Patch(_) | Verb::Rm(_) => Shape::Nothing,
            Verb::Config(config) => match &config.verb {
                ConfigVerb::Get(args) => Shape::Configuration(&args.columns),
                ConfigVerb::Patch(_) => Shape::Nothing,
            },
        },
        Command::Context(context) => match &context.verb {
            ContextVerb::Ls | ContextVerb::Get(_) | ContextVerb::Check(_) | ContextVerb::Import(_) => Shape::Plain,
            _ => Shape::Nothing,
        },
        Command::Completion(_) | Command::Help(_) => Shape::Text,
        #[cfg(feature = "demo")]
        Command::Demo(_) => Shape::Text,
    }
}

/// Does what was asked.
///
/// # Errors
/// As each command.
pub fn run(app: &App, command: Command) -> Result<Outcome> {
    match command {
        Command::Verb(verb) | Command::ApiKey(verb) => match verb {
            Verb::Ls(args) => ls::run(app, args),
            Verb::Create(args) => create::run(app, args),
            Verb::Get(args) => get::run(app, args),
            Verb::Patch(args) => patch::run(app, args),
            Verb::Rm(args) => rm::run(app, args),
            Verb::Config(config) => match config.verb {
                ConfigVerb::Get(args) => config_get::run(app, args),
                ConfigVerb::Patch(args) => config_patch::run(app, args),
            },
        },
        Command::Context(args) => context::run(app, args),
        Command::Completion(args) => Ok(completion::run(&args)),
        Command::Help(args) => help::run(&args),
        #[cfg(feature = "demo")]
        Command::Demo(args) => demo::run(app, args),
    }
}

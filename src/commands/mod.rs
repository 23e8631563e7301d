//! One file for each verb: from what was typed to an [`Outcome`]. Never prints.

mod body;
mod complete;
mod completion;
mod config_apply;
mod config_diff;
mod config_get;
mod config_patch;
mod context;
mod create;
#[cfg(feature = "demo")]
mod demo;
mod desired_config;
mod destination;
mod expiring;
mod filter;
mod get;
mod help;
mod interrupt;
mod known;
mod ls;
mod many;
mod mint;
mod patch;
mod permit;
mod reminder;
mod rescue;
mod rm;
mod rotate;
mod session;
mod specimen;
mod state;
mod view;

use std::sync::OnceLock;

use crate::args::{Command, ConfigVerb, ContextVerb, Deferred, Globals, Verb};
use crate::context::SecretStores;
use crate::environment::Environment;
use crate::error::Result;
use crate::output::format::View;
use crate::output::{Filter, Outcome};
use crate::terminal::Terminal;

pub use rescue::unwritten;
pub use view::{Shape, filter, resolve_view, tell, wants_json};

/// What every command is given.
#[derive(Clone, Copy)]
pub struct App<'a> {
    /// The flags of every command.
    pub globals: &'a Globals,
    /// The variables of the run.
    pub environment: &'a Environment,
    /// The screen.
    pub terminal: &'a Terminal,
    /// What is to be shown of the answer.
    pub view: View,
    /// Where secrets are kept, from when they are first needed: one for all threads of the run.
    pub stores: &'a OnceLock<SecretStores>,
    /// The context that this is done for, where it is one of several.
    pub among: Option<&'a str>,
    /// What is to be made of its JSON.
    pub filter: Option<&'a Filter>,
}

impl App<'_> {
    /// Says something on stderr, unless IDs alone or JSON were asked for.
    pub fn notice(&self, text: &str) {
        if !view::is_silent(self.globals) {
            self.terminal.say(&(self.prefix() + text));
        }
    }

    /// What stands in front of something that is said of one of several contexts.
    fn prefix(&self) -> String {
        self.among.map_or_else(String::new, |name| format!("context \"{name}\": "))
    }
}

/// What a command has to show, which decides the formats it can be shown in.
pub fn shape<'a>(globals: &Globals, command: &'a Command) -> Shape<'a> {
    match command {
        Command::Verb(verb) | Command::ApiKey(Deferred(verb)) => match verb {
            Verb::Ls(args) => Shape::Rows(&args.columns),
            Verb::Create(args) if args.destination.token_only => Shape::Token,
            Verb::Expiring(args) => Shape::Rows(&args.columns),
            Verb::Create(args) => Shape::Resource(&args.columns),
            Verb::Get(args) => Shape::Resource(&args.columns),
            Verb::Rotate(args) if args.destination.token_only => Shape::Token,
            Verb::Rotate(args) if args.resume || args.finish => Shape::Nothing,
            Verb::Rotate(args) if args.dry_run => Shape::Plain,
            Verb::Rotate(args) => Shape::Resource(&args.columns),
            Verb::Rm(args) if args.dry_run || args.one().is_none() => Shape::Each,
            Verb::Patch(_) | Verb::Rm(_) => Shape::Nothing,
            Verb::Config(config) => match &config.verb {
                ConfigVerb::Get(args) if many::is_asked(globals, &args.tenants) => Shape::Configurations(&args.columns),
                ConfigVerb::Get(args) => Shape::Configuration(&args.columns),
                ConfigVerb::Patch(_) => Shape::Nothing,
                ConfigVerb::Diff(_) | ConfigVerb::Apply(_) => Shape::Differences,
            },
        },
        Command::Context(context) => match &context.verb {
            ContextVerb::Ls(_) | ContextVerb::Get(_) | ContextVerb::Check(_) | ContextVerb::Import(_) => Shape::Plain,
            _ => Shape::Nothing,
        },
        Command::Complete(_) | Command::Completion(_) | Command::Help(_) => Shape::Text,
        #[cfg(feature = "demo")]
        Command::Demo(_) => Shape::Text,
    }
}

/// Whether a command can be for several contexts.
fn takes_several(command: &Command) -> bool {
    match command {
        Command::Verb(verb) | Command::ApiKey(Deferred(verb)) => match verb {
            Verb::Ls(_) | Verb::Expiring(_) => true,
            Verb::Config(config) => !matches!(config.verb, ConfigVerb::Patch(_)),
            _ => false,
        },
        Command::Context(context) => matches!(context.verb, ContextVerb::Check(_)),
        _ => false,
    }
}

/// Does what was asked.
///
/// # Errors
/// As each command.
pub fn run(app: &App, command: Command) -> Result<Outcome> {
    if !takes_several(&command) {
        many::refuse(app.globals)?;
    }
    match command {
        Command::Verb(verb) | Command::ApiKey(Deferred(verb)) => match verb {
            Verb::Ls(args) => ls::run(app, args.0),
            Verb::Expiring(args) => expiring::run(app, args.0),
            Verb::Create(args) => create::run(app, args.0),
            Verb::Get(args) => get::run(app, args.0),
            Verb::Patch(args) => patch::run(app, args.0),
            Verb::Rm(args) => rm::run(app, &args),
            Verb::Rotate(args) => rotate::run(app, args.0),
            Verb::Config(config) => match config.0.verb {
                ConfigVerb::Get(args) => config_get::run(app, args.0),
                ConfigVerb::Patch(args) => config_patch::run(app, args.0),
                ConfigVerb::Diff(args) => config_diff::run(app, args.0),
                ConfigVerb::Apply(args) => config_apply::run(app, args.0),
            },
        },
        Command::Context(args) => context::run(app, args.0),
        Command::Completion(args) => completion::run(&args),
        Command::Complete(args) => Ok(complete::run(app, &args)),
        Command::Help(args) => help::run(&args),
        #[cfg(feature = "demo")]
        Command::Demo(args) => demo::run(app, args.0),
    }
}

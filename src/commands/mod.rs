//! The commands. Each has a file with its arguments and its `run`.
//!
//! To add a command, write its file and add a line to an enum here. CONTRIBUTING.md shows an example.

mod completion;
mod config;
mod context;
mod create;
#[cfg(feature = "demo")]
mod demo;
mod events;
mod expiring;
mod get;
mod help;
pub mod inspect;
mod ls;
mod offboard;
mod patch;
mod review;
mod rm;
pub mod rotate;
mod whoami;

mod desired_config;
mod group;
mod id_prefix;
mod key_filter;
mod log_mask;
mod multi_context;
mod new_key;
mod owners;
mod parallel;
mod request_body;

use crate::app::App;
use crate::error::{Exit, Result};
use crate::help::Section;
use crate::object::to_raw_json;
use crate::output::{Columns, Format, OutputMode, Printer};
use group::Group;
use serde::Serialize;

pub use multi_context::refuse_several_contexts;

/// A parsed command that can run.
pub trait Run {
    /// Runs the command and returns its exit code.
    ///
    /// # Errors
    /// The error to print; it holds the exit code.
    fn run(self, app: &App) -> Result<Exit>;
}

impl<T: Run> Run for Box<T> {
    fn run(self, app: &App) -> Result<Exit> {
        (*self).run(app)
    }
}

/// Declares a clap enum of commands, and implements [`Run`] for it by running the selected variant.
macro_rules! commands {
    (
        $(#[doc = $about:literal])+
        $(#[command($($setting:tt)*)])?
        pub enum $name:ident {
            $(
                $(#[doc = $help:literal])+
                $(#[cfg($feature:meta)])?
                $(#[command($($option:tt)*)])?
                $variant:ident($arguments:ty),
            )+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, clap::Subcommand)]
        $(#[command($($setting)*)])?
        pub enum $name {
            $(
                $(#[doc = $help])+
                $(#[cfg($feature)])?
                $(#[command($($option)*)])?
                $variant($arguments),
            )+
        }

        impl $crate::commands::Run for $name {
            fn run(self, app: &$crate::app::App) -> $crate::error::Result<$crate::error::Exit> {
                match self {
                    $(
                        $(#[cfg($feature)])?
                        Self::$variant(command) => $crate::commands::Run::run(command, app),
                    )+
                }
            }
        }
    };
}
use commands;

commands! {
    /// All commands.
    pub enum Command {
        /// The commands for API keys.
        #[command(flatten)]
        Key(KeyCommand),
        /// Manage API keys (accepted so that command lines for qlik-cli run unchanged)
        #[command(hide = true)]
        ApiKey(Group<KeyCommand>),
        /// Manage contexts: named tenants and their credentials
        #[command(add = Section::Contexts, alias = "ctx")]
        Context(Group<context::ContextCommand>),
        /// Print the user, tenant and API key that you sign in with
        #[command(add = Section::Contexts)]
        Whoami(whoami::Whoami),
        /// Print the completion script of a shell
        Completion(completion::Completion),
        /// Run a demo tenant in memory, for trials and tests
        #[cfg(feature = "demo")]
        Demo(demo::Demo),
        /// Explain a command, variables, exit codes or files
        Help(help::Help),
    }
}

commands! {
    /// The commands for API keys and their configuration. `qlik-api-key api-key` accepts them too.
    pub enum KeyCommand {
        /// List API keys, from all pages
        #[command(add = Section::Keys, alias = "list")]
        Ls(ls::Ls),
        /// List active API keys that expire soon
        #[command(add = Section::Review)]
        Expiring(expiring::Expiring),
        /// Report API keys that need attention
        #[command(add = Section::Review)]
        Review(review::ReviewCommand),
        /// Create an API key and print its token, which is shown once
        #[command(add = Section::Keys, alias = "new")]
        Create(create::Create),
        /// Print one API key
        #[command(add = Section::Keys, aliases = ["show", "view"])]
        Get(get::Get),
        /// Change the description of an API key
        #[command(add = Section::Keys, aliases = ["edit", "update"])]
        Patch(patch::Patch),
        /// Delete API keys, or revoke those of other users
        #[command(add = Section::Keys, aliases = ["delete", "remove"])]
        Rm(rm::Rm),
        /// Remove all API keys of a person who leaves
        #[command(add = Section::Review)]
        Offboard(offboard::Offboard),
        /// List changes of API keys and their configuration
        #[command(add = Section::Review)]
        Events(events::Events),
        /// Find the API keys whose tokens are in a log, and revoke them
        #[command(add = Section::Review)]
        Inspect(inspect::Inspect),
        /// Renew an API key without downtime
        #[command(add = Section::Keys)]
        Rotate(Box<rotate::Rotate>),
        /// Read or change a tenant's API key configuration
        #[command(add = Section::Configuration)]
        Config(Group<config::ConfigCommand>),
    }
}

/// Reports a change: prints the notice to stderr or, if requested, the change as JSON or the body of the response (usually
/// empty) to stdout.
fn print_change(app: &App, printer: &Printer, body: &[u8], change: &impl Serialize, notice: &str) -> Result<Exit> {
    match printer.mode() {
        OutputMode::Raw => printer.body(body)?,
        OutputMode::Formatted(Format::Json | Format::Jsonl) => {
            printer.object(&Columns::new(&[]), to_raw_json(change)?, None)?;
        }
        _ => app.notice(notice),
    }
    Ok(Exit::Ok)
}

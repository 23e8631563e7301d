//! What a user may type: clap derive alone, one `Args` struct for each verb, put together when that verb is typed.
//! Knows nothing of the network, files or the environment.

mod api_key;
mod complete;
mod completion;
mod config;
mod context;
mod deferred;
#[cfg(feature = "demo")]
mod demo;
mod destination;
mod globals;
mod help;
mod line;
mod patch;
mod rotate;
mod value;

pub use api_key::{Create, Expiring, Get, Ls, Patch, Rm};
pub use complete::Complete;
pub use completion::{Completion, Shell};
pub use config::{Config, ConfigApply, ConfigDiff, ConfigGet, ConfigPatch, ConfigVerb};
pub use context::{
    Context, ContextCheck, ContextClear, ContextCreate, ContextGet, ContextImport, ContextInit, ContextProtect,
    ContextRename, ContextRm, ContextUnprotect, ContextUpdate, ContextUse, ContextVerb, NewCredential,
};
pub use deferred::Deferred;
#[cfg(feature = "demo")]
pub use demo::Demo;
pub use destination::DestinationChoice;
pub use globals::{AllContexts, ColumnChoice, Globals};
pub use help::Help;
pub use line::{Line, Place, What};
pub use patch::PatchDocument;
pub use rotate::Rotate;
pub use value::{Header, Source};

use clap::{Parser, Subcommand};

/// Manage the API keys of Qlik Cloud tenants
#[derive(Debug, Parser)]
#[command(
    name = "qlik-api-key",
    bin_name = "qlik-api-key",
    version,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    subcommand_required = true,
    after_help = "Sign in with `qlik-api-key context init`, or with QLIK_SERVER and QLIK_API_KEY (see `qlik-api-key help environment`)."
)]
pub struct Cli {
    /// The flags of every command.
    #[command(flatten)]
    pub globals: Globals,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The verbs on API keys.
    #[command(flatten)]
    Verb(Verb),
    /// Manage API keys: the word that Qlik's own tool has in front of the verb, so that its lines run unchanged
    #[command(subcommand, hide = true, arg_required_else_help = true)]
    ApiKey(Deferred<Verb>),
    /// Name tenants and keep how to sign in to them
    Context(Deferred<Context>),
    /// Print the completion script of a shell
    Completion(Deferred<Completion>),
    /// Run a tenant in memory, to try this program and to test scripts
    #[cfg(feature = "demo")]
    Demo(Deferred<Demo>),
    /// Answer a completion script
    #[command(name = "__complete", hide = true)]
    Complete(Deferred<Complete>),
    /// Explain a command, the environment variables or the exit codes
    Help(Deferred<Help>),
}

/// The verbs on API keys and on their configuration.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// List API keys, all pages of them
    Ls(Deferred<Ls>),
    /// List the active API keys that end soon, and say by the exit code whether there are some
    Expiring(Deferred<Expiring>),
    /// Create an API key and print its token, which is shown this once
    Create(Deferred<Create>),
    /// Print one API key
    Get(Deferred<Get>),
    /// Change the description of an API key
    Patch(Deferred<Patch>),
    /// Delete API keys, or revoke other users'
    Rm(Deferred<Rm>),
    /// Renew an API key without downtime
    Rotate(Box<Deferred<Rotate>>),
    /// Read or change a tenant's API key configuration
    Config(Deferred<Config>),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_tree_is_sound() {
        super::Cli::command().debug_assert();
    }
}

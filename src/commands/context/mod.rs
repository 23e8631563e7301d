//! `context`: manages named tenants and their credentials.

mod check;
mod clear;
mod create;
mod get;
mod import;
mod init;
mod ls;
mod protection;
mod rename;
mod rm;
mod run;
mod token;
mod update;
mod use_context;

mod choose_context;
mod context_row;
mod credential_flags;
mod migrate_secret;
mod store_context;
mod token_source;

use std::path::PathBuf;

pub use store_context::{check_new_name, store_context_with_key};

use super::commands;
use crate::app::App;
use crate::context::{is_credential_header, may_be_secret_header};
use crate::error::{Error, Result};
use crate::help::HelpText;

const HELP: HelpText = HelpText {
    examples: &[
        ("Sign in to a tenant, and store the API key in the keyring", "qlik-api-key context init"),
        ("Import the contexts of qlik-cli", "qlik-api-key context import"),
        ("Use this context from now on", "qlik-api-key context use prod"),
        ("Use another for one command", "qlik-api-key ls --context test"),
    ],
    details: "",
};

commands! {
    /// The commands of `context`.
    #[command(add = HELP)]
    pub enum ContextCommand {
        /// Create a context
        #[command(alias = "new")]
        Create(create::Create),
        /// Create a context interactively
        Init(init::Init),
        /// List contexts
        #[command(alias = "list")]
        Ls(ls::Ls),
        /// Show a context, by default the one in use
        #[command(aliases = ["show", "view"])]
        Get(get::Get),
        /// Set the current context; without a name, ask for it
        Use(use_context::Use),
        /// Unset the current context
        Clear(clear::Clear),
        /// Change a context or its credential
        #[command(alias = "edit")]
        Update(update::Update),
        /// Rename a context
        Rename(rename::Rename),
        /// Remove contexts and their secrets
        #[command(aliases = ["delete", "remove"])]
        Rm(rm::Rm),
        /// Require confirmation for changes to a context's tenant
        Protect(protection::Protect),
        /// Stop requiring confirmation for changes to a context's tenant
        Unprotect(protection::Unprotect),
        /// Sign in with a context and show the user
        Check(check::Check),
        /// Print the API key or access token of a context
        Token(token::Token),
        /// Run a program that signs in with a context
        Run(run::RunProgram),
        /// Import the contexts of qlik-cli, with their secrets
        Import(import::Import),
    }
}

/// The headers of `--headers`, for storing in a context.
///
/// # Errors
/// Exit 2 for a header that may be a secret: the profile must not contain one.
fn headers_to_store(app: &App) -> Result<Vec<(String, String)>> {
    let headers = app.globals.parse_headers()?.into_iter().map(|header| {
        if is_credential_header(&header.name) {
            let message = format!("--headers: {} is a credential, which the profile must not contain", header.name);
            return Err(Error::usage(message).with_hint("pass the key with --api-key-stdin"));
        }
        if may_be_secret_header(&header.name, header.value.expose()) {
            let message = format!("--headers: {} may be a secret, which the profile must not contain", header.name);
            return Err(Error::usage(message).with_hint("pass the header to each command that needs it"));
        }
        Ok((header.name, header.value.expose().to_owned()))
    });
    headers.collect()
}

/// The path of `--ca-file`, for storing in a context. It is made absolute, since later commands may run in other
/// folders.
///
/// # Errors
/// Exit 2 if the path is empty, or the current folder no longer exists.
pub fn ca_file_to_store(app: &App) -> Result<Option<PathBuf>> {
    let absolute = app.globals.ca_file.as_ref().map(std::path::absolute).transpose();
    absolute.map_err(|error| Error::usage("--ca-file: not a valid path").with_cause(error))
}

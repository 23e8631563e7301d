//! The verbs of `context`. None of them reads a credential from the environment.

mod check;
mod clear;
mod create;
mod credential;
mod get;
mod import;
mod init;
mod ls;
mod migrate_secret;
mod protect;
mod rename;
mod rm;
mod update;
mod use_;

use std::path::PathBuf;

pub use create::keep_new;

use super::App;
use crate::args::{Context, ContextVerb};
use crate::context::{self, check_name, is_credential};
use crate::error::{Error, Exit, Result};
use crate::output::Outcome;

pub fn run(app: &App, context: Context) -> Result<Outcome> {
    match context.verb {
        ContextVerb::Create(args) => create::run(app, args.0),
        ContextVerb::Init(args) => init::run(app, args.0),
        ContextVerb::Ls(_) => ls::run(app),
        ContextVerb::Get(args) => get::run(app, args.0),
        ContextVerb::Use(args) => use_::run(app, &args),
        ContextVerb::Clear(_) => clear::run(app),
        ContextVerb::Update(args) => update::run(app, args.0),
        ContextVerb::Rename(args) => rename::run(app, &args),
        ContextVerb::Rm(args) => rm::run(app, &args),
        ContextVerb::Protect(args) => protect::run(app, &args.name, true),
        ContextVerb::Unprotect(args) => protect::run(app, &args.name, false),
        ContextVerb::Check(args) => check::run(app, args.0),
        ContextVerb::Import(args) => import::run(app, &args),
    }
}

impl App<'_> {
    /// Where the profile is.
    ///
    /// # Errors
    /// Where there is no place for it.
    pub fn profile_path(&self) -> Result<PathBuf> {
        context::profile_path(self.globals.config.as_deref(), self.environment)
    }

    /// The headers of `--headers` as a context keeps them: none that is a credential.
    pub fn headers_to_keep(&self) -> Result<Vec<(String, String)>> {
        let headers = self.headers()?.into_iter().map(|header| {
            if is_credential(&header.name) {
                let what = format!("--headers: {} is a credential, which the profile never holds", header.name);
                return Err(Error::usage(what).hint("give the key with --api-key-stdin"));
            }
            Ok((header.name, header.value.expose().to_owned()))
        });
        headers.collect()
    }

    /// The file of `--ca-file`, wherever the next command is run.
    pub fn ca_file_to_keep(&self) -> Result<Option<PathBuf>> {
        let absolute = self.globals.ca_file.as_ref().map(std::path::absolute).transpose();
        absolute.map_err(|error| Error::usage("--ca-file: no such path").caused_by(error))
    }
}

/// The name for a new context.
pub fn new_name(name: &str) -> Result<()> {
    check_name(name).map_err(|wrong| Error::usage(format!("NAME: {wrong}")))
}

fn exists(name: &str) -> Error {
    Error::new(Exit::Error, format!("there is a context \"{name}\" already"))
        .hint(format!("qlik-api-key context update {}", context::quoted(name)))
}

//! `context import [FILE]`: imports the contexts of qlik-cli, whose `contexts.yml` contains their secrets as plain
//! text.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use serde::Serialize;

use super::credential_flags::NewCredential;
use super::store_context::{store_context, verify_credential};
use super::{ca_file_to_store, headers_to_store, migrate_secret};
use crate::app::App;
use crate::commands::Run;
use crate::context::{
    Auth, Context, Credential, ImportError, ImportableContext, Profile, QlikCliContext, QlikCliFile, StoreKind,
};
use crate::error::{Error, Exit, Result};
use crate::flags::{IgnoredYesFlag, StoreChoice};
use crate::help::HelpText;
use crate::output::columns::IMPORT;
use crate::output::{Columns, OutputKind, Printer};
use crate::page::Page;
use crate::shell;

const HELP: HelpText = HelpText {
    examples: &[
        ("Show what would be imported", "qlik-api-key context import --dry-run"),
        ("Import the contexts of qlik-cli that sign in", "qlik-api-key context import --verify"),
        (
            "Import another file, and replace contexts of the same name",
            "qlik-api-key context import ~/backup/contexts.yml --force",
        ),
    ],
    details: "\
FILE is by default .qlik/contexts.yml in your home folder, or in QLIK_CLI_USER_HOME_DIR. It is not changed. \
--insecure, --ca-file and --headers are stored in each context. The file's current context becomes the \
current one, unless there is one already.",
};

/// `context import`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Import {
    /// The file of qlik-cli [default: ~/.qlik/contexts.yml]
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: Option<PathBuf>,

    /// Store secrets in the keyring or a file [default: keyring]
    #[arg(long, value_name = "STORE", value_enum, hide_possible_values = true)]
    store: Option<StoreChoice>,

    /// Sign in with each context before it is stored
    #[arg(long)]
    verify: bool,

    /// Replace existing contexts of the same name
    #[arg(long)]
    force: bool,

    /// Show what would be imported
    #[arg(long)]
    dry_run: bool,

    /// Has no effect: this command never asks for confirmation.
    #[command(flatten)]
    _yes: IgnoredYesFlag,
}

/// The result for one entry of the file.
#[derive(Serialize)]
struct ImportRow {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    server: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auth: Option<&'static str>,
    result: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

const IMPORTED: &str = "imported";
/// The result of `--dry-run` instead of [`IMPORTED`].
const IMPORTABLE: &str = "importable";
const SKIPPED: &str = "skipped";
const FAILED: &str = "failed";

impl Run for Import {
    /// Prints a row for each entry: imported, skipped or failed. Exit 8 if an entry fails; exit 5 without FILE if
    /// no default file exists.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::LocalRows)?;
        if app.globals.server.is_some() {
            return Err(Error::usage("`context import` does not support --server: the file contains the servers"));
        }
        let path = match &self.file {
            Some(path) => path.clone(),
            None => find_qlik_cli_file(app)?,
        };
        let file = QlikCliFile::read(&path)?;
        // Fail before anything is imported if the profile is damaged.
        let has_current = app.profile()?.current().is_some();
        let mut importer = Importer {
            app,
            flags: &self,
            headers: headers_to_store(app)?,
            ca_file: ca_file_to_store(app)?,
            current: file.current.filter(|_| !has_current),
            rows: Vec::new(),
            store_error: None,
        };
        for entry in file.contexts {
            importer.import_entry(entry);
        }
        importer.finish(&printer, &path)
    }
}

/// The `contexts.yml` at the default locations of qlik-cli.
fn find_qlik_cli_file(app: &App) -> Result<PathBuf> {
    QlikCliFile::find(app.environment).ok_or_else(|| {
        let paths: Vec<_> = QlikCliFile::paths(app.environment).iter().map(|path| path.display().to_string()).collect();
        Error::new(Exit::NotFound, format!("could not find contexts of qlik-cli; looked for {}", paths.join(", ")))
            .with_hint("qlik-api-key context import FILE")
    })
}

struct Importer<'a> {
    app: &'a App<'a>,
    flags: &'a Import,
    /// `--headers`, which become part of each context.
    headers: Vec<(String, String)>,
    ca_file: Option<PathBuf>,
    /// The name of the context that becomes the current one.
    current: Option<String>,
    rows: Vec<ImportRow>,
    /// The error of the secret store, for the remaining entries: each further try could take seconds.
    store_error: Option<String>,
}

impl Importer<'_> {
    fn import_entry(&mut self, entry: QlikCliContext) {
        let (auth, result, reason) = match entry.import {
            Ok(content) => self.import_content(&entry.name, content),
            Err(ImportError::Unsupported(reason)) => (None, SKIPPED, Some(reason)),
            Err(ImportError::Invalid(reason)) => (None, FAILED, Some(reason)),
        };
        let server = entry.server.map(|server| server.to_string());
        self.rows.push(ImportRow { name: entry.name, server, auth, result, reason });
    }

    /// Imports a valid entry. Returns its authentication, its result, and the reason or what was omitted.
    fn import_content(
        &mut self,
        name: &str,
        content: ImportableContext,
    ) -> (Option<&'static str>, &'static str, Option<String>) {
        let omitted = content.omitted.clone();
        let (context, credential) = self.build_context(name, content);
        let (result, reason) = match self.check_and_store(&context, &credential) {
            Ok(None) if self.flags.dry_run => (IMPORTABLE, omitted),
            Ok(None) => (IMPORTED, omitted),
            Ok(Some(reason)) => (SKIPPED, Some(reason)),
            Err(error) => (FAILED, Some(first_line(&error))),
        };
        (Some(context.auth.name()), result, reason)
    }

    /// Converts an entry to a context and its credential.
    fn build_context(&self, name: &str, content: ImportableContext) -> (Context, NewCredential) {
        let store = StoreKind::from(self.flags.store.unwrap_or_default());
        let (auth, oauth_client_id, secret) = match content.credential {
            Credential::OAuthClient { id, secret } => (Auth::OAuth, Some(id), secret),
            Credential::ApiKey(key) | Credential::Authorization(key) => (Auth::ApiKey, None, key),
        };
        let context = Context {
            name: name.to_owned(),
            server: content.server,
            auth,
            store: store.clone(),
            comment: content.comment,
            insecure: self.app.globals.insecure,
            ca_file: self.ca_file.clone(),
            headers: content.headers.into_iter().chain(self.headers.clone()).collect(),
            oauth_client_id: oauth_client_id.clone(),
            protected: false,
        };
        (context, NewCredential { auth, store, oauth_client_id, secret: Some(secret) })
    }

    /// Checks a context and stores it with its secret. Returns a reason if it is skipped.
    fn check_and_store(&mut self, context: &Context, credential: &NewCredential) -> Result<Option<String>> {
        if self.rows.iter().any(|row| row.name == context.name) {
            return Err(Error::new(Exit::Error, "the file contains this name twice"));
        }
        let replaces = Profile::read(&self.app.profile_path()?)?.contains(&context.name);
        if replaces && !self.flags.force {
            return Ok(Some("a context of this name exists; --force replaces it".to_owned()));
        }
        if let Some(reason) = &self.store_error {
            return Err(Error::new(Exit::Auth, reason));
        }
        if self.flags.verify {
            verify_credential(self.app, context, credential.secret.as_ref())?;
        }
        if self.flags.dry_run {
            return Ok(None);
        }
        self.store(context, credential, replaces).map(|()| None).inspect_err(|error| {
            self.store_error = Some(first_line(error)).filter(|_| error.exit() == Exit::Auth);
        })
    }

    fn store(&self, context: &Context, credential: &NewCredential, replaces: bool) -> Result<()> {
        let is_current =
            |profile: &Profile| profile.current().is_none() && self.current.as_deref() == Some(&context.name);
        if replaces {
            return overwrite_context(self.app, context, credential, is_current);
        }
        store_context(self.app, context, credential.secret.as_ref(), is_current).map(drop)
    }

    /// Prints the rows, then how to remove the plain-text secrets. Exit 8 if an entry failed.
    fn finish(self, printer: &Printer, path: &Path) -> Result<Exit> {
        printer.rows(&Columns::new(IMPORT), std::iter::once(Page::from_values(&self.rows)))?;
        if let Some(advice) = cleanup_advice(path, &self.rows) {
            self.app.notice(&advice);
        }
        let failed = self.rows.iter().filter(|row| row.result == FAILED).count();
        if failed == 0 {
            return Ok(Exit::Ok);
        }
        let message = format!("{failed} of {} contexts could not be imported", self.rows.len());
        let error = Error::new(Exit::Partial, message);
        Err(match self.store_error {
            Some(_) => error.with_hint("qlik-api-key context import --store file"),
            None => error,
        })
    }
}

/// Replaces a context and its secret. Removes the old secret and keeps the protection.
fn overwrite_context(
    app: &App,
    context: &Context,
    credential: &NewCredential,
    is_current: impl Fn(&Profile) -> bool,
) -> Result<()> {
    let stores = app.stores()?;
    let remaining = Profile::edit(&app.profile_path()?, |edit| {
        let profile = edit.profile()?;
        if is_current(&profile) {
            edit.set_current(Some(&context.name));
        }
        let Ok(old) = profile.context(&context.name) else {
            // The old context is invalid, so the location of its secret is unknown.
            edit.insert(context)?;
            credential.secret.iter().try_for_each(|secret| stores.set(context, secret))?;
            return Ok(Vec::new());
        };
        let new = Context { protected: old.protected, ..context.clone() };
        migrate_secret::replace_context(edit, stores, (&old, &new), credential.secret.as_ref())
    })?;
    migrate_secret::warn_of_remaining_secrets(app, &remaining);
    Ok(())
}

fn first_line(error: &Error) -> String {
    error.to_text().lines().next().unwrap_or_default().to_owned()
}

/// How to remove the imported secrets from the file of qlik-cli, if any were imported.
fn cleanup_advice(path: &Path, rows: &[ImportRow]) -> Option<String> {
    let imported = rows.iter().filter(|row| row.result == IMPORTED);
    let lines: Vec<_> = imported.map(|row| format!("  qlik context rm {}", shell::quoted(&row.name))).collect();
    (!lines.is_empty()).then(|| {
        format!(
            "{} still contains these secrets in plain text. Remove them with qlik-cli, not with an alias of this program:\n{}",
            path.display(),
            lines.join("\n")
        )
    })
}

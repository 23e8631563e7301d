//! `context import [FILE]`: takes over the contexts of qlik-cli, whose secrets are in plain text in its file.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::create::{keep, verify};
use super::credential::Given;
use super::migrate_secret;
use crate::args::ContextImport;
use crate::commands::App;
use crate::commands::view::{self, shown};
use crate::context::{
    self, Auth, Context, Credential, Importable, NotImportable, Profile, QlikCli, QlikCliContext, StoreKind,
};
use crate::error::{Error, Exit, Result};
use crate::output::columns::IMPORT;
use crate::output::{Columns, Outcome};
use crate::page::Page;

/// What became of an entry.
#[derive(Serialize)]
struct Row {
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
/// What a dry run says in its place.
const IMPORTABLE: &str = "importable";
const SKIPPED: &str = "skipped";
const FAILED: &str = "failed";

pub fn run(app: &App, args: &ContextImport) -> Result<Outcome> {
    if app.globals.server.is_some() {
        return Err(Error::usage("--server doesn't apply: the file names the servers"));
    }
    let path = match &args.file {
        Some(path) => path.clone(),
        None => found(app)?,
    };
    let file = QlikCli::read(&path)?;
    // Nothing is taken where the profile can't be.
    let has_current = Profile::read(&app.profile_path()?)?.current().is_some();
    let current = file.current.filter(|_| !has_current);
    let (headers, ca_file) = (app.headers_to_keep()?, app.ca_file_to_keep()?);
    let mut import = Import { app, args, headers, ca_file, current, rows: Vec::new(), store_failed: None };
    for entry in file.contexts {
        import.entry(entry);
    }
    import.outcome(&path)
}

/// The file of qlik-cli, where it is when nobody says.
fn found(app: &App) -> Result<PathBuf> {
    QlikCli::find(app.environment).ok_or_else(|| {
        let places: Vec<_> = QlikCli::paths(app.environment).iter().map(|path| path.display().to_string()).collect();
        Error::new(Exit::NotFound, format!("qlik-cli has no contexts here; looked for {}", places.join(", ")))
            .hint("qlik-api-key context import FILE")
    })
}

struct Import<'a> {
    app: &'a App<'a>,
    args: &'a ContextImport,
    /// Of the command line, for each context.
    headers: Vec<(String, String)>,
    ca_file: Option<PathBuf>,
    /// The context that becomes the current one.
    current: Option<String>,
    rows: Vec<Row>,
    /// What the store failed with: it is not asked again, since it may take seconds each time.
    store_failed: Option<String>,
}

impl Import<'_> {
    fn entry(&mut self, entry: QlikCliContext) {
        let (auth, result, reason) = match entry.import {
            Ok(content) => self.content(&entry.name, content),
            Err(NotImportable::Unsupported(why)) => (None, SKIPPED, Some(why)),
            Err(NotImportable::Damaged(why)) => (None, FAILED, Some(why)),
        };
        let server = entry.server.map(|server| server.to_string());
        self.rows.push(Row { name: entry.name, server, auth, result, reason });
    }

    /// How an entry signs in, what becomes of it, and why.
    fn content(&mut self, name: &str, content: Importable) -> (Option<&'static str>, &'static str, Option<String>) {
        let left_out = content.left_out.clone();
        let (context, given) = self.context(name, content);
        let (result, reason) = match self.take(&context, &given) {
            Ok(None) if self.args.dry_run => (IMPORTABLE, left_out),
            Ok(None) => (IMPORTED, left_out),
            Ok(Some(why)) => (SKIPPED, Some(why)),
            Err(error) => (FAILED, Some(first_line(&error))),
        };
        (Some(context.auth.name()), result, reason)
    }

    /// What an entry is as a context of ours.
    fn context(&self, name: &str, content: Importable) -> (Context, Given) {
        let store = if self.args.store.as_deref() == Some("file") { StoreKind::File } else { StoreKind::Keyring };
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
        (context, Given { auth, store, oauth_client_id, secret: Some(secret) })
    }

    /// Checks a context, and keeps it and its secret; gives back why it is skipped, if it is.
    fn take(&mut self, context: &Context, given: &Given) -> Result<Option<String>> {
        if self.rows.iter().any(|row| row.name == context.name) {
            return Err(Error::new(Exit::Error, "the file has this name twice"));
        }
        let replaces = Profile::read(&self.app.profile_path()?)?.contains(&context.name);
        if replaces && !self.args.force {
            return Ok(Some("there is a context of this name; --force replaces it".to_owned()));
        }
        if let Some(told) = &self.store_failed {
            return Err(Error::new(Exit::Auth, told));
        }
        if self.args.verify {
            verify(self.app, context, given)?;
        }
        if self.args.dry_run {
            return Ok(None);
        }
        self.keep(context, given, replaces).map(|()| None).inspect_err(|error| {
            self.store_failed = Some(first_line(error)).filter(|_| error.exit() == Exit::Auth);
        })
    }

    fn keep(&self, context: &Context, given: &Given, replaces: bool) -> Result<()> {
        let is_current =
            |profile: &Profile| profile.current().is_none() && self.current.as_deref() == Some(&context.name);
        if replaces {
            return replace(self.app, context, given, is_current);
        }
        keep(self.app, context, given, is_current).map(drop)
    }

    /// The rows; then how to remove the plain secrets, and whether all went well.
    fn outcome(self, path: &Path) -> Result<Outcome> {
        let (terminal, silent) = (*self.app.terminal, view::is_silent(self.app.globals));
        let advice = advice(path, &self.rows).filter(|_| !silent);
        let failed = self.rows.iter().filter(|row| row.result == FAILED).count();
        let (all, no_store) = (self.rows.len(), self.store_failed.is_some());
        let rows = self.rows.iter().map(shown).collect::<Result<Vec<_>>>()?;
        let page = Page::of(rows, None);
        let columns = Columns::new(IMPORT, Vec::new(), true);
        let shown = Box::new(Outcome::Rows { pages: Box::new(std::iter::once(Ok(page))), columns });
        let verdict = Box::new(move || {
            if let Some(advice) = advice {
                terminal.say(&advice);
            }
            if failed == 0 {
                return Ok(Exit::Ok);
            }
            let error = Error::new(Exit::Partial, format!("{failed} of {all} contexts could not be imported"));
            Err(if no_store { error.hint("qlik-api-key context import --store file") } else { error })
        });
        Ok(Outcome::Judged { shown, verdict })
    }
}

/// Puts another context in the place of one, and its secret; the old secret goes, and the protection stays.
fn replace(app: &App, context: &Context, given: &Given, is_current: impl Fn(&Profile) -> bool) -> Result<()> {
    let stores = app.stores()?;
    let left = Profile::edit(&app.profile_path()?, |edit| {
        let profile = edit.profile()?;
        if is_current(&profile) {
            edit.set_current(Some(&context.name));
        }
        let Ok(old) = profile.context(&context.name) else {
            // One that can't be read has no secret that could be found.
            edit.insert(context)?;
            given.secret.iter().try_for_each(|secret| stores.set(context, secret))?;
            return Ok(Vec::new());
        };
        let new = Context { protected: old.protected, ..context.clone() };
        migrate_secret::change(edit, stores, (&old, &new), given.secret.as_ref())
    })?;
    migrate_secret::tell(app, &left);
    Ok(())
}

fn first_line(error: &Error) -> String {
    error.text().lines().next().unwrap_or_default().to_owned()
}

/// How to remove the plain secrets of what was imported. An alias of this program would remove its own contexts.
fn advice(path: &Path, rows: &[Row]) -> Option<String> {
    let imported = rows.iter().filter(|row| row.result == IMPORTED);
    let lines: Vec<_> = imported.map(|row| format!("  qlik context rm {}", context::quoted(&row.name))).collect();
    (!lines.is_empty()).then(|| {
        format!(
            "{} still holds these secrets in plain text. Qlik's own qlik (no alias of this program) removes them:\n{}",
            path.display(),
            lines.join("\n")
        )
    })
}

//! `context update NAME`: changes fields of a context, or its credential.

use clap::Args;

use super::context_row::{ContextRow, report_change};
use super::credential_flags::{CredentialFlags, NewCredential};
use super::store_context::verify_credential;
use super::{ca_file_to_store, headers_to_store, migrate_secret};
use crate::app::App;
use crate::commands::Run;
use crate::context::{Context, Profile, Server, StoreKind};
use crate::error::{Error, Exit, Result};
use crate::flags::{CompletedValue, IgnoredYesFlag};
use crate::help::HelpText;
use crate::output::OutputKind;

const HELP: HelpText = HelpText {
    examples: &[
        (
            "Replace the API key, and check that it signs in",
            "qlik-api-key context update prod --api-key-stdin --verify < key.txt",
        ),
        ("Move to another tenant", "qlik-api-key context update prod --server $URL --api-key-stdin < key.txt"),
        ("Change the comment", "qlik-api-key context update prod --comment \"production\""),
        ("Remove stored headers", "qlik-api-key context update prod --unset headers"),
    ],
    details: "\
--server, --insecure, --ca-file and --headers change those fields; --unset takes comment, insecure, ca-file \
and headers. Another server requires a new credential: a stored secret is sent only to its own tenant.
Other users of this machine can see a secret on the command line; the flags that end in -stdin are safer.",
};

/// `context update`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Update {
    /// The context
    #[arg(value_name = "NAME", add = CompletedValue::Context)]
    name: String,

    /// The new credential of the context.
    #[command(flatten)]
    credential: CredentialFlags,

    /// Say what the context is for
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,

    /// Unset these fields, such as comment
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', value_parser = ["comment", "insecure", "ca-file", "headers"],
          hide_possible_values = true)]
    unset: Vec<String>,

    /// Has no effect: this command never asks for confirmation.
    #[command(flatten)]
    _yes: IgnoredYesFlag,
}

impl Run for Update {
    /// Saves the changed context, moves its secret if its store changes, and with `--verify` signs in first. Exit 1 if
    /// another process changes the context in the meantime; exit 5 if there is no such context.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Change)?;
        self.check_changes(app)?;
        self.check_unset(app)?;
        let path = app.profile_path()?;
        let old = Profile::read_for_edit(&path)?.context(&self.name)?;
        let mut new = self.updated_context(app, old.clone())?;
        let credential = self.new_credential(app, &old, &new)?;
        if let Some(credential) = &credential {
            // Without --store, a new secret replaces the old one in its store.
            let keep_store =
                self.credential.store.is_none() && credential.secret.is_some() && app.stores()?.uses_secret_store(&old);
            new.store = if keep_store { old.store.clone() } else { credential.store.clone() };
            new.auth = credential.auth;
            new.oauth_client_id = credential.oauth_client_id.clone();
        }
        let secret = credential.as_ref().and_then(|credential| credential.secret.as_ref());
        if self.credential.verify {
            verify_credential(app, &new, secret)?;
        }
        let stores = app.stores()?;
        let (remaining, row) = Profile::edit(&path, |edit| {
            let profile = edit.profile()?;
            if profile.context(&self.name)? != old {
                let message = format!("context \"{}\" was changed by another process in the meantime", self.name);
                return Err(Error::new(Exit::Error, message).with_hint("try again"));
            }
            let row = ContextRow::new(app, &new, profile.current() == Some(&self.name));
            Ok((migrate_secret::replace_context(edit, stores, (&old, &new), secret)?, row))
        })?;
        migrate_secret::warn_of_remaining_secrets(app, &remaining);
        report_change(app, &printer, &format!("updated context \"{}\"", self.name), &row)?;
        Ok(Exit::Ok)
    }
}

impl Update {
    /// Checks that there is something to change.
    fn check_changes(&self, app: &App) -> Result<()> {
        let globals = app.globals;
        let has_global = globals.server.is_some() || globals.insecure || globals.ca_file.is_some();
        let has_own = self.credential.is_given() || self.comment.is_some() || !self.unset.is_empty();
        if has_own || has_global || !globals.headers.is_empty() {
            return Ok(());
        }
        Err(Error::usage("nothing to change: no flag names a new value")
            .with_hint("add a flag such as --api-key-stdin or --comment TEXT; to sign in: qlik-api-key context check"))
    }

    /// Checks that no flag sets a field that `--unset` names. `headers` is no such field: `--unset headers` with
    /// `--headers` replaces all headers.
    fn check_unset(&self, app: &App) -> Result<()> {
        let globals = app.globals;
        let set = [
            ("comment", self.comment.is_some()),
            ("insecure", globals.insecure),
            ("ca-file", globals.ca_file.is_some()),
        ];
        match set.iter().find(|(field, is_set)| *is_set && self.is_unset(field)) {
            Some((field, _)) => Err(Error::usage(format!("--{field} can't be used with --unset {field}"))),
            None => Ok(()),
        }
    }

    fn is_unset(&self, field: &str) -> bool {
        self.unset.iter().any(|name| name == field)
    }

    /// A copy of the context with the fields that the flags set or unset.
    fn updated_context(&self, app: &App, old: Context) -> Result<Context> {
        let mut new = old;
        if let Some(text) = &app.globals.server {
            new.server = Server::parse(text).map_err(|reason| Error::usage(format!("--server: {reason}")))?;
        }
        new.comment = self.comment.clone().or(new.comment).filter(|_| !self.is_unset("comment"));
        new.insecure = (new.insecure || app.globals.insecure) && !self.is_unset("insecure");
        new.ca_file = ca_file_to_store(app)?.or(new.ca_file).filter(|_| !self.is_unset("ca-file"));
        if self.is_unset("headers") {
            new.headers.clear();
        }
        for (name, value) in headers_to_store(app)? {
            new.headers.retain(|(existing, _)| !existing.eq_ignore_ascii_case(&name));
            new.headers.push((name, value));
        }
        Ok(new)
    }

    /// The credential of the flags, or the old one if only its store changes. `None` if it does not change.
    ///
    /// # Errors
    /// Exit 2 for another server without a new credential: a secret must not be sent to another tenant.
    fn new_credential(&self, app: &App, old: &Context, new: &Context) -> Result<Option<NewCredential>> {
        if let Some(credential) = self.credential.read(app, old.oauth_client_id.as_deref())? {
            return Ok(Some(credential));
        }
        if new.server != old.server {
            return Err(Error::usage(format!(
                "another server requires a new credential: the stored one is for {}",
                old.server
            ))
            .with_hint("add --api-key-stdin or another flag for a credential"));
        }
        let Some(store) = self.credential.store.map(StoreKind::from).filter(|store| *store != old.store) else {
            return Ok(None);
        };
        let secret = Some(app.stores()?.resolve_secret(old, app.environment)?);
        Ok(Some(NewCredential { auth: old.auth, store, oauth_client_id: old.oauth_client_id.clone(), secret }))
    }
}

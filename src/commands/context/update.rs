//! `context update NAME`: other fields for a context, or a new credential.

use clap::{Args, ValueHint};

use super::credential_flags::{CredentialFlags, NewCredential};
use super::store_context::verify_credential;
use super::{ca_file_to_store, headers_to_store, migrate_secret};
use crate::app::App;
use crate::commands::Run;
use crate::context::{Context, Profile, Server, StoreKind};
use crate::error::{Error, Exit, Result};
use crate::flags::IgnoredYesFlag;
use crate::output::OutputKind;

/// `context update`
#[derive(Args, Debug)]
#[command(after_help = "--server, --insecure, --ca-file and --headers change those fields.
Another server needs a new credential: a stored secret goes to its own tenant alone.")]
pub struct Update {
    /// The context
    #[arg(value_name = "NAME", value_hint = ValueHint::Other)]
    name: String,

    /// The credential.
    #[command(flatten)]
    credential: CredentialFlags,

    /// Say what it is for
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,

    /// Remove these fields: comment, insecure, ca-file, headers
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', value_parser = ["comment", "insecure", "ca-file", "headers"],
          hide_possible_values = true)]
    unset: Vec<String>,

    /// Accepted for scripts.
    #[command(flatten)]
    _yes: IgnoredYesFlag,
}

impl Run for Update {
    fn run(self, app: &App) -> Result<Exit> {
        app.printer(OutputKind::NoticeOnly)?;
        let path = app.profile_path()?;
        let old = Profile::read_for_edit(&path)?.context(&self.name)?;
        let mut new = self.updated_context(app, old.clone())?;
        let given = self.new_credential(app, &old, &new)?;
        if let Some(given) = &given {
            // A new key stays where the old one was, unless --store moves it or it is only a reference.
            let stays =
                self.credential.store.is_none() && given.secret.is_some() && app.stores()?.uses_secret_store(&old);
            new.store = if stays { old.store.clone() } else { given.store.clone() };
            new.auth = given.auth;
            new.oauth_client_id = given.oauth_client_id.clone();
        }
        let secret = given.as_ref().and_then(|given| given.secret.as_ref());
        if self.credential.verify {
            verify_credential(app, &new, secret)?;
        }
        let stores = app.stores()?;
        let left = Profile::edit(&path, |edit| {
            if edit.profile()?.context(&self.name)? != old {
                let what = format!("context \"{}\" was changed by another process meanwhile", self.name);
                return Err(Error::new(Exit::Error, what).with_hint("try again"));
            }
            migrate_secret::replace_context(edit, stores, (&old, &new), secret)
        })?;
        migrate_secret::warn_of_remaining_secrets(app, &left);
        app.notice(&format!("updated context \"{}\"", self.name));
        Ok(Exit::Ok)
    }
}

impl Update {
    /// The context with the fields that the flags set and unset.
    fn updated_context(&self, app: &App, old: Context) -> Result<Context> {
        let is_unset = |field: &str| self.unset.iter().any(|name| name == field);
        let mut new = old;
        if let Some(text) = &app.globals.server {
            new.server = Server::parse(text).map_err(|wrong| Error::usage(format!("--server: {wrong}")))?;
        }
        new.comment = self.comment.clone().or(new.comment).filter(|_| !is_unset("comment"));
        new.insecure = (new.insecure || app.globals.insecure) && !is_unset("insecure");
        new.ca_file = ca_file_to_store(app)?.or(new.ca_file).filter(|_| !is_unset("ca-file"));
        if is_unset("headers") {
            new.headers.clear();
        }
        for (name, value) in headers_to_store(app)? {
            new.headers.retain(|(of, _)| !of.eq_ignore_ascii_case(&name));
            new.headers.push((name, value));
        }
        Ok(new)
    }

    /// The new credential: what the flags give, else the old secret where only `--store` is given.
    fn new_credential(&self, app: &App, old: &Context, new: &Context) -> Result<Option<NewCredential>> {
        if let Some(given) = self.credential.read(app, old.oauth_client_id.as_deref())? {
            return Ok(Some(given));
        }
        if new.server != old.server {
            return Err(Error::usage(format!(
                "another server needs a new credential: the stored one is for {}",
                old.server
            ))
            .with_hint("add --api-key-stdin, or another way to give a credential"));
        }
        let Some(store) = self.credential.store.map(StoreKind::from).filter(|store| *store != old.store) else {
            return Ok(None);
        };
        let secret = Some(app.stores()?.resolve_secret(old, app.environment)?);
        Ok(Some(NewCredential { auth: old.auth, store, oauth_client_id: old.oauth_client_id.clone(), secret }))
    }
}

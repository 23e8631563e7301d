//! The profile as TOML has it: [`ProfileFile`] and the table of one context, [`ContextTable`].

use std::path::PathBuf;

use serde::Deserialize;
use toml::{Table, Value};

use super::model::is_credential;
use super::toml_file::Setting;
use super::{Auth, Context, Server, StoreKind};

/// The whole file. Unknown keys are ignored.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ProfileFile {
    pub(super) current: Setting<String>,
    contexts: Setting<Table>,
}

impl ProfileFile {
    /// The names and tables of the contexts, in the order of the file. One that is not a table is `None`.
    pub(super) fn contexts(&self) -> Vec<(String, Option<ContextTable>)> {
        let contexts = self.contexts.as_valid().into_iter().flatten();
        contexts.map(|(name, value)| (name.clone(), ContextTable::from_value(value))).collect()
    }
}

/// The table of one context. Unknown keys are ignored.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct ContextTable {
    server: Setting<String>,
    auth: Setting<String>,
    store: Setting<String>,
    env: Setting<String>,
    command: Setting<String>,
    comment: Setting<String>,
    protected: Setting<bool>,
    insecure: Setting<bool>,
    ca_file: Setting<String>,
    headers: Setting<Table>,
    oauth_client_id: Setting<String>,
    stale: Setting<Vec<Setting<SecretPlace>>>,
}

/// A place where a former secret of a context may still be: the key it has in a store.
#[derive(Deserialize)]
pub(super) struct SecretPlace {
    /// The name that the context had.
    pub(super) name: String,
    /// The origin of the tenant.
    pub(super) server: String,
    /// The name of the store.
    pub(super) store: String,
}

impl ContextTable {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            // This can't fail: a setting takes a value of any type.
            Value::Table(table) => Self::deserialize(table.clone()).ok(),
            _ => None,
        }
    }

    /// Checks the fields and returns them as the context of this name.
    ///
    /// # Errors
    /// A sentence that names the first wrong field.
    pub(super) fn context(&self, name: &str) -> Result<Context, String> {
        let server = required(&self.server, "server")?;
        Ok(Context {
            name: name.to_owned(),
            server: Server::parse(&server).map_err(|wrong| format!("server: {wrong}"))?,
            auth: match required(&self.auth, "auth")?.as_str() {
                "api-key" => Auth::ApiKey,
                "oauth" => Auth::OAuth,
                _ => return Err("auth: must be \"api-key\" or \"oauth\"".to_owned()),
            },
            store: match required(&self.store, "store")?.as_str() {
                "keyring" => StoreKind::Keyring,
                "file" => StoreKind::File,
                "env" => StoreKind::Env(required(&self.env, "env")?),
                "command" => StoreKind::Command(required(&self.command, "command")?),
                _ => return Err("store: must be \"keyring\", \"file\", \"env\" or \"command\"".to_owned()),
            },
            comment: text(&self.comment, "comment")?,
            protected: flag(&self.protected, "protected")?,
            insecure: flag(&self.insecure, "insecure")?,
            ca_file: text(&self.ca_file, "ca-file")?.map(PathBuf::from),
            headers: self.headers()?,
            oauth_client_id: text(&self.oauth_client_id, "oauth-client-id")?,
        })
    }

    /// Whether this context protects the tenant at `server`. Wrong values elsewhere in the table don't matter, and any
    /// value of `protected` but `false` protects.
    pub(super) fn protects(&self, server: &Server) -> bool {
        let own = self.server.as_valid().and_then(|text| Server::parse(text).ok());
        own.as_ref() == Some(server) && !matches!(self.protected, Setting::Unset | Setting::Valid(false))
    }

    /// The places where a former secret of the context may still be.
    pub(super) fn secret_places(&self) -> impl Iterator<Item = &SecretPlace> {
        self.stale.as_valid().into_iter().flatten().filter_map(Setting::as_valid)
    }

    fn headers(&self) -> Result<Vec<(String, String)>, String> {
        let wrong = || "headers: must be a table of strings".to_owned();
        let table = match &self.headers {
            Setting::Unset => return Ok(Vec::new()),
            Setting::Valid(table) => table,
            Setting::Invalid => return Err(wrong()),
        };
        let headers = table.iter().map(|(name, value)| {
            if is_credential(name) {
                return Err(format!("headers: {name} is a credential, which the profile never holds"));
            }
            Ok((name.clone(), value.as_str().ok_or_else(wrong)?.to_owned()))
        });
        headers.collect()
    }
}

fn required(setting: &Setting<String>, field: &str) -> Result<String, String> {
    text(setting, field)?.ok_or_else(|| format!("{field}: is missing"))
}

fn text(setting: &Setting<String>, field: &str) -> Result<Option<String>, String> {
    match setting {
        Setting::Unset => Ok(None),
        Setting::Valid(text) => Ok(Some(text.clone())),
        Setting::Invalid => Err(format!("{field}: must be a string")),
    }
}

fn flag(setting: &Setting<bool>, field: &str) -> Result<bool, String> {
    match setting {
        Setting::Unset => Ok(false),
        Setting::Valid(value) => Ok(*value),
        Setting::Invalid => Err(format!("{field}: must be true or false")),
    }
}

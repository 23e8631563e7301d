//! The table of a context in the profile. Unknown keys are ignored when it is read, and stay when it is written.

use std::path::PathBuf;

use toml::Table;
use toml_edit::{TableLike, Value};

use super::model::is_credential;
use super::toml_file::{as_string, set};
use super::{Auth, Context, Server, StoreKind};

/// Checks the fields of a table and returns them as the context of this name.
///
/// # Errors
/// A sentence that names the first wrong field.
pub(super) fn read(name: &str, table: &Table) -> Result<Context, String> {
    Ok(Context {
        name: name.to_owned(),
        server: Server::parse(&required(table, "server")?).map_err(|wrong| format!("server: {wrong}"))?,
        auth: match required(table, "auth")?.as_str() {
            "api-key" => Auth::ApiKey,
            "oauth" => Auth::OAuth,
            _ => return Err("auth: must be \"api-key\" or \"oauth\"".to_owned()),
        },
        store: match required(table, "store")?.as_str() {
            "keyring" => StoreKind::Keyring,
            "file" => StoreKind::File,
            "env" => StoreKind::Env(required(table, "env")?),
            "command" => StoreKind::Command(required(table, "command")?),
            _ => return Err("store: must be \"keyring\", \"file\", \"env\" or \"command\"".to_owned()),
        },
        comment: text(table, "comment")?,
        protected: flag(table, "protected")?,
        insecure: flag(table, "insecure")?,
        ca_file: text(table, "ca-file")?.map(PathBuf::from),
        headers: headers(table)?,
        oauth_client_id: text(table, "oauth-client-id")?,
    })
}

/// Whether the context protects the tenant at `server`. Wrong values elsewhere in the table don't matter, and any value
/// of `protected` but `false` protects.
pub(super) fn protects(table: &Table, server: &Server) -> bool {
    let own = table.get("server").and_then(as_string).and_then(|text| Server::parse(&text).ok());
    let protected = table.get("protected").is_some_and(|value| value.as_bool() != Some(false));
    protected && own.as_ref() == Some(server)
}

/// Writes the fields of a context into its table. Values that are equal already are left alone.
pub(super) fn write(context: &Context, table: &mut dyn TableLike) {
    let (env, command) = match &context.store {
        StoreKind::Env(name) => (Some(name.as_str()), None),
        StoreKind::Command(line) => (None, Some(line.as_str())),
        StoreKind::Keyring | StoreKind::File => (None, None),
    };
    let ca_file = context.ca_file.as_ref().map(|path| path.display().to_string());
    let headers = context.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let headers = (!context.headers.is_empty()).then(|| Value::InlineTable(headers.collect()));
    for (key, value) in [
        ("server", Some(context.server.to_string().into())),
        ("auth", Some(context.auth.name().into())),
        ("store", Some(context.store.name().into())),
        ("comment", context.comment.as_deref().map(Value::from)),
        ("protected", context.protected.then(|| Value::from(true))),
        ("insecure", context.insecure.then(|| Value::from(true))),
        ("ca-file", ca_file.map(Value::from)),
        ("headers", headers),
        ("oauth-client-id", context.oauth_client_id.as_deref().map(Value::from)),
        ("env", env.map(Value::from)),
        ("command", command.map(Value::from)),
    ] {
        set(table, key, value);
    }
}

fn required(table: &Table, key: &str) -> Result<String, String> {
    text(table, key)?.ok_or_else(|| format!("{key}: is missing"))
}

fn text(table: &Table, key: &str) -> Result<Option<String>, String> {
    let wrong = || format!("{key}: must be a string");
    table.get(key).map(|value| as_string(value).ok_or_else(wrong)).transpose()
}

fn flag(table: &Table, key: &str) -> Result<bool, String> {
    let wrong = || format!("{key}: must be true or false");
    table.get(key).map_or(Ok(false), |value| value.as_bool().ok_or_else(wrong))
}

fn headers(table: &Table) -> Result<Vec<(String, String)>, String> {
    let Some(headers) = table.get("headers") else { return Ok(Vec::new()) };
    let wrong = || "headers: must be a table of strings".to_owned();
    let headers = headers.as_table().ok_or_else(wrong)?.iter().map(|(name, value)| {
        if is_credential(name) {
            return Err(format!("headers: {name} is a credential, which the profile never holds"));
        }
        Ok((name.clone(), value.as_str().ok_or_else(wrong)?.to_owned()))
    });
    headers.collect()
}

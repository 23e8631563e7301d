//! Reads and writes the table of a context in the profile. Reading ignores unknown keys; writing preserves them.

use std::path::PathBuf;

use toml::Table;
use toml_edit::{TableLike, Value};

use super::model::is_credential_header;
use super::toml_file::{as_string, set_or_remove};
use super::{Auth, Context, Server, StoreKind};

/// Reads the context called `name` from its table.
///
/// # Errors
/// A message that names the first invalid field.
pub(super) fn read(name: &str, table: &Table) -> Result<Context, String> {
    Ok(Context {
        name: name.to_owned(),
        server: Server::parse(&get_required_string(table, "server")?)
            .map_err(|message| format!("server: {message}"))?,
        auth: match get_required_string(table, "auth")?.as_str() {
            "api-key" => Auth::ApiKey,
            "oauth" => Auth::OAuth,
            _ => return Err("auth: must be \"api-key\" or \"oauth\"".to_owned()),
        },
        store: match get_required_string(table, "store")?.as_str() {
            "keyring" => StoreKind::Keyring,
            "file" => StoreKind::File,
            "env" => StoreKind::Env(get_required_string(table, "env")?),
            "command" => StoreKind::Command(get_required_string(table, "command")?),
            _ => return Err("store: must be \"keyring\", \"file\", \"env\" or \"command\"".to_owned()),
        },
        comment: get_string(table, "comment")?,
        protected: get_bool(table, "protected")?,
        insecure: get_bool(table, "insecure")?,
        ca_file: get_string(table, "ca-file")?.map(PathBuf::from),
        headers: get_headers(table)?,
        oauth_client_id: get_string(table, "oauth-client-id")?,
    })
}

/// Whether the context protects the tenant at `server`. Any value of `protected` other than `false` protects it, even
/// if other fields are invalid.
pub(super) fn protects(table: &Table, server: &Server) -> bool {
    let context_server = table.get("server").and_then(as_string).and_then(|text| Server::parse(&text).ok());
    let is_protected = table.get("protected").is_some_and(|value| value.as_bool() != Some(false));
    is_protected && context_server.as_ref() == Some(server)
}

/// Writes the fields of a context into its table. Equal values are not touched.
pub(super) fn write(context: &Context, table: &mut dyn TableLike) {
    let (env, command) = match &context.store {
        StoreKind::Env(variable) => (Some(variable.as_str()), None),
        StoreKind::Command(command) => (None, Some(command.as_str())),
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
        set_or_remove(table, key, value);
    }
}

fn get_required_string(table: &Table, key: &str) -> Result<String, String> {
    get_string(table, key)?.ok_or_else(|| format!("{key}: is missing"))
}

fn get_string(table: &Table, key: &str) -> Result<Option<String>, String> {
    let error = || format!("{key}: must be a string");
    table.get(key).map(|value| as_string(value).ok_or_else(error)).transpose()
}

fn get_bool(table: &Table, key: &str) -> Result<bool, String> {
    let error = || format!("{key}: must be true or false");
    table.get(key).map_or(Ok(false), |value| value.as_bool().ok_or_else(error))
}

fn get_headers(table: &Table) -> Result<Vec<(String, String)>, String> {
    let Some(headers) = table.get("headers") else { return Ok(Vec::new()) };
    let error = || "headers: must be a table of strings".to_owned();
    let headers = headers.as_table().ok_or_else(error)?.iter().map(|(name, value)| {
        if is_credential_header(name) {
            return Err(format!("headers: {name} is a credential, which the profile can't store"));
        }
        Ok((name.clone(), value.as_str().ok_or_else(error)?.to_owned()))
    });
    headers.collect()
}

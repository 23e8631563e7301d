//! The table of a context in the profile. Unknown keys are ignored when it is read, and stay when it is written.

use std::path::PathBuf;

use toml::Table;
use toml_edit::{TableLike, Value};

use super::model::is_credential_header;
use super::toml_file::{as_string, set_or_remove};
use super::{Auth, Context, Server, StoreKind};

/// Checks the fields of a table and returns them as the context of this name.
///
/// # Errors
/// A sentence that names the first wrong field.
pub(super) fn read(name: &str, table: &Table) -> Result<Context, String> {
    Ok(Context {
        name: name.to_owned(),
        server: Server::parse(&get_required_string(table, "server")?).map_err(|wrong| format!("server: {wrong}"))?,
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
        set_or_remove(table, key, value);
    }
}

fn get_required_string(table: &Table, key: &str) -> Result<String, String> {
    get_string(table, key)?.ok_or_else(|| format!("{key}: is missing"))
}

fn get_string(table: &Table, key: &str) -> Result<Option<String>, String> {
    let wrong = || format!("{key}: must be a string");
    table.get(key).map(|value| as_string(value).ok_or_else(wrong)).transpose()
}

fn get_bool(table: &Table, key: &str) -> Result<bool, String> {
    let wrong = || format!("{key}: must be true or false");
    table.get(key).map_or(Ok(false), |value| value.as_bool().ok_or_else(wrong))
}

fn get_headers(table: &Table) -> Result<Vec<(String, String)>, String> {
    let Some(headers) = table.get("headers") else { return Ok(Vec::new()) };
    let wrong = || "headers: must be a table of strings".to_owned();
    let headers = headers.as_table().ok_or_else(wrong)?.iter().map(|(name, value)| {
        if is_credential_header(name) {
            return Err(format!("headers: {name} is a credential, which the profile never holds"));
        }
        Ok((name.clone(), value.as_str().ok_or_else(wrong)?.to_owned()))
    });
    headers.collect()
}

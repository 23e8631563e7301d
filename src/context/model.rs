//! [`Context`]: a named tenant and how to sign in to it, as a table of the profile has it.

use std::path::{Path, PathBuf};

use toml_edit::{Item, TableLike, Value};

use super::Server;
use crate::error::{Error, Exit, Result};

/// How a context signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// With an API key.
    ApiKey,
    /// As an OAuth machine-to-machine client.
    OAuth,
}

/// Where a context's secret is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreKind {
    /// In the keyring of the operating system.
    Keyring,
    /// In `credentials.toml` beside the profile.
    File,
    /// In this environment variable.
    Env(String),
    /// On the stdout of this command.
    Command(String),
}

impl Auth {
    /// Its name in the profile.
    pub fn name(self) -> &'static str {
        match self {
            Self::ApiKey => "api-key",
            Self::OAuth => "oauth",
        }
    }
}

impl StoreKind {
    /// Its name in the profile.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Keyring => "keyring",
            Self::File => "file",
            Self::Env(_) => "env",
            Self::Command(_) => "command",
        }
    }
}

/// A named tenant and how to sign in to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Its name.
    pub name: String,
    /// The tenant.
    pub server: Server,
    /// How it signs in.
    pub auth: Auth,
    /// Where its secret is.
    pub store: StoreKind,
    /// What it is for.
    pub comment: Option<String>,
    /// Whether its tenant is changed only after a confirmation.
    pub protected: bool,
    /// Whether any certificate of the server is accepted.
    pub insecure: bool,
    /// The certificates to trust instead of the system's.
    pub ca_file: Option<PathBuf>,
    /// Further request headers.
    pub headers: Vec<(String, String)>,
    /// `client_id` of the OAuth client.
    pub oauth_client_id: Option<String>,
}

impl Context {
    /// Reads the context of a name from its table in a profile; `path` is for errors.
    ///
    /// # Errors
    /// What is wrong with a field.
    pub(super) fn read(path: &Path, name: &str, table: &Item) -> Result<Self> {
        Fields { path, name, table }.context()
    }

    /// Writes what differs into its table in a profile.
    pub(super) fn write(&self, table: &mut dyn TableLike) {
        let (env, command) = match &self.store {
            StoreKind::Env(name) => (Some(name.as_str()), None),
            StoreKind::Command(line) => (None, Some(line.as_str())),
            StoreKind::Keyring | StoreKind::File => (None, None),
        };
        let text = |text: &str| Value::from(text);
        let ca_file = self.ca_file.as_ref().map(|path| path.display().to_string());
        let headers = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let headers = (!self.headers.is_empty()).then(|| Value::InlineTable(headers.collect()));
        for (key, value) in [
            ("server", Some(text(&self.server.to_string()))),
            ("auth", Some(text(self.auth.name()))),
            ("store", Some(text(self.store.name()))),
            ("comment", self.comment.as_deref().map(text)),
            ("protected", self.protected.then(|| Value::from(true))),
            ("insecure", self.insecure.then(|| Value::from(true))),
            ("ca-file", ca_file.as_deref().map(text)),
            ("headers", headers),
            ("oauth-client-id", self.oauth_client_id.as_deref().map(text)),
            ("env", env.map(text)),
            ("command", command.map(text)),
        ] {
            set(table, key, value);
        }
    }
}

/// Sets a key, or removes it. The comment behind an old value stays.
pub(super) fn set(table: &mut dyn TableLike, key: &str, value: Option<Value>) {
    let Some(mut value) = value else {
        table.remove(key);
        return;
    };
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) if old.to_string().trim() == value.to_string().trim() => {}
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => {
            table.insert(key, Item::Value(value));
        }
    }
}

/// Checks a name for a context.
///
/// # Errors
/// A sentence on what a name may not be.
pub fn check_name(name: &str) -> std::result::Result<(), String> {
    match name {
        "" => Err("a name is needed, this one is empty".into()),
        name if name.starts_with('-') => Err("a name can't begin with a hyphen".into()),
        name if name.contains(',') => Err("a name can't hold a comma: it separates names".into()),
        name if name.chars().any(char::is_control) => Err("a name can't hold control characters".into()),
        _ => Ok(()),
    }
}

/// Whether a header would be a credential, which the profile never holds.
pub fn is_credential(header: &str) -> bool {
    ["authorization", "cookie", "proxy-authorization"].iter().any(|name| header.eq_ignore_ascii_case(name))
}

/// The table of one context, read field by field.
struct Fields<'a> {
    path: &'a Path,
    name: &'a str,
    table: &'a Item,
}

impl Fields<'_> {
    fn context(&self) -> Result<Context> {
        check_name(self.name).map_err(|told| self.wrong("", &told))?;
        if !self.table.is_table_like() {
            return Err(self.wrong("", "must be a table"));
        }
        let server = self.required("server")?;
        Ok(Context {
            name: self.name.to_owned(),
            server: Server::parse(&server).map_err(|told| self.wrong("server", &told))?,
            auth: match self.required("auth")?.as_str() {
                "api-key" => Auth::ApiKey,
                "oauth" => Auth::OAuth,
                _ => return Err(self.wrong("auth", "must be \"api-key\" or \"oauth\"")),
            },
            store: match self.required("store")?.as_str() {
                "keyring" => StoreKind::Keyring,
                "file" => StoreKind::File,
                "env" => StoreKind::Env(self.required("env")?),
                "command" => StoreKind::Command(self.required("command")?),
                _ => return Err(self.wrong("store", "must be \"keyring\", \"file\", \"env\" or \"command\"")),
            },
            comment: self.text("comment")?,
            protected: self.flag("protected")?,
            insecure: self.flag("insecure")?,
            ca_file: self.text("ca-file")?.map(PathBuf::from),
            headers: self.headers()?,
            oauth_client_id: self.text("oauth-client-id")?,
        })
    }

    fn headers(&self) -> Result<Vec<(String, String)>> {
        let Some(item) = self.table.get("headers") else {
            return Ok(Vec::new());
        };
        let table = item.as_table_like().ok_or_else(|| self.wrong("headers", "must be a table of strings"))?;
        let pairs = table.iter().map(|(name, value)| {
            if is_credential(name) {
                return Err(self.wrong("headers", &format!("{name} is a credential, which the profile never holds")));
            }
            let value = value.as_str().ok_or_else(|| self.wrong("headers", "must be a table of strings"))?;
            Ok((name.to_owned(), value.to_owned()))
        });
        pairs.collect()
    }

    fn flag(&self, key: &str) -> Result<bool> {
        match self.table.get(key) {
            None => Ok(false),
            Some(item) => item.as_bool().ok_or_else(|| self.wrong(key, "must be true or false")),
        }
    }

    fn required(&self, key: &str) -> Result<String> {
        self.text(key)?.ok_or_else(|| self.wrong(key, "is missing"))
    }

    fn text(&self, key: &str) -> Result<Option<String>> {
        match self.table.get(key) {
            None => Ok(None),
            Some(item) => match item.as_str() {
                Some(text) => Ok(Some(text.to_owned())),
                None => Err(self.wrong(key, "must be a string")),
            },
        }
    }

    fn wrong(&self, key: &str, what: &str) -> Error {
        let key = if key.is_empty() { String::new() } else { format!(": {key}") };
        Error::new(Exit::Error, format!("{}, context \"{}\"{key}: {what}", self.path.display(), self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_be_what_people_call_things() {
        for good in ["prod", "me@cloud", "a.b c", "ü", "1"] {
            assert_eq!(check_name(good), Ok(()));
        }
        for bad in ["", "-x", "a,b", "a\nb", "\u{7f}"] {
            assert!(check_name(bad).is_err(), "{bad:?}");
        }
    }
}

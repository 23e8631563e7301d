//! [`Environment`]: the environment variables of a run.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};

use crate::error::{Error, Result};

/// Every variable that the program reads, with its description in `help environment` and the guide.
pub const VARIABLES: &[(&str, &str)] = &[
    ("QLIK_SERVER", "the tenant, such as `https://tenant.eu.qlikcloud.com` (`--server` overrides it)"),
    ("QLIK_CONTEXT", "the context to use (`--context` overrides it)"),
    ("QLIK_PROFILE", "the profile, which is the file of contexts (`--config` overrides it)"),
    ("QLIK_API_KEY", "an API key to sign in with"),
    ("QLIK_API_KEY_FILE", "a file that contains an API key, such as a mounted secret"),
    ("QLIK_OAUTH_CLIENT_ID, QLIK_OAUTH_CLIENT_SECRET", "an OAuth machine-to-machine client to sign in with"),
    ("QLIK_CA_FILE", "PEM certificates to trust instead of the system's (`--ca-file` overrides them)"),
    ("SSL_CERT_FILE", "the same, for every program that follows OpenSSL (`QLIK_CA_FILE` overrides it)"),
    ("HTTPS_PROXY, ALL_PROXY, NO_PROXY", "the proxy for requests to the tenant, and the hosts to reach without it"),
    (
        "QLIK_CLI_USER_HOME_DIR",
        "where `context import` looks for the contexts of qlik-cli: the file, or the folder that contains `.qlik`",
    ),
    ("GITHUB_ACTIONS", "`true`: tokens printed to stdout are masked in the log"),
    ("QLIK_NO_CACHE", "`1`: the completion cache is neither read nor written"),
    ("QLIK_COMPLETE_ONLINE", "`1`: completions of keys query the tenant first, for at most 0.3 s"),
    ("CI", "`true`: no prompts, even on a terminal"),
    ("NO_COLOR, CLICOLOR_FORCE, TERM=dumb", "no color; color even without a terminal; no color"),
];

/// Disables the completion cache.
pub const NO_CACHE: &str = "QLIK_NO_CACHE";

/// Makes a run print the words that fit at the cursor. The completion scripts set it to the number of words before the
/// cursor and pass those words as the arguments. The name contains the program's name, as with Python's Click, so no
/// other program reads it. Users don't set it, so it is not in [`VARIABLES`].
pub const COMPLETE: &str = "_QLIK_API_KEY_COMPLETE";

/// Lets completions query the tenant.
pub const COMPLETE_ONLINE: &str = "QLIK_COMPLETE_ONLINE";

/// Names the tenant.
pub const SERVER_VARIABLE: &str = "QLIK_SERVER";

/// Names the context to use.
pub const CONTEXT_VARIABLE: &str = "QLIK_CONTEXT";

/// Holds an API key.
pub const API_KEY_VARIABLE: &str = "QLIK_API_KEY";

/// The variables that name a tenant or a credential.
pub const SIGN_IN_VARIABLES: [&str; 6] = [
    SERVER_VARIABLE,
    CONTEXT_VARIABLE,
    API_KEY_VARIABLE,
    "QLIK_API_KEY_FILE",
    "QLIK_OAUTH_CLIENT_ID",
    "QLIK_OAUTH_CLIENT_SECRET",
];

/// The variables whose values are secrets. The user's commands don't inherit them.
pub const SECRET_VARIABLES: [&str; 2] = [API_KEY_VARIABLE, "QLIK_OAUTH_CLIENT_SECRET"];

/// A snapshot of environment variables.
#[derive(Clone)]
pub struct Environment(HashMap<OsString, OsString>);

impl Environment {
    /// Creates a snapshot of these variables. On Windows, names are case-insensitive.
    pub fn new(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let normalize = |name: OsString| if cfg!(windows) { name.to_ascii_uppercase() } else { name };
        Self(variables.into_iter().map(|(name, value)| (normalize(name), value)).collect())
    }

    /// The value of a variable. An empty variable counts as unset, since CI systems set missing secrets to an empty
    /// value.
    ///
    /// # Errors
    /// Exit 2 if the value is not UTF-8. The error does not show the value.
    pub fn get(&self, name: &str) -> Result<Option<String>> {
        match self.get_os(name).map(OsStr::to_str) {
            None => Ok(None),
            Some(Some(text)) => Ok(Some(text.to_owned())),
            Some(None) => Err(Error::usage(format!("{name} is not valid UTF-8"))),
        }
    }

    /// The value of a variable that need not be UTF-8, such as a path. An empty variable counts as unset.
    pub fn get_os(&self, name: &str) -> Option<&OsStr> {
        self.0.get(OsStr::new(name)).map(OsString::as_os_str).filter(|value| !value.is_empty())
    }

    /// Whether a variable that names a tenant or a credential is set.
    pub fn has_sign_in_variables(&self) -> bool {
        SIGN_IN_VARIABLES.iter().any(|name| self.get_os(name).is_some())
    }

    /// The variables of the snapshot.
    pub fn into_variables(self) -> impl IntoIterator<Item = (OsString, OsString)> {
        self.0
    }

    /// Removes the variables whose names start with `prefix`.
    pub fn without_prefix(mut self, prefix: &str) -> Self {
        self.0.retain(|name, _| !name.to_string_lossy().starts_with(prefix));
        self
    }

    /// Sets a variable.
    pub fn with_variable(mut self, name: &str, value: &str) -> Self {
        self.0.insert(name.into(), value.into());
        self
    }
}

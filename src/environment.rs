//! The environment of a run: a snapshot taken once, so that a run can be given another one.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};

use crate::error::{Error, Result};

/// Every variable that the program reads, and what it means: what `help environment` and the README say.
pub const VARIABLES: &[(&str, &str)] = &[
    ("QLIK_SERVER", "the tenant, such as `https://tenant.eu.qlikcloud.com` (`--server` wins)"),
    ("QLIK_CONTEXT", "the context to use (`--context` wins)"),
    ("QLIK_PROFILE", "the file of contexts (`--config` wins)"),
    ("QLIK_API_KEY", "an API key to sign in with"),
    ("QLIK_API_KEY_FILE", "a file that holds one, such as a mounted secret"),
    ("QLIK_OAUTH_CLIENT_ID, QLIK_OAUTH_CLIENT_SECRET", "an OAuth machine-to-machine client to sign in with"),
    ("QLIK_CA_FILE", "PEM certificates to trust instead of the system's (`--ca-file` wins)"),
    ("SSL_CERT_FILE", "the same for every program that follows OpenSSL; read after `QLIK_CA_FILE`"),
    ("HTTPS_PROXY, ALL_PROXY, NO_PROXY", "the proxy to reach the tenant through, and what is reached without"),
    (
        "QLIK_CLI_USER_HOME_DIR",
        "where `context import` looks for the contexts of Qlik's own tool: the file, or the folder above `.qlik`",
    ),
    ("GITHUB_ACTIONS", "`true`: a token that goes to stdout is masked in the log"),
    ("QLIK_NO_CACHE", "`1`: nothing is kept for completions, and nothing that was kept is read"),
    ("QLIK_COMPLETE_ONLINE", "`1`: completions of keys ask the tenant first, for 0.3 s at most"),
    ("CI", "`true`: nothing is asked, even on a terminal"),
    ("NO_COLOR, CLICOLOR_FORCE, TERM=dumb", "no colour; colour off a terminal too; no colour"),
];

/// Keeps the program from keeping what completions offer.
pub const NO_CACHE: &str = "QLIK_NO_CACHE";

/// Lets completions ask the tenant.
pub const COMPLETE_ONLINE: &str = "QLIK_COMPLETE_ONLINE";

/// The variables that name a tenant or a credential.
const SIGN_IN_VARIABLES: [&str; 6] = [
    "QLIK_SERVER",
    "QLIK_CONTEXT",
    "QLIK_API_KEY",
    "QLIK_API_KEY_FILE",
    "QLIK_OAUTH_CLIENT_ID",
    "QLIK_OAUTH_CLIENT_SECRET",
];

/// The variables of a run.
#[derive(Clone)]
pub struct Environment(HashMap<OsString, OsString>);

impl Environment {
    /// Takes the variables over. On Windows their names are the same in any case.
    pub fn new(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let named = |name: OsString| if cfg!(windows) { name.to_ascii_uppercase() } else { name };
        Self(variables.into_iter().map(|(name, value)| (named(name), value)).collect())
    }

    /// The value of a variable. One that is set but empty counts as unset, as CI systems leave it.
    ///
    /// # Errors
    /// A value that is not UTF-8 is a usage error that names the variable alone.
    pub fn get(&self, name: &str) -> Result<Option<String>> {
        match self.get_os(name).map(OsStr::to_str) {
            None => Ok(None),
            Some(Some(text)) => Ok(Some(text.to_owned())),
            Some(None) => Err(Error::usage(format!("{name} is not valid UTF-8"))),
        }
    }

    /// The value of a variable that may be any bytes, such as a path.
    pub fn get_os(&self, name: &str) -> Option<&OsStr> {
        self.0.get(OsStr::new(name)).map(OsString::as_os_str).filter(|value| !value.is_empty())
    }

    /// Whether a variable that names a tenant or a credential is set.
    pub fn has_sign_in_variables(&self) -> bool {
        SIGN_IN_VARIABLES.iter().any(|name| self.get_os(name).is_some())
    }

    /// The variables, for another run.
    pub fn into_variables(self) -> impl IntoIterator<Item = (OsString, OsString)> {
        self.0
    }

    /// The same without the variables whose names begin so.
    pub fn without_prefix(mut self, prefix: &str) -> Self {
        self.0.retain(|name, _| !name.to_string_lossy().starts_with(prefix));
        self
    }

    /// The same with one more variable.
    pub fn with_variable(mut self, name: &str, value: &str) -> Self {
        self.0.insert(name.into(), value.into());
        self
    }
}

//! [`Context`]: a named tenant and how to sign in to it.

use std::path::PathBuf;

use super::Server;
use crate::secret::{bearer_token, is_secret_header_name, looks_like_token, trim_pasted_token};

/// How a context signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// With an API key.
    ApiKey,
    /// As an OAuth machine-to-machine client.
    OAuth,
}

/// Where the secret of a context is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreKind {
    /// In the keyring of the operating system.
    Keyring,
    /// In `credentials.toml` next to the profile.
    File,
    /// In this environment variable.
    Env(String),
    /// In the output of this command line.
    Command(String),
}

impl Auth {
    /// The value of `auth` in the profile.
    pub fn name(self) -> &'static str {
        match self {
            Self::ApiKey => "api-key",
            Self::OAuth => "oauth",
        }
    }
}

impl StoreKind {
    /// The value of `store` in the profile.
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
    /// The name, which is unique in the profile.
    pub name: String,
    /// The tenant.
    pub server: Server,
    /// How to sign in.
    pub auth: Auth,
    /// Where the secret is stored.
    pub store: StoreKind,
    /// The user's comment.
    pub comment: Option<String>,
    /// Whether changes to the tenant require confirmation.
    pub protected: bool,
    /// Whether to accept any server certificate without verification.
    pub insecure: bool,
    /// A PEM file of certificates to trust instead of the system's.
    pub ca_file: Option<PathBuf>,
    /// Headers to add to each request. None of them carries a credential, unless the user edited the profile.
    pub headers: Vec<(String, String)>,
    /// The `client_id` of the OAuth client.
    pub oauth_client_id: Option<String>,
}

impl Context {
    /// Whether both contexts use the same entry of the same store for their secret.
    pub fn shares_secret_with(&self, other: &Self) -> bool {
        (&self.name, &self.server, &self.store) == (&other.name, &other.server, &other.store)
    }
}

/// Checks the name of a context.
///
/// # Errors
/// A message that says what is wrong with the name.
pub fn check_context_name(name: &str) -> std::result::Result<(), String> {
    match name {
        "" => Err("a name must not be empty".into()),
        name if is_pasted_token(name) => Err("a name must not be a token".into()),
        name if name.starts_with('-') => Err("a name must not start with a hyphen".into()),
        name if name.contains(',') => Err("a name must not contain a comma, which separates names".into()),
        name if name.chars().any(char::is_control) => Err("a name must not contain control characters".into()),
        _ => Ok(()),
    }
}

/// Whether a text where a name belongs is a token, which must not be shown or stored there.
pub fn is_pasted_token(text: &str) -> bool {
    looks_like_token(trim_pasted_token(text))
}

/// Whether a header may carry a secret, by its name or its value. Commands do not add such a header to the profile.
pub fn may_be_secret_header(name: &str, value: &str) -> bool {
    is_secret_header_name(name) || looks_like_token(bearer_token(value).unwrap_or(value))
}

/// Whether a header of this name carries a credential. A profile that contains one is invalid.
pub fn is_credential_header(header: &str) -> bool {
    ["authorization", "cookie", "proxy-authorization"].iter().any(|name| header.eq_ignore_ascii_case(name))
}

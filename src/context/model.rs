//! [`Context`]: a named tenant and how to sign in to it.

use std::path::PathBuf;

use super::Server;

/// How a context signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// With an API key.
    ApiKey,
    /// As an OAuth machine-to-machine client.
    OAuth,
}

/// Where the secret of a context is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreKind {
    /// In the keyring of the operating system.
    Keyring,
    /// In `credentials.toml` beside the profile.
    File,
    /// In this environment variable.
    Env(String),
    /// This command line prints it to stdout.
    Command(String),
}

impl Auth {
    /// The name in the profile.
    pub fn name(self) -> &'static str {
        match self {
            Self::ApiKey => "api-key",
            Self::OAuth => "oauth",
        }
    }
}

impl StoreKind {
    /// The name in the profile.
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
    /// The name, unique in the profile.
    pub name: String,
    /// The tenant.
    pub server: Server,
    /// How it signs in.
    pub auth: Auth,
    /// Where its secret is kept.
    pub store: StoreKind,
    /// A note by the user.
    pub comment: Option<String>,
    /// Whether a change of its tenant needs a confirmation.
    pub protected: bool,
    /// Whether every certificate of the server is accepted, without a check.
    pub insecure: bool,
    /// A PEM file of the certificates to trust instead of those of the system.
    pub ca_file: Option<PathBuf>,
    /// Headers to add to each request. None of them is a credential.
    pub headers: Vec<(String, String)>,
    /// `client_id` of the OAuth client.
    pub oauth_client_id: Option<String>,
}

impl Context {
    /// Whether two contexts have their secret at the same place of the same store.
    pub fn shares_secret_with(&self, other: &Self) -> bool {
        (&self.name, &self.server, &self.store) == (&other.name, &other.server, &other.store)
    }
}

/// Checks the name of a context.
///
/// # Errors
/// A sentence that says what is wrong with the name.
pub fn check_context_name(name: &str) -> std::result::Result<(), String> {
    match name {
        "" => Err("a name is needed, this one is empty".into()),
        name if name.starts_with('-') => Err("a name can't begin with a hyphen".into()),
        name if name.contains(',') => Err("a name can't hold a comma: it separates names".into()),
        name if name.chars().any(char::is_control) => Err("a name can't hold control characters".into()),
        _ => Ok(()),
    }
}

/// Whether a header of this name carries a credential. The profile never holds one.
pub fn is_credential_header(header: &str) -> bool {
    ["authorization", "cookie", "proxy-authorization"].iter().any(|name| header.eq_ignore_ascii_case(name))
}

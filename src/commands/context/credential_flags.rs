//! The flags for the credential of a context. The secret comes from a flag, from stdin or from a hidden prompt.

use clap::Args;

use crate::app::App;
use crate::bounded;
use crate::context::{Auth, StoreKind, parse_api_key, parse_credential};
use crate::error::{Error, Result};
use crate::flags::{StoreChoice, values};
use crate::secret::{Secret, looks_like_token};

/// An API key or an OAuth client. The flags for an API key cannot be used with each other.
#[derive(Args, Debug)]
pub struct CredentialFlags {
    /// Read the API key from stdin or a prompt
    #[arg(long, conflicts_with_all = ["api_key", "api_key_env", "api_key_command", "oauth_client_id"])]
    api_key_stdin: bool,

    /// Set the API key (others can see it)
    #[arg(long, value_name = "KEY", value_parser = values::parse_secret,
          conflicts_with_all = ["api_key_env", "api_key_command", "oauth_client_id"])]
    api_key: Option<Secret>,

    /// Read it from this variable on each use
    #[arg(long, value_name = "NAME", value_parser = values::parse_non_blank,
          conflicts_with_all = ["api_key_command", "oauth_client_id", "store"])]
    api_key_env: Option<String>,

    /// Read it from this command on each use
    #[arg(long, value_name = "CMD", value_parser = values::parse_non_blank, conflicts_with_all = ["oauth_client_id", "store"])]
    api_key_command: Option<String>,

    /// Sign in with this OAuth client
    #[arg(long, value_name = "ID", value_parser = values::parse_non_blank)]
    oauth_client_id: Option<String>,

    /// Read its secret from stdin or a prompt
    #[arg(long, conflicts_with_all = ["oauth_client_secret", "api_key_stdin", "api_key", "api_key_env", "api_key_command"])]
    oauth_client_secret_stdin: bool,

    /// Set the client secret (others can see it)
    #[arg(long, value_name = "SECRET", value_parser = values::parse_secret,
          conflicts_with_all = ["api_key_stdin", "api_key", "api_key_env", "api_key_command"])]
    oauth_client_secret: Option<Secret>,

    /// Use keyring or file [default: keyring]
    #[arg(long, value_name = "STORE", value_enum, hide_possible_values = true)]
    pub(super) store: Option<StoreChoice>,

    /// Sign in before anything is stored
    #[arg(long)]
    pub(super) verify: bool,
}

/// How a context signs in, and the secret to store for it.
pub(super) struct NewCredential {
    pub(super) auth: Auth,
    pub(super) store: StoreKind,
    pub(super) oauth_client_id: Option<String>,
    /// `None` for a variable or a command, which provides the secret on each use.
    pub(super) secret: Option<Secret>,
}

impl NewCredential {
    /// An API key to put into this store. Warns if it isn't a JWT, as all API keys of Qlik Cloud are.
    pub(super) fn from_api_key(app: &App, key: Secret, store: StoreKind) -> Self {
        if !looks_like_token(key.expose()) {
            app.warn("this does not look like an API key of Qlik Cloud, which is a long text that starts with eyJ");
        }
        Self { auth: Auth::ApiKey, store, oauth_client_id: None, secret: Some(key) }
    }

    /// A variable or a command that provides an API key.
    fn from_reference(store: StoreKind) -> Self {
        Self { auth: Auth::ApiKey, store, oauth_client_id: None, secret: None }
    }

    fn from_oauth_client(id: &str, secret: Secret, store: StoreKind) -> Self {
        Self { auth: Auth::OAuth, store, oauth_client_id: Some(id.to_owned()), secret: Some(secret) }
    }
}

impl CredentialFlags {
    /// Whether a flag names a credential or where to store it.
    pub(super) fn is_given(&self) -> bool {
        let has_key = self.api_key_stdin || self.api_key.is_some();
        let has_reference = self.api_key_env.is_some() || self.api_key_command.is_some();
        let has_client_secret = self.oauth_client_secret_stdin || self.oauth_client_secret.is_some();
        has_key || has_reference || has_client_secret || self.oauth_client_id.is_some() || self.store.is_some()
    }

    fn store_kind(&self) -> StoreKind {
        self.store.unwrap_or_default().into()
    }

    /// The credential of the flags; `None` without any. `client_id` is the OAuth client that the context already has.
    ///
    /// # Errors
    /// Exit 2 for an OAuth client without its secret or the reverse, and for a text that can't be a secret.
    pub(super) fn read(&self, app: &App, client_id: Option<&str>) -> Result<Option<NewCredential>> {
        if let Some(name) = &self.api_key_env {
            return Ok(Some(NewCredential::from_reference(StoreKind::Env(name.clone()))));
        }
        if let Some(line) = &self.api_key_command {
            return Ok(Some(NewCredential::from_reference(StoreKind::Command(line.clone()))));
        }
        if let Some(key) = GivenSecret::ApiKey.read(app, self.api_key.as_ref(), self.api_key_stdin)? {
            return Ok(Some(NewCredential::from_api_key(app, key, self.store_kind())));
        }
        let (secret, from_stdin) = (self.oauth_client_secret.as_ref(), self.oauth_client_secret_stdin);
        let secret = GivenSecret::OAuthClientSecret.read(app, secret, from_stdin)?;
        self.read_oauth_client(app, secret, client_id)
    }

    fn read_oauth_client(
        &self,
        app: &App,
        secret: Option<Secret>,
        client_id: Option<&str>,
    ) -> Result<Option<NewCredential>> {
        let (id, secret) = match (self.oauth_client_id.as_deref(), secret) {
            (None, None) => return Ok(None),
            (Some(id), Some(secret)) => (id, secret),
            (Some(id), None) if app.terminal.can_prompt() => {
                (id, GivenSecret::OAuthClientSecret.prompt(app, "--oauth-client-secret-stdin")?)
            }
            (Some(_), None) => return Err(Error::usage("--oauth-client-id requires --oauth-client-secret-stdin")),
            (None, Some(secret)) => match client_id {
                Some(id) => (id, secret),
                None => return Err(Error::usage("--oauth-client-secret requires --oauth-client-id")),
            },
        };
        Ok(Some(NewCredential::from_oauth_client(id, secret, self.store_kind())))
    }

    /// Asks for an API key on the terminal.
    ///
    /// # Errors
    /// Exit 2 without a terminal, with a hint that names the flags; exit 2 if the input can't be an API key.
    pub(super) fn prompt_api_key(&self, app: &App) -> Result<NewCredential> {
        if !app.terminal.can_prompt() {
            return Err(Error::usage("a credential is required, and there is no terminal to ask for it").with_hint(
                "add --api-key-stdin, --api-key-env NAME, --api-key-command CMD, or --oauth-client-id ID with \
                 --oauth-client-secret-stdin",
            ));
        }
        let key = GivenSecret::ApiKey.prompt(app, "--api-key-stdin")?;
        Ok(NewCredential::from_api_key(app, key, self.store_kind()))
    }
}

/// A secret that the user gives.
#[derive(Clone, Copy)]
pub(super) enum GivenSecret {
    ApiKey,
    OAuthClientSecret,
}

impl GivenSecret {
    fn flag(self) -> &'static str {
        match self {
            Self::ApiKey => "--api-key",
            Self::OAuthClientSecret => "--oauth-client-secret",
        }
    }

    fn question(self) -> &'static str {
        match self {
            Self::ApiKey => "API key (not shown):",
            Self::OAuthClientSecret => "OAuth client secret (not shown):",
        }
    }

    /// Checks a secret. `source` names it in errors.
    fn parse(self, secret: &Secret, source: &str) -> Result<Secret> {
        match self {
            Self::ApiKey => parse_api_key(secret, source),
            Self::OAuthClientSecret => parse_credential(secret, source),
        }
    }

    /// The secret that its flag contains, or that the `-stdin` variant of the flag reads: without echo on a terminal.
    fn read(self, app: &App, value: Option<&Secret>, from_stdin: bool) -> Result<Option<Secret>> {
        let flag = self.flag();
        if let Some(secret) = value {
            app.notice(&format!(
                "note: other users of this machine can see the value of {flag}; {flag}-stdin is safer"
            ));
            return self.parse(secret, flag).map(Some);
        }
        match (from_stdin, app.terminal.stdin_is_tty) {
            (false, _) => Ok(None),
            (true, false) => self.read_stdin().map(Some),
            (true, true) if app.terminal.is_ci => {
                Err(Error::usage(format!("{flag}-stdin: stdin is a terminal, and CI allows no prompt")))
            }
            (true, true) => self.prompt(app, "a pipe or a file as stdin").map(Some),
        }
    }

    fn read_stdin(self) -> Result<Secret> {
        let flag = format!("{}-stdin", self.flag());
        let read = bounded::read_text(std::io::stdin().lock()).map(Secret::new);
        let text = read.map_err(|error| Error::usage(format!("{flag}: could not read stdin")).with_cause(error))?;
        self.parse(&text, &flag)
    }

    /// Asks for the secret on the terminal, without echo. `alternative` is what an error suggests to use.
    ///
    /// # Errors
    /// Exit 2 if the terminal can't be read, or the input can't be a secret.
    pub(super) fn prompt(self, app: &App, alternative: &str) -> Result<Secret> {
        let text = app.terminal.prompt_hidden(self.question()).map_err(|error| {
            Error::usage("could not read the input").with_cause(error).with_hint(format!("use {alternative}"))
        })?;
        self.parse(&Secret::new(text), "the input")
    }
}

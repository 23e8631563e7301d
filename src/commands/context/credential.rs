//! The credential that a context is given: from flags, from stdin, or typed where nobody sees it.

use crate::args::NewCredential;
use crate::bounded;
use crate::commands::App;
use crate::context::{Auth, StoreKind, check_credential};
use crate::error::{Error, Result};
use crate::secret::Secret;

/// How a context will sign in, and the secret to keep for it.
pub(super) struct Given {
    pub(super) auth: Auth,
    pub(super) store: StoreKind,
    pub(super) oauth_client_id: Option<String>,
    /// `None` where only a reference is kept.
    pub(super) secret: Option<Secret>,
}

/// What the flags give; `None` where they give no credential. `client_id` is the one that the context has.
///
/// # Errors
/// Exit 2 for half a credential or one that can't be one.
pub(super) fn given(app: &App, args: &NewCredential, client_id: Option<&str>) -> Result<Option<Given>> {
    let store = kept_in(args);
    if let Some(name) = &args.api_key_env {
        return Ok(Some(reference(StoreKind::Env(name.clone()))));
    }
    if let Some(line) = &args.api_key_command {
        return Ok(Some(reference(StoreKind::Command(line.clone()))));
    }
    let api_key = match (&args.api_key, args.api_key_stdin) {
        (Some(key), _) => Some(check_credential(seen(app, key, "--api-key"), "--api-key")?),
        (None, true) => Some(stdin("--api-key-stdin")?),
        (None, false) => None,
    };
    if let Some(key) = api_key {
        return Ok(Some(Given { auth: Auth::ApiKey, store, oauth_client_id: None, secret: Some(key) }));
    }
    let flag = "--oauth-client-secret";
    let secret = match (&args.oauth_client_secret, args.oauth_client_secret_stdin) {
        (Some(secret), _) => Some(check_credential(seen(app, secret, flag), flag)?),
        (None, true) => Some(stdin("--oauth-client-secret-stdin")?),
        (None, false) => None,
    };
    match (args.oauth_client_id.as_deref(), secret) {
        (None, None) => Ok(None),
        (Some(id), Some(secret)) => Ok(Some(oauth(id, store, secret))),
        (Some(id), None) if app.terminal.can_ask() => {
            let secret = typed(app, "Secret of the OAuth client (not shown):", "--oauth-client-secret-stdin")?;
            Ok(Some(oauth(id, store, secret)))
        }
        (Some(_), None) => Err(Error::usage("--oauth-client-id needs --oauth-client-secret-stdin")),
        (None, Some(secret)) => match client_id {
            Some(id) => Ok(Some(oauth(id, store, secret))),
            None => Err(Error::usage("--oauth-client-secret needs --oauth-client-id")),
        },
    }
}

/// Asks for an API key on the terminal.
///
/// # Errors
/// Exit 2 where there is no terminal, naming the flags; and where what was typed is no key.
pub(super) fn asked(app: &App, args: &NewCredential) -> Result<Given> {
    if !app.terminal.can_ask() {
        return Err(Error::usage("no credential is given, and there is no terminal to ask on").hint(
            "--api-key-stdin, --api-key-env NAME, --api-key-command CMD, or --oauth-client-id ID with \
             --oauth-client-secret-stdin",
        ));
    }
    let key = typed(app, "API key (not shown):", "--api-key-stdin")?;
    Ok(Given { auth: Auth::ApiKey, store: kept_in(args), oauth_client_id: None, secret: Some(key) })
}

/// Asks for a secret.
pub(super) fn typed(app: &App, question: &str, flag: &str) -> Result<Secret> {
    let text = app
        .terminal
        .ask_hidden(question)
        .map_err(|error| Error::usage(format!("nothing could be typed: give {flag}")).caused_by(error))?;
    check_credential(&Secret::new(text), "what was typed")
}

fn kept_in(args: &NewCredential) -> StoreKind {
    if args.store.as_deref() == Some("file") { StoreKind::File } else { StoreKind::Keyring }
}

fn reference(store: StoreKind) -> Given {
    Given { auth: Auth::ApiKey, store, oauth_client_id: None, secret: None }
}

fn oauth(id: &str, store: StoreKind, secret: Secret) -> Given {
    Given { auth: Auth::OAuth, store, oauth_client_id: Some(id.to_owned()), secret: Some(secret) }
}

/// Says that a secret on the command line is seen by others.
fn seen<'a>(app: &App, secret: &'a Secret, flag: &str) -> &'a Secret {
    app.notice(&format!("note: other users of this machine can see what {flag} says; {flag}-stdin hides it"));
    secret
}

fn stdin(flag: &str) -> Result<Secret> {
    let read = bounded::text(std::io::stdin().lock()).map(Secret::new);
    let text = read.map_err(|error| Error::usage(format!("{flag}: could not read stdin")).caused_by(error))?;
    check_credential(&text, flag)
}

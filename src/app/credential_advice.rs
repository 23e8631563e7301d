//! [`CredentialAdvice`]: how messages name the credential of a session, and what to do if the tenant rejects it.

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::api::claims::Claims;
use crate::context::{Auth, Context, CredentialSource, Server, StoreKind};
use crate::duration;
use crate::shell;

/// How messages name the credential of a session, and what to do if the tenant rejects it.
pub struct CredentialAdvice {
    /// The API key, such as `the API key of context "prod"`.
    pub key_name: String,
    /// The credential and its source, such as `QLIK_API_KEY (the server is from QLIK_SERVER)`.
    credential: String,
    is_oauth: bool,
    /// What to do before the key expires: the command that rotates it, or how to replace it.
    pub renewal: String,
    /// How to replace the key.
    replacement: String,
}

impl CredentialAdvice {
    /// For a credential from a flag or the environment. `server_source` is the flag or variable that names the server.
    pub fn for_direct(server: &Server, server_source: &str, credential: &CredentialSource) -> Self {
        let replacement = new_key_advice(server);
        Self {
            key_name: format!("the API key in {}", credential.name),
            credential: format!("{} (the server is from {server_source})", credential.name),
            is_oauth: credential.is_oauth(),
            renewal: replacement.clone(),
            replacement,
        }
    }

    /// For the credential of a context. `source` is the flag, variable or file that names the context.
    pub fn for_context(context: &Context, source: &str) -> Self {
        let (name, new_key) = (shell::quoted(&context.name), new_key_advice(&context.server));
        let (renewal, replacement) = match &context.store {
            StoreKind::Keyring | StoreKind::File => (
                format!("qlik-api-key rotate --context {name}"),
                format!("{new_key}, then: qlik-api-key context update {name} --api-key-stdin"),
            ),
            StoreKind::Env(variable) => {
                let replacement = format!("{new_key} and store it in {variable}");
                (replacement.clone(), replacement)
            }
            StoreKind::Command(_) => (new_key.clone(), new_key),
        };
        Self {
            key_name: format!("the API key of context \"{}\"", context.name),
            credential: format!("the credential of context \"{}\" ({source})", context.name),
            is_oauth: context.auth == Auth::OAuth,
            renewal,
            replacement,
        }
    }

    /// For a context that is not saved yet. The advice names no command that needs the context.
    pub fn for_unsaved_context(context: &Context) -> Self {
        let replacement = new_key_advice(&context.server);
        Self { renewal: replacement.clone(), replacement, ..Self::for_context(context, "not saved yet") }
    }

    /// The hint for a 401: that the API key has expired, or else what the reasons may be.
    pub fn unauthorized_hint(&self, claims: &Claims) -> String {
        let now = Timestamp::now();
        let expiry = claims.exp.and_then(|seconds| Timestamp::from_second(seconds).ok());
        let Self { key_name, credential, replacement, .. } = self;
        match expiry.filter(|expiry| claims.is_api_key() && *expiry <= now) {
            Some(expiry) => {
                let (distance, date) = (duration::format_relative(expiry, now), Offset::UTC.to_datetime(expiry).date());
                format!("{key_name} expired {distance} ({date}); {replacement}")
            }
            None if self.is_oauth => format!(
                "check {credential}: the secret of the OAuth client may be wrong, or the client was removed or \
                 is for another tenant"
            ),
            None => format!(
                "check {credential}: it may be expired, revoked or for another tenant, or its owner lost the \
                 permission Manage API keys; {replacement}"
            ),
        }
    }

    /// The hint for a 403 of an OAuth client, which needs a scope; `None` for other credentials.
    pub fn forbidden_hint(&self) -> Option<&'static str> {
        self.is_oauth.then_some("give the OAuth client the scope admin_classic, which API keys of other users need")
    }
}

fn new_key_advice(server: &Server) -> String {
    format!("create a new key at {server}/settings/api-keys")
}

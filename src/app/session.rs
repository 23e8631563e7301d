//! [`Session`]: a tenant and a client that is signed in to it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::{SignedDuration, Timestamp};

use super::App;
use super::completion_cache::CompletionCache;
use super::credential_advice::CredentialAdvice;
use super::expiry_reminder::ExpiryReminder;
use crate::api::claims::Claims;
use crate::api::users;
use crate::api::{API_VERSION, oauth};
use crate::context::{
    AccessToken, Auth, Context, Credential, CredentialSource, SecretStores, Server, Target, may_be_secret_header,
    parse_api_key, parse_credential,
};
use crate::error::{Error, Exit, Result};
use crate::flags::Header;
use crate::http::{Client, MessageHandler, RetryPolicy, RootCertificates, Settings};
use crate::secret::{Secret, bearer_token};
use crate::shell;

/// A stored access token is no longer used this long before it expires.
const EXPIRY_MARGIN: SignedDuration = SignedDuration::from_secs(60);

/// The source in messages about a context that is not saved yet.
const UNSAVED_SOURCE: &str = "not saved yet";

/// A tenant and a client that is signed in to it.
pub struct Session {
    /// Sends requests to the tenant, with the credential.
    pub client: Client,
    /// The tenant.
    pub server: Server,
    /// The claims of the token that signs in; empty if it is not a JWT.
    pub claims: Claims,
    /// The context that signed in; `None` for a credential from flags or the environment.
    pub context: Option<Context>,
    /// The tenant's keys for shell completion; `None` if they are not cached.
    pub completion_cache: Option<CompletionCache>,
    /// The value of the header `Authorization`.
    pub(super) authorization: Secret,
}

impl App<'_> {
    /// Resolves the target and signs in. Warns on a terminal if the API key expires soon.
    ///
    /// # Errors
    /// See [`App::resolve_target`] and [`Session::new`].
    pub fn sign_in(&self) -> Result<Session> {
        self.sign_in_to(&self.resolve_target()?)
    }

    /// Signs in for a command that changes the tenant, after [`App::confirm_write`] with the same `action` and `yes`.
    ///
    /// # Errors
    /// See [`App::sign_in`] and [`App::confirm_write`].
    pub fn sign_in_to_write(&self, action: &str, yes: bool) -> Result<Session> {
        let target = self.resolve_target()?;
        self.confirm_write(&target, action, yes)?;
        self.sign_in_to(&target)
    }

    /// Signs in to a target. Warns on a terminal if the API key expires soon, and if a header of the context may be a
    /// secret.
    ///
    /// # Errors
    /// See [`Session::new`].
    pub fn sign_in_to(&self, target: &Target) -> Result<Session> {
        target.context().into_iter().for_each(|context| warn_of_secret_headers(self, context));
        let session = Session::new(self, target)?;
        let client = ExpiryReminder::new(target).attach(self, session.client, &session.claims);
        Ok(Session { client, ..session })
    }
}

impl Session {
    /// Signs in to a target, without a warning about expiry. Only an OAuth client needs a request for that.
    ///
    /// # Errors
    /// Fails if the secret can't be read, the flags for the connection are invalid, or an OAuth client gets no access
    /// token.
    pub fn new(app: &App, target: &Target) -> Result<Self> {
        match target {
            Target::Direct { server, source, credential } => Self::from_direct_target(app, server, source, credential),
            Target::Context { context, source } => Self::from_context(app, context, source),
        }
    }

    fn from_direct_target(app: &App, server: &Server, source: &str, credential: &CredentialSource) -> Result<Self> {
        let secret_source = credential.name;
        app.trace(&format!("* {server} from {source}, signing in with {secret_source}"));
        let advice = CredentialAdvice::for_direct(server, source, credential);
        let credential = credential.read()?;
        let client = new_client(app, server, None, &advice)?;
        let authorization = match &credential {
            Credential::Authorization(value) => value.clone(),
            Credential::ApiKey(key) => bearer(key),
            Credential::OAuthClient { id, secret } => bearer(&oauth::request_access_token(&client, id, secret)?.token),
        };
        Self::with_authorization(app, client, &advice, server.clone(), None, &authorization)
    }

    /// Signs in with a context and its stored secret. `source` is the flag, variable or file that named the context.
    ///
    /// # Errors
    /// See [`Session::new`].
    pub fn from_context(app: &App, context: &Context, source: &str) -> Result<Self> {
        let stores = app.stores()?;
        let advice = CredentialAdvice::for_context(context, source);
        let client = client_for_context(app, context, source, &advice)?;
        let authorization = match context.auth {
            Auth::ApiKey => bearer(&parse_api_key(&stores.resolve_secret(context, app.environment)?, "the store")?),
            Auth::OAuth => bearer(&obtain_access_token(app, stores, &client, context)?),
        };
        Self::with_authorization(app, client, &advice, context.server.clone(), Some(context.clone()), &authorization)
    }

    /// Signs in with a context that is not saved yet and its secret. If the secret is `None`, reads it from the
    /// variable or command of the context.
    ///
    /// # Errors
    /// See [`Session::new`].
    pub fn from_unsaved_context(app: &App, context: &Context, secret: Option<&Secret>) -> Result<Self> {
        let Some(secret) = secret else {
            return Self::from_context(app, context, UNSAVED_SOURCE);
        };
        let advice = CredentialAdvice::for_unsaved_context(context);
        let client = client_for_context(app, context, UNSAVED_SOURCE, &advice)?;
        let authorization = match context.auth {
            Auth::ApiKey => bearer(secret),
            Auth::OAuth => bearer(&oauth::request_access_token(&client, oauth_client_id(context)?, secret)?.token),
        };
        Self::with_authorization(app, client, &advice, context.server.clone(), Some(context.clone()), &authorization)
    }

    fn with_authorization(
        app: &App,
        client: Client,
        advice: &CredentialAdvice,
        server: Server,
        context: Option<Context>,
        authorization: &Secret,
    ) -> Result<Self> {
        let cache = CompletionCache::new(app, &server, context.as_ref());
        let claims = Claims::from_token(bearer_token(authorization.expose()).unwrap_or_default());
        let client = client.with_authorization(authorization)?.with_hint(401, advice.unauthorized_hint(&claims));
        let client = advice.forbidden_hint().into_iter().fold(client, |client, hint| client.with_hint(403, hint));
        let authorization = authorization.clone();
        Ok(Self { client, server, claims, context, completion_cache: cache, authorization })
    }

    /// A client that uses the same connection and another API key.
    ///
    /// # Errors
    /// Fails if the key has characters that a header can't contain.
    pub fn client_with_key(&self, key: &Secret) -> Result<Client> {
        self.client.clone().with_authorization(&bearer(key))
    }

    /// The token that signs in: an API key, or the access token of an OAuth client.
    ///
    /// # Errors
    /// Exit 2 if `--headers Authorization` is no bearer token.
    pub fn token(&self) -> Result<Secret> {
        let token = bearer_token(self.authorization.expose()).unwrap_or_default();
        parse_credential(&Secret::new(token.to_owned()), "the token in the header Authorization")
    }

    /// Whether this is the ID of the API key that signs in (claim `jti`).
    pub fn is_own_key(&self, id: &str) -> bool {
        self.claims.jti.as_deref() == Some(id)
    }

    /// Removes keys from the completion cache.
    pub fn remove_cached_keys(&self, ids: &[&str]) {
        if let Some(cache) = &self.completion_cache {
            cache.remove(ids);
        }
    }

    /// The ID of the user who is signed in: that of the credential's claims, else that of the current user.
    ///
    /// # Errors
    /// See [`users::get_current_user`].
    pub fn resolve_user_id(&self) -> Result<String> {
        match &self.claims.sub {
            Some(id) => Ok(id.clone()),
            None => Ok(users::get_current_user(&self.client)?.0.id),
        }
    }

    /// The ID of the tenant: the given one, else that of the credential's claims, else that of the current user.
    ///
    /// # Errors
    /// See [`users::get_current_user`].
    pub fn resolve_tenant_id(&self, given: Option<String>) -> Result<String> {
        match given.or_else(|| self.claims.tenant_id.clone()) {
            Some(id) => Ok(id),
            None => Ok(users::get_current_user(&self.client)?.0.tenant_id),
        }
    }
}

fn client_for_context(app: &App, context: &Context, source: &str, advice: &CredentialAdvice) -> Result<Client> {
    app.trace(&format!(
        "* {} from context \"{}\" ({source}), signing in with {} from {}",
        context.server,
        context.name,
        context.auth.name(),
        context.store.name()
    ));
    new_client(app, &context.server, Some(context), advice)
}

/// A client that is not signed in yet.
fn new_client(app: &App, server: &Server, context: Option<&Context>, advice: &CredentialAdvice) -> Result<Client> {
    let client = Client::new(client_settings(app, server, context)?)?;
    Ok(client.with_hint(401, advice.unauthorized_hint(&Claims::default())))
}

/// Warns of headers in the profile that may be secrets. Commands no longer add such headers.
fn warn_of_secret_headers(app: &App, context: &Context) {
    for (header, _) in context.headers.iter().filter(|(name, value)| may_be_secret_header(name, value)) {
        app.warn(&format!(
            "context \"{}\": the header {header} may be a secret, and the profile contains it in plain text",
            context.name
        ));
    }
}

/// The access token of a context's OAuth client: the stored one until [`EXPIRY_MARGIN`] before it expires, else a new
/// one.
fn obtain_access_token(app: &App, stores: &SecretStores, client: &Client, context: &Context) -> Result<Secret> {
    if let Some(stored) = stores.get_access_token(context)?.filter(|stored| stored.expires_at > Timestamp::now()) {
        return Ok(stored.token);
    }
    let granted = oauth::request_access_token(
        client,
        oauth_client_id(context)?,
        &stores.resolve_secret(context, app.environment)?,
    )?;
    if let Some(expires_at) = granted.expires_at.and_then(|time| time.checked_sub(EXPIRY_MARGIN).ok()) {
        let token = AccessToken { token: granted.token.clone(), expires_at };
        if stores.set_access_token(context, &token).is_err() {
            app.notice("could not store the access token; the next command will request a new one");
        }
    }
    Ok(granted.token)
}

fn oauth_client_id(context: &Context) -> Result<&str> {
    context.oauth_client_id.as_deref().ok_or_else(|| {
        let name = &context.name;
        Error::new(Exit::Auth, format!("context \"{name}\" signs in with OAuth but has no oauth-client-id"))
            .with_hint(format!("qlik-api-key context update {} --oauth-client-id ID", shell::quoted(name)))
    })
}

fn bearer(token: &Secret) -> Secret {
    Secret::new(format!("Bearer {}", token.expose()))
}

/// The settings of a client, from the flags and the context.
fn client_settings(app: &App, server: &Server, context: Option<&Context>) -> Result<Settings> {
    let globals = app.globals;
    let (terminal, silent) = (app.terminal, globals.output.is_silent());
    let (trace_prefix, notice_prefix) = (app.notice_prefix(), app.notice_prefix());
    let has_warned = Arc::clone(&app.state.has_warned_of_deprecation);
    let (traced, noticed, warned) = (terminal.clone(), terminal.clone(), terminal.clone());
    let trace = move |text: &str| traced.print(&format!("{trace_prefix}{text}"));
    Ok(Settings {
        server: server.url().clone(),
        headers: request_headers(app, context)?,
        version_header: API_VERSION,
        roots: trusted_roots(app, context),
        timeout: globals.timeout,
        max_body_mib: globals.max_body,
        retry: RetryPolicy {
            max_retries: globals.retry,
            interval: globals.interval,
            max_wait: globals.max_wait,
            deadline: app.is_multi_context().then_some(globals.timeout),
        },
        unresolved_hint: unresolved_hint(server),
        trace: globals.verbose.then(|| -> MessageHandler { Box::new(trace) }),
        notice: Box::new(move |text| {
            if !silent {
                noticed.print(&format!("{notice_prefix}{text}"));
            }
        }),
        deprecation: Box::new(move |text| {
            if !silent && !has_warned.swap(true, Ordering::Relaxed) {
                warned.print_warning(text);
            }
        }),
    })
}

/// What to do if the name of a server does not resolve.
fn unresolved_hint(server: &Server) -> String {
    match server.suggested_host() {
        Some(host) => format!("did you mean {host}?"),
        None => "check the server name, such as tenant.eu.qlikcloud.com, and the network".to_owned(),
    }
}

/// The headers of the context, then those of `--headers` except the credential.
fn request_headers(app: &App, context: Option<&Context>) -> Result<Vec<(String, Secret)>> {
    let stored = context.into_iter().flat_map(|context| &context.headers);
    let mut headers: Vec<_> = stored.map(|(name, value)| (name.clone(), Secret::new(value.clone()))).collect();
    let given = app.globals.parse_headers()?.into_iter().filter(|header| !Header::is_authorization(header));
    headers.extend(given.map(|header| (header.name, header.value)));
    Ok(headers)
}

/// The root certificates to trust. Flags override the context, and the context overrides the environment.
fn trusted_roots(app: &App, context: Option<&Context>) -> RootCertificates {
    let file = |path: &Path, source| RootCertificates::File { path: path.to_owned(), source };
    if let Some(path) = &app.globals.ca_file {
        return file(path, "--ca-file");
    }
    if app.globals.insecure || context.is_some_and(|context| context.insecure) {
        return RootCertificates::Unchecked;
    }
    if let Some(path) = context.and_then(|context| context.ca_file.as_deref()) {
        return file(path, "the context's ca-file");
    }
    let variable = ["QLIK_CA_FILE", "SSL_CERT_FILE"]
        .into_iter()
        .find_map(|source| Some(file(app.environment.get_os(source)?.as_ref(), source)));
    variable.unwrap_or(RootCertificates::System)
}

//! Signing in: from flags, environment and contexts to a client that carries a credential.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::App;
use super::known::KnownKeys;
use super::reminder::Reminder;
use crate::api::oauth;
use crate::api::users::{self, Claims};
use crate::args::Header;
use crate::context::{
    self, AccessToken, Auth, Context, Credential, CredentialSource, ProfileSource, SecretStores, Server, Target,
    TargetFlags, UnlockPrompt,
};
use crate::error::{Error, Exit, Result};
use crate::http::{Client, RetryPolicy, Roots, Say, Settings};
use crate::secret::Secret;

/// How long to wait for a keyring that may be asking somebody for its password.
const UNLOCKING: Duration = Duration::from_secs(60);

/// How long before its end a kept token is no longer used.
const MARGIN: SignedDuration = SignedDuration::from_secs(60);

/// A tenant, signed in to.
pub struct Session {
    /// Talks to the tenant.
    pub client: Client,
    /// The tenant.
    pub server: Server,
    /// What the credential says of itself.
    pub claims: Claims,
    /// The context that signed in, if one did.
    pub context: Option<Context>,
    /// Where its keys are kept for completions, if they are.
    pub known: Option<KnownKeys>,
}

impl Session {
    /// Chooses the tenant and the credential, and signs in. On a terminal, a key that ends soon is told of.
    ///
    /// # Errors
    /// What is missing or contradicts itself, before anything is sent; then what the OAuth token's request meets.
    pub fn open(app: &App) -> Result<Self> {
        Self::of(app, app.resolve_target()?)
    }

    /// The same for a command that changes the tenant, with leave to do so: see [`App::permit`].
    ///
    /// # Errors
    /// As [`Session::open`] and [`App::permit`].
    pub fn to_change(app: &App, act: &str, yes: bool) -> Result<Self> {
        let target = app.resolve_target()?;
        app.permit(&target, act, yes)?;
        Self::of(app, target)
    }

    /// The same without a reminder that the key ends soon, for what is about the ends of keys itself.
    ///
    /// # Errors
    /// As [`Session::open`].
    pub fn open_without_reminder(app: &App) -> Result<Self> {
        Self::of_chosen(app, app.resolve_target()?)
    }

    fn of(app: &App, target: Target) -> Result<Self> {
        let reminder = Reminder::of(&target);
        let session = Self::of_chosen(app, target)?;
        let client = reminder.set(app, session.client, &session.claims);
        Ok(Self { client, ..session })
    }

    fn of_chosen(app: &App, target: Target) -> Result<Self> {
        match target {
            Target::Direct { server, source, credential } => Self::ambient(app, server, source, credential),
            Target::Context { context, source } => Self::of_context(app, &context, &source),
        }
    }

    fn ambient(app: &App, server: Server, source: &str, credential: CredentialSource) -> Result<Self> {
        let secret_source = credential.source;
        app.trace(&format!("* {server} by {source}, signed in with {secret_source}"));
        let credential = credential.read()?;
        let hint = format!("check {secret_source} (the server is from {source}){}", new_key_at(&server));
        let client = Client::new(settings(app, &server, None, hint)?)?;
        let authorization = match &credential {
            Credential::Authorization(value) => value.clone(),
            Credential::ApiKey(key) => bearer(key),
            Credential::OAuthClient { id, secret } => bearer(&oauth::access_token(&client, id, secret)?.token),
        };
        Self::signed_in(app, client, server, None, &authorization)
    }

    /// Signs in with a context and what is kept for it.
    ///
    /// # Errors
    /// As [`Session::open`].
    pub fn of_context(app: &App, context: &Context, source: &str) -> Result<Self> {
        let stores = app.stores()?;
        let client = Self::client_of(app, context, source)?;
        let authorization = match context.auth {
            Auth::ApiKey => bearer(&context::check_credential(&stores.secret(context, app.environment)?, "the store")?),
            Auth::OAuth => bearer(&token(app, stores, &client, context)?),
        };
        Self::signed_in(app, client, context.server.clone(), Some(context.clone()), &authorization)
    }

    /// Signs in with a context and a secret that is not kept yet.
    ///
    /// # Errors
    /// As [`Session::open`].
    pub fn with_secret(app: &App, context: &Context, secret: &Secret) -> Result<Self> {
        let client = Self::client_of(app, context, "not kept yet")?;
        let authorization = match context.auth {
            Auth::ApiKey => bearer(secret),
            Auth::OAuth => bearer(&oauth::access_token(&client, client_id(context)?, secret)?.token),
        };
        Self::signed_in(app, client, context.server.clone(), Some(context.clone()), &authorization)
    }

    fn client_of(app: &App, context: &Context, source: &str) -> Result<Client> {
        app.trace(&format!(
            "* {} by context \"{}\" ({source}), signed in with {} from {}",
            context.server,
            context.name,
            context.auth.name(),
            context.store.name()
        ));
        let hint =
            format!("check the credential of context \"{}\" ({source}){}", context.name, new_key_at(&context.server));
        Client::new(settings(app, &context.server, Some(context), hint)?)
    }

    fn signed_in(
        app: &App,
        client: Client,
        server: Server,
        context: Option<Context>,
        authorization: &Secret,
    ) -> Result<Self> {
        let known = KnownKeys::of(app, &server, context.as_ref());
        let claims = Claims::of(authorization.expose().strip_prefix("Bearer ").unwrap_or_default());
        Ok(Self { client: client.with_authorization(authorization)?, server, claims, context, known })
    }

    /// The same connection, signed in with another key.
    ///
    /// # Errors
    /// Where a header can't carry it.
    pub fn client_with(&self, key: &Secret) -> Result<Client> {
        self.client.clone().with_authorization(&bearer(key))
    }

    /// Lets completions no longer offer keys that are gone.
    pub fn forget_keys(&self, ids: &[&str]) {
        if let Some(known) = &self.known {
            known.remove(ids);
        }
    }

    /// The tenant that is meant where none is named: the credential's own.
    ///
    /// # Errors
    /// Where the credential doesn't say, what asking the tenant meets.
    pub fn tenant_id(&self, named: Option<String>) -> Result<String> {
        match named.or_else(|| self.claims.tenant_id.clone()) {
            Some(id) => Ok(id),
            None => Ok(users::me(&self.client)?.0.tenant_id),
        }
    }
}

impl App<'_> {
    /// Chooses the tenant and the credential; no secret is read yet.
    ///
    /// # Errors
    /// What is missing or contradicts itself.
    pub fn resolve_target(&self) -> Result<Target<'_>> {
        let authorization = self.headers()?.into_iter().find(signs_in).map(|header| header.value);
        let globals = self.globals;
        let asked = TargetFlags { context: globals.context.clone(), server: globals.server.clone(), authorization };
        context::resolve(&asked, self.environment, &ProfileSource::new(globals.config.as_deref(), self.environment))
    }

    /// The headers of `--headers`.
    ///
    /// # Errors
    /// What is no header.
    pub fn headers(&self) -> Result<Vec<Header>> {
        self.globals.all_headers().map_err(|wrong| Error::usage(format!("--headers: {wrong}")))
    }

    /// Where secrets are kept.
    ///
    /// # Errors
    /// Where there is no place for the profile.
    pub fn stores(&self) -> Result<&SecretStores> {
        if let Some(stores) = self.stores.get() {
            return Ok(stores);
        }
        let terminal = *self.terminal;
        let notify: Say = Box::new(move |text| terminal.say(text));
        let prompt = terminal.can_ask().then_some(UnlockPrompt { wait: UNLOCKING, notify });
        let stores = SecretStores::new(&self.profile_path()?, prompt);
        Ok(self.stores.get_or_init(|| stores))
    }

    fn trace(&self, text: &str) {
        if self.globals.verbose {
            self.terminal.say(text);
        }
    }
}

fn signs_in(header: &Header) -> bool {
    header.name.eq_ignore_ascii_case("authorization")
}

fn new_key_at(server: &Server) -> String {
    format!(": it may have expired, be revoked or belong to another tenant; {server}/settings/api-keys makes a new key")
}

fn settings(app: &App, server: &Server, context: Option<&Context>, unauthorized_hint: String) -> Result<Settings> {
    let globals = app.globals;
    let terminal = *app.terminal;
    let silent = super::view::is_silent(globals);
    let (named, prefix) = (app.prefix(), app.prefix());
    let stored = context.into_iter().flat_map(|context| &context.headers);
    let mut headers: Vec<_> = stored.map(|(name, value)| (name.clone(), Secret::new(value.clone()))).collect();
    headers.extend(
        app.headers()?.into_iter().filter(|header| !signs_in(header)).map(|header| (header.name, header.value)),
    );
    Ok(Settings {
        server: server.url().clone(),
        headers,
        roots: roots(app, context),
        timeout: globals.timeout,
        max_body: globals.max_body,
        retry: RetryPolicy {
            times: globals.retry,
            interval: globals.interval,
            max_wait: globals.max_wait,
            deadline: app.among.map(|_| globals.timeout),
        },
        unauthorized_hint,
        trace: globals.verbose.then(|| -> Say { Box::new(move |text| terminal.say(&format!("{named}{text}"))) }),
        notice: Box::new(move |text| {
            if !silent {
                terminal.say(&format!("{prefix}{text}"));
            }
        }),
    })
}

/// The flags win over the context, and the context over the environment.
fn roots(app: &App, context: Option<&Context>) -> Roots {
    let file = |path: &std::path::Path, source| Roots::File { path: path.to_owned(), source };
    if let Some(path) = &app.globals.ca_file {
        return file(path, "--ca-file");
    }
    if app.globals.insecure || context.is_some_and(|context| context.insecure) {
        return Roots::Unchecked;
    }
    if let Some(path) = context.and_then(|context| context.ca_file.as_deref()) {
        return file(path, "the context's ca-file");
    }
    let variable = ["QLIK_CA_FILE", "SSL_CERT_FILE"]
        .into_iter()
        .find_map(|source| Some(file(app.environment.raw(source)?.as_ref(), source)));
    variable.unwrap_or(Roots::System)
}

/// The access token of a context's OAuth client: the kept one until a minute before it ends, else a new one.
fn token(app: &App, stores: &SecretStores, client: &Client, context: &Context) -> Result<Secret> {
    if let Some(kept) = stores.access_token(context)?.filter(|kept| kept.expires > Timestamp::now()) {
        return Ok(kept.secret);
    }
    let granted = oauth::access_token(client, client_id(context)?, &stores.secret(context, app.environment)?)?;
    if let Some(expires) = granted.expires.and_then(|expires| expires.checked_sub(MARGIN).ok()) {
        let token = AccessToken { secret: granted.token.clone(), expires };
        if stores.set_access_token(context, &token).is_err() {
            app.notice("the access token could not be kept; the next command gets another");
        }
    }
    Ok(granted.token)
}

fn client_id(context: &Context) -> Result<&str> {
    context.oauth_client_id.as_deref().ok_or_else(|| {
        let name = &context.name;
        Error::new(Exit::Auth, format!("context \"{name}\" signs in by OAuth, but has no oauth-client-id"))
            .hint(format!("qlik-api-key context update {} --oauth-client-id ID", context::quoted(name)))
    })
}

fn bearer(token: &Secret) -> Secret {
    Secret::new(format!("Bearer {}", token.expose()))
}

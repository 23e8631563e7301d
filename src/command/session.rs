//! Signing in: from flags and environment to a client that carries a credential.

use super::App;
use crate::client::{Client, Retry, Roots, Say, Settings};
use crate::context::{self, Choice, Credential, Server, SignIn};
use crate::error::{Error, Result};
use crate::resource::identity::{self, Claims};
use crate::resource::oauth;
use crate::secret::Secret;

/// A tenant, signed in to.
pub struct Session {
    /// Talks to the tenant.
    pub client: Client,
    /// The tenant.
    pub server: Server,
    /// What the credential says of itself.
    pub claims: Claims,
}

impl Session {
    /// Chooses the tenant and the credential, and signs in.
    ///
    /// # Errors
    /// What is missing or contradicts itself, before anything is sent; then what the OAuth token's request meets.
    pub fn open(app: &App) -> Result<Self> {
        let mut headers = app.globals.all_headers().map_err(|wrong| Error::usage(format!("--headers: {wrong}")))?;
        let mut authorization = None;
        headers.retain(|header| {
            let signs_in = header.name.eq_ignore_ascii_case("authorization");
            if signs_in {
                authorization = Some(header.value.clone());
            }
            !signs_in
        });
        let choice = Choice { server: app.globals.server.clone(), authorization };
        let sign_in = context::resolve(&choice, app.environment)?;
        let headers = headers.into_iter().map(|header| (header.name, header.value)).collect();
        let client = Client::new(settings(app, &sign_in, headers)?)?;
        let authorization = authorization_of(&client, &sign_in.credential)?;
        let token = authorization.expose().strip_prefix("Bearer ").unwrap_or_default();
        let claims = Claims::of(token);
        Ok(Self { client: client.signed_in(&authorization)?, server: sign_in.server, claims })
    }

    /// The tenant that is meant where none is named: the credential's own.
    ///
    /// # Errors
    /// Where the credential doesn't say, what asking the tenant meets.
    pub fn tenant_id(&self, named: Option<String>) -> Result<String> {
        match named.or_else(|| self.claims.tenant_id.clone()) {
            Some(id) => Ok(id),
            None => identity::tenant_id(&self.client),
        }
    }
}

fn settings(app: &App, sign_in: &SignIn, headers: Vec<(String, Secret)>) -> Result<Settings> {
    let globals = app.globals;
    let terminal = *app.terminal;
    let silent = super::view::is_silent(globals);
    Ok(Settings {
        server: sign_in.server.url().clone(),
        headers,
        roots: roots(app),
        timeout: globals.timeout,
        retry: Retry { times: globals.retry, interval: globals.interval },
        unauthorized_hint: format!(
            "check {} (the server is from {}): it may have expired, be revoked or belong to another tenant; \
             {}/settings/api-keys makes a new key",
            sign_in.credential_source, sign_in.server_source, sign_in.server
        ),
        trace: globals.verbose.then(|| -> Say { Box::new(move |text| terminal.say(text)) }),
        notice: Box::new(move |text| {
            if !silent {
                terminal.say(text);
            }
        }),
    })
}

fn roots(app: &App) -> Roots {
    if app.globals.insecure {
        return Roots::Unchecked;
    }
    if let Some(path) = &app.globals.ca_file {
        return Roots::File { path: path.clone(), source: "--ca-file" };
    }
    let variable = ["QLIK_CA_FILE", "SSL_CERT_FILE"]
        .into_iter()
        .find_map(|source| Some(Roots::File { path: app.environment.raw(source)?.into(), source }));
    variable.unwrap_or(Roots::System)
}

/// The value of `Authorization` for a credential.
fn authorization_of(client: &Client, credential: &Credential) -> Result<Secret> {
    let bearer = |token: &Secret| Secret::new(format!("Bearer {}", token.expose()));
    Ok(match credential {
        Credential::Authorization(value) => value.clone(),
        Credential::ApiKey(key) => bearer(key),
        Credential::OAuthClient { id, secret } => bearer(&oauth::access_token(client, id, secret)?),
    })
}

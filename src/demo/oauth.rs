//! `POST /oauth/token`: the machine-to-machine client of the tenant and the access tokens that it gets.
//! It must not know what an access token is used for. The client acts as the tenant's administrator.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::message::{Request, Response};
use super::problem::Problem;
use super::route::json_body;
use super::tenant::Tenant;
use super::token;
use super::users::TestUser;

/// How long an access token lives, in seconds.
const LIFETIME: i64 = 21_600;

/// The one OAuth client of a tenant, and what it was given.
#[derive(Debug)]
pub(super) struct Oauth {
    pub(super) client_id: String,
    pub(super) client_secret: String,
    tokens: Vec<(String, Timestamp)>,
}

impl Oauth {
    pub(super) fn new(rng: &mut fastrand::Rng) -> Oauth {
        Oauth { client_id: token::hex(rng, 32), client_secret: token::hex(rng, 64), tokens: Vec::new() }
    }

    /// Returns whether that token signs in now.
    pub(super) fn accepts(&self, token: &str, now: Timestamp) -> bool {
        self.tokens.iter().any(|(known, end)| known == token && now < *end)
    }
}

/// Answers `POST /oauth/token`. Members that it doesn't know are ignored (RFC 6749, 3.2): clients send a `scope`.
/// A refusal is an errors document, which is what Qlik's own client reads there; its titles are the codes of RFC 6749, 5.2.
pub(super) fn grant(tenant: &mut Tenant, request: &Request, now: Timestamp) -> Result<Response, Problem> {
    let body = json_body(request)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let (Some(id), Some(secret), Some(kind)) = (text("client_id"), text("client_secret"), text("grant_type")) else {
        let detail = "client_id, client_secret and grant_type are required strings.";
        return Err(Problem::oauth(400, "invalid_request", detail));
    };
    if kind != "client_credentials" {
        let detail = "grant_type must be client_credentials.";
        return Err(Problem::oauth(400, "unsupported_grant_type", detail));
    }
    if id != tenant.oauth.client_id || secret != tenant.oauth.client_secret {
        return Err(Problem::oauth(401, "invalid_client", "The client is unknown or its secret wrong."));
    }
    Ok(issue(tenant, now))
}

fn issue(tenant: &mut Tenant, now: Timestamp) -> Response {
    let start = Timestamp::from_second(now.as_second()).unwrap_or(now);
    let end = start.checked_add(SignedDuration::from_secs(LIFETIME)).unwrap_or(Timestamp::MAX);
    let claims = json!({
        "jti": token::id(&mut tenant.rng),
        "sub": tenant.user(TestUser::Admin).id,
        "subType": "user",
        "tenantId": tenant.id,
        "iss": "qlik.api/oauth",
        "aud": "qlik.api",
        "iat": start.as_second(),
        "exp": end.as_second(),
    });
    let access_token = token::mint(&mut tenant.rng, &tenant.kid, &claims);
    let answer = json!({
        "access_token": access_token,
        "token_type": "bearer",
        "expires_at": end.to_string(),
        "expires_in": LIFETIME,
    });
    tenant.oauth.tokens.push((access_token, end));
    Response::json(200, &answer).with("Cache-Control", "no-store")
}

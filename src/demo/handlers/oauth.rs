//! `/oauth/token` (<https://qlik.dev/apis/rest/oauth/>): access tokens for the machine-to-machine client.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::call::parse_json_body;
use crate::demo::http::error::DemoError;
use crate::demo::http::message::{DemoRequest, DemoResponse};
use crate::demo::state::clock::{saturating_add, truncate_to_seconds};
use crate::demo::state::tenant::Tenant;

/// The lifetime of an access token, in seconds: 6 hours.
const TOKEN_LIFETIME_SECONDS: i64 = 21_600;

/// `POST /oauth/token`, which needs no authentication. Ignores unknown members, such as `scope` (RFC 6749, section
/// 3.2). Errors are error documents of the API, with the codes of RFC 6749, section 5.2, as titles.
pub fn issue_token(tenant: &mut Tenant, request: &DemoRequest, now: Timestamp) -> Result<DemoResponse, DemoError> {
    let body = parse_json_body(request)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let (Some(id), Some(secret), Some(grant_type)) = (text("client_id"), text("client_secret"), text("grant_type"))
    else {
        let detail = "client_id, client_secret and grant_type are required strings.";
        return Err(DemoError::oauth(400, "invalid_request", detail));
    };
    if grant_type != "client_credentials" {
        let detail = "grant_type must be client_credentials.";
        return Err(DemoError::oauth(400, "unsupported_grant_type", detail));
    }
    if (id, secret) != tenant.oauth_client() {
        return Err(DemoError::oauth(401, "invalid_client", "The client ID or the client secret is wrong."));
    }
    let issued = truncate_to_seconds(now);
    let expiry = saturating_add(issued, SignedDuration::from_secs(TOKEN_LIFETIME_SECONDS));
    let body = json!({
        "access_token": tenant.issue_access_token(issued, expiry),
        "token_type": "bearer",
        "expires_at": expiry,
        "expires_in": TOKEN_LIFETIME_SECONDS,
    });
    Ok(DemoResponse::from_json(200, &body).with_header("Cache-Control", "no-store"))
}

//! Finds out who is signed in, and with which API key.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use super::Session;
use crate::api::claims::Claims;
use crate::api::users;
use crate::error::Result;
use crate::object::to_raw_json;

/// The user that a credential signs in, and the API key that it is. With OAuth there is no key.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Identity {
    user_id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    tenant_id: String,
    server: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiry: Option<String>,
}

/// Requests the current user (`GET /api/v1/users/me`). Returns a JSON object with `userId`, `name`, `email`, `tenantId`,
/// `server`, `context`, `keyId` and `expiry` (RFC 3339, UTC), without those that are unknown, and the tenant's clock.
///
/// # Errors
/// See [`users::get_current_user`].
pub fn request_identity(session: &Session) -> Result<(Box<RawValue>, Option<Timestamp>)> {
    let (user, date) = users::get_current_user(&session.client)?;
    // The ID and the expiry of an access token are of no use: the program gets another one when it needs it.
    let claims = if session.claims.is_api_key() { session.claims.clone() } else { Claims::default() };
    let expiry = claims.exp.and_then(|seconds| Timestamp::from_second(seconds).ok());
    let identity = Identity {
        user_id: user.id,
        name: user.name,
        email: user.email,
        tenant_id: user.tenant_id,
        server: session.server.to_string(),
        context: session.context.as_ref().map(|context| context.name.clone()),
        key_id: claims.jti,
        expiry: expiry.map(|time| time.to_string()),
    };
    Ok((to_raw_json(&identity)?, date))
}

//! Checks that the `--jq` filter keeps the token of a new key. The filter runs on sample responses before anything is
//! sent, since the token can't be retrieved later.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use serde_json::json;

use super::destination::Destination;
use crate::api::api_keys::NewApiKey;
use crate::error::{Error, Result};
use crate::output::Printer;

/// Checks that the filter's output depends on the token, if the response goes through the filter.
///
/// # Errors
/// Exit code 2 if the filter drops the token or fails.
pub fn check_filter_keeps_token(printer: &Printer, destination: &Destination, key: &NewApiKey) -> Result<()> {
    let (Some(filter), Destination::Response) = (printer.filter(), destination) else {
        return Ok(());
    };
    match filter.distinguishes(&sample_response(key, 'a'), &sample_response(key, 'b')) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Error::usage("--jq drops the token, which is shown only once")
            .with_hint("add .token to the filter, or use -q instead to print only the ID")),
        Err(problem) => Err(Error::usage(format!("--jq: {problem} (tried on a sample response)"))),
    }
}

/// A sample response to a create. Its token belongs to no key; only the token's signature depends on `signature`.
fn sample_response(key: &NewApiKey, signature: char) -> String {
    let (id, user, tenant) = ("made-up-key", "made-up-user", "made-up-tenant");
    let (created, expiry) = ("2026-01-01T00:00:00Z", "2026-01-31T00:00:00Z");
    let sub = key.sub.as_deref().unwrap_or(user);
    let sub_type = key.sub_type.as_deref().unwrap_or("user");
    let claims = json!({"subType": sub_type, "tenantId": tenant, "jti": id, "aud": "qlik.api", "iss": "qlik.api/api-keys",
        "sub": sub, "iat": 1_767_225_600, "exp": 1_769_817_600});
    let header = json!({"alg": "ES384", "typ": "JWT", "kid": "made-up"});
    let [header, claims] = [header, claims].map(|part| BASE64.encode(part.to_string()));
    let token = format!("{header}.{claims}.{}", signature.to_string().repeat(128));
    json!({"id": id, "sub": sub, "expiry": expiry, "status": "active", "created": created, "subType": sub_type,
        "tenantId": tenant, "description": key.description, "lastUpdated": created, "createdByUser": user,
        "token": token})
    .to_string()
}

//! Checks that the output of the `--jq` filter contains the token of a new key: before anything is sent on a sample
//! response, since the token can't be retrieved later, and then on the response itself.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use serde_json::json;
use serde_json::value::RawValue;

use super::destination::Destination;
use super::other_token::{Difference, with_other_token};
use crate::api::api_keys::{CreatedKey, NewApiKey};
use crate::error::{Error, Result};
use crate::object::to_raw_json;
use crate::output::{JqFilter, Printer};

/// Checks the filter on a sample response, if the response goes through the filter.
///
/// # Errors
/// Exit code 2 if the filter drops the token or fails.
pub fn check_filter_keeps_token(printer: &Printer, destination: &Destination, key: &NewApiKey) -> Result<()> {
    let (Some(filter), Destination::Response) = (printer.filter(), destination) else {
        return Ok(());
    };
    match keeps_token(filter, &sample_response(key)?) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Error::usage("--jq drops the token, which is shown only once")
            .with_hint("add .token to the filter, or use -q instead to print only the ID")),
        Err(problem) => Err(Error::usage(format!("--jq: {problem} (tried on a sample response)"))),
    }
}

/// Whether the output of the filter, if there is one, contains the token of a response that was printed with it.
pub fn is_token_in_output(printer: &Printer, created: &CreatedKey) -> bool {
    let Some(filter) = printer.filter() else {
        return true;
    };
    created.response.parse_raw_object().is_ok_and(|json| keeps_token(filter, &json) == Ok(true))
}

/// Whether the results of the filter depend on the token, on its start as well as on its end.
///
/// # Errors
/// A message if the filter fails, or if its results differ even for the same response.
fn keeps_token(filter: &JqFilter, response: &RawValue) -> Result<bool, String> {
    let other = |difference| with_other_token(response, difference).map_err(|error| error.to_string());
    let (first, last) = (other(Difference::First)?, other(Difference::Last)?);
    match filter.compare(response.get(), &[first.get(), last.get(), response.get()])?[..] {
        [false, false, true] => Ok(true),
        [false, false, false] => {
            Err("the output depends on the time, so whether it contains the token is unknown".to_owned())
        }
        _ => Ok(false),
    }
}

/// A sample response to a create. Its token belongs to no key.
fn sample_response(key: &NewApiKey) -> Result<Box<RawValue>> {
    let (id, user, tenant) = ("made-up-key", "made-up-user", "made-up-tenant");
    let (created, expiry) = ("2026-01-01T00:00:00Z", "2026-01-31T00:00:00Z");
    let sub = key.sub.as_deref().unwrap_or(user);
    let sub_type = key.sub_type.as_deref().unwrap_or("user");
    let claims = json!({"subType": sub_type, "tenantId": tenant, "jti": id, "aud": "qlik.api", "iss": "qlik.api/api-keys",
        "sub": sub, "iat": 1_767_225_600, "exp": 1_769_817_600});
    let header = json!({"alg": "ES384", "typ": "JWT", "kid": "made-up"});
    let [header, claims] = [header, claims].map(|part| BASE64.encode(part.to_string()));
    let token = format!("{header}.{claims}.{}", "a".repeat(128));
    to_raw_json(&json!({"id": id, "sub": sub, "expiry": expiry, "status": "active", "created": created,
        "subType": sub_type, "tenantId": tenant, "description": key.description, "lastUpdated": created,
        "createdByUser": user, "token": token}))
}

//! The headers of every request.

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue};

use crate::error::{Error, Result};
use crate::secret::Secret;

/// The headers that are sent with every request. `version` is one that `additional` can override.
///
/// # Errors
/// Exit 2 for an invalid name or value. The error does not show the value.
pub(super) fn default_headers(
    additional: &[(String, Secret)],
    version: (&'static str, &'static str),
) -> Result<HeaderMap> {
    let mut headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
    for (name, value) in additional {
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| Error::usage(format!("--headers: {name} is not a valid header name")))?;
        headers.append(name, sensitive_header_value(value)?);
    }
    headers.entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static("gzip"));
    headers.entry(version.0).or_insert(HeaderValue::from_static(version.1));
    Ok(headers)
}

/// A header value that is never printed: any additional header may hold a credential.
///
/// # Errors
/// Exit 2 for an invalid character.
pub(super) fn sensitive_header_value(text: &Secret) -> Result<HeaderValue> {
    let mut value = HeaderValue::from_str(text.expose())
        .map_err(|_| Error::usage("a header value contains an invalid character"))?;
    value.set_sensitive(true);
    Ok(value)
}

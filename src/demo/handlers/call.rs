//! An authenticated request, and the checks that several endpoints share.

use jiff::Timestamp;
use serde_json::Value;

use crate::demo::http::error::DemoError;
use crate::demo::http::message::DemoRequest;
use crate::demo::state::clock::truncate_to_seconds;
use crate::demo::state::roles::TENANT_ADMIN;
use crate::demo::state::users::User;

/// An authenticated request: the request, the user who sent it, and the tenant's time.
pub struct Call<'a> {
    pub request: &'a DemoRequest,
    pub user: User,
    pub now: Timestamp,
}

impl Call<'_> {
    /// Returns the tenant's time in whole seconds, for `created` and `lastUpdated`.
    pub fn timestamp(&self) -> Timestamp {
        truncate_to_seconds(self.now)
    }

    /// Returns a 400 if the request has a query parameter.
    pub fn reject_query(&self) -> Result<(), DemoError> {
        match self.request.query().first() {
            None => Ok(()),
            Some((name, _)) => Err(DemoError::invalid_parameter(name, "There is no such parameter.")),
        }
    }

    /// Returns a 403 if the user is not an administrator. Its detail starts with `action`.
    pub fn require_admin(&self, action: &str) -> Result<(), DemoError> {
        if self.user.has_role(TENANT_ADMIN) {
            return Ok(());
        }
        Err(DemoError::forbidden(format!("{action} requires the role {TENANT_ADMIN}.")))
    }
}

/// Parses the body of a request as JSON. The content type must be `application/json` (RFC 9110, section 8.3).
pub fn parse_json_body(request: &DemoRequest) -> Result<Value, DemoError> {
    let content_type = request.header("Content-Type").unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        return Err(DemoError::invalid_body("", "The content type must be application/json."));
    }
    serde_json::from_slice(&request.body)
        .map_err(|error| DemoError::invalid_body("", format!("The body is not valid JSON: {error}.")))
}

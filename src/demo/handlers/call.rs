//! A call: one request of a signed-in user, and the checks that several endpoints share.

use jiff::Timestamp;
use serde_json::Value;

use crate::demo::http::message::Request;
use crate::demo::http::problem::Problem;
use crate::demo::state::clock::whole_seconds;
use crate::demo::state::user::{TENANT_ADMIN, User};

/// A request, the user who sent it, and the tenant's time.
pub struct Call<'a> {
    pub request: &'a Request,
    pub user: User,
    pub now: Timestamp,
}

impl Call<'_> {
    /// Returns the time in whole seconds, for what the call creates or changes.
    pub fn timestamp(&self) -> Timestamp {
        whole_seconds(self.now)
    }

    pub fn reject_query(&self) -> Result<(), Problem> {
        match self.request.query().first() {
            None => Ok(()),
            Some((name, _)) => Err(Problem::parameter(name, "There is no such parameter.")),
        }
    }

    pub fn require_admin(&self, action: &str) -> Result<(), Problem> {
        if self.user.has_role(TENANT_ADMIN) {
            return Ok(());
        }
        Err(Problem::forbidden(format!("{action} requires the role {TENANT_ADMIN}.")))
    }
}

/// Parses the body of a request as JSON, if its content type says that it is JSON (RFC 9110, section 8.3).
pub fn json_body(request: &Request) -> Result<Value, Problem> {
    let content_type = request.header("Content-Type").unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        return Err(Problem::pointer("", "The content type must be application/json."));
    }
    serde_json::from_slice(&request.body)
        .map_err(|error| Problem::pointer("", format!("The body is no JSON: {error}.")))
}

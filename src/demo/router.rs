//! Routes a request: applies faults, authenticates the user, counts the call against the rate limit, calls the handler,
//! and adds the common response headers.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use percent_encoding::percent_decode_str;

use super::handlers::call::Call;
use super::handlers::{api_key_config, api_keys, audits, oauth, roles, users};
use super::http::error::DemoError;
use super::http::message::{DemoRequest, DemoResponse, Reply};
use super::state::fault::{self, Fault};
use super::state::key::{KeyStatus, SubType};
use super::state::rate_limit::Tier;
use super::state::tenant::{LoggedRequest, Tenant};
use super::state::users::{TestUser, User};

impl Tenant {
    /// Handles a request and logs it. The tenant's clock derives its time from `system_time`.
    pub fn handle(&mut self, request: &DemoRequest, system_time: Timestamp) -> Reply {
        let now = self.now(system_time);
        let fault = fault::take_matching(&mut self.pending_faults, request);
        let (response, status) = match &fault {
            Some(fault) if !fault.processes_request() => (fault_response(self, fault), None),
            _ => {
                let response = route(self, request, now);
                let status = response.status;
                (response, Some(status))
            }
        };
        let response = finish_response(response, request, now);
        let reply = match &fault {
            Some(fault) => fault.apply(response),
            None => response.into(),
        };
        self.log_request(LoggedRequest { request: request.clone(), processed: status.is_some(), fault, status });
        reply
    }
}

/// Returns the response to bytes that are not a valid HTTP request. These bytes are not logged.
pub fn reject(tenant: &mut Tenant, status: u16, detail: &str, system_time: Timestamp) -> DemoResponse {
    let response = DemoError::from_status(status, detail).into_response(tenant.new_trace_id());
    finish_response(response, &DemoRequest::default(), tenant.now(system_time))
}

/// Returns the response that a fault sends instead of processing the request.
fn fault_response(tenant: &mut Tenant, fault: &Fault) -> DemoResponse {
    let error = match fault {
        Fault::Response(response) => return response.clone(),
        Fault::Status { status: 429, retry_after: Some(wait) } => DemoError::too_many_requests(wait),
        Fault::Status { status, retry_after } => {
            let error = DemoError::from_status(*status, "This is a simulated error.");
            match retry_after {
                Some(wait) => error.with_header("Retry-After", wait),
                None => error,
            }
        }
        _ => return DemoResponse::default(),
    };
    error.into_response(tenant.new_trace_id())
}

/// Processes the request and returns the response, without the headers that [`finish_response`] adds.
fn route(tenant: &mut Tenant, request: &DemoRequest, now: Timestamp) -> DemoResponse {
    let result = match (request.path(), request.method.as_str()) {
        (path, _) if path.starts_with("/api/v1/") => route_api(tenant, request, now),
        ("/oauth/token", "POST") => oauth::issue_token(tenant, request, now),
        ("/oauth/token", _) => Err(method_not_allowed(request, "POST")),
        _ => Err(path_not_found()),
    };
    result.unwrap_or_else(|error| error.into_response(tenant.new_trace_id()))
}

/// Handles a request below `/api/v1/`. Once the user is authenticated, every response has the rate limit headers.
fn route_api(tenant: &mut Tenant, request: &DemoRequest, now: Timestamp) -> Result<DemoResponse, DemoError> {
    let user = authenticate(tenant, request, now)?;
    let tier = if matches!(request.method.as_str(), "GET" | "HEAD") { Tier::Read } else { Tier::Write };
    let limit = tenant.rate_limits.count_call(&user.id, tier, now);
    let result = if limit.exceeded {
        Err(DemoError::too_many_requests(&(limit.reset - now.as_second()).to_string()))
    } else {
        dispatch(tenant, &Call { request, user, now })
    };
    let response = result.unwrap_or_else(|error| error.into_response(tenant.new_trace_id()));
    let response = tenant
        .extra_headers
        .iter()
        .fold(response, |response, (name, value)| response.with_header(name, value.as_str()));
    Ok(response
        .with_header("Ratelimit-Limit", limit.limit.to_string())
        .with_header("Ratelimit-Remaining", limit.remaining.to_string())
        .with_header("Ratelimit-Reset", limit.reset.to_string()))
}

/// Returns the user whose bearer token the request has (RFC 6750, section 2.1).
fn authenticate(tenant: &Tenant, request: &DemoRequest, now: Timestamp) -> Result<User, DemoError> {
    let unauthorized =
        |detail: &str, challenge: &str| DemoError::from_status(401, detail).with_header("WWW-Authenticate", challenge);
    let token = request
        .header("Authorization")
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .ok_or_else(|| unauthorized("The request has no bearer token.", "Bearer"))?;
    if tenant.oauth.is_valid_token(token, now) {
        return Ok(tenant.users.get(TestUser::Admin).clone());
    }
    let mut active = tenant.keys.iter().filter(|key| key.status(now) == KeyStatus::Active);
    let key = active
        .find(|key| key.token == token)
        .ok_or_else(|| unauthorized("The token is unknown, expired or revoked.", "Bearer error=\"invalid_token\""))?;
    if key.sub_type == SubType::ExternalClient {
        return Err(DemoError::forbidden("The token does not belong to a user."));
    }
    let owner = tenant.users.by_id(&key.sub).filter(|user| tenant.accepts_keys_of(user));
    owner.cloned().ok_or_else(|| DemoError::authorization_required().with_header("WWW-Authenticate", "Bearer"))
}

/// Calls the handler of a path below `/api/v1/`. Decodes each segment separately, so that an ID may contain an encoded
/// slash.
fn dispatch(tenant: &mut Tenant, call: &Call) -> Result<DemoResponse, DemoError> {
    let path = call.request.path().strip_prefix("/api/v1/").unwrap_or_default();
    let segments: Vec<Cow<str>> =
        path.split('/').map(|segment| percent_decode_str(segment).decode_utf8_lossy()).collect();
    let segments: Vec<&str> = segments.iter().map(Cow::as_ref).collect();
    // HEAD is GET without the body (RFC 9110, section 9.3.2), which `finish_response` removes.
    let method = if call.request.method == "HEAD" { "GET" } else { &call.request.method };
    let service = segments.first().copied().unwrap_or_default().to_ascii_uppercase();
    let result = match (segments.as_slice(), method) {
        (segments, _) if segments.contains(&"") => Err(path_not_found()),
        (["api-keys"], "GET") => api_keys::list(tenant, call),
        (["api-keys"], "POST") => api_keys::create(tenant, call),
        (["api-keys"], _) => Err(method_not_allowed(call.request, "GET, HEAD, POST")),
        (["api-keys", id], "GET") => api_keys::get(tenant, call, id),
        (["api-keys", id], "PATCH") => api_keys::patch(tenant, call, id),
        (["api-keys", id], "DELETE") => api_keys::delete(tenant, call, id),
        (["api-keys", _], _) => Err(method_not_allowed(call.request, "GET, HEAD, PATCH, DELETE")),
        (["api-keys", "configs", id], "GET") => api_key_config::get(tenant, call, id),
        (["api-keys", "configs", id], "PATCH") => api_key_config::patch(tenant, call, id),
        (["api-keys", "configs", _], _) => Err(method_not_allowed(call.request, "GET, HEAD, PATCH")),
        (["users"], "GET") => users::list(tenant, call),
        (["users", "actions", "filter"], "POST") => users::filter(tenant, call),
        (["users", "actions", "filter"], _) => Err(method_not_allowed(call.request, "POST")),
        (["users", id], "GET") => users::get(tenant, call, id),
        (["roles"], "GET") => roles::list(tenant, call),
        (["audits"], "GET") => audits::list(tenant, call),
        (["audits", "types"], "GET") => audits::types(call),
        (["tenants", "me"], "GET") => Ok(users::get_tenant(tenant, call)),
        (["users"] | ["users", _] | ["roles"] | ["audits"] | ["audits", "types"] | ["tenants", "me"], _) => {
            Err(method_not_allowed(call.request, "GET, HEAD"))
        }
        _ => Err(path_not_found()),
    };
    result.map_err(|error| error.in_service(&service))
}

fn path_not_found() -> DemoError {
    DemoError::from_status(404, "There is nothing at this path.")
}

fn method_not_allowed(request: &DemoRequest, allowed: &str) -> DemoError {
    DemoError::from_status(405, format!("This resource does not support {}.", request.method))
        .with_header("Allow", allowed)
}

/// Adds the common headers, except those that a fault has set, and removes the body of a response to HEAD
/// (RFC 9110, section 9.3.2). A 204 has no `Content-Length` (RFC 9110, section 8.6).
fn finish_response(mut response: DemoResponse, request: &DemoRequest, now: Timestamp) -> DemoResponse {
    let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&now);
    let (status, length) = (response.status, response.body.len());
    let mut add_if_missing = |name: &str, value: String| {
        if response.header(name).is_none() {
            response.headers.push((name.to_owned(), value));
        }
    };
    add_if_missing("Date", date.unwrap_or_default());
    if length > 0 {
        add_if_missing("Content-Type", "application/json".to_owned());
    }
    if status != 204 {
        add_if_missing("Content-Length", length.to_string());
    }
    if request.method == "HEAD" {
        response.body.clear();
    }
    response
}

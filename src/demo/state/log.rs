//! The request log. Tests read from it what was sent.

use super::fault::Fault;
use crate::demo::http::message::Request;

/// When the log has this many requests, the older half is dropped, so that a tenant can run for days.
const MAX_REQUESTS: usize = 20_000;

/// A received request and what was done with it.
#[derive(Debug, Clone)]
pub struct LoggedRequest {
    /// The request, as received.
    pub request: Request,
    /// Whether the request reached its handler, which may have refused it; false if a fault came first.
    pub processed: bool,
    /// The fault that was applied, if any.
    pub fault: Option<Fault>,
    /// The status of the tenant's own response, if the request was processed, even if a fault dropped that response.
    pub status: Option<u16>,
}

/// Appends a request to a log.
pub fn push(log: &mut Vec<LoggedRequest>, logged: LoggedRequest) {
    if log.len() >= MAX_REQUESTS {
        log.drain(..MAX_REQUESTS / 2);
    }
    log.push(logged);
}

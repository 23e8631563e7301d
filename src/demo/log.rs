//! The log of requests, for tests that ask what was sent.
//! It must not know what a request means.

use super::fault::Fault;
use super::message::Request;

/// After so many requests the older half is forgotten, so that a tenant can run for days.
const MOST: usize = 20_000;

/// A request that arrived, and what became of it.
#[derive(Debug, Clone)]
pub struct Logged {
    /// The request, as received.
    pub request: Request,
    /// Whether the tenant looked at it: read or changed its state, or refused it. False if a fault ate it.
    pub processed: bool,
    /// The fault that struck, if one did.
    pub fault: Option<Fault>,
    /// The status of the tenant's own answer, if it was processed, even if that answer was lost on the way.
    pub status: Option<u16>,
}

/// Adds a request to a log.
pub(super) fn push(log: &mut Vec<Logged>, logged: Logged) {
    if log.len() >= MOST {
        log.drain(..MOST / 2);
    }
    log.push(logged);
}

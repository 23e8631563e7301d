//! Faults: what can go wrong between a client and a tenant, and which requests it happens to.

use std::time::Duration;

use crate::demo::http::message::{Reply, Request, Response};

/// What goes wrong with one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// An error document with this status; the request is not processed.
    Status {
        /// The status.
        status: u16,
        /// The value of `Retry-After`, sent as it is, valid or not.
        retry_after: Option<String>,
    },
    /// This response instead of the tenant's; the request is not processed.
    Answer(Response),
    /// These bytes, then the end of the connection; the request is not processed.
    Raw(Vec<u8>),
    /// The end of the connection without a response; the request is not processed.
    Drop,
    /// The end of the connection without a response; the request is processed.
    Lost,
    /// The head and half of the body of the response, then the end of the connection; the request is processed.
    Cut,
    /// A wait before the response; the request is processed.
    Wait(Duration),
}

impl Fault {
    /// An error document with this status.
    pub fn status(status: u16) -> Fault {
        Fault::Status { status, retry_after: None }
    }

    /// A 429 with `Retry-After`, whose valid values are seconds and an HTTP date (RFC 9110, section 10.2.3).
    pub fn too_many(retry_after: &str) -> Fault {
        Fault::Status { status: 429, retry_after: Some(retry_after.to_owned()) }
    }

    /// An HTML page, as from a proxy or a wrong host.
    pub fn html(status: u16) -> Fault {
        let page =
            "<!DOCTYPE html>\n<html><head><title>Proxy</title></head><body><h1>This is no API</h1></body></html>\n";
        let mut response = Response::new(status).with("Content-Type", "text/html; charset=utf-8");
        response.body = page.into();
        Fault::Answer(response)
    }

    /// A redirect to this location.
    pub fn redirect(status: u16, location: &str) -> Fault {
        Fault::Answer(Response::new(status).with("Location", location))
    }

    /// Returns whether the tenant still processes the request.
    pub(crate) fn processes_request(&self) -> bool {
        matches!(self, Fault::Lost | Fault::Cut | Fault::Wait(_))
    }

    pub(crate) fn apply(&self, response: Response) -> Reply {
        match self {
            Fault::Drop | Fault::Lost => Reply::Close,
            Fault::Raw(bytes) => Reply::Raw(bytes.clone()),
            Fault::Cut => Reply::Truncated(response),
            Fault::Wait(delay) => Reply::Complete { response, delay: *delay },
            Fault::Status { .. } | Fault::Answer(_) => response.into(),
        }
    }
}

/// Which requests a fault happens to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct When {
    method: Option<String>,
    target: Option<String>,
    after: usize,
}

impl When {
    /// Every request.
    pub fn any() -> When {
        When::default()
    }

    /// Only requests with this method.
    pub fn method(mut self, method: &str) -> When {
        self.method = Some(method.to_owned());
        self
    }

    /// Only requests with this text in their target, percent-encoded as sent.
    pub fn target(mut self, part: &str) -> When {
        self.target = Some(part.to_owned());
        self
    }

    /// Only after so many matching requests: `after(2)` selects the third.
    pub fn after(mut self, count: usize) -> When {
        self.after = count;
        self
    }

    /// Returns whether a request is selected, and counts it if it matches.
    fn selects(&mut self, request: &Request) -> bool {
        let matches = self.method.as_ref().is_none_or(|method| *method == request.method)
            && self.target.as_ref().is_none_or(|part| request.target.contains(part));
        if matches && self.after > 0 {
            self.after -= 1;
            return false;
        }
        matches
    }
}

/// A fault that is still to happen.
#[derive(Debug)]
pub struct PlannedFault {
    pub when: When,
    /// How many requests it is still to happen to, at least one.
    pub times: usize,
    pub fault: Fault,
}

/// Takes the first fault for a request. A fault that waits for a later request counts this one and leaves it to the
/// next fault.
pub fn take(planned: &mut Vec<PlannedFault>, request: &Request) -> Option<Fault> {
    let index = planned.iter_mut().position(|planned| planned.when.selects(request))?;
    let chosen = planned.get_mut(index)?;
    chosen.times -= 1;
    let fault = chosen.fault.clone();
    planned.retain(|planned| planned.times > 0);
    Some(fault)
}

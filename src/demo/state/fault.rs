//! Faults: what can go wrong between a client and a tenant, and which requests it happens to.

use std::time::Duration;

use crate::demo::http::message::{DemoRequest, DemoResponse, Reply};

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
    Response(DemoResponse),
    /// These bytes, then the end of the connection; the request is not processed.
    Raw(Vec<u8>),
    /// The end of the connection without a response; the request is not processed.
    DropRequest,
    /// The end of the connection without a response; the request is processed.
    DropResponse,
    /// The head and half of the body of the response, then the end of the connection; the request is processed.
    TruncateResponse,
    /// A wait before the response; the request is processed.
    Delay(Duration),
}

impl Fault {
    /// An error document with this status.
    pub fn status(status: u16) -> Fault {
        Fault::Status { status, retry_after: None }
    }

    /// A 429 with `Retry-After`, whose valid values are seconds and an HTTP date (RFC 9110, section 10.2.3).
    pub fn too_many_requests(retry_after: &str) -> Fault {
        Fault::Status { status: 429, retry_after: Some(retry_after.to_owned()) }
    }

    /// An HTML page, as from a proxy or a wrong host.
    pub fn html(status: u16) -> Fault {
        let page =
            "<!DOCTYPE html>\n<html><head><title>Proxy</title></head><body><h1>This is no API</h1></body></html>\n";
        let mut response = DemoResponse::new(status).with_header("Content-Type", "text/html; charset=utf-8");
        response.body = page.into();
        Fault::Response(response)
    }

    /// A redirect to this location.
    pub fn redirect(status: u16, location: &str) -> Fault {
        Fault::Response(DemoResponse::new(status).with_header("Location", location))
    }

    /// Returns whether the tenant still processes the request.
    pub(crate) fn processes_request(&self) -> bool {
        matches!(self, Fault::DropResponse | Fault::TruncateResponse | Fault::Delay(_))
    }

    pub(crate) fn apply(&self, response: DemoResponse) -> Reply {
        match self {
            Fault::DropRequest | Fault::DropResponse => Reply::Close,
            Fault::Raw(bytes) => Reply::Raw(bytes.clone()),
            Fault::TruncateResponse => Reply::Truncated(response),
            Fault::Delay(delay) => Reply::Complete { response, delay: *delay },
            Fault::Status { .. } | Fault::Response(_) => response.into(),
        }
    }
}

/// Which requests a fault happens to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestMatcher {
    method: Option<String>,
    target_part: Option<String>,
    skip: usize,
}

impl RequestMatcher {
    /// Every request.
    pub fn any() -> RequestMatcher {
        RequestMatcher::default()
    }

    /// Only requests with this method.
    pub fn method(mut self, method: &str) -> RequestMatcher {
        self.method = Some(method.to_owned());
        self
    }

    /// Only requests with this text in their target, percent-encoded as sent.
    pub fn target_contains(mut self, part: &str) -> RequestMatcher {
        self.target_part = Some(part.to_owned());
        self
    }

    /// Only after so many matching requests: `after(2)` selects the third.
    pub fn skip(mut self, count: usize) -> RequestMatcher {
        self.skip = count;
        self
    }

    /// Returns whether a request is selected, and counts it if it matches.
    fn selects(&mut self, request: &DemoRequest) -> bool {
        let matches = self.method.as_ref().is_none_or(|method| *method == request.method)
            && self.target_part.as_ref().is_none_or(|part| request.target.contains(part));
        if matches && self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        matches
    }
}

/// A fault that is still to happen.
#[derive(Debug)]
pub struct PendingFault {
    pub matcher: RequestMatcher,
    /// How many requests it is still to happen to, at least one.
    pub remaining: usize,
    pub fault: Fault,
}

/// Takes the first fault for a request. A fault that waits for a later request counts this one and leaves it to the
/// next fault.
pub fn take_matching(planned: &mut Vec<PendingFault>, request: &DemoRequest) -> Option<Fault> {
    let index = planned.iter_mut().position(|planned| planned.matcher.selects(request))?;
    let chosen = planned.get_mut(index)?;
    chosen.remaining -= 1;
    let fault = chosen.fault.clone();
    planned.retain(|planned| planned.remaining > 0);
    Some(fault)
}

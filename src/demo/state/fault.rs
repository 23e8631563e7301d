//! Faults that a test or a user injects into the tenant's responses.

use std::time::Duration;

use crate::demo::http::message::{DemoRequest, DemoResponse, Reply};

/// A fault to inject into the handling of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Does not process the request; sends an error document with this status.
    Status {
        /// The status code.
        status: u16,
        /// The value of `Retry-After`, sent unchanged even if it is invalid.
        retry_after: Option<String>,
    },
    /// Does not process the request; sends this response.
    Response(DemoResponse),
    /// Does not process the request; sends these bytes and closes the connection.
    Raw(Vec<u8>),
    /// Does not process the request; closes the connection.
    DropRequest,
    /// Processes the request, then closes the connection without a response.
    DropResponse,
    /// Processes the request, then sends an empty response with this status, as a gateway does that lost the response.
    LoseResponse(u16),
    /// Processes the request, sends the head and half of the body of the response, and closes the connection.
    TruncateResponse,
    /// Processes the request and waits before it sends the response.
    Delay(Duration),
}

impl Fault {
    /// Sends an error document with this status.
    pub fn status(status: u16) -> Fault {
        Fault::Status { status, retry_after: None }
    }

    /// Sends a 429 with `Retry-After`, whose valid values are seconds and an HTTP date (RFC 9110, section 10.2.3).
    pub fn too_many_requests(retry_after: &str) -> Fault {
        Fault::Status { status: 429, retry_after: Some(retry_after.to_owned()) }
    }

    /// Sends an HTML page, like a proxy or a host that is not a tenant.
    pub fn html(status: u16) -> Fault {
        let page =
            "<!DOCTYPE html>\n<html><head><title>Proxy</title></head><body><h1>This is not an API</h1></body></html>\n";
        let mut response = DemoResponse::new(status).with_header("Content-Type", "text/html; charset=utf-8");
        response.body = page.into();
        Fault::Response(response)
    }

    /// Sends a redirect to this location.
    pub fn redirect(status: u16, location: &str) -> Fault {
        Fault::Response(DemoResponse::new(status).with_header("Location", location))
    }

    /// Returns true if the tenant processes the request despite the fault.
    pub(crate) fn processes_request(&self) -> bool {
        matches!(self, Fault::DropResponse | Fault::LoseResponse(_) | Fault::TruncateResponse | Fault::Delay(_))
    }

    /// Applies the fault to a response.
    pub(crate) fn apply(&self, response: DemoResponse) -> Reply {
        match self {
            Fault::DropRequest | Fault::DropResponse => Reply::Close,
            Fault::Raw(bytes) => Reply::Raw(bytes.clone()),
            Fault::LoseResponse(status) => DemoResponse::new(*status).with_header("Content-Length", "0").into(),
            Fault::TruncateResponse => Reply::Truncated(response),
            Fault::Delay(delay) => Reply::Complete { response, delay: *delay },
            Fault::Status { .. } | Fault::Response(_) => response.into(),
        }
    }
}

/// Selects the requests that a fault applies to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestMatcher {
    method: Option<String>,
    target_part: Option<String>,
    skip: usize,
}

impl RequestMatcher {
    /// Selects every request.
    pub fn any() -> RequestMatcher {
        RequestMatcher::default()
    }

    /// Selects only requests with this method.
    pub fn method(mut self, method: &str) -> RequestMatcher {
        self.method = Some(method.to_owned());
        self
    }

    /// Selects only requests whose target contains this text, percent-encoded as sent.
    pub fn target_contains(mut self, part: &str) -> RequestMatcher {
        self.target_part = Some(part.to_owned());
        self
    }

    /// Skips the first `count` matching requests: `skip(2)` selects from the third on.
    pub fn skip(mut self, count: usize) -> RequestMatcher {
        self.skip = count;
        self
    }

    /// Returns true if the request is selected. A matching request that is skipped reduces the count to skip.
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

/// A fault for future requests.
#[derive(Debug)]
pub struct PendingFault {
    pub matcher: RequestMatcher,
    /// How many more requests the fault applies to, at least one.
    pub remaining: usize,
    pub fault: Fault,
}

/// Returns the first pending fault that selects the request, and removes the fault if this was its last request.
pub fn take_matching(pending_faults: &mut Vec<PendingFault>, request: &DemoRequest) -> Option<Fault> {
    let index = pending_faults.iter_mut().position(|pending| pending.matcher.selects(request))?;
    let pending = pending_faults.get_mut(index)?;
    pending.remaining -= 1;
    let fault = pending.fault.clone();
    pending_faults.retain(|pending| pending.remaining > 0);
    Some(fault)
}

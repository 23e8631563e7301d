//! Faults: what can go wrong between a client and a tenant, and the queue of what will.
//! It must not know what a request means.

use std::time::Duration;

use super::message::{Reply, Request, Response, Wire};

/// What goes wrong with one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// An error document of that status instead of an answer; not processed. `retry_after` is sent as it is, right or wrong.
    Status {
        /// The status.
        status: u16,
        /// The value of `Retry-After`.
        retry_after: Option<String>,
    },
    /// This answer instead of the tenant's; not processed.
    Answer(Response),
    /// These bytes instead of an answer, then the end of the connection; not processed.
    Raw(Vec<u8>),
    /// The end of the connection without an answer; not processed.
    Drop,
    /// The end of the connection without an answer; processed.
    Lost,
    /// The head and half of the body of the answer, then the end of the connection; processed.
    Cut,
    /// A wait before the answer; processed.
    Wait(Duration),
}

impl Fault {
    /// Makes a fault of a status and its error document.
    pub fn status(status: u16) -> Fault {
        Fault::Status { status, retry_after: None }
    }

    /// Makes a 429 that asks to wait; RFC 9110, 10.2.3 allows seconds or a date.
    pub fn too_many(retry_after: &str) -> Fault {
        Fault::Status { status: 429, retry_after: Some(retry_after.to_owned()) }
    }

    /// Makes the HTML page that a proxy or a wrong host answers.
    pub fn html(status: u16) -> Fault {
        let page =
            "<!DOCTYPE html>\n<html><head><title>Proxy</title></head><body><h1>This is no API</h1></body></html>\n";
        Fault::Answer(Response {
            status,
            headers: vec![("Content-Type".to_owned(), "text/html; charset=utf-8".to_owned())],
            body: page.into(),
        })
    }

    /// Makes a redirect.
    pub fn redirect(status: u16, location: &str) -> Fault {
        Fault::Answer(Response::new(status).with("Location", location))
    }

    /// Returns whether the tenant processes a request that this fault strikes.
    pub(super) fn processes(&self) -> bool {
        matches!(self, Fault::Lost | Fault::Cut | Fault::Wait(_))
    }

    /// Spoils an answer.
    pub(super) fn spoil(&self, answer: Response) -> Reply {
        match self {
            Fault::Drop | Fault::Lost => Wire::Close.into(),
            Fault::Raw(bytes) => Wire::Raw(bytes.clone()).into(),
            Fault::Cut => Wire::Cut(answer).into(),
            Fault::Wait(wait) => Reply { wait: *wait, wire: Wire::Answer(answer) },
            Fault::Status { .. } | Fault::Answer(_) => Wire::Answer(answer).into(),
        }
    }
}

/// Which requests a fault strikes; all of them by default.
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

    /// Only requests of that method.
    pub fn method(mut self, method: &str) -> When {
        self.method = Some(method.to_owned());
        self
    }

    /// Only requests with that text in their target, as it is sent.
    pub fn target(mut self, part: &str) -> When {
        self.target = Some(part.to_owned());
        self
    }

    /// Only after so many requests that fit: `after(2)` strikes the third.
    pub fn after(mut self, count: usize) -> When {
        self.after = count;
        self
    }

    fn fits(&self, request: &Request) -> bool {
        self.method.as_ref().is_none_or(|method| *method == request.method)
            && self.target.as_ref().is_none_or(|part| request.target.contains(part))
    }
}

/// The faults to come, in order.
#[derive(Debug, Default)]
pub(super) struct Faults {
    queue: Vec<Planned>,
}

#[derive(Debug)]
struct Planned {
    when: When,
    times: usize,
    fault: Fault,
}

impl Faults {
    pub(super) fn plan(&mut self, when: When, times: usize, fault: Fault) {
        if times > 0 {
            self.queue.push(Planned { when, times, fault });
        }
    }

    pub(super) fn clear(&mut self) {
        self.queue.clear();
    }

    /// Takes the first fault that strikes this request. Faults that wait for more requests let it pass to the next ones.
    pub(super) fn take(&mut self, request: &Request) -> Option<Fault> {
        let mut struck = None;
        for planned in &mut self.queue {
            if !planned.when.fits(request) {
                continue;
            }
            if planned.when.after > 0 {
                planned.when.after -= 1;
                continue;
            }
            planned.times -= 1;
            struck = Some(planned.fault.clone());
            break;
        }
        self.queue.retain(|planned| planned.times > 0);
        struck
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statuses(faults: &mut Faults, requests: &[(&str, &str)]) -> Vec<Option<u16>> {
        requests
            .iter()
            .map(|(method, target)| match faults.take(&Request::new(method, target)) {
                Some(Fault::Status { status, .. }) => Some(status),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn faults_strike_in_order_and_end() {
        let mut faults = Faults::default();
        faults.plan(When::any(), 2, Fault::status(503));
        faults.plan(When::any(), 0, Fault::status(599));
        faults.plan(When::any(), 1, Fault::status(500));
        let seen = statuses(&mut faults, &[("GET", "/"); 4]);
        assert_eq!(seen, [Some(503), Some(503), Some(500), None]);
    }

    #[test]
    fn a_fault_waits_for_the_requests_that_it_is_for() {
        let mut faults = Faults::default();
        faults.plan(When::any().method("POST"), 1, Fault::status(500));
        faults.plan(When::any().target("startingAfter").after(1), 1, Fault::status(502));
        let seen = statuses(
            &mut faults,
            &[
                ("GET", "/k"),
                ("GET", "/k?startingAfter=a"),
                ("POST", "/k"),
                ("GET", "/k?startingAfter=b"),
                ("GET", "/k?startingAfter=c"),
            ],
        );
        assert_eq!(seen, [None, None, Some(500), Some(502), None]);
    }
}

//! The demo tenant held against the reference of the API, and its listener against HTTP.

mod admission;
mod control;
mod faults;
mod listener;
mod paging;
mod reference;
mod rules;
mod shape;
mod stream;

use jiff::Timestamp;
use qlik_api_key::demo::{Request, Response, Tenant, TestUser};
use serde_json::Value;

/// A tenant whose clock stands at a time, and what a test asks of it.
struct Bench {
    tenant: Tenant,
}

const NOW: &str = "2026-11-23T10:00:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

impl Bench {
    /// A tenant with the default configuration and the sign-in keys alone.
    fn new() -> Bench {
        Bench::of(Tenant::new(1, now()))
    }

    /// The furnished one, with room for keys.
    fn seeded() -> Bench {
        Bench::of(Tenant::with_demo_data(1, now()))
    }

    fn of(mut tenant: Tenant) -> Bench {
        tenant.set_clock(now());
        Bench { tenant }
    }

    fn send(&mut self, request: Request) -> Response {
        let reply = self.tenant.handle(&request, now());
        let response = reply.response().expect("an answer").clone();
        shape::check(&request, &response);
        response
    }

    fn signed(&self, person: TestUser, method: &str, path: &str) -> Request {
        Request::new(method, &format!("/api/v1{path}"))
            .with("Host", "demo.example")
            .bearer(self.tenant.token_of(person))
    }

    fn get(&mut self, person: TestUser, path: &str) -> Response {
        let request = self.signed(person, "GET", path);
        self.send(request)
    }

    fn delete(&mut self, person: TestUser, path: &str) -> Response {
        let request = self.signed(person, "DELETE", path);
        self.send(request)
    }

    fn post(&mut self, person: TestUser, path: &str, body: &str) -> Response {
        let request = self.signed(person, "POST", path).json(body);
        self.send(request)
    }

    fn patch(&mut self, person: TestUser, path: &str, body: &str) -> Response {
        let request = self.signed(person, "PATCH", path).json(body);
        self.send(request)
    }

    fn config_path(&self) -> String {
        format!("/api-keys/configs/{}", self.tenant.id())
    }

    fn configure(&mut self, path: &str, value: Value) {
        self.tenant.configure(path, &value).unwrap();
    }
}

fn json(response: &Response) -> Value {
    serde_json::from_slice(&response.body).expect("a JSON body")
}

fn ids(response: &Response) -> Vec<String> {
    assert_eq!(response.status, 200, "{}", text(response));
    json(response)["data"].as_array().unwrap().iter().map(|key| key["id"].as_str().unwrap().to_owned()).collect()
}

fn text(response: &Response) -> String {
    String::from_utf8_lossy(&response.body).into_owned()
}

/// Asserts a refusal and returns its first error.
#[track_caller]
fn refused(response: &Response, status: u16) -> Value {
    assert_eq!(response.status, status, "{}", text(response));
    json(response)["errors"][0].clone()
}

/// Asserts that the body is refused at that place.
#[track_caller]
fn refused_at(response: &Response, pointer: &str) {
    let error = refused(response, 400);
    assert_eq!(error["source"]["pointer"], pointer, "{error}");
}

//! The demo tenant held against the reference of the API, and its listener against HTTP.

mod control;
mod faults;
mod listener;
mod paging;
mod reference;
mod router;
mod rules;
mod schema;
mod stream;

use jiff::Timestamp;
use qlik_api_key::demo::{DemoRequest, DemoResponse, Tenant, TestUser};
use serde_json::Value;

/// A tenant whose clock stands at a time, and what a test asks of it.
struct DemoClient {
    tenant: Tenant,
}

const NOW: &str = "2026-11-23T10:00:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

impl DemoClient {
    /// A tenant with the default configuration and the sign-in keys alone.
    fn new() -> DemoClient {
        DemoClient::from_tenant(Tenant::new(1, now()))
    }

    /// The furnished one, with room for keys.
    fn with_demo_data() -> DemoClient {
        DemoClient::from_tenant(Tenant::with_demo_data(1, now()))
    }

    fn from_tenant(mut tenant: Tenant) -> DemoClient {
        tenant.freeze_clock(now());
        DemoClient { tenant }
    }

    fn send(&mut self, request: DemoRequest) -> DemoResponse {
        let reply = self.tenant.handle(&request, now());
        let response = reply.response().expect("an answer").clone();
        schema::assert_valid_response(&request, &response);
        response
    }

    fn signed_request(&self, person: TestUser, method: &str, path: &str) -> DemoRequest {
        DemoRequest::new(method, &format!("/api/v1{path}"))
            .with_header("Host", "demo.example")
            .with_bearer_token(self.tenant.user_token(person))
    }

    fn get(&mut self, person: TestUser, path: &str) -> DemoResponse {
        let request = self.signed_request(person, "GET", path);
        self.send(request)
    }

    fn delete(&mut self, person: TestUser, path: &str) -> DemoResponse {
        let request = self.signed_request(person, "DELETE", path);
        self.send(request)
    }

    fn post(&mut self, person: TestUser, path: &str, body: &str) -> DemoResponse {
        let request = self.signed_request(person, "POST", path).with_json(body);
        self.send(request)
    }

    fn patch(&mut self, person: TestUser, path: &str, body: &str) -> DemoResponse {
        let request = self.signed_request(person, "PATCH", path).with_json(body);
        self.send(request)
    }

    fn config_path(&self) -> String {
        format!("/api-keys/configs/{}", self.tenant.id())
    }

    fn configure(&mut self, path: &str, value: Value) {
        self.tenant.configure(path, &value).unwrap();
    }
}

fn body_json(response: &DemoResponse) -> Value {
    serde_json::from_slice(&response.body).expect("a JSON body")
}

fn listed_ids(response: &DemoResponse) -> Vec<String> {
    assert_eq!(response.status, 200, "{}", body_text(response));
    body_json(response)["data"].as_array().unwrap().iter().map(|key| key["id"].as_str().unwrap().to_owned()).collect()
}

fn body_text(response: &DemoResponse) -> String {
    String::from_utf8_lossy(&response.body).into_owned()
}

/// Asserts a refusal and returns its first error.
#[track_caller]
fn assert_error(response: &DemoResponse, status: u16) -> Value {
    assert_eq!(response.status, status, "{}", body_text(response));
    body_json(response)["errors"][0].clone()
}

/// Asserts that the body is refused at that place.
#[track_caller]
fn assert_invalid_body(response: &DemoResponse, pointer: &str) {
    let error = assert_error(response, 400);
    assert_eq!(error["source"]["pointer"], pointer, "{error}");
}

//! Tests the demo tenant against the API reference, and its listener against HTTP/1.1.

mod audits;
mod control;
mod faults;
mod listener;
mod paging;
mod permissions;
mod reference;
mod roles;
mod router;
mod rules;
mod schema;
mod stream;
mod users;

use jiff::Timestamp;
use qlik_api_key::demo::{DemoRequest, DemoResponse, Tenant, TestUser};
use serde_json::Value;

/// Sends requests to a tenant whose clock is frozen at [`NOW`], and checks each response.
struct DemoClient {
    tenant: Tenant,
}

const NOW: &str = "2026-11-23T10:00:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

impl DemoClient {
    /// A tenant with the default settings that has only the keys to sign in with.
    fn new() -> DemoClient {
        DemoClient::from_tenant(Tenant::new(1, now()))
    }

    /// As [`DemoClient::new`], but the tenant of the API reference.
    fn reference() -> DemoClient {
        let mut client = DemoClient::new();
        client.tenant.use_reference();
        client
    }

    /// A tenant with sample keys and higher limits.
    fn with_demo_data() -> DemoClient {
        DemoClient::from_tenant(Tenant::with_demo_data(1, now()))
    }

    fn from_tenant(mut tenant: Tenant) -> DemoClient {
        tenant.freeze_clock(now());
        DemoClient { tenant }
    }

    /// Sends a request and checks that the response has the required form.
    fn send(&mut self, request: DemoRequest) -> DemoResponse {
        let reply = self.tenant.handle(&request, now());
        let response = reply.response().expect("a response").clone();
        schema::assert_valid_response(&request, &response);
        response
    }

    fn signed_request(&self, user: TestUser, method: &str, path: &str) -> DemoRequest {
        DemoRequest::new(method, &format!("/api/v1{path}"))
            .with_header("Host", "demo.example")
            .with_bearer_token(self.tenant.user_token(user))
    }

    fn get(&mut self, user: TestUser, path: &str) -> DemoResponse {
        let request = self.signed_request(user, "GET", path);
        self.send(request)
    }

    fn delete(&mut self, user: TestUser, path: &str) -> DemoResponse {
        let request = self.signed_request(user, "DELETE", path);
        self.send(request)
    }

    fn post(&mut self, user: TestUser, path: &str, body: &str) -> DemoResponse {
        let request = self.signed_request(user, "POST", path).with_json(body);
        self.send(request)
    }

    fn patch(&mut self, user: TestUser, path: &str, body: &str) -> DemoResponse {
        let request = self.signed_request(user, "PATCH", path).with_json(body);
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

/// Asserts that the response is an error with this status, and returns the first error of its document.
#[track_caller]
fn assert_error(response: &DemoResponse, status: u16) -> Value {
    assert_eq!(response.status, status, "{}", body_text(response));
    body_json(response)["errors"][0].clone()
}

/// Asserts that the request body was rejected because of the value at this JSON Pointer.
#[track_caller]
fn assert_invalid_body(response: &DemoResponse, pointer: &str) {
    let error = assert_error(response, 400);
    assert_eq!(error["source"]["pointer"], pointer, "{error}");
}

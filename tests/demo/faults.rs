//! Faults: how they change the response, whether the request is processed, and what the request log records.

use std::time::Duration;

use qlik_api_key::demo::{DemoRequest, DemoResponse, Fault, Reply, RequestMatcher, TestUser};

use crate::demo::{DemoClient, assert_error, body_json, listed_ids, now};

fn create_request(client: &DemoClient) -> DemoRequest {
    client.signed_request(TestUser::Admin, "POST", "/api-keys").with_json(r#"{"description":"x"}"#)
}

fn count_keys(client: &mut DemoClient) -> usize {
    listed_ids(&client.get(TestUser::Admin, "/api-keys?limit=100")).len()
}

#[test]
fn faults_that_replace_the_response_skip_processing() {
    for fault in [
        Fault::status(503),
        Fault::too_many_requests("13"),
        Fault::html(502),
        Fault::redirect(302, "https://elsewhere.example/"),
        Fault::Raw(b"garbage".to_vec()),
        Fault::DropRequest,
    ] {
        let mut client = DemoClient::new();
        client.tenant.fail_next(1, fault.clone());
        let request = create_request(&client);
        client.tenant.handle(&request, now());
        let logged = &client.tenant.requests()[0];
        assert_eq!((logged.processed, &logged.fault, logged.status), (false, &Some(fault), None));
        assert_eq!(logged.request, request);
        assert_eq!(count_keys(&mut client), 3);
    }
}

#[test]
fn faults_that_disturb_the_response_still_process_the_request() {
    for fault in
        [Fault::DropResponse, Fault::LoseResponse(502), Fault::TruncateResponse, Fault::Delay(Duration::from_secs(9))]
    {
        let mut client = DemoClient::new();
        client.tenant.fail_next(1, fault.clone());
        let request = create_request(&client);
        let reply = client.tenant.handle(&request, now());
        match (&fault, &reply) {
            (Fault::DropResponse, Reply::Close) | (Fault::TruncateResponse, Reply::Truncated(_)) => {}
            (Fault::LoseResponse(status), Reply::Complete { response, .. }) => assert_eq!(response.status, *status),
            (Fault::Delay(wait), Reply::Complete { delay, .. }) => assert_eq!(delay, wait),
            other => panic!("{other:?}"),
        }
        let logged = &client.tenant.requests()[0];
        assert_eq!((logged.processed, &logged.fault, logged.status), (true, &Some(fault), Some(201)));
        assert_eq!(count_keys(&mut client), 4);
    }
}

#[test]
fn a_fault_sends_its_configured_response() {
    let mut client = DemoClient::new();
    let request = client.signed_request(TestUser::Admin, "GET", "/users/me");
    client.tenant.fail_next(1, Fault::status(500));
    let error = assert_error(&client.send(request.clone()), 500);
    assert_eq!(error["code"], "HTTP-500");
    client.tenant.fail_next(1, Fault::too_many_requests("Wed, 21 Oct 2026 07:28:00 GMT"));
    let response = client.send(request.clone());
    assert_error(&response, 429);
    assert_eq!(response.header("Retry-After"), Some("Wed, 21 Oct 2026 07:28:00 GMT"));
    client.tenant.fail_next(1, Fault::Status { status: 503, retry_after: Some("2".to_owned()) });
    assert_eq!(client.send(request.clone()).header("Retry-After"), Some("2"));
    let response_with = |client: &mut DemoClient, fault| -> DemoResponse {
        client.tenant.fail_next(1, fault);
        client.tenant.handle(&request, now()).response().unwrap().clone()
    };
    let page = response_with(&mut client, Fault::html(200));
    assert_eq!((page.status, page.header("Content-Type")), (200, Some("text/html; charset=utf-8")));
    assert!(page.body.starts_with(b"<!DOCTYPE html>"));
    let redirect = response_with(&mut client, Fault::redirect(307, "https://elsewhere.example/x"));
    assert_eq!((redirect.status, redirect.header("Location")), (307, Some("https://elsewhere.example/x")));
    let invalid = DemoResponse::new(201).with_header("Content-Length", "99").with_header("Date", "never");
    let sent = response_with(&mut client, Fault::Response(invalid));
    assert_eq!((sent.header("Content-Length"), sent.header("Date")), (Some("99"), Some("never")));
    assert_eq!(sent.headers.len(), 2);
}

#[test]
fn a_fault_can_select_a_method_or_a_later_page() {
    let mut client = DemoClient::with_demo_data();
    client.tenant.add_keys(10);
    client.tenant.fail_when(RequestMatcher::any().target_contains("startingAfter").skip(1), 1, Fault::status(503));
    let mut path = "/api-keys?limit=3".to_owned();
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let response = client.get(TestUser::Admin, &path);
        statuses.push(response.status);
        if let Some(next) = body_json(&response)["links"]["next"]["href"].as_str() {
            path = next.strip_prefix("http://demo.example/api/v1").unwrap().to_owned();
        }
    }
    assert_eq!(statuses, [200, 200, 503, 200]);
    client.tenant.fail_when(RequestMatcher::any().method("POST"), 1, Fault::status(500));
    assert_eq!(client.get(TestUser::Admin, "/users/me").status, 200);
    let request = create_request(&client);
    assert_error(&client.send(request.clone()), 500);
    assert_eq!(client.send(request.clone()).status, 201);
    client.tenant.fail_next(5, Fault::DropRequest);
    client.tenant.clear_faults();
    assert_eq!(client.send(request).status, 201);
}

/// Sends requests and returns the status of the fault that applied to each, or `None` if none did.
fn fault_statuses(client: &mut DemoClient, requests: &[(&str, &str)]) -> Vec<Option<u16>> {
    let status = |(method, target): &(&str, &str)| {
        client.tenant.handle(&DemoRequest::new(method, target), now());
        match client.tenant.requests().last().unwrap().fault {
            Some(Fault::Status { status, .. }) => Some(status),
            _ => None,
        }
    };
    requests.iter().map(status).collect()
}

#[test]
fn faults_apply_in_order_and_run_out() {
    let mut client = DemoClient::new();
    client.tenant.fail_next(2, Fault::status(503));
    client.tenant.fail_next(0, Fault::status(599));
    client.tenant.fail_next(1, Fault::status(500));
    assert_eq!(fault_statuses(&mut client, &[("GET", "/"); 4]), [Some(503), Some(503), Some(500), None]);
}

#[test]
fn a_fault_for_a_later_request_does_not_block_other_faults() {
    let mut client = DemoClient::new();
    client.tenant.fail_when(RequestMatcher::any().method("POST"), 1, Fault::status(500));
    client.tenant.fail_when(RequestMatcher::any().target_contains("startingAfter").skip(1), 1, Fault::status(502));
    let second_page = ("GET", "/k?startingAfter=a");
    let requests = [("GET", "/k"), second_page, ("POST", "/k"), ("GET", "/k?startingAfter=b"), second_page];
    assert_eq!(fault_statuses(&mut client, &requests), [None, None, Some(500), Some(502), None]);
}

#[test]
fn the_request_log_can_be_cleared() {
    let mut client = DemoClient::new();
    client.get(TestUser::Admin, "/users/me");
    let logged = &client.tenant.requests()[0];
    assert_eq!((logged.processed, logged.status, &logged.fault), (true, Some(200), &None));
    assert_eq!(logged.request.target, "/api/v1/users/me");
    client.tenant.clear_requests();
    assert!(client.tenant.requests().is_empty());
}

#[test]
fn the_request_log_drops_its_older_half_when_full() {
    let mut client = DemoClient::new();
    for n in 0..20_001 {
        client.tenant.handle(&DemoRequest::new("GET", &format!("/{n}")), now());
    }
    let log = client.tenant.requests();
    assert_eq!(log.len(), 10_001);
    assert_eq!(log.last().unwrap().request.target, "/20000");
    assert_eq!(log[0].request.target, "/10000");
}

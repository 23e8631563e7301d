//! Faults: what they do to an answer, what they leave undone, and what the log says of them.

use std::time::Duration;

use qlik_api_key::demo::{DemoRequest, DemoResponse, Fault, Reply, RequestMatcher, TestUser};

use crate::demo::{DemoClient, assert_error, body_json, listed_ids, now};

fn create_request(bench: &DemoClient) -> DemoRequest {
    bench.signed_request(TestUser::Admin, "POST", "/api-keys").with_json(r#"{"description":"x"}"#)
}

fn count_keys(bench: &mut DemoClient) -> usize {
    listed_ids(&bench.get(TestUser::Admin, "/api-keys?limit=100")).len()
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
        let mut bench = DemoClient::new();
        bench.tenant.fail_next(1, fault.clone());
        let request = create_request(&bench);
        bench.tenant.handle(&request, now());
        let logged = &bench.tenant.requests()[0];
        assert_eq!((logged.processed, &logged.fault, logged.status), (false, &Some(fault), None));
        assert_eq!(logged.request, request);
        assert_eq!(count_keys(&mut bench), 3);
    }
}

#[test]
fn faults_that_disturb_the_response_still_process_the_request() {
    for fault in [Fault::DropResponse, Fault::TruncateResponse, Fault::Delay(Duration::from_secs(9))] {
        let mut bench = DemoClient::new();
        bench.tenant.fail_next(1, fault.clone());
        let request = create_request(&bench);
        let reply = bench.tenant.handle(&request, now());
        match (&fault, &reply) {
            (Fault::DropResponse, Reply::Close) | (Fault::TruncateResponse, Reply::Truncated(_)) => {}
            (Fault::Delay(wait), Reply::Complete { delay, .. }) => assert_eq!(delay, wait),
            other => panic!("{other:?}"),
        }
        let logged = &bench.tenant.requests()[0];
        assert_eq!((logged.processed, &logged.fault, logged.status), (true, &Some(fault), Some(201)));
        assert_eq!(count_keys(&mut bench), 4);
    }
}

#[test]
fn a_fault_sends_its_configured_response() {
    let mut bench = DemoClient::new();
    let request = bench.signed_request(TestUser::Admin, "GET", "/users/me");
    bench.tenant.fail_next(1, Fault::status(500));
    let error = assert_error(&bench.send(request.clone()), 500);
    assert_eq!(error["code"], "HTTP-500");
    bench.tenant.fail_next(1, Fault::too_many_requests("Wed, 21 Oct 2026 07:28:00 GMT"));
    let response = bench.send(request.clone());
    assert_error(&response, 429);
    assert_eq!(response.header("Retry-After"), Some("Wed, 21 Oct 2026 07:28:00 GMT"));
    bench.tenant.fail_next(1, Fault::Status { status: 503, retry_after: Some("2".to_owned()) });
    assert_eq!(bench.send(request.clone()).header("Retry-After"), Some("2"));
    let whole = |bench: &mut DemoClient, fault| -> DemoResponse {
        bench.tenant.fail_next(1, fault);
        bench.tenant.handle(&request, now()).response().unwrap().clone()
    };
    let page = whole(&mut bench, Fault::html(200));
    assert_eq!((page.status, page.header("Content-Type")), (200, Some("text/html; charset=utf-8")));
    assert!(page.body.starts_with(b"<!DOCTYPE html>"));
    let moved = whole(&mut bench, Fault::redirect(307, "https://elsewhere.example/x"));
    assert_eq!((moved.status, moved.header("Location")), (307, Some("https://elsewhere.example/x")));
    let odd = DemoResponse::new(201).with_header("Content-Length", "99").with_header("Date", "never");
    let odd = whole(&mut bench, Fault::Response(odd));
    assert_eq!((odd.header("Content-Length"), odd.header("Date")), (Some("99"), Some("never")));
    assert_eq!(odd.headers.len(), 2);
}

#[test]
fn a_fault_can_select_a_method_or_a_later_page() {
    let mut bench = DemoClient::with_demo_data();
    bench.tenant.add_keys(10);
    bench.tenant.fail_when(RequestMatcher::any().target_contains("startingAfter").skip(1), 1, Fault::status(503));
    let mut path = "/api-keys?limit=3".to_owned();
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let response = bench.get(TestUser::Admin, &path);
        statuses.push(response.status);
        if let Some(next) = body_json(&response)["links"]["next"]["href"].as_str() {
            path = next.strip_prefix("http://demo.example/api/v1").unwrap().to_owned();
        }
    }
    assert_eq!(statuses, [200, 200, 503, 200]);
    bench.tenant.fail_when(RequestMatcher::any().method("POST"), 1, Fault::status(500));
    assert_eq!(bench.get(TestUser::Admin, "/users/me").status, 200);
    let request = create_request(&bench);
    assert_error(&bench.send(request.clone()), 500);
    assert_eq!(bench.send(request.clone()).status, 201);
    bench.tenant.fail_next(5, Fault::DropRequest);
    bench.tenant.clear_faults();
    assert_eq!(bench.send(request).status, 201);
}

/// The statuses of the faults that these requests get; a request without one is `None`.
fn fault_statuses(bench: &mut DemoClient, requests: &[(&str, &str)]) -> Vec<Option<u16>> {
    let status = |(method, target): &(&str, &str)| {
        bench.tenant.handle(&DemoRequest::new(method, target), now());
        match bench.tenant.requests().last().unwrap().fault {
            Some(Fault::Status { status, .. }) => Some(status),
            _ => None,
        }
    };
    requests.iter().map(status).collect()
}

#[test]
fn faults_apply_in_order_and_run_out() {
    let mut bench = DemoClient::new();
    bench.tenant.fail_next(2, Fault::status(503));
    bench.tenant.fail_next(0, Fault::status(599));
    bench.tenant.fail_next(1, Fault::status(500));
    assert_eq!(fault_statuses(&mut bench, &[("GET", "/"); 4]), [Some(503), Some(503), Some(500), None]);
}

#[test]
fn a_fault_for_a_later_request_does_not_block_other_faults() {
    let mut bench = DemoClient::new();
    bench.tenant.fail_when(RequestMatcher::any().method("POST"), 1, Fault::status(500));
    bench.tenant.fail_when(RequestMatcher::any().target_contains("startingAfter").skip(1), 1, Fault::status(502));
    let first = ("GET", "/k?startingAfter=a");
    let requests = [("GET", "/k"), first, ("POST", "/k"), ("GET", "/k?startingAfter=b"), first];
    assert_eq!(fault_statuses(&mut bench, &requests), [None, None, Some(500), Some(502), None]);
}

#[test]
fn the_request_log_can_be_cleared() {
    let mut bench = DemoClient::new();
    bench.get(TestUser::Admin, "/users/me");
    let logged = &bench.tenant.requests()[0];
    assert_eq!((logged.processed, logged.status, &logged.fault), (true, Some(200), &None));
    assert_eq!(logged.request.target, "/api/v1/users/me");
    bench.tenant.clear_requests();
    assert!(bench.tenant.requests().is_empty());
}

#[test]
fn the_request_log_drops_its_older_half_when_full() {
    let mut bench = DemoClient::new();
    for n in 0..20_001 {
        bench.tenant.handle(&DemoRequest::new("GET", &format!("/{n}")), now());
    }
    let log = bench.tenant.requests();
    assert_eq!(log.len(), 10_001);
    assert_eq!(log.last().unwrap().request.target, "/20000");
    assert_eq!(log[0].request.target, "/10000");
}

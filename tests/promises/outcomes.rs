//! A status alone does not decide what happened to a request: a 303 after a create, and a 200 that reports an error.

use qlik_api_key::demo::{DemoResponse, Fault, RequestMatcher};

use crate::support::TestSite;

#[test]
fn a_303_after_a_create_is_an_unknown_outcome() {
    let site = TestSite::new();
    for (status, code) in [(303, 9), (307, 7), (308, 7)] {
        let redirect = Fault::redirect(status, "/api/v1/api-keys/k1");
        site.listener.tenant().fail_when(RequestMatcher::any().method("POST"), 1, redirect);
        let run = site.run(&["create", "--description", "once"]).fails(code, "redirects are not followed");
        assert_eq!(run.stderr.contains("its outcome is unknown: a key may exist"), code == 9, "{}", run.stderr);
        let posts = site.take_requests().iter().filter(|request| request.starts_with("POST")).count();
        assert_eq!(posts, 1);
    }
}

#[test]
fn a_200_that_reports_an_error_removes_nothing() {
    let site = TestSite::new();
    let id = site.key_id("Terraform");
    for (body, is_error) in [
        (r#"{"errors":[{"title":"Locked"}]}"#, true),
        (r#"{"errors":{"title":"Locked"}}"#, true),
        (r#"{"error":"locked"}"#, true),
        (r#"{"errors":[],"errors":[{}]}"#, true),
        (r#"{"errors":[ ],"error":null}"#, false),
        (r#"{"id":"k"}"#, false),
        ("null", false),
        ("", false),
    ] {
        let stub = || {
            let mut response = DemoResponse::new(200).with_header("Content-Type", "application/json");
            response.body = body.into();
            site.listener.tenant().fail_when(RequestMatcher::any().method("DELETE"), 1, Fault::Response(response));
        };
        stub();
        let one = site.run(&["rm", &id, "--yes"]);
        stub();
        let many = site.run_with_stdin(&["rm", "-", "--yes"], format!("{id}\n"));
        if is_error {
            one.fails(7, "has status 200 but reports an error");
            assert_eq!(many.code, 8, "{}", many.stdout);
            assert!(many.stdout.contains("but reports an error"), "{}", many.stdout);
        } else {
            assert_eq!((one.code, many.code), (0, 0), "{body}: {}{}", one.stderr, many.stderr);
        }
    }
    let patched = ["patch", &id, "--description", "x"];
    site.stub_response(200, r#"{"errors":[{"title":"Locked"}]}"#);
    site.run(&patched).fails(7, "has status 200 but reports an error");
}

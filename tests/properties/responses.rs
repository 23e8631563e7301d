//! Responses of a tenant.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

use super::{any_json, run_with_response};
use crate::support::TestSite;

/// Bodies that resemble those of the API, with any JSON in the fields that the program reads.
fn almost_response_body() -> impl Strategy<Value = Vec<u8>> {
    let field_name = proptest::sample::select(
        &["data", "links", "next", "href", "errors", "title", "detail", "status", "source", "traceId", "id", "expiry"]
            [..],
    );
    let document = any_json().prop_recursive(4, 30, 5, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((field_name.clone(), inner), 1..5).prop_map(Value::from_iter),
        ]
    });
    prop_oneof![
        4 => document.prop_map(|value| value.to_string().into_bytes()),
        1 => vec(any::<u8>(), 0..60),
    ]
}

/// Checks a property for all cases, with one tenant.
fn check_against_tenant<S: Strategy>(
    cases: u32,
    strategy: S,
    property: impl Fn(&TestSite, S::Value) -> Result<(), TestCaseError>,
) {
    let site = TestSite::new();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    });
    runner.run(&strategy, |value| property(&site, value)).unwrap();
}

#[test]
fn any_list_response_yields_rows_or_an_error() {
    let formats = proptest::sample::select(&["json", "jsonl", "csv", "table"][..]);
    check_against_tenant(96, (almost_response_body(), formats), |site, (body, format)| {
        let document = serde_json::from_slice::<Value>(&body).unwrap_or_default();
        let run = run_with_response(site, &["ls", "-o", format, "--retry", "0"], 200, body);
        prop_assert!([0, 7].contains(&run.code), "{:?}", run);
        let has_error = run.stderr.starts_with("error: ")
            || (format.starts_with("json") && run.code == 7 && run.error_json()["exit"] == 7);
        prop_assert!(if run.code == 0 { run.stderr.is_empty() } else { has_error }, "{:?}", run);
        if run.code == 0 && format == "json" {
            prop_assert_eq!(&run.json(), &document["data"]);
        }
        Ok(())
    });
}

#[test]
fn any_error_response_yields_an_error() {
    let statuses = proptest::sample::select(&[(400, 1), (401, 3), (403, 4), (404, 5), (500, 7), (503, 7)][..]);
    check_against_tenant(
        96,
        (almost_response_body(), statuses, any::<bool>()),
        |site, (body, (status, code), as_json)| {
            let arguments: &[&str] =
                if as_json { &["get", "x", "--json", "--retry", "0"] } else { &["get", "x", "--retry", "0"] };
            let run = run_with_response(site, arguments, status, body);
            prop_assert_eq!((run.code, run.stdout.as_str()), (code, ""), "{}", run.stderr);
            if as_json {
                prop_assert_eq!(&run.error_json()["exit"], &Value::from(code));
                prop_assert_eq!(&run.error_json()["status"], &Value::from(status));
            } else {
                prop_assert!(run.stderr.starts_with("error: could not get API key x: "), "{}", run.stderr);
            }
            Ok(())
        },
    );
}

#[test]
fn rejects_responses_that_are_not_objects() {
    let site = TestSite::new();
    let run = |arguments: &[&str], status, body: &str| run_with_response(&site, arguments, status, body.into());
    for body in ["[[]]", "[]", "null", "7", "\"x\""] {
        run(&["ls", "--json", "--retry", "0"], 200, body).fails(7, "not the expected JSON");
        run(&["get", "x", "--json", "--retry", "0"], 200, body).fails(7, "not the expected JSON");
    }
    site.stub_create_response(201, r#"["fake-id", "fake-token"]"#);
    site.run(&["create", "--description", "x"]).fails(9, "a key may exist");
    site.listener.tenant().clear_requests();
}

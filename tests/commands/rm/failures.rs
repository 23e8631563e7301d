//! Keys that cannot be removed, and failures that stop the removal.

use std::time::{Duration, Instant};

use qlik_api_key::demo::{Fault, KeySpec, RequestMatcher, TestUser};
use serde_json::json;

use super::{list_ids, results, rm_arguments, site_with_keys};
use crate::support::{CliOutput, UNREACHABLE_ADDRESS, binary};

#[test]
fn a_rejected_key_fails_alone_with_the_tenants_message() {
    let (site, ids) = site_with_keys(2);
    let site = site.signed_in_as(TestUser::Developer);
    let own = site.listener.tenant().add_key(KeySpec::new("own").owner(TestUser::Developer));
    let all = [ids[0].clone(), own.clone(), ids[1].clone()];
    let run = site.run(&rm_arguments(&all, &[]));
    let list = run.json();
    assert_eq!(results(&list), [(all[0].as_str(), "failed"), (own.as_str(), "removed"), (all[2].as_str(), "failed")]);
    let reason = list[0]["error"].as_str().unwrap();
    assert!(reason.starts_with(
        "Forbidden. Accessing the API key of another user requires the role TenantAdmin. (code API-KEYS-3"
    ));
    assert!(reason.contains(", traceId ") && !reason.contains("could not"), "{reason}");
    assert_eq!((run.code, run.stderr.as_str()), (8, "error: 2 of 3 API keys were not removed\n"));
    // With -q, each failure is a warning on stderr.
    let quiet = site.run(&rm_arguments(&all, &["-q"]));
    assert_eq!((quiet.code, quiet.stdout), (8, format!("{own}\n")));
    let warnings: Vec<_> = quiet.stderr.lines().collect();
    assert_eq!(warnings.len(), 3, "{warnings:?}");
    assert!(
        warnings[0].starts_with(&format!("warning: API key {} was not removed: Forbidden. ", ids[0])),
        "{warnings:?}"
    );
    assert_eq!(warnings[2], "error: 2 of 3 API keys were not removed");
}

#[test]
fn a_failure_after_all_retries_affects_only_that_key() {
    let faults = [
        (Fault::status(500), "Internal Server Error"),
        (Fault::status(503), "Service Unavailable"),
        (Fault::DropRequest, "broke before the response arrived"),
        (Fault::html(502), "got an HTML page with status 502"),
        (Fault::html(200), "is an HTML page"),
        (Fault::html(404), "got an HTML page with status 404"),
        (Fault::status(400), "Bad Request"),
        (Fault::redirect(302, "https://elsewhere.example/x"), "redirects are not followed"),
    ];
    std::thread::scope(|scope| {
        for (fault, message) in faults {
            scope.spawn(move || {
                let (site, ids) = site_with_keys(5);
                site.listener.tenant().fail_when(RequestMatcher::any().target_contains(&ids[1]), usize::MAX, fault);
                let run = site.run(&rm_arguments(&ids, &["--retry", "1", "--json"]));
                let list = run.json();
                let failed: Vec<_> = results(&list).iter().map(|row| row.1 == "failed").collect();
                assert_eq!(failed, [false, true, false, false, false], "{message}");
                assert!(list[1]["error"].as_str().unwrap().contains(message), "{list}");
                assert_eq!((run.code, &run.error_json()["exit"]), (8, &json!(8)), "{message}");
            });
        }
    });
}

#[test]
fn a_lost_response_counts_as_removed() {
    let (site, ids) = site_with_keys(3);
    site.listener.tenant().fail_when(RequestMatcher::any().target_contains(&ids[1]), 1, Fault::DropResponse);
    let run = site.run(&rm_arguments(&ids, &["--json"])).succeeds();
    assert_eq!(results(&run.json()), ids.iter().map(|id| (id.as_str(), "removed")).collect::<Vec<_>>());
}

#[test]
fn a_401_stops_and_prints_the_removed_keys() {
    let (site, ids) = site_with_keys(40);
    let rejected = RequestMatcher::any().method("DELETE").skip(10);
    site.listener.tenant().fail_when(rejected.clone(), usize::MAX, Fault::status(401));
    let run = site.run(&rm_arguments(&ids, &[]));
    site.listener.tenant().clear_faults();
    assert_eq!(run.code, 3, "{}", run.stderr);
    // Several requests are sent at the same time, and any of them may be the rejected one.
    let list = run.json();
    let positions: Vec<_> =
        results(&list).iter().map(|row| ids[..14].iter().position(|id| id == row.0).unwrap()).collect();
    assert!(positions.len() == 10 && positions.is_sorted(), "{positions:?}");
    assert!(results(&list).iter().all(|row| row.1 == "removed"));
    let mut lines = run.stderr.lines();
    assert_eq!(lines.next(), Some("warning: 30 of 40 API keys were left unchanged"));
    assert!(lines.next().unwrap().starts_with("error: could not remove API key "), "{}", run.stderr);
    assert!(run.stderr.contains("returned 401") && run.stderr.contains("hint: check QLIK_API_KEY"), "{}", run.stderr);
    let deletes = site.take_requests().len();
    assert!((11..=14).contains(&deletes), "{deletes} requests");
    assert_eq!(list_ids(&site).len(), 33);
    // With --json, the last line of stderr is the error. After a 401 for the first key, no other request is sent.
    site.listener.tenant().fail_next(usize::MAX, Fault::status(401));
    let run = site.run(&rm_arguments(&ids, &["--json"]));
    assert_eq!((run.code, run.stdout.as_str(), &run.error_json()["status"]), (3, "[]\n", &json!(401)));
    assert_eq!(site.take_requests().len(), 1);
}

#[test]
fn an_unreachable_tenant_is_a_single_error() {
    let mut command = binary();
    command.env("QLIK_SERVER", format!("http://{UNREACHABLE_ADDRESS}")).env("QLIK_API_KEY", "fake");
    let ids: Vec<String> = (0..50).map(|number| format!("k{number}")).collect();
    let started = Instant::now();
    let run = CliOutput::from(command.args(rm_arguments(&ids, &["--retry", "0", "-o", "jsonl"])).output().unwrap());
    assert_eq!((run.code, run.stdout.as_str()), (7, ""), "{}", run.stderr);
    assert!(run.error_json()["title"].as_str().unwrap().contains("no connection to"), "{}", run.stderr);
    assert!(started.elapsed() < Duration::from_secs(10));
}

//! Names of users and descriptions of their keys, wherever owners are shown.

use qlik_api_key::demo::{DemoResponse, Fault, KeySpec, RequestMatcher, SubType, UserStatus};
use serde_json::json;

use super::corpus::{corpus, joined_corpus};
use super::{check_screen, check_screen_with};
use crate::support::TestSite;

/// A tenant with a user of each name, who has a key of that description that expires soon.
fn site_with_hostile_users() -> TestSite {
    TestSite::empty(|tenant| {
        tenant.set_rate_limits(100_000, 100_000);
        for text in corpus().into_iter().chain([joined_corpus()]) {
            let id = tenant.add_user(&text, Some(UserStatus::Active));
            tenant.add_key(KeySpec::new(&text).sub(&id, SubType::User));
        }
    })
}

#[test]
fn names_of_owners_show_no_controls() {
    let site = site_with_hostile_users();
    for format in ["-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "--jq=."] {
        let screen = check_screen(&site, &["ls", "--owners", format]);
        assert!(screen.code == 0 && screen.text.contains("\\u001b[2J"), "{format}: no escaped text");
        let screen = check_screen(&site, &["review", "--within", "P60D", format]);
        assert!(screen.code > 0 && screen.text.contains("\\u001b[2J"), "{format}: no escaped text");
    }
    let report = check_screen(&site, &["review", "--within", "P60D", "-omarkdown"]).text;
    let rows = report.lines().filter(|line| line.starts_with("| warning")).count();
    assert!(rows > corpus().len() && report.contains("u001b"), "{report}");
    let csv = check_screen(&site, &["ls", "--columns", "owner,ownerName,ownerEmail", "-ocsv"]).text;
    assert!(csv.contains("\\u001b[2J"), "{csv}");
}

#[test]
fn events_show_no_controls() {
    let site = site_with_hostile_users();
    let rows: Vec<_> = corpus().iter().chain([&joined_corpus()]).map(|text| json!({
        "id": text, "eventType": "com.qlik.core.api-key.created", "eventTime": "2026-11-23T11:00:00Z", "userId": text,
        "data": {"id": text, "description": text, "sub": text}, "extensions": {"originIp": text},
    })).collect();
    let mut response = DemoResponse::new(200).with_header("Content-Type", "application/json");
    response.body = json!({"data": rows}).to_string().into_bytes();
    for format in ["-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "-omarkdown", "-q", "--jq=."] {
        let matcher = RequestMatcher::any().target_contains("core.api-key.created");
        site.listener.tenant().fail_when(matcher, 1, Fault::Response(response.clone()));
        let screen = check_screen(&site, &["events", format]);
        assert!(screen.code == 0 && screen.text.contains("u001b"), "{format}: no escaped text");
    }
}

#[test]
fn questions_and_errors_with_names_show_no_controls() {
    let site = site_with_hostile_users();
    let keys = super::list_keys(&site);
    for (id, description) in keys.iter().filter(|key| key.1.contains('\u{1b}')) {
        let screen = check_screen_with(&site, &[], &["rm", id], "n\n");
        assert_eq!(screen.code, 1, "{}", screen.text);
        let screen = check_screen(&site, &["get", id]);
        assert!(screen.text.contains("\nowner: "), "{}", screen.text);
        let sub = site.run(&["get", id]).json()["sub"].as_str().unwrap().to_owned();
        let screen = check_screen_with(&site, &[], &["offboard", &sub], "n\n");
        assert!(screen.text.contains("Revoke 1 API key of "), "{description:?}: {}", screen.text);
        check_screen(&site, &["offboard", &sub, "--dry-run"]);
    }
}

//! The filters and sort orders of `ls` that the API does not have. They apply to all pages, before the limit, and use
//! the tenant's clock.

use qlik_api_key::demo::{DemoResponse, Fault, KeySpec, RequestMatcher, SubType, TestUser};
use serde_json::Value;

use crate::support::{CliOutput, TestSite};

/// Starts a tenant with a revoked key, a SCIM key, and 300 keys: number n was created n - 1000 hours from now and
/// expires n - 50 hours from now.
fn site_with_many_keys() -> TestSite {
    TestSite::empty(|tenant| {
        for number in 0..300 {
            let owner = if number % 2 == 0 { TestUser::Admin } else { TestUser::Developer };
            let spec = KeySpec::new(&format!("Key {number:03}")).owner(owner);
            tenant.add_key(spec.created(hours_from_now(number - 1000)).expiry(hours_from_now(number - 50)));
        }
        tenant.add_key(KeySpec::new("gone").expiry(hours_from_now(1)).revoked());
        tenant.add_key(KeySpec::new("SCIM").sub("SCIM\\Größe_X", SubType::ExternalClient).expiry(hours_from_now(9000)));
    })
}

/// The tenant's time plus `count` hours.
fn hours_from_now(count: i64) -> jiff::Timestamp {
    let now: jiff::Timestamp = crate::support::NOW.parse().unwrap();
    now + jiff::SignedDuration::from_hours(count)
}

fn descriptions(run: &CliOutput) -> Vec<String> {
    run.json().as_array().unwrap().iter().map(|key| key["description"].as_str().unwrap().to_owned()).collect()
}

fn ls(site: &TestSite, more: &[&str]) -> CliOutput {
    site.run(&[&["ls"], more].concat()).succeeds()
}

fn key_descriptions(numbers: impl Iterator<Item = i64>) -> Vec<String> {
    numbers.map(|number| format!("Key {number:03}")).collect()
}

#[test]
fn expires_within_searches_every_page() {
    let site = site_with_many_keys();
    // The newest keys are listed first, so these are not on the first page.
    let run = ls(&site, &["--expires-within", "2d"]);
    let found = descriptions(&run);
    assert_eq!(found, key_descriptions((51..=98).rev()), "{found:?}");
    assert_eq!(site.take_requests().len(), 4);
    let all = ls(&site, &[]).json();
    let same =
        all.as_array().unwrap().iter().filter(|key| found.contains(&key["description"].as_str().unwrap().into()));
    assert_eq!(same.collect::<Vec<_>>(), run.json().as_array().unwrap().iter().collect::<Vec<_>>(), "the rows changed");
}

#[test]
fn filters_by_expiry_and_age() {
    let site = site_with_many_keys();
    // `hours(-50)` is 2026-11-21T10:00:00Z.
    for before in ["P2D", "2d", "48 hours", "2026-11-21T12:00:00Z"] {
        let found = descriptions(&ls(&site, &["--expired-before", before]));
        assert_eq!(found, key_descriptions((0..2).rev()), "{before}");
    }
    assert_eq!(descriptions(&ls(&site, &["--expired-before", "2026-11-22"])), key_descriptions((0..14).rev()));
    // A date in the future does not select keys that have not expired yet.
    assert_eq!(descriptions(&ls(&site, &["--expired-before", "2999-01-01"])), key_descriptions((0..=50).rev()));
    for age in ["PT990H", "990h"] {
        assert_eq!(descriptions(&ls(&site, &["--older-than", age])), key_descriptions((0..=10).rev()), "{age}");
    }
}

#[test]
fn match_searches_description_and_subject() {
    let site = site_with_many_keys();
    assert_eq!(descriptions(&ls(&site, &["--match", "KEY 29"])), key_descriptions((290..300).rev()));
    assert_eq!(descriptions(&ls(&site, &["--match", "größe_x"])), ["SCIM"]);
    assert_eq!(descriptions(&ls(&site, &["--match=-x"])), Vec::<String>::new());
}

#[test]
fn filters_combine_with_each_other_and_the_limit() {
    let site = site_with_many_keys();
    let developer = site.listener.tenant().user_id(TestUser::Developer).to_owned();
    let line = ["--expires-within", "P4D", "--match", "key 0", "--sub", &developer, "--status", "active"];
    assert_eq!(descriptions(&ls(&site, &line)), key_descriptions((51..100).rev().filter(|number| number % 2 == 1)));
    assert!(site.take_requests()[0].ends_with(&format!("?sub={developer}&status=active&limit=100")));
    let ids = ls(&site, &[&["-q"], &line[..]].concat()).stdout;
    assert_eq!(ids.lines().count(), 25);
    site.take_requests();
    // The second page completes the 70 keys, so there is no third request.
    assert_eq!(descriptions(&ls(&site, &["--match", "key 1", "--limit", "70"])), key_descriptions((130..200).rev()));
    assert_eq!(site.take_requests().len(), 2);
    let last = ls(&site, &["--match", "key 200", "-q"]).stdout;
    let before = ["--endingBefore", last.trim(), "--match", "key 2", "--limit", "4"];
    assert_eq!(descriptions(&ls(&site, &before)), key_descriptions((201..205).rev()));
}

#[test]
fn sort_by_expiry_covers_all_pages() {
    let site = site_with_many_keys();
    let sorted = |sort: &str, more: &[&str]| descriptions(&ls(&site, &[&["--sort", sort], more].concat()));
    assert_eq!(sorted("expiry", &["--limit", "51"]), key_descriptions(0..51));
    assert_eq!(sorted("+expiry", &["--limit", "3", "--match", "key 2"]), key_descriptions(200..203));
    assert_eq!(sorted("-expiry", &["--limit", "3"])[0], "SCIM");
    assert_eq!(sorted("-expiry", &["--match", "key"]), key_descriptions((0..300).rev()));
    assert!(site.take_requests().iter().all(|request| !request.contains("sort")), "the tenant was asked to sort");
}

#[test]
fn filtered_rows_are_printed_page_by_page() {
    let site = site_with_many_keys();
    site.listener.tenant().fail_when(RequestMatcher::any().skip(1), 1, Fault::status(403));
    let run = site.run(&["ls", "--match", "key", "-o", "jsonl"]);
    assert_eq!((run.code, run.stdout.lines().count()), (4, 95), "{}", run.stderr);
    site.listener.tenant().fail_when(RequestMatcher::any().skip(1), 1, Fault::status(403));
    site.run(&["ls", "--sort", "expiry", "-o", "jsonl"]).fails(4, "403");
}

#[test]
fn uses_the_clock_of_the_tenant() {
    let site = site_with_many_keys();
    site.listener.tenant().freeze_clock(hours_from_now(249));
    assert_eq!(descriptions(&ls(&site, &["--expires-within", "PT1H", "--match", "key"])), Vec::<String>::new());
    site.listener.tenant().freeze_clock(hours_from_now(-60));
    assert_eq!(descriptions(&ls(&site, &["--expires-within", "PT10H", "--match", "key"])), key_descriptions(0..1));
    // Without a valid `Date` header, the time of this machine is used.
    let mut response =
        DemoResponse::new(200).with_header("Date", "sometime").with_header("Content-Type", "application/json");
    response.body = br#"{"data":[{"id":"a","status":"active","expiry":"2001-01-01T00:00:00Z"}]}"#.to_vec();
    site.listener.tenant().fail_next(1, Fault::Response(response));
    assert_eq!(ls(&site, &["--expired-before", "PT0S", "-q"]).stdout, "a\n");
}

#[test]
fn keys_without_a_date_count_as_expiring_but_not_expired() {
    let site = TestSite::new();
    let row = |id: &str, expiry: Value| format!(r#"{{"id":"{id}","status":"active","expiry":{expiry},"created":"?"}}"#);
    let rows = [
        row("last", "9999-12-31T23:59:59Z".into()),
        row("soon", "2026-11-24T12:00:00Z".into()),
        row("odd", "soon".into()),
        row("none", Value::Null),
    ];
    let list = |more: &[&str]| {
        site.stub_response(200, &format!(r#"{{"data":[{}]}}"#, rows.join(",")));
        ls(&site, &[more, &["-q"]].concat()).stdout
    };
    assert_eq!(list(&["--expires-within", "P7D"]), "soon\nodd\nnone\n");
    assert_eq!(list(&["--expired-before", "2999-01-01"]), "");
    assert_eq!(list(&["--older-than", "PT0S"]), "");
    assert_eq!(list(&["--sort", "expiry"]), "odd\nnone\nsoon\nlast\n");
}

#[test]
fn a_row_that_is_not_an_object_fails_a_filter() {
    let site = TestSite::new();
    site.stub_response(200, r#"{"data":[{"id":"a"},7]}"#);
    site.run(&["ls", "--match", "a"]).fails(7, "the tenant's response contains something other than an API key");
}

#[test]
fn rejects_invalid_input_before_sending() {
    let site = TestSite::new();
    for (arguments, message) in [
        (&["--expires-within", "14"][..], "'--expires-within <DURATION>': must be a duration, such as 30d"),
        (&["--expires-within", "-P1D"], "'--expires-within <DURATION>'"),
        (&["--older-than", ""], "--older-than"),
        (&["--older-than", "6m"], "'--older-than <DURATION>': must not use `m`, which could mean minutes or months"),
        (&["--expired-before", "yesterday"], "'--expired-before <AGE|DATE>': must be a date, such as 2026-12-31"),
        (&["--match", " "], "'--match <TEXT>': must not be empty"),
        (&["--sort", "ends"], "--sort"),
        (&["--raw", "--older-than", "P1D"], "--raw prints a single response unchanged"),
        (&["--raw", "--expires-within", "P1D"], "cannot be used with"),
        (&["--raw", "--expired-before", "P1D"], "cannot be used with"),
        (&["--raw", "--match", "a"], "cannot be used with"),
        (&["--raw", "--sort", "-expiry"], "cannot be used with"),
        (&["--sort", "expiry", "--startingAfter", "a"], "--sort expiry cannot be used with --starting-after"),
        (&["--sort", "-expiry", "--endingBefore", "a"], "--sort expiry cannot be used with"),
    ] {
        site.run(&[&["ls"], arguments].concat()).fails(2, message);
    }
    assert_eq!(site.take_requests(), Vec::<String>::new());
}

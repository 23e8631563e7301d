//! A unique beginning of an ID in place of the ID.

use qlik_api_key::demo::RequestMatcher;
use serde_json::json;

use crate::support::{TestSite, json_fault};

const LIST: &str = "GET /api/v1/api-keys?limit=100";

/// Makes the next list consist of keys with these IDs and descriptions.
fn stub_list(site: &TestSite, keys: &[(&str, &str)]) {
    let rows: Vec<_> = keys.iter().map(|(id, description)| json!({"id": id, "description": description})).collect();
    let matcher = RequestMatcher::any().target_contains("api-keys?");
    site.listener.tenant().fail_when(matcher, 1, json_fault(200, json!({"data": rows}).to_string()));
}

#[test]
fn get_and_patch_take_a_unique_beginning_after_a_404() {
    let site = TestSite::new();
    let id = site.key_id("CI pipeline");
    for length in [6, 12] {
        let prefix = &id[..length];
        let run = site.run(&["get", prefix]).succeeds();
        assert_eq!(run.json()["id"], id.as_str());
        let get = |id: &str| format!("GET /api/v1/api-keys/{id}");
        assert_eq!(site.take_requests(), [get(prefix), LIST.into(), get(&id)]);
        let run = site.run(&["patch", prefix, "--description", "new"]);
        assert_eq!((run.code, run.stderr), (0, format!("updated API key {id}\n")));
        let targets: Vec<_> =
            site.take_requests().iter().map(|line| line.split('[').next().unwrap().to_owned()).collect();
        let patch = |id: &str| format!("PATCH /api/v1/api-keys/{id} ");
        assert_eq!(targets, [patch(prefix), LIST.into(), patch(&id)]);
    }
    assert_eq!(site.run(&["get", &id]).succeeds().json()["description"], "new");
}

#[test]
fn an_id_that_exists_is_never_looked_up() {
    let site = TestSite::new();
    let id = site.key_id("CI pipeline");
    site.run(&["get", &id]).succeeds();
    site.run(&["patch", &id, "--description", "new"]);
    assert!(!site.take_requests().contains(&LIST.to_owned()));
}

#[test]
fn other_errors_and_other_words_are_not_looked_up() {
    let site = TestSite::new();
    let id = site.key_id("CI pipeline");
    let long = format!("{}{}", &id[..20], "x".repeat(12));
    for word in [&id[..5], "abc/def", long.as_str()] {
        site.run(&["get", word]).fails(5, "Not found");
        assert_eq!(site.take_requests().len(), 1, "{word}");
    }
    site.stub_response(403, "{}");
    site.run(&["get", &id[..8]]).fails(4, "403");
    assert_eq!(site.take_requests().len(), 1);
}

#[test]
fn no_match_is_the_404_of_the_tenant() {
    let site = TestSite::new();
    site.run(&["get", "zzzzzz"]).fails(5, "could not get API key zzzzzz: Not found");
    assert_eq!(site.take_requests(), ["GET /api/v1/api-keys/zzzzzz", LIST]);
    // If the keys can't be listed, the 404 is the error too.
    let matcher = RequestMatcher::any().target_contains("api-keys?");
    site.listener.tenant().fail_when(matcher, 1, json_fault(403, "{}"));
    site.run(&["get", "zzzzzz"]).fails(5, "could not get API key zzzzzz: Not found");
}

#[test]
fn an_ambiguous_beginning_is_a_usage_error_that_names_the_keys() {
    let site = TestSite::new();
    stub_list(&site, &[("zzzzzz1", "one"), ("zzzzzz2", "two\nlines"), ("other", "three")]);
    let run = site.run(&["get", "zzzzzz"]).fails(2, "the IDs of 2 API keys begin with zzzzzz: ");
    assert!(
        run.stderr.contains("zzzzzz1 (\"one\"), zzzzzz2 (\"two lines\")\nhint: type more of the ID"),
        "{}",
        run.stderr
    );
    let ids: Vec<_> = (0..12).map(|number| format!("zzzzzz{number:02}")).collect();
    stub_list(&site, &ids.iter().map(|id| (id.as_str(), "a")).collect::<Vec<_>>());
    let run = site.run(&["patch", "zzzzzz", "--description", "b"]).fails(2, "the IDs of 12 API keys begin");
    assert!(run.stderr.contains("zzzzzz09 (\"a\") and 2 more") && !run.stderr.contains("zzzzzz10"), "{}", run.stderr);
    assert!(!site.take_requests().iter().any(|request| request.starts_with("PATCH /api/v1/api-keys/zzzzzz0")));
}

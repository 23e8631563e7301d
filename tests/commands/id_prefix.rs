//! A unique beginning of an ID in place of the ID.

use qlik_api_key::demo::RequestMatcher;
use serde_json::json;

use crate::support::{TestSite, json_fault};

#[cfg(unix)]
use crate::support::pty::run_on_terminal;

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

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn rm_takes_a_beginning_where_a_terminal_answers_the_question() {
    let site = TestSite::new();
    let id = site.key_id("CI pipeline");
    let screen = run_on_terminal(site.std_command(&["rm", &id[..8]]), 120, "n\n");
    assert!(screen.code == 1 && screen.text.contains("\"CI pipeline\""), "{}", screen.text);
    assert!(!site.take_requests().iter().any(|request| request.starts_with("DELETE")));
    let screen = run_on_terminal(site.std_command(&["rm", &id[..8]]), 120, "y\n");
    assert_eq!(screen.code, 0, "{}", screen.text);
    assert_eq!(site.take_requests().last(), Some(&format!("DELETE /api/v1/api-keys/{id}")));
}

#[cfg(target_os = "linux")]
#[test]
fn a_beginning_of_the_own_key_is_refused_like_its_id() {
    let (home, id) = crate::support::home::TestHome::with_robot_context();
    let screen = run_on_terminal(home.std_command(&["rm", &id[..8]]), 120, "y\n");
    assert!(screen.code == 2 && screen.text.contains("is the one that you sign in with"), "{}", screen.text);
    assert!(!home.site.take_requests().iter().any(|request| request.starts_with("DELETE")));
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn rotate_takes_a_beginning_where_a_terminal_answers_the_question() {
    let site = TestSite::new();
    let id = site.key_id("CI pipeline");
    let state = tempfile::tempdir().unwrap();
    let rotate = |more: &[&str], keys: &str| {
        let mut command = site.std_command(&[&["rotate", &id[..8]], more].concat());
        command.env("XDG_STATE_HOME", state.path());
        run_on_terminal(command, 120, keys)
    };
    let screen = rotate(&["--dry-run"], "");
    assert!(screen.code == 0 && screen.text.contains("\"CI pipeline\""), "{}", screen.text);
    let screen = rotate(&["--token-only"], "y\n");
    assert_eq!(screen.code, 0, "{}", screen.text);
    let creates = site.take_requests().into_iter().filter(|request| request.starts_with("POST /api/v1/api-keys "));
    assert_eq!(creates.count(), 1);
    let screen = rotate(&["--yes", "--token-only"], "");
    assert!(screen.code == 5 && screen.text.contains("hint: qlik-api-key rotate"), "{}", screen.text);
}

#[test]
fn without_a_question_an_id_is_literal_and_the_hint_names_the_match() {
    let site = TestSite::new();
    let id = site.key_id("CI pipeline");
    let prefix = &id[..8];
    for (line, command) in [
        (&["rm", prefix][..], "rm"),
        (&["rm", prefix, "--yes"], "rm"),
        (&["rm", prefix, "--dry-run"], "rm"),
        (&["rm", prefix, "--json"], "rm"),
        (&["rotate", prefix, "--dry-run"], "rotate"),
        (&["rotate", prefix, "--yes", "--dry-run"], "rotate"),
    ] {
        let hint = format!("qlik-api-key {command} {id} (the ID of \"CI pipeline\" begins so)");
        let run = site.run(line).fails(5, "Not found");
        assert!(run.stderr.replace("\\\"", "\"").contains(&hint), "{}", run.stderr);
        let requests = site.take_requests();
        let only_reads = requests.iter().all(|request| request.starts_with("GET") || request.ends_with(prefix));
        assert!(only_reads && requests.len() == 2, "{line:?}: {requests:?}");
    }
    let run = site.run_with_stdin(&["rm", "-", "--yes"], format!("{prefix}\n"));
    assert_eq!(site.take_requests(), [format!("DELETE /api/v1/api-keys/{prefix}")]);
    assert_eq!(run.json()[0]["result"], "gone");
    site.run(&["get", &id]).succeeds();
}

//! The words that a user may type for a command or a flag: aliases, short flags, and values without a flag.

use serde_json::{Value, json};

use crate::support::{TestSite, run};

/// Asserts that two command lines send the same requests and have the same output.
#[track_caller]
fn assert_same(site: &TestSite, typed: &[&str], canonical: &[&str]) {
    let run = |line: &[&str]| (site.run(line), site.take_requests());
    let (expected, typed_result) = (run(canonical), run(typed));
    assert!(!expected.1.is_empty(), "{canonical:?} sends nothing: {}", expected.0.stderr);
    assert_eq!(typed_result, expected, "{typed:?}");
}

#[test]
fn aliases_of_commands_do_the_same() {
    let site = TestSite::new();
    let id = site.key_id("CI pipeline");
    assert_same(&site, &["list"], &["ls"]);
    assert_same(&site, &["api-key", "list", "-q"], &["api-key", "ls", "-q"]);
    for alias in ["show", "view"] {
        assert_same(&site, &[alias, &id], &["get", &id]);
        assert_same(&site, &["config", alias], &["config", "get"]);
    }
    for alias in ["edit", "update"] {
        assert_same(&site, &[alias, &id, "-d", "CI pipeline"], &["patch", &id, "--description", "CI pipeline"]);
        let flags = ["--max-keys-per-user", "7"];
        assert_same(&site, &[&["config", alias], &flags[..]].concat(), &[&["config", "patch"], &flags[..]].concat());
    }
    for (alias, description) in [("delete", "CI pipeline"), ("remove", "nightly export (reload)")] {
        let id = site.key_id(description);
        assert_same(&site, &[alias, "--dry-run", &id], &["rm", "--dry-run", &id]);
        site.run(&[alias, "--yes", &id]);
        assert_eq!(site.take_requests(), [format!("DELETE /api/v1/api-keys/{id}")]);
    }
    assert_eq!(site.run(&["new", "-d", "a"]).succeeds().json()["description"], "a");
}

#[cfg(target_os = "linux")]
#[test]
fn aliases_of_context_commands_do_the_same() {
    let home = crate::support::home::TestHome::new();
    home.create_context("prod", &[]);
    for (typed, canonical) in [
        (&["ctx", "list"][..], &["context", "ls"][..]),
        (&["context", "show"], &["context", "get"]),
        (&["context", "view", "prod"], &["context", "get", "prod"]),
        (&["ctx", "new", "prod"], &["context", "create", "prod"]),
        (&["context", "edit", "prod", "--comment", "a"], &["context", "update", "prod", "--comment", "a"]),
        (&["context", "delete", "nope"], &["context", "rm", "nope"]),
        (&["context", "remove", "nope"], &["context", "rm", "nope"]),
    ] {
        assert_eq!(home.run(typed), home.run(canonical), "{typed:?}");
    }
    assert_eq!(home.run(&["ctx", "delete", "prod"]).code, 0);
    assert!(!home.read_profile().contains("[prod]"));
}

#[test]
fn help_lists_no_aliases() {
    for group in [&[][..], &["config"], &["context"]] {
        let help = run(&[group, &["--help"]].concat()).succeeds().stdout;
        for alias in ["list", "show", "view", "new", "delete", "remove", "edit", "update", "ctx"] {
            let is_listed = help.lines().any(|line| line.trim_start().starts_with(&format!("{alias} ")));
            assert!(!is_listed || (alias == "update" && group == ["context"]), "{group:?} lists {alias}");
        }
    }
}

#[test]
fn short_flags_do_the_same() {
    let site = TestSite::new();
    let id = site.key_id("CI pipeline");
    assert_same(&site, &["ls", "-n", "3"], &["ls", "--limit", "3"]);
    assert_same(&site, &["ls", "-n3", "-q"], &["ls", "--limit", "3", "-q"]);
    assert_same(&site, &["ls", "-m", "ci"], &["ls", "--match", "ci"]);
    assert_same(&site, &["patch", &id, "-d", "-x"], &["patch", &id, "--description=-x"]);
    assert_same(&site, &["rotate", &id, "--dry-run", "-d", "x"], &["rotate", &id, "--dry-run", "--description", "x"]);
    site.run(&["create", "-d", "a"]).succeeds();
    assert_eq!(site.take_write_body(), json!({"description": "a"}));
}

#[test]
fn create_takes_the_description_without_a_flag() {
    let site = TestSite::new();
    for line in [&["create", "Backup job"][..], &["create", "--expiry", "P7D", "Backup job"], &["create", "--", "-x"]] {
        site.run(line).succeeds();
        let description = site.take_write_body()["description"].clone();
        assert!(line.contains(&description.as_str().unwrap()), "{line:?} sent {description}");
    }
    site.run_with_stdin(&["create", "a", "-f", "-"], r#"{"description":"b","expiry":"P7D"}"#).succeeds();
    assert_eq!(site.take_write_body(), json!({"description": "a", "expiry": "P7D"}));
    site.assert_usage_errors(&[
        (&["create", "a", "--description", "b"], "cannot be used with"),
        (&["create", "Backup", "job"], "unexpected argument 'job'"),
        (&["create", " "], "must not be empty"),
    ]);
}

#[test]
fn a_description_without_a_flag_that_looks_like_something_else_is_refused() {
    let site = TestSite::new();
    for (word, flag) in [
        ("30d", "--expiry"),
        ("P7D", "--expiry"),
        ("2999-01-01", "--expiry"),
        ("-", "-f"),
        (r#"{"description":"a"}"#, "-f"),
        ("externalClient", "--sub-type"),
        ("SCIM\\65f0c1d2e3a4b5c6d7e8f901", "--sub"),
        ("65f0c1d2e3a4b5c6d7e8f901", "--sub"),
    ] {
        let message = format!("\"{word}\" looks like the value of {flag}, not like a description");
        site.run(&["create", word]).fails(2, &message);
    }
    let token = format!("eyJhbGciOiJFUzM4NCJ9.{}.fake", "e".repeat(40));
    for word in [token.clone(), format!("Bearer {token}")] {
        let refused = site.run(&["create", &word]).fails(2, "the description looks like a token");
        assert!(!refused.stderr.contains("eyJ"), "the token is in the error");
    }
    assert_eq!(site.take_requests(), Vec::<String>::new());
    // With the flag, it is meant.
    site.run(&["create", "--description", "30d"]).succeeds();
    assert_eq!(site.take_write_body(), json!({"description": "30d"}));
}

#[test]
fn ls_mine_lists_the_keys_of_the_signed_in_user() {
    let site = TestSite::new();
    assert_same(&site, &["ls", "--mine"], &["ls", "--owner", "me"]);
    assert_same(&site, &["expiring", "--mine", "--within", "1y"], &["expiring", "--owner", "me", "--within", "1y"]);
    let keys = site.run(&["ls", "--mine"]).succeeds().json();
    let subjects: Vec<&Value> = keys.as_array().unwrap().iter().map(|key| &key["sub"]).collect();
    let admin = site.listener.tenant().user_id(qlik_api_key::demo::TestUser::Admin).to_owned();
    assert!(!subjects.is_empty() && subjects.iter().all(|subject| **subject == admin), "{subjects:?}");
    site.take_requests();
    site.assert_usage_errors(&[
        (&["ls", "--mine", "--owner", "x"], "cannot be used with"),
        (&["ls", "--mine", "--sub", "x"], "cannot be used with"),
    ]);
}

#[test]
fn several_statuses_are_filtered_here_and_one_is_sent() {
    let site = TestSite::new();
    let all = site.run(&["ls"]).succeeds().json();
    let with_status = |statuses: &[&str]| {
        let keys = all.as_array().unwrap().iter();
        Value::from_iter(keys.filter(|key| statuses.contains(&key["status"].as_str().unwrap())).cloned())
    };
    site.take_requests();
    for (flags, statuses, query) in [
        (&["--status", "expired,revoked"][..], &["expired", "revoked"][..], ""),
        (&["--status", "active", "--status", "revoked"], &["active", "revoked"], ""),
        (&["--status", "revoked,revoked"], &["revoked"], "status=revoked&"),
        (&["--status", "active"], &["active"], "status=active&"),
    ] {
        let keys = site.run(&[&["ls"], flags].concat()).succeeds().json();
        assert_eq!(keys, with_status(statuses), "{flags:?}");
        assert_eq!(site.take_requests(), [format!("GET /api/v1/api-keys?{query}limit=100")], "{flags:?}");
    }
    let limited = site.run(&["ls", "--status", "expired,revoked", "-n", "1"]).succeeds().json();
    assert_eq!(limited.as_array().unwrap().len(), 1);
    site.take_requests();
    site.assert_usage_errors(&[
        (&["ls", "--raw", "--status", "active,revoked"], "several values of --status"),
        (&["ls", "--status", "active,gone"], "invalid value 'gone' for '--status"),
    ]);
    site.run(&["ls", "--raw", "--status", "active"]).succeeds();
}

#[test]
fn a_value_out_of_range_names_the_range() {
    for (line, range) in [
        ("ls --retry 11", "a whole number, 0 to 10"),
        ("ls --interval 0", "a number of seconds, 1 to 86400"),
        ("ls --max-body 5000", "a whole number, 1 to 4096"),
        ("ls --limit 0", "a whole number, 1 or more"),
        ("config patch --max-keys-per-user 1001", "a whole number, 0 to 1000"),
        ("demo --port 70000", "a whole number, 0 to 65535"),
        ("demo --rate-window 2d", "a duration from 1s to 1d"),
    ] {
        run(&line.split(' ').collect::<Vec<_>>()).fails(2, &format!("must be {range}"));
    }
}

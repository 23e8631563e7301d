//! `review`: each finding against its definition, the formats, and the exit codes.

use jiff::{SignedDuration, Timestamp};
use qlik_api_key::demo::{Fault, KeySpec, RequestMatcher, SubType, TestUser, UserStatus};
use serde_json::{Value, json};

#[cfg(unix)]
use crate::support::pty;
use crate::support::{CliOutput, NOW, TestSite, json_fault, json_response};

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// The tenant's time plus some seconds.
fn after(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

const DAY: i64 = 24 * 3600;

/// A key that has no finding, apart from those that a test adds.
fn plain_key(description: &str) -> KeySpec {
    KeySpec::new(description).owner(TestUser::Developer).created(after(-DAY)).expiry(after(40 * DAY))
}

/// A tenant without the sign-in keys' influence: they expire in 90 days and are all called "demo sign-in".
fn site(prepare: impl FnOnce(&mut qlik_api_key::demo::Tenant)) -> TestSite {
    TestSite::empty(|tenant| {
        tenant.configure("/max_keys_per_user", &json!(100)).unwrap();
        tenant.configure("/max_api_key_expiry", &json!("P365D")).unwrap();
        prepare(tenant);
    })
}

/// The findings as (finding, severity, description), without the sign-in keys.
fn findings(run: &CliOutput) -> Vec<(String, String, String)> {
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let rows = run.json();
    let rows = rows.as_array().unwrap().iter().filter(|row| row["description"] != "demo sign-in");
    rows.map(|row| (text(row, "finding"), text(row, "severity"), text(row, "description"))).collect()
}

/// Asserts that a check finds a key, with this severity, or nothing.
#[track_caller]
fn assert_finds(check: &str, key: KeySpec, expected: Option<&str>) {
    let site = site(|tenant| drop(tenant.add_key(key)));
    let run = site.run(&["review", "--only", check]);
    let found: Vec<_> = findings(&run).into_iter().map(|(finding, severity, _)| (finding, severity)).collect();
    let expected: Vec<_> = expected.into_iter().map(|severity| (check.to_owned(), severity.to_owned())).collect();
    assert_eq!(found, expected, "{check}: {}", run.stderr);
}

#[test]
fn findings_by_expiry_start_and_end_at_their_boundaries() {
    for (check, seconds, expected) in [
        ("expired-active", 0, None),
        ("expires-soon", 1, Some("critical")),
        ("expires-soon", 7 * DAY, Some("critical")),
        ("expires-soon", 7 * DAY + 1, Some("warning")),
        ("expires-soon", 30 * DAY, Some("warning")),
        ("expires-soon", 30 * DAY + 1, None),
        ("over-limit", 365 * DAY, None),
        ("over-limit", 365 * DAY + 1, Some("warning")),
        ("scim-ends", 30 * DAY, None),
    ] {
        assert_finds(check, plain_key("a").expiry(after(seconds)), expected);
    }
}

#[test]
fn an_expired_key_that_is_still_active_is_critical() {
    let site = site(|_| ());
    let body = json!({"data": [{"id": "k1", "description": "late", "status": "active", "sub": "",
        "expiry": "2026-11-23T12:00:00Z"}]});
    let response = json_response(200, body.to_string()).with_header("Date", "Mon, 23 Nov 2026 12:00:00 GMT");
    site.listener.tenant().fail_when(RequestMatcher::any().target_contains("/api-keys?"), 1, Fault::Response(response));
    let run = site.run(&["review", "--only", "expired-active,expires-soon"]);
    assert_eq!(findings(&run), [("expired-active".into(), "critical".into(), "late".into())]);
    assert_eq!(run.code, 11);
}

#[test]
fn keys_of_scim_clients_have_their_own_findings() {
    let scim = |seconds: i64| {
        plain_key("scim").sub(r"SCIM\65f0c1d2e3a4b5c6d7e8f901", SubType::ExternalClient).expiry(after(seconds))
    };
    for (check, seconds, expected) in [
        ("scim-ends", 60 * DAY, Some("warning")),
        ("scim-ends", 60 * DAY + 1, None),
        ("over-limit", 365 * DAY, None),
        ("over-limit", 365 * DAY + 1, Some("warning")),
        ("orphaned", DAY, None),
        ("for-other", DAY, None),
    ] {
        assert_finds(check, scim(seconds), expected);
    }
}

#[test]
fn findings_by_age_and_description() {
    for (check, key, expected) in [
        ("old", plain_key("a").created(after(-365 * DAY)), None),
        ("old", plain_key("a").created(after(-365 * DAY - 1)), Some("notice")),
        ("undescribed", plain_key(" TEST "), Some("notice")),
        ("undescribed", plain_key("Api Key"), Some("notice")),
        ("undescribed", plain_key("test 2"), None),
        ("for-other", plain_key("a"), None),
    ] {
        assert_finds(check, key, expected);
    }
    let developer = site(|_| ()).listener.tenant().user_id(TestUser::Developer).to_owned();
    let by_admin = plain_key("a").owner(TestUser::Admin).sub(&developer, SubType::User);
    assert_finds("for-other", by_admin, Some("notice"));
}

#[test]
fn only_users_who_are_gone_or_disabled_are_findings() {
    for (user, orphaned, disabled) in [
        (TestUser::Gone, Some("critical"), None),
        (TestUser::Disabled, None, Some("critical")),
        (TestUser::Invited, None, None),
        (TestUser::Developer, None, None),
    ] {
        assert_finds("orphaned", plain_key("a").owner(user), orphaned);
        assert_finds("owner-disabled", plain_key("a").owner(user), disabled);
    }
    let site = site(|tenant| {
        let id = tenant.add_user("Del Deleted", Some(UserStatus::Deleted));
        tenant.add_key(plain_key("a").sub(&id, SubType::User));
    });
    assert_eq!(findings(&site.run(&["review", "--only", "orphaned"])).len(), 1);
}

/// A user whom the list does not return, but who exists, is not orphaned.
#[test]
fn a_user_is_gone_only_if_the_users_own_address_says_so() {
    let site = site(|tenant| drop(tenant.add_key(plain_key("a").owner(TestUser::Invited))));
    let matcher = RequestMatcher::any().target_contains("/users?filter");
    site.listener.tenant().fail_when(matcher, 2, json_fault(200, r#"{"data":[]}"#));
    let run = site.run(&["review", "--only", "orphaned"]);
    assert_eq!((run.code, findings(&run).len()), (0, 0), "{}", run.stderr);
}

#[test]
fn near_quota_is_one_finding_per_owner_at_the_key_that_ends_first() {
    for (count, expected) in [(7, 0), (8, 1), (10, 1)] {
        let site = site(|tenant| {
            tenant.configure("/max_keys_per_user", &json!(10)).unwrap();
            let id = tenant.add_user("Many Keys", Some(UserStatus::Active));
            for number in 0..count {
                let spec = plain_key(&format!("key {number}")).sub(&id, SubType::User);
                tenant.add_key(spec.expiry(after(40 * DAY - number)));
            }
        });
        let found = findings(&site.run(&["review", "--only", "near-quota"]));
        assert_eq!(found.len(), expected, "{count}");
        assert!(found.iter().all(|(_, _, description)| *description == format!("key {}", count - 1)), "{found:?}");
    }
}

#[test]
fn duplicates_have_the_same_owner_and_description() {
    let site = site(|tenant| {
        for (description, owner) in [
            ("twice", TestUser::Developer),
            ("twice", TestUser::Developer),
            ("twice", TestUser::NoRoles),
            ("once", TestUser::Developer),
        ] {
            tenant.add_key(plain_key(description).owner(owner));
        }
        tenant.add_key(plain_key("once").revoked());
    });
    let found = findings(&site.run(&["review", "--only", "duplicate"]));
    assert_eq!(found, vec![("duplicate".to_owned(), "notice".to_owned(), "twice".to_owned()); 2]);
}

#[test]
fn exit_codes_tell_the_worst_finding() {
    let quiet = ["review", "--except", "near-quota,duplicate"];
    assert_eq!(site(|_| ()).run(&quiet).code, 0);
    assert_eq!(site(|tenant| drop(tenant.add_key(plain_key("test")))).run(&quiet).code, 10);
    assert_eq!(site(|tenant| drop(tenant.add_key(plain_key("a").owner(TestUser::Gone)))).run(&quiet).code, 11);
}

#[cfg(unix)]
fn refuse(site: &TestSite, target: &str) {
    let fault = json_fault(403, r#"{"errors":[{"code":"X-1","title":"Forbidden"}]}"#);
    site.listener.tenant().fail_when(RequestMatcher::any().target_contains(target), 99, fault);
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn a_check_without_the_right_to_make_it_is_named() {
    let site = site(|tenant| drop(tenant.add_key(plain_key("test").owner(TestUser::Gone))));
    refuse(&site, "/users?");
    refuse(&site, "/configs/");
    let run = site.run(&["review"]);
    let warnings = "warning: not checked: orphaned, owner-disabled (this credential may not list users)\n\
                    warning: not checked: over-limit, near-quota (this credential may not read the configuration)\n";
    assert_eq!((run.code, run.stderr.as_str()), (10, warnings));
    assert!(findings(&run).iter().all(|(finding, ..)| finding != "orphaned"));
    let screen = pty::run_on_terminal(site.std_command(&["review"]), 120, "").text;
    assert!(screen.contains("Not checked: orphaned, owner-disabled (this credential"), "{screen}");
    site.run(&["review", "--only", "orphaned"]).fails(4, "could not list the users: Forbidden");
    site.run(&["review", "--only", "orphaned,over-limit"]).fails(4, "Forbidden");
    assert_eq!(site.run(&["review", "--only", "orphaned,old"]).code, 0);
}

#[test]
fn ids_need_a_selection_of_findings_for_removal() {
    let site = site(|tenant| {
        tenant.add_key(plain_key("gone").owner(TestUser::Gone));
        tenant.add_key(plain_key("gone and old").owner(TestUser::Gone).created(after(-400 * DAY)));
    });
    site.assert_usage_errors(&[
        (&["review", "-q"], "-q requires --only"),
        (&["review", "-q", "--only", "near-quota"], "-q cannot be used with near-quota or duplicate"),
        (&["review", "-q", "--only", "old,duplicate"], "-q cannot be used with near-quota or duplicate"),
        (&["review", "--only", "old", "--except", "old"], "leave nothing to check"),
        (&["review", "--only", "new"], "invalid value 'new'"),
        (&["review", "--raw"], "does not support --raw"),
        (&["ls", "-o", "markdown"], "`ls` does not support --output markdown"),
    ]);
    let run = site.run(&["review", "-q", "--only", "orphaned,old"]);
    assert_eq!((run.code, run.stdout.lines().count(), run.stderr.as_str()), (11, 2, ""));
    let removed = site.run_with_stdin(&["rm", "-", "--yes", "-q"], run.stdout.clone()).succeeds().stdout;
    assert_eq!(removed, run.stdout);
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn a_report_on_a_terminal_fits_and_starts_with_the_worst() {
    let site = site(|tenant| {
        tenant.add_key(plain_key("a rather long description of a key of somebody who is gone").owner(TestUser::Gone));
        tenant.add_key(plain_key("test").expiry(after(20 * DAY)));
    });
    for columns in [80, 100, 120, 160] {
        let mut command = site.std_command(&["review"]);
        command.env("NO_COLOR", "1");
        let screen = pty::run_on_terminal(command, columns, "").text;
        assert!(screen.starts_with("Reviewed: 5 active keys of 4 owners\n"), "{screen}");
        assert!(screen.contains("\n2026-12  "), "{screen}");
        assert!(screen.lines().all(|line| line.chars().count() <= usize::from(columns)), "{columns}: {screen}");
        let rows: Vec<&str> = screen.lines().skip_while(|line| !line.contains("Finding  ")).collect();
        assert!(rows[1].trim_start_matches("critical  ").starts_with("orphaned "), "{screen}");
    }
}

#[test]
fn markdown_is_a_table_whatever_the_descriptions_are() {
    let hostile = "a | b\n| c | <img src=x> [x](https://evil.example) `rm` \\| d";
    let site = site(|tenant| drop(tenant.add_key(plain_key(hostile).owner(TestUser::Gone))));
    let report = site.run(&["review", "-o", "markdown", "--only", "orphaned"]);
    assert_eq!((report.code, report.stderr.as_str()), (11, ""));
    let table: Vec<&str> = report.stdout.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(table.len(), 3, "{}", report.stdout);
    for line in table {
        let unescaped = line.replace(r"\\", "").replace(r"\|", "");
        assert_eq!(unescaped.matches('|').count(), 8, "{line}");
    }
    assert!(report.stdout.contains(r"\<img src=x\> \[x\](https://evil.example) \`rm\`"), "{}", report.stdout);
}

/// Every finding of a tenant with many keys, computed here from the keys and users themselves.
#[test]
fn agrees_with_an_independent_computation() {
    let site = TestSite::new();
    let developer = site.listener.tenant().user_id(TestUser::Developer).to_owned();
    for key in [
        plain_key("tmp").owner(TestUser::Gone).expiry(after(6 * DAY)),
        plain_key("Terraform").owner(TestUser::Disabled).created(after(-500 * DAY)),
        plain_key("Terraform").owner(TestUser::Disabled).expiry(after(91 * DAY)),
        plain_key("for a developer").owner(TestUser::Admin).sub(&developer, SubType::User),
        plain_key("scim").sub(r"SCIM\65f0c1d2e3a4b5c6d7e8f902", SubType::ExternalClient).expiry(after(366 * DAY)),
        plain_key("scim").sub(r"SCIM\65f0c1d2e3a4b5c6d7e8f903", SubType::ExternalClient).expiry(after(59 * DAY)),
    ] {
        site.listener.tenant().add_key(key);
    }
    let keys = site.run(&["ls", "--status", "active", "--owners", "--json"]).json();
    let config = site.run(&["config", "get"]).json();
    let mut expected: Vec<(String, String)> = Vec::new();
    let keys = keys.as_array().unwrap();
    let text = |key: &Value, name: &str| key[name].as_str().unwrap_or_default().to_owned();
    let limit = |name: &str| {
        let days: i64 = config[name].as_str().unwrap().trim_matches(['P', 'D']).parse().unwrap();
        after(days * DAY)
    };
    for key in keys {
        let expiry: Timestamp = text(key, "expiry").parse().unwrap();
        let created: Timestamp = text(key, "created").parse().unwrap();
        let is_scim = key["subType"] == "externalClient";
        let maximum = limit(if is_scim { "scim_externalClient_expiry" } else { "max_api_key_expiry" });
        let twins =
            keys.iter().filter(|other| other["sub"] == key["sub"] && other["description"] == key["description"]);
        for (finding, is_found) in [
            ("orphaned", key["owner"]["status"] == "gone"),
            ("owner-disabled", key["owner"]["status"] == "disabled"),
            ("expires-soon", expiry > now() && expiry <= after(30 * DAY)),
            ("over-limit", expiry > maximum),
            ("scim-ends", is_scim && expiry <= after(60 * DAY)),
            ("old", created < after(-365 * DAY)),
            ("duplicate", twins.count() > 1),
            ("undescribed", text(key, "description") == "tmp"),
            ("for-other", !is_scim && key["createdByUser"] != key["sub"]),
        ] {
            if is_found {
                expected.push((text(key, "id"), finding.to_owned()));
            }
        }
    }
    let run = site.run(&["review", "--json"]);
    let rows = run.json();
    let mut found: Vec<(String, String)> =
        rows.as_array().unwrap().iter().map(|row| (text(row, "id"), text(row, "finding"))).collect();
    let members: Vec<&String> = rows[0].as_object().unwrap().keys().collect();
    assert_eq!(members, ["id", "finding", "severity", "description", "owner", "expiry", "detail"]);
    found.sort();
    expected.sort();
    assert!(expected.len() > 12, "{expected:?}");
    assert_eq!((found, run.code), (expected, 11));
}

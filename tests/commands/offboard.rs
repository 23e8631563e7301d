//! `offboard`: removes the keys of a person who leaves, and nobody else's.

use qlik_api_key::demo::{KeySpec, RequestMatcher, SubType, TestUser, UserStatus};
use serde_json::Value;

#[cfg(unix)]
use crate::support::home::TestHome;
#[cfg(unix)]
use crate::support::pty;
use crate::support::{CliOutput, TestSite, json_fault};

/// A tenant with a person who has seven keys and created one for the administrator, and the person's ID.
fn site_with_leaver() -> (TestSite, String) {
    let mut id = String::new();
    let site = TestSite::empty(|tenant| {
        id = tenant.user_id(TestUser::Developer).to_owned();
        let admin = tenant.user_id(TestUser::Admin).to_owned();
        for number in 1..7 {
            tenant.add_key(KeySpec::new(&format!("key {number}")).owner(TestUser::Developer));
        }
        tenant.add_key(KeySpec::new("revoked").owner(TestUser::Developer).revoked());
        tenant.add_key(KeySpec::new("for the admin").owner(TestUser::Developer).sub(&admin, SubType::User));
    });
    (site, id)
}

fn results(run: &CliOutput) -> Vec<(String, Option<String>)> {
    let rows = run.json();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    rows.as_array().unwrap().iter().map(|row| (text(&row["result"]).unwrap(), text(&row["error"]))).collect()
}

fn removed_count(site: &TestSite) -> usize {
    site.take_requests().iter().filter(|request| request.starts_with("DELETE ")).count()
}

#[test]
fn removes_all_live_keys_and_keeps_those_created_for_others() {
    let (site, id) = site_with_leaver();
    let admin = site.listener.tenant().user_id(TestUser::Admin).to_owned();
    for who in [id.as_str(), "dev@demo.example"] {
        let plan = site.run(&["offboard", who, "--dry-run"]).succeeds();
        let would_remove = results(&plan).iter().filter(|(result, _)| result == "would remove").count();
        assert_eq!((would_remove, results(&plan).len(), removed_count(&site)), (7, 8, 0));
    }
    let run = site.run(&["offboard", &id, "--yes"]).succeeds();
    let mut expected = vec![("removed".to_owned(), None); 8];
    let reason = format!("Dev Developer (dev@demo.example) created it for {admin}");
    expected[0] = ("kept".to_owned(), Some(reason));
    assert_eq!((results(&run), removed_count(&site)), (expected, 7));
    assert_eq!(site.run(&["ls", "--status", "active", "--owner", &id, "-q"]).succeeds().stdout, "");
}

#[test]
fn a_second_run_finishes_what_failed() {
    let (site, id) = site_with_leaver();
    site.listener.tenant().set_rate_limits(1000, 100);
    let fault = json_fault(500, r#"{"errors":[{"code":"X-1","title":"Broken"}]}"#);
    site.listener.tenant().fail_when(RequestMatcher::any().method("DELETE").skip(3), 2, fault);
    let run = site.run(&["offboard", &id, "--yes"]);
    let failed = results(&run).iter().filter(|(result, _)| result == "failed").count();
    assert_eq!((run.code, failed), (8, 2), "{}", run.stderr);
    let run = site.run(&["offboard", &id, "--yes"]).succeeds();
    assert_eq!(results(&run).iter().filter(|(result, _)| result == "removed").count(), 2);
    // Only the key for somebody else is left.
    let run = site.run(&["offboard", &id, "--yes"]).succeeds();
    assert_eq!(results(&run).len(), 1);
}

#[test]
fn refuses_the_signed_in_user_and_names_with_yes() {
    let (site, _) = site_with_leaver();
    let admin = site.listener.tenant().user_id(TestUser::Admin).to_owned();
    site.assert_usage_errors(&[
        (&["offboard", "me", "--yes"], "these are your own API keys"),
        (&["offboard", "Dev Developer", "--yes"], "WHO must be a user ID or an email address"),
        (&["offboard", "Dev Developer"], "requires --yes"),
        (&["offboard"], "<WHO>"),
    ]);
    for own in [admin.as_str(), "ada@demo.example"] {
        site.run(&["offboard", own, "--yes"]).fails(2, "these are your own API keys");
    }
    site.run(&["offboard", "nobody@demo.example", "--yes"]).fails(5, "there is no user nobody@demo.example");
    assert_eq!(removed_count(&site), 0);
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn asks_once_on_a_terminal_and_shows_what_happens() {
    let (site, _) = site_with_leaver();
    let screen = pty::run_on_terminal(site.std_command(&["offboard", "dev developer"]), 120, "n\n");
    let question = "Revoke 7 API keys of Dev Developer (dev@demo.example) on 127.0.0.1:";
    assert!(screen.text.contains(question) && screen.text.contains("This cannot be undone."), "{}", screen.text);
    assert!(screen.text.contains("keep    ") && screen.text.contains("revoke  "), "{}", screen.text);
    assert!(screen.text.contains("nothing was removed"), "{}", screen.text);
    assert_eq!(removed_count(&site), 0);
    let screen = pty::run_on_terminal(site.std_command(&["offboard", "dev developer"]), 120, "y\n");
    assert_eq!(screen.text.matches(question).count(), 1);
    assert_eq!(removed_count(&site), 7);
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn asks_nothing_if_nothing_is_to_be_removed() {
    let site = TestSite::empty(|tenant| {
        let id = tenant.user_id(TestUser::Admin).to_owned();
        tenant.add_key(KeySpec::new("for the admin").owner(TestUser::Disabled).sub(&id, SubType::User));
    });
    let screen = pty::run_on_terminal(site.std_command(&["offboard", "dora@demo.example"]), 160, "");
    assert!(screen.text.contains("  kept  ") && !screen.text.contains("Revoke"), "{}", screen.text);
    assert_eq!((screen.code, removed_count(&site)), (0, 0));
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn a_protected_tenant_needs_its_name_or_yes() {
    let home = TestHome::new();
    home.create_context("prod", &[]);
    home.run(&["context", "protect", "prod"]);
    home.run(&["offboard", "dev@demo.example"]).fails(2, "requires --yes");
    let screen = pty::run_on_terminal(home.std_command(&["offboard", "dev@demo.example"]), 200, "y\n");
    assert!(screen.text.contains("is protected. Type \"prod\" to confirm:"), "{}", screen.text);
    assert_eq!(removed_count(&home.site), 0);
    assert_eq!(home.run(&["offboard", "dev@demo.example", "--yes"]).code, 0);
    assert_eq!(removed_count(&home.site), 3);
}

#[test]
fn a_user_who_is_gone_may_still_have_keys() {
    let site = TestSite::empty(|tenant| drop(tenant.add_key(KeySpec::new("left over").owner(TestUser::Gone))));
    let id = site.listener.tenant().user_id(TestUser::Gone).to_owned();
    let run = site.run(&["offboard", &id, "--yes"]).succeeds();
    assert_eq!(results(&run), [("removed".to_owned(), None)]);
}

#[test]
fn says_if_there_are_no_keys_or_they_can_not_be_seen() {
    let site = TestSite::empty(|tenant| drop(tenant.add_user("No Keys", Some(UserStatus::Active))));
    let run = site.run(&["offboard", "nokeys@demo.example", "--yes"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "[]\n"), "{}", run.stderr);
    assert_eq!(run.stderr, "no live keys that this credential may see\n");
    let site = site.signed_in_as(TestUser::Developer);
    let matcher = RequestMatcher::any().target_contains("/api-keys?");
    site.listener.tenant().fail_when(matcher, 2, json_fault(200, r#"{"data":[]}"#));
    site.run(&["offboard", "nokeys@demo.example", "--yes"]).fails(4, "this credential may only see its own API keys");
}

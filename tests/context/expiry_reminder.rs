//! The warning that the API key of the current run expires soon.

use qlik_api_key::demo::{Fault, KeySpec};

use crate::support::home::TestHome;
use crate::support::pty::{self, Screen};
use crate::support::{TestSite, std_binary};

/// Five days before the demo tenant's sign-in keys expire.
const FIVE_DAYS_LEFT: &str = "2027-02-16T11:00:00Z";

fn set_clock(site: &TestSite, time: &str) {
    site.listener.tenant().freeze_clock(time.parse().unwrap());
}

/// Runs the binary on a terminal without color.
fn run_on_terminal(variables: &[(&str, String)], arguments: &[&str]) -> Screen {
    let mut command = std_binary();
    command.env("NO_COLOR", "1").envs(variables.iter().map(|(name, value)| (name, value))).args(arguments);
    pty::run_on_terminal(command, 120, "")
}

fn count_reminders(screen: &Screen) -> usize {
    screen.text.matches("warning: the API key").count()
}

#[test]
fn warns_once_after_the_key_was_accepted() {
    let site = TestSite::empty(|tenant| tenant.add_keys(250));
    set_clock(&site, FIVE_DAYS_LEFT);
    let url = site.listener.url();
    site.listener.tenant().fail_next(1, Fault::status(503));
    let screen = run_on_terminal(&site.env_vars(), &["ls", "--columns", "id"]);
    assert_eq!((screen.code, count_reminders(&screen)), (0, 1), "{}", screen.text);
    let message = format!(
        "trying again in 1 s\nwarning: the API key in QLIK_API_KEY expires in 5 days (2027-02-21T11:00:00Z)\n\
         hint: create a new key at {url}/settings/api-keys\nID\n"
    );
    assert!(screen.text.contains(&message), "{}", screen.text);
    for arguments in [
        &["config", "get"][..],
        &["config", "patch", "--max-keys-per-user", "9"],
        &["ls", "-o", "csv"],
        &["ls", "--raw"],
    ] {
        assert_eq!(count_reminders(&run_on_terminal(&site.env_vars(), arguments)), 1, "{arguments:?}");
    }
}

#[test]
fn uses_the_clock_of_the_tenant() {
    let site = TestSite::new();
    for (time, count) in [("2027-02-14T11:00:00Z", 0), ("2027-02-14T11:00:01Z", 1), ("2027-02-21T10:59:59Z", 1)] {
        set_clock(&site, time);
        assert_eq!(count_reminders(&run_on_terminal(&site.env_vars(), &["ls"])), count, "{time}");
    }
    // A key that lasts a day has a third of its lifetime left after 16 hours.
    let id = {
        let mut tenant = site.listener.tenant();
        tenant.add_key(KeySpec::new("a day").expiry("2026-11-24T12:00:00Z".parse().unwrap()))
    };
    let mut variables = site.env_vars();
    variables[1].1 = site.listener.tenant().key_token(&id).unwrap().to_owned();
    for (time, count) in [("2026-11-24T04:00:00Z", 0), ("2026-11-24T04:00:01Z", 1)] {
        set_clock(&site, time);
        assert_eq!(count_reminders(&run_on_terminal(&variables, &["ls"])), count, "{time}");
    }
}

#[test]
fn warns_only_on_a_terminal_with_readable_output() {
    let site = TestSite::new();
    set_clock(&site, FIVE_DAYS_LEFT);
    for arguments in
        [&["ls", "-q"][..], &["ls", "--json"], &["ls", "-o", "jsonl"], &["expiring"], &["context", "check"]]
    {
        let screen = run_on_terminal(&site.env_vars(), arguments);
        assert_eq!(count_reminders(&screen), 0, "{arguments:?}: {}", screen.text);
    }
    site.run(&["ls", "-o", "table"]).succeeds();
    site.run(&["config", "get"]).succeeds();
    // No warning for a rejected key, which is an error, or if no request was sent.
    for arguments in [&["ls"][..], &["rm", "k"]] {
        site.listener.tenant().fail_next(1, Fault::status(401));
        let screen = run_on_terminal(&site.env_vars(), arguments);
        assert_eq!((screen.code, count_reminders(&screen)), (3, 0), "{}", screen.text);
    }
    assert_eq!(count_reminders(&run_on_terminal(&site.env_vars(), &["context", "get"])), 0);
}

#[test]
fn hint_depends_on_the_secret_store() {
    let home = TestHome::new();
    set_clock(&home.site, FIVE_DAYS_LEFT);
    home.create_context("file store", &[]);
    let url = home.site.listener.url();
    for (name, flag, value) in [("env", "--api-key-env", "MY_KEY"), ("command", "--api-key-command", "printenv MY_KEY")]
    {
        assert_eq!(home.run(&["context", "create", name, "-s", &url, flag, value]).code, 0);
    }
    let variables = [("HOME", home.folder.path().display().to_string()), ("MY_KEY", home.token.clone())];
    let new_key_hint = format!("hint: create a new key at {url}/settings/api-keys");
    for (name, hint) in [
        ("file store", "hint: qlik-api-key rotate --context 'file store'".to_owned()),
        ("env", format!("{new_key_hint} and store it in MY_KEY")),
        ("command", new_key_hint),
    ] {
        let screen = run_on_terminal(&variables, &["ls", "--context", name, "--columns", "id"]);
        let message = format!(
            "warning: the API key of context \"{name}\" expires in 5 days (2027-02-21T11:00:00Z)\n{hint}\nID\n"
        );
        assert!(screen.text.contains(&message), "{message}: {}", screen.text);
    }
    // For several contexts there is `expiring --all-contexts`.
    assert_eq!(count_reminders(&run_on_terminal(&variables, &["ls", "--all-contexts"])), 0);
}

#[test]
fn names_the_header_that_holds_the_key() {
    let site = TestSite::new();
    set_clock(&site, FIVE_DAYS_LEFT);
    let variables = site.env_vars();
    let header = format!("Authorization=Bearer {}", variables[1].1);
    let screen = run_on_terminal(&variables[..1], &["ls", "--headers", &header]);
    let message = "warning: the API key in --headers Authorization expires in 5 days";
    assert!(screen.text.contains(message), "the warning is missing");
}

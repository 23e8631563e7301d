//! The line after a table on a terminal, and what an empty list shows.

use std::process::Stdio;

use qlik_api_key::demo::KeySpec;

use crate::support::pty::{self, PtyProcess};
use crate::support::{TestSite, std_binary};

const DEMO_TOTALS: &str = "10 keys: 1 expires within 3 days, 1 expired, 1 revoked";

fn screen(site: &TestSite, arguments: &[&str]) -> String {
    let mut command = site.std_command(arguments);
    command.arg("--no-color");
    pty::run_on_terminal(command, 120, "").text
}

#[track_caller]
fn assert_last_line(screen: &str, expected: &str) {
    assert_eq!(screen.lines().last(), Some(expected), "{screen}");
}

/// stdout and stderr of a command whose stdout alone is a terminal.
fn with_stderr_in_a_pipe(site: &TestSite, arguments: &[&str]) -> (String, String) {
    let (reader, writer) = std::io::pipe().unwrap();
    let command = site.std_command(&[arguments, &["--no-color"]].concat());
    let running = PtyProcess::with_stderr(command, 120, Stdio::from(writer));
    (running.wait().text, std::io::read_to_string(reader).unwrap())
}

#[test]
fn a_list_of_keys_ends_with_totals() {
    let site = TestSite::new();
    for (arguments, totals) in [
        (&["ls"][..], DEMO_TOTALS),
        (&["ls", "--status", "revoked"], "1 key: 1 revoked"),
        (&["ls", "--match", "terraform"], "1 key"),
        (&["ls", "--limit", "4"], "4 keys (--limit 4)"),
        (&["ls", "--limit", "11"], DEMO_TOTALS),
        (&["ls", "--columns", "id", "--no-header"], DEMO_TOTALS),
        (&["expiring", "--within", "P60D"], "3 keys: 1 expires within 3 days"),
        (&["events"], "3 events: 2 created, 1 revoked"),
    ] {
        assert_last_line(&screen(&site, arguments), totals);
    }
}

#[test]
fn totals_are_for_terminals_and_tables() {
    let site = TestSite::new();
    for arguments in
        [&["ls", "-q"][..], &["ls", "--json"], &["ls", "-o", "csv"], &["ls", "-o", "jsonl"], &["ls", "--jq", "."]]
    {
        assert!(!screen(&site, arguments).contains(" keys"), "{arguments:?}");
    }
    site.run(&["ls", "-o", "table"]).succeeds();
    let (table, stderr) = with_stderr_in_a_pipe(&site, &["ls"]);
    assert_eq!((table.lines().count(), stderr.as_str()), (11, ""));
}

#[test]
fn an_empty_list_says_so_without_a_header() {
    let site = TestSite::new();
    for (arguments, text) in [
        (&["ls", "--match", "absent"][..], "no API keys match\n"),
        (&["ls", "--owner", "4a4eb6e99e795746c866b7a1"], "no API keys match\n"),
        (&["ls", "--status", "active", "--startingAfter", "absent"], "no API keys match\n"),
        (&["expiring", "--within", "PT1M"], "no active API key expires within PT1M\n"),
        (&["events", "--key", "absent"], "no events match\n"),
    ] {
        if arguments.contains(&"--startingAfter") {
            site.stub_response(200, r#"{"data": []}"#);
        }
        assert_eq!(screen(&site, arguments), text, "{arguments:?}");
    }
    site.stub_response(200, r#"{"data": []}"#);
    assert_eq!(screen(&site, &["ls"]), "no API keys\n");
    assert_eq!(
        with_stderr_in_a_pipe(&site, &["ls", "--match", "absent"]),
        (String::new(), "no API keys match\n".into())
    );
}

#[test]
fn an_empty_list_in_a_pipe_has_its_header() {
    let site = TestSite::new();
    let run = site.run(&["ls", "--match", "absent", "-o", "table"]).succeeds();
    assert!(run.stdout.starts_with("Description  Status  "), "{}", run.stdout);
    assert_eq!(site.run(&["ls", "--match", "absent"]).succeeds().stdout, "[]\n");
    assert_eq!(screen(&site, &["ls", "--match", "absent", "-o", "csv"]).lines().count(), 1);
    let run = site.run(&["expiring", "--within", "PT1M", "-o", "table"]);
    assert_eq!((run.stdout.lines().count(), run.stderr.as_str()), (1, "no active API key expires within PT1M\n"));
    let run = site.run(&["events", "--key", "absent", "-o", "table"]);
    assert_eq!((run.stdout.lines().count(), run.stderr.as_str()), (1, "no events\n"));
}

#[test]
fn a_bulk_removal_ends_with_totals() {
    let site = TestSite::new();
    let ids = ["one", "two"].map(|description| site.listener.tenant().add_key(KeySpec::new(description)));
    let [one, two] = ids.each_ref().map(String::as_str);
    assert_last_line(&screen(&site, &["rm", one, two, "--dry-run"]), "2 keys: 2 would be removed");
    assert_last_line(&screen(&site, &["rm", one, two, "absent", "--yes"]), "3 keys: 2 removed, 1 gone");
    let mut command = site.std_command(&["rm", "-", "--yes", "--no-color"]);
    command.env_remove("CI");
    let nothing = PtyProcess::with_stdin(command, 120, Stdio::null()).wait();
    assert_eq!((nothing.code, nothing.text.as_str()), (0, "nothing to remove: stdin contains no ID\n"));
}

#[test]
fn an_empty_profile_has_no_contexts() {
    let mut command = std_binary();
    command.args(["context", "ls"]);
    let screen = pty::run_on_terminal(command, 80, "");
    assert_eq!((screen.code, screen.text.as_str()), (0, "no contexts\nhint: qlik-api-key context init\n"));
}

#[test]
fn several_contexts_have_common_totals() {
    let site = TestSite::new();
    let folder = tempfile::tempdir().unwrap();
    let context = |name: &str, url: &str| {
        format!("[contexts.{name}]\nserver = \"{url}\"\nauth = \"api-key\"\nstore = \"env\"\nenv = \"QLIK_API_KEY\"\n")
    };
    let (url, profile) = (site.listener.url(), folder.path().join("contexts.toml"));
    let screen = |contexts: &[&str], arguments: &[&str]| {
        std::fs::write(&profile, contexts.concat()).unwrap();
        let mut command = site.std_command(arguments);
        command
            .args(["--all-contexts", "--no-color", "--retry", "0"])
            .env_remove("QLIK_SERVER")
            .env("QLIK_PROFILE", &profile);
        pty::run_on_terminal(command, 120, "").text
    };
    let (a, b, down) = (context("a", &url), context("b", &url), context("c", "http://127.0.0.1:1"));
    let totals = "20 keys in 2 contexts: 2 expire within 3 days, 2 expired, 2 revoked";
    assert_last_line(&screen(&[&a, &b], &["ls"]), totals);
    let failed = screen(&[&a, &down], &["ls"]);
    assert!(
        failed.contains("\n10 keys in 1 of 2 contexts: 1 expires within 3 days, 1 expired, 1 revoked\n"),
        "{failed}"
    );
    assert_eq!(screen(&[&a, &b], &["ls", "--match", "absent"]), "no API keys match\n");
    assert_eq!(screen(&[&a, &b], &["review", "--only", "scim-ends"]), "no findings\n");
    assert_last_line(&screen(&[&a, &b], &["review"]), "4 findings in 2 contexts: 2 critical, 2 warning");
    assert!(!screen(&[&down], &["ls"]).contains("no API keys"));
}

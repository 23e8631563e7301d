//! The spinner of commands that take longer than a second.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use qlik_api_key::demo::{Fault, RequestMatcher};

use crate::support::TestSite;
use crate::support::pty::{self, PtyProcess, Screen};

/// Longer than the time after which the spinner appears.
const SLOW: Duration = Duration::from_millis(1300);

/// Erases the spinner's line.
const ERASE: &str = "\r\u{1b}[2K";

/// A tenant with two pages of keys, the second of which is slow.
fn slow_site() -> TestSite {
    let site = TestSite::with_setup(|tenant| tenant.add_keys(100));
    delay(&site, "startingAfter");
    site
}

/// Delays the next request with this text in its URL.
fn delay(site: &TestSite, target: &str) {
    site.listener.tenant().fail_when(RequestMatcher::any().target_contains(target), 1, Fault::Delay(SLOW));
}

fn command(site: &TestSite, variables: &[(&str, &str)], arguments: &[&str]) -> Command {
    let mut command = site.std_command(arguments);
    command.env("TERM", "xterm").arg("--no-color").envs(variables.iter().copied());
    command
}

fn run(site: &TestSite, variables: &[(&str, &str)], arguments: &[&str]) -> Screen {
    pty::run_on_terminal(command(site, variables, arguments), 120, "")
}

/// The text after the spinner's last trace.
#[track_caller]
fn after_spinner<'a>(screen: &'a Screen, text: &str) -> &'a str {
    assert!(screen.text.contains(text), "{text:?} is not in {:?}", screen.text);
    screen.text.rsplit_once(ERASE).unwrap_or_else(|| panic!("not erased: {:?}", screen.text)).1
}

#[test]
fn a_slow_list_shows_how_much_was_fetched_until_the_table_appears() {
    let screen = run(&slow_site(), &[], &["ls", "--owners=never"]);
    let table = after_spinner(&screen, " fetched 100 keys");
    assert!(
        table.starts_with("Description  ")
            && table.ends_with("\n110 keys: 1 expires within 3 days, 1 expired, 1 revoked\n"),
        "{table}"
    );
    assert_eq!(table.lines().count(), 112);
}

#[test]
fn every_command_that_lists_has_a_spinner() {
    for (arguments, slow, text, start) in [
        (&["expiring"][..], "api-keys", " fetching keys", "Description  "),
        (&["review"], "api-keys", " fetching keys", "Reviewed: "),
        (&["events"], "api-key.updated", " fetched ", "Time  "),
        (&["offboard", "dev@demo.example", "--dry-run"], "createdByUser", " fetched 3 keys", "ID  "),
    ] {
        let site = TestSite::new();
        delay(&site, slow);
        let screen = run(&site, &[], arguments);
        assert!(after_spinner(&screen, text).starts_with(start), "{:?}", screen.text);
    }
}

#[test]
fn streamed_rows_take_the_place_of_the_spinner() {
    let site = TestSite::with_setup(|tenant| tenant.add_keys(100));
    delay(&site, "limit=100");
    delay(&site, "startingAfter");
    let screen = run(&site, &[], &["ls", "-o", "csv"]);
    let rows = after_spinner(&screen, " fetching keys");
    assert!(rows.starts_with("id,description,"), "{rows:?}");
    assert_eq!(rows.lines().count(), 111);
}

#[test]
fn an_error_and_a_notice_are_on_lines_of_their_own() {
    let site = TestSite::new();
    site.listener.tenant().fail_next(1, Fault::too_many_requests("2"));
    site.listener.tenant().fail_when(
        RequestMatcher::any().target_contains("api-keys"),
        1,
        Fault::too_many_requests("2"),
    );
    let screen = run(&site, &[], &["ls", "--retry", "1", "--max-wait", "3"]);
    let lines: Vec<_> = screen.text.split('\n').map(|line| line.rsplit(ERASE).next().unwrap()).collect();
    assert!(screen.text.contains(" fetching keys"), "{:?}", screen.text);
    assert!(
        lines.iter().any(|line| line.starts_with("could not list the API keys: rate limited")),
        "{:?}",
        screen.text
    );
    assert!(
        lines.iter().any(|line| line.starts_with("error: ") || line.starts_with("Description  ")),
        "{:?}",
        screen.text
    );
}

#[test]
fn only_a_terminal_that_shows_nothing_else_has_a_spinner() {
    for (variables, arguments) in [
        (&[("CI", "true")][..], &["ls"][..]),
        (&[("TERM", "dumb")], &["ls"]),
        (&[], &["ls", "-v"]),
        (&[], &["ls", "--json"]),
        (&[], &["ls", "-q"]),
    ] {
        let screen = run(&slow_site(), variables, arguments);
        assert!(screen.code == 0 && !screen.text.contains('\u{1b}'), "{variables:?} {arguments:?}: {:?}", screen.text);
    }
    let output = command(&slow_site(), &[], &["ls"]).stdin(Stdio::null()).output().unwrap();
    assert_eq!(output.stderr, b"");
}

#[test]
fn a_fast_list_has_no_spinner() {
    let started = Instant::now();
    let screen = run(&TestSite::new(), &[], &["ls"]);
    let is_fast = started.elapsed() < Duration::from_secs(1);
    // A machine under load may be slow.
    assert!(!is_fast || !screen.text.contains('\u{1b}') && !screen.text.contains('\r'), "{:?}", screen.text);
}

#[test]
fn a_list_that_goes_to_a_file_keeps_its_spinner() {
    let site = slow_site();
    let (reader, writer) = std::io::pipe().unwrap();
    let mut list = command(&site, &[], &["ls", "-o", "csv"]);
    list.stdin(Stdio::null());
    let running = PtyProcess::with_stdout(list, 120, Stdio::from(writer));
    let rows = std::io::read_to_string(reader).unwrap();
    let screen = running.wait();
    assert_eq!(rows.lines().count(), 111);
    assert_eq!(after_spinner(&screen, " fetched 100 keys"), "");
}

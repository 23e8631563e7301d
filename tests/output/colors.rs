//! The colors of tables, and when there are any.

use qlik_api_key::demo::KeySpec;

use crate::support::TestSite;
use crate::support::pty;

const RED: &str = "\u{1b}[31m";
const YELLOW: &str = "\u{1b}[33m";
const DIM: &str = "\u{1b}[2m";
const RESET: &str = "\u{1b}[0m";

/// The table of `arguments` on a terminal.
fn table(site: &TestSite, variables: &[(&str, &str)], arguments: &[&str]) -> String {
    let mut command = site.std_command(arguments);
    command.envs(variables.iter().copied());
    pty::run_on_terminal(command, 100, "").text
}

/// The line with this text.
#[track_caller]
fn line<'a>(table: &'a str, text: &str) -> &'a str {
    table.lines().find(|line| line.contains(text)).unwrap_or_else(|| panic!("{text:?} is not in {table:?}"))
}

fn key(description: &str, expiry: &str) -> KeySpec {
    KeySpec::new(description).expiry(expiry.parse().unwrap())
}

/// A tenant with a key for each color. Its clock is at noon on November 23.
fn site() -> TestSite {
    TestSite::empty(|tenant| {
        let created = "2026-01-01T00:00:00Z".parse().unwrap();
        for spec in [
            key("end of red", "2026-11-26T12:00:00Z"),
            key("start of yellow", "2026-11-26T12:00:01Z"),
            key("end of yellow", "2026-12-07T12:00:00Z"),
            key("start of plain", "2026-12-07T12:00:01Z"),
            key("past", "2026-11-22T12:00:00Z"),
            key("gone soon", "2026-11-24T12:00:00Z").revoked(),
        ] {
            tenant.add_key(spec.created(created));
        }
    })
}

#[test]
fn an_expiry_is_red_within_3_days_and_yellow_within_14() {
    let site = site();
    for arguments in [&["ls"][..], &["expiring", "--within", "P30D"], &["review"]] {
        let table = table(&site, &[], arguments);
        for (description, color, distance) in [
            ("end of red", RED, "in 3 days"),
            ("start of yellow", YELLOW, "in 3 days"),
            ("end of yellow", YELLOW, "in 14 days"),
        ] {
            let line = line(&table, description);
            assert!(line.contains(&format!("{color}{distance}{RESET}")), "{line:?}");
        }
        assert!(line(&table, "start of plain").contains("  in 14 days  "), "{table:?}");
    }
}

#[test]
fn rows_of_expired_and_revoked_keys_are_dim_and_active_is_plain() {
    let table = table(&site(), &[], &["ls"]);
    for (description, status) in [("past", "expired"), ("gone soon", "revoked")] {
        let line = line(&table, description);
        assert!(line.starts_with(&format!("{DIM}{description}")) && line.ends_with(RESET), "{line:?}");
        assert!(line.contains(&format!("  {status}  ")) && line.matches('\u{1b}').count() == 2, "{line:?}");
    }
    assert!(line(&table, "start of plain").contains("  active  "), "{table:?}");
}

#[test]
fn a_finding_has_the_color_of_its_severity() {
    let table = table(&site(), &[], &["review"]);
    assert!(line(&table, "  end of red ").contains(&format!("{RED}expires-soon{RESET}")), "{table:?}");
    assert!(line(&table, "  end of yellow").contains(&format!("{YELLOW}expires-soon{RESET}")), "{table:?}");
}

#[test]
fn tables_have_neither_white_nor_black_nor_a_background() {
    let site = site();
    for arguments in [&["ls"][..], &["review"], &["events"]] {
        let table = table(&site, &[], arguments);
        let codes = table.split("\u{1b}[").skip(1).map(|text| text.split('m').next().unwrap());
        assert!(codes.into_iter().all(|code| ["0", "1", "2", "31", "33"].contains(&code)), "{table:?}");
    }
}

#[test]
fn color_follows_the_terminal_and_the_environment() {
    let site = site();
    let is_colored = |variables: &[(&str, &str)], more: &[&str]| {
        let table = table(&site, variables, &[&["ls"], more].concat());
        assert!(table.contains("in 3 days"), "{table:?}");
        table.contains(RED)
    };
    assert!(is_colored(&[], &[]));
    assert!(is_colored(&[("TERM", "xterm"), ("NO_COLOR", "")], &[]));
    assert!(!is_colored(&[("NO_COLOR", "1")], &[]));
    assert!(!is_colored(&[("TERM", "dumb")], &[]));
    assert!(!is_colored(&[], &["--no-color"]));
    assert!(!is_colored(&[("CLICOLOR_FORCE", "1")], &["--no-color"]));
    let forced = site.command(&["ls", "-o", "table"]).env("CLICOLOR_FORCE", "1").output().unwrap().stdout;
    assert!(String::from_utf8(forced).unwrap().contains(RED));
    let pipe = site.run(&["ls", "-o", "table"]).succeeds().stdout;
    assert!(pipe.contains("in 3 days") && !pipe.contains('\u{1b}'), "{pipe:?}");
}

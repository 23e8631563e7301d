//! What commands show on terminals of several widths: no line is wider than the terminal, and no expiry and no ID is cut.
//!
//! To test a command, add a line to `COMMANDS`.

use std::process::Command;

use qlik_api_key::demo::{KeySpec, SubType, TestUser};
use unicode_width::UnicodeWidthStr as _;

use crate::support::TestSite;
use crate::support::pty;

/// The widths of the terminals, in columns.
const WIDTHS: [u16; 5] = [80, 100, 120, 140, 160];

/// The arguments of commands, and the lines that are typed, such as the answer to a question.
const COMMANDS: &[(&[&str], &str)] = &[
    (&["ls"], ""),
    (&["ls", "--owners"], ""),
    (&["ls", "--owners=never"], ""),
    (&["ls", "--all-contexts"], ""),
    (&["expiring", "--within", "P60D"], ""),
    (&["expiring", "--all-contexts"], ""),
    (&["review"], ""),
    (&["review", "--all-contexts"], ""),
    (&["events"], ""),
    (&["inspect", "leaked.txt"], ""),
    (&["context", "ls"], ""),
    (&["context", "check", "--all-contexts"], ""),
];

const LONG: &str = "a description that is longer than any table has room for, on every terminal of this test";

/// A tenant whose descriptions, names and times take much room, and a folder with contexts and a text with its token.
struct Screens {
    site: TestSite,
    folder: tempfile::TempDir,
    /// The IDs of the tenant's keys.
    ids: Vec<String>,
}

impl Screens {
    fn new() -> Self {
        let site = TestSite::with_setup(|tenant| {
            tenant.add_keys_of_unusual_owners();
            tenant.add_key(KeySpec::new(LONG));
            tenant.add_key(KeySpec::new("漢字漢字漢字漢字漢字漢字漢字漢字").owner(TestUser::Disabled));
            tenant.add_key(
                KeySpec::new("of a SCIM client").sub("SCIM\\215g5595380d646163cadbb9", SubType::ExternalClient),
            );
        });
        let ids = site.run(&["ls", "-q"]).succeeds().stdout.lines().map(str::to_owned).collect();
        let folder = tempfile::tempdir().unwrap();
        let url = site.listener.url();
        let context = |name: &str| {
            let auth = "auth = \"api-key\"\nstore = \"env\"\nenv = \"QLIK_API_KEY\"";
            format!("[contexts.{name}]\nserver = \"{url}\"\n{auth}\ncomment = \"{LONG}\"\n")
        };
        let profile = context("prod") + &context("staging-of-the-european-tenant");
        std::fs::write(folder.path().join("contexts.toml"), profile).unwrap();
        let token = site.listener.tenant().user_token(TestUser::Developer).to_owned();
        std::fs::write(folder.path().join("leaked.txt"), token).unwrap();
        Self { site, folder, ids }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.site.std_command(arguments);
        command
            .arg("--no-color")
            .current_dir(self.folder.path())
            .env("QLIK_PROFILE", self.folder.path().join("contexts.toml"));
        if arguments.contains(&"--all-contexts") {
            command.env_remove("QLIK_SERVER");
        }
        command
    }

    /// Asserts that a screen fits, and that its table has whole IDs and expiries.
    fn check(&self, arguments: &[&str], columns: u16, screen: &str) {
        let context = format!("{arguments:?} at {columns} columns:\n{screen}");
        for line in screen.lines() {
            assert!(line.width() <= usize::from(columns), "{:?} is too wide in {context}", line);
        }
        let lines: Vec<_> = screen.lines().collect();
        let Some(header) = lines.iter().position(|line| line.contains("Expires") || line.contains("  Key  ")) else {
            assert_eq!(arguments[0], "context", "no keys in {context}");
            return;
        };
        let rows: Vec<_> = lines[header + 1..].iter().take_while(|line| line.contains("  ")).collect();
        assert!(!rows.is_empty(), "{context}");
        for row in rows {
            assert!(self.ids.iter().any(|id| row.contains(id.as_str())), "{row:?} has no whole ID in {context}");
            assert!(row.split("  ").all(|cell| cell != "…"), "{row:?} has a useless column in {context}");
            if lines[header].contains("Expires") {
                assert!(row.split("  ").any(is_expiry), "{row:?} has no whole expiry in {context}");
            }
        }
    }
}

/// Whether a cell is a whole expiry, such as `in 8 days`, `3 days ago` or `2026-12-01, in 8 days`.
fn is_expiry(cell: &str) -> bool {
    let distance = cell.rsplit(", ").next().unwrap().trim_start_matches("expired ").trim();
    let words: Vec<_> = distance.split(' ').collect();
    match words.as_slice() {
        ["in", count, unit] | [count, unit, "ago"] => {
            let units = ["minute", "hour", "day", "month", "year"];
            count.parse::<u32>().is_ok() && units.contains(&unit.trim_end_matches('s'))
        }
        ["now"] => true,
        _ => false,
    }
}

#[test]
fn screens_fit_the_terminal_and_cut_neither_expiry_nor_id() {
    let screens = Screens::new();
    for (arguments, keys) in COMMANDS {
        for columns in WIDTHS {
            let screen = pty::run_on_terminal(screens.command(arguments), columns, keys);
            assert!([0, 10, 11].contains(&screen.code), "{arguments:?}: {}", screen.text);
            screens.check(arguments, columns, &screen.text);
        }
    }
}

#[test]
fn wider_terminals_show_more_columns() {
    let screens = Screens::new();
    for (arguments, columns, titles) in [
        (&["ls"][..], 80, "Description Status Expires ID"),
        (&["ls"], 100, "Description Status Owner Expires ID"),
        (&["ls"], 139, "Description Status Owner Expires ID"),
        (&["ls"], 140, "Description Status Owner Expires Created Sub type ID"),
        (&["expiring"], 80, "Description Status Expires ID"),
        (&["expiring"], 100, "Description Status Owner Expires ID"),
        (&["expiring"], 140, "Description Status Owner Expires Created ID"),
        (&["ls", "--columns", "id,OWNER,expires,sub Type"], 80, "ID Owner Expires Sub type"),
        (&["review"], 80, "Finding Description Expires ID"),
        (&["review"], 100, "Finding Description Expires Owner ID"),
        (&["review"], 120, "Severity Finding Description Expires Owner ID"),
        (&["events"], 80, "Time Event Key Description"),
        (&["events"], 100, "Time Event Key Description By"),
        (&["events"], 120, "Time Event Key Description Owner By"),
        (&["inspect", "leaked.txt"], 80, "ID Expires Status Description Claims"),
        (&["inspect", "leaked.txt"], 100, "ID Expires Status Description Owner Claims"),
        (&["context", "ls"], 80, "Name Server Current Auth Store"),
        (&["context", "ls"], 100, "Name Server Current Auth Store Comment"),
    ] {
        let screen = pty::run_on_terminal(screens.command(arguments), columns, "").text;
        let is_header = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ") == titles;
        assert!(screen.lines().any(is_header), "{arguments:?} at {columns} columns:\n{screen}");
    }
}

#[test]
fn a_table_in_a_pipe_has_at_most_200_columns() {
    let screens = Screens::new();
    let all = "id,description,status,subType,sub,expiry,created,lastUpdated,createdByUser,tenantId,owner,ownerEmail";
    for arguments in [&["ls"][..], &["ls", "--columns", all], &["ls", "--all-contexts"], &["review"], &["events"]] {
        let mut command = screens.command(arguments);
        let output = command.args(["-o", "table"]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.lines().count() > 3, "{text}");
        assert!(text.lines().all(|line| line.width() <= 200), "{arguments:?}: {text}");
    }
}

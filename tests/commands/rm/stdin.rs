//! IDs on stdin.

use std::io::{Seek as _, Write as _};

#[cfg(unix)]
use jiff::Timestamp;
#[cfg(unix)]
use qlik_api_key::demo::{KeySpec, Tenant};
use serde_json::json;

#[cfg(unix)]
use super::list_ids;
use super::{assert_refused, id_lines, site_with_keys};
#[cfg(unix)]
use crate::support::shell;
use crate::support::{CliOutput, TestSite, binary, process};

#[test]
fn reads_ids_from_stdin_in_any_encoding() {
    let utf16 = |text: &str, unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(unit).collect()
    };
    let forms: [fn(&[String]) -> String; 4] = [
        |ids| ids.join("\n"),
        |ids| ids.join("\r\n") + "\r\n",
        |ids| format!("\n  {}  \n\n\t{}\r\n\n", ids[0], ids[1]),
        |ids| format!("{}\n{}\n{}\n", ids[0], ids[1], ids[0]),
    ];
    for form in forms {
        for encoding in 0..4 {
            let (site, ids) = site_with_keys(2);
            let text = form(&ids);
            let bytes = match encoding {
                0 => text.into_bytes(),
                1 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
                2 => utf16(&text, u16::to_le_bytes),
                _ => utf16(&text, u16::to_be_bytes),
            };
            let run = site.run_with_stdin(&["rm", "-", "--yes", "-q"], bytes).succeeds();
            assert_eq!(run.stdout, id_lines(&ids));
            assert_eq!(site.take_requests().len(), 2);
        }
    }
    let (site, ids) = site_with_keys(1);
    let one = site.run_with_stdin(&["rm", "-", "--yes"], ids[0].clone()).succeeds();
    assert_eq!(one.json(), json!([{"id": ids[0], "result": "removed"}]));
}

#[test]
fn empty_stdin_removes_nothing() {
    let site = TestSite::new();
    for stdin in ["", "\n \r\n", "\u{feff}"] {
        for (more, stdout) in
            [(&[][..], "[]\n"), (&["-q"], ""), (&["-o", "csv"], "id,result,error\n"), (&["--dry-run"], "[]\n")]
        {
            let run = site.run_with_stdin(&[&["rm", "-", "--yes"], more].concat(), stdin).succeeds();
            assert_eq!(run.stdout, stdout, "{stdin:?} {more:?}");
        }
    }
    assert_eq!(site.take_requests(), Vec::<String>::new());
    // This needs no credential.
    let mut command = binary();
    let run = CliOutput::from(command.args(["rm", "-", "--yes"]).write_stdin("").output().unwrap());
    assert_eq!(run.succeeds().stdout, "[]\n");
}

#[test]
fn rejects_invalid_ids_before_sending() {
    let site = TestSite::new();
    let token = format!("eyJ{}.e30.fake", "x".repeat(50));
    for (stdin, message) in [
        ("a\n.\n", "stdin, line 2: an ID must not be `.` or `..`"),
        ("..", "stdin, line 1: an ID must not be `.` or `..`"),
        ("a\n\n\u{1b}[31mb\n", "stdin, line 3: an ID must not contain control characters"),
        ("a\u{0}b", "stdin, line 1: an ID must not contain control characters"),
        (&token, "stdin, line 1: this looks like a token"),
        ("[\n  {\n    \"id\": \"a\"\n  }\n]\n", "stdin, line 1: expected only an ID"),
        ("ID     Description\na      b\n", "hint: use `qlik-api-key ls -q`, which prints only IDs, one per line"),
        ("id,description\na,b\n", "stdin, line 1: expected only an ID"),
    ] {
        assert_refused(&site, 2, &["rm", "-", "--yes"], stdin, message);
        let run = site.run_with_stdin(&["rm", "-", "--yes"], stdin);
        assert!(!run.stderr.contains("eyJ") && !run.stderr.contains('\u{1b}'), "{}", run.stderr);
    }
    site.run_with_stdin(&["rm", "-", "--yes"], b"\xff\xfe\x00".to_vec()).fails(2, "stdin is not UTF-8 or UTF-16 text");
    for (arguments, message) in [
        (&["rm", "-", "a", "--yes"][..], "- reads the IDs from stdin and cannot be used with other IDs"),
        (&["rm", "a", "-", "--yes"], "cannot be used with other IDs"),
        (&["rm", "a", ".", "--yes"], "an ID must not be `.` or `..`"),
        (&["rm", "a", "", "--yes"], "an ID must not be empty"),
        (&["rm", "--yes"], "<ID>"),
    ] {
        assert_refused(&site, 2, arguments, "b\n", message);
    }
}

#[cfg(unix)] // Runs a POSIX shell script.
#[test]
fn a_closed_pipe_does_not_stop_the_removal() {
    let site = TestSite::empty(|tenant| tenant.add_keys(150));
    let program = assert_cmd::cargo::cargo_bin!("qlik-api-key").display().to_string();
    let shell = |script: &str| -> CliOutput {
        let mut shell = shell(&script.replace("QLIK", &format!("'{program}'")));
        process::output(shell.envs(site.env_vars())).into()
    };
    site.listener.tenant().set_rate_limits(1000, 10_000);
    let expired = |tenant: &mut Tenant, count: usize| {
        for number in 0..count {
            let end = "2026-11-01T00:00:00Z".parse::<Timestamp>().unwrap();
            tenant.add_key(KeySpec::new(&format!("old {number}")).created(end).expiry(end));
        }
    };
    expired(&mut site.listener.tenant(), 5);
    let run = shell("QLIK ls --status expired -q | QLIK rm - --yes -o jsonl").succeeds();
    assert_eq!((run.stdout.lines().count(), run.stdout.matches("\"removed\"").count()), (5, 5));
    assert_eq!(list_ids(&site).len(), 153);
    // A closed pipe does not stop the removal.
    expired(&mut site.listener.tenant(), 90);
    let run = shell("QLIK ls --status expired -q | QLIK rm - --yes -q | head -1").succeeds();
    assert_eq!(run.stdout.lines().count(), 1);
    process::wait_until("the end of the removal", || list_ids(&site).len() <= 153);
    assert_eq!(list_ids(&site).len(), 153);
}

#[test]
fn rejects_more_than_4_mib_of_ids_before_sending() {
    let site = TestSite::new();
    let mut ids = tempfile::tempfile().unwrap();
    ids.write_all(&b"a\n".repeat(2 * 1024 * 1024 + 1)).unwrap();
    ids.rewind().unwrap();
    let mut command = site.std_command(&["rm", "-", "--yes"]);
    let run = CliOutput::from(process::output(command.stdin(ids))).fails(2, "could not read stdin");
    assert!(run.stderr.contains("longer than 4 MiB"), "{}", run.stderr);
    assert_eq!(site.take_requests(), Vec::<String>::new());
}

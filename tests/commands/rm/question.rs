//! The questions of `rm`: what they say, what the answers do, and where the answer comes from.

use std::process::Stdio;

use qlik_api_key::demo::{KeySpec, TestUser};

use super::{id_lines, rm_arguments, site_with_keys};
use crate::support::pty::{self, PtyProcess, Screen};
use crate::support::{TestSite, isolated_in, process};

/// Answers that mean no: no, Enter, Ctrl-D, and anything else.
const NO: [&str; 4] = ["n\n", "\n", "\u{4}", "yeah\n"];

/// A demo tenant and the ID of a key "laptop, qlik-cli" of a developer.
fn site_with_laptop() -> (TestSite, String) {
    let site = TestSite::new();
    let spec = KeySpec::new("laptop, qlik-cli").owner(TestUser::Developer);
    let id = site.listener.tenant().add_key(spec);
    (site, id)
}

fn run_on_terminal(site: &TestSite, arguments: &[&str], keys: &str) -> Screen {
    let mut command = site.std_command(arguments);
    command.env("NO_COLOR", "1");
    pty::run_on_terminal(command, 120, keys)
}

fn deletes(site: &TestSite) -> usize {
    site.take_requests().iter().filter(|request| request.starts_with("DELETE ")).count()
}

#[test]
fn says_whether_the_key_is_deleted_or_revoked() {
    let (site, laptop) = site_with_laptop();
    let ci = site.key_id("CI pipeline");
    for (id, question, result) in [
        (&laptop, "Revoke \"laptop, qlik-cli\" of Dev Developer? This cannot be undone. [y/N] ", "revoked"),
        (&ci, "Delete \"CI pipeline\"? [y/N] ", "deleted"),
    ] {
        for keys in NO {
            let screen = run_on_terminal(&site, &["rm", id], keys);
            assert_eq!(screen.code, 1, "{}", screen.text);
            assert!(screen.text.contains(question) && screen.text.contains("nothing was removed"), "{}", screen.text);
        }
        assert_eq!(deletes(&site), 0);
        let screen = run_on_terminal(&site, &["rm", id], "y\n");
        assert!(screen.text.contains(question), "{}", screen.text);
        assert!(screen.text.ends_with(&format!("{result} API key {id}\n")), "{}", screen.text);
        assert_eq!((screen.code, deletes(&site)), (0, 1));
    }
    let screen = run_on_terminal(&site, &["rm", &laptop], "");
    assert_eq!((screen.code, screen.text), (0, format!("API key {laptop} was already revoked\n")));
    assert_eq!(deletes(&site), 0);
}

#[test]
fn ctrl_c_at_the_question_removes_nothing() {
    let (site, id) = site_with_laptop();
    let home = tempfile::tempdir().unwrap();
    let mut command = pty::session_command(home.path(), &["rm", &id]);
    command.envs(site.env_vars());
    let mut running = PtyProcess::start(command, 120);
    running.wait_until("the question", |screen| screen.shows("[y/N]"));
    running.type_keys("\u{3}");
    assert_eq!((running.wait().code, deletes(&site)), (130, 0));
}

#[test]
fn without_a_question_one_request_is_sent() {
    let (site, id) = site_with_laptop();
    let removed = format!("removed API key {id}\n");
    let mut in_ci = site.std_command(&["rm", &id]);
    in_ci.env("CI", "true");
    for command in [in_ci, site.std_command(&["rm", &id, "--yes"])] {
        let screen = pty::run_on_terminal(command, 120, "");
        assert_eq!((screen.code, &screen.text), (0, &removed));
        assert_eq!(site.take_requests(), [format!("DELETE /api/v1/api-keys/{id}")]);
    }
    let run = site.run(&["rm", &id]);
    assert_eq!((run.code, run.stdout.as_str(), &run.stderr), (0, "", &removed));
    assert_eq!(site.take_requests(), [format!("DELETE /api/v1/api-keys/{id}")]);
}

#[test]
fn the_question_about_many_keys_describes_ten() {
    let (site, ids) = site_with_keys(60);
    let host = site.listener.url().replace("http://", "");
    let all: Vec<&str> = std::iter::once("rm").chain(ids.iter().map(String::as_str)).collect();
    let screen = run_on_terminal(&site, &all, "n\n");
    let lines: String = (0..10).map(|number| format!("delete \"key {number}\"\n")).collect();
    let question = format!("{lines}and 50 more\nRemove 60 API keys from {host}? This cannot be undone. [y/N] ");
    assert!(screen.text.contains(&question), "{}", screen.text);
    assert_eq!(site.take_requests().len(), 10);
}

#[test]
fn the_question_about_several_keys_says_what_becomes_of_each() {
    let (site, laptop) = site_with_laptop();
    let revoked = site.key_id("left the company");
    let ci = site.key_id("CI pipeline");
    let screen = run_on_terminal(&site, &["rm", &ci, &laptop, &revoked, "nope"], "y\n");
    let lines = "delete \"CI pipeline\"\nrevoke \"laptop, qlik-cli\" of Dev Developer\nalready revoked: \"left the company\" of ";
    assert!(screen.code == 0 && screen.text.contains(lines), "{}", screen.text);
    assert!(screen.text.contains("\nremove nope\nRemove 4 API keys from "), "{}", screen.text);
    assert_eq!((screen.text.matches("  removed\n").count(), screen.text.matches("  gone\n").count()), (3, 1));
}

#[test]
fn no_line_of_a_question_is_wider_than_the_terminal() {
    let long = "a description that goes on and on, ".repeat(20);
    for columns in [80, 100, 120, 160] {
        let (site, ids) = site_with_keys(2);
        let (own, other) = {
            let mut tenant = site.listener.tenant();
            (tenant.add_key(KeySpec::new(&long)), tenant.add_key(KeySpec::new(&long).owner(TestUser::Developer)))
        };
        for arguments in [vec![&own], vec![&other], vec![&ids[0], &own, &other, &ids[1]]] {
            let arguments: Vec<&str> = std::iter::once("rm").chain(arguments.into_iter().map(String::as_str)).collect();
            for keys in ["n\n", "y\n"] {
                let mut command = site.std_command(&arguments);
                command.env("NO_COLOR", "1");
                let mut running = PtyProcess::start(command, columns);
                running.wait_until("the question", |screen| screen.shows("[y/N]"));
                running.type_keys(keys);
                let screen = running.wait();
                let widest = screen.text.lines().map(|line| line.chars().count()).max().unwrap();
                assert!(screen.text.contains("[y/N]") && widest <= columns.into(), "{columns}: {}", screen.text);
            }
        }
    }
}

#[test]
fn a_hostile_description_can_not_answer_the_question() {
    let hostile =
        format!("x\"? This cannot be undone. [y/N] y\r\nDelete \u{201d}\u{2028}\u{1b}[2J{}", " y".repeat(5000));
    let site = TestSite::empty(|_| ());
    let id = site.listener.tenant().add_key(KeySpec::new(&hostile));
    let screen = run_on_terminal(&site, &["rm", &id], "n\n");
    let question = "Delete \"x'? This cannot be undone. [y/N] y Dele…\"? [y/N] ";
    assert!(screen.text.contains(question), "{}", screen.text);
}

/// A shell script in a session whose terminal is a pseudo-terminal. `$1` is the binary, and `$2` a file with these IDs.
fn start_script(home: &std::path::Path, site: &TestSite, ids: &[String], script: &str) -> PtyProcess {
    let file = home.join("ids");
    std::fs::write(&file, id_lines(ids)).unwrap();
    let mut command = isolated_in(home, process::new_command("setsid"));
    command.args(["--ctty", "--wait", "sh", "-c", script, "sh"]);
    command.arg(assert_cmd::cargo::cargo_bin!("qlik-api-key")).arg(file);
    command.envs(site.env_vars()).env("NO_COLOR", "1");
    PtyProcess::start(command, 120)
}

#[test]
fn ids_on_stdin_are_confirmed_on_the_terminal() {
    let home = tempfile::tempdir().unwrap();
    for keys in NO.into_iter().chain(["\u{3}", "y\n"]) {
        let (site, ids) = site_with_keys(2);
        let mut running = start_script(home.path(), &site, &ids, "exec \"$1\" rm - < \"$2\"");
        running.wait_until("the question", |screen| screen.shows("[y/N]"));
        running.type_keys(keys);
        let screen = running.wait();
        let (code, count) = match keys {
            "y\n" => (0, 2),
            "\u{3}" => (130, 0),
            _ => (1, 0),
        };
        assert_eq!((screen.code, deletes(&site)), (code, count), "{keys:?}: {}", screen.text);
        assert!(screen.text.contains("delete \"key 0\"\ndelete \"key 1\"\nRemove 2 API keys from "), "{}", screen.text);
    }
}

#[test]
fn ids_on_stdin_need_yes_where_nobody_can_answer() {
    let home = tempfile::tempdir().unwrap();
    let (site, ids) = site_with_keys(2);
    // With job control, a job in the background has a process group of its own.
    let scripts = [
        "CI=true exec \"$1\" rm - < \"$2\"",
        "exec \"$1\" rm - < \"$2\" 2>/dev/null",
        "set -m; \"$1\" rm - < \"$2\" & wait $!",
    ];
    for script in scripts {
        let screen = start_script(home.path(), &site, &ids, script).wait();
        assert_eq!(screen.code, 2, "{script}: {}", screen.text);
        let is_shown = screen.text.contains("removing keys listed on stdin requires --yes");
        assert_eq!(is_shown, !script.contains("/dev/null"), "{script}: {}", screen.text);
    }
    // A terminal that does not control the process is no terminal to ask on.
    let file = std::fs::File::open(home.path().join("ids")).unwrap();
    let screen = PtyProcess::with_stdin(site.std_command(&["rm", "-"]), 120, Stdio::from(file)).wait();
    assert_eq!(screen.code, 2, "{}", screen.text);
    assert_eq!(site.take_requests(), Vec::<String>::new());
    let screen = run_on_terminal(&site, &rm_arguments(&ids, &[]), "");
    assert!(screen.code == 0 && !screen.text.contains('?'), "{}", screen.text);
}

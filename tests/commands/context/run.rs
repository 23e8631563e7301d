//! `context run`: runs a program that signs in with the token of a context.

use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};

use rustix::process::Signal;

use crate::support::home::TestHome;
use crate::support::process::{self, Child};
use crate::support::{CliOutput, TestSite, pty};

/// A home folder with a context whose key is in the variable `A_KEY`.
fn home_with_variable() -> TestHome {
    let home = TestHome::new();
    let url = home.site.listener.url();
    assert_eq!(home.run(&["context", "create", "a", "-s", &url, "--api-key-env", "A_KEY"]).code, 0);
    home
}

/// Runs `context run` with these arguments, and with a wrong value in every variable that could sign in.
fn run_with_variables(home: &TestHome, arguments: &[&str]) -> CliOutput {
    let mut command = home.command(&[&["context", "run"], arguments].concat());
    command.env("QLIK_SERVER", "https://wrong.example").env("QLIK_CONTEXT", "wrong").env("QLIK_API_KEY", "fake-wrong");
    command.env("QLIK_API_KEY_FILE", "wrong").env("QLIK_OAUTH_CLIENT_ID", "wrong").env("OTHER", "stays");
    command.env("QLIK_OAUTH_CLIENT_SECRET", "fake-wrong").env("A_KEY", &home.token);
    command.output().unwrap().into()
}

#[test]
fn the_program_gets_server_and_key_and_no_other_credential() {
    let home = home_with_variable();
    let run = run_with_variables(&home, &["a", "--", "env"]).succeeds();
    let variables: Vec<_> = run.stdout.lines().filter_map(|line| line.split_once('=')).collect();
    let names: Vec<_> = variables.iter().map(|pair| pair.0).filter(|name| name.contains("QLIK")).collect();
    assert!(names.iter().all(|name| ["QLIK_SERVER", "QLIK_API_KEY", "QLIK_NO_CACHE"].contains(name)), "{names:?}");
    let value = |name: &str| variables.iter().find(|pair| pair.0 == name).map(|pair| pair.1);
    assert_eq!(value("QLIK_SERVER"), Some(home.site.listener.url().as_str()));
    assert!(value("QLIK_API_KEY") == Some(home.token.as_str()), "another key");
    assert_eq!((value("A_KEY"), value("OTHER")), (None, Some("stays")));
    assert_eq!(run.stdout.matches(home.token_signature()).count(), 1);
    let program = assert_cmd::cargo::cargo_bin!("qlik-api-key").to_str().unwrap();
    run_with_variables(&home, &["a", "--", program, "ls", "-q"]).succeeds();
    assert_eq!(home.site.take_requests(), ["GET /api/v1/api-keys?limit=100"]);
}

#[test]
fn the_program_of_an_oauth_client_gets_an_access_token() {
    let site = TestSite::new();
    let (id, secret) = {
        let tenant = site.listener.tenant();
        let (id, secret) = tenant.oauth_client();
        (id.to_owned(), secret.to_owned())
    };
    let program = assert_cmd::cargo::cargo_bin!("qlik-api-key").to_str().unwrap();
    let oauth = |arguments: &[&str]| -> CliOutput {
        let mut command = site.command(arguments);
        command.env_remove("QLIK_API_KEY").env("QLIK_OAUTH_CLIENT_ID", &id).env("QLIK_OAUTH_CLIENT_SECRET", &secret);
        command.output().unwrap().into()
    };
    let variables = oauth(&["context", "run", "--", "env"]).succeeds().stdout;
    assert!(variables.contains("\nQLIK_API_KEY=") && !variables.contains(&secret), "the program got the client secret");
    oauth(&["context", "run", "--", program, "ls", "-q"]).succeeds();
}

#[test]
fn exit_code_stdin_and_arguments_are_those_of_the_program() {
    let site = TestSite::new();
    let run = site
        .run_with_stdin(&["context", "run", "--", "sh", "-c", "cat; echo \"$@\"; exit 7", "x", "--json", "-y"], "in ");
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (7, "in --json -y\n", ""));
    assert_eq!(site.take_requests(), Vec::<String>::new());
}

#[test]
fn a_missing_program_is_exit_code_127() {
    let site = TestSite::new();
    let run = site.run(&["context", "run", "--", "no-such-program"]);
    run.fails(127, "error: could not run no-such-program\ncaused by: No such file or directory");
    site.run(&["context", "run", "--", "/"]).fails(126, "error: could not run /\ncaused by: Permission denied");
    site.assert_usage_errors(&[
        (&["context", "run"], "<COMMAND>"),
        (&["context", "run", "a", "--"], "<COMMAND>"),
        (&["context", "run", "--json", "--", "true"], "`context run` does not support --json"),
        (&["context", "run", "a", "--context", "b", "--", "true"], "NAME cannot be used with --context"),
    ]);
}

#[test]
fn a_protected_tenant_needs_yes_or_its_name() {
    let home = TestHome::new();
    home.create_context("prod", &[]);
    assert_eq!(home.run(&["context", "protect", "prod"]).code, 0);
    let program = ["--", "echo", "it ran"];
    let run = home.run(&[&["context", "run", "prod"][..], &program].concat());
    run.fails(2, "--yes is required to run a program that signs in there\n");
    let run = home.run(&[&["context", "run", "prod", "--yes"][..], &program].concat());
    assert_eq!(run.succeeds().stdout, "it ran\n");
    for (keys, code) in [("y\n", 1), ("prod\n", 0)] {
        let command = home.std_command(&[&["context", "run"][..], &program].concat());
        let screen = pty::run_on_terminal(command, 200, keys);
        // The typed text is echoed before or after the question.
        assert_eq!((screen.code, screen.text.ends_with("it ran\n")), (code, code == 0), "{}", screen.text);
    }
}

#[test]
fn sigterm_goes_to_the_program() {
    let site = TestSite::new();
    for (script, code, signal) in [
        ("trap 'exit 5' TERM; echo ready; while :; do sleep 0.01; done", Some(5), None),
        ("echo ready; exec sleep 600", None, Some(15)),
    ] {
        let mut command = site.std_command(&["context", "run", "--", "sh", "-c", script]);
        let mut child = Child::start(command.stdout(Stdio::piped()));
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n");
        child.signal(Signal::TERM);
        let status = child.wait();
        assert_eq!((status.code(), status.signal()), (code, signal), "{script}");
    }
}

#[test]
fn no_command_line_holds_the_token() {
    let home = TestHome::new();
    home.create_context("a", &[]);
    let mut command = home.std_command(&["context", "run", "--", "sh", "-c", "echo ready; read line"]);
    let mut child = Child::start(command.stdin(Stdio::piped()).stdout(Stdio::piped()));
    let command_line = format!("/proc/{}/cmdline", child.id());
    let mut seen = Vec::new();
    process::wait_until("the program", || {
        seen.push(String::from_utf8(std::fs::read(&command_line).unwrap()).unwrap());
        seen.last().unwrap().starts_with("sh\0")
    });
    let mut line = [0; 6];
    child.stdout.as_mut().unwrap().read_exact(&mut line).unwrap();
    assert_eq!(&line, b"ready\n");
    assert!(seen.iter().all(|text| !text.contains(home.token_signature())), "a command line holds the token");
    let environment = std::fs::read(format!("/proc/{}/environ", child.id())).unwrap();
    assert!(String::from_utf8(environment).unwrap().contains(home.token_signature()), "the program got no token");
    drop(child.stdin.take());
    child.wait();
}

/// The state that a program inherits: signals, limits, open files.
const STATE: &str = "grep -E '^Sig(Blk|Ign|Cgt)' /proc/self/status; cat /proc/self/limits; ls /proc/self/fd; umask; \
                     cat /proc/self/coredump_filter";

#[test]
fn the_program_inherits_what_it_would_without_us() {
    let site = TestSite::new();
    let state = |mut command: Command| CliOutput::from(command.args(["sh", "-c", STATE]).output().unwrap());
    let direct = state(process::new_command("env"));
    let run = state(site.std_command(&["context", "run", "--"]));
    // The C library uses the signals above 31 for itself.
    let standard_signals = |line: &str| match line.strip_prefix("Sig").and_then(|set| set.split_once(":\t")) {
        Some((name, set)) => format!("{name} {:x}", u64::from_str_radix(set, 16).unwrap() & 0x7fff_ffff),
        None => line.to_owned(),
    };
    let lines = |run: CliOutput| run.succeeds().stdout.lines().map(standard_signals).collect::<Vec<_>>();
    assert_eq!(lines(run), lines(direct));
}

//! `demo`: running one command against the tenant in memory, and serving the tenant until Ctrl-C.

use crate::support::{TestSite, run};

#[test]
fn runs_one_command_and_returns_its_exit_code() {
    let list = run(&["demo", "--", "ls"]).succeeds().json();
    assert_eq!(list.as_array().unwrap().len(), 13);
    run(&["demo", "--", "get", "nope"]).fails(5, "Not found");
    run(&["demo", "--", "ls", "--limit", "x"]).fails(2, "--limit");
    run(&["demo", "--no-such-flag", "ls"]).fails(2, "unexpected argument '--no-such-flag'");
    let list = run(&["demo", "--clock", "2030-01-01T00:00:00Z", "--", "ls", "--limit", "1"]).succeeds().json();
    assert_eq!(list[0]["created"], "2029-12-31T23:00:00Z");
}

#[test]
fn runs_a_command_without_a_double_dash() {
    let seeded = |line: &[&str]| run(&[&["demo", "--seed", "7", "--clock", "2026-11-23T12:00:00Z"], line].concat());
    for line in [&["ls", "-q"][..], &["ls", "--limit", "2", "--json"], &["get", "nope", "--json"], &["help", "config"]]
    {
        let expected = seeded(&[&["--"], line].concat());
        assert_eq!(seeded(line), expected, "{line:?}");
    }
    assert_eq!(seeded(&["ls", "--limit", "2"]).succeeds().json().as_array().unwrap().len(), 2);
    // Flags after the command are the command's, which knows no --seed.
    seeded(&["ls", "--seed", "8"]).fails(2, "unexpected argument '--seed'");
    assert!(seeded(&["ls", "--help"]).succeeds().stdout.contains("Usage: qlik-api-key ls"));
    seeded(&["get", "--", "-x"]).fails(5, "could not get API key -x");
}

/// A key and its token come from the same random numbers as its ID.
#[test]
fn each_start_has_its_own_token_unless_a_seed_is_given() {
    let ids = |flags: &[&str]| run(&[&["demo"], flags, &["--", "ls", "-q"]].concat()).succeeds().stdout;
    assert_ne!(ids(&[]), ids(&[]));
    assert_eq!(ids(&["--seed", "7"]), ids(&["--seed", "7"]));
    assert_ne!(ids(&["--seed", "7"]), ids(&["--seed", "8"]));
    run(&["demo", "--seed=-1", "--", "ls"]).fails(2, "must be a whole number, 0 or more");
    run(&["demo", "--seed", "x", "--", "ls"]).fails(2, "--seed");
}

#[test]
fn serves_a_tenant_of_today_or_that_of_the_reference() {
    let config = run(&["demo", "--", "config", "get"]).succeeds().json();
    assert_eq!(config.as_object().unwrap().len(), 3);
    let config = run(&["demo", "--reference", "--", "config", "get"]).succeeds().json();
    assert_eq!((config.as_object().unwrap().len(), &config["api_keys_enabled"]), (4, &true.into()));
}

#[test]
fn starts_with_the_requested_keys() {
    let list = |flags: &[&str]| run(&[&["demo"], flags, &["--", "ls"]].concat()).succeeds().json();
    let count = |flags: &[&str]| list(flags).as_array().unwrap().len();
    let descriptions: Vec<_> =
        list(&["--empty"]).as_array().unwrap().iter().map(|key| key["description"].clone()).collect();
    assert_eq!(descriptions, ["demo sign-in"; 3]);
    assert_eq!(count(&["--empty", "--keys", "120"]), 123);
    assert_eq!(count(&["--keys", "1"]), count(&[]) + 1);
    for value in ["0", "100001", "x"] {
        run(&["demo", "--keys", value, "--", "ls"]).fails(2, "must be a whole number, 1 to 100000");
    }
}

#[test]
fn the_rate_window_is_a_duration() {
    // The trace shows the response headers. The clock is at the beginning of a window.
    let trace = |window: &str| {
        let flags = ["--clock", "2026-11-23T12:00:00Z", "--rate-window", window];
        run(&[&["demo"], &flags[..], &["--", "ls", "-q", "-v"]].concat()).stderr
    };
    let start = 1_795_435_200;
    for (window, seconds) in [("PT3S", 3), ("5min", 300), ("P1D", 12 * 60 * 60)] {
        let expected = format!("ratelimit-reset: {}\n", start + seconds);
        assert!(trace(window).contains(&expected), "{window}: {expected:?} is not in {}", trace(window));
    }
    for window in ["PT0S", "PT0.5S", "P1DT1S", "P9999Y", "2d", "5m", "60"] {
        let message = "--rate-window <DURATION>': must ";
        run(&["demo", "--rate-window", window, "--", "ls"]).fails(2, message);
    }
}

#[test]
fn ignores_credentials_from_the_environment() {
    let site = TestSite::new();
    let mut command = site.command(&["demo", "--", "ls", "-q"]);
    command.env("QLIK_API_KEY_FILE", "/nowhere");
    assert_eq!(crate::support::CliOutput::from(command.output().unwrap()).succeeds().stdout.lines().count(), 13);
    assert_eq!(site.take_requests(), Vec::<String>::new());
}

#[cfg(unix)] // `windows::ctrl_c` has the twin.
#[test]
fn serves_until_interrupted_and_executes_typed_commands() {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::Stdio;

    use crate::support::process::Child;
    use crate::support::std_binary;

    let mut command = std_binary();
    command.args(["demo", "--clock", "2026-11-23T12:00:00Z"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut demo = Child::start(&mut command);
    let mut stdout_lines = BufReader::new(demo.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut variable = |name: &str| {
        let line = stdout_lines.next().unwrap();
        line.strip_prefix(&format!("export {name}=")).expect("an export line").to_owned()
    };
    let variables = [("QLIK_SERVER", variable("QLIK_SERVER")), ("QLIK_API_KEY", variable("QLIK_API_KEY"))];
    let ls = || -> crate::support::CliOutput {
        let mut command = crate::support::binary();
        command.envs(variables.clone()).args(["ls", "-q", "--retry", "0"]).output().unwrap().into()
    };
    let mut stderr_lines = BufReader::new(demo.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(stderr_lines.next().unwrap().contains("until Ctrl-C"));
    ls().succeeds();
    let mut stdin = demo.stdin.take().unwrap();
    stdin.write_all(b"fail next 503\n").unwrap();
    assert!(stderr_lines.next().unwrap().contains("the next 1 request will fail"));
    ls().fails(7, "returned 503");
    stdin.write_all(b"frob\n").unwrap();
    assert!(stderr_lines.next().unwrap().contains("is invalid"));
    drop(stdin);
    ls().succeeds();
    demo.interrupt();
    assert_eq!(demo.wait().signal(), Some(2), "a shell reports this as exit code 130");
}

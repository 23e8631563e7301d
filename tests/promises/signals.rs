//! Ctrl-C, SIGTERM, SIGHUP and a closed terminal lose no token and leave no empty file, and the exit code is 128 + the
//! signal. Inherited signal actions and limits do not change what the program does.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use qlik_api_key::demo::{Fault, KeySpec, RequestMatcher};
use rustix::process::Signal;

use crate::support::home::TestHome;
use crate::support::process::{self, Child};
use crate::support::pty::{PtyProcess, open_pty};
use crate::support::{CliOutput, TestSite, isolated_in, shell};

/// The signals that ask a program to end.
const SIGNALS: [Signal; 3] = [Signal::HUP, Signal::INT, Signal::TERM];

const WAITING: &str = "waiting for the response so that no key is lost; press Ctrl-C again to stop\n";

/// How long the tenant waits before it sends a response, if the program waits for it.
const DELAY: Duration = Duration::from_millis(1500);

/// How long the tenant waits before it sends a response, if the program must not wait for it.
const LONG_DELAY: Duration = Duration::from_secs(30);

fn delay_responses(site: &TestSite, method: &str, delay: Duration) {
    let matcher = RequestMatcher::any().method(method);
    site.listener.tenant().fail_when(matcher, usize::MAX, Fault::Delay(delay));
}

fn start(mut command: Command) -> Child {
    Child::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))
}

fn wait_for_request(site: &TestSite, method: &str) {
    process::wait_until(method, || {
        site.listener.tenant().requests().iter().any(|logged| logged.request.method == method)
    });
}

/// Sends a signal and reads the notice that the program prints; then sends the signal again.
fn signal_twice(child: &mut Child, signal: Signal) -> CliOutput {
    child.signal(signal);
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut text = String::new();
    stderr.read_line(&mut text).unwrap();
    child.signal(signal);
    stderr.read_to_string(&mut text).unwrap();
    let mut stdout = String::new();
    child.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
    CliOutput { code: exit_code(child), stdout, stderr: text }
}

/// The exit code as a shell shows it: 128 + signal if a signal ended the program by its default action.
fn exit_code(child: &Child) -> i32 {
    use std::os::unix::process::ExitStatusExt as _;
    let status = child.wait();
    status.code().or(status.signal().map(|signal| 128 + signal)).unwrap()
}

/// A shell that sets up something and then becomes the program.
fn after_setup(site: &TestSite, home: &Path, setup: &str, arguments: &str) -> Command {
    let program = assert_cmd::cargo::cargo_bin!("qlik-api-key");
    let mut command = isolated_in(home, shell(&format!("{setup}; exec '{}' {arguments}", program.display())));
    command.envs(site.env_vars());
    command
}

/// The text of the only file in the state folder.
fn recovery_file(home: &Path) -> String {
    let folder = std::fs::read_dir(home.join(".local/state/qlik")).unwrap();
    let paths = folder.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|x| x == "json"));
    let [path] = paths.collect::<Vec<_>>().try_into().unwrap();
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_create_waits_for_the_response_at_each_signal() {
    for signal in SIGNALS {
        let site = TestSite::new();
        delay_responses(&site, "POST", DELAY);
        let child = start(site.std_command(&["create", "--description", "slow"]));
        wait_for_request(&site, "POST");
        child.signal(signal);
        let run = CliOutput::from(child.output());
        assert_eq!(run.code, 128 + signal.as_raw(), "{}", run.stderr);
        assert!(run.json()["token"].is_string(), "the token was not printed");
        assert_eq!(run.stderr, format!("{WAITING}error: interrupted, but the command was completed\n"));
    }
}

#[test]
fn a_second_signal_ends_a_create_and_says_that_a_key_may_exist() {
    for signal in SIGNALS {
        for format in ["json", "table"] {
            let site = TestSite::new();
            delay_responses(&site, "POST", LONG_DELAY);
            let mut child = start(site.std_command(&["create", "--description", "slow", "-o", format]));
            wait_for_request(&site, "POST");
            let run = signal_twice(&mut child, signal);
            assert_eq!((run.code, run.stdout.as_str()), (128 + signal.as_raw(), ""), "{}", run.stderr);
            let message = "the create was sent and its outcome is unknown";
            if format == "json" {
                let error = run.error_json();
                assert!(error["title"].as_str().unwrap().starts_with(message), "{error}");
                assert_eq!(error["exit"], run.code);
            } else {
                assert!(run.stderr.starts_with(&format!("{WAITING}error: {message}")), "{}", run.stderr);
                assert!(run.stderr.contains("hint: qlik-api-key ls --sort -created"), "{}", run.stderr);
            }
        }
    }
}

#[test]
fn a_second_signal_during_the_delivery_names_the_key() {
    let site = TestSite::new();
    let home = tempfile::tempdir().unwrap();
    let mut command = site.std_command(&["create", "--description", "slow", "--exec", "touch started; sleep 30"]);
    command.current_dir(home.path());
    let mut child = start(command);
    process::wait_until("the command", || home.path().join("started").exists());
    let run = signal_twice(&mut child, Signal::TERM);
    let id = site.key_id("slow");
    assert_eq!(run.code, 143);
    assert!(run.stderr.contains(&format!("the token of API key {id} was being delivered")), "{}", run.stderr);
    assert!(run.stderr.contains(&format!("qlik-api-key rm {id}")), "{}", run.stderr);
}

#[test]
fn a_rotation_finishes_at_each_signal() {
    for signal in SIGNALS {
        let (home, old) = home_with_key("robot");
        delay_responses(&home.site, "POST", DELAY);
        let child = start(home.std_command(&["rotate"]));
        wait_for_request(&home.site, "POST");
        child.signal(signal);
        let run = CliOutput::from(child.output());
        assert_eq!(run.code, 128 + signal.as_raw(), "{}", run.stderr);
        assert!(run.stderr.contains("the old key was removed"), "{}", run.stderr);
        assert_ne!(home.site.key_id("robot"), old);
        home.run(&["rotate", "--resume"]).fails(0, "there is nothing to finish");
    }
}

#[test]
fn a_second_signal_ends_a_rotation_that_resume_undoes() {
    for signal in SIGNALS {
        let (home, old) = home_with_key("robot");
        delay_responses(&home.site, "POST", LONG_DELAY);
        let mut child = start(home.std_command(&["rotate"]));
        wait_for_request(&home.site, "POST");
        let run = signal_twice(&mut child, signal);
        assert_eq!(run.code, 128 + signal.as_raw(), "{}", run.stderr);
        assert!(run.stderr.contains("the create was sent and its outcome is unknown"), "{}", run.stderr);
        assert!(run.stderr.contains("hint: qlik-api-key rotate --resume"), "{}", run.stderr);
        home.site.listener.tenant().clear_faults();
        let resumed = home.run(&["rotate", "--resume"]);
        assert_eq!(resumed.code, 0, "{}", resumed.stderr);
        assert_eq!(home.site.key_id("robot"), old);
    }
}

/// A home whose context `prod` signs in with a key, and the ID of that key.
fn home_with_key(description: &str) -> (TestHome, String) {
    let mut home = TestHome::new();
    let id = {
        let mut tenant = home.site.listener.tenant();
        let id = tenant.add_key(KeySpec::new(description));
        home.token = tenant.key_token(&id).unwrap().to_owned();
        id
    };
    home.create_context("prod", &[]);
    (home, id)
}

#[test]
fn a_batch_prints_what_it_has_done_at_each_signal() {
    for signal in SIGNALS {
        let site = TestSite::new();
        let ids: Vec<_> = {
            let mut tenant = site.listener.tenant();
            (0..20).map(|number| tenant.add_key(KeySpec::new(&format!("key {number}")))).collect()
        };
        delay_responses(&site, "DELETE", DELAY);
        let arguments = ["rm", "--yes", "-o", "jsonl"].into_iter().chain(ids.iter().map(String::as_str));
        let child = start(site.std_command(&arguments.collect::<Vec<_>>()));
        wait_for_request(&site, "DELETE");
        child.signal(signal);
        let run = CliOutput::from(child.output());
        assert_eq!(run.code, 128 + signal.as_raw(), "{}", run.stderr);
        let removed = run.stdout.matches(r#""result":"removed""#).count();
        assert!((1..20).contains(&removed), "{}", run.stdout);
        let left = format!("interrupted: {} of 20 API keys were left unchanged", 20 - removed);
        assert!(run.stderr.contains(&left), "{}", run.stderr);
    }
}

#[test]
fn no_signal_leaves_an_empty_token_file() {
    for signal in SIGNALS {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("token");
        let arguments = ["create", "--description", "slow", "--token-file", path.to_str().unwrap()];
        // While the program signs in, which is before the create.
        let site = TestSite::new();
        delay_responses(&site, "POST", LONG_DELAY);
        let mut command = site.std_command(&arguments);
        command.env_remove("QLIK_API_KEY").env("QLIK_OAUTH_CLIENT_ID", "x").env("QLIK_OAUTH_CLIENT_SECRET", "fake");
        let child = start(command);
        wait_for_request(&site, "POST");
        assert!(path.exists());
        child.signal(signal);
        let run = CliOutput::from(child.output()).fails(128 + signal.as_raw(), "");
        assert_eq!((run.stderr.as_str(), path.exists()), ("", false));
        // While the create is out.
        let site = TestSite::new();
        delay_responses(&site, "POST", LONG_DELAY);
        let mut child = start(site.std_command(&arguments));
        wait_for_request(&site, "POST");
        assert_eq!(signal_twice(&mut child, signal).code, 128 + signal.as_raw());
        assert!(!path.exists());
        // The first signal waits for the token.
        let site = TestSite::new();
        delay_responses(&site, "POST", DELAY);
        let child = start(site.std_command(&arguments));
        wait_for_request(&site, "POST");
        child.signal(signal);
        assert_eq!(exit_code(&child), 128 + signal.as_raw());
        assert!(std::fs::read_to_string(&path).unwrap().starts_with("eyJ"));
    }
}

#[test]
fn each_signal_restores_the_echo_at_a_hidden_prompt() {
    let site = TestSite::new();
    let home = tempfile::tempdir().unwrap();
    for signal in SIGNALS {
        let mut command = isolated_in(home.path(), process::new_command("setsid"));
        command.args(["--ctty", "--wait"]).arg(assert_cmd::cargo::cargo_bin!("qlik-api-key"));
        command.args(["context", "create", "a", "-s", &site.listener.url(), "--store", "file"]);
        let running = PtyProcess::start(command, 80);
        running.wait_until("the question", |screen| screen.shows("(not shown): ") && !screen.has_echo());
        running.signal(signal);
        running.wait_until("the echo", PtyProcess::has_echo);
        assert_eq!(running.wait().code, 128 + signal.as_raw());
    }
}

#[test]
fn a_closed_terminal_saves_the_token() {
    let site = TestSite::new();
    let home = tempfile::tempdir().unwrap();
    delay_responses(&site, "POST", DELAY);
    let mut command = isolated_in(home.path(), process::new_command("setsid"));
    command.args(["--ctty", "--wait"]).arg(assert_cmd::cargo::cargo_bin!("qlik-api-key"));
    command.args(["create", "--description", "slow"]).envs(site.env_vars());
    let (controller, terminal) = open_pty(80);
    let open = || Stdio::from(terminal.try_clone().unwrap());
    let child = Child::start(command.stdin(open()).stdout(open()).stderr(open()));
    drop((command, terminal));
    wait_for_request(&site, "POST");
    drop(controller);
    assert_eq!(exit_code(&child), 129);
    assert!(recovery_file(home.path()).contains(r#""token":"eyJ"#), "the token was not saved");
}

#[test]
fn ignored_signals_stay_ignored() {
    let site = TestSite::new();
    let home = tempfile::tempdir().unwrap();
    delay_responses(&site, "POST", DELAY);
    for (ignored, sent, code) in [("HUP INT TERM", &SIGNALS[..], 0), ("HUP", &[Signal::HUP, Signal::TERM], 143)] {
        let child = start(after_setup(&site, home.path(), &format!("trap '' {ignored}"), "create --description slow"));
        wait_for_request(&site, "POST");
        sent.iter().for_each(|signal| child.signal(*signal));
        let run = CliOutput::from(child.output());
        assert_eq!(run.code, code, "{}", run.stderr);
        assert_eq!(run.stderr.is_empty(), code == 0, "{}", run.stderr);
        site.take_requests();
    }
}

#[test]
fn a_file_size_limit_is_handled_like_a_full_disk() {
    let site = TestSite::new();
    let home = tempfile::tempdir().unwrap();
    let output = home.path().join("output");
    // The limit is 8 blocks of 512 bytes. The output can't grow, but the recovery file is short enough.
    std::fs::write(&output, [b' '; 4096]).unwrap();
    let setup = format!("ulimit -f 8; exec >>'{}'", output.display());
    let child = start(after_setup(&site, home.path(), &setup, "create --description limited"));
    CliOutput::from(child.output()).fails(1, "could not be written to stdout; it was saved in");
    assert!(recovery_file(home.path()).contains(r#""token":"eyJ"#), "the token was not saved");
    let file = home.path().join("token");
    let arguments = format!("create --description limited --token-file '{}'", file.display());
    let child = start(after_setup(&site, home.path(), "ulimit -f 0", &arguments));
    CliOutput::from(child.output()).fails(1, "could not be delivered to");
    assert!(!file.exists());
}

#[test]
fn an_ignored_sigchld_does_not_make_a_command_fail() {
    let site = TestSite::new();
    let home = tempfile::tempdir().unwrap();
    let create = |command: &str| {
        let mut env = isolated_in(home.path(), process::new_command("env"));
        env.arg("--ignore-signal=CHLD").arg(assert_cmd::cargo::cargo_bin!("qlik-api-key")).envs(site.env_vars());
        env.args(["create", "--description", "executed", "--exec", command]).current_dir(home.path());
        CliOutput::from(process::output(&mut env))
    };
    let run = create("cat >token");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(std::fs::read_to_string(home.path().join("token")).unwrap().starts_with("eyJ"));
    create("exit 3").fails(1, "--exec: the command failed (exit status: 3)");
}

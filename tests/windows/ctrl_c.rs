//! Ctrl-C ends each command with exit code 130 or lets it finish its work, as SIGINT does on Unix.
//!
//! These tests need Wine, which turns SIGINT into Ctrl-C: Windows has no command that sends it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use qlik_api_key::demo::{Fault, RequestMatcher};

use crate::support::process::{self, Child};
use crate::support::{CliOutput, TestSite, std_binary};

const WINE_SHELL: &str = r"Z:\bin\sh";

/// Sends SIGINT to the process with this text in its arguments.
const INTERRUPT: &str =
    "for p in /proc/[0-9]*; do tr '\\0' ' ' <$p/cmdline | grep -q $1 && kill -INT ${p#/proc/}; done 2>/dev/null";

/// A program with an argument of its own, by which it can be found.
struct Program {
    child: Child,
    name: String,
}

impl Program {
    /// Starts the program. `None` if no Ctrl-C can be sent.
    fn start(mut command: Command, name: &str) -> Option<Self> {
        if !Path::new(WINE_SHELL).exists() {
            eprintln!("skipped: this is not Wine");
            return None;
        }
        let name = format!("{name}-{}", std::process::id());
        command.args(["--config", &format!(r"C:\nonexistent\{name}.toml")]);
        let child = Child::start(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()));
        Some(Self { child, name })
    }

    fn interrupt(&self) {
        let (first, rest) = self.name.split_at(1);
        // With brackets, the pattern does not match the arguments of this shell.
        let pattern = format!("[{first}]{rest}");
        let shell = Command::new(WINE_SHELL).args(["-c", INTERRUPT, "sh", &pattern]).spawn();
        // Wine gives no process to wait for.
        drop(shell.unwrap());
    }

    fn output(self) -> CliOutput {
        self.child.output().into()
    }
}

fn delay(site: &TestSite, method: &str, delay: Duration) {
    site.listener.tenant().fail_when(RequestMatcher::any().method(method), usize::MAX, Fault::Delay(delay));
}

fn wait_for_request(site: &TestSite, method: &str) {
    process::wait_until(method, || {
        site.listener.tenant().requests().iter().any(|logged| logged.request.method == method)
    });
}

#[test]
fn ends_a_command_that_waits() {
    for arguments in [&["ls"][..], &["get", "x"], &["review"]] {
        let site = TestSite::new();
        delay(&site, "GET", Duration::from_secs(60));
        let Some(program) = Program::start(site.std_command(arguments), "waits") else { return };
        wait_for_request(&site, "GET");
        program.interrupt();
        let run = program.output();
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (130, "", ""), "{arguments:?}");
    }
}

#[test]
fn ends_the_demo() {
    let mut command = std_binary();
    command.args(["demo", "--clock", "2026-11-23T12:00:00Z"]);
    let Some(program) = Program::start(command, "demo") else { return };
    std::thread::sleep(Duration::from_secs(3));
    program.interrupt();
    let run = program.output();
    assert_eq!(run.code, 130, "{}", run.stderr);
    assert!(run.stdout.contains("QLIK_SERVER"));
}

#[test]
fn a_create_waits_for_its_key() {
    let site = TestSite::new();
    delay(&site, "POST", Duration::from_secs(5));
    let Some(program) = Program::start(site.std_command(&["create", "--description", "x"]), "create") else { return };
    wait_for_request(&site, "POST");
    program.interrupt();
    let run = program.output();
    assert_eq!(run.code, 130, "{}", run.stderr);
    assert!(run.stderr.starts_with("waiting for the response so that no key is lost"), "{}", run.stderr);
    assert!(run.json()["token"].as_str().is_some_and(|token| token.starts_with("eyJ")), "the token is lost");
}

#[test]
fn a_removal_waits_for_sent_requests() {
    let site = TestSite::new();
    let ids: Vec<_> = site.run(&["ls", "-q"]).succeeds().stdout.lines().map(str::to_owned).collect();
    site.take_requests();
    delay(&site, "DELETE", Duration::from_secs(5));
    let mut command = site.std_command(&["rm", "--yes", "-o", "jsonl"]);
    command.args(&ids);
    let Some(program) = Program::start(command, "rm") else { return };
    wait_for_request(&site, "DELETE");
    program.interrupt();
    let run = program.output();
    assert_eq!(run.code, 130, "{}", run.stderr);
    assert!(run.stderr.starts_with("stopping after the requests in flight"), "{}", run.stderr);
    assert_eq!(run.stdout.matches("removed").count(), site.take_requests().len(), "{}", run.stdout);
}

//! Ctrl-C during a removal.

use std::process::Stdio;
use std::time::{Duration, Instant};

use qlik_api_key::demo::{Fault, RequestMatcher};

use super::{rm_arguments, site_with_keys};
use crate::support::process::{self, Child};
use crate::support::{CliOutput, TestSite};

/// Starts the binary with stdout and stderr captured.
fn start(site: &TestSite, arguments: &[&str]) -> Child {
    let mut command = site.std_command(arguments);
    Child::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))
}

fn wait_for_requests(site: &TestSite, count: usize) {
    process::wait_until(&format!("{count} requests"), || site.listener.tenant().requests().len() >= count);
}

#[test]
fn ctrl_c_waits_for_sent_requests_and_prints_the_results() {
    for (format, first) in [("json", "[\n"), ("table", "ID "), ("jsonl", "{")] {
        let (site, ids) = site_with_keys(40);
        let slow = Fault::Delay(Duration::from_millis(700));
        site.listener.tenant().fail_when(RequestMatcher::any().method("DELETE").skip(5), usize::MAX, slow);
        let child = start(&site, &rm_arguments(&ids, &["-o", format]));
        wait_for_requests(&site, 9);
        child.interrupt();
        let run = CliOutput::from(child.output());
        assert_eq!(run.code, 130, "{}", run.stderr);
        assert!(run.stdout.starts_with(first), "{format}: {}", run.stdout);
        assert_eq!(run.stdout.matches("removed").count(), 9, "{format}: {}", run.stdout);
        assert!(run.stderr.starts_with("stopping after the requests in flight; press Ctrl-C again to stop now\n"));
        assert!(run.stderr.contains("interrupted: 31 of 40 API keys were left unchanged"), "{}", run.stderr);
        assert_eq!(site.take_requests().len(), 9);
    }
}

#[test]
fn ctrl_c_ends_the_wait_for_a_rate_limit_or_retry() {
    for (fault, result) in [(Fault::too_many_requests("60"), "removed"), (Fault::status(503), "failed")] {
        let (site, ids) = site_with_keys(3);
        site.listener.tenant().fail_when(RequestMatcher::any().target_contains(&ids[1]), usize::MAX, fault);
        let child = start(&site, &rm_arguments(&ids, &["--interval", "50", "-o", "jsonl"]));
        wait_for_requests(&site, 2);
        std::thread::sleep(Duration::from_millis(300));
        let started = Instant::now();
        child.interrupt();
        let run = CliOutput::from(child.output());
        assert!(started.elapsed() < Duration::from_secs(10), "it did not stop waiting");
        assert_eq!(run.code, 130, "{}", run.stderr);
        assert!(run.stdout.contains(&format!("\"result\":\"{result}\"")), "{}", run.stdout);
    }
}

/// Qlik Cloud evaluates its limits over 5 minutes.
#[test]
fn waits_for_the_end_of_a_window_of_five_minutes() {
    let (site, ids) = site_with_keys(6);
    {
        let mut tenant = site.listener.tenant();
        tenant.set_rate_limits(1000, 2);
        tenant.set_rate_limit_window(300);
    }
    let child = start(&site, &rm_arguments(&ids, &["-o", "jsonl"]));
    wait_for_requests(&site, 2);
    std::thread::sleep(Duration::from_millis(300));
    assert!(!child.has_exited(), "{:?}", CliOutput::from(child.output()));
    child.interrupt();
    let run = CliOutput::from(child.output());
    assert_eq!((run.code, run.stdout.lines().count()), (130, 2), "{}", run.stderr);
    let statuses: Vec<_> = site.listener.tenant().requests().iter().map(|logged| logged.status).collect();
    assert_eq!(statuses, [Some(204), Some(204)], "no request met a 429");
}

#[test]
fn a_second_ctrl_c_exits_immediately() {
    let (site, ids) = site_with_keys(10);
    site.listener.tenant().fail_when(
        RequestMatcher::any().method("DELETE"),
        usize::MAX,
        Fault::Delay(Duration::from_secs(20)),
    );
    let mut child = start(&site, &rm_arguments(&ids, &[]));
    wait_for_requests(&site, 1);
    child.interrupt();
    let mut message = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stderr.take().unwrap()), &mut message).unwrap();
    assert!(message.starts_with("stopping "), "{message}");
    let started = Instant::now();
    child.interrupt();
    assert_eq!(child.wait().code(), Some(130));
    assert!(started.elapsed() < Duration::from_secs(10));
}

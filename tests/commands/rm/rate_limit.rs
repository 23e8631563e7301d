//! The rate limit: pauses after a 429, and the pace of a long removal.

use std::process::Stdio;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use qlik_api_key::demo::{Fault, Listener, RequestMatcher, Tenant, TestUser};

use super::{id_lines, rm_arguments, site_with_keys};
use crate::support::process::{self, Child};
use crate::support::{CliOutput, std_binary};

#[test]
fn one_429_pauses_all_requests() {
    let (site, ids) = site_with_keys(30);
    // These responses have no quota headers, so only the 429 shows the rate limit.
    site.listener.tenant().fail_when(RequestMatcher::any().method("DELETE").skip(9), 3, Fault::too_many_requests("1"));
    let started = Instant::now();
    let run = site.run(&rm_arguments(&ids, &["-q"])).succeeds();
    assert_eq!(run.stdout, id_lines(&ids));
    assert!(started.elapsed() >= Duration::from_secs(1));
    // Only requests that were already sent get a 429; no request is wasted after that.
    assert!(site.take_requests().len() <= 30 + 3, "too many requests");
    let other = site.run(&rm_arguments(&["x".to_owned(), "y".to_owned()], &[]));
    assert_eq!(other.stderr, "error: none of the 2 API keys exists\nhint: qlik-api-key ls\n");
}

#[test]
fn a_rate_limit_longer_than_the_retry_budget_stops() {
    let (site, ids) = site_with_keys(20);
    site.listener.tenant().fail_when(
        RequestMatcher::any().method("DELETE").skip(5),
        usize::MAX,
        Fault::too_many_requests("3600"),
    );
    let run = site.run(&rm_arguments(&ids, &["-o", "jsonl"]));
    assert_eq!((run.code, run.stdout.lines().count()), (6, 5), "{}", run.stderr);
    assert!(run.stderr.starts_with("warning: 15 of 20 API keys were left unchanged\n"), "{}", run.stderr);
    assert_eq!(run.error_json()["retryAfter"], 3600);
    assert!((6..=9).contains(&site.take_requests().len()));
}

/// Removes all 1200 keys of a tenant that allows 100 changes per window of `seconds`, with the IDs from a pipe.
/// Returns the seconds that it took, and the seconds that the rate limit alone requires. The sign-in key is among the
/// keys, and is removed last.
fn time_removal_of_1200_keys(seconds: u32) -> (f64, f64) {
    let mut tenant = Tenant::new(1, Timestamp::now());
    tenant.add_keys(1197);
    tenant.set_rate_limits(1000, 100);
    tenant.set_rate_limit_window(seconds);
    let token = tenant.user_token(TestUser::Admin).to_owned();
    let listener = Listener::start(tenant, 0).unwrap();
    let variables = [("QLIK_SERVER", listener.url()), ("QLIK_API_KEY", token)];
    let started = Timestamp::now().as_duration().as_secs_f64();
    let mut list = Child::start(std_binary().args(["ls", "-q"]).envs(variables.clone()).stdout(Stdio::piped()));
    let mut rm = std_binary();
    rm.args(["rm", "-", "--yes", "-o", "jsonl"]).envs(variables).stdin(list.stdout.take().unwrap());
    let run = CliOutput::from(process::output(&mut rm)).succeeds();
    let elapsed = Timestamp::now().as_duration().as_secs_f64() - started;
    assert_eq!((run.stdout.lines().count(), run.stdout.matches("\"removed\"").count()), (1200, 1200));
    let tenant = listener.tenant();
    let deletes = tenant.requests().iter().filter(|logged| logged.request.method == "DELETE");
    let statuses: Vec<_> = deletes.filter_map(|logged| logged.status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 204).count(), 1200);
    assert_eq!(statuses.len(), 1200, "a request met a 429");
    let window = f64::from(seconds);
    // 100 keys in the rest of the first window, then ten whole windows; the last 100 keys need no more waiting.
    let required = window - started.rem_euclid(window) + 10.0 * window;
    println!("{elapsed:.2} s, the rate limit alone requires {required:.2} s");
    (elapsed, required)
}

#[test]
fn removes_1200_keys_at_the_rate_limit() {
    let (elapsed, required) = time_removal_of_1200_keys(2);
    // On a busy machine, a window may pass unused.
    assert!(elapsed < required * 2.0, "{elapsed} s instead of {required} s");
    assert!(elapsed > required * 0.95, "{elapsed} s instead of {required} s: the rate limit was exceeded");
}

#[test]
#[ignore = "takes minutes, and is true on a quiet machine alone"]
fn removes_1200_keys_within_ten_percent_of_the_rate_limit() {
    for seconds in [3, 6] {
        let (elapsed, required) = time_removal_of_1200_keys(seconds);
        assert!(elapsed < required * 1.1, "{elapsed} s instead of {required} s");
    }
}

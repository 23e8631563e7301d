//! Contexts that fail while others succeed.

use std::time::{Duration, Instant};

use qlik_api_key::demo::{Fault, KeySpec, Listener, RequestMatcher};
use serde_json::Value;

use super::{Tenants, context_names, deduplicate};
use crate::support::{CliOutput, NOW, UNREACHABLE_ADDRESS};

#[test]
fn two_failures_hide_none_of_the_other_tenants() {
    const SLOWEST: Duration = Duration::from_secs(2);
    let names: Vec<String> = (0..30).map(|number| format!("tenant-{number:02}")).collect();
    let tenants = Tenants::new(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let mut urls: Vec<_> = tenants.listeners.iter().map(Listener::url).collect();
    urls[3] = format!("http://{UNREACHABLE_ADDRESS}");
    tenants.write_profile(&urls);
    // One after the other, they would take more than ten seconds.
    for (number, listener) in tenants.listeners.iter().enumerate() {
        let delay = if number == 5 { SLOWEST } else { Duration::from_millis(300) };
        listener.tenant().fail_next(1, Fault::Delay(delay));
    }
    let started = Instant::now();
    let run: CliOutput = tenants
        .command(&["ls", "--all-contexts", "--retry", "0"])
        .env("KEY_17", "fake-token-that-no-tenant-knows")
        .output()
        .unwrap()
        .into();
    let elapsed = started.elapsed();
    println!("30 tenants, the slowest of which takes {SLOWEST:?}: {elapsed:?}");
    assert_eq!(run.code, 8, "{}", run.stderr);
    let listed = deduplicate(context_names(&run));
    let expected: Vec<_> = names.iter().filter(|name| !["tenant-03", "tenant-17"].contains(&name.as_str())).collect();
    assert_eq!(listed.iter().collect::<Vec<_>>(), expected, "the order is not that of the profile, or one is missing");
    let errors: Vec<_> = run.stderr.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(errors.len(), 2, "{}", run.stderr);
    assert!(errors[0].starts_with("error: context \"tenant-03\": could not list the API keys: no connection to"));
    assert!(errors[1].starts_with("error: context \"tenant-17\": could not list the API keys: Unauthorized"));
    assert_eq!(run.stderr.matches("\nhint: ").count(), 2, "{}", run.stderr);
    assert!(elapsed >= SLOWEST && elapsed < SLOWEST * 4, "it took {elapsed:?}");
}

#[test]
fn reports_a_failing_tenant_and_lists_the_others() {
    let tenants = Tenants::new(&["a", "b", "c"]);
    for (fault, message) in [
        (Fault::status(403), "error: context \"b\": could not list the API keys: Forbidden"),
        (Fault::html(200), "error: context \"b\": the response to GET /api/v1/api-keys?limit=100 is an HTML page"),
        (Fault::redirect(307, "https://elsewhere.invalid/"), "redirects to https://elsewhere.invalid"),
        (Fault::too_many_requests("3600"), "hint: try again in 3600 s"),
    ] {
        tenants.fail_next(1, fault);
        let run = tenants.run(&["ls", "--all-contexts"]);
        assert_eq!((run.code, deduplicate(context_names(&run))), (8, vec!["a".into(), "c".into()]), "{message}");
        assert!(run.stderr.contains(message), "{message}: {}", run.stderr);
        assert_eq!(run.stderr.matches("error: ").count(), 1, "{}", run.stderr);
    }
    // A list without API keys is a failure of that tenant.
    tenants.stub_response(1, r#"{"data":[7]}"#);
    let run = tenants.run(&["ls", "--all-contexts", "-o", "jsonl"]);
    assert_eq!((run.code, run.stdout.lines().count()), (8, 8), "{}", run.stdout);
    // If a later page fails, no row of that tenant is printed.
    tenants.listeners[1].tenant().add_keys(150);
    tenants.listeners[1].tenant().fail_when(RequestMatcher::any().skip(1), 1, Fault::status(403));
    let run = tenants.run(&["ls", "--all-contexts", "-q"]);
    assert_eq!((run.code, run.stdout.lines().count()), (8, 8), "{}", run.stderr);
}

#[test]
fn json_errors_are_one_object_per_line() {
    let tenants = Tenants::new(&["a", "b", "c"]);
    tenants.fail_next(0, Fault::status(403));
    tenants.fail_next(2, Fault::status(401));
    let run = tenants.run(&["ls", "--all-contexts", "--json"]);
    let errors: Vec<Value> = run.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let summary = |error: &Value| {
        (error["context"].as_str().map(str::to_owned), error["status"].as_u64(), error["exit"].as_u64())
    };
    let summaries: Vec<_> = errors.iter().map(summary).collect();
    assert_eq!(summaries, [(Some("a".into()), Some(403), Some(4)), (Some("c".into()), Some(401), Some(3))]);
    assert_eq!((run.code, deduplicate(context_names(&run))), (8, vec!["b".into()]));
}

#[test]
fn exit_code_is_8_when_all_tenants_fail() {
    let tenants = Tenants::new(&["a", "b"]);
    for command in [&["ls"][..], &["expiring"], &["config", "get"], &["context", "check", "--json"]] {
        tenants.fail_next(0, Fault::status(403));
        tenants.fail_next(1, Fault::status(403));
        let run = tenants.run(&[command, &["--all-contexts"]].concat());
        assert_eq!((run.code, run.stdout.as_str()), (8, "[]\n"), "{command:?}");
        assert_eq!(
            run.stderr.lines().filter(|line| line.contains("Forbidden")).count(),
            2,
            "{command:?}: {}",
            run.stderr
        );
    }
}

#[test]
fn an_unusable_context_fails_alone() {
    let tenants = Tenants::new(&["a", "b", "c"]);
    let text = std::fs::read_to_string(tenants.profile_path()).unwrap();
    std::fs::write(tenants.profile_path(), text.replacen("auth = \"api-key\"", "auth = \"guess\"", 1)).unwrap();
    let run: CliOutput = tenants.command(&["ls", "--all-contexts"]).env_remove("KEY_2").output().unwrap().into();
    assert_eq!((run.code, deduplicate(context_names(&run))), (8, vec!["b".into()]));
    assert!(run.stderr.contains("error: context \"a\": ") && run.stderr.contains("auth: must be"), "{}", run.stderr);
    assert!(run.stderr.contains("error: context \"c\" reads its key from KEY_2, which is not set"), "{}", run.stderr);
}

#[cfg(unix)] // Windows always has a keyring.
#[test]
fn without_a_keyring_each_context_fails_immediately() {
    let tenants = Tenants::new(&["a", "b", "c"]);
    let text = std::fs::read_to_string(tenants.profile_path()).unwrap();
    std::fs::write(tenants.profile_path(), text.replace("store = \"env\"", "store = \"keyring\"")).unwrap();
    let started = Instant::now();
    let run = tenants.run(&["ls", "--all-contexts"]);
    assert_eq!((run.code, run.stderr.matches("there is no keyring").count()), (8, 3), "{}", run.stderr);
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[test]
fn a_hanging_tenant_delays_the_others_by_at_most_the_timeout() {
    let tenants = Tenants::new(&["a", "b"]);
    tenants.listeners[0].tenant().fail_next(9, Fault::Delay(Duration::from_secs(20)));
    let started = Instant::now();
    let run = tenants.run(&["ls", "--all-contexts", "--timeout", "2"]);
    let elapsed = started.elapsed();
    assert_eq!((run.code, deduplicate(context_names(&run))), (8, vec!["b".into()]));
    assert!(
        run.stderr.contains("error: context \"a\": could not list the API keys: no response from"),
        "{}",
        run.stderr
    );
    assert!(elapsed < Duration::from_secs(5), "it took {elapsed:?}");
    assert_eq!(tenants.take_request_counts()[0], 1, "the request was retried");
    // A request that fails quickly is retried within the timeout, with a notice.
    tenants.fail_next(1, Fault::status(503));
    tenants.listeners[0].tenant().clear_faults();
    let run = tenants.run(&["ls", "--all-contexts"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (0, "context \"b\": could not list the API keys: answered 503; trying again in 1 s\n")
    );
}

#[test]
fn expiring_prefers_exit_code_11_over_8_over_10() {
    let now: jiff::Timestamp = NOW.parse().unwrap();
    let tenants = Tenants::new(&["none", "some", "critical"]);
    for (number, hours) in [(1, 200), (2, 5)] {
        let expiry = now + jiff::SignedDuration::from_hours(hours);
        tenants.listeners[number].tenant().add_key(KeySpec::new("ends").expiry(expiry));
    }
    for (list, failing, code, rows) in [
        ("none,some", None, 10, 1),
        ("none,some,critical", None, 11, 2),
        ("none,some", Some(0), 8, 1),
        ("none,critical", Some(0), 11, 1),
        ("none,some,critical", Some(2), 8, 1),
        ("none,none", None, 0, 0),
    ] {
        if let Some(number) = failing {
            tenants.fail_next(number, Fault::status(403));
        }
        let run = tenants.run(&["expiring", "--context", list]);
        assert_eq!((run.code, context_names(&run).len()), (code, rows), "{list} {failing:?}: {}", run.stderr);
        assert_eq!(run.stderr.contains("error: "), failing.is_some(), "{list} {failing:?}: {}", run.stderr);
    }
}

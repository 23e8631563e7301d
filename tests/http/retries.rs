//! Which requests are retried.

use qlik_api_key::demo::{DemoResponse, Fault, RequestMatcher};

use crate::support::TestSite;

/// Runs a command whose first request of its method meets a fault. Returns the number of requests of that method, and the
/// exit code.
fn run_with_fault(arguments: &[&str], fault: Fault) -> (usize, i32) {
    let site = TestSite::new();
    let id = site.key_id("CI pipeline");
    let method = match arguments {
        ["create", ..] => "POST",
        ["patch", ..] => "PATCH",
        ["rm", ..] => "DELETE",
        _ => "GET",
    };
    site.listener.tenant().fail_when(RequestMatcher::any().method(method), 1, fault);
    let line: Vec<&str> = arguments.iter().map(|word| if *word == "ID" { id.as_str() } else { word }).collect();
    let run = site.run(&line);
    let requests = site.take_requests().iter().filter(|request| request.starts_with(method)).count();
    (requests, run.code)
}

#[test]
fn retries_reads_and_changes_but_not_create() {
    let get = &["get", "ID"][..];
    let patch = &["patch", "ID", "--description", "a"][..];
    let rm = &["rm", "ID"][..];
    let create = &["create", "--description", "a"][..];
    std::thread::scope(|scope| {
        for fault in
            [Fault::DropRequest, Fault::DropResponse, Fault::status(502), Fault::status(503), Fault::status(504)]
        {
            for arguments in [get, patch, rm] {
                let fault = fault.clone();
                scope.spawn(move || {
                    let message = format!("{arguments:?} {fault:?}");
                    assert_eq!(run_with_fault(arguments, fault), (2, 0), "{message}");
                });
            }
            let message = format!("{fault:?}");
            assert_eq!(run_with_fault(create, fault), (1, 9), "{message}");
        }
        scope.spawn(move || assert_eq!(run_with_fault(get, Fault::TruncateResponse), (2, 0)));
        // A request with the status 429 was not processed, so even a create is retried.
        for arguments in [get, patch, rm, create] {
            scope.spawn(move || {
                assert_eq!(run_with_fault(arguments, Fault::too_many_requests("1")), (2, 0), "{arguments:?}")
            });
        }
        for arguments in [get, patch, rm] {
            scope.spawn(move || assert_eq!(run_with_fault(arguments, Fault::status(500)), (1, 7), "{arguments:?}"));
        }
    });
}

#[test]
fn the_retry_flag_limits_retries() {
    let site = TestSite::new();
    for (retry, requests) in [("0", 1), ("1", 2)] {
        site.listener.tenant().fail_next(3, Fault::status(503));
        let run = site.run(&["ls", "--retry", retry]);
        assert_eq!((run.code, site.take_requests().len()), (7, requests));
        site.listener.tenant().clear_faults();
    }
    for bad in ["--retry=11", "--retry=-1", "--retry=x"] {
        site.run(&["ls", bad]).fails(2, "--retry");
    }
    for bad in ["0", "0.5", "x"] {
        site.run(&["ls", "--interval", bad]).fails(2, "--interval");
        site.run(&["ls", "--timeout", bad]).fails(2, "--timeout");
    }
    for bad in ["0", "4097", "1.5", "64M", "-1"] {
        site.run(&["ls", &format!("--max-body={bad}")]).fails(2, "--max-body");
    }
}

#[test]
fn prints_the_wait_unless_json_or_quiet() {
    let site = TestSite::new();
    for (flags, notice) in [
        (&[][..], "could not list the API keys: rate limited; trying again in 1 s\n"),
        (&["--json"], ""),
        (&["-q"], ""),
    ] {
        site.listener.tenant().fail_next(1, Fault::too_many_requests("1"));
        let run = site.run(&[&["ls", "--limit", "1"], flags].concat());
        assert_eq!((run.code, run.stderr.as_str()), (0, notice), "{flags:?}");
    }
}

#[test]
fn timeouts() {
    let site = TestSite::new();
    let slow = || Fault::Delay(std::time::Duration::from_secs(3));
    site.listener.tenant().fail_next(1, slow());
    site.run(&["ls", "--timeout", "1", "--retry", "0"]).fails(7, "hint: raise the time limit with --timeout SECONDS");
    site.listener.tenant().fail_when(RequestMatcher::any().method("POST"), 1, slow());
    site.run(&["create", "--description", "a", "--timeout", "1"]).fails(9, "outcome is unknown");
}

#[test]
fn never_retries_before_retry_after() {
    let site = TestSite::new();
    let after = |date: &str| {
        Fault::Response(
            DemoResponse::new(429)
                .with_header("Retry-After", date)
                .with_header("Date", "Mon, 23 Nov 2026 12:00:00 GMT"),
        )
    };
    for (fault, seconds) in [(Fault::too_many_requests("2"), 2), (after("Mon, 23 Nov 2026 12:00:02 GMT"), 2)] {
        for (method, line, requests) in
            [("GET", &["ls", "-q"][..], 2), ("POST", &["create", "--description", "a", "-q"], 2)]
        {
            site.listener.tenant().fail_when(RequestMatcher::any().method(method), 1, fault.clone());
            let started = std::time::Instant::now();
            assert_eq!(site.run(line).code, 0);
            assert!(started.elapsed().as_secs() >= seconds, "{line:?} was retried after {:?}", started.elapsed());
            assert_eq!(site.take_requests().len(), requests);
        }
    }
    // A wait longer than `--max-wait` fails at once.
    site.listener.tenant().fail_next(1, Fault::too_many_requests("601"));
    let started = std::time::Instant::now();
    site.run(&["ls"]).fails(6, "try again in 601 s");
    assert!(started.elapsed().as_secs() < 2 && site.take_requests().len() == 1);
}

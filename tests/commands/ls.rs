//! `ls`: pages, limits, filters, cursors.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;
use std::time::Duration;

use qlik_api_key::demo::{Fault, KeySpec, RequestMatcher};
use serde_json::Value;

use crate::support::process::{self, Child};
use crate::support::{CliOutput, TestSite, connection_numbers, shell};

/// Starts a tenant with 250 keys, three of which are sign-in keys.
fn site_with_250_keys() -> TestSite {
    TestSite::empty(|tenant| tenant.add_keys(247))
}

fn ids(run: &crate::support::CliOutput) -> Vec<String> {
    run.json().as_array().unwrap().iter().map(|key| key["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn all_pages_come_over_one_connection() {
    let site = site_with_250_keys();
    let run = site.run(&["ls", "--json"]).succeeds();
    let keys = ids(&run);
    assert_eq!(keys.len(), 250);
    assert_eq!(keys.iter().collect::<std::collections::HashSet<_>>().len(), 250);
    assert_eq!(connection_numbers(&site), [1]);
    let requests = site.take_requests();
    assert_eq!(requests.len(), 3, "{requests:?}");
    assert_eq!(requests[0], "GET /api/v1/api-keys?limit=100");
    assert!(requests[1].contains("startingAfter="), "{requests:?}");
}

#[test]
fn limit_is_a_total_and_fetches_only_needed_pages() {
    let site = site_with_250_keys();
    let all = ids(&site.run(&["ls"]));
    site.take_requests();
    for (limit, pages, first) in [(120, 2, 100), (100, 1, 100), (7, 1, 7), (200, 2, 100), (1000, 3, 100)] {
        let run = site.run(&["ls", "--limit", &limit.to_string()]).succeeds();
        assert_eq!(ids(&run), all[..limit.min(250)], "--limit {limit}");
        let requests = site.take_requests();
        assert_eq!(requests.len(), pages, "--limit {limit}");
        assert_eq!(requests[0], format!("GET /api/v1/api-keys?limit={first}"));
    }
    site.run(&["ls", "--limit", "0"]).fails(2, "--limit");
}

#[test]
fn raw_prints_the_first_body_unchanged() {
    let site = site_with_250_keys();
    for (arguments, target) in [
        (&["ls", "--raw"][..], "GET /api/v1/api-keys"),
        (&["ls", "--raw", "--limit", "2", "--sort", "+created"], "GET /api/v1/api-keys?sort=%2Bcreated&limit=2"),
    ] {
        let run = site.run(arguments).succeeds();
        assert_eq!(site.take_requests(), [target]);
        let (_, path) = target.split_once(' ').unwrap();
        assert_eq!(run.stdout, site.get_body(path), "{arguments:?}");
        assert!(run.json()["links"]["self"]["href"].is_string());
    }
    // With --raw, the API checks the limit.
    site.run(&["ls", "--raw", "--limit", "101"]).fails(1, "query parameter limit");
}

#[test]
fn sends_filters_and_sort_to_the_tenant() {
    let site = TestSite::new();
    for (arguments, query) in [
        (&["--sort", "-created"][..], "sort=-created"),
        (&["--sort=+created"], "sort=%2Bcreated"),
        (&["--sort", "sub"], "sort=sub"),
        (&["--status", "revoked"], "status=revoked"),
        (&["--sub", "SCIM\\65f0c1d2e3a4b5c6d7e8f901"], "sub=SCIM%5C65f0c1d2e3a4b5c6d7e8f901"),
        (&["--createdByUser", "u1"], "createdByUser=u1"),
        (&["--created-by-user", "u1"], "createdByUser=u1"),
    ] {
        let line: Vec<&str> = ["ls"].iter().chain(arguments).copied().collect();
        site.run(&line).succeeds();
        assert_eq!(site.take_requests(), [format!("GET /api/v1/api-keys?{query}&limit=100")]);
    }
    let revoked = site.run(&["ls", "--status", "revoked"]).succeeds().json();
    assert_eq!(revoked[0]["description"], "left the company");
    site.run(&["ls", "--status", "gone"]).fails(2, "--status");
    site.run(&["ls", "--sort", "ends"]).fails(2, "--sort");
}

#[test]
fn prints_an_empty_list() {
    let site = TestSite::new();
    for (format, stdout) in [
        ("json", "[]\n"),
        ("jsonl", ""),
        ("csv", "id,description\n"),
        ("tsv", "id\tdescription\n"),
        ("table", "ID  Description\n"),
    ] {
        let columns: &[&str] = if format.starts_with("json") { &[] } else { &["--columns", "id,description"] };
        let run = site.run(&[&["ls", "--createdByUser", "nobody", "-o", format], columns].concat()).succeeds();
        assert_eq!(run.stdout, stdout, "{format}");
    }
    assert_eq!(site.run(&["ls", "--createdByUser", "nobody", "-q"]).succeeds().stdout, "");
}

#[test]
fn cursors_page_forward_and_backward() {
    let site = site_with_250_keys();
    let all = ids(&site.run(&["ls"]));
    let after = |flag: &str| ids(&site.run(&["ls", flag, &all[20]]).succeeds());
    assert_eq!(after("--startingAfter"), all[21..]);
    assert_eq!(after("--starting-after"), all[21..]);
    let before = |id: &str, more: &[&str]| ids(&site.run(&[&["ls", "--endingBefore", id], more].concat()).succeeds());
    assert_eq!(before(&all[240], &[]), all[..240]);
    assert_eq!(before(&all[240], &["--limit", "5"]), all[235..240]);
    assert_eq!(before(&all[240], &["--limit", "150"]), all[90..240]);
    assert_eq!(before(&all[3], &["--limit", "150"]), all[..3]);
    site.take_requests();
    before(&all[240], &["--limit", "150"]);
    let requests = site.take_requests();
    assert_eq!(requests.len(), 2);
    assert!(requests[1].contains("endingBefore="), "{requests:?}");
    let id = all[1].as_str();
    site.run(&["ls", "--startingAfter", id, "--endingBefore", id]).fails(2, "cannot be used with");
}

#[test]
fn keeps_unknown_fields_in_order() {
    let site = TestSite::new();
    let body = r#"{"data":[{"zeta":1.50,"id":"k1","new":{"b":[],"a":"\u00e9"},"big":12345678901234567890123}],"links":{"self":{"href":"x"}}}"#;
    site.stub_response(200, body);
    let run = site.run(&["ls"]).succeeds();
    assert_eq!(
        run.stdout,
        "[\n  {\n    \"zeta\": 1.50,\n    \"id\": \"k1\",\n    \"new\": {\n      \"b\": [],\n      \"a\": \"\\u00e9\"\n    },\n    \"big\": 12345678901234567890123\n  }\n]\n"
    );
    site.stub_response(200, body);
    let line = site.run(&["ls", "-o", "jsonl"]).succeeds().stdout;
    assert_eq!(
        line,
        "{\"zeta\":1.50,\"id\":\"k1\",\"new\":{\"b\":[],\"a\":\"\\u00e9\"},\"big\":12345678901234567890123}\n"
    );
}

#[test]
fn an_empty_next_link_ends_the_list() {
    let site = TestSite::new();
    let next = |next: &str| format!(r#"{{"next":{next},"self":{{"href":"x"}}}}"#);
    let dead_ends = ["null", "{}", r#"{"href":""}"#, r#"{"href":null}"#].map(next);
    for links in dead_ends.iter().map(String::as_str).chain(["null", "{}"]) {
        site.stub_response(200, &format!(r#"{{"data":[{{"id":"k1"}}],"links":{links}}}"#));
        assert_eq!(site.run(&["ls", "-q"]).succeeds().stdout, "k1\n", "{links}");
    }
    site.stub_response(200, r#"{"data":[{"id":"k1"}]}"#);
    assert_eq!(site.run(&["ls", "-q"]).succeeds().stdout, "k1\n");
}

#[test]
fn follows_a_relative_next_link() {
    let site = TestSite::new();
    site.stub_response(
        200,
        r#"{"data":[{"id":"k1"}],"links":{"next":{"href":"/api/v1/api-keys?limit=1&sort=%2Bcreated"}}}"#,
    );
    site.run(&["ls", "-q", "--limit", "2"]).succeeds();
    assert_eq!(site.take_requests()[1], "GET /api/v1/api-keys?limit=1&sort=%2Bcreated");
}

#[test]
fn rejects_next_links_to_other_origins_and_loops() {
    let elsewhere = TestSite::new();
    let site = TestSite::new();
    let url = site.listener.url();
    for (href, message) in [
        (format!("{}/api/v1/api-keys?limit=1", elsewhere.listener.url()), "is not followed"),
        ("https://tenant.example/api/v1/api-keys".into(), "https://tenant.example and is not followed"),
        (format!("{url}/api/v1/api-keys?limit=100"), "points back"),
        ("http://[".into(), "is not a URL"),
    ] {
        site.stub_response(200, &format!(r#"{{"data":[{{"id":"k1"}}],"links":{{"next":{{"href":"{href}"}}}}}}"#));
        site.run(&["ls"]).fails(7, message);
    }
    // A different link each time, but the same page.
    let page = |limit: u8| {
        format!(r#"{{"data":[{{"id":"k1"}}],"links":{{"next":{{"href":"/api/v1/api-keys?limit={limit}"}}}}}}"#)
    };
    site.stub_response(200, &page(1));
    site.stub_response(200, &page(2));
    site.run(&["ls"]).fails(7, "limit=1 repeats an earlier page");
    site.stub_response(200, r#"{"data":[],"links":{"next":{"href":"/api/v1/api-keys?limit=7"}}}"#);
    site.run(&["ls"]).fails(7, "an empty page");
    assert_eq!(elsewhere.take_requests(), Vec::<String>::new());
}

#[test]
fn a_failed_page_leaves_only_whole_lines() {
    for (format, lines) in [("jsonl", 100), ("csv", 101), ("tsv", 101), ("json", 0), ("table", 0)] {
        let site = site_with_250_keys();
        site.listener.tenant().fail_when(RequestMatcher::any().skip(1), 1, Fault::status(403));
        let run = site.run(&["ls", "-o", format]);
        assert_eq!(run.code, 4, "{format}");
        assert_eq!(run.stdout.lines().count(), lines, "{format}");
        assert!(run.stdout.is_empty() || run.stdout.ends_with('\n'), "{format}");
    }
}

#[test]
#[cfg_attr(not(unix), ignore = "needs sh")]
fn a_closed_pipe_is_not_an_error() {
    let site = site_with_250_keys();
    let script = format!("'{}' ls -o jsonl | head -n 1", assert_cmd::cargo::cargo_bin!("qlik-api-key").display());
    for _ in 0..100 {
        let run = CliOutput::from(process::output(shell(&script).envs(site.env_vars())));
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        serde_json::from_str::<Value>(&run.stdout).unwrap();
    }
}

/// Starts `ls` with a pipe as stdout, so that the test decides when it is read.
fn start_list(site: &TestSite) -> (Child, BufReader<std::process::ChildStdout>) {
    let mut command = site.std_command(&["ls", "-o", "jsonl"]);
    let mut child = Child::start(command.stdout(Stdio::piped()));
    let stdout = BufReader::with_capacity(64, child.stdout.take().unwrap());
    (child, stdout)
}

#[test]
fn prints_the_first_page_before_fetching_the_third() {
    let site = site_with_250_keys();
    site.listener.tenant().fail_when(RequestMatcher::any().skip(1), 1, Fault::Delay(Duration::from_secs(2)));
    let (child, mut stdout) = start_list(&site);
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    serde_json::from_str::<Value>(&line).unwrap();
    assert!(site.listener.tenant().requests().len() <= 2);
    stdout.read_to_string(&mut line).unwrap();
    assert_eq!((line.lines().count(), child.wait().code()), (250, Some(0)));
}

#[cfg(target_os = "linux")]
#[test]
fn fetches_no_page_before_it_is_needed() {
    let long = "x".repeat(700);
    let site = TestSite::empty(|tenant| (0..297).for_each(|_| drop(tenant.add_key(KeySpec::new(&long)))));
    let (child, mut stdout) = start_list(&site);
    let request_count = || site.listener.tenant().requests().len();
    // A page does not fit into the pipe (64 KiB), which nothing reads yet.
    process::wait_until("a request for the first page", || request_count() >= 1);
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(request_count(), 1);
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert_eq!((rest.lines().count(), child.wait().code()), (300, Some(0)));
    assert_eq!((request_count(), connection_numbers(&site)), (3, vec![1]));
}

#[test]
fn each_format_escapes_special_characters() {
    let site = TestSite::empty(|tenant| {
        tenant.add_key(KeySpec::new("two\nlines, \"quoted\"\tand \\ \u{1b}[31mred\u{202e}"));
    });
    let one_row = ["--sort", "-created", "--limit", "1", "--columns", "description", "--no-header"];
    let print = |format: &str| site.run(&[&["ls", "-o", format], &one_row[..]].concat()).succeeds().stdout;
    assert_eq!(print("csv"), "\"two\nlines, \"\"quoted\"\"\tand \\ \u{1b}[31mred\u{202e}\"\n");
    assert_eq!(print("tsv"), "two\\nlines, \"quoted\"\\tand \\\\ \u{1b}[31mred\u{202e}\n");
    assert_eq!(print("table"), "two lines, \"quoted\" and \\ \\u001b[31mred\\u202e\n");
}

//! `--jq` and `--raw-output`: jq filters on the JSON output.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use serde_json::json;

use crate::support::CliOutput;
#[cfg(target_os = "linux")]
use crate::support::home::TestHome;
use crate::support::process::Child;
use crate::support::{TestSite, run, std_binary};

#[test]
fn supports_common_filters() {
    let site = TestSite::new();
    let ids = site.run(&["ls", "-q"]).succeeds().stdout;
    let jq = |line: &[&str]| site.run(line).succeeds().stdout;
    assert_eq!(jq(&["ls", "--jq", ".[].id", "-r"]), ids);
    assert_eq!(jq(&["ls", "-r", "--jq=.[].id"]), ids);
    assert_eq!(jq(&["-r", "--jq", ".[].id", "api-key", "ls"]), ids);
    assert_eq!(jq(&["ls", "--jq", ".[].id"]), ids.lines().map(|id| format!("\"{id}\"\n")).collect::<String>());
    assert_eq!(jq(&["ls", "--jq", "length"]), "10\n");
    assert_eq!(jq(&["ls", "--jq", "."]), jq(&["ls", "--json"]));
    let revoked = jq(&["ls", "--jq", ".[] | select(.status == \"revoked\") | {id, description}"]);
    let id = site.key_id("left the company");
    assert_eq!(revoked, format!("{{\n  \"id\": \"{id}\",\n  \"description\": \"left the company\"\n}}\n"));
    let sorted =
        jq(&["ls", "-r", "--jq", "sort_by(.description) | .[] | select(.expiry < \"2026-12\") | .description"]);
    assert_eq!(sorted, "nightly export (reload)\nworkshop in spring\n");
    assert_eq!(jq(&["ls", "--jq", "empty"]), "");
    assert_eq!(jq(&["ls", "--jq", "-length, [], {}, \"ü\\n\""]), "-10\n[]\n{}\n\"ü\\n\"\n");
    assert_eq!(jq(&["get", &id, "--jq", ".status", "-r"]), "revoked\n");
    assert_eq!(jq(&["config", "get", "--jq", ".max_keys_per_user"]), "50\n");
    assert_eq!(jq(&["context", "check", "--jq", ".tenantId | length"]), "32\n");
}

#[test]
fn json_filters_all_pages_and_jsonl_each_row() {
    let site = TestSite::with_setup(|tenant| {
        for number in 0..240 {
            tenant.add_key(qlik_api_key::demo::KeySpec::new(&format!("key {number}")));
        }
    });
    assert_eq!(site.run(&["ls", "--jq", "length"]).succeeds().stdout, "250\n");
    assert_eq!(site.take_requests().len(), 3);
    let rows = site.run(&["ls", "-o", "jsonl", "--jq", "{id, status}"]).succeeds().stdout;
    assert_eq!(rows.lines().count(), 250);
    assert!(rows.lines().all(|row| row.starts_with("{\"id\":\"") && row.ends_with("\"}")), "{rows}");
    assert_eq!(
        site.run(&["ls", "-o", "jsonl", "-r", "--jq", ".id"]).succeeds().stdout,
        site.run(&["ls", "-q"]).succeeds().stdout
    );
    let one = site.run(&["get", rows[7..].split('"').next().unwrap(), "-ojsonl", "--jq", "[.id, 1]"]).succeeds().stdout;
    assert_eq!((one.lines().count(), one.contains(' ')), (1, false));
}

#[cfg(target_os = "linux")]
#[test]
fn filters_contexts() {
    let home = TestHome::new();
    assert_eq!(home.run(&["context", "get", "--jq", "."]).succeeds().stdout, "null\n");
    assert_eq!(home.run(&["context", "ls", "--jq", "length"]).succeeds().stdout, "0\n");
    home.create_context("prod", &[]);
    assert_eq!(home.run(&["context", "ls", "--jq", ".[0].name", "-r"]).succeeds().stdout, "prod\n");
    assert_eq!(home.run(&["context", "get", "-r", "--jq", ".store"]).succeeds().stdout, "file\n");
}

#[test]
fn keeps_numbers_and_field_order() {
    let site = TestSite::new();
    let body = r#"{"id":"a","z":1.50e+3,"b":123456789012345678901234567890,"a":0.10,"half":"\ud83d"}"#;
    site.stub_response(200, body);
    let shown = site.run(&["get", "a", "-ojsonl", "--jq", "."]).succeeds().stdout;
    assert_eq!(shown, body.replace("\\ud83d", "\u{fffd}") + "\n");
}

#[test]
fn knows_the_time_zone() {
    let site = TestSite::new();
    let mut command = site.command(&["ls", "--jq", "0 | strflocaltime(\"%H:%M\")"]);
    let run: CliOutput = command.env("TZ", "<+05>-5").output().unwrap().into();
    assert_eq!(run.succeeds().stdout, "\"05:00\"\n");
}

#[test]
fn rejects_conflicting_flags() {
    for (arguments, message) in [
        (&["ls", "--jq", ".", "-q"][..], "--jq cannot be used with -q"),
        (&["ls", "--jq", ".", "--raw"], "--jq cannot be used with --raw"),
        (&["ls", "--jq", ".", "-o", "csv"], "--jq supports only json and jsonl"),
        (&["ls", "--jq", ".", "-o", "table"], "--jq supports only json and jsonl"),
        (&["ls", "--jq", ".", "--columns", "id"], "--columns supports only table, csv and tsv"),
        (&["ls", "-r"], "--raw-output requires --jq"),
        (&["ls", "-r", "--json"], "--raw-output requires --jq"),
        (&["rotate", "--resume", "--jq", "."], "`rotate` prints no JSON and does not support --jq"),
        (&["completion", "bash", "--jq", "."], "`completion` does not support --jq"),
        (&["ls", "--jq"], "--jq <FILTER>"),
    ] {
        run(arguments).fails(2, message);
    }
    let site = TestSite::new();
    site.run(&["ls", "--json", "--jq", "length"]).succeeds();
}

#[test]
fn a_syntax_error_is_reported_before_any_request() {
    let site = TestSite::new();
    for (filter, message) in [
        (".[", "error: --jq: at the end: closing bracket expected\n"),
        (".[] | foo(1)", "error: --jq: character 7: foo/1 is not defined\n"),
        ("env.QLIK_API_KEY", "error: --jq: character 1: env/0 is not defined: the environment may hold credentials\n"),
        ("$ENV.QLIK_API_KEY", "error: --jq: character 1: $ENV is not defined: the environment"),
        ("inputs", "inputs/0 is not defined"),
    ] {
        for command in [&["ls"][..], &["create", "--description", "a"]] {
            let run = site.run(&[command, &["--jq", filter]].concat()).fails(2, message);
            assert!(!run.stderr.contains("eyJ"), "the token is in the error");
        }
    }
    assert_eq!(site.take_requests(), Vec::<String>::new());
    let error = site.run(&["ls", "--json", "--jq", ".["]).error_json();
    assert_eq!((&error["exit"], &error["title"]), (&json!(2), &json!("--jq: at the end: closing bracket expected")));
}

#[test]
fn a_failing_filter_keeps_its_earlier_output() {
    let site = TestSite::new();
    let first = site.run(&["ls", "-q", "--limit", "1"]).succeeds().stdout;
    let run = site.run(&["ls", "--limit", "1", "-r", "--jq", ".[0].id, error(\"no more\"), 1"]);
    assert_eq!((run.code, run.stdout, run.stderr.as_str()), (1, first, "error: --jq: the filter failed: no more\n"));
    let run = site.run(&["ls", "--jq", ".id"]).fails(1, "error: --jq: the filter failed: cannot index [{\"id\":");
    assert!(run.stderr.len() < 400, "{}", run.stderr);
    let run = site.run(&["ls", "-r", "--jq", "\"a\", halt, \"b\""]).succeeds();
    assert_eq!(run.stdout, "a\n");
    site.run(&["ls", "--jq", "halt(3)"]).fails(1, "the filter halted with exit code 3");
    let many = TestSite::with_setup(|tenant| {
        for number in 0..240 {
            tenant.add_key(qlik_api_key::demo::KeySpec::new(&format!("key {number}")));
        }
    });
    assert_eq!(many.run(&["ls", "-ojsonl", "--jq", "1, halt"]).succeeds().stdout, "1\n");
    assert_eq!(many.take_requests().len(), 1, "pages after the end of the filter");
}

#[test]
fn an_endless_filter_stops_at_a_closed_pipe() {
    for filter in ["repeat(1)", "range(1000000000000)"] {
        let mut command = std_binary();
        command.args(["demo", "--", "ls", "--jq", filter]);
        let mut child = Child::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()));
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!((0..100_000).all(|_| lines.next().unwrap().is_ok()));
        drop(lines);
        let output = child.output();
        assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()), "{filter}");
    }
}

#[test]
fn rejects_deeply_nested_input_and_results() {
    let site = TestSite::new();
    let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
    site.stub_response(200, &format!("{{\"id\":\"a\",\"b\":{}}}", deep(100_000)));
    site.run(&["get", "a", "--jq", ".id"]).fails(1, "--jq: the response is nested deeper than 10000 levels");
    site.stub_response(200, &format!("{{\"id\":\"a\",\"b\":{}}}", deep(9_000)));
    assert_eq!(site.run(&["get", "a", "--jq", ".b | [..] | length"]).succeeds().stdout, "9001\n");
    site.run(&["ls", "--jq", "reduce range(100000) as $i (0; [.])"]).fails(1, "a result is nested deeper than 10000");
}

#[test]
fn filters_the_created_token() {
    let site = TestSite::new();
    let token = site.run(&["create", "--description", "a", "--jq", ".token", "-r"]).succeeds().stdout;
    assert_eq!((token.lines().count(), token.matches('.').count()), (1, 2), "it is not a token");
    let encoded =
        site.run(&["create", "--description", "a", "-r", "--jq", "\"\\(.id) \\(.token | @base64)\""]).succeeds();
    assert_eq!(encoded.stdout.split(' ').count(), 2);
    assert_eq!(site.take_requests().iter().filter(|request| request.starts_with("POST")).count(), 2);
}

#[test]
fn rejects_a_filter_that_loses_the_token() {
    let site = TestSite::new();
    for (filter, message) in [
        (".id", "--jq drops the token, which is shown only once"),
        ("empty", "--jq drops the token"),
        ("del(.token)", "--jq drops the token"),
        (".token | length", "--jq drops the token"),
        (".token | split(\".\") | .[1]", "--jq drops the token"),
        (".token[:50]", "--jq drops the token"),
        (".token[-100:]", "--jq drops the token"),
        ("[.id, now]", "--jq: the output depends on the time, so whether it contains the token is unknown"),
        ("repeat(.id)", "--jq drops the token"),
        ("repeat(.id * 100000)", "--jq drops the token"),
        (".id.x", "--jq: the filter failed: cannot index \"made-up-key\" with \"x\" (tried on a sample response)"),
    ] {
        site.run(&["create", "--description", "a", "--jq", filter]).fails(2, message);
    }
    assert_eq!(site.take_requests(), Vec::<String>::new());
}

#[cfg(unix)] // Needs /dev/full.
#[test]
fn saves_the_token_when_the_filter_fails() {
    let site = TestSite::new();
    let home = tempfile::tempdir().unwrap();
    // The filter succeeds on the made-up key of the check before the create, and fails on the tenant's response.
    let filter = "if .description == \"odd\" and .id != \"made-up-key\" then .token.x else .token end";
    let mut command = site.command(&["create", "--description", "odd", "--jq", filter]);
    let run = CliOutput::from(command.env("HOME", home.path()).output().unwrap());
    let run = run.fails(1, "was created, but its token could not be written to stdout; it was saved in ");
    assert!(!run.stderr.contains("eyJ"), "the token is in the error");
    let path = run.stderr.split("it was saved in ").nth(1).unwrap().lines().next().unwrap();
    let saved: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(saved["token"].as_str().unwrap().matches('.').count(), 2, "the token is not in the file");
    assert!(run.stderr.contains("caused by: --jq: the filter failed on the response"), "{}", run.stderr);

    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = site.std_command(&["create", "--description", "a", "-r", "--jq", ".token"]);
    command.env("HOME", home.path());
    let output = Child::start(command.stdout(full).stderr(Stdio::piped())).output();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && stderr.contains("it was saved in "), "{stderr}");
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn sanitizes_results_on_a_terminal() {
    let site = TestSite::new();
    let shown = |arguments: &[&str]| {
        site.stub_response(200, "{\"id\":\"a\",\"description\":\"x\\u001b[2J\u{202e}\\ny\"}");
        let screen = crate::support::pty::run_on_terminal(site.std_command(arguments), 80, "");
        (screen.code, screen.text)
    };
    let get = ["get", "a", "--jq"];
    assert_eq!(shown(&[&get[..], &[".description"]].concat()), (0, "\"x\\u001b[2J\\u202e\\ny\"\n".into()));
    assert_eq!(shown(&[&get[..], &[".description", "-r"]].concat()), (0, "x\\u001b[2J\\u202e\ny\n".into()));
    assert_eq!(shown(&[&get[..], &["{id}"]].concat()), (0, "{\n  \"id\": \"a\"\n}\n".into()));
    let (code, text) = shown(&[&get[..], &["error(.description)"]].concat());
    assert_eq!((code, text.contains("failed: x\\u001b[2J\\u202e y\n")), (1, true), "{text:?}");
}

//! `rm` with one or many keys: the result of each key, order, rate limit and interruption.

use std::io::{Seek as _, Write as _};
use std::process::Stdio;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use qlik_api_key::demo::{Fault, KeySpec, Listener, RequestMatcher, Tenant, TestUser};
use serde_json::{Value, json};

use crate::support::process::{self, Child};
use crate::support::{self, CliOutput, TestSite, UNREACHABLE_ADDRESS, binary};

/// Starts a tenant with `count` keys of its administrator; returns it and the IDs of the keys.
fn site_with_keys(count: usize) -> (TestSite, Vec<String>) {
    let site = TestSite::empty(|_| ());
    let ids = {
        let mut tenant = site.listener.tenant();
        (0..count).map(|number| tenant.add_key(KeySpec::new(&format!("key {number}")))).collect()
    };
    (site, ids)
}

/// The arguments `rm --yes IDS` and more.
fn rm_arguments<'a>(ids: &'a [String], more: &[&'a str]) -> Vec<&'a str> {
    ["rm", "--yes"].into_iter().chain(ids.iter().map(String::as_str)).chain(more.iter().copied()).collect()
}

fn id_lines(ids: &[String]) -> String {
    ids.iter().map(|id| format!("{id}\n")).collect()
}

/// The IDs of all keys.
fn list_ids(site: &TestSite) -> Vec<String> {
    let ids = site.run(&["ls", "-q"]).succeeds().stdout.lines().map(str::to_owned).collect();
    site.take_requests();
    ids
}

/// The ID and the result of each row of a JSON list.
fn results(list: &Value) -> Vec<(&str, &str)> {
    list.as_array().unwrap().iter().map(|row| (row["id"].as_str().unwrap(), row["result"].as_str().unwrap())).collect()
}

/// Asserts that the command fails with this exit code and message, and sends no request.
#[track_caller]
fn assert_refused(site: &TestSite, code: i32, arguments: &[&str], stdin: &str, message: &str) {
    site.run_with_stdin(arguments, stdin).fails(code, message);
    assert_eq!(site.take_requests(), Vec::<String>::new(), "{arguments:?}");
}

#[test]
fn reports_a_removal_and_exit_code_is_5_for_a_missing_key() {
    let site = TestSite::new();
    let id = site.key_id("CI pipeline");
    let run = site.run(&["rm", &id]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert_eq!(run.stderr, format!("removed API key {id}\n"));
    assert_eq!(site.take_requests(), [format!("DELETE /api/v1/api-keys/{id}")]);
    site.run(&["rm", &id]).fails(5, "Not found");
    let other = site.key_id("Terraform");
    let quiet = site.run(&["rm", "-q", &other]);
    assert_eq!((quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()), (0, "", ""));
}

#[test]
fn removing_the_sign_in_key_needs_yes() {
    let site = TestSite::new();
    let user_id = site.listener.tenant().user_id(TestUser::Admin).to_owned();
    let keys = site.run(&["ls", "--createdByUser", &user_id]).succeeds().json();
    let own = keys.as_array().unwrap().iter().find(|key| key["description"] == "demo sign-in").unwrap();
    let id = own["id"].as_str().unwrap();
    site.take_requests();
    site.assert_usage_errors(&[(&["rm", id], "is the one that you sign in with; removing it requires --yes")]);
    assert_eq!(site.run(&["rm", id, "--yes"]).code, 0);
    site.run(&["ls"]).fails(3, "error: ");
}

#[test]
fn rows_follow_the_order_of_the_arguments() {
    let (site, mut ids) = site_with_keys(3);
    ids.insert(1, "nope".to_owned());
    let run = site.run(&rm_arguments(&ids, &[])).succeeds();
    let list = run.json();
    let expected: Vec<(&str, &str)> =
        ids.iter().map(|id| (id.as_str(), if id == "nope" { "gone" } else { "removed" })).collect();
    assert_eq!(results(&list), expected);
    assert_eq!(list[0], json!({"id": ids[0], "result": "removed"}));
    assert_eq!(list_ids(&site).len(), 3);
}

#[test]
fn a_slow_response_does_not_change_the_order() {
    let (site, ids) = site_with_keys(9);
    let slow = Fault::Delay(Duration::from_millis(300));
    site.listener.tenant().fail_when(RequestMatcher::any().target_contains(&ids[2]), 1, slow);
    let run = site.run(&rm_arguments(&ids, &["-q"])).succeeds();
    assert_eq!(run.stdout, id_lines(&ids));
}

#[test]
fn a_rejected_key_fails_alone_with_the_tenants_message() {
    let (site, ids) = site_with_keys(2);
    let site = site.signed_in_as(TestUser::Developer);
    let own = site.listener.tenant().add_key(KeySpec::new("own").owner(TestUser::Developer));
    let all = [ids[0].clone(), own.clone(), ids[1].clone()];
    let run = site.run(&rm_arguments(&all, &[]));
    let list = run.json();
    assert_eq!(results(&list), [(all[0].as_str(), "failed"), (own.as_str(), "removed"), (all[2].as_str(), "failed")]);
    let reason = list[0]["error"].as_str().unwrap();
    assert!(reason.starts_with(
        "Forbidden. Accessing the API key of another user requires the role TenantAdmin. (code API-KEYS-3"
    ));
    assert!(reason.contains(", traceId ") && !reason.contains("could not"), "{reason}");
    assert_eq!((run.code, run.stderr.as_str()), (8, "error: 2 of 3 API keys were not removed\n"));
    // With -q, each failure is a warning on stderr.
    let quiet = site.run(&rm_arguments(&all, &["-q"]));
    assert_eq!((quiet.code, quiet.stdout), (8, format!("{own}\n")));
    let warnings: Vec<_> = quiet.stderr.lines().collect();
    assert_eq!(warnings.len(), 3, "{warnings:?}");
    assert!(
        warnings[0].starts_with(&format!("warning: API key {} was not removed: Forbidden. ", ids[0])),
        "{warnings:?}"
    );
    assert_eq!(warnings[2], "error: 2 of 3 API keys were not removed");
}

#[test]
fn a_failure_after_all_retries_affects_only_that_key() {
    let faults = [
        (Fault::status(500), "Internal Server Error"),
        (Fault::status(503), "Service Unavailable"),
        (Fault::DropRequest, "broke before the response arrived"),
        (Fault::html(502), "got an HTML page with status 502"),
        (Fault::html(200), "is an HTML page"),
        (Fault::html(404), "got an HTML page with status 404"),
        (Fault::status(400), "Bad Request"),
        (Fault::redirect(302, "https://elsewhere.example/x"), "redirects are not followed"),
    ];
    std::thread::scope(|scope| {
        for (fault, message) in faults {
            scope.spawn(move || {
                let (site, ids) = site_with_keys(5);
                site.listener.tenant().fail_when(RequestMatcher::any().target_contains(&ids[1]), usize::MAX, fault);
                let run = site.run(&rm_arguments(&ids, &["--retry", "1", "--json"]));
                let list = run.json();
                let failed: Vec<_> = results(&list).iter().map(|row| row.1 == "failed").collect();
                assert_eq!(failed, [false, true, false, false, false], "{message}");
                assert!(list[1]["error"].as_str().unwrap().contains(message), "{list}");
                assert_eq!((run.code, &run.error_json()["exit"]), (8, &json!(8)), "{message}");
            });
        }
    });
}

#[test]
fn a_lost_response_counts_as_removed() {
    let (site, ids) = site_with_keys(3);
    site.listener.tenant().fail_when(RequestMatcher::any().target_contains(&ids[1]), 1, Fault::DropResponse);
    let run = site.run(&rm_arguments(&ids, &["--json"])).succeeds();
    assert_eq!(results(&run.json()), ids.iter().map(|id| (id.as_str(), "removed")).collect::<Vec<_>>());
}

#[test]
fn supports_every_format() {
    let (site, _) = site_with_keys(0);
    let run = |more: &[&str]| {
        let id = site.listener.tenant().add_key(KeySpec::new("a"));
        let run = site.run(&[&["rm", &id, "nope", "--yes"], more].concat()).succeeds();
        run.stdout.replace(&id, "KEY")
    };
    assert_eq!(
        run(&["-o", "jsonl"]),
        "{\"id\":\"KEY\",\"result\":\"removed\"}\n{\"id\":\"nope\",\"result\":\"gone\"}\n"
    );
    assert_eq!(run(&["-o", "csv"]), "id,result,error\nKEY,removed,\nnope,gone,\n");
    assert_eq!(run(&["-o", "tsv"]), "id\tresult\terror\nKEY\tremoved\t\nnope\tgone\t\n");
    assert_eq!(run(&["-q"]), "KEY\nnope\n");
    assert_eq!(run(&[]), run(&["--json"]));
    let table = run(&["-o", "table"]);
    let rows: Vec<Vec<_>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows, [vec!["ID", "Result", "Error"], vec!["KEY", "removed"], vec!["nope", "gone"]]);
    site.take_requests();
    assert_refused(&site, 2, &["rm", "a", "b", "--yes", "--raw"], "", "--raw requires exactly one ID");
    assert_refused(&site, 2, &["rm", "a", "--dry-run", "--raw"], "", "--raw requires exactly one ID");
    assert_refused(&site, 2, &["rm", "-", "--yes", "-q", "--json"], "", "cannot be used with");
}

#[test]
fn reads_ids_from_stdin_in_any_encoding() {
    let utf16 = |text: &str, unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(unit).collect()
    };
    let forms: [fn(&[String]) -> String; 4] = [
        |ids| ids.join("\n"),
        |ids| ids.join("\r\n") + "\r\n",
        |ids| format!("\n  {}  \n\n\t{}\r\n\n", ids[0], ids[1]),
        |ids| format!("{}\n{}\n{}\n", ids[0], ids[1], ids[0]),
    ];
    for form in forms {
        for encoding in 0..4 {
            let (site, ids) = site_with_keys(2);
            let text = form(&ids);
            let bytes = match encoding {
                0 => text.into_bytes(),
                1 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
                2 => utf16(&text, u16::to_le_bytes),
                _ => utf16(&text, u16::to_be_bytes),
            };
            let run = site.run_with_stdin(&["rm", "-", "--yes", "-q"], bytes).succeeds();
            assert_eq!(run.stdout, id_lines(&ids));
            assert_eq!(site.take_requests().len(), 2);
        }
    }
    let (site, ids) = site_with_keys(1);
    let one = site.run_with_stdin(&["rm", "-", "--yes"], ids[0].clone()).succeeds();
    assert_eq!(one.json(), json!([{"id": ids[0], "result": "removed"}]));
}

#[test]
fn empty_stdin_removes_nothing() {
    let site = TestSite::new();
    for stdin in ["", "\n \r\n", "\u{feff}"] {
        for (more, stdout) in
            [(&[][..], "[]\n"), (&["-q"], ""), (&["-o", "csv"], "id,result,error\n"), (&["--dry-run"], "[]\n")]
        {
            let run = site.run_with_stdin(&[&["rm", "-", "--yes"], more].concat(), stdin).succeeds();
            assert_eq!(run.stdout, stdout, "{stdin:?} {more:?}");
        }
    }
    assert_eq!(site.take_requests(), Vec::<String>::new());
    // This needs no credential.
    let mut command = binary();
    let run = CliOutput::from(command.args(["rm", "-", "--yes"]).write_stdin("").output().unwrap());
    assert_eq!(run.succeeds().stdout, "[]\n");
}

#[test]
fn rejects_invalid_ids_before_sending() {
    let site = TestSite::new();
    let token = format!("eyJ{}.e30.fake", "x".repeat(50));
    for (stdin, message) in [
        ("a\n.\n", "stdin, line 2: an ID must not be `.` or `..`"),
        ("..", "stdin, line 1: an ID must not be `.` or `..`"),
        ("a\n\n\u{1b}[31mb\n", "stdin, line 3: contains a control character"),
        ("a\u{0}b", "stdin, line 1: contains a control character"),
        (&token, "stdin, line 1: this looks like a token"),
        ("[\n  {\n    \"id\": \"a\"\n  }\n]\n", "stdin, line 1: expected only an ID"),
        ("ID     Description\na      b\n", "hint: `qlik-api-key ls -q` prints only IDs, one per line"),
        ("id,description\na,b\n", "stdin, line 1: expected only an ID"),
    ] {
        assert_refused(&site, 2, &["rm", "-", "--yes"], stdin, message);
        let run = site.run_with_stdin(&["rm", "-", "--yes"], stdin);
        assert!(!run.stderr.contains("eyJ") && !run.stderr.contains('\u{1b}'), "{}", run.stderr);
    }
    site.run_with_stdin(&["rm", "-", "--yes"], b"\xff\xfe\x00".to_vec()).fails(2, "stdin is not UTF-8 or UTF-16 text");
    for (arguments, message) in [
        (&["rm", "-", "a", "--yes"][..], "- reads the IDs from stdin and can't be combined with other IDs"),
        (&["rm", "a", "-", "--yes"], "can't be combined with other IDs"),
        (&["rm", "a", ".", "--yes"], "an ID must not be `.` or `..`"),
        (&["rm", "a", "", "--yes"], "an ID must not be empty"),
        (&["rm", "--yes"], "<ID>"),
    ] {
        assert_refused(&site, 2, arguments, "b\n", message);
    }
}

#[test]
fn several_keys_need_yes_without_a_terminal() {
    let site = TestSite::new();
    assert_refused(&site, 2, &["rm", "a", "b"], "", "removing several keys without a terminal requires --yes");
    assert_refused(&site, 2, &["rm", "a", "a"], "y\n", "requires --yes");
    assert_refused(
        &site,
        2,
        &["rm", "-"],
        "a\n",
        "requires --yes, since stdin can't answer the question\nhint: qlik-api-key rm - --yes",
    );
}

#[test]
fn an_id_may_begin_with_a_hyphen() {
    let site = TestSite::new();
    let run = site.run(&["rm", "--yes", "-q", "--", "-a", "-yes", "--raw"]).succeeds();
    assert_eq!(run.stdout, "-a\n-yes\n--raw\n");
    assert_eq!(site.run_with_stdin(&["rm", "-", "--yes", "-q"], "-a\n--json\n").succeeds().stdout, "-a\n--json\n");
}

/// The ID of the administrator's sign-in key.
fn sign_in_key_id(site: &TestSite) -> String {
    let user_id = site.listener.tenant().user_id(TestUser::Admin).to_owned();
    let keys = site.run(&["ls", "--sub", &user_id]).succeeds().json();
    site.take_requests();
    let key = keys.as_array().unwrap().iter().find(|key| key["description"] == "demo sign-in").unwrap();
    key["id"].as_str().unwrap().to_owned()
}

#[test]
fn the_sign_in_key_is_removed_last() {
    let (site, mut ids) = site_with_keys(12);
    let own = sign_in_key_id(&site);
    ids.insert(0, own.clone());
    let run = site.run(&rm_arguments(&ids, &["-q"])).succeeds();
    ids.rotate_left(1);
    assert_eq!(run.stdout, id_lines(&ids));
    assert_eq!(site.take_requests().last().unwrap(), &format!("DELETE /api/v1/api-keys/{own}"));
    site.run(&["ls"]).fails(3, "error: ");
    // If the removal stops before, the sign-in key stays.
    let (site, mut ids) = site_with_keys(6);
    ids.insert(0, sign_in_key_id(&site));
    site.listener.tenant().fail_when(
        RequestMatcher::any().method("DELETE").skip(2),
        1,
        Fault::too_many_requests("3600"),
    );
    assert_eq!(site.run(&rm_arguments(&ids, &[])).code, 6);
    assert_eq!(sign_in_key_id(&site), ids[0]);
}

#[test]
fn a_401_stops_and_prints_the_removed_keys() {
    let (site, ids) = site_with_keys(40);
    let rejected = RequestMatcher::any().method("DELETE").skip(10);
    site.listener.tenant().fail_when(rejected.clone(), usize::MAX, Fault::status(401));
    let run = site.run(&rm_arguments(&ids, &[]));
    site.listener.tenant().clear_faults();
    assert_eq!(run.code, 3, "{}", run.stderr);
    // Several requests are sent at the same time, and any of them may be the rejected one.
    let list = run.json();
    let positions: Vec<_> =
        results(&list).iter().map(|row| ids[..14].iter().position(|id| id == row.0).unwrap()).collect();
    assert!(positions.len() == 10 && positions.is_sorted(), "{positions:?}");
    assert!(results(&list).iter().all(|row| row.1 == "removed"));
    let mut lines = run.stderr.lines();
    assert_eq!(lines.next(), Some("warning: 30 of 40 API keys were left unchanged"));
    assert!(lines.next().unwrap().starts_with("error: could not remove API key "), "{}", run.stderr);
    assert!(run.stderr.contains("answered 401") && run.stderr.contains("hint: check QLIK_API_KEY"), "{}", run.stderr);
    let deletes = site.take_requests().len();
    assert!((11..=14).contains(&deletes), "{deletes} requests");
    assert_eq!(list_ids(&site).len(), 33);
    // With --json, the last line of stderr is the error. After a 401 for the first key, no other request is sent.
    site.listener.tenant().fail_next(usize::MAX, Fault::status(401));
    let run = site.run(&rm_arguments(&ids, &["--json"]));
    assert_eq!((run.code, run.stdout.as_str(), &run.error_json()["status"]), (3, "[]\n", &json!(401)));
    assert_eq!(site.take_requests().len(), 1);
}

#[test]
fn an_unreachable_tenant_is_a_single_error() {
    let mut command = binary();
    command.env("QLIK_SERVER", format!("http://{UNREACHABLE_ADDRESS}")).env("QLIK_API_KEY", "fake");
    let ids: Vec<String> = (0..50).map(|number| format!("k{number}")).collect();
    let started = Instant::now();
    let run = CliOutput::from(command.args(rm_arguments(&ids, &["--retry", "0", "-o", "jsonl"])).output().unwrap());
    assert_eq!((run.code, run.stdout.as_str()), (7, ""), "{}", run.stderr);
    assert!(run.error_json()["title"].as_str().unwrap().contains("no connection to"), "{}", run.stderr);
    assert!(started.elapsed() < Duration::from_secs(10));
}

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
    assert_eq!(other.stderr, "");
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

#[test]
fn a_dry_run_removes_nothing() {
    let site = TestSite::new();
    let (ci, old, own) = (site.key_id("CI pipeline"), site.key_id("workshop in spring"), sign_in_key_id(&site));
    let run = site.run(&["rm", &own, &ci, "nope", &old, "--dry-run"]);
    assert_eq!(run.code, 0);
    assert_eq!(run.stderr, format!("API key {own} is the one that you sign in with; removing it requires --yes\n"));
    let row = |id: &str, description: &str, status: &str| json!({"id": id, "result": "would remove", "description": description, "status": status});
    let expected = json!([
        row(&ci, "CI pipeline", "active"),
        {"id": "nope", "result": "gone"},
        row(&old, "workshop in spring", "expired"),
        row(&own, "demo sign-in", "active"),
    ]);
    assert_eq!(run.json(), expected);
    let csv = site.run_with_stdin(&["rm", "-", "--dry-run", "-o", "csv"], format!("{ci}\nnope\n")).succeeds().stdout;
    let header = "id,result,description,status,error";
    assert_eq!(csv, format!("{header}\n{ci},would remove,CI pipeline,active,\nnope,gone,,,\n"));
    let one = site.run(&["rm", &ci, "--dry-run"]).succeeds();
    assert_eq!(one.json(), json!([row(&ci, "CI pipeline", "active")]));
    assert_eq!(site.run(&["rm", &ci, &old, "--dry-run", "-q"]).succeeds().stdout, format!("{ci}\n{old}\n"));
    site.run(&["rm", "nope", "--dry-run"]).fails(5, "could not get API key nope: Not found.");
    assert!(site.take_requests().iter().all(|request| request.starts_with("GET ")));
    site.listener.tenant().fail_when(RequestMatcher::any().target_contains(&old), 1, Fault::status(403));
    let run = site.run(&["rm", &ci, &old, "--dry-run"]);
    assert_eq!((run.code, run.stderr.as_str()), (8, "error: 1 of 2 API keys were not read\n"));
    assert_eq!(list_ids(&site).len(), 10);
}

#[test]
fn a_closed_pipe_does_not_stop_the_removal() {
    let site = TestSite::empty(|tenant| tenant.add_keys(150));
    let program = assert_cmd::cargo::cargo_bin!("qlik-api-key").display().to_string();
    let shell = |script: &str| -> CliOutput {
        let mut shell = support::shell(&script.replace("QLIK", &format!("'{program}'")));
        process::output(shell.envs(site.env_vars())).into()
    };
    site.listener.tenant().set_rate_limits(1000, 10_000);
    let expired = |tenant: &mut Tenant, count: usize| {
        for number in 0..count {
            let end = "2026-11-01T00:00:00Z".parse::<Timestamp>().unwrap();
            tenant.add_key(KeySpec::new(&format!("old {number}")).created(end).expiry(end));
        }
    };
    expired(&mut site.listener.tenant(), 5);
    let run = shell("QLIK ls --status expired -q | QLIK rm - --yes -o jsonl").succeeds();
    assert_eq!((run.stdout.lines().count(), run.stdout.matches("\"removed\"").count()), (5, 5));
    assert_eq!(list_ids(&site).len(), 153);
    // A closed pipe does not stop the removal.
    expired(&mut site.listener.tenant(), 90);
    let run = shell("QLIK ls --status expired -q | QLIK rm - --yes -q | head -1").succeeds();
    assert_eq!(run.stdout.lines().count(), 1);
    process::wait_until("the end of the removal", || list_ids(&site).len() <= 153);
    assert_eq!(list_ids(&site).len(), 153);
}

#[test]
fn rejects_more_than_4_mib_of_ids_before_sending() {
    let site = TestSite::new();
    let mut ids = tempfile::tempfile().unwrap();
    ids.write_all(&b"a\n".repeat(2 * 1024 * 1024 + 1)).unwrap();
    ids.rewind().unwrap();
    let mut command = site.std_command(&["rm", "-", "--yes"]);
    let run = CliOutput::from(process::output(command.stdin(ids))).fails(2, "could not read stdin");
    assert!(run.stderr.contains("longer than 4 MiB"), "{}", run.stderr);
    assert_eq!(site.take_requests(), Vec::<String>::new());
}

/// Starts the binary with stdout and stderr captured.
fn start(site: &TestSite, arguments: &[&str]) -> Child {
    let mut command = site.std_command(arguments);
    Child::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))
}

fn wait_for_requests(site: &TestSite, count: usize) {
    process::wait_until(&format!("{count} requests"), || site.listener.tenant().requests().len() >= count);
}

#[cfg(unix)]
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

#[cfg(unix)]
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

#[cfg(unix)]
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

#[cfg(unix)]
mod terminal {
    //! The confirmation prompt and the progress bar.

    use super::*;
    use crate::support::pty::{self, Screen};

    fn run_on_terminal(site: &TestSite, variables: &[(&str, &str)], arguments: &[&str], keys: &str) -> Screen {
        let mut command = site.std_command(arguments);
        command.envs(variables.iter().copied());
        pty::run_on_terminal(command, 120, keys)
    }

    #[test]
    fn asks_one_question_for_all_keys() {
        let (site, ids) = site_with_keys(5);
        let all: Vec<&str> = std::iter::once("rm").chain(ids.iter().map(String::as_str)).collect();
        let host = site.listener.url().replace("http://", "");
        let question = format!("Remove 5 API keys from {host}: \"key 0\", \"key 1\", \"key 2\" and 2 more? [y/N] ");
        for keys in ["n\n", "\n", "\u{4}"] {
            let screen = run_on_terminal(&site, &[], &all, keys);
            assert_eq!(screen.code, 1, "{}", screen.text);
            assert!(screen.text.contains(&question) && screen.text.contains("nothing was removed"), "{}", screen.text);
        }
        assert!(site.take_requests().iter().all(|request| request.starts_with("GET ")));
        let screen = run_on_terminal(&site, &[("NO_COLOR", "1")], &all, "y\n");
        assert_eq!(screen.code, 0, "{}", screen.text);
        assert_eq!(screen.text.matches("  removed\n").count(), 5, "{}", screen.text);
        let screen = run_on_terminal(&site, &[], &["rm", &ids[0], "nope"], "n\n");
        assert!(
            screen.text.contains(&format!("Remove 2 API keys from {host}: {}, nope? [y/N] ", ids[0])),
            "{}",
            screen.text
        );
    }

    #[test]
    fn asks_only_if_the_removal_can_proceed() {
        let (site, ids) = site_with_keys(2);
        let own = sign_in_key_id(&site);
        let screen = run_on_terminal(&site, &[], &["rm", &ids[0], &own], "y\n");
        assert_eq!(screen.code, 2, "{}", screen.text);
        assert!(
            screen.text.contains("is the one that you sign in with; removing it requires --yes"),
            "{}",
            screen.text
        );
        let screen = run_on_terminal(&site, &[("CI", "true")], &["rm", &ids[0], &ids[1]], "");
        assert_eq!(screen.code, 2, "{}", screen.text);
        assert_eq!(site.take_requests(), Vec::<String>::new());
        site.listener.tenant().fail_next(1, Fault::status(401));
        let screen = run_on_terminal(&site, &[], &["rm", &ids[0], &ids[1]], "");
        assert_eq!(screen.code, 3, "{}", screen.text);
        assert!(!screen.text.contains("[y/N]"), "{}", screen.text);
    }

    #[test]
    fn the_progress_bar_is_erased_at_the_end() {
        let xterm = ("TERM", "xterm");
        for (variables, more, has_bar) in [
            (&[xterm][..], &[][..], true),
            (&[xterm, ("NO_COLOR", "1")], &[], true),
            (&[("TERM", "dumb")], &[], false),
            (&[xterm, ("CI", "1")], &[], false),
            (&[xterm], &["-q"], false),
            (&[xterm], &["--json"], false),
            (&[xterm], &["-o", "csv"], false),
            (&[xterm], &["-v"], false),
        ] {
            let (site, ids) = site_with_keys(6);
            let screen = run_on_terminal(&site, variables, &rm_arguments(&ids, &[&["--no-color"], more].concat()), "");
            assert_eq!(screen.code, 0, "{}", screen.text);
            let full_bar = "removed 6 of 6 [==============================] 0 s left";
            assert_eq!(screen.text.contains(full_bar), has_bar, "{variables:?} {more:?}: {:?}", screen.text);
            if has_bar {
                // The line of the bar is erased last, and the table starts there.
                let (_, after) = screen.text.rsplit_once("\r\u{1b}[2K").expect("the bar is erased");
                assert!(after.starts_with("ID  "), "{after:?}");
                assert_eq!(after.lines().count(), 7, "{after:?}");
            } else {
                assert!(!screen.text.contains('\u{1b}'), "{variables:?} {more:?}: {:?}", screen.text);
            }
        }
    }

    #[test]
    fn messages_appear_above_the_progress_bar() {
        let (site, ids) = site_with_keys(3);
        site.listener.tenant().fail_when(
            RequestMatcher::any().target_contains(&ids[1]),
            1,
            Fault::too_many_requests("1"),
        );
        let screen = run_on_terminal(&site, &[("TERM", "xterm")], &rm_arguments(&ids, &["--no-color"]), "");
        assert_eq!(screen.code, 0, "{}", screen.text);
        let line = format!("could not remove API key {}: rate limited; trying again in 1 s\n", ids[1]);
        let before = screen.text.split(&line).next().unwrap();
        assert!(before.len() < screen.text.len(), "{:?}", screen.text);
        assert!(before.ends_with("\r\u{1b}[2K") || !before.contains(" of 3 ["), "{before:?}");
    }
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
    let program = assert_cmd::cargo::cargo_bin!("qlik-api-key").display().to_string();
    let mut shell = support::shell(&format!("'{program}' ls -q | '{program}' rm - --yes -o jsonl"));
    shell.env("QLIK_SERVER", listener.url()).env("QLIK_API_KEY", token);
    let started = Timestamp::now().as_duration().as_secs_f64();
    let run = CliOutput::from(process::output(&mut shell)).succeeds();
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

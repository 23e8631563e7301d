//! `rotate --all-contexts` and `rotate --context a,b`: rows, exit codes, flags, questions and signals.

#[cfg(unix)]
use std::io::{BufRead as _, BufReader, Read as _};
#[cfg(unix)]
use std::process::Stdio;
#[cfg(unix)]
use std::time::Duration;

use qlik_api_key::demo::{Fault, RequestMatcher};
use serde_json::Value;

use crate::support::CliOutput;
#[cfg(unix)]
use crate::support::process::{Child, wait_until};
#[cfg(unix)]
use crate::support::pty::run_on_terminal;
use crate::support::test_tenants::TestTenants;

/// Two tenants, and contexts that can be rotated: "a", "b" with the same key, and "c" of the first tenant, "d" of the
/// second one.
fn four_contexts() -> TestTenants {
    let tenants = TestTenants::new(2);
    let (shared, own, other) = (tenants.add_key(0), tenants.add_key(0), tenants.add_key(1));
    for (name, tenant, key) in [("a", 0, &shared), ("b", 0, &shared), ("c", 0, &own), ("d", 1, &other)] {
        tenants.add_context(name, tenant, key);
    }
    tenants
}

/// Adds contexts whose keys can't be rotated: "oauth", "variable", "command".
fn add_unsupported_contexts(tenants: &TestTenants) {
    tenants.add_table("oauth", 0, "auth = \"oauth\"\nstore = \"file\"\noauth-client-id = \"x\"");
    tenants.add_table("variable", 0, "auth = \"api-key\"\nstore = \"env\"\nenv = \"KEY\"");
    tenants.add_table("command", 0, "auth = \"api-key\"\nstore = \"command\"\ncommand = \"cat key\"");
}

/// The values of these fields in each row.
fn fields(run: &CliOutput, names: &[&str]) -> Vec<Vec<String>> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let rows = run.json();
    rows.as_array().unwrap().iter().map(|row| names.iter().map(|name| text(row.get(name))).collect()).collect()
}

/// The number of requests with this method that each tenant got. Takes the logged requests.
fn count_requests(tenants: &TestTenants, method: &str) -> Vec<usize> {
    let count = |requests: Vec<String>| requests.iter().filter(|request| request.starts_with(method)).count();
    tenants.sites.iter().map(|site| count(site.take_requests())).collect()
}

const ROTATE: [&str; 3] = ["rotate", "--all-contexts", "--yes"];

#[test]
fn renews_each_key_once_and_prints_a_row_for_each_context() {
    let tenants = four_contexts();
    add_unsupported_contexts(&tenants);
    let before = tenants.key_ids();
    let run = tenants.run(&ROTATE).succeeds();
    let after = tenants.key_ids();
    let expiry = "2026-12-23T12:00:00Z";
    let row = |context: &str, reason: &str| ["rotated", &after[context], expiry, reason].map(str::to_owned);
    let mut rows = fields(&run, &["context", "result", "id", "expiry", "reason"]);
    let names: Vec<_> = rows.iter_mut().map(|row| row.remove(0)).collect();
    assert_eq!(names, ["a", "b", "c", "d", "oauth", "variable", "command"]);
    assert_eq!(rows[..4], [row("a", ""), row("b", "same key as \"a\""), row("c", ""), row("d", "")]);
    let reasons = [
        "signs in with OAuth, not with an API key",
        "reads its key from KEY, which can't be updated",
        "reads its key from a command, which can't store a new one",
    ];
    for (row, reason) in rows[4..].iter().zip(reasons) {
        assert_eq!(*row, ["skipped", "", "", reason]);
    }
    assert_eq!(count_requests(&tenants, "POST"), [2, 1]);
    assert!(before.iter().all(|(context, id)| after[context] != *id) && after["a"] == after["b"]);
    tenants.check_nothing_is_left().unwrap();
}

#[test]
fn supports_every_format() {
    let tenants = four_contexts();
    add_unsupported_contexts(&tenants);
    for (more, lines) in [
        (&["-o", "table"][..], 8),
        (&["-o", "jsonl"], 7),
        (&["-o", "csv"], 8),
        (&["-o", "tsv", "--no-header", "--columns", "context,result,reason"], 7),
        (&["--jq", ".[] | select(.result == \"skipped\") | .context"], 3),
        (&["-q"], 3),
        (&["-q", "--dry-run"], 3),
    ] {
        let run = tenants.run(&[&ROTATE[..], more].concat()).succeeds();
        assert_eq!(run.stdout.lines().count(), lines, "{more:?}: {}", run.stdout);
        assert!(!run.stdout.contains("eyJ"), "{more:?}: a token is on stdout");
    }
    let csv = tenants.run(&[&ROTATE[..], &["-o", "csv", "--columns", "id,context"]].concat()).succeeds();
    assert_eq!(csv.stdout.lines().nth(1).unwrap(), format!("{},a", tenants.key_id("a")));
    let header = csv.stdout.lines().next().unwrap();
    assert_eq!(header, "id,context");
}

#[test]
fn refuses_flags_for_one_key_before_sending() {
    let tenants = four_contexts();
    for (more, message) in [
        (&["ID"][..], "ID cannot be used with several contexts: each context's own key is renewed in its place"),
        (&["--description", "x"], "--description cannot be used with several contexts"),
        (&["--save-to", "x"], "--save-to cannot be used with several contexts"),
        (&["--token-file", "x"], "--token-file cannot be used with several contexts"),
        (&["--token-only"], "--token-only cannot be used with several contexts"),
        (&["--exec", "cat"], "--exec cannot be used with several contexts"),
        (&["--exec", "cat", "--keep-on-failure"], "--exec cannot be used with several contexts"),
        (&["--store", "file"], "--save-to"),
        (&["--raw"], "--raw"),
        (&["--server", "https://tenant.example"], "--all-contexts cannot be used with --server"),
        (&["--context", "a"], "--all-contexts cannot be used with --context"),
        (&["-o", "csv", "--columns", "status"], "--columns: several contexts have no field status"),
        (&["--columns", "result"], "--columns supports only table, csv and tsv"),
        (&["--resume", "--dry-run"], "cannot be used with"),
        (&["--resume", "--jq", "."], "prints no JSON and does not support --jq"),
    ] {
        tenants.run(&[&ROTATE[..], more].concat()).fails(2, message);
    }
    let one = ["rotate", "--context", "a", "-o", "csv", "--columns", "id,result"];
    tenants.run(&one).fails(2, "--columns: the field result requires several contexts");
    tenants.run(&["rotate", "--context", "a,x", "--yes"]).fails(5, "there is no context \"x\"");
    tenants.run(&["rotate", "--context", "a,b", "ID"]).fails(2, "ID cannot be used with several contexts");
    let needs_yes = "rotating the keys of several contexts without a terminal requires --yes";
    tenants.run(&["rotate", "--all-contexts"]).fails(2, needs_yes);
    assert_eq!(tenants.sites.iter().flat_map(|site| site.take_requests()).collect::<Vec<_>>(), Vec::<String>::new());
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn asks_once_on_a_terminal() {
    let tenants = four_contexts();
    let rotate = |keys: &str, more: &[&str]| {
        run_on_terminal(tenants.std_command(&[&["rotate", "--all-contexts"], more].concat()), 160, keys)
    };
    let question = "Renew 3 API keys of 4 contexts: \"a\", \"b\", \"c\", \"d\"? [y/N]";
    let declined = rotate("n\n", &[]);
    assert!(declined.code == 1 && declined.text.contains(question), "{}", declined.text);
    assert!(declined.text.ends_with("nothing was rotated\n"), "{}", declined.text);
    assert_eq!(count_requests(&tenants, ""), [0, 0]);
    let confirmed = rotate("y\n", &[]);
    assert_eq!(confirmed.code, 0, "{}", confirmed.text);
    let lines: Vec<_> = confirmed.text.lines().filter(|line| line.contains("  rotated  ")).collect();
    assert_eq!(lines.len(), 4, "{}", confirmed.text);
    assert_eq!(count_requests(&tenants, "POST"), [2, 1]);
    // There is no question about nothing.
    let not_due = rotate("", &["--if-expires-within", "P1D"]);
    assert!(not_due.code == 0 && !not_due.text.contains("Renew "), "{}", not_due.text);
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn the_question_names_ten_contexts() {
    let tenants = TestTenants::new(1);
    for number in 1..=12 {
        let key = tenants.add_key(0);
        tenants.add_context(&format!("c{number}"), 0, &key);
    }
    let screen = run_on_terminal(tenants.std_command(&["rotate", "--all-contexts"]), 200, "n\n");
    assert!(screen.text.contains("Renew 12 API keys of 12 contexts: \"c1\", "), "{}", screen.text);
    assert!(screen.text.contains(", \"c10\" and 2 more? [y/N]"), "{}", screen.text);
}

#[test]
fn a_dry_run_changes_nothing_and_takes_no_locks() {
    let tenants = four_contexts();
    add_unsupported_contexts(&tenants);
    let before = tenants.key_ids();
    let mut command = tenants.std_command(&["rotate", "--all-contexts", "--dry-run", "--json"]);
    let run = CliOutput::from(crate::support::process::output(command.env("XDG_STATE_HOME", "/dev/null"))).succeeds();
    let rows = fields(&run, &["result", "id", "expiry"]);
    for (row, context) in rows.iter().zip(["a", "b", "c", "d"]) {
        assert_eq!(*row, ["would rotate", &before[context], "2026-12-23T12:00:00Z"], "{context}");
    }
    assert_eq!(rows[4], ["skipped", "", ""]);
    let requests: Vec<_> = tenants.sites.iter().flat_map(|site| site.take_requests()).collect();
    assert!(requests.iter().all(|request| request.starts_with("GET ")), "{requests:?}");
    assert_eq!(tenants.key_ids(), before);
}

#[test]
fn rotates_only_what_expires_soon() {
    let tenants = four_contexts();
    let run = tenants.run(&[&ROTATE[..], &["--if-expires-within", "P7D"]].concat()).succeeds();
    let reason = "expires in 30 days; it will be due for rotation in 23 days";
    for (row, context) in fields(&run, &["result", "id", "reason"]).iter().zip(["a", "b", "c", "d"]) {
        assert_eq!(*row, ["not due", &tenants.key_id(context), reason], "{context}");
    }
    tenants.sites[1].listener.tenant().freeze_clock("2026-12-20T12:00:00Z".parse().unwrap());
    let run = tenants.run(&[&ROTATE[..], &["--if-expires-within", "P7D", "--expiry", "P90D"]].concat()).succeeds();
    let expected =
        [["not due", "2026-12-23"], ["not due", "2026-12-23"], ["not due", "2026-12-23"], ["rotated", "2027-03-20"]];
    for (row, [result, date]) in fields(&run, &["result", "expiry"]).iter().zip(expected) {
        assert!(row[0] == result && row[1].starts_with(date), "{row:?}");
    }
}

#[test]
fn several_names_rotate_those_contexts_and_others_with_their_keys() {
    let tenants = four_contexts();
    let (c, d) = (tenants.key_id("c"), tenants.key_id("d"));
    let run = tenants.run(&["rotate", "--context", "d,b", "--yes"]).succeeds();
    let reason = "same key as \"b\"";
    assert_eq!(
        fields(&run, &["context", "result", "reason"]),
        [["a", "rotated", reason], ["b", "rotated", ""], ["d", "rotated", ""]]
    );
    assert!(tenants.key_id("c") == c && tenants.key_id("d") != d && tenants.key_id("a") == tenants.key_id("b"));
    tenants.check_nothing_is_left().unwrap();
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn a_protected_tenant_needs_yes_or_the_name() {
    let tenants = four_contexts();
    let url = tenants.sites[1].listener.url();
    tenants.add_table("guard", 1, "auth = \"api-key\"\nstore = \"env\"\nenv = \"KEY\"\nprotected = true");
    let command = || tenants.std_command(&["rotate", "--context", "a,d"]);
    let declined = run_on_terminal(command(), 160, "d\n");
    assert!(declined.code == 1 && declined.text.contains(" to rotate API keys"), "{}", declined.text);
    assert!(declined.text.contains(&url.replace("http://", "")), "{}", declined.text);
    assert_eq!(count_requests(&tenants, ""), [0, 0]);
    let confirmed = run_on_terminal(command(), 160, "guard\ny\n");
    assert!(confirmed.code == 0 && confirmed.text.contains("Renew 2 API keys of 2 contexts"), "{}", confirmed.text);
    tenants.run(&["rotate", "--context", "a,d", "--resume"]).fails(2, "--yes is required to rotate an API key there");
    tenants.run(&["rotate", "--context", "a,d", "--yes"]).succeeds();
}

#[test]
fn a_context_that_cannot_be_read_fails_and_the_others_are_rotated() {
    let tenants = four_contexts();
    tenants.add_table("invalid", 0, "auth = \"basic\"");
    tenants.add_table("empty", 1, "auth = \"api-key\"\nstore = \"file\"");
    tenants.add_table("opaque", 1, "auth = \"api-key\"\nstore = \"file\"");
    let entry = format!("\"opaque {}\" = \"fake-opaque-key\"\n", tenants.sites[1].listener.url());
    let secrets = std::fs::read_to_string(tenants.secrets_path()).unwrap();
    std::fs::write(tenants.secrets_path(), secrets + &entry).unwrap();
    let run = tenants.run(&ROTATE);
    assert_eq!(run.code, 8, "{}", run.stderr);
    let rows = fields(&run, &["context", "result", "reason"]);
    assert!(rows[..4].iter().all(|row| row[1] == "rotated"), "{rows:?}");
    for (row, (name, reason)) in rows[4..].iter().zip([
        ("invalid", "auth: must be"),
        ("empty", "the file has no secret for context \"empty\""),
        ("opaque", "you don't sign in with an API key"),
    ]) {
        assert!(row[0] == name && row[1] == "failed" && row[2].contains(reason), "{row:?}");
        assert!(run.stderr.contains(&format!("context \"{name}\"")), "{}", run.stderr);
    }
    let quiet = tenants.run(&[&ROTATE[..], &["-q"]].concat());
    assert_eq!((quiet.code, quiet.stdout.lines().count()), (8, 3), "{}", quiet.stderr);
    tenants.run(&[&ROTATE[..], &["--json"]].concat()).error_json();
}

#[test]
fn a_tenant_that_refuses_a_new_key_keeps_the_old_one() {
    let tenants = four_contexts();
    let before = tenants.key_ids();
    tenants.sites[0].listener.tenant().fail_when(RequestMatcher::any().method("POST"), 9, Fault::status(403));
    let run = tenants.run(&ROTATE);
    assert_eq!(run.code, 8, "{}", run.stderr);
    let rows = fields(&run, &["context", "result", "id"]);
    for (row, context) in rows.iter().zip(["a", "b", "c"]) {
        assert_eq!(*row, [context, "failed", &before[context]]);
    }
    assert_eq!(rows[3][..2], ["d", "rotated"]);
    // The shared key is tried once, and its error is printed once.
    assert_eq!((count_requests(&tenants, "POST"), run.stderr.matches("error: ").count()), (vec![2, 1], 2));
    tenants.check_nothing_is_left().unwrap();
}

/// Starts a rotation, and returns it while the first tenant delays the response to its first create.
#[cfg(unix)]
fn start_until_create(tenants: &TestTenants, arguments: &[&str]) -> Child {
    let delay = Fault::Delay(Duration::from_millis(700));
    tenants.sites[0].listener.tenant().fail_when(RequestMatcher::any().method("POST"), 1, delay);
    let child = Child::start(tenants.std_command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()));
    wait_until("the create", || {
        let tenant = tenants.sites[0].listener.tenant();
        tenant.requests().iter().any(|logged| logged.request.method == "POST")
    });
    child
}

#[cfg(unix)] // Windows has no signals.
#[test]
fn a_signal_stops_after_the_rotations_that_have_begun() {
    let tenants = four_contexts();
    let before = tenants.key_ids();
    let child = start_until_create(&tenants, &ROTATE);
    child.interrupt();
    let run = CliOutput::from(child.output());
    assert_eq!(run.code, 130, "{}", run.stderr);
    let notice = "finishing the rotations that have begun; press Ctrl-C again to stop, then run `qlik-api-key rotate \
                  --all-contexts --resume` to finish\n";
    assert!(run.stderr.starts_with(notice), "{}", run.stderr);
    assert!(run.stderr.ends_with("error: interrupted: 1 of 4 contexts were left unchanged\n"), "{}", run.stderr);
    let rows = fields(&run, &["context", "result", "id", "reason"]);
    assert_eq!((rows[0][1].as_str(), rows[1][1].as_str()), ("rotated", "rotated"));
    assert_eq!(rows[2], ["c", "skipped", &before["c"], "interrupted before its rotation began"]);
    tenants.check_nothing_is_left().unwrap();
}

#[cfg(unix)] // Windows has no signals.
#[test]
fn a_second_signal_names_the_command_that_finishes() {
    let tenants = four_contexts();
    let mut child = start_until_create(&tenants, &ROTATE);
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let (mut notice, mut rest) = (String::new(), String::new());
    child.interrupt();
    // Otherwise the system may deliver both signals as one.
    stderr.read_line(&mut notice).unwrap();
    child.interrupt();
    stderr.read_to_string(&mut rest).unwrap();
    let error = "error: the rotations were interrupted\nhint: qlik-api-key rotate --all-contexts --resume\n";
    assert_eq!((child.wait().code(), rest.as_str()), (Some(130), error), "{notice}");
    tenants.check_sign_in().unwrap();
    let run = tenants.run(&["rotate", "--all-contexts", "--resume"]);
    assert!(run.code == 0 && run.stderr.contains("context \"a\": undid the rotation of "), "{}", run.stderr);
    tenants.check_nothing_is_left().unwrap();
    let run = tenants.run(&["rotate", "--all-contexts", "--resume"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", "there is nothing to finish\n"));
}

#[test]
fn finish_removes_the_old_keys_of_all_tenants() {
    let tenants = four_contexts();
    let before = tenants.key_ids();
    tenants.run(&[&ROTATE[..], &["--overlap", "P1D"]].concat()).succeeds();
    assert_eq!((tenants.active_keys(0).len(), tenants.active_keys(1).len()), (4, 2));
    for site in &tenants.sites {
        site.listener.tenant().freeze_clock("2026-11-25T12:00:00Z".parse().unwrap());
    }
    let run = tenants.run(&["rotate", "--all-contexts", "--finish"]);
    assert!(run.code == 0 && run.stdout.is_empty(), "{}", run.stderr);
    for id in ["a", "c", "d"].map(|context| &before[context]) {
        assert!(run.stderr.contains(&format!(" replaced API key {id}; the old key was removed\n")), "{}", run.stderr);
    }
    tenants.check_nothing_is_left().unwrap();
}

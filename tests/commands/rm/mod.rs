//! `rm` with one or many keys: the result of each key, order, rate limit and interruption.

mod failures;
#[cfg(unix)] // Windows has no signals. `windows::ctrl_c` tests Ctrl-C.
mod interruption;
#[cfg(target_os = "linux")]
mod question;
mod rate_limit;
mod stdin;
#[cfg(unix)] // Needs a pseudo-terminal.
mod terminal;

use std::time::Duration;

use qlik_api_key::demo::{Fault, KeySpec, RequestMatcher, TestUser};
use serde_json::{Value, json};

use crate::support::{CliOutput, TestSite};

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
    // The name of an HTTP scheme may be in any case.
    let header = format!("Authorization=bearer {}", site.listener.tenant().user_token(TestUser::Admin));
    let mut command = site.command(&["rm", id, "--headers", &header]);
    let run: CliOutput = command.env_remove("QLIK_API_KEY").output().unwrap().into();
    run.fails(2, "is the one that you sign in with");
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
    let run = site.run(&["rm", "--yes", "-q", "--", "-a", "-yes", "--raw"]);
    assert_eq!((run.code, run.stdout.as_str()), (5, "-a\n-yes\n--raw\n"));
    let run = site.run_with_stdin(&["rm", "-", "--yes", "-q"], "-a\n--json\n");
    assert_eq!((run.code, run.stdout.as_str()), (5, "-a\n--json\n"));
}

#[test]
fn exit_code_is_5_if_none_of_several_keys_exists() {
    let (site, ids) = site_with_keys(1);
    for more in [&[][..], &["--dry-run"]] {
        let run = site.run(&[&["rm", "a", "b", "--yes"], more].concat());
        assert_eq!((run.code, results(&run.json())), (5, vec![("a", "gone"), ("b", "gone")]), "{more:?}");
        assert_eq!(run.stderr, "error: none of the 2 API keys exists\nhint: qlik-api-key ls\n", "{more:?}");
        let run = site.run_with_stdin(&[&["rm", "-", "--yes"], more].concat(), "a\n");
        assert_eq!((run.code, results(&run.json())), (5, vec![("a", "gone")]), "{more:?}");
        assert_eq!(run.stderr, "error: the API key does not exist\nhint: qlik-api-key ls\n", "{more:?}");
    }
    site.run(&["rm", "a", &ids[0], "--yes"]).succeeds();
}

#[test]
fn json_says_what_became_of_one_key() {
    let site = TestSite::new();
    let laptop = site.listener.tenant().add_key(KeySpec::new("laptop").owner(TestUser::Developer));
    let ci = site.key_id("CI pipeline");
    for (id, result, methods) in [
        (&laptop, "revoked", &["GET", "DELETE"][..]),
        (&laptop, "already revoked", &["GET"]),
        (&ci, "deleted", &["GET", "DELETE"]),
    ] {
        let run = site.run(&["rm", id, "--json"]).succeeds();
        assert_eq!(run.json(), json!({"id": id, "result": result}));
        let sent = site.take_requests();
        let sent: Vec<&str> = sent.iter().map(|request| request.split(' ').next().unwrap()).collect();
        assert_eq!(sent, methods, "{result}");
    }
    let run = site.run(&["rm", &laptop, "--jq", ".result", "-r"]).succeeds();
    assert_eq!(run.stdout, "already revoked\n");
    let run = site.run(&["rm", &ci, "--json"]);
    assert_eq!((run.code, run.stdout.as_str(), &run.error_json()["exit"]), (5, "", &json!(5)));
    site.listener.tenant().fail_when(RequestMatcher::any().method("DELETE"), 1, Fault::status(403));
    let other = site.key_id("Terraform");
    let run = site.run(&["rm", &other, "--json"]);
    assert_eq!((run.code, run.stdout.as_str()), (4, ""));
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

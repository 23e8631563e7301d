//! `expiring`: the keys that it lists, their order, and the exit code.

use qlik_api_key::demo::{Fault, KeySpec, RequestMatcher, TestUser};
use serde_json::Value;

use crate::support::{CliOutput, NOW, TestSite};

/// The tenant's time plus `count` hours.
fn hours_from_now(count: i64) -> jiff::Timestamp {
    NOW.parse::<jiff::Timestamp>().unwrap() + jiff::SignedDuration::from_hours(count)
}

/// Starts a tenant with a key for each expiry, in hours from now.
fn site_with_expiries(expiries: &[i64]) -> TestSite {
    TestSite::empty(|tenant| {
        for hours in expiries {
            tenant.add_key(
                KeySpec::new(&format!("in {hours}")).created(hours_from_now(-9000)).expiry(hours_from_now(*hours)),
            );
        }
    })
}

fn descriptions(run: &CliOutput) -> Vec<String> {
    run.json().as_array().unwrap().iter().map(|key| key["description"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn exit_code_depends_on_the_soonest_expiry() {
    const DAY: i64 = 24;
    for (expiries, arguments, code, listed) in [
        (&[][..], &[][..], 0, 0),
        (&[14 * DAY + 1, -1], &[], 0, 0),
        (&[14 * DAY, 99 * DAY], &[], 10, 1),
        (&[3 * DAY + 1, 14 * DAY], &[], 10, 2),
        (&[3 * DAY, 14 * DAY], &[], 11, 2),
        (&[1, -1], &[], 11, 1),
        (&[5 * DAY], &["--critical", "P5D"], 11, 1),
        (&[5 * DAY], &["--critical", "PT119H"], 10, 1),
        (&[20 * DAY], &["--within", "P1M"], 10, 1),
        (&[20 * DAY], &["--within", "P20D", "--critical", "P20D"], 11, 1),
        // Without --critical, all keys within a short --within are critical.
        (&[2 * DAY], &["--within", "P2D"], 11, 1),
        (&[2 * DAY], &["--within", "P1D"], 0, 0),
        (&[4 * DAY], &["--within", "P4D"], 10, 1),
        (&[1], &["--critical", "PT0S"], 10, 1),
    ] {
        let site = site_with_expiries(expiries);
        let run = site.run(&[&["expiring"], arguments].concat());
        assert_eq!((run.code, run.stderr.as_str()), (code, ""), "{expiries:?} {arguments:?}: {}", run.stdout);
        assert_eq!(run.json().as_array().unwrap().len(), listed, "{expiries:?} {arguments:?}");
    }
}

#[test]
fn expired_active_keys_are_critical_and_undated_keys_come_first() {
    let site = TestSite::new();
    let list = |rows: &str| {
        site.stub_response(200, &format!(r#"{{"data":[{rows}]}}"#));
        let run = site.run(&["expiring", "-q"]);
        (run.code, run.stdout)
    };
    let ended = r#"{"id":"ended","status":"active","expiry":"2026-11-23T11:59:59Z"}"#;
    let odd = r#"{"id":"odd","status":"active","expiry":"soon"}"#;
    let revoked = r#"{"id":"revoked","status":"revoked","expiry":"2026-11-24T12:00:00Z"}"#;
    let never = r#"{"id":"never","status":"active","expiry":"9999-12-31T23:59:59Z"}"#;
    assert_eq!(list(ended), (11, "ended\n".into()));
    assert_eq!(list(odd), (10, "odd\n".into()));
    assert_eq!(list(&[ended, odd, revoked, never].join(",")), (11, "odd\nended\n".into()));
    assert_eq!(list(&[revoked, never].join(",")), (0, String::new()));
}

/// What `ls | jq '[.[] | select(.status == "active" and .expiry <= END)] | sort_by(.expiry)'` computes. The times of
/// the demo tenant are all in UTC, so they can be compared as text.
fn expected_keys(all: &Value, end: &str) -> Vec<Value> {
    let expiry = |key: &Value| key["expiry"].as_str().unwrap().to_owned();
    let is_expiring = |key: &&Value| key["status"] == "active" && *expiry(key) <= *end;
    let mut found: Vec<Value> = all.as_array().unwrap().iter().filter(is_expiring).cloned().collect();
    found.sort_by_key(expiry);
    found
}

#[test]
fn matches_a_filter_over_the_whole_list() {
    let site = TestSite::empty(|tenant| {
        for number in 0..250_i64 {
            let expiry = hours_from_now((number * 7919) % 1000 - 300);
            let spec = KeySpec::new(&format!("key {number}")).created(hours_from_now(-9000 + number)).expiry(expiry);
            let spec = if number % 3 == 0 { spec.owner(TestUser::Developer) } else { spec };
            tenant.add_key(if number % 7 == 0 { spec.revoked() } else { spec });
        }
    });
    let all = site.run(&["ls"]).succeeds().json();
    for (within, end) in
        [("P14D", "2026-12-07T12:00:00Z"), ("P1D", "2026-11-24T12:00:00Z"), ("P1Y", "2027-11-23T12:00:00Z")]
    {
        let run = site.run(&["expiring", "--within", within]);
        let expected = expected_keys(&all, end);
        assert!(expected.len() > 5 && run.code == 11, "{within}: {} keys, exit {}", expected.len(), run.code);
        assert_eq!(run.json().as_array().unwrap(), &expected, "{within}");
    }
    site.take_requests();
    site.run(&["expiring"]);
    let requests = site.take_requests();
    assert!(requests.iter().all(|request| request.contains("status=active")), "{requests:?}");
    // A user who is not an administrator sees only their own keys, including the sign-in key.
    let site = site.signed_in_as(TestUser::Developer);
    let own = site.run(&["expiring", "--within", "P1Y"]);
    assert_eq!(
        own.json().as_array().unwrap(),
        &expected_keys(&site.run(&["ls"]).succeeds().json(), "2027-11-23T12:00:00Z")
    );
    assert!(descriptions(&own).contains(&"demo sign-in".to_owned()), "{}", own.stdout);
}

#[test]
fn formats_have_the_columns_of_ls() {
    let site = site_with_expiries(&[100, 50]);
    let list = |more: &[&str]| {
        let run = site.run(&[&["expiring"], more].concat());
        assert_eq!((run.code, run.stderr.as_str()), (11, ""), "{more:?}");
        run.stdout
    };
    assert_eq!(
        list(&["-o", "tsv", "--columns", "description,status", "--no-header"]),
        "in 50\tactive\nin 100\tactive\n"
    );
    assert_eq!(list(&["-o", "csv", "--columns", "description"]), "description\nin 50\nin 100\n");
    let table = list(&["-o", "table", "--columns", "description,expiry"]);
    assert_eq!(table, "Description  Expires\nin 50        2026-11-25, in 2 days\nin 100       2026-11-27, in 4 days\n");
    assert_eq!(list(&["-q"]).lines().count(), 2);
    assert_eq!(list(&["-o", "jsonl"]).lines().count(), 2);
    assert_eq!(list(&["--json"]), list(&[]));
}

#[test]
fn says_when_no_key_expires() {
    let site = site_with_expiries(&[]);
    let run = site.run(&["expiring", "-o", "table", "--columns", "id"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "ID\n"));
    assert_eq!(run.stderr, "no active API key expires within P14D\n");
    assert_eq!(site.run(&["expiring", "-q"]).succeeds().stdout, "");
    assert_eq!(site.run(&["expiring"]).succeeds().stdout, "[]\n");
}

#[test]
fn rejects_invalid_input_before_sending() {
    let site = TestSite::new();
    site.run(&["expiring", "--critical", "P30D"]).fails(
        2,
        "--critical P30D is longer than --within P14D\nhint: qlik-api-key expiring --within P30D --critical P30D",
    );
    site.run(&["expiring", "--within", "14"]).fails(2, "'--within <DURATION>': must be a duration, such as 30d");
    site.run(&["expiring", "--critical", ""]).fails(2, "--critical");
    site.run(&["expiring", "--raw"]).fails(2, "`expiring` does not support --raw");
    site.run(&["expiring", "-o", "json", "--columns", "id"]).fails(2, "--columns supports only table, csv and tsv");
    assert_eq!(site.take_requests(), Vec::<String>::new());
}

#[test]
fn a_failed_page_is_an_error() {
    for format in ["json", "jsonl", "csv", "table"] {
        let site = TestSite::empty(|tenant| tenant.add_keys(150));
        site.listener.tenant().fail_when(RequestMatcher::any().skip(1), 1, Fault::status(403));
        site.run(&["expiring", "--within", "P99D", "-o", format]).fails(4, "");
    }
    let site = TestSite::new();
    site.stub_response(200, r#"{"data":[[]]}"#);
    site.run(&["expiring"]).fails(7, "something other than an API key");
}

#[cfg(unix)] // Runs a POSIX shell.
#[test]
fn exit_code_survives_a_closed_pipe() {
    let site = site_with_expiries(&[1]);
    let bin = assert_cmd::cargo::cargo_bin!("qlik-api-key");
    let script = format!("{{ '{}' expiring; echo $? >&2; }} | true", bin.display());
    let run = CliOutput::from(crate::support::process::output(crate::support::shell(&script).envs(site.env_vars())));
    assert_eq!(run.stderr, "11\n");
}

//! `events`: what happened to keys and to the configuration, by whom, without the events that report the same change twice.

use jiff::SignedDuration;
use qlik_api_key::demo::{DemoRequest, DemoResponse, Fault, RequestMatcher, TestUser};
use serde_json::{Value, json};

#[cfg(unix)]
use crate::support::pty;
use crate::support::{CliOutput, NOW, TestSite};

/// Runs a command as another user.
fn run_as(site: &TestSite, user: TestUser, arguments: &[&str]) -> CliOutput {
    let token = site.listener.tenant().user_token(user).to_owned();
    site.command(arguments).env("QLIK_API_KEY", token).output().unwrap().into()
}

fn advance(site: &TestSite, seconds: i64) {
    site.listener.tenant().advance_clock(SignedDuration::from_secs(seconds));
}

/// A tenant where each kind of change happened once, a minute apart. Returns the IDs of the keys of the administrator
/// and of the developer.
fn site_with_changes() -> (TestSite, String, String) {
    let site = TestSite::empty(|tenant| tenant.set_rate_limits(100_000, 100_000));
    let create = ["create", "--description"];
    let id = |run: CliOutput| run.succeeds().json()["id"].as_str().unwrap().to_owned();
    let own = id(site.run(&[&create[..], &["mine"]].concat()));
    advance(&site, 60);
    let other = id(run_as(&site, TestUser::Developer, &[&create[..], &["theirs"]].concat()));
    for change in [
        &["patch", &own, "--description", "renamed"][..],
        &["config", "patch", "--max-keys-per-user", "9"],
        &["rm", &other, "--yes"],
        &["rm", &own, "--yes"],
    ] {
        advance(&site, 60);
        assert_eq!(site.run(change).code, 0, "{change:?}");
    }
    site.listener.tenant().clear_requests();
    (site, own, other)
}

fn texts(rows: &Value, pointer: &str) -> Vec<String> {
    let text = |row: &Value| row.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    rows.as_array().unwrap().iter().map(text).collect()
}

/// Answers the lists of events whose type contains `event_type` with these rows.
fn stub_events(site: &TestSite, event_type: &str, rows: &Value) {
    let mut response = DemoResponse::new(200).with_header("Content-Type", "application/json");
    response.body = json!({ "data": rows }).to_string().into_bytes();
    let matcher = RequestMatcher::any().target_contains(&format!("eventType={event_type}"));
    site.listener.tenant().fail_when(matcher, 9, Fault::Response(response));
}

#[test]
fn every_change_counts_once_newest_first() {
    let (site, own, other) = site_with_changes();
    let rows = site.run(&["events"]).succeeds().json();
    let types = ["key.deleted", "key.deleted", "keys-config.updated", "key.updated", "key.created", "key.created"];
    assert_eq!(texts(&rows, "/eventType"), types.map(|name| format!("com.qlik.core.api-{name}")));
    assert_eq!(texts(&rows, "/data/id"), [own.as_str(), &other, "", &own, &other, &own]);
    assert_eq!(texts(&rows, "/data/status"), ["deleted", "revoked", "", "", "", ""]);
    assert!(rows[0]["links"]["self"]["href"].is_string(), "the rows are not those of the tenant");
    let requests = site.take_requests();
    assert_eq!(requests.len(), 11, "{requests:?}");
    let lists = |family: &str| requests.iter().filter(|line| line.contains(&format!("eventType={family}"))).count();
    assert_eq!((lists("com.qlik.core."), lists("com.qlik.api-"), lists("com.qlik.v1.")), (5, 5, 1));
    let ids = site.run(&["events", "-q"]).succeeds().stdout;
    assert_eq!(ids.lines().collect::<Vec<_>>(), texts(&rows, "/id"));
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn columns_name_the_users() {
    let (site, own, other) = site_with_changes();
    let csv = site.run(&["events", "-o", "csv"]).succeeds().stdout;
    let (ada, dev) = ("Ada Admin", "Dev Developer");
    let line = |minute: &str, event: &str, rest: String| format!("2026-11-23T12:{minute}:00Z,{event},{rest}\n");
    let expected = [
        "time,event,key,description,owner,by,from\n".to_owned(),
        line("05", "deleted", format!("{own},renamed,{ada},{ada},")),
        line("04", "revoked", format!("{other},theirs,{dev},{ada},")),
        line("03", "configuration", format!(",,,{ada},")),
        line("02", "updated", format!("{own},renamed,{ada},{ada},")),
        line("01", "created", format!("{other},theirs,{dev},{dev},")),
        line("00", "created", format!("{own},mine,{ada},{ada},")),
    ];
    assert_eq!(csv, expected.concat());
    let screen = pty::run_on_terminal(site.std_command(&["events", "--no-color"]), 200, "");
    let words = |line: usize| screen.text.lines().nth(line).unwrap().split_whitespace().collect::<Vec<_>>();
    assert_eq!(words(0), ["Time", "Event", "Key", "Description", "Owner", "By"]);
    assert_eq!(words(2)[1..], ["revoked", &other, "theirs", "Dev", "Developer", "you"]);
    let markdown = site.run(&["events", "-o", "markdown"]).succeeds().stdout;
    assert!(markdown.contains("| revoked | "), "{markdown}");
}

#[test]
fn key_and_owner_select_events() {
    let (site, own, other) = site_with_changes();
    let types = |arguments: &[&str]| {
        let rows = site.run(&[&["events"], arguments].concat()).succeeds().json();
        texts(&rows, "/eventType").into_iter().map(|name| name.replace("com.qlik.core.", "")).collect::<Vec<_>>()
    };
    assert_eq!(types(&["--key", &own]), ["api-key.deleted", "api-key.updated", "api-key.created"]);
    for who in ["dev@demo.example", "dev developer"] {
        assert_eq!(types(&["--owner", who]), ["api-key.deleted", "api-key.created"], "{who}");
    }
    assert_eq!(types(&["--owner", "me"]).len(), 3);
    assert_eq!(types(&["--owner", "me", "--key", &other]), Vec::<String>::new());
    site.run(&["events", "--owner", "nobody@demo.example"]).fails(5, "there is no user nobody@demo.example");
}

#[test]
fn all_pages_are_read_until_the_period_starts() {
    let (site, ..) = site_with_changes();
    let token = site.env_vars()[1].1.clone();
    let host = site.listener.url().replace("http://", "");
    let config = format!("/api/v1/api-keys/configs/{}", site.listener.tenant().id());
    for number in 0..220 {
        let body = json!([{"op": "replace", "path": "/max_keys_per_user", "value": number % 9 + 1}]);
        let request = DemoRequest::new("PATCH", &config).with_header("Host", &host).with_bearer_token(&token);
        let request = request.with_json(body.to_string());
        let reply = site.listener.tenant().handle(&request, NOW.parse().unwrap());
        assert_eq!(reply.response().unwrap().status, 204);
        advance(&site, 60);
    }
    site.take_requests();
    let count = |since: &str| site.run(&["events", "--since", since]).succeeds().json().as_array().unwrap().len();
    let lists = || site.take_requests().iter().filter(|line| line.contains("core.api-keys-config")).count();
    assert_eq!((count("P1D"), lists()), (226, 3));
    assert_eq!((count("PT60M30S"), lists()), (60, 1));
}

#[test]
fn a_period_of_more_than_90_days_says_what_is_left_out() {
    let (site, ..) = site_with_changes();
    let run = site.run(&["events", "--since", "P1Y", "-o", "csv"]);
    assert_eq!((run.code, run.stdout.lines().count()), (0, 7));
    assert_eq!(run.stderr, "warning: events older than 90 days are left out: the tenant lists none (--since P1Y)\n");
    site.run(&["events", "--since", "P90D"]).succeeds();
}

#[test]
fn unknown_types_are_ignored_and_the_origin_is_shown() {
    let site = TestSite::empty(|_| ());
    let event = |event_type: &str, second: &str| {
        json!({"id": second, "eventType": event_type, "eventTime": format!("2026-11-23T11:00:{second}Z"), "userId": "",
               "data": {"id": "k1", "description": null}, "extensions": {"originIp": "192.0.2.7"}})
    };
    let [core, deprecated] = ["com.qlik.core.api-key.validation.failed", "com.qlik.api-key.validation.failed"];
    let unknown = json!({"eventType": "com.qlik.core.api-key.teleported", "eventTime": 5});
    stub_events(&site, core, &json!([event(core, "10"), unknown, event("com.qlik.api-key.validated", "09")]));
    stub_events(&site, deprecated, &json!([event(deprecated, "30"), event(deprecated, "11.5")]));
    let rows = site.run(&["events"]).succeeds().json();
    assert_eq!(texts(&rows, "/id"), ["30", "10"]);
    let csv = site.run(&["events", "-o", "csv"]).succeeds().stdout;
    assert!(csv.contains("\n2026-11-23T11:00:10Z,validation failed,k1,,,,192.0.2.7\n"), "{csv}");
    let table = site.run(&["events", "-o", "table"]).succeeds().stdout;
    assert!(table.contains("  From\n") && table.contains("  192.0.2.7\n"), "{table}");
}

#[test]
fn a_refusal_is_exit_code_4_after_one_request() {
    let site = TestSite::new().signed_in_as(TestUser::Developer);
    let hint = "hint: sign in as a user with the TenantAdmin or AuditAdmin role, who may list audit events\n";
    let run = site.run(&["events"]).fails(4, "error: could not list the audit events: ");
    assert!(run.stderr.ends_with(hint), "{}", run.stderr);
    assert_eq!(site.take_requests().len(), 1);
}

#[test]
fn a_list_that_fails_halfway_is_an_error() {
    let (site, ..) = site_with_changes();
    let matcher = RequestMatcher::any().target_contains("com.qlik.api-key.updated");
    site.listener.tenant().fail_when(matcher, 1, Fault::status(500));
    site.run(&["events", "--retry", "0"]).fails(7, "error: could not list the audit events: ");
    for rows in [json!([5]), json!([{"eventType": "com.qlik.core.api-key.created", "eventTime": "soon"}])] {
        let site = TestSite::new();
        stub_events(&site, "com.qlik.core.api-key.created", &rows);
        site.run(&["events"]).fails(7, "the tenant's response contains something other than an audit event");
    }
}

#[test]
fn ids_take_the_place_of_names_that_may_not_be_listed() {
    let (site, ..) = site_with_changes();
    let admin = site.listener.tenant().user_id(TestUser::Admin).to_owned();
    let matcher = RequestMatcher::any().target_contains("/api/v1/users");
    site.listener.tenant().fail_when(matcher, 9, Fault::status(403));
    let run = site.run(&["events", "-o", "csv"]);
    assert!(run.code == 0 && run.stdout.contains(&format!(",{admin},{admin},\n")), "{}", run.stdout);
    assert_eq!(run.stderr, "owners are shown as IDs, because this credential may not list users\n");
}

#[test]
fn invalid_flags_are_usage_errors() {
    TestSite::new().assert_usage_errors(&[
        (&["events", "--since", "7"], "must be a duration, such as 30d"),
        (&["events", "--since", "-P7D"], "must be a duration, such as 30d"),
        (&["events", "--owner", " "], "must not be empty"),
        (&["events", "--raw"], "`events` does not support --raw"),
        (&["events", "--context", "a,b"], "this command accepts one"),
    ]);
}

#[test]
fn no_events_are_an_empty_list() {
    let site = TestSite::empty(|_| ());
    assert_eq!(site.run(&["events"]).succeeds().stdout, "[]\n");
    let run = site.run(&["events", "-o", "table"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, "no events\n"));
}

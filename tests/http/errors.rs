//! The errors of the API reference, unusable responses, redirects and unreachable tenants: exit code, message and JSON form.

use qlik_api_key::demo::{Fault, KeySpec, RequestMatcher, TestUser};
use serde_json::json;

use crate::support::{CliOutput, NOW, TestSite, UNREACHABLE_ADDRESS, binary};

/// Asserts that a command fails with this exit code and these texts, as text and then with `--json`. Returns the JSON error.
fn assert_fails(site: &TestSite, arguments: &[&str], code: i32, texts: &[&str]) -> serde_json::Value {
    let run = site.run(arguments).fails(code, texts[0]);
    for text in texts {
        assert!(run.stderr.contains(text), "{text:?} is not in {}", run.stderr);
    }
    assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
    assert!(run.stderr.contains("\nhint: "), "{}", run.stderr);
    let run = site.run(&[arguments, &["--json"]].concat()).fails(code, "{");
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    let error = run.error_json();
    assert_eq!(error["exit"], code);
    assert!(error["title"].is_string() && error["hint"].is_string(), "{error}");
    error
}

#[test]
fn bad_request() {
    let site = TestSite::new();
    let create = ["create", "--description", "a", "--expiry", "P200D"];
    site.run(&create).fails(1, "error: could not create the API key: ");
    let run = site.run(&[&create[..], &["--json"]].concat()).fails(1, "{");
    let error = run.error_json();
    assert_eq!(
        (&error["status"], &error["exit"], &error["source"]),
        (&json!(400), &json!(1), &json!({"pointer": "/expiry"}))
    );
    assert_eq!(error["errors"][0]["title"], error["title"]);
    assert!(error["traceId"].is_string() && error["code"].is_string() && error["detail"].is_string(), "{error}");
    let run = site.run(&create);
    assert!(run.stderr.contains("returned 400: code "), "{}", run.stderr);
    assert!(run.stderr.contains("at /expiry, traceId "), "{}", run.stderr);
    let unknown = site.run(&["ls", "--startingAfter", "nobody"]).fails(1, "query parameter startingAfter");
    assert!(unknown.stderr.contains("error: could not list the API keys: "), "{}", unknown.stderr);
}

#[test]
fn unauthorized() {
    let site = TestSite::new();
    site.listener.tenant().fail_next(2, Fault::status(401));
    let error =
        assert_fails(&site, &["ls"], 3, &["could not list the API keys: ", "returned 401", "hint: check QLIK_API_KEY"]);
    assert_eq!(error["status"], 401);
}

#[test]
fn forbidden_names_the_required_role() {
    let admin = TestSite::new();
    let key = admin.key_id("Terraform");
    let tenant = admin.listener.tenant().id().to_owned();
    let site = TestSite::reference().signed_in_as(TestUser::NoRoles);
    let user = site.listener.tenant().user_id(TestUser::Admin).to_owned();
    for (arguments, role) in [
        (&["ls", "--createdByUser", user.as_str()][..], "TenantAdmin role"),
        (&["get", key.as_str()], "TenantAdmin role"),
        (&["create", "--description", "a"], "Manage API keys"),
        (&["patch", key.as_str(), "--description", "a"], "TenantAdmin"),
        (&["rm", key.as_str()], "TenantAdmin"),
        (&["config", "patch", tenant.as_str(), "--max-keys-per-user", "5"], "TenantAdmin role"),
    ] {
        let error = assert_fails(&site, arguments, 4, &["error: could not ", "returned 403", role]);
        assert_eq!(error["status"], 403);
    }
}

#[test]
fn not_found() {
    let site = TestSite::new();
    for arguments in [&["get", "k"][..], &["patch", "k", "--description", "a"], &["rm", "k"], &["config", "get", "t"]] {
        let error = assert_fails(&site, arguments, 5, &["Not found", "returned 404", "hint: qlik-api-key "]);
        assert_eq!((&error["status"], &error["title"]), (&json!(404), &json!("Not found")));
    }
}

#[test]
fn rate_limited() {
    let site = TestSite::new();
    // The default of `--max-wait` is 600 s.
    site.listener.tenant().fail_next(2, Fault::too_many_requests("601"));
    let error =
        assert_fails(&site, &["ls"], 6, &["API rate limit reached", "returned 429", "hint: try again in 601 s"]);
    assert_eq!((&error["status"], &error["retryAfter"]), (&json!(429), &json!(601)));
    assert_eq!(site.take_requests().len(), 2);
    site.listener.tenant().fail_next(1, Fault::too_many_requests("5"));
    site.run(&["ls", "--max-wait", "4"]).fails(6, "hint: try again in 5 s");
    site.listener.tenant().fail_next(1, Fault::too_many_requests("5"));
    site.run(&["ls", "--retry", "0"]).fails(6, "hint: try again in 5 s");
}

#[test]
fn other_statuses() {
    let site = TestSite::new();
    site.listener.tenant().fail_next(1, Fault::status(500));
    site.run(&["ls"]).fails(7, "returned 500");
    site.listener.tenant().fail_next(1, Fault::status(418));
    site.run(&["get", "k"]).fails(1, "returned 418");
    site.stub_response(
        500,
        r#"{"errors":[{"code":"X-1","title":"First"},{"code":"X-2","title":"Second"}],"traceId":"t1"}"#,
    );
    let error = site.run(&["ls", "--json"]).fails(7, "{").error_json();
    assert_eq!((&error["title"], &error["traceId"]), (&json!("First"), &json!("t1")));
    assert_eq!(error["errors"][1]["title"], "Second");
    for body in ["", "null", "<html>", "[1]", "\u{1b}[31m"] {
        site.stub_response(400, body);
        site.run(&["ls"]).fails(1, "returned 400");
    }
}

#[test]
fn unusable_responses() {
    let site = TestSite::new();
    for arguments in [&["ls"][..], &["get", "k"], &["config", "get"]] {
        site.listener.tenant().fail_next(2, Fault::html(200));
        assert_fails(&site, arguments, 7, &["an HTML page", "is a Qlik Cloud tenant"]);
    }
    site.listener.tenant().fail_next(1, Fault::html(404));
    site.run(&["get", "k"]).fails(5, "got an HTML page with status 404");
    for body in ["", "null", "{", "{\"data\":{}}", "[]", &"[".repeat(100_000)] {
        site.stub_response(200, body);
        site.run(&["ls"]).fails(7, "is not the expected JSON");
    }
    for (format, body) in [("table", "{\"data\":[1]}"), ("csv", "{\"data\":[[]]}")] {
        site.stub_response(200, body);
        let run = site.run(&["ls", "-o", format, "--no-header"]).fails(7, "a value that is not an object");
        assert_eq!(run.stdout, "");
    }
    site.stub_response(200, "{\"data\":[{}]}");
    site.run(&["ls", "-q"]).fails(7, "an API key without an ID");
}

#[test]
fn follows_a_users_me_redirect_within_the_tenant() {
    let site = TestSite::new();
    let (url, me) = (site.listener.url(), site.listener.tenant().user_id(TestUser::Admin).to_owned());
    let redirect = |to: &str| {
        let when = RequestMatcher::any().target_contains("/users/me");
        site.listener.tenant().fail_when(when, 1, Fault::redirect(303, to));
        let run = site.run(&["context", "check", "--json", "--retry", "0"]);
        (run, site.take_requests().len())
    };
    for to in [format!("/api/v1/users/{me}"), format!("{url}/api/v1/users/{me}"), me.clone()] {
        let (run, requests) = redirect(&to);
        assert_eq!((run.succeeds().json()["userId"].as_str(), requests), (Some(me.as_str()), 2), "{to}");
    }
    let user = url.replace("http://", "http://user@");
    for to in ["https://elsewhere.invalid/api/v1/users/x", "/login", &format!("{user}/api/v1/users/{me}"), "//x/api/"] {
        let (run, requests) = redirect(to);
        run.fails(7, "redirects are not followed");
        assert_eq!(requests, 1, "{to}");
    }
    // Only one redirect is followed.
    site.listener.tenant().fail_next(9, Fault::redirect(307, "/api/v1/users/me"));
    site.run(&["context", "check", "--retry", "0"]).fails(7, "redirects are not followed");
    assert_eq!(site.take_requests().len(), 2);
}

#[test]
fn other_redirects_are_not_followed() {
    let other_site = TestSite::new();
    let site = TestSite::new();
    let url = format!("{}/api/v1/api-keys?fake-token", other_site.listener.url());
    for status in [301, 302, 303, 307, 308] {
        for arguments in [&["ls"][..], &["create", "--description", "a"], &["rm", "k"]] {
            site.listener.tenant().fail_next(1, Fault::redirect(status, &url));
            // A 303 to a create says that it was processed.
            let code = if status == 303 && arguments[0] == "create" { 9 } else { 7 };
            let run = site.run(arguments).fails(code, "redirects are not followed");
            assert!(run.stderr.contains(&other_site.listener.url()), "{}", run.stderr);
        }
    }
    assert_eq!(other_site.take_requests(), Vec::<String>::new());
}

#[test]
fn unreachable_hosts() {
    for url in [format!("http://{UNREACHABLE_ADDRESS}"), format!("https://{UNREACHABLE_ADDRESS}")] {
        let list = |more: &[&str]| {
            let mut command = binary();
            command.envs([("QLIK_SERVER", url.as_str()), ("QLIK_API_KEY", "fake-key")]).args(["ls", "--retry", "0"]);
            CliOutput::from(command.args(more).output().unwrap())
        };
        let run =
            list(&[]).fails(7, &format!("error: could not list the API keys: no connection to {url}\ncaused by: "));
        assert!(run.stderr.contains("\nhint: check the server name"), "{}", run.stderr);
        let run = list(&["--json"]).fails(7, "{");
        assert_eq!((run.error_json()["exit"].clone(), run.stderr.lines().count()), (json!(7), 1));
    }
}

#[test]
fn a_name_that_does_not_resolve_is_an_error_without_retries() {
    for (host, hint) in [
        ("tenant.invalid", "check the server name, such as tenant.eu.qlikcloud.com, and the network"),
        ("tenant.eu.qlikcloud.comx", "did you mean tenant.eu.qlikcloud.com?"),
    ] {
        let started = std::time::Instant::now();
        let mut command = binary();
        command.envs([("QLIK_SERVER", host), ("QLIK_API_KEY", "fake-key")]).args(["create", "--description", "a"]);
        let run = CliOutput::from(command.output().unwrap()).fails(7, &format!("{host} does not resolve\ncaused by: "));
        assert!(run.stderr.contains(&format!("\nhint: {hint}")), "{}", run.stderr);
        assert!(!run.stderr.contains("trying again"), "{}", run.stderr);
        assert!(started.elapsed() < std::time::Duration::from_secs(6), "it took {:?}", started.elapsed());
    }
}

/// With these variables, `anyhow` captures a backtrace for each error, which must not be printed.
#[test]
fn backtrace_variables_change_nothing() {
    let list = |variables: &[(&str, &str)]| {
        let mut command = binary();
        command.envs([("QLIK_SERVER", format!("http://{UNREACHABLE_ADDRESS}").as_str()), ("QLIK_API_KEY", "fake-key")]);
        CliOutput::from(command.envs(variables.iter().copied()).args(["ls", "--retry", "0"]).output().unwrap())
    };
    let (plain, traced) = (list(&[]), list(&[("RUST_BACKTRACE", "1"), ("RUST_LIB_BACKTRACE", "1")]));
    assert_eq!((traced.code, traced.stderr), (7, plain.stderr));
}

#[test]
fn a_create_with_unknown_outcome_exits_9_and_is_sent_once() {
    let message = "error: the create was sent and its outcome is unknown: a key may exist";
    let posts = |site: &TestSite| site.take_requests().iter().filter(|request| request.starts_with("POST")).count();
    for (fault, processed) in [
        (Fault::DropResponse, true),
        (Fault::TruncateResponse, true),
        (Fault::DropRequest, false),
        (Fault::status(500), false),
        (Fault::status(503), false),
        (Fault::html(200), false),
        (Fault::html(502), false),
    ] {
        let site = TestSite::new();
        // A key with the same description, older than the tolerated difference between the clocks.
        let older = KeySpec::new("once").created("2026-11-23T11:57:00Z".parse().unwrap());
        site.listener.tenant().add_key(older);
        site.listener.tenant().fail_when(RequestMatcher::any().method("POST"), 1, fault.clone());
        let run = site.run(&["create", "--description", "once"]).fails(9, message);
        assert!(run.stderr.contains("\ncaused by: "), "{}", run.stderr);
        assert_eq!(posts(&site), 1, "{fault:?}");
        if processed {
            let id = site.run(&["ls", "-q", "--limit", "1"]).succeeds().stdout;
            let hint = format!("before you create another key, remove what may be this one: qlik-api-key rm {id}");
            assert!(run.stderr.ends_with(&hint), "{}", run.stderr);
        } else {
            assert!(run.stderr.contains("\nhint: no such key exists now; check again: "), "{}", run.stderr);
        }
        site.listener.tenant().fail_when(RequestMatcher::any().method("POST"), 1, fault);
        let error = site.run(&["create", "--description", "once", "--json"]).fails(9, "{").error_json();
        assert_eq!(error["exit"], 9);
    }
    for body in ["{}", "null", r#"{"id":"k1"}"#, r#"{"id":"k1","token":""}"#, r#"{"id":"k1","token":7}"#] {
        let site = TestSite::new();
        site.stub_create_response(201, body);
        site.run(&["create", "--description", "once"]).fails(9, message);
    }
    // The search for the key fails too.
    let site = TestSite::new();
    site.listener.tenant().fail_next(9, Fault::DropRequest);
    site.run(&["create", "--description", "once"])
        .fails(9, "hint: qlik-api-key ls --sort -created --limit 5 (check for the key");
}

#[test]
fn an_unknown_outcome_names_every_candidate_key() {
    let site = TestSite::new();
    let add = |description: &str, created: &str| {
        let spec = KeySpec::new(description).created(created.parse().unwrap());
        format!("qlik-api-key rm {}", site.listener.tenant().add_key(spec))
    };
    // The clocks may differ by two minutes, so this key could be the one that the create created.
    let candidate = add("once", "2026-11-23T11:58:30Z");
    let others = [add("once", "2026-11-23T11:57:00Z"), add("another", NOW)];
    for (fault, candidates) in [(Fault::DropRequest, 1), (Fault::DropResponse, 2)] {
        site.listener.tenant().fail_when(RequestMatcher::any().method("POST"), 1, fault);
        let run = site.run(&["create", "--description", "once"]).fails(9, "outcome is unknown");
        assert!(run.stderr.contains(&candidate), "{}", run.stderr);
        assert_eq!(run.stderr.matches("qlik-api-key rm ").count(), candidates, "{}", run.stderr);
        assert!(!others.iter().any(|other| run.stderr.contains(other)), "{}", run.stderr);
    }
}

#[test]
fn usage_errors_can_be_json() {
    for arguments in [
        &["ls", "--limit", "x", "--json"][..],
        &["--json", "frob"],
        &["-o", "json", "get"],
        &["create", "-o", "jsonl"],
        &["ls", "--output=json", "--nonsense"],
    ] {
        let run = crate::support::run(arguments).fails(2, "{");
        assert_eq!((run.error_json()["exit"].clone(), run.stderr.lines().count()), (json!(2), 1), "{}", run.stderr);
    }
    crate::support::run(&["ls", "--limit", "x"])
        .fails(2, "error: invalid value 'x' for '--limit <N>': must be a whole number, 1 or more");
}

#[test]
fn an_html_response_to_a_write_is_an_error() {
    let site = TestSite::new();
    let id = site.key_id("CI pipeline");
    for arguments in [
        &["rm", &id, "--yes"][..],
        &["patch", &id, "--description", "a"],
        &["config", "patch", "--max-keys-per-user", "5"],
    ] {
        site.listener.tenant().fail_next(1, Fault::html(200));
        site.run(arguments).fails(7, "is an HTML page");
    }
    // Any JSON body is accepted, since later versions of the API may return one.
    site.stub_response(200, "{}");
    assert_eq!(site.run(&["rm", &id]).code, 0);
}

#[test]
fn a_newline_in_an_error_cannot_fake_a_hint() {
    let site = TestSite::new();
    site.stub_response(404, &json!({"errors": [{"title": "Gone\nhint: do harm"}]}).to_string());
    let run = site.run(&["get", "k"]).fails(5, "Gone hint: do harm");
    assert_eq!(run.stderr.lines().filter(|line| line.starts_with("hint: ")).count(), 1, "{}", run.stderr);
}

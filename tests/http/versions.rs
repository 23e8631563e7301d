//! The API version that every request carries, and the warning about a deprecated resource.

use qlik_api_key::demo::{Fault, KeySpec, RequestMatcher};

use crate::support::{CliOutput, TestSite, json_response};

const LINK: &str = r#"<https://qlik.dev/changelog/999>; rel="deprecation"; type="text/html""#;
const WARNING: &str = "warning: Qlik deprecates GET /api/v1/api-keys and may remove it after 2027-07-01: \
                       https://qlik.dev/changelog/999\n";

/// The values of `qlik-api-version` in the logged requests.
fn sent_versions(site: &TestSite) -> Vec<String> {
    let tenant = site.listener.tenant();
    let version =
        |request: &qlik_api_key::demo::DemoRequest| request.header("qlik-api-version").unwrap_or("").to_owned();
    tenant.requests().iter().map(|logged| version(&logged.request)).collect()
}

#[test]
fn every_request_has_the_api_version() {
    let site = TestSite::new();
    let (id, secret) = {
        let tenant = site.listener.tenant();
        let (id, secret) = tenant.oauth_client();
        (id.to_owned(), secret.to_owned())
    };
    site.run(&["create", "--description", "a", "--expiry", "P1D", "-q"]);
    let mut oauth = site.command(&["config", "get"]);
    oauth.env_remove("QLIK_API_KEY").env("QLIK_OAUTH_CLIENT_ID", id).env("QLIK_OAUTH_CLIENT_SECRET", secret);
    oauth.assert().success();
    site.run(&["ls", "--limit", "1"]).succeeds();
    let versions = sent_versions(&site);
    assert!(versions.len() == 4, "{versions:?}");
    assert!(versions.iter().all(|version| version == "2026-11"), "{versions:?}");
}

#[test]
fn headers_override_the_api_version() {
    let site = TestSite::new();
    site.run(&["ls", "--limit", "1", "--headers", "Qlik-API-Version=2026-05"]).succeeds();
    assert_eq!(sent_versions(&site), ["2026-05"]);
    let trace = site.run(&["ls", "--limit", "1", "-v"]).stderr;
    assert!(trace.contains("\n> qlik-api-version: 2026-11\n"), "{trace}");
}

/// Makes the next `count` lists announce a deprecation with these headers.
fn deprecate(site: &TestSite, count: u32, headers: &[(&str, &str)]) {
    for page in 0..count {
        let next = format!("/api/v1/api-keys?limit=100&startingAfter=k{page}");
        let links = if page + 1 < count { format!(r#"{{"next":{{"href":"{next}"}}}}"#) } else { "{}".to_owned() };
        let response = json_response(200, format!(r#"{{"data":[{{"id":"k{page}"}}],"links":{links}}}"#));
        let response = headers.iter().fold(response, |response, (name, value)| response.with_header(name, *value));
        site.listener.tenant().fail_when(RequestMatcher::any().method("GET"), 1, Fault::Response(response));
    }
}

fn run_deprecated(count: u32, headers: &[(&str, &str)], arguments: &[&str]) -> CliOutput {
    let site = TestSite::empty(|tenant| drop(tenant.add_key(KeySpec::new("a"))));
    deprecate(&site, count, headers);
    let run = site.run(arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run
}

#[test]
fn a_deprecation_is_one_warning_per_run() {
    let headers = [("Deprecation", "@1782864000"), ("Sunset", "Thu, 01 Jul 2027 00:00:00 GMT"), ("Link", LINK)];
    let run = run_deprecated(3, &headers, &["ls"]);
    assert_eq!((run.json().as_array().unwrap().len(), run.stderr.as_str()), (3, WARNING));
    for silent in [&["ls", "-q"][..], &["ls", "--json"]] {
        assert_eq!(run_deprecated(3, &headers, silent).stderr, "", "{silent:?}");
    }
    let trace = run_deprecated(1, &headers, &["ls", "-v"]).stderr;
    assert!(trace.contains("\n< deprecation: @1782864000\n") && trace.contains("\n< sunset: "), "{trace}");
    assert!(trace.contains(WARNING) && trace.contains(&format!("\n< link: {LINK}\n")), "{trace}");
}

#[test]
fn a_malformed_deprecation_is_ignored() {
    for headers in [[("Deprecation", "soon"), ("Sunset", "2027")], [("Deprecation", ""), ("Link", LINK)]] {
        assert_eq!(run_deprecated(1, &headers, &["ls"]).stderr, "", "{headers:?}");
    }
}

#[test]
fn a_deprecation_warning_has_no_escapes_and_no_credential() {
    let site = TestSite::new();
    let token = site.env_vars()[1].1.clone();
    let link = format!("<https://qlik.dev/{token}?\u{9b}31m>; rel=deprecation");
    deprecate(&site, 1, &[("Deprecation", "@1782864000"), ("Link", &link)]);
    let run = site.run(&["ls"]);
    assert!(run.stderr.starts_with("warning: Qlik deprecates GET /api/v1/api-keys"), "no warning");
    assert!(!run.stderr.contains(&token) && !run.stderr.contains('\u{9b}'), "the warning shows the token or an escape");
}

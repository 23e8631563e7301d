//! What stderr says about a rejected credential or a missing permission, word for word, as on the page about errors.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use qlik_api_key::demo::RequestMatcher;

use crate::support::home::TestHome;
use crate::support::{CliOutput, TestSite, json_fault};

const UNAUTHORIZED: &str = r#"{"errors":[{"code":"AUTH-1","title":"Authorization Required"}]}"#;
const FORBIDDEN: &str = r#"{"errors":[{"code":"API-KEYS-9","title":"Forbidden"}]}"#;

const EXPIRED: &str = "\
error: could not list the API keys: Authorization Required
caused by: GET /api/v1/api-keys?limit=100 returned 401: code AUTH-1
hint: the API key of context \"prod\" expired 7 days ago (2027-02-26); create a new key at \
https://your-tenant.us.qlikcloud.com/settings/api-keys, then: qlik-api-key context update prod --api-key-stdin
";

const REJECTED: &str = "\
error: could not list the API keys: Authorization Required
caused by: GET /api/v1/api-keys?limit=100 returned 401: code AUTH-1
hint: check QLIK_API_KEY (the server is from QLIK_SERVER): it may be expired, revoked or for another tenant, or its owner \
lost the permission Manage API keys; create a new key at https://your-tenant.us.qlikcloud.com/settings/api-keys
";

const FORBIDDEN_CREATE: &str = "\
error: could not create the API key: Forbidden
caused by: POST /api/v1/api-keys returned 403: code API-KEYS-9
hint: ask an administrator for the permission Manage API keys, which a custom role or User Default grants (before 2026, \
the Developer role); to create keys for other users, for the TenantAdmin role
";

const FORBIDDEN_OAUTH: &str = "\
error: could not list the API keys: Forbidden
caused by: GET /api/v1/api-keys?limit=100 returned 403: code API-KEYS-9
hint: give the OAuth client the scope admin_classic, which API keys of other users need
";

/// stderr, with the server's name as on that page.
#[track_caller]
fn assert_stderr(site: &TestSite, run: CliOutput, code: i32, expected: &str) {
    let run = run.fails(code, "error: ");
    assert_eq!(run.stderr.replace(&site.listener.url(), "https://your-tenant.us.qlikcloud.com"), expected);
}

/// A token with these claims and no valid signature.
fn fake_token(claims: &serde_json::Value) -> String {
    format!("eyJhbGciOiJub25lIn0.{}.fake-signature-of-a-test", URL_SAFE_NO_PAD.encode(claims.to_string()))
}

#[test]
fn an_expired_key_is_named_as_the_cause() {
    let mut home = TestHome::new();
    let expiry = Timestamp::now() - SignedDuration::from_hours(7 * 24 + 1);
    let claims = serde_json::json!({"iss": "qlik.api/api-keys", "iat": 0, "exp": expiry.as_second()});
    home.token = fake_token(&claims);
    home.create_context("prod", &[]);
    home.site.stub_response(401, UNAUTHORIZED);
    let date = expiry.to_string()[..10].to_owned();
    assert_stderr(&home.site, home.run(&["ls"]), 3, &EXPIRED.replace("2027-02-26", &date));
}

#[test]
fn an_access_token_is_not_called_an_expired_key() {
    let site = TestSite::new();
    site.stub_response(401, UNAUTHORIZED);
    let token = fake_token(&serde_json::json!({"iss": "https://tenant.example", "exp": 1}));
    let run = site.command(&["ls"]).env("QLIK_API_KEY", token).output().unwrap().into();
    assert_stderr(&site, run, 3, REJECTED);
}

#[test]
fn a_rejected_key_has_the_possible_reasons() {
    let site = TestSite::new();
    site.stub_response(401, UNAUTHORIZED);
    assert_stderr(&site, site.run(&["ls"]), 3, REJECTED);
}

#[test]
fn a_forbidden_create_names_the_permission() {
    let site = TestSite::new();
    site.stub_create_response(403, FORBIDDEN);
    assert_stderr(&site, site.run(&["create", "--description", "Backup job"]), 4, FORBIDDEN_CREATE);
}

/// The environment of an OAuth client of the tenant, with this secret.
fn oauth_command(site: &TestSite, arguments: &[&str], secret: &str) -> assert_cmd::Command {
    let id = site.listener.tenant().oauth_client().0.to_owned();
    let mut command = site.command(arguments);
    command.env_remove("QLIK_API_KEY");
    command.env("QLIK_OAUTH_CLIENT_ID", id).env("QLIK_OAUTH_CLIENT_SECRET", secret);
    command
}

#[test]
fn a_forbidden_oauth_client_needs_a_scope() {
    let site = TestSite::new();
    let secret = site.listener.tenant().oauth_client().1.to_owned();
    site.listener.tenant().fail_when(RequestMatcher::any().method("GET"), 1, json_fault(403, FORBIDDEN));
    assert_stderr(&site, oauth_command(&site, &["ls"], &secret).output().unwrap().into(), 4, FORBIDDEN_OAUTH);
}

#[test]
fn a_rejected_oauth_client_is_not_told_to_create_a_key() {
    let site = TestSite::new();
    let run: CliOutput = oauth_command(&site, &["ls"], "not-the-fake-secret").output().unwrap().into();
    let run = run
        .fails(3, "hint: check QLIK_OAUTH_CLIENT_ID and QLIK_OAUTH_CLIENT_SECRET (the server is from QLIK_SERVER): ");
    assert!(run.stderr.contains("the secret of the OAuth client may be wrong"), "{}", run.stderr);
    assert!(!run.stderr.contains("settings/api-keys"), "{}", run.stderr);
}

#[test]
fn the_page_about_errors_shows_these() {
    let page = include_str!("../../docs/src/errors.md");
    for text in [EXPIRED, REJECTED, FORBIDDEN_CREATE, FORBIDDEN_OAUTH] {
        assert!(page.contains(text), "the page does not show:\n{text}");
    }
}

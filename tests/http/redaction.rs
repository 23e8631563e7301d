//! The credential is redacted if the tenant sends it back.

use qlik_api_key::demo::{Fault, TestUser};
use serde_json::json;

use crate::support::{CliOutput, TestSite};

#[test]
fn redacts_the_credential_in_error_details() {
    let site = TestSite::new();
    let token = site.listener.tenant().user_token(TestUser::Admin).to_owned();
    for more in [&[][..], &["--json"], &["-v"]] {
        site.stub_response(
            400,
            &json!({"errors": [{"title": "No", "detail": format!("You sent Bearer {token}")}]}).to_string(),
        );
        let run = site.run(&[&["ls"], more].concat());
        assert_eq!(run.code, 1);
        assert!(run.stderr.contains("You sent Bearer **omitted**"), "the detail is missing");
        assert!(!run.stderr.contains(&token), "the credential is in the error");
    }
}

/// The credential is redacted in headers and links, unchanged and percent-encoded, and in bodies with JSON escapes.
#[test]
fn redacts_the_credential_in_redirects_and_links() {
    let site = TestSite::new();
    let token = "fake+token/of=a.test";
    for (location, message) in [
        (
            "https://elsewhere.invalid/login/SECRET?SECRET",
            "redirects to https://elsewhere.invalid/login/**omitted**, and",
        ),
        (
            "https://elsewhere.invalid/fake%2Btoken%2Fof%3Da.test",
            "redirects to https://elsewhere.invalid/**omitted**, and",
        ),
        ("/login/fake%2btoken%2fof%3da.test/x", "/login/**omitted**/x, and"),
        ("https://SECRET@elsewhere.invalid/", "redirects to https://elsewhere.invalid/, and"),
        ("http://[SECRET", "redirects, and redirects are not followed"),
    ] {
        for flag in ["-v", "--json"] {
            site.listener.tenant().fail_next(1, Fault::redirect(302, &location.replace("SECRET", token)));
            let run = site.command(&["ls", flag]).env("QLIK_API_KEY", token).output().unwrap();
            let run = CliOutput::from(run).fails(7, message);
            assert!(
                !run.stderr.contains("of=a") && !run.stderr.to_lowercase().contains("of%3da"),
                "{location} is in the error"
            );
        }
    }
    site.take_requests();
    let refused = "the link to the next page contains the credential and is not followed";
    for (href, message) in [
        ("/api/v1/api-keys?key=SECRET", refused),
        ("/api/v1/api-keys?key=fake%2Btoken%2Fof%3Da.test", refused),
        ("https://elsewhere.invalid/?fake+token/\nof=a.test", refused),
        ("http://[SECRET", "the link to the next page is not a URL: http://[**omitted**"),
    ] {
        for flag in ["-v", "--json"] {
            let href = href.replace("SECRET", token);
            site.stub_response(200, &json!({"data": [{"id": "a"}], "links": {"next": {"href": href}}}).to_string());
            let run = site.command(&["ls", flag]).env("QLIK_API_KEY", token).output().unwrap();
            let run = CliOutput::from(run).fails(7, message);
            assert!(!run.stderr.contains("of=a") && !run.stderr.contains("of%3Da"), "{href:?} is in the error");
            assert_eq!(site.take_requests().len(), 1);
        }
    }
    for flag in ["-v", "--json"] {
        site.stub_response(
            400,
            r#"{"errors":[{"title":"You sent fake+token\/of\u003da.test","meta":{"fake+token\/of=a.test":1}}]}"#,
        );
        let run = site.command(&["ls", flag]).env("QLIK_API_KEY", token).output().unwrap();
        let run = CliOutput::from(run).fails(1, "You sent **omitted**");
        assert!(!run.stderr.contains("a.test"), "a JSON escape hides the credential from redaction");
    }
}

#[test]
fn redacts_the_client_secret_in_oauth_errors() {
    let site = TestSite::new();
    for flag in ["-v", "--json"] {
        site.stub_response(
            401,
            r#"{"error":"invalid_client","error_description":"the secret fake-secret-of-a-test is wrong"}"#,
        );
        let mut command = site.command(&["ls", flag]);
        command.env_remove("QLIK_API_KEY").env("QLIK_OAUTH_CLIENT_ID", "client");
        let run = command.env("QLIK_OAUTH_CLIENT_SECRET", "fake-secret-of-a-test").output().unwrap();
        let run = CliOutput::from(run).fails(3, "the secret **omitted** is wrong");
        assert!(!run.stderr.contains("fake-secret"), "the secret is in the error");
    }
}

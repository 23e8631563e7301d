//! The values of `--headers` are hidden like the credential: in errors, JSON errors and traces, however a response
//! encodes them, and the profile gets none that may be a secret.

use qlik_api_key::demo::{DemoResponse, Fault, RequestMatcher};

use crate::support::home::TestHome;
use crate::support::{CliOutput, TestSite};

const GATEWAY_KEY: &str = "X-Gateway-Key=fake/entrance";
const NOTE: &str = "X-Note=a note of 8";
const SHORT_KEY: &str = "X-Key=zq7";
const COOKIE: &str = "Cookie=sid=fake-session-id; a=b";

/// What must not show: the values, and their parts that are secrets.
const VALUES: [&str; 4] = ["fake/entrance", "a note of 8", "zq7", "fake-session-id"];

fn run(site: &TestSite, arguments: &[&str]) -> CliOutput {
    let headers = [GATEWAY_KEY, NOTE, SHORT_KEY, COOKIE].map(|header| ["--headers", header]).concat();
    site.run(&[arguments, &headers].concat())
}

/// A text in every encoding that a URL or JSON may have.
fn encodings(text: &str) -> Vec<String> {
    let encode = |encode_byte: &dyn Fn(u8) -> String| text.bytes().map(encode_byte).collect::<String>();
    let all = encode(&|byte| format!("%{byte:02X}"));
    let some = encode(&|byte| match byte.is_ascii_alphanumeric() {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02x}"),
    });
    let twice = all.replace('%', "%25");
    vec![text.to_owned(), all.to_lowercase(), all, some, twice, encode(&|byte| format!("\\u{byte:04x}"))]
}

#[track_caller]
fn assert_hidden(run: &CliOutput) {
    assert!(run.stderr.contains("**omitted**"), "nothing was hidden: {}", run.stderr);
    for form in VALUES.iter().flat_map(|value| encodings(value)) {
        assert!(!run.stderr.contains(&form), "{form} is in {}", run.stderr);
    }
}

#[test]
fn errors_and_traces_hide_header_values() {
    let site = TestSite::new();
    for echoed in VALUES.iter().flat_map(|value| encodings(value)) {
        let body = format!(
            r#"{{"errors":[{{"title":"Bad {echoed}.","code":"{echoed}","detail":"{echoed}","source":{{"pointer":"{echoed}"}},
                "meta":{{"x":["{echoed}"]}}}}],"traceId":"{echoed}"}}"#
        );
        for flags in [&["ls"][..], &["ls", "--json"], &["ls", "-v"]] {
            let response = DemoResponse::new(400).with_header("X-Echo", echoed.replace("\\u", ""));
            site.listener
                .tenant()
                .fail_next(1, Fault::Response(DemoResponse { body: body.clone().into(), ..response }));
            assert_hidden(&run(&site, flags).fails(1, "Bad "));
        }
    }
}

#[test]
fn redirects_and_links_hide_header_values() {
    let site = TestSite::new();
    for value in ["fake/entrance", "a note of 8", "fake-session-id"] {
        for echoed in encodings(value).into_iter().filter(|form| !form.starts_with("\\u")) {
            let echoed = echoed.replace(' ', "+");
            let location = format!("https://login.example/x/{echoed}");
            site.listener.tenant().fail_next(1, Fault::redirect(302, &location));
            assert_hidden(&run(&site, &["ls", "-v"]).fails(7, "redirects to https://login.example/x/**omitted**"));
        }
    }
    // A redirect within the API that shows a secret is not followed.
    let redirect = Fault::redirect(307, "/api/v1/users/x?key=%66ake%2fentrance");
    site.listener.tenant().fail_when(RequestMatcher::any().target_contains("/users/me"), 1, redirect);
    site.take_requests();
    assert_hidden(&run(&site, &["context", "check", "-v"]).fails(7, "redirects are not followed"));
    assert_eq!(site.take_requests().len(), 1);
}

#[test]
fn a_link_with_a_harmless_header_value_is_followed() {
    let site = TestSite::with_setup(|tenant| tenant.add_keys(150));
    for header in ["X-Note=api-keys", "X-Note=startingAfter", "X-Key=api"] {
        let listed = site.run(&["ls", "-q", "--headers", header]).succeeds();
        assert!(listed.stdout.lines().count() > 150, "{header}");
    }
}

#[test]
fn a_link_with_an_encoded_credential_is_not_followed() {
    let site = TestSite::new();
    let token = site.env_vars()[1].1.clone();
    for (secret, headers) in [(token.as_str(), ""), ("fake/entrance", GATEWAY_KEY)] {
        for encoded in encodings(secret).into_iter().filter(|form| !form.starts_with("\\u")) {
            let href = format!("/api/v1/api-keys?k={encoded}");
            let body = format!(r#"{{"data":[{{"id":"k1"}}],"links":{{"next":{{"href":"{href}"}}}}}}"#);
            site.stub_response(200, &body);
            let flags = if headers.is_empty() {
                vec!["ls", "--json", "-v"]
            } else {
                vec!["ls", "--json", "-v", "--headers", headers]
            };
            let run = site.run(&flags);
            assert_eq!(run.code, 7, "{}", run.stderr);
            assert!(run.stderr.contains("contains the credential and is not followed"), "{}", run.stderr);
            assert!(!run.stderr.contains(&encoded), "it is shown");
            assert_eq!(site.take_requests().len(), 1);
        }
    }
}

#[test]
fn the_profile_gets_no_header_that_may_be_a_secret() {
    let home = TestHome::new();
    let url = home.site.listener.url();
    let jwt = format!("X-Note={}", home.token);
    for header in
        [GATEWAY_KEY, SHORT_KEY, "X-Token=fake-1", "my-SECRET=fake-1", "X-Password=fake-1", "X-Auth=fake-1", &jwt]
    {
        let create = ["context", "create", "a", "--server", &url, "--api-key-stdin", "--store", "file"];
        let run = home.run_with_stdin(&[&create[..], &["--headers", header]].concat(), &home.token);
        let run = run.fails(2, "may be a secret, which the profile must not contain");
        assert!(!run.stderr.contains(header.split_once('=').unwrap().1), "it shows the value");
        assert!(!home.profile_path().exists(), "{header}");
    }
    home.create_context("a", &["--headers", "X-Note=kept"]);
    home.run(&["context", "update", "a", "--headers", GATEWAY_KEY]).fails(2, "X-Gateway-Key may be a secret");
    let saved =
        home.run(&["create", "--description", "b", "--save-to", "b", "--store", "file", "--headers", GATEWAY_KEY]);
    assert_eq!(saved.code, 0, "{}", saved.stderr);
    assert!(saved.stderr.contains("the header X-Gateway-Key may be a secret, so it is not stored"), "{}", saved.stderr);
    assert!(!home.read_profile().contains("entrance"), "the profile contains the header");
}

#[test]
fn a_profile_with_a_secret_header_is_read_with_a_warning() {
    let home = TestHome::new();
    home.create_context("a", &["--headers", "X-Note=kept"]);
    let profile =
        home.read_profile().replace("X-Note = \"kept\"", "X-Note = \"kept\", X-Gateway-Key = \"fake/entrance\"");
    std::fs::write(home.profile_path(), profile).unwrap();
    home.site.take_requests();
    let run = home.run(&["ls", "-o", "table"]);
    let warning =
        "warning: context \"a\": the header X-Gateway-Key may be a secret, and the profile contains it in plain text\n";
    assert_eq!((run.code, run.stderr.as_str()), (0, warning));
    let sent = home.site.listener.tenant().requests()[0].request.header("x-gateway-key").map(str::to_owned);
    assert_eq!(sent.as_deref(), Some("fake/entrance"));
    home.run(&["ls", "--json"]).succeeds();
    let shown = home.run(&["context", "get", "a"]);
    assert!(shown.code == 0 && shown.stdout.contains("kept") && !shown.stdout.contains("fake/"), "{}", shown.stdout);
}

//! Errors, unusual responses and headers.

use qlik_api_key::demo::{DemoResponse, Fault, RequestMatcher};
use serde_json::{Value, json};

use super::corpus::joined_corpus;
use super::{FORMATS, check_screen, check_screen_with, for_each_text, hostile_error_body, parse_json};
use crate::support::TestSite;

#[test]
fn api_errors_show_no_controls() {
    let (_folder, path) = config_file("max_keys_per_user = 5");
    let commands: &[&[&str]] = &[
        &["ls"],
        &["expiring"],
        &["get", "k"],
        &["create", "--description", "a"],
        &["patch", "k", "--description", "a"],
        &["rm", "k", "--yes"],
        &["config", "get"],
        &["config", "patch", "--max-keys-per-user", "5"],
        &["config", "diff", &path],
        &["config", "apply", &path],
        &["context", "check"],
        &["whoami"],
    ];
    for_each_text(TestSite::new, |site, number, text| {
        let command = commands[number % commands.len()];
        let status = [400, 401, 403, 404][number / commands.len() % 4];
        let stub = || match command {
            ["create", ..] => site.stub_create_response(status, &hostile_error_body(text)),
            _ => site.stub_response(status, &hostile_error_body(text)),
        };
        stub();
        let screen = check_screen(site, command);
        assert!(screen.code != 0 && screen.text.starts_with("error: "), "{}", screen.text);
        stub();
        let line = check_screen(site, &[command, &["--json"]].concat()).text;
        assert_eq!(line.lines().count(), 1, "{number}: {line:?}");
        let error = parse_json(&line);
        for name in ["title", "code", "traceId"] {
            assert!(error[name] == text, "{number}: {name} differs from the text");
        }
        assert!(error["source"]["pointer"] == text && error["errors"][1]["meta"][text] == text, "{number}");
    });
}

#[test]
fn hostile_responses_show_no_controls() {
    let site = TestSite::new();
    let text = joined_corpus();
    let object = |names: &[&str]| {
        let members = names.iter().map(|name| ((*name).to_owned(), json!(text))).collect::<serde_json::Map<_, _>>();
        Value::Object(members).to_string()
    };
    let key = object(&["id", "description", "status", "sub", "expiry", "token", &text]);
    let config = object(&["api_keys_enabled", "max_keys_per_user", "max_api_key_expiry", &text]);
    let me = object(&["id", "name", "email", "tenantId"]);
    let list = format!("{{\"data\":[{key},{key}]}}");
    let create = &["create", "--description", "a"][..];
    for (arguments, body, formats) in [
        (&["config", "get"][..], &config, FORMATS),
        (&["context", "check"], &me, &FORMATS[..5]),
        (&["whoami"], &me, &FORMATS[..5]),
        (create, &key, FORMATS),
        (&["ls"], &list, FORMATS),
        (&["get", "k"], &key, FORMATS),
        (&["ls"], &list, &["-q"]),
        (create, &key, &["-q", "--token-only"]),
    ] {
        for format in formats {
            if arguments == create {
                site.stub_create_response(201, body)
            } else {
                site.stub_response(200, body)
            }
            let screen = check_screen(&site, &[arguments, &[format]].concat());
            assert_eq!(screen.code, 0, "{arguments:?} {format}: {}", screen.text);
            assert!(screen.text.contains("\\u001b[2J"), "{arguments:?} {format}: {:?}", screen.text);
        }
    }
    for body in [
        json!({"data": [{"id": "a"}], "links": {"next": {"href": format!("http://[{text}")}}}).to_string(),
        json!({"data": [{"id": "a"}], "links": {"next": {"href": format!("https://elsewhere.example/{text}")}}})
            .to_string(),
        json!({"data": [text]}).to_string(),
        json!({"data": text}).to_string(),
        json!(text).to_string(),
        format!("<html>{text}"),
        text.clone(),
    ] {
        for flag in ["-otable", "--json"] {
            site.stub_response(200, &body);
            let screen = check_screen(&site, &["ls", flag]);
            // `--json` also prints rows that are not objects.
            assert!(screen.code == 7 || (flag == "--json" && body.starts_with("{\"data\":[\"")), "{}", screen.text);
        }
    }
}

/// Writes a configuration file. Returns its folder and its path.
fn config_file(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

#[test]
fn config_differences_show_no_controls() {
    let site = TestSite::new();
    let text = joined_corpus();
    let (_folder, path) = config_file("max_keys_per_user = 5\nmax_api_key_expiry = \"P30D\"");
    let config = json!({"max_keys_per_user": text, "max_api_key_expiry": [{&text: 1}]}).to_string();
    for format in &FORMATS[..5] {
        site.stub_response(200, &config);
        let screen = check_screen(&site, &["config", "diff", &path, format]);
        assert_eq!(screen.code, 0, "{format}: {}", screen.text);
        assert!(screen.text.contains("\\u001b[2J"), "{format}: {:?}", screen.text);
        let lines = screen.text.lines().count();
        assert!(lines == 3 || ["-ojson", "-ojsonl"].contains(format), "{format}: a row is not one line");
        // The error after a change also contains values of the tenant.
        site.run(&["config", "patch", "--max-keys-per-user", "50"]);
        let mut response = DemoResponse::new(200).with_header("Content-Type", "application/json");
        response.body = config.clone().into();
        site.listener.tenant().fail_when(RequestMatcher::any().method("GET").skip(1), 1, Fault::Response(response));
        let screen = check_screen(&site, &["config", "apply", &path, format]);
        assert_eq!(screen.code, 1, "{format}: {}", screen.text);
        assert!(
            screen.text.contains("the tenant's configuration differs from the desired one after the change"),
            "{format}: {:?}",
            screen.text
        );
    }
    let member = serde_json::to_string(&text.chars().take(12).collect::<String>()).unwrap();
    for hostile in [format!("{{{member}: 1}}"), format!("{member} = 1"), text.clone(), format!("{{{member}")] {
        let (_folder, path) = config_file(&hostile);
        for flag in ["-v", "--json"] {
            let screen = check_screen(&site, &["config", "apply", &path, flag]);
            assert_eq!(screen.code, 2, "{}", screen.text);
        }
    }
    let screen = check_screen(&site, &["config", "apply", &text.replace('\0', "")]);
    assert_eq!(screen.code, 2, "{}", screen.text);
}

#[test]
fn oauth_errors_show_no_controls() {
    let site = TestSite::new();
    let text = joined_corpus();
    let oauth = [("QLIK_API_KEY", ""), ("QLIK_OAUTH_CLIENT_ID", "fake"), ("QLIK_OAUTH_CLIENT_SECRET", "fake")];
    for flag in ["-v", "--json"] {
        site.stub_response(401, &json!({"error": text, "error_description": text}).to_string());
        let screen = check_screen_with(&site, &oauth, &["ls", flag], "");
        assert_eq!(screen.code, 3, "{}", screen.text);
        assert!(screen.text.contains("\\u001b[2J"), "{:?}", screen.text);
    }
}

#[test]
fn the_trace_shows_no_controls() {
    let codes = std::sync::Mutex::new(Vec::new());
    for_each_text(TestSite::new, |site, _, text| {
        // CR, LF and NUL are not allowed in a header value (RFC 9110, section 5.5).
        let text: String = text.chars().filter(|c| !"\r\n\0".contains(*c)).take(1000).collect();
        let mut response = DemoResponse::new(200).with_header("X-Note", &text).with_header("Content-Type", &text);
        response.body = b"{\"data\":[]}".to_vec();
        site.listener.tenant().fail_next(1, Fault::Response(response));
        let screen = check_screen(site, &["ls", "-v", "--retry", "0"]);
        assert!([0, 7].contains(&screen.code), "{}", screen.text);
        codes.lock().unwrap().push(screen.code);
        site.listener.tenant().fail_next(1, Fault::redirect(307, &format!("https://elsewhere.example/{text}?{text}")));
        let screen = check_screen(site, &["ls", "-v", "--retry", "0"]);
        assert_eq!(screen.code, 7, "{}", screen.text);
        let rate_limited = DemoResponse::new(429).with_header("Retry-After", &text).with_header("Date", &text);
        site.listener.tenant().fail_next(1, Fault::Response(rate_limited));
        check_screen(site, &["ls", "-v", "--retry", "0"]);
        site.listener.tenant().clear_faults();
    });
    let codes = codes.into_inner().unwrap();
    assert!(codes.iter().filter(|code| **code == 0).count() > 30, "too few headers reached the trace: {codes:?}");
}

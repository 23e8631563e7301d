//! What stderr repeats of the command line, and stderr that is not a terminal.

use qlik_api_key::demo::{DemoResponse, Fault};

use super::corpus::{corpus, find_control, joined_corpus};
use super::{for_each_text, hostile_error_body, run_on_terminal};
use crate::support::{CliOutput, TestSite};

/// Asserts that stderr is not empty and has no control character.
#[track_caller]
fn check_stderr(run: CliOutput) -> CliOutput {
    assert_eq!(find_control(&run.stderr, false), None, "{:?}", run.stderr);
    assert!(!run.stderr.is_empty());
    run
}

#[test]
fn usage_errors_show_no_controls() {
    for_each_text(TestSite::new, |site, number, text| {
        let text = text.replace('\0', "");
        if find_control(&text, false).is_none() {
            return;
        }
        let (long, value) = (format!("--{text}"), format!("--output={text}"));
        let command_lines = [
            &["ls", "--limit", &text][..],
            &["ls", &long],
            &["ls", &value],
            &["ls", &text],
            &["ls", "--status", &text, "--json"],
            &["context", &text],
            &["create", "--expiry", &text],
            &[&text],
        ];
        for arguments in [command_lines[number % 8], command_lines[number / 8 % 8]] {
            let screen = run_on_terminal(site, &[], arguments, "");
            assert_eq!((screen.code, find_control(&screen.text, false)), (2, None), "{arguments:?}: {:?}", screen.text);
            assert!(screen.text.contains(&format!("{number:02} ")), "{arguments:?}: {:?}", screen.text);
            let piped = check_stderr(site.run(arguments));
            assert_eq!((piped.code, piped.stderr), (2, screen.text), "{arguments:?}");
        }
    });
}

#[test]
fn a_usage_error_as_json_has_the_whole_argument() {
    let run = check_stderr(TestSite::new().run(&["ls", "--limit", "\u{1b}[2J\u{202e}", "--json"]));
    let title = run.error_json()["title"].as_str().unwrap().to_owned();
    assert!(title.starts_with("invalid value '\u{1b}[2J\u{202e}' for '--limit <N>'"), "{title:?}");
}

#[test]
fn usage_errors_of_harmless_arguments_are_colored() {
    let screen = run_on_terminal(&TestSite::new(), &[], &["ls", "--limit", "ten"], "");
    assert!(screen.text.starts_with("\u{1b}[1m\u{1b}[31merror:\u{1b}[0m invalid value '\u{1b}[33mten\u{1b}[0m'"));
}

#[test]
fn errors_in_a_pipe_contain_no_controls() {
    let site = TestSite::new();
    for text in corpus() {
        for flag in ["-v", "--json"] {
            site.stub_response(400, &hostile_error_body(&text));
            check_stderr(site.run(&["get", "k", flag]));
        }
    }
    let text = joined_corpus().replace(['\0', '\n'], "");
    check_stderr(site.run(&["rm", &text, "--yes"]));
    check_stderr(site.run(&["create", "-f", &text]));
    check_stderr(site.run(&["ls", "--jq", "error(\"\\u001b[2J\\u202e\")"]));
    site.stub_create_response(201, &format!("{{\"id\":{},\"token\":\"fake\"}}", serde_json::json!(text)));
    check_stderr(site.run(&["create", "--description", "a", "-q"]));
}

#[test]
fn the_trace_in_a_file_contains_no_controls() {
    let site = TestSite::new();
    let path = tempfile::NamedTempFile::new().unwrap();
    // CR, LF and NUL are not allowed in a header value (RFC 9110, section 5.5).
    for text in corpus().iter().map(|text| text.replace(['\r', '\n', '\0'], "")) {
        let mut response = DemoResponse::new(200).with_header("X-Note", &text);
        response.body = b"{\"data\":[]}".to_vec();
        site.listener.tenant().fail_next(1, Fault::Response(response));
        let mut command = site.std_command(&["ls", "-v", "--retry", "0"]);
        let status = command.stderr(path.reopen().unwrap()).stdout(std::process::Stdio::null()).status().unwrap();
        site.listener.tenant().clear_faults();
        let trace = std::fs::read_to_string(path.path()).unwrap();
        assert!(trace.contains("> GET "), "{status}: {trace}");
        assert_eq!(find_control(&trace, false), None, "{trace:?}");
        path.as_file().set_len(0).unwrap();
    }
}

#[test]
fn data_in_a_pipe_is_unchanged() {
    let site = TestSite::new();
    let text = joined_corpus();
    let body = serde_json::json!({"id": "a", "description": text}).to_string();
    site.stub_response(200, &body);
    assert_eq!(site.run(&["get", "a", "--raw"]).succeeds().stdout, body);
    site.stub_response(200, &body);
    assert_eq!(site.run(&["get", "a", "--jq", ".description", "-r"]).succeeds().stdout, text + "\n");
}

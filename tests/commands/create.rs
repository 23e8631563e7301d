//! `create`: the request, the output, and invalid input.

#[cfg(unix)]
use std::process::Stdio;

use qlik_api_key::demo::{DemoResponse, Fault, RequestMatcher};
use serde_json::json;

use crate::support::TestSite;
#[cfg(unix)]
use crate::support::process::{self, Child};

#[test]
fn sends_only_given_fields() {
    let site = TestSite::new();
    site.run(&["create", "--description", "CI"]).succeeds();
    assert_eq!(site.take_write_body(), json!({"description": "CI"}));
    site.run(&["create", "--description", "-x", "--expiry", "P1W", "--sub-type", "user"]).succeeds();
    assert_eq!(site.take_write_body(), json!({"description": "-x", "expiry": "P1W", "subType": "user"}));
}

#[test]
fn flags_override_the_file() {
    let site = TestSite::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.json");
    let text = r#"{"description":"from a file ü","expiry":"P7D"}"#;
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for bytes in [text.as_bytes().to_vec(), [b"\xef\xbb\xbf", text.as_bytes()].concat(), utf16] {
        std::fs::write(&path, &bytes).unwrap();
        site.run(&["create", "-f", path.to_str().unwrap(), "--expiry", "P8D"]).succeeds();
        assert_eq!(site.take_write_body(), json!({"description": "from a file ü", "expiry": "P8D"}));
        site.run_with_stdin(&["create", "--file", "-"], bytes).succeeds();
        assert_eq!(site.take_write_body(), json!({"description": "from a file ü", "expiry": "P7D"}));
    }
}

#[test]
fn rejects_invalid_input_before_sending() {
    let site = TestSite::new();
    site.assert_usage_errors(&[
        (&["create"], "--description"),
        (&["create", "--description", ""], "--description"),
        (&["create", "--description", "a", "--expiry", "7"], "'--expiry <DURATION|DATE>': must be a date, such as"),
        (&["create", "--description", "a", "--expiry", "6m"], "'--expiry <DURATION|DATE>': must not use `m`"),
        (&["create", "--description", "a", "--expiry", "2020-01-01"], "must be in the future"),
        (&["create", "--description", "a", "--expiry", "-P1D"], "--expiry"),
        (&["create", "--description", "a", "--expiry", ""], "--expiry"),
        (&["create", "--description", "a", "--subType", "robot"], "--sub-type"),
        (&["create", "-f", "/nowhere/key.json"], "--file: could not read /nowhere/key.json"),
        (&["create", "-f", ""], "--file"),
    ]);
    for (stdin, message) in [
        ("{\n  \"description\": }", "stdin, line 2, column 18: expected value"),
        ("{\"description\": 1}", "stdin, line 1, column 17: invalid type: integer `1`, expected a string"),
        ("{\"descriptoin\": \"a\"}", "unknown field `descriptoin`"),
        ("{\"description\": \"a\", \"expiry\": \"7d\"}", "stdin: expiry: must be an ISO 8601 duration"),
        ("{\"description\": \"a\", \"subType\": \"x\"}", "stdin: subType: must be user or externalClient"),
        ("{\"description\": \" \"}", "stdin: description: must not be empty"),
        ("{}", "stdin: description: must not be empty"),
        ("[]", "invalid type: sequence, expected an object"),
        ("", "stdin, line 1, column 0: EOF"),
        ("{\"description\": \"a\", \"description\": \"b\"}", "duplicate field `description`"),
    ] {
        site.run_with_stdin(&["create", "-f", "-"], stdin).fails(2, message);
    }
    site.run_with_stdin(&["create", "-f", "-"], b"\xff\xfe\x00".to_vec()).fails(2, "stdin is not UTF-8 or UTF-16 text");
    assert_eq!(site.take_requests(), Vec::<String>::new());
}

#[test]
fn supports_every_format() {
    let site = TestSite::new();
    let create = |more: &[&str]| site.run(&[&["create", "--description", "a b"], more].concat());
    let key = create(&[]).succeeds().json();
    assert_eq!(key["description"], "a b");
    assert!(key["token"].is_string());
    assert_eq!(create(&["-o", "jsonl"]).succeeds().stdout.lines().count(), 1);
    let csv = create(&["-o", "csv", "--columns", "description"]).succeeds().stdout;
    let (header, row) = csv.split_once('\n').unwrap();
    assert_eq!(header, "description,token");
    assert!(row.starts_with("a b,ey"), "the token is not in the row");
    let table = create(&["-o", "table"]).succeeds().stdout;
    let mut lines: Vec<_> = table.lines().collect();
    let token = lines.pop().unwrap();
    assert_eq!(token.split('.').count(), 3, "the token is not alone on the last line");
    assert_eq!(lines.pop(), Some("token:"));
    assert!(lines.contains(&"description: a b"), "{lines:?}");
    assert!(create(&["--raw"]).succeeds().stdout.contains("\"token\":"), "--raw shows the body");
}

#[test]
fn quiet_prints_the_id_and_warns() {
    let site = TestSite::new();
    let run = site.run(&["create", "--description", "a", "-q"]);
    let id = run.stdout.trim_end().to_owned();
    assert_eq!(run.code, 0);
    assert_eq!(site.run(&["get", &id]).succeeds().json()["description"], "a");
    assert!(run.stderr.starts_with(&format!("warning: the token of API key {id} was not shown")), "{}", run.stderr);
}

/// The token cannot be read again, so it is printed even if the rest of the response is odd.
#[test]
fn an_odd_response_still_prints_the_token() {
    let site = TestSite::new();
    for members in [
        r#""description":"a\ud800b""#,
        r#""description":"\udc00\ud800""#,
        "\"description\":\"\u{9b}31m\u{7f}\"",
        r#""description":1e999999"#,
        r#""description":{"a":[]}"#,
        r#""description":null,"expiry":7,"status":[]"#,
        r#""description":"a","description":"b""#,
        r#""expiry":"99999-01-01T00:00:00Z","created":"soon""#,
        r#""":"","x":[[[[]]]]"#,
        "\"description\":\"\u{feff}\"",
    ] {
        for format in ["table", "json", "jsonl", "csv", "tsv"] {
            site.stub_create_response(201, &format!(r#"{{"id":"k1","token":"fake-token",{members}}}"#));
            let run = site.run(&["create", "--description", "a", "-o", format]).succeeds();
            assert!(run.stdout.contains("fake-token"), "{format} of {members:?}: {}", run.stdout);
        }
    }
    for (format, printed) in [("table", true), ("json", true), ("csv", true), ("raw", true), ("ids", false)] {
        let mut response = DemoResponse::new(201).with_header("Content-Type", "application/json; charset=iso-8859-1");
        response.body = b"{\"id\":\"k1\",\"description\":\"caf\xe9\",\"token\":\"fake-token\"}".to_vec();
        site.listener.tenant().fail_when(RequestMatcher::any().method("POST"), 1, Fault::Response(response));
        let format = match format {
            "raw" => "--raw".to_owned(),
            "ids" => "-q".to_owned(),
            format => format!("-o{format}"),
        };
        let run = site.run(&["create", "--description", "a", &format]);
        assert_eq!((run.code, run.stdout.contains("fake-token")), (0, printed), "{format}: {}", run.stderr);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn saves_an_unprinted_token() {
    use std::os::unix::fs::PermissionsExt as _;
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    // A pipe without a reader.
    let closed = || std::io::pipe().unwrap().1;
    for (stdout, cause) in [(Stdio::from(full()), "No space left"), (Stdio::from(closed()), "Broken pipe")] {
        let site = TestSite::new();
        let home = tempfile::tempdir().unwrap();
        let mut command = site.std_command(&["create", "--description", "lost"]);
        command.env("HOME", home.path());
        let output = Child::start(command.stdout(stdout).stderr(Stdio::piped())).output();
        let stderr = String::from_utf8(output.stderr).unwrap();
        let id = site.key_id("lost");
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        let path = home.path().join(format!(".local/state/qlik/rescued-{id}.json"));
        let expected = format!(
            "error: API key {id} was created, but its token could not be written to stdout; it was saved in {}",
            path.display()
        );
        assert!(stderr.starts_with(&expected) && stderr.contains(cause), "{stderr}");
        let token = site.listener.tenant().key_token(&id).unwrap().to_owned();
        assert!(std::fs::read_to_string(&path).unwrap().contains(&token), "the token is not in the file");
        assert!(!stderr.contains(&token), "the token is on stderr");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[cfg(unix)] // Runs a POSIX shell. `windows::user` has the twin.
#[test]
fn rejects_a_discarded_stdout_before_sending() {
    let site = TestSite::new();
    let create = |more: &[&str], closed: bool| {
        let line = ["create --description a", &more.join(" "), if closed { ">&-" } else { ">/dev/null" }].join(" ");
        let script = format!("'{}' {line}", assert_cmd::cargo::cargo_bin!("qlik-api-key").display());
        crate::support::CliOutput::from(process::output(crate::support::shell(&script).envs(site.env_vars())))
    };
    for closed in [false, true] {
        create(&[], closed).fails(2, "stdout is /dev/null, so the token would be lost");
        assert_eq!(site.take_requests(), Vec::<String>::new());
        assert_eq!(create(&["-q"], closed).code, 0);
        assert_eq!(site.take_requests().len(), 1);
    }
}

#[cfg(unix)] // `windows::ctrl_c` has the twin.
#[test]
fn ctrl_c_waits_for_the_response_and_a_second_one_exits() {
    use std::io::{BufRead as _, BufReader, Read as _};
    for presses in [1, 2] {
        let site = TestSite::new();
        let slow = Fault::Delay(std::time::Duration::from_millis(1500));
        site.listener.tenant().fail_when(RequestMatcher::any().method("POST"), 1, slow);
        let mut command = site.std_command(&["create", "--description", "slow"]);
        let mut child = Child::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()));
        process::wait_until("the create", || !site.listener.tenant().requests().is_empty());
        child.interrupt();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut message = String::new();
        stderr.read_line(&mut message).unwrap();
        assert_eq!(message, "waiting for the response so that no key is lost; press Ctrl-C again to stop\n");
        if presses == 2 {
            child.interrupt();
        }
        let mut stdout = String::new();
        child.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
        let code = child.wait().code();
        assert_eq!(code, Some(130));
        assert_eq!(stdout.contains("\"token\""), presses == 1, "the created key");
    }
}

#[test]
fn an_expiry_is_sent_in_iso_8601() {
    let site = TestSite::new();
    for (typed, sent) in [
        ("30d", "P30D"),
        ("2w", "P14D"),
        ("12h", "PT12H"),
        ("45min", "PT45M"),
        ("6 months", "P6M"),
        ("1y", "P1Y"),
        ("p7d", "P7D"),
        ("P1W", "P1W"),
    ] {
        site.run(&["create", "--description", "a", "--expiry", typed]);
        assert_eq!(site.take_write_body()["expiry"], sent, "{typed}");
    }
    site.run(&["create", "--description", "a", "--expiry", "2999-01-01"]);
    let sent = site.take_write_body()["expiry"].as_str().unwrap().to_owned();
    let midnight: jiff::Timestamp = "2999-01-01T00:00:00Z".parse().unwrap();
    let expiry = qlik_api_key::duration::IsoDuration::parse(&sent).unwrap().after(jiff::Timestamp::now());
    assert!((0..60).contains(&expiry.duration_since(midnight).as_secs()), "{sent} ends at {expiry}");
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn a_token_on_the_screen_is_followed_by_a_reminder() {
    use crate::support::pty;
    let reminder = "Created \"a 'b'\". Copy the token now; it is not shown again.\n";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token").display().to_string();
    for (more, is_shown) in [
        (&[][..], true),
        (&["--token-only"], true),
        (&["--raw"], true),
        (&["-o", "csv"], true),
        (&["-q"], false),
        (&["--json"], false),
        (&["--token-file", &file], false),
        (&["--exec", "cat >/dev/null"], false),
    ] {
        let site = TestSite::new();
        let arguments = [&["create", "--description", "a \"b\""], more].concat();
        let text = pty::run_on_terminal(site.std_command(&arguments), 400, "").text;
        assert_eq!(text.ends_with(reminder), is_shown, "{more:?}");
        assert_eq!(text.contains("Copy the token"), is_shown, "{more:?}");
    }
    // The token is not on the screen if stdout is redirected.
    let site = TestSite::new();
    let run = site.run(&["create", "--description", "x"]).succeeds();
    assert!(run.json()["token"].is_string());
}

//! `create`, `get`, `patch` and `rm`: what is sent, and what is refused before anything is sent.

#[cfg(unix)]
use std::process::Stdio;

use qlik_api_key::demo::{Fault, Response, TestUser, When};
use serde_json::json;

#[cfg(unix)]
use crate::process::{self, Child};
use crate::support::Site;

/// The one request's body.
fn body(site: &Site) -> serde_json::Value {
    let mut requests = site.requests();
    // A create looks at the newest keys before.
    requests.retain(|request| !request.starts_with("GET "));
    let [request] = requests.as_slice() else { panic!("one change was expected: {requests:?}") };
    serde_json::from_str(request.splitn(3, ' ').nth(2).unwrap()).unwrap()
}

/// Each line is refused with exit 2, these words, and nothing sent.
#[track_caller]
fn refused(site: &Site, lines: &[(&[&str], &str)]) {
    for (line, told) in lines {
        site.run(line).fails(2, told);
        assert_eq!(site.requests(), Vec::<String>::new(), "{line:?}");
    }
}

#[test]
fn create_sends_only_what_was_given() {
    let site = Site::new();
    site.run(&["create", "--description", "CI"]).ok();
    assert_eq!(body(&site), json!({"description": "CI"}));
    site.run(&["create", "--description", "-x", "--expiry", "P1W", "--sub-type", "user"]).ok();
    assert_eq!(body(&site), json!({"description": "-x", "expiry": "P1W", "subType": "user"}));
}

#[test]
fn create_reads_a_file_and_flags_override_it() {
    let site = Site::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.json");
    let text = r#"{"description":"from a file ü","expiry":"P7D"}"#;
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for bytes in [text.as_bytes().to_vec(), [b"\xef\xbb\xbf", text.as_bytes()].concat(), utf16] {
        std::fs::write(&path, &bytes).unwrap();
        site.run(&["create", "-f", path.to_str().unwrap(), "--expiry", "P8D"]).ok();
        assert_eq!(body(&site), json!({"description": "from a file ü", "expiry": "P8D"}));
        site.run_with(&["create", "--file", "-"], bytes).ok();
        assert_eq!(body(&site), json!({"description": "from a file ü", "expiry": "P7D"}));
    }
}

#[test]
fn create_refuses_what_is_wrong_before_it_sends() {
    let site = Site::new();
    refused(
        &site,
        &[
            (&["create"], "--description"),
            (&["create", "--description", ""], "--description"),
            (&["create", "--description", "a", "--expiry", "7d"], "--expiry"),
            (&["create", "--description", "a", "--expiry", "-P1D"], "--expiry"),
            (&["create", "--description", "a", "--expiry", ""], "--expiry"),
            (&["create", "--description", "a", "--subType", "robot"], "--subType"),
            (&["create", "-f", "/nowhere/key.json"], "--file: could not read /nowhere/key.json"),
            (&["create", "-f", ""], "--file"),
        ],
    );
    for (stdin, told) in [
        ("{\n  \"description\": }", "stdin, line 2, column 18: expected value"),
        ("{\"description\": 1}", "stdin, line 1, column 17: invalid type: integer `1`, expected a string"),
        ("{\"descriptoin\": \"a\"}", "unknown field `descriptoin`"),
        ("{\"description\": \"a\", \"expiry\": \"7d\"}", "stdin: expiry: an ISO 8601 duration"),
        ("{\"description\": \"a\", \"subType\": \"x\"}", "stdin: subType: user or externalClient"),
        ("{\"description\": \" \"}", "stdin: description: a text is needed"),
        ("{}", "stdin: description: a text is needed"),
        ("[]", "invalid type: sequence, expected an object"),
        ("", "stdin, line 1, column 0: EOF"),
        ("{\"description\": \"a\", \"description\": \"b\"}", "duplicate field `description`"),
    ] {
        site.run_with(&["create", "-f", "-"], stdin).fails(2, told);
    }
    site.run_with(&["create", "-f", "-"], b"\xff\xfe\x00".to_vec()).fails(2, "stdin is not UTF-8 or UTF-16 text");
    assert_eq!(site.requests(), Vec::<String>::new());
}

#[test]
fn create_in_every_format() {
    let site = Site::new();
    let create = |more: &[&str]| site.run(&[&["create", "--description", "a b"], more].concat());
    let key = create(&[]).ok().json();
    assert_eq!(key["description"], "a b");
    assert!(key["token"].is_string());
    assert_eq!(create(&["-o", "jsonl"]).ok().stdout.lines().count(), 1);
    let csv = create(&["-o", "csv", "--columns", "description"]).ok().stdout;
    let (header, row) = csv.split_once('\n').unwrap();
    assert_eq!(header, "description,token");
    assert!(row.starts_with("a b,ey"), "the token is not in the row");
    let table = create(&["-o", "table"]).ok().stdout;
    let mut lines: Vec<_> = table.lines().collect();
    let token = lines.pop().unwrap();
    assert_eq!(token.split('.').count(), 3, "the token is not alone on the last line");
    assert_eq!(lines.pop(), Some("token:"));
    assert!(lines.contains(&"description: a b"), "{lines:?}");
    assert!(create(&["--raw"]).ok().stdout.contains("\"token\":"), "--raw shows the body");
}

#[test]
fn create_with_q_prints_the_id_and_warns() {
    let site = Site::new();
    let run = site.run(&["create", "--description", "a", "-q"]);
    let id = run.stdout.trim_end().to_owned();
    assert_eq!(run.code, 0);
    assert_eq!(site.run(&["get", &id]).ok().json()["description"], "a");
    assert!(run.stderr.starts_with(&format!("warning: the token of API key {id} was not shown")), "{}", run.stderr);
}

/// Whatever else is in the answer: the token is shown, since it can't be had again.
#[test]
fn no_oddity_of_the_answer_loses_the_token() {
    let site = Site::new();
    for odd in [
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
            site.answer_create(201, &format!(r#"{{"id":"k1","token":"fake-token",{odd}}}"#));
            let run = site.run(&["create", "--description", "a", "-o", format]).ok();
            assert!(run.stdout.contains("fake-token"), "{format} of {odd:?}: {}", run.stdout);
        }
    }
    for (format, shown) in [("table", true), ("json", true), ("csv", true), ("raw", true), ("ids", false)] {
        let mut answer = Response::new(201).with("Content-Type", "application/json; charset=iso-8859-1");
        answer.body = b"{\"id\":\"k1\",\"description\":\"caf\xe9\",\"token\":\"fake-token\"}".to_vec();
        site.listener.tenant().fail_when(When::any().method("POST"), 1, Fault::Answer(answer));
        let format = match format {
            "raw" => "--raw".to_owned(),
            "ids" => "-q".to_owned(),
            format => format!("-o{format}"),
        };
        let run = site.run(&["create", "--description", "a", &format]);
        assert_eq!((run.code, run.stdout.contains("fake-token")), (0, shown), "{format}: {}", run.stderr);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_token_that_could_not_be_written_is_rescued() {
    use std::os::unix::fs::PermissionsExt as _;
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    // Nobody reads from this pipe.
    let closed = || std::io::pipe().unwrap().1;
    for (stdout, cause) in [(Stdio::from(full()), "No space left"), (Stdio::from(closed()), "Broken pipe")] {
        let site = Site::new();
        let home = tempfile::tempdir().unwrap();
        let mut command = process::program();
        command.env_clear().env("HOME", home.path()).envs(site.variables()).args(["create", "--description", "lost"]);
        let output = Child::start(command.stdout(stdout).stderr(Stdio::piped())).output();
        let told = String::from_utf8(output.stderr).unwrap();
        let id = site.id_of("lost");
        assert_eq!(output.status.code(), Some(1), "{told}");
        let path = home.path().join(format!(".local/state/qlik/rescued-{id}.json"));
        let lost = format!(
            "error: API key {id} was created, but its token could not be written to stdout; it is in {}",
            path.display()
        );
        assert!(told.starts_with(&lost) && told.contains(cause), "{told}");
        let token = site.listener.tenant().token_of_key(&id).unwrap().to_owned();
        assert!(std::fs::read_to_string(&path).unwrap().contains(&token), "the token is not in the file");
        assert!(!told.contains(&token), "the token is on stderr");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[cfg(unix)]
#[test]
fn a_stdout_that_leads_nowhere_is_refused_before_anything_is_sent() {
    let site = Site::new();
    let created = |more: &[&str], closed: bool| {
        let line = ["create --description a", &more.join(" "), if closed { ">&-" } else { ">/dev/null" }].join(" ");
        let script = format!("'{}' {line}", assert_cmd::cargo::cargo_bin!("qlik-api-key").display());
        crate::support::Run::from(process::output(crate::support::shell(&script).envs(site.variables())))
    };
    for closed in [false, true] {
        created(&[], closed).fails(2, "stdout leads nowhere (/dev/null), so the token would be lost");
        assert_eq!(site.requests(), Vec::<String>::new());
        assert_eq!(created(&["-q"], closed).code, 0);
        assert_eq!(site.requests().len(), 1);
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_waits_for_the_answer_to_a_create_and_a_second_one_stops() {
    use std::io::{BufRead as _, BufReader, Read as _};
    for presses in [1, 2] {
        let site = Site::new();
        let slow = Fault::Wait(std::time::Duration::from_millis(1500));
        site.listener.tenant().fail_when(When::any().method("POST"), 1, slow);
        let mut command = process::program();
        command.env_clear().env("HOME", "/nonexistent").env("QLIK_NO_CACHE", "1").envs(site.variables()).args([
            "create",
            "--description",
            "slow",
        ]);
        let mut child = Child::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()));
        process::wait_until("the create", || !site.listener.tenant().requests().is_empty());
        child.interrupt();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut told = String::new();
        stderr.read_line(&mut told).unwrap();
        assert_eq!(told, "waiting for the answer, so that no key is lost; Ctrl-C again stops\n");
        if presses == 2 {
            child.interrupt();
        }
        let mut stdout = String::new();
        child.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
        let code = child.wait().code();
        assert_eq!(code, Some(if presses == 2 { 130 } else { 0 }));
        assert_eq!(stdout.contains("\"token\""), presses == 1, "the answer");
    }
}

#[test]
fn an_id_is_one_segment_whatever_it_holds() {
    let site = Site::new();
    for (id, segment) in [
        ("../x", "..%2Fx"),
        ("a/b?c", "a%2Fb%3Fc"),
        ("%2e%2e", "%252e%252e"),
        ("a b#é", "a%20b%23%C3%A9"),
        ("...", "..."),
    ] {
        for (verb, method) in [("get", "GET"), ("rm", "DELETE")] {
            site.run(&[verb, id]).fails(5, "Not found");
            assert_eq!(site.requests(), [format!("{method} /api/v1/api-keys/{segment}")]);
        }
    }
    site.run(&["get", "--", "-x"]).fails(5, "Not found");
    assert_eq!(site.requests(), ["GET /api/v1/api-keys/-x"]);
    for id in ["", ".", ".."] {
        refused(
            &site,
            &[
                (&["get", id], "<ID>"),
                (&["rm", id], "<ID>"),
                (&["rm", "--yes", id], "<ID>"),
                (&["patch", id, "--description", "a"], "<ID>"),
                (&["config", "get", id], "[TENANT-ID]"),
                (&["config", "patch", id, "--max-keys-per-user", "1"], "[TENANT-ID]"),
                (&["ls", "--startingAfter", id], "--startingAfter"),
            ],
        );
    }
}

#[test]
fn patch_takes_a_description_operations_a_body_or_a_file() {
    let site = Site::new();
    let id = site.id_of("CI pipeline");
    let one = |value: &str| json!([{"op": "replace", "path": "/description", "value": value}]);
    let patch = |more: &[&str]| {
        let run = site.run(&[&["patch", &id], more].concat());
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
        assert_eq!(run.stderr, format!("updated API key {id}\n"));
        body(&site)
    };
    assert_eq!(patch(&["--description", "a \"quoted\" one"]), one("a \"quoted\" one"));
    assert_eq!(patch(&["--op", "replace", "--path", "/description", "--value", "10"]), one("10"));
    let twice =
        ["--op=replace", "--path=/description", "--value=a", "--op=replace", "--path=/description", "--value=-b"];
    let operation = |value: &str| json!({"op": "replace", "path": "/description", "value": value});
    assert_eq!(patch(&twice), json!([operation("a"), operation("-b")]));
    assert_eq!(patch(&["--body", &one("b").to_string()]), one("b"));
    let run = site.run_with(&["patch", &id, "-f", "-"], format!("\u{feff}{}", one("f")));
    assert_eq!((run.code, body(&site)), (0, one("f")));
    let quiet = site.run(&["patch", &id, "--description", "q", "-q"]);
    assert_eq!((quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()), (0, "", ""));
    site.run(&["patch", &id, "--description", "q", "--json", "--yes"]).ok();
}

#[test]
fn patch_refuses_what_is_wrong_before_it_sends() {
    let site = Site::new();
    refused(
        &site,
        &[
            (&["patch", "k"], "nothing is to be changed"),
            (&["patch"], "<ID>"),
            (&["patch", "k", "--op", "add", "--path", "/description", "--value", "a"], "--op"),
            (&["patch", "k", "--op", "replace", "--path", "/sub", "--value", "a"], "path must be /description"),
            (&["patch", "k", "--op", "replace", "--path", "/description"], "--op, --path and --value belong together"),
            (&["patch", "k", "--value", "a"], "--op, --path and --value belong together"),
            (&["patch", "k", "--description", "a", "--body", "[]"], "--body"),
            (&["patch", "k", "--description", "a", "--op", "replace"], "--op"),
            (&["patch", "k", "--body", "[]", "-f", "x"], "--file"),
            (&["patch", "k", "--body", "[]"], "--body: there is no operation"),
            (&["patch", "k", "--body", "{}"], "--body, line 1, column 0: invalid type: map, expected a sequence"),
            (&["patch", "k", "--body", "[{]"], "--body, line 1, column 3"),
            (
                &["patch", "k", "--body", r#"[{"op":"add","path":"/description","value":"a"}]"#],
                "--body: op must be replace",
            ),
            (
                &["patch", "k", "--body", r#"[{"op":"replace","path":"/sub","value":"a"}]"#],
                "--body: path must be /description",
            ),
            (
                &["patch", "k", "--body", r#"[{"op":"replace","path":"/description","value":1}]"#],
                "--body: value of /description",
            ),
            (
                &[
                    "patch",
                    "k",
                    "--body",
                    r#"[{"op":"replace","path":"/description","value":"a"},{"op":"replace","path":"/description","value":null}]"#,
                ],
                "--body: operation 2: value of /description: a string is needed, not null",
            ),
            (&["patch", "k", "--body", r#"[{"op":"replace","path":"/description"}]"#], "missing field `value`"),
            (
                &["patch", "k", "--body", r#"[{"op":"replace","path":"/description","value":"a","from":"b"}]"#],
                "unknown field `from`",
            ),
        ],
    );
}

#[test]
fn rm_says_what_it_did_and_a_missing_key_is_exit_5() {
    let site = Site::new();
    let id = site.id_of("CI pipeline");
    let run = site.run(&["rm", &id]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert_eq!(run.stderr, format!("removed API key {id}\n"));
    assert_eq!(site.requests(), [format!("DELETE /api/v1/api-keys/{id}")]);
    site.run(&["rm", &id]).fails(5, "Not found");
    let other = site.id_of("Terraform");
    let quiet = site.run(&["rm", "-q", &other]);
    assert_eq!((quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()), (0, "", ""));
}

#[test]
fn removing_the_key_that_one_signs_in_with_needs_yes() {
    let site = Site::new();
    let me = site.listener.tenant().user_id(TestUser::Admin).to_owned();
    let keys = site.run(&["ls", "--createdByUser", &me]).ok().json();
    let own = keys.as_array().unwrap().iter().find(|key| key["description"] == "demo sign-in").unwrap();
    let id = own["id"].as_str().unwrap();
    site.requests();
    refused(&site, &[(&["rm", id], "is the one that you sign in with: removing it needs --yes")]);
    assert_eq!(site.run(&["rm", id, "--yes"]).code, 0);
    site.run(&["ls"]).fails(3, "error: ");
}

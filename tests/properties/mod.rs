//! What holds for any text, whoever wrote it: properties of what is typed, of what tenants answer, of what is shown.
//! Those of private functions stand beside them: requests, `Retry-After`, the profile.

use std::net::Ipv4Addr;
use std::path::Path;

use clap::{ArgMatches, CommandFactory as _, Parser as _};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;
use qlik_api_key::cli::Cli;
use qlik_api_key::context::{Credential, Server};
use qlik_api_key::demo::{DemoResponse, Fault};
use qlik_api_key::duration::IsoDuration;
use qlik_api_key::error::Exit;
use qlik_api_key::flags::Header;
use qlik_api_key::output::columns::{API_KEY, Column};
use qlik_api_key::output::{Columns, Format, OutputMode, write_object, write_rows};
use qlik_api_key::page::Page;
use qlik_api_key::secret::Secret;
use qlik_api_key::terminal::{Terminal, sanitize};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use crate::support::{CliOutput, TestSite};

/// The characters that must not reach a terminal, newline among them.
const UNSAFE_RANGES: &[(char, char)] = &[
    ('\0', '\u{1f}'),
    ('\u{7f}', '\u{9f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{200e}', '\u{200f}'),
    ('\u{2028}', '\u{2029}'),
    ('\u{202a}', '\u{202e}'),
    ('\u{2066}', '\u{2069}'),
];

fn is_unsafe(c: char) -> bool {
    UNSAFE_RANGES.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// Texts in which every other character or so is one that a terminal obeys.
fn hostile_text() -> impl Strategy<Value = String> {
    let bad = proptest::sample::select(UNSAFE_RANGES).prop_flat_map(|(first, last)| proptest::char::range(first, last));
    vec(prop_oneof![bad, any::<char>(), proptest::char::range(' ', '~')], 0..40).prop_map(String::from_iter)
}

/// Texts that are nearly ISO 8601 durations.
fn almost_duration() -> impl Strategy<Value = String> {
    prop_oneof!["P?[0-9]{0,4}[YMWDd]?(T[0-9]{0,3}[HMSs])?", "[PTYMWDHS0-9.,+\\- a-z]{0,14}", any::<String>()]
}

/// Texts that are nearly servers.
fn almost_server() -> impl Strategy<Value = String> {
    prop_oneof![
        "(https?|ftp)?(://)?([a-z]{0,3}(:fake-pass)?@)?([a-z]{1,5}\\.){0,2}[a-z0-9]{1,5}(:[0-9]{0,6})?[/?#\\\\]?[a-z]?",
        "http://(127\\.[0-9]{1,3}\\.0\\.1|\\[::[0-9a-f]{1,4}\\]|LOCALHOST|localhost(\\.[a-z]{2})?)(:[0-9]{1,5})?",
        any::<String>(),
    ]
}

/// Any JSON value, with texts that could steer a terminal; not deeply nested.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        hostile_text().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((hostile_text(), inner), 0..6).prop_map(Value::from_iter),
        ]
    })
}

/// Answers that are nearly those of the API: a body that may hold anything in the places where something is looked for.
fn almost_response_body() -> impl Strategy<Value = Vec<u8>> {
    let member = proptest::sample::select(
        &["data", "links", "next", "href", "errors", "title", "detail", "status", "source", "traceId", "id", "expiry"]
            [..],
    );
    let document = any_json().prop_recursive(4, 30, 5, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((member.clone(), inner), 1..5).prop_map(Value::from_iter),
        ]
    });
    prop_oneof![
        4 => document.prop_map(|value| value.to_string().into_bytes()),
        1 => vec(any::<u8>(), 0..60),
    ]
}

fn terminal_with(stdout: bool) -> Terminal {
    let streams = Terminal::detect(|_| None);
    Terminal { stdout_is_tty: stdout, width: None, stdout_color: false, stderr_color: false, ..streams }
}

/// An object as it is printed.
fn render_object(json: Box<RawValue>, format: Format, on_terminal: bool) -> String {
    let (mode, mut out) = (OutputMode::Formatted(format), Vec::new());
    write_object(json.into(), None, &Columns::new(API_KEY), mode, &terminal_with(on_terminal), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A list as it is printed.
fn render_list(rows: Vec<Box<RawValue>>, format: Format, on_terminal: bool) -> String {
    let (mode, mut out) = (OutputMode::Formatted(format), Vec::new());
    let mut pages = std::iter::once(Ok(Page::from_objects(rows, None)));
    write_rows(&mut pages, &Columns::new(API_KEY), mode, &terminal_with(on_terminal), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// What a command line is read as.
fn parse_cli(arguments: &[&str]) -> Result<Cli, String> {
    Cli::try_parse_from([&["qlik-api-key"], arguments].concat()).map_err(|error| error.to_string())
}

/// What the arguments of a command are read as.
fn parse_subcommand(arguments: &[&str]) -> Result<ArgMatches, String> {
    let mut matches = Cli::command()
        .try_get_matches_from([&["qlik-api-key"], arguments].concat())
        .map_err(|error| error.to_string())?;
    let (_, command) = matches.remove_subcommand().unwrap();
    Ok(command)
}

/// What `--columns` is read as.
fn parse_columns(text: &str) -> Option<Vec<&'static Column>> {
    Some(parse_subcommand(&["ls", &format!("--columns={text}")]).ok()?.get_many("columns")?.copied().collect())
}

/// What `--headers` is read as.
fn parse_headers(text: &str) -> Result<Vec<Header>, Exit> {
    parse_cli(&["ls", &format!("--headers={text}")]).unwrap().globals.parse_headers().map_err(|error| error.exit())
}

/// What one answer to these arguments leads to. A panic would be exit code 101 or a signal.
fn run_with_response(site: &TestSite, arguments: &[&str], status: u16, body: Vec<u8>) -> CliOutput {
    let mut answer = DemoResponse::new(status).with_header("Content-Type", "application/json");
    answer.body = body;
    site.listener.tenant().fail_next(1, Fault::Response(answer));
    let run = site.run(arguments);
    site.listener.tenant().clear_faults();
    run
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn accepted_durations_have_the_api_format(text in almost_duration()) {
        if IsoDuration::parse(&text).is_ok() {
            prop_assert!(text.starts_with('P') && text.len() > 2);
            prop_assert!(text.bytes().all(|byte| b"PTYMWDHS0123456789.,".contains(&byte)));
            prop_assert!(text.bytes().any(|byte| byte.is_ascii_digit()));
        }
    }

    #[test]
    fn accepts_whole_durations(years in 0..100u32, days in 0..1000u32, hours in 0..1000u32, seconds in 0..100_000u32) {
        for text in [format!("P{days}D"), format!("PT{hours}H"), format!("P{years}Y{days}DT{hours}H{seconds}S")] {
            prop_assert!(IsoDuration::parse(&text).is_ok());
        }
    }

    #[test]
    fn accepted_servers_are_scheme_host_and_port(text in almost_server()) {
        match Server::parse(&text) {
            Ok(server) => {
                let url = server.url();
                prop_assert_eq!((url.path(), url.query(), url.fragment()), ("/", None, None));
                prop_assert_eq!((url.username(), url.password()), ("", None));
                let name = url.host_str().unwrap_or_default();
                let is_loopback = name.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback());
                let here = is_loopback || ["[::1]", "localhost"].contains(&name);
                prop_assert!(url.scheme() == "https" || (url.scheme() == "http" && here), "{}", url);
                prop_assert_eq!(Server::parse(&server.to_string()), Ok(server));
            }
            Err(told) => prop_assert!(!told.contains("fake-pass"), "a password is in the error"),
        }
    }

    #[test]
    fn sanitizing_removes_every_unsafe_character(text in hostile_text()) {
        let (lines, cell) = (sanitize::lines(&text), sanitize::cell(&text));
        prop_assert!(!lines.contains(|c| c != '\n' && is_unsafe(c)));
        prop_assert!(!cell.contains(is_unsafe));
        prop_assert_eq!(lines.matches('\n').count(), text.matches('\n').count());
        if !text.contains(is_unsafe) {
            prop_assert_eq!((&*lines, &*cell), (&*text, &*text));
        }
    }

    #[test]
    fn debug_output_hides_secrets(text in "[!-~]{5,40}") {
        let secret = Secret::new(text);
        let header = Header { name: "X".into(), value: secret.clone() };
        let credentials = [
            Credential::ApiKey(secret.clone()),
            Credential::OAuthClient { id: "id".into(), secret: secret.clone() },
            Credential::Authorization(secret.clone()),
        ];
        let all = (&secret, &header, &credentials);
        for shown in [format!("{all:?}"), format!("{all:#?}")] {
            prop_assert_eq!(shown.matches("****").count(), 5, "it is shown otherwise");
            prop_assert!(secret.expose() == "****" || !shown.contains(secret.expose()), "it is shown");
        }
    }

    #[test]
    fn json_layout_matches_serde_json(value in any_json()) {
        let text = value.to_string();
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        for source in [&text, &pretty] {
            let raw = || RawValue::from_string(source.clone()).unwrap();
            prop_assert_eq!(render_object(raw(), Format::Json, false), format!("{pretty}\n"));
            prop_assert_eq!(render_object(raw(), Format::Jsonl, false), format!("{text}\n"));
            let array = serde_json::to_string_pretty(&[&value, &value]).unwrap();
            prop_assert_eq!(render_list(vec![raw(), raw()], Format::Json, false), format!("{array}\n"));
        }
    }

    #[test]
    fn terminal_json_is_safe_and_equivalent(value in any_json()) {
        for format in [Format::Json, Format::Jsonl] {
            let text = render_object(to_raw_value(&value).unwrap(), format, true);
            prop_assert!(!text.contains(|c| c != '\n' && is_unsafe(c)));
            // Both are read, since a number may be read as the one next to it.
            let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
            prop_assert_eq!(read(&text), read(&value.to_string()));
        }
    }

    #[test]
    fn terminal_tables_have_one_line_per_row(
        texts in vec((hostile_text(), hostile_text(), hostile_text()), 1..4),
        format in proptest::sample::select(&[Format::Table, Format::Csv, Format::Tsv][..]),
    ) {
        let row = |(id, description, status): &(String, String, String)| {
            to_raw_value(&serde_json::json!({"id": id, "description": description, "status": status})).unwrap()
        };
        let text = render_list(texts.iter().map(row).collect(), format, true);
        prop_assert!(!text.contains(|c| c != '\n' && c != '\t' && is_unsafe(c)));
        prop_assert!(format == Format::Tsv || !text.contains('\t'));
        let frame = if format == Format::Table { 3 } else { 0 };
        prop_assert!(text.lines().count() <= texts.len() + 1 + frame, "{}", text);
    }
}

proptest! {
    // Each case builds the tree of commands.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn parses_column_names(
        chosen in subsequence(Vec::from_iter(API_KEY), 1..=API_KEY.len()).prop_shuffle(),
    ) {
        let names: Vec<_> = chosen.iter().map(|column| column.field).collect();
        prop_assert_eq!(parse_columns(&names.join(",")), Some(chosen));
    }

    #[test]
    fn rejects_unknown_columns(text in prop_oneof!["(id|sub|status|,| |[a-zA-Z]{1,4}){0,5}", any::<String>()]) {
        let known = text.split(',').all(|name| API_KEY.iter().any(|column| column.field == name));
        prop_assert_eq!(parse_columns(&text).is_some(), known, "{:?}", text);
    }

    #[test]
    fn parses_header_pairs(
        pairs in vec(("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}", "[!-+.-~]([ -+\\--~]{0,12}[!-+.-~])?"), 1..5),
    ) {
        let text: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let read = parse_headers(&text.join(",")).unwrap();
        let read: Vec<_> = read.into_iter().map(|header| (header.name, header.value.expose().to_owned())).collect();
        prop_assert!(read == pairs, "the headers are read otherwise");
    }

    #[test]
    fn accepted_headers_can_be_sent(
        text in prop_oneof![
            "[ -~]{0,30}",
            "([A-C] ?= ?[a-c\u{e9}]{0,2} ?,?){1,3}",
            "[A-C=, \\t\\n\u{e9}]{0,12}",
            any::<String>(),
        ],
    ) {
        for header in parse_headers(&text).unwrap_or_default() {
            let of_a_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
            prop_assert!(!header.name.is_empty() && header.name.bytes().all(of_a_token), "{:?}", header.name);
            let value = header.value.expose();
            prop_assert!(value.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "a value can't be sent");
            prop_assert!(value.trim() == value, "a value has space around it");
        }
    }

    #[test]
    fn expiry_and_id_are_passed_unchanged(
        expiry in almost_duration(),
        id in prop_oneof!["[./]{0,3}", any::<String>()],
    ) {
        if let Ok(create) = parse_subcommand(&["create", "--description=x", &format!("--expiry={expiry}")]) {
            prop_assert_eq!(create.get_one("expiry"), Some(&expiry));
            prop_assert!(IsoDuration::parse(&expiry).is_ok());
        }
        let got = parse_subcommand(&["get", "--", &id]);
        prop_assert_eq!(got.is_ok(), !["", ".", ".."].contains(&id.as_str()));
        if let Ok(get) = got {
            prop_assert_eq!(get.get_one("id"), Some(&id));
        }
    }
}

/// Runs a property against one tenant for all its cases.
fn check_against_tenant<S: Strategy>(
    cases: u32,
    strategy: S,
    property: impl Fn(&TestSite, S::Value) -> Result<(), TestCaseError>,
) {
    let site = TestSite::new();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    });
    runner.run(&strategy, |value| property(&site, value)).unwrap();
}

#[test]
fn any_list_response_yields_rows_or_an_error() {
    let formats = proptest::sample::select(&["json", "jsonl", "csv", "table"][..]);
    check_against_tenant(96, (almost_response_body(), formats), |site, (body, format)| {
        let document = serde_json::from_slice::<Value>(&body).unwrap_or_default();
        let run = run_with_response(site, &["ls", "-o", format, "--retry", "0"], 200, body);
        prop_assert!([0, 7].contains(&run.code), "{:?}", run);
        let told = run.stderr.starts_with("error: ")
            || (format.starts_with("json") && run.code == 7 && run.error_json()["exit"] == 7);
        prop_assert!(if run.code == 0 { run.stderr.is_empty() } else { told }, "{:?}", run);
        if run.code == 0 && format == "json" {
            prop_assert_eq!(&run.json(), &document["data"]);
        }
        Ok(())
    });
}

#[test]
fn any_error_response_yields_an_error() {
    let statuses = proptest::sample::select(&[(400, 1), (401, 3), (403, 4), (404, 5), (500, 7), (503, 7)][..]);
    check_against_tenant(
        96,
        (almost_response_body(), statuses, any::<bool>()),
        |site, (body, (status, code), as_json)| {
            let arguments: &[&str] =
                if as_json { &["get", "x", "--json", "--retry", "0"] } else { &["get", "x", "--retry", "0"] };
            let run = run_with_response(site, arguments, status, body);
            prop_assert_eq!((run.code, run.stdout.as_str()), (code, ""), "{}", run.stderr);
            if as_json {
                prop_assert_eq!(&run.error_json()["exit"], &Value::from(code));
                prop_assert_eq!(&run.error_json()["status"], &Value::from(status));
            } else {
                prop_assert!(run.stderr.starts_with("error: could not get API key x: "), "{}", run.stderr);
            }
            Ok(())
        },
    );
}

#[test]
fn rejects_responses_that_are_not_objects() {
    let site = TestSite::new();
    let answered = |arguments: &[&str], status, body: &str| run_with_response(&site, arguments, status, body.into());
    for body in ["[[]]", "[]", "null", "7", "\"x\""] {
        answered(&["ls", "--json", "--retry", "0"], 200, body).fails(7, "not the expected JSON");
        answered(&["get", "x", "--json", "--retry", "0"], 200, body).fails(7, "not the expected JSON");
    }
    site.stub_create_response(201, r#"["fake-id", "fake-token"]"#);
    site.run(&["create", "--description", "x"]).fails(9, "a key may exist");
    site.listener.tenant().clear_requests();
}

/// What fuzzers found, and what like it was found by hand: an input a file, in the folder of its target.
fn fuzz_regressions(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/regressions").join(target);
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let findings = files.map(|path| (path.display().to_string(), std::fs::read(path).unwrap()));
    let findings: Vec<_> = findings.collect();
    assert!(findings.len() >= 3, "the findings of {target} are gone");
    findings
}

/// The properties of the targets in `fuzz/`, for the inputs that once broke one.
#[test]
fn fuzz_regressions_stay_fixed() {
    let site = TestSite::new();
    for (name, body) in fuzz_regressions("list_body") {
        for format in ["json", "jsonl", "csv", "table"] {
            let run = run_with_response(&site, &["ls", "-o", format, "--retry", "0"], 200, body.clone());
            assert!([0, 7].contains(&run.code), "{name}: {run:?}");
        }
    }
    for (name, body) in fuzz_regressions("error_body") {
        for format in ["json", "table"] {
            let run = run_with_response(&site, &["get", "x", "-o", format, "--retry", "0"], 404, body.clone());
            assert_eq!((run.code, run.stdout.as_str()), (5, ""), "{name}");
        }
    }
    for (name, text) in fuzz_regressions("duration") {
        assert!(IsoDuration::parse(&String::from_utf8(text).unwrap()).is_err(), "{name}");
    }
    site.take_requests();
    for (name, text) in fuzz_regressions("json_patch") {
        let operations = site.run_with_stdin(&["patch", "k", "-f", "-"], text);
        assert_eq!((operations.code, site.take_requests()), (2, Vec::new()), "{name}: {}", operations.stderr);
    }
    for (name, text) in fuzz_regressions("profile") {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &text).unwrap();
        for verb in
            [&["ls"][..], &["get", "a"], &["update", "a", "--comment", "x"], &["rm", "a"], &["rename", "a", "b"]]
        {
            let line = [&["context"], verb, &["--config", file.path().to_str().unwrap()]].concat();
            let run = crate::support::run(&line);
            let is_whole = name.ends_with("no-newline");
            assert!([0, 1, 5].contains(&run.code) && (run.code != 0 || is_whole || verb == ["ls"]), "{name}: {run:?}");
            assert!(is_whole || std::fs::read(file.path()).unwrap() == text, "{name} was written");
        }
    }
}

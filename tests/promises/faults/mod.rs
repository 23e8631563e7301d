//! Faults between the program and a tenant: a table of faults with the requests, exit code, stdout and stderr that each
//! must lead to, and tests of TLS and proxies. `cargo test --test it faults -- --nocapture` prints the results.

mod cases;
mod proxy;
mod runner;
mod tls;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use qlik_api_key::demo::{Fault, Listener, RequestMatcher, Tenant, TestUser};
use rcgen::{CertificateParams, date_time_ymd};

use crate::project::docs::troubleshooting::has_heading;
use crate::support::https_server;
use crate::support::process::Child;
use crate::support::{CliOutput, NOW, TestSite, UNREACHABLE_ADDRESS, binary, json_fault, std_binary};
use runner::{OTHER_ORIGIN, Observed, redact_output, run_case, serve_connections, serve_raw};
use tls::{HttpsTenant, frozen_tenant};

/// A fault and its expected outcome.
struct FaultCase {
    name: String,
    responder: Responder,
    /// The command line. `CREATE` is the `create` command, `ID` an existing key, `LAST` the last of 250 keys,
    /// `CONFIG_FILE` a file with another configuration, and `LOG_FILE` a file with the token of the existing key.
    command: &'static str,
    /// The methods of the requests, in order. After an unknown outcome, any number of GET requests may follow.
    methods: &'static str,
    code: i32,
    /// The number of lines on stdout, all complete.
    stdout_lines: usize,
    /// Texts that stderr contains. `TENANT` is the tenant's URL, and `OTHER_ORIGIN` the URL of another server.
    stderr: &'static [&'static str],
}

/// What responds to the requests.
enum Responder {
    /// The demo tenant with faults: for which requests, how often, and what happens.
    Tenant(Vec<(RequestMatcher, usize, Fault)>),
    /// As `Tenant`, with 250 keys, which are three pages.
    ThreePages(Vec<(RequestMatcher, usize, Fault)>),
    /// A socket that sends these bytes as soon as it receives something. A search after a create finds no keys.
    Socket(&'static [u8], SocketEnd),
    /// An address where nothing listens.
    Unreachable,
}

/// What a socket does after it has sent its bytes.
#[derive(Clone, Copy)]
enum SocketEnd {
    Reset,
    Silence,
    /// Sends spaces without end.
    Flood,
    /// Sends spaces without end, one every 50 ms.
    Drip,
}

const ALWAYS: usize = usize::MAX;
const CREATE: &str = "create --description once";
const LIST_BODY: &[u8] = b"{\"data\":[{\"id\":\"k1\"}]}";
/// What an error says about an unusable response.
const NOT_JSON: &str = "the response to GET /api/v1/api-keys?limit=100 is not the expected JSON";
const INCOMPLETE: &str = "the response to GET /api/v1/api-keys?limit=100 is incomplete";
const UNKNOWN_OUTCOME: &str = "the create was sent and its outcome is unknown: a key may exist";
const TRUNCATED_RESPONSE: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"da";

/// The fault happens to every request.
fn always(fault: Fault) -> Responder {
    Responder::Tenant(vec![(RequestMatcher::any(), ALWAYS, fault)])
}

/// The fault happens to the first request.
fn once(fault: Fault) -> Responder {
    Responder::Tenant(vec![(RequestMatcher::any(), 1, fault)])
}

/// The fault happens to every create.
fn on_create(fault: Fault) -> Responder {
    Responder::Tenant(vec![(RequestMatcher::any().method("POST"), ALWAYS, fault)])
}

/// The fault happens to the first create.
fn once_on_create(fault: Fault) -> Responder {
    Responder::Tenant(vec![(RequestMatcher::any().method("POST"), 1, fault)])
}

/// The faults happen to the requests one after the other.
fn in_sequence(faults: impl IntoIterator<Item = Fault>) -> Responder {
    Responder::Tenant(faults.into_iter().map(|fault| (RequestMatcher::any(), 1, fault)).collect())
}

fn ok(body: impl Into<Vec<u8>>) -> Responder {
    always(json_fault(200, body))
}

fn bad_request(body: &str) -> Responder {
    always(json_fault(400, body))
}

fn raw(bytes: impl Into<Vec<u8>>) -> Fault {
    Fault::Raw(bytes.into())
}

/// Every response is a 200 with these header lines and this body.
fn raw_ok(header: &str, body: &[u8]) -> Responder {
    always(raw([format!("HTTP/1.1 200 OK\r\n{header}\r\n\r\n").as_bytes(), body].concat()))
}

/// A page with one key and a link to the next page.
fn page(id: &str, next: &str) -> Fault {
    json_fault(200, format!(r#"{{"data":[{{"id":"{id}"}}],"links":{{"next":{{"href":"{next}"}}}}}}"#))
}

/// A gzip file (RFC 1952) with one stored block and a wrong checksum.
fn gzip_with_bad_checksum(content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    let block = [&[1][..], &length.to_le_bytes(), &(!length).to_le_bytes(), content].concat();
    [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255][..], &block, &[0; 4], &u32::from(length).to_le_bytes()].concat()
}

/// A gzip file that decompresses to 100 MiB of spaces: a block of fixed Huffman codes (RFC 1951, section 3.2.6), one literal
/// and then "258 times the byte before" over and over, which is the code 11000101 for the length and 00000 for the
/// distance.
fn gzip_bomb() -> Vec<u8> {
    let repeats = "1100010100000".chars().cycle().take(13 * 100 * 1024 * 1024 / 258);
    let bits: Vec<bool> =
        "1".chars().chain("10".chars()).chain("01010000".chars()).chain(repeats).map(|b| b == '1').collect();
    let byte = |bits: &[bool]| bits.iter().rev().fold(0, |byte, bit| byte << 1 | u8::from(*bit));
    [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255][..], &bits.chunks(8).map(byte).collect::<Vec<u8>>()].concat()
}

fn utf_16(text: &str) -> Vec<u8> {
    [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn nested_list(depth: usize) -> String {
    format!(r#"{{"data":[{{"id":"k1","x":{}{}}}]}}"#, "[".repeat(depth), "]".repeat(depth))
}

/// Returns how the observed outcome differs from the expected one.
fn find_problems(case: &FaultCase, observed: &Observed) -> Vec<String> {
    let Observed { output: run, methods, created_keys, duration } = observed;
    let mut problems = Vec::new();
    let mut must = |holds: bool, problem: String| {
        if !holds {
            problems.push(problem);
        }
    };
    // After an unknown outcome the program searches for the key.
    let searches = if case.code == 9 { methods.iter().rev().take_while(|method| *method == "GET").count() } else { 0 };
    let sent = methods[..methods.len() - searches].join(" ");
    must(sent == case.methods, format!("sent {sent:?}, not {:?}", case.methods));
    must(run.code == case.code, format!("ended with {}, not {}", run.code, case.code));
    must(run.stdout.lines().count() == case.stdout_lines, format!("stdout has {} lines", run.stdout.lines().count()));
    must(
        run.stdout.is_empty() || run.stdout.ends_with('\n') || case.command.contains("--raw"),
        "the last line is incomplete".into(),
    );
    for text in case.stderr {
        must(run.stderr.contains(text), format!("stderr does not contain {text:?}"));
    }
    must(
        run.code == 0 || run.stderr.contains("error: ") || run.stderr.contains("\"exit\":"),
        "stderr has no error".into(),
    );
    must(run.code == 0 || has_heading(&run.stderr), "docs/src/troubleshooting.md does not explain the error".into());
    must(!run.stderr.contains("panicked"), "it panicked".into());
    must(*created_keys <= 1, format!("{created_keys} keys were created"));
    must(*duration < Duration::from_secs(15), format!("it took {} s", duration.as_secs()));
    problems
}

/// Calls `work` for each item, eight at a time. Returns the results in order.
fn map_in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, R)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while let Some((index, item)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|i| Some((i, items.get(i)?)))
                {
                    let result = work(item);
                    results.lock().unwrap().push((index, result));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap();
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Describes the outcome of a case for the printed list.
fn describe(case: &FaultCase, observed: &Observed) -> String {
    let Observed { output: run, methods, .. } = observed;
    let requests = if methods.is_empty() { "none".to_owned() } else { methods.join(" ") };
    let mut text =
        format!("## {}\n$ qlik-api-key {}\nrequests: {requests}\nexit: {}\n", case.name, case.command, run.code);
    let stdout = match run.stdout.lines().count() {
        0 if run.stdout.is_empty() => "nothing".to_owned(),
        1 if run.stdout.len() < 200 => run.stdout.trim_end().to_owned(),
        count => format!("{count} lines, {} bytes", run.stdout.len()),
    };
    let _ = writeln!(text, "stdout: {stdout}");
    for line in run.stderr.lines() {
        let _ = writeln!(text, "stderr: {line}");
    }
    text.replace(|c: char| c.is_control() && c != '\n', "?")
}

#[test]
fn every_fault_has_the_expected_outcome() {
    let cases = cases::all();
    assert_eq!(
        cases.iter().map(|case| &case.name).collect::<BTreeSet<_>>().len(),
        cases.len(),
        "two cases have the same name"
    );
    let results = map_in_parallel(&cases, run_case);
    let mut list = String::new();
    let mut failures = String::new();
    for (case, observed) in cases.iter().zip(&results) {
        let entry = describe(case, observed);
        let problems = find_problems(case, observed);
        if !problems.is_empty() {
            let _ = writeln!(failures, "{entry}PROBLEMS: {}\n", problems.join("; "));
        }
        let _ = writeln!(list, "{entry}");
    }
    eprintln!("{list}{} faults", cases.len());
    assert!(failures.is_empty(), "\n{failures}");
    assert_eq!(OTHER_ORIGIN.connections.load(Ordering::Relaxed), 0, "a request went to another origin");
    assert!(cases.len() >= 250, "the guide says 250");
}

#[test]
fn ls_stops_at_a_repeated_page() {
    let site = TestSite::new();
    for number in 0..50 {
        site.listener.tenant().fail_next(1, page("k1", &format!("/api/v1/api-keys?c={number}")));
    }
    site.run(&["ls", "--json"]).fails(7, "repeats an earlier page");
    assert_eq!(site.take_requests().len(), 2, "it went on after the repeated page");
}

#[test]
fn create_retries_connecting_but_sends_once() {
    let tenant = frozen_tenant();
    let token = tenant.user_token(TestUser::Admin).to_owned();
    // A port outside the range that the system assigns automatically, so that no other process gets it.
    let mut ports = (0..100).map(|_| fastrand::u16(20_000..30_000));
    let port = ports.find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()).expect("a free port");
    let mut command = std_binary();
    command.env("QLIK_API_KEY", &token).env("QLIK_SERVER", format!("http://127.0.0.1:{port}")).args(CREATE.split(' '));
    let mut child = Child::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()));
    let mut notice = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut notice).unwrap();
    assert_eq!(notice, "could not create the API key: no connection; trying again in 1 s\n");
    let listener = Listener::start(tenant, port).unwrap();
    assert_eq!(child.output().status.code(), Some(0));
    assert_eq!(listener.tenant().requests().len(), 1);
}

#[test]
fn access_token_failures() {
    let site = TestSite::new();
    let (id, secret) = {
        let tenant = site.listener.tenant();
        let (id, secret) = tenant.oauth_client();
        (id.to_owned(), secret.to_owned())
    };
    for (fault, code, message) in [
        (Fault::status(500), 7, "POST /oauth/token returned 500"),
        (Fault::status(503), 7, "POST /oauth/token returned 503"),
        (json_fault(401, r#"{"error":"invalid_client"}"#), 3, "could not get an access token: invalid_client"),
        (Fault::html(200), 7, "the response to POST /oauth/token is an HTML page"),
        (json_fault(200, "{}"), 7, "missing field `access_token`"),
        (
            json_fault(200, r#"{"access_token":"fake\ntoken"}"#),
            7,
            "its access token is not usable: it contains a space",
        ),
        (json_fault(200, r#"{"access_token":""}"#), 7, "its access token is not usable: it is empty"),
        (Fault::DropRequest, 7, "could not get an access token: the connection to "),
        (Fault::TruncateResponse, 7, "the response to POST /oauth/token is incomplete"),
    ] {
        site.listener.tenant().fail_next(ALWAYS, fault);
        let mut command = binary();
        command.env("QLIK_SERVER", site.listener.url());
        command.env("QLIK_OAUTH_CLIENT_ID", &id).env("QLIK_OAUTH_CLIENT_SECRET", &secret);
        let run = CliOutput::from(command.args(["create", "--description", "once"]).output().unwrap());
        assert!(!run.stderr.contains(&secret), "the client secret is in the error");
        redact_output(run).fails(code, message);
        assert_eq!(site.take_requests().len(), 1, "{message}");
        site.listener.tenant().clear_faults();
    }
}

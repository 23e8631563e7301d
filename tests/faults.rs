//! What goes wrong between the program and a tenant, row by row: what is sent, how the program ends, what it shows and
//! says. `cargo test --test it faults -- --nocapture` prints the list of it. TLS and proxies come after the table.

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
use qlik_api_key::demo::{Fault, Listener, Person, Response, Tenant, When};
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use rustls::{ServerConnection, StreamOwned};

use crate::https;
use crate::support::{NOW, Run, Site, binary};

/// One fault and what must be seen of it.
struct Row {
    what: String,
    host: Host,
    /// The command line. `ID` is an API key that exists, `CREATE` a create.
    line: &'static str,
    /// The methods of the requests, in their order. After a create of unknown outcome more may be read.
    sent: &'static str,
    code: i32,
    /// The lines on stdout, each whole.
    out: usize,
    /// What stderr says among other things. `TENANT` is the tenant's URL.
    says: &'static [&'static str],
}

/// Who answers.
enum Host {
    /// The demo tenant, with faults planned: whom they strike, how often, and how.
    Tenant(Vec<(When, usize, Fault)>),
    /// The same with 250 keys: three pages.
    Pages(Vec<(When, usize, Fault)>),
    /// A socket that sends these bytes once it is sent something, and ends so.
    Socket(&'static [u8], End),
    /// Nobody.
    Nobody,
}

/// How a socket goes on after its bytes.
#[derive(Clone, Copy)]
enum End {
    Reset,
    Silence,
    /// Spaces without end.
    Flood,
}

const FOREVER: usize = usize::MAX;
const CREATE: &str = "create --description once";
const LIST: &[u8] = b"{\"data\":[{\"id\":\"k1\"}]}";
/// What an error says of a body that can't be used.
const NOT_JSON: &str = "the answer to GET /api/v1/api-keys?limit=100 is not the JSON that the API promises";
const NOT_WHOLE: &str = "the answer to GET /api/v1/api-keys?limit=100 is not whole";
const UNKNOWN: &str = "the create was sent and its outcome is unknown: a key may exist";
const LENGTH_20: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"da";

/// Every request meets it.
fn always(fault: Fault) -> Host {
    Host::Tenant(vec![(When::any(), FOREVER, fault)])
}

/// The first request meets it.
fn once(fault: Fault) -> Host {
    Host::Tenant(vec![(When::any(), 1, fault)])
}

/// Every create meets it.
fn post(fault: Fault) -> Host {
    Host::Tenant(vec![(When::any().method("POST"), FOREVER, fault)])
}

/// The requests meet these, one after the other.
fn each(faults: impl IntoIterator<Item = Fault>) -> Host {
    Host::Tenant(faults.into_iter().map(|fault| (When::any(), 1, fault)).collect())
}

fn answer(status: u16, body: impl Into<Vec<u8>>) -> Fault {
    let mut answer = Response::new(status).with("Content-Type", "application/json");
    answer.body = body.into();
    Fault::Answer(answer)
}

fn ok(body: impl Into<Vec<u8>>) -> Host {
    always(answer(200, body))
}

fn refused(body: &str) -> Host {
    always(answer(400, body))
}

fn raw(bytes: impl Into<Vec<u8>>) -> Fault {
    Fault::Raw(bytes.into())
}

/// A 200 with this header and body, as they are.
fn framed(header: &str, body: &[u8]) -> Host {
    always(raw([format!("HTTP/1.1 200 OK\r\n{header}\r\n\r\n").as_bytes(), body].concat()))
}

/// A page of one key, and the link to the next one.
fn page(id: &str, next: &str) -> Fault {
    answer(200, format!(r#"{{"data":[{{"id":"{id}"}}],"links":{{"next":{{"href":"{next}"}}}}}}"#))
}

/// A gzip file (RFC 1952) with one stored block, its checksum wrong.
fn gzip(content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    let block = [&[1][..], &length.to_le_bytes(), &(!length).to_le_bytes(), content].concat();
    [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255][..], &block, &[0; 4], &u32::from(length).to_le_bytes()].concat()
}

/// A gzip file that unfolds to 100 MiB of spaces: a block of fixed Huffman codes (RFC 1951, section 3.2.6), one literal
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

fn nested(depth: usize) -> String {
    format!(r#"{{"data":[{{"id":"k1","x":{}{}}}]}}"#, "[".repeat(depth), "]".repeat(depth))
}

/// The connection itself.
#[rustfmt::skip]
fn connections() -> Vec<Row> {
    let stalled = || Fault::Wait(Duration::from_secs(20));
    vec![
        Row { what: "nobody listens".into(), host: Host::Nobody,
              line: "ls --retry 0", sent: "", code: 7, out: 0, says: &["no connection to TENANT\ncaused by: ", "refused"] },
        Row { what: "nobody listens, tried again".into(), host: Host::Nobody,
              line: "ls --retry 1", sent: "", code: 7, out: 0, says: &["could not list the API keys: no connection; trying again in 1 s\n"] },
        Row { what: "nobody listens to a create".into(), host: Host::Nobody,
              line: "CREATE --retry 1", sent: "", code: 7, out: 0, says: &["no connection; trying again in 1 s\n", "could not create the API key: no connection to TENANT"] },
        Row { what: "reset before the head".into(), host: Host::Socket(b"", End::Reset),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &["the connection to TENANT broke before the answer came"] },
        Row { what: "reset before the head, tried again".into(), host: Host::Socket(b"", End::Reset),
              line: "rm ID --yes --retry 1", sent: "DELETE DELETE", code: 7, out: 0, says: &["no answer; trying again in 1 s\n"] },
        Row { what: "reset before the head of a create".into(), host: Host::Socket(b"", End::Reset),
              line: "CREATE --retry 0", sent: "POST", code: 9, out: 0, says: &[UNKNOWN, "broke before the answer came"] },
        Row { what: "reset in the head".into(), host: Host::Socket(b"HTTP/1.1 200 OK\r\nContent-", End::Reset),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &["broke before the answer came"] },
        Row { what: "reset in the body".into(), host: Host::Socket(LENGTH_20, End::Reset),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &[NOT_WHOLE] },
        Row { what: "reset in the body of a create".into(), host: Host::Socket(b"HTTP/1.1 201 Created\r\nContent-Length: 20\r\n\r\n{\"id", End::Reset),
              line: "CREATE --retry 0", sent: "POST", code: 9, out: 0, says: &[UNKNOWN, "the answer to POST /api/v1/api-keys is not whole"] },
        Row { what: "silence before the head".into(), host: Host::Socket(b"", End::Silence),
              line: "ls --retry 0 --timeout 1", sent: "GET", code: 7, out: 0, says: &["no answer from TENANT in time", "hint: --timeout SECONDS waits longer"] },
        Row { what: "silence in the head".into(), host: Host::Socket(b"HTTP/1.1 200", End::Silence),
              line: "get ID --retry 0 --timeout 1", sent: "GET", code: 7, out: 0, says: &["no answer from TENANT in time"] },
        Row { what: "silence in the body".into(), host: Host::Socket(LENGTH_20, End::Silence),
              line: "ls --retry 0 --timeout 1", sent: "GET", code: 7, out: 0, says: &[NOT_WHOLE] },
        Row { what: "an answer to a create that comes too late".into(), host: post(stalled()),
              line: "CREATE --timeout 1", sent: "POST", code: 9, out: 0, says: &[UNKNOWN, "no answer from TENANT in time"] },
        Row { what: "an answer to a removal that comes too late".into(), host: once(stalled()),
              line: "rm ID --yes --timeout 1", sent: "DELETE DELETE", code: 0, out: 0, says: &["no answer; trying again in 1 s", "removed API key"] },
        Row { what: "closed without an answer".into(), host: always(Fault::Drop),
              line: "ls --retry 1", sent: "GET GET", code: 7, out: 0, says: &["no answer; trying again in 1 s\n"] },
        Row { what: "closed without an answer once".into(), host: once(Fault::Drop),
              line: "ls -q", sent: "GET GET", code: 0, out: 10, says: &[] },
        Row { what: "closed without an answer, the create unprocessed".into(), host: post(Fault::Drop),
              line: "CREATE", sent: "POST", code: 9, out: 0, says: &[UNKNOWN] },
        Row { what: "closed without an answer, the create processed".into(), host: post(Fault::Lost),
              line: "CREATE", sent: "POST", code: 9, out: 0, says: &[UNKNOWN] },
        Row { what: "closed without an answer, the removal processed".into(), host: once(Fault::Lost),
              line: "rm ID --yes", sent: "DELETE DELETE", code: 0, out: 0, says: &["removed API key"] },
        Row { what: "closed without an answer, the patch processed".into(), host: once(Fault::Lost),
              line: "patch ID --description x", sent: "PATCH PATCH", code: 0, out: 0, says: &["trying again in 1 s"] },
        Row { what: "an answer cut in half".into(), host: always(Fault::Cut),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &[NOT_WHOLE] },
        Row { what: "an answer cut in half once".into(), host: once(Fault::Cut),
              line: "config get --raw", sent: "GET GET", code: 0, out: 1, says: &["trying again in 1 s"] },
        Row { what: "the answer to a create cut in half".into(), host: post(Fault::Cut),
              line: "CREATE", sent: "POST", code: 9, out: 0, says: &[UNKNOWN, "POST /api/v1/api-keys is not whole"] },
    ]
}

/// What comes is no HTTP, or not whole, or not in the coding that it claims.
#[rustfmt::skip]
fn framing() -> Vec<Row> {
    let broke = &["the connection to TENANT broke before the answer came"];
    vec![
        Row { what: "a status line cut short".into(), host: always(raw("HTTP/1.1 20")),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: broke },
        Row { what: "a head cut short".into(), host: always(raw("HTTP/1.1 200 OK\r\nContent-Le")),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: broke },
        Row { what: "SSH instead of HTTP".into(), host: always(raw("SSH-2.0-OpenSSH_9.6\r\n")),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: broke },
        Row { what: "TLS instead of HTTP".into(), host: always(raw(*b"\x15\x03\x01\x00\x02\x02\x0a")),
              line: "get ID --retry 0", sent: "GET", code: 7, out: 0, says: broke },
        Row { what: "nonsense instead of HTTP to a create".into(), host: post(raw(*b"\x00\xff\x1b[31m\r\n\r\n")),
              line: "CREATE", sent: "POST", code: 9, out: 0, says: &[UNKNOWN] },
        Row { what: "a body alone (HTTP/0.9)".into(), host: always(raw(LIST)),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: broke },
        Row { what: "HTTP/3.0 in the status line".into(), host: always(raw("HTTP/3.0 200 OK\r\nContent-Length: 0\r\n\r\n")),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: broke },
        Row { what: "a status of two digits".into(), host: always(raw("HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n")),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: broke },
        Row { what: "200 header lines".into(), host: framed(&["X-A: b"; 200].join("\r\n"), LIST),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: broke },
        Row { what: "a header line of 1 MiB".into(), host: framed(&format!("X-A: {}", "b".repeat(1 << 20)), LIST),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: broke },
        Row { what: "a length too long".into(), host: framed("Content-Length: 99", LIST),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &[NOT_WHOLE] },
        Row { what: "a length too short".into(), host: framed("Content-Length: 9", LIST),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &[NOT_JSON] },
        Row { what: "a length that is no number".into(), host: framed("Content-Length: -1", LIST),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: broke },
        Row { what: "two lengths that differ".into(), host: framed("Content-Length: 22\r\nContent-Length: 9", LIST),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: broke },
        Row { what: "no length at all".into(), host: framed("Connection: close", LIST),
              line: "ls -q", sent: "GET", code: 0, out: 1, says: &[] },
        Row { what: "a chunk whose size is no number".into(), host: framed("Transfer-Encoding: chunked", b"zz\r\n{}\r\n0\r\n\r\n"),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &[NOT_WHOLE] },
        Row { what: "a chunk longer than its size".into(), host: framed("Transfer-Encoding: chunked", b"2\r\n{\"data\":[]}\r\n0\r\n\r\n"),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &[NOT_WHOLE] },
        Row { what: "chunks without the last".into(), host: framed("Transfer-Encoding: chunked", b"b\r\n{\"data\":[]}\r\n"),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &[NOT_WHOLE] },
        Row { what: "a chunk without an end to its size".into(), host: framed("Transfer-Encoding: chunked", &[b'1'; 4096]),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &[NOT_WHOLE] },
        Row { what: "a create's chunks without the last".into(),
              host: post(raw("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n{\"id\":\"k1\",\r\n")),
              line: "CREATE", sent: "POST", code: 9, out: 0, says: &[UNKNOWN] },
        Row { what: "gzip that isn't".into(), host: framed("Content-Encoding: gzip\r\nContent-Length: 22", LIST),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &[NOT_WHOLE] },
        Row { what: "gzip cut short".into(), host: framed("Content-Encoding: gzip", &gzip(LIST)[..30]),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &[NOT_WHOLE] },
        Row { what: "gzip with a wrong checksum".into(), host: framed("Content-Encoding: gzip", &gzip(LIST)),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &[NOT_WHOLE] },
        Row { what: "gzip that unfolds to 100 MiB".into(), host: framed("Content-Encoding: gzip", &gzip_bomb()),
              line: "ls", sent: "GET", code: 7, out: 0, says: &["the answer to GET /api/v1/api-keys?limit=100 is longer than 64 MiB"] },
        Row { what: "a coding that nobody asked for".into(), host: framed("Content-Encoding: br", b"\x0b\x02\x80{}\x03"),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON] },
        Row { what: "a body without end".into(), host: Host::Socket(b"HTTP/1.1 200 OK\r\n\r\n", End::Flood),
              line: "ls", sent: "GET", code: 7, out: 0, says: &["is longer than 64 MiB"] },
        Row { what: "a body without end to a create".into(), host: Host::Socket(b"HTTP/1.1 201 Created\r\nContent-Length: 99999999999\r\n\r\n", End::Flood),
              line: "CREATE --retry 0", sent: "POST", code: 9, out: 0, says: &[UNKNOWN, "POST /api/v1/api-keys is longer than 64 MiB"] },
        Row { what: "an error document without end".into(), host: Host::Socket(b"HTTP/1.1 400 Bad Request\r\n\r\n", End::Flood),
              line: "ls", sent: "GET", code: 7, out: 0, says: &["is longer than 64 MiB"] },
        Row { what: "100 Continue and the end".into(), host: always(raw("HTTP/1.1 100 Continue\r\n\r\n")),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: broke },
        Row { what: "103 Early Hints and the end".into(), host: post(raw("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")),
              line: "CREATE", sent: "POST", code: 9, out: 0, says: &[UNKNOWN] },
        Row { what: "100 Continue and then the answer".into(),
              host: always(raw([&b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 22\r\n\r\n"[..], LIST].concat())),
              line: "ls -q", sent: "GET", code: 0, out: 1, says: &[] },
        Row { what: "101 Switching Protocols to a create".into(), host: post(raw("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n")),
              line: "CREATE", sent: "POST", code: 9, out: 0, says: &[UNKNOWN] },
        Row { what: "101 Switching Protocols".into(), host: always(raw("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n")),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &["could not list the API keys"] },
    ]
}

/// Whole answers of good status that hold something else.
#[rustfmt::skip]
fn bodies() -> Vec<Row> {
    let spaces = " ".repeat(1 << 20);
    vec![
        Row { what: "an empty body".into(), host: ok(""),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON, "hint: check that TENANT is a Qlik Cloud tenant"] },
        Row { what: "null".into(), host: ok("null"),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON] },
        Row { what: "an array".into(), host: ok("[]"),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON] },
        Row { what: "HTML".into(), host: always(Fault::html(200)),
              line: "ls", sent: "GET", code: 7, out: 0, says: &["the answer to GET /api/v1/api-keys?limit=100 is an HTML page"] },
        Row { what: "HTML to a get".into(), host: always(Fault::html(200)),
              line: "get ID --json", sent: "GET", code: 7, out: 0, says: &["is an HTML page\""] },
        Row { what: "HTML to a create".into(), host: post(Fault::html(201)),
              line: "CREATE", sent: "POST", code: 9, out: 0, says: &[UNKNOWN, "the answer to POST /api/v1/api-keys is an HTML page"] },
        Row { what: "HTML to a create, raw".into(), host: post(Fault::html(200)),
              line: "CREATE --raw", sent: "POST", code: 9, out: 0, says: &[UNKNOWN] },
        Row { what: "UTF-16".into(), host: ok(utf_16("{\"data\":[]}")),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON] },
        Row { what: "Latin-1".into(), host: ok(*b"{\"data\":[{\"id\":\"k1\",\"description\":\"caf\xe9\"}]}"),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON] },
        Row { what: "a byte order mark".into(), host: ok("\u{feff}{\"data\":[{\"id\":\"k1\"}]}"),
              line: "ls -q", sent: "GET", code: 0, out: 1, says: &[] },
        Row { what: "two documents".into(), host: ok("{\"data\":[]}{\"data\":[]}"),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON] },
        Row { what: "half a document".into(), host: ok("{\"data\":[{\"id\":\"k1\""),
              line: "ls -o jsonl", sent: "GET", code: 7, out: 0, says: &["GET /api/v1/api-keys"] },
        Row { what: "100 000 arrays for a body".into(), host: ok("[".repeat(100_000)),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON] },
        Row { what: "100 000 arrays for a key".into(), host: ok("[".repeat(100_000)),
              line: "get ID", sent: "GET", code: 7, out: 0, says: &["GET /api/v1/api-keys/"] },
        Row { what: "a row nested 100 000 deep, jsonl".into(), host: ok(nested(100_000)),
              line: "ls -o jsonl", sent: "GET", code: 0, out: 1, says: &[] },
        Row { what: "a row nested 100 000 deep, JSON".into(), host: ok(nested(100_000)),
              line: "ls --json", sent: "GET", code: 0, out: 130, says: &[] },
        Row { what: "a row nested 100 000 deep, csv".into(), host: ok(nested(100_000)),
              line: "ls -o csv", sent: "GET", code: 0, out: 2, says: &[] },
        Row { what: "100 000 arrays for an error".into(), host: refused(&format!("{{\"errors\":{}", "[".repeat(100_000))),
              line: "ls", sent: "GET", code: 1, out: 0, says: &["GET /api/v1/api-keys?limit=100 answered 400"] },
        Row { what: "a row with 1 MiB of white space".into(), host: ok(format!("{{\"data\":[{{\"id\":{spaces}\"k1\"}}]}}")),
              line: "ls -o jsonl", sent: "GET", code: 0, out: 1, says: &[] },
        Row { what: "a member twice in a row".into(), host: ok(r#"{"data":[{"id":"k1","a":1,"a":2}]}"#),
              line: "ls -o jsonl", sent: "GET", code: 0, out: 1, says: &[] },
        Row { what: "the data twice".into(), host: ok(r#"{"data":[{"id":"k1"}],"data":[]}"#),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON, "duplicate field"] },
        Row { what: "the id twice in a new key".into(), host: post(answer(201, r#"{"id":"k1","id":"k2","token":"fake"}"#)),
              line: "CREATE", sent: "POST", code: 9, out: 0, says: &[UNKNOWN] },
        Row { what: "a number too large".into(), host: ok(r#"{"data":[{"id":"k1","a":1e999999,"b":123456789012345678901234567890}]}"#),
              line: "ls -o jsonl", sent: "GET", code: 0, out: 1, says: &[] },
        Row { what: "a number too large in an error".into(), host: refused(r#"{"errors":[{"title":"Bad","code":1e999999}]}"#),
              line: "ls", sent: "GET", code: 1, out: 0, says: &["GET /api/v1/api-keys?limit=100 answered 400"] },
        Row { what: "a year too large".into(), host: ok(r#"{"data":[{"id":"k1","expiry":"99999-01-01T00:00:00Z"}]}"#),
              line: "ls -o table --no-header", sent: "GET", code: 0, out: 1, says: &[] },
        Row { what: "no data".into(), host: ok("{}"),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON, "missing field `data`"] },
        Row { what: "null for data".into(), host: ok(r#"{"data":null}"#),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON] },
        Row { what: "an object for data".into(), host: ok(r#"{"data":{"id":"k1"}}"#),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON] },
        Row { what: "no links".into(), host: ok(LIST),
              line: "ls -q", sent: "GET", code: 0, out: 1, says: &[] },
        Row { what: "a text for links".into(), host: ok(r#"{"data":[],"links":"/next"}"#),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON] },
        Row { what: "a number for a link".into(), host: ok(r#"{"data":[],"links":{"next":{"href":7}}}"#),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON] },
        Row { what: "a row that is no object, table".into(), host: ok(r#"{"data":[7]}"#),
              line: "ls -o table", sent: "GET", code: 7, out: 0, says: &["something else where an object belongs"] },
        Row { what: "a row that is no object, ids".into(), host: ok(r#"{"data":[null]}"#),
              line: "ls -q", sent: "GET", code: 7, out: 0, says: &["something else where an object belongs"] },
        Row { what: "a row without an id, ids".into(), host: ok(r#"{"data":[{"id":"k1"},{"sub":"x"}]}"#),
              line: "ls -q", sent: "GET", code: 7, out: 1, says: &["a key without an id"] },
        Row { what: "no token in a new key".into(), host: post(answer(201, r#"{"id":"k1"}"#)),
              line: "CREATE", sent: "POST", code: 9, out: 0, says: &[UNKNOWN, "missing field `token`"] },
        Row { what: "no id in a new key".into(), host: post(answer(201, r#"{"token":"fake"}"#)),
              line: "CREATE", sent: "POST", code: 9, out: 0, says: &[UNKNOWN, "missing field `id`"] },
        Row { what: "an empty token in a new key".into(), host: post(answer(201, r#"{"id":"k1","token":""}"#)),
              line: "CREATE -o csv", sent: "POST", code: 9, out: 0, says: &[UNKNOWN, "its id or token is empty"] },
        Row { what: "null for a new key".into(), host: post(answer(201, "null")),
              line: "CREATE --json", sent: "POST", code: 9, out: 0, says: &["\"exit\":9"] },
        Row { what: "a new key with 200".into(), host: post(answer(200, r#"{"id":"k1","token":"fake"}"#)),
              line: "CREATE -o jsonl", sent: "POST", code: 0, out: 1, says: &[] },
        Row { what: "no content for a new key".into(), host: post(raw("HTTP/1.1 204 No Content\r\n\r\n")),
              line: "CREATE", sent: "POST", code: 9, out: 0, says: &[UNKNOWN] },
        Row { what: "a new key that is only accepted".into(), host: post(answer(202, "{}")),
              line: "CREATE", sent: "POST", code: 9, out: 0, says: &[UNKNOWN] },
        Row { what: "204 with a body".into(), host: always(raw("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello")),
              line: "rm ID --yes", sent: "DELETE", code: 0, out: 0, says: &["removed API key"] },
        Row { what: "200 with a body to a removal".into(), host: ok("{}"),
              line: "rm ID --yes", sent: "DELETE", code: 0, out: 0, says: &["removed API key"] },
        Row { what: "a configuration that is HTML".into(), host: always(Fault::html(200)),
              line: "config get", sent: "GET", code: 7, out: 0, says: &["is an HTML page"] },
    ]
}

/// Links to further pages that must not be followed, and pages that fail.
#[rustfmt::skip]
fn links() -> Vec<Row> {
    let third = |fault| Host::Pages(vec![(When::any().after(2), FOREVER, fault)]);
    vec![
        Row { what: "a next page of another origin".into(), host: each([page("k1", "ELSEWHERE/api/v1/api-keys")]),
              line: "ls --json", sent: "GET", code: 7, out: 0, says: &["leads to ELSEWHERE and is not followed"] },
        Row { what: "a next page of another origin, without a scheme".into(), host: each([page("k1", "//tenant.invalid/x")]),
              line: "ls", sent: "GET", code: 7, out: 0, says: &["leads to http://tenant.invalid and is not followed"] },
        Row { what: "a next page on another port".into(), host: each([page("k1", "http://127.0.0.1:9/x")]),
              line: "ls -o csv", sent: "GET", code: 7, out: 2, says: &["leads to http://127.0.0.1:9 and is not followed"] },
        Row { what: "a next page under another name of the host".into(), host: each([page("k1", "http://localhost/x")]),
              line: "ls", sent: "GET", code: 7, out: 0, says: &["leads to http://localhost and is not followed"] },
        Row { what: "a next page whose user looks like the tenant".into(), host: each([page("k1", "TENANT@tenant.invalid/x")]),
              line: "ls", sent: "GET", code: 7, out: 0, says: &["is not followed"] },
        Row { what: "a next page that is a file".into(), host: each([page("k1", "file:///etc/passwd")]),
              line: "ls", sent: "GET", code: 7, out: 0, says: &["is not followed"] },
        Row { what: "a next page that is no URL".into(), host: each([page("k1", "http://[")]),
              line: "ls", sent: "GET", code: 7, out: 0, says: &["the link to the next page is no URL"] },
        Row { what: "a next page by a relative link".into(), host: each([page("k1", "?limit=100&startingAfter=k1"), answer(200, LIST.replace_id())]),
              line: "ls -q", sent: "GET GET", code: 0, out: 2, says: &[] },
        Row { what: "a next page that is the page itself".into(), host: always(page("k1", "/api/v1/api-keys?limit=100")),
              line: "ls", sent: "GET", code: 7, out: 0, says: &["the link to the next page leads back to TENANT/api/v1/api-keys?limit=100"] },
        Row { what: "a circle of two pages".into(), host: each([page("k1", "/api/v1/api-keys?b"), page("k2", "/api/v1/api-keys?limit=100")]),
              line: "ls --json", sent: "GET GET", code: 7, out: 0, says: &["leads back to TENANT"] },
        Row { what: "an empty page with a next one".into(), host: ok(r#"{"data":[],"links":{"next":{"href":"/api/v1/api-keys?b"}}}"#),
              line: "ls", sent: "GET", code: 7, out: 0, says: &["a page without rows links to a further page"] },
        Row { what: "a third page that is HTML, JSON".into(), host: third(Fault::html(200)),
              line: "ls -o json", sent: "GET GET GET", code: 7, out: 0, says: &["is an HTML page"] },
        Row { what: "a third page refused, table".into(), host: third(Fault::status(403)),
              line: "ls -o table", sent: "GET GET GET", code: 4, out: 0, says: &["answered 403"] },
        Row { what: "a third page refused, jsonl".into(), host: third(Fault::status(401)),
              line: "ls -o jsonl", sent: "GET GET GET", code: 3, out: 200, says: &["\"status\":401", "\"exit\":3"] },
        Row { what: "a third page that fails, csv".into(), host: third(Fault::status(500)),
              line: "ls -o csv", sent: "GET GET GET", code: 7, out: 201, says: &["GET /api/v1/api-keys?", "startingAfter=", "answered 500"] },
        Row { what: "a third page cut in half, tsv".into(), host: third(Fault::Cut),
              line: "ls -o tsv --retry 0", sent: "GET GET GET", code: 7, out: 201, says: &["is not whole"] },
        Row { what: "a third page without an answer, ids".into(), host: third(Fault::Drop),
              line: "ls -q --retry 0", sent: "GET GET GET", code: 7, out: 200, says: &["broke before the answer came"] },
        Row { what: "a third page rate limited, backwards".into(), host: Host::Pages(vec![(When::any().after(1), FOREVER, Fault::too_many("9"))]),
              line: "ls -q --endingBefore LAST --retry 0", sent: "GET GET", code: 6, out: 0, says: &["hint: try again in 9 s"] },
    ]
}

/// Rate limits, and what they ask to wait.
#[rustfmt::skip]
fn waits() -> Vec<Row> {
    vec![
        Row { what: "429 that asks for 1 s".into(), host: once(Fault::too_many("1")),
              line: "ls -q", sent: "GET GET", code: 0, out: 10, says: &[] },
        Row { what: "429 that asks for 1 s, of a create".into(), host: once(Fault::too_many("1")),
              line: "CREATE -o jsonl", sent: "POST POST", code: 0, out: 1, says: &[] },
        Row { what: "429 that asks for 0 s".into(), host: once(Fault::too_many("0")),
              line: "patch ID --description x", sent: "PATCH PATCH", code: 0, out: 0, says: &["trying again in 0 s"] },
        Row { what: "429 that asks for a date".into(), host: once(Fault::too_many("Mon, 23 Nov 2026 12:00:01 GMT")),
              line: "rm ID --yes", sent: "DELETE DELETE", code: 0, out: 0, says: &["rate limited; trying again in 1 s"] },
        Row { what: "429 that asks for a date far off".into(), host: always(Fault::too_many("Mon, 23 Nov 2026 13:00:00 GMT")),
              line: "ls", sent: "GET", code: 6, out: 0, says: &["hint: try again in 3600 s"] },
        Row { what: "429 that asks for a date gone by".into(), host: once(Fault::too_many("Mon, 23 Nov 2026 11:00:00 GMT")),
              line: "patch ID --description x", sent: "PATCH PATCH", code: 0, out: 0, says: &["rate limited; trying again in 1 s"] },
        Row { what: "429 that doesn't say".into(), host: once(Fault::status(429)),
              line: "patch ID --description x", sent: "PATCH PATCH", code: 0, out: 0, says: &["rate limited; trying again in 1 s"] },
        Row { what: "429 that asks for less than nothing".into(), host: once(Fault::too_many("-5")),
              line: "patch ID --description x", sent: "PATCH PATCH", code: 0, out: 0, says: &["rate limited; trying again in 1 s"] },
        Row { what: "429 that asks for nonsense".into(), host: once(Fault::too_many("soon")),
              line: "patch ID --description x", sent: "PATCH PATCH", code: 0, out: 0, says: &["rate limited; trying again in 1 s"] },
        Row { what: "429 that asks for 3000 years".into(), host: once(Fault::too_many("99999999999")),
              line: "patch ID --description x", sent: "PATCH PATCH", code: 0, out: 0, says: &["rate limited; trying again in 1 s"] },
        Row { what: "429 that asks for more than 64 bits".into(), host: once(Fault::too_many("99999999999999999999999")),
              line: "patch ID --description x", sent: "PATCH PATCH", code: 0, out: 0, says: &["rate limited; trying again in 1 s"] },
        Row { what: "429 that asks for a day".into(), host: always(Fault::too_many("86400")),
              line: "CREATE", sent: "POST", code: 6, out: 0, says: &["answered 429", "hint: try again in 86400 s"] },
        Row { what: "429 again and again".into(), host: always(Fault::too_many("1")),
              line: "CREATE --retry 1", sent: "POST POST", code: 6, out: 0, says: &["could not create the API key: ", "answered 429"] },
        Row { what: "429 in HTML".into(), host: always(Fault::html(429)),
              line: "ls --retry 0", sent: "GET", code: 6, out: 0, says: &["GET /api/v1/api-keys?limit=100 answered 429"] },
    ]
}

/// Error documents of odd shapes.
#[rustfmt::skip]
fn documents() -> Vec<Row> {
    let plain = &["the tenant answered 400 and gave no reason\ncaused by: GET /api/v1/api-keys?limit=100 answered 400"];
    vec![
        Row { what: "an error without a body".into(), host: refused(""),
              line: "ls", sent: "GET", code: 1, out: 0, says: plain },
        Row { what: "an error that is null".into(), host: refused("null"),
              line: "ls", sent: "GET", code: 1, out: 0, says: plain },
        Row { what: "an error that is a text".into(), host: refused("\"no\""),
              line: "ls", sent: "GET", code: 1, out: 0, says: plain },
        Row { what: "errors that are no array".into(), host: refused(r#"{"errors":{"title":"Bad"}}"#),
              line: "ls", sent: "GET", code: 1, out: 0, says: plain },
        Row { what: "errors that are empty".into(), host: refused(r#"{"errors":[]}"#),
              line: "ls", sent: "GET", code: 1, out: 0, says: plain },
        Row { what: "errors that are no objects".into(), host: refused(r#"{"errors":[7,null,[],"x"],"traceId":"t1"}"#),
              line: "ls", sent: "GET", code: 1, out: 0, says: &["gave no reason", "answered 400: traceId t1"] },
        Row { what: "errors of which one is an object".into(), host: refused(r#"{"errors":[7,{"title":"Bad"}],"traceId":7}"#),
              line: "ls", sent: "GET", code: 1, out: 0, says: &["could not list the API keys: Bad\n"] },
        Row { what: "errors in errors".into(), host: refused(r#"{"errors":[{"errors":[{"title":"Bad"}]}]}"#),
              line: "ls", sent: "GET", code: 1, out: 0, says: plain },
        Row { what: "an error whose members are of other types".into(), host: refused(r#"{"errors":[{"title":["Bad"],"code":7,"detail":{},"source":"x","status":"404"}]}"#),
              line: "ls --json", sent: "GET", code: 1, out: 0, says: &["\"status\":400", "\"exit\":1"] },
        Row { what: "an error whose status contradicts".into(), host: always(answer(403, r#"{"errors":[{"title":"Bad","status":"404"}]}"#)),
              line: "ls --json", sent: "GET", code: 4, out: 0, says: &["{\"status\":403,\"title\":\"Bad\""] },
        Row { what: "an error that is flat".into(), host: refused(r#"{"title":"Bad","detail":"Worse."}"#),
              line: "ls", sent: "GET", code: 1, out: 0, says: &["could not list the API keys: Bad. Worse."] },
        Row { what: "an error that steers a terminal".into(), host: refused(r#"{"errors":[{"title":"\u001b[31mBad\u0007"}]}"#),
              line: "ls", sent: "GET", code: 1, out: 0, says: &["Bad"] },
        Row { what: "an error in UTF-16".into(), host: always(answer(400, utf_16(r#"{"title":"Bad"}"#))),
              line: "ls", sent: "GET", code: 1, out: 0, says: plain },
        Row { what: "an error after a byte order mark".into(), host: refused("\u{feff}{\"title\":\"Bad\"}"),
              line: "ls", sent: "GET", code: 1, out: 0, says: &["could not list the API keys: Bad\n"] },
        Row { what: "an error cut in half".into(), host: always(raw("HTTP/1.1 403 Forbidden\r\nContent-Length: 50\r\n\r\n{\"err")),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &[NOT_WHOLE] },
        Row { what: "a 404 in HTML".into(), host: always(Fault::html(404)),
              line: "get ID", sent: "GET", code: 5, out: 0, says: &["an HTML page came with status 404", "hint: check that TENANT is a Qlik Cloud tenant"] },
        Row { what: "a 502 in HTML".into(), host: always(Fault::html(502)),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &["an HTML page came with status 502"] },
        Row { what: "a 503 in HTML".into(), host: once(Fault::html(503)),
              line: "ls -q", sent: "GET GET", code: 0, out: 10, says: &[] },
        Row { what: "a 502 in HTML to a create".into(), host: post(Fault::html(502)),
              line: "CREATE", sent: "POST", code: 9, out: 0, says: &[UNKNOWN, "POST /api/v1/api-keys answered 502"] },
        Row { what: "a removal that finds nothing".into(), host: always(Fault::status(404)),
              line: "rm ID --yes", sent: "DELETE", code: 5, out: 0, says: &["answered 404"] },
        Row { what: "a removal that finds nothing the second time".into(), host: each([Fault::status(503), Fault::status(404)]),
              line: "rm ID --yes", sent: "DELETE DELETE", code: 0, out: 0, says: &["answered 503; trying again in 1 s", "removed API key"] },
        Row { what: "a patch that finds nothing the second time".into(), host: each([Fault::status(503), Fault::status(404)]),
              line: "patch ID --description x", sent: "PATCH PATCH", code: 5, out: 0, says: &["answered 404"] },
    ]
}

/// Each status, of a list and of a create.
fn statuses() -> Vec<Row> {
    let of_list = |status: u16| match status {
        401 => (3, "answered 401"),
        403 => (4, "answered 403"),
        404 => (5, "answered 404"),
        429 => (6, "answered 429"),
        300..=399 => (7, "redirects are not followed"),
        400..=499 => (1, "GET /api/v1/api-keys?limit=100 answered 4"),
        _ => (7, "GET /api/v1/api-keys?limit=100 answered "),
    };
    let refusals = [400, 401, 402, 403, 404, 405, 406, 409, 410, 412, 413, 415, 418, 421, 422, 428, 429, 431, 451];
    let failures = [500, 501, 502, 503, 504, 505, 507, 508, 511, 599, 600, 999];
    let rows =
        [300, 301, 302, 303, 304, 305, 307, 308].into_iter().chain(refusals).chain(failures).flat_map(|status| {
            let fault = || match status {
                300..=399 => Fault::redirect(status, "ELSEWHERE/api/v1/api-keys?fake"),
                _ => Fault::status(status),
            };
            let (code, says): (_, &[&str]) = match of_list(status) {
                (code, "redirects are not followed") => (code, &["redirects are not followed"]),
                (code, _) => (code, &["could not list the API keys: ", "GET /api/v1/api-keys?limit=100 answered "]),
            };
            let list = Row {
                what: format!("status {status}"),
                host: always(fault()),
                line: "ls --retry 0",
                sent: "GET",
                code,
                out: 0,
                says,
            };
            let unknown = status >= 500;
            let create = Row {
                what: format!("status {status} to a create"),
                host: post(fault()),
                // A POST is not repeated, whatever the flag allows; but after a 429 it would be.
                line: if status == 429 { "CREATE --retry 0" } else { CREATE },
                sent: "POST",
                code: if unknown { 9 } else { code },
                out: 0,
                says: if unknown {
                    &[UNKNOWN, "POST /api/v1/api-keys answered "]
                } else {
                    &["could not create the API key: "]
                },
            };
            [list, create]
        });
    rows.collect()
}

/// A list of another key than the first page's.
trait ReplaceId {
    fn replace_id(&self) -> Vec<u8>;
}

impl ReplaceId for [u8] {
    fn replace_id(&self) -> Vec<u8> {
        String::from_utf8_lossy(self).replace("k1", "k2").into()
    }
}

/// Another origin, where nobody may turn up.
struct Elsewhere {
    url: String,
    visits: Arc<AtomicUsize>,
}

static ELSEWHERE: LazyLock<Elsewhere> = LazyLock::new(|| {
    let visits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&visits);
    let url = served(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
    });
    Elsewhere { url: format!("http://{url}"), visits }
});

/// An address where each connection is attended to like this.
fn served(attend: impl Fn(TcpStream) + Send + Sync + 'static) -> String {
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap().to_string();
    let attend = Arc::new(attend);
    std::thread::spawn(move || {
        for stream in socket.incoming().flatten() {
            let attend = Arc::clone(&attend);
            std::thread::spawn(move || attend(stream));
        }
    });
    address
}

/// The methods of the requests that came to a socket.
type Methods = Arc<Mutex<Vec<String>>>;

/// A socket that sends these bytes to whoever sends something, and ends so.
fn socket(bytes: &'static [u8], end: End) -> (String, Methods) {
    let methods = Methods::default();
    let seen = Arc::clone(&methods);
    let address = served(move |mut stream| {
        // Looked at and left unread: then the end of the connection is a reset.
        let mut head = [0; 16];
        let Ok(count @ 1..) = stream.peek(&mut head) else { return };
        let head = String::from_utf8_lossy(&head[..count]).into_owned();
        seen.lock().unwrap().push(head.split(' ').next().unwrap_or_default().to_owned());
        let _ = stream.write_all(bytes);
        match end {
            End::Reset => std::thread::sleep(Duration::from_millis(20)),
            End::Silence => while stream.read(&mut [0; 4096]).is_ok_and(|count| count > 0) {},
            End::Flood => while stream.write_all(&[b' '; 1 << 16]).is_ok() {},
        }
    });
    (format!("http://{address}"), methods)
}

/// What was seen of a row.
struct Seen {
    run: Run,
    methods: Vec<String>,
    /// The keys that the create made.
    created: usize,
    took: Duration,
}

/// Where a row takes place.
struct Stage {
    url: String,
    site: Option<Site>,
    methods: Methods,
}

impl Stage {
    fn set(host: &Host) -> Self {
        let of_site = |site: Site, faults: &Vec<(When, usize, Fault)>| {
            let url = site.listener.url();
            for (when, times, fault) in faults {
                site.listener.tenant().fail_when(when.clone(), *times, placed(fault.clone(), &url));
            }
            Self { url, site: Some(site), methods: Methods::default() }
        };
        match host {
            Host::Tenant(faults) => of_site(Site::new(), faults),
            Host::Pages(faults) => of_site(Site::empty(|tenant| tenant.add_keys(247)), faults),
            Host::Socket(bytes, end) => {
                let (url, methods) = socket(bytes, *end);
                Self { url, site: None, methods }
            }
            Host::Nobody => {
                let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
                Self { url: format!("http://{free}"), site: None, methods: Methods::default() }
            }
        }
    }

    fn methods(&self) -> Vec<String> {
        let Some(site) = &self.site else { return self.methods.lock().unwrap().clone() };
        site.requests().iter().map(|request| request.split(' ').next().unwrap().to_owned()).collect()
    }

    /// The keys that exist because of the create.
    fn created(&self) -> usize {
        let Some(site) = &self.site else { return 0 };
        site.listener.tenant().clear_faults();
        site.body_of("/api/v1/api-keys?limit=100&sort=-created").matches("\"once\"").count()
    }
}

/// A fault with the URLs that its text stands for.
fn placed(fault: Fault, url: &str) -> Fault {
    let named = |text: &str| text.replace("TENANT", url).replace("ELSEWHERE", &ELSEWHERE.url);
    match fault {
        Fault::Answer(mut answer) => {
            for (_, value) in &mut answer.headers {
                *value = named(value);
            }
            if let Some(text) = std::str::from_utf8(&answer.body).ok().filter(|text| text.len() < 1000) {
                answer.body = named(text).into();
            }
            Fault::Answer(answer)
        }
        other => other,
    }
}

/// The administrator's token in every demo tenant of the tests, an ID of a key of [`Site::new`], and the last ID of the pages.
static KNOWN: LazyLock<(String, String, String)> = LazyLock::new(|| {
    let site = Site::new();
    let keys: serde_json::Value = serde_json::from_str(&site.body_of("/api/v1/api-keys?limit=100")).unwrap();
    let keys = keys["data"].as_array().unwrap();
    let id = keys.iter().find(|key| key["description"] == "CI pipeline").unwrap()["id"].as_str().unwrap();
    let pages = Site::empty(|tenant| tenant.add_keys(247)).run(&["ls", "-q"]).stdout;
    let token = site.listener.tenant().token_of(Person::Admin).to_owned();
    (token, id.to_owned(), pages.lines().last().unwrap().to_owned())
});

/// A text with names for what differs from run to run, and without tokens.
fn told(text: &str, url: &str) -> String {
    without_tokens(&text.replace(url, "TENANT").replace(&ELSEWHERE.url, "ELSEWHERE"))
}

/// A run that may be shown where a test fails.
fn masked(run: Run) -> Run {
    Run { code: run.code, stdout: without_tokens(&run.stdout), stderr: without_tokens(&run.stderr) }
}

fn without_tokens(text: &str) -> String {
    let mut told = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("eyJ") {
        told.push_str(&rest[..start]);
        told.push_str("TOKEN");
        let ends = |c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c);
        rest = rest[start..].find(ends).map_or("", |end| &rest[start + end..]);
    }
    told + rest
}

fn seen(row: &Row) -> Seen {
    let stage = Stage::set(&row.host);
    let (token, id, last) = &*KNOWN;
    let line = row.line.replace("CREATE", CREATE).replace("ID", id).replace("LAST", last);
    let begun = Instant::now();
    let mut command = binary();
    command.env("QLIK_SERVER", &stage.url).env("QLIK_API_KEY", token).timeout(Duration::from_secs(60));
    let output = command.args(line.split(' ')).output().unwrap();
    assert!(output.status.code().is_some(), "{}: it did not end by itself", row.what);
    let run = Run::from(output);
    let took = begun.elapsed();
    let methods = stage.methods();
    let signature = token.rsplit('.').next().unwrap();
    assert!(!run.stdout.contains(signature) && !run.stderr.contains(signature), "{}: the token shows", row.what);
    let run = Run { code: run.code, stdout: told(&run.stdout, &stage.url), stderr: told(&run.stderr, &stage.url) };
    Seen { run, methods, created: stage.created(), took }
}

/// What is wrong with what was seen, if anything.
fn wrong(row: &Row, seen: &Seen) -> Vec<String> {
    let Seen { run, methods, created, took } = seen;
    let mut wrong = Vec::new();
    let mut must = |holds: bool, what: String| {
        if !holds {
            wrong.push(what);
        }
    };
    // After a create of unknown outcome the program may look for the key.
    let read_after = if row.code == 9 { methods.iter().rev().take_while(|method| *method == "GET").count() } else { 0 };
    let sent = methods[..methods.len() - read_after].join(" ");
    must(sent == row.sent, format!("sent {sent:?}, not {:?}", row.sent));
    must(run.code == row.code, format!("ended with {}, not {}", run.code, row.code));
    must(run.stdout.lines().count() == row.out, format!("stdout has {} lines", run.stdout.lines().count()));
    must(
        run.stdout.is_empty() || run.stdout.ends_with('\n') || row.line.contains("--raw"),
        "a line is not whole".into(),
    );
    for words in row.says {
        must(run.stderr.contains(words), format!("stderr does not say {words:?}"));
    }
    must(
        run.code == 0 || run.stderr.contains("error: ") || run.stderr.contains("\"exit\":"),
        "no error is told".into(),
    );
    must(!run.stderr.contains("panicked"), "it panicked".into());
    must(*created <= 1, format!("{created} keys were created"));
    must(*took < Duration::from_secs(15), format!("it took {} s", took.as_secs()));
    wrong
}

/// Does this for each, eight at a time, and gives back the results in order.
fn in_parallel<T: Sync, R: Send>(all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, R)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while let Some((index, item)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|i| Some((i, all.get(i)?)))
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

/// How the list tells of a row.
fn entry(row: &Row, seen: &Seen) -> String {
    let Seen { run, methods, .. } = seen;
    let requests = if methods.is_empty() { "none".to_owned() } else { methods.join(" ") };
    let mut text = format!("## {}\n$ qlik-api-key {}\nrequests: {requests}\nexit: {}\n", row.what, row.line, run.code);
    let shown = match run.stdout.lines().count() {
        0 if run.stdout.is_empty() => "nothing".to_owned(),
        1 if run.stdout.len() < 200 => run.stdout.trim_end().to_owned(),
        count => format!("{count} lines, {} bytes", run.stdout.len()),
    };
    let _ = writeln!(text, "stdout: {shown}");
    for line in run.stderr.lines() {
        let _ = writeln!(text, "stderr: {line}");
    }
    text.replace(|c: char| c.is_control() && c != '\n', "?")
}

#[test]
fn each_fault_ends_as_the_table_says() {
    let tables = [connections(), framing(), bodies(), links(), waits(), documents(), statuses()];
    let rows: Vec<Row> = tables.into_iter().flatten().collect();
    assert_eq!(rows.iter().map(|row| &row.what).collect::<BTreeSet<_>>().len(), rows.len(), "a row is there twice");
    let results = in_parallel(&rows, seen);
    let mut list = String::new();
    let mut failures = String::new();
    for (row, seen) in rows.iter().zip(&results) {
        let entry = entry(row, seen);
        let wrong = wrong(row, seen);
        if !wrong.is_empty() {
            let _ = writeln!(failures, "{entry}WRONG: {}\n", wrong.join("; "));
        }
        let _ = writeln!(list, "{entry}");
    }
    eprintln!("{list}{} faults", rows.len());
    assert!(failures.is_empty(), "\n{failures}");
    assert_eq!(ELSEWHERE.visits.load(Ordering::Relaxed), 0, "somebody went elsewhere");
    assert!(rows.len() >= 40);
}

#[test]
fn a_page_that_repeats_ends_the_list() {
    let site = Site::new();
    for number in 0..50 {
        site.listener.tenant().fail_next(1, page("k1", &format!("/api/v1/api-keys?c={number}")));
    }
    site.run(&["ls", "--json"]).fails(7, "came before");
    assert!((2..=3).contains(&site.requests().len()), "it went on after the page that repeats");
}

#[test]
fn a_create_is_repeated_until_it_connects_and_then_sent_once() {
    let tenant = tenant();
    let token = tenant.token_of(Person::Admin).to_owned();
    // Not of the ports that the system gives out by itself, so that it stays free.
    let port = loop {
        let port = fastrand::u16(20_000..30_000);
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            break port;
        }
    };
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("qlik-api-key"));
    command.env_clear().env("HOME", "/nonexistent").env("QLIK_API_KEY", &token);
    command.env("QLIK_SERVER", format!("http://127.0.0.1:{port}")).args(CREATE.split(' '));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut told = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut told).unwrap();
    assert_eq!(told, "could not create the API key: no connection; trying again in 1 s\n");
    let listener = Listener::start(tenant, port).unwrap();
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(0));
    assert_eq!(listener.tenant().requests().len(), 1);
}

#[test]
fn an_access_token_that_does_not_come() {
    let site = Site::new();
    let (id, secret) = {
        let tenant = site.listener.tenant();
        let (id, secret) = tenant.oauth_client();
        (id.to_owned(), secret.to_owned())
    };
    for (fault, code, says) in [
        (Fault::status(500), 7, "POST /oauth/token answered 500"),
        (Fault::status(503), 7, "POST /oauth/token answered 503"),
        (answer(401, r#"{"error":"invalid_client"}"#), 3, "could not get an access token: invalid_client"),
        (Fault::html(200), 7, "the answer to POST /oauth/token is an HTML page"),
        (answer(200, "{}"), 7, "missing field `access_token`"),
        (answer(200, r#"{"access_token":"fake\ntoken"}"#), 2, "the value of a header holds a character"),
        (Fault::Drop, 7, "could not get an access token: the connection to "),
        (Fault::Cut, 7, "the answer to POST /oauth/token is not whole"),
    ] {
        site.listener.tenant().fail_next(FOREVER, fault);
        let mut command = binary();
        command.env("QLIK_SERVER", site.listener.url());
        command.env("QLIK_OAUTH_CLIENT_ID", &id).env("QLIK_OAUTH_CLIENT_SECRET", &secret);
        let run = Run::from(command.args(["create", "--description", "once"]).output().unwrap());
        assert!(!run.stderr.contains(&secret), "the client secret shows");
        masked(run).fails(code, says);
        assert_eq!(site.requests().len(), 1, "{says}");
        site.listener.tenant().clear_faults();
    }
}

fn tenant() -> Tenant {
    let now = NOW.parse().unwrap();
    let mut tenant = Tenant::new_from(1, now);
    tenant.set_clock(now);
    tenant
}

/// A tenant behind TLS, and the file with its authority.
struct Secure {
    listener: Listener,
    token: String,
    folder: tempfile::TempDir,
}

impl Secure {
    /// Its certificate is for 127.0.0.1, but for what `prepare` changes.
    fn with(prepare: impl FnOnce(&mut CertificateParams)) -> Self {
        let (authority, issuer) = https::authority();
        let key = KeyPair::generate().unwrap();
        let mut parameters = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
        prepare(&mut parameters);
        let config = https::config(parameters.signed_by(&key, &issuer).unwrap().der().clone(), &key);
        let tenant = tenant();
        let token = tenant.token_of(Person::Admin).to_owned();
        let wrap = move |stream| {
            let connection = ServerConnection::new(Arc::clone(&config)).map_err(std::io::Error::other)?;
            Ok(StreamOwned::new(connection, stream))
        };
        let listener = Listener::start_tls(tenant, 0, wrap).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ca.pem"), authority).unwrap();
        Self { listener, token, folder }
    }

    fn new() -> Self {
        Self::with(|_| ())
    }

    /// Runs the program, which knows the authority if it is told.
    fn run(&self, known: bool, variables: &[(&str, &str)], line: &str) -> Run {
        let mut command = binary();
        command.env("QLIK_SERVER", self.listener.url()).env("QLIK_API_KEY", &self.token);
        if known {
            command.env("QLIK_CA_FILE", self.folder.path().join("ca.pem"));
        }
        let run = Run::from(command.envs(variables.iter().copied()).args(line.split(' ')).output().unwrap());
        assert!(!run.stderr.contains("panicked"), "it panicked");
        assert!(!run.stderr.contains(self.token.rsplit('.').next().unwrap()), "the token shows");
        masked(run)
    }

    /// The number of requests that came; they are forgotten then.
    fn requests(&self) -> usize {
        let mut tenant = self.listener.tenant();
        let count = tenant.requests().len();
        tenant.clear_requests();
        count
    }
}

#[test]
fn nothing_is_sent_under_a_certificate_that_does_not_hold() {
    let good = Secure::new();
    assert_eq!(good.run(true, &[], "ls -q").ok().stdout.lines().count(), 3);
    assert_eq!(good.requests(), 1);
    let misnamed = Secure::with(|p| *p = CertificateParams::new(["tenant.example".to_owned()]).unwrap());
    let expired = Secure::with(|p| p.not_after = date_time_ymd(2021, 1, 1));
    let early = Secure::with(|p| p.not_before = date_time_ymd(2999, 1, 1));
    let other = "--insecure";
    for (site, known, cause, flag) in [
        (&good, false, "UnknownIssuer", "--ca-file"),
        (&misnamed, true, "not valid for", other),
        (&expired, true, "expired", other),
        (&early, true, "not valid yet", other),
    ] {
        // Neither tried again nor in doubt: nothing was sent.
        for line in ["ls", CREATE, "rm k1 --yes", "ls --json"] {
            let run = site.run(known, &[], line).fails(7, "invalid peer certificate: ");
            assert!(run.stderr.contains(cause), "{cause}: {}", run.stderr);
            assert!(run.stderr.contains("the certificate of https://127.0.0.1:"), "{}", run.stderr);
            assert!(run.stderr.contains(flag), "{}", run.stderr);
            assert!(!run.stderr.contains("trying again"), "{}", run.stderr);
        }
        assert_eq!(site.requests(), 0, "{cause}");
    }
}

#[test]
fn tls_that_is_none_or_ends_early() {
    let plain = Site::new();
    let (reset, _) = socket(b"", End::Reset);
    for url in [plain.listener.url(), reset] {
        let url = url.replace("http://", "https://");
        for line in ["ls --retry 0", "create --description once --retry 0"] {
            let line = format!("{line} --server {url}");
            let run = masked(plain.run(&line.split(' ').collect::<Vec<_>>()));
            run.fails(7, "no connection to https://127.0.0.1:");
        }
    }
    assert_eq!(plain.requests().len(), 0);
    // Without a length, only the end of TLS itself says that the body is whole.
    let site = Secure::new();
    let body = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"data\":[]}";
    site.listener.tenant().fail_next(1, raw(body));
    site.run(true, &[], "ls --retry 0").fails(7, NOT_WHOLE);
}

#[test]
fn no_way_leads_from_https_to_http() {
    let site = Secure::new();
    let plain = site.listener.url().replace("https://", "http://");
    for next in [plain.clone(), plain.replace("http://", "http://user@"), ELSEWHERE.url.clone()] {
        site.listener.tenant().fail_next(1, page("k1", &format!("{next}/api/v1/api-keys?b")));
        let run = site.run(true, &[], "ls --json").fails(7, "and is not followed");
        let told = if next.contains('@') { "holds a user name" } else { "leads to http://127.0.0.1:" };
        assert!(run.stderr.contains(told), "{}", run.stderr);
        assert_eq!(site.requests(), 1);
        site.listener.tenant().fail_next(1, Fault::redirect(308, &next));
        site.run(true, &[], "ls").fails(7, "redirects are not followed");
        assert_eq!(site.requests(), 1);
    }
}

/// A proxy of the test.
struct Proxy {
    address: String,
    /// The heads that came.
    heads: Arc<Mutex<Vec<String>>>,
    /// All that came from clients.
    bytes: Arc<Mutex<Vec<u8>>>,
}

impl Proxy {
    /// It connects whoever asks for it, or refuses with these bytes.
    fn new(refusal: Option<&'static str>) -> Self {
        let heads = Arc::new(Mutex::new(Vec::new()));
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let (seen, read) = (Arc::clone(&heads), Arc::clone(&bytes));
        let address = served(move |mut client| {
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && client.read(&mut byte).is_ok_and(|count| count == 1) {
                head.push(byte[0]);
            }
            read.lock().unwrap().extend_from_slice(&head);
            let head = String::from_utf8_lossy(&head).into_owned();
            let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
            seen.lock().unwrap().push(head);
            match refusal {
                Some(answer) => drop(client.write_all(answer.as_bytes())),
                None => connect(client, &target, &read),
            }
        });
        Self { address, heads, bytes }
    }

    /// The first lines of the heads; they are forgotten then.
    fn asked(&self) -> Vec<String> {
        let heads = std::mem::take(&mut *self.heads.lock().unwrap());
        heads.iter().map(|head| head.lines().next().unwrap_or_default().to_owned()).collect()
    }

    fn saw(&self, text: &str) -> bool {
        self.bytes.lock().unwrap().windows(text.len()).any(|window| window == text.as_bytes())
    }
}

/// Carries bytes between a client and the target, and notes those of the client.
fn connect(mut client: TcpStream, target: &str, read: &Mutex<Vec<u8>>) {
    let Ok(mut server) = TcpStream::connect(target) else { return };
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
    let (mut from, mut to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
    let mut block = [0; 4096];
    while let Ok(count @ 1..) = client.read(&mut block) {
        read.lock().unwrap().extend_from_slice(&block[..count]);
        if server.write_all(&block[..count]).is_err() {
            break;
        }
    }
    let _ = server.shutdown(Shutdown::Write);
}

#[test]
fn a_proxy_carries_what_it_cannot_read() {
    let site = Secure::new();
    let proxy = Proxy::new(None);
    let url = format!("http://{}", proxy.address);
    let host = site.listener.url().replace("https://", "");
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        assert!(site.run(true, &[(variable, &url)], "ls -q").ok().stdout.lines().count() >= 3);
        assert_eq!(site.run(true, &[(variable, &url)], CREATE).code, 0);
        assert_eq!(site.requests(), 2);
        assert_eq!(
            proxy.asked(),
            [format!("CONNECT {host} HTTP/1.1"), format!("CONNECT {host} HTTP/1.1")],
            "{variable}"
        );
    }
    for secret in [site.token.as_str(), "Bearer", "bearer", "authorization", "GET /", "once"] {
        assert!(!proxy.saw(secret), "the proxy saw what is not for it");
    }
    assert!(proxy.saw("CONNECT "));
    site.run(true, &[("HTTPS_PROXY", &url), ("NO_PROXY", "127.0.0.1")], "ls -q").ok();
    assert_eq!((site.requests(), proxy.asked()), (1, Vec::new()));
}

#[test]
fn a_proxy_that_refuses_is_no_connection() {
    let site = Secure::new();
    for (refusal, cause) in [
        ("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", "authorization"),
        ("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", "unsuccessful"),
        ("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n", "unsuccessful"),
        ("no proxy\r\n\r\n", ""),
        ("", ""),
    ] {
        let proxy = Proxy::new(Some(refusal));
        let url = format!("http://{}", proxy.address);
        for line in ["ls --retry 0", "create --description once --retry 0"] {
            let run = site.run(true, &[("HTTPS_PROXY", &url)], line).fails(7, "no connection to https://127.0.0.1:");
            assert!(run.stderr.contains(cause) && run.stderr.contains("HTTPS_PROXY"), "{}", run.stderr);
            assert_eq!(proxy.asked().len(), 1, "{line}");
        }
    }
    // Nothing was sent, so even a create comes again.
    let proxy = Proxy::new(Some("HTTP/1.1 503 Service Unavailable\r\n\r\n"));
    let url = format!("http://{}", proxy.address);
    site.run(true, &[("HTTPS_PROXY", &url)], "create --description once --retry 1").fails(7, "no connection");
    assert_eq!((proxy.asked().len(), site.requests()), (2, 0));
}

#[test]
fn the_credentials_of_a_proxy_are_shown_to_it_alone() {
    let site = Secure::new();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let good = Proxy::new(None);
    let refusing = Proxy::new(Some("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"));
    let encoded = STANDARD.encode("proxyuser:fake-proxy-pass");
    for (address, code) in [(&good.address, 0), (&refusing.address, 7), (&free, 7), (&"tenant.invalid".to_owned(), 7)] {
        for line in ["ls -v --retry 0", "ls -v --retry 1", "ls --json --retry 0"] {
            let url = format!("http://proxyuser:fake-proxy-pass@{address}");
            let run = site.run(true, &[("HTTPS_PROXY", &url)], line);
            assert_eq!(run.code, code, "{line}");
            for secret in ["fake-proxy-pass", "proxyuser", &encoded] {
                assert!(!run.stderr.contains(secret) && !run.stdout.contains(secret), "{line} shows a credential");
            }
        }
    }
    let given = format!("Basic {encoded}");
    assert!(good.saw(&given) && refusing.saw(&given), "the proxy was not given its credentials");
    assert_eq!(site.requests(), 3);
    assert_eq!(good.asked().len(), 3);
}

#[test]
fn plain_http_goes_through_no_proxy() {
    let site = Site::new();
    let proxy = Proxy::new(None);
    let url = format!("http://{}", proxy.address);
    for variable in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"] {
        for line in [&["ls", "-q"][..], &["create", "--description", "once"], &["config", "get"]] {
            assert_eq!(site.command(line).env(variable, &url).output().unwrap().status.code(), Some(0), "{variable}");
        }
    }
    assert_eq!(site.requests().len(), 15);
    assert!(proxy.bytes.lock().unwrap().is_empty() && proxy.asked().is_empty(), "{:?}", proxy.asked().len());
}

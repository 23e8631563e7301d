//! The rows of the table: what goes wrong, and what must be seen of it.

use super::*;

/// The connection itself.
#[rustfmt::skip]
pub(super) fn connections() -> Vec<Row> {
    let stalled = || Fault::Delay(Duration::from_secs(20));
    vec![
        Row { what: "nobody listens".into(), host: Host::Nobody,
              line: "ls --retry 0", sent: "", code: 7, out: 0, says: &["no connection to TENANT\ncaused by: ", "refused"] },
        Row { what: "nobody listens, tried again".into(), host: Host::Nobody,
              line: "ls --retry 1", sent: "", code: 7, out: 0, says: &["could not list the API keys: no connection; trying again in 1 s\n"] },
        Row { what: "nobody listens to a create".into(), host: Host::Nobody,
              line: "CREATE --retry 1", sent: "", code: 7, out: 0, says: &["no connection; trying again in 1 s\n", "could not create the API key: no connection to TENANT"] },
        Row { what: "reset before the head".into(), host: Host::Socket(b"", End::Reset),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &["the connection to TENANT broke before the response arrived"] },
        Row { what: "reset before the head, tried again".into(), host: Host::Socket(b"", End::Reset),
              line: "rm ID --yes --retry 1", sent: "DELETE DELETE", code: 7, out: 0, says: &["no response; trying again in 1 s\n"] },
        Row { what: "reset before the head of a create".into(), host: Host::Socket(b"", End::Reset),
              line: "CREATE --retry 0", sent: "POST", code: 9, out: 0, says: &[UNKNOWN, "broke before the response arrived"] },
        Row { what: "reset in the head".into(), host: Host::Socket(b"HTTP/1.1 200 OK\r\nContent-", End::Reset),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &["broke before the response arrived"] },
        Row { what: "reset in the body".into(), host: Host::Socket(LENGTH_20, End::Reset),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &[NOT_WHOLE] },
        Row { what: "reset in the body of a create".into(), host: Host::Socket(b"HTTP/1.1 201 Created\r\nContent-Length: 20\r\n\r\n{\"id", End::Reset),
              line: "CREATE --retry 0", sent: "POST", code: 9, out: 0, says: &[UNKNOWN, "the response to POST /api/v1/api-keys is incomplete"] },
        Row { what: "silence before the head".into(), host: Host::Socket(b"", End::Silence),
              line: "ls --retry 0 --timeout 1", sent: "GET", code: 7, out: 0, says: &["no response from TENANT in time", "hint: raise the time limit with --timeout SECONDS"] },
        Row { what: "silence in the head".into(), host: Host::Socket(b"HTTP/1.1 200", End::Silence),
              line: "get ID --retry 0 --timeout 1", sent: "GET", code: 7, out: 0, says: &["no response from TENANT in time"] },
        Row { what: "silence in the body".into(), host: Host::Socket(LENGTH_20, End::Silence),
              line: "ls --retry 0 --timeout 1", sent: "GET", code: 7, out: 0, says: &[NOT_WHOLE] },
        Row { what: "a body that drips".into(), host: Host::Socket(b"HTTP/1.1 200 OK\r\n\r\n", End::Drip),
              line: "ls --retry 0 --timeout 1", sent: "GET", code: 7, out: 0, says: &[NOT_WHOLE, "hint: raise the time limit with --timeout SECONDS"] },
        Row { what: "an answer to a create that comes too late".into(), host: post(stalled()),
              line: "CREATE --timeout 1", sent: "POST", code: 9, out: 0, says: &[UNKNOWN, "no response from TENANT in time"] },
        Row { what: "an answer to a removal that comes too late".into(), host: once(stalled()),
              line: "rm ID --yes --timeout 1", sent: "DELETE DELETE", code: 0, out: 0, says: &["no response; trying again in 1 s", "removed API key"] },
        Row { what: "closed without an answer".into(), host: always(Fault::DropRequest),
              line: "ls --retry 1", sent: "GET GET", code: 7, out: 0, says: &["no response; trying again in 1 s\n"] },
        Row { what: "closed without an answer once".into(), host: once(Fault::DropRequest),
              line: "ls -q", sent: "GET GET", code: 0, out: 10, says: &[] },
        Row { what: "closed without an answer, the create unprocessed".into(), host: post(Fault::DropRequest),
              line: "CREATE", sent: "POST", code: 9, out: 0, says: &[UNKNOWN] },
        Row { what: "no answer to the create, nor to the look after it".into(), host: always(Fault::DropRequest),
              line: "CREATE --retry 1", sent: "POST", code: 9, out: 0, says: &[UNKNOWN, "qlik-api-key ls --sort -created --limit 5 (check for the key"] },
        Row { what: "closed without an answer, the create processed".into(), host: post(Fault::DropResponse),
              line: "CREATE", sent: "POST", code: 9, out: 0, says: &[UNKNOWN] },
        Row { what: "closed without an answer, the removal processed".into(), host: once(Fault::DropResponse),
              line: "rm ID --yes", sent: "DELETE DELETE", code: 0, out: 0, says: &["removed API key"] },
        Row { what: "closed without an answer, the patch processed".into(), host: once(Fault::DropResponse),
              line: "patch ID --description x", sent: "PATCH PATCH", code: 0, out: 0, says: &["trying again in 1 s"] },
        Row { what: "an answer cut in half".into(), host: always(Fault::TruncateResponse),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &[NOT_WHOLE] },
        Row { what: "an answer cut in half once".into(), host: once(Fault::TruncateResponse),
              line: "config get --raw", sent: "GET GET", code: 0, out: 1, says: &["trying again in 1 s"] },
        Row { what: "the answer to a create cut in half".into(), host: post(Fault::TruncateResponse),
              line: "CREATE", sent: "POST", code: 9, out: 0, says: &[UNKNOWN, "POST /api/v1/api-keys is incomplete"] },
    ]
}

/// What comes is no HTTP, or not whole, or not in the coding that it claims.
#[rustfmt::skip]
pub(super) fn framing() -> Vec<Row> {
    let broke = &["the connection to TENANT broke before the response arrived"];
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
              line: "ls", sent: "GET", code: 7, out: 0, says: &["the response to GET /api/v1/api-keys?limit=100 is longer than 64 MiB"] },
        Row { what: "gzip that may unfold to 100 MiB, and has no end".into(), host: framed("Content-Encoding: gzip", &gzip_bomb()),
              line: "ls --max-body 101 --retry 0", sent: "GET", code: 7, out: 0, says: &[NOT_WHOLE] },
        Row { what: "a body longer than it may be".into(), host: ok(" ".repeat((1 << 20) + 1)),
              line: "ls --max-body 1", sent: "GET", code: 7, out: 0, says: &["limit=100 is longer than 1 MiB\nhint: raise the limit with --max-body MIB"] },
        Row { what: "a body as long as it may be".into(), host: ok([LIST, " ".repeat((1 << 20) - LIST.len()).as_bytes()].concat()),
              line: "ls -q --max-body 1", sent: "GET", code: 0, out: 1, says: &[] },
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
pub(super) fn bodies() -> Vec<Row> {
    let spaces = " ".repeat(1 << 20);
    vec![
        Row { what: "an empty body".into(), host: ok(""),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON, "hint: check that TENANT is a Qlik Cloud tenant"] },
        Row { what: "null".into(), host: ok("null"),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON] },
        Row { what: "an array".into(), host: ok("[]"),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON] },
        Row { what: "HTML".into(), host: always(Fault::html(200)),
              line: "ls", sent: "GET", code: 7, out: 0, says: &["the response to GET /api/v1/api-keys?limit=100 is an HTML page"] },
        Row { what: "HTML to a get".into(), host: always(Fault::html(200)),
              line: "get ID --json", sent: "GET", code: 7, out: 0, says: &["is an HTML page\""] },
        Row { what: "HTML to a create".into(), host: post(Fault::html(201)),
              line: "CREATE", sent: "POST", code: 9, out: 0, says: &[UNKNOWN, "the response to POST /api/v1/api-keys is an HTML page"] },
        Row { what: "HTML to a create, raw".into(), host: post(Fault::html(200)),
              line: "CREATE --raw", sent: "POST", code: 9, out: 0, says: &[UNKNOWN] },
        Row { what: "UTF-16".into(), host: ok(utf_16("{\"data\":[]}")),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON] },
        Row { what: "Latin-1".into(), host: ok(*b"{\"data\":[{\"id\":\"k1\",\"description\":\"caf\xe9\"}]}"),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON] },
        Row { what: "Latin-1 that says so".into(),
              host: always(raw(*b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=iso-8859-1\r\nContent-Length: 43\r\n\r\n{\"data\":[{\"id\":\"k1\",\"description\":\"caf\xe9\"}]}")),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON, "invalid unicode code point"] },
        Row { what: "UTF-16 that says so".into(),
              host: framed("Content-Type: application/json; charset=utf-16", &utf_16("{\"data\":[]}")),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON] },
        Row { what: "UTF-8 that says it is Latin-1".into(),
              host: framed("Content-Type: application/json; charset=iso-8859-1", "{\"data\":[{\"id\":\"k\u{e9}\"}]}".as_bytes()),
              line: "ls -q", sent: "GET", code: 0, out: 1, says: &[] },
        Row { what: "Latin-1 in an error".into(), host: always(answer(400, *b"{\"errors\":[{\"title\":\"caf\xe9\"}]}")),
              line: "ls", sent: "GET", code: 1, out: 0, says: &["GET /api/v1/api-keys?limit=100 answered 400"] },
        Row { what: "Latin-1 in a new key".into(), host: post(answer(201, *b"{\"id\":\"k1\",\"token\":\"fake\",\"description\":\"\xe9\"}")),
              line: "CREATE -o jsonl", sent: "POST", code: 0, out: 1, says: &[] },
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
        Row { what: "a row nested 100 000 deep, table".into(), host: ok(nested(100_000)),
              line: "ls -o table", sent: "GET", code: 0, out: 2, says: &[] },
        Row { what: "a row nested 100 000 deep, tsv".into(), host: ok(nested(100_000)),
              line: "ls -o tsv --columns id,description", sent: "GET", code: 0, out: 2, says: &[] },
        Row { what: "a row nested 100 000 deep, ids".into(), host: ok(nested(100_000)),
              line: "ls -q", sent: "GET", code: 0, out: 1, says: &[] },
        Row { what: "a row nested 100 000 deep, raw".into(), host: ok(nested(100_000)),
              line: "ls --raw", sent: "GET", code: 0, out: 1, says: &[] },
        Row { what: "a field shown that is nested 100 000 deep".into(), host: ok(nested(100_000).replace("\"x\"", "\"description\"")),
              line: "ls -o table", sent: "GET", code: 0, out: 2, says: &[] },
        Row { what: "a key nested 100 000 deep".into(), host: ok(nested(100_000)),
              line: "get ID -o table", sent: "GET", code: 0, out: 1, says: &[] },
        Row { what: "a new key nested 100 000 deep".into(), host: post(answer(201, nested(100_000).replace("{\"data\"", "{\"id\":\"k1\",\"token\":\"fake\",\"data\""))),
              line: "CREATE -o jsonl", sent: "POST", code: 0, out: 1, says: &[] },
        Row { what: "a configuration nested 100 000 deep".into(), host: ok(nested(100_000)),
              line: "config get t -o jsonl", sent: "GET", code: 0, out: 1, says: &[] },
        Row { what: "links nested 100 000 deep".into(), host: ok(format!("{{\"data\":[],\"links\":{{\"next\":{}{}}}}}", "[".repeat(100_000), "]".repeat(100_000))),
              line: "ls", sent: "GET", code: 7, out: 0, says: &[NOT_JSON] },
        Row { what: "somebody nested 100 000 deep".into(), host: ok(nested(100_000)),
              line: "context check", sent: "GET", code: 7, out: 0, says: &["missing field `tenantId`"] },
        Row { what: "an error nested 100 000 deep".into(), host: refused(&format!("{{\"errors\":[{{\"title\":\"Bad\",\"meta\":{}{}}}]}}", "[".repeat(100_000), "]".repeat(100_000))),
              line: "ls --json", sent: "GET", code: 1, out: 0, says: &["\"status\":400"] },
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
        Row { what: "numbers too large where others belong".into(), host: ok(r#"{"data":[{"id":"k1","description":1e999999,"expiry":123456789012345678901234567890}]}"#),
              line: "ls -o csv --columns id,description,expiry", sent: "GET", code: 0, out: 2, says: &[] },
        Row { what: "a configuration with numbers too large".into(), host: ok(r#"{"max_keys_per_user":123456789012345678901234567890,"x":-1e999999}"#),
              line: "config get t -o table", sent: "GET", code: 0, out: 2, says: &[] },
        Row { what: "an error twice".into(), host: refused(r#"{"errors":[{"title":"First"}],"errors":[{"title":"Last","title":"Bad"}]}"#),
              line: "ls", sent: "GET", code: 1, out: 0, says: &["could not list the API keys: Bad\n"] },
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
pub(super) fn links() -> Vec<Row> {
    let third = |fault| Host::Pages(vec![(RequestMatcher::any().skip(2), FOREVER, fault)]);
    vec![
        Row { what: "a next page of another origin".into(), host: each([page("k1", "ELSEWHERE/api/v1/api-keys")]),
              line: "ls --json", sent: "GET", code: 7, out: 0, says: &["points to ELSEWHERE and is not followed"] },
        Row { what: "a next page of another origin, without a scheme".into(), host: each([page("k1", "//tenant.invalid/x")]),
              line: "ls", sent: "GET", code: 7, out: 0, says: &["points to http://tenant.invalid and is not followed"] },
        Row { what: "a next page on another port".into(), host: each([page("k1", "http://127.0.0.1:9/x")]),
              line: "ls -o csv", sent: "GET", code: 7, out: 2, says: &["points to http://127.0.0.1:9 and is not followed"] },
        Row { what: "a next page under another name of the host".into(), host: each([page("k1", "http://localhost/x")]),
              line: "ls", sent: "GET", code: 7, out: 0, says: &["points to http://localhost and is not followed"] },
        Row { what: "a next page whose user looks like the tenant".into(), host: each([page("k1", "TENANT@tenant.invalid/x")]),
              line: "ls", sent: "GET", code: 7, out: 0, says: &["is not followed"] },
        Row { what: "a next page that is a file".into(), host: each([page("k1", "file:///etc/passwd")]),
              line: "ls", sent: "GET", code: 7, out: 0, says: &["is not followed"] },
        Row { what: "a next page that is no URL".into(), host: each([page("k1", "http://[")]),
              line: "ls", sent: "GET", code: 7, out: 0, says: &["the link to the next page is not a URL"] },
        Row { what: "a next page by a relative link".into(), host: each([page("k1", "?limit=100&startingAfter=k1"), answer(200, LIST.replace_id())]),
              line: "ls -q", sent: "GET GET", code: 0, out: 2, says: &[] },
        Row { what: "a next page that is the page itself".into(), host: always(page("k1", "/api/v1/api-keys?limit=100")),
              line: "ls", sent: "GET", code: 7, out: 0, says: &["the link to the next page points back to TENANT/api/v1/api-keys?limit=100"] },
        Row { what: "a circle of two pages".into(), host: each([page("k1", "/api/v1/api-keys?b"), page("k2", "/api/v1/api-keys?limit=100")]),
              line: "ls --json", sent: "GET GET", code: 7, out: 0, says: &["points back to TENANT"] },
        Row { what: "an empty page with a next one".into(), host: ok(r#"{"data":[],"links":{"next":{"href":"/api/v1/api-keys?b"}}}"#),
              line: "ls", sent: "GET", code: 7, out: 0, says: &["an empty page links to another page"] },
        Row { what: "a third page that is HTML, JSON".into(), host: third(Fault::html(200)),
              line: "ls -o json", sent: "GET GET GET", code: 7, out: 0, says: &["is an HTML page"] },
        Row { what: "a third page refused, table".into(), host: third(Fault::status(403)),
              line: "ls -o table", sent: "GET GET GET", code: 4, out: 0, says: &["answered 403"] },
        Row { what: "a third page refused, jsonl".into(), host: third(Fault::status(401)),
              line: "ls -o jsonl", sent: "GET GET GET", code: 3, out: 200, says: &["\"status\":401", "\"exit\":3"] },
        Row { what: "a third page that fails, csv".into(), host: third(Fault::status(500)),
              line: "ls -o csv", sent: "GET GET GET", code: 7, out: 201, says: &["GET /api/v1/api-keys?", "startingAfter=", "answered 500"] },
        Row { what: "a third page cut in half, tsv".into(), host: third(Fault::TruncateResponse),
              line: "ls -o tsv --retry 0", sent: "GET GET GET", code: 7, out: 201, says: &["is incomplete"] },
        Row { what: "a third page without an answer, ids".into(), host: third(Fault::DropRequest),
              line: "ls -q --retry 0", sent: "GET GET GET", code: 7, out: 200, says: &["broke before the response arrived"] },
        Row { what: "a third page that fails, of keys that end soon".into(), host: third(Fault::status(403)),
              line: "expiring --within P99D -o jsonl", sent: "GET GET GET", code: 4, out: 0, says: &["\"status\":403"] },
        Row { what: "a third page that fails, of keys that match".into(), host: third(Fault::status(403)),
              line: "ls --match key -o jsonl", sent: "GET GET GET", code: 4, out: 197, says: &["\"status\":403"] },
        Row { what: "a third page rate limited, backwards".into(), host: Host::Pages(vec![(RequestMatcher::any().skip(1), FOREVER, Fault::too_many_requests("9"))]),
              line: "ls -q --endingBefore LAST --retry 0", sent: "GET GET", code: 6, out: 0, says: &["hint: try again in 9 s"] },
    ]
}

/// Rate limits, and what they ask to wait.
#[rustfmt::skip]
pub(super) fn waits() -> Vec<Row> {
    vec![
        Row { what: "429 that asks for 1 s".into(), host: once(Fault::too_many_requests("1")),
              line: "ls -q", sent: "GET GET", code: 0, out: 10, says: &[] },
        Row { what: "429 that asks for 1 s, of a create".into(), host: post_once(Fault::too_many_requests("1")),
              line: "CREATE -o jsonl", sent: "POST POST", code: 0, out: 1, says: &[] },
        Row { what: "429 that asks for 0 s".into(), host: once(Fault::too_many_requests("0")),
              line: "patch ID --description x", sent: "PATCH PATCH", code: 0, out: 0, says: &["trying again in 0 s"] },
        Row { what: "429 that asks for a date".into(), host: once(Fault::too_many_requests("Mon, 23 Nov 2026 12:00:01 GMT")),
              line: "rm ID --yes", sent: "DELETE DELETE", code: 0, out: 0, says: &["rate limited; trying again in 1 s"] },
        Row { what: "429 that asks for a date far off".into(), host: always(Fault::too_many_requests("Mon, 23 Nov 2026 13:00:00 GMT")),
              line: "ls", sent: "GET", code: 6, out: 0, says: &["hint: try again in 3600 s"] },
        Row { what: "429 that asks for a date gone by".into(), host: once(Fault::too_many_requests("Mon, 23 Nov 2026 11:00:00 GMT")),
              line: "patch ID --description x", sent: "PATCH PATCH", code: 0, out: 0, says: &["rate limited; trying again in 1 s"] },
        Row { what: "429 that doesn't say".into(), host: once(Fault::status(429)),
              line: "patch ID --description x", sent: "PATCH PATCH", code: 0, out: 0, says: &["rate limited; trying again in 1 s"] },
        Row { what: "429 that asks for less than nothing".into(), host: once(Fault::too_many_requests("-5")),
              line: "patch ID --description x", sent: "PATCH PATCH", code: 0, out: 0, says: &["rate limited; trying again in 1 s"] },
        Row { what: "429 that asks for nonsense".into(), host: once(Fault::too_many_requests("soon")),
              line: "patch ID --description x", sent: "PATCH PATCH", code: 0, out: 0, says: &["rate limited; trying again in 1 s"] },
        Row { what: "429 that asks for 3000 years".into(), host: once(Fault::too_many_requests("99999999999")),
              line: "patch ID --description x", sent: "PATCH PATCH", code: 0, out: 0, says: &["rate limited; trying again in 1 s"] },
        Row { what: "429 that asks for more than 64 bits".into(), host: once(Fault::too_many_requests("99999999999999999999999")),
              line: "patch ID --description x", sent: "PATCH PATCH", code: 0, out: 0, says: &["rate limited; trying again in 1 s"] },
        Row { what: "429 that asks for a day".into(), host: post(Fault::too_many_requests("86400")),
              line: "CREATE", sent: "POST", code: 6, out: 0, says: &["answered 429", "hint: try again in 86400 s"] },
        Row { what: "429 again and again".into(), host: post(Fault::too_many_requests("1")),
              line: "CREATE --retry 1", sent: "POST POST", code: 6, out: 0, says: &["could not create the API key: ", "answered 429"] },
        Row { what: "429 in HTML".into(), host: always(Fault::html(429)),
              line: "ls --retry 0", sent: "GET", code: 6, out: 0, says: &["GET /api/v1/api-keys?limit=100 answered 429"] },
    ]
}

/// Error documents of odd shapes.
#[rustfmt::skip]
pub(super) fn documents() -> Vec<Row> {
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
              line: "get ID", sent: "GET", code: 5, out: 0, says: &["got an HTML page with status 404", "hint: check that TENANT is a Qlik Cloud tenant"] },
        Row { what: "a 502 in HTML".into(), host: always(Fault::html(502)),
              line: "ls --retry 0", sent: "GET", code: 7, out: 0, says: &["got an HTML page with status 502"] },
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

/// Removals of many keys.
#[rustfmt::skip]
pub(super) fn removals() -> Vec<Row> {
    let second = |fault| Host::Tenant(vec![(RequestMatcher::any().target_contains("k2"), FOREVER, fault)]);
    let partial: &[&str] = &["error: 1 of 3 API keys were not removed"];
    let many = "rm k1 k2 k3 --yes -o jsonl --retry 0";
    let row = |what: &str, fault, says| Row {
        what: format!("{what}, to the second of three removals"), host: second(fault),
        line: many, sent: "DELETE DELETE DELETE", code: 8, out: 3, says };
    let as_json: &[&str] = &["\"title\":\"1 of 3 API keys were not removed\"", "\"exit\":8"];
    vec![
        row("403", Fault::status(403), as_json),
        row("500", Fault::status(500), as_json),
        row("HTML with 200", Fault::html(200), as_json),
        row("HTML with 404", Fault::html(404), as_json),
        row("a redirect", Fault::redirect(307, "ELSEWHERE/x"), as_json),
        row("no answer", Fault::DropRequest, as_json),
        row("bytes that are no HTTP", raw("no HTTP\r\n\r\n"), as_json),
        Row { what: "403 to the second of three removals, csv".into(), host: second(Fault::status(403)),
              line: "rm k1 k2 k3 --yes -o csv", sent: "DELETE DELETE DELETE", code: 8, out: 4, says: partial },
        Row { what: "503 to the second of three removals, IDs alone".into(), host: second(Fault::status(503)),
              line: "rm k1 k2 k3 --yes -q --retry 0", sent: "DELETE DELETE DELETE", code: 8, out: 2,
              says: &["warning: API key k2 was not removed: Service Unavailable", "error: 1 of 3 API keys were not removed"] },
        Row { what: "401 to the first of three removals".into(), host: always(Fault::status(401)),
              line: "rm k1 k2 k3 --yes", sent: "DELETE", code: 3, out: 1,
              says: &["warning: 3 of 3 API keys were left unchanged\nerror: could not remove API key k1: ", "hint: check QLIK_API_KEY"] },
        Row { what: "429 beyond the budget to the first of three removals".into(), host: always(Fault::too_many_requests("3600")),
              line: "rm k1 k2 k3 --yes -o csv", sent: "DELETE", code: 6, out: 1, says: &["hint: try again in 3600 s"] },
        Row { what: "429 that asks for 1 s, to the first of three removals".into(), host: once(Fault::too_many_requests("1")),
              line: "rm k1 k2 k3 --yes -q", sent: "DELETE DELETE DELETE DELETE", code: 0, out: 3, says: &[] },
        Row { what: "nobody listens to three removals".into(), host: Host::Nobody,
              line: "rm k1 k2 k3 --yes -q --retry 0", sent: "", code: 7, out: 0, says: &["error: could not remove API key k1: no connection to TENANT"] },
        Row { what: "403 to the second of three looks".into(), host: second(Fault::status(403)),
              line: "rm k1 k2 k3 --dry-run -o jsonl", sent: "GET GET GET", code: 8, out: 3, says: &["1 of 3 API keys were not read"] },
    ]
}

/// Each status, of a list and of a create.
pub(super) fn statuses() -> Vec<Row> {
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
pub(super) trait ReplaceId {
    fn replace_id(&self) -> Vec<u8>;
}

impl ReplaceId for [u8] {
    fn replace_id(&self) -> Vec<u8> {
        String::from_utf8_lossy(self).replace("k1", "k2").into()
    }
}

/// A configuration that is compared and changed: read, patched in one request, read again.
#[rustfmt::skip]
pub(super) fn changes() -> Vec<Row> {
    let patch = |fault| Host::Tenant(vec![(RequestMatcher::any().method("PATCH"), 1, fault)]);
    let again = |fault| Host::Tenant(vec![(RequestMatcher::any().method("GET").skip(1), FOREVER, fault)]);
    let changed = &["updated the API key configuration", "error: the configuration was changed, but could not be read again"];
    vec![
        Row { what: "a configuration that can't be read is not changed".into(), host: always(Fault::status(500)),
              line: "config apply WANTED --retry 0", sent: "GET", code: 7, out: 0, says: &["could not get the API key configuration"] },
        Row { what: "a configuration that is an array".into(), host: ok("[5]"),
              line: "config apply WANTED", sent: "GET", code: 7, out: 0, says: &["is not the expected JSON"] },
        Row { what: "a configuration with a number too large".into(), host: ok(r#"{"max_keys_per_user":1e999}"#),
              line: "config diff WANTED --exit-code", sent: "GET", code: 7, out: 0, says: &["number out of range"] },
        Row { what: "a configuration that holds nothing".into(), host: ok("{}"),
              line: "config diff WANTED -o csv", sent: "GET", code: 0, out: 2, says: &[] },
        Row { what: "a change of the configuration that is refused".into(), host: patch(Fault::status(403)),
              line: "config apply WANTED", sent: "GET PATCH", code: 4, out: 0, says: &["the TenantAdmin role is needed"] },
        Row { what: "a change of the configuration that is answered by HTML".into(), host: patch(Fault::html(200)),
              line: "config apply WANTED", sent: "GET PATCH", code: 7, out: 0, says: &["is an HTML page"] },
        Row { what: "a change of the configuration, processed, its answer lost".into(), host: patch(Fault::DropResponse),
              line: "config apply WANTED -o csv", sent: "GET PATCH PATCH GET", code: 0, out: 2, says: &["trying again in 1 s", "updated the API key"] },
        Row { what: "a change of the configuration that has to wait".into(), host: patch(Fault::too_many_requests("1")),
              line: "config apply WANTED -o csv", sent: "GET PATCH PATCH GET", code: 0, out: 2, says: &["updated the API key"] },
        Row { what: "a changed configuration that can't be read again".into(), host: again(Fault::DropRequest),
              line: "config apply WANTED -o csv --retry 0", sent: "GET PATCH GET", code: 7, out: 2, says: changed },
        Row { what: "a changed configuration whose key has ended meanwhile".into(), host: again(Fault::status(401)),
              line: "config apply WANTED -o csv", sent: "GET PATCH GET", code: 3, out: 2, says: changed },
        Row { what: "a changed configuration that is an array".into(), host: again(answer(200, "[]")),
              line: "config apply WANTED -o csv", sent: "GET PATCH GET", code: 7, out: 2, says: changed },
        Row { what: "a changed configuration that is another".into(), host: again(answer(200, r#"{"max_keys_per_user":4}"#)),
              line: "config apply WANTED -o csv", sent: "GET PATCH GET", code: 1, out: 2, says: &["max_keys_per_user is 4, not 5"] },
        Row { what: "a changed configuration, told as a JSON error".into(), host: again(answer(200, r#"{"max_keys_per_user":"\u001b[2J"}"#)),
              line: "config apply WANTED -o jsonl", sent: "GET PATCH GET", code: 1, out: 1, says: &["\"exit\":1", "differs from the desired one"] },
    ]
}

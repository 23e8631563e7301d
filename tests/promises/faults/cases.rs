//! The rows of the table: what goes wrong, and what must be seen of it.

use super::*;

/// The connection itself.
#[rustfmt::skip]
pub(super) fn connections() -> Vec<FaultCase> {
    let stalled = || Fault::Delay(Duration::from_secs(20));
    vec![
        FaultCase { name: "nobody listens".into(), responder: Responder::Unreachable,
              command: "ls --retry 0", methods: "", code: 7, stdout_lines: 0, stderr: &["no connection to TENANT\ncaused by: ", "refused"] },
        FaultCase { name: "nobody listens, tried again".into(), responder: Responder::Unreachable,
              command: "ls --retry 1", methods: "", code: 7, stdout_lines: 0, stderr: &["could not list the API keys: no connection; trying again in 1 s\n"] },
        FaultCase { name: "nobody listens to a create".into(), responder: Responder::Unreachable,
              command: "CREATE --retry 1", methods: "", code: 7, stdout_lines: 0, stderr: &["no connection; trying again in 1 s\n", "could not create the API key: no connection to TENANT"] },
        FaultCase { name: "reset before the head".into(), responder: Responder::Socket(b"", SocketEnd::Reset),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &["the connection to TENANT broke before the response arrived"] },
        FaultCase { name: "reset before the head, tried again".into(), responder: Responder::Socket(b"", SocketEnd::Reset),
              command: "rm ID --yes --retry 1", methods: "DELETE DELETE", code: 7, stdout_lines: 0, stderr: &["no response; trying again in 1 s\n"] },
        FaultCase { name: "reset before the head of a create".into(), responder: Responder::Socket(b"", SocketEnd::Reset),
              command: "CREATE --retry 0", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME, "broke before the response arrived"] },
        FaultCase { name: "reset in the head".into(), responder: Responder::Socket(b"HTTP/1.1 200 OK\r\nContent-", SocketEnd::Reset),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &["broke before the response arrived"] },
        FaultCase { name: "reset in the body".into(), responder: Responder::Socket(TRUNCATED_RESPONSE, SocketEnd::Reset),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &[INCOMPLETE] },
        FaultCase { name: "reset in the body of a create".into(), responder: Responder::Socket(b"HTTP/1.1 201 Created\r\nContent-Length: 20\r\n\r\n{\"id", SocketEnd::Reset),
              command: "CREATE --retry 0", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME, "the response to POST /api/v1/api-keys is incomplete"] },
        FaultCase { name: "silence before the head".into(), responder: Responder::Socket(b"", SocketEnd::Silence),
              command: "ls --retry 0 --timeout 1", methods: "GET", code: 7, stdout_lines: 0, stderr: &["no response from TENANT in time", "hint: raise the time limit with --timeout SECONDS"] },
        FaultCase { name: "silence in the head".into(), responder: Responder::Socket(b"HTTP/1.1 200", SocketEnd::Silence),
              command: "get ID --retry 0 --timeout 1", methods: "GET", code: 7, stdout_lines: 0, stderr: &["no response from TENANT in time"] },
        FaultCase { name: "silence in the body".into(), responder: Responder::Socket(TRUNCATED_RESPONSE, SocketEnd::Silence),
              command: "ls --retry 0 --timeout 1", methods: "GET", code: 7, stdout_lines: 0, stderr: &[INCOMPLETE] },
        FaultCase { name: "a body that drips".into(), responder: Responder::Socket(b"HTTP/1.1 200 OK\r\n\r\n", SocketEnd::Drip),
              command: "ls --retry 0 --timeout 1", methods: "GET", code: 7, stdout_lines: 0, stderr: &[INCOMPLETE, "hint: raise the time limit with --timeout SECONDS"] },
        FaultCase { name: "an answer to a create that comes too late".into(), responder: on_create(stalled()),
              command: "CREATE --timeout 1", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME, "no response from TENANT in time"] },
        FaultCase { name: "an answer to a removal that comes too late".into(), responder: once(stalled()),
              command: "rm ID --yes --timeout 1", methods: "DELETE DELETE", code: 0, stdout_lines: 0, stderr: &["no response; trying again in 1 s", "removed API key"] },
        FaultCase { name: "closed without an answer".into(), responder: always(Fault::DropRequest),
              command: "ls --retry 1", methods: "GET GET", code: 7, stdout_lines: 0, stderr: &["no response; trying again in 1 s\n"] },
        FaultCase { name: "closed without an answer once".into(), responder: once(Fault::DropRequest),
              command: "ls -q", methods: "GET GET", code: 0, stdout_lines: 10, stderr: &[] },
        FaultCase { name: "closed without an answer, the create unprocessed".into(), responder: on_create(Fault::DropRequest),
              command: "CREATE", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME] },
        FaultCase { name: "no answer to the create, nor to the look after it".into(), responder: always(Fault::DropRequest),
              command: "CREATE --retry 1", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME, "qlik-api-key ls --sort -created --limit 5 (check for the key"] },
        FaultCase { name: "closed without an answer, the create processed".into(), responder: on_create(Fault::DropResponse),
              command: "CREATE", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME] },
        FaultCase { name: "closed without an answer, the removal processed".into(), responder: once(Fault::DropResponse),
              command: "rm ID --yes", methods: "DELETE DELETE", code: 0, stdout_lines: 0, stderr: &["removed API key"] },
        FaultCase { name: "closed without an answer, the patch processed".into(), responder: once(Fault::DropResponse),
              command: "patch ID --description x", methods: "PATCH PATCH", code: 0, stdout_lines: 0, stderr: &["trying again in 1 s"] },
        FaultCase { name: "an answer cut in half".into(), responder: always(Fault::TruncateResponse),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &[INCOMPLETE] },
        FaultCase { name: "an answer cut in half once".into(), responder: once(Fault::TruncateResponse),
              command: "config get --raw", methods: "GET GET", code: 0, stdout_lines: 1, stderr: &["trying again in 1 s"] },
        FaultCase { name: "the answer to a create cut in half".into(), responder: on_create(Fault::TruncateResponse),
              command: "CREATE", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME, "POST /api/v1/api-keys is incomplete"] },
    ]
}

/// What comes is no HTTP, or not whole, or not in the coding that it claims.
#[rustfmt::skip]
pub(super) fn framing() -> Vec<FaultCase> {
    let broke = &["the connection to TENANT broke before the response arrived"];
    vec![
        FaultCase { name: "a status line cut short".into(), responder: always(raw("HTTP/1.1 20")),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: broke },
        FaultCase { name: "a head cut short".into(), responder: always(raw("HTTP/1.1 200 OK\r\nContent-Le")),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: broke },
        FaultCase { name: "SSH instead of HTTP".into(), responder: always(raw("SSH-2.0-OpenSSH_9.6\r\n")),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: broke },
        FaultCase { name: "TLS instead of HTTP".into(), responder: always(raw(*b"\x15\x03\x01\x00\x02\x02\x0a")),
              command: "get ID --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: broke },
        FaultCase { name: "nonsense instead of HTTP to a create".into(), responder: on_create(raw(*b"\x00\xff\x1b[31m\r\n\r\n")),
              command: "CREATE", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME] },
        FaultCase { name: "a body alone (HTTP/0.9)".into(), responder: always(raw(LIST_BODY)),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: broke },
        FaultCase { name: "HTTP/3.0 in the status line".into(), responder: always(raw("HTTP/3.0 200 OK\r\nContent-Length: 0\r\n\r\n")),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: broke },
        FaultCase { name: "a status of two digits".into(), responder: always(raw("HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n")),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: broke },
        FaultCase { name: "200 header lines".into(), responder: raw_ok(&["X-A: b"; 200].join("\r\n"), LIST_BODY),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: broke },
        FaultCase { name: "a header line of 1 MiB".into(), responder: raw_ok(&format!("X-A: {}", "b".repeat(1 << 20)), LIST_BODY),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: broke },
        FaultCase { name: "a length too long".into(), responder: raw_ok("Content-Length: 99", LIST_BODY),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &[INCOMPLETE] },
        FaultCase { name: "a length too short".into(), responder: raw_ok("Content-Length: 9", LIST_BODY),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &[NOT_JSON] },
        FaultCase { name: "a length that is no number".into(), responder: raw_ok("Content-Length: -1", LIST_BODY),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: broke },
        FaultCase { name: "two lengths that differ".into(), responder: raw_ok("Content-Length: 22\r\nContent-Length: 9", LIST_BODY),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: broke },
        FaultCase { name: "no length at all".into(), responder: raw_ok("Connection: close", LIST_BODY),
              command: "ls -q", methods: "GET", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "a chunk whose size is no number".into(), responder: raw_ok("Transfer-Encoding: chunked", b"zz\r\n{}\r\n0\r\n\r\n"),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &[INCOMPLETE] },
        FaultCase { name: "a chunk longer than its size".into(), responder: raw_ok("Transfer-Encoding: chunked", b"2\r\n{\"data\":[]}\r\n0\r\n\r\n"),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &[INCOMPLETE] },
        FaultCase { name: "chunks without the last".into(), responder: raw_ok("Transfer-Encoding: chunked", b"b\r\n{\"data\":[]}\r\n"),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &[INCOMPLETE] },
        FaultCase { name: "a chunk without an end to its size".into(), responder: raw_ok("Transfer-Encoding: chunked", &[b'1'; 4096]),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &[INCOMPLETE] },
        FaultCase { name: "a create's chunks without the last".into(),
              responder: on_create(raw("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n{\"id\":\"k1\",\r\n")),
              command: "CREATE", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME] },
        FaultCase { name: "gzip that isn't".into(), responder: raw_ok("Content-Encoding: gzip\r\nContent-Length: 22", LIST_BODY),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &[INCOMPLETE] },
        FaultCase { name: "gzip cut short".into(), responder: raw_ok("Content-Encoding: gzip", &gzip_with_bad_checksum(LIST_BODY)[..30]),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &[INCOMPLETE] },
        FaultCase { name: "gzip with a wrong checksum".into(), responder: raw_ok("Content-Encoding: gzip", &gzip_with_bad_checksum(LIST_BODY)),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &[INCOMPLETE] },
        FaultCase { name: "gzip that unfolds to 100 MiB".into(), responder: raw_ok("Content-Encoding: gzip", &gzip_bomb()),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["the response to GET /api/v1/api-keys?limit=100 is longer than 64 MiB"] },
        FaultCase { name: "gzip that may unfold to 100 MiB, and has no end".into(), responder: raw_ok("Content-Encoding: gzip", &gzip_bomb()),
              command: "ls --max-body 101 --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &[INCOMPLETE] },
        FaultCase { name: "a body longer than it may be".into(), responder: ok(" ".repeat((1 << 20) + 1)),
              command: "ls --max-body 1", methods: "GET", code: 7, stdout_lines: 0, stderr: &["limit=100 is longer than 1 MiB\nhint: raise the limit with --max-body MIB"] },
        FaultCase { name: "a body as long as it may be".into(), responder: ok([LIST_BODY, " ".repeat((1 << 20) - LIST_BODY.len()).as_bytes()].concat()),
              command: "ls -q --max-body 1", methods: "GET", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "a coding that nobody asked for".into(), responder: raw_ok("Content-Encoding: br", b"\x0b\x02\x80{}\x03"),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &[NOT_JSON] },
        FaultCase { name: "a body without end".into(), responder: Responder::Socket(b"HTTP/1.1 200 OK\r\n\r\n", SocketEnd::Flood),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["is longer than 64 MiB"] },
        FaultCase { name: "a body without end to a create".into(), responder: Responder::Socket(b"HTTP/1.1 201 Created\r\nContent-Length: 99999999999\r\n\r\n", SocketEnd::Flood),
              command: "CREATE --retry 0", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME, "POST /api/v1/api-keys is longer than 64 MiB"] },
        FaultCase { name: "an error document without end".into(), responder: Responder::Socket(b"HTTP/1.1 400 Bad Request\r\n\r\n", SocketEnd::Flood),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["is longer than 64 MiB"] },
        FaultCase { name: "100 Continue and the end".into(), responder: always(raw("HTTP/1.1 100 Continue\r\n\r\n")),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: broke },
        FaultCase { name: "103 Early Hints and the end".into(), responder: on_create(raw("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")),
              command: "CREATE", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME] },
        FaultCase { name: "100 Continue and then the answer".into(),
              responder: always(raw([&b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 22\r\n\r\n"[..], LIST_BODY].concat())),
              command: "ls -q", methods: "GET", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "101 Switching Protocols to a create".into(), responder: on_create(raw("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n")),
              command: "CREATE", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME] },
        FaultCase { name: "101 Switching Protocols".into(), responder: always(raw("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n")),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &["could not list the API keys"] },
    ]
}

/// Whole answers of good status that hold something else.
#[rustfmt::skip]
pub(super) fn bodies() -> Vec<FaultCase> {
    let spaces = " ".repeat(1 << 20);
    vec![
        FaultCase { name: "an empty body".into(), responder: ok(""),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &[NOT_JSON, "hint: check that TENANT is a Qlik Cloud tenant"] },
        FaultCase { name: "null".into(), responder: ok("null"),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &[NOT_JSON] },
        FaultCase { name: "an array".into(), responder: ok("[]"),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &[NOT_JSON] },
        FaultCase { name: "HTML".into(), responder: always(Fault::html(200)),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["the response to GET /api/v1/api-keys?limit=100 is an HTML page"] },
        FaultCase { name: "HTML to a get".into(), responder: always(Fault::html(200)),
              command: "get ID --json", methods: "GET", code: 7, stdout_lines: 0, stderr: &["is an HTML page\""] },
        FaultCase { name: "HTML to a create".into(), responder: on_create(Fault::html(201)),
              command: "CREATE", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME, "the response to POST /api/v1/api-keys is an HTML page"] },
        FaultCase { name: "HTML to a create, raw".into(), responder: on_create(Fault::html(200)),
              command: "CREATE --raw", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME] },
        FaultCase { name: "UTF-16".into(), responder: ok(utf_16("{\"data\":[]}")),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &[NOT_JSON] },
        FaultCase { name: "Latin-1".into(), responder: ok(*b"{\"data\":[{\"id\":\"k1\",\"description\":\"caf\xe9\"}]}"),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &[NOT_JSON] },
        FaultCase { name: "Latin-1 that says so".into(),
              responder: always(raw(*b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=iso-8859-1\r\nContent-Length: 43\r\n\r\n{\"data\":[{\"id\":\"k1\",\"description\":\"caf\xe9\"}]}")),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &[NOT_JSON, "invalid unicode code point"] },
        FaultCase { name: "UTF-16 that says so".into(),
              responder: raw_ok("Content-Type: application/json; charset=utf-16", &utf_16("{\"data\":[]}")),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &[NOT_JSON] },
        FaultCase { name: "UTF-8 that says it is Latin-1".into(),
              responder: raw_ok("Content-Type: application/json; charset=iso-8859-1", "{\"data\":[{\"id\":\"k\u{e9}\"}]}".as_bytes()),
              command: "ls -q", methods: "GET", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "Latin-1 in an error".into(), responder: always(json_response(400, *b"{\"errors\":[{\"title\":\"caf\xe9\"}]}")),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: &["GET /api/v1/api-keys?limit=100 answered 400"] },
        FaultCase { name: "Latin-1 in a new key".into(), responder: on_create(json_response(201, *b"{\"id\":\"k1\",\"token\":\"fake\",\"description\":\"\xe9\"}")),
              command: "CREATE -o jsonl", methods: "POST", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "a byte order mark".into(), responder: ok("\u{feff}{\"data\":[{\"id\":\"k1\"}]}"),
              command: "ls -q", methods: "GET", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "two documents".into(), responder: ok("{\"data\":[]}{\"data\":[]}"),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &[NOT_JSON] },
        FaultCase { name: "half a document".into(), responder: ok("{\"data\":[{\"id\":\"k1\""),
              command: "ls -o jsonl", methods: "GET", code: 7, stdout_lines: 0, stderr: &["GET /api/v1/api-keys"] },
        FaultCase { name: "100 000 arrays for a body".into(), responder: ok("[".repeat(100_000)),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &[NOT_JSON] },
        FaultCase { name: "100 000 arrays for a key".into(), responder: ok("[".repeat(100_000)),
              command: "get ID", methods: "GET", code: 7, stdout_lines: 0, stderr: &["GET /api/v1/api-keys/"] },
        FaultCase { name: "a row nested 100 000 deep, jsonl".into(), responder: ok(nested_list(100_000)),
              command: "ls -o jsonl", methods: "GET", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "a row nested 100 000 deep, JSON".into(), responder: ok(nested_list(100_000)),
              command: "ls --json", methods: "GET", code: 0, stdout_lines: 130, stderr: &[] },
        FaultCase { name: "a row nested 100 000 deep, csv".into(), responder: ok(nested_list(100_000)),
              command: "ls -o csv", methods: "GET", code: 0, stdout_lines: 2, stderr: &[] },
        FaultCase { name: "a row nested 100 000 deep, table".into(), responder: ok(nested_list(100_000)),
              command: "ls -o table", methods: "GET", code: 0, stdout_lines: 2, stderr: &[] },
        FaultCase { name: "a row nested 100 000 deep, tsv".into(), responder: ok(nested_list(100_000)),
              command: "ls -o tsv --columns id,description", methods: "GET", code: 0, stdout_lines: 2, stderr: &[] },
        FaultCase { name: "a row nested 100 000 deep, ids".into(), responder: ok(nested_list(100_000)),
              command: "ls -q", methods: "GET", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "a row nested 100 000 deep, raw".into(), responder: ok(nested_list(100_000)),
              command: "ls --raw", methods: "GET", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "a field shown that is nested 100 000 deep".into(), responder: ok(nested_list(100_000).replace("\"x\"", "\"description\"")),
              command: "ls -o table", methods: "GET", code: 0, stdout_lines: 2, stderr: &[] },
        FaultCase { name: "a key nested 100 000 deep".into(), responder: ok(nested_list(100_000)),
              command: "get ID -o table", methods: "GET", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "a new key nested 100 000 deep".into(), responder: on_create(json_response(201, nested_list(100_000).replace("{\"data\"", "{\"id\":\"k1\",\"token\":\"fake\",\"data\""))),
              command: "CREATE -o jsonl", methods: "POST", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "a configuration nested 100 000 deep".into(), responder: ok(nested_list(100_000)),
              command: "config get t -o jsonl", methods: "GET", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "links nested 100 000 deep".into(), responder: ok(format!("{{\"data\":[],\"links\":{{\"next\":{}{}}}}}", "[".repeat(100_000), "]".repeat(100_000))),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &[NOT_JSON] },
        FaultCase { name: "somebody nested 100 000 deep".into(), responder: ok(nested_list(100_000)),
              command: "context check", methods: "GET", code: 7, stdout_lines: 0, stderr: &["missing field `tenantId`"] },
        FaultCase { name: "an error nested 100 000 deep".into(), responder: bad_request(&format!("{{\"errors\":[{{\"title\":\"Bad\",\"meta\":{}{}}}]}}", "[".repeat(100_000), "]".repeat(100_000))),
              command: "ls --json", methods: "GET", code: 1, stdout_lines: 0, stderr: &["\"status\":400"] },
        FaultCase { name: "100 000 arrays for an error".into(), responder: bad_request(&format!("{{\"errors\":{}", "[".repeat(100_000))),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: &["GET /api/v1/api-keys?limit=100 answered 400"] },
        FaultCase { name: "a row with 1 MiB of white space".into(), responder: ok(format!("{{\"data\":[{{\"id\":{spaces}\"k1\"}}]}}")),
              command: "ls -o jsonl", methods: "GET", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "a member twice in a row".into(), responder: ok(r#"{"data":[{"id":"k1","a":1,"a":2}]}"#),
              command: "ls -o jsonl", methods: "GET", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "the data twice".into(), responder: ok(r#"{"data":[{"id":"k1"}],"data":[]}"#),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &[NOT_JSON, "duplicate field"] },
        FaultCase { name: "the id twice in a new key".into(), responder: on_create(json_response(201, r#"{"id":"k1","id":"k2","token":"fake"}"#)),
              command: "CREATE", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME] },
        FaultCase { name: "a number too large".into(), responder: ok(r#"{"data":[{"id":"k1","a":1e999999,"b":123456789012345678901234567890}]}"#),
              command: "ls -o jsonl", methods: "GET", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "a number too large in an error".into(), responder: bad_request(r#"{"errors":[{"title":"Bad","code":1e999999}]}"#),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: &["GET /api/v1/api-keys?limit=100 answered 400"] },
        FaultCase { name: "numbers too large where others belong".into(), responder: ok(r#"{"data":[{"id":"k1","description":1e999999,"expiry":123456789012345678901234567890}]}"#),
              command: "ls -o csv --columns id,description,expiry", methods: "GET", code: 0, stdout_lines: 2, stderr: &[] },
        FaultCase { name: "a configuration with numbers too large".into(), responder: ok(r#"{"max_keys_per_user":123456789012345678901234567890,"x":-1e999999}"#),
              command: "config get t -o table", methods: "GET", code: 0, stdout_lines: 2, stderr: &[] },
        FaultCase { name: "an error twice".into(), responder: bad_request(r#"{"errors":[{"title":"First"}],"errors":[{"title":"Last","title":"Bad"}]}"#),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: &["could not list the API keys: Bad\n"] },
        FaultCase { name: "a year too large".into(), responder: ok(r#"{"data":[{"id":"k1","expiry":"99999-01-01T00:00:00Z"}]}"#),
              command: "ls -o table --no-header", methods: "GET", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "no data".into(), responder: ok("{}"),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &[NOT_JSON, "missing field `data`"] },
        FaultCase { name: "null for data".into(), responder: ok(r#"{"data":null}"#),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &[NOT_JSON] },
        FaultCase { name: "an object for data".into(), responder: ok(r#"{"data":{"id":"k1"}}"#),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &[NOT_JSON] },
        FaultCase { name: "no links".into(), responder: ok(LIST_BODY),
              command: "ls -q", methods: "GET", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "a text for links".into(), responder: ok(r#"{"data":[],"links":"/next"}"#),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &[NOT_JSON] },
        FaultCase { name: "a number for a link".into(), responder: ok(r#"{"data":[],"links":{"next":{"href":7}}}"#),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &[NOT_JSON] },
        FaultCase { name: "a row that is no object, table".into(), responder: ok(r#"{"data":[7]}"#),
              command: "ls -o table", methods: "GET", code: 7, stdout_lines: 0, stderr: &["a value that is not an object"] },
        FaultCase { name: "a row that is no object, ids".into(), responder: ok(r#"{"data":[null]}"#),
              command: "ls -q", methods: "GET", code: 7, stdout_lines: 0, stderr: &["a value that is not an object"] },
        FaultCase { name: "a row without an id, ids".into(), responder: ok(r#"{"data":[{"id":"k1"},{"sub":"x"}]}"#),
              command: "ls -q", methods: "GET", code: 7, stdout_lines: 1, stderr: &["an API key without an ID"] },
        FaultCase { name: "no token in a new key".into(), responder: on_create(json_response(201, r#"{"id":"k1"}"#)),
              command: "CREATE", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME, "missing field `token`"] },
        FaultCase { name: "no id in a new key".into(), responder: on_create(json_response(201, r#"{"token":"fake"}"#)),
              command: "CREATE", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME, "missing field `id`"] },
        FaultCase { name: "an empty token in a new key".into(), responder: on_create(json_response(201, r#"{"id":"k1","token":""}"#)),
              command: "CREATE -o csv", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME, "its id or token is empty"] },
        FaultCase { name: "null for a new key".into(), responder: on_create(json_response(201, "null")),
              command: "CREATE --json", methods: "POST", code: 9, stdout_lines: 0, stderr: &["\"exit\":9"] },
        FaultCase { name: "a new key with 200".into(), responder: on_create(json_response(200, r#"{"id":"k1","token":"fake"}"#)),
              command: "CREATE -o jsonl", methods: "POST", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "no content for a new key".into(), responder: on_create(raw("HTTP/1.1 204 No Content\r\n\r\n")),
              command: "CREATE", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME] },
        FaultCase { name: "a new key that is only accepted".into(), responder: on_create(json_response(202, "{}")),
              command: "CREATE", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME] },
        FaultCase { name: "204 with a body".into(), responder: always(raw("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello")),
              command: "rm ID --yes", methods: "DELETE", code: 0, stdout_lines: 0, stderr: &["removed API key"] },
        FaultCase { name: "200 with a body to a removal".into(), responder: ok("{}"),
              command: "rm ID --yes", methods: "DELETE", code: 0, stdout_lines: 0, stderr: &["removed API key"] },
        FaultCase { name: "a configuration that is HTML".into(), responder: always(Fault::html(200)),
              command: "config get", methods: "GET", code: 7, stdout_lines: 0, stderr: &["is an HTML page"] },
    ]
}

/// Links to further pages that must not be followed, and pages that fail.
#[rustfmt::skip]
pub(super) fn links() -> Vec<FaultCase> {
    let third = |fault| Responder::ThreePages(vec![(RequestMatcher::any().skip(2), ALWAYS, fault)]);
    vec![
        FaultCase { name: "a next page of another origin".into(), responder: in_sequence([page("k1", "OTHER_ORIGIN/api/v1/api-keys")]),
              command: "ls --json", methods: "GET", code: 7, stdout_lines: 0, stderr: &["points to OTHER_ORIGIN and is not followed"] },
        FaultCase { name: "a next page of another origin, without a scheme".into(), responder: in_sequence([page("k1", "//tenant.invalid/x")]),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["points to http://tenant.invalid and is not followed"] },
        FaultCase { name: "a next page on another port".into(), responder: in_sequence([page("k1", "http://127.0.0.1:9/x")]),
              command: "ls -o csv", methods: "GET", code: 7, stdout_lines: 2, stderr: &["points to http://127.0.0.1:9 and is not followed"] },
        FaultCase { name: "a next page under another name of the host".into(), responder: in_sequence([page("k1", "http://localhost/x")]),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["points to http://localhost and is not followed"] },
        FaultCase { name: "a next page whose user looks like the tenant".into(), responder: in_sequence([page("k1", "TENANT@tenant.invalid/x")]),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["is not followed"] },
        FaultCase { name: "a next page that is a file".into(), responder: in_sequence([page("k1", "file:///etc/passwd")]),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["is not followed"] },
        FaultCase { name: "a next page that is no URL".into(), responder: in_sequence([page("k1", "http://[")]),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["the link to the next page is not a URL"] },
        FaultCase { name: "a next page by a relative link".into(), responder: in_sequence([page("k1", "?limit=100&startingAfter=k1"), json_response(200, LIST_BODY.replace_id())]),
              command: "ls -q", methods: "GET GET", code: 0, stdout_lines: 2, stderr: &[] },
        FaultCase { name: "a next page that is the page itself".into(), responder: always(page("k1", "/api/v1/api-keys?limit=100")),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["the link to the next page points back to TENANT/api/v1/api-keys?limit=100"] },
        FaultCase { name: "a circle of two pages".into(), responder: in_sequence([page("k1", "/api/v1/api-keys?b"), page("k2", "/api/v1/api-keys?limit=100")]),
              command: "ls --json", methods: "GET GET", code: 7, stdout_lines: 0, stderr: &["points back to TENANT"] },
        FaultCase { name: "an empty page with a next one".into(), responder: ok(r#"{"data":[],"links":{"next":{"href":"/api/v1/api-keys?b"}}}"#),
              command: "ls", methods: "GET", code: 7, stdout_lines: 0, stderr: &["an empty page links to another page"] },
        FaultCase { name: "a third page that is HTML, JSON".into(), responder: third(Fault::html(200)),
              command: "ls -o json", methods: "GET GET GET", code: 7, stdout_lines: 0, stderr: &["is an HTML page"] },
        FaultCase { name: "a third page refused, table".into(), responder: third(Fault::status(403)),
              command: "ls -o table", methods: "GET GET GET", code: 4, stdout_lines: 0, stderr: &["answered 403"] },
        FaultCase { name: "a third page refused, jsonl".into(), responder: third(Fault::status(401)),
              command: "ls -o jsonl", methods: "GET GET GET", code: 3, stdout_lines: 200, stderr: &["\"status\":401", "\"exit\":3"] },
        FaultCase { name: "a third page that fails, csv".into(), responder: third(Fault::status(500)),
              command: "ls -o csv", methods: "GET GET GET", code: 7, stdout_lines: 201, stderr: &["GET /api/v1/api-keys?", "startingAfter=", "answered 500"] },
        FaultCase { name: "a third page cut in half, tsv".into(), responder: third(Fault::TruncateResponse),
              command: "ls -o tsv --retry 0", methods: "GET GET GET", code: 7, stdout_lines: 201, stderr: &["is incomplete"] },
        FaultCase { name: "a third page without an answer, ids".into(), responder: third(Fault::DropRequest),
              command: "ls -q --retry 0", methods: "GET GET GET", code: 7, stdout_lines: 200, stderr: &["broke before the response arrived"] },
        FaultCase { name: "a third page that fails, of keys that end soon".into(), responder: third(Fault::status(403)),
              command: "expiring --within P99D -o jsonl", methods: "GET GET GET", code: 4, stdout_lines: 0, stderr: &["\"status\":403"] },
        FaultCase { name: "a third page that fails, of keys that match".into(), responder: third(Fault::status(403)),
              command: "ls --match key -o jsonl", methods: "GET GET GET", code: 4, stdout_lines: 197, stderr: &["\"status\":403"] },
        FaultCase { name: "a third page rate limited, backwards".into(), responder: Responder::ThreePages(vec![(RequestMatcher::any().skip(1), ALWAYS, Fault::too_many_requests("9"))]),
              command: "ls -q --endingBefore LAST --retry 0", methods: "GET GET", code: 6, stdout_lines: 0, stderr: &["hint: try again in 9 s"] },
    ]
}

/// Rate limits, and what they ask to wait.
#[rustfmt::skip]
pub(super) fn waits() -> Vec<FaultCase> {
    vec![
        FaultCase { name: "429 that asks for 1 s".into(), responder: once(Fault::too_many_requests("1")),
              command: "ls -q", methods: "GET GET", code: 0, stdout_lines: 10, stderr: &[] },
        FaultCase { name: "429 that asks for 1 s, of a create".into(), responder: once_on_create(Fault::too_many_requests("1")),
              command: "CREATE -o jsonl", methods: "POST POST", code: 0, stdout_lines: 1, stderr: &[] },
        FaultCase { name: "429 that asks for 0 s".into(), responder: once(Fault::too_many_requests("0")),
              command: "patch ID --description x", methods: "PATCH PATCH", code: 0, stdout_lines: 0, stderr: &["trying again in 0 s"] },
        FaultCase { name: "429 that asks for a date".into(), responder: once(Fault::too_many_requests("Mon, 23 Nov 2026 12:00:01 GMT")),
              command: "rm ID --yes", methods: "DELETE DELETE", code: 0, stdout_lines: 0, stderr: &["rate limited; trying again in 1 s"] },
        FaultCase { name: "429 that asks for a date far off".into(), responder: always(Fault::too_many_requests("Mon, 23 Nov 2026 13:00:00 GMT")),
              command: "ls", methods: "GET", code: 6, stdout_lines: 0, stderr: &["hint: try again in 3600 s"] },
        FaultCase { name: "429 that asks for a date gone by".into(), responder: once(Fault::too_many_requests("Mon, 23 Nov 2026 11:00:00 GMT")),
              command: "patch ID --description x", methods: "PATCH PATCH", code: 0, stdout_lines: 0, stderr: &["rate limited; trying again in 1 s"] },
        FaultCase { name: "429 that doesn't say".into(), responder: once(Fault::status(429)),
              command: "patch ID --description x", methods: "PATCH PATCH", code: 0, stdout_lines: 0, stderr: &["rate limited; trying again in 1 s"] },
        FaultCase { name: "429 that asks for less than nothing".into(), responder: once(Fault::too_many_requests("-5")),
              command: "patch ID --description x", methods: "PATCH PATCH", code: 0, stdout_lines: 0, stderr: &["rate limited; trying again in 1 s"] },
        FaultCase { name: "429 that asks for nonsense".into(), responder: once(Fault::too_many_requests("soon")),
              command: "patch ID --description x", methods: "PATCH PATCH", code: 0, stdout_lines: 0, stderr: &["rate limited; trying again in 1 s"] },
        FaultCase { name: "429 that asks for 3000 years".into(), responder: once(Fault::too_many_requests("99999999999")),
              command: "patch ID --description x", methods: "PATCH PATCH", code: 0, stdout_lines: 0, stderr: &["rate limited; trying again in 1 s"] },
        FaultCase { name: "429 that asks for more than 64 bits".into(), responder: once(Fault::too_many_requests("99999999999999999999999")),
              command: "patch ID --description x", methods: "PATCH PATCH", code: 0, stdout_lines: 0, stderr: &["rate limited; trying again in 1 s"] },
        FaultCase { name: "429 that asks for a day".into(), responder: on_create(Fault::too_many_requests("86400")),
              command: "CREATE", methods: "POST", code: 6, stdout_lines: 0, stderr: &["answered 429", "hint: try again in 86400 s"] },
        FaultCase { name: "429 again and again".into(), responder: on_create(Fault::too_many_requests("1")),
              command: "CREATE --retry 1", methods: "POST POST", code: 6, stdout_lines: 0, stderr: &["could not create the API key: ", "answered 429"] },
        FaultCase { name: "429 in HTML".into(), responder: always(Fault::html(429)),
              command: "ls --retry 0", methods: "GET", code: 6, stdout_lines: 0, stderr: &["GET /api/v1/api-keys?limit=100 answered 429"] },
    ]
}

/// Error documents of odd shapes.
#[rustfmt::skip]
pub(super) fn documents() -> Vec<FaultCase> {
    let plain = &["the tenant answered 400 and gave no reason\ncaused by: GET /api/v1/api-keys?limit=100 answered 400"];
    vec![
        FaultCase { name: "an error without a body".into(), responder: bad_request(""),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: plain },
        FaultCase { name: "an error that is null".into(), responder: bad_request("null"),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: plain },
        FaultCase { name: "an error that is a text".into(), responder: bad_request("\"no\""),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: plain },
        FaultCase { name: "errors that are no array".into(), responder: bad_request(r#"{"errors":{"title":"Bad"}}"#),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: plain },
        FaultCase { name: "errors that are empty".into(), responder: bad_request(r#"{"errors":[]}"#),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: plain },
        FaultCase { name: "errors that are no objects".into(), responder: bad_request(r#"{"errors":[7,null,[],"x"],"traceId":"t1"}"#),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: &["gave no reason", "answered 400: traceId t1"] },
        FaultCase { name: "errors of which one is an object".into(), responder: bad_request(r#"{"errors":[7,{"title":"Bad"}],"traceId":7}"#),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: &["could not list the API keys: Bad\n"] },
        FaultCase { name: "errors in errors".into(), responder: bad_request(r#"{"errors":[{"errors":[{"title":"Bad"}]}]}"#),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: plain },
        FaultCase { name: "an error whose members are of other types".into(), responder: bad_request(r#"{"errors":[{"title":["Bad"],"code":7,"detail":{},"source":"x","status":"404"}]}"#),
              command: "ls --json", methods: "GET", code: 1, stdout_lines: 0, stderr: &["\"status\":400", "\"exit\":1"] },
        FaultCase { name: "an error whose status contradicts".into(), responder: always(json_response(403, r#"{"errors":[{"title":"Bad","status":"404"}]}"#)),
              command: "ls --json", methods: "GET", code: 4, stdout_lines: 0, stderr: &["{\"status\":403,\"title\":\"Bad\""] },
        FaultCase { name: "an error that is flat".into(), responder: bad_request(r#"{"title":"Bad","detail":"Worse."}"#),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: &["could not list the API keys: Bad. Worse."] },
        FaultCase { name: "an error that steers a terminal".into(), responder: bad_request(r#"{"errors":[{"title":"\u001b[31mBad\u0007"}]}"#),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: &["Bad"] },
        FaultCase { name: "an error in UTF-16".into(), responder: always(json_response(400, utf_16(r#"{"title":"Bad"}"#))),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: plain },
        FaultCase { name: "an error after a byte order mark".into(), responder: bad_request("\u{feff}{\"title\":\"Bad\"}"),
              command: "ls", methods: "GET", code: 1, stdout_lines: 0, stderr: &["could not list the API keys: Bad\n"] },
        FaultCase { name: "an error cut in half".into(), responder: always(raw("HTTP/1.1 403 Forbidden\r\nContent-Length: 50\r\n\r\n{\"err")),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &[INCOMPLETE] },
        FaultCase { name: "a 404 in HTML".into(), responder: always(Fault::html(404)),
              command: "get ID", methods: "GET", code: 5, stdout_lines: 0, stderr: &["got an HTML page with status 404", "hint: check that TENANT is a Qlik Cloud tenant"] },
        FaultCase { name: "a 502 in HTML".into(), responder: always(Fault::html(502)),
              command: "ls --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &["got an HTML page with status 502"] },
        FaultCase { name: "a 503 in HTML".into(), responder: once(Fault::html(503)),
              command: "ls -q", methods: "GET GET", code: 0, stdout_lines: 10, stderr: &[] },
        FaultCase { name: "a 502 in HTML to a create".into(), responder: on_create(Fault::html(502)),
              command: "CREATE", methods: "POST", code: 9, stdout_lines: 0, stderr: &[UNKNOWN_OUTCOME, "POST /api/v1/api-keys answered 502"] },
        FaultCase { name: "a removal that finds nothing".into(), responder: always(Fault::status(404)),
              command: "rm ID --yes", methods: "DELETE", code: 5, stdout_lines: 0, stderr: &["answered 404"] },
        FaultCase { name: "a removal that finds nothing the second time".into(), responder: in_sequence([Fault::status(503), Fault::status(404)]),
              command: "rm ID --yes", methods: "DELETE DELETE", code: 0, stdout_lines: 0, stderr: &["answered 503; trying again in 1 s", "removed API key"] },
        FaultCase { name: "a patch that finds nothing the second time".into(), responder: in_sequence([Fault::status(503), Fault::status(404)]),
              command: "patch ID --description x", methods: "PATCH PATCH", code: 5, stdout_lines: 0, stderr: &["answered 404"] },
    ]
}

/// Removals of many keys.
#[rustfmt::skip]
pub(super) fn removals() -> Vec<FaultCase> {
    let second = |fault| Responder::Tenant(vec![(RequestMatcher::any().target_contains("k2"), ALWAYS, fault)]);
    let partial: &[&str] = &["error: 1 of 3 API keys were not removed"];
    let many = "rm k1 k2 k3 --yes -o jsonl --retry 0";
    let row = |name: &str, fault, says| FaultCase {
        name: format!("{name}, to the second of three removals"), responder: second(fault),
        command: many, methods: "DELETE DELETE DELETE", code: 8, stdout_lines: 3, stderr: says };
    let as_json: &[&str] = &["\"title\":\"1 of 3 API keys were not removed\"", "\"exit\":8"];
    vec![
        row("403", Fault::status(403), as_json),
        row("500", Fault::status(500), as_json),
        row("HTML with 200", Fault::html(200), as_json),
        row("HTML with 404", Fault::html(404), as_json),
        row("a redirect", Fault::redirect(307, "OTHER_ORIGIN/x"), as_json),
        row("no answer", Fault::DropRequest, as_json),
        row("bytes that are no HTTP", raw("no HTTP\r\n\r\n"), as_json),
        FaultCase { name: "403 to the second of three removals, csv".into(), responder: second(Fault::status(403)),
              command: "rm k1 k2 k3 --yes -o csv", methods: "DELETE DELETE DELETE", code: 8, stdout_lines: 4, stderr: partial },
        FaultCase { name: "503 to the second of three removals, IDs alone".into(), responder: second(Fault::status(503)),
              command: "rm k1 k2 k3 --yes -q --retry 0", methods: "DELETE DELETE DELETE", code: 8, stdout_lines: 2,
              stderr: &["warning: API key k2 was not removed: Service Unavailable", "error: 1 of 3 API keys were not removed"] },
        FaultCase { name: "401 to the first of three removals".into(), responder: always(Fault::status(401)),
              command: "rm k1 k2 k3 --yes", methods: "DELETE", code: 3, stdout_lines: 1,
              stderr: &["warning: 3 of 3 API keys were left unchanged\nerror: could not remove API key k1: ", "hint: check QLIK_API_KEY"] },
        FaultCase { name: "429 beyond the budget to the first of three removals".into(), responder: always(Fault::too_many_requests("3600")),
              command: "rm k1 k2 k3 --yes -o csv", methods: "DELETE", code: 6, stdout_lines: 1, stderr: &["hint: try again in 3600 s"] },
        FaultCase { name: "429 that asks for 1 s, to the first of three removals".into(), responder: once(Fault::too_many_requests("1")),
              command: "rm k1 k2 k3 --yes -q", methods: "DELETE DELETE DELETE DELETE", code: 0, stdout_lines: 3, stderr: &[] },
        FaultCase { name: "nobody listens to three removals".into(), responder: Responder::Unreachable,
              command: "rm k1 k2 k3 --yes -q --retry 0", methods: "", code: 7, stdout_lines: 0, stderr: &["error: could not remove API key k1: no connection to TENANT"] },
        FaultCase { name: "403 to the second of three looks".into(), responder: second(Fault::status(403)),
              command: "rm k1 k2 k3 --dry-run -o jsonl", methods: "GET GET GET", code: 8, stdout_lines: 3, stderr: &["1 of 3 API keys were not read"] },
    ]
}

/// Each status, of a list and of a create.
pub(super) fn statuses() -> Vec<FaultCase> {
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
                300..=399 => Fault::redirect(status, "OTHER_ORIGIN/api/v1/api-keys?fake"),
                _ => Fault::status(status),
            };
            let (code, says): (_, &[&str]) = match of_list(status) {
                (code, "redirects are not followed") => (code, &["redirects are not followed"]),
                (code, _) => (code, &["could not list the API keys: ", "GET /api/v1/api-keys?limit=100 answered "]),
            };
            let list = FaultCase {
                name: format!("status {status}"),
                responder: always(fault()),
                command: "ls --retry 0",
                methods: "GET",
                code,
                stdout_lines: 0,
                stderr: says,
            };
            let unknown = status >= 500;
            let create = FaultCase {
                name: format!("status {status} to a create"),
                responder: on_create(fault()),
                // A POST is not repeated, whatever the flag allows; but after a 429 it would be.
                command: if status == 429 { "CREATE --retry 0" } else { CREATE },
                methods: "POST",
                code: if unknown { 9 } else { code },
                stdout_lines: 0,
                stderr: if unknown {
                    &[UNKNOWN_OUTCOME, "POST /api/v1/api-keys answered "]
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
pub(super) fn changes() -> Vec<FaultCase> {
    let patch = |fault| Responder::Tenant(vec![(RequestMatcher::any().method("PATCH"), 1, fault)]);
    let again = |fault| Responder::Tenant(vec![(RequestMatcher::any().method("GET").skip(1), ALWAYS, fault)]);
    let changed = &["updated the API key configuration", "error: the configuration was changed, but could not be read again"];
    vec![
        FaultCase { name: "a configuration that can't be read is not changed".into(), responder: always(Fault::status(500)),
              command: "config apply CONFIG_FILE --retry 0", methods: "GET", code: 7, stdout_lines: 0, stderr: &["could not get the API key configuration"] },
        FaultCase { name: "a configuration that is an array".into(), responder: ok("[5]"),
              command: "config apply CONFIG_FILE", methods: "GET", code: 7, stdout_lines: 0, stderr: &["is not the expected JSON"] },
        FaultCase { name: "a configuration with a number too large".into(), responder: ok(r#"{"max_keys_per_user":1e999}"#),
              command: "config diff CONFIG_FILE --exit-code", methods: "GET", code: 7, stdout_lines: 0, stderr: &["number out of range"] },
        FaultCase { name: "a configuration that holds nothing".into(), responder: ok("{}"),
              command: "config diff CONFIG_FILE -o csv", methods: "GET", code: 0, stdout_lines: 2, stderr: &[] },
        FaultCase { name: "a change of the configuration that is refused".into(), responder: patch(Fault::status(403)),
              command: "config apply CONFIG_FILE", methods: "GET PATCH", code: 4, stdout_lines: 0, stderr: &["the TenantAdmin role is needed"] },
        FaultCase { name: "a change of the configuration that is answered by HTML".into(), responder: patch(Fault::html(200)),
              command: "config apply CONFIG_FILE", methods: "GET PATCH", code: 7, stdout_lines: 0, stderr: &["is an HTML page"] },
        FaultCase { name: "a change of the configuration, processed, its answer lost".into(), responder: patch(Fault::DropResponse),
              command: "config apply CONFIG_FILE -o csv", methods: "GET PATCH PATCH GET", code: 0, stdout_lines: 2, stderr: &["trying again in 1 s", "updated the API key"] },
        FaultCase { name: "a change of the configuration that has to wait".into(), responder: patch(Fault::too_many_requests("1")),
              command: "config apply CONFIG_FILE -o csv", methods: "GET PATCH PATCH GET", code: 0, stdout_lines: 2, stderr: &["updated the API key"] },
        FaultCase { name: "a changed configuration that can't be read again".into(), responder: again(Fault::DropRequest),
              command: "config apply CONFIG_FILE -o csv --retry 0", methods: "GET PATCH GET", code: 7, stdout_lines: 2, stderr: changed },
        FaultCase { name: "a changed configuration whose key has ended meanwhile".into(), responder: again(Fault::status(401)),
              command: "config apply CONFIG_FILE -o csv", methods: "GET PATCH GET", code: 3, stdout_lines: 2, stderr: changed },
        FaultCase { name: "a changed configuration that is an array".into(), responder: again(json_response(200, "[]")),
              command: "config apply CONFIG_FILE -o csv", methods: "GET PATCH GET", code: 7, stdout_lines: 2, stderr: changed },
        FaultCase { name: "a changed configuration that is another".into(), responder: again(json_response(200, r#"{"max_keys_per_user":4}"#)),
              command: "config apply CONFIG_FILE -o csv", methods: "GET PATCH GET", code: 1, stdout_lines: 2, stderr: &["max_keys_per_user is 4, not 5"] },
        FaultCase { name: "a changed configuration, told as a JSON error".into(), responder: again(json_response(200, r#"{"max_keys_per_user":"\u001b[2J"}"#)),
              command: "config apply CONFIG_FILE -o jsonl", methods: "GET PATCH GET", code: 1, stdout_lines: 1, stderr: &["\"exit\":1", "differs from the desired one"] },
    ]
}

//! HTTP/1.1 on one stream (RFC 9112): reads requests, writes replies, until one side is done.
//! It must not know sockets, nor what a request asks for.

use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::message::{Reply, Request, Response, Wire, reason};
use super::tenant::Tenant;

/// The most bytes that a request line and headers, or a chunk's line, may have.
const HEAD_MOST: usize = 64 * 1024;
/// The most bytes that a body may have.
const BODY_MOST: usize = 1024 * 1024;
/// The most headers that a request may have.
const HEADERS_MOST: usize = 100;
/// How long a wait goes on before it looks whether it should end.
const TICK: Duration = Duration::from_millis(10);

/// What a tenant should know of a connection.
#[derive(Debug, Clone, Default)]
pub struct Connection {
    /// Its number, for the log.
    pub number: u64,
    /// Whether it is TLS.
    pub secure: bool,
    /// Ends it before the next request, and any wait, once true.
    pub stop: Arc<AtomicBool>,
}

/// Serves one connection until the client, a fault or `stop` ends it. The tenant is locked only while it decides.
pub fn serve<S: Read + Write>(stream: S, tenant: &Mutex<Tenant>, connection: &Connection) {
    let mut exchange = Exchange { stream, buffer: Vec::new() };
    while !connection.stop.load(Ordering::Relaxed) {
        match exchange.turn(tenant, connection) {
            Ok(true) => {}
            Ok(false) | Err(_) => break,
        }
    }
}

/// A stream, and what was read of it beyond the last request.
struct Exchange<S> {
    stream: S,
    buffer: Vec<u8>,
}

/// What a head says.
struct Head {
    request: Request,
    body: Body,
    keep_alive: bool,
    expects_continue: bool,
}

/// How the end of a body is found (RFC 9112, 6.3).
#[derive(Debug, PartialEq, Eq)]
enum Body {
    Length(usize),
    Chunked,
}

/// Why there is no request: the stream ended, or what came is refused.
enum NoRequest {
    Ended,
    Refused(u16, &'static str),
}

impl From<io::Error> for NoRequest {
    fn from(_: io::Error) -> NoRequest {
        NoRequest::Ended
    }
}

const MALFORMED: NoRequest = NoRequest::Refused(400, "The request is malformed.");
const TOO_LARGE: NoRequest = NoRequest::Refused(413, "The body is larger than 1 MiB.");
const LONG_HEAD: NoRequest = NoRequest::Refused(431, "The header fields are larger than 64 KiB.");

impl<S: Read + Write> Exchange<S> {
    /// Reads one request and answers it; false if the connection is to be closed.
    fn turn(&mut self, tenant: &Mutex<Tenant>, connection: &Connection) -> io::Result<bool> {
        let lock = || tenant.lock().unwrap_or_else(PoisonError::into_inner);
        match self.receive(connection) {
            Ok(head) => {
                let reply = lock().handle(&head.request, Timestamp::now());
                self.send(reply, head.keep_alive, connection)
            }
            Err(NoRequest::Ended) => Ok(false),
            Err(NoRequest::Refused(status, detail)) => {
                let response = lock().refuse(status, detail, Timestamp::now());
                self.send(Wire::Answer(response).into(), false, connection)
            }
        }
    }

    fn receive(&mut self, connection: &Connection) -> Result<Head, NoRequest> {
        let mut head = self.head()?;
        head.request.secure = connection.secure;
        head.request.connection = connection.number;
        if head.expects_continue && self.buffer.is_empty() {
            self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
            self.stream.flush()?;
        }
        head.request.body = match head.body {
            Body::Length(length) => self.exactly(length)?,
            Body::Chunked => self.chunks()?,
        };
        Ok(head)
    }

    fn head(&mut self) -> Result<Head, NoRequest> {
        loop {
            if let Some((head, length)) = parse(&self.buffer)? {
                self.buffer.drain(..length);
                return Ok(head);
            }
            if self.buffer.len() > HEAD_MOST {
                return Err(LONG_HEAD);
            }
            self.more()?;
        }
    }

    /// Reads a chunked body (RFC 9112, 7.1); extensions and trailers are dropped.
    fn chunks(&mut self) -> Result<Vec<u8>, NoRequest> {
        let mut body = Vec::new();
        loop {
            let line = self.line()?;
            let httparse::Status::Complete((_, size)) = httparse::parse_chunk_size(&line).map_err(|_| MALFORMED)?
            else {
                return Err(MALFORMED);
            };
            let size = usize::try_from(size).map_err(|_| TOO_LARGE)?;
            if size == 0 {
                while self.line()? != b"\r\n" {}
                return Ok(body);
            }
            if size > BODY_MOST - body.len() {
                return Err(TOO_LARGE);
            }
            body.extend(self.exactly(size)?);
            if self.exactly(2)? != b"\r\n" {
                return Err(MALFORMED);
            }
        }
    }

    /// Reads a line and its end.
    fn line(&mut self) -> Result<Vec<u8>, NoRequest> {
        loop {
            if let Some(end) = self.buffer.iter().position(|byte| *byte == b'\n') {
                return Ok(self.buffer.drain(..=end).collect());
            }
            if self.buffer.len() > HEAD_MOST {
                return Err(MALFORMED);
            }
            self.more()?;
        }
    }

    fn exactly(&mut self, length: usize) -> Result<Vec<u8>, NoRequest> {
        while self.buffer.len() < length {
            self.more()?;
        }
        Ok(self.buffer.drain(..length).collect())
    }

    fn more(&mut self) -> Result<(), NoRequest> {
        let mut block = [0; 8192];
        let count = loop {
            match self.stream.read(&mut block) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        if count == 0 {
            return Err(NoRequest::Ended);
        }
        self.buffer.extend(block.iter().take(count));
        Ok(())
    }

    /// Sends a reply; false if the connection is to be closed.
    fn send(&mut self, reply: Reply, keep: bool, connection: &Connection) -> io::Result<bool> {
        if !pause(reply.wait, &connection.stop) {
            return Ok(false);
        }
        let (bytes, open) = match reply.wire {
            Wire::Answer(response) => (rendered(&response, keep, response.body.len()), keep),
            Wire::Cut(response) => (rendered(&response, keep, response.body.len() / 2), false),
            Wire::Raw(bytes) => (bytes, false),
            Wire::Close => (Vec::new(), false),
        };
        self.stream.write_all(&bytes)?;
        self.stream.flush()?;
        Ok(open)
    }
}

/// Waits; false if it was told to stop before the end.
fn pause(wait: Duration, stop: &AtomicBool) -> bool {
    let start = Instant::now();
    while let Some(rest) = wait.checked_sub(start.elapsed()).filter(|rest| !rest.is_zero()) {
        if stop.load(Ordering::Relaxed) {
            return false;
        }
        thread::sleep(rest.min(TICK));
    }
    true
}

fn rendered(response: &Response, keep: bool, body: usize) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} {}\r\n", response.status, reason(response.status));
    for (name, value) in &response.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !keep {
        head.push_str("Connection: close\r\n");
    }
    head.push_str("\r\n");
    let mut bytes = head.into_bytes();
    bytes.extend(response.body.iter().take(body));
    bytes
}

/// Reads a head and says how long it was; `None` if it isn't all there yet.
fn parse(bytes: &[u8]) -> Result<Option<(Head, usize)>, NoRequest> {
    let mut slots = [httparse::EMPTY_HEADER; HEADERS_MOST];
    let mut parsed = httparse::Request::new(&mut slots);
    let length = match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(length)) if length > HEAD_MOST => return Err(LONG_HEAD),
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(LONG_HEAD),
        Err(_) => return Err(MALFORMED),
    };
    let mut request = Request::new(parsed.method.unwrap_or_default(), parsed.path.unwrap_or_default());
    request.headers = parsed
        .headers
        .iter()
        .map(|header| (header.name.to_owned(), String::from_utf8_lossy(header.value).into_owned()))
        .collect();
    let newest = parsed.version == Some(1);
    if newest && request.header("Host").is_none() {
        return Err(NoRequest::Refused(400, "The header Host is required."));
    }
    let head = Head {
        body: body_of(&request)?,
        keep_alive: newest && !names(&request, "Connection", "close"),
        expects_continue: newest && names(&request, "Expect", "100-continue"),
        request,
    };
    Ok(Some((head, length)))
}

/// Decides how the body ends; what could be read in two ways is refused (RFC 9112, 11.2).
fn body_of(request: &Request) -> Result<Body, NoRequest> {
    let all = |name: &'static str| {
        request.headers.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    };
    let codings: Vec<&str> = all("Transfer-Encoding").collect();
    let lengths: Vec<&str> = all("Content-Length").collect();
    match (codings.as_slice(), lengths.as_slice()) {
        ([], []) => Ok(Body::Length(0)),
        ([coding], []) if coding.eq_ignore_ascii_case("chunked") => Ok(Body::Chunked),
        ([], [length]) if length.bytes().all(|byte| byte.is_ascii_digit()) => length
            .parse()
            .map_err(|_| if length.is_empty() { MALFORMED } else { TOO_LARGE })
            .and_then(|length| if length > BODY_MOST { Err(TOO_LARGE) } else { Ok(Body::Length(length)) }),
        _ => Err(MALFORMED),
    }
}

/// Returns whether a header lists a word.
fn names(request: &Request, header: &str, word: &str) -> bool {
    request.header(header).is_some_and(|value| value.split(',').any(|part| part.trim().eq_ignore_ascii_case(word)))
}

//! HTTP/1.1 on one stream (RFC 9112): reads requests and writes replies until one side closes the connection.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::http::message::{DemoResponse, Reply, reason_phrase};
use super::http::parser::{
    BODY_TOO_LARGE, BodyLength, MALFORMED, MAX_BODY, MAX_HEAD, ReadError, RequestHead, parse_head,
};
use super::router;
use super::state::tenant::Tenant;

/// How often a delay checks whether the listener has stopped.
const STOP_CHECK_INTERVAL: Duration = Duration::from_millis(10);

/// The properties that all requests of one connection share.
#[derive(Debug, Clone, Default)]
pub struct Connection {
    /// The number of the connection in the request log.
    pub number: u64,
    /// Whether the connection uses TLS.
    pub secure: bool,
    /// Set to true to end a running delay, and to close the connection before its next request.
    pub stop: Arc<AtomicBool>,
}

/// Serves one connection until the client, a fault or `stop` ends it. Locks the tenant only while it handles a request.
pub fn serve_stream<S: Read + Write>(stream: S, tenant: &Mutex<Tenant>, connection: &Connection) {
    let mut stream = BufReader::new(stream);
    let mut stays_open = true;
    while stays_open && !connection.stop.load(Ordering::Relaxed) {
        stays_open = serve_request(&mut stream, tenant, connection).unwrap_or(false);
    }
}

/// Reads one request and replies to it. Returns true if the connection stays open.
fn serve_request<S: Read + Write>(
    stream: &mut BufReader<S>,
    tenant: &Mutex<Tenant>,
    connection: &Connection,
) -> io::Result<bool> {
    let lock = || tenant.lock().unwrap_or_else(PoisonError::into_inner);
    let (reply, keep_alive) = match read_request(stream) {
        Ok(RequestHead { mut request, keep_alive, .. }) => {
            request.secure = connection.secure;
            request.connection_number = connection.number;
            (lock().handle(&request, Timestamp::now()), keep_alive)
        }
        Err(ReadError::Closed) => return Ok(false),
        Err(ReadError::Rejected(status, detail)) => {
            (router::reject(&mut lock(), status, detail, Timestamp::now()).into(), false)
        }
    };
    let (bytes, stays_open) = match reply {
        Reply::Complete { delay, .. } if !sleep_unless_stopped(delay, &connection.stop) => return Ok(false),
        Reply::Complete { response, .. } => (serialize(&response, keep_alive, response.body.len()), keep_alive),
        Reply::Truncated(response) => (serialize(&response, keep_alive, response.body.len() / 2), false),
        Reply::Raw(bytes) => (bytes, false),
        Reply::Close => return Ok(false),
    };
    write(stream, &bytes)?;
    Ok(stays_open)
}

fn read_request<S: Read + Write>(stream: &mut BufReader<S>) -> Result<RequestHead, ReadError> {
    let mut bytes = Vec::new();
    let mut head = loop {
        let block = stream.fill_buf()?;
        let (previous_length, block_length) = (bytes.len(), block.len());
        if block_length == 0 {
            return Err(ReadError::Closed);
        }
        bytes.extend_from_slice(block);
        let parsed = parse_head(&bytes)?;
        stream.consume(parsed.as_ref().map_or(block_length, |(_, head_length)| head_length - previous_length));
        if let Some((head, _)) = parsed {
            break head;
        }
    };
    if head.expects_continue && stream.buffer().is_empty() {
        write(stream, b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    head.request.body = match head.body {
        BodyLength::Bytes(length) => read_bytes(stream, length)?,
        BodyLength::Chunked => read_chunked_body(stream)?,
    };
    Ok(head)
}

/// Reads a chunked body (RFC 9112, section 7.1). Ignores chunk extensions and trailers.
fn read_chunked_body(stream: &mut impl BufRead) -> Result<Vec<u8>, ReadError> {
    let mut body = Vec::new();
    loop {
        let Ok(httparse::Status::Complete((_, size))) = httparse::parse_chunk_size(&read_line(stream)?) else {
            return Err(MALFORMED);
        };
        let size = usize::try_from(size).map_err(|_| BODY_TOO_LARGE)?;
        if size == 0 {
            while read_line(stream)? != b"\r\n" {}
            return Ok(body);
        }
        if size > MAX_BODY - body.len() {
            return Err(BODY_TOO_LARGE);
        }
        body.extend(read_bytes(stream, size)?);
        if read_bytes(stream, 2)? != b"\r\n" {
            return Err(MALFORMED);
        }
    }
}

fn read_line(stream: &mut impl BufRead) -> Result<Vec<u8>, ReadError> {
    let mut line = Vec::new();
    stream.take(MAX_HEAD as u64).read_until(b'\n', &mut line)?;
    if line.ends_with(b"\n") { Ok(line) } else { Err(MALFORMED) }
}

fn read_bytes(stream: &mut impl Read, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn write<S: Write>(stream: &mut BufReader<S>, bytes: &[u8]) -> io::Result<()> {
    stream.get_mut().write_all(bytes)?;
    stream.get_mut().flush()
}

/// Sleeps for `delay`. Returns false early if `stop` becomes true.
fn sleep_unless_stopped(delay: Duration, stop: &AtomicBool) -> bool {
    let start = Instant::now();
    while let Some(remaining) = delay.checked_sub(start.elapsed()).filter(|remaining| !remaining.is_zero()) {
        if stop.load(Ordering::Relaxed) {
            return false;
        }
        thread::sleep(remaining.min(STOP_CHECK_INTERVAL));
    }
    true
}

/// Serializes the head of a response and the first `body_length` bytes of its body.
fn serialize(response: &DemoResponse, keep_alive: bool, body_length: usize) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
    for (name, value) in &response.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !keep_alive {
        head.push_str("Connection: close\r\n");
    }
    head.push_str("\r\n");
    let mut bytes = head.into_bytes();
    bytes.extend(response.body.iter().take(body_length));
    bytes
}

//! HTTP/1.1 on one stream (RFC 9112): reads requests and writes replies until one side ends it.

use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::http::message::{Reply, Response, reason_phrase};
use super::http::parser::{BODY_TOO_LARGE, BodyLength, Head, MALFORMED, MAX_BODY, MAX_HEAD, ReadError, parse_head};
use super::router;
use super::state::tenant::Tenant;

/// How often a delay checks whether the listener has stopped.
const STOP_CHECK: Duration = Duration::from_millis(10);

/// What the requests of one connection have in common.
#[derive(Debug, Clone, Default)]
pub struct Connection {
    /// Its number in the request log.
    pub number: u64,
    /// Whether it uses TLS.
    pub secure: bool,
    /// Once true, ends any delay, and the connection before its next request.
    pub stop: Arc<AtomicBool>,
}

/// Serves one connection until the client, a fault or `stop` ends it. The tenant is locked only while it handles a
/// request.
pub fn serve<S: Read + Write>(stream: S, tenant: &Mutex<Tenant>, connection: &Connection) {
    let mut stream = BufferedStream { stream, buffer: Vec::new() };
    while !connection.stop.load(Ordering::Relaxed) {
        match serve_request(&mut stream, tenant, connection) {
            Ok(true) => {}
            Ok(false) | Err(_) => break,
        }
    }
}

/// Reads one request and replies to it. Returns whether the connection stays open.
fn serve_request<S: Read + Write>(
    stream: &mut BufferedStream<S>,
    tenant: &Mutex<Tenant>,
    connection: &Connection,
) -> io::Result<bool> {
    let lock = || tenant.lock().unwrap_or_else(PoisonError::into_inner);
    let (reply, keep_alive) = match stream.read_request() {
        Ok(Head { mut request, keep_alive, .. }) => {
            request.secure = connection.secure;
            request.connection = connection.number;
            (lock().handle(&request, Timestamp::now()), keep_alive)
        }
        Err(ReadError::Ended) => return Ok(false),
        Err(ReadError::Refused(status, detail)) => {
            (router::refuse(&mut lock(), status, detail, Timestamp::now()).into(), false)
        }
    };
    let (bytes, stays_open) = match reply {
        Reply::Complete { delay, .. } if !wait(delay, &connection.stop) => return Ok(false),
        Reply::Complete { response, .. } => (serialize(&response, keep_alive, response.body.len()), keep_alive),
        Reply::Truncated(response) => (serialize(&response, keep_alive, response.body.len() / 2), false),
        Reply::Raw(bytes) => (bytes, false),
        Reply::Close => return Ok(false),
    };
    stream.write(&bytes)?;
    Ok(stays_open)
}

/// A stream, and the bytes read from it that belong to the next request.
struct BufferedStream<S> {
    stream: S,
    buffer: Vec<u8>,
}

impl<S: Read + Write> BufferedStream<S> {
    /// Reads a request with its body.
    fn read_request(&mut self) -> Result<Head, ReadError> {
        let (mut head, length) = loop {
            match parse_head(&self.buffer)? {
                Some(parsed) => break parsed,
                None => self.fill_buffer()?,
            }
        };
        self.buffer.drain(..length);
        if head.expects_continue && self.buffer.is_empty() {
            self.write(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        head.request.body = match head.body {
            BodyLength::Bytes(length) => self.read_bytes(length)?,
            BodyLength::Chunked => self.read_chunks()?,
        };
        Ok(head)
    }

    /// Reads a chunked body (RFC 9112, section 7.1). Extensions and trailers are dropped.
    fn read_chunks(&mut self) -> Result<Vec<u8>, ReadError> {
        let mut body = Vec::new();
        loop {
            let line = self.read_line()?;
            let Ok(httparse::Status::Complete((_, size))) = httparse::parse_chunk_size(&line) else {
                return Err(MALFORMED);
            };
            let size = usize::try_from(size).map_err(|_| BODY_TOO_LARGE)?;
            if size == 0 {
                while self.read_line()? != b"\r\n" {}
                return Ok(body);
            }
            if size > MAX_BODY - body.len() {
                return Err(BODY_TOO_LARGE);
            }
            body.extend(self.read_bytes(size)?);
            if self.read_bytes(2)? != b"\r\n" {
                return Err(MALFORMED);
            }
        }
    }

    /// Reads a line, including its end.
    fn read_line(&mut self) -> Result<Vec<u8>, ReadError> {
        loop {
            if let Some(end) = self.buffer.iter().position(|byte| *byte == b'\n') {
                return Ok(self.buffer.drain(..=end).collect());
            }
            if self.buffer.len() > MAX_HEAD {
                return Err(MALFORMED);
            }
            self.fill_buffer()?;
        }
    }

    fn read_bytes(&mut self, length: usize) -> Result<Vec<u8>, ReadError> {
        while self.buffer.len() < length {
            self.fill_buffer()?;
        }
        Ok(self.buffer.drain(..length).collect())
    }

    fn fill_buffer(&mut self) -> Result<(), ReadError> {
        let mut block = [0; 8192];
        let count = loop {
            match self.stream.read(&mut block) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        if count == 0 {
            return Err(ReadError::Ended);
        }
        self.buffer.extend(block.iter().take(count));
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)?;
        self.stream.flush()
    }
}

/// Waits. Returns false if `stop` became true meanwhile.
fn wait(delay: Duration, stop: &AtomicBool) -> bool {
    let start = Instant::now();
    while let Some(rest) = delay.checked_sub(start.elapsed()).filter(|rest| !rest.is_zero()) {
        if stop.load(Ordering::Relaxed) {
            return false;
        }
        thread::sleep(rest.min(STOP_CHECK));
    }
    true
}

/// Returns the bytes of a response, with so many bytes of its body.
fn serialize(response: &Response, keep_alive: bool, body_length: usize) -> Vec<u8> {
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

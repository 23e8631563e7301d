//! HTTP/1.1 on one stream (RFC 9112): reads requests, writes replies, until one side is done.
//! It must not know sockets, nor what a request asks for.

use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::head::{BODY_MOST, Body, HEAD_MOST, Head, LONG_HEAD, MALFORMED, NoRequest, TOO_LARGE, parse};
use super::message::{Reply, Response, Wire, reason};
use super::tenant::Tenant;

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

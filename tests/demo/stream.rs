//! One connection on a stream that is not a socket.

use std::io::{Cursor, Read, Write};
use std::sync::Mutex;

use jiff::Timestamp;
use qlik_api_key::demo::{Connection, Tenant, TestUser, serve_stream};

use crate::demo::listener::get_request;

/// A stream in memory that reads from `input` and writes to `output`.
struct MemoryStream {
    input: Cursor<Vec<u8>>,
    output: Vec<u8>,
}

impl Read for MemoryStream {
    fn read(&mut self, block: &mut [u8]) -> std::io::Result<usize> {
        self.input.read(block)
    }
}

impl Write for MemoryStream {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.output.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn any_stream_can_be_served() {
    let tenant = Mutex::new(Tenant::new(1, Timestamp::now()));
    let token = tenant.lock().unwrap().user_token(TestUser::Admin).to_owned();
    let input = get_request(&token, "/api-keys", "") + &get_request(&token, "/api-keys", "");
    let mut stream = MemoryStream { input: Cursor::new(input.into_bytes()), output: Vec::new() };
    let connection = Connection { number: 7, secure: true, ..Connection::default() };
    serve_stream(&mut stream, &tenant, &connection);
    let text = String::from_utf8(stream.output).unwrap();
    assert_eq!(text.matches("HTTP/1.1 200 OK").count(), 2);
    assert_eq!(text.matches(r#""self":{"href":"https://127.0.0.1/api/v1/api-keys"}"#).count(), 2);
    let tenant = tenant.into_inner().unwrap();
    assert!(tenant.requests().iter().all(|logged| logged.request.connection_number == 7 && logged.request.secure));
    let mut stopped =
        MemoryStream { input: Cursor::new(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".to_vec()), output: Vec::new() };
    connection.stop.store(true, std::sync::atomic::Ordering::Relaxed);
    serve_stream(&mut stopped, &Mutex::new(tenant), &connection);
    assert!(stopped.output.is_empty());
}

//! One connection on a stream that is no socket.

use std::io::{Cursor, Read, Write};
use std::sync::Mutex;

use jiff::Timestamp;
use qlik_api_key::demo::{Connection, Tenant, TestUser, serve};

use crate::demo::listener::get;

/// A stream in memory: reads what was given, keeps what is written.
struct Memory {
    input: Cursor<Vec<u8>>,
    output: Vec<u8>,
}

impl Read for Memory {
    fn read(&mut self, block: &mut [u8]) -> std::io::Result<usize> {
        self.input.read(block)
    }
}

impl Write for Memory {
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
    let token = tenant.lock().unwrap().token_of(TestUser::Admin).to_owned();
    let input = get(&token, "/api-keys", "") + &get(&token, "/api-keys", "");
    let mut memory = Memory { input: Cursor::new(input.into_bytes()), output: Vec::new() };
    let connection = Connection { number: 7, secure: true, ..Connection::default() };
    serve(&mut memory, &tenant, &connection);
    let text = String::from_utf8(memory.output).unwrap();
    assert_eq!(text.matches("HTTP/1.1 200 OK").count(), 2);
    assert_eq!(text.matches(r#""self":{"href":"https://demo.example/api/v1/api-keys"}"#).count(), 2);
    let tenant = tenant.into_inner().unwrap();
    assert!(tenant.requests().iter().all(|logged| logged.request.connection == 7 && logged.request.secure));
    let mut late = Memory { input: Cursor::new(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n".to_vec()), output: Vec::new() };
    connection.stop.store(true, std::sync::atomic::Ordering::Relaxed);
    serve(&mut late, &Mutex::new(tenant), &connection);
    assert!(late.output.is_empty());
}

//! The listener over raw sockets: valid and invalid HTTP/1.1, faults, and shutdown.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use qlik_api_key::demo::{Fault, Listener, Tenant, TestUser};

use crate::support::process::wait_until;

fn start_listener() -> (Listener, String) {
    let listener = Listener::start(Tenant::with_demo_data(1, Timestamp::now()), 0).unwrap();
    let token = listener.tenant().user_token(TestUser::Admin).to_owned();
    (listener, token)
}

fn connect(listener: &Listener) -> TcpStream {
    let stream = TcpStream::connect(listener.url().strip_prefix("http://").unwrap()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream
}

pub fn get_request(token: &str, path: &str, more_headers: &str) -> String {
    format!("GET /api/v1{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n{more_headers}\r\n")
}

fn post_request(token: &str, more_headers: &str) -> String {
    format!(
        "POST /api/v1/api-keys HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n{more_headers}\r\n"
    )
}

/// Reads one response and returns its head and body.
fn read_response(stream: &mut TcpStream) -> (String, Vec<u8>) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).expect("a complete head");
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let length =
        head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).expect("a complete body");
    (head, body)
}

fn read_status(stream: &mut TcpStream) -> u16 {
    let (head, _) = read_response(stream);
    head.split(' ').nth(1).unwrap().parse().unwrap()
}

/// Sends bytes on a new connection and returns all bytes received until the server closes it.
fn exchange(listener: &Listener, bytes: &[u8]) -> String {
    let mut stream = connect(listener);
    stream.write_all(bytes).unwrap();
    let mut received = Vec::new();
    stream.read_to_end(&mut received).unwrap();
    String::from_utf8_lossy(&received).into_owned()
}

fn is_closed(stream: &mut TcpStream) -> bool {
    matches!(stream.read(&mut [0]), Ok(0))
}

#[test]
fn one_connection_serves_many_requests() {
    let (listener, token) = start_listener();
    let mut stream = connect(&listener);
    for _ in 0..3 {
        stream.write_all(get_request(&token, "/users/me", "").as_bytes()).unwrap();
        let (head, body) = read_response(&mut stream);
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        assert!(!head.contains("Connection: close"), "{head}");
        assert!(serde_json::from_slice::<serde_json::Value>(&body).is_ok());
    }
    connect(&listener).write_all(get_request(&token, "/tenants/me", "Connection: close\r\n").as_bytes()).unwrap();
    let both = get_request(&token, "/users/me", "") + &get_request(&token, "/missing", "");
    stream.write_all(both.as_bytes()).unwrap();
    assert_eq!((read_status(&mut stream), read_status(&mut stream)), (200, 404));
    let tenant = listener.tenant();
    let on_first_connection = tenant.requests().iter().filter(|logged| logged.request.connection_number == 1);
    assert_eq!(on_first_connection.count(), 5);
}

#[test]
fn connection_close_and_http_1_0_end_the_connection() {
    let (listener, token) = start_listener();
    let text = exchange(&listener, get_request(&token, "/users/me", "Connection: Close\r\n").as_bytes());
    assert!(text.contains("Connection: close\r\n"), "{text}");
    let http_1_0 = format!("GET /api/v1/users/me HTTP/1.0\r\nAuthorization: Bearer {token}\r\n\r\n");
    assert!(exchange(&listener, http_1_0.as_bytes()).starts_with("HTTP/1.1 200 OK\r\n"));
}

#[test]
fn a_request_may_arrive_in_pieces() {
    let (listener, token) = start_listener();
    let mut stream = connect(&listener);
    for piece in get_request(&token, "/users/me", "").as_bytes().chunks(97) {
        stream.write_all(piece).unwrap();
        stream.flush().unwrap();
    }
    assert_eq!(read_status(&mut stream), 200);
}

#[test]
fn a_body_may_be_chunked() {
    let (listener, token) = start_listener();
    let mut stream = connect(&listener);
    let body = "9;ext=1\r\n{\"descrip\r\nC\r\ntion\":\"a b\"}\r\n0\r\nTrailer: x\r\n\r\n";
    let head = post_request(&token, "Transfer-Encoding: chunked\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body.as_bytes()).unwrap();
    let (head, _) = read_response(&mut stream);
    assert!(head.starts_with("HTTP/1.1 201 "), "{head}");
    stream.write_all(get_request(&token, "/users/me", "").as_bytes()).unwrap();
    assert_eq!(read_status(&mut stream), 200, "the body was read completely");
    let tenant = listener.tenant();
    assert_eq!(tenant.requests()[0].request.body, br#"{"description":"a b"}"#);
}

#[test]
fn a_client_may_wait_for_100_continue() {
    let (listener, token) = start_listener();
    let mut stream = connect(&listener);
    let body = r#"{"description":"x"}"#;
    let head = post_request(&token, &format!("Content-Length: {}\r\nExpect: 100-continue\r\n", body.len()));
    stream.write_all(head.as_bytes()).unwrap();
    let (interim, _) = read_response(&mut stream);
    assert_eq!(interim, "HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(body.as_bytes()).unwrap();
    assert_eq!(read_status(&mut stream), 201);
}

#[test]
fn a_malformed_request_gets_400_and_closes_the_connection() {
    let (listener, token) = start_listener();
    let chunked = |body: &str| post_request(&token, "Transfer-Encoding: chunked\r\n") + body;
    for bytes in [
        "\x16\x03\x01 this is not HTTP\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n".to_owned(),
        "GET / HTTP/7\r\nHost: x\r\n\r\n".to_owned(),
        chunked("zz\r\n"),
        chunked("3\r\nabcd\r\n"),
        post_request(&token, "Content-Length: 5\r\nContent-Length: 6\r\n"),
        post_request(&token, "Content-Length: -5\r\n"),
        post_request(&token, "Content-Length: \r\n"),
        post_request(&token, "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
        post_request(&token, "Transfer-Encoding: gzip\r\n"),
    ] {
        let text = exchange(&listener, bytes.as_bytes());
        assert!(text.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{bytes:?}: {text}");
        assert!(text.contains("Connection: close\r\n"), "{text}");
        assert!(text.contains(r#""code":"HTTP-400""#) && text.contains("traceId"), "{text}");
        assert_eq!(text.matches("HTTP/1.1").count(), 1);
    }
    assert!(listener.tenant().requests().is_empty());
    let pipelined = get_request(&token, "/users/me", "") + "\x01garbage\r\n\r\n";
    let text = exchange(&listener, pipelined.as_bytes());
    assert!(text.starts_with("HTTP/1.1 200 OK\r\n") && text.contains("HTTP/1.1 400 Bad Request\r\n"), "{text}");
}

/// A web page that resolves its own name to 127.0.0.1 could otherwise read and change the tenant.
#[test]
fn a_request_for_another_host_gets_421() {
    let (listener, token) = start_listener();
    let with_host = |host: &str| get_request(&token, "/users/me", "Connection: close\r\n").replace("127.0.0.1", host);
    for host in ["evil.example", "evil.example:4711", "localhost.evil.example", "0.0.0.0", "192.168.0.1"] {
        let text = exchange(&listener, with_host(host).as_bytes());
        assert!(text.starts_with("HTTP/1.1 421 Misdirected Request\r\n"), "{host}: {text}");
        assert!(text.contains("Connection: close\r\n"), "{text}");
        assert!(text.contains(r#"{"errors":[{"code":"HTTP-421","title":"Misdirected Request""#), "{text}");
    }
    let absolute = with_host("127.0.0.1").replace("GET /", "GET http://evil.example/");
    assert!(exchange(&listener, absolute.as_bytes()).starts_with("HTTP/1.1 421 "));
    assert!(listener.tenant().requests().is_empty());
    for host in ["127.0.0.1", "127.0.0.1:4711", "127.1.2.3", "localhost", "LOCALHOST:4711", "[::1]", "[::1]:4711"] {
        let text = exchange(&listener, with_host(host).as_bytes());
        assert!(text.starts_with("HTTP/1.1 200 OK\r\n"), "{host}: {text}");
    }
}

#[test]
fn oversized_bodies_get_413_and_heads_431() {
    let (listener, token) = start_listener();
    let body = vec![b'x'; 1024 * 1024 + 1];
    let mut with_body = post_request(&token, &format!("Content-Length: {}\r\n", body.len())).into_bytes();
    with_body.extend(&body);
    let huge = post_request(&token, "Content-Length: 99999999999999999999999\r\n").into_bytes();
    let size_line = format!("{:x}\r\n", body.len());
    let chunked = (post_request(&token, "Transfer-Encoding: chunked\r\n") + &size_line).into_bytes();
    for bytes in [with_body, huge, chunked] {
        let text = exchange(&listener, &bytes);
        assert!(text.starts_with("HTTP/1.1 413 "), "{text}");
    }
    let head = get_request(&token, "/users/me", &format!("X-Big: {}\r\n", "x".repeat(65 * 1024)));
    assert!(exchange(&listener, head.as_bytes()).starts_with("HTTP/1.1 431 "));
    let many_headers = get_request(&token, "/users/me", &"X: y\r\n".repeat(200));
    assert!(exchange(&listener, many_headers.as_bytes()).starts_with("HTTP/1.1 431 "));
    let description = "x".repeat(1024 * 1024 - 18);
    let body = format!(r#"{{"description":"{description}"}}"#);
    assert_eq!(body.len(), 1024 * 1024);
    let request = post_request(&token, &format!("Content-Length: {}\r\nConnection: close\r\n", body.len())) + &body;
    assert!(exchange(&listener, request.as_bytes()).starts_with("HTTP/1.1 201 "));
}

#[test]
fn an_incomplete_request_gets_no_response() {
    let (listener, token) = start_listener();
    for bytes in [&get_request(&token, "/users/me", "")[..20], &post_request(&token, "Content-Length: 9\r\n")] {
        let mut stream = connect(&listener);
        stream.write_all(bytes.as_bytes()).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        assert!(is_closed(&mut stream));
    }
    assert!(listener.tenant().requests().is_empty());
}

#[test]
fn head_and_204_responses_have_no_body() {
    let (listener, token) = start_listener();
    let text = exchange(
        &listener,
        get_request(&token, "/users/me", "Connection: close\r\n").replace("GET", "HEAD").as_bytes(),
    );
    assert!(text.ends_with("\r\n\r\n") && text.contains("Content-Length: "), "{text}");
    let id = listener.tenant().add_key(qlik_api_key::demo::KeySpec::new("x"));
    let delete = get_request(&token, &format!("/api-keys/{id}"), "Connection: close\r\n").replace("GET", "DELETE");
    let text = exchange(&listener, delete.as_bytes());
    assert!(text.starts_with("HTTP/1.1 204 No Content\r\n") && text.ends_with("\r\n\r\n"), "{text}");
    assert!(!text.contains("Content-Length"), "{text}");
}

#[test]
fn faults_change_the_bytes_sent() {
    let (listener, token) = start_listener();
    let request = get_request(&token, "/users/me", "");
    let received_with = |fault| {
        listener.tenant().fail_next(1, fault);
        exchange(&listener, request.as_bytes())
    };
    assert_eq!(received_with(Fault::DropRequest), "");
    assert_eq!(received_with(Fault::DropResponse), "");
    assert_eq!(received_with(Fault::Raw(b"\x01\x02".to_vec())), "\x01\x02");
    let truncated = received_with(Fault::TruncateResponse);
    let (head, body) = truncated.split_once("\r\n\r\n").unwrap();
    let length: usize = head.split("Content-Length: ").nth(1).unwrap().split("\r\n").next().unwrap().parse().unwrap();
    assert_eq!(body.len(), length / 2);
    let mut stream = connect(&listener);
    listener.tenant().fail_next(1, Fault::Delay(Duration::from_millis(60)));
    let start = Instant::now();
    stream.write_all(request.as_bytes()).unwrap();
    assert_eq!(read_status(&mut stream), 200);
    assert!(start.elapsed() >= Duration::from_millis(60));
}

#[test]
fn a_delayed_response_does_not_block_other_connections() {
    let (listener, token) = start_listener();
    listener.tenant().fail_next(1, Fault::Delay(Duration::from_secs(3600)));
    let request = get_request(&token, "/users/me", "");
    let mut waiting = connect(&listener);
    waiting.write_all(request.as_bytes()).unwrap();
    wait_until("a request", || !listener.tenant().requests().is_empty());
    let mut other = connect(&listener);
    other.write_all(request.as_bytes()).unwrap();
    assert_eq!(read_status(&mut other), 200);
    let start = Instant::now();
    drop(listener);
    assert!(is_closed(&mut waiting));
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[test]
fn dropping_the_listener_closes_every_connection() {
    let (listener, token) = start_listener();
    let mut idle = connect(&listener);
    let mut incomplete = connect(&listener);
    incomplete.write_all(b"GET /api").unwrap();
    idle.write_all(get_request(&token, "/users/me", "").as_bytes()).unwrap();
    assert_eq!(read_status(&mut idle), 200);
    let start = Instant::now();
    drop(listener);
    assert!(is_closed(&mut idle));
    assert!(!matches!(incomplete.read(&mut [0]), Ok(1..)));
    assert!(start.elapsed() < Duration::from_secs(2));
    drop((idle, incomplete));
}

#[test]
fn a_port_in_use_is_an_error() {
    let other_socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = other_socket.local_addr().unwrap().port();
    assert!(Listener::start(Tenant::new(1, Timestamp::now()), port).is_err());
}

#[test]
fn a_panic_with_the_tenant_locked_does_not_stop_the_listener() {
    let (listener, token) = start_listener();
    let result = std::thread::scope(|scope| {
        scope
            .spawn(|| {
                let _tenant = listener.tenant();
                panic!("on purpose");
            })
            .join()
    });
    assert!(result.is_err());
    let mut stream = connect(&listener);
    stream.write_all(get_request(&token, "/users/me", "").as_bytes()).unwrap();
    assert_eq!(read_status(&mut stream), 200);
}

//! Proxies: what they receive, and the errors when they refuse.

use super::*;

/// An HTTP proxy that records what it receives.
struct TestProxy {
    address: String,
    /// The heads of the requests.
    request_heads: Arc<Mutex<Vec<String>>>,
    /// All bytes from clients.
    received: Arc<Mutex<Vec<u8>>>,
}

impl TestProxy {
    /// Starts a proxy that tunnels every request, or responds with `refusal`.
    fn new(refusal: Option<&'static str>) -> Self {
        let request_heads = Arc::new(Mutex::new(Vec::new()));
        let received = Arc::new(Mutex::new(Vec::new()));
        let (head_log, byte_log) = (Arc::clone(&request_heads), Arc::clone(&received));
        let address = serve_connections(move |mut client| {
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && client.read(&mut byte).is_ok_and(|count| count == 1) {
                head.push(byte[0]);
            }
            byte_log.lock().unwrap().extend_from_slice(&head);
            let head = String::from_utf8_lossy(&head).into_owned();
            let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
            head_log.lock().unwrap().push(head);
            match refusal {
                Some(response) => drop(client.write_all(response.as_bytes())),
                None => tunnel(client, &target, &byte_log),
            }
        });
        Self { address, request_heads, received }
    }

    /// Takes the request lines.
    fn take_request_lines(&self) -> Vec<String> {
        let heads = std::mem::take(&mut *self.request_heads.lock().unwrap());
        heads.iter().map(|head| head.lines().next().unwrap_or_default().to_owned()).collect()
    }

    fn has_received(&self, text: &str) -> bool {
        self.received.lock().unwrap().windows(text.len()).any(|window| window == text.as_bytes())
    }
}

/// Copies bytes between a client and the target, and records those of the client.
fn tunnel(mut client: TcpStream, target: &str, byte_log: &Mutex<Vec<u8>>) {
    let Ok(mut server) = TcpStream::connect(target) else { return };
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
    let (mut from, mut to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
    let mut block = [0; 4096];
    while let Ok(count @ 1..) = client.read(&mut block) {
        byte_log.lock().unwrap().extend_from_slice(&block[..count]);
        if server.write_all(&block[..count]).is_err() {
            break;
        }
    }
    let _ = server.shutdown(Shutdown::Write);
}

#[test]
fn a_proxy_sees_only_the_connect_request() {
    let site = HttpsTenant::new();
    let proxy = TestProxy::new(None);
    let url = format!("http://{}", proxy.address);
    let host = site.listener.url().replace("https://", "");
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        assert!(site.run(true, &[(variable, &url)], "ls -q").succeeds().stdout.lines().count() >= 3);
        assert_eq!(site.run(true, &[(variable, &url)], CREATE).code, 0);
        assert_eq!(site.take_request_count(), 2);
        assert_eq!(
            proxy.take_request_lines(),
            [format!("CONNECT {host} HTTP/1.1"), format!("CONNECT {host} HTTP/1.1")],
            "{variable}"
        );
    }
    for secret in [site.token.as_str(), "Bearer", "bearer", "authorization", "GET /", "once"] {
        assert!(!proxy.has_received(secret), "the proxy received plain text");
    }
    assert!(proxy.has_received("CONNECT "));
    site.run(true, &[("HTTPS_PROXY", &url), ("NO_PROXY", "127.0.0.1")], "ls -q").succeeds();
    assert_eq!((site.take_request_count(), proxy.take_request_lines()), (1, Vec::new()));
}

#[test]
fn a_refusing_proxy_is_a_connection_error() {
    let site = HttpsTenant::new();
    for (refusal, cause) in [
        ("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", "authorization"),
        ("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", "unsuccessful"),
        ("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n", "unsuccessful"),
        ("no proxy\r\n\r\n", ""),
        ("", ""),
    ] {
        let proxy = TestProxy::new(Some(refusal));
        let url = format!("http://{}", proxy.address);
        for line in ["ls --retry 0", "create --description once --retry 0"] {
            let run = site.run(true, &[("HTTPS_PROXY", &url)], line).fails(7, "no connection to https://127.0.0.1:");
            assert!(run.stderr.contains(cause) && run.stderr.contains("HTTPS_PROXY"), "{}", run.stderr);
            assert_eq!(proxy.take_request_lines().len(), 1, "{line}");
        }
    }
    // No request reached the tenant, so even a create is retried.
    let proxy = TestProxy::new(Some("HTTP/1.1 503 Service Unavailable\r\n\r\n"));
    let url = format!("http://{}", proxy.address);
    site.run(true, &[("HTTPS_PROXY", &url)], "create --description once --retry 1").fails(7, "no connection");
    assert_eq!((proxy.take_request_lines().len(), site.take_request_count()), (2, 0));
}

#[test]
fn only_the_proxy_sees_its_credentials() {
    let site = HttpsTenant::new();
    let good = TestProxy::new(None);
    let refusing = TestProxy::new(Some("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"));
    let encoded = STANDARD.encode("proxyuser:fake-proxy-pass");
    for (address, code) in [
        (&good.address, 0),
        (&refusing.address, 7),
        (&UNREACHABLE_ADDRESS.to_owned(), 7),
        (&"tenant.invalid".to_owned(), 7),
    ] {
        for line in ["ls -v --retry 0", "ls -v --retry 1", "ls --json --retry 0"] {
            let url = format!("http://proxyuser:fake-proxy-pass@{address}");
            let run = site.run(true, &[("HTTPS_PROXY", &url)], line);
            assert_eq!(run.code, code, "{line}");
            let is_unresolved = address == "tenant.invalid";
            assert_eq!(
                run.stderr.contains("the proxy's name tenant.invalid does not resolve"),
                is_unresolved,
                "{line}"
            );
            for secret in ["fake-proxy-pass", "proxyuser", &encoded] {
                assert!(!run.stderr.contains(secret) && !run.stdout.contains(secret), "{line} prints a credential");
            }
        }
    }
    let authorization = format!("Basic {encoded}");
    assert!(
        good.has_received(&authorization) && refusing.has_received(&authorization),
        "the proxy was not given its credentials"
    );
    assert_eq!(site.take_request_count(), 3);
    assert_eq!(good.take_request_lines().len(), 3);
}

#[test]
fn plain_http_bypasses_proxies() {
    let site = TestSite::new();
    let proxy = TestProxy::new(None);
    let url = format!("http://{}", proxy.address);
    for variable in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"] {
        for line in [&["ls", "-q"][..], &["create", "--description", "once"], &["config", "get"]] {
            assert_eq!(site.command(line).env(variable, &url).output().unwrap().status.code(), Some(0), "{variable}");
        }
    }
    assert_eq!(site.take_requests().len(), 15);
    assert!(
        proxy.received.lock().unwrap().is_empty() && proxy.take_request_lines().is_empty(),
        "{:?}",
        proxy.take_request_lines().len()
    );
}

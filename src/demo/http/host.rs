//! The host that a request is for.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::message::DemoRequest;

/// Whether the request is for this machine, by its `Host` and by the host of an absolute-form target. A web page that
/// resolves its own name to 127.0.0.1 (DNS rebinding) makes the browser send that name. HTTP/1.0 needs no `Host`.
pub fn is_local(request: &DemoRequest) -> bool {
    let target_authority = request.target.split_once("://").filter(|(scheme, _)| !scheme.contains(['/', '?']));
    let target_authority = target_authority.map(|(_, rest)| rest.split(['/', '?']).next().unwrap_or_default());
    [request.header("Host"), target_authority].into_iter().flatten().all(is_loopback)
}

/// Whether an authority, such as `127.0.0.1:4711`, is a loopback address or `localhost`, with or without a port.
fn is_loopback(authority: &str) -> bool {
    let is_port = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if is_port(port) => host,
        _ => authority,
    };
    if let Some(address) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return address.parse().is_ok_and(|address: Ipv6Addr| address.is_loopback());
    }
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_names_are_local() {
        for host in ["localhost", "LocalHost:80", "127.0.0.1", "127.0.0.1:4711", "127.9.8.7:1", "[::1]", "[::1]:4711"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            ":80",
            "evil.example",
            "evil.example:4711",
            "localhost.evil.example",
            "evil.localhost",
            "127.0.0.1.evil.example",
            "localhost@evil.example",
            "evil.example@localhost",
            "localhost:80:80",
            "128.0.0.1",
            "0.0.0.0",
            "192.168.0.1",
            "127.1",
            "2130706433",
            "::1",
            "[::2]:80",
            "[::1",
            "[::1]x",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn the_host_of_an_absolute_target_counts_too() {
        let request = |target: &str, host: &str| DemoRequest::new("GET", target).with_header("Host", host);
        assert!(is_local(&request("http://localhost:1/x?u=http://evil.example/", "127.0.0.1")));
        assert!(is_local(&request("/x?u=http://evil.example/", "127.0.0.1")));
        assert!(!is_local(&request("http://evil.example", "127.0.0.1")));
        assert!(!is_local(&request("http://evil.example?/", "127.0.0.1")));
        assert!(!is_local(&request("http://127.0.0.1/x", "evil.example")));
        assert!(is_local(&DemoRequest::new("GET", "/x")));
    }
}

//! [`Server`]: the origin of a tenant, which is its scheme, host and port (RFC 6454, section 4,
//! <https://www.rfc-editor.org/rfc/rfc6454#section-4>).

use std::fmt;

use url::{Host, Url};

use crate::secret::looks_like_token;

/// The origin of a tenant. The scheme is `https`, or `http` for a loopback host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server(Url);

impl Server {
    /// The origin as part of a file name: letters, digits and underscores.
    pub fn file_name(&self) -> String {
        self.to_string().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
    }

    /// Parses a server as users write it. Without a scheme, `https` is assumed.
    ///
    /// # Errors
    /// A message that says what is wrong. It does not show a password in the URL.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if looks_like_token(text) {
            return Err("this is a token, not a server".into());
        }
        let with_scheme = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        let url = Url::parse(&with_scheme).map_err(|error| format!("not a URL: {error}"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("must not contain a user name or password".into());
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => return Err("http would send the credential in the clear; use https".into()),
            scheme => return Err(format!("must use https, not {scheme}")),
        }
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(format!("must contain only scheme, host and port: {}", url.origin().ascii_serialization()));
        }
        Ok(Self(url))
    }

    /// The URL. Its path is `/`.
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// The host and the port, for messages. The default port is omitted.
    pub fn host_and_port(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        self.0.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.origin().ascii_serialization())
    }
}

/// Whether the host is 127.0.0.0/8, `::1` or `localhost`. Requests to it never leave this machine.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_servers_into_normalized_origins() {
        for (text, origin) in [
            ("https://Tenant.EU.qlikcloud.com", "https://tenant.eu.qlikcloud.com"),
            ("tenant.eu.qlikcloud.com", "https://tenant.eu.qlikcloud.com"),
            (" https://tenant.eu.qlikcloud.com/ ", "https://tenant.eu.qlikcloud.com"),
            ("https://tenant:8443", "https://tenant:8443"),
            ("https://tenant:443", "https://tenant"),
            ("tenant:8443", "https://tenant:8443"),
            ("http://127.0.0.1:80", "http://127.0.0.1"),
            ("http://127.9.9.9:1", "http://127.9.9.9:1"),
            ("http://[::1]:8080", "http://[::1]:8080"),
            ("http://LOCALHOST:8080", "http://localhost:8080"),
        ] {
            assert_eq!(Server::parse(text).unwrap().to_string(), origin, "{text}");
        }
        assert_eq!(Server::parse("tenant:8443").unwrap().host_and_port(), "tenant:8443");
    }
}

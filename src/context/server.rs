//! [`Server`]: the origin of a tenant, which is its scheme, host and port (RFC 6454, section 4,
//! <https://www.rfc-editor.org/rfc/rfc6454#section-4>).

use std::fmt;

use url::{Host, Url};

use crate::secret::looks_like_token;

/// The end of the host names of Qlik Cloud.
const QLIK_CLOUD: &str = ".qlikcloud.com";

/// The end of a host name that differs by at most this many letters (added, removed, replaced or swapped) is a typo.
const MAX_TYPO_DISTANCE: usize = 2;

/// The length of the shortest beginning of [`QLIK_CLOUD`] that is taken for it.
const MIN_TYPO_LENGTH: usize = ".qlikcloud".len();

/// The origin of a tenant. The scheme is `https`, or `http` for a loopback host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server(Url);

impl Server {
    /// The origin as part of a file name: letters, digits and underscores.
    pub fn file_name(&self) -> String {
        self.to_string().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
    }

    /// Parses a server as users write or paste it: of the URL of a page, the origin is used. Without a scheme, `https` is
    /// assumed.
    ///
    /// # Errors
    /// A message that says what is wrong. It does not show a password in the URL.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if looks_like_token(text) {
            return Err("this is a token, not a server".into());
        }
        let with_scheme = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        let mut url = Url::parse(&with_scheme).map_err(|error| format!("not a URL: {error}"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("must not contain a user name or password".into());
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => return Err("http would send the credential in the clear; use https".into()),
            scheme => return Err(format!("must use https, not {scheme}")),
        }
        if is_incomplete(&url) {
            // Without the text, which may be a secret in the wrong place.
            return Err("the host name has no dot; it must be like tenant.eu.qlikcloud.com".into());
        }
        url.set_path("/");
        url.set_query(None);
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// The URL. Its path is `/`.
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// A name for a context of this server: the first label of the host name, or an address without colons.
    pub fn short_name(&self) -> String {
        match self.0.host() {
            Some(Host::Domain(name)) => name.split('.').next().unwrap_or(name).to_owned(),
            _ if is_loopback(&self.0) => "localhost".to_owned(),
            _ => self.0.host_str().unwrap_or_default().trim_matches(['[', ']', ':']).replace(':', "-"),
        }
    }

    /// The host name that the user may have meant, if this one looks like a misspelled one of Qlik Cloud.
    pub fn suggested_host(&self) -> Option<String> {
        let Some(Host::Domain(host)) = self.0.host() else { return None };
        if host.ends_with(QLIK_CLOUD) {
            return None;
        }
        let parts = host.match_indices('.').filter_map(|(index, _)| Some((host.get(..index)?, host.get(index..)?)));
        let distance = |end: &str| if QLIK_CLOUD.starts_with(end) { 1 } else { strsim::osa_distance(end, QLIK_CLOUD) };
        let typos = parts.filter(|(_, end)| end.len() >= MIN_TYPO_LENGTH && distance(end) <= MAX_TYPO_DISTANCE);
        let (tenant, _) = typos.min_by_key(|(_, end)| distance(end))?;
        Some(format!("{tenant}{QLIK_CLOUD}"))
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

/// Whether the host is a single word, which names no tenant.
fn is_incomplete(url: &Url) -> bool {
    matches!(url.host(), Some(Host::Domain(name)) if name != "localhost" && !name.trim_end_matches('.').contains('.'))
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
            ("https://tenant.eu.qlikcloud.com/console/settings?tab=x#y", "https://tenant.eu.qlikcloud.com"),
            ("tenant.eu.qlikcloud.com/hub/", "https://tenant.eu.qlikcloud.com"),
            ("https://tenant.example:8443", "https://tenant.example:8443"),
            ("https://tenant.example:443", "https://tenant.example"),
            ("tenant.example:8443", "https://tenant.example:8443"),
            ("localhost", "https://localhost"),
            ("192.0.2.7", "https://192.0.2.7"),
            ("[2001:db8::7]:8443", "https://[2001:db8::7]:8443"),
            ("http://127.0.0.1:80", "http://127.0.0.1"),
            ("http://127.9.9.9:1", "http://127.9.9.9:1"),
            ("http://[::1]:8080", "http://[::1]:8080"),
            ("http://LOCALHOST:8080", "http://localhost:8080"),
        ] {
            assert_eq!(Server::parse(text).unwrap().to_string(), origin, "{text}");
        }
        assert_eq!(Server::parse("tenant.example:8443").unwrap().host_and_port(), "tenant.example:8443");
    }

    #[test]
    fn rejects_a_host_without_a_dot() {
        for text in ["tenant", "https://tenant:8443", "tenant.", "fake-secret"] {
            let message = Server::parse(text).unwrap_err();
            assert_eq!(message, "the host name has no dot; it must be like tenant.eu.qlikcloud.com");
        }
    }

    #[test]
    fn short_names_are_names_of_contexts() {
        for (text, name) in [
            ("tenant.eu.qlikcloud.com", "tenant"),
            ("http://localhost:8080", "localhost"),
            ("http://127.0.0.1:8080", "localhost"),
            ("http://[::1]:8080", "localhost"),
            ("192.0.2.7:8443", "192.0.2.7"),
            ("[2001:db8::7]", "2001-db8--7"),
        ] {
            assert_eq!(Server::parse(text).unwrap().short_name(), name);
        }
    }

    #[test]
    fn suggests_qlik_cloud_for_typos_alone() {
        for host in ["qlikcloud.con", "qlikcloud.co", "qlikcloud", "qlickcloud.com", "qlikclod.com", "qlik.cloud.com"] {
            let server = Server::parse(&format!("tenant.eu.{host}")).unwrap();
            assert_eq!(server.suggested_host().as_deref(), Some("tenant.eu.qlikcloud.com"), "{host}");
        }
        for host in ["tenant.eu.qlikcloud.com", "tenant.example", "my.cloud.com", "qlikcloud.con", "127.0.0.1"] {
            assert_eq!(Server::parse(host).unwrap().suggested_host(), None, "{host}");
        }
    }
}

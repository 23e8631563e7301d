//! Which certificate authorities are trusted. One bundle file is read where there is one, since that is several
//! times faster than the platform's verifier; that is for macOS and Windows, and for systems without such a file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reqwest::ClientBuilder;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::CertificateDer;
use rustls::{CipherSuite, ClientConfig, RootCertStore};

use crate::bounded;
use crate::error::{Error, Result};

/// Where Linux distributions and the BSDs keep the system's certificates; the first that exists counts. None counts
/// elsewhere: the file of macOS lacks what its keychain trusts, and on Windows any user may make such a path.
const BUNDLES: &[&str] = if cfg!(any(windows, target_vendor = "apple")) {
    &[]
} else {
    &[
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ]
};

/// Whom to trust to vouch for the server.
#[derive(Clone, Debug)]
pub enum Roots {
    /// The system's authorities.
    System,
    /// Those in a PEM file, alone.
    File {
        /// The file.
        path: PathBuf,
        /// The flag or variable that names it, for errors.
        source: &'static str,
    },
    /// Anybody: the certificate is not checked.
    Unchecked,
}

impl Roots {
    pub(super) fn apply(&self, builder: ClientBuilder) -> Result<ClientBuilder> {
        // The HTTP library asks for the process's provider. A second client finds it installed, which is fine.
        let _ = provider().install_default();
        match self {
            Self::Unchecked => Ok(builder.tls_danger_accept_invalid_certs(true)),
            Self::File { path, source } => {
                let roots = read(path).map_err(|error| {
                    Error::usage(format!("{source}: could not read {}", path.display())).caused_by(error)
                })?;
                if roots.is_empty() {
                    return Err(Error::usage(format!("{source}: no certificate in {}", path.display())));
                }
                configured(builder, roots)
            }
            Self::System => {
                match BUNDLES.iter().filter_map(|path| read(Path::new(path)).ok()).find(|r| !r.is_empty()) {
                    Some(roots) => configured(builder, roots),
                    None => Ok(builder),
                }
            }
        }
    }
}

/// The ciphers of the TLS library, in the order of browsers: the one that TLS 1.3 asks everybody to have (RFC 8446, section
/// 9.1) comes first. A key of 256 bits takes a third longer, for what no attacker comes near.
fn provider() -> CryptoProvider {
    let mut provider = ring::default_provider();
    provider.cipher_suites.sort_by_key(|suite| suite.suite() != CipherSuite::TLS13_AES_128_GCM_SHA256);
    provider
}

/// For a client that speaks plain http alone: without reading any certificates.
pub(super) fn unused(builder: ClientBuilder) -> Result<ClientBuilder> {
    configured(builder, RootCertStore::empty())
}

fn configured(builder: ClientBuilder, roots: RootCertStore) -> Result<ClientBuilder> {
    let config = ClientConfig::builder_with_provider(Arc::new(provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::usage("TLS can't be set up").caused_by(error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(builder.tls_backend_preconfigured(config))
}

/// The certificates of a PEM file that can be used; bundles hold some that can't.
fn read(path: &Path) -> std::io::Result<RootCertStore> {
    let pem = String::from_utf8(bounded::bytes(std::fs::File::open(path)?)?)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(certificates(&pem));
    Ok(roots)
}

/// The certificates in a text of PEM (RFC 7468), whatever stands between them. The TLS library's own reader decodes in
/// constant time, as secrets need it: a system's bundle takes it longer than all the rest of a run.
fn certificates(pem: &str) -> impl Iterator<Item = CertificateDer<'static>> {
    let mut lines = pem.lines().map(str::trim_ascii);
    std::iter::from_fn(move || {
        lines.find(|line| *line == "-----BEGIN CERTIFICATE-----")?;
        let mut base64 = String::with_capacity(2048);
        base64.extend(lines.by_ref().take_while(|line| !line.starts_with('-')));
        Some(BASE64_STANDARD.decode(base64).ok().map(CertificateDer::from))
    })
    .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_are_found_whatever_stands_between_them() {
        let one = "-----BEGIN CERTIFICATE-----\nAAEC\nAwQ=\n-----END CERTIFICATE-----\n";
        let windows = one.replace('\n', " \r\n");
        let damaged = "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n";
        let key = "-----BEGIN PRIVATE KEY-----\nAAEC\n-----END PRIVATE KEY-----\n";
        let text = format!("# a comment\n{one}{damaged}{key}{windows}-----BEGIN CERTIFICATE-----\nAAE");
        let found: Vec<_> = certificates(&text).collect();
        assert_eq!(found, [vec![0, 1, 2, 3, 4], vec![0, 1, 2, 3, 4]].map(CertificateDer::from));
    }
}

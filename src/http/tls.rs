//! The trusted certificate authorities. The system's bundle file is used if there is one, because it is several times
//! faster than the platform's verifier. macOS, Windows, and systems without a bundle use the verifier.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reqwest::blocking::ClientBuilder;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};

use crate::bounded;
use crate::error::{Error, Result};

/// Paths of the system's bundle on Linux and the BSDs. The first usable file wins. Not for macOS, where the file lacks
/// the certificates of the keychain, nor for Windows, where any user may create such a path.
const CA_BUNDLE_PATHS: &[&str] = if cfg!(any(windows, target_vendor = "apple")) {
    &[]
} else {
    &[
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ]
};

/// The certificate authorities that are trusted to sign the server's certificate.
#[derive(Clone, Debug)]
pub enum RootCertificates {
    /// The system's authorities.
    System,
    /// Only those in a PEM file.
    File {
        /// The path of the file.
        path: PathBuf,
        /// The flag or variable that names it, for errors.
        source: &'static str,
    },
    /// Any authority: the certificate is not checked.
    Unchecked,
}

impl RootCertificates {
    pub(super) fn apply(&self, builder: ClientBuilder) -> Result<ClientBuilder> {
        // `reqwest` uses the provider of the process. Installing it again fails, which is fine.
        let _ = ring::default_provider().install_default();
        match self {
            Self::Unchecked => Ok(builder.tls_danger_accept_invalid_certs(true)),
            Self::File { path, source } => {
                let roots = read_bundle(path).map_err(|error| {
                    Error::usage(format!("{source}: could not read {}", path.display())).with_cause(error)
                })?;
                if roots.is_empty() {
                    return Err(Error::usage(format!("{source}: no certificate in {}", path.display())));
                }
                with_roots(builder, roots)
            }
            Self::System => {
                match CA_BUNDLE_PATHS
                    .iter()
                    .filter_map(|path| read_bundle(Path::new(path)).ok())
                    .find(|roots| !roots.is_empty())
                {
                    Some(roots) => with_roots(builder, roots),
                    None => Ok(builder),
                }
            }
        }
    }
}

/// Configures a client for plain HTTP, without reading certificates.
pub(super) fn without_roots(builder: ClientBuilder) -> Result<ClientBuilder> {
    with_roots(builder, RootCertStore::empty())
}

fn with_roots(builder: ClientBuilder, roots: RootCertStore) -> Result<ClientBuilder> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::usage("could not set up TLS").with_cause(error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(builder.tls_backend_preconfigured(config))
}

/// Reads the certificates of a PEM file. Skips unusable ones, which bundles may contain.
fn read_bundle(path: &Path) -> std::io::Result<RootCertStore> {
    let pem = String::from_utf8(bounded::read_bytes(std::fs::File::open(path)?)?)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(parse_pem(&pem));
    Ok(roots)
}

/// Parses the certificates in a PEM text (<https://www.rfc-editor.org/rfc/rfc7468>) and skips everything else. The
/// parser of `rustls` decodes in constant time, for private keys. For a system's bundle, that takes longer than the
/// rest of a run.
fn parse_pem(pem: &str) -> impl Iterator<Item = CertificateDer<'static>> {
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
    fn finds_certificates_among_other_pem_blocks() {
        let certificate = "-----BEGIN CERTIFICATE-----\nAAEC\nAwQ=\n-----END CERTIFICATE-----\n";
        let with_crlf = certificate.replace('\n', " \r\n");
        let damaged = "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n";
        let key = "-----BEGIN PRIVATE KEY-----\nAAEC\n-----END PRIVATE KEY-----\n";
        let text = format!("# a comment\n{certificate}{damaged}{key}{with_crlf}-----BEGIN CERTIFICATE-----\nAAE");
        let found: Vec<_> = parse_pem(&text).collect();
        assert_eq!(found, [vec![0, 1, 2, 3, 4], vec![0, 1, 2, 3, 4]].map(CertificateDer::from));
    }
}

//! A demo tenant that serves HTTPS.

use std::net::TcpStream;
use std::sync::Arc;

use qlik_api_key::demo::{Listener, Tenant};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tempfile::TempDir;

/// Creates a certificate authority that no system trusts. Returns its certificate as PEM, and the issuer.
fn create_authority() -> (String, Issuer<'static, KeyPair>) {
    let key = KeyPair::generate().unwrap();
    let mut parameters = CertificateParams::default();
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    // TLS clients find an authority by its name, so each authority needs a different name.
    parameters.distinguished_name.push(DnType::CommonName, format!("test authority {}", fastrand::u64(..)));
    let certificate = parameters.self_signed(&key).unwrap();
    (certificate.pem(), Issuer::new(parameters, key))
}

/// Serves a tenant over HTTPS with this certificate, signed by a new authority: `ca.pem` in the folder.
pub fn serve(tenant: Tenant, certificate: &CertificateParams) -> (Listener, TempDir) {
    let (authority, issuer) = create_authority();
    let key = KeyPair::generate().unwrap();
    let config = server_config(certificate.signed_by(&key, &issuer).unwrap().der().clone(), &key);
    let wrap = move |stream: TcpStream| {
        let connection = ServerConnection::new(Arc::clone(&config)).map_err(std::io::Error::other)?;
        Ok(StreamOwned::new(connection, stream))
    };
    let listener = Listener::start_tls(tenant, 0, wrap).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ca.pem"), authority).unwrap();
    (listener, folder)
}

/// The TLS configuration of a server with this certificate.
fn server_config(certificate: CertificateDer<'static>, key: &KeyPair) -> Arc<ServerConfig> {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key);
    Arc::new(config.unwrap())
}

//! A tenant that serves HTTPS.

use std::net::TcpStream;
use std::sync::Arc;

use qlik_api_key::demo::{Listener, Tenant};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tempfile::TempDir;

/// An authority that nobody knows: its certificate and its signature.
fn create_authority() -> (String, Issuer<'static, KeyPair>) {
    let key = KeyPair::generate().unwrap();
    let mut parameters = CertificateParams::default();
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    // Two authorities of one name and different keys would be taken for each other.
    parameters.distinguished_name.push(DnType::CommonName, format!("test authority {}", fastrand::u64(..)));
    let certificate = parameters.self_signed(&key).unwrap();
    (certificate.pem(), Issuer::new(parameters, key))
}

/// Lets a tenant serve HTTPS with such a certificate, of an authority of its own: that is `ca.pem` in the folder.
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

/// What a server with that certificate speaks TLS by.
fn server_config(certificate: CertificateDer<'static>, key: &KeyPair) -> Arc<ServerConfig> {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key);
    Arc::new(config.unwrap())
}

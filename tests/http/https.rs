//! TLS: which certificates are trusted.

use std::path::Path;

use qlik_api_key::demo::{Listener, Tenant, TestUser};
use rcgen::CertificateParams;
use tempfile::TempDir;

use crate::support::https_server::serve;
use crate::support::{CliOutput, NOW, binary};

/// A tenant that serves HTTPS, and a folder with the certificate of its authority.
struct HttpsSite {
    listener: Listener,
    token: String,
    folder: TempDir,
}

impl HttpsSite {
    /// Starts a tenant with a certificate for these names, signed by an authority of its own.
    fn new(names: &[&str]) -> Self {
        let mut tenant = Tenant::new(1, NOW.parse().unwrap());
        // More than a page, so that the program follows a link, which must be an HTTPS URL too.
        tenant.add_keys(150);
        let token = tenant.user_token(TestUser::Admin).to_owned();
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let (listener, folder) = serve(tenant, &CertificateParams::new(names).unwrap());
        Self { listener, token, folder }
    }

    fn ca_file_path(&self) -> String {
        self.folder.path().join("ca.pem").to_str().unwrap().to_owned()
    }

    fn run(&self, variables: &[(&str, &str)], arguments: &[&str]) -> CliOutput {
        let mut command = binary();
        command.env("QLIK_SERVER", self.listener.url()).env("QLIK_API_KEY", &self.token);
        command.envs(variables.iter().copied()).args(["ls", "-q"]).args(arguments).output().unwrap().into()
    }

    /// Asserts that the run failed with this cause and without a request.
    fn assert_rejected(&self, run: CliOutput, cause: &str) {
        run.fails(7, cause);
        assert_eq!(self.listener.tenant().requests().len(), 0);
    }
}

#[test]
fn trusts_a_named_private_authority() {
    let site = HttpsSite::new(&["127.0.0.1"]);
    let ca = site.ca_file_path();
    for run in [
        site.run(&[], &["--ca-file", &ca]),
        site.run(&[("QLIK_CA_FILE", &ca)], &[]),
        site.run(&[("SSL_CERT_FILE", &ca)], &[]),
        site.run(&[("QLIK_CA_FILE", "/nowhere")], &["--ca-file", &ca]),
        site.run(&[], &["--insecure"]),
    ] {
        assert_eq!(run.succeeds().stdout.lines().count(), 153);
    }
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "the platform verifies certificates, with other messages")]
fn rejects_unknown_authorities_and_wrong_names() {
    let site = HttpsSite::new(&["127.0.0.1"]);
    let other = HttpsSite::new(&["127.0.0.1"]);
    let untrusted = "is not trusted\ncaused by: GET /api/v1/api-keys?limit=100: invalid peer certificate: UnknownIssuer\nhint: to trust the certificates";
    site.assert_rejected(site.run(&[], &[]), untrusted);
    site.assert_rejected(site.run(&[], &["--ca-file", &other.ca_file_path()]), untrusted);
    let misnamed = HttpsSite::new(&["tenant.example"]);
    misnamed.assert_rejected(misnamed.run(&[], &["--ca-file", &misnamed.ca_file_path()]), "invalid peer certificate: ");
}

#[test]
fn names_a_file_without_certificates() {
    let site = HttpsSite::new(&["127.0.0.1"]);
    let empty = site.folder.path().join("empty.pem");
    std::fs::write(&empty, "nothing\n").unwrap();
    let empty = empty.to_str().unwrap();
    for (variables, flags, message) in [
        (&[][..], &["--ca-file", empty][..], format!("--ca-file: no certificate in {empty}")),
        (&[("QLIK_CA_FILE", empty)], &[], format!("QLIK_CA_FILE: no certificate in {empty}")),
        (&[], &["--ca-file", "/nowhere.pem"], "--ca-file: could not read /nowhere.pem".into()),
    ] {
        site.run(variables, flags).fails(2, &message);
    }
    assert!(Path::new(empty).exists());
}

#[test]
fn plain_http_on_an_https_url_is_a_connection_error() {
    let site = crate::support::TestSite::new();
    let url = site.listener.url().replace("http://", "https://");
    site.run(&["ls", "--retry", "0", "-s", &url]).fails(7, "no connection to https://127.0.0.1");
}

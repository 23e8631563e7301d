//! The demo tenant behind TLS 1.3. It runs in this process; the measured program runs in another one.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use qlik_api_key::demo::{DemoRequest, Fault, Listener, Tenant, TestUser};
use rcgen::CertificateParams;
use serde_json::Value;

use crate::support::{NOW, https_server};

/// The number of keys of a new tenant.
const INITIAL_KEYS: usize = 3;

/// The certificate authorities that Debian trusts, in PEM format.
const SYSTEM_BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt";

/// A tenant that serves HTTPS.
pub struct HttpsTenant {
    listener: Listener,
    /// The home directory of the clients. It also contains the tenant's CA file.
    pub home: tempfile::TempDir,
    pub token: String,
}

impl HttpsTenant {
    /// Starts a tenant with this many keys.
    pub fn with_keys(count: usize) -> Self {
        let now = NOW.parse().unwrap();
        let mut tenant = Tenant::new(1, now);
        // The clock is frozen, so a rate limit would never reset.
        tenant.freeze_clock(now);
        tenant.set_rate_limits(u32::MAX, u32::MAX);
        tenant.add_keys(count - INITIAL_KEYS);
        let token = tenant.user_token(TestUser::Admin).to_owned();
        let certificate = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
        let (listener, home) = https_server::serve(tenant, &certificate);
        Self { listener, home, token }
    }

    pub fn url(&self) -> String {
        self.listener.url()
    }

    /// Sets the environment variables for the server, the API key and the trusted CAs.
    pub fn configure(&self, client: &mut Command, ca_file: &Path) {
        client.env("QLIK_SERVER", self.url()).env("QLIK_API_KEY", &self.token);
        client.env("QLIK_CA_FILE", ca_file).env("NODE_EXTRA_CA_CERTS", ca_file);
    }

    /// A PEM file with the tenant's certificate authority.
    pub fn own_ca_file(&self) -> PathBuf {
        self.home.path().join("ca.pem")
    }

    /// A PEM file with that authority and those of the system.
    pub fn system_bundle_file(&self) -> PathBuf {
        let path = self.home.path().join("bundle.pem");
        let system = std::fs::read_to_string(SYSTEM_BUNDLE).expect(SYSTEM_BUNDLE);
        std::fs::write(&path, system + &std::fs::read_to_string(self.own_ca_file()).unwrap()).unwrap();
        path
    }

    /// Delays each response.
    pub fn set_latency(&self, latency: Duration) {
        self.listener.tenant().fail_next(usize::MAX, Fault::Delay(latency));
    }

    /// The URLs of all pages of the list of keys.
    pub fn page_urls(&self) -> Vec<String> {
        let origin = self.url();
        let mut urls = Vec::new();
        let mut next = Some(format!("{origin}/api/v1/api-keys?limit=100"));
        while let Some(url) = next {
            let host = origin.trim_start_matches("https://");
            let mut request = DemoRequest::new("GET", url.trim_start_matches(&origin)).with_header("Host", host);
            request.secure = true;
            let reply = self.listener.tenant().handle(&request.with_bearer_token(&self.token), NOW.parse().unwrap());
            let page: Value = serde_json::from_slice(&reply.response().unwrap().body).unwrap();
            next = page["links"]["next"]["href"].as_str().map(str::to_owned);
            urls.push(url);
        }
        urls
    }
}

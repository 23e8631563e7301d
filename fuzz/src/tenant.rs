//! A client for a tenant that is never asked.

use std::sync::LazyLock;
use std::time::Duration;

use qlik_api_key::http::{Client, Response, RetryPolicy, RootCertificates, Settings};
use qlik_api_key::secret::Secret;
use url::Url;

/// The client's credential, which no output may contain.
pub const TOKEN: &str = "fake-token-of-a-tenant";

pub static URL: LazyLock<Url> =
    LazyLock::new(|| "http://127.0.0.1/api/v1/api-keys?limit=100".parse().expect("it is a URL"));

pub static CLIENT: LazyLock<Client> = LazyLock::new(|| {
    let retry = RetryPolicy { max_retries: 0, interval: Duration::ZERO, max_wait: Duration::ZERO, deadline: None };
    let settings = Settings {
        server: URL.join("/").expect("it is a URL"),
        headers: Vec::new(),
        version_header: ("x-version", "1"),
        roots: RootCertificates::System,
        timeout: Duration::from_secs(1),
        max_body_mib: 1,
        retry,
        unresolved_hint: String::new(),
        trace: None,
        notice: Box::new(|_| ()),
        deprecation: Box::new(|_| ()),
    };
    let client = Client::new(settings).expect("the settings are valid");
    client.with_authorization(&Secret::new(format!("Bearer {TOKEN}"))).expect("it is a header value")
});

/// The tenant's response.
pub fn response(status: u16, body: &[u8]) -> Response {
    Response::new(status, body.to_vec(), URL.clone())
}

//! TLS: invalid certificates, and connections that end early.

use super::*;

/// A tenant whose clock stands still.
pub(super) fn frozen_tenant() -> Tenant {
    let now = NOW.parse().unwrap();
    let mut tenant = Tenant::new(1, now);
    tenant.freeze_clock(now);
    tenant
}

/// A tenant that serves HTTPS, and a folder with the certificate of its authority.
pub(super) struct HttpsTenant {
    pub(super) listener: Listener,
    pub(super) token: String,
    folder: tempfile::TempDir,
}

impl HttpsTenant {
    /// Starts a tenant with a certificate for 127.0.0.1, which `prepare` can change.
    pub(super) fn with_certificate(prepare: impl FnOnce(&mut CertificateParams)) -> Self {
        let mut parameters = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
        prepare(&mut parameters);
        let tenant = frozen_tenant();
        let token = tenant.user_token(TestUser::Admin).to_owned();
        let (listener, folder) = https_server::serve(tenant, &parameters);
        Self { listener, token, folder }
    }

    pub(super) fn new() -> Self {
        Self::with_certificate(|_| ())
    }

    /// Runs the program, with the authority in `QLIK_CA_FILE` if it is `trusted`.
    pub(super) fn run(&self, trusted: bool, variables: &[(&str, &str)], line: &str) -> CliOutput {
        let mut command = binary();
        command.env("QLIK_SERVER", self.listener.url()).env("QLIK_API_KEY", &self.token);
        if trusted {
            command.env("QLIK_CA_FILE", self.folder.path().join("ca.pem"));
        }
        let run = CliOutput::from(command.envs(variables.iter().copied()).args(line.split(' ')).output().unwrap());
        assert!(!run.stderr.contains("panicked"), "it panicked");
        assert!(!run.stderr.contains(self.token.rsplit('.').next().unwrap()), "the token is in the error");
        redact_output(run)
    }

    /// Returns and resets the number of requests.
    pub(super) fn take_request_count(&self) -> usize {
        let mut tenant = self.listener.tenant();
        let count = tenant.requests().len();
        tenant.clear_requests();
        count
    }
}

#[test]
fn a_handshake_timeout_is_a_connection_error() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", silent.local_addr().unwrap());
    let site = HttpsTenant::new();
    for line in ["ls", CREATE, "rm k1 --yes"] {
        // The limit for connecting is 0.9 times this; on a busy machine, a smaller difference would not suffice.
        let line = format!("{line} --timeout 3 --retry 0");
        let run = site.run(true, &[("QLIK_SERVER", &url)], &line).fails(7, "no connection to https://127.0.0.1:");
        assert!(run.stderr.contains("timed out\nhint: check the server name"), "{}", run.stderr);
    }
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "the platform verifies certificates, with other messages")]
fn nothing_is_sent_with_an_invalid_certificate() {
    let good = HttpsTenant::new();
    assert_eq!(good.run(true, &[], "ls -q").succeeds().stdout.lines().count(), 3);
    assert_eq!(good.take_request_count(), 1);
    let misnamed =
        HttpsTenant::with_certificate(|p| *p = CertificateParams::new(["tenant.example".to_owned()]).unwrap());
    let expired = HttpsTenant::with_certificate(|p| p.not_after = date_time_ymd(2021, 1, 1));
    let early = HttpsTenant::with_certificate(|p| p.not_before = date_time_ymd(2999, 1, 1));
    let other = "--insecure";
    for (site, trusted, cause, flag) in [
        (&good, false, "UnknownIssuer", "--ca-file"),
        (&misnamed, true, "not valid for", other),
        (&expired, true, "expired", other),
        (&early, true, "not valid yet", other),
    ] {
        // It is not retried, and no outcome is unknown: no request was sent.
        for line in ["ls", CREATE, "rm k1 --yes", "ls --json"] {
            let run = site.run(trusted, &[], line).fails(7, "invalid peer certificate: ");
            assert!(run.stderr.contains(cause), "{cause}: {}", run.stderr);
            assert!(run.stderr.contains("the certificate of https://127.0.0.1:"), "{}", run.stderr);
            assert!(run.stderr.contains(flag), "{}", run.stderr);
            assert!(!run.stderr.contains("trying again"), "{}", run.stderr);
        }
        assert_eq!(site.take_request_count(), 0, "{cause}");
    }
}

#[test]
fn missing_and_truncated_tls_are_errors() {
    let plain = TestSite::new();
    let (reset, _) = serve_raw(b"", SocketEnd::Reset, false);
    for url in [plain.listener.url(), reset] {
        let url = url.replace("http://", "https://");
        for line in ["ls --retry 0", "create --description once --retry 0"] {
            let line = format!("{line} --server {url}");
            let run = redact_output(plain.run(&line.split(' ').collect::<Vec<_>>()));
            run.fails(7, "no connection to https://127.0.0.1:");
        }
    }
    assert_eq!(plain.take_requests().len(), 0);
    // Without Content-Length, only close_notify marks the end of the body (RFC 9112, section 9.8).
    let site = HttpsTenant::new();
    let body = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"data\":[]}";
    site.listener.tenant().fail_next(1, raw(body));
    site.run(true, &[], "ls --retry 0").fails(7, INCOMPLETE);
}

#[test]
fn https_never_downgrades_to_http() {
    let site = HttpsTenant::new();
    let plain = site.listener.url().replace("https://", "http://");
    for next in [plain.clone(), plain.replace("http://", "http://user@"), OTHER_ORIGIN.url.clone()] {
        site.listener.tenant().fail_next(1, page("k1", &format!("{next}/api/v1/api-keys?b")));
        let run = site.run(true, &[], "ls --json").fails(7, "and is not followed");
        let message = if next.contains('@') { "contains a user name" } else { "points to http://127.0.0.1:" };
        assert!(run.stderr.contains(message), "{}", run.stderr);
        assert_eq!(site.take_request_count(), 1);
        site.listener.tenant().fail_next(1, Fault::redirect(308, &next));
        site.run(true, &[], "ls").fails(7, "redirects are not followed");
        assert_eq!(site.take_request_count(), 1);
    }
}

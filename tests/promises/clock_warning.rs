//! `expiring` and `rotate` warn if the clock of this machine differs from the tenant's by more than a day.

use jiff::{SignedDuration, Timestamp};
use qlik_api_key::demo::{DemoResponse, Fault, KeySpec, Listener, RequestMatcher, Tenant, TestUser};
use rcgen::CertificateParams;
use tempfile::TempDir;

use crate::support::https_server::serve;
use crate::support::{CliOutput, isolated_in, process, std_binary};

/// A tenant that serves HTTPS, since no warning is printed for plain HTTP, which never leaves this machine.
struct SkewedSite {
    listener: Listener,
    token: String,
    key_id: String,
    folder: TempDir,
}

impl SkewedSite {
    /// A tenant whose clock is ahead of this machine's by this many hours.
    fn new(hours: i64) -> Self {
        let now = Timestamp::now() + SignedDuration::from_hours(hours);
        let mut tenant = Tenant::new(1, now);
        tenant.advance_clock(SignedDuration::from_hours(hours));
        tenant.configure("/max_keys_per_user", &100.into()).unwrap();
        tenant.configure("/max_api_key_expiry", &"P365D".into()).unwrap();
        let key_id = tenant.add_key(KeySpec::new("robot").created(now));
        let token = tenant.user_token(TestUser::Admin).to_owned();
        let (listener, folder) = serve(tenant, &CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap());
        Self { listener, token, key_id, folder }
    }

    fn run(&self, arguments: &[&str]) -> CliOutput {
        let mut command = isolated_in(self.folder.path(), std_binary());
        command.env("QLIK_SERVER", self.listener.url()).env("QLIK_API_KEY", &self.token);
        command.env("QLIK_CA_FILE", self.folder.path().join("ca.pem")).args(arguments);
        process::output(&mut command).into()
    }

    fn warning(&self, difference: &str) -> String {
        let url = self.listener.url();
        format!("warning: the clock of this machine is {difference} that of {url}, which decides when keys expire\n")
    }
}

#[test]
fn expiring_and_rotate_warn_if_the_clocks_differ_by_more_than_a_day() {
    for (hours, difference) in [(73, "3 days behind"), (-49, "2 days ahead of"), (23, ""), (-23, "")] {
        let site = SkewedSite::new(hours);
        let rotate = ["rotate", &site.key_id, "--token-only"];
        for arguments in [&["expiring", "--within", "P1D"][..], &rotate] {
            let run = site.run(arguments);
            assert_eq!(run.code, 0, "{}", run.stderr);
            let warnings = run.stderr.matches("warning: the clock").count();
            assert_eq!(warnings, usize::from(!difference.is_empty()), "{arguments:?}: {}", run.stderr);
            assert!(warnings == 0 || run.stderr.contains(&site.warning(difference)), "{}", run.stderr);
        }
        // Other commands do not warn, and neither do quiet runs and JSON errors.
        for arguments in [&["ls", "-q"][..], &["expiring", "--within", "P1D", "-q"], &["expiring", "--json"]] {
            assert_eq!(site.run(arguments).stderr, "", "{arguments:?}");
        }
    }
}

#[test]
fn several_contexts_warn_once() {
    let site = SkewedSite::new(-72);
    let ca = site.folder.path().join("ca.pem");
    for name in ["a", "b", "c"] {
        let mut command = isolated_in(site.folder.path(), std_binary());
        command.args(["context", "create", name, "-s", &site.listener.url(), "--store", "file", "--ca-file"]);
        command.arg(&ca).args(["--api-key", &site.token]);
        assert!(process::output(&mut command).status.success());
    }
    let mut command = isolated_in(site.folder.path(), std_binary());
    command.args(["expiring", "--within", "P1D", "--all-contexts"]);
    let run = CliOutput::from(process::output(&mut command));
    assert_eq!((run.code, run.stderr), (0, site.warning("3 days ahead of")));
}

#[test]
fn a_malformed_date_is_ignored() {
    let site = SkewedSite::new(240);
    for date in ["", "never", "2026-11-23", "Mon, 99 Nov 2026 12:00:00 GMT"] {
        let mut response = DemoResponse::new(200).with_header("Content-Type", "application/json");
        response = response.with_header("Date", date);
        response.body = br#"{"data":[]}"#.to_vec();
        site.listener.tenant().fail_when(RequestMatcher::any(), 1, Fault::Response(response));
        assert_eq!(site.run(&["expiring", "--within", "P1D"]).succeeds().stdout, "[]\n", "{date}");
    }
}

//! A proxy that the environment names is used, or the run ends: a request never goes past it unnoticed.

use qlik_api_key::demo::{Tenant, TestUser};
use rcgen::CertificateParams;

use crate::support::{CliOutput, NOW, TestSite, binary, https_server};

#[test]
fn an_unusable_proxy_is_an_error() {
    let tenant = Tenant::new(1, NOW.parse().unwrap());
    let token = tenant.user_token(TestUser::Admin).to_owned();
    let certificate = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
    let (listener, folder) = https_server::serve(tenant, &certificate);
    let run = |variables: &[(&str, &str)], arguments: &[&str]| -> CliOutput {
        let mut command = binary();
        command.env("QLIK_SERVER", listener.url()).env("QLIK_API_KEY", &token);
        command.env("QLIK_CA_FILE", folder.path().join("ca.pem")).envs(variables.iter().copied());
        command.args(arguments).output().unwrap().into()
    };
    // Windows knows each variable by any case.
    let shown = |name: &str| if cfg!(windows) { name.to_ascii_uppercase() } else { name.to_owned() };
    let unusable = ["socks5://proxy:1080", "ftp://proxy", "http://fake-user:fake pass@proxy", "http://", "://", " "];
    for value in unusable {
        for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
            for arguments in [&["ls", "-q"][..], &["create", "--description", "a"]] {
                let message = format!("{} is not the URL of an HTTP proxy", shown(name));
                let run = run(&[(name, value)], arguments).fails(2, &message);
                assert!(!run.stderr.contains("fake"), "it shows the password");
            }
        }
    }
    // The first one wins, even if the other one is usable.
    run(&[("HTTPS_PROXY", "ftp://proxy"), ("ALL_PROXY", "http://proxy:1")], &["ls"]).fails(2, "HTTPS_PROXY is not");
    assert_eq!(listener.tenant().requests().len(), 0);
    let bad = ("ALL_PROXY", "ftp://proxy");
    run(&[bad, ("NO_PROXY", "127.0.0.1")], &["ls", "-q"]).succeeds();
    run(&[bad, ("no_proxy", "127.0.0.0/8")], &["ls", "-q"]).succeeds();
    run(&[("HTTPS_PROXY", ""), ("HTTP_PROXY", "ftp://proxy")], &["ls", "-q"]).succeeds();
    assert_eq!(listener.tenant().requests().len(), 3);
    // Plain HTTP to this machine uses no proxy.
    let site = TestSite::new();
    CliOutput::from(site.command(&["ls", "-q"]).envs([bad]).output().unwrap()).succeeds();
}

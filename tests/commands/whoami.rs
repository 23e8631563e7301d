//! `whoami`: the user, the tenant and the key of the credential.

use qlik_api_key::demo::{Fault, TestUser};
use serde_json::{Value, json};

#[cfg(target_os = "linux")]
use crate::support::home::TestHome;
#[cfg(unix)]
use crate::support::pty;
use crate::support::{CliOutput, TestSite, run};

/// The ID of the administrator, of the tenant, and of the administrator's key that signs in.
fn expected_ids(site: &TestSite) -> (String, String, String) {
    let (user, tenant) = {
        let tenant = site.listener.tenant();
        (tenant.user_id(TestUser::Admin).to_owned(), tenant.id().to_owned())
    };
    let keys = site.run(&["ls", "--sub", &user, "--match", "demo sign-in", "-q"]).succeeds().stdout;
    site.take_requests();
    (user, tenant, keys.trim().to_owned())
}

#[test]
fn prints_json_in_a_pipe_with_one_request() {
    let site = TestSite::new();
    let (user, tenant, key) = expected_ids(&site);
    let output = site.run(&["whoami"]).succeeds();
    assert_eq!(site.take_requests(), ["GET /api/v1/users/me"]);
    let identity = output.json();
    assert_eq!(
        identity,
        json!({
            "userId": user,
            "name": "Ada Admin",
            "email": "ada@demo.example",
            "tenantId": tenant,
            "server": site.listener.url(),
            "keyId": key,
            "expiry": "2027-02-21T11:00:00Z",
        })
    );
    let order: Vec<_> = output.stdout.split('"').filter(|word| identity.get(word).is_some()).collect();
    assert_eq!(order, ["userId", "name", "email", "tenantId", "server", "keyId", "expiry"]);
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn prints_lines_on_a_terminal() {
    let site = TestSite::new();
    let (user, tenant, key) = expected_ids(&site);
    let screen = pty::run_on_terminal(site.std_command(&["whoami"]), 80, "");
    let server = site.listener.url();
    let lines = format!(
        "userId: {user}\nname: Ada Admin\nemail: ada@demo.example\ntenantId: {tenant}\nserver: {server}\n\
         keyId: {key}\nexpiry: 2027-02-21T11:00:00Z (in 89 days)\n"
    );
    assert_eq!((screen.code, screen.text), (0, lines));
}

#[cfg(target_os = "linux")]
#[test]
fn names_the_context() {
    let home = TestHome::new();
    home.create_context("prod", &[]);
    assert_eq!(home.run(&["whoami"]).succeeds().json()["context"], "prod");
    let checked = home.run(&["context", "check", "--json"]).succeeds();
    assert_eq!(home.run(&["whoami"]).succeeds().json(), checked.json());
}

#[test]
fn omits_the_key_of_an_oauth_client() {
    let site = TestSite::new();
    let (id, secret) = {
        let tenant = site.listener.tenant();
        let (id, secret) = tenant.oauth_client();
        (id.to_owned(), secret.to_owned())
    };
    let mut command = site.command(&["whoami"]);
    command.env_remove("QLIK_API_KEY").env("QLIK_OAUTH_CLIENT_ID", id).env("QLIK_OAUTH_CLIENT_SECRET", secret);
    let identity = CliOutput::from(command.output().unwrap()).succeeds().json();
    assert_eq!((&identity["keyId"], &identity["expiry"]), (&Value::Null, &Value::Null));
    assert!(identity["userId"].is_string(), "{identity}");
}

#[test]
fn supports_formats_but_neither_ids_nor_the_body() {
    let site = TestSite::new();
    let csv = site.run(&["whoami", "-o", "csv"]).succeeds().stdout;
    assert!(csv.starts_with("context,server,name,userId,tenantId,keyId,expiry,email\n,http://127.0.0.1:"), "{csv}");
    assert_eq!(site.run(&["whoami", "--jq", ".email", "-r"]).succeeds().stdout, "ada@demo.example\n");
    site.take_requests();
    site.assert_usage_errors(&[
        (&["whoami", "-q"], "`whoami` does not support -q"),
        (&["whoami", "--raw"], "`whoami` does not support --raw"),
        (&["whoami", "me"], "unexpected argument 'me'"),
        (&["whoami", "--context", "a,b"], "--context names 2 contexts"),
    ]);
}

#[test]
fn a_rejected_credential_is_exit_3() {
    let site = TestSite::new();
    site.listener.tenant().fail_next(1, Fault::status(401));
    site.run(&["whoami"]).fails(3, "error: could not find out who is signed in");
    run(&["whoami"]).fails(3, "hint: ");
}

/// CONTRIBUTING shows the whole file as the example of a command.
#[test]
fn contributing_shows_the_code() {
    let code = include_str!("../../src/commands/whoami.rs");
    assert!(include_str!("../../CONTRIBUTING.md").contains(&format!("```rust\n{code}```\n")), "copy the file");
}

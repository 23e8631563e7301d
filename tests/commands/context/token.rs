//! `context token`: prints the token of a context, to a pipe.

use std::fs::File;

use crate::support::home::TestHome;
#[cfg(unix)]
use crate::support::pty;
use crate::support::{CliOutput, TestSite};

/// Creates a context that signs in as an OAuth client. Returns the client secret.
fn create_oauth_context(home: &TestHome, name: &str) -> String {
    let (url, (id, secret)) = {
        let tenant = home.site.listener.tenant();
        let (id, secret) = tenant.oauth_client();
        (home.site.listener.url(), (id.to_owned(), secret.to_owned()))
    };
    let flags = ["--oauth-client-id", &id, "--oauth-client-secret-stdin", "--store", "file"];
    let create = [&["context", "create", name, "-s", &url][..], &flags].concat();
    assert_eq!(home.run_with_stdin(&create, &secret).code, 0);
    secret
}

#[test]
fn prints_the_api_key_of_the_selected_context() {
    let home = TestHome::new();
    home.create_context("a", &[]);
    let url = home.site.listener.url();
    assert_eq!(home.run(&["context", "create", "b", "-s", &url, "--api-key-env", "B"]).code, 0);
    let expected = format!("{}\n", home.token);
    for arguments in [&["context", "token"][..], &["context", "token", "a"], &["context", "token", "--context", "a"]] {
        assert!(home.run(arguments).succeeds().stdout == expected, "{arguments:?}: another text");
    }
    let with_b = |arguments: &[&str]| home.command(arguments).env("B", "fake-token").output().unwrap();
    assert_eq!(CliOutput::from(with_b(&["context", "token", "b"])).succeeds().stdout, "fake-token\n");
    assert_eq!(home.site.take_requests(), Vec::<String>::new());
    home.run(&["context", "token", "nope"]).fails(5, "no context");
}

#[test]
fn prints_the_token_of_the_environment() {
    let site = TestSite::new();
    let expected = format!("{}\n", site.env_vars()[1].1);
    assert!(site.run(&["context", "token"]).succeeds().stdout == expected, "another text");
    let mut command = site.command(&["context", "token", "--headers", "Authorization=Bearer fake-token"]);
    let run: CliOutput = command.env_remove("QLIK_API_KEY").output().unwrap().into();
    assert_eq!(run.succeeds().stdout, "fake-token\n");
    let mut command = site.command(&["context", "token", "--headers", "Authorization=Basic fake"]);
    let run: CliOutput = command.env_remove("QLIK_API_KEY").output().unwrap().into();
    run.fails(2, "the token in the header Authorization is not a valid credential");
}

#[test]
fn prints_an_access_token_and_not_the_client_secret() {
    let home = TestHome::new();
    let secret = create_oauth_context(&home, "bot");
    let run = home.run(&["context", "token", "bot"]).succeeds();
    assert!(!run.stdout.contains(&secret), "the client secret was printed");
    assert!(home.site.take_requests()[0].starts_with("POST /oauth/token"));
    let mut list = home.command(&["ls", "-q"]);
    list.env("QLIK_SERVER", home.site.listener.url()).env("QLIK_API_KEY", run.stdout.trim_end());
    CliOutput::from(list.output().unwrap()).succeeds();
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn a_terminal_shows_the_token_only_with_reveal() {
    let site = TestSite::new();
    let screen = pty::run_on_terminal(site.std_command(&["context", "token", "--no-color"]), 400, "");
    let expected = "error: the token would be shown on the terminal\n\
                    hint: pipe it to the program that needs it, or add --reveal\n";
    assert_eq!((screen.code, screen.text.as_str()), (2, expected));
    let screen = pty::run_on_terminal(site.std_command(&["context", "token", "--reveal"]), 400, "");
    assert!(screen.code == 0 && screen.text.contains(&site.env_vars()[1].1), "the token is not shown");
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn a_protected_tenant_needs_yes_or_its_name() {
    let home = TestHome::new();
    home.create_context("prod", &[]);
    assert_eq!(home.run(&["context", "protect", "prod"]).code, 0);
    home.create_context("other", &[]);
    for name in ["prod", "other"] {
        let run = home.run(&["context", "token", name]);
        run.fails(2, "--yes is required to print the token there\n");
        assert_eq!(home.run(&["context", "token", name, "--yes"]).code, 0);
    }
    for (keys, code) in [("y\n", 1), ("prod\n", 0)] {
        let screen = pty::run_on_terminal(home.std_command(&["context", "token", "prod", "--reveal"]), 200, keys);
        assert!(screen.text.contains("is protected. Type \"prod\" to print the token:"), "{keys:?}");
        let is_shown = screen.text.replace('\n', "").contains(home.token_signature());
        assert_eq!((screen.code, is_shown), (code, code == 0), "{keys:?}");
    }
}

#[test]
fn the_log_of_github_actions_is_masked_first() {
    let home = TestHome::new();
    home.create_context("a", &[]);
    let output = home.folder.path().join("output");
    let log = File::create(&output).unwrap();
    let mut command = home.std_command(&["context", "token"]);
    command.env("GITHUB_ACTIONS", "true").stdout(log.try_clone().unwrap()).stderr(log);
    assert!(command.status().unwrap().success());
    let expected = format!("::add-mask::{0}\n{0}\n", home.token);
    assert!(std::fs::read_to_string(output).unwrap() == expected, "the token was not masked first");
}

#[test]
fn an_unwritable_stdout_is_an_error() {
    let site = TestSite::new();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let output = site.std_command(&["context", "token"]).stdout(full).output().unwrap();
    CliOutput::from(output).fails(1, "error: could not write to stdout\n");
}

#[test]
fn flags_that_would_be_ignored_are_usage_errors() {
    let site = TestSite::new();
    let conflict = "NAME cannot be used with --context, --server or --headers Authorization";
    site.assert_usage_errors(&[
        (&["context", "token", "a", "--context", "b"], conflict),
        (&["context", "token", "a", "--server", "b.example"], conflict),
        (&["context", "token", "a", "--headers", "Authorization=Bearer fake"], conflict),
        (&["context", "token", "--context", "a,b"], "this command accepts one"),
        (&["context", "token", "--json"], "`context token` does not support --json"),
        (&["context", "token", "-q"], "`context token` does not support -q"),
        (&["context", "token", "--jq", "."], "`context token` does not support --jq"),
    ]);
}

//! `context create`, `update`, `use`, `clear`, `rename` and `rm`.

use qlik_api_key::demo::TestUser;
use serde_json::json;

use crate::support::TestSite;
use crate::support::home::TestHome;

#[test]
fn creates_uses_and_removes_a_context() {
    let home = TestHome::new();
    home.create_context("prod", &["--comment", "the one"]);
    let url = home.site.listener.url();
    let text = format!(
        "current = \"prod\"\n\n[contexts.prod]\nserver = \"{url}\"\nauth = \"api-key\"\nstore = \"file\"\ncomment = \"the one\"\n"
    );
    assert_eq!(home.read_profile(), text);
    assert_eq!(home.files_containing_token(), ["credentials.toml"]);
    assert_eq!(home.run(&["ls", "-q"]).succeeds().stdout.lines().count(), 10);
    let run = home.run(&["context", "rm", "prod"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, "removed context \"prod\"\n"));
    assert_eq!(home.files_containing_token(), Vec::<String>::new());
    home.run(&["ls"]).fails(3, "no tenant or credential is set").fails(3, "qlik-api-key context init");
}

#[test]
fn use_clear_and_rename() {
    let home = TestHome::new();
    home.create_context("a", &[]);
    home.create_context("b", &["--use"]);
    let current = || home.run(&["context", "get"]).succeeds().stdout.lines().next().unwrap().to_owned();
    assert_eq!(current(), "name: b");
    assert_eq!(home.run(&["context", "use", "a"]).code, 0);
    assert_eq!(current(), "name: a");
    home.run(&["context", "use", "nope"]).fails(5, "existing contexts: a, b");
    let run = home.run(&["context", "rename", "a", "a.new one"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, "renamed context \"a\" to \"a.new one\"\n"));
    assert_eq!(current(), "name: a.new one");
    home.run(&["ls", "-q"]).succeeds();
    home.run(&["context", "rename", "b", "a.new one"]).fails(1, "already");
    home.run(&["context", "rename", "nope", "x"]).fails(5, "no context \"nope\"");
    home.run(&["context", "rename", "b", "x,y"]).fails(2, "comma");
    assert_eq!(home.run(&["context", "clear"]).code, 0);
    assert_eq!(current(), "No current context");
    home.run(&["ls", "-q", "--context", "b"]).succeeds();
    let secrets = std::fs::read_to_string(home.profile_path().with_file_name("credentials.toml")).unwrap();
    assert_eq!(secrets.lines().count(), 2, "a secret remains under its old name");
    home.run(&["context", "rm", "b", "nope"]).fails(5, "nope");
    home.run(&["ls", "-q", "--context", "b"]).succeeds();
    assert_eq!(home.run(&["context", "rm", "b", "a.new one"]).code, 0);
    assert_eq!(home.run(&["context", "ls", "--json"]).succeeds().stdout, "[]\n");
}

#[test]
fn create_rejects_invalid_input_and_writes_nothing() {
    let home = TestHome::new();
    let server = ["--server", "https://tenant.example"];
    let key = ["--api-key-stdin", "--store", "file"];
    for (name, more, code, message) in [
        ("a", &key[..], 2, "--server is required"),
        ("a", &["-s", "http://tenant.example", "--api-key-stdin"], 2, "--server: http would send"),
        ("", &[&server[..], &key].concat(), 2, "NAME"),
        ("a,b", &[&server[..], &key].concat(), 2, "NAME: a name must not contain a comma"),
        ("a\tb", &[&server[..], &key].concat(), 2, "NAME: a name must not contain control characters"),
        ("a", &server, 2, "--api-key-stdin, --api-key-env NAME"),
        (
            "a",
            &[&server[..], &["--oauth-client-id", "x", "--store", "file"]].concat(),
            2,
            "--oauth-client-secret-stdin",
        ),
        ("a", &[&server[..], &["--oauth-client-secret-stdin"]].concat(), 2, "requires --oauth-client-id"),
        ("a", &[&server[..], &["--api-key", "fake", "--api-key-stdin"]].concat(), 2, "--api-key-stdin"),
        ("a", &[&server[..], &["--api-key-env", "X", "--store", "file"]].concat(), 2, "--store"),
        (
            "a",
            &[&server[..], &key, &["--headers", "Authorization=fake-secret"]].concat(),
            2,
            "Authorization is a credential",
        ),
        ("a", &[&server[..], &key, &["--headers", "cookie=fake-secret"]].concat(), 2, "cookie is a credential"),
    ] {
        let run =
            home.run_with_stdin(&[&["context", "create", name], more].concat(), "fake-key\n").fails(code, message);
        assert!(!run.stderr.contains("fake-"), "a secret is in the error for {message:?}");
    }
    for (stdin, message) in [("", "it is empty"), (" \n", "it is empty"), ("fake-1\nfake-2\n", "a line break")] {
        let run =
            home.run_with_stdin(&[&["context", "create", "a"], &server[..], &key].concat(), stdin).fails(2, message);
        assert!(!run.stderr.contains("fake-"), "the secret is in the error");
    }
    assert_eq!(std::fs::read_dir(home.folder.path()).unwrap().count(), 0);
    home.create_context("a", &[]);
    let before = home.read_profile();
    home.run_with_stdin(&[&["context", "create", "a"], &server[..], &key].concat(), "fake")
        .fails(1, "context update a");
    assert_eq!(home.read_profile(), before);
}

#[test]
fn verify_stores_only_working_credentials() {
    let home = TestHome::new();
    let url = home.site.listener.url();
    let line = ["context", "create", "a", "-s", &url, "--api-key-stdin", "--store", "file", "--verify"];
    home.run_with_stdin(&line, "fake-key").fails(3, "find out who is signed in");
    assert_eq!(std::fs::read_dir(home.folder.path()).unwrap().count(), 0);
    home.create_context("a", &["--verify"]);
    assert_eq!(home.site.take_requests().last().unwrap(), "GET /api/v1/users/me");
}

#[test]
fn update_changes_fields_and_credentials() {
    let home = TestHome::new();
    home.create_context("a", &["--comment", "old", "--insecure", "--headers", "X-A=1"]);
    let run = home.run(&["context", "update", "a", "--comment", "new", "--headers", "X-B=2", "--unset", "insecure"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, "updated context \"a\"\n"));
    let context = home.run(&["context", "get", "a", "--json"]).succeeds().json();
    assert_eq!(
        (&context["comment"], &context["headers"], context.get("insecure")),
        (&json!("new"), &json!({"X-A": "1", "X-B": "2"}), None)
    );
    home.run(&["ls", "-q"]).succeeds();
    assert_eq!(home.site.listener.tenant().requests()[0].request.header("x-b"), Some("2"));

    home.run(&["context", "update", "a", "-s", "https://other.example"])
        .fails(2, "another server requires a new credential");
    home.run(&["context", "update", "nope", "--comment", "x"]).fails(5, "no context");
    for field in [&["--comment", "x"][..], &["--ca-file", "x.pem"], &["--insecure"]] {
        let name = field[0].trim_start_matches("--");
        let message = format!("{} can't be used with --unset {name}", field[0]);
        home.run(&[&["context", "update", "a", "--unset", name], field].concat()).fails(2, &message);
    }
    let other = TestSite::new();
    let (url, token) = (other.listener.url(), other.listener.tenant().user_token(TestUser::Developer).to_owned());
    let run = home.run_with_stdin(&["context", "update", "a", "-s", &url, "--api-key-stdin", "--verify"], &token);
    assert_eq!(run.code, 0, "{}", run.stderr);
    home.run(&["ls", "-q"]).succeeds();
    assert_eq!(home.files_containing_token(), Vec::<String>::new(), "the old secret remains");
    let run = home.run_with_stdin(&["context", "update", "a", "--api-key-stdin", "--verify"], "fake-key");
    run.fails(3, "find out who is signed in");
    home.run(&["ls", "-q"]).succeeds();
    assert_eq!(home.run(&["context", "update", "a", "--api-key-env", "CI_KEY"]).code, 0);
    home.run(&["ls"]).fails(3, "CI_KEY, which is not set");
    let secrets = std::fs::read_to_string(home.profile_path().with_file_name("credentials.toml")).unwrap();
    assert_eq!(secrets, "", "an unused secret remains");
}

#[test]
fn accepts_api_key_flag_like_qlik_cli() {
    let home = TestHome::new();
    let url = home.site.listener.url();
    let create = ["context", "create", "me@cloud", "--server", &url, "--api-key", &home.token, "--store", "file"];
    let run = home.run(&create);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("other users of this machine can see the value of --api-key"), "{}", run.stderr);
    assert_eq!(home.run(&create).code, 1);
    assert_eq!(home.run(&["context", "update", "me@cloud", "--api-key", &home.token]).code, 0);
    assert_eq!(home.run(&["context", "get"]).succeeds().stdout.lines().nth(1), Some(&*format!("server: {url}")));
    assert_eq!(home.files_containing_token(), ["credentials.toml"]);
}

#[test]
fn a_pasted_key_is_stored_without_what_is_around_it() {
    let home = TestHome::new();
    let url = home.site.listener.url();
    for (name, pasted) in [("a", format!("'{}'\n", home.token)), ("b", format!("\"Bearer {}\"", home.token))] {
        let create = ["context", "create", name, "-s", &url, "--store", "file", "--verify"];
        let run = home.run_with_stdin(&[&create[..], &["--api-key-stdin"]].concat(), &pasted);
        assert!(run.code == 0 && !run.stderr.contains("warning"), "{}", run.stderr);
        let run = home.run(&["context", "update", name, "--verify", "--api-key", &pasted]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    let secrets = std::fs::read_to_string(home.profile_path().with_file_name("credentials.toml")).unwrap();
    assert_eq!(secrets.matches(&format!("= \"{}\"\n", home.token)).count(), 2, "a key was stored with its quotes");
}

#[test]
fn a_key_that_is_no_jwt_gets_a_warning() {
    let home = TestHome::new();
    let create = ["context", "create", "a", "-s", "tenant.example", "--store", "file", "--api-key-stdin"];
    let run = home.run_with_stdin(&create, "fake-key");
    let warning =
        "warning: this does not look like an API key of Qlik Cloud, which is a long text that starts with eyJ\n";
    assert_eq!(run.stderr, format!("{warning}created context \"a\"; it is the current one\n"));
    let run = home.run_with_stdin(&["context", "update", "a", "--api-key-stdin", "--json"], "fake-key");
    assert_eq!((run.code, &*run.stderr), (0, ""));
}

#[test]
fn the_hint_about_a_rejected_key_does_not_name_a_context_that_was_not_stored() {
    let home = TestHome::new();
    let url = home.site.listener.url();
    let create = ["context", "create", "a", "-s", &url, "--store", "file", "--api-key-stdin", "--verify"];
    let run =
        home.run_with_stdin(&create, "fake-key").fails(3, &format!("create a new key at {url}/settings/api-keys\n"));
    assert!(!run.stderr.contains("context update"), "{}", run.stderr);
}

#[test]
fn a_misspelled_server_gets_a_warning() {
    let home = TestHome::new();
    let run = home.run(&["context", "create", "a", "-s", "tenant.eu.qlikclod.com", "--api-key-env", "CI_KEY"]);
    let warning = "warning: tenant.eu.qlikclod.com may be misspelled: did you mean tenant.eu.qlikcloud.com?\n";
    assert_eq!(run.stderr, format!("{warning}created context \"a\"; it is the current one\n"));
}

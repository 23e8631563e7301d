//! `context`: the profile, the stores `file`, `env` and `command`, and which credential is used.
//! `tests/context/keyring.rs` tests the store `keyring`, which needs a Secret Service.

use qlik_api_key::demo::TestUser;
use serde_json::json;

use crate::support::home::TestHome;
use crate::support::{CliOutput, TestSite};

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
    home.run(&["ls"]).fails(3, "no tenant and no credential are set").fails(3, "qlik-api-key context init");
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = TestHome::new();
    home.create_context("prod", &[]);
    let mode = |path: std::path::PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = home.profile_path().parent().unwrap().to_owned();
    assert_eq!(
        (mode(folder.clone()), mode(home.profile_path()), mode(folder.join("credentials.toml"))),
        (0o700, 0o600, 0o600)
    );
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2, "a lock or a temporary file remains");
    std::fs::set_permissions(folder.join("credentials.toml"), std::fs::Permissions::from_mode(0o640)).unwrap();
    home.run(&["ls"]).fails(3, "is readable by other users").fails(3, "hint: chmod 600 ");
}

#[cfg(unix)]
#[test]
fn rejects_a_profile_writable_by_others() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = TestHome::new();
    home.create_context("prod", &[]);
    for mode in [0o620, 0o602, 0o666] {
        std::fs::set_permissions(home.profile_path(), std::fs::Permissions::from_mode(mode)).unwrap();
        home.run(&["ls"]).fails(1, "contexts.toml is writable by other users").fails(1, "hint: chmod go-w ");
        home.run(&["context", "clear"]).fails(1, "is writable by other users");
    }
    std::fs::set_permissions(home.profile_path(), std::fs::Permissions::from_mode(0o644)).unwrap();
    home.run(&["ls", "-q"]).succeeds();
}

#[test]
fn profile_path_can_be_set_by_flag_or_variable() {
    let home = TestHome::new();
    let path = home.folder.path().join("elsewhere/p.toml");
    let path = path.to_str().unwrap();
    home.create_context("a", &["--config", path]);
    assert!(!home.profile_path().exists());
    home.run(&["ls", "-q", "-c", path]).succeeds();
    let run: CliOutput = home.command(&["ls", "-q"]).env("QLIK_PROFILE", path).output().unwrap().into();
    run.succeeds();
    home.run(&["context", "get", "a"]).fails(5, "the profile has no contexts");
}

#[test]
fn ls_and_get_print_plain_text_in_a_pipe() {
    let home = TestHome::new();
    assert_eq!(home.run(&["context", "get"]).succeeds().stdout, "No current context\n");
    assert_eq!(home.run(&["context", "get", "--json"]).succeeds().stdout, "null\n");
    assert_eq!(home.run(&["context", "ls", "--json"]).succeeds().stdout, "[]\n");
    home.create_context("prod", &["--comment", "the one"]);
    home.create_context("me@cloud.x y", &[]);
    let url = home.site.listener.url();
    let wide = url.len();
    assert_eq!(
        home.run(&["context", "ls"]).succeeds().stdout,
        format!(
            "Name          {:wide$}  Current  Auth     Store  Comment\n\
             prod          {url}  *        api-key  file   the one\n\
             me@cloud.x y  {url}           api-key  file\n",
            "Server"
        )
    );
    let rows = home.run(&["context", "ls", "--json"]).succeeds().json();
    assert_eq!(
        rows[0],
        json!({"name": "prod", "server": url, "current": true, "protected": false, "auth": "api-key", "store": "file", "comment": "the one"})
    );
    assert_eq!(rows[1]["current"], false);
    let get = home.run(&["context", "get"]).succeeds().stdout;
    let source = format!("current in {}", home.profile_path().display());
    assert_eq!(
        get,
        format!("name: prod\nserver: {url}\nauth: api-key\nstore: file\ncomment: the one\nsource: {source}\n")
    );
    let named = home.run(&["context", "get", "me@cloud.x y", "--json"]).succeeds().json();
    assert_eq!((&named["name"], &named["source"]), (&json!("me@cloud.x y"), &json!("named")));
    let run: CliOutput = home.command(&["context", "get"]).env("QLIK_CONTEXT", "me@cloud.x y").output().unwrap().into();
    assert!(run.succeeds().stdout.ends_with("\nsource: QLIK_CONTEXT\n"));
    let run: CliOutput = home.command(&["context", "get"]).envs(home.site.env_vars()).output().unwrap().into();
    assert_eq!(run.succeeds().stdout, format!("server: {url}\nauth: QLIK_API_KEY\nsource: QLIK_SERVER\n"));
    home.run(&["context", "ls", "-q"]).fails(2, "does not support --raw or -q");
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
        ("a,b", &[&server[..], &key].concat(), 2, "NAME: a name can't contain a comma"),
        ("a\tb", &[&server[..], &key].concat(), 2, "NAME: a name can't contain control characters"),
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
fn a_missing_keyring_error_lists_the_alternatives() {
    let home = TestHome::new();
    let started = std::time::Instant::now();
    let run =
        home.run_with_stdin(&["context", "create", "a", "-s", "https://tenant.example", "--api-key-stdin"], "fake-key");
    let run = run.fails(3, "error: there is no keyring\ncaused by: ");
    for choice in ["--store file", "--api-key-env NAME", "--api-key-command CMD", "QLIK_API_KEY"] {
        assert!(run.stderr.contains(choice), "{}", run.stderr);
    }
    assert!(started.elapsed().as_secs() < 4);
    assert_eq!(std::fs::read_dir(home.folder.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn a_hanging_message_bus_times_out() {
    let home = TestHome::new();
    let socket = home.folder.path().join("bus");
    let bus = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let started = std::time::Instant::now();
    let mut command = home.command(&["context", "create", "a", "-s", "https://tenant.example", "--api-key-stdin"]);
    command.env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", socket.display()));
    let run = CliOutput::from(command.write_stdin("fake-key").output().unwrap());
    run.fails(3, "error: the keyring does not respond\nhint: unlock the keyring; or --store file");
    let elapsed = started.elapsed().as_secs_f32();
    assert!((2.5..6.0).contains(&elapsed), "{elapsed}");
    assert_eq!(std::fs::read_dir(home.folder.path()).unwrap().count(), 1, "there is more than the socket");
    drop(bus);
}

#[test]
fn env_and_command_stores_are_read_on_use() {
    let home = TestHome::new();
    let url = home.site.listener.url();
    assert_eq!(home.run(&["context", "create", "env", "-s", &url, "--api-key-env", "CI_KEY"]).code, 0);
    assert_eq!(home.run(&["context", "create", "cmd", "-s", &url, "--api-key-command", "echo \" $CI_KEY\""]).code, 0);
    assert_eq!(home.site.take_requests(), Vec::<String>::new());
    for (context, message) in [("env", "takes its key from CI_KEY, which is not set"), ("cmd", "printed nothing")] {
        home.run(&["ls", "--context", context]).fails(3, message);
        let run: CliOutput =
            home.command(&["ls", "-q", "--context", context]).env("CI_KEY", &home.token).output().unwrap().into();
        run.succeeds();
    }
    assert_eq!(home.files_containing_token(), Vec::<String>::new());
    let get = home.run(&["context", "get", "cmd"]).succeeds().stdout;
    assert!(get.contains("\nstore: command\ncommand: echo \" $CI_KEY\"\n"), "{get}");
    assert_eq!(home.run(&["context", "rename", "env", "env2"]).code, 0);
    assert_eq!(home.run(&["context", "rm", "env2", "cmd"]).code, 0);
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
fn a_context_can_leave_an_unavailable_keyring() {
    let home = TestHome::new();
    home.create_context("a", &[]);
    let url = home.site.listener.url();
    for auth in ["api-key", "oauth"] {
        let context = format!("[contexts.a]\nserver = \"{url}\"\nauth = \"{auth}\"\nstore = \"keyring\"\n");
        std::fs::write(home.profile_path(), context).unwrap();
        let run = home.run_with_stdin(&["context", "update", "a", "--store", "file", "--api-key-stdin"], &home.token);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let warning = "warning: the keyring still contains an old secret of context \"a\"; the next change to the context removes it\n";
        assert_eq!(run.stderr, format!("{warning}updated context \"a\"\n"));
        home.run(&["ls", "-q", "--context", "a"]).succeeds();
        let stale = format!("stale = [{{ name = \"a\", server = \"{url}\", store = \"keyring\" }}]\n");
        assert!(home.read_profile().contains(&stale), "{}", home.read_profile());
        // The warning is repeated, and the pending cleanup survives a rename.
        let run = home.run(&["context", "rename", "a", "b"]);
        assert_eq!((run.code, run.stderr), (0, format!("{warning}renamed context \"a\" to \"b\"\n")));
        assert!(home.read_profile().contains(&stale), "{}", home.read_profile());
        home.run(&["context", "rm", "b"]).fails(3, "there is no keyring");
        home.run(&["ls", "-q", "--context", "b"]).succeeds();
    }
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
fn caches_an_oauth_token_until_a_minute_before_expiry() {
    let home = TestHome::new();
    let (id, secret) = {
        let tenant = home.site.listener.tenant();
        let (id, secret) = tenant.oauth_client();
        (id.to_owned(), secret.to_owned())
    };
    // The program compares the expiry of an access token with its own clock.
    home.site.listener.tenant().reset_clock();
    let url = home.site.listener.url();
    let line = [
        "context",
        "create",
        "bot",
        "-s",
        &url,
        "--oauth-client-id",
        &id,
        "--oauth-client-secret-stdin",
        "--store",
        "file",
    ];
    let run = home.run_with_stdin(&line, &secret);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for expected in [2, 1] {
        home.run(&["ls", "-q", "--limit", "1"]).succeeds();
        assert_eq!(home.site.take_requests().len(), expected, "the access token is cached");
    }
    let run = home.run(&["context", "check", "bot"]).succeeds();
    assert!(run.stdout.starts_with("userId: "), "{}", run.stdout);
    assert!(home.site.take_requests()[0].starts_with("POST /oauth/token"), "a check asks for a new token");
    let secrets_path = home.profile_path().with_file_name("credentials.toml");
    let text = std::fs::read_to_string(&secrets_path).unwrap();
    let year = text.find(" token\" = \"20").unwrap() + 11;
    std::fs::write(&secrets_path, format!("{}2001{}", &text[..year], &text[year + 4..])).unwrap();
    home.run(&["ls", "-q", "--limit", "1"]).succeeds();
    assert_eq!(home.site.take_requests().len(), 2, "an expired token is not used");
    assert_eq!(home.run(&["context", "rm", "bot"]).code, 0);
    assert_eq!(std::fs::read_to_string(&secrets_path).unwrap(), "");
}

#[test]
fn check_prints_user_tenant_and_expiry() {
    let home = TestHome::new();
    home.create_context("a", &[]);
    let checked = home.run(&["context", "check", "a", "--json"]).succeeds().json();
    let (tenant, user) = {
        let tenant = home.site.listener.tenant();
        (tenant.id().to_owned(), tenant.user_id(TestUser::Admin).to_owned())
    };
    assert_eq!(
        (&checked["context"], &checked["tenantId"], &checked["userId"]),
        (&json!("a"), &json!(tenant), &json!(user))
    );
    assert_eq!(checked["email"], "ada@demo.example");
    assert!(checked["keyId"].is_string(), "{checked}");
    let plain = home.run(&["context", "check"]).succeeds().stdout;
    assert!(plain.contains("\nexpiry: 2027-02-21T11:00:00Z (in 89 days)\n"), "{plain}");
    assert!(plain.contains("\ncontext: a\n"), "{plain}");
    home.run(&["context", "check", "nope"]).fails(5, "no context");
    let own = checked["keyId"].as_str().unwrap();
    assert_eq!(home.run(&["rm", own, "--yes"]).code, 0);
    home.run(&["context", "check", "a"]).fails(3, "hint: check the credential of context \"a\"");
}

#[test]
fn keeps_comments_and_unknown_fields_of_the_profile() {
    let home = TestHome::new();
    home.create_context("a", &[]);
    let edited = home.read_profile().replace("[contexts.a]", "# the main one\n[contexts.a] # here\nnote = \"mine\"");
    std::fs::write(home.profile_path(), &edited).unwrap();
    home.create_context("b", &[]);
    assert!(home.read_profile().starts_with(&edited), "{}", home.read_profile());
    assert_eq!(home.run(&["context", "update", "a", "--comment", "x"]).code, 0);
    for line in ["# the main one\n", "[contexts.a] # here\n", "note = \"mine\"\n"] {
        assert!(home.read_profile().contains(line), "{}", home.read_profile());
    }
}

#[test]
fn an_invalid_profile_is_reported_and_not_changed() {
    let home = TestHome::new();
    home.create_context("a", &[]);
    let damaged = format!("{}key = fake-secret\n", home.read_profile());
    std::fs::write(home.profile_path(), &damaged).unwrap();
    for arguments in [&["ls"][..], &["context", "ls"], &["context", "use", "a"], &["context", "rm", "a"]] {
        let run = home.run(arguments).fails(1, "contexts.toml, line 7, column 7: ");
        assert!(!run.stderr.contains("fake-secret"), "the line is in the error");
    }
    assert_eq!(home.read_profile(), damaged);
    std::fs::write(home.profile_path(), "[contexts.a]\nserver = 5\n").unwrap();
    home.run(&["ls", "--context", "a"]).fails(1, "contexts.toml, context \"a\": server: must be a string");
}

#[test]
fn a_hand_edited_server_gets_no_key() {
    let home = TestHome::new();
    home.create_context("a", &[]);
    let other = TestSite::new();
    std::fs::write(home.profile_path(), home.read_profile().replace(&home.site.listener.url(), &other.listener.url()))
        .unwrap();
    home.run(&["ls"]).fails(3, "the file has no secret for context \"a\" and ");
    assert_eq!(other.take_requests(), Vec::<String>::new());
}

#[test]
fn verbose_output_names_server_and_credential() {
    let home = TestHome::new();
    home.create_context("a", &[]);
    let run = home.run(&["ls", "-q", "-v"]);
    let expected = format!(
        "* {} from context \"a\" (current in {}), signing in with api-key from file",
        home.site.listener.url(),
        home.profile_path().display()
    );
    assert_eq!(run.stderr.lines().next(), Some(&*expected));
    assert!(!run.stderr.contains(home.token_signature()), "the key is in the trace");
    let run: CliOutput = home.command(&["ls", "-q", "-v"]).envs(home.site.env_vars()).output().unwrap().into();
    let expected = format!("* {} from QLIK_SERVER, signing in with QLIK_API_KEY", home.site.listener.url());
    assert_eq!(run.stderr.lines().next(), Some(&*expected));
}

/// The ways in which a run selects a server and a credential; `None` leaves one out.
#[derive(Debug)]
struct Selection<'a> {
    context_flag: Option<&'a str>,
    server_flag: Option<&'a str>,
    context_variable: Option<&'a str>,
    server_variable: Option<&'a str>,
    api_key_variable: Option<&'a str>,
}

impl<'a> Selection<'a> {
    /// All combinations of these contexts and servers, without and with the key "fake-key" in `QLIK_API_KEY`.
    fn combinations(contexts: [Option<&'a str>; 3], servers: [Option<&'a str>; 3]) -> Vec<Self> {
        let mut combinations = Vec::new();
        for context_flag in contexts {
            for server_flag in servers {
                for context_variable in contexts {
                    for server_variable in servers {
                        combinations.extend([None, Some("fake-key")].map(|api_key_variable| Self {
                            context_flag,
                            server_flag,
                            context_variable,
                            server_variable,
                            api_key_variable,
                        }));
                    }
                }
            }
        }
        combinations
    }

    fn run(&self, home: &TestHome) -> CliOutput {
        let mut command = home.command(&["ls", "-q", "--limit", "1", "--retry", "0"]);
        for (flag, value) in [("--context", self.context_flag), ("--server", self.server_flag)] {
            command.args(value.map(|value| [flag, value]).into_iter().flatten());
        }
        for (name, value) in [
            ("QLIK_CONTEXT", self.context_variable),
            ("QLIK_SERVER", self.server_variable),
            ("QLIK_API_KEY", self.api_key_variable),
        ] {
            command.envs(value.map(|value| (name, value)));
        }
        command.output().unwrap().into()
    }

    fn names_server(&self, url: &str) -> bool {
        [self.server_flag, self.server_variable].contains(&Some(url))
    }
}

/// Tries all combinations of flags, variables and current context with two tenants. A stored key is sent only to its
/// own tenant, and the key in `QLIK_API_KEY` only to a server that the run names.
#[test]
fn no_key_is_sent_to_another_tenant() {
    let (a, b) = (TestHome::new(), TestSite::new().signed_in_as(TestUser::Developer));
    a.create_context("a", &[]);
    let (url_a, url_b) = (a.site.listener.url(), b.listener.url());
    let token_b = b.listener.tenant().user_token(TestUser::Developer).to_owned();
    let create = ["context", "create", "b", "-s", &url_b, "--api-key-stdin", "--store", "file"];
    assert_eq!(a.run_with_stdin(&create, &token_b).code, 0);
    let contexts = [None, Some("a"), Some("b")];
    let mut accepted = 0;
    for current in contexts {
        assert_eq!(a.run(&current.map_or(vec!["context", "clear"], |name| vec!["context", "use", name])).code, 0);
        for selection in Selection::combinations(contexts, [None, Some(&url_a), Some(&url_b)]) {
            let run = selection.run(&a);
            for (site, url, own_key) in [(&a.site, &url_a, &a.token), (&b, &url_b, &token_b)] {
                let mut tenant = site.listener.tenant();
                for logged in tenant.requests() {
                    let sent = logged.request.header("authorization").unwrap();
                    let is_env_key = sent == "Bearer fake-key" && selection.names_server(url);
                    assert!(
                        is_env_key || sent == format!("Bearer {own_key}"),
                        "a key was sent to another tenant: current {current:?}, {selection:?}"
                    );
                    accepted += usize::from(run.code == 0);
                }
                tenant.clear_requests();
            }
            assert!([0, 2, 3].contains(&run.code), "current {current:?}, {selection:?}: {}", run.stderr);
        }
    }
    assert!(accepted > 100, "only {accepted} requests were accepted");
}

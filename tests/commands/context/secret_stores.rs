//! The stores `file`, `env` and `command`, and errors of an unavailable keyring.

#[cfg(unix)]
use crate::support::CliOutput;
use crate::support::home::TestHome;

#[cfg(unix)] // Windows always has a keyring.
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

#[cfg(unix)] // Needs a message bus.
#[test]
fn a_hanging_message_bus_times_out() {
    let home = TestHome::new();
    let socket = home.folder.path().join("bus");
    let bus = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let started = std::time::Instant::now();
    let mut command = home.command(&["context", "create", "a", "-s", "https://tenant.example", "--api-key-stdin"]);
    command.env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", socket.display()));
    let run = CliOutput::from(command.write_stdin("fake-key").output().unwrap());
    run.fails(3, "error: the keyring does not respond\nhint: unlock the keyring; or use --store file");
    let elapsed = started.elapsed().as_secs_f32();
    assert!((2.5..6.0).contains(&elapsed), "{elapsed}");
    assert_eq!(std::fs::read_dir(home.folder.path()).unwrap().count(), 1, "there is more than the socket");
    drop(bus);
}

#[cfg(unix)] // Runs POSIX shell commands.
#[test]
fn env_and_command_stores_are_read_on_use() {
    let home = TestHome::new();
    let url = home.site.listener.url();
    assert_eq!(home.run(&["context", "create", "env", "-s", &url, "--api-key-env", "CI_KEY"]).code, 0);
    assert_eq!(home.run(&["context", "create", "cmd", "-s", &url, "--api-key-command", "echo \" $CI_KEY\""]).code, 0);
    assert_eq!(home.site.take_requests(), Vec::<String>::new());
    for (context, message) in [("env", "reads its key from CI_KEY, which is not set"), ("cmd", "printed nothing")] {
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

#[cfg(unix)] // Windows always has a keyring.
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
    assert!(home.run(&["context", "check", "bot"]).succeeds().json()["userId"].is_string());
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

//! Questions of the `context` commands on a terminal.

use std::process::Command;

use crate::support::home::TestHome;
use crate::support::pty::{self, PtyProcess, Screen};

fn run_on_terminal(home: &TestHome, arguments: &[&str], keys: &str) -> Screen {
    let mut command: Command = home.std_command(arguments);
    command.env("NO_COLOR", "1");
    pty::run_on_terminal(command, 200, keys)
}

/// The last line of the screen.
fn last_line(screen: &Screen) -> &str {
    screen.text.trim_end().lines().last().unwrap_or_default()
}

/// Runs the binary on its controlling terminal, which a hidden prompt reads. `steps` are texts to wait for and keys to
/// type then; a hidden prompt would lose keys that are typed before it.
fn answer(home: &TestHome, arguments: &[&str], steps: &[(&str, &str)]) -> Screen {
    let mut command = pty::session_command(home.folder.path(), arguments);
    command.env("NO_COLOR", "1");
    let mut running = PtyProcess::start(command, 200);
    for (text, keys) in steps {
        let is_hidden = text.contains("(not shown)");
        running.wait_until(text, |screen| screen.shows(text) && screen.has_echo() != is_hidden);
        running.type_keys(keys);
    }
    running.wait()
}

#[test]
fn rm_asks_before_a_secret_is_lost() {
    let home = TestHome::new();
    home.create_context("prod", &[]);
    home.create_context("b", &[]);
    for keys in ["n\n", "\n", "\u{4}"] {
        let screen = run_on_terminal(&home, &["context", "rm", "prod"], keys);
        assert_eq!(screen.code, 1, "{}", screen.text);
        let question = "Remove context \"prod\"? The stored secret cannot be recovered. [y/N]";
        assert!(screen.text.contains(question), "{}", screen.text);
        assert!(last_line(&screen).ends_with("error: nothing was removed"), "{}", screen.text);
    }
    assert_eq!(home.run(&["context", "ls", "-q"]).stdout, "prod\nb\n");
    let screen = run_on_terminal(&home, &["context", "rm", "nope"], "");
    assert_eq!((screen.code, screen.text.contains("[y/N]")), (5, false), "{}", screen.text);
    let screen = run_on_terminal(&home, &["context", "rm", "prod"], "y\n");
    assert_eq!((screen.code, last_line(&screen).ends_with("removed context \"prod\"")), (0, true), "{}", screen.text);
    let url = home.site.listener.url();
    assert_eq!(home.run(&["context", "create", "ci", "-s", &url, "--api-key-env", "CI_KEY"]).code, 0);
    let screen = run_on_terminal(&home, &["context", "rm", "ci"], "n\n");
    assert!(screen.text.contains("Remove context \"ci\"? [y/N]"), "{}", screen.text);
    let screen = run_on_terminal(&home, &["context", "rm", "b", "ci", "--yes"], "");
    assert_eq!((screen.code, &*screen.text), (0, "removed contexts \"b\", \"ci\"\n"));
}

#[test]
fn use_alone_lists_the_contexts_and_asks() {
    let home = TestHome::new();
    for name in ["a", "b", "1"] {
        home.create_context(name, &[]);
    }
    let url = home.site.listener.url();
    for (keys, name) in [("2\n", "b"), ("1\n", "1"), ("zzz\na\n", "a")] {
        let screen = run_on_terminal(&home, &["context", "use"], keys);
        let notice = format!("the current context is \"{name}\", {url}");
        assert_eq!((screen.code, last_line(&screen).ends_with(&notice)), (0, true), "{}", screen.text);
    }
    let screen = run_on_terminal(&home, &["context", "use"], "0\n\n");
    let list = format!("  1  a  {url}  *\n  2  b  {url}\n  3  1  {url}\n");
    assert!(screen.text.contains(&list), "{}", screen.text);
    assert!(screen.text.contains("There is no such context."), "{}", screen.text);
    let error = "error: nothing was changed: no context was chosen";
    assert_eq!((screen.code, last_line(&screen).ends_with(error)), (1, true), "{}", screen.text);
}

#[test]
fn create_says_how_to_sign_in() {
    let home = TestHome::new();
    let url = home.site.listener.url();
    let create = |name: &str, more: &[&str]| {
        run_on_terminal(&home, &[&["context", "create", name, "-s", &url, "--api-key-env", "K"], more].concat(), "")
    };
    let screen = create("a", &[]);
    assert_eq!(last_line(&screen), "To sign in and see whose key it is: qlik-api-key context check a");
    assert_eq!(
        home.run(&["context", "create", "b", "-s", &url, "--api-key-env", "K"]).stderr,
        "created context \"b\"\n"
    );
}

#[test]
fn api_key_stdin_is_a_hidden_prompt() {
    let home = TestHome::new();
    let url = home.site.listener.url();
    let create = ["context", "create", "a", "-s", &url, "--store", "file", "--verify", "--api-key-stdin"];
    let screen = answer(&home, &create, &[("API key (not shown): ", &format!("\"Bearer {}\"\n", home.token))]);
    assert!(!screen.text.contains(home.token_signature()), "the key is on the screen");
    assert_eq!((screen.code, last_line(&screen)), (0, "created context \"a\"; it is the current one"));
    let update = ["context", "update", "a", "--oauth-client-id", "x", "--oauth-client-secret-stdin"];
    let screen = answer(&home, &update, &[("OAuth client secret (not shown): ", "fake-client-secret\n")]);
    assert_eq!((screen.code, last_line(&screen)), (0, "updated context \"a\""));
    let mut command = home.std_command(&["context", "update", "a", "--api-key-stdin"]);
    command.env("CI", "true");
    let screen = pty::run_on_terminal(command, 200, "");
    assert_eq!((screen.code, screen.text.contains("--api-key-stdin: stdin is a terminal")), (2, true));
}

#[test]
fn ctrl_d_at_a_hidden_prompt_ends_the_line() {
    let home = TestHome::new();
    let create = ["context", "create", "a", "-s", "tenant.example", "--store", "file"];
    let screen = answer(&home, &create, &[("API key (not shown): ", "\u{4}")]);
    assert_eq!(screen.code, 2, "{}", screen.text);
    assert!(screen.text.contains("API key (not shown): \nerror: could not read the input\n"), "{}", screen.text);
}

#[test]
fn init_checks_the_name_before_it_asks() {
    let home = TestHome::new();
    home.create_context("prod", &[]);
    for (name, code, message) in
        [("prod", 1, "context \"prod\" already exists"), ("a,b", 2, "NAME: a name must not contain a comma")]
    {
        let screen = answer(&home, &["context", "init", name], &[]);
        assert_eq!(screen.code, code, "{}", screen.text);
        assert!(screen.text.starts_with("error: ") && screen.text.contains(message), "{}", screen.text);
    }
    let url = home.site.listener.url();
    let key = format!("{}\n", home.token);
    let steps = [
        ("Server (such as ", "tenant\n"),
        ("Invalid server: the host name has no dot", "tenant.qlikcloud.con\n"),
        ("Did you mean tenant.qlikcloud.com? [y/N] ", "n\n"),
        ("Name for this context [tenant]: ", "\u{4}"),
    ];
    assert_eq!(answer(&home, &["context", "init", "--store", "file"], &steps).code, 2);
    let steps = [
        ("Server (such as ", &*format!("{url}/settings/api-keys\n")),
        ("Name for this context [localhost]: ", "prod\n"),
        ("Context \"prod\" already exists. Choose another name.", "a,b\n"),
        ("Invalid name: a name must not contain a comma", "\n"),
        ("API key (not shown): ", &key),
    ];
    let screen = answer(&home, &["context", "init", "--store", "file"], &steps);
    assert_eq!((screen.code, last_line(&screen)), (0, "created context \"localhost\"; it is the current one"));
}

#[test]
fn init_without_a_keyring_offers_the_file_first() {
    let home = TestHome::new();
    let url = home.site.listener.url();
    let question =
        "The keyring can't store the API key: there is no keyring. Store it in a file that only you can read?";
    for (arguments, keys) in [(&["context", "init", "a"][..], "n\n"), (&["context", "init"], "\n")] {
        let screen = answer(&home, arguments, &[(question, keys)]);
        assert_eq!((screen.code, screen.text.contains("Server (")), (3, false), "{}", screen.text);
    }
    let screen = answer(&home, &["context", "init", "a", "--store", "keyring"], &[]);
    assert_eq!((screen.code, screen.text.starts_with("error: there is no keyring")), (3, true), "{}", screen.text);
    let key = format!("{}\n", home.token);
    let steps = [(question, "y\n"), ("Server (such as ", &*format!("{url}\n")), ("API key (not shown): ", &key)];
    let screen = answer(&home, &["context", "init", "a"], &steps);
    assert_eq!((screen.code, last_line(&screen)), (0, "created context \"a\"; it is the current one"));
    assert_eq!(home.files_containing_token(), ["credentials.toml"]);
}

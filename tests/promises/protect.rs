//! `context protect` and `unprotect`: a change in the tenant of a protected context needs `--yes` or its typed name.

use serde_json::json;

use crate::support::CliOutput;
use crate::support::home::TestHome;
#[cfg(unix)]
use crate::support::pty::{self, Screen};

/// The commands that change a tenant, and how errors and prompts describe the change. `KEY` is an existing key.
const WRITE_COMMANDS: &[(&[&str], &str)] = &[
    (&["create", "--description", "new"], "create an API key"),
    (&["patch", "KEY", "--description", "new"], "update API key KEY"),
    (&["rm", "KEY"], "remove API key KEY"),
    (&["config", "patch", "--max-keys-per-user", "5"], "change the API key configuration"),
    (&["config", "apply", "config.toml"], "change the API key configuration"),
];

/// A home folder with a protected context and a configuration file.
fn protected_home(name: &str) -> TestHome {
    let home = TestHome::new();
    home.create_context(name, &[]);
    let run = home.run(&["context", "protect", name]);
    assert_eq!((run.code, run.stderr), (0, format!("context \"{name}\" is now protected\n")));
    std::fs::write(home.folder.path().join("config.toml"), "max_keys_per_user = 6\n").unwrap();
    home
}

fn tenant_host(home: &TestHome) -> String {
    home.site.listener.url().replace("http://", "")
}

fn fill_key<'a>(words: &[&'a str], key: &'a str) -> Vec<&'a str> {
    words.iter().map(|word| if *word == "KEY" { key } else { word }).collect()
}

fn run(home: &TestHome, arguments: &[&str]) -> CliOutput {
    home.command(arguments).current_dir(home.folder.path()).output().unwrap().into()
}

#[cfg(unix)] // Needs a pseudo-terminal.
fn run_on_terminal(home: &TestHome, arguments: &[&str], keys: &str) -> Screen {
    let mut command = home.std_command(arguments);
    command.current_dir(home.folder.path());
    pty::run_on_terminal(command, 200, keys)
}

#[test]
fn writes_need_yes_without_a_terminal() {
    let home = protected_home("prod");
    let key = home.site.key_id("CI pipeline");
    for (command, action) in WRITE_COMMANDS {
        let command = fill_key(command, &key);
        let message = format!(
            "error: context \"prod\" protects {}: --yes is required to {} there\nhint: add --yes, or remove the protection: \
             qlik-api-key context unprotect prod\n",
            tenant_host(&home),
            action.replace("KEY", &key)
        );
        assert_eq!(run(&home, &command).fails(2, "--yes").stderr, message);
        assert_eq!(home.site.take_requests(), Vec::<String>::new(), "{command:?}");
        let error = run(&home, &[&command[..], &["--json"]].concat()).error_json();
        assert_eq!(error["exit"], 2, "{command:?}");
    }
    for (command, _) in WRITE_COMMANDS.iter().filter(|(command, _)| command[0] != "rm").chain([&WRITE_COMMANDS[2]]) {
        let command = [&fill_key(command, &key)[..], &["--yes"]].concat();
        assert_eq!(run(&home, &command).code, 0, "{command:?}");
        let changes = home.site.take_requests().iter().filter(|request| !request.starts_with("GET ")).count();
        assert_eq!(changes, 1, "{command:?}");
    }
}

#[test]
fn reads_need_no_confirmation() {
    let home = protected_home("prod");
    let key = home.site.key_id("CI pipeline");
    for command in [
        &["ls", "-q"][..],
        &["get", &key],
        &["config", "get"],
        &["config", "diff", "config.toml"],
        &["config", "apply", "config.toml", "--dry-run"],
        &["context", "check"],
        &["whoami"],
    ] {
        assert_eq!(run(&home, command).code, 0, "{command:?}");
    }
}

#[test]
fn protection_is_checked_before_the_secret_is_read() {
    let home = protected_home("prod");
    let url = home.site.listener.url();
    let seen = home.folder.path().join("seen");
    let command = format!("echo seen>\"{}\" && echo fake-key", seen.display());
    let create = ["context", "create", "lazy", "-s", &url, "--api-key-command", &command];
    assert_eq!(home.run(&create).code, 0);
    home.run(&["create", "--description", "a", "--context", "lazy"]).fails(2, "context \"prod\" protects");
    assert_eq!(home.run(&["context", "protect", "lazy"]).code, 0);
    home.run(&["create", "--description", "a", "--context", "lazy"]).fails(2, "context \"lazy\" protects");
    assert!(!seen.exists(), "the key command was run");
    home.run(&["create", "--description", "a", "--context", "lazy", "--yes"]).fails(3, "401");
    assert!(seen.exists());
}

#[test]
fn protection_covers_every_way_to_sign_in() {
    let home = protected_home("prod");
    home.create_context("other", &[]);
    let message = format!("context \"prod\" protects {}", tenant_host(&home));
    home.run(&["create", "--description", "a", "--context", "other"]).fails(2, &message);
    let with_variables = |arguments: &[&str]| -> CliOutput {
        home.command(arguments).envs(home.site.env_vars()).output().unwrap().into()
    };
    with_variables(&["create", "--description", "a"]).fails(2, &message);
    with_variables(&["ls", "-q"]).succeeds();
    assert_eq!(home.site.take_requests(), ["GET /api/v1/api-keys?limit=100"]);
    with_variables(&["create", "--description", "a", "--yes"]).succeeds();
    // Another tenant is not protected.
    let other_site = crate::support::TestSite::new();
    let run: CliOutput =
        home.command(&["create", "--description", "a"]).envs(other_site.env_vars()).output().unwrap().into();
    run.succeeds();
    // It is unknown whether an invalid profile protects the tenant.
    std::fs::write(home.profile_path(), "current = [\n").unwrap();
    let hint = "hint: fix the cause, or add --yes to skip the check";
    let unknown = format!("could not check whether {} is protected", tenant_host(&home));
    with_variables(&["create", "--description", "a"]).fails(1, &unknown).fails(1, hint);
    with_variables(&["create", "--description", "a", "--yes"]).succeeds();
    with_variables(&["ls", "-q"]).succeeds();
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn the_typed_context_name_confirms_a_write() {
    let home = protected_home("my prod");
    let key = home.site.key_id("CI pipeline");
    let question = format!("{} is protected. Type \"my prod\" to ", tenant_host(&home));
    for keys in ["y\n", "prod\n", "MY PROD\n", "\n", "\u{4}"] {
        for (command, action) in WRITE_COMMANDS.iter().filter(|(command, _)| command[0] != "rm") {
            let screen = run_on_terminal(&home, &fill_key(command, &key), keys);
            assert_eq!(screen.code, 1, "{command:?} {keys:?}: {}", screen.text);
            let prompt = format!("{question}{}: ", action.replace("KEY", &key));
            assert!(screen.text.contains(&prompt), "{}", screen.text);
            assert!(screen.text.contains("nothing was done: the answer is not \"my prod\""), "{}", screen.text);
        }
    }
    assert_eq!(home.site.take_requests(), Vec::<String>::new());
    for (command, _) in WRITE_COMMANDS {
        let screen = run_on_terminal(&home, &fill_key(command, &key), "my prod\n");
        assert_eq!(screen.code, 0, "{command:?}: {}", screen.text);
    }
    let changed = run_on_terminal(&home, &["create", "--description", "a", "--yes", "-q"], "");
    assert!(changed.code == 0 && !changed.text.contains("is protected"), "{}", changed.text);
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn rm_asks_once_and_shows_the_description() {
    let home = protected_home("prod");
    let key = home.site.key_id("CI pipeline");
    let question = format!("Delete \"CI pipeline\"? {} is protected. Type \"prod\" to confirm: ", tenant_host(&home));
    for keys in ["y\n", "yes\n", "\n", "\u{4}"] {
        let screen = run_on_terminal(&home, &["rm", &key], keys);
        assert_eq!(screen.code, 1, "{}", screen.text);
        assert!(screen.text.contains(&question) && screen.text.contains("nothing was removed"), "{}", screen.text);
        assert!(!screen.text.contains("[y/N]"), "{}", screen.text);
    }
    assert!(home.site.take_requests().iter().all(|request| request.starts_with("GET ")));
    let screen = run_on_terminal(&home, &["rm", &key], "prod\n");
    assert_eq!(screen.code, 0, "{}", screen.text);
    assert_eq!(screen.text.matches('?').count(), 1, "it asks twice: {}", screen.text);
    assert!(screen.text.ends_with(&format!("deleted API key {key}\n")), "{}", screen.text);
}

#[test]
fn protect_and_unprotect_are_idempotent() {
    let home = protected_home("prod");
    let text = home.read_profile();
    assert!(text.contains("\nprotected = true\n"), "{text}");
    let check = |verb: &str, message: &str| {
        let run = home.run(&["context", verb, "prod"]);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr), (0, "", format!("context \"prod\" {message}\n")));
    };
    check("protect", "was already protected");
    assert_eq!(home.read_profile(), text);
    check("unprotect", "is no longer protected");
    assert_eq!(home.read_profile(), text.replace("protected = true\n", ""));
    check("unprotect", "was not protected");
    assert_eq!(home.run(&["create", "--description", "a"]).code, 0);
    home.run(&["context", "protect", "nope"]).fails(5, "there is no context \"nope\"; existing contexts: prod");
}

#[test]
fn context_ls_and_get_show_protection() {
    let home = TestHome::new();
    home.create_context("dev", &[]);
    home.create_context("prod", &[]);
    let header =
        |format: &str| home.run(&["context", "ls", "-o", format]).succeeds().stdout.lines().next().unwrap().to_owned();
    assert!(!header("table").contains("Protected"), "an empty column");
    assert_eq!(header("csv"), "name,server,current,protected,auth,store,comment,overriddenBy");
    assert!(!home.run(&["context", "get", "prod"]).succeeds().stdout.contains("protected"));
    assert_eq!(home.run(&["context", "protect", "prod"]).code, 0);
    let url = home.site.listener.url();
    assert_eq!(
        home.run(&["context", "ls"]).succeeds().stdout,
        format!(
            "Name  {:wide$}  Current  Protected  Auth     Store  Comment\n\
             dev   {url}  *                   api-key  file\n\
             prod  {url}           *          api-key  file\n",
            "Server",
            wide = url.len()
        )
    );
    let rows = home.run(&["context", "ls", "--json"]).succeeds().json();
    assert_eq!((&rows[0]["protected"], &rows[1]["protected"]), (&json!(false), &json!(true)));
    assert!(home.run(&["context", "get", "prod"]).succeeds().stdout.contains("\nprotected: true\n"));
    assert_eq!(home.run(&["context", "get", "prod", "--json"]).succeeds().json()["protected"], true);
}

#[test]
fn a_protected_context_can_be_changed_and_removed() {
    let home = protected_home("prod");
    let url = home.site.listener.url();
    assert_eq!(home.run(&["context", "update", "prod", "--comment", "the one"]).code, 0);
    home.run(&["context", "update", "prod", "--unset", "protected"]).fails(2, "comment, insecure, ca-file, headers");
    assert_eq!(home.run(&["context", "rename", "prod", "live"]).code, 0);
    home.run(&["create", "--description", "a"]).fails(2, "context \"live\" protects");
    assert_eq!(home.run(&["context", "rm", "live"]).code, 0);
    home.create_context("live", &[]);
    assert!(!home.read_profile().contains("protected"), "{url} is protected by a removed context");
    assert_eq!(home.run(&["create", "--description", "a"]).code, 0);
}

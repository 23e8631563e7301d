//! The destination of a new key's token: a context, a file, a command, or stdout.

use std::path::Path;

use qlik_api_key::demo::{Fault, RequestMatcher, TestUser};

use crate::support::home::TestHome;
#[cfg(unix)]
use crate::support::process::Child;
use crate::support::{CliOutput, EXIT_3, READ_TOKEN, TestSite, assert_private, binary};

const CREATE: [&str; 3] = ["create", "--description", "handed over"];

/// The number of active keys that these tests have created.
fn count_created_keys(site: &TestSite) -> usize {
    site.run(&["ls", "--status", "active", "--json"])
        .json()
        .as_array()
        .unwrap()
        .iter()
        .filter(|key| key["description"] == "handed over")
        .count()
}

/// The token of a key, from the tenant.
fn key_token(site: &TestSite, id: &str) -> String {
    site.listener.tenant().key_token(id).unwrap().to_owned()
}

/// Asserts success and that the token is not on stdout; returns the ID of the key.
#[track_caller]
fn id_without_token(run: &CliOutput) -> String {
    assert_eq!(run.code, 0, "{}", run.stderr);
    let key = run.json();
    assert!(key.get("token").is_none() && !run.stdout.contains("eyJ"), "the token is on stdout");
    key["id"].as_str().unwrap().to_owned()
}

fn create(home: &TestHome, more: &[&str]) -> CliOutput {
    home.command(&[&CREATE[..], more].concat()).envs(home.site.env_vars()).output().unwrap().into()
}

#[test]
fn saves_the_token_to_a_new_or_existing_context() {
    let home = TestHome::new();
    let run = create(&home, &["--save-to", "ci", "--store", "file"]);
    let id = id_without_token(&run);
    assert_eq!(run.stderr, format!("created API key {id}; its token went to context \"ci\" (file)\n"));
    let check = home.run(&["context", "check", "ci", "--json"]).succeeds().json();
    assert_eq!(check["keyId"], id.as_str());
    let next = id_without_token(&create(&home, &["--save-to", "ci"]));
    assert_ne!(next, id);
    assert_eq!(home.run(&["context", "check", "--json"]).succeeds().json()["keyId"], next.as_str());
    assert_eq!(create(&home, &["--save-to", "ci", "-q"]).succeeds().stdout.len(), 33, "the ID alone");
}

#[test]
fn rejects_unusable_destinations_before_sending() {
    let home = TestHome::new();
    let url = home.site.listener.url();
    home.create_context("good", &[]);
    let other = TestSite::new();
    for (name, server, flags) in [
        ("env", url.as_str(), &["--api-key-env", "KEY"][..]),
        ("command", &url, &["--api-key-command", "cat key"]),
        ("other", &other.listener.url(), &["--api-key-env", "KEY"]),
    ] {
        let run = home.run(&[&["context", "create", name, "--server", server], flags].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    let line = ["context", "create", "oauth", "-s", &url, "--oauth-client-id", "a", "--oauth-client-secret-stdin"];
    assert_eq!(home.run_with_stdin(&[&line[..], &["--store", "file"]].concat(), "fake-secret").code, 0);
    home.site.take_requests();
    for (more, code, message) in [
        (&["--save-to", "env"][..], 2, "context \"env\" can't store a secret: its store is env"),
        (&["--save-to", "command"], 2, "context \"command\" can't store a secret: its store is command"),
        (&["--save-to", "other"], 2, "can be stored only for its own tenant"),
        (&["--save-to", "oauth"], 2, "signs in with OAuth, not with an API key"),
        (&["--save-to", "good", "--store", "keyring"], 2, "already uses the store file"),
        (&["--save-to", "a,b", "--store", "file"], 2, "NAME: a name must not contain a comma"),
        (&["--save-to", "new", "--token-only"], 2, "cannot be used with"),
        (&["--store", "file"], 2, "--save-to"),
        (&["--keep-on-failure"], 2, "--exec"),
        (&["--exec", "cat", "--raw"], 2, "--raw prints the whole response with the token"),
        (&["--exec", ""], 2, "--exec"),
        (&["--token-only", "--json"], 2, "--token-only cannot be used with --json"),
        (&["--token-only", "-q"], 2, "--token-only cannot be used with -q"),
        (&["--token-file", "/nowhere/token"], 2, "--token-file: could not create /nowhere/token"),
        (&["--token-file", "/"], 2, "--token-file: could not create /"),
    ] {
        create(&home, more).fails(code, message);
        assert_eq!(home.site.take_requests(), Vec::<String>::new(), "{more:?}");
    }
    #[cfg(unix)] // Windows always has a keyring.
    create(&home, &["--save-to", "new"]).fails(3, "there is no keyring");
    assert_eq!(home.site.take_requests(), Vec::<String>::new());
}

#[test]
fn writes_a_new_file_and_never_overwrites() {
    let home = TestHome::new();
    let path = home.folder.path().join("token");
    let file = path.to_str().unwrap();
    let run = create(&home, &["--token-file", file]);
    let id = id_without_token(&run);
    assert_eq!(run.stderr, format!("created API key {id}; its token went to {file}\n"));
    assert!(std::fs::read_to_string(&path).unwrap() == key_token(&home.site, &id), "another text is in the file");
    assert_private(&path);
    create(&home, &["--token-file", file])
        .fails(2, "--token-file: could not create")
        .fails(2, if cfg!(windows) { "" } else { "File exists" });
    assert_eq!(count_created_keys(&home.site), 1);
    // If the create fails, the new file is removed again.
    let other = home.folder.path().join("other");
    home.site.listener.tenant().fail_when(RequestMatcher::any().method("POST"), 1, Fault::status(400));
    create(&home, &["--token-file", other.to_str().unwrap()]).fails(1, "could not create");
    assert!(!Path::new(&other).exists());
}

#[test]
fn token_only_prints_only_the_token() {
    let site = TestSite::new();
    let run = site.run(&[&CREATE[..], &["--token-only"]].concat()).succeeds();
    let id = site.key_id("handed over");
    assert!(run.stdout == format!("{}\n", key_token(&site, &id)), "stdout is not the token alone");
}

#[cfg(unix)] // Runs a POSIX shell script.
#[test]
fn exec_passes_the_token_on_stdin_without_a_newline() {
    let home = TestHome::new();
    let path = home.folder.path().join("read");
    let line = format!("cat > '{}' && echo 'a secret is set'", path.display());
    let run = create(&home, &["--exec", &line]);
    let id = id_without_token(&run);
    assert!(std::fs::read_to_string(&path).unwrap() == key_token(&home.site, &id), "the command read something else");
    let message = format!("a secret is set\ncreated API key {id}; its token went to the --exec command\n");
    assert_eq!(run.stderr, message);
}

#[test]
fn a_failed_exec_removes_the_key_or_saves_its_token() {
    let home = TestHome::new();
    let failures: &[(&str, &str)] =
        if cfg!(windows) { &[("exit 3", EXIT_3)] } else { &[("exit 3", EXIT_3), ("kill -9 $$", "failed (signal: 9")] };
    for (line, message) in failures {
        let run = create(&home, &["--exec", line]).fails(1, message);
        assert!(run.stderr.contains(" was removed\n"), "{}", run.stderr);
        assert_eq!(count_created_keys(&home.site), 0);
    }
    home.site.listener.tenant().fail_when(RequestMatcher::any().method("DELETE"), 9, Fault::status(403));
    let run = create(&home, &["--exec", "exit 3"]).fails(1, "is unusable, but could not be removed");
    let id = home.site.key_id("handed over");
    assert!(run.stderr.ends_with(&format!("hint: qlik-api-key rm {id}\n")), "{}", run.stderr);
    home.site.listener.tenant().clear_faults();
    assert_eq!(home.site.run(&["rm", &id]).code, 0);
    let run = create(&home, &["--exec", "exit 3", "--keep-on-failure"]).fails(1, "could not be delivered");
    let id = home.site.key_id("handed over");
    let path = home.folder.path().join(".local").join("state").join("qlik").join(format!("rescued-{id}.json"));
    assert!(run.stderr.contains(&format!("it was saved in {}", path.display())), "{}", run.stderr);
    let saved: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(saved["token"] == key_token(&home.site, &id), "the token is lost");
}

#[test]
fn masks_a_printed_token_in_github_actions() {
    let site = TestSite::new();
    let run = |more: &[&str], value: &str| {
        let mut command = binary();
        command.envs(site.env_vars()).env("GITHUB_ACTIONS", value).args([&CREATE[..], more].concat());
        CliOutput::from(command.output().unwrap())
    };
    for (more, value, expected) in [
        (&[][..], "true", true),
        (&["--token-only"], "true", true),
        (&["--raw"], "true", true),
        (&["--json"], "true", true),
        (&["--exec", READ_TOKEN, "--json"], "true", false),
        (&["-q"], "true", false),
        (&[], "false", false),
        (&["--token-only"], "", false),
    ] {
        let run = run(more, value);
        let is_masked = run.stderr.lines().any(|line| {
            line.strip_prefix("::add-mask::").is_some_and(|token| run.stdout.contains(token) && token.len() > 100)
        });
        assert_eq!((run.code, is_masked), (0, expected), "{more:?} {value:?}");
        assert_eq!(run.stderr.contains("eyJ"), expected, "{more:?} {value:?}: the token is on stderr");
    }
}

#[cfg(unix)] // Windows does not tell where stdout goes.
#[test]
fn stdout_may_be_discarded_with_a_destination() {
    let home = TestHome::new();
    let path = home.folder.path().join("token");
    let exit_code = |more: &[&str]| {
        let mut command = home.std_command(&[&CREATE[..], more].concat());
        command.envs(home.site.env_vars()).stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        Child::start(&mut command).wait().code()
    };
    assert_eq!(exit_code(&["--token-only"]), Some(2));
    assert_eq!(exit_code(&["--token-file", path.to_str().unwrap()]), Some(0));
    assert!(path.exists());
}

#[test]
fn a_new_context_keeps_headers_but_no_credentials() {
    let home = TestHome::new();
    let run = home
        .command(&[&CREATE[..], &["--save-to", "new", "--store", "file", "--headers", "X-Team=data"]].concat())
        .envs(home.site.env_vars())
        .output()
        .unwrap();
    id_without_token(&run.into());
    assert!(home.read_profile().contains("headers = { X-Team = \"data\" }"), "{}", home.read_profile());
    let token = home.site.listener.tenant().user_token(TestUser::Admin).to_owned();
    let mut command = home.command(&[&CREATE[..], &["--save-to", "header", "--store", "file"]].concat());
    command.env("QLIK_SERVER", home.site.listener.url());
    let run = command.args(["--headers", &format!("Authorization=Bearer {token}")]).output().unwrap();
    id_without_token(&run.into());
    assert!(!home.read_profile().contains("Authorization"), "a credential is in the profile");
}

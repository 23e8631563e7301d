//! Contexts that hold the same key: a rotation gives the new token to all of them before it removes the old key,
//! whatever other processes do meanwhile and wherever it is killed.

use std::process::Stdio;
use std::time::Duration;

use qlik_api_key::demo::{Fault, KeySpec, RequestMatcher, TestUser};

use crate::support::home::TestHome;
use crate::support::process::{Child, wait_until};
use crate::support::{CliOutput, READ_TOKEN, journal_paths};

/// A home with the contexts "first", "second" and "third", and the ID of the key that all of them hold.
fn home_with_shared_key() -> (TestHome, String) {
    let mut home = TestHome::new();
    let id = add_key(&home, "robot");
    home.token = home.site.listener.tenant().key_token(&id).unwrap().to_owned();
    ["first", "second", "third"].iter().for_each(|name| home.create_context(name, &[]));
    (home, id)
}

fn add_key(home: &TestHome, description: &str) -> String {
    home.site.listener.tenant().add_key(KeySpec::new(description))
}

/// The ID of the key that a context signs in with.
#[track_caller]
fn key_id(home: &TestHome, context: &str) -> String {
    home.run(&["context", "check", context, "--json"]).succeeds().json()["keyId"].as_str().unwrap().to_owned()
}

/// The IDs of the active keys whose description starts with "robot".
fn robot_ids(home: &TestHome) -> Vec<String> {
    let keys = home.site.run(&["ls", "--status", "active", "--json"]).succeeds().json();
    let is_robot = |key: &&serde_json::Value| key["description"].as_str().unwrap().starts_with("robot");
    keys.as_array().unwrap().iter().filter(is_robot).map(|key| key["id"].as_str().unwrap().to_owned()).collect()
}

/// Asserts that these contexts sign in with the only key there is, which is another one than `old`.
#[track_caller]
fn assert_renewed(home: &TestHome, contexts: &[&str], old: &str) {
    let new = key_id(home, contexts[0]);
    contexts.iter().for_each(|context| assert_eq!(key_id(home, context), new, "{context}"));
    assert_eq!((robot_ids(home), new != *old), (vec![new], true));
    assert_eq!(journal(home), "");
}

fn journal_path(home: &TestHome) -> Option<std::path::PathBuf> {
    journal_paths(home.folder.path()).pop()
}

fn journal(home: &TestHome) -> String {
    journal_path(home).map(|path| std::fs::read_to_string(path).unwrap_or_default()).unwrap_or_default()
}

/// Changes the store of a context in the profile, but does not move its secret. There is no keyring.
#[cfg(unix)]
fn set_store(home: &TestHome, context: &str, store: &str) {
    let mut profile: toml_edit::DocumentMut = home.read_profile().parse().unwrap();
    profile["contexts"][context]["store"] = toml_edit::value(store);
    std::fs::write(home.profile_path(), profile.to_string()).unwrap();
}

/// Starts a rotation, and returns it while the tenant delays the response to this request.
fn start_until(home: &TestHome, arguments: &[&str], (method, part): (&str, &str)) -> Child {
    home.site.take_requests();
    let matcher = RequestMatcher::any().method(method).target_contains(part);
    home.site.listener.tenant().fail_when(matcher, 1, Fault::Delay(Duration::from_millis(1500)));
    let child = Child::start(home.std_command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()));
    wait_until("a request", || {
        let tenant = home.site.listener.tenant();
        tenant.requests().iter().any(|logged| logged.request.method == method && logged.request.target.contains(part))
    });
    child
}

const CREATE: (&str, &str) = ("POST", "api-keys");
const SIGN_IN: (&str, &str) = ("GET", "users/me");
const UNMARK: (&str, &str) = ("PATCH", "api-keys");

#[test]
fn a_rotation_updates_all_contexts_with_the_key_and_says_so() {
    let (home, old) = home_with_shared_key();
    let run = home.run(&["--context", "second", "rotate"]);
    let message = "its token went to context \"second\" (file); context \"first\" and context \"third\", which had the \
                   same key, got the new token too; the old key was removed\n";
    assert!(run.code == 0 && run.stderr.ends_with(message), "{}", run.stderr);
    assert_renewed(&home, &["first", "second", "third"], &old);
    // They are updated too if the old key stays for others.
    for more in ["--keep-old", "--overlap=P1D"] {
        let old = key_id(&home, "first");
        assert_eq!(home.run(&["--context", "first", "rotate", "-q", more]).code, 0);
        let new = key_id(&home, "first");
        assert!(new != old && key_id(&home, "third") == new && robot_ids(&home).contains(&old), "{more}");
    }
}

#[test]
fn a_rotation_by_id_updates_contexts_only_if_it_removes_the_old_key() {
    let (mut home, old) = home_with_shared_key();
    home.token = home.site.listener.tenant().user_token(TestUser::Admin).to_owned();
    home.create_context("admin", &[]);
    let rotate = ["--context", "admin", "rotate", &old, "--exec", READ_TOKEN, "-q"];
    assert_eq!(home.run(&rotate).code, 0);
    assert_eq!(key_id(&home, "third"), old);
    let run = home.run(&[&rotate[..], &["--remove-old"]].concat()).succeeds();
    let new = run.stdout.trim_end();
    for context in ["first", "second", "third"] {
        assert_eq!(key_id(&home, context), new);
    }
    assert_eq!(home.site.run(&["get", &old]).code, 5);
}

#[test]
fn follows_what_happens_to_the_other_contexts_meanwhile() {
    for moment in [CREATE, SIGN_IN] {
        let (home, old) = home_with_shared_key();
        home.create_context("fourth", &[]);
        let other = add_key(&home, "mine");
        let token = home.site.listener.tenant().key_token(&other).unwrap().to_owned();
        let child = start_until(&home, &["--context", "first", "rotate"], moment);
        assert_eq!(home.run(&["context", "rename", "second", "renamed"]).code, 0);
        assert_eq!(home.run(&["context", "rm", "third", "--yes"]).code, 0);
        assert_eq!(home.run_with_stdin(&["context", "update", "fourth", "--api-key-stdin"], &token).code, 0);
        home.create_context("new", &[]);
        let run = CliOutput::from(child.output());
        let message = "; context \"renamed\" and context \"new\", which had the same key, got the new token too; ";
        assert!(run.code == 0 && run.stderr.contains(message), "{moment:?}: {}", run.stderr);
        assert_renewed(&home, &["first", "renamed", "new"], &old);
        assert_eq!(key_id(&home, "fourth"), other);
    }
}

#[test]
fn resume_updates_all_contexts_after_a_kill() {
    for moment in [CREATE, SIGN_IN, UNMARK, ("DELETE", "api-keys")] {
        let (home, old) = home_with_shared_key();
        start_until(&home, &["--context", "first", "rotate"], moment).kill();
        // The key of every context works at any time.
        let ids = ["first", "second", "third"].map(|context| key_id(&home, context));
        assert!(ids.iter().all(|id| *id == old || robot_ids(&home).contains(id)));
        let run = home.run(&["--context", "third", "rotate", "--resume", "-q"]);
        assert_eq!(run.code, 0, "{moment:?}: {}", run.stderr);
        let new = key_id(&home, "first");
        assert_eq!(new == old, moment == CREATE, "{moment:?}");
        for context in ["second", "third"] {
            assert_eq!(key_id(&home, context), new, "{moment:?}");
        }
        assert_eq!((robot_ids(&home), journal(&home).as_str()), (vec![new], ""), "{moment:?}");
    }
}

/// The kill may come before the other contexts were updated.
#[test]
fn resume_updates_a_context_that_still_has_the_old_key() {
    for step in ["in-place", "handing-over"] {
        let (home, old) = home_with_shared_key();
        start_until(&home, &["--context", "first", "rotate"], UNMARK).kill();
        let journal = journal(&home);
        assert!(journal.contains("\"second\",\n      \"third\"\n"), "{journal}");
        std::fs::write(journal_path(&home).unwrap(), journal.replace("in-place", step)).unwrap();
        assert_eq!(
            home.run_with_stdin(&["context", "update", "third", "--api-key-stdin"], &home.token).code,
            0,
            "{step}"
        );
        assert_eq!(home.run(&["context", "rename", "first", "renamed"]).code, 0);
        let run = home.run(&["--context", "second", "rotate", "--resume"]);
        let message = "; context \"third\", which had the same key, got the new token too\n";
        assert!(run.code == 0 && run.stderr.ends_with(message), "{}", run.stderr);
        assert_renewed(&home, &["renamed", "second", "third"], &old);
    }
}

#[cfg(unix)] // Windows always has a keyring.
#[test]
fn keeps_the_old_key_while_a_context_that_had_it_cannot_be_read() {
    let (home, old) = home_with_shared_key();
    start_until(&home, &["--context", "first", "rotate"], UNMARK).kill();
    set_store(&home, "third", "keyring");
    let run = home.run(&["--context", "second", "rotate", "--resume"]);
    let message =
        format!(" is in use, but context \"third\" could not be updated, so the old key {old} was kept\ncaused by: ");
    let hint = "hint: qlik-api-key rotate --resume; or qlik-api-key --context third rotate\n";
    assert!(run.code == 8 && run.stderr.contains(&message) && run.stderr.ends_with(hint), "{}", run.stderr);
    assert!(robot_ids(&home).contains(&old));
    set_store(&home, "third", "file");
    assert_eq!(home.run(&["--context", "second", "rotate", "--resume"]).code, 0);
    assert_renewed(&home, &["first", "second", "third"], &old);
}

/// A key in a keyring that can't be read may be another one, so it does not stop the rotation.
#[cfg(unix)] // Windows always has a keyring.
#[test]
fn warns_of_a_context_that_may_have_the_key() {
    let (home, old) = home_with_shared_key();
    set_store(&home, "third", "keyring");
    let run = home.run(&["--context", "first", "rotate"]);
    let warning = "warning: if context \"third\" has the same key, it does not get the new one: ";
    assert!(run.code == 0 && run.stderr.starts_with(warning), "{}", run.stderr);
    assert_renewed(&home, &["first", "second"], &old);
}

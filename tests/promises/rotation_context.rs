//! A rotation follows its context, whatever other processes do to the profile while it is under way.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use qlik_api_key::demo::{Fault, KeySpec, RequestMatcher};

use crate::support::home::TestHome;
use crate::support::process::{Child, wait_until};
use crate::support::{CliOutput, TestSite, journal_paths, list_files, quoted};

/// A home with a context "prod", another one "other" with the same key, and the ID of the key.
fn home_with_contexts() -> (TestHome, String) {
    let mut home = TestHome::new();
    let id = {
        let mut tenant = home.site.listener.tenant();
        let id = tenant.add_key(KeySpec::new("robot"));
        home.token = tenant.key_token(&id).unwrap().to_owned();
        id
    };
    home.create_context("other", &[]);
    home.create_context("prod", &[]);
    (home, id)
}

/// The IDs of the active keys whose description starts with "robot".
fn robot_ids(site: &TestSite) -> Vec<String> {
    let keys = site.run(&["ls", "--status", "active", "--json"]).succeeds().json();
    let is_robot = |key: &&serde_json::Value| key["description"].as_str().unwrap().starts_with("robot");
    keys.as_array().unwrap().iter().filter(is_robot).map(|key| key["id"].as_str().unwrap().to_owned()).collect()
}

/// The ID of the key that a context signs in with.
#[track_caller]
fn key_id(home: &TestHome, context: &str) -> String {
    home.run(&["context", "check", context, "--json"]).succeeds().json()["keyId"].as_str().unwrap().to_owned()
}

fn secrets(home: &TestHome) -> String {
    std::fs::read_to_string(home.profile_path().with_file_name("credentials.toml")).unwrap()
}

/// Delays the response to the first matching request.
fn delay(home: &TestHome, method: &str, part: &str) {
    let matcher = RequestMatcher::any().method(method).target_contains(part);
    home.site.listener.tenant().fail_when(matcher, 1, Fault::Delay(Duration::from_secs(2)));
}

/// Waits until the tenant has received a request.
fn wait_for_request(home: &TestHome, method: &str, part: &str) {
    wait_until("a request", || {
        let tenant = home.site.listener.tenant();
        tenant.requests().iter().any(|logged| logged.request.method == method && logged.request.target.contains(part))
    });
}

/// Runs the program, and `change` while the tenant delays the response to this request.
fn run_with_change(
    home: &TestHome,
    arguments: &[&str],
    (method, part): (&str, &str),
    change: impl FnOnce(&TestHome),
) -> CliOutput {
    home.site.take_requests();
    delay(home, method, part);
    let mut command = home.std_command(arguments);
    let child = Child::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()));
    wait_for_request(home, method, part);
    change(home);
    child.output().into()
}

const CREATE: (&str, &str) = ("POST", "api-keys");
const SIGN_IN: (&str, &str) = ("GET", "users/me");

#[test]
fn follows_a_renamed_context() {
    for moment in [CREATE, SIGN_IN] {
        let (home, old) = home_with_contexts();
        let rename = |home: &TestHome| assert_eq!(home.run(&["context", "rename", "prod", "live"]).code, 0);
        let run = run_with_change(&home, &["--context", "prod", "rotate"], moment, rename);
        assert_eq!(run.code, 0, "{moment:?}: {}", run.stderr);
        assert!(run.stderr.contains("its token went to context \"live\" (file)"), "{}", run.stderr);
        let new = key_id(&home, "live");
        assert!(new != old && robot_ids(&home.site) == [new], "{moment:?}");
        assert_eq!(secrets(&home).lines().count(), 2, "{moment:?}: an old or pending secret is left");
        assert!(!secrets(&home).contains("prod"), "{moment:?}");
    }
}

#[test]
fn undoes_a_rotation_whose_context_is_removed_or_gets_another_secret() {
    for moment in [CREATE, SIGN_IN] {
        for case in ["rm", "another secret", "another context of this name"] {
            let (home, old) = home_with_contexts();
            let other = home.site.listener.tenant().add_key(KeySpec::new("mine"));
            let token = home.site.listener.tenant().key_token(&other).unwrap().to_owned();
            let url = home.site.listener.url();
            let change = |home: &TestHome| {
                if case != "another secret" {
                    assert_eq!(home.run(&["context", "rm", "prod"]).code, 0);
                }
                let create = ["context", "create", "prod", "-s", &url, "--api-key-stdin", "--store", "file"];
                let update = ["context", "update", "prod", "--api-key-stdin"];
                match case {
                    "another secret" => assert_eq!(home.run_with_stdin(&update, &token).code, 0),
                    "another context of this name" => assert_eq!(home.run_with_stdin(&create, &token).code, 0),
                    _ => {}
                }
            };
            let run = run_with_change(&home, &["--context", "prod", "rotate"], moment, change);
            let run = run.fails(1, "context \"prod\" was changed or removed by another process in the meantime");
            let end = format!(" was removed, and {old} is unchanged\n");
            assert!(run.stderr.contains(&end), "{case}: {}", run.stderr);
            assert_eq!((robot_ids(&home.site), key_id(&home, "other")), (vec![old.clone()], old), "{case}");
            if case != "rm" {
                assert_eq!(key_id(&home, "prod"), other, "{case}");
            }
            assert_eq!(home.run(&["rotate", "--context", "other", "--resume"]).stderr, "there is nothing to finish\n");
            assert!(!secrets(&home).contains(" next"), "{case}: a pending secret is left");
        }
    }
}

#[test]
fn create_follows_the_context_that_it_saves_to() {
    let create = ["--context", "other", "create", "--description", "robot", "--save-to", "prod"];
    let (home, old) = home_with_contexts();
    let rename = |home: &TestHome| assert_eq!(home.run(&["context", "rename", "prod", "live"]).code, 0);
    let run = run_with_change(&home, &create, CREATE, rename);
    assert!(run.code == 0 && run.stderr.contains("its token went to context \"live\""), "{}", run.stderr);
    assert_eq!(key_id(&home, "live"), run.json()["id"].as_str().unwrap());
    assert_eq!(robot_ids(&home.site).len(), 2);

    let (home, _) = home_with_contexts();
    let remove = |home: &TestHome| assert_eq!(home.run(&["context", "rm", "prod"]).code, 0);
    let run = run_with_change(&home, &create, CREATE, remove).fails(1, "was changed or removed by another process");
    assert!(run.stderr.contains("; the new API key ") && run.stderr.contains(" was removed\n"), "{}", run.stderr);
    assert_eq!(robot_ids(&home.site).len(), 1, "{old}");
    assert_eq!(secrets(&home).lines().count(), 1);
}

/// Starts a rotation and kills it while the tenant delays the response to this request.
fn kill_at(home: &TestHome, arguments: &[&str], (method, part): (&str, &str), folder: &Path) {
    home.site.take_requests();
    delay(home, method, part);
    let mut command = home.std_command(arguments);
    let child = Child::start(command.current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null()));
    wait_for_request(home, method, part);
    child.kill();
}

/// Gives a command a folder for state of its own.
fn in_state_folder(mut command: assert_cmd::Command, folder: &Path) -> assert_cmd::Command {
    command.env("XDG_STATE_HOME", folder).env("LOCALAPPDATA", folder);
    command
}

/// Replaces a text in the journal.
fn edit_journal(home: &TestHome, from: &str, to: &str) {
    let journal = &journal_paths(home.folder.path())[0];
    let text = std::fs::read_to_string(journal).unwrap();
    std::fs::write(journal, text.replace(from, to)).unwrap();
}

#[test]
fn resume_undoes_a_killed_rotation_whose_context_changed() {
    for case in ["rename", "rm", "another secret"] {
        let (home, old) = home_with_contexts();
        kill_at(&home, &["--context", "prod", "rotate"], SIGN_IN, home.folder.path());
        let other = home.site.listener.tenant().add_key(KeySpec::new("mine"));
        let token = home.site.listener.tenant().key_token(&other).unwrap().to_owned();
        let change = match case {
            "rename" => home.run(&["context", "rename", "prod", "live"]),
            "rm" => home.run(&["context", "rm", "prod"]),
            _ => home.run_with_stdin(&["context", "update", "prod", "--api-key-stdin"], &token),
        };
        assert_eq!(change.code, 0, "{case}: {}", change.stderr);
        let run = home.run(&["--context", "other", "rotate", "--resume"]);
        assert_eq!(run.code, i32::from(case == "another secret"), "{case}: {}", run.stderr);
        assert_eq!((robot_ids(&home.site), key_id(&home, "other")), (vec![old], key_id(&home, "other")), "{case}");
        assert!(!secrets(&home).contains(" next"), "{case}: a pending secret is left");
        if case == "another secret" {
            assert_eq!(key_id(&home, "prod"), other);
        }
    }
}

#[test]
fn resume_recognizes_a_token_in_a_context_that_was_renamed_since() {
    // Another context may have the old name by now.
    for has_successor in [false, true] {
        let (home, old) = home_with_contexts();
        kill_at(&home, &["--context", "prod", "rotate"], ("PATCH", "api-keys"), home.folder.path());
        // The kill may come before the journal says that the token is in place.
        edit_journal(&home, "in-place", "handing-over");
        assert_eq!(home.run(&["context", "rename", "prod", "live"]).code, 0);
        if has_successor {
            home.create_context("prod", &[]);
        }
        let run = home.run(&["--context", "live", "rotate", "--resume"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let new = key_id(&home, "live");
        assert!(new != old && robot_ids(&home.site) == [new]);
    }
}

#[test]
fn resume_with_another_profile_or_from_another_folder_removes_nothing() {
    // Another profile: the rotation is reported and stays open.
    let (home, old) = home_with_contexts();
    kill_at(&home, &["--context", "prod", "rotate"], SIGN_IN, home.folder.path());
    let before = robot_ids(&home.site);
    assert_eq!(before.len(), 2);
    let other = home.folder.path().join("elsewhere/contexts.toml");
    let other = other.to_str().unwrap();
    let url = home.site.listener.url();
    let create = ["--config", other, "context", "create", "x", "-s", &url, "--api-key-stdin", "--store", "file"];
    assert_eq!(home.run_with_stdin(&create, &home.token).code, 0);
    let run = home.run(&["--config", other, "rotate", "--resume"]).fails(1, "began with another profile, ");
    let hint =
        format!("hint: qlik-api-key --config {} rotate --resume\n", quoted(home.profile_path().to_str().unwrap()));
    assert!(run.stderr.ends_with(&hint), "{}", run.stderr);
    assert_eq!(robot_ids(&home.site), before);
    // Another folder, with the same profile by another path.
    let mut command = home.command(&["--config", "contexts.toml", "--context", "prod", "rotate", "--resume"]);
    let run = CliOutput::from(command.current_dir(home.profile_path().parent().unwrap()).output().unwrap());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.starts_with(&format!("finished the rotation of {old}; ")), "{}", run.stderr);
    assert_eq!(robot_ids(&home.site), [key_id(&home, "prod")]);
}

#[test]
fn resume_finds_a_token_file_from_another_folder_and_keeps_a_key_whose_file_was_moved() {
    for moved in [false, true] {
        let (home, _) = home_with_contexts();
        let old = home.site.key_id("CI pipeline");
        let folder = home.folder.path().join("work");
        std::fs::create_dir(&folder).unwrap();
        let rotate = ["--context", "other", "rotate", &old, "--token-file", "token"];
        kill_at(&home, &rotate, ("PATCH", "api-keys"), &folder);
        edit_journal(&home, "in-place", "handing-over");
        let token = std::fs::read_to_string(folder.join("token")).unwrap();
        assert!(!token.is_empty());
        if moved {
            std::fs::rename(folder.join("token"), home.folder.path().join("moved")).unwrap();
        }
        let run = home.run(&["--context", "other", "rotate", "--resume"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(run.stderr.contains("so both keys were kept"), moved, "{}", run.stderr);
        let accepted =
            home.command(&["ls"]).env("QLIK_SERVER", home.site.listener.url()).env("QLIK_API_KEY", token).output();
        assert!(accepted.unwrap().status.success(), "the new key was removed");
        let keys = home.site.run(&["ls", "--status", "active", "--json"]).succeeds();
        assert!(!keys.stdout.contains("[rotation "), "{}", keys.stdout);
    }
}

/// The new key of an unfinished rotation may be replaced by a rotation with another state folder, which does not know of
/// the first one. That is no reason to keep the old key.
#[test]
fn resume_removes_the_old_key_if_another_rotation_replaced_the_new_one_since() {
    let (home, _) = home_with_contexts();
    let unstored = home.site.key_id("CI pipeline");
    for (old, context, more) in [
        (key_id(&home, "prod"), "prod", &[][..]),
        (unstored.clone(), "new", &[&unstored, "--save-to", "new", "--store", "file", "--remove-old"]),
    ] {
        home.site.listener.tenant().fail_when(RequestMatcher::any().method("PATCH"), 1, Fault::status(500));
        let run = home.run(&[&["--context", "prod", "rotate"], more].concat());
        assert_eq!(run.code, 8, "{}", run.stderr);
        let command = home.command(&["--context", context, "rotate", "-q"]);
        let run = CliOutput::from(in_state_folder(command, &home.folder.path().join("state")).output().unwrap());
        assert_eq!(run.code, 0, "{}", run.stderr);
        let run = home.run(&["--context", context, "rotate", "--resume"]);
        assert!(run.code == 0 && run.stderr.ends_with("; the old key was removed\n"), "{}", run.stderr);
        home.site.run(&["get", &old]).fails(5, "");
        assert_ne!(key_id(&home, context), old);
    }
}

/// As above, if the first rotation was killed before it recorded that the token is in place.
#[test]
fn resume_removes_the_old_key_if_a_new_key_whose_place_was_not_recorded_was_replaced() {
    // The old key stays if the new one was not in place, or if the rotation has begun to undo itself.
    for (step, action, keeps) in
        [("handing-over", "remove", false), ("stored", "remove", true), ("handing-over", "keep", true)]
    {
        let (home, old) = home_with_contexts();
        assert_eq!(home.run(&["context", "rm", "other"]).code, 0);
        kill_at(&home, &["--context", "prod", "rotate"], ("PATCH", "api-keys"), home.folder.path());
        edit_journal(&home, "in-place", step);
        edit_journal(&home, "\"fate\": \"remove\"", &format!("\"fate\": \"{action}\""));
        let command = home.command(&["--context", "prod", "rotate", "-q"]);
        let run = CliOutput::from(in_state_folder(command, &home.folder.path().join("state")).output().unwrap());
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(home.run(&["--context", "prod", "rotate", "--resume", "-q"]).succeeds().stdout, "");
        let mut expected = vec![key_id(&home, "prod")];
        if keeps {
            expected.push(old);
        }
        let mut active = robot_ids(&home.site);
        expected.sort();
        active.sort();
        assert_eq!(active, expected);
    }
}

/// The rotation waits for the lock of the store, and is killed when the profile contains the new context.
#[test]
fn resume_removes_a_new_context_whose_token_was_not_stored() {
    for has_other_secret in [false, true] {
        let (home, _) = home_with_contexts();
        let old = home.site.key_id("CI pipeline");
        delay(&home, "GET", "users/me");
        let rotate = ["--context", "other", "rotate", &old, "--save-to", "new", "--store", "file", "--remove-old"];
        let child = Child::start(home.std_command(&rotate).stdout(Stdio::null()).stderr(Stdio::null()));
        wait_for_request(&home, "GET", "users/me");
        let lock = std::fs::File::create(home.profile_path().with_file_name("credentials.toml.lock")).unwrap();
        lock.lock().unwrap();
        wait_until("the new context", || home.read_profile().contains("[contexts.new]"));
        child.kill();
        drop(lock);
        if has_other_secret {
            assert_eq!(home.run_with_stdin(&["context", "update", "new", "--api-key-stdin"], &home.token).code, 0);
        }
        let run = home.run(&["--context", "other", "rotate", "--resume"]);
        assert!(run.code == 0 && run.stderr.contains("its token was lost, so the new key "), "{}", run.stderr);
        assert_eq!(home.read_profile().contains("[contexts.new]"), has_other_secret);
        assert_eq!(home.site.run(&["get", &old]).succeeds().json()["status"], "active");
        let keys = home.site.run(&["ls", "--status", "active", "--json"]).succeeds();
        assert!(!keys.stdout.contains("[rotation "), "{}", keys.stdout);
    }
}

#[test]
fn rotations_with_two_state_folders_take_turns() {
    let (home, _) = home_with_contexts();
    assert_eq!(home.run(&["context", "rm", "other"]).code, 0);
    std::thread::scope(|scope| {
        for number in 0..4 {
            let home = &home;
            scope.spawn(move || {
                let state = home.folder.path().join(format!("state-{number}"));
                let command = home.command(&["--context", "prod", "rotate", "-q"]);
                let run = CliOutput::from(in_state_folder(command, &state).output().unwrap());
                assert_eq!(run.code, 0, "{}", run.stderr);
            });
        }
    });
    assert_eq!(robot_ids(&home.site), [key_id(&home, "prod")]);
    let files = list_files(home.profile_path().parent().unwrap());
    assert_eq!(files.len(), 2, "a lock file is left");
}

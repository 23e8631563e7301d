//! Rotations whose files can't grow: nothing changes.

use std::path::PathBuf;

use qlik_api_key::demo::{Fault, RequestMatcher};

use super::rotation_faults::{robot_ids, sign_in_key_id};
use crate::support::home::TestHome;
use crate::support::{CliOutput, isolated_in, process, shell, state_files};

/// The limit for the size of files, as `ulimit -f` counts it, and in bytes.
const LIMIT: (&str, usize) = ("8", 4096);

/// Rotates the key of the context while no file can grow over a limit.
fn rotate_with_limit(home: &TestHome, blocks: &str, more: &str) -> CliOutput {
    let program = assert_cmd::cargo::cargo_bin!("qlik-api-key");
    let script = format!("ulimit -f {blocks}; exec '{}' rotate -q {more}", program.display());
    process::output(&mut isolated_in(home.folder.path(), shell(&script))).into()
}

/// Asserts that a rotation with limited files changed nothing.
#[track_caller]
fn assert_unchanged(home: &TestHome, old: &str) {
    assert_eq!((sign_in_key_id(home), robot_ids(home)), (old.to_owned(), vec![old.to_owned()]));
    assert_eq!(state_files(home.folder.path()), Vec::<PathBuf>::new());
    assert_eq!(home.run(&["rotate", "--resume"]).stderr, "there is nothing to finish\n");
}

#[test]
fn a_journal_that_cannot_be_written_sends_no_create() {
    let (home, old) = TestHome::with_robot_context();
    home.site.take_requests();
    rotate_with_limit(&home, "0", "").fails(1, "could not write the rotation journal\ncaused by: File too large");
    assert!(home.site.take_requests().iter().all(|request| request.starts_with("GET ")));
    assert_unchanged(&home, &old);
}

#[test]
fn a_journal_that_cannot_grow_after_the_create_removes_the_new_key() {
    let (home, old) = TestHome::with_robot_context();
    home.site.listener.tenant().fail_when(RequestMatcher::any().method("POST"), 1, Fault::DropRequest);
    home.run(&["rotate", "--description", "robot"]).fails(9, "a key may exist");
    let length = std::fs::read(&state_files(home.folder.path())[0]).unwrap().len();
    assert_eq!(home.run(&["rotate", "--resume"]).code, 0);
    // The ID of the new key does not fit.
    let description = format!("robot{}", "x".repeat(LIMIT.1 - length - 10));
    let run = rotate_with_limit(&home, LIMIT.0, &format!("--description {description}"));
    let run = run.fails(1, "could not write the rotation journal; the new key ");
    assert!(run.stderr.contains(&format!(" was removed, and {old} is unchanged\n")), "{}", run.stderr);
    assert_unchanged(&home, &old);
}

#[test]
fn a_store_that_cannot_grow_removes_the_new_key() {
    let (home, old) = TestHome::with_robot_context();
    let path = home.profile_path().with_file_name("credentials.toml");
    let mut secrets = std::fs::read_to_string(&path).unwrap();
    secrets.push_str(&format!("#{}\n", "x".repeat(LIMIT.1 - secrets.len() - 10)));
    std::fs::write(&path, &secrets).unwrap();
    let run = rotate_with_limit(&home, LIMIT.0, "").fails(3, "could not write ");
    assert!(run.stderr.contains(&format!(" was removed, and {old} is unchanged\n")), "{}", run.stderr);
    assert!(std::fs::read_to_string(&path).unwrap() == secrets, "the store changed");
    assert_unchanged(&home, &old);
    let run = rotate_with_limit(&home, LIMIT.0, "--save-to new --store file");
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(!home.read_profile().contains("[contexts.new]"), "a context without a secret is left");
    assert_unchanged(&home, &old);
}

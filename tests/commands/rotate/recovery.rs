//! Failed and interrupted rotations, and the journal.

use qlik_api_key::demo::{Fault, KeySpec, RequestMatcher};

use super::{active_ids, home_with_context, journal_files, sign_in_key_id, take_requests};
use crate::support::home::TestHome;
use crate::support::{CliOutput, EXIT_3, state_folder};

#[test]
fn retries_the_verification_and_undoes_a_key_that_fails_it() {
    let (home, old) = home_with_context();
    home.site.listener.tenant().fail_when(RequestMatcher::any().target_contains("users/me"), 1, Fault::status(401));
    assert_eq!(home.run(&["rotate"]).code, 0);
    let new = sign_in_key_id(&home);
    assert_ne!(new, old);
    home.site.listener.tenant().fail_when(RequestMatcher::any().target_contains("users/me"), 1, Fault::status(403));
    let run = home.run(&["rotate"]).fails(4, "could not sign in with the new API key; the new key ");
    assert!(run.stderr.contains(&format!(" was removed, and {new} is unchanged\n")), "{}", run.stderr);
    assert_eq!(
        (sign_in_key_id(&home), active_ids(&home, "robot"), journal_files(&home)),
        (new.clone(), vec![new], Vec::new())
    );
}

#[test]
fn a_failed_exec_undoes_the_rotation() {
    let (home, _) = home_with_context();
    let old = home.site.key_id("CI pipeline");
    let run = home.run(&["rotate", &old, "--exec", "exit 3", "--remove-old"]).fails(1, EXIT_3);
    assert!(run.stderr.contains(&format!("was removed, and {old} is unchanged")), "{}", run.stderr);
    assert_eq!((active_ids(&home, "CI pipeline"), journal_files(&home)), (vec![old.clone()], Vec::new()));
    let run = home.run(&["rotate", &old, "--exec", "exit 3", "--remove-old", "--keep-on-failure"]);
    run.fails(1, "could not be delivered to the --exec command; it was saved in ");
    assert_eq!(active_ids(&home, "CI pipeline").len(), 2);
}

#[test]
fn resume_removes_an_old_key_that_could_not_be_removed() {
    let (home, old) = home_with_context();
    home.site.listener.tenant().fail_when(RequestMatcher::any().method("DELETE"), 2, Fault::status(403));
    let run = home.run(&["rotate"]).fails(8, "is in use, but the old key");
    assert!(run.stderr.ends_with("hint: qlik-api-key rotate --resume\n"), "{}", run.stderr);
    let new = sign_in_key_id(&home);
    assert_ne!(new, old);
    // A pending removal does not stop later rotations.
    let run = home.run(&["rotate", "--if-expires-within", "P1D"]);
    assert!(run.code == 0 && run.stderr.starts_with("warning: API key "), "{}", run.stderr);
    assert_eq!(
        home.run(&["rotate", "--resume"]).stderr,
        format!("{new} replaced API key {old}; the old key was removed\n")
    );
    assert_eq!((active_ids(&home, "robot"), journal_files(&home)), (vec![new], Vec::new()));
}

#[test]
fn the_next_run_undoes_a_create_of_unknown_outcome() {
    for (fault, message) in [(Fault::DropResponse, " was removed\n"), (Fault::DropRequest, "no new key was found\n")] {
        let (home, old) = home_with_context();
        // A key with the same description that existed before is not an orphan.
        let other = home.site.listener.tenant().add_key(KeySpec::new("robot"));
        home.site.listener.tenant().fail_when(RequestMatcher::any().method("POST"), 1, fault);
        let run = home.run(&["rotate"]).fails(9, "a key may exist");
        assert!(run.stderr.ends_with("hint: qlik-api-key rotate --resume (it removes the key if it was created)\n"));
        let run = home.run(&["rotate", "--resume"]);
        assert!(run.code == 0 && run.stderr.starts_with(&format!("undid the rotation of {old}: ")), "{}", run.stderr);
        assert!(run.stderr.ends_with(message), "{}", run.stderr);
        let mut remaining = active_ids(&home, "robot");
        remaining.sort();
        let mut expected = vec![old.clone(), other];
        expected.sort();
        assert_eq!((remaining, sign_in_key_id(&home), journal_files(&home)), (expected, old, Vec::new()));
    }
}

#[test]
fn concurrent_rotations_take_turns() {
    let (home, _) = home_with_context();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(home.run(&["rotate", "-q"]).code, 0));
        }
    });
    assert_eq!((active_ids(&home, "robot"), journal_files(&home)), (vec![sign_in_key_id(&home)], Vec::new()));
}

#[cfg(unix)] // Needs /dev/full.
#[test]
fn saves_an_unprinted_token_and_keeps_both_keys() {
    use crate::support::process;
    let (home, _) = home_with_context();
    let old = home.site.key_id("CI pipeline");
    let mut command = home.std_command(&["rotate", &old, "--remove-old"]);
    command.stdout(std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    let output = process::Child::start(command.stderr(std::process::Stdio::piped())).output();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && stderr.contains("it was saved in "), "{stderr}");
    assert_eq!(active_ids(&home, "CI pipeline").len(), 2);
    let run = home.run(&["rotate", "--resume"]);
    assert!(
        run.stderr.contains("so both keys were kept; if the token did not arrive: qlik-api-key rm "),
        "{}",
        run.stderr
    );
    assert_eq!(home.run(&["rotate", "--resume"]).stderr, "there is nothing to finish\n");
}

#[test]
fn sends_nothing_without_a_usable_journal() {
    let home = TestHome::new();
    let url = home.site.listener.url();
    let mut command = home.command(&["rotate", "some-id", "--token-only"]);
    // The folder for state would be in a file.
    let file = home.folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    command.envs(home.site.env_vars()).env("XDG_STATE_HOME", &file).env("LOCALAPPDATA", &file);
    CliOutput::from(command.output().unwrap()).fails(1, "could not lock ");
    std::fs::create_dir_all(state_folder(home.folder.path())).unwrap();
    let name: String = url.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let path = state_folder(home.folder.path()).join(format!("rotations-{name}.json"));
    std::fs::write(&path, "[{]").unwrap();
    let mut command = home.command(&["rotate", "some-id", "--token-only"]);
    let run = CliOutput::from(command.envs(home.site.env_vars()).output().unwrap()).fails(1, "could not read ");
    assert!(
        run.stderr.contains("line 1 column 3") && run.stderr.contains("hint: finish the rotations in the file"),
        "{}",
        run.stderr
    );
    assert_eq!(take_requests(&home), Vec::<String>::new());
}

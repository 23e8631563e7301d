//! The journal of rotations, and the files of tokens that could not be delivered.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use qlik_api_key::context::Server;
use qlik_api_key::demo::{Fault, KeySpec, RequestMatcher};

use super::{Danger, run_without_context, snapshot};
use crate::support::CliOutput;
use crate::support::home::TestHome;
use crate::support::other_user::{give_away, is_root, set_mode};
use crate::support::process;

/// A home with a context "prod" and an empty folder for state.
fn home_with_context() -> TestHome {
    let mut home = TestHome::new();
    {
        let mut tenant = home.site.listener.tenant();
        let id = tenant.add_key(KeySpec::new("robot"));
        home.token = tenant.key_token(&id).unwrap().to_owned();
    }
    home.create_context("prod", &[]);
    fs::create_dir_all(state_folder(&home)).unwrap();
    home
}

fn state_folder(home: &TestHome) -> PathBuf {
    home.folder.path().join(".local/state/qlik")
}

fn journal_path(home: &TestHome) -> PathBuf {
    let server = Server::parse(&home.site.listener.url()).unwrap();
    state_folder(home).join(format!("rotations-{}.json", server.file_name()))
}

/// The number of active keys whose description starts with "robot".
fn count_robot_keys(home: &TestHome) -> usize {
    let keys = home.site.run(&["ls", "--status", "active", "--json"]).succeeds().json();
    let keys = keys.as_array().unwrap();
    keys.iter().filter(|key| key["description"].as_str().unwrap().starts_with("robot")).count()
}

/// A home whose journal has a rotation with an unknown new key, which recovery would remove.
fn home_with_interrupted_rotation() -> TestHome {
    let home = home_with_context();
    let matcher = RequestMatcher::any().method("POST");
    home.site.listener.tenant().fail_when(matcher, 1, Fault::DropResponse);
    home.run(&["rotate"]).fails(9, "a key may exist");
    assert_eq!(count_robot_keys(&home), 2);
    home.site.take_requests();
    home
}

const RECOVERIES: [&[&str]; 3] = [&["rotate", "--resume"], &["rotate", "--finish"], &["rotate"]];

#[test]
fn a_link_in_place_of_the_journal_is_not_believed() {
    let home = home_with_interrupted_rotation();
    let (journal, target) = (journal_path(&home), home.folder.path().join("target"));
    fs::rename(&journal, &target).unwrap();
    symlink(&target, &journal).unwrap();
    let text = fs::read(&target).unwrap();
    for arguments in RECOVERIES {
        home.run(arguments).fails(1, &format!("error: could not read {}\n", journal.display())).fails(1, "\nhint: ");
        assert_eq!(home.site.take_requests(), Vec::<String>::new(), "{arguments:?}");
        assert!(journal.is_symlink() && fs::read(&target).unwrap() == text, "{arguments:?}");
    }
}

#[test]
fn a_link_in_place_of_a_lock_is_not_followed() {
    let home = home_with_context();
    let (lock, target) = (journal_path(&home).with_extension("json.lock"), home.folder.path().join("target"));
    symlink(&target, &lock).unwrap();
    home.run(&["rotate"]).fails(1, "error: could not lock ").fails(1, "is not a regular file");
    assert_eq!((home.site.take_requests(), target.exists()), (Vec::new(), false));
}

#[test]
fn a_link_in_place_of_a_temporary_file_is_removed() {
    let home = home_with_context();
    let (link, target) = (journal_path(&home).with_extension("json.tmp"), home.folder.path().join("target"));
    fs::write(&target, "mine").unwrap();
    symlink(&target, &link).unwrap();
    let run = home.run(&["rotate"]);
    assert_eq!((run.code, link.is_symlink()), (0, false), "{}", run.stderr);
    assert_eq!(fs::read_to_string(target).unwrap(), "mine");
}

#[test]
fn a_token_is_not_saved_through_a_link() {
    for target_exists in [true, false] {
        let home = home_with_context();
        let (path, target) = (state_folder(&home).join("rescued-k1.json"), home.folder.path().join("target"));
        if target_exists {
            fs::write(&target, "mine").unwrap();
        }
        symlink(&target, &path).unwrap();
        home.site.stub_create_response(201, r#"{"id":"k1","token":"fake-token","description":"x"}"#);
        let mut command = home.std_command(&["create", "--description", "x"]);
        command.stdout(fs::File::options().write(true).open("/dev/full").unwrap());
        command.stderr(std::process::Stdio::piped());
        let run = CliOutput::from(process::Child::start(&mut command).output());
        run.fails(1, &format!("saved in {}\n", path.display()));
        assert_eq!((path.is_symlink(), target.exists()), (false, target_exists), "the link was not replaced");
        assert!(fs::read_to_string(&path).unwrap().contains("fake-token"), "the token is lost");
        if target_exists {
            assert_eq!(fs::read_to_string(target).unwrap(), "mine");
        }
    }
}

#[test]
fn a_folder_that_other_users_can_change_is_an_error_before_anything_is_sent() {
    let commands: [&[&str]; 7] = [
        &["rotate"],
        &["rotate", "--resume"],
        &["rotate", "--finish"],
        &["create", "--description", "x"],
        &["create", "--description", "x", "--save-to", "prod", "--yes"],
        &["create", "--description", "x", "--token-file", "token"],
        &["create", "--description", "x", "--exec", "touch executed"],
    ];
    for &danger in Danger::all() {
        for name in [".local/state/qlik", ".local/state", ".local"] {
            let home = home_with_context();
            let folder = home.folder.path().join(name);
            danger.apply(&folder);
            let before = snapshot(home.folder.path());
            for arguments in commands {
                let mut command = home.command(arguments);
                let run = CliOutput::from(command.current_dir(home.folder.path()).output().unwrap());
                let run = run.fails(1, &format!("\ncaused by: {}\nhint: ", danger.message(&folder)));
                let hint = match danger {
                    Danger::Writable => format!("hint: chmod o-w {}\n", folder.display()),
                    _ => "hint: set HOME (sudo -H does) or XDG_STATE_HOME to a folder of your own\n".to_owned(),
                };
                assert!(run.stderr.ends_with(&hint), "{danger:?} {name} {arguments:?}: {}", run.stderr);
                assert_eq!(home.site.take_requests(), Vec::<String>::new(), "{danger:?} {name} {arguments:?}");
                assert!(snapshot(home.folder.path()) == before, "{danger:?} {name} {arguments:?} wrote a file");
            }
        }
    }
}

#[test]
fn an_oauth_client_requests_no_token_if_other_users_can_change_the_folder() {
    let home = home_with_context();
    let (id, secret) = {
        let tenant = home.site.listener.tenant();
        let (id, secret) = tenant.oauth_client();
        (id.to_owned(), secret.to_owned())
    };
    Danger::Writable.apply(&state_folder(&home));
    let mut command = home.command(&["create", "--description", "x"]);
    command.env("QLIK_SERVER", home.site.listener.url());
    command.env("QLIK_OAUTH_CLIENT_ID", id).env("QLIK_OAUTH_CLIENT_SECRET", secret);
    CliOutput::from(command.output().unwrap()).fails(1, "is writable by other users");
    assert_eq!(home.site.take_requests(), Vec::<String>::new());
}

#[test]
fn commands_that_need_no_state_work_in_a_folder_that_other_users_can_change() {
    let home = home_with_context();
    Danger::Writable.apply(&state_folder(&home));
    assert_eq!(home.run(&["rotate", "--dry-run"]).code, 0);
    let id = home.site.key_id("Terraform");
    for arguments in [&["ls", "-q"][..], &["get", &id], &["rm", &id, "--yes"]] {
        let run = run_without_context(&home, arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
    }
}

/// Runs every recovery with a journal that is not to be believed, and asserts that nothing is sent or changed. Then
/// runs `restore`, and asserts that the journal would have led to the removal of a key.
#[track_caller]
fn assert_not_believed(home: &TestHome, message: &str, restore: impl FnOnce()) {
    let before = snapshot(home.folder.path());
    for arguments in RECOVERIES {
        home.run(arguments).fails(1, message).fails(1, "\nhint: finish the rotations in the file by hand");
        assert_eq!(home.site.take_requests(), Vec::<String>::new(), "{arguments:?}");
        assert!(snapshot(home.folder.path()) == before, "{arguments:?} wrote a file");
    }
    assert_eq!(count_robot_keys(home), 2, "a key was removed");
    restore();
    let run = home.run(&["rotate", "--resume"]);
    assert!(run.code == 0 && run.stderr.ends_with(" was removed\n"), "{}", run.stderr);
    assert_eq!(count_robot_keys(home), 1);
}

#[test]
fn a_journal_that_other_users_can_write_is_not_believed() {
    for mode in [0o602, 0o620, 0o666] {
        let home = home_with_interrupted_rotation();
        let journal = journal_path(&home);
        set_mode(&journal, mode);
        let message = format!("caused by: {} is writable by other users", journal.display());
        assert_not_believed(&home, &message, || set_mode(&journal, 0o600));
    }
}

#[test]
fn a_journal_of_another_user_is_not_believed() {
    // Only root can give a file to another user.
    if !is_root() {
        return;
    }
    let home = home_with_interrupted_rotation();
    let journal = journal_path(&home);
    give_away(&journal);
    let message = format!("caused by: {} belongs to another user (65534)", journal.display());
    assert_not_believed(&home, &message, || std::os::unix::fs::lchown(&journal, Some(0), Some(0)).unwrap());
}

//! Root with the home folder of another user, as with `sudo` without `-H`.

use std::fs;
use std::path::Path;

use super::snapshot;
use crate::support::home::TestHome;
use crate::support::other_user::{OTHER_UID, SharedBinary, give_away, is_root};
use crate::support::{CliOutput, isolated_in, process};

/// Gives a home folder with everything in it to the other user.
fn give_away_all(folder: &Path) {
    snapshot(folder).into_keys().for_each(|path| give_away(&path));
}

/// Runs the binary as `sudo` without `-H` does.
fn run_with_sudo(home: &TestHome, signs_in: bool, arguments: &[&str]) -> CliOutput {
    let mut command = home.command(arguments);
    command.env("SUDO_UID", OTHER_UID.to_string()).env("SUDO_USER", "nobody");
    if signs_in {
        command.envs(home.site.env_vars()).env_remove("QLIK_NO_CACHE");
    }
    command.current_dir("/").output().unwrap().into()
}

/// A home folder of another user: a new one, or one with a context, a cache and a folder for state.
fn home_of_other_user(is_used: bool) -> TestHome {
    let home = TestHome::new();
    if is_used {
        home.create_context("prod", &[]);
        home.run(&["ls", "-q"]).succeeds();
        fs::create_dir_all(home.folder.path().join(".local/state/qlik")).unwrap();
    }
    give_away_all(home.folder.path());
    home.site.take_requests();
    home
}

#[test]
fn root_writes_nothing_in_the_home_of_another_user() {
    if !is_root() {
        return;
    }
    for is_used in [false, true] {
        let home = home_of_other_user(is_used);
        let id = home.site.key_id("Terraform");
        let before = snapshot(home.folder.path());
        let create_context = ["context", "create", "new", "-s", "a.example"];
        let with_secret = [&create_context[..], &["--api-key", "fake", "--store", "file"]].concat();
        for (arguments, code) in [
            (&["ls", "-q"][..], 0),
            (&["expiring"], 11),
            (&["get", &id], 0),
            (&["rm", &id, "--yes"], 0),
            (&["create", "--description", "x"], 1),
            (&["create", "--description", "x", "--save-to", "new", "--store", "file"], 1),
            (&["rotate", &id, "--token-only", "--yes"], 1),
            (&["rotate", "--resume", "--yes"], 1),
            (&[&create_context[..], &["--api-key-env", "KEY"]].concat(), 1),
            (&with_secret, 1),
            (&["context", "use", "prod"], 1),
            (&["context", "rm", "prod"], 1),
            (&["context", "ls"], 1),
        ] {
            let run = run_with_sudo(&home, true, arguments);
            assert_eq!(run.code, code, "{arguments:?}: {}", run.stderr);
            if code == 1 {
                let message = format!("{} belongs to another user ({OTHER_UID})", home.folder.path().display());
                let run = run.fails(1, &message).fails(1, "\nhint: ");
                assert!(run.stderr.contains("sudo -H"), "{arguments:?}: {}", run.stderr);
                assert_eq!(home.site.take_requests(), Vec::<String>::new(), "{arguments:?}");
            }
            home.site.take_requests();
            assert!(snapshot(home.folder.path()) == before, "{arguments:?} wrote a file");
        }
    }
}

#[test]
fn root_does_not_believe_the_profile_of_another_user() {
    if !is_root() {
        return;
    }
    let home = home_of_other_user(true);
    for arguments in [&["ls"][..], &["whoami"], &["context", "get", "prod"]] {
        run_with_sudo(&home, false, arguments).fails(1, "belongs to another user");
        assert_eq!(home.site.take_requests(), Vec::<String>::new(), "{arguments:?}");
    }
    // The other user is not affected.
    let binary = SharedBinary::new();
    let mut command = isolated_in(home.folder.path(), binary.command());
    CliOutput::from(process::output(command.args(["ls", "-q"]))).succeeds();
}

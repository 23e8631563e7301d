//! The profile and its secrets, and the links of users that keep working.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use super::{Danger, snapshot};
use crate::support::home::TestHome;
use crate::support::other_user::{SharedBinary, give_away, is_root, set_mode};
use crate::support::{CliOutput, isolated_in, process};

#[test]
fn a_profile_below_a_folder_that_other_users_can_change_is_refused() {
    for &danger in Danger::all() {
        for name in [".config/qlik", ".config"] {
            let home = TestHome::new();
            home.create_context("prod", &[]);
            let folder = home.folder.path().join(name);
            danger.apply(&folder);
            let before = snapshot(home.folder.path());
            let create = ["context", "create", "new", "-s", "a.example", "--api-key-env", "KEY"];
            for arguments in [&["ls"][..], &["context", "ls"], &["context", "clear"], &create] {
                let message = format!("error: {}, who could send your keys elsewhere\nhint: ", danger.message(&folder));
                let run = home.run(arguments).fails(1, &message);
                let hint = match danger {
                    Danger::Writable => format!("hint: chmod o-w {}\n", folder.display()),
                    _ => "hint: use a file in a folder of your own: pass --config FILE, or set HOME (sudo -H does)\n"
                        .to_owned(),
                };
                assert!(run.stderr.ends_with(&hint), "{danger:?} {name} {arguments:?}: {}", run.stderr);
                assert_eq!(home.site.take_requests(), Vec::<String>::new(), "{danger:?} {name} {arguments:?}");
                assert!(snapshot(home.folder.path()) == before, "{danger:?} {name} {arguments:?} wrote a file");
            }
        }
    }
}

#[test]
fn a_missing_profile_is_not_created_where_others_can_change_it() {
    for &danger in Danger::all() {
        let home = TestHome::new();
        let folder = home.folder.path().join(".config");
        fs::create_dir(&folder).unwrap();
        danger.apply(&folder);
        let before = snapshot(home.folder.path());
        let create = ["context", "create", "new", "-s", "a.example", "--api-key-env", "KEY"];
        home.run(&create).fails(1, &danger.message(&folder));
        assert!(snapshot(home.folder.path()) == before, "{danger:?}");
    }
}

#[test]
fn a_link_to_secrets_that_others_can_replace_is_refused() {
    for &danger in Danger::all() {
        let home = TestHome::new();
        home.create_context("prod", &[]);
        let (secrets, folder) =
            (home.profile_path().with_file_name("credentials.toml"), home.folder.path().join("far"));
        fs::create_dir(&folder).unwrap();
        fs::rename(&secrets, folder.join("secrets")).unwrap();
        symlink(folder.join("secrets"), &secrets).unwrap();
        home.run(&["ls", "-q"]).succeeds();
        home.site.take_requests();
        danger.apply(&folder);
        let before = snapshot(home.folder.path());
        let update = ["context", "update", "prod", "--api-key", "fake"];
        for arguments in [&["ls"][..], &update, &["context", "rm", "prod"]] {
            let message = format!("{}, who could send your keys elsewhere\nhint: ", danger.message(&folder));
            home.run(arguments).fails(3, &message);
        }
        assert!(snapshot(home.folder.path()) == before, "{danger:?}");
        assert_eq!(home.site.take_requests(), Vec::<String>::new(), "{danger:?}");
    }
}

#[test]
fn a_link_of_another_user_to_the_profile_is_refused() {
    // Only root can give a link to another user.
    if !is_root() {
        return;
    }
    let home = TestHome::new();
    home.create_context("prod", &[]);
    let real = home.profile_path().with_file_name("real.toml");
    fs::rename(home.profile_path(), &real).unwrap();
    symlink(&real, home.profile_path()).unwrap();
    home.run(&["context", "ls", "--json"]).succeeds();
    give_away(&home.profile_path());
    for arguments in [&["context", "ls"][..], &["context", "clear"]] {
        let message = format!("error: {} belongs to another user", home.profile_path().display());
        home.run(arguments).fails(1, &message);
    }
}

/// Moves a file or a folder, and links its old path to the new one.
fn move_and_link(old: &Path, new: &Path, target: &Path) {
    fs::create_dir_all(new.parent().unwrap()).unwrap();
    fs::rename(old, new).unwrap();
    symlink(target, old).unwrap();
}

/// Uses all files of a home, and asserts that all works.
#[track_caller]
fn assert_works(home: &TestHome, run: impl Fn(&[&str]) -> CliOutput) {
    for arguments in [
        &["context", "update", "prod", "--comment", "mine"][..],
        &["ls", "-q"],
        &["rotate"],
        &["create", "--description", "x", "--token-only"],
        &["context", "use", "prod"],
        &["context", "check", "prod"],
    ] {
        let run = run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
    }
    assert!(home.read_profile().contains("mine"));
    assert!(home.folder.path().join(".cache/qlik/completion").exists(), "the keys are not cached");
}

#[test]
fn links_of_the_user_are_followed() {
    for (case, links) in [
        ("a folder", &[(".config", "dotfiles/config", None)][..]),
        ("a relative link", &[(".config/qlik", "dotfiles/qlik", Some("../none/../dotfiles/./qlik"))]),
        // Secrets are stored beside the target of a linked profile.
        (
            "the profile",
            &[
                (".config/qlik/contexts.toml", "dotfiles/contexts.toml", None),
                (".config/qlik/credentials.toml", "dotfiles/credentials.toml", None),
            ],
        ),
        ("the secrets", &[(".config/qlik/credentials.toml", "safe/secrets", None)]),
        ("state and cache", &[(".local", "big/local", None), (".cache", "big/cache", None)]),
    ] {
        let home = TestHome::new();
        home.create_context("prod", &[]);
        let path = |name: &str| home.folder.path().join(name);
        for name in [".local/state", ".cache", "none"] {
            fs::create_dir_all(path(name)).unwrap();
        }
        for (old, new, target) in links {
            move_and_link(&path(old), &path(new), &target.map_or_else(|| path(new), Into::into));
        }
        assert_works(&home, |arguments| home.run(arguments));
        for (old, ..) in links {
            assert!(path(old).is_symlink(), "{case}: {old} was replaced");
        }
    }
}

#[test]
fn a_group_may_write_to_the_folders() {
    let home = TestHome::new();
    home.create_context("prod", &[]);
    for name in ["", ".config", ".config/qlik", ".cache", ".cache/qlik", ".local", ".local/state"] {
        let folder = home.folder.path().join(name);
        fs::create_dir_all(&folder).unwrap();
        set_mode(&folder, 0o775);
    }
    assert_works(&home, |arguments| home.run(arguments));
}

#[test]
fn folders_and_links_of_root_are_trusted() {
    // Only root can give files to another user.
    if !is_root() {
        return;
    }
    let (home, binary) = (TestHome::new(), SharedBinary::new());
    home.create_context("prod", &[]);
    for name in [".cache", ".local"] {
        fs::create_dir(home.folder.path().join(name)).unwrap();
    }
    for path in snapshot(home.folder.path()).into_keys().filter(|path| path != home.folder.path()) {
        give_away(&path);
    }
    set_mode(home.folder.path(), 0o755);
    // A home in a sticky folder of root, below a link of root, in a folder of root.
    let root = tempfile::tempdir().unwrap();
    set_mode(root.path(), 0o1777);
    let link = root.path().join("link");
    symlink(home.folder.path(), &link).unwrap();
    assert_works(&home, |arguments| {
        let mut command = isolated_in(&link, binary.command());
        process::output(command.args(arguments)).into()
    });
}

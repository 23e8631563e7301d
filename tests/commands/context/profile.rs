//! The profile: its path and permissions, and edits by hand.

use crate::support::home::TestHome;
use crate::support::{CliOutput, TestSite};

#[cfg(unix)] // The twin for Windows is in `windows::private_files`.
#[test]
fn only_the_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = TestHome::new();
    home.create_context("prod", &[]);
    let mode = |path: std::path::PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = home.profile_path().parent().unwrap().to_owned();
    assert_eq!(
        (mode(folder.clone()), mode(home.profile_path()), mode(folder.join("credentials.toml"))),
        (0o700, 0o600, 0o600)
    );
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2, "a lock or a temporary file remains");
    std::fs::set_permissions(folder.join("credentials.toml"), std::fs::Permissions::from_mode(0o640)).unwrap();
    home.run(&["ls"]).fails(3, "is readable by other users").fails(3, "hint: chmod 600 ");
}

#[cfg(unix)] // The twin for Windows is in `windows::private_files`.
#[test]
fn rejects_a_profile_writable_by_others() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = TestHome::new();
    home.create_context("prod", &[]);
    for mode in [0o620, 0o602, 0o666] {
        std::fs::set_permissions(home.profile_path(), std::fs::Permissions::from_mode(mode)).unwrap();
        home.run(&["ls"]).fails(1, "contexts.toml is writable by other users").fails(1, "hint: chmod go-w ");
        home.run(&["context", "clear"]).fails(1, "is writable by other users");
    }
    std::fs::set_permissions(home.profile_path(), std::fs::Permissions::from_mode(0o644)).unwrap();
    home.run(&["ls", "-q"]).succeeds();
}

#[test]
fn profile_path_can_be_set_by_flag_or_variable() {
    let home = TestHome::new();
    let path = home.folder.path().join("elsewhere/p.toml");
    let path = path.to_str().unwrap();
    home.create_context("a", &["--config", path]);
    assert!(!home.profile_path().exists());
    home.run(&["ls", "-q", "-c", path]).succeeds();
    let run: CliOutput = home.command(&["ls", "-q"]).env("QLIK_PROFILE", path).output().unwrap().into();
    run.succeeds();
    home.run(&["context", "get", "a"]).fails(5, "the profile has no contexts");
}

#[test]
fn keeps_comments_and_unknown_fields_of_the_profile() {
    let home = TestHome::new();
    home.create_context("a", &[]);
    let edited = home.read_profile().replace("[contexts.a]", "# the main one\n[contexts.a] # here\nnote = \"mine\"");
    std::fs::write(home.profile_path(), &edited).unwrap();
    home.create_context("b", &[]);
    assert!(home.read_profile().starts_with(&edited), "{}", home.read_profile());
    assert_eq!(home.run(&["context", "update", "a", "--comment", "x"]).code, 0);
    for line in ["# the main one\n", "[contexts.a] # here\n", "note = \"mine\"\n"] {
        assert!(home.read_profile().contains(line), "{}", home.read_profile());
    }
}

#[test]
fn an_invalid_profile_is_reported_and_not_changed() {
    let home = TestHome::new();
    home.create_context("a", &[]);
    let damaged = format!("{}key = fake-secret\n", home.read_profile());
    std::fs::write(home.profile_path(), &damaged).unwrap();
    for arguments in [&["ls"][..], &["context", "ls"], &["context", "use", "a"], &["context", "rm", "a"]] {
        let run = home.run(arguments).fails(1, "contexts.toml, line 7, column 7: ");
        assert!(!run.stderr.contains("fake-secret"), "the line is in the error");
    }
    assert_eq!(home.read_profile(), damaged);
    std::fs::write(home.profile_path(), "[contexts.a]\nserver = 5\n").unwrap();
    home.run(&["ls", "--context", "a"]).fails(1, "contexts.toml, context \"a\": server: must be a string");
}

#[test]
fn a_hand_edited_server_gets_no_key() {
    let home = TestHome::new();
    home.create_context("a", &[]);
    let other = TestSite::new();
    std::fs::write(home.profile_path(), home.read_profile().replace(&home.site.listener.url(), &other.listener.url()))
        .unwrap();
    home.run(&["ls"]).fails(3, "the file has no secret for context \"a\" and ");
    assert_eq!(other.take_requests(), Vec::<String>::new());
}

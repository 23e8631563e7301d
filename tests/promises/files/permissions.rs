//! Files that the user must not read, write or trust.

use std::os::unix::fs::{MetadataExt as _, chown, symlink};
use std::path::Path;

use super::{ProfileFolder, SERVER, run};
use crate::support::other_user::{OTHER_UID, SharedBinary, give_away, is_root, set_mode};
use crate::support::process;
use crate::support::{CliOutput, isolated};

/// A user without special rights, and a folder of this user for a profile.
struct RestrictedUser {
    folder: ProfileFolder,
    binary: SharedBinary,
}

impl RestrictedUser {
    fn new() -> Self {
        let user = Self { folder: ProfileFolder::new(), binary: SharedBinary::new() };
        user.make_owner(user.folder.0.path());
        user
    }

    fn make_owner(&self, path: &Path) {
        if is_root() {
            give_away(path);
        }
    }

    fn run(&self, arguments: &[&str]) -> CliOutput {
        let mut command = isolated(self.binary.command());
        command.args(arguments).arg("--config").arg(self.folder.profile_path());
        process::output(&mut command).into()
    }
}

#[test]
fn permission_errors_change_nothing() {
    let user = RestrictedUser::new();
    let (folder, profile) = (user.folder.0.path(), user.folder.profile_path());
    let create = |name| ["context", "create", name, "--server", SERVER, "--api-key-env", "KEY"];
    let create_with_secret = ["context", "create", "c", "--server", SERVER, "--api-key", "fake-key", "--store", "file"];
    assert_eq!(user.run(&create("a")).code, 0);
    let text = user.folder.read("contexts.toml");
    let refused = |run: CliOutput, code: i32, what: &str| {
        run.fails(code, what).fails(code, "\ncaused by: Permission denied");
    };
    let (write, read) =
        (format!("could not write {}", profile.display()), format!("could not read {}", profile.display()));

    set_mode(folder, 0o500);
    for arguments in [
        &create("b")[..],
        &["context", "update", "a", "--comment", "x"],
        &["context", "rename", "a", "b"],
        &["context", "clear"],
    ] {
        refused(user.run(arguments), 1, &write);
    }
    refused(user.run(&create_with_secret), 1, &write);
    assert!(user.run(&["context", "ls"]).succeeds().stdout.contains(SERVER), "reading needs no write permission");

    set_mode(folder, 0o700);
    set_mode(&profile, 0o000);
    refused(user.run(&create("b")), 1, &read);
    refused(user.run(&["context", "ls"]), 1, &read);
    refused(user.run(&["ls"]), 1, &read);
    set_mode(&profile, 0o600);

    let secrets = user.folder.path("credentials.toml");
    std::fs::write(&secrets, "").unwrap();
    user.make_owner(&secrets);
    set_mode(&secrets, 0o000);
    refused(user.run(&create_with_secret), 3, &format!("could not read {}", secrets.display()));

    assert_eq!(user.folder.read("contexts.toml"), text);
    assert_eq!(user.folder.file_names(), ["contexts.toml", "credentials.toml"]);
}

#[test]
fn rejects_a_profile_that_another_user_can_change() {
    let user = RestrictedUser::new();
    let (folder, profile) = (user.folder.0.path(), user.folder.profile_path());
    let create = ["context", "create", "a", "--server", SERVER, "--api-key-env", "KEY"];
    assert_eq!(user.run(&create).code, 0);
    user.run(&["context", "ls", "--json"]).succeeds();
    // Group-writable folders are the default on many systems.
    for mode in [0o755, 0o775, 0o1775, 0o700] {
        set_mode(folder, mode);
        user.run(&["context", "ls", "--json"]).succeeds();
        assert_eq!(user.run(&["context", "update", "a", "--comment", &format!("{mode:o}")]).code, 0);
    }
    for mode in [0o777, 0o702, 0o1777] {
        set_mode(folder, mode);
        for arguments in [&["context", "ls"][..], &["ls"], &["context", "clear"], &["context", "rm", "a"]] {
            let message = format!("error: {} is writable by other users, who", folder.display());
            user.run(arguments).fails(1, &message).fails(1, &format!("\nhint: chmod o-w {}\n", folder.display()));
        }
    }
    set_mode(folder, 0o755);
    if !is_root() {
        return;
    }
    user.folder
        .run(&["context", "ls"])
        .fails(1, &format!("error: {} belongs to another user ({OTHER_UID}), who", folder.display()))
        .fails(1, "\nhint: use a file in a folder of your own: ");
    chown(folder, Some(0), None).unwrap();
    let fails_as_foreign = |run: CliOutput, command: &str| {
        run.fails(1, &format!("error: {} belongs to another user ({OTHER_UID}), who", profile.display()))
            .fails(1, &format!("\nhint: {command} {} (if you trust", profile.display()))
    };
    for arguments in
        [&["context", "ls"][..], &["ls"], &["context", "use", "a"], &["context", "update", "a", "--comment", "x"]]
    {
        fails_as_foreign(user.folder.run(arguments), "chown 0");
    }
    // A profile of root is trusted like the user's own.
    chown(&profile, Some(0), Some(0)).unwrap();
    set_mode(&profile, 0o644);
    user.run(&["context", "ls", "--json"]).succeeds();
    user.folder.run(&["context", "ls", "--json"]).succeeds();
    chown(&profile, Some(OTHER_UID + 1), None).unwrap();
    user.run(&["context", "ls"])
        .fails(1, &format!("belongs to another user ({})", OTHER_UID + 1))
        .fails(1, "hint: sudo chown");
    // For a link, the owner of its target counts.
    let link = folder.join("link");
    symlink(&profile, &link).unwrap();
    run(&link, &["context", "ls"]).fails(1, "link belongs to another user");
}

#[test]
fn rejects_secrets_of_another_user() {
    let user = RestrictedUser::new();
    if !is_root() {
        return;
    }
    let create_with_secret =
        |name| ["context", "create", name, "--server", SERVER, "--api-key", "fake-key", "--store", "file"];
    assert_eq!(user.run(&create_with_secret("a")).code, 0);
    let secrets = user.folder.path("credentials.toml");
    let (profile, text) = (user.folder.profile_path(), user.folder.read("credentials.toml"));
    // Root could read them, and would become their owner by writing.
    for path in [user.folder.0.path(), &profile] {
        chown(path, Some(0), Some(0)).unwrap();
    }
    for arguments in [&["ls"][..], &create_with_secret("b"), &["context", "rm", "a"]] {
        let message = format!("error: {} belongs to another user ({OTHER_UID})\nhint: chown 0 ", secrets.display());
        user.folder.run(arguments).fails(3, &message);
    }
    assert_eq!(user.folder.read("credentials.toml"), text);
    assert_eq!(std::fs::metadata(&secrets).unwrap().uid(), OTHER_UID);
}

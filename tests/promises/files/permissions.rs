//! Files that the user must not read, write or trust.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};

use super::{ProfileFolder, SERVER, run};
use crate::support::process::{self};
use crate::support::{CliOutput, isolated};

/// A user without rights over the files of others.
const UNPRIVILEGED_UID: u32 = 65534;

/// A folder of a user who, other than root, is held back by modes; and the binary for that user.
struct RestrictedUser {
    folder: ProfileFolder,
    binary: PathBuf,
    _binary_folder: tempfile::TempDir,
    is_root: bool,
}

impl RestrictedUser {
    fn new() -> Self {
        let (folder, place) = (ProfileFolder::new(), tempfile::tempdir().unwrap());
        let is_root = std::fs::metadata(folder.0.path()).unwrap().uid() == 0;
        // The folders above the built one may be closed to that user.
        let (built, binary) = (assert_cmd::cargo::cargo_bin("qlik-api-key"), place.path().join("qlik-api-key"));
        std::fs::hard_link(&built, &binary).or_else(|_| std::fs::copy(&built, &binary).map(drop)).unwrap();
        std::fs::set_permissions(place.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let held = Self { folder, binary, _binary_folder: place, is_root };
        held.make_owner(held.folder.0.path());
        held
    }

    fn make_owner(&self, path: &Path) {
        if self.is_root {
            chown(path, Some(UNPRIVILEGED_UID), Some(UNPRIVILEGED_UID)).unwrap();
        }
    }

    fn set_mode(&self, path: &Path, mode: u32) {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> CliOutput {
        let mut command = isolated(process::new_command(&self.binary));
        command.args(arguments).arg("--config").arg(self.folder.profile_path());
        if self.is_root {
            command.uid(UNPRIVILEGED_UID).gid(UNPRIVILEGED_UID);
        }
        process::output(&mut command).into()
    }
}

#[test]
fn permission_errors_change_nothing() {
    let held = RestrictedUser::new();
    let (folder, profile) = (held.folder.0.path(), held.folder.profile_path());
    let create = |name| ["context", "create", name, "--server", SERVER, "--api-key-env", "KEY"];
    let keep = ["context", "create", "c", "--server", SERVER, "--api-key", "fake-key", "--store", "file"];
    assert_eq!(held.run(&create("a")).code, 0);
    let text = held.folder.read("contexts.toml");
    let refused = |run: CliOutput, code: i32, what: &str| {
        run.fails(code, what).fails(code, "\ncaused by: Permission denied");
    };
    let (write, read) =
        (format!("could not write {}", profile.display()), format!("could not read {}", profile.display()));

    held.set_mode(folder, 0o500);
    for line in [
        &create("b")[..],
        &["context", "update", "a", "--comment", "x"],
        &["context", "rename", "a", "b"],
        &["context", "clear"],
    ] {
        refused(held.run(line), 1, &write);
    }
    refused(held.run(&keep), 1, &write);
    assert!(held.run(&["context", "ls"]).succeeds().stdout.contains(SERVER), "reading needs no right to write");

    held.set_mode(folder, 0o700);
    held.set_mode(&profile, 0o000);
    refused(held.run(&create("b")), 1, &read);
    refused(held.run(&["context", "ls"]), 1, &read);
    refused(held.run(&["ls"]), 1, &read);
    held.set_mode(&profile, 0o600);

    let secrets = held.folder.path("credentials.toml");
    std::fs::write(&secrets, "").unwrap();
    held.make_owner(&secrets);
    held.set_mode(&secrets, 0o000);
    refused(held.run(&keep), 3, &format!("could not read {}", secrets.display()));

    assert_eq!(held.folder.read("contexts.toml"), text);
    assert_eq!(held.folder.file_names(), ["contexts.toml", "credentials.toml"]);
}

#[test]
fn rejects_a_profile_that_another_user_can_change() {
    let held = RestrictedUser::new();
    let (folder, profile) = (held.folder.0.path(), held.folder.profile_path());
    let create = ["context", "create", "a", "--server", SERVER, "--api-key-env", "KEY"];
    assert_eq!(held.run(&create).code, 0);
    held.run(&["context", "ls", "--json"]).succeeds();
    // Where a group may write to the folder, as many systems have it, and where everybody may in their own files.
    for mode in [0o755, 0o775, 0o1777, 0o700] {
        held.set_mode(folder, mode);
        held.run(&["context", "ls", "--json"]).succeeds();
        assert_eq!(held.run(&["context", "update", "a", "--comment", &format!("{mode:o}")]).code, 0);
    }
    for mode in [0o777, 0o702] {
        held.set_mode(folder, mode);
        for line in [&["context", "ls"][..], &["ls"], &["context", "clear"], &["context", "rm", "a"]] {
            let told = format!("error: {} is writable by everyone", folder.display());
            held.run(line).fails(1, &told).fails(1, &format!("\nhint: chmod o-w {}\n", folder.display()));
        }
    }
    held.set_mode(folder, 0o755);
    if !held.is_root {
        return;
    }
    let theirs = |run: CliOutput, user: &str| {
        run.fails(1, &format!("error: {} belongs to another user ({UNPRIVILEGED_UID}), who", profile.display()))
            .fails(1, &format!("\nhint: {user} {} (if you trust", profile.display()))
    };
    for line in
        [&["context", "ls"][..], &["ls"], &["context", "use", "a"], &["context", "update", "a", "--comment", "x"]]
    {
        theirs(held.folder.run(line), "chown 0");
    }
    // Root's is as good as one's own.
    chown(&profile, Some(0), Some(0)).unwrap();
    held.set_mode(&profile, 0o644);
    held.run(&["context", "ls", "--json"]).succeeds();
    held.folder.run(&["context", "ls", "--json"]).succeeds();
    chown(&profile, Some(UNPRIVILEGED_UID + 1), None).unwrap();
    held.run(&["context", "ls"])
        .fails(1, &format!("belongs to another user ({})", UNPRIVILEGED_UID + 1))
        .fails(1, "hint: sudo chown");
    // A link is judged by what it leads to.
    let link = folder.join("link");
    symlink(&profile, &link).unwrap();
    run(&link, &["context", "ls"]).fails(1, "link belongs to another user");
}

#[test]
fn rejects_secrets_of_another_user() {
    let held = RestrictedUser::new();
    if !held.is_root {
        return;
    }
    let keep = |name| ["context", "create", name, "--server", SERVER, "--api-key", "fake-key", "--store", "file"];
    assert_eq!(held.run(&keep("a")).code, 0);
    let secrets = held.folder.path("credentials.toml");
    let (profile, text) = (held.folder.profile_path(), held.folder.read("credentials.toml"));
    // Root could read them, and would take them over by writing.
    chown(&profile, Some(0), Some(0)).unwrap();
    for line in [&["ls"][..], &keep("b"), &["context", "rm", "a"]] {
        let told = format!("error: {} belongs to another user ({UNPRIVILEGED_UID})\nhint: chown 0 ", secrets.display());
        held.folder.run(line).fails(3, &told);
    }
    assert_eq!(held.folder.read("credentials.toml"), text);
    assert_eq!(std::fs::metadata(&secrets).unwrap().uid(), UNPRIVILEGED_UID);
}

//! Another user of the system: root gives files to this user, and runs the binary as this user.

use std::os::unix::fs::{PermissionsExt as _, lchown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::process;

/// The user ID of `nobody`, who has no special rights.
pub const OTHER_UID: u32 = 65534;

/// Whether root runs the tests.
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Makes the other user the owner of a file, a folder or a link. Only root can do that.
pub fn give_away(path: &Path) {
    lchown(path, Some(OTHER_UID), Some(OTHER_UID)).unwrap();
}

/// Sets the permissions of a file or a folder.
pub fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// A copy of the binary that every user can run, since the other user may have no access to the build folder.
pub struct SharedBinary {
    path: PathBuf,
    _folder: tempfile::TempDir,
}

impl SharedBinary {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (built, path) = (assert_cmd::cargo::cargo_bin("qlik-api-key"), folder.path().join("qlik-api-key"));
        std::fs::hard_link(&built, &path).or_else(|_| std::fs::copy(&built, &path).map(drop)).unwrap();
        set_mode(folder.path(), 0o755);
        Self { path, _folder: folder }
    }

    /// The binary. If root runs the tests, it runs as the other user.
    pub fn command(&self) -> Command {
        let mut command = process::new_command(&self.path);
        if is_root() {
            command.uid(OTHER_UID).gid(OTHER_UID);
        }
        command
    }
}

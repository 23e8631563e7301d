//! Who owns a file or folder on Unix, and what its mode lets others do.

use std::fs::{DirBuilder, File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, FileTypeExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use super::untrusted_path::Problem;

/// The ID of a user.
pub type UserId = u32;

/// The error for a path with too many links.
pub(super) const TOO_MANY_LINKS: i32 = rustix::io::Errno::LOOP.raw_os_error();

/// The user that the program runs as.
///
/// # Errors
/// None, unlike on Windows.
pub(super) fn current_user() -> io::Result<UserId> {
    Ok(effective_user_id())
}

fn effective_user_id() -> UserId {
    rustix::process::geteuid().as_raw()
}

/// Creates a file (0600), and opens it for writing. An existing file is an error.
pub(super) fn create_file(path: &Path) -> io::Result<File> {
    follow_no_link(OpenOptions::new().mode(0o600)).write(true).create_new(true).open(path)
}

/// Opens a lock file for writing. Creates it if it does not exist (0600).
pub(super) fn open_lock_file(path: &Path) -> io::Result<File> {
    follow_no_link(OpenOptions::new().mode(0o600)).write(true).create(true).open(path)
}

/// Makes opening a link an error. Opening a pipe no longer blocks.
pub(super) fn follow_no_link(options: &mut OpenOptions) -> &mut OpenOptions {
    options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed())
}

/// Creates missing folders (0700), outermost first.
pub(super) fn create_folders(folders: &[PathBuf]) -> io::Result<()> {
    folders.last().map_or(Ok(()), |folder| DirBuilder::new().mode(0o700).recursive(true).create(folder))
}

/// Whether a file could not be replaced because another program has it open. Never so on Unix.
pub(super) fn is_in_use(_: &io::Error) -> bool {
    false
}

/// Finds out whether another user can change a folder or a link on the way. Others must not be able to write to a
/// folder, unless it is a sticky folder of root such as `/tmp`. The group may: many systems give each user a private
/// group and create such folders.
///
/// # Errors
/// None, unlike on Windows.
pub(super) fn find_problem(_: &Path, metadata: &Metadata, user: &UserId) -> io::Result<Option<Problem>> {
    Ok(if metadata.is_dir() {
        find_folder_problem(metadata.uid(), metadata.mode(), *user)
    } else if metadata.is_symlink() {
        find_owner_problem(metadata.uid(), *user)
    } else {
        None
    })
}

fn find_folder_problem(owner: UserId, mode: u32, user: UserId) -> Option<Problem> {
    let is_sticky_folder_of_root = owner == 0 && mode & 0o1000 != 0;
    let is_writable = mode & 0o002 != 0 && !is_sticky_folder_of_root;
    find_owner_problem(owner, user).or(is_writable.then_some(Problem::WritableFolder))
}

/// Finds out whether an open file does not belong to the user or to root, or whether its group or others can change it.
/// Character devices such as `/dev/null` may be writable, since they don't return what others write to them.
///
/// # Errors
/// The file's metadata can't be read.
pub(super) fn find_file_problem(file: &File) -> io::Result<Option<Problem>> {
    let metadata = file.metadata()?;
    let mode = if metadata.file_type().is_char_device() { 0 } else { metadata.mode() };
    Ok(find_problem_of_file(metadata.uid(), mode, effective_user_id()))
}

fn find_problem_of_file(owner: UserId, mode: u32, user: UserId) -> Option<Problem> {
    find_owner_problem(owner, user).or((mode & 0o022 != 0).then_some(Problem::WritableFile))
}

fn find_owner_problem(owner: UserId, user: UserId) -> Option<Problem> {
    (owner != 0 && owner != user).then_some(Problem::ForeignOwner(owner))
}

/// The owner of a file, unless it is the user. A file that belongs to root counts too, since a write would change its
/// owner.
///
/// # Errors
/// The file's metadata can't be read.
pub(super) fn foreign_owner(file: &File) -> io::Result<Option<UserId>> {
    let owner = file.metadata()?.uid();
    Ok((owner != effective_user_id()).then_some(owner))
}

/// Whether anyone but the owner has any access to a file.
///
/// # Errors
/// The file's metadata can't be read.
pub(super) fn is_readable_by_others(file: &File) -> io::Result<bool> {
    Ok(file.metadata()?.mode() & 0o077 != 0)
}

/// The command that makes the user the owner of a file.
pub fn take_ownership_command(path: &Path) -> String {
    let user = effective_user_id();
    let sudo = if user == 0 { "" } else { "sudo " };
    format!("{sudo}chown {user} {}", path.display())
}

/// The command that takes the access to a file away from everyone but its owner.
pub fn make_private_command(path: &Path) -> String {
    format!("chmod 600 {}", path.display())
}

/// The command that takes the write permission away from others.
pub(super) fn make_read_only_command(path: &Path, problem: &Problem) -> String {
    let mode = if *problem == Problem::WritableFolder { "o-w" } else { "go-w" };
    format!("chmod {mode} {}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    use Problem::{ForeignOwner, WritableFile, WritableFolder};

    #[test]
    fn trusts_files_and_folders_by_owner_and_mode() {
        let (user, other) = (1000, 1001);
        for (mode, folder_of_user, folder_of_root, file) in [
            (0o700, None, None, None),
            (0o755, None, None, None),
            (0o775, None, None, Some(WritableFile)),
            (0o2775, None, None, Some(WritableFile)),
            (0o1775, None, None, Some(WritableFile)),
            (0o777, Some(WritableFolder), Some(WritableFolder), Some(WritableFile)),
            (0o2777, Some(WritableFolder), Some(WritableFolder), Some(WritableFile)),
            (0o702, Some(WritableFolder), Some(WritableFolder), Some(WritableFile)),
            (0o1777, Some(WritableFolder), None, Some(WritableFile)),
        ] {
            assert_eq!(find_folder_problem(user, mode, user), folder_of_user, "{mode:o}");
            assert_eq!(find_folder_problem(0, mode, user), folder_of_root, "{mode:o}");
            assert_eq!(find_folder_problem(0, mode, 0), folder_of_root, "{mode:o}");
            assert_eq!(find_problem_of_file(user, mode, user), file, "{mode:o}");
            assert_eq!(find_problem_of_file(0, mode, user), file, "{mode:o}");
            for (owner, user) in [(other, user), (other, 0)] {
                assert_eq!(find_folder_problem(owner, mode, user), Some(ForeignOwner(owner)), "{mode:o}");
                assert_eq!(find_problem_of_file(owner, mode, user), Some(ForeignOwner(owner)), "{mode:o}");
            }
        }
        assert_eq!(
            [(user, user), (0, user), (0, 0)].map(|(owner, user)| find_owner_problem(owner, user)),
            [const { None }; 3]
        );
        assert_eq!(find_owner_problem(other, 0), Some(ForeignOwner(other)));
    }
}

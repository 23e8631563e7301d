//! Checks that other users can't change where a path leads, since a file that they placed must neither be believed nor
//! written. Windows needs no checks: other users have no access to a user's folder.
//!
//! The check comes before the file is opened. Nobody but the user and root can replace what it has seen: others may
//! write only to sticky folders of root, where they can't rename or remove what is not theirs. They can still create
//! there what is missing. So folders are checked again after they are created, and the owner of a file after it is
//! opened. Only the profile and its secrets are opened through a link at the last step; such a link can lead to another
//! file of the user at most.

use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
use std::path::{Component, Path, PathBuf};

use super::untrusted_path::{Problem, UntrustedPath};

/// The maximum number of links on the way, which is that of Linux.
const MAX_LINKS: usize = 40;

/// The ID of the user that the program runs as.
pub fn effective_user_id() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Checks each folder and link on the way from `/` to `path`, also those that a link leads to. Each must belong to
/// the user or to root, and others must not be able to write to a folder, unless it is a sticky folder of root such
/// as `/tmp`. The group may: many systems give each user a private group and create such folders. If a part of the
/// path does not exist, checks the parts before it.
///
/// Does not check a file at the end of the path: see [`super::OpenFile::check`].
///
/// # Errors
/// An [`UntrustedPath`], or a part of the path can't be read.
pub fn check_path(path: &Path) -> io::Result<()> {
    let user = effective_user_id();
    let mut remaining = reversed_components(&std::path::absolute(path)?);
    let (mut resolved, mut links) = (PathBuf::new(), 0);
    while let Some(component) = remaining.pop() {
        if component == ".." {
            resolved.pop();
            continue;
        }
        let next = resolved.join(component);
        let metadata = match fs::symlink_metadata(&next) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            other => other?,
        };
        if let Some(problem) = find_problem(&metadata, user) {
            return Err(UntrustedPath { path: next, problem }.into());
        }
        if !metadata.is_symlink() {
            resolved = next;
            continue;
        }
        links += 1;
        if links > MAX_LINKS {
            return Err(rustix::io::Errno::LOOP.into());
        }
        remaining.extend(reversed_components(&fs::read_link(next)?));
    }
    Ok(())
}

/// The parts of a path from the last to the first, without `.`.
fn reversed_components(path: &Path) -> Vec<OsString> {
    let components = path.components().rev().filter(|component| *component != Component::CurDir);
    components.map(|component| component.as_os_str().to_owned()).collect()
}

/// The problem of a folder or a link on the way.
fn find_problem(metadata: &Metadata, user: u32) -> Option<Problem> {
    if metadata.is_dir() {
        find_folder_problem(metadata.uid(), metadata.mode(), user)
    } else if metadata.is_symlink() {
        find_owner_problem(metadata.uid(), user)
    } else {
        None
    }
}

fn find_folder_problem(owner: u32, mode: u32, user: u32) -> Option<Problem> {
    let is_sticky_folder_of_root = owner == 0 && mode & 0o1000 != 0;
    let is_writable = mode & 0o002 != 0 && !is_sticky_folder_of_root;
    find_owner_problem(owner, user).or(is_writable.then_some(Problem::WritableFolder))
}

/// Checks that an open file belongs to the user or to root, and that neither its group nor others can change it.
/// Character devices such as `/dev/null` may be writable, since they don't return what others write to them.
///
/// # Errors
/// An [`UntrustedPath`] with this path.
pub(super) fn check_file(metadata: &Metadata, path: &Path) -> Result<(), UntrustedPath> {
    let mode = if metadata.file_type().is_char_device() { 0 } else { metadata.mode() };
    let problem = find_file_problem(metadata.uid(), mode, effective_user_id());
    problem.map_or(Ok(()), |problem| Err(UntrustedPath { path: path.to_owned(), problem }))
}

fn find_file_problem(owner: u32, mode: u32, user: u32) -> Option<Problem> {
    find_owner_problem(owner, user).or((mode & 0o022 != 0).then_some(Problem::WritableFile))
}

fn find_owner_problem(owner: u32, user: u32) -> Option<Problem> {
    (owner != 0 && owner != user).then_some(Problem::ForeignOwner(owner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

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
            assert_eq!(find_file_problem(user, mode, user), file, "{mode:o}");
            assert_eq!(find_file_problem(0, mode, user), file, "{mode:o}");
            for (owner, user) in [(other, user), (other, 0)] {
                assert_eq!(find_folder_problem(owner, mode, user), Some(ForeignOwner(owner)), "{mode:o}");
                assert_eq!(find_file_problem(owner, mode, user), Some(ForeignOwner(owner)), "{mode:o}");
            }
        }
        assert_eq!([(user, user), (0, user), (0, 0)].map(|(owner, user)| find_owner_problem(owner, user)), [None; 3]);
        assert_eq!(find_owner_problem(other, 0), Some(ForeignOwner(other)));
    }

    /// The path that the check of a path rejects.
    fn rejected(path: &Path) -> Option<PathBuf> {
        let error = check_path(path).err()?;
        Some(UntrustedPath::from_io(&error).unwrap_or_else(|| panic!("{error}")).path.clone())
    }

    #[test]
    fn finds_a_writable_folder_wherever_it_is_on_the_way() {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().canonicalize().unwrap();
        let path = |name: &str| root.join(name);
        for folder in ["open/inner", "links"] {
            fs::create_dir_all(path(folder)).unwrap();
        }
        fs::write(path("open/inner/file"), "").unwrap();
        symlink(path("open/inner/file"), path("links/file")).unwrap();
        symlink("../open/./inner", path("links/relative")).unwrap();
        symlink(path("links/relative"), path("links/chain")).unwrap();
        let ways = [
            "open/inner/file",
            "open/none",
            "open/none/deeper/file",
            "links/file",
            "links/chain/file",
            "links/relative/none",
            "links/../open/inner",
            "open/inner/../../links/none",
        ];
        for (mode, expected) in [(0o775, None), (0o777, Some(path("open"))), (0o1777, None), (0o755, None)] {
            fs::set_permissions(path("open"), fs::Permissions::from_mode(mode)).unwrap();
            // A sticky folder counts only if it is root's.
            let expected = if mode == 0o1777 && effective_user_id() != 0 { Some(path("open")) } else { expected };
            for way in ways {
                assert_eq!(rejected(&path(way)), expected, "{mode:o} {way}");
            }
        }
        fs::set_permissions(path("open"), fs::Permissions::from_mode(0o777)).unwrap();
        assert_eq!(rejected(&path("links/none")), None);
        assert_eq!(rejected(&path("open")), Some(path("open")));
    }

    #[test]
    fn ends_at_what_the_system_cannot_resolve_either() {
        let home = tempfile::tempdir().unwrap();
        let (file, link) = (home.path().join("file"), home.path().join("link"));
        fs::write(&file, "").unwrap();
        symlink(&link, &link).unwrap();
        assert_eq!(check_path(&link).unwrap_err().raw_os_error(), fs::read(&link).unwrap_err().raw_os_error());
        assert_eq!(check_path(&file.join("x")).unwrap_err().kind(), io::ErrorKind::NotADirectory);
        for path in [Path::new("/"), Path::new("/dev/null"), &home.path().join("none/../x")] {
            check_path(path).unwrap();
        }
    }
}

//! Checks that other users can't change where a path leads, since a file that they placed must neither be believed nor
//! written.
//!
//! The check comes before the file is opened. Nobody but the user and root (on Windows, the administrators and the
//! system) can replace what it has seen: others may write only to sticky folders of root, where they can't rename or
//! remove what is not theirs; on Windows they may at most create something in a folder. They can still create there what
//! is missing. So folders are checked again after they are created, and the owner of a file after it is opened. Only the
//! profile and its secrets are opened through a link at the last step; such a link can lead to another file of the user
//! at most.

use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};
use std::{fs, io, iter};

use super::platform;
use super::untrusted_path::UntrustedPath;

/// The maximum number of links on the way, which is that of Linux.
const MAX_LINKS: usize = 40;

/// Checks each folder and link on the way from the root to `path`, also those that a link leads to. Each must belong to
/// the user or to root, and others must not be able to replace what is in a folder. If a part of the path does not exist,
/// checks the parts before it.
///
/// Does not check a file at the end of the path: see [`super::OpenFile::check`].
///
/// # Errors
/// An [`UntrustedPath`], or a part of the path can't be read.
pub fn check_path(path: &Path) -> io::Result<()> {
    let user = platform::current_user()?;
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
        if let Some(problem) = platform::find_problem(&next, &metadata, &user)? {
            return Err(UntrustedPath { path: next, problem }.into());
        }
        if !metadata.is_symlink() {
            resolved = next;
            continue;
        }
        links += 1;
        if links > MAX_LINKS {
            return Err(io::Error::from_raw_os_error(platform::TOO_MANY_LINKS));
        }
        remaining.extend(reversed_components(&fs::read_link(next)?));
    }
    Ok(())
}

/// The parts of a path from the last to the first, without `.`. The root is one part, which may start with a drive.
fn reversed_components(path: &Path) -> Vec<OsString> {
    let mut components = path.components().peekable();
    let is_root = |component: &Component| matches!(component, Component::Prefix(_) | Component::RootDir);
    let root: PathBuf = iter::from_fn(|| components.next_if(is_root)).collect();
    let rest = components.filter(|component| *component != Component::CurDir);
    let mut parts: Vec<OsString> = rest.map(|component| component.as_os_str().to_owned()).collect();
    parts.reverse();
    if root.has_root() {
        parts.push(root.into());
    }
    parts
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use crate::private_file::unix::current_user;

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
            let expected = if mode == 0o1777 && current_user().unwrap() != 0 { Some(path("open")) } else { expected };
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

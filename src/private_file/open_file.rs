//! [`OpenFile`]: a file opened for reading, with its owner and its permissions. Both come from the open file rather
//! than its path, since another file may replace the one at the path.

use std::fs::{self, File};
use std::io;
use std::path::Path;
#[cfg(unix)]
use std::path::PathBuf;

use crate::bounded;

/// A file that is open for reading.
pub struct OpenFile {
    file: File,
    #[cfg(unix)]
    metadata: std::fs::Metadata,
}

/// Opens a file for reading. Returns `None` if it does not exist. Opening a pipe blocks until another process writes to
/// it.
///
/// # Errors
/// The file exists but can't be opened.
pub fn open(path: &Path) -> io::Result<Option<OpenFile>> {
    match File::open(path) {
        Ok(file) => Ok(Some(OpenFile {
            #[cfg(unix)]
            metadata: file.metadata()?,
            file,
        })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Opens a regular file for reading, like [`open`], but does not block on a pipe.
///
/// # Errors
/// `InvalidInput` if it is not a regular file; the errors of [`open`].
pub fn open_regular(path: &Path) -> io::Result<Option<OpenFile>> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")),
        _ => open(path),
    }
}

impl OpenFile {
    /// Reads the file to its end.
    ///
    /// # Errors
    /// The file can't be read, is not UTF-8, or is longer than 4 MiB.
    pub fn read_text(self) -> io::Result<String> {
        bounded::read_text(self.file)
    }
}

/// The ID of the user that the program runs as.
#[cfg(unix)]
pub fn effective_user_id() -> u32 {
    rustix::process::geteuid().as_raw()
}

#[cfg(unix)]
impl OpenFile {
    /// The ID of the user who owns the file.
    pub fn owner_id(&self) -> u32 {
        std::os::unix::fs::MetadataExt::uid(&self.metadata)
    }

    /// Whether anyone but the owner has any access to the file.
    pub fn is_readable_by_others(&self) -> bool {
        self.has_any_mode_bit(0o077)
    }

    /// Whether anyone but the owner can change the content of the file. Character devices such as `/dev/null` don't
    /// count, since they don't return what others write to them.
    pub fn is_writable_by_others(&self) -> bool {
        let is_device = std::os::unix::fs::FileTypeExt::is_char_device(&self.metadata.file_type());
        self.has_any_mode_bit(0o022) && !is_device
    }

    fn has_any_mode_bit(&self, bits: u32) -> bool {
        std::os::unix::fs::MetadataExt::mode(&self.metadata) & bits != 0
    }
}

/// Returns the folder of `path`, or of its link target, if every user may replace files in that folder. A sticky folder
/// such as `/tmp` does not count, since users may only replace their own files there.
#[cfg(unix)]
pub fn find_world_writable_folder(path: &Path) -> Option<PathBuf> {
    use std::os::unix::fs::PermissionsExt as _;
    let target = fs::canonicalize(path).ok();
    let folders = [Some(path), target.as_deref()].into_iter().flatten().filter_map(Path::parent);
    let folders = folders.map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let is_world_writable =
        |folder: &&Path| fs::metadata(folder).is_ok_and(|metadata| metadata.permissions().mode() & 0o1002 == 0o002);
    folders.into_iter().find(is_world_writable).map(Path::to_owned)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    #[test]
    fn finds_world_writable_folders_behind_links() {
        let home = tempfile::tempdir().unwrap();
        let [folder, link] = ["folder", "link"].map(|name| home.path().join(name));
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("file"), "").unwrap();
        symlink(folder.join("file"), &link).unwrap();
        for (mode, expected) in [(0o775, false), (0o1777, false), (0o777, true), (0o2777, true), (0o702, true)] {
            std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(mode)).unwrap();
            for path in [&folder.join("none"), &link] {
                assert_eq!(find_world_writable_folder(path).is_some(), expected, "{mode:o} {}", path.display());
            }
        }
    }
}

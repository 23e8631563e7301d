//! A file that is open to be read: whose it is, and who else may change it. It is asked of the open file and not of its
//! path, which may lead to another one a moment later.

use std::fs::{self, File};
use std::io;
use std::path::Path;
#[cfg(unix)]
use std::path::PathBuf;

use crate::bounded;

/// An open file.
pub struct Opened {
    file: File,
    #[cfg(unix)]
    about: std::fs::Metadata,
}

/// Opens a file to read it; `None` where there is none. A pipe is waited for until somebody writes to it.
///
/// # Errors
/// Where it is there and can't be opened.
pub fn open(path: &Path) -> io::Result<Option<Opened>> {
    match File::open(path) {
        Ok(file) => Ok(Some(Opened {
            #[cfg(unix)]
            about: file.metadata()?,
            file,
        })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The same for what must be a regular file: no pipe is waited for.
///
/// # Errors
/// Where it is something else, or can't be opened.
pub fn open_regular(path: &Path) -> io::Result<Option<Opened>> {
    match fs::metadata(path) {
        Ok(about) if !about.is_file() => Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file")),
        _ => open(path),
    }
}

impl Opened {
    /// Reads it to its end.
    ///
    /// # Errors
    /// Where it can't be read, is no UTF-8, or is far longer than it can be.
    pub fn text(self) -> io::Result<String> {
        bounded::text(self.file)
    }
}

/// The user that the program runs as.
#[cfg(unix)]
pub fn user() -> u32 {
    rustix::process::geteuid().as_raw()
}

#[cfg(unix)]
impl Opened {
    /// The user whose it is.
    pub fn owner(&self) -> u32 {
        std::os::unix::fs::MetadataExt::uid(&self.about)
    }

    /// Whether others than its owner may read it.
    pub fn others_may_read(&self) -> bool {
        self.has_mode(0o077)
    }

    /// Whether others than its owner may change what is read from it. What is written to a device such as `/dev/null`
    /// is not.
    pub fn others_may_write(&self) -> bool {
        let is_device = std::os::unix::fs::FileTypeExt::is_char_device(&self.about.file_type());
        self.has_mode(0o022) && !is_device
    }

    fn has_mode(&self, bits: u32) -> bool {
        std::os::unix::fs::MetadataExt::mode(&self.about) & bits != 0
    }
}

/// The folder in which everybody may put another file in the place of this one, or of the one that it is a link to. A
/// sticky folder, such as `/tmp`, is none: there each user replaces their own files alone.
#[cfg(unix)]
pub fn open_folder(path: &Path) -> Option<PathBuf> {
    use std::os::unix::fs::PermissionsExt as _;
    let target = fs::canonicalize(path).ok();
    let folders = [Some(path), target.as_deref()].into_iter().flatten().filter_map(Path::parent);
    let folders = folders.map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let is_open = |folder: &&Path| fs::metadata(folder).is_ok_and(|of| of.permissions().mode() & 0o1002 == 0o002);
    folders.into_iter().find(is_open).map(Path::to_owned)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    #[test]
    fn a_folder_is_open_where_everybody_writes_and_it_is_not_sticky() {
        let home = tempfile::tempdir().unwrap();
        let [folder, link] = ["folder", "link"].map(|name| home.path().join(name));
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("file"), "").unwrap();
        symlink(folder.join("file"), &link).unwrap();
        for (mode, is_open) in [
            (0o700, false),
            (0o755, false),
            (0o775, false),
            (0o777, true),
            (0o1777, false),
            (0o2777, true),
            (0o702, true),
        ] {
            std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(mode)).unwrap();
            for path in [&folder.join("file"), &folder.join("none"), &link] {
                let open = open_folder(path).is_some_and(|open| open.canonicalize().unwrap() == folder);
                let expected = is_open && (*path != link || link.exists());
                assert_eq!(open, expected, "{mode:o} {}", path.display());
            }
        }
    }
}

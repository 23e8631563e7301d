//! Files that only their owner may read: each is replaced as a whole, under a lock. Does not know what they contain.

mod lock;
mod new_file;
mod open_file;
mod replace;

pub use lock::{FileLock, remove_leftovers};
pub use new_file::NewFile;
pub use open_file::{OpenFile, open, open_regular};
#[cfg(unix)]
pub use open_file::{effective_user_id, world_writable_folder};

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Reads a file. Returns `None` if it does not exist.
///
/// # Errors
/// The file exists but can't be read, is not UTF-8, or is longer than 4 MiB.
pub fn read(path: &Path) -> io::Result<Option<String>> {
    open(path)?.map(OpenFile::text).transpose()
}

/// Returns the path of the file that a write to `path` replaces: the target of a symbolic link, not the link.
///
/// # Errors
/// `InvalidInput` if `path` is not a regular file, such as a pipe or a device: a write would replace it for everybody.
/// The same if it is a link to a file that does not exist.
pub fn resolve_regular_file(path: &Path) -> io::Result<PathBuf> {
    let refuse = |what: &str| Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    match fs::canonicalize(path) {
        Ok(path) if path.is_file() => Ok(path),
        Ok(_) => refuse("it is no regular file"),
        Err(_) if path.is_symlink() => refuse("it is a link that leads nowhere"),
        Err(_) => Ok(path.to_owned()),
    }
}

/// Appends a suffix to a file's name.
fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}

/// Makes files that these options create readable and writable by their owner only (0600).
fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_device_without_an_end_is_not_read_to_it() {
        assert_eq!(read(Path::new("/dev/null")).unwrap().as_deref(), Some(""));
        if Path::new("/dev/zero").exists() {
            assert_eq!(read(Path::new("/dev/zero")).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        }
    }
}

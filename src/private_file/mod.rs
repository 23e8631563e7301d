//! Files that only their owner may read. Each is replaced as a whole, under a lock.

mod lock;
mod open_file;
mod path_check;
#[cfg(unix)]
mod unix;
mod untrusted_path;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
use unix as platform;
#[cfg(windows)]
use windows as platform;

pub use lock::{FileLock, remove_leftovers};
pub use open_file::{OpenFile, open, open_regular, open_trusted};
pub use path_check::check_path;
pub use platform::{make_private_command, take_ownership_command};
pub use untrusted_path::{Problem, UntrustedPath};

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

/// A new file that only its owner can read. It is removed on drop unless it was written or replaced.
pub struct NewFile {
    /// The path as given. The path in `file` is absolute.
    path: PathBuf,
    file: NamedTempFile,
}

impl NewFile {
    /// Creates the empty file (0600), to find out early whether it can be written.
    ///
    /// # Errors
    /// The file exists already, or its folder can't be written.
    pub fn create(path: &Path) -> io::Result<Self> {
        Ok(Self { path: path.to_owned(), file: create_new(path)? })
    }

    /// The path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the text and keeps the file. Returns whether it is still at its path. If another process has moved or
    /// replaced it, that process may have the text. This can be detected only on Unix.
    ///
    /// # Errors
    /// The file can't be written. It is removed.
    pub fn write(mut self, text: &str) -> io::Result<bool> {
        self.file.write_all(text.as_bytes())?;
        self.file.as_file().sync_all()?;
        self.file.disable_cleanup(true);
        Ok(self.is_in_place())
    }

    fn is_in_place(&self) -> bool {
        lock::is_same_file(self.file.as_file(), self.file.path())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.is_in_place() {
            // The file at the path belongs to another process.
            self.file.disable_cleanup(true);
        }
    }
}

/// Reads a file. Returns `None` if it does not exist.
///
/// # Errors
/// The file exists but can't be read, is not UTF-8, or is longer than 4 MiB.
pub fn read(path: &Path) -> io::Result<Option<String>> {
    open(path)?.map(OpenFile::read_text).transpose()
}

/// Returns the path of the file that a write to `path` replaces: the target of a symbolic link, not the link.
///
/// # Errors
/// `InvalidInput` if `path` is not a regular file, since a write would replace a pipe or device for all users, or if
/// it is a broken link.
pub fn resolve_regular_file(path: &Path) -> io::Result<PathBuf> {
    let error = |message: &str| Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    match dunce::canonicalize(path) {
        Ok(path) if path.is_file() => Ok(path),
        Ok(_) => error("not a regular file"),
        Err(_) if path.is_symlink() => error("broken symbolic link"),
        Err(_) => Ok(path.to_owned()),
    }
}

/// Checks that an open file belongs to the user or to root, and that nobody else can change it.
///
/// # Errors
/// An [`UntrustedPath`] with this path, or the file's permissions can't be read.
fn check_file(file: &File, path: &Path) -> io::Result<()> {
    match platform::find_file_problem(file)? {
        Some(problem) => Err(UntrustedPath { path: path.to_owned(), problem }.into()),
        None => Ok(()),
    }
}

/// Creates an empty file that is removed on drop unless `keep` or `persist` is called. An existing file is an error: in
/// a folder like `/tmp` it could belong to another user, who could read the text.
fn create_new(path: &Path) -> io::Result<NamedTempFile> {
    let file = platform::create_file(path)?;
    Ok(NamedTempFile::from_parts(file, TempPath::try_from_path(path)?))
}

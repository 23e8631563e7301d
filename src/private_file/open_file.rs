//! [`OpenFile`]: a file opened for reading, with its owner and its permissions. Both come from the open file rather
//! than its path, since another file may replace the one at the path.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

use super::platform::{self, UserId};
use super::{check_file, check_path};
use crate::bounded;

/// A file that is open for reading.
pub struct OpenFile {
    file: File,
    metadata: Metadata,
}

/// Opens a file for reading. Returns `None` if it does not exist. Opening a pipe blocks until another process writes to
/// it.
///
/// # Errors
/// The file exists but can't be opened.
pub fn open(path: &Path) -> io::Result<Option<OpenFile>> {
    open_with(path, OpenOptions::new().read(true))
}

fn open_with(path: &Path, options: &OpenOptions) -> io::Result<Option<OpenFile>> {
    match options.open(path) {
        Ok(file) => Ok(Some(OpenFile { metadata: file.metadata()?, file })),
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
        Ok(metadata) if !metadata.is_file() => Err(not_regular_error()),
        _ => open(path),
    }
}

/// Opens a regular file for reading that nobody but the user and root can have placed or changed. Returns `None` if it
/// does not exist. Does not follow a link at the last step, and does not block on a pipe.
///
/// # Errors
/// The errors of [`check_path`], [`OpenFile::check`] and [`open_regular`].
pub fn open_trusted(path: &Path) -> io::Result<Option<OpenFile>> {
    check_path(path)?;
    let Some(file) = open_with(path, platform::follow_no_link(OpenOptions::new().read(true)))? else {
        return Ok(None);
    };
    if !file.metadata.is_file() {
        return Err(not_regular_error());
    }
    file.check(path)?;
    Ok(Some(file))
}

fn not_regular_error() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")
}

impl OpenFile {
    /// Reads the file to its end.
    ///
    /// # Errors
    /// The file can't be read, is not UTF-8, or is longer than 4 MiB.
    pub fn read_text(self) -> io::Result<String> {
        bounded::read_text(self.file)
    }

    /// Checks that the file belongs to the user or to root, and that nobody else can change it.
    ///
    /// # Errors
    /// An [`UntrustedPath`](super::UntrustedPath) with this path, or the file's permissions can't be read.
    pub fn check(&self, path: &Path) -> io::Result<()> {
        check_file(&self.file, path)
    }

    /// The owner of the file, if it belongs to another user.
    ///
    /// # Errors
    /// The owner can't be read.
    pub fn foreign_owner(&self) -> io::Result<Option<UserId>> {
        platform::foreign_owner(&self.file)
    }

    /// Whether anyone but the owner has any access to the file.
    ///
    /// # Errors
    /// The file's permissions can't be read.
    pub fn is_readable_by_others(&self) -> io::Result<bool> {
        platform::is_readable_by_others(&self.file)
    }
}

//! [`NewFile`]: a file that is created first and written later.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::owner_only;

/// A new file for its owner only. It is empty until it is written, and removed on drop if it never is.
pub struct NewFile {
    path: PathBuf,
    /// `None` once the file is written.
    file: Option<File>,
}

impl NewFile {
    /// Creates the empty file (0600). This shows early whether it can be written.
    ///
    /// # Errors
    /// The file exists already, or its folder can't be written.
    pub fn reserve(path: &Path) -> io::Result<Self> {
        let file = owner_only(OpenOptions::new().write(true).create_new(true)).open(path)?;
        Ok(Self { path: path.to_owned(), file: Some(file) })
    }

    /// The path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the text. The file stays from then on.
    ///
    /// # Errors
    /// The file can't be written. It is removed then.
    pub fn write(mut self, text: &str) -> io::Result<()> {
        if let Some(mut file) = self.file.as_ref() {
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
        }
        self.file = None;
        Ok(())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_new_file_replaces_nothing_and_goes_if_it_is_not_written() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("token");
        let reserved = NewFile::reserve(&path).unwrap();
        assert_eq!(NewFile::reserve(&path).err().unwrap().kind(), io::ErrorKind::AlreadyExists);
        drop(reserved);
        assert!(!path.exists());
        NewFile::reserve(&path).unwrap().write("fake").unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), mode), ("fake", 0o600));
    }
}

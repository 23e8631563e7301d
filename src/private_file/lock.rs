//! [`FileLock`]: the exclusive right to write one file, held by one process at a time.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::{create_new, open_for_writing, resolve_regular_file};

/// How long [`FileLock::acquire`] waits for another process.
const LOCK_TIMEOUT: Duration = Duration::from_secs(30);

/// How long to retry a rename that Windows refuses.
const RENAME_TIMEOUT: Duration = Duration::from_secs(2);

/// The time between two attempts.
const RETRY_INTERVAL: Duration = Duration::from_millis(2);

/// Whether the lock file is removed on drop. Elsewhere [`is_same_file`] can't tell whether the locked file is still the
/// one at its path, so the lock file stays: otherwise two processes could lock two files of the same name.
const REMOVES_LOCK_FILES: bool = cfg!(unix);

/// The exclusive right to write a file, until it is dropped. It is a lock on a file with the suffix `.lock` in the same
/// folder.
pub struct FileLock {
    /// The file, with symbolic links resolved.
    path: PathBuf,
    lock_path: PathBuf,
    /// The lock is held as long as this file is open.
    _lock_file: File,
    /// The folders that were created for the file. They are removed on drop if nothing was written.
    created_folders: Vec<PathBuf>,
}

impl FileLock {
    /// Waits for the lock, at most 30 seconds. Creates the folder of the file (0700) if it does not exist.
    ///
    /// # Errors
    /// The folder can't be created or written, `path` is not a regular file, or another process holds the lock for too
    /// long (`TimedOut`).
    pub fn acquire(path: &Path) -> io::Result<Self> {
        Self::acquire_with_timeout(path, LOCK_TIMEOUT)?.ok_or_else(|| {
            let message = format!("another process holds {}", lock_path(path).display());
            io::Error::new(io::ErrorKind::TimedOut, message)
        })
    }

    /// Takes the lock without waiting. Returns `None` if another process holds it.
    ///
    /// # Errors
    /// As [`FileLock::acquire`], without the timeout.
    pub fn try_acquire(path: &Path) -> io::Result<Option<Self>> {
        Self::acquire_with_timeout(path, Duration::ZERO)
    }

    fn acquire_with_timeout(path: &Path, timeout: Duration) -> io::Result<Option<Self>> {
        let path = resolve_regular_file(path)?;
        let created_folders = create_folders(path.parent().unwrap_or(Path::new(".")))?;
        let lock_path = lock_path(&path);
        let start = Instant::now();
        loop {
            if let Some(file) = try_lock(&lock_path)? {
                // A killed writer may have left its temporary file. Nobody else is writing now.
                let _ = fs::remove_file(temporary_path(&path));
                return Ok(Some(Self { path, lock_path, _lock_file: file, created_folders }));
            }
            if start.elapsed() >= timeout {
                return Ok(None);
            }
            thread::sleep(RETRY_INTERVAL);
        }
    }

    /// Replaces the file atomically (0600). The text is on the disk when this returns.
    ///
    /// # Errors
    /// The file can't be written. It is unchanged then.
    pub fn write(&self, text: &str) -> io::Result<()> {
        self.replace(text, true)?;
        self.sync_folder()
    }

    /// Replaces the file atomically without waiting for the disk. After a power failure the file may be damaged, so this
    /// is for data that can be fetched again.
    pub fn write_without_sync(&self, text: &str) -> io::Result<()> {
        self.replace(text, false)
    }

    /// Renames a temporary file over the file: a reader sees the old text or the new text, never a part of one.
    fn replace(&self, text: &str, sync: bool) -> io::Result<()> {
        let mut file = create_new(&temporary_path(&self.path))?;
        file.write_all(text.as_bytes())?;
        if sync {
            file.as_file().sync_all()?;
        }
        let start = Instant::now();
        loop {
            let Err(refused) = file.persist(&self.path) else { return Ok(()) };
            // Windows refuses while another program, such as a virus scanner, has the old file open for a short time.
            let is_retryable = cfg!(windows) && refused.error.kind() == io::ErrorKind::PermissionDenied;
            if !is_retryable || start.elapsed() >= RENAME_TIMEOUT {
                return Err(refused.error);
            }
            file = refused.file;
            thread::sleep(RETRY_INTERVAL);
        }
    }

    /// Makes a rename or removal survive a power failure. Windows can't open a folder, and does not need this.
    fn sync_folder(&self) -> io::Result<()> {
        self.path.parent().and_then(|folder| File::open(folder).ok()).map_or(Ok(()), |folder| folder.sync_all())
    }

    /// Removes the file, if it exists.
    ///
    /// # Errors
    /// The file can't be removed.
    pub fn remove(&self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => self.sync_folder(),
        }
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        if REMOVES_LOCK_FILES {
            let _ = fs::remove_file(&self.lock_path);
        }
        for folder in self.created_folders.iter().rev() {
            // This fails for a folder that is not empty, which is intended.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Removes the temporary file and the lock file that a killed writer of `path` left, if any.
pub fn remove_leftovers(path: &Path) {
    if temporary_path(path).exists() || (REMOVES_LOCK_FILES && lock_path(path).exists()) {
        // Acquiring and dropping the lock removes both.
        drop(FileLock::acquire(path));
    }
}

fn lock_path(path: &Path) -> PathBuf {
    append_suffix(path, ".lock")
}

/// Returns the path of the temporary file. Its name is fixed, so that the next writer finds what a killed one left.
fn temporary_path(path: &Path) -> PathBuf {
    append_suffix(path, ".tmp")
}

/// Appends a suffix to a file's name.
fn append_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}

/// Creates a folder (0700) and its missing parents. Returns the folders that it created, outermost first.
fn create_folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let missing = folder.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
    let mut missing: Vec<_> = missing.map(Path::to_owned).collect();
    missing.reverse();
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)?;
    Ok(missing)
}

/// Tries once to create and lock the lock file. Returns `None` if another process holds it, or removed it meanwhile:
/// the locked file must still be the one at `path`.
fn try_lock(path: &Path) -> io::Result<Option<File>> {
    if fs::symlink_metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        // Opening a pipe would block, and a link could lead to another user's file.
        let message = format!("{} is no regular file", path.display());
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    let file = match open_for_writing(path, OpenOptions::new().create(true)) {
        Ok(file) => file,
        // The previous holder removed the folder in the meantime. The next try creates the file.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            create_folders(path.parent().unwrap_or(Path::new(".")))?;
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    match file.try_lock() {
        Ok(()) if is_same_file(&file, path) => Ok(Some(file)),
        Ok(()) | Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Whether an open file is still the one at `path`.
#[cfg(unix)]
fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |metadata: io::Result<fs::Metadata>| metadata.map(|metadata| (metadata.dev(), metadata.ino())).ok();
    id(file.metadata()).is_some_and(|open| id(fs::metadata(path)) == Some(open))
}

/// Lock files are never removed here, see [`REMOVES_LOCK_FILES`].
#[cfg(not(unix))]
fn is_same_file(_: &File, _: &Path) -> bool {
    true
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_write_replaces_the_target_of_a_link() {
        let home = tempfile::tempdir().unwrap();
        let (target, link) = (home.path().join("target"), home.path().join("link"));
        fs::write(&target, "old").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        FileLock::acquire(&link).unwrap().write("new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
    }

    #[test]
    fn refuses_links_at_the_paths_of_the_lock_and_temporary_files() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("file");
        std::os::unix::fs::symlink(home.path().join("elsewhere"), lock_path(&path)).unwrap();
        let error = FileLock::acquire(&path).err().unwrap();
        assert!(error.to_string().ends_with("file.lock is no regular file"), "{error}");
        fs::remove_file(lock_path(&path)).unwrap();
        let lock = FileLock::acquire(&path).unwrap();
        std::os::unix::fs::symlink(home.path().join("elsewhere"), temporary_path(&path)).unwrap();
        assert_eq!(lock.write("fake").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        drop(lock);
        assert!(!home.path().join("elsewhere").exists(), "it was written through a link");
        let lock = FileLock::acquire(&path).unwrap();
        lock.write("fake").unwrap();
        lock.remove().unwrap();
        lock.remove().unwrap();
        drop(lock);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }
}

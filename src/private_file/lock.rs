//! [`FileLock`]: a lock that lets one process at a time write a file.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::{check_file, check_path, create_new, platform};

/// The maximum time that [`FileLock::acquire`] waits for another process.
const LOCK_TIMEOUT: Duration = Duration::from_secs(30);

/// The maximum time to retry a rename that Windows rejects.
const RENAME_TIMEOUT: Duration = Duration::from_secs(2);

/// The time between two attempts.
const RETRY_INTERVAL: Duration = Duration::from_millis(2);

/// Whether the lock file is removed on drop. Other platforms keep it: [`is_same_file`] can't detect there that the
/// locked file was replaced, so two processes could lock two files of the same name.
const REMOVES_LOCK_FILES: bool = cfg!(unix);

/// An exclusive lock on a file, released on drop. It locks a second file in the same folder, whose name has the suffix
/// `.lock`.
pub struct FileLock {
    path: PathBuf,
    lock_path: PathBuf,
    /// Closing this file releases the lock.
    _lock_file: File,
    /// The folders that were created for the file. Those that are empty are removed on drop.
    created_folders: Vec<PathBuf>,
}

impl FileLock {
    /// Waits for the lock, at most 30 seconds. Creates the folder of the file (0700) if it does not exist.
    ///
    /// # Errors
    /// Another user can change where the path leads (an [`UntrustedPath`](super::UntrustedPath)). The folder can't be
    /// created or written, or the wait times out (`TimedOut`).
    pub fn acquire(path: &Path) -> io::Result<Self> {
        Self::acquire_with_timeout(path, LOCK_TIMEOUT)?.ok_or_else(|| {
            let message = format!("another process holds the lock {}", lock_path(path).display());
            io::Error::new(io::ErrorKind::TimedOut, message)
        })
    }

    /// Takes the lock without waiting. Returns `None` if another process holds it.
    ///
    /// # Errors
    /// The errors of [`FileLock::acquire`], except for the timeout.
    pub fn try_acquire(path: &Path) -> io::Result<Option<Self>> {
        Self::acquire_with_timeout(path, Duration::ZERO)
    }

    fn acquire_with_timeout(path: &Path, timeout: Duration) -> io::Result<Option<Self>> {
        let path = path.to_owned();
        let created_folders = create_folders(&path)?;
        let lock_path = lock_path(&path);
        let start = Instant::now();
        loop {
            if let Some(file) = try_lock(&lock_path)? {
                // Remove the temporary file of a killed writer. No other process writes now.
                let _ = fs::remove_file(temporary_path(&path));
                return Ok(Some(Self { path, lock_path, _lock_file: file, created_folders }));
            }
            if start.elapsed() >= timeout {
                return Ok(None);
            }
            thread::sleep(RETRY_INTERVAL);
        }
    }

    /// Replaces the file atomically (0600), and waits until the text is on the disk. A link is replaced itself.
    ///
    /// # Errors
    /// The file can't be written. It keeps its old text.
    pub fn write(&self, text: &str) -> io::Result<()> {
        self.replace(text, true)?;
        self.sync_folder()
    }

    /// Replaces the file atomically without waiting for the disk. A power failure may damage the file, so use this only
    /// for data that can be fetched again.
    ///
    /// # Errors
    /// The file can't be written. It keeps its old text.
    pub fn write_without_sync(&self, text: &str) -> io::Result<()> {
        self.replace(text, false)
    }

    /// Renames a temporary file over the file, so a reader sees either the old or the new text.
    fn replace(&self, text: &str, sync: bool) -> io::Result<()> {
        let mut file = create_new(&temporary_path(&self.path))?;
        file.write_all(text.as_bytes())?;
        if sync {
            file.as_file().sync_all()?;
        }
        // On Windows, nobody can read the file until it is closed.
        let mut closed = file.into_temp_path();
        let start = Instant::now();
        loop {
            let Err(failed) = closed.persist(&self.path) else { return Ok(()) };
            if !platform::is_in_use(&failed.error) || start.elapsed() >= RENAME_TIMEOUT {
                return Err(failed.error);
            }
            closed = failed.path;
            thread::sleep(RETRY_INTERVAL);
        }
    }

    /// Makes a rename or removal survive a power failure. Does nothing on Windows, which can't open a folder.
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
            // Fails for a folder that is not empty, as intended.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Removes the temporary file and the lock file that a killed writer of `path` left behind, if any.
pub fn remove_leftovers(path: &Path) {
    if temporary_path(path).exists() || (REMOVES_LOCK_FILES && lock_path(path).exists()) {
        // Acquiring and dropping the lock removes both.
        drop(FileLock::acquire(path));
    }
}

fn lock_path(path: &Path) -> PathBuf {
    append_suffix(path, ".lock")
}

/// The path of the temporary file. Its name is fixed, so the next writer can remove the file of a killed one.
fn temporary_path(path: &Path) -> PathBuf {
    append_suffix(path, ".tmp")
}

/// Appends a suffix to a file's name.
fn append_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}

/// Creates the missing folders of a file (0700), and checks that other users can't change where its path leads. Returns
/// the folders that it created, outermost first.
fn create_folders(path: &Path) -> io::Result<Vec<PathBuf>> {
    let folders = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    let mut missing: Vec<_> = folders.take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
    missing.reverse();
    if !missing.is_empty() {
        // Create nothing in a folder of another user.
        check_path(path)?;
        platform::create_folders(&missing)?;
    }
    check_path(path)?;
    Ok(missing)
}

/// Tries once to create and lock the lock file. Returns `None` if another process holds it, or has removed or replaced
/// it in the meantime.
fn try_lock(path: &Path) -> io::Result<Option<File>> {
    if fs::symlink_metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        // Opening a pipe would block, and a link could point to another file of the user.
        let message = format!("{} is not a regular file", path.display());
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    let file = match platform::open_lock_file(path) {
        Ok(file) => file,
        // The previous owner of the lock removed the folder. The next try creates the file.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            create_folders(path)?;
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    // Its owner could remove a locked file, so that two processes lock two files.
    check_file(&file, path)?;
    match file.try_lock() {
        Ok(()) if is_same_file(&file, path) => Ok(Some(file)),
        Ok(()) | Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Whether the open file is still the one at `path`.
#[cfg(unix)]
pub(super) fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |metadata: io::Result<fs::Metadata>| metadata.map(|metadata| (metadata.dev(), metadata.ino())).ok();
    id(file.metadata()).is_some_and(|open| id(fs::symlink_metadata(path)) == Some(open))
}

/// Always true: the standard library can't tell on these platforms, which is why [`REMOVES_LOCK_FILES`] is false.
#[cfg(not(unix))]
pub(super) fn is_same_file(_: &File, _: &Path) -> bool {
    true
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::private_file::UntrustedPath;

    #[test]
    fn a_write_replaces_a_link_and_not_its_target() {
        let home = tempfile::tempdir().unwrap();
        let (target, link) = (home.path().join("target"), home.path().join("link"));
        fs::write(&target, "old").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        FileLock::acquire(&link).unwrap().write("new").unwrap();
        let texts = [&link, &target].map(|path| fs::read_to_string(path).unwrap());
        assert_eq!((texts, link.is_symlink()), (["new".to_owned(), "old".to_owned()], false));
    }

    #[test]
    fn creates_nothing_in_a_folder_that_others_can_change() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("open");
        fs::create_dir(&folder).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
        for path in [folder.join("file"), folder.join("none/file")] {
            let error = FileLock::acquire(&path).err().unwrap();
            assert!(UntrustedPath::from_io(&error).is_some(), "{error}");
            assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "{}", path.display());
        }
    }

    #[test]
    fn refuses_a_lock_file_that_others_can_change() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("file");
        fs::write(lock_path(&path), "").unwrap();
        fs::set_permissions(lock_path(&path), fs::Permissions::from_mode(0o666)).unwrap();
        let error = FileLock::acquire(&path).err().unwrap();
        assert!(error.to_string().ends_with("file.lock is writable by other users"), "{error}");
    }

    #[test]
    fn refuses_links_at_the_paths_of_the_lock_and_temporary_files() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("file");
        std::os::unix::fs::symlink(home.path().join("elsewhere"), lock_path(&path)).unwrap();
        let error = FileLock::acquire(&path).err().unwrap();
        assert!(error.to_string().ends_with("file.lock is not a regular file"), "{error}");
        fs::remove_file(lock_path(&path)).unwrap();
        let lock = FileLock::acquire(&path).unwrap();
        std::os::unix::fs::symlink(home.path().join("elsewhere"), temporary_path(&path)).unwrap();
        assert_eq!(lock.write("fake").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        drop(lock);
        assert!(!home.path().join("elsewhere").exists(), "the text was written through the link");
        let lock = FileLock::acquire(&path).unwrap();
        lock.write("fake").unwrap();
        lock.remove().unwrap();
        lock.remove().unwrap();
        drop(lock);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }
}

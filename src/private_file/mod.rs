//! Files that are nobody else's business: written whole, under a lock, for their owner alone.
//! Knows nothing of what is in them.

mod opened;

pub use opened::{Opened, open, open_regular};
#[cfg(unix)]
pub use opened::{open_folder, user};

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How long a writer waits for its turn.
const TURN: Duration = Duration::from_secs(30);

/// How long a file may be open elsewhere before it counts as refused.
const BUSY: Duration = Duration::from_secs(2);

/// Whether a lock file goes with its lock. Where nothing tells whether a file that was opened is still the one that is
/// there, it stays, so that two processes never lock two files of one name.
const REMOVES_LOCKS: bool = cfg!(unix);

/// Reads a file; `None` where there is none.
///
/// # Errors
/// Where it is there and can't be read, is no UTF-8, or is far longer than it can be.
pub fn read(path: &Path) -> io::Result<Option<String>> {
    open(path)?.map(Opened::text).transpose()
}

/// The right to write a file, until it is dropped.
pub struct Turn {
    /// The file, no link.
    path: PathBuf,
    lock: PathBuf,
    /// Held open for as long as the lock is.
    _held: File,
    /// The folders that were made for it: they go again if nothing is written.
    folders: Vec<PathBuf>,
}

impl Turn {
    /// Waits for one's turn to write a file, and makes its folder (0700) where there is none.
    ///
    /// # Errors
    /// Where the folder can't be made or written, where something else than a file would be replaced, or where the turn
    /// doesn't come within half a minute.
    pub fn wait(path: &Path) -> io::Result<Self> {
        Self::come(path, TURN)?.ok_or_else(|| {
            let told = format!("another process holds {}", beside(path, ".lock").display());
            io::Error::new(io::ErrorKind::TimedOut, told)
        })
    }

    /// The same if nobody else has the turn just now, without waiting for it.
    ///
    /// # Errors
    /// As [`Turn::wait`].
    pub fn at_once(path: &Path) -> io::Result<Option<Self>> {
        Self::come(path, Duration::ZERO)
    }

    fn come(path: &Path, patience: Duration) -> io::Result<Option<Self>> {
        let path = replaceable(path)?;
        let folders = make_folder(path.parent().unwrap_or(Path::new(".")))?;
        let lock = beside(&path, ".lock");
        let begun = Instant::now();
        loop {
            if let Some(held) = try_lock(&lock)? {
                // What a killed writer left: nobody else is writing now.
                let _ = fs::remove_file(beside(&path, ".tmp"));
                return Ok(Some(Self { path, lock, _held: held, folders }));
            }
            if begun.elapsed() >= patience {
                return Ok(None);
            }
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Replaces the file: a reader sees the old text or the new one, whole. The temporary file has one fixed name,
    /// so that the next writer finds what a killed one left.
    ///
    /// # Errors
    /// Where the file can't be written; the old one is still there then.
    pub fn write(&self, text: &str) -> io::Result<()> {
        self.put(text, File::sync_all)?;
        self.sync_folder()
    }

    /// The same without waiting for the disk, for what can be had again: after a power cut the file may be damaged.
    ///
    /// # Errors
    /// As [`Turn::write`].
    pub fn write_soon(&self, text: &str) -> io::Result<()> {
        self.put(text, |_| Ok(()))
    }

    fn put(&self, text: &str, settle: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
        let temporary = beside(&self.path, ".tmp");
        // A new one: in a folder like `/tmp` it could be somebody else's file, who reads along.
        let written = private(OpenOptions::new().write(true).create_new(true))
            .open(&temporary)
            .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| settle(&file)))
            .and_then(|()| replace(&temporary, &self.path));
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written
    }

    /// Removes the file, if it is there.
    ///
    /// # Errors
    /// Where it can't be removed.
    pub fn remove(&self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => self.sync_folder(),
        }
    }

    /// A change of a folder's entries is only as durable as the folder. Windows can't open one, and needs no such thing.
    fn sync_folder(&self) -> io::Result<()> {
        match self.path.parent().and_then(|folder| File::open(folder).ok()) {
            Some(folder) => folder.sync_all(),
            None => Ok(()),
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if REMOVES_LOCKS {
            let _ = fs::remove_file(&self.lock);
        }
        for folder in self.folders.iter().rev() {
            // A folder with something in it stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// A new file for its owner alone, empty until it is written. It goes again if it never is.
pub struct NewFile {
    path: PathBuf,
    file: Option<File>,
}

impl NewFile {
    /// Makes the file (0600), so that it is known that it can be written.
    ///
    /// # Errors
    /// Where there is one already, or its folder can't be written.
    pub fn reserve(path: &Path) -> io::Result<Self> {
        let file = private(OpenOptions::new().write(true).create_new(true)).open(path)?;
        Ok(Self { path: path.to_owned(), file: Some(file) })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the text, and is done: the file stays.
    ///
    /// # Errors
    /// Where it can't be written; it goes then.
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

/// The file that a writer replaces: the target of a link, not the link. A device or a pipe would be gone for all.
///
/// # Errors
/// Where it is something else than a file.
pub fn replaceable(path: &Path) -> io::Result<PathBuf> {
    let refuse = |what: &str| Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    match fs::canonicalize(path) {
        Ok(path) if path.is_file() => Ok(path),
        Ok(_) => refuse("it is no regular file"),
        Err(_) if path.is_symlink() => refuse("it is a link that leads nowhere"),
        Err(_) => Ok(path.to_owned()),
    }
}

/// Removes what a killed writer of a file left beside it, if anything.
pub fn sweep(path: &Path) {
    if beside(path, ".tmp").exists() || (REMOVES_LOCKS && beside(path, ".lock").exists()) {
        // Taking one's turn is enough; somebody who is writing just now does it as well.
        drop(Turn::wait(path));
    }
}

/// Renames over a file. Windows refuses that while somebody has the old one open, to read it or to look for viruses in
/// it; neither takes long.
fn replace(new: &Path, old: &Path) -> io::Result<()> {
    let refused = io::ErrorKind::PermissionDenied;
    let begun = Instant::now();
    loop {
        match fs::rename(new, old) {
            Err(error) if cfg!(windows) && error.kind() == refused && begun.elapsed() < BUSY => {
                thread::sleep(Duration::from_millis(2));
            }
            done => return done,
        }
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}

/// Makes a folder and those above it; gives back those that were made, the highest first.
fn make_folder(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let missing = folder.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
    let mut missing: Vec<_> = missing.map(Path::to_owned).collect();
    missing.reverse();
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)?;
    Ok(missing)
}

/// Takes the lock, if nobody else holds it. Whoever held it removes the file, so the one that was locked must
/// still be the one that is there.
fn try_lock(path: &Path) -> io::Result<Option<File>> {
    if fs::symlink_metadata(path).is_ok_and(|there| !there.is_file()) {
        // A pipe would be waited for, and a link would lead elsewhere.
        let told = format!("{} is no regular file", path.display());
        return Err(io::Error::new(io::ErrorKind::InvalidInput, told));
    }
    let file = match private(OpenOptions::new().write(true).create(true)).open(path) {
        Ok(file) => file,
        // The holder's folder went while the lock was opened; the next try makes it anew.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make_folder(path.parent().unwrap_or(Path::new(".")))?;
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    match file.try_lock() {
        Ok(()) if is_still_there(&file, path) => Ok(Some(file)),
        Ok(()) | Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |metadata: io::Result<fs::Metadata>| metadata.map(|metadata| (metadata.dev(), metadata.ino())).ok();
    id(file.metadata()).is_some_and(|open| id(fs::metadata(path)) == Some(open))
}

/// Nobody removes it there.
#[cfg(not(unix))]
fn is_still_there(_: &File, _: &Path) -> bool {
    true
}

/// For the owner alone.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_file_is_its_owners_and_nothing_else_stays() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a/b/file.toml");
        assert_eq!(read(&path).unwrap(), None);
        Turn::wait(&path).unwrap().write("one").unwrap();
        assert_eq!(read(&path).unwrap().as_deref(), Some("one"));
        assert_eq!((mode(&path), mode(path.parent().unwrap()), mode(&home.path().join("a"))), (0o600, 0o700, 0o700));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        let others_may_read = || open(&path).unwrap().unwrap().others_may_read();
        assert!(!others_may_read());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(others_may_read());
    }

    #[test]
    fn a_turn_in_which_nothing_is_written_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        drop(Turn::wait(&home.path().join("a/b/file.toml")).unwrap());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_link_stays_a_link() {
        let home = tempfile::tempdir().unwrap();
        let (target, link) = (home.path().join("target"), home.path().join("link"));
        fs::write(&target, "old").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        Turn::wait(&link).unwrap().write("new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
    }

    #[test]
    fn only_a_file_is_replaced() {
        let home = tempfile::tempdir().unwrap();
        let link = home.path().join("link");
        std::os::unix::fs::symlink(home.path().join("gone"), &link).unwrap();
        for path in [&link, home.path(), Path::new("/dev/null")] {
            let error = Turn::wait(path).err().unwrap();
            assert_eq!(error.kind(), io::ErrorKind::InvalidInput, "{}", path.display());
        }
        assert!(link.is_symlink());
    }

    #[test]
    fn neither_a_lock_nor_a_temporary_file_is_somebody_elses() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("file");
        std::os::unix::fs::symlink(home.path().join("elsewhere"), beside(&path, ".lock")).unwrap();
        let error = Turn::wait(&path).err().unwrap();
        assert!(error.to_string().ends_with("file.lock is no regular file"), "{error}");
        fs::remove_file(beside(&path, ".lock")).unwrap();
        let turn = Turn::wait(&path).unwrap();
        std::os::unix::fs::symlink(home.path().join("elsewhere"), beside(&path, ".tmp")).unwrap();
        assert_eq!(turn.write("fake").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        drop(turn);
        assert!(!home.path().join("elsewhere").exists(), "it was written through a link");
        let turn = Turn::wait(&path).unwrap();
        turn.write("fake").unwrap();
        turn.remove().unwrap();
        turn.remove().unwrap();
        drop(turn);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_must_be_a_file_is_not_waited_for() {
        let home = tempfile::tempdir().unwrap();
        let pipe = home.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(open_regular(&pipe).err().unwrap().kind(), io::ErrorKind::InvalidInput);
        assert_eq!(Turn::wait(&pipe).err().unwrap().kind(), io::ErrorKind::InvalidInput);
        assert!(open_regular(&home.path().join("none")).unwrap().is_none());
    }

    #[test]
    fn a_device_without_an_end_is_not_read_to_it() {
        assert_eq!(read(Path::new("/dev/null")).unwrap().as_deref(), Some(""));
        if Path::new("/dev/zero").exists() {
            assert_eq!(read(Path::new("/dev/zero")).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        }
    }

    #[test]
    fn a_new_file_replaces_nothing_and_goes_if_it_is_not_written() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("token");
        let reserved = NewFile::reserve(&path).unwrap();
        assert_eq!(NewFile::reserve(&path).err().unwrap().kind(), io::ErrorKind::AlreadyExists);
        drop(reserved);
        assert!(!path.exists());
        NewFile::reserve(&path).unwrap().write("fake").unwrap();
        assert_eq!((read(&path).unwrap().as_deref(), mode(&path)), (Some("fake"), 0o600));
    }

    #[test]
    fn turns_do_not_overlap() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("folder/count");
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        let turn = Turn::wait(&path).unwrap();
                        let count: u32 = read(&path).unwrap().map_or(0, |text| text.parse().unwrap());
                        turn.write(&(count + 1).to_string()).unwrap();
                    }
                });
            }
        });
        assert_eq!(read(&path).unwrap().as_deref(), Some("160"));
    }
}

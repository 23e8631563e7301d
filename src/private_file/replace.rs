//! Replacing a file atomically: a reader sees the old text or the new text, never a part of one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::{owner_only, with_suffix};

/// How long to retry a rename that Windows refuses.
const RENAME_TIMEOUT: Duration = Duration::from_secs(2);

/// Returns the path of the temporary file. Its name is fixed, so that the next writer finds what a killed one left.
pub(super) fn temporary_path(path: &Path) -> PathBuf {
    with_suffix(path, ".tmp")
}

/// Writes the text to a temporary file in the same folder and renames it over `path`. With `sync`, the text is on the
/// disk before the rename.
///
/// # Errors
/// The file can't be written, or the temporary file exists already. `path` is unchanged then.
pub(super) fn replace_file(path: &Path, text: &str, sync: bool) -> io::Result<()> {
    let temporary = temporary_path(path);
    let written = write_new(&temporary, text, sync).and_then(|()| rename_over(&temporary, path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// Creates and writes a file. An existing file is an error: in a folder like `/tmp` it could belong to another user,
/// who could read the text.
fn write_new(path: &Path, text: &str, sync: bool) -> io::Result<()> {
    let mut file = owner_only(OpenOptions::new().write(true).create_new(true)).open(path)?;
    file.write_all(text.as_bytes())?;
    if sync { file.sync_all() } else { Ok(()) }
}

/// Renames a file over another one. Windows refuses that while another program, such as a virus scanner, has the old
/// file open for a short time.
fn rename_over(new: &Path, old: &Path) -> io::Result<()> {
    let start = Instant::now();
    loop {
        match fs::rename(new, old) {
            Err(error)
                if cfg!(windows)
                    && error.kind() == io::ErrorKind::PermissionDenied
                    && start.elapsed() < RENAME_TIMEOUT =>
            {
                thread::sleep(Duration::from_millis(2));
            }
            result => return result,
        }
    }
}

/// Makes a rename or removal of `path` survive a power failure. Windows can't open a folder, and does not need this.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent().and_then(|folder| File::open(folder).ok()) {
        Some(folder) => folder.sync_all(),
        None => Ok(()),
    }
}

//! [`CacheFile`]: lines of text in the user's cache folder, no secrets. A cache never makes a command fail, wait or print
//! a message.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::Serialize;

use super::{App, folders};
use crate::environment::NO_CACHE;
use crate::private_file::{self, FileLock};

/// The maximum size of a file, which is also the limit of `private_file`.
pub(super) const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;

/// The maximum size of the lines, which leaves room for the header.
pub(super) const MAX_LINES_BYTES: usize = (MAX_FILE_BYTES - 64 * 1024) as usize;

/// The empty line at the end of a file. A truncated file lacks it.
const END_MARKER: &str = "\n";

/// The maximum number of files of a kind.
const MAX_FILES: usize = 32;

/// The maximum length of a name that is made of a server and a context or user.
const MAX_NAME_CHARS: usize = 160;

/// The end of the name of a file.
const FILE_NAME_SUFFIX: &str = ".tsv";

/// A kind of cache: a folder of files whose names have the same start.
#[derive(Clone, Copy, Debug)]
pub(super) struct CacheKind {
    /// The folder in the user's cache folder.
    pub(super) folder: &'static str,
    /// The start of the files' names.
    pub(super) prefix: &'static str,
}

/// A file of lines between a header, which says what the file is for, and an end marker.
#[derive(Clone, Debug)]
pub(super) struct CacheFile {
    pub(super) kind: CacheKind,
    pub(super) path: PathBuf,
    /// The first line: JSON that tells files of the same name apart.
    pub(super) header: String,
}

impl CacheFile {
    /// The file for a server and a context or user. Does not read it. Returns `None` if `QLIK_NO_CACHE` is set, in CI, or
    /// if the user has no cache folder.
    pub(super) fn new(app: &App, kind: CacheKind, server: &str, owner: Option<&str>) -> Option<Self> {
        if app.environment.get_os(NO_CACHE).is_some() || app.terminal.is_ci {
            return None;
        }
        let replace_special = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let full_name = format!("{server} {}", owner.unwrap_or_default());
        // Two caches can get the same file name and then overwrite each other. The header prevents mixing them up.
        let name: String = full_name.trim().chars().take(MAX_NAME_CHARS).map(replace_special).collect();
        let path = folders::cache_dir()?.join(kind.folder).join(format!("{}{name}{FILE_NAME_SUFFIX}", kind.prefix));
        Some(Self { kind, path, header: format_header(&(server, owner))? })
    }

    /// Reads the lines between header and end marker. Returns `None` if the file is damaged, belongs to another cache, or
    /// can be changed by other users.
    pub(super) fn read_lines(&self) -> Option<String> {
        // Another user who can write the file could make this user remove the wrong key.
        let text = private_file::open_trusted(&self.path).ok()??.read_text().ok()?;
        let lines = text.strip_prefix(&self.header)?.strip_suffix(END_MARKER)?;
        (lines.is_empty() || lines.ends_with('\n')).then(|| lines.to_owned())
    }

    /// Replaces the lines by the result of `change`. Does nothing if another process is writing the file, or on an
    /// error.
    pub(super) fn update_lines(&self, change: impl Fn(&str) -> String) {
        let _ = self.try_update_lines(change);
    }

    fn try_update_lines(&self, change: impl Fn(&str) -> String) -> io::Result<()> {
        let old = self.read_lines().unwrap_or_default();
        // Most lists have not changed, and reading a file is much faster than replacing it.
        if change(&old) == old {
            return Ok(());
        }
        let Some(lock) = FileLock::try_acquire(&self.path)? else {
            return Ok(());
        };
        let is_new = !self.path.exists();
        let lines = change(&self.read_lines().unwrap_or_default());
        lock.write_without_sync(&(self.header.clone() + &lines + END_MARKER))?;
        drop(lock);
        if is_new { self.remove_oldest_files() } else { Ok(()) }
    }

    /// Removes the file.
    pub(super) fn clear(&self) {
        if private_file::check_path(&self.path).is_ok() {
            let _ = fs::remove_file(&self.path);
        }
    }

    /// Removes the files of this kind with the oldest modification times, so that [`MAX_FILES`] remain. Leaves other files
    /// alone.
    fn remove_oldest_files(&self) -> io::Result<()> {
        let entries = fs::read_dir(self.path.parent().unwrap_or(Path::new(".")))?.filter_map(io::Result::ok);
        let modified = |entry: &fs::DirEntry| entry.metadata().and_then(|file| file.modified());
        let mut files: Vec<(SystemTime, PathBuf)> = entries
            .filter(|entry| self.kind.is_file(entry))
            .filter_map(|entry| Some((modified(&entry).ok()?, entry.path())))
            .collect();
        files.sort();
        files.iter().rev().skip(MAX_FILES).try_for_each(|(_, path)| fs::remove_file(path))
    }
}

impl CacheKind {
    /// Whether this is a regular file with the name of a cache file, or of the temporary file of a killed writer.
    fn is_file(self, entry: &fs::DirEntry) -> bool {
        let name = entry.file_name().into_string().unwrap_or_default();
        let name = name.strip_suffix(".tmp").unwrap_or(&name);
        let stem = name.strip_prefix(self.prefix).and_then(|name| name.strip_suffix(FILE_NAME_SUFFIX));
        let is_ours = stem.is_some_and(|stem| stem.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
        is_ours && entry.file_type().is_ok_and(|kind| kind.is_file())
    }
}

pub(super) fn format_header(names: &impl Serialize) -> Option<String> {
    Some(serde_json::to_string(names).ok()? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removes_the_oldest_files() {
        let folder = tempfile::tempdir().unwrap();
        let kind = CacheKind { folder: "completion", prefix: "keys-" };
        for number in 0..MAX_FILES + 3 {
            let file = fs::File::create(folder.path().join(format!("keys-{number}.tsv"))).unwrap();
            let age = std::time::Duration::from_secs(1000 - number as u64);
            file.set_modified(SystemTime::now() - age).unwrap();
        }
        let file = CacheFile { kind, path: folder.path().join("keys-1.tsv"), header: String::new() };
        file.remove_oldest_files().unwrap();
        let exists = |number: usize| folder.path().join(format!("keys-{number}.tsv")).exists();
        assert_eq!((0..MAX_FILES + 3).filter(|number| !exists(*number)).collect::<Vec<_>>(), [0, 1, 2]);
    }
}

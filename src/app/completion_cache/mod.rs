//! Caches listed keys for shell completion: IDs, statuses and truncated descriptions, no secrets. The user's cache
//! folder has one file per context, and one per server that a credential in the environment signs in to. The cache
//! never makes a command fail, wait or print a message.

mod key;
mod pages;

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

pub use key::{CachedKey, to_short_line};
pub use pages::CachingPages;

use super::{App, folders};
use crate::context::{Context, Server};
use crate::environment::NO_CACHE;
use crate::private_file::{self, FileLock};
use crate::row::Row;
use key::MAX_CHARS;

/// The maximum size of a file, which is also the limit of `private_file`: room for at least 5,000 keys, usually 50,000.
const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;

/// The maximum size of a file without its header.
const MAX_LINES_BYTES: usize = (MAX_FILE_BYTES - 64 * 1024) as usize;

/// The empty line at the end of a file. A truncated file lacks it.
const END_MARKER: &str = "\n";

/// The maximum number of files.
const MAX_FILES: usize = 32;

/// The start of the name of a file.
const FILE_NAME_PREFIX: &str = "keys-";

/// The end of the name of a file.
const FILE_NAME_SUFFIX: &str = ".tsv";

/// The cache file of a context, or of a server that a credential in the environment signs in to.
#[derive(Clone, Debug)]
pub struct CompletionCache {
    path: PathBuf,
    server: String,
    context: Option<String>,
}

impl CompletionCache {
    /// Returns the cache of a context, or of the server if there is no context. Does not read the file. Returns `None`
    /// if `QLIK_NO_CACHE` is set, in CI, or if the user has no cache folder.
    pub fn new(app: &App, server: &Server, context: Option<&Context>) -> Option<Self> {
        if app.environment.get_os(NO_CACHE).is_some() || app.terminal.is_ci {
            return None;
        }
        let (server, context) = (server.to_string(), context.map(|context| context.name.clone()));
        let replace_special = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let full_name = format!("{server} {}", context.as_deref().unwrap_or_default());
        // Two caches can get the same file name and then overwrite each other. The header prevents mixing them up.
        let name: String = full_name.trim().chars().take(2 * MAX_CHARS).map(replace_special).collect();
        let file_name = format!("{FILE_NAME_PREFIX}{name}{FILE_NAME_SUFFIX}");
        Some(Self { path: cache_folder()?.join(file_name), server, context })
    }

    /// Reads the keys, newest first as far as known. Returns none if the file is missing or unusable.
    pub fn keys(&self) -> Vec<CachedKey> {
        self.read_lines().as_deref().map(parse_keys).unwrap_or_default()
    }

    /// Reads the lines between header and end marker. Returns `None` if the file is damaged, belongs to another cache, or
    /// can be changed by other users.
    fn read_lines(&self) -> Option<String> {
        // Another user who can write the file could make this user remove the wrong key.
        let text = private_file::open_trusted(&self.path).ok()??.read_text().ok()?;
        let lines = text.strip_prefix(&self.header().ok()?)?.strip_suffix(END_MARKER)?;
        (lines.is_empty() || lines.ends_with('\n')).then(|| lines.to_owned())
    }

    /// The first line of the file: a JSON array of the server and the context.
    fn header(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string(&(&self.server, &self.context))? + "\n")
    }

    /// Adds a new key.
    pub fn add(&self, row: &Row) {
        self.prepend(CachedKey::from_row(row).into_iter().collect());
    }

    /// Removes keys.
    pub fn remove(&self, ids: &[&str]) {
        self.update_keys(|mut keys| {
            keys.retain(|key| !ids.contains(&key.id.as_str()));
            keys
        });
    }

    /// Removes the file.
    pub fn clear(&self) {
        if private_file::check_path(&self.path).is_ok() {
            let _ = fs::remove_file(&self.path);
        }
    }

    /// Puts keys in front of the cached ones.
    fn prepend(&self, new: Vec<CachedKey>) {
        let ids: HashSet<_> = new.iter().map(|key| &key.id).collect();
        self.update_keys(|mut old| {
            old.retain(|key| !ids.contains(&key.id));
            new.iter().cloned().chain(old).collect()
        });
    }

    /// Replaces the cached keys by the result of `change`.
    fn update_keys(&self, change: impl Fn(Vec<CachedKey>) -> Vec<CachedKey>) {
        self.update_lines(|old| format_keys(change(parse_keys(old)).iter()));
    }

    /// Replaces the lines by the result of `change`. Does nothing if another process is writing the file, or on an
    /// error.
    fn update_lines(&self, change: impl Fn(&str) -> String) {
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
        lock.write_without_sync(&(self.header()? + &lines + END_MARKER))?;
        drop(lock);
        if is_new { remove_oldest_files(self.path.parent().unwrap_or(Path::new("."))) } else { Ok(()) }
    }
}

fn parse_keys(lines: &str) -> Vec<CachedKey> {
    lines.lines().filter_map(CachedKey::from_line).collect()
}

/// Formats the first keys as lines, as many as fit in [`MAX_LINES_BYTES`].
fn format_keys<'a>(keys: impl Iterator<Item = &'a CachedKey>) -> String {
    let mut lines = String::new();
    keys.for_each(|key| append_line(&mut lines, key));
    lines
}

/// Appends the line of a key unless the result would exceed [`MAX_LINES_BYTES`].
fn append_line(lines: &mut String, key: &CachedKey) {
    let line = key.to_line();
    if lines.len() + line.len() <= MAX_LINES_BYTES {
        lines.push_str(&line);
    }
}

fn cache_folder() -> Option<PathBuf> {
    Some(folders::cache_dir()?.join("completion"))
}

/// Removes the cache files with the oldest modification times, so that [`MAX_FILES`] remain. Leaves other files alone.
fn remove_oldest_files(folder: &Path) -> io::Result<()> {
    let entries = fs::read_dir(folder)?.filter_map(io::Result::ok).filter(is_cache_file);
    let modified = |entry: &fs::DirEntry| entry.metadata().and_then(|file| file.modified());
    let mut files: Vec<(SystemTime, PathBuf)> =
        entries.filter_map(|entry| Some((modified(&entry).ok()?, entry.path()))).collect();
    files.sort();
    files.iter().rev().skip(MAX_FILES).try_for_each(|(_, path)| fs::remove_file(path))
}

/// Whether this is a regular file with the name of a cache file, or of the temporary file of a killed writer.
fn is_cache_file(entry: &fs::DirEntry) -> bool {
    let name = entry.file_name().into_string().unwrap_or_default();
    let name = name.strip_suffix(".tmp").unwrap_or(&name);
    let stem = name.strip_prefix(FILE_NAME_PREFIX).and_then(|name| name.strip_suffix(FILE_NAME_SUFFIX));
    let is_ours = stem.is_some_and(|stem| stem.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
    is_ours && entry.file_type().is_ok_and(|kind| kind.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Error, Exit, Result};
    use crate::page::Page;
    use serde_json::value::RawValue;

    fn row(id: &str, description: &str) -> Row {
        let row = serde_json::json!({"id": id, "description": description, "status": "active", "token": "fake"});
        RawValue::from_string(row.to_string()).unwrap().into()
    }

    fn page(ids: &[&str]) -> Result<Page> {
        Ok(Page { rows: ids.iter().map(|id| row(id, "a key")).collect(), date: None })
    }

    fn cache_in(folder: &Path) -> CompletionCache {
        CompletionCache {
            path: folder.join("qlik/keys.tsv"),
            server: "https://a.example".into(),
            context: Some("a".into()),
        }
    }

    fn cached_ids(cache: &CompletionCache) -> String {
        cache.keys().into_iter().map(|key| key.id).collect::<Vec<_>>().join(" ")
    }

    /// Reads at most `count` pages.
    fn read_pages(cache: &CompletionCache, pages: Vec<Result<Page>>, has_all_keys: bool, count: usize) {
        CachingPages::new(Some(cache.clone()), pages.into_iter(), has_all_keys).take(count).for_each(drop);
    }

    #[test]
    fn full_list_replaces_cached_keys_and_partial_list_is_prepended() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache_in(folder.path());
        for (pages, has_all_keys, count, expected) in [
            (vec![page(&["a", "b"]), page(&["c"])], true, 9, "a b c"),
            (vec![page(&["d", "b"])], false, 9, "d b a c"),
            (vec![page(&["e"]), page(&["f"])], true, 1, "e d b a c"),
            (vec![page(&["g"]), Err(Error::new(Exit::Unavailable, "x"))], true, 9, "g e d b a c"),
            (vec![page(&[])], false, 9, "g e d b a c"),
            (vec![page(&["b", "c"])], true, 9, "b c"),
            (vec![page(&[])], true, 9, ""),
        ] {
            read_pages(&cache, pages, has_all_keys, count);
            assert_eq!(cached_ids(&cache), expected);
        }
    }

    #[cfg(unix)]
    #[test]
    fn does_not_rewrite_an_unchanged_file() {
        use std::os::unix::fs::MetadataExt as _;
        let folder = tempfile::tempdir().unwrap();
        let cache = cache_in(folder.path());
        let inode = || fs::metadata(&cache.path).unwrap().ino();
        read_pages(&cache, vec![page(&["a", "b"])], true, 9);
        let first = inode();
        read_pages(&cache, vec![page(&["a", "b"])], true, 9);
        read_pages(&cache, vec![page(&["a"])], false, 9);
        cache.remove(&["x"]);
        assert_eq!((inode(), cached_ids(&cache)), (first, "a b".into()));
        read_pages(&cache, vec![page(&["b"])], false, 9);
        assert_eq!((inode() == first, cached_ids(&cache)), (false, "b a".into()));
    }

    #[test]
    fn adds_and_removes_single_keys() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache_in(folder.path());
        cache.remove(&["a"]);
        assert!(!cache.path.exists());
        ["a", "b", "c", "a"].into_iter().for_each(|id| cache.add(&row(id, "")));
        cache.remove(&["b", "x"]);
        assert_eq!(cached_ids(&cache), "a c");
        assert!(!fs::read_to_string(&cache.path).unwrap().contains("fake"), "the token is cached");
        cache.clear();
        assert_eq!(cached_ids(&cache), "");
    }

    #[test]
    fn limits_the_file_size() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache_in(folder.path());
        let large_page = |first: usize| {
            let rows = (first..first + 10_000).map(|number| row(&format!("{number:080}"), &"漢\u{1b}".repeat(300)));
            Ok(Page { rows: rows.collect(), date: None })
        };
        let size = || fs::metadata(&cache.path).unwrap().len();
        read_pages(&cache, vec![large_page(0), large_page(10_000)], true, 9);
        let count = cache.keys().len();
        assert!(count > 10_000 && size() > MAX_FILE_BYTES * 9 / 10 && size() < MAX_FILE_BYTES, "{count} {}", size());
        read_pages(&cache, vec![large_page(50_000)], false, 9);
        let keys = cache.keys();
        assert_eq!(
            (keys.len(), keys[0].id.ends_with("50000"), keys[10_000].id.ends_with("00000")),
            (count, true, true)
        );
        assert!(size() < MAX_FILE_BYTES);
    }

    #[test]
    fn ignores_damaged_and_foreign_files() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache_in(folder.path());
        read_pages(&cache, vec![page(&["a"])], true, 9);
        let text = fs::read_to_string(&cache.path).unwrap();
        for (case, damaged) in [
            ("empty", String::new()),
            ("truncated", text[..text.len() - 3].to_owned()),
            ("truncated after a line", text[..text.len() - 1].to_owned()),
            ("without its header", text[text.find('\n').unwrap() + 1..].to_owned()),
            ("another server's", text.replace("https://a.example", "https://b.example")),
            ("another context's", text.replace(r#","a"]"#, r#","b"]"#)),
            ("no context's", text.replace(r#","a"]"#, ",null]")),
            ("too large", text.clone() + &" ".repeat(MAX_FILE_BYTES as usize)),
        ] {
            assert_ne!(damaged, text, "{case}");
            fs::write(&cache.path, damaged).unwrap();
            assert_eq!(cached_ids(&cache), "", "{case}");
        }
        fs::write(&cache.path, text.replace("\na\t", "\n$(x)\t")).unwrap();
        assert_eq!(cached_ids(&cache), "");
        fs::write(&cache.path, &text).unwrap();
        assert_eq!(cached_ids(&cache), "a");
    }

    #[test]
    fn skips_the_update_while_the_file_is_locked() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache_in(folder.path());
        let lock = FileLock::acquire(&cache.path).unwrap();
        read_pages(&cache, vec![page(&["a"])], true, 9);
        assert!(!cache.path.exists());
        drop(lock);
        read_pages(&cache, vec![page(&["a"])], true, 9);
        assert_eq!(cached_ids(&cache), "a");
    }

    #[test]
    fn removes_the_oldest_files() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..MAX_FILES + 3 {
            let path = folder.path().join(format!("keys-{number}.tsv"));
            let file = fs::File::create(path).unwrap();
            let age = std::time::Duration::from_secs(1000 - number as u64);
            file.set_modified(SystemTime::now() - age).unwrap();
        }
        remove_oldest_files(folder.path()).unwrap();
        let exists = |number: usize| folder.path().join(format!("keys-{number}.tsv")).exists();
        assert_eq!((0..MAX_FILES + 3).filter(|number| !exists(*number)).collect::<Vec<_>>(), [0, 1, 2]);
    }
}

//! The keys that tenants have listed, kept for completions: IDs, statuses and the beginnings of descriptions, no secrets,
//! one file for each context and for each server that the environment signs in to, in the user's folder for caches.
//! It is a convenience: whatever fails here is no reason for a command to fail, to wait or to say a word.

mod key;

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

pub use key::{CachedKey, to_short_line};

use super::{App, folders};
use crate::context::{Context, Server};
use crate::environment::NO_CACHE;
use crate::error::Result;
use crate::page::Page;
use crate::private_file::{self, FileLock};
use crate::row::Row;
use key::MAX_CHARS;

/// The most bytes of a file, which is what `private_file` reads of one: some 50,000 keys, and 5,000 at the very least.
const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;

/// The most bytes of a file's keys. The rest is for the line that says whose they are.
const MAX_LINES_BYTES: usize = (MAX_FILE_BYTES - 64 * 1024) as usize;

/// The empty line at the end of a file that is whole.
const END_MARKER: &str = "\n";

/// The most files.
const MAX_FILES: usize = 32;

/// The file of one context, or of one server.
#[derive(Clone, Debug)]
pub struct CompletionCache {
    path: PathBuf,
    server: String,
    context: Option<String>,
}

impl CompletionCache {
    /// The place for the keys of a tenant as a context sees them, or else the environment's credential. `None` where
    /// nothing is kept: the user doesn't want it, nobody is there who could press TAB, or there is no folder for it.
    pub fn new(app: &App, server: &Server, context: Option<&Context>) -> Option<Self> {
        if app.environment.get_os(NO_CACHE).is_some() || app.terminal.is_ci {
            return None;
        }
        let (server, context) = (server.to_string(), context.map(|context| context.name.clone()));
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let named = format!("{server} {}", context.as_deref().unwrap_or_default());
        // Of two that share a name, the last one counts: the file says whose it is.
        let name: String = named.trim().chars().take(2 * MAX_CHARS).map(plain).collect();
        Some(Self { path: cache_folder()?.join(format!("keys-{name}.tsv")), server, context })
    }

    /// The keys, newest first as far as it is known.
    pub fn keys(&self) -> Vec<CachedKey> {
        self.read_lines().as_deref().map(parse_keys).unwrap_or_default()
    }

    /// The lines of the file, if it is ours and whole.
    fn read_lines(&self) -> Option<String> {
        let is_usable = |file: &Metadata| file.is_file() && file.len() <= MAX_FILE_BYTES;
        fs::metadata(&self.path).ok().filter(is_usable)?;
        let file = private_file::open_regular(&self.path).ok()??;
        // Whoever else could write it could have a key removed that was not meant.
        #[cfg(unix)]
        if file.is_writable_by_others() || file.owner_id() != private_file::effective_user_id() {
            return None;
        }
        let text = file.read_text().ok()?;
        let lines = text.strip_prefix(&self.header().ok()?)?.strip_suffix(END_MARKER)?;
        (lines.is_empty() || lines.ends_with('\n')).then(|| lines.to_owned())
    }

    /// The first line of the file: whose keys it holds.
    fn header(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string(&(&self.server, &self.context))? + "\n")
    }

    /// Adds a key that is new.
    pub fn add(&self, row: &Row) {
        self.prepend(CachedKey::from_row(row).into_iter().collect());
    }

    /// Takes keys out that are gone.
    pub fn remove(&self, ids: &[&str]) {
        self.update_keys(|mut keys| {
            keys.retain(|key| !ids.contains(&key.id.as_str()));
            keys
        });
    }

    /// Forgets all of it.
    pub fn clear(&self) {
        let _ = fs::remove_file(&self.path);
    }

    /// Puts keys in front of those that are there.
    fn prepend(&self, new: Vec<CachedKey>) {
        let ids: HashSet<_> = new.iter().map(|key| &key.id).collect();
        self.update_keys(|mut old| {
            old.retain(|key| !ids.contains(&key.id));
            new.iter().cloned().chain(old).collect()
        });
    }

    /// Writes the keys that `change` makes of those that are there.
    fn update_keys(&self, change: impl Fn(Vec<CachedKey>) -> Vec<CachedKey>) {
        self.update_lines(|old| format_keys(change(parse_keys(old)).iter()));
    }

    /// Writes the lines that `change` makes of those that are there, unless somebody else is writing: nobody waits for this.
    fn update_lines(&self, change: impl Fn(&str) -> String) {
        let _ = self.try_update_lines(change);
    }

    fn try_update_lines(&self, change: impl Fn(&str) -> String) -> io::Result<()> {
        let old = self.read_lines().unwrap_or_default();
        // Most lists are what was listed before, and to read a file takes a fraction of what it takes to replace one.
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

/// The lines of the first keys, as many as a file may hold.
fn format_keys<'a>(keys: impl Iterator<Item = &'a CachedKey>) -> String {
    let mut lines = String::new();
    keys.for_each(|key| append_line(&mut lines, key));
    lines
}

/// Adds the line of a key, unless the file would be too large.
fn append_line(lines: &mut String, key: &CachedKey) {
    let line = key.to_line();
    if lines.len() + line.len() <= MAX_LINES_BYTES {
        lines.push_str(&line);
    }
}

fn cache_folder() -> Option<PathBuf> {
    Some(folders::cache_dir()?.join("completion"))
}

/// Removes the files that were not changed for the longest time, where there are too many.
fn remove_oldest_files(folder: &Path) -> io::Result<()> {
    let entries = fs::read_dir(folder)?.filter_map(io::Result::ok);
    let written = |entry: &fs::DirEntry| entry.metadata().and_then(|file| file.modified());
    let mut files: Vec<(SystemTime, PathBuf)> =
        entries.filter_map(|entry| Some((written(&entry).ok()?, entry.path()))).collect();
    files.sort();
    files.iter().rev().skip(MAX_FILES).try_for_each(|(_, path)| fs::remove_file(path))
}

/// Pages of a list, whose keys are kept as the pages go by.
pub struct CachingPages<I> {
    pages: I,
    cache: Option<CompletionCache>,
    /// What will be kept: the lines of the keys, which take less memory than the keys do.
    lines: String,
    /// Whether the list is of all keys, as long as nothing failed.
    has_all_keys: bool,
    has_ended: bool,
}

impl<I> CachingPages<I> {
    /// Watches pages. `has_all_keys` says that they are all keys of the tenant: what is not among them is forgotten then,
    /// once the last page has been seen.
    pub fn new(cache: Option<CompletionCache>, pages: I, has_all_keys: bool) -> Self {
        Self { pages, cache, lines: String::new(), has_all_keys, has_ended: false }
    }
}

impl<I: Iterator<Item = Result<Page>>> Iterator for CachingPages<I> {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        let page = self.pages.next();
        match &page {
            Some(Ok(page)) if self.cache.is_some() => {
                let keys = page.rows.iter().filter_map(CachedKey::from_row);
                keys.for_each(|key| append_line(&mut self.lines, &key));
            }
            Some(Ok(_)) => {}
            Some(Err(_)) => self.has_all_keys = false,
            None => self.has_ended = true,
        }
        page
    }
}

/// A list that is not read to its end is a part of it.
impl<I> Drop for CachingPages<I> {
    fn drop(&mut self) {
        let Some(cache) = self.cache.take() else {
            return;
        };
        if self.has_all_keys && self.has_ended {
            cache.update_lines(|_| self.lines.clone());
        } else if !self.lines.is_empty() {
            cache.prepend(parse_keys(&self.lines));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Error, Exit};
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

    /// Reads so many pages of a list, all of which are whole lists or not.
    fn read_pages(cache: &CompletionCache, pages: Vec<Result<Page>>, has_all_keys: bool, read: usize) {
        CachingPages::new(Some(cache.clone()), pages.into_iter(), has_all_keys).take(read).for_each(drop);
    }

    #[test]
    fn full_list_replaces_cached_keys_and_partial_list_is_prepended() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache_in(folder.path());
        for (pages, has_all_keys, read, kept) in [
            (vec![page(&["a", "b"]), page(&["c"])], true, 9, "a b c"),
            (vec![page(&["d", "b"])], false, 9, "d b a c"),
            (vec![page(&["e"]), page(&["f"])], true, 1, "e d b a c"),
            (vec![page(&["g"]), Err(Error::new(Exit::Unavailable, "x"))], true, 9, "g e d b a c"),
            (vec![page(&[])], false, 9, "g e d b a c"),
            (vec![page(&["b", "c"])], true, 9, "b c"),
            (vec![page(&[])], true, 9, ""),
        ] {
            read_pages(&cache, pages, has_all_keys, read);
            assert_eq!(cached_ids(&cache), kept);
        }
    }

    #[cfg(unix)]
    #[test]
    fn does_not_rewrite_an_unchanged_file() {
        use std::os::unix::fs::MetadataExt as _;
        let folder = tempfile::tempdir().unwrap();
        let cache = cache_in(folder.path());
        let file = || fs::metadata(&cache.path).unwrap().ino();
        read_pages(&cache, vec![page(&["a", "b"])], true, 9);
        let first = file();
        read_pages(&cache, vec![page(&["a", "b"])], true, 9);
        read_pages(&cache, vec![page(&["a"])], false, 9);
        cache.remove(&["x"]);
        assert_eq!((file(), cached_ids(&cache)), (first, "a b".into()));
        read_pages(&cache, vec![page(&["b"])], false, 9);
        assert_eq!((file() == first, cached_ids(&cache)), (false, "b a".into()));
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
        assert!(!fs::read_to_string(&cache.path).unwrap().contains("fake"), "more than it needs is kept");
        cache.clear();
        assert_eq!(cached_ids(&cache), "");
    }

    #[test]
    fn limits_the_file_size() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache_in(folder.path());
        let many = |first: usize| {
            let rows = (first..first + 10_000).map(|number| row(&format!("{number:080}"), &"漢\u{1b}".repeat(300)));
            Ok(Page { rows: rows.collect(), date: None })
        };
        let size = || fs::metadata(&cache.path).unwrap().len();
        read_pages(&cache, vec![many(0), many(10_000)], true, 9);
        let count = cache.keys().len();
        assert!(count > 10_000 && size() > MAX_FILE_BYTES * 9 / 10 && size() < MAX_FILE_BYTES, "{count} {}", size());
        read_pages(&cache, vec![many(50_000)], false, 9);
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
            ("cut", text[..text.len() - 3].to_owned()),
            ("cut between two lines", text[..text.len() - 1].to_owned()),
            ("without its first line", text[text.find('\n').unwrap() + 1..].to_owned()),
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
            let path = folder.path().join(format!("{number}.json"));
            let file = fs::File::create(path).unwrap();
            let age = std::time::Duration::from_secs(1000 - number as u64);
            file.set_modified(SystemTime::now() - age).unwrap();
        }
        remove_oldest_files(folder.path()).unwrap();
        let is_there = |number: usize| folder.path().join(format!("{number}.json")).exists();
        assert_eq!((0..MAX_FILES + 3).filter(|number| !is_there(*number)).collect::<Vec<_>>(), [0, 1, 2]);
    }
}

//! Caches listed keys for shell completion: IDs, statuses and truncated descriptions, no secrets. The user's cache
//! folder has one file per context, and one per server that a credential in the environment signs in to. The cache
//! never makes a command fail, wait or print a message.

mod key;
mod pages;

use std::collections::HashSet;

pub use key::{CachedKey, to_short_line};
pub use pages::CachingPages;

use super::App;
use super::cache_file::{CacheFile, CacheKind, MAX_LINES_BYTES};
use crate::context::{Context, Server};
use crate::row::Row;

/// The files, one per context or server.
const KIND: CacheKind = CacheKind { folder: "completion", prefix: "keys-" };

/// The cache file of a context, or of a server that a credential in the environment signs in to.
#[derive(Clone, Debug)]
pub struct CompletionCache(CacheFile);

impl CompletionCache {
    /// Returns the cache of a context, or of the server if there is no context. Does not read the file. Returns `None`
    /// if `QLIK_NO_CACHE` is set, in CI, or if the user has no cache folder.
    pub fn new(app: &App, server: &Server, context: Option<&Context>) -> Option<Self> {
        let context = context.map(|context| context.name.as_str());
        CacheFile::new(app, KIND, &server.to_string(), context).map(Self)
    }

    /// Reads the keys, newest first as far as known. Returns none if the file is missing or unusable.
    pub fn keys(&self) -> Vec<CachedKey> {
        self.0.read_lines().as_deref().map(parse_keys).unwrap_or_default()
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
        self.0.clear();
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
        self.0.update_lines(|old| format_keys(change(parse_keys(old)).iter()));
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    use crate::app::cache_file::{MAX_FILE_BYTES, format_header};
    use crate::error::{Error, Exit, Result};
    use crate::page::Page;
    use crate::private_file::FileLock;
    use serde_json::value::RawValue;

    fn row(id: &str, description: &str) -> Row {
        let row = serde_json::json!({"id": id, "description": description, "status": "active", "token": "fake"});
        RawValue::from_string(row.to_string()).unwrap().into()
    }

    fn page(ids: &[&str]) -> Result<Page> {
        Ok(Page { rows: ids.iter().map(|id| row(id, "a key")).collect(), date: None })
    }

    fn cache_in(folder: &Path) -> CompletionCache {
        let header = format_header(&("https://a.example", Some("a"))).unwrap();
        CompletionCache(CacheFile { kind: KIND, path: folder.join("qlik/keys.tsv"), header })
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
        let inode = || fs::metadata(&cache.0.path).unwrap().ino();
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
        assert!(!cache.0.path.exists());
        ["a", "b", "c", "a"].into_iter().for_each(|id| cache.add(&row(id, "")));
        cache.remove(&["b", "x"]);
        assert_eq!(cached_ids(&cache), "a c");
        assert!(!fs::read_to_string(&cache.0.path).unwrap().contains("fake"), "the token is cached");
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
        let size = || fs::metadata(&cache.0.path).unwrap().len();
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
        let text = fs::read_to_string(&cache.0.path).unwrap();
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
            fs::write(&cache.0.path, damaged).unwrap();
            assert_eq!(cached_ids(&cache), "", "{case}");
        }
        fs::write(&cache.0.path, text.replace("\na\t", "\n$(x)\t")).unwrap();
        assert_eq!(cached_ids(&cache), "");
        fs::write(&cache.0.path, &text).unwrap();
        assert_eq!(cached_ids(&cache), "a");
    }

    #[test]
    fn skips_the_update_while_the_file_is_locked() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache_in(folder.path());
        let lock = FileLock::acquire(&cache.0.path).unwrap();
        read_pages(&cache, vec![page(&["a"])], true, 9);
        assert!(!cache.0.path.exists());
        drop(lock);
        read_pages(&cache, vec![page(&["a"])], true, 9);
        assert_eq!(cached_ids(&cache), "a");
    }
}

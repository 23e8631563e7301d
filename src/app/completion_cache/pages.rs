//! [`CachingPages`]: caches the keys of a list while it is read.

use super::key::CachedKey;
use super::{CompletionCache, append_line, parse_keys};
use crate::error::Result;
use crate::page::Page;

/// An iterator over the pages of a list that caches their keys when it is dropped.
pub struct CachingPages<I> {
    pages: I,
    cache: Option<CompletionCache>,
    /// The keys so far, as lines to save memory.
    lines: String,
    /// Whether the list includes all keys of the tenant; false after a failed page.
    has_all_keys: bool,
    has_ended: bool,
}

impl<I> CachingPages<I> {
    /// Wraps `pages`. If `has_all_keys` is set, they include all keys of the tenant: once the last page is read, their
    /// keys replace the cached ones. Otherwise they are added to the cached ones.
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

impl<I> Drop for CachingPages<I> {
    fn drop(&mut self) {
        let Some(cache) = self.cache.take() else {
            return;
        };
        if self.has_all_keys && self.has_ended {
            cache.0.update_lines(|_| self.lines.clone());
        } else if !self.lines.is_empty() {
            cache.prepend(parse_keys(&self.lines));
        }
    }
}

//! [`RecentTexts`]: recognizes a text that was seen before, in limited memory.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

/// The maximum number of texts to remember.
const MAX_TEXTS: usize = 10_000;

/// Remembers the hashes of up to [`MAX_TEXTS`] texts, then starts anew. Of texts that repeat after fewer than that,
/// one is recognized sooner or later.
#[derive(Default)]
pub(super) struct RecentTexts {
    hashes: HashSet<u64>,
    hasher: RandomState,
}

impl RecentTexts {
    /// Remembers a text. Returns false if it is remembered already.
    pub(super) fn insert(&mut self, text: &str) -> bool {
        if self.hashes.len() == MAX_TEXTS {
            self.hashes.clear();
        }
        self.hashes.insert(self.hasher.hash_one(text))
    }

    /// Whether a text is remembered.
    pub(super) fn contains(&self, text: &str) -> bool {
        self.hashes.contains(&self.hasher.hash_one(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_loops_and_forgets_old_texts() {
        for length in [1, 2, MAX_TEXTS / 2 + 1, MAX_TEXTS - 1] {
            let mut recent = RecentTexts::default();
            assert!((0..100).all(|number| recent.insert(&format!("before {number}"))));
            let mut is_new = |number: usize| recent.insert(&(number % length).to_string());
            assert!((0..3 * MAX_TEXTS).any(|number| !is_new(number)), "{length}");
        }
        let mut recent = RecentTexts::default();
        assert!((0..3 * MAX_TEXTS).all(|number| recent.insert(&number.to_string())));
        assert!(recent.contains(&(3 * MAX_TEXTS - 1).to_string()) && !recent.contains("0"));
        assert!(recent.hashes.len() <= MAX_TEXTS, "{}", recent.hashes.len());
    }
}

//! The mark in the description of a new key while its rotation is under way. Recovery recognizes the key by it.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};

use serde::{Deserialize, Serialize};

/// The number of hexadecimal digits in a mark.
const DIGITS: usize = 16;

/// Whether the description of a new key has a mark. The serialized names are a file format and must not change.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// The description ends in the mark with these digits, until the new key is in use.
    Present(String),
    /// The mark was removed from the description.
    Removed,
    /// The tenant refused the marked description, or to change it back. Nothing identifies the key for recovery.
    Refused,
}

impl Mark {
    /// Returns a mark that no other rotation has.
    pub fn random() -> Self {
        // The operating system provides the keys of a `RandomState`, so two machines don't get the same ones.
        let number = RandomState::new().build_hasher().finish();
        Self::Present(format!("{number:0DIGITS$x}"))
    }

    /// The end of the description of a key with this mark, if the mark is present.
    pub fn suffix(&self) -> Option<String> {
        match self {
            Self::Present(digits) => Some(format!(" [rotation {digits}]")),
            Self::Removed | Self::Refused => None,
        }
    }
}

/// Returns a description without the marks at its end, which a refused patch leaves there.
pub fn strip_marks(description: &str) -> &str {
    let mut text = description;
    while let Some(shorter) = strip_mark(text) {
        text = shorter;
    }
    text
}

fn strip_mark(description: &str) -> Option<&str> {
    let (text, digits) = description.strip_suffix(']')?.rsplit_once(" [rotation ")?;
    let is_mark = digits.len() == DIGITS && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_mark.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_differ_and_can_be_stripped() {
        let suffixes = [Mark::random(), Mark::random()].map(|mark| mark.suffix().unwrap());
        assert_ne!(suffixes[0], suffixes[1]);
        assert_eq!(strip_marks(&format!("CI{}", suffixes[0])), "CI");
        assert_eq!(strip_marks(&format!("CI{}", suffixes.concat())), "CI");
    }

    #[test]
    fn strips_only_marks() {
        for text in [
            "",
            "CI",
            "CI [rotation]",
            "CI [rotation 3f9c2a71b0d4e86]",
            "CI [rotation 3f9c2a71b0d4e865] x",
            "CI[rotation 3f9c2a71b0d4e865]",
            "CI [rotation 3F9C2A71B0D4E865]",
        ] {
            assert_eq!(strip_marks(text), text);
        }
    }
}

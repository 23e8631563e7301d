//! [`CachedKey`]: the cached fields of a listed key.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::row::{Row, to_text};
use crate::terminal::sanitize;

/// The maximum length of a cached description, status or ID, in characters.
pub(super) const MAX_CHARS: usize = 80;

/// The cached fields of a listed key. The ID needs no quoting in a shell, and the other fields are short single lines
/// without control characters. Both hold for data from the tenant and from the cache file, since neither is trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachedKey {
    /// The ID.
    pub id: String,
    /// The status when the key was listed; empty if the row had none.
    pub status: String,
    /// The description, truncated; empty if the row had none.
    pub description: String,
}

impl CachedKey {
    fn new(id: &str, status: &str, description: &str) -> Option<Self> {
        let key = || Self { id: id.to_owned(), status: to_short_line(status), description: to_short_line(description) };
        is_shell_safe_id(id).then(key)
    }

    /// Parses a listed row. Returns `None` if its ID is missing or would need quoting in a shell.
    pub fn from_row(row: &Row) -> Option<Self> {
        let RowFields { id, status, description } = serde_json::from_str(row.json()).ok()?;
        let field = |value: Option<_>| value.filter(|value: &&RawValue| value.get().starts_with('"')).map(to_text);
        Self::new(&field(id)?, &field(status).unwrap_or_default(), &field(description).unwrap_or_default())
    }

    /// Parses a line of the cache file. Returns `None` if [`CachedKey::to_line`] cannot have written it.
    pub(super) fn from_line(line: &str) -> Option<Self> {
        let mut fields = line.split('\t');
        let key = Self::new(fields.next()?, fields.next()?, fields.next()?)?;
        fields.next().is_none().then_some(key)
    }

    /// Formats the key as a line of the cache file. No field contains a tab or a line break.
    pub(super) fn to_line(&self) -> String {
        format!("{}\t{}\t{}\n", self.id, self.status, self.description)
    }
}

/// The fields of a row that are cached. Skipping the others saves time in long lists.
#[derive(Deserialize)]
struct RowFields<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    status: Option<&'a RawValue>,
    description: Option<&'a RawValue>,
}

/// Whether an ID needs no quoting in a shell. So far this is true of all IDs that Qlik assigns.
fn is_shell_safe_id(id: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (1..=MAX_CHARS).contains(&id.len()) && id.bytes().all(is_plain)
}

/// Truncates a text to one line of `MAX_CHARS` characters without control characters.
pub fn to_short_line(text: &str) -> String {
    let is_separator = |c: char| sanitize::is_unsafe(c) || (c.is_whitespace() && c != ' ');
    if text.len() <= MAX_CHARS && (sanitize::is_printable_ascii(text) || !text.contains(is_separator)) {
        return text.to_owned();
    }
    let words = text.split(|c| is_separator(c) || c == ' ').filter(|word| !word.is_empty());
    // Enough words for the result, since the text can have megabytes.
    let line = words.take(MAX_CHARS).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn keys(rows: &[Value]) -> Vec<CachedKey> {
        rows.iter()
            .filter_map(|row| CachedKey::from_row(&serde_json::value::to_raw_value(row).unwrap().into()))
            .collect()
    }

    #[test]
    fn skips_rows_without_a_usable_id() {
        for invalid in [json!(7), json!([]), json!({}), json!({"id": 7}), json!({"id": ""}), json!({"id": "a\n"})] {
            assert_eq!(keys(std::slice::from_ref(&invalid)), [], "{invalid}");
        }
        let rows = [json!({"id": "a"}), json!({"id": "b", "status": 7, "description": null, "token": "fake"})];
        assert_eq!(keys(&rows).iter().map(CachedKey::to_line).collect::<String>(), "a\t\t\nb\t\t\n");
    }

    /// Rows with their members in different orders.
    fn row() -> impl Strategy<Value = (String, String, String, Value)> {
        let members = ("[-a-z]{1,9}", ".{0,9}", prop_oneof![".{0,99}", "[a-z\t\n]{0,9}"]);
        (members, any::<bool>(), any::<bool>()).prop_map(|((id, status, description), is_first, has_more)| {
            let mut row = serde_json::Map::new();
            if has_more {
                row.insert("more".into(), "x".into());
            }
            let [one, other] = if is_first { ["status", "description"] } else { ["description", "status"] };
            row.insert(one.into(), if is_first { &*status } else { &description }.into());
            row.insert("id".into(), id.clone().into());
            row.insert(other.into(), if is_first { &*description } else { &status }.into());
            (id, status, description, row.into())
        })
    }

    proptest! {
        #[test]
        fn lines_round_trip(rows in proptest::collection::vec(row(), 0..9)) {
            let listed = keys(&rows.iter().map(|(.., row)| row.clone()).collect::<Vec<_>>());
            let text: String = listed.iter().map(CachedKey::to_line).collect();
            let read: Vec<_> = text.lines().map(|line| CachedKey::from_line(line).unwrap()).collect();
            prop_assert_eq!(&read, &listed);
            prop_assert_eq!(read.len(), rows.len());
            for (key, (id, status, description, _)) in read.iter().zip(&rows) {
                prop_assert_eq!(&key.id, id);
                prop_assert_eq!((&key.status, &key.description), (&to_short_line(status), &to_short_line(description)));
            }
        }
    }

    #[test]
    fn shortens_untrusted_text_to_one_line() {
        let long = "x".repeat(MAX_CHARS);
        for (text, expected) in [
            ("a key", "a key"),
            (" a\tb\r\n\u{1b}[31mc\u{202e}d\u{9b}\u{2028}e ", "a b [31mc d e"),
            ("\u{7}", ""),
            (&long, &long),
            (&format!("{long}y"), &format!("{long}…")),
            (&"ä ".repeat(5000), &format!("{}…", "ä ".repeat(MAX_CHARS / 2))),
        ] {
            assert_eq!(to_short_line(text), expected, "{text:?}");
        }
    }

    #[test]
    fn accepts_only_shell_safe_ids() {
        for (id, is_safe) in [("aZ09-_.", true), ("-a", true), ("a b", false), ("$(a)", false), ("~a", false)]
            .into_iter()
            .chain(["a`b", "a'", "ä", "a\u{1b}", "a;b"].map(|id| (id, false)))
            .chain([(&*"a".repeat(MAX_CHARS), true), (&*"a".repeat(MAX_CHARS + 1), false)])
        {
            let line = format!("{id}\tactive\tb");
            assert_eq!(CachedKey::from_line(&line).is_some(), is_safe, "{id:?}");
        }
    }

    #[test]
    fn rejects_malformed_lines_and_sanitizes_fields() {
        assert!(CachedKey::from_line("a\tactive\tb").is_some());
        for invalid in ["", "a", "a\tactive", "\tactive\tb", "a\tactive\tb\tc", "{\"id\":\"a\"}"] {
            assert_eq!(CachedKey::from_line(invalid), None, "{invalid:?}");
        }
        let key = CachedKey::from_line("a\tac\u{1b}tive\tb\u{202e}c").unwrap();
        assert_eq!((key.status.as_str(), key.description.as_str()), ("ac tive", "b c"));
    }
}

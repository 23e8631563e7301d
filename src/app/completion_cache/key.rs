//! [`CachedKey`]: what is kept of a key that has been listed.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::row::{Row, to_text};
use crate::terminal::sanitize;

/// The most characters of a description, and of an ID.
pub(super) const MAX_CHARS: usize = 80;

/// A key that has been listed. A shell takes its ID as it is, and its other fields are short texts on one line that can't
/// steer a terminal, whether they come from the tenant or from our own file: neither is trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachedKey {
    /// Its ID.
    pub id: String,
    /// Its status when it was listed.
    pub status: String,
    /// The beginning of its description.
    pub description: String,
}

impl CachedKey {
    fn new(id: &str, status: &str, description: &str) -> Option<Self> {
        let key = || Self { id: id.to_owned(), status: to_short_line(status), description: to_short_line(description) };
        is_shell_safe_id(id).then(key)
    }

    /// Reads a row of a list; `None` if it has no ID that a shell takes as it is.
    pub fn from_row(row: &Row) -> Option<Self> {
        let RowFields { id, status, description } = serde_json::from_str(row.json()).ok()?;
        let field = |value: Option<_>| value.filter(|value: &&RawValue| value.get().starts_with('"')).map(to_text);
        Self::new(&field(id)?, &field(status).unwrap_or_default(), &field(description).unwrap_or_default())
    }

    /// Reads a line that [`CachedKey::line`] wrote; `None` where it is another one.
    pub(super) fn from_line(line: &str) -> Option<Self> {
        let mut fields = line.split('\t');
        let key = Self::new(fields.next()?, fields.next()?, fields.next()?)?;
        fields.next().is_none().then_some(key)
    }

    /// It as a line of the file. No field holds what ends a field or a line.
    pub(super) fn to_line(&self) -> String {
        format!("{}\t{}\t{}\n", self.id, self.status, self.description)
    }
}

/// The fields of a row that are kept. To read these alone takes less time than to read all, and a list may be long.
#[derive(Deserialize)]
struct RowFields<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    status: Option<&'a RawValue>,
    description: Option<&'a RawValue>,
}

/// Whether a shell takes an ID as it is. All that Qlik is known to make are such.
fn is_shell_safe_id(id: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (1..=MAX_CHARS).contains(&id.len()) && id.bytes().all(is_plain)
}

/// The beginning of a text on one line, without what could steer a terminal.
pub fn to_short_line(text: &str) -> String {
    let is_odd = |c: char| sanitize::is_unsafe(c) || (c.is_whitespace() && c != ' ');
    if text.len() <= MAX_CHARS && (sanitize::is_printable_ascii(text) || !text.contains(is_odd)) {
        return text.to_owned();
    }
    let words = text.split(|c| is_odd(c) || c == ' ').filter(|word| !word.is_empty());
    // A little more than what is kept, of what may be megabytes.
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
        for odd in [json!(7), json!([]), json!({}), json!({"id": 7}), json!({"id": ""}), json!({"id": "a\n"})] {
            assert_eq!(keys(std::slice::from_ref(&odd)), [], "{odd}");
        }
        let rows = [json!({"id": "a"}), json!({"id": "b", "status": 7, "description": null, "token": "fake"})];
        assert_eq!(keys(&rows).iter().map(CachedKey::to_line).collect::<String>(), "a\t\t\nb\t\t\n");
    }

    /// Whatever comes first in a row.
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
        for (text, shown) in [
            ("a key", "a key"),
            (" a\tb\r\n\u{1b}[31mc\u{202e}d\u{9b}\u{2028}e ", "a b [31mc d e"),
            ("\u{7}", ""),
            (&long, &long),
            (&format!("{long}y"), &format!("{long}…")),
            (&"ä ".repeat(5000), &format!("{}…", "ä ".repeat(MAX_CHARS / 2))),
        ] {
            assert_eq!(to_short_line(text), shown, "{text:?}");
        }
    }

    #[test]
    fn accepts_only_shell_safe_ids() {
        for (id, is_fit) in [("aZ09-_.", true), ("-a", true), ("a b", false), ("$(a)", false), ("~a", false)]
            .into_iter()
            .chain(["a`b", "a'", "ä", "a\u{1b}", "a;b"].map(|id| (id, false)))
            .chain([(&*"a".repeat(MAX_CHARS), true), (&*"a".repeat(MAX_CHARS + 1), false)])
        {
            let line = format!("{id}\tactive\tb");
            assert_eq!(CachedKey::from_line(&line).is_some(), is_fit, "{id:?}");
        }
    }

    #[test]
    fn rejects_malformed_lines_and_sanitizes_fields() {
        assert!(CachedKey::from_line("a\tactive\tb").is_some());
        for odd in ["", "a", "a\tactive", "\tactive\tb", "a\tactive\tb\tc", "{\"id\":\"a\"}"] {
            assert_eq!(CachedKey::from_line(odd), None, "{odd:?}");
        }
        let key = CachedKey::from_line("a\tac\u{1b}tive\tb\u{202e}c").unwrap();
        assert_eq!((key.status.as_str(), key.description.as_str()), ("ac tive", "b c"));
    }
}

//! [`Key`]: what is kept of a key that has been listed, fit to be shown and taken by a shell.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use crate::scan::{self, Members};
use crate::terminal::sanitise;

/// The most characters of a description, and of an ID.
pub(super) const LONGEST: usize = 80;

/// A key that has been listed. The tenant's row and our own file are untrusted alike.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Key {
    /// Its ID.
    pub id: String,
    /// Its status when it was listed.
    #[serde(default, deserialize_with = "plain")]
    pub status: String,
    /// The beginning of its description, on one line.
    #[serde(default, deserialize_with = "plain")]
    pub description: String,
}

impl Key {
    /// Reads the row of a list; `None` where it is none of a key, or its ID none that a shell takes as it is.
    pub fn of(row: &RawValue) -> Option<Self> {
        // What comes behind them is not looked at.
        let mut found = [""; 3];
        let mut members = Members::of(row)?.filter(|(_, value)| value.starts_with('"'));
        while found.contains(&"")
            && let Some((name, value)) = members.next()
        {
            let [id, status, description] = &mut found;
            match name.json() {
                r#""id""# => *id = value,
                r#""status""# => *status = value,
                r#""description""# => *description = value,
                _ => {}
            }
        }
        let [id, status, description] = found.map(scan::text);
        let key = Self { id: id.into_owned(), status: shortened(status), description: shortened(description) };
        key.has_plain_id().then_some(key)
    }

    /// Whether a shell takes the ID as it is. All that Qlik is known to make are such.
    pub(super) fn has_plain_id(&self) -> bool {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        (1..=LONGEST).contains(&self.id.len()) && self.id.bytes().all(is_plain)
    }
}

/// Other users' text as a shell may show it: one line without anything that could steer a terminal, and not long.
fn plain<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<String, D::Error> {
    let text: String = Option::deserialize(from)?.unwrap_or_default();
    Ok(shortened(text.into()))
}

/// The beginning of a text on one line, without what could steer a terminal.
pub fn shortened(text: Cow<str>) -> String {
    let is_odd = |c: char| sanitise::is_unsafe(c) || (c.is_whitespace() && c != ' ');
    if text.len() <= LONGEST && (sanitise::is_plain(&text) || !text.contains(is_odd)) {
        return text.into_owned();
    }
    let words = text.split(|c| is_odd(c) || c == ' ').filter(|word| !word.is_empty());
    // A little more than what is kept, of what may be megabytes.
    let line = words.take(LONGEST).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_users_text_is_one_short_line() {
        let long = "x".repeat(LONGEST);
        for (text, shown) in [
            ("a key", "a key"),
            (" a\tb\r\n\u{1b}[31mc\u{202e}d\u{9b}\u{2028}e ", "a b [31mc d e"),
            ("\u{7}", ""),
            (&long, &long),
            (&format!("{long}y"), &format!("{long}…")),
            (&"ä ".repeat(5000), &format!("{}…", "ä ".repeat(LONGEST / 2))),
        ] {
            assert_eq!(shortened(text.into()), shown, "{text:?}");
        }
    }

    #[test]
    fn only_ids_that_a_shell_takes_as_they_are_are_kept() {
        for (id, kept) in [("aZ09-_.", true), ("-a", true), ("", false), ("a b", false), ("$(a)", false), ("~a", false)]
            .into_iter()
            .chain(["a`b", "a'", "ä", "a\n", "a;b"].map(|id| (id, false)))
        {
            let row = serde_json::json!({"id": id}).to_string();
            assert_eq!(Key::of(&RawValue::from_string(row).unwrap()).is_some(), kept, "{id:?}");
        }
        for odd in ["7", "[]", r#"{"id":7}"#, "{}"] {
            assert!(Key::of(&RawValue::from_string(odd.into()).unwrap()).is_none(), "{odd}");
        }
    }
}

//! [`Key`]: what is kept of a key that has been listed.

use std::borrow::Cow;

use crate::terminal::sanitize;

/// The most characters of a description, and of an ID.
pub(super) const LONGEST: usize = 80;

/// A key that has been listed. No field holds what ends a field or a line of the file. The tenant's row and our own file are
/// untrusted alike, so that none is shown before it was made fit: of a thousand that are kept, few ever are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key<'a> {
    /// Its ID.
    pub id: Cow<'a, str>,
    /// Its status when it was listed.
    pub status: Cow<'a, str>,
    /// The beginning of its description.
    pub description: Cow<'a, str>,
}

impl<'a> Key<'a> {
    /// Reads a line that [`Key::write`] wrote; `None` where it is another one.
    pub(super) fn read(line: &'a str) -> Option<Self> {
        let mut fields = line.split('\t').map(Cow::Borrowed);
        let key = Self { id: fields.next()?, status: fields.next()?, description: fields.next()? };
        (!key.id.is_empty() && fields.next().is_none()).then_some(key)
    }

    /// The same, fit to be shown and taken by a shell, and to be kept when the text is gone that it was read from; `None` where
    /// its ID is none that a shell takes as it is.
    pub(super) fn fit(self) -> Option<Key<'static>> {
        let own = |text: Cow<str>| Cow::Owned(text.into_owned());
        let Self { id, status, description } = self;
        has_plain_letters(&id).then(|| Key {
            id: own(id),
            status: own(shortened(status)),
            description: own(shortened(description)),
        })
    }

    /// Writes it as a line.
    pub(super) fn write(&self, lines: &mut String) {
        for (field, end) in [(&self.id, '\t'), (&self.status, '\t'), (&self.description, '\n')] {
            lines.push_str(field);
            lines.push(end);
        }
    }
}

/// Whether a shell takes an ID as it is. All that Qlik is known to make are such.
fn has_plain_letters(id: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (1..=LONGEST).contains(&id.len()) && id.bytes().all(is_plain)
}

/// The beginning of a text on one line, without what could steer a terminal.
pub fn shortened(text: Cow<str>) -> Cow<str> {
    let is_odd = |c: char| sanitize::is_unsafe(c) || (c.is_whitespace() && c != ' ');
    if text.len() <= LONGEST && (sanitize::is_plain(&text) || !text.contains(is_odd)) {
        return text;
    }
    let words = text.split(|c| is_odd(c) || c == ' ').filter(|word| !word.is_empty());
    // A little more than what is kept, of what may be megabytes.
    let line = words.take(LONGEST).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", line.get(..end).unwrap_or_default())),
        None => Cow::Owned(line),
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
    fn only_ids_that_a_shell_takes_as_they_are_are_fit() {
        for (id, is_fit) in [("aZ09-_.", true), ("-a", true), ("a b", false), ("$(a)", false), ("~a", false)]
            .into_iter()
            .chain(["a`b", "a'", "ä", "a\u{1b}", "a;b"].map(|id| (id, false)))
            .chain([(&*"a".repeat(LONGEST), true), (&*"a".repeat(LONGEST + 1), false)])
        {
            let line = format!("{id}\tactive\tb");
            assert_eq!(Key::read(&line).and_then(Key::fit).is_some(), is_fit, "{id:?}");
        }
    }

    #[test]
    fn what_is_no_line_of_ours_is_no_key() {
        assert!(Key::read("a\tactive\tb").is_some());
        for odd in ["", "a", "a\tactive", "\tactive\tb", "a\tactive\tb\tc", "{\"id\":\"a\"}"] {
            assert_eq!(Key::read(odd), None, "{odd:?}");
        }
        let key = Key::read("a\tac\u{1b}tive\tb\u{202e}c").and_then(Key::fit).unwrap();
        assert_eq!((&*key.status, &*key.description), ("ac tive", "b c"));
    }
}

//! Parses TOML files, and changes them without losing comments. Errors show the line and the column, but never the text
//! of the file, which may contain a secret.

use std::ops::Range;
use std::path::Path;

use serde::Deserialize as _;
use toml::{Table, Value};
use toml_edit::{DocumentMut, Item, TableLike};

use crate::error::{Error, Exit, Result};

/// The text of a string or a date; `None` for other values.
pub(super) fn as_string(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Datetime(date) => Some(date.to_string()),
        _ => None,
    }
}

/// Parses the text of the file at `path`.
///
/// # Errors
/// The text is not TOML. The error shows line and column.
pub(super) fn parse(path: &Path, text: &str) -> Result<Table> {
    let syntax = |error: &toml::de::Error| syntax_error(path, text, error.message(), error.span());
    let document = toml::Deserializer::parse(text).map_err(|error| syntax(&error))?;
    // This only fails for integers of more than 64 bits. The message of `toml` would show the integer.
    Table::deserialize(document).map_err(|error| syntax_error(path, text, "integer number overflowed", error.span()))
}

/// Parses the text of the file at `path` into a document that preserves comments and order when it is changed.
pub(super) fn parse_document(path: &Path, text: &str) -> Result<DocumentMut> {
    text.parse().map_err(|error: toml_edit::TomlError| syntax_error(path, text, error.message(), error.span()))
}

/// The error for a file that is not TOML. `span` is the byte range of the error.
fn syntax_error(path: &Path, text: &str, message: &str, span: Option<Range<usize>>) -> Error {
    let before = span.and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let message = message.lines().next().unwrap_or_default();
    Error::new(Exit::Error, format!("{}, line {line}, column {column}: {message}", path.display()))
        .with_hint("fix the file; it was not changed")
}

/// Sets the value of a key, or removes the key if `value` is `None`. Preserves a comment on the same line.
pub(super) fn set_or_remove(table: &mut dyn TableLike, key: &str, value: Option<toml_edit::Value>) {
    let Some(mut value) = value else {
        table.remove(key);
        return;
    };
    match table.get_mut(key).and_then(Item::as_value_mut) {
        // The user may have formatted an equal value differently, so keep it.
        Some(old) if old.to_string().trim() == value.to_string().trim() => {}
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => {
            table.insert(key, Item::Value(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_syntax_error_shows_the_position_but_not_the_text() {
        for (text, message) in [
            ("current = \"a\"\nkey = fake-secret-value\n", ""),
            ("current = \"a\"\nkey = 99999999999999999999\n", "integer number overflowed"),
            ("current = \"a\"\nkey = 0xffffffffffffffff\n", "integer number overflowed"),
        ] {
            let expected = format!("p.toml, line 2, column 7: {message}");
            for error in
                [parse(Path::new("p.toml"), text).unwrap_err(), parse_document(Path::new("p.toml"), text).unwrap_err()]
            {
                assert!(error.to_text().starts_with(&expected), "{}", error.to_text());
                assert!(
                    !error.to_text().contains("fake-secret") && !error.to_text().contains("999"),
                    "the error quotes the line"
                );
            }
        }
    }

    #[test]
    fn as_string_accepts_dates_but_not_numbers() {
        let table = parse(Path::new("p.toml"), "a = 'x'\nb = 2026-11-28\nc = 1\nd = { e = 'x' }").unwrap();
        let texts: Vec<_> = table.values().map(as_string).collect();
        assert_eq!(texts, [Some("x".to_owned()), Some("2026-11-28".to_owned()), None, None]);
    }
}

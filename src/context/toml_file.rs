//! TOML files: parsing them into typed values, and changing them without losing comments.
//! An error names the line and the column. It never shows the text of the file, which may hold a secret.

use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer};
use toml::Value;
use toml_edit::{DocumentMut, Item, TableLike};

use crate::error::{Error, Exit, Result};

/// The value of one key. A value of the wrong type does not make the rest of the file unreadable. A date without quotes
/// counts as a string.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Setting<T> {
    /// The key is not there.
    #[default]
    Unset,
    /// The key has a value of the right type.
    Valid(T),
    /// The key has a value of another type.
    Invalid,
}

impl<T> Setting<T> {
    /// The value, if it has the right type.
    pub(super) fn as_valid(&self) -> Option<&T> {
        match self {
            Self::Valid(value) => Some(value),
            Self::Unset | Self::Invalid => None,
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Setting<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Ok(T::deserialize(value).map_or(Self::Invalid, Self::Valid))
    }
}

/// Parses the text of the file at `path`. `T` must accept a value of any type for each key, see [`Setting`].
///
/// # Errors
/// The text is not TOML, with line and column.
pub(super) fn parse<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T> {
    let syntax = |error: &toml::de::Error| syntax_error(path, text, error.message(), error.span());
    let document = toml::Deserializer::parse(text).map_err(|error| syntax(&error))?;
    // The one value that a setting can't hold is an integer of more than 64 bits. The message of `toml` shows it.
    T::deserialize(document).map_err(|error| syntax_error(path, text, "integer number overflowed", error.span()))
}

/// Parses the text of the file at `path` into a document that keeps comments and order when it is changed.
///
/// # Errors
/// As [`parse`].
pub(super) fn parse_document(path: &Path, text: &str) -> Result<DocumentMut> {
    text.parse().map_err(|error: toml_edit::TomlError| syntax_error(path, text, error.message(), error.span()))
}

/// The error for a file that is not TOML. `span` is the place in bytes.
fn syntax_error(path: &Path, text: &str, message: &str, span: Option<Range<usize>>) -> Error {
    let before = span.and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let what = message.lines().next().unwrap_or_default();
    Error::new(Exit::Error, format!("{}, line {line}, column {column}: {what}", path.display()))
        .hint("mend the file; it is left as it is")
}

/// Sets the value of a key, or removes the key. A comment on the line of the old value stays.
pub(super) fn set(table: &mut dyn TableLike, key: &str, value: Option<toml_edit::Value>) {
    let Some(mut value) = value else {
        table.remove(key);
        return;
    };
    match table.get_mut(key).and_then(Item::as_value_mut) {
        // Left alone, since the user may have written the same value in another layout.
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
    use toml::Table;

    #[test]
    fn a_damaged_file_is_told_by_place_without_its_text() {
        for (text, message) in [
            ("current = \"a\"\nkey = fake-secret-value\n", ""),
            ("current = \"a\"\nkey = 99999999999999999999\n", "integer number overflowed"),
            ("current = \"a\"\nkey = 0xffffffffffffffff\n", "integer number overflowed"),
        ] {
            let told = format!("p.toml, line 2, column 7: {message}");
            for error in [
                parse::<Table>(Path::new("p.toml"), text).unwrap_err(),
                parse_document(Path::new("p.toml"), text).unwrap_err(),
            ] {
                assert!(error.text().starts_with(&told), "{}", error.text());
                assert!(
                    !error.text().contains("fake-secret") && !error.text().contains("999"),
                    "the line is in the error"
                );
            }
        }
    }

    #[test]
    fn a_setting_of_another_type_is_invalid() {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Settings {
            text: Setting<String>,
            table: Setting<Table>,
        }
        for (value, is_text, is_table) in [
            ("1", false, false),
            ("\"x\"", true, false),
            ("{ a = 1 }", false, true),
            ("[1]", false, false),
            ("true", false, false),
        ] {
            let text = format!("text = {value}\ntable = {value}\nother = {value}\n");
            let read: Settings = parse(Path::new("p.toml"), &text).unwrap();
            assert_eq!(
                (read.text.as_valid().is_some(), read.table.as_valid().is_some()),
                (is_text, is_table),
                "{value}"
            );
        }
        let read: Settings = parse(Path::new("p.toml"), "").unwrap();
        assert_eq!((read.text, read.table), (Setting::Unset, Setting::Unset));
    }
}

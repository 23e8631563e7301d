//! Request bodies that a user gives: reading them, their encodings, and errors with their place.

use std::fs::File;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::api::json_patch::{self, Field, Operation};
use crate::bounded;
use crate::error::{Error, Exit, Result};
use crate::flags::{InputSource, JsonPatchFlags};
use crate::object::Object;

/// A text that should be JSON, and what to call it in errors.
pub struct RequestBody {
    name: String,
    text: String,
}

impl RequestBody {
    /// A body given as a flag's value.
    pub fn from_flag(flag: &str, text: String) -> Self {
        Self { name: flag.to_owned(), text }
    }

    /// Reads what `--file` names: UTF-8, with or without a byte order mark, or UTF-16 with one, as PowerShell writes it.
    ///
    /// # Errors
    /// A file that can't be read, or that is in no such encoding.
    pub fn read(source: &InputSource) -> Result<Self> {
        Self::read_for("--file: ", source)
    }

    /// Reads what an argument names.
    ///
    /// # Errors
    /// As [`RequestBody::read`].
    pub fn read_argument(source: &InputSource) -> Result<Self> {
        Self::read_for("", source)
    }

    fn read_for(flag: &str, source: &InputSource) -> Result<Self> {
        let (name, bytes) = match source {
            InputSource::Stdin => ("stdin".to_owned(), bounded::read_bytes(std::io::stdin().lock())),
            InputSource::File(path) => (path.display().to_string(), File::open(path).and_then(bounded::read_bytes)),
        };
        let bytes =
            bytes.map_err(|error| Error::new(Exit::Usage, format!("{flag}could not read {name}")).with_cause(error))?;
        let text =
            decode_text(&bytes).ok_or_else(|| Error::usage(format!("{flag}{name} is not UTF-8 or UTF-16 text")))?;
        Ok(Self { name, text })
    }

    /// Reads it as one JSON object.
    ///
    /// # Errors
    /// Exit 2 with line, column and field.
    pub fn parse_object<'a, T: Deserialize<'a>>(&'a self) -> Result<T> {
        Ok(self.parse::<Object<T>>()?.0)
    }

    /// Reads it as a JSON array of objects.
    ///
    /// # Errors
    /// Exit 2 with line, column and field.
    pub fn parse_objects<T: DeserializeOwned>(&self) -> Result<Vec<T>> {
        Ok(self.parse::<Vec<Object<T>>>()?.into_iter().map(|object| object.0).collect())
    }

    fn parse<'a, T: Deserialize<'a>>(&'a self) -> Result<T> {
        serde_json::from_str(&self.text).map_err(|error| {
            let message = error.to_string();
            let place = format!(" at line {} column {}", error.line(), error.column());
            let what = message.strip_suffix(&place).unwrap_or(&message);
            Error::usage(format!("{}, line {}, column {}: {what}", self.name, error.line(), error.column()))
        })
    }

    /// The text itself.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What to call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// An error at a place in it, given in bytes.
    pub fn error_at(&self, offset: usize, what: &str) -> Error {
        let before = self.text.get(..offset).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Error::usage(format!("{}, line {line}, column {column}: {what}", self.name))
    }

    /// An error in what it says, once it is known to be JSON of the right shape.
    pub fn error(&self, what: &str) -> Error {
        Error::usage(format!("{}: {what}", self.name))
    }
}

/// A text in UTF-8, or in UTF-16 with a byte order mark.
pub(super) fn decode_text(bytes: &[u8]) -> Option<String> {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, rest) = bytes.as_chunks::<2>();
        let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect();
        text.ok().filter(|_| rest.is_empty())
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        _ => String::from_utf8(bytes.to_vec()).ok(),
    }
}

/// The operations of a patch: those of the verb's own flags, or those of the JSON Patch flags, checked.
///
/// # Errors
/// No operation at all, and whatever is wrong with one.
pub fn read_operations(
    own: Vec<Operation>,
    flags: JsonPatchFlags,
    fields: &[Field],
    hint: &str,
) -> Result<Vec<Operation>> {
    let body = match (flags.body, flags.file) {
        (Some(text), _) => Some(RequestBody::from_flag("--body", text)),
        (None, Some(source)) => Some(RequestBody::read(&source)?),
        (None, None) => None,
    };
    if let Some(body) = body {
        let operations: Vec<Operation> = body.parse_objects()?;
        json_patch::check(&operations, fields).map_err(|what| body.error(&what))?;
        return Ok(operations);
    }
    let (op, path, value) = (flags.op.len(), flags.path.len(), flags.value.len());
    if op != path || path != value {
        return Err(Error::usage(format!(
            "--op, --path and --value belong together: there are {op}, {path} and {value} of them"
        )));
    }
    let typed = flags.path.iter().zip(&flags.value);
    let mut operations = own;
    operations.extend(typed.map(|(path, value)| Operation::replace_from_text(path, value, fields)));
    if operations.is_empty() {
        return Err(Error::usage("nothing is to be changed").with_hint(hint));
    }
    json_patch::check(&operations, fields).map_err(|what| Error::usage(format!("--op, --path, --value: {what}")))?;
    Ok(operations)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_utf8_and_utf16_with_byte_order_marks() {
        let text = r#"{"description":"ü漢😀"}"#;
        let utf16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        let with = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            with(b"\xef\xbb\xbf", text.into()),
            with(b"\xff\xfe", utf16(u16::to_le_bytes)),
            with(b"\xfe\xff", utf16(u16::to_be_bytes)),
        ] {
            assert_eq!(decode_text(&bytes).as_deref(), Some(text));
        }
        for bad in [&b"\xff\xfe\x00"[..], b"\xff\xfe\x00\xd8", b"\x80"] {
            assert_eq!(decode_text(bad), None);
        }
    }

    #[test]
    fn rejects_arrays_where_objects_belong() {
        let message = |text: &str| {
            RequestBody::from_flag("--body", text.into()).parse_objects::<Operation>().unwrap_err().to_text()
        };
        assert!(message(r#"[["replace","/description","a"]]"#).contains("expected an object"));
        assert!(message("{}").contains("expected a sequence"));
    }

    #[test]
    fn reports_invalid_json_with_line_and_column() {
        let body = RequestBody::from_flag("--body", "[\n  {\"op\": }\n]".into());
        let error = body.parse_objects::<Operation>().unwrap_err();
        assert_eq!(error.to_text(), "--body, line 2, column 10: expected value");
    }
}

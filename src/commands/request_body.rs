//! Reads JSON request bodies from flags, files and stdin. Errors name the line and column.

use std::fs::File;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::api::json_patch::{self, Field, Operation};
use crate::bounded;
use crate::error::{Error, Exit, Result};
use crate::flags::{InputSource, JsonPatchFlags};
use crate::object::Object;

/// A text that should be JSON, and the name that errors use for it.
pub struct RequestBody {
    name: String,
    text: String,
}

impl RequestBody {
    /// Takes the body from the value of a flag.
    pub fn from_flag(flag: &str, text: String) -> Self {
        Self { name: flag.to_owned(), text }
    }

    /// Reads the body that `--file` names. The text is UTF-8, with or without a byte order mark, or UTF-16 with one,
    /// which Windows PowerShell writes by default.
    ///
    /// # Errors
    /// Exit code 2 if the input can't be read or has another encoding.
    pub fn read(source: &InputSource) -> Result<Self> {
        Self::read_with_prefix("--file: ", source)
    }

    /// Reads the body that a positional argument names.
    ///
    /// # Errors
    /// See [`RequestBody::read`].
    pub fn read_argument(source: &InputSource) -> Result<Self> {
        Self::read_with_prefix("", source)
    }

    fn read_with_prefix(prefix: &str, source: &InputSource) -> Result<Self> {
        let (name, bytes) = match source {
            InputSource::Stdin => ("stdin".to_owned(), bounded::read_bytes(std::io::stdin().lock())),
            InputSource::File(path) => (path.display().to_string(), File::open(path).and_then(bounded::read_bytes)),
        };
        let bytes = bytes
            .map_err(|error| Error::new(Exit::Usage, format!("{prefix}could not read {name}")).with_cause(error))?;
        let text =
            decode_text(&bytes).ok_or_else(|| Error::usage(format!("{prefix}{name} is not UTF-8 or UTF-16 text")))?;
        Ok(Self { name, text })
    }

    /// Parses the body as one JSON object.
    ///
    /// # Errors
    /// Exit code 2; the message names the line, column and field.
    pub fn parse_object<'a, T: Deserialize<'a>>(&'a self) -> Result<T> {
        Ok(self.parse::<Object<T>>()?.0)
    }

    /// Parses the body as a JSON array of objects.
    ///
    /// # Errors
    /// Exit code 2; the message names the line, column and field.
    pub fn parse_objects<T: DeserializeOwned>(&self) -> Result<Vec<T>> {
        Ok(self.parse::<Vec<Object<T>>>()?.into_iter().map(|object| object.0).collect())
    }

    fn parse<'a, T: Deserialize<'a>>(&'a self) -> Result<T> {
        serde_json::from_str(&self.text).map_err(|error| {
            let message = error.to_string();
            let location = format!(" at line {} column {}", error.line(), error.column());
            let problem = message.strip_suffix(&location).unwrap_or(&message);
            Error::usage(format!("{}, line {}, column {}: {problem}", self.name, error.line(), error.column()))
        })
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The name that errors use for the body.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A usage error (exit code 2) with the line and column of a byte offset.
    pub fn error_at(&self, offset: usize, problem: &str) -> Error {
        let before = self.text.get(..offset).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Error::usage(format!("{}, line {line}, column {column}: {problem}", self.name))
    }

    /// A usage error (exit code 2) about the content of valid JSON.
    pub fn error(&self, problem: &str) -> Error {
        Error::usage(format!("{}: {problem}", self.name))
    }
}

/// Decodes UTF-8, with or without a byte order mark, or UTF-16 with one. Returns `None` for anything else.
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

/// Returns the operations of a JSON Patch (RFC 6902): those of `--body` or `--file`, else those of the command's own
/// flags (`own`) and of `--op`, `--path` and `--value`. `hint` is an example for the error if there are none.
///
/// # Errors
/// Exit code 2 if there are no operations or one is invalid.
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
        json_patch::check(&operations, fields).map_err(|problem| body.error(&problem))?;
        return Ok(operations);
    }
    let (op, path, value) = (flags.op.len(), flags.path.len(), flags.value.len());
    if op != path || path != value {
        return Err(Error::usage(format!(
            "--op, --path and --value must be used the same number of times, not {op}, {path} and {value} times"
        )));
    }
    let paths_and_values = flags.path.iter().zip(&flags.value);
    let mut operations = own;
    operations.extend(paths_and_values.map(|(path, value)| Operation::replace_from_text(path, value, fields)));
    if operations.is_empty() {
        return Err(Error::usage("no change is given").with_hint(hint));
    }
    json_patch::check(&operations, fields)
        .map_err(|problem| Error::usage(format!("--op, --path, --value: {problem}")))?;
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

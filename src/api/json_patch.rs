//! JSON Patch (<https://www.rfc-editor.org/rfc/rfc6902>), as far as the API supports it: `replace` of some fields.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::duration::IsoDuration;

/// An operation of a patch.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    op: String,
    path: String,
    value: Value,
}

/// The type of a field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// A JSON string.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A JSON number without a sign or a fraction.
    WholeNumber,
    /// A JSON string that is an ISO 8601 duration.
    Duration,
}

/// A field that may be replaced.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The JSON Pointer (<https://www.rfc-editor.org/rfc/rfc6901>).
    pub path: &'static str,
    /// The type of its value.
    pub value_type: ValueType,
}

impl Operation {
    /// The path of the field, such as `/description`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The new value of the field.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Creates an operation that replaces the value of a field.
    pub fn replace(path: impl Into<String>, value: impl Into<Value>) -> Self {
        Self { op: "replace".into(), path: path.into(), value: value.into() }
    }

    /// Like [`Operation::replace`], but parses `text` as JSON, unless the field is a text or `text` isn't JSON.
    pub fn replace_from_text(path: &str, text: &str, fields: &[Field]) -> Self {
        let is_text = fields.iter().any(|field| field.path == path && field.value_type == ValueType::Text);
        let json = if is_text { None } else { serde_json::from_str(text).ok() };
        Self::replace(path, json.unwrap_or_else(|| Value::from(text)))
    }

    fn check(&self, fields: &[Field]) -> Result<(), String> {
        if self.op != "replace" {
            return Err(format!("op must be replace, not {}", Value::from(self.op.as_str())));
        }
        let Some(field) = fields.iter().find(|field| field.path == self.path) else {
            let paths: Vec<_> = fields.iter().map(|field| field.path).collect();
            return Err(format!("path must be {}, not {}", paths.join(", "), Value::from(self.path.as_str())));
        };
        field.check(&self.value).map_err(|reason| format!("value of {}: {reason}, not {}", field.path, self.value))
    }
}

impl Field {
    /// Returns the name of the field in the API.
    pub fn name(&self) -> &'static str {
        self.path.trim_start_matches('/')
    }

    /// Checks that a value has the type of the field.
    ///
    /// # Errors
    /// A message that says what the value must be, but does not show it.
    pub fn check(&self, value: &Value) -> Result<(), String> {
        let expected = match (self.value_type, value) {
            (ValueType::Text, Value::String(_)) | (ValueType::Boolean, Value::Bool(_)) => return Ok(()),
            (ValueType::WholeNumber, Value::Number(number)) if number.is_u64() => return Ok(()),
            (ValueType::Duration, Value::String(text)) => return IsoDuration::parse(text).map(drop),
            (ValueType::Text, _) => "must be a string",
            (ValueType::Boolean, _) => "must be true or false",
            (ValueType::WholeNumber, _) => "must be a whole number",
            (ValueType::Duration, _) => "must be a string that is an ISO 8601 duration",
        };
        Err(expected.to_owned())
    }
}

/// Checks a patch before it is sent.
///
/// # Errors
/// A message that names the invalid member, says what it must be, and counts operations from 1 if there are several.
pub fn check(operations: &[Operation], fields: &[Field]) -> Result<(), String> {
    if operations.is_empty() {
        return Err("the patch has no operations".into());
    }
    for (index, operation) in operations.iter().enumerate() {
        operation.check(fields).map_err(|reason| match operations.len() {
            1 => reason,
            _ => format!("operation {}: {reason}", index + 1),
        })?;
    }
    Ok(())
}

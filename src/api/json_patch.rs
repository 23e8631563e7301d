//! JSON Patch (RFC 6902) as the API takes it: `replace` alone, on the few paths that each resource allows.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::duration::IsoDuration;

/// One operation.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    op: String,
    path: String,
    value: Value,
}

/// What a value must be.
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
    /// Its JSON Pointer (RFC 6901).
    pub path: &'static str,
    /// What its value must be.
    pub value_type: ValueType,
}

impl Operation {
    /// Replaces the value of a field.
    pub fn replace(path: impl Into<String>, value: impl Into<Value>) -> Self {
        Self { op: "replace".into(), path: path.into(), value: value.into() }
    }

    /// Replaces the value of a field by a text that is read as JSON where the field is no text, and else as it is.
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
        field.check(&self.value).map_err(|wanted| format!("value of {}: {wanted}, not {}", field.path, self.value))
    }
}

impl Field {
    /// The API's name for it.
    pub fn name(&self) -> &'static str {
        self.path.trim_start_matches('/')
    }

    /// Checks a value for it.
    ///
    /// # Errors
    /// What is needed instead, without the value.
    pub fn check(&self, value: &Value) -> Result<(), String> {
        let wanted = match (self.value_type, value) {
            (ValueType::Text, Value::String(_)) | (ValueType::Boolean, Value::Bool(_)) => return Ok(()),
            (ValueType::WholeNumber, Value::Number(number)) if number.is_u64() => return Ok(()),
            (ValueType::Duration, Value::String(text)) => return IsoDuration::parse(text).map(drop),
            (ValueType::Text, _) => "a string is needed",
            (ValueType::Boolean, _) => "true or false is needed",
            (ValueType::WholeNumber, _) => "a whole number is needed",
            (ValueType::Duration, _) => "a string that is an ISO 8601 duration is needed",
        };
        Err(wanted.to_owned())
    }
}

/// Checks a patch before it is sent.
///
/// # Errors
/// A sentence that names the operation, its member and what it should be.
pub fn check(operations: &[Operation], fields: &[Field]) -> Result<(), String> {
    if operations.is_empty() {
        return Err("there is no operation in it".into());
    }
    for (index, operation) in operations.iter().enumerate() {
        operation.check(fields).map_err(|wrong| match operations.len() {
            1 => wrong,
            _ => format!("operation {}: {wrong}", index + 1),
        })?;
    }
    Ok(())
}

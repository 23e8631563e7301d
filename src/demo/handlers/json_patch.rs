//! The part of JSON Patch (RFC 6902) that the API accepts: an array of `replace` operations on given paths.

use serde_json::{Map, Value};

use crate::demo::http::error::DemoError;

/// A `replace` operation. The caller must validate the value.
pub struct ReplaceOperation<'a> {
    pub path: &'a str,
    pub value: &'a Value,
    /// The JSON Pointer to the value.
    pub pointer: String,
}

/// Parses a patch that may replace `paths`. The error lists every invalid operation.
pub fn parse<'a>(document: &'a Value, paths: &[&str]) -> Result<Vec<ReplaceOperation<'a>>, DemoError> {
    let Some(items) = document.as_array() else {
        return Err(DemoError::invalid_body("", "The body must be a JSON Patch array."));
    };
    let mut operations = Vec::new();
    let mut errors = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let pointer = format!("/{index}");
        match item.as_object() {
            Some(members) => match parse_operation(members, &pointer, paths) {
                Ok(operation) => operations.push(operation),
                Err(error) => errors.push(error),
            },
            None => errors.push(DemoError::invalid_body(&pointer, "An operation must be an object.")),
        }
    }
    DemoError::combine(errors)?;
    Ok(operations)
}

fn parse_operation<'a>(
    members: &'a Map<String, Value>,
    pointer: &str,
    paths: &[&str],
) -> Result<ReplaceOperation<'a>, DemoError> {
    let invalid =
        |name: &str, detail: String| DemoError::invalid_body(&format!("{pointer}/{}", escape_pointer(name)), detail);
    let mut errors = Vec::new();
    if members.get("op").and_then(Value::as_str) != Some("replace") {
        errors.push(invalid("op", "op must be \"replace\".".to_owned()));
    }
    let path = members.get("path").and_then(Value::as_str).filter(|path| paths.contains(path));
    if path.is_none() {
        errors.push(invalid("path", format!("path must be one of {}.", paths.join(", "))));
    }
    let value = members.get("value");
    if value.is_none() {
        errors.push(invalid("value", "value is required.".to_owned()));
    }
    for name in members.keys() {
        if !matches!(name.as_str(), "op" | "path" | "value") {
            errors.push(invalid(name, format!("An operation has no member {name}.")));
        }
    }
    DemoError::combine(errors)?;
    match (path, value) {
        (Some(path), Some(value)) => Ok(ReplaceOperation { path, value, pointer: format!("{pointer}/value") }),
        _ => Err(DemoError::invalid_body(pointer, "The operation is incomplete.")),
    }
}

/// Escapes a name for a JSON Pointer (RFC 6901, section 3).
pub fn escape_pointer(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

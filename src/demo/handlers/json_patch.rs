//! JSON Patch (RFC 6902) as far as the API takes it: an array of `replace` operations on known paths.

use serde_json::{Map, Value};

use crate::demo::http::error::DemoError;

/// A `replace` operation. The caller checks the value.
pub struct ReplaceOperation<'a> {
    pub path: &'a str,
    pub value: &'a Value,
    /// The JSON Pointer to the value.
    pub pointer: String,
}

/// Parses a patch that may replace these paths. The problem lists every mistake in its form.
pub fn parse<'a>(document: &'a Value, paths: &[&str]) -> Result<Vec<ReplaceOperation<'a>>, DemoError> {
    let Some(items) = document.as_array() else {
        return Err(DemoError::invalid_body("", "The body must be a JSON Patch array."));
    };
    let mut operations = Vec::new();
    let mut problems = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let pointer = format!("/{index}");
        match item.as_object() {
            Some(members) => match parse_operation(members, &pointer, paths) {
                Ok(operation) => operations.push(operation),
                Err(problem) => problems.push(problem),
            },
            None => problems.push(DemoError::invalid_body(&pointer, "An operation must be an object.")),
        }
    }
    DemoError::combine(problems)?;
    Ok(operations)
}

fn parse_operation<'a>(
    members: &'a Map<String, Value>,
    pointer: &str,
    paths: &[&str],
) -> Result<ReplaceOperation<'a>, DemoError> {
    let wrong =
        |name: &str, detail: String| DemoError::invalid_body(&format!("{pointer}/{}", escape_pointer(name)), detail);
    let mut problems = Vec::new();
    if members.get("op").and_then(Value::as_str) != Some("replace") {
        problems.push(wrong("op", "op must be \"replace\".".to_owned()));
    }
    let path = members.get("path").and_then(Value::as_str).filter(|path| paths.contains(path));
    if path.is_none() {
        problems.push(wrong("path", format!("path must be one of {}.", paths.join(", "))));
    }
    let value = members.get("value");
    if value.is_none() {
        problems.push(wrong("value", "value is required.".to_owned()));
    }
    for name in members.keys() {
        if !matches!(name.as_str(), "op" | "path" | "value") {
            problems.push(wrong(name, format!("{name} is no member of an operation.")));
        }
    }
    DemoError::combine(problems)?;
    match (path, value) {
        (Some(path), Some(value)) => Ok(ReplaceOperation { path, value, pointer: format!("{pointer}/value") }),
        _ => Err(DemoError::invalid_body(pointer, "The operation is incomplete.")),
    }
}

/// Escapes a name for a JSON Pointer (RFC 6901, section 3).
pub fn escape_pointer(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

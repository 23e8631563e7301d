//! JSON Patch (RFC 6902) as far as the reference allows it: an array of `replace` operations on a list of paths.
//! It must not know what the paths mean, nor which values they take.

use serde_json::{Map, Value};

use super::problem::Problem;

/// One operation, its value not looked at.
pub(super) struct Operation<'a> {
    pub(super) path: &'a str,
    pub(super) value: &'a Value,
}

impl Operation<'_> {
    /// Returns the pointer to the value of the operation at that index.
    pub(super) fn pointer(&self, index: usize) -> String {
        format!("/{index}/value")
    }
}

/// Reads a patch; everything about its form that is wrong is said at once.
pub(super) fn parse<'a>(document: &'a Value, paths: &[&str]) -> Result<Vec<Operation<'a>>, Problem> {
    let Some(items) = document.as_array() else {
        return Err(Problem::pointer("", "The body must be a JSON Patch array."));
    };
    let mut operations = Vec::new();
    let mut problems = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let pointer = format!("/{index}");
        match item.as_object() {
            Some(members) => match operation(members, &pointer, paths) {
                Ok(operation) => operations.push(operation),
                Err(problem) => problems.push(problem),
            },
            None => problems.push(Problem::pointer(&pointer, "An operation must be an object.")),
        }
    }
    Problem::join(problems)?;
    Ok(operations)
}

fn operation<'a>(members: &'a Map<String, Value>, pointer: &str, paths: &[&str]) -> Result<Operation<'a>, Problem> {
    let at = |name: &str| format!("{pointer}/{}", escaped(name));
    let mut problems = Vec::new();
    if members.get("op").and_then(Value::as_str) != Some("replace") {
        problems.push(Problem::pointer(&at("op"), "op must be \"replace\"."));
    }
    let path = members.get("path").and_then(Value::as_str);
    let known = path.filter(|path| paths.contains(path));
    if known.is_none() {
        let choice = format!("path must be one of {}.", paths.join(", "));
        problems.push(Problem::pointer(&at("path"), choice));
    }
    let value = members.get("value");
    if value.is_none() {
        problems.push(Problem::pointer(&at("value"), "value is required."));
    }
    for name in members.keys() {
        if !matches!(name.as_str(), "op" | "path" | "value") {
            let detail = format!("{name} is no member of an operation.");
            problems.push(Problem::pointer(&at(name), detail));
        }
    }
    Problem::join(problems)?;
    match (known, value) {
        (Some(path), Some(value)) => Ok(Operation { path, value }),
        _ => Err(Problem::pointer(pointer, "The operation is incomplete.")),
    }
}

/// Escapes a name for a JSON Pointer (RFC 6901, 3).
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

//! The flags of `patch` and `config patch` for a JSON Patch document (RFC 6902,
//! <https://www.rfc-editor.org/rfc/rfc6902>).

use clap::{Args, ValueHint};

use super::values::{self, InputSource};

/// A JSON Patch document: `--op`, `--path` and `--value`, or `--body`, or `-f`.
#[derive(Args, Debug, Default)]
pub struct JsonPatchFlags {
    /// Add an operation: replace (repeatable)
    #[arg(long, help_heading = "JSON Patch", value_name = "OP", value_parser = ["replace"], hide_possible_values = true,
          conflicts_with_all = ["body", "file"])]
    pub op: Vec<String>,

    /// Name the field, such as /description
    #[arg(long, help_heading = "JSON Patch", value_name = "PATH", conflicts_with_all = ["body", "file"])]
    pub path: Vec<String>,

    /// Set the field to this value
    #[arg(long, help_heading = "JSON Patch", value_name = "VALUE", allow_hyphen_values = true, conflicts_with_all = ["body", "file"])]
    pub value: Vec<String>,

    /// Send this JSON Patch document
    #[arg(long, help_heading = "JSON Patch", value_name = "JSON", conflicts_with = "file")]
    pub body: Option<String>,

    /// Read the document from a file; - is stdin
    #[arg(short, long, help_heading = "JSON Patch", value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = values::parse_input_source)]
    pub file: Option<InputSource>,
}

impl JsonPatchFlags {
    /// The clap IDs of these flags, for flags that conflict with them.
    pub const FLAGS: [&str; 5] = ["op", "path", "value", "body", "file"];
}

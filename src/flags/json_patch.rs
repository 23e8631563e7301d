//! The flags of `patch` and `config patch` for a JSON Patch document (RFC 6902,
//! <https://www.rfc-editor.org/rfc/rfc6902>).

use clap::{Args, ValueHint};

use super::values::{self, InputSource};

/// A JSON Patch document: `--op`, `--path` and `--value`, or `--body`, or `-f`.
#[derive(Args, Debug)]
pub struct JsonPatchFlags {
    /// The operation, repeatable: the n-th --op, --path and --value form the n-th operation
    #[arg(long, value_name = "OP", value_parser = ["replace"], hide_possible_values = true,
          conflicts_with_all = ["body", "file"])]
    pub op: Vec<String>,

    /// The path of the field to replace
    #[arg(long, value_name = "PATH", conflicts_with_all = ["body", "file"])]
    pub path: Vec<String>,

    /// The new value of the field
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true, conflicts_with_all = ["body", "file"])]
    pub value: Vec<String>,

    /// The whole JSON Patch document
    #[arg(long, value_name = "JSON", conflicts_with = "file")]
    pub body: Option<String>,

    /// Read the JSON Patch document from a file, or from stdin with -
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = values::parse_input_source)]
    pub file: Option<InputSource>,
}

impl JsonPatchFlags {
    /// The clap IDs of these flags, for flags that conflict with them.
    pub const FLAGS: [&str; 5] = ["op", "path", "value", "body", "file"];
}

//! The only module that writes to stdout: formats JSON rows as a table, JSON, csv, tsv or IDs. On a terminal it escapes
//! control and bidirectional characters in the tenant's text. It knows nothing about HTTP.

pub mod columns;
mod csv;
mod fields;
mod flags;
mod format;
#[cfg(not(feature = "jq"))]
#[path = "no_jq.rs"]
mod jq;
#[cfg(feature = "jq")]
mod jq;
mod jq_writer;
mod json;
mod kind;
mod markdown;
mod printer;
mod record;
mod summary;
mod table;

pub use columns::Columns;
pub use flags::{ColumnFlags, OutputFlags, parse_key_or_rotation_column};
pub use format::{Format, OutputMode};
#[cfg(feature = "jq")]
pub use jq::{CompiledFilter, FilterEnd};
pub use jq::{JqFilter, run_filter_process};
pub use jq_writer::JqResult;
pub use kind::OutputKind;
pub use printer::{PrintError, Printer, print_text, write_object, write_rows};
pub use summary::Summary;
pub use table::align;

use printer::Pages;

use crate::terminal::sanitize;

/// The text on one line and without unsafe characters for a terminal, else unchanged.
fn sanitized_cell(text: &str, for_terminal: bool) -> std::borrow::Cow<'_, str> {
    if for_terminal { sanitize::cell(text) } else { text.into() }
}

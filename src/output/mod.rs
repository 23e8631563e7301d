//! What reaches stdout, and how: the only module that writes there. It is given JSON and columns, and knows nothing of
//! HTTP or of API keys. On a terminal no character of the tenant's that could steer it gets through.

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
mod printer;
mod record;
mod table;

pub use columns::Columns;
pub use flags::{ColumnFlags, OutputFlags};
pub use format::{Format, OutputMode};
pub use jq::JqFilter;
pub use kind::OutputKind;
pub use printer::{PrintError, Printer, print_text, write_object, write_rows};
pub use table::align;

use printer::Pages;

use crate::terminal::sanitize;

/// A text as it is, or, for a screen, on one line and without what could steer it.
fn sanitized_cell(text: &str, safe: bool) -> std::borrow::Cow<'_, str> {
    if safe { sanitize::cell(text) } else { text.into() }
}

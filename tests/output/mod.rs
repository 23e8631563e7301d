//! Formats, filters, prompts and terminal output.

mod formats;
mod jq;
#[cfg(unix)]
mod terminal;

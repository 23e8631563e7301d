//! Formats, filters, and what a person sees on a terminal.

mod formats;
mod jq;
#[cfg(unix)]
mod terminal;

//! Formats, filters, prompts and terminal output.

#[cfg(unix)]
mod colors;
mod formats;
mod jq;
#[cfg(unix)]
mod screens;
#[cfg(unix)]
mod terminal;

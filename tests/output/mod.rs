//! Formats, filters, prompts and terminal output.

#[cfg(unix)]
mod colors;
mod formats;
mod jq;
#[cfg(unix)]
mod screens;
#[cfg(unix)]
mod spinner;
#[cfg(unix)]
mod summary;
#[cfg(unix)]
mod terminal;

//! Formats, filters, prompts and terminal output.

#[cfg(unix)] // Needs a pseudo-terminal.
mod colors;
mod formats;
mod jq;
#[cfg(unix)] // Needs a pseudo-terminal.
mod screens;
#[cfg(unix)] // Needs a pseudo-terminal.
mod spinner;
#[cfg(unix)] // Needs a pseudo-terminal.
mod summary;
#[cfg(unix)] // Needs a pseudo-terminal.
mod terminal;

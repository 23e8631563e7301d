//! The README and the pages of `docs/` are correct: their examples run, their tables match the code, and their links lead
//! somewhere.

#[cfg(unix)] // Runs POSIX shell commands.
mod commands;
#[cfg(unix)] // Runs POSIX shell commands.
mod console;
#[cfg(target_os = "linux")]
mod first_steps;
mod links;
#[cfg(unix)] // Needs a pseudo-terminal.
mod pictures;
#[cfg(unix)] // Runs POSIX shell scripts.
mod recipes;
mod tables;
pub mod troubleshooting;

use std::path::{Path, PathBuf};

/// The folder of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the pages.
fn pages_folder() -> PathBuf {
    root().join("docs/src")
}

/// The text of a page in `docs/src`.
fn read_page(name: &str) -> String {
    std::fs::read_to_string(pages_folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The paths of the README and of all pages.
fn documents() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(pages_folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect();
    pages.sort();
    [vec![root().join("README.md")], pages].concat()
}

//! Files of the repository that must match the program.

pub mod docs;
mod generated;
mod layers;
mod man;
#[cfg(unix)] // Runs the reference's lines in a POSIX shell.
mod reference;

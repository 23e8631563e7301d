//! Files of the repository that must match the program.

pub mod docs;
mod generated;
mod layers;
#[cfg(unix)]
mod reference;

//! Files of the repository that must match the program.

mod generated;
mod layers;
#[cfg(unix)]
mod readme;
#[cfg(unix)]
mod reference;

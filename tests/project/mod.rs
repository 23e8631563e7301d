//! Files of the repository that follow from the program.

mod generated;
mod layers;
#[cfg(unix)]
mod readme;
#[cfg(unix)]
mod reference;

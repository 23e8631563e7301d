//! Files of the repository that must match the program.

#[cfg(unix)]
mod docs;
mod generated;
mod layers;
#[cfg(unix)]
mod reference;

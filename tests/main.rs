//! Drives the real binary against the demo tenant over real HTTP, with the environment emptied.

#![allow(missing_docs)]

mod generated;
mod support;

//! Runs the real binary against the demo tenant over real HTTP, in an empty environment.
//!
//! `commands` has a file per command, `promises` tests what holds for all commands, and `properties` what holds for any
//! input. `http`, `context` and `output` test the parts that the commands share, named as in `src/`. `demo` compares
//! the demo tenant with the API reference, and `project` compares files in the repository with the program.

#![allow(missing_docs)]

mod commands;
mod context;
mod demo;
mod http;
mod output;
mod project;
mod promises;
mod properties;
mod support;
#[cfg(windows)]
mod windows;

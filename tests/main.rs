//! Drives the real binary against the demo tenant over real HTTP, with the environment emptied.
//!
//! `commands` has a file for each command, `promises` what holds for all of them, and `properties` what holds for any
//! input; `http`, `context` and `output` are about the parts that the commands share, named as in `src/`. `demo` holds the
//! demo tenant against the API's reference, and `project` compares files of the repository with the program.

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

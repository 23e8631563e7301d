//! Compares instructions and memory with a budget, and wall time with other clients.
//! `benches/check`, `benches/compare` and `benches/wall` run this; `benches/README.md` explains the output.

#![allow(missing_docs)]
// callgrind, GNU time and the Secret Service are used on Linux only.
#![cfg_attr(not(target_os = "linux"), allow(dead_code))]

#[cfg(target_os = "linux")]
mod budget;
#[cfg(target_os = "linux")]
mod cases;
mod compare;
mod https_tenant;
mod measure;

// Shared with the tests.
#[allow(dead_code, unused_imports)]
#[path = "../../tests/support/mod.rs"]
mod support;

use std::process::ExitCode;

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        #[cfg(target_os = "linux")]
        ["check", "--update"] => budget::update(),
        #[cfg(target_os = "linux")]
        ["check", names @ ..] => return budget::check(names),
        ["compare", scripts] => compare::compare_clients(scripts.as_ref()),
        ["wall"] => compare::compare_with_curl(),
        _ => {
            eprintln!("usage: benches/check [--update | NAME...], benches/compare, benches/wall");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

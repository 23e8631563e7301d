//! How fast the program is: instructions and memory against a budget, and wall time beside other ways to the same keys.
//!
//! `benches/check` and `benches/compare` build what this needs and run it; README.md beside them says more.

#![allow(missing_docs)]

mod budget;
mod cases;
mod compare;
mod measure;
mod site;

// What the tests drive the binary with.
#[allow(dead_code, unused_imports)]
#[path = "../../tests/https.rs"]
mod https;
#[allow(dead_code, unused_imports)]
#[cfg(target_os = "linux")]
#[path = "../../tests/keyring.rs"]
mod keyring;
#[allow(dead_code, unused_imports)]
#[path = "../../tests/process.rs"]
mod process;
#[allow(dead_code, unused_imports)]
#[path = "../../tests/support.rs"]
mod support;

use std::process::ExitCode;

fn main() -> ExitCode {
    // Cargo adds a flag of its own.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let held = match words.as_slice() {
        ["check", names @ ..] if !names.contains(&"--update") => budget::check(names),
        ["check", "--update"] => budget::update(),
        ["compare", others, rest @ ..] => compare::run(others.as_ref(), rest.is_empty()),
        _ => {
            eprintln!("usage: benches/check [--update | NAME...], benches/compare [--wall]");
            false
        }
    };
    if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

//! Hands the real arguments, environment and terminal to [`qlik_api_key::run`] and ends with its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    qlik_api_key::run(std::env::args_os(), std::env::vars_os()).into()
}

//! Hands the arguments and the environment to [`qlik_api_key::cli::run`] and ends with its exit code.

fn main() {
    let exit = qlik_api_key::cli::run(std::env::args_os(), std::env::vars_os());
    // Not by returning, which would wait for a look-up of a name that may take minutes.
    std::process::exit(i32::from(exit.code()));
}

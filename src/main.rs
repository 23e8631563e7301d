//! Hands the real arguments, environment and terminal to [`qlik_api_key::run`] and ends with its exit code.

fn main() {
    let exit = qlik_api_key::run(std::env::args_os(), std::env::vars_os());
    // At once: a DNS lookup may still be running in another thread.
    std::process::exit(i32::from(exit.code()));
}

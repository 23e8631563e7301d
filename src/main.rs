//! Passes the arguments and the environment to [`qlik_api_key::cli::run`] and exits with its code.

// musl's own allocator is slower than glibc's for large lists.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

fn main() {
    let exit = qlik_api_key::cli::run(std::env::args_os(), std::env::vars_os());
    // Returning from `main` would wait for a pending DNS lookup, which can take minutes.
    std::process::exit(i32::from(exit.code()));
}

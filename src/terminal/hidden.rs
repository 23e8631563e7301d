//! Prompts for a secret without echoing it, and turns the terminal's echo on again even after Ctrl-C.

use std::io;

/// Prompts on the terminal and reads a line without echo.
///
/// # Errors
/// There is no terminal, or it could not be read.
#[cfg(unix)]
pub(super) fn prompt(question: &str) -> io::Result<String> {
    use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
    let terminal = std::fs::File::open("/dev/tty")?;
    let attributes = tcgetattr(&terminal)?;
    // The default action of Ctrl-C would end the program with the echo still off.
    let handler = ctrlc::set_handler(move || {
        let _ = tcsetattr(&terminal, OptionalActions::Now, &attributes);
        // 128 + SIGINT.
        std::process::exit(130);
    });
    let answer = rpassword::prompt_password(question);
    let is_interrupted = answer.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::Interrupted);
    while handler.is_ok() && is_interrupted {
        // The handler is about to exit the process.
        std::thread::park();
    }
    answer
}

#[cfg(not(unix))]
pub(super) fn prompt(question: &str) -> io::Result<String> {
    rpassword::prompt_password(question)
}

//! A line that the screen doesn't show, and a screen that shows what is typed again, however the question ends.

use std::io;

/// The exit code of a program that was interrupted.
#[cfg(unix)]
const INTERRUPTED: i32 = 130;

/// Asks for it.
///
/// # Errors
/// Where there is no terminal to type it on.
#[cfg(unix)]
pub(super) fn ask(question: &str) -> io::Result<String> {
    use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
    let screen = std::fs::File::open("/dev/tty")?;
    let before = tcgetattr(&screen)?;
    // Ctrl-C raises the signal while the screen is still dark, and by itself that would be the end.
    let handled = ctrlc::set_handler(move || {
        let _ = tcsetattr(&screen, OptionalActions::Now, &before);
        std::process::exit(INTERRUPTED);
    });
    let answer = rpassword::prompt_password(question);
    let is_interrupted = answer.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::Interrupted);
    while handled.is_ok() && is_interrupted {
        // The handler is about to end the program.
        std::thread::park();
    }
    answer
}

/// Asks for it.
///
/// # Errors
/// Where there is no terminal to type it on.
#[cfg(not(unix))]
pub(super) fn ask(question: &str) -> io::Result<String> {
    rpassword::prompt_password(question)
}

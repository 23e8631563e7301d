//! A line that the screen doesn't show, and a screen that shows what is typed again, however the question ends.

use std::io;

/// Asks for it, where there is a terminal to type it on.
#[cfg(unix)]
pub(super) fn prompt(question: &str) -> io::Result<String> {
    use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
    let screen = std::fs::File::open("/dev/tty")?;
    let before = tcgetattr(&screen)?;
    // Ctrl-C raises the signal while the screen is still dark, and by itself that would be the end.
    let handled = ctrlc::set_handler(move || {
        let _ = tcsetattr(&screen, OptionalActions::Now, &before);
        // 128 + SIGINT.
        std::process::exit(130);
    });
    let answer = rpassword::prompt_password(question);
    let is_interrupted = answer.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::Interrupted);
    while handled.is_ok() && is_interrupted {
        // The handler is about to end the program.
        std::thread::park();
    }
    answer
}

#[cfg(not(unix))]
pub(super) fn prompt(question: &str) -> io::Result<String> {
    rpassword::prompt_password(question)
}

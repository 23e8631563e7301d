//! Prompts for a secret without echoing it, and turns the terminal's echo on again even if a signal ends the program.

use std::io;

use crate::signals;

/// Prompts on the terminal and reads a line without echo.
///
/// # Errors
/// There is no terminal, or it could not be read.
#[cfg(unix)]
pub(super) fn prompt(question: &str) -> io::Result<String> {
    use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
    let terminal = std::fs::File::open("/dev/tty")?;
    let attributes = tcgetattr(&terminal)?;
    // By its default action, a signal would end the program with the echo still off.
    signals::on_end_signal(move |exit| {
        // Discards what was typed: it is a part of the secret, and the shell would show it as a command.
        let _ = tcsetattr(&terminal, OptionalActions::Flush, &attributes);
        std::process::exit(i32::from(exit.code()));
    })?;
    let answer = rpassword::prompt_password(question);
    if answer.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::Interrupted) {
        // `rpassword` raised SIGINT, so the thread above is about to exit the process, unless the signal is ignored.
        std::thread::sleep(signals::EXIT_TIME);
    }
    answer
}

/// As on Unix. The handler of Ctrl-C, which is set at the start, turns the echo on again.
#[cfg(windows)]
pub(super) fn prompt(question: &str) -> io::Result<String> {
    let answer = rpassword::prompt_password(question);
    if answer.is_err() {
        // Ctrl-C ends the input before its handler exits the process.
        std::thread::sleep(signals::EXIT_TIME);
    }
    answer
}

//! Prompts for a secret without echoing it, and turns the terminal's echo on again even if a signal ends the program.

use std::io;

/// More than enough time to exit the process.
#[cfg(unix)]
const EXIT_TIME: std::time::Duration = std::time::Duration::from_secs(1);

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
    crate::signals::on_end_signal(move |exit| {
        // Discards what was typed: it is a part of the secret, and the shell would show it as a command.
        let _ = tcsetattr(&terminal, OptionalActions::Flush, &attributes);
        std::process::exit(i32::from(exit.code()));
    })?;
    let answer = rpassword::prompt_password(question);
    if answer.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::Interrupted) {
        // `rpassword` raised SIGINT, so the thread above is about to exit the process, unless the signal is ignored.
        std::thread::sleep(EXIT_TIME);
    }
    answer
}

#[cfg(not(unix))]
pub(super) fn prompt(question: &str) -> io::Result<String> {
    rpassword::prompt_password(question)
}

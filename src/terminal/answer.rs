//! Where the answer to a question comes from.

use std::io::{self, BufRead};

/// The source of an answer.
#[derive(Clone, Copy, Debug)]
pub enum AnswerSource {
    /// stdin.
    Stdin,
    /// The terminal that controls the process, for a program whose stdin is a pipe.
    ControllingTerminal,
}

impl AnswerSource {
    /// Reads a line, or `None` at the end of the input.
    pub(super) fn read_line(self) -> io::Result<Option<String>> {
        match self {
            Self::Stdin => read_line_of(io::stdin().lock()),
            Self::ControllingTerminal => read_line_of(io::BufReader::new(std::fs::File::open("/dev/tty")?)),
        }
    }
}

fn read_line_of(mut input: impl BufRead) -> io::Result<Option<String>> {
    let mut line = String::new();
    Ok((input.read_line(&mut line)? > 0).then_some(line))
}

/// Whether stderr is the terminal that controls the process, and the process is in its foreground. In the background,
/// reading from the terminal would stop the process.
#[cfg(unix)]
pub(super) fn is_in_foreground() -> bool {
    rustix::termios::tcgetpgrp(io::stderr()).is_ok_and(|group| group == rustix::process::getpgrp())
}

#[cfg(not(unix))]
pub(super) fn is_in_foreground() -> bool {
    false
}

//! Command lines that a user gives, as the system's shell runs them.

use std::process::Command;

/// The shell with a command line: `sh -c`, on Windows `cmd /C`.
pub fn command(line: &str) -> Command {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut command = Command::new(shell);
    command.args([flag, line]);
    command
}

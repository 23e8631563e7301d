//! Command lines that a user gives, as the system's shell runs them.

use std::process::Command;

/// The shell with a command line: `sh -c`, on Windows `cmd /C`.
#[cfg(not(windows))]
pub fn command(line: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", line]);
    command
}

/// `cmd` gets the line as it is typed: it does not know the quoting that other programs have their arguments in.
/// `/S` takes the outer quotes away and leaves those in the line; `/D` runs nothing else before.
#[cfg(windows)]
pub fn command(line: &str) -> Command {
    let mut command = Command::new("cmd");
    std::os::windows::process::CommandExt::raw_arg(&mut command, format!("/D /S /C \"{line}\""));
    command
}

//! Runs the user's command lines in the system's shell.

use std::process::Command;

/// A process that runs a command line with `sh -c`.
#[cfg(not(windows))]
pub fn command(command_line: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", command_line]);
    command
}

/// A process that runs a command line with `cmd /C`. The line is passed verbatim, since `cmd` does not parse the
/// quoting of [`Command::arg`]. `/S` strips only the outer quotes; `/D` skips the commands of AutoRun in the registry.
#[cfg(windows)]
pub fn command(command_line: &str) -> Command {
    let mut command = Command::new("cmd");
    std::os::windows::process::CommandExt::raw_arg(&mut command, format!("/D /S /C \"{command_line}\""));
    command
}

//! Runs the user's command lines in the system's shell.

use std::io;
use std::process::{Child, Command, ExitStatus};

use crate::environment::SECRET_VARIABLES;

/// A process that runs a command line in the system's shell. It does not inherit the variables that hold our secrets.
pub fn command(command_line: &str) -> Command {
    let mut command = shell(command_line);
    for name in SECRET_VARIABLES {
        command.env_remove(name);
    }
    command
}

#[cfg(not(windows))]
fn shell(command_line: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", command_line]);
    command
}

/// The line is passed verbatim, since `cmd` does not parse the quoting of [`Command::arg`]. `/S` strips only the outer
/// quotes; `/D` skips the commands of AutoRun in the registry.
#[cfg(windows)]
fn shell(command_line: &str) -> Command {
    let mut command = Command::new("cmd");
    std::os::windows::process::CommandExt::raw_arg(&mut command, format!("/D /S /C \"{command_line}\""));
    command
}

/// Waits for a process to end. Returns `None` if its exit status was lost (ECHILD), for example because other code in
/// this program collected it. That says nothing about whether it succeeded.
///
/// # Errors
/// The wait failed.
pub fn wait(child: &mut Child) -> io::Result<Option<ExitStatus>> {
    match child.wait() {
        #[cfg(unix)]
        Err(error) if error.raw_os_error() == Some(rustix::io::Errno::CHILD.raw_os_error()) => Ok(None),
        status => status.map(Some),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use rustix::process::{Pid, WaitOptions, waitpid};

    #[test]
    fn a_lost_exit_status_is_not_a_failure() {
        let mut child = command("exit 0").spawn().unwrap();
        let id = Pid::from_raw(child.id().try_into().unwrap());
        waitpid(id, WaitOptions::empty()).unwrap().unwrap();
        assert_eq!(wait(&mut child).unwrap(), None);
        assert!(!wait(&mut command("exit 3").spawn().unwrap()).unwrap().unwrap().success());
    }
}

//! Runs the user's command lines in the system's shell.

use std::io;
use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use crate::environment::SECRET_VARIABLES;
use crate::signals;

/// The time between two checks of whether a process has ended.
const CHECK_INTERVAL: Duration = Duration::from_millis(2);

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

/// How a process ended.
#[derive(Debug, PartialEq)]
pub enum Ended {
    /// It exited, or a signal ended it.
    Exited(ExitStatus),
    /// Its exit status was lost (ECHILD), for example because other code in this program collected it. That says nothing
    /// about whether it succeeded.
    StatusLost,
    /// It ran longer than the limit and was killed.
    TimedOut,
}

/// Waits for a process to end, and kills it if it runs longer than `timeout`. Processes that it has started keep
/// running: in a process group of its own, which could be killed as a whole, a command could not use the terminal.
///
/// # Errors
/// The wait failed.
pub fn wait(child: &mut Child, timeout: Duration) -> io::Result<Ended> {
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => {
                signals::exit_if_interrupted(status);
                return Ok(Ended::Exited(status));
            }
            Ok(None) if started.elapsed() >= timeout => {
                child.kill()?;
                return Ok(Ended::TimedOut);
            }
            Ok(None) => thread::sleep(CHECK_INTERVAL),
            #[cfg(unix)]
            Err(error) if error.raw_os_error() == Some(rustix::io::Errno::CHILD.raw_os_error()) => {
                return Ok(Ended::StatusLost);
            }
            Err(error) => return Err(error),
        }
    }
}

/// Quotes a text for a POSIX shell, if necessary. Control characters become escapes, which newer shells decode
/// (<https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02_04>).
#[cfg(not(windows))]
pub fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "@._-".contains(c);
    if text.contains(char::is_control) {
        let escape = |c: char| match c {
            '\'' | '\\' => format!("\\{c}"),
            c if c.is_control() => c.to_string().bytes().map(|byte| format!("\\{byte:03o}")).collect(),
            c => c.to_string(),
        };
        format!("$'{}'", text.chars().map(escape).collect::<String>())
    } else if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// Quotes a text for `cmd` and PowerShell, if necessary.
#[cfg(windows)]
pub fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || r"@._-:\".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('"', "\\\""))
    }
}

#[cfg(all(test, windows))]
mod tests {
    use super::*;

    #[test]
    fn cmd_passes_quoted_text_as_it_was() {
        for text in ["me@cloud.x", "", "a b", "it's", r"C:\Users\Jane Doe\x.toml", "a & b | c > d", "x;y,z=(1)"] {
            let output = command(&format!("echo {}", quoted(text))).output().unwrap();
            let line = String::from_utf8(output.stdout).unwrap();
            assert_eq!(line.trim_end().trim_matches('"'), text, "{}", quoted(text));
        }
        assert_eq!(
            [r"C:\x.toml", "a b", "it's", "say \"x\""].map(quoted),
            [r"C:\x.toml", "\"a b\"", "\"it's\"", r#""say \"x\"""#]
        );
    }

    #[test]
    fn cmd_gets_the_line_as_it_was_written() {
        for (line, expected) in [
            (r#"echo "a b" & echo c"#, "\"a b\" \r\nc\r\n"),
            (r#""%ComSpec%" /C "echo a b""#, "a b\r\n"),
            ("exit 3", ""),
        ] {
            let output = command(line).output().unwrap();
            assert_eq!(String::from_utf8(output.stdout).unwrap(), expected, "{line}");
            assert_eq!(output.status.code(), Some(if line == "exit 3" { 3 } else { 0 }), "{line}");
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use rustix::process::{Pid, WaitOptions, waitpid};

    #[test]
    fn a_shell_reads_quoted_text_as_it_was() {
        for text in ["me@cloud.x", "", "a b", "it's", "$(x) `y` \\ \"z\" !", "-x", "a\nb'c\\d\u{7f}\u{85}\té"] {
            let output = Command::new("bash").args(["-c", &format!("printf %s {}", quoted(text))]).output().unwrap();
            assert_eq!(String::from_utf8(output.stdout).unwrap(), text, "{}", quoted(text));
        }
        assert_eq!(
            ["me@cloud.x", "a b", "it's", "a\nb"].map(quoted),
            ["me@cloud.x", "'a b'", "'it'\\''s'", "$'a\\012b'"]
        );
    }

    #[test]
    fn a_lost_exit_status_is_not_a_failure() {
        let mut child = command("exit 0").spawn().unwrap();
        let id = Pid::from_raw(child.id().try_into().unwrap());
        waitpid(id, WaitOptions::empty()).unwrap().unwrap();
        assert_eq!(wait(&mut child, Duration::from_secs(60)).unwrap(), Ended::StatusLost);
        let ended = wait(&mut command("exit 3").spawn().unwrap(), Duration::from_secs(60)).unwrap();
        assert!(matches!(ended, Ended::Exited(status) if status.code() == Some(3)), "{ended:?}");
    }
}

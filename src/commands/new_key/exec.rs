//! `--exec`: delivers a token to the stdin of a shell command.

use std::io::{self, PipeReader, PipeWriter, Write as _};
use std::thread::{self, JoinHandle};
use std::time::Duration;
#[cfg(unix)]
use std::time::Instant;

use zeroize::Zeroizing;

use super::destination::DeliveryError;
use crate::bounded;
use crate::error::{Error, Exit};
use crate::secret::Secret;
use crate::shell::{self, Ended};

/// How long a process that the command left in the background may take to read the token.
#[cfg(unix)]
const BACKGROUND_TIMEOUT: Duration = Duration::from_secs(1);

/// The time between two checks of the pipe.
#[cfg(unix)]
const CHECK_INTERVAL: Duration = Duration::from_millis(10);

/// Runs a shell command with the token on its stdin. Its output goes to stderr, since stdout is for the key.
///
/// # Errors
/// Fails if the command can't be run, fails, does not read the whole token, or does not end in time.
pub fn run_with_token(command: &str, token: &Secret, timeout: Duration) -> Result<(), DeliveryError> {
    let command_error = |problem: String| Error::new(Exit::Error, format!("--exec: the command {problem}"));
    let run_error = |error: io::Error| command_error("could not be run".into()).with_cause(error);
    let (pipe, writer) = io::pipe().map_err(run_error)?;
    let write = start_write(writer, token.clone()).map_err(run_error)?;
    // This process keeps the pipe open for reading, to find out what the command leaves there.
    let stdin = pipe.try_clone().map_err(run_error)?;
    let mut child = shell::command(command).stdin(stdin).stdout(io::stderr()).spawn().map_err(run_error)?;
    let ended = shell::wait(&mut child, timeout)
        .map_err(|error| command_error("could not be waited for".into()).with_cause(error))?;
    match ended {
        Ended::TimedOut => {
            let problem =
                format!("did not end within {} s (--timeout), so it may have used the token", timeout.as_secs_f64());
            Err(DeliveryError::Unconfirmed(command_error(problem)))
        }
        Ended::Exited(status) if !status.success() => Err(command_error(format!("failed ({status})")).into()),
        _ if !is_all_read(pipe, write) => Err(command_error("did not read the token".into()).into()),
        Ended::StatusLost => {
            Err(DeliveryError::Unconfirmed(command_error("ended, but its exit status was lost".into())))
        }
        Ended::Exited(_) => Ok(()),
    }
}

/// Writes the token and closes the pipe on a thread, since the pipe may be too small for a token that nobody reads.
fn start_write(mut pipe: PipeWriter, token: Secret) -> io::Result<JoinHandle<io::Result<()>>> {
    thread::Builder::new().spawn(move || pipe.write_all(token.expose().as_bytes()))
}

/// Whether the token was written and nothing of it is left in the pipe. Takes the rest, so that no process in the
/// background reads it later.
fn is_all_read(pipe: PipeReader, write: JoinHandle<io::Result<()>>) -> bool {
    wait_for_background_process(&pipe, &write);
    let rest = bounded::read_bytes(pipe).map(Zeroizing::new);
    rest.is_ok_and(|rest| rest.is_empty()) && write.join().is_ok_and(|written| written.is_ok())
}

#[cfg(unix)]
fn wait_for_background_process(pipe: &PipeReader, write: &JoinHandle<io::Result<()>>) {
    let started = Instant::now();
    let has_unread = || !write.is_finished() || rustix::io::ioctl_fionread(pipe).is_ok_and(|count| count > 0);
    while has_unread() && started.elapsed() < BACKGROUND_TIMEOUT {
        thread::sleep(CHECK_INTERVAL);
    }
}

/// Does not wait: the standard library can't tell here whether bytes are left without taking them.
#[cfg(not(unix))]
fn wait_for_background_process(_: &PipeReader, _: &JoinHandle<io::Result<()>>) {}

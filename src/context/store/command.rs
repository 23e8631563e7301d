//! The secret of a context that comes from the stdout of a command.

use std::io::{self, ErrorKind};
use std::process::{ChildStdout, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::bounded;
use crate::error::{Error, Exit, Result};
use crate::secret::Secret;
use crate::shell::{self, Ended};

/// Runs a command line and returns its stdout, trimmed. `context` is the name of the context, for errors.
///
/// # Errors
/// Exit 3 if the command can't be run, fails, prints nothing usable, or does not end and close its stdout in time.
pub(super) fn run_secret_command(command: &str, context: &str, timeout: Duration) -> Result<Secret> {
    let failed =
        |message: String| Error::new(Exit::Auth, format!("context \"{context}\": the command for its key {message}"));
    let run_error = |error: io::Error| failed("could not be run".into()).with_cause(error);
    let timeout_error = || {
        failed(format!("did not end within {} s", timeout.as_secs_f64()))
            .with_hint("raise the time limit with --timeout SECONDS")
    };
    let started = Instant::now();
    let mut child =
        shell::command(command).stdin(Stdio::inherit()).stdout(Stdio::piped()).spawn().map_err(run_error)?;
    let output = child.stdout.take().map(start_read).transpose().map_err(run_error)?;
    let Some(Ok(output)) = output.map(|output| output.recv_timeout(timeout)) else {
        let _ = child.kill();
        return Err(timeout_error());
    };
    if output.is_err() {
        // It may print endlessly.
        let _ = child.kill();
    }
    let ended = shell::wait(&mut child, timeout.saturating_sub(started.elapsed()))
        .map_err(|error| failed("could not be waited for".into()).with_cause(error))?;
    let output = output.map_err(|error| match error.kind() {
        ErrorKind::InvalidData => failed("printed text that is not UTF-8".into()),
        _ => failed("printed output that can't be read".into()).with_cause(error),
    })?;
    match ended {
        Ended::Exited(status) if !status.success() => return Err(failed(format!("failed ({status})"))),
        Ended::TimedOut => return Err(timeout_error()),
        Ended::Exited(_) | Ended::StatusLost => {}
    }
    match output.expose().trim() {
        "" => Err(failed("printed nothing".into())),
        secret => Ok(Secret::new(secret.to_owned())),
    }
}

/// Reads stdout on a thread, since a process that the command left behind may keep it open.
fn start_read(stdout: ChildStdout) -> io::Result<Receiver<io::Result<Secret>>> {
    let (sender, receiver) = channel();
    thread::Builder::new().spawn(move || sender.send(bounded::read_text(stdout).map(Secret::new)))?;
    Ok(receiver)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn returns_the_trimmed_stdout() {
        let run = |command| run_secret_command(command, "a", Duration::from_secs(60));
        assert_eq!(run("printf ' fake\\n'").unwrap(), Secret::new("fake".into()));
        for (command, expected) in [
            ("exit 3", "failed"),
            ("true", "printed nothing"),
            ("printf '\\377'", "not UTF-8"),
            ("yes", "longer than 4 MiB"),
        ] {
            let error = run(command).unwrap_err();
            assert_eq!(error.exit(), Exit::Auth);
            assert!(error.to_text().contains(expected), "{}", error.to_text());
        }
    }
}

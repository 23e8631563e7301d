//! [`FilterProcess`]: starts the filter's process, which is this program, sends it inputs and receives results.

use std::env;
use std::io::{self, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};

use super::child::{FILTER_COMMAND, MODES};
use super::messages::{Message, write_text};
use crate::output::jq_writer::JqResult;
use crate::signals;

/// The maximum length of what is read of the process's stderr, in bytes.
const MAX_STDERR: u64 = 64 * 1024;

/// A running filter. It is killed on drop.
pub(crate) struct FilterProcess {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    errors: ChildStderr,
    has_halted: bool,
}

impl FilterProcess {
    /// Starts the process. The inputs, which may contain secrets, are sent through a pipe. The environment is empty
    /// except for `TZ`, which `localtime` needs.
    ///
    /// # Errors
    /// A message that says why it can't be started.
    pub(super) fn start(filter: &str, raw_output: bool) -> Result<Self, String> {
        Self::try_start(filter, raw_output)
            .map_err(|error| format!("could not start this program again to run the filter: {error}"))
    }

    fn try_start(filter: &str, raw_output: bool) -> io::Result<Self> {
        let mut command = Command::new(program_path()?);
        let mode = MODES.iter().find(|(_, raw)| *raw == raw_output).map(|(name, _)| *name);
        command.arg(FILTER_COMMAND).args(mode).arg(filter);
        command.env_clear().envs(env::var_os("TZ").map(|zone| ("TZ", zone)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt as _;
            // In a group of its own, the process does not get Ctrl-C, which this program may wait with.
            command.arg0("qlik-api-key").process_group(0);
        }
        let mut child = command.spawn()?;
        match (child.stdin.take(), child.stdout.take(), child.stderr.take()) {
            (Some(input), Some(output), Some(errors)) => {
                Ok(Self { child, input, output: BufReader::new(output), errors, has_halted: false })
            }
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// Sends a page of inputs, which are JSON. All results for the previous page must have been received.
    pub(crate) fn send(&mut self, inputs: &[&str]) {
        // The process reads the whole page before it sends a result, so neither waits for the other. If it has ended,
        // `next_result` says why.
        let _ = write_text(&format!("[{}]", inputs.join(",")), &mut self.input);
    }

    /// Whether [`Self::next_result`] would wait for the process.
    pub(crate) fn must_wait(&self) -> bool {
        self.output.buffer().is_empty()
    }

    /// Receives the next result. Returns `None` after the last one for the page.
    ///
    /// # Errors
    /// A message that says why the filter has failed or the process has ended.
    pub(crate) fn next_result(&mut self) -> Result<Option<JqResult>, String> {
        match Message::read(&mut self.output) {
            Ok(Message::Result(result)) => Ok(Some(result)),
            Ok(Message::PageEnd) => Ok(None),
            Ok(Message::Halted) => {
                self.has_halted = true;
                Ok(None)
            }
            Ok(Message::Failed(message)) => Err(message),
            Err(_) => Err(self.end_message()),
        }
    }

    /// Whether the filter called `halt`. It then takes no more inputs.
    pub(crate) fn has_halted(&self) -> bool {
        self.has_halted
    }

    /// Says why the process has ended.
    fn end_message(&mut self) -> String {
        let mut errors = Vec::new();
        let _ = self.errors.by_ref().take(MAX_STDERR).read_to_end(&mut errors);
        match self.child.wait() {
            Ok(status) => {
                signals::exit_if_interrupted(status);
                describe_end(status, &String::from_utf8_lossy(&errors))
            }
            Err(error) => format!("the filter's process ended: {error}"),
        }
    }
}

impl Drop for FilterProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The path of this program. On Linux, the link leads to it even if it was replaced or removed.
fn program_path() -> io::Result<PathBuf> {
    if cfg!(target_os = "linux") { Ok("/proc/self/exe".into()) } else { env::current_exe() }
}

/// Says which limit ended the process: for memory and stack, Rust's runtime writes these messages before it aborts.
fn describe_end(status: ExitStatus, errors: &str) -> String {
    if errors.contains("has overflowed its stack") {
        return "the filter exceeded its limit of recursion".to_owned();
    }
    if errors.contains("memory allocation of ") || errors.contains("capacity overflow") {
        return "the filter exceeded its limit of memory".to_owned();
    }
    if is_cpu_limit(status) {
        return "the filter exceeded its limit of CPU time".to_owned();
    }
    format!("the filter's process ended unexpectedly ({status})")
}

#[cfg(unix)]
fn is_cpu_limit(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt as _;
    status.signal() == Some(rustix::process::Signal::XCPU.as_raw())
}

#[cfg(not(unix))]
fn is_cpu_limit(_: ExitStatus) -> bool {
    false
}

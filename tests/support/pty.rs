//! Programs on a pseudo-terminal, as a person runs them.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

use crate::support::process::{self, Child};

/// What was on the screen, and the exit code.
pub struct Screen {
    pub code: i32,
    pub text: String,
}

/// A terminal's two ends.
fn open_pty(columns: u16) -> (File, OwnedFd) {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&ours).unwrap();
    unlockpt(&ours).unwrap();
    let size = Winsize { ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&ours, size).unwrap();
    let name = ptsname(&ours, Vec::new()).unwrap();
    let theirs = File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    (ours.into(), theirs.into())
}

/// A program that runs on a terminal, and what is on the screen so far.
pub struct PtyProcess {
    ours: File,
    theirs: OwnedFd,
    child: Child,
    screen: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
}

impl PtyProcess {
    /// Starts a command with stdin, stdout and stderr on a terminal of that width.
    pub fn start(command: Command, columns: u16) -> Self {
        Self::start_with(command, columns, [None, None])
    }

    /// The same with stdin elsewhere.
    pub fn with_stdin(command: Command, columns: u16, stdin: Stdio) -> Self {
        Self::start_with(command, columns, [Some(stdin), None])
    }

    /// The same with stderr elsewhere.
    pub fn with_stderr(command: Command, columns: u16, stderr: Stdio) -> Self {
        Self::start_with(command, columns, [None, Some(stderr)])
    }

    fn start_with(mut command: Command, columns: u16, [stdin, stderr]: [Option<Stdio>; 2]) -> Self {
        let (ours, theirs) = open_pty(columns);
        let end = || Stdio::from(theirs.try_clone().unwrap());
        command.stdin(stdin.unwrap_or_else(end)).stdout(end()).stderr(stderr.unwrap_or_else(end));
        let child = Child::start(&mut command);
        drop(command);
        let screen = Arc::<Mutex<Vec<u8>>>::default();
        let reader = std::thread::spawn({
            let (mut ours, screen) = (ours.try_clone().unwrap(), Arc::clone(&screen));
            move || {
                let mut block = [0; 4096];
                // Linux reports the end of a terminal as an error.
                while let Ok(count @ 1..) = ours.read(&mut block) {
                    screen.lock().unwrap().extend_from_slice(&block[..count]);
                }
            }
        });
        Self { ours, theirs, child, screen, reader }
    }

    /// Sends SIGINT to it.
    #[cfg(target_os = "linux")]
    pub fn interrupt(&self) {
        self.child.interrupt();
    }

    /// Whether the terminal shows what is typed.
    pub fn has_echo(&self) -> bool {
        tcgetattr(&self.theirs).unwrap().local_modes.contains(LocalModes::ECHO)
    }

    /// Waits until something is so.
    #[track_caller]
    pub fn wait_until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        process::wait_until(what, || holds(self));
    }

    /// Whether a text is on the screen.
    pub fn shows(&self, text: &str) -> bool {
        self.screen.lock().unwrap().windows(text.len()).any(|window| window == text.as_bytes())
    }

    pub fn type_keys(&mut self, keys: &str) {
        self.ours.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits for the end.
    #[track_caller]
    pub fn wait(self) -> Screen {
        let code = self.child.wait().code().unwrap();
        drop(self.theirs);
        process::wait_until("the end of what is on the screen", || self.reader.is_finished());
        self.reader.join().unwrap();
        let bytes = std::mem::take(&mut *self.screen.lock().unwrap());
        Screen { code, text: String::from_utf8(bytes).unwrap().replace("\r\n", "\n") }
    }
}

/// Runs a command with stdin, stdout and stderr on a terminal of that width, and types `keys`.
pub fn run_on_terminal(command: Command, columns: u16, keys: &str) -> Screen {
    let mut running = PtyProcess::start(command, columns);
    running.type_keys(keys);
    running.wait()
}

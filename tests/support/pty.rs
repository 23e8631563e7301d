//! Runs programs on a pseudo-terminal.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
#[cfg(target_os = "linux")]
use rustix::termios::{LocalModes, tcgetattr};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::support::process::{self, Child};

/// The exit code of a program and the text on its screen.
pub struct Screen {
    pub code: i32,
    pub text: String,
}

/// Opens a pseudo-terminal: the controller, which the test reads and writes, and the terminal of the program.
pub fn open_pty(columns: u16) -> (File, OwnedFd) {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
    // A program that inherited the controller would keep the terminal open.
    #[cfg(target_os = "linux")]
    let flags = flags | OpenptFlags::CLOEXEC;
    let controller = openpt(flags).unwrap();
    grantpt(&controller).unwrap();
    unlockpt(&controller).unwrap();
    let size = Winsize { ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&controller, size).unwrap();
    let name = ptsname(&controller, Vec::new()).unwrap();
    let terminal = File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    (controller.into(), terminal.into())
}

/// A program that runs on a pseudo-terminal, and the text on its screen so far.
pub struct PtyProcess {
    controller: File,
    terminal: OwnedFd,
    child: Child,
    screen: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
}

impl PtyProcess {
    /// Starts a command with stdin, stdout and stderr on a terminal that is `columns` wide.
    pub fn start(command: Command, columns: u16) -> Self {
        Self::start_with(command, columns, [None, None, None])
    }

    /// As [`Self::start`], with another stdin.
    pub fn with_stdin(command: Command, columns: u16, stdin: Stdio) -> Self {
        Self::start_with(command, columns, [Some(stdin), None, None])
    }

    /// As [`Self::start`], with another stderr.
    pub fn with_stderr(command: Command, columns: u16, stderr: Stdio) -> Self {
        Self::start_with(command, columns, [None, None, Some(stderr)])
    }

    /// As [`Self::start`], with another stdout.
    pub fn with_stdout(command: Command, columns: u16, stdout: Stdio) -> Self {
        Self::start_with(command, columns, [None, Some(stdout), None])
    }

    fn start_with(mut command: Command, columns: u16, [stdin, stdout, stderr]: [Option<Stdio>; 3]) -> Self {
        let (controller, terminal) = open_pty(columns);
        let open = || Stdio::from(terminal.try_clone().unwrap());
        command
            .stdin(stdin.unwrap_or_else(open))
            .stdout(stdout.unwrap_or_else(open))
            .stderr(stderr.unwrap_or_else(open));
        let child = Child::start(&mut command);
        drop(command);
        let screen = Arc::<Mutex<Vec<u8>>>::default();
        let reader = std::thread::spawn({
            let (mut controller, screen) = (controller.try_clone().unwrap(), Arc::clone(&screen));
            move || {
                let mut block = [0; 4096];
                // On Linux, reading fails with EIO once the other end is closed.
                while let Ok(count @ 1..) = controller.read(&mut block) {
                    screen.lock().unwrap().extend_from_slice(&block[..count]);
                }
            }
        });
        Self { controller, terminal, child, screen, reader }
    }

    /// Sends SIGINT to the program.
    #[cfg(target_os = "linux")]
    pub fn interrupt(&self) {
        self.child.interrupt();
    }

    /// Sends a signal to the program.
    #[cfg(target_os = "linux")]
    pub fn signal(&self, signal: rustix::process::Signal) {
        self.child.signal(signal);
    }

    /// Whether the terminal echoes input.
    #[cfg(target_os = "linux")]
    pub fn has_echo(&self) -> bool {
        tcgetattr(&self.terminal).unwrap().local_modes.contains(LocalModes::ECHO)
    }

    /// Waits until `condition` returns true.
    #[track_caller]
    pub fn wait_until(&self, what: &str, condition: impl Fn(&Self) -> bool) {
        process::wait_until(what, || condition(self));
    }

    /// Whether the text is on the screen.
    pub fn shows(&self, text: &str) -> bool {
        self.screen.lock().unwrap().windows(text.len()).any(|window| window == text.as_bytes())
    }

    pub fn type_keys(&mut self, keys: &str) {
        self.controller.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits for the end of the program. If a signal ended it, the code is that of a shell: 128 + the signal.
    #[track_caller]
    pub fn wait(self) -> Screen {
        let status = self.child.wait();
        let code = status.code().or(status.signal().map(|signal| 128 + signal)).unwrap();
        drop(self.terminal);
        process::wait_until("the end of the terminal output", || self.reader.is_finished());
        self.reader.join().unwrap();
        let bytes = std::mem::take(&mut *self.screen.lock().unwrap());
        Screen { code, text: String::from_utf8(bytes).unwrap().replace("\r\n", "\n") }
    }
}

/// The binary in a session of its own, so that the pseudo-terminal is its controlling terminal. Ctrl-C, hidden prompts and
/// `/dev/tty` need that.
#[cfg(target_os = "linux")]
pub fn session_command(home: &std::path::Path, arguments: &[&str]) -> Command {
    let mut command = crate::support::isolated_in(home, process::new_command("setsid"));
    command.args(["--ctty", "--wait"]).arg(assert_cmd::cargo::cargo_bin!("qlik-api-key")).args(arguments);
    command
}

/// Runs a command on a terminal that is `columns` wide, and types `keys`.
pub fn run_on_terminal(command: Command, columns: u16, keys: &str) -> Screen {
    let mut process = PtyProcess::start(command, columns);
    process.type_keys(keys);
    process.wait()
}

//! Starts programs with the default signal actions, and gives every wait in a test a deadline.

use std::ffi::OsStr;
use std::io::Read;
use std::process::{ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// How long a test waits for anything. A program that runs longer is killed.
pub const DEADLINE: Duration = Duration::from_secs(120);

/// A command with an empty stdin and the default signal actions. Under `nohup` or as a background job of a script, the
/// test process ignores some signals, and its children would inherit that.
pub fn new_command(program: impl AsRef<OsStr>) -> Command {
    let mut command = if cfg!(target_os = "linux") {
        let mut env = Command::new("/usr/bin/env");
        env.arg("--default-signal=INT,TERM,HUP").arg(program);
        env
    } else {
        Command::new(program)
    };
    command.stdin(Stdio::null());
    command
}

/// Runs a command to its end and captures stdout and stderr.
#[track_caller]
pub fn output(command: &mut Command) -> Output {
    Child::start(command.stdout(Stdio::piped()).stderr(Stdio::piped())).output()
}

/// Waits until `condition` returns true. Panics at the deadline; `what` is for the message.
#[track_caller]
pub fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(started.elapsed() < DEADLINE, "{what}: not within {DEADLINE:?}");
        thread::sleep(Duration::from_millis(1));
    }
}

/// A running program. It is killed at the deadline, which also ends the reads of its output, and on drop.
pub struct Child {
    #[cfg_attr(windows, expect(dead_code, reason = "the tests that write to it are for Unix"))]
    pub stdin: Option<ChildStdin>,
    pub stdout: Option<ChildStdout>,
    pub stderr: Option<ChildStderr>,
    process: Arc<Mutex<std::process::Child>>,
    started: Instant,
    deadline: Duration,
    /// Dropping it ends the thread that watches the deadline.
    _running: Sender<()>,
}

impl Child {
    /// Starts a command.
    #[track_caller]
    pub fn start(command: &mut Command) -> Self {
        Self::start_with_deadline(command, DEADLINE)
    }

    #[track_caller]
    fn start_with_deadline(command: &mut Command, deadline: Duration) -> Self {
        let mut process = command.spawn().unwrap_or_else(|error| panic!("{:?}: {error}", command.get_program()));
        let (stdin, stdout, stderr) = (process.stdin.take(), process.stdout.take(), process.stderr.take());
        let process = Arc::new(Mutex::new(process));
        let (running, ended) = channel();
        let watched = Arc::clone(&process);
        thread::spawn(move || {
            if ended.recv_timeout(deadline) == Err(RecvTimeoutError::Timeout) {
                eprintln!("killing a program that has run for {deadline:?}");
                let _ = watched.lock().unwrap().kill();
            }
        });
        Self { stdin, stdout, stderr, process, started: Instant::now(), deadline, _running: running }
    }

    #[cfg(unix)]
    pub fn id(&self) -> u32 {
        self.process.lock().unwrap().id()
    }

    pub fn has_exited(&self) -> bool {
        self.process.lock().unwrap().try_wait().unwrap().is_some()
    }

    /// Sends SIGINT, as Ctrl-C does.
    #[cfg(unix)]
    pub fn interrupt(&self) {
        self.signal(rustix::process::Signal::INT);
    }

    /// Sends a signal.
    #[cfg(unix)]
    pub fn signal(&self, signal: rustix::process::Signal) {
        let id = rustix::process::Pid::from_raw(self.id().try_into().unwrap()).unwrap();
        rustix::process::kill_process(id, signal).unwrap();
    }

    /// Kills the program and waits for its end.
    pub fn kill(&self) {
        let mut process = self.process.lock().unwrap();
        let _ = process.kill();
        let _ = process.wait();
    }

    /// Waits for the end of the program.
    #[track_caller]
    pub fn wait(&self) -> ExitStatus {
        let mut status = None;
        wait_until("the end of a program", || {
            status = self.process.lock().unwrap().try_wait().unwrap();
            status.is_some()
        });
        assert!(self.started.elapsed() < self.deadline, "the program ran for {:?} and was killed", self.deadline);
        status.unwrap()
    }

    /// Reads all output and waits for the end of the program.
    #[track_caller]
    pub fn output(mut self) -> Output {
        let (stdout, stderr) = (read_in_thread(self.stdout.take()), read_in_thread(self.stderr.take()));
        // A grandchild may keep the output open after the program itself has ended.
        let receive = |stream: Receiver<Vec<u8>>| stream.recv_timeout(DEADLINE).expect("the output does not end");
        let (stdout, stderr) = (receive(stdout), receive(stderr));
        Output { status: self.wait(), stdout, stderr }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Reads a stream to its end in a thread, since a read has no deadline.
fn read_in_thread(stream: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            stream.read_to_end(&mut bytes).unwrap();
        }
        let _ = sender.send(bytes);
    });
    receiver
}

#[cfg(unix)] // Runs a POSIX program.
#[test]
#[should_panic(expected = "the program ran for 50ms and was killed")]
fn kills_a_hanging_program_at_the_deadline() {
    let mut hangs = new_command("sleep");
    let child = Child::start_with_deadline(hangs.arg("600").stdout(Stdio::piped()), Duration::from_millis(50));
    child.output();
}

#[cfg(target_os = "linux")]
#[test]
fn starts_a_child_with_default_signal_actions() {
    let mut reader = new_command("grep");
    reader.args(["SigIgn", "/proc/self/status"]);
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' HUP INT TERM; exec \"$@\"", "sh"]).arg(reader.get_program()).args(reader.get_args());
    let line = String::from_utf8(output(&mut shell).stdout).unwrap();
    let ignored = u64::from_str_radix(line.trim_start_matches("SigIgn:").trim(), 16).unwrap();
    // One bit per signal; bit 0 is signal 1.
    let bits = |signals: [u32; 3]| signals.iter().fold(0, |bits, signal| bits | 1 << (signal - 1));
    assert_eq!(ignored & bits([1, 2, 15]), 0, "{line}");
}

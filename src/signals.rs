//! The signals that ask the program to end, and those whose inherited or default action would do harm.

use std::io;
use std::process::ExitStatus;
use std::time::Duration;

use crate::error::Exit;

/// More than enough time to exit the process.
pub const EXIT_TIME: Duration = Duration::from_secs(1);

/// Calls `action` on a separate thread for each Ctrl-C, SIGTERM and SIGHUP, with the exit code of that signal. They
/// no longer end the program. A signal that is ignored, as by `nohup`, stays ignored (on Linux).
///
/// # Errors
/// Fails if the signals can't be caught or no thread can be started.
#[cfg(unix)]
pub fn on_end_signal(mut action: impl FnMut(Exit) + Send + 'static) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    let ignored = ignored_signals();
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| !ignored.contains(*signal)))?;
    let forward = move || {
        for signal in signals.forever() {
            action(match signal {
                SIGHUP => Exit::HangUp,
                SIGTERM => Exit::Terminated,
                _ => Exit::Interrupted,
            });
        }
    };
    std::thread::Builder::new().spawn(forward).map(drop)
}

/// Calls `action` on a separate thread for each Ctrl-C and Ctrl-Break, in the console's mode of now: a hidden prompt may
/// have turned the echo off. Windows ends the program soon after its console is closed, regardless of the action.
///
/// # Errors
/// Fails if there is an action already, which stays.
#[cfg(windows)]
pub fn on_end_signal(mut action: impl FnMut(Exit) + Send + 'static) -> io::Result<()> {
    use winapi_util::{Handle, console};
    let input = std::fs::OpenOptions::new().read(true).write(true).open("CONIN$").map(Handle::from_file);
    let mode = input.as_ref().ok().and_then(|input| console::mode(input).ok());
    let restore_mode = move || input.as_ref().ok().zip(mode).map(|(input, mode)| console::set_mode(input, mode));
    ctrlc::set_handler(move || {
        let _ = restore_mode();
        action(Exit::Interrupted);
    })
    .map_err(io::Error::other)
}

/// Gives the program time to exit if Ctrl-C ended a child process, which may be faster than the action for Ctrl-C. On
/// Unix, Ctrl-C ends this program at the same time as its children.
pub fn exit_if_interrupted(child: ExitStatus) {
    // `STATUS_CONTROL_C_EXIT`
    if cfg!(windows) && child.code() == Some(0xC000_013A_u32.cast_signed()) {
        std::thread::sleep(EXIT_TIME);
    }
}

/// Replaces two signal actions that the program may have inherited. Its children get the default actions.
///
/// - SIGXFSZ (`ulimit -f`) would end the program. Once it is caught, the write fails with EFBIG instead.
/// - An ignored SIGCHLD makes the system discard the exit status of each child
///   (<https://pubs.opengroup.org/onlinepubs/9799919799/functions/sigaction.html>).
///
/// # Errors
/// Fails if the signals can't be caught.
pub fn replace_inherited_actions() -> io::Result<()> {
    #[cfg(unix)]
    for signal in [signal_hook::consts::SIGXFSZ, signal_hook::consts::SIGCHLD] {
        // The flag is not read: catching the signal is all that is needed, and this needs no unsafe code.
        signal_hook::flag::register(signal, std::sync::Arc::default())?;
    }
    Ok(())
}

/// A set of signals: bit 0 is signal 1.
#[cfg(unix)]
#[derive(Debug, PartialEq)]
struct SignalSet(u64);

#[cfg(unix)]
impl SignalSet {
    fn contains(&self, signal: i32) -> bool {
        u32::try_from(signal - 1).is_ok_and(|bit| self.0.checked_shr(bit).is_some_and(|bits| bits & 1 == 1))
    }
}

/// The signals that the program ignores. Empty where there is no `/proc`: safe code can't ask otherwise.
#[cfg(unix)]
fn ignored_signals() -> SignalSet {
    parse_ignored(&std::fs::read_to_string("/proc/self/status").unwrap_or_default())
}

/// Reads the line `SigIgn` (<https://man7.org/linux/man-pages/man5/proc_pid_status.5.html>).
#[cfg(unix)]
fn parse_ignored(status: &str) -> SignalSet {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    SignalSet(mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn reads_the_ignored_signals() {
        let ignored = parse_ignored("Name:\tx\nSigBlk:\tffffffffffffffff\nSigIgn:\t8000000000004001\nSigCgt:\t2\n");
        let signals: Vec<_> = (-1..70).filter(|signal| ignored.contains(*signal)).collect();
        assert_eq!(signals, [1, 15, 64]);
        for status in ["", "SigIgn:", "SigIgn:\tx"] {
            assert_eq!(parse_ignored(status), SignalSet(0));
        }
    }
}

//! Programs on a pseudo-terminal, as a person runs them.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::process::{Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

/// What was on the screen, and the exit code.
pub struct Screen {
    pub code: i32,
    pub text: String,
}

/// A terminal's two ends.
fn pty(columns: u16) -> (File, OwnedFd) {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&ours).unwrap();
    unlockpt(&ours).unwrap();
    let size = Winsize { ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&ours, size).unwrap();
    let name = ptsname(&ours, Vec::new()).unwrap();
    let theirs = File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    (ours.into(), theirs.into())
}

/// Runs a command with stdin, stdout and stderr on a terminal of that width, and types `keys`.
pub fn on_terminal(mut command: Command, columns: u16, keys: &str) -> Screen {
    let (mut ours, theirs) = pty(columns);
    let end = || Stdio::from(theirs.try_clone().unwrap());
    let mut child = command.stdin(end()).stdout(end()).stderr(end()).spawn().unwrap();
    drop(command);
    ours.write_all(keys.as_bytes()).unwrap();
    let reader = std::thread::spawn({
        let mut ours = ours.try_clone().unwrap();
        move || {
            let mut bytes = Vec::new();
            let mut block = [0; 4096];
            // Linux reports the end of a terminal as an error.
            while let Ok(count @ 1..) = ours.read(&mut block) {
                bytes.extend_from_slice(&block[..count]);
            }
            String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
        }
    });
    let code = child.wait().unwrap().code().unwrap();
    drop(theirs);
    Screen { code, text: reader.join().unwrap() }
}

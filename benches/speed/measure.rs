//! Runs the release binary and tells what it took: instructions (callgrind), peak memory (GNU time).

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::cases::Stage;

/// The release binary: `cargo build --release` puts it beside the folder that this program is in. `BINARY` names another.
pub fn program() -> PathBuf {
    if let Some(path) = std::env::var_os("BINARY") {
        return path.into();
    }
    let here = std::env::current_exe().unwrap();
    here.ancestors().nth(3).unwrap().join("release/qlik-api-key")
}

/// The binary with an environment that leads nowhere but to this home.
pub fn binary(home: &Path) -> Command {
    let mut command = Command::new(program());
    command.env_clear().env("HOME", home).env("PATH", "/usr/bin:/bin").stdin(Stdio::null());
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    command
}

/// The instructions of one run, all threads together. What they were spent on goes where `CALLGRIND_OUT` says.
pub fn instructions(stage: &Stage) -> u64 {
    let log = tempfile::NamedTempFile::new().unwrap();
    let profile = std::env::var("CALLGRIND_OUT").unwrap_or_else(|_| "/dev/null".to_owned());
    let mut under = vec!["valgrind".to_owned(), "--tool=callgrind".into()];
    under.push(format!("--callgrind-out-file={profile}"));
    under.push(format!("--log-file={}", log.path().display()));
    run(stage, &under);
    counted(&std::fs::read_to_string(log.path()).unwrap())
}

/// The count in what callgrind tells.
pub fn counted(log: &str) -> u64 {
    let line = log.lines().find_map(|line| line.split_once("Collected : ")).expect("callgrind's count");
    line.1.trim().parse().unwrap()
}

/// The peak memory (resident set) of one run, in kilobytes.
pub fn peak(stage: &Stage) -> u64 {
    let log = tempfile::NamedTempFile::new().unwrap();
    let under = ["time".to_owned(), "-f".into(), "%M".into(), "-o".into(), log.path().display().to_string()];
    run(stage, &under);
    std::fs::read_to_string(log.path()).unwrap().trim().parse().expect("GNU time's number")
}

/// Runs a command under another; it must succeed, and print what it should.
fn run(stage: &Stage, under: &[String]) -> Output {
    let (program, flags) = under.split_first().unwrap();
    let mut command = Command::new(program);
    command.args(flags).arg(stage.command.get_program()).args(stage.command.get_args()).env_clear();
    command.envs(stage.command.get_envs().filter_map(|(name, value)| Some((name, value?)))).stdin(Stdio::null());
    let output = command.output().unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = output.stdout.iter().filter(|byte| **byte == b'\n').count();
    assert!(stage.lines.is_none_or(|expected| expected == lines), "it printed {lines} lines");
    output
}

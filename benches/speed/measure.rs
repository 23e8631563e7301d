//! Measures a command's instructions (callgrind), peak memory (GNU time) and wall time.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Instant;

/// The release binary, or the one that `BINARY` names.
pub fn program_path() -> PathBuf {
    // Cargo puts this process into `target/PROFILE/deps`.
    let target = std::env::current_exe().unwrap().ancestors().nth(3).unwrap().to_owned();
    std::env::var_os("BINARY").map_or_else(|| target.join("release/qlik-api-key"), PathBuf::from)
}

/// A command with only `HOME`, `PATH` and an unreachable D-Bus session in its environment.
pub fn isolated_command(program: impl AsRef<Path>, home: &Path) -> Command {
    let mut command = Command::new(program.as_ref());
    command.env_clear().env("HOME", home).env("PATH", std::env::var_os("PATH").unwrap());
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus").stdin(Stdio::null());
    command
}

/// Counts the instructions of all threads, and returns the output too. `CALLGRIND_OUT` names a file for the profile.
pub fn count_instructions(command: &Command) -> (u64, Output) {
    let profile = std::env::var("CALLGRIND_OUT").unwrap_or_else(|_| "/dev/null".to_owned());
    let profile = format!("--callgrind-out-file={profile}");
    let output = run_under(&["valgrind", "--tool=callgrind", &profile], command);
    let log = String::from_utf8_lossy(&output.stderr);
    let (_, count) = log.lines().find_map(|line| line.split_once("Collected : ")).expect("callgrind's count");
    (count.trim().parse().unwrap(), output)
}

/// Measures the peak resident memory in kB.
pub fn measure_peak_memory(command: &Command) -> u64 {
    let output = run_under(&["time", "-f", "%M"], command);
    let log = String::from_utf8_lossy(&output.stderr);
    log.lines().last().expect("GNU time's number").parse().unwrap()
}

/// Measures the wall time in milliseconds, with stdout to `/dev/null`.
pub fn measure_wall_time(command: &mut Command) -> f64 {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).status().unwrap();
    assert!(status.success(), "{:?}: {status}", command.get_program());
    start.elapsed().as_secs_f64() * 1000.0
}

/// Runs a command under a profiler.
fn run_under(profiler: &[&str], command: &Command) -> Output {
    let mut profiled = Command::new(profiler[0]);
    profiled.args(&profiler[1..]).arg(command.get_program()).args(command.get_args()).env_clear();
    profiled.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?)))).stdin(Stdio::null());
    let output = profiled.output().expect(profiler[0]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

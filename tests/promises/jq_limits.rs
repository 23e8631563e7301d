//! A `--jq` filter can neither crash nor hang the program, and sees no secret but its input.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::support::other_user::is_root;
use crate::support::process::{self, Child};
use crate::support::{CliOutput, TestSite, isolated_in, shell};

/// A filter that never ends and produces nothing.
const BUSY: &str = "def f: f; f";

/// The command, run by a shell after `setup`, such as `ulimit -t 1`.
fn after(setup: &str, command: &Command) -> Command {
    let mut limited = shell(&format!("{setup} && exec \"$@\""));
    limited.arg("sh").arg(command.get_program()).args(command.get_args());
    limited.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    limited
}

#[test]
fn a_filter_that_exceeds_a_limit_is_one_error() {
    let site = TestSite::new();
    for (setup, filter, limit) in [
        ("ulimit -S -t 1", BUSY, "CPU time"),
        ("ulimit -S -t 1", "last(repeat(0))", "CPU time"),
        ("true", "\"x\" * 1000000000000", "memory"),
        // The limit does not depend on the user's.
        ("true", "\"x\" * 2000000000", "memory"),
        ("ulimit -v 450000", "[range(1000000000000)]", "memory"),
        ("true", "def f: 1 + f; f", "recursion"),
        ("true", "def f: [f]; f", "recursion"),
    ] {
        let run = CliOutput::from(process::output(&mut after(setup, &site.std_command(&["ls", "--jq", filter]))));
        let message = format!("error: --jq: the filter exceeded its limit of {limit}\n");
        assert_eq!((run.code, run.stdout.as_str(), run.stderr), (1, "", message), "{filter}");
    }
    let command = site.std_command(&["ls", "--jq", "."]);
    let run = CliOutput::from(process::output(&mut after("ulimit -v 250000", &command)));
    run.fails(1, "error: --jq: could not start the filter: ");
    let run = site.run(&["ls", "-o", "jsonl", "--jq", "\"x\" * 2000000000"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert_eq!(run.error_json()["title"], "--jq: the filter exceeded its limit of memory");
    let run = site.run(&["ls", "--jq", "length, \"x\" * 2000000000"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, "10\n"), "results before the limit");
    assert_eq!(run.stderr, "error: --jq: the filter exceeded its limit of memory\n");
}

#[test]
fn a_create_sends_nothing_if_the_filter_exceeds_a_limit() {
    let site = TestSite::new();
    for (filter, limit) in [("\"x\" * 2000000000", "memory"), ("def f: 1 + f; .token | f", "recursion")] {
        let message = format!("error: --jq: the filter exceeded its limit of {limit} (tried on a sample response)\n");
        site.run(&["create", "--description", "a", "--jq", filter]).fails(2, &message);
    }
    assert_eq!(site.take_requests(), Vec::<String>::new());
}

#[test]
fn a_token_is_saved_if_the_filter_exceeds_a_limit() {
    let site = TestSite::new();
    for (setup, busy) in
        [("true", "\"x\" * 2000000000"), ("true", "def f: 1 + f; f"), ("ulimit -S -t 1", "def f: f; f")]
    {
        let home = tempfile::tempdir().unwrap();
        let filter = format!("if .id == \"made-up-key\" then .token else {busy} end");
        let mut command = after(setup, &site.std_command(&["create", "--description", "a", "--jq", &filter]));
        let run = CliOutput::from(process::output(command.env("HOME", home.path())));
        let run = run.fails(1, "was created, but its token could not be written to stdout; it was saved in ");
        let path = run.stderr.split("it was saved in ").nth(1).unwrap().lines().next().unwrap();
        let saved: serde_json::Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(saved["token"].as_str().unwrap().matches('.').count(), 2, "the token is not in the file");
    }
}

/// The filter's process of a program, once it has started: until then, it is in the program's group of processes.
fn wait_for_filter_of(program: u32) -> u32 {
    let is_filter = |id: u32| {
        let has_started =
            fs::read_to_string(format!("/proc/{id}/cmdline")).is_ok_and(|line| line.contains("__run-jq-filter"));
        has_started && parent_of(id) == Some(program)
    };
    let mut found = None;
    process::wait_until("the filter's process", || {
        let mut processes =
            fs::read_dir("/proc").unwrap().filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok());
        found = processes.find(|id: &u32| is_filter(*id));
        found.is_some()
    });
    found.unwrap()
}

/// The parent of a process, unless it has ended.
fn parent_of(id: u32) -> Option<u32> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    field("State:").filter(|state| !state.starts_with('Z'))?;
    field("PPid:")?.parse().ok()
}

/// Starts a list with a filter that runs until the test ends it, and finds the filter's process.
fn start_endless(site: &TestSite, filter: &str) -> (Child, u32) {
    let mut command = site.std_command(&["ls", "--jq", filter]);
    let program = Child::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()));
    let filter_process = wait_for_filter_of(program.id());
    process::wait_until("the filter", || {
        let is_limited = |limits: String| limits.contains("Max cpu time              60 ");
        fs::read_to_string(format!("/proc/{filter_process}/cmdline")).is_ok_and(|line| line.contains(filter))
            && fs::read_to_string(format!("/proc/{filter_process}/limits")).is_ok_and(is_limited)
    });
    (program, filter_process)
}

#[test]
fn the_process_of_a_filter_has_limits_and_no_secrets() {
    let site = TestSite::new();
    let (program, filter_process) = start_endless(&site, BUSY);
    let read = |name: &str| fs::read_to_string(format!("/proc/{filter_process}/{name}")).unwrap();
    process::wait_until("the limit of memory", || !read("limits").contains("Max address space         unlimited"));
    let limits = read("limits");
    assert!(limits.contains("Max core file size        0  "), "{limits}");
    let memory = limits.lines().find_map(|line| line.strip_prefix("Max address space ")).unwrap();
    let memory: u64 = memory.split_whitespace().next().unwrap().parse().unwrap();
    // 1 GiB, and 32 times the length of the page, which has 10 keys.
    assert!((32_000..320_000).contains(&(memory - (1 << 30))), "{limits}");
    if is_root() {
        // An ordinary user can't read the variables.
        assert_eq!(read("environ"), "");
    }
    assert_eq!(read("cmdline"), format!("qlik-api-key\0__run-jq-filter\0json\0{BUSY}\0"));
    drop(program);
}

#[test]
fn the_process_of_a_filter_ends_with_the_program() {
    let site = TestSite::new();
    for filter in [BUSY, "repeat(1)"] {
        for signal in [Signal::INT, Signal::TERM, Signal::KILL] {
            let (program, filter_process) = start_endless(&site, filter);
            program.signal(signal);
            program.wait();
            process::wait_until("the end of the filter", || parent_of(filter_process).is_none());
        }
    }
    let (mut program, filter_process) = start_endless(&site, "repeat(1)");
    assert_eq!(BufReader::new(program.stdout.take().unwrap()).lines().next().unwrap().unwrap(), "1");
    assert_eq!(program.output().status.code(), Some(0));
    assert_eq!(parent_of(filter_process), None);
}

#[test]
fn ctrl_c_does_not_end_the_filter_of_a_create() {
    let site = TestSite::new();
    let filter = "if .id == \"made-up-key\" then .token else (last(range(2000000)) | empty), .token end";
    let mut command = site.std_command(&["create", "--description", "a", "-r", "--jq", filter]);
    let program = Child::start(command.process_group(0).stdout(Stdio::piped()).stderr(Stdio::piped()));
    process::wait_until("the create", || has_create(&site));
    wait_for_filter_of(program.id());
    // As a terminal does, which signals the group in the foreground.
    kill_process_group(Pid::from_raw(program.id().try_into().unwrap()).unwrap(), Signal::INT).unwrap();
    let output = program.output();
    let (token, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!((output.status.code(), token.matches('.').count()), (Some(130), 2), "{stderr}");
}

fn has_create(site: &TestSite) -> bool {
    site.listener.tenant().requests().iter().any(|logged| logged.request.method == "POST")
}

/// Starts a copy of the program in a folder, which is also its home.
fn start_copy(site: &TestSite, folder: &Path, arguments: &[&str]) -> (Child, PathBuf) {
    let path = folder.join("qlik-api-key");
    fs::copy(assert_cmd::cargo::cargo_bin!("qlik-api-key"), &path).unwrap();
    let mut command = isolated_in(folder, process::new_command(&path));
    command.envs(site.env_vars()).args(arguments);
    let program = Child::start(command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()));
    process::wait_until("the program", || {
        fs::read_to_string(format!("/proc/{}/cmdline", program.id()))
            .is_ok_and(|line| line.starts_with(path.to_str().unwrap()))
    });
    (program, path)
}

#[test]
fn a_filter_runs_although_the_program_was_removed() {
    let (site, folder) = (TestSite::new(), tempfile::tempdir().unwrap());
    let (mut program, path) =
        start_copy(&site, folder.path(), &["create", "--description", "a", "-f", "-", "-r", "--jq", ".token"]);
    fs::remove_file(path).unwrap();
    program.stdin.take().unwrap().write_all(b"{}").unwrap();
    let output = program.output();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(String::from_utf8(output.stdout).unwrap().matches('.').count(), 2);
}

#[test]
fn a_filter_that_cannot_be_started_is_found_before_a_create() {
    let (site, folder) = (TestSite::new(), tempfile::tempdir().unwrap());
    let (mut program, path) =
        start_copy(&site, folder.path(), &["create", "--description", "a", "-f", "-", "-r", "--jq", ".token"]);
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    program.stdin.take().unwrap().write_all(b"{}").unwrap();
    CliOutput::from(program.output()).fails(2, "error: --jq: could not start this program again to run the filter: ");
    assert_eq!(site.take_requests(), Vec::<String>::new());
}

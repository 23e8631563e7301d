//! Directories, devices, links, pipes and endless files in the place of a regular file.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::{ProfileFolder, SERVER, run};
use crate::support::CliOutput;
use crate::support::process::{self};

#[test]
fn rejects_a_profile_path_that_cannot_be_a_file() {
    let folder = ProfileFolder::new();
    let at = |name: &str| folder.path(name);
    std::fs::write(at("file"), "").unwrap();
    std::fs::create_dir(at("folder")).unwrap();
    std::fs::write(at("binary"), b"\xff\xfe\n").unwrap();
    symlink(at("loop"), at("loop")).unwrap();
    symlink(at("gone/contexts.toml"), at("dangling")).unwrap();
    let long = "n".repeat(253);
    // Devices like the machine's own, which are not the test's to lose; only root can make them.
    let devices = make_device(&at("null"), "3") && make_device(&at("full"), "7");
    let before = folder.file_names();
    for (name, doing, why) in [
        ("file/contexts.toml", "could not read", "Not a directory"),
        ("folder", "could not write", "not a regular file"),
        ("binary", "could not read", "valid UTF-8"),
        ("loop", "could not write", "broken symbolic link"),
        ("dangling", "could not write", "broken symbolic link"),
        ("null", "could not write", "not a regular file"),
        ("full", "could not write", "not a regular file"),
        (&long, "could not write", "File name too long"),
    ] {
        let path = at(name);
        if !devices && ["null", "full"].contains(&name) {
            continue;
        }
        let line = ["context", "create", "a", "--server", SERVER, "--api-key-env", "KEY"];
        let begun = Instant::now();
        let run = run(&path, &line);
        assert!(begun.elapsed() < Duration::from_secs(2), "{name} took {:?}", begun.elapsed());
        run.fails(1, &format!("error: {doing} {}\ncaused by: ", path.display())).fails(1, why);
        assert_eq!(folder.file_names(), before, "{name} left something");
    }
    assert!(at("dangling").is_symlink() && at("loop").is_symlink(), "a link was replaced");
    assert!(!devices || !at("null").is_file(), "a device was replaced");
}

/// Makes a character device of the kernel's memory driver, if that is allowed.
fn make_device(path: &Path, minor: &str) -> bool {
    let made = Command::new("mknod").arg(path).args(["c", "1", minor]).stderr(Stdio::null()).status();
    made.is_ok_and(|status| status.success())
}

/// A pipe in the place of a file.
fn make_pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn a_named_pipe_can_be_read_but_not_written() {
    let folder = ProfileFolder::new();
    folder.create_context("a");
    let text = folder.read("contexts.toml");
    let profile = folder.path("pipe");
    make_pipe(&profile);
    // As `--config <(…)` gives it: somebody writes.
    let writer = thread::spawn({
        let (profile, text) = (profile.clone(), text.clone());
        move || std::fs::write(profile, text)
    });
    let rows = run(&profile, &["context", "ls", "--json"]).succeeds().json();
    process::wait_until("the end of the writer", || writer.is_finished());
    writer.join().unwrap().unwrap();
    assert_eq!(rows[0]["name"], "a");
    // Nobody writes, and so nothing may be read.
    for line in [
        &["context", "create", "b", "--server", SERVER, "--api-key-env", "KEY"][..],
        &["context", "update", "a", "--comment", "x"],
        &["context", "use", "a"],
        &["context", "clear"],
        &["context", "rename", "a", "b"],
        &["context", "rm", "a"],
    ] {
        let told = format!("could not write {}\ncaused by: not a regular file", profile.display());
        run(&profile, line).fails(1, &told);
    }
    make_pipe(&folder.path("credentials.toml"));
    let keep = ["context", "create", "c", "--server", SERVER, "--api-key", "fake-key", "--store", "file"];
    folder.run(&keep).fails(3, "credentials.toml\ncaused by: not a regular file");
    std::fs::write(folder.profile_path(), text.replace("store = \"env\"", "store = \"file\"")).unwrap();
    folder.run(&["ls"]).fails(3, "credentials.toml\ncaused by: not a regular file");
    make_pipe(&folder.path("contexts.toml.lock"));
    folder.run(&["context", "clear"]).fails(1, "contexts.toml.lock is not a regular file");
    assert_eq!(folder.file_names(), ["contexts.toml", "contexts.toml.lock", "credentials.toml", "pipe"]);
}

#[test]
fn endless_input_is_rejected() {
    let folder = ProfileFolder::new();
    let endless = "longer than 4 MiB";
    let kept = ["context", "create", "a", "--server", SERVER, "--api-key-stdin", "--store", "file"];
    let asked = ["context", "create", "a", "--server", SERVER, "--api-key-command", "yes", "--verify"];
    for (variable, arguments, code, told) in [
        (("QLIK_API_KEY_FILE", "/dev/zero"), &["ls"][..], 3, "QLIK_API_KEY_FILE: could not read /dev/zero"),
        (("QLIK_API_KEY", "fake-key"), &["ls", "--ca-file", "/dev/zero"], 2, "--ca-file: could not read /dev/zero"),
        (("QLIK_API_KEY", "fake-key"), &["create", "-f", "/dev/zero"], 2, "--file: could not read /dev/zero"),
        (("QLIK_API_KEY", "fake-key"), &["patch", "k", "-f", "-"], 2, "--file: could not read stdin"),
        (("A", "a"), &kept, 2, "--api-key-stdin: could not read stdin"),
        (("A", "a"), &asked, 3, "the command for its key printed output that can't be read"),
    ] {
        let mut command = folder.command(arguments);
        command.env("QLIK_SERVER", SERVER).env(variable.0, variable.1);
        command.stdin(std::fs::File::open("/dev/zero").unwrap());
        CliOutput::from(process::output(&mut command)).fails(code, told).fails(code, endless);
    }
    assert_eq!(folder.file_names(), Vec::<String>::new());
}

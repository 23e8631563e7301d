//! Directories, devices, links, pipes and endless files in the place of a regular file.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::{ProfileFolder, SERVER, run};
use crate::support::CliOutput;
use crate::support::process;

#[test]
fn rejects_a_profile_path_that_cannot_be_a_file() {
    let folder = ProfileFolder::new();
    let path = |name: &str| folder.path(name);
    std::fs::write(path("file"), "").unwrap();
    std::fs::create_dir(path("folder")).unwrap();
    std::fs::write(path("binary"), b"\xff\xfe\n").unwrap();
    symlink(path("loop"), path("loop")).unwrap();
    symlink(path("gone/contexts.toml"), path("dangling")).unwrap();
    let long = "n".repeat(253);
    // Copies of the system's devices, so that a bug cannot damage those. Only root can create devices.
    let devices = make_device(&path("null"), "3") && make_device(&path("full"), "7");
    let before = folder.file_names();
    for (name, action, cause) in [
        ("file/contexts.toml", "could not read", "Not a directory"),
        ("folder", "could not write", "not a regular file"),
        ("binary", "could not read", "valid UTF-8"),
        ("loop", "could not write", "broken symbolic link"),
        ("dangling", "could not write", "broken symbolic link"),
        ("null", "could not write", "not a regular file"),
        ("full", "could not write", "not a regular file"),
        (&long, "could not write", "File name too long"),
    ] {
        let profile = path(name);
        if !devices && ["null", "full"].contains(&name) {
            continue;
        }
        let arguments = ["context", "create", "a", "--server", SERVER, "--api-key-env", "KEY"];
        let started = Instant::now();
        let run = run(&profile, &arguments);
        assert!(started.elapsed() < Duration::from_secs(2), "{name} took {:?}", started.elapsed());
        run.fails(1, &format!("error: {action} {}\ncaused by: ", profile.display())).fails(1, cause);
        assert_eq!(folder.file_names(), before, "{name} left a file");
    }
    assert!(path("dangling").is_symlink() && path("loop").is_symlink(), "a link was replaced");
    assert!(!devices || !path("null").is_file(), "a device was replaced");
}

/// Creates a character device of the kernel's memory driver. Returns false if the user must not create devices.
fn make_device(path: &Path, minor: &str) -> bool {
    let made = Command::new("mknod").arg(path).args(["c", "1", minor]).stderr(Stdio::null()).status();
    made.is_ok_and(|status| status.success())
}

/// Creates a named pipe.
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
    // A pipe with a writer, as in `--config <(command)`.
    let writer = thread::spawn({
        let (profile, text) = (profile.clone(), text.clone());
        move || std::fs::write(profile, text)
    });
    let rows = run(&profile, &["context", "ls", "--json"]).succeeds().json();
    process::wait_until("the end of the writer", || writer.is_finished());
    writer.join().unwrap().unwrap();
    assert_eq!(rows[0]["name"], "a");
    // A pipe without a writer: reading it would block forever.
    for arguments in [
        &["context", "create", "b", "--server", SERVER, "--api-key-env", "KEY"][..],
        &["context", "update", "a", "--comment", "x"],
        &["context", "use", "a"],
        &["context", "clear"],
        &["context", "rename", "a", "b"],
        &["context", "rm", "a"],
    ] {
        let message = format!("could not write {}\ncaused by: not a regular file", profile.display());
        run(&profile, arguments).fails(1, &message);
    }
    make_pipe(&folder.path("credentials.toml"));
    let create_with_secret = ["context", "create", "c", "--server", SERVER, "--api-key", "fake-key", "--store", "file"];
    folder.run(&create_with_secret).fails(3, "credentials.toml\ncaused by: not a regular file");
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
    let create = ["context", "create", "a", "--server", SERVER, "--api-key-stdin", "--store", "file"];
    let create_with_command = ["context", "create", "a", "--server", SERVER, "--api-key-command", "yes", "--verify"];
    for (variable, arguments, code, message) in [
        (("QLIK_API_KEY_FILE", "/dev/zero"), &["ls"][..], 3, "QLIK_API_KEY_FILE: could not read /dev/zero"),
        (("QLIK_API_KEY", "fake-key"), &["ls", "--ca-file", "/dev/zero"], 2, "--ca-file: could not read /dev/zero"),
        (("QLIK_API_KEY", "fake-key"), &["create", "-f", "/dev/zero"], 2, "--file: could not read /dev/zero"),
        (("QLIK_API_KEY", "fake-key"), &["patch", "k", "-f", "-"], 2, "--file: could not read stdin"),
        (("A", "a"), &create, 2, "--api-key-stdin: could not read stdin"),
        (("A", "a"), &create_with_command, 3, "the command for its key printed output that can't be read"),
    ] {
        let mut command = folder.command(arguments);
        command.env("QLIK_SERVER", SERVER).env(variable.0, variable.1);
        command.stdin(std::fs::File::open("/dev/zero").unwrap());
        CliOutput::from(process::output(&mut command)).fails(code, message).fails(code, endless);
    }
    assert_eq!(folder.file_names(), Vec::<String>::new());
}

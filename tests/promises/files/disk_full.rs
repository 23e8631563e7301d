//! Writing fails because the disk is full.

use super::{ProfileFolder, SERVER, command};
use crate::support::process;
use crate::support::{CliOutput, isolated, isolated_in};

/// Runs the binary with a limit on the size of files, in blocks. Writing fails as on a full disk.
fn run_on_full_disk(folder: &ProfileFolder, blocks: u8, arguments: &[&str]) -> CliOutput {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
    let inner = folder.command(arguments);
    let mut command = isolated_in(folder.path("home"), process::new_command("sh"));
    command.args(["-c", &script, "sh"]).arg(inner.get_program()).args(inner.get_args());
    process::output(&mut command).into()
}

#[test]
fn a_full_disk_is_an_error_and_changes_nothing() {
    let folder = ProfileFolder::new();
    // Longer than a block, so that a part of it is written before the limit.
    let long = "x".repeat(3000);
    folder.create_context("a");
    assert_eq!(folder.run(&["context", "update", "a", "--comment", &long]).code, 0);
    let file = ["--api-key", "fake-key", "--store", "file"];
    let create = |name| [&["context", "create", name, "--server", SERVER], &file[..]].concat();
    assert_eq!(folder.run(&create("b")).code, 0);
    let secrets = folder.read("credentials.toml");
    std::fs::write(folder.path("credentials.toml"), format!("{secrets}\"x\" = \"{long}\"\n")).unwrap();
    let texts = || (folder.read("contexts.toml"), folder.read("credentials.toml"));
    let before = texts();
    for blocks in [0, 1] {
        for (arguments, code, file_name) in [
            (&["context", "create", "c", "--server", SERVER, "--api-key-env", "KEY"][..], 1, "contexts.toml"),
            (&["context", "update", "a", "--comment", "y"], 1, "contexts.toml"),
            (&["context", "use", "b"], 1, "contexts.toml"),
            (&["context", "clear"], 1, "contexts.toml"),
            (&["context", "rename", "a", "c"], 1, "contexts.toml"),
            (&["context", "rm", "a"], 1, "contexts.toml"),
            (&create("c"), 1, "contexts.toml"),
            (&["context", "update", "b", "--api-key", "fake-other", "--store", "file"], 3, "credentials.toml"),
            (&["context", "rename", "b", "c"], 1, "contexts.toml"),
        ] {
            // The profile fits into one block without the comment of context a.
            if blocks == 1 && arguments.contains(&"a") {
                continue;
            }
            let run = run_on_full_disk(&folder, blocks, arguments);
            let message = format!("could not write {}\ncaused by: File too large", folder.path(file_name).display());
            assert!(run.stderr.contains(&message), "{arguments:?}: {}", run.stderr);
            assert_eq!((run.code, run.stdout.as_str()), (code, ""), "{arguments:?}: {}", run.stderr);
            assert!(texts() == before, "{arguments:?} changed a file");
            assert_eq!(folder.file_names(), ["contexts.toml", "credentials.toml"], "{arguments:?} left a file");
        }
    }
}

#[test]
fn a_secret_that_cannot_be_stored_changes_no_context() {
    let folder = ProfileFolder::new();
    let file = ["--api-key", "fake-key", "--store", "file"];
    let create = |name| [&["context", "create", name, "--server", SERVER], &file[..]].concat();
    assert_eq!(folder.run(&create("b")).code, 0);
    // More than a block, while the profile is smaller.
    let long = format!("\"x\" = \"{}\"\n", "x".repeat(3000));
    std::fs::write(folder.path("credentials.toml"), folder.read("credentials.toml") + &long).unwrap();
    let texts = || (folder.read("contexts.toml"), folder.read("credentials.toml"));
    let before = texts();
    for arguments in [
        &create("c")[..],
        &["context", "update", "b", "--api-key", "fake-other", "--comment", "y"],
        &["context", "update", "b", "-s", "https://other.example", "--api-key", "fake-other"],
        &["context", "rename", "b", "c"],
        &["context", "rm", "b"],
    ] {
        let run = run_on_full_disk(&folder, 1, arguments);
        run.fails(3, "credentials.toml\ncaused by: File too large");
        assert!(texts() == before, "{arguments:?} changed a file");
        assert_eq!(folder.file_names(), ["contexts.toml", "credentials.toml"], "{arguments:?} left a file");
    }
    std::fs::remove_file(folder.path("contexts.toml")).unwrap();
    run_on_full_disk(&folder, 1, &create("first")).fails(3, "credentials.toml\ncaused by: File too large");
    assert_eq!(folder.file_names(), ["credentials.toml"], "a profile was left without its secret");
}

#[test]
fn a_first_context_on_a_full_disk_leaves_no_folder() {
    let folder = ProfileFolder::new();
    let path = folder.path("made/deep/contexts.toml");
    let arguments =
        ["context", "create", "a", "--server", SERVER, "--api-key-env", "KEY", "-c", path.to_str().unwrap()];
    let inner = command(&path, &arguments[..7]);
    let mut shell = isolated(process::new_command("sh"));
    shell.args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$@\"", "sh"]).arg(inner.get_program()).args(inner.get_args());
    let run = CliOutput::from(process::output(&mut shell));
    run.fails(1, &format!("could not write {}", path.display()));
    assert_eq!(folder.file_names(), Vec::<String>::new());
}

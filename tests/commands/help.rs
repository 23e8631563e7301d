//! Help, version, and errors for mistyped commands and flags.

use crate::support::run;

#[test]
fn help_and_version_go_to_stdout() {
    let version = run(&["--version"]).succeeds().stdout;
    assert_eq!(version, concat!("qlik-api-key ", env!("CARGO_PKG_VERSION"), "\n"));
    for arguments in
        [&["--help"][..], &["-h"], &["help"], &["ls", "--help"], &["help", "config", "patch"], &["api-key", "-h"]]
    {
        let help = run(arguments).succeeds().stdout;
        assert!(help.contains("Usage: qlik-api-key"), "{arguments:?}: {help}");
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{arguments:?}: {help}");
    }
    assert!(run(&["help", "config", "patch"]).succeeds().stdout.contains("--max-keys-per-user"));
}

#[test]
fn a_missing_command_prints_help_and_exits_2() {
    for arguments in [&[][..], &["config"], &["api-key"]] {
        let run = run(arguments).fails(2, "Usage: qlik-api-key");
        assert!(run.stderr.contains("Commands:"), "{}", run.stderr);
    }
}

#[test]
fn suggests_the_right_word_for_a_typo() {
    run(&["lst"]).fails(2, "lst");
    run(&["creat"]).fails(2, "create");
    run(&["ls", "--staus", "active"]).fails(2, "--status");
    run(&["help", "nope"]).fails(2, "no command or topic `nope`");
    run(&["completion", "tcsh"]).fails(2, "tcsh");
}

//! The examples of the help: each is a valid command line, and runs on a terminal against the demo tenant.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use clap::{Command, CommandFactory as _};
use qlik_api_key::cli::Cli;
use qlik_api_key::demo::TestUser;
use qlik_api_key::help::HelpText;

use crate::support::home::TestHome;
use crate::support::pty::run_on_terminal;
use crate::support::{process, shell};

/// Whether the test can run an example: `demo` without a command ends only with Ctrl-C, and a secret that is typed needs
/// a controlling terminal.
fn can_run(line: &str) -> bool {
    let is_server = ["qlik-api-key demo", "qlik-api-key demo --keys 1000 --seed 7"].contains(&line);
    let reads_secret = line.starts_with("qlik-api-key context create") && !line.contains(" --api-key");
    !is_server && !reads_secret && !line.starts_with("qlik-api-key context init")
}

fn all_examples() -> Vec<&'static str> {
    let mut root = Cli::command();
    root.build();
    let mut lines = Vec::new();
    add_examples(&root, &mut lines);
    lines
}

fn add_examples(command: &Command, lines: &mut Vec<&'static str>) {
    let help = command.get::<HelpText>().copied().unwrap_or_default();
    lines.extend(help.examples.iter().map(|(_, line)| *line));
    command.get_subcommands().for_each(|child| add_examples(child, lines));
}

/// Writes an executable shell script.
fn write_script(path: &Path, script: &str) {
    fs::write(path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Adds the files that examples read, and scripts in `bin` in place of the program and of others.
fn add_files(home: &Path, program: &str, token: &str) {
    let bin = home.join("bin");
    fs::create_dir(&bin).unwrap();
    write_script(&bin.join("qlik-api-key"), program);
    write_script(&bin.join("git"), "cat build.log");
    for (name, text) in [
        ("build.log", format!("Authorization: Bearer {token}\n").as_str()),
        ("keys.toml", "max_keys_per_user = 5\n"),
        ("patch.json", r#"[{"op":"replace","path":"/description","value":"x"}]"#),
        ("ids.txt", "unknown-id\n"),
        ("key.txt", "not-a-token\n"),
        ("report.py", ""),
    ] {
        fs::write(home.join(name), text).unwrap();
    }
}

fn in_home(home: &Path, line: &str) -> std::process::Command {
    let mut shell = shell(line);
    shell.env("HOME", home).env("PATH", format!("{}:/usr/bin:/bin", home.join("bin").display())).current_dir(home);
    shell.env("URL", "https://tenant.eu.qlikcloud.com");
    shell
}

#[test]
fn every_example_is_a_valid_command_line() {
    // The script prints its arguments to a file, one per line, and an empty line at the end.
    let home = tempfile::tempdir().unwrap();
    add_files(home.path(), r#"printf '%s\n' "$@" '' >> "$HOME/arguments""#, "");
    for line in all_examples() {
        let log = home.path().join("arguments");
        let _ = fs::remove_file(&log);
        process::output(&mut in_home(home.path(), &line.replace(['<', '>'], "#")));
        let recorded = fs::read_to_string(&log).unwrap_or_default();
        let runs = recorded.split_terminator("\n\n");
        assert!(line.starts_with("export ") || !recorded.is_empty(), "{line} does not run the program");
        for arguments in runs {
            let words = ["qlik-api-key"].into_iter().chain(arguments.lines());
            if let Err(error) = Cli::command().try_get_matches_from(words) {
                panic!("{line}: {error}");
            }
        }
    }
}

#[test]
fn no_example_is_a_usage_error() {
    let program = assert_cmd::cargo::cargo_bin!("qlik-api-key");
    let script = format!("'{}' \"$@\"\ncode=$?\necho $code >> \"$HOME/codes\"\nexit $code", program.display());
    let mut failures = Vec::new();
    for line in all_examples().into_iter().filter(|line| can_run(line)) {
        let home = TestHome::new();
        let folder = home.folder.path();
        add_files(folder, &script, home.site.listener.tenant().user_token(TestUser::Developer));
        let mut shell = in_home(folder, line);
        if line.contains(" context ") || line.contains(" rotate") {
            home.create_context("prod", &[]);
        } else {
            shell.envs(home.site.env_vars());
        }
        let screen = run_on_terminal(shell, 120, "n\nn\n");
        let codes = fs::read_to_string(folder.join("codes")).unwrap_or_default();
        if codes.lines().any(|code| code == "2") {
            failures.push(format!("{line}\n{}", screen.text));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

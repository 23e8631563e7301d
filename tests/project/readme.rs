//! The README is correct: its console blocks run on a terminal against the demo tenant and print what it shows, and its
//! tables match the code. `UPDATE=1` rewrites the blocks.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use qlik_api_key::demo::Tenant;
use qlik_api_key::environment::VARIABLES;
use qlik_api_key::error::Exit;

use crate::support::pty;
use crate::support::{TestSite, shell};

const COLUMNS: u16 = 120;

fn readme_path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

fn read_readme() -> String {
    std::fs::read_to_string(readme_path()).unwrap()
}

/// Runs the lines of a console block that start with `$ `. Returns the block with their real output.
fn run_console_block(site: &TestSite, block: &str) -> String {
    let bin = assert_cmd::cargo::cargo_bin!("qlik-api-key");
    let folder = bin.parent().unwrap().display();
    let home = tempfile::tempdir().unwrap();
    block.lines().filter(|line| line.starts_with("$ ")).fold(String::new(), |mut output, line| {
        let mut shell = shell(&line[2..]);
        shell.env("PATH", format!("{folder}:/usr/bin:/bin")).env("NO_COLOR", "1").envs(site.env_vars());
        shell.env("HOME", home.path()).current_dir(home.path());
        let _ = write!(output, "{line}\n{}", pty::run_on_terminal(shell, COLUMNS, "").text);
        output
    })
}

/// Whether a text matches a pattern, in which `…` matches any text within a line.
fn matches_pattern(pattern: &str, text: &str) -> bool {
    let same = |(pattern, line): (&str, &str)| match pattern.split_once('…') {
        Some((before, after)) => {
            line.len() >= before.len() + after.len() && line.starts_with(before) && line.ends_with(after)
        }
        None => pattern == line,
    };
    pattern.lines().count() == text.lines().count() && pattern.lines().zip(text.lines()).all(same)
}

#[test]
fn console_blocks_match_real_output() {
    // The keys are those of `demo --seed 1`.
    let site = TestSite::with_setup(Tenant::add_keys_of_unusual_owners);
    let mut readme = read_readme();
    let blocks: Vec<String> =
        readme.split("```console\n").skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect();
    assert!(blocks.len() > 5, "the README lost its examples");
    for block in blocks {
        let output = run_console_block(&site, &block);
        if std::env::var_os("UPDATE").is_some() && !matches_pattern(&block, &output) {
            readme = readme.replacen(&block, &output, 1);
            continue;
        }
        assert!(matches_pattern(&block, &output), "the README shows\n{block}\nbut it is\n{output}");
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(readme_path(), readme).unwrap();
    }
}

#[test]
fn the_wildcard_stays_within_a_line() {
    assert!(matches_pattern("a…c\nd", "abbbc\nd"));
    for (pattern, text) in [("a…c", "abbbd"), ("a…", "a\nb"), ("aa…aa", "aaa"), ("a", "b")] {
        assert!(!matches_pattern(pattern, text), "{pattern} {text}");
    }
}

#[test]
fn tables_match_the_code() {
    let row = |cells: [&str; 3]| format!("| {} | {} | {} |\n", cells[0], cells[1], cells[2]);
    let codes: String = Exit::all().map(|(exit, name, when)| row([&exit.code().to_string(), &name, &when])).collect();
    let variables: String = VARIABLES
        .iter()
        .map(|(names, meaning)| {
            let names: Vec<_> = names.split(", ").map(|name| format!("`{name}`")).collect();
            format!("| {} | {meaning} |\n", names.join(", "))
        })
        .collect();
    let readme = read_readme();
    for (head, rows) in
        [("| code | name | when |\n|---|---|---|\n", codes), ("| variable | what it means |\n|---|---|\n", variables)]
    {
        let table = format!("{head}{rows}\n");
        assert!(readme.contains(&table), "the README's table should be\n{table}");
    }
}

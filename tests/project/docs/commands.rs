//! Shell lines in code blocks are valid: bash parses them, and this program accepts their flags.

use std::io::Write as _;
use std::process::Stdio;

use clap::Parser as _;
use qlik_api_key::cli::Cli;

use super::documents;
use crate::support::process;

/// The code blocks of a document in one of these languages.
pub(super) fn code_blocks<'a>(text: &'a str, languages: &'a [&str]) -> impl Iterator<Item = &'a str> {
    let blocks = text.split("```").skip(1).step_by(2).filter_map(|block| block.split_once('\n'));
    blocks.filter(|(language, _)| languages.contains(language)).map(|(_, code)| code)
}

/// Splits a script at what ends a command: a line break, `;`, `|`, `&`, a parenthesis or a redirection.
fn split_commands(script: &str) -> Vec<String> {
    let mut commands = vec![String::new()];
    let mut quote = None;
    for c in script.replace("\\\n", " ").chars() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, '\n' | ';' | '|' | '&' | '(' | ')' | '<' | '>') => {
                commands.push(String::new());
                continue;
            }
            _ => (),
        }
        commands.last_mut().unwrap().push(c);
    }
    commands
}

/// The arguments of each run of this program in a script.
fn own_command_lines(script: &str) -> Vec<Vec<String>> {
    let commands = split_commands(script).into_iter().filter_map(|command| shlex::split(&command));
    let from_name = |words: Vec<String>| {
        let start = words.iter().position(|word| word == "qlik-api-key")?;
        Some(words[start..].to_vec())
    };
    commands.filter_map(from_name).collect()
}

/// What bash says about a script that it can't parse.
fn syntax_error(script: &str) -> String {
    let mut bash = process::new_command("bash");
    let mut child = bash.arg("-n").stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap()
}

/// Asserts that a script is valid. Returns the number of runs of this program in it.
#[track_caller]
pub(super) fn check_script(script: &str) -> usize {
    assert_eq!(syntax_error(script), "", "{script}");
    let lines = own_command_lines(script);
    for line in &lines {
        if let Err(error) = Cli::try_parse_from(line) {
            assert_eq!(error.exit_code(), 0, "{line:?}: {error}");
        }
    }
    lines.len()
}

#[test]
fn shell_blocks_are_valid() {
    let texts = documents().into_iter().map(|path| std::fs::read_to_string(path).unwrap());
    let runs: usize = texts.map(|text| code_blocks(&text, &["sh"]).map(check_script).sum::<usize>()).sum();
    assert!(runs > 25, "only {runs} command lines were found");
}

#[test]
fn invalid_commands_are_found() {
    let script = "a=$(qlik-api-key get ID) && timeout 5 qlik-api-key ls \\\n  --jq '.[] | .id' >> \"$FILE\"\n# comment";
    let expected = [&["qlik-api-key", "get", "ID"][..], &["qlik-api-key", "ls", "--jq", ".[] | .id"]];
    assert_eq!(own_command_lines(script), expected);
    assert_ne!(syntax_error("if true; then"), "");
}

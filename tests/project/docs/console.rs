//! Console blocks run on a terminal against the demo tenant, and print what they show. `UPDATE=1` rewrites them.

use std::fmt::Write as _;
use std::path::Path;

use qlik_api_key::demo::Tenant;

use super::documents;
use crate::support::pty;
use crate::support::{TestSite, shell};

const COLUMNS: u16 = 100;
const FENCE: &str = "```console\n";

/// Runs the lines of a console block that start with `$ `, in a new home folder. Returns the block with their real output.
fn run_console_block(site: &TestSite, block: &str) -> String {
    let bin = assert_cmd::cargo::cargo_bin!("qlik-api-key");
    let folder = bin.parent().unwrap().display();
    let home = tempfile::tempdir().unwrap();
    let output = block.lines().filter(|line| line.starts_with("$ ")).fold(String::new(), |mut output, line| {
        let mut shell = shell(&line[2..].replace("\"$QLIK_SERVER\"", &site.listener.url()));
        shell.env("PATH", format!("{folder}:/usr/bin:/bin")).env("NO_COLOR", "1").envs(site.env_vars());
        shell.env("HOME", home.path()).current_dir(home.path());
        if is_about_contexts(line) {
            // Such a variable would win over the context, which is a warning.
            shell.env_remove("QLIK_API_KEY").env_remove("QLIK_SERVER");
        }
        let _ = write!(output, "{line}\n{}", pty::run_on_terminal(shell, COLUMNS, "").text);
        output
    });
    hide_random_text(&output, site, home.path())
}

/// Whether a line creates, lists or shows contexts, without signing in.
fn is_about_contexts(line: &str) -> bool {
    ["create", "get", "ls", "protect", "use"].iter().any(|word| line.contains(&format!("qlik-api-key context {word}")))
}

/// Replaces what differs from run to run: the port of the demo tenant, the home folder, and all but the beginning of a
/// token.
fn hide_random_text(output: &str, site: &TestSite, home: &Path) -> String {
    let output = output.replace(&site.listener.url(), "http://127.0.0.1:…").replace(home.to_str().unwrap(), "~");
    output
        .split_inclusive(char::is_whitespace)
        .map(|word| match word.strip_prefix("eyJ") {
            Some(_) => format!("{}…{}", &word[..28], word.trim_start_matches(|c: char| !c.is_whitespace())),
            None => word.to_owned(),
        })
        .collect()
}

/// Returns the text with the real output in each console block.
fn run_console_blocks(text: &str) -> String {
    // With the keys of `demo --seed 1`.
    let site = TestSite::with_setup(Tenant::add_keys_of_unusual_owners);
    let mut parts = text.split(FENCE);
    let head = parts.next().unwrap_or_default().to_owned();
    parts.fold(head, |text, part| {
        let (block, rest) = part.split_once("```").expect("a console block ends");
        format!("{text}{FENCE}{}```{rest}", run_console_block(&site, block))
    })
}

#[test]
fn console_blocks_of_readme_and_pages_show_real_output() {
    let mut blocks = 0;
    for path in documents() {
        let text = std::fs::read_to_string(&path).unwrap();
        let updated = run_console_blocks(&text);
        blocks += text.matches(FENCE).count();
        if std::env::var_os("UPDATE").is_some() {
            // Other tests read the pages meanwhile.
            if updated != text {
                std::fs::write(&path, updated).unwrap();
            }
            continue;
        }
        let path = path.display();
        for (line, (shown, real)) in text.lines().zip(updated.lines()).enumerate() {
            assert_eq!(shown, real, "{path}:{}: UPDATE=1 rewrites it", line + 1);
        }
        assert_eq!(text.lines().count(), updated.lines().count(), "{path}");
    }
    assert!(blocks > 20, "examples are missing");
}

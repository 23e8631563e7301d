//! The headings of the page about troubleshooting are texts of errors, in which `…` stands for any text.

use std::path::Path;

use super::{read_page, root};

/// The error texts in the headings.
fn headings() -> Vec<String> {
    let page = read_page("troubleshooting.md");
    let headings = page.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`'));
    headings.map(str::to_owned).collect()
}

/// Whether a line contains the parts of a heading in their order.
fn matches_heading(heading: &str, line: &str) -> bool {
    let after = |rest: Option<&str>, part: &str| -> Option<usize> { rest?.find(part).map(|start| start + part.len()) };
    let mut rest = Some(line);
    for part in heading.split('…') {
        rest = after(rest, part).and_then(|end| rest?.get(end..));
    }
    rest.is_some()
}

/// Whether an error on stderr has a heading. Errors as JSON show the status as a member.
pub fn has_heading(stderr: &str) -> bool {
    let text = stderr.replace("\"status\":", "returned ");
    headings().iter().any(|heading| text.lines().any(|line| matches_heading(heading, line)))
}

/// The Rust code in a folder.
fn read_code(folder: &Path) -> String {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| if path.is_dir() { read_code(&path) } else { std::fs::read_to_string(path).unwrap_or_default() })
        .collect()
}

#[test]
fn headings_are_texts_of_the_program() {
    let code = read_code(&root().join("src")).replace("\\\"", "\"");
    // Strings that are broken into lines are joined.
    let code = code.split("\\\n").map(str::trim_start).collect::<String>();
    let headings = headings();
    assert!(headings.len() > 30, "headings are missing");
    // The statuses are checked by the fault table.
    for heading in headings.iter().filter(|heading| !heading.starts_with("returned ")) {
        for part in heading.split('…').map(str::trim) {
            assert!(code.contains(part), "{heading}: no error contains {part:?}");
        }
    }
}

#[test]
fn headings_match_in_order() {
    assert!(matches_heading("the … of …", "error: the tail of b"));
    assert!(!matches_heading("the … of …", "of the tail"));
    assert!(has_heading("{\"status\":403}") && !has_heading("error: something else"));
}

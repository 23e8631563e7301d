//! Links between files lead somewhere, and the contents of the guide list every page.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{documents, pages_folder, read_page, root};

/// The lines of a document that are not in a code block.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    text.split("```").step_by(2).flat_map(str::lines)
}

/// The targets of a document's links and pictures, except those on the web.
fn link_targets(text: &str) -> Vec<String> {
    // Every second part of a line is code: "`](`" is not a link.
    let prose: String = prose(text).flat_map(|line| line.split('`').step_by(2).chain(["\n"])).collect();
    let targets = [("](", ')'), ("src=\"", '"'), ("srcset=\"", '"')].into_iter().flat_map(|(start, end)| {
        prose.split(start).skip(1).map(move |rest| rest.split(end).next().unwrap_or_default().to_owned())
    });
    targets.filter(|target| !target.starts_with("https://")).collect()
}

/// The anchors of a document's headings, as forges and mdBook derive them.
fn anchors(text: &str) -> BTreeSet<String> {
    let keep = |c: char| c.is_alphanumeric() || " -_".contains(c);
    let anchor = |heading: &str| heading.to_lowercase().replace(|c| !keep(c), "").replace(' ', "-");
    prose(text).filter(|line| line.starts_with('#')).map(|line| anchor(line.trim_start_matches('#').trim())).collect()
}

/// What is wrong with a link of a document.
fn link_problem(document: &Path, target: &str) -> Option<String> {
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let file = if path.is_empty() { document.to_owned() } else { document.parent().unwrap().join(path) };
    let Ok(file) = file.canonicalize() else { return Some("there is no such file".into()) };
    // Other files are not in the book.
    if document.starts_with(pages_folder()) && !file.starts_with(pages_folder().canonicalize().unwrap()) {
        return Some("a page must not link to a file outside docs/src".into());
    }
    let known = anchor.is_empty() || anchors(&std::fs::read_to_string(file).unwrap()).contains(anchor);
    (!known).then(|| "there is no such heading".into())
}

#[test]
fn links_between_files_lead_to_a_file_and_a_heading() {
    let others = ["CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "benches/README.md", "fuzz/README.md"];
    let files: Vec<PathBuf> = [documents(), others.map(|name| root().join(name)).to_vec()].concat();
    let mut count = 0;
    for file in files {
        for target in link_targets(&std::fs::read_to_string(&file).unwrap()) {
            count += 1;
            assert_eq!(link_problem(&file, &target), None, "{}: {target}", file.display());
        }
    }
    assert!(count > 30, "only {count} links were found");
}

#[test]
fn the_contents_list_every_page() {
    let listed: BTreeSet<PathBuf> =
        link_targets(&read_page("SUMMARY.md")).iter().map(|target| pages_folder().join(target)).collect();
    let own = [root().join("README.md"), pages_folder().join("SUMMARY.md")];
    let pages: BTreeSet<PathBuf> = documents().into_iter().filter(|path| !own.contains(path)).collect();
    assert_eq!(listed, pages);
}

#[test]
fn the_readme_stays_short() {
    let lines = std::fs::read_to_string(root().join("README.md")).unwrap().lines().count();
    assert!(lines <= 320, "{lines} lines: put details on a page of docs/src");
}

#[test]
fn a_broken_link_is_found() {
    let page = pages_folder().join("list.md");
    for target in ["missing.md", "list.md#missing", "#missing", "../../README.md"] {
        assert!(link_problem(&page, target).is_some(), "{target}");
    }
    assert_eq!(link_problem(&page, "#listing-and-output"), None);
    let text = "[a](b.md) `[c](d.md)` <img src=\"e.svg\">\n```\n[f](g.md)\n```\n[h](https://i.example)";
    assert_eq!(link_targets(text), ["b.md", "e.svg"]);
}

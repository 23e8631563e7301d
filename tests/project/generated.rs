//! `man/` matches the clap command tree, and `completions/` the output of `completion`. `UPDATE=1` rewrites `man/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use qlik_api_key::environment::COMPLETE;

use super::man;
use crate::support::run;

/// Asserts that a folder contains exactly these files, or with `UPDATE=1` writes them.
pub(super) fn compare_or_update(folder: &str, expected: &BTreeMap<String, Vec<u8>>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let present: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let unexpected = present.iter().filter(|path| !expected.contains_key(path.file_name().unwrap().to_str().unwrap()));
    if std::env::var_os("UPDATE").is_some() {
        unexpected.for_each(|path| fs::remove_file(path).unwrap());
        expected.iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
        return;
    }
    assert_eq!(unexpected.collect::<Vec<_>>(), Vec::<&PathBuf>::new(), "unexpected files; UPDATE=1 removes them");
    for (name, text) in expected {
        let actual = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(actual.as_bytes() == text, "{name} is out of date; UPDATE=1 rewrites it");
    }
}

#[test]
fn man_pages_match_the_command_tree() {
    compare_or_update("man", &man::pages());
}

#[test]
fn completion_scripts_match_the_command() {
    let scripts = [
        ("bash", "qlik-api-key.bash"),
        ("zsh", "_qlik-api-key"),
        ("fish", "qlik-api-key.fish"),
        ("powershell", "_qlik-api-key.ps1"),
        ("elvish", "qlik-api-key.elv"),
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), scripts.len());
    for (shell, name) in scripts {
        let script = fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!(run(&["completion", shell]).succeeds().stdout, script);
        assert!(script.contains(COMPLETE), "{name}");
    }
}

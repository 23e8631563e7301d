//! man/ is what the clap tree makes of it, and `UPDATE=1` writes it anew. completions/ is what `completion` prints.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory as _};
use qlik_api_key::cli::Cli;
use qlik_api_key::environment::COMPLETE;

use crate::support::run;

fn man_pages() -> BTreeMap<String, Vec<u8>> {
    let mut root = Cli::command();
    root.build();
    let mut pages = BTreeMap::new();
    add_page(&root, "qlik-api-key", &mut pages);
    pages
}

fn add_page(command: &Command, name: &'static str, pages: &mut BTreeMap<String, Vec<u8>>) {
    let source = format!("qlik-api-key {}", env!("CARGO_PKG_VERSION"));
    let mut text = Vec::new();
    let man = clap_mangen::Man::new(command.clone().name(name).display_name(name));
    man.source(source).manual("qlik-api-key manual").render(&mut text).unwrap();
    pages.insert(format!("{name}.1"), text);
    for child in command.get_subcommands().filter(|child| !child.is_hide_set()) {
        add_page(child, format!("{name}-{}", child.get_name()).leak(), pages);
    }
}

/// Compares a folder with what it should hold, or makes it hold that.
fn compare_or_update(folder: &str, wanted: &BTreeMap<String, Vec<u8>>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let present: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let orphans = present.iter().filter(|path| !wanted.contains_key(path.file_name().unwrap().to_str().unwrap()));
    if std::env::var_os("UPDATE").is_some() {
        orphans.for_each(|path| fs::remove_file(path).unwrap());
        wanted.iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
        return;
    }
    assert_eq!(orphans.collect::<Vec<_>>(), Vec::<&PathBuf>::new(), "files that nothing makes; UPDATE=1 removes them");
    for (name, text) in wanted {
        let committed = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(committed.as_bytes() == text, "{name} is not what the clap tree makes; UPDATE=1 writes it anew");
    }
}

#[test]
fn man_pages_match_the_command_tree() {
    compare_or_update("man", &man_pages());
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

//! completions/ and man/ are what the clap tree makes of them. `UPDATE=1` writes them anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory as _};
use clap_complete::{Shell, generate};
use qlik_api_key::args::Cli;

fn completions() -> BTreeMap<String, Vec<u8>> {
    let shells = [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell, Shell::Elvish];
    let names = ["qlik-api-key.bash", "_qlik-api-key", "qlik-api-key.fish", "_qlik-api-key.ps1", "qlik-api-key.elv"];
    let script = |shell| {
        let mut text = Vec::new();
        generate(shell, &mut Cli::command(), "qlik-api-key", &mut text);
        if shell == Shell::Bash { mended(text) } else { text }
    };
    names.into_iter().map(str::to_owned).zip(shells.map(script)).collect()
}

/// clap_complete 4.6 spells a hyphenated program's name in two ways, so that no sub-command's flags are completed
/// (clap-rs/clap, issue 6421). This is the spelling that the script itself looks for.
fn mended(script: Vec<u8>) -> Vec<u8> {
    let script = String::from_utf8(script).unwrap();
    script.replace("qlik__subcmd__api__subcmd__key", "qlik__api__key").into_bytes()
}

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
fn compare(folder: &str, wanted: &BTreeMap<String, Vec<u8>>) {
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
fn completions_are_what_the_tree_makes() {
    compare("completions", &completions());
}

#[test]
fn man_pages_are_what_the_tree_makes() {
    compare("man", &man_pages());
}

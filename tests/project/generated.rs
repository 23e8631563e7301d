//! completions/ and man/ are what the clap tree makes of them. `UPDATE=1` writes them anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory as _, ValueHint};
use clap_complete::{Shell, generate};
use qlik_api_key::cli::Cli;

fn completions() -> BTreeMap<String, Vec<u8>> {
    let scripts = [
        ("qlik-api-key.bash", in_bash(rendered(Shell::Bash))),
        ("_qlik-api-key", in_zsh(rendered(Shell::Zsh))),
        ("qlik-api-key.fish", in_fish(rendered(Shell::Fish))),
        ("_qlik-api-key.ps1", in_powershell(rendered(Shell::PowerShell))),
        ("qlik-api-key.elv", rendered(Shell::Elvish)),
    ];
    scripts.map(|(name, script)| (name.to_owned(), script.into_bytes())).into()
}

/// What the clap tree alone makes for a shell.
fn rendered(shell: Shell) -> String {
    let mut text = Vec::new();
    generate(shell, &mut completed(), "qlik-api-key", &mut text);
    String::from_utf8(text).unwrap()
}

/// The tree without the command that the scripts themselves call: clap_complete 4.6 offers hidden commands as well.
fn completed() -> Command {
    let tree = Cli::command();
    let offered = tree.get_subcommands().filter(|command| command.get_name() != "__complete");
    Command::new("qlik-api-key")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_help_subcommand(true)
        .args(tree.get_arguments())
        .subcommands(offered)
}

/// Puts a part that asks the program itself into a script, where the one place for it is: after `place`.
#[track_caller]
fn woven(script: &str, place: &str, part: &str) -> String {
    assert_eq!(script.matches(place).count(), 1, "clap_complete has changed: {place:?} is no longer there once");
    script.replace(place, &format!("{place}{part}"))
}

/// In bash the program is asked first; what it doesn't know is completed as the tree has it.
///
/// clap_complete 4.6 spells a hyphenated program's name in two ways, so that no sub-command's flags are completed
/// (clap-rs/clap, issue 6421). The spelling here is the one that the script itself looks for.
fn in_bash(script: String) -> String {
    let script = script.replace("qlik__subcmd__api__subcmd__key", "qlik__api__key");
    let script = woven(&script, "_qlik__api__key() {\n", "    _qlik__api__key__known \"$2\" && return 0\n");
    format!("{}{script}", include_str!("../completions/known.bash"))
}

/// In zsh likewise. The function has to be asked from within: an autoloaded file is replaced by the function it defines.
fn in_zsh(script: String) -> String {
    let script = woven(&script, "\n_qlik-api-key() {\n", "    _qlik-api-key__known && return 0\n");
    woven(&script, "autoload -U is-at-least\n\n", include_str!("../completions/known.zsh"))
}

/// fish takes words from everywhere; a flag has to be named for what its value may be.
fn in_fish(script: String) -> String {
    let mut tree = Cli::command();
    tree.build();
    let flags = flags_known(&tree).into_iter().fold(String::new(), |lines, flag| {
        lines
            + &format!("complete -c qlik-api-key -n __fish_qlik_api_key_known -l {flag} -x -k -a '(__fish_qlik_api_key_candidates)'\n")
    });
    assert!(script.contains("__fish_qlik_api_key_needs_command"), "clap_complete has changed: its names are others");
    script + include_str!("../completions/known.fish") + &flags
}

/// The flags whose values the program knows: those that say so (`commands/command_line.rs`).
fn flags_known(command: &Command) -> BTreeSet<String> {
    let own = command.get_arguments().filter(|arg| arg.get_value_hint() == ValueHint::Other);
    let own = own.filter_map(|arg| arg.get_long().map(str::to_owned));
    own.chain(command.get_subcommands().flat_map(flags_known)).collect()
}

fn in_powershell(script: String) -> String {
    let place = "    param($wordToComplete, $commandAst, $cursorPosition)\n";
    woven(&script, place, include_str!("../completions/known.ps1"))
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

//! Shell completion: prints what may stand at the cursor of a command line. A script in `completions/` calls the program with
//! the words of the line each time the user presses TAB. clap_complete's engine finds the commands, flags, values and files;
//! [`CompletedValue`] says which arguments name a context or a key.
//!
//! The scripts are our own. In bash, that of clap_complete 4.6 inserts a name into the line as it is, so that a `$(...)` in
//! one runs at the next Enter, and completes nothing after `--flag=`, where bash splits the word. That of PowerShell
//! evaluates the line at each TAB.

mod command_line;
mod names;

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::sync::Arc;

use clap::Command;
use clap_complete::engine::complete;
use clap_complete::{ArgValueCompleter, CompletionCandidate};

use crate::environment::{COMPLETE, Environment};
use crate::flags::CompletedValue;
use crate::terminal::{Terminal, sanitize};
use command_line::CommandLine;
use names::NameCompleter;

/// What may stand at the cursor, one candidate a line, each with a tab and its description. `None` unless a completion
/// script makes this run ([`COMPLETE`]). The arguments are the words before the cursor, the program's name first, and the
/// beginning of the word at the cursor. That one may be missing if it is empty, since Windows PowerShell drops it.
pub fn list_candidates(
    new_root: fn() -> Command,
    arguments: &[OsString],
    environment: &Environment,
    terminal: &Terminal,
) -> Option<String> {
    let count: usize = environment.get_os(COMPLETE)?.to_str()?.parse().ok()?;
    let mut words = arguments.iter().map(|word| word.to_string_lossy().into_owned());
    let before: Vec<String> = words.by_ref().take(count).collect();
    let mut root = new_root();
    root.build();
    let line = CommandLine::new(&root, before, &words.next().unwrap_or_default());
    let tree = match NameCompleter::new(&line, &root, new_root, environment, terminal) {
        Some(names) => attach_completers(root.clone(), &Arc::new(names)),
        None => root.clone(),
    };
    Some(complete_line(&line, tree))
}

/// Lets the arguments that declare what they name find these names.
fn attach_completers(command: Command, names: &Arc<NameCompleter>) -> Command {
    let with_completer = |arg: clap::Arg| match arg.get::<CompletedValue>().copied() {
        None => arg,
        Some(kind) => {
            let names = Arc::clone(names);
            arg.add(ArgValueCompleter::new(move |typed: &OsStr| names.complete(kind, typed)))
        }
    };
    command.mut_args(with_completer).mut_subcommands(|command| attach_completers(command, names))
}

/// The candidates of clap_complete, but for those that no user wants, as lines.
fn complete_line(line: &CommandLine, mut root: Command) -> String {
    let words: Vec<OsString> = line.words().map(Into::into).collect();
    let (last, folder) = (words.len().saturating_sub(1), std::env::current_dir().ok());
    let candidates = complete(&mut root, words, last, folder.as_deref()).unwrap_or_default();
    let has_values = candidates.iter().any(|candidate| candidate.get_id().is_none());
    let mut text = String::new();
    for candidate in candidates.iter().filter(|candidate| is_offered(candidate, has_values, &line.typed)) {
        let value = candidate.get_value().to_string_lossy();
        let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(text, "{}{value}\t{}", line.flag_prefix, help.lines().next().unwrap_or_default());
    }
    text
}

/// Whether to offer a candidate. clap_complete offers flags beside each value, where they would stand between the user and
/// the only key that fits, and a hidden command or flag where nothing else fits. Those have IDs, values have none.
fn is_offered(candidate: &CompletionCandidate, has_values: bool, typed: &str) -> bool {
    let value = candidate.get_value().to_string_lossy();
    match candidate.get_id() {
        Some(_) if candidate.is_hide_set() => false,
        Some(id) => !has_values || !id.starts_with("arg::"),
        // Such as the name of a file, which may hold anything.
        None if value.contains(sanitize::is_unsafe) => false,
        None => !is_already_listed(&value, typed),
    }
}

/// Whether a list such as `id,status,` has the item already that a value adds to it.
fn is_already_listed(value: &str, typed: &str) -> bool {
    let Some((list, _)) = typed.rsplit_once(',') else {
        return false;
    };
    let item = value.strip_prefix(list).and_then(|rest| rest.strip_prefix(','));
    item.is_some_and(|item| list.split(',').any(|listed| listed == item))
}

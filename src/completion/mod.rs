//! Shell completion: lists the candidates for the word at the cursor. A script in `completions/` calls the program with
//! the words of the command line each time the user presses TAB. clap_complete's engine finds commands, flags, values
//! and files; [`CompletedValue`] marks the arguments that name a context or a key.
//!
//! The scripts are our own, since those of clap_complete 4.6 are unsafe: its bash script inserts a name without quoting
//! it, so that a `$(...)` in it runs at the next Enter, and its PowerShell script evaluates the line at each TAB. Its
//! bash script also completes nothing after `--flag=`, where bash splits the word.

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

/// Lists the candidates for the word at the cursor, one per line, each followed by a tab and its description. Returns
/// `None` unless a completion script started this run: it sets [`COMPLETE`] to the number of words before the current
/// one.
///
/// `arguments` are those words, starting with the program's name, and the current word up to the cursor. An empty
/// current word may be missing, since Windows PowerShell drops empty arguments.
pub fn list_candidates(
    new_root: fn() -> Command,
    arguments: &[OsString],
    environment: &Environment,
    terminal: &Terminal,
) -> Option<String> {
    let count: usize = environment.get_os(COMPLETE)?.to_str()?.parse().ok()?;
    let mut words = arguments.iter().map(|word| word.to_string_lossy().into_owned());
    let previous_words: Vec<String> = words.by_ref().take(count).collect();
    let mut root = new_root();
    root.build();
    let line = CommandLine::new(&root, previous_words, &words.next().unwrap_or_default());
    let root = match NameCompleter::new(&line, &root, new_root, environment, terminal) {
        Some(completer) => attach_completers(root.clone(), &Arc::new(completer)),
        None => root.clone(),
    };
    Some(complete_line(&line, root))
}

/// Attaches `completer` to the arguments that declare a [`CompletedValue`].
fn attach_completers(command: Command, completer: &Arc<NameCompleter>) -> Command {
    let with_completer = |arg: clap::Arg| match arg.get::<CompletedValue>().copied() {
        None => arg,
        Some(kind) => {
            let completer = Arc::clone(completer);
            arg.add(ArgValueCompleter::new(move |word: &OsStr| completer.complete(kind, word)))
        }
    };
    command.mut_args(with_completer).mut_subcommands(|command| attach_completers(command, completer))
}

/// Formats the candidates of clap_complete as lines, without those that [`is_offered`] rejects.
fn complete_line(line: &CommandLine, mut root: Command) -> String {
    let words: Vec<OsString> = line.words().map(Into::into).collect();
    let (current, folder) = (words.len().saturating_sub(1), std::env::current_dir().ok());
    let candidates = complete(&mut root, words, current, folder.as_deref()).unwrap_or_default();
    let has_values = candidates.iter().any(|candidate| candidate.get_id().is_none());
    let mut text = String::new();
    for candidate in candidates.iter().filter(|candidate| is_offered(candidate, has_values, &line.current_word)) {
        let value = candidate.get_value().to_string_lossy();
        let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(text, "{}{value}\t{}", line.flag_prefix, help.lines().next().unwrap_or_default());
    }
    text
}

/// Whether to offer a candidate. clap_complete adds flags to the values of an argument, so that the only matching key
/// would not be inserted, and offers hidden commands and flags if nothing else matches. Commands and flags have IDs,
/// values don't.
fn is_offered(candidate: &CompletionCandidate, has_values: bool, current_word: &str) -> bool {
    let value = candidate.get_value().to_string_lossy();
    match candidate.get_id() {
        Some(_) if candidate.is_hide_set() => false,
        Some(id) => !has_values || !id.starts_with("arg::"),
        // For example a file name, which may contain any character.
        None if value.contains(sanitize::is_unsafe) => false,
        None => !is_already_listed(&value, current_word),
    }
}

/// Whether `value` repeats an item of a list such as `id,status,`.
fn is_already_listed(value: &str, current_word: &str) -> bool {
    let Some((list, _)) = current_word.rsplit_once(',') else {
        return false;
    };
    let item = value.strip_prefix(list).and_then(|rest| rest.strip_prefix(','));
    item.is_some_and(|item| list.split(',').any(|listed| listed == item))
}

//! [`CommandLine`]: a command line that is still being typed: what the words before the cursor say, and what belongs at it.
//! It is read by the tree of commands, and more leniently than clap does: a word that is wrong doesn't matter yet.
//!
//! The arguments that the program itself can complete are those with `value_hint = ValueHint::Other`, which also keeps
//! the static scripts from offering files there: `ID` is that of a key, any other name that of a context.

use clap::{Arg, ArgAction, Command, CommandFactory as _, ValueHint};

use crate::cli::Cli;
use crate::flags::AllContextsFlag;

/// A command line up to the cursor.
#[derive(Debug, Default)]
pub struct CommandLine {
    /// The values of flags, by the names of their fields, in the order typed.
    values: Vec<(String, String)>,
    /// What belongs at the cursor, where the program knows.
    pub word: Option<CompletedWord>,
}

/// The word at the cursor.
#[derive(Debug, PartialEq, Eq)]
pub struct CompletedWord {
    /// What it names.
    pub what: Completed,
    /// What stands of it before the name, such as `--context=` or the first names of a list.
    pub prefix: String,
    /// The beginning of the name.
    pub typed: String,
    /// What has been named already.
    pub taken: Vec<String>,
    /// Whether a name that begins with a hyphen would be taken for a flag.
    pub before_dashes: bool,
}

/// What a word names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completed {
    /// Contexts.
    Context,
    /// API keys.
    Key,
    /// API keys that can still be used.
    ActiveKey,
}

impl CommandLine {
    /// Reads the words before the cursor, the program's name first, and the part of the word at the cursor that is
    /// before it.
    pub fn parse<'a>(words: impl IntoIterator<Item = &'a str>, at: &str) -> Self {
        let mut command = Cli::command();
        // This gives each command the global flags.
        command.build();
        let mut parser = Parser::new(command);
        words.into_iter().skip(1).for_each(|word| parser.read(word));
        let word = parser.completed_word(at);
        Self { values: parser.values, word }
    }

    /// The value of a flag: the last one, as clap would have none or an error.
    pub fn value<'a>(&'a self, field: &'a str) -> Option<&'a str> {
        self.values(field).last()
    }

    /// All values of a flag.
    pub fn values<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(of, _)| of == field).map(|(_, value)| value.as_str())
    }
}

/// What is known after some words.
struct Parser {
    command: Command,
    is_at_root: bool,
    values: Vec<(String, String)>,
    positionals: Vec<String>,
    /// The flag whose value comes next.
    flag_without_value: Option<Arg>,
    after_dashes: bool,
}

impl Parser {
    fn new(root: Command) -> Self {
        Self {
            command: root,
            is_at_root: true,
            values: Vec::new(),
            positionals: Vec::new(),
            flag_without_value: None,
            after_dashes: false,
        }
    }

    fn read(&mut self, word: &str) {
        if let Some(arg) = self.flag_without_value.take() {
            self.note(&arg, word);
        } else if self.after_dashes {
            self.positionals.push(word.to_owned());
        } else if word == "--" {
            self.after_dashes = true;
        } else if let Some(flag) = word.strip_prefix("--") {
            self.read_long(flag);
        } else if let Some(flags) = word.strip_prefix('-').filter(|flags| !flags.is_empty()) {
            self.read_short(flags);
        } else {
            self.read_name(word);
        }
    }

    fn read_long(&mut self, flag: &str) {
        match flag.split_once('=') {
            Some((name, value)) => {
                if let Some(arg) = self.long(name).cloned() {
                    self.note(&arg, value);
                }
            }
            None => self.flag_without_value = self.long(flag).cloned(),
        }
    }

    /// Short flags may stand together; the first that takes a value takes the rest.
    fn read_short(&mut self, flags: &str) {
        let mut rest = flags.chars();
        while let Some(flag) = rest.next() {
            let Some(arg) = self.flags().find(|arg| arg.get_short() == Some(flag)).cloned() else {
                continue;
            };
            match rest.as_str() {
                "" => self.flag_without_value = Some(arg),
                value => self.note(&arg, value.strip_prefix('=').unwrap_or(value)),
            }
            return;
        }
    }

    fn read_name(&mut self, word: &str) {
        match self.command.find_subcommand(word).filter(|_| self.positionals.is_empty()).cloned() {
            Some(command) => {
                self.command = command;
                self.is_at_root = false;
            }
            None => self.positionals.push(word.to_owned()),
        }
    }

    fn note(&mut self, arg: &Arg, value: &str) {
        self.values.push((arg.get_id().to_string(), value.to_owned()));
    }

    /// The flags that take a value here.
    fn flags(&self) -> impl Iterator<Item = &Arg> {
        self.command.get_opts().filter(|arg| arg.get_action().takes_values())
    }

    fn long(&self, name: &str) -> Option<&Arg> {
        let is_named = |arg: &&Arg| {
            arg.get_long() == Some(name) || arg.get_all_aliases().is_some_and(|others| others.contains(&name))
        };
        self.flags().find(is_named)
    }

    fn completed_word(&self, at: &str) -> Option<CompletedWord> {
        if let Some(arg) = &self.flag_without_value {
            return self.word_for(arg, "", at, &[]);
        }
        if at.starts_with('-') && !self.after_dashes {
            let (flag, typed) = at.strip_prefix("--")?.split_once('=')?;
            return self.word_for(self.long(flag)?, at.strip_suffix(typed)?, typed, &[]);
        }
        let last = self.command.get_positionals().last()?;
        let arg = self.command.get_positionals().nth(self.positionals.len()).unwrap_or(last);
        let is_one_more = self.positionals.len() < self.command.get_positionals().count();
        let is_many = matches!(arg.get_action(), ArgAction::Append);
        (is_one_more || is_many).then(|| self.word_for(arg, "", at, &self.positionals))?
    }

    fn word_for(&self, arg: &Arg, prefix: &str, at: &str, taken: &[String]) -> Option<CompletedWord> {
        let what = self.what(arg)?;
        let takes_several = || self.command.get_arguments().any(|arg| arg.get_id() == AllContextsFlag::ID);
        let is_list = arg.get_id() == "context" && (self.is_at_root || takes_several());
        let (names, typed) = at.rsplit_once(',').filter(|_| is_list).unwrap_or(("", at));
        let taken = names.split(',').filter(|name| !name.is_empty()).chain(taken.iter().map(String::as_str));
        Some(CompletedWord {
            what,
            prefix: format!("{prefix}{}", at.strip_suffix(typed)?),
            typed: typed.to_owned(),
            taken: taken.map(str::to_owned).collect(),
            before_dashes: !self.after_dashes,
        })
    }

    fn what(&self, arg: &Arg) -> Option<Completed> {
        if arg.get_value_hint() != ValueHint::Other {
            return None;
        }
        let is_key = arg.get_value_names()?.first()?.as_str() == "ID";
        Some(match self.command.get_name() {
            "rotate" if is_key => Completed::ActiveKey,
            _ if is_key => Completed::Key,
            _ => Completed::Context,
        })
    }
}

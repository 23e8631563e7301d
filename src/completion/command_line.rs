//! [`CommandLine`]: a command line that is still being typed, up to the cursor.

use clap::{ArgMatches, Command};

use crate::flags::AllContextsFlag;

/// A command line up to the cursor.
pub struct CommandLine<'a> {
    /// The command that was typed.
    command: &'a Command,
    /// The words before the cursor, the program's name first, spelled for clap_complete.
    words: Vec<String>,
    /// Whether the last of these words is a flag whose value stands at the cursor.
    is_value_pending: bool,
    /// Whether `--` was typed: what follows is no flag.
    has_double_dash: bool,
    /// The part of the word at the cursor that names the flag, such as `--context=`.
    pub flag_prefix: String,
    /// The rest of the word at the cursor.
    pub typed: String,
}

impl<'a> CommandLine<'a> {
    /// Reads the words before the cursor, the program's name first, and the beginning of the word at the cursor.
    /// `root` is built.
    ///
    /// clap_complete 4.6 takes the value of a flag for a command if it is named like one (`--context demo`), and doesn't
    /// know hidden aliases. So each flag stands in one word with its value here, by its own name.
    pub fn new(root: &'a Command, words: impl IntoIterator<Item = String>, at: &str) -> Self {
        let (prefix, typed) = (String::new(), at.to_owned());
        let mut line = Self {
            command: root,
            words: vec![],
            is_value_pending: false,
            has_double_dash: false,
            flag_prefix: prefix,
            typed,
        };
        words.into_iter().for_each(|word| line.push_word(word));
        line.split_flag_at_cursor();
        line
    }

    fn push_word(&mut self, word: String) {
        if self.is_value_pending {
            self.is_value_pending = false;
            let flag = self.words.pop().unwrap_or_default();
            self.words.push(format!("{flag}={word}"));
        } else if self.has_double_dash || self.words.is_empty() {
            self.words.push(word);
        } else if let Some(flag) = self.find_value_flag(&word) {
            self.is_value_pending = true;
            self.words.push(flag);
        } else {
            self.has_double_dash = word == "--";
            self.command = self.command.find_subcommand(&word).unwrap_or(self.command);
            self.words.push(word);
        }
    }

    /// Makes two words of `--flag=value` at the cursor.
    fn split_flag_at_cursor(&mut self) {
        let Some((flag, value)) =
            self.typed.split_once('=').filter(|_| !self.is_value_pending && !self.has_double_dash)
        else {
            return;
        };
        if let Some(name) = self.find_value_flag(flag).filter(|_| flag.starts_with("--")) {
            (self.flag_prefix, self.typed) = (format!("{flag}="), value.to_owned());
            self.is_value_pending = true;
            self.words.push(name);
        }
    }

    /// The long name of the flag that a word spells, if the flag takes a value.
    fn find_value_flag(&self, word: &str) -> Option<String> {
        let flag = self.command.get_opts().find(|arg| match word.strip_prefix("--") {
            Some(name) => {
                arg.get_long() == Some(name) || arg.get_all_aliases().is_some_and(|aliases| aliases.contains(&name))
            }
            None => {
                word.strip_prefix('-').is_some_and(|name| arg.get_short().is_some_and(|short| name.chars().eq([short])))
            }
        })?;
        Some(format!("--{}", flag.get_long()?))
    }

    /// All words for clap_complete, the one at the cursor last.
    pub fn words(&self) -> impl Iterator<Item = &String> {
        self.words.iter().chain([&self.typed])
    }

    /// What clap understands of the words before the cursor. It stops at the first word that is wrong.
    pub fn parse(&self, root: Command) -> Option<ArgMatches> {
        let count = self.words.len() - usize::from(self.is_value_pending);
        root.ignore_errors(true).args_override_self(true).try_get_matches_from(self.words.iter().take(count)).ok()
    }

    /// The positional arguments that were typed.
    pub fn positionals(&self, matches: &ArgMatches) -> Vec<String> {
        let mut matches = matches;
        while let Some((_, of_command)) = matches.subcommand() {
            matches = of_command;
        }
        let values =
            self.command.get_positionals().filter_map(|arg| matches.try_get_raw(arg.get_id().as_str()).ok()?);
        values.flatten().map(|value| value.to_string_lossy().into_owned()).collect()
    }

    /// Whether `--context a,b` is possible: the command works for several contexts, or is not typed yet.
    pub fn accepts_context_list(&self) -> bool {
        self.command.has_subcommands() || self.command.get_arguments().any(|arg| arg.get_id() == AllContextsFlag::ID)
    }

    /// Whether a value that begins with a hyphen would not be taken for a flag.
    pub fn accepts_leading_hyphen(&self) -> bool {
        self.has_double_dash || !self.flag_prefix.is_empty()
    }
}

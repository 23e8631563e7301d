//! [`CommandLine`]: the part of an unfinished command line before the cursor.

use clap::{ArgMatches, Command};

use crate::flags::AllContextsFlag;

/// The part of an unfinished command line before the cursor.
pub struct CommandLine<'a> {
    /// The innermost command among the words.
    command: &'a Command,
    /// The words before the current one, starting with the program's name, normalized for clap_complete (see
    /// [`Self::new`]).
    words: Vec<String>,
    /// Whether the last of these words is a flag and the current word is its value.
    is_value_pending: bool,
    /// Whether the words contain `--`, after which nothing is a flag.
    has_double_dash: bool,
    /// The flag in front of the current word, such as `--context=`; empty if there is none.
    pub flag_prefix: String,
    /// The current word up to the cursor, without `flag_prefix`.
    pub current_word: String,
}

impl<'a> CommandLine<'a> {
    /// Parses the words before the current one, starting with the program's name. `root` must be built
    /// ([`Command::build`]).
    ///
    /// clap_complete 4.6 mistakes the value of a flag for a command of the same name (`--context demo`) and doesn't
    /// know hidden aliases. So this joins each flag and its value into one word, and replaces aliases by the flag's
    /// name.
    pub fn new(root: &'a Command, words: impl IntoIterator<Item = String>, current_word: &str) -> Self {
        let mut line = Self {
            command: root,
            words: vec![],
            is_value_pending: false,
            has_double_dash: false,
            flag_prefix: String::new(),
            current_word: current_word.to_owned(),
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

    /// Splits a current word `--flag=value` into a flag and its value.
    fn split_flag_at_cursor(&mut self) {
        let Some((flag, value)) =
            self.current_word.split_once('=').filter(|_| !self.is_value_pending && !self.has_double_dash)
        else {
            return;
        };
        if let Some(name) = self.find_value_flag(flag).filter(|_| flag.starts_with("--")) {
            (self.flag_prefix, self.current_word) = (format!("{flag}="), value.to_owned());
            self.is_value_pending = true;
            self.words.push(name);
        }
    }

    /// Returns the long name, such as `--context`, of the flag in `word` if the flag takes a value.
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

    /// Returns all words for clap_complete, the current one last.
    pub fn words(&self) -> impl Iterator<Item = &String> {
        self.words.iter().chain([&self.current_word])
    }

    /// Parses the words before the current one with clap, up to the first invalid word.
    pub fn parse(&self, root: Command) -> Option<ArgMatches> {
        let count = self.words.len() - usize::from(self.is_value_pending);
        root.ignore_errors(true).args_override_self(true).try_get_matches_from(self.words.iter().take(count)).ok()
    }

    /// Returns the positional arguments among the words.
    pub fn positionals(&self, matches: &ArgMatches) -> Vec<String> {
        let mut matches = matches;
        while let Some((_, subcommand_matches)) = matches.subcommand() {
            matches = subcommand_matches;
        }
        let values =
            self.command.get_positionals().filter_map(|arg| matches.try_get_raw(arg.get_id().as_str()).ok()?);
        values.flatten().map(|value| value.to_string_lossy().into_owned()).collect()
    }

    /// Whether `--context a,b` is valid: the command supports several contexts, or the line has no command yet.
    pub fn accepts_context_list(&self) -> bool {
        self.command.has_subcommands() || self.command.get_arguments().any(|arg| arg.get_id() == AllContextsFlag::ID)
    }

    /// Whether a current word with a leading hyphen would be a value, not a flag.
    pub fn accepts_leading_hyphen(&self) -> bool {
        self.has_double_dash || !self.flag_prefix.is_empty()
    }
}

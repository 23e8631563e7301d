//! A machine of a user: a home folder with contexts in the store `file`, and two state folders, as of two containers.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use base64::Engine as _;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::process::Child;
use crate::support::{isolated_in, std_binary};

/// The names of the state folders.
pub const STATES: [&str; 2] = ["state-1", "state-2"];

pub struct Machine {
    home: TempDir,
}

/// The end of a run of the program.
pub struct RunResult {
    /// `None` if a signal ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Machine {
    pub fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    /// The program with one of the state folders.
    pub fn command(&self, state: &str, arguments: &[&str]) -> Command {
        let mut command = isolated_in(self.home.path(), std_binary());
        command.env("XDG_STATE_HOME", self.home.path().join(state)).env("QLIK_NO_CACHE", "1").args(arguments);
        command
    }

    fn profile_folder(&self) -> PathBuf {
        self.home.path().join(".config/qlik")
    }

    /// The names of the contexts.
    pub fn contexts(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.profile_folder().join("contexts.toml")).unwrap();
        let profile: toml_edit::DocumentMut = text.parse().unwrap();
        profile["contexts"].as_table().unwrap().iter().map(|(name, _)| name.to_owned()).collect()
    }

    /// The entries of the store: names and tokens.
    pub fn entries(&self) -> Vec<(String, String)> {
        let text = std::fs::read_to_string(self.profile_folder().join("credentials.toml")).unwrap();
        let entries: toml_edit::DocumentMut = text.parse().unwrap();
        entries.iter().map(|(name, token)| (name.to_owned(), token.as_str().unwrap().to_owned())).collect()
    }

    /// The token that a context signs in with.
    pub fn token(&self, context: &str) -> Option<String> {
        let is_current = |name: &str| name.strip_prefix(context).is_some_and(|end| end.starts_with(" http"));
        let mut entries = self.entries().into_iter().filter(|(name, _)| !name.ends_with(" next"));
        entries.find(|(name, _)| is_current(name)).map(|(_, token)| token)
    }

    /// The text of the journals in a state folder; empty if no rotation is unfinished.
    pub fn journal(&self, state: &str) -> String {
        let files = std::fs::read_dir(self.home.path().join(state).join("qlik")).into_iter().flatten().flatten();
        let journals = files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|end| end == "json"));
        // Another process may replace or remove the file at any time.
        journals.map(|path| std::fs::read_to_string(path).unwrap_or_default()).collect()
    }
}

impl RunResult {
    /// Waits for the end of the program.
    pub fn from_child(child: Child) -> Self {
        let output = child.output();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

/// Starts a program whose output is read later.
pub fn start(mut command: Command) -> Child {
    Child::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))
}

/// A claim of a token.
pub fn claim(token: &str, name: &str) -> String {
    let payload = token.split('.').nth(1).unwrap_or_default();
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload).unwrap_or_default();
    let claims: Value = serde_json::from_slice(&payload).unwrap_or_default();
    claims[name].as_str().unwrap_or_default().to_owned()
}

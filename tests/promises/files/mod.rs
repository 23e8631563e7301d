//! The profile and the stored secrets as files, changed by many processes at once, by processes that are killed, and where
//! they cannot be written. A file is always the whole old or the whole new one, and no other file stays beside it.

mod concurrency;
#[cfg(unix)] // Needs resource limits and full devices.
mod disk_full;
mod kills;
#[cfg(target_os = "linux")] // Needs file modes and another user.
mod permissions;
#[cfg(unix)] // Needs links, pipes and devices.
mod special_files;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use toml_edit::DocumentMut;

use crate::support::process::{self, Child};
use crate::support::{CliOutput, list_files, std_binary};

const SERVER: &str = "https://tenant.example";

/// A temporary folder for a profile and its secrets.
struct ProfileFolder(tempfile::TempDir);

impl ProfileFolder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn profile_path(&self) -> PathBuf {
        self.path("contexts.toml")
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The sorted names of the files in the folder.
    fn file_names(&self) -> Vec<String> {
        let file_name = |path: PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut names: Vec<_> = list_files(self.0.path()).into_iter().map(file_name).collect();
        names.sort();
        names
    }

    fn command(&self, arguments: &[&str]) -> Command {
        command(&self.profile_path(), arguments)
    }

    fn run(&self, arguments: &[&str]) -> CliOutput {
        run(&self.profile_path(), arguments)
    }

    /// Starts the binary as a process that the test can kill.
    fn start(&self, arguments: &[&str]) -> Child {
        Child::start(self.command(arguments).stderr(Stdio::null()))
    }

    /// Creates a context that reads its key from an environment variable.
    #[track_caller]
    fn create_context(&self, name: &str) {
        let run = self.run(&["context", "create", name, "--server", SERVER, "--api-key-env", "KEY"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
}

/// The binary with this profile.
fn command(profile: &Path, arguments: &[&str]) -> Command {
    let mut command = std_binary();
    command.args(arguments).arg("--config").arg(profile);
    command
}

fn run(profile: &Path, arguments: &[&str]) -> CliOutput {
    process::output(&mut command(profile, arguments)).into()
}

fn parse_toml(text: &str) -> DocumentMut {
    text.parse().unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// The names of the contexts.
fn context_names(text: &str) -> Vec<String> {
    let contexts = parse_toml(text)["contexts"].as_table().unwrap().clone();
    contexts.iter().map(|(name, _)| name.to_owned()).collect()
}

/// The number of contexts.
fn context_count(text: &str) -> usize {
    parse_toml(text).get("contexts").map_or(0, |contexts| contexts.as_table().unwrap().len())
}

//! A temporary home folder for a test: a profile, secrets in the store `file`, and a tenant to sign in to.

use std::path::PathBuf;
use std::process::Command;

use qlik_api_key::demo::{KeySpec, TestUser};

use crate::support::{CliOutput, TestSite, isolated_in, std_binary, with_deadline};

/// A temporary home folder and a demo tenant.
pub struct TestHome {
    pub folder: tempfile::TempDir,
    pub site: TestSite,
    pub token: String,
}

impl TestHome {
    pub fn new() -> Self {
        let site = TestSite::new();
        let token = site.listener.tenant().user_token(TestUser::Admin).to_owned();
        Self { folder: tempfile::tempdir().unwrap(), site, token }
    }

    /// A home with a context "prod", and the ID of its key, which is called "robot".
    pub fn with_robot_context() -> (Self, String) {
        let mut home = Self::new();
        let id = {
            let mut tenant = home.site.listener.tenant();
            let id = tenant.add_key(KeySpec::new("robot"));
            home.token = tenant.key_token(&id).unwrap().to_owned();
            id
        };
        home.create_context("prod", &[]);
        (home, id)
    }

    pub fn profile_path(&self) -> PathBuf {
        self.folder.path().join(".config").join("qlik").join("contexts.toml")
    }

    pub fn read_profile(&self) -> String {
        std::fs::read_to_string(self.profile_path()).unwrap()
    }

    /// The binary with this home folder.
    pub fn command(&self, arguments: &[&str]) -> assert_cmd::Command {
        with_deadline(self.std_command(arguments))
    }

    /// As [`Self::command`], for tests that signal the process or run it on a terminal.
    pub fn std_command(&self, arguments: &[&str]) -> Command {
        let mut command = isolated_in(self.folder.path(), std_binary());
        command.args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> CliOutput {
        self.command(arguments).output().unwrap().into()
    }

    /// Runs the binary with `stdin`, such as an API key.
    pub fn run_with_stdin(&self, arguments: &[&str], stdin: &str) -> CliOutput {
        self.command(arguments).write_stdin(stdin).output().unwrap().into()
    }

    /// Creates a context for the tenant that stores `token` in the store `file`.
    #[track_caller]
    pub fn create_context(&self, name: &str, more: &[&str]) {
        let url = self.site.listener.url();
        let line =
            [&["context", "create", name, "--server", &url, "--api-key-stdin", "--store", "file"], more].concat();
        let run = self.run_with_stdin(&line, &format!("  {}\n", self.token));
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    }

    /// The signature of the token, which no other token contains.
    pub fn token_signature(&self) -> &str {
        self.token.rsplit('.').next().unwrap()
    }

    /// The names of the files in the home folder that contain the token.
    pub fn files_containing_token(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if entry.is_dir() {
                    folders.push(entry);
                } else if std::fs::read_to_string(&entry).unwrap().contains(self.token_signature()) {
                    found.push(entry.file_name().unwrap().to_str().unwrap().to_owned());
                }
            }
        }
        found
    }
}

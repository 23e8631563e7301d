//! A home of its own for a test: a profile, its secrets in the store `file`, and a tenant to sign in to.

use std::path::PathBuf;

use qlik_api_key::demo::TestUser;

use crate::support::{CliOutput, TestSite, binary};

/// A home of its own, with a tenant.
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

    pub fn profile_path(&self) -> PathBuf {
        self.folder.path().join(".config/qlik/contexts.toml")
    }

    pub fn read_profile(&self) -> String {
        std::fs::read_to_string(self.profile_path()).unwrap()
    }

    pub fn command(&self, arguments: &[&str]) -> assert_cmd::Command {
        let mut command = binary();
        command.env("HOME", self.folder.path()).env_remove("QLIK_NO_CACHE").args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> CliOutput {
        self.command(arguments).output().unwrap().into()
    }

    /// Runs with a key on stdin.
    pub fn run_with_stdin(&self, arguments: &[&str], stdin: &str) -> CliOutput {
        self.command(arguments).write_stdin(stdin).output().unwrap().into()
    }

    /// Adds a context of the site, its key in the file.
    #[track_caller]
    pub fn create_context(&self, name: &str, more: &[&str]) {
        let url = self.site.listener.url();
        let line =
            [&["context", "create", name, "--server", &url, "--api-key-stdin", "--store", "file"], more].concat();
        let run = self.run_with_stdin(&line, &format!("  {}\n", self.token));
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    }

    /// The part of the token that no other has.
    pub fn token_signature(&self) -> &str {
        self.token.rsplit('.').next().unwrap()
    }

    /// Whether the secret is in a file, and which.
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

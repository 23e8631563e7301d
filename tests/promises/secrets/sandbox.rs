//! A tenant and a home folder whose secrets are known.

use std::path::{Path, PathBuf};

use qlik_api_key::demo::{DemoRequest, KeySpec, TestUser};

use super::scanner::SecretScanner;
use super::variable_names;
use crate::support::{CliOutput, NOW, TestSite, isolated_in, print_command, std_binary, with_deadline};

/// A tenant, a home folder with or without contexts, and the secrets of both.
pub(super) struct Sandbox {
    pub(super) folder: tempfile::TempDir,
    pub(super) site: TestSite,
    pub(super) token: String,
    pub(super) oauth_client: (String, String),
    pub(super) scanner: SecretScanner,
    /// The ID of a key that no test removes.
    pub(super) key_id: String,
}

impl Sandbox {
    pub(super) fn new() -> Self {
        let site = TestSite::with_setup(|tenant| {
            tenant.set_rate_limits(100_000, 100_000);
            tenant.configure("/max_keys_per_user", &1000.into()).unwrap();
        });
        let (token, client, key) = {
            let mut tenant = site.listener.tenant();
            let (id, secret) = tenant.oauth_client();
            let client = (id.to_owned(), secret.to_owned());
            (tenant.user_token(TestUser::Admin).to_owned(), client, tenant.add_key(KeySpec::new("stays")))
        };
        let mut canary = SecretScanner::default();
        canary.add(&token);
        canary.add(&client.1);
        let folder = tempfile::tempdir().unwrap();
        for name in ["home", "tmp"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        let sandbox = Self { folder, site, token, oauth_client: client, scanner: canary, key_id: key };
        std::fs::write(sandbox.key_file_path(), format!("{}\n", sandbox.token)).unwrap();
        sandbox
    }

    /// Creates a sandbox with a context for each secret store, and contexts of qlik-cli.
    pub(super) fn with_contexts() -> Self {
        let mut sandbox = Self::new();
        let (url, token) = (sandbox.site.listener.url(), sandbox.token.clone());
        let (id, secret) = sandbox.oauth_client.clone();
        let command = print_command(&sandbox.key_file_path());
        for (name, flags, stdin) in [
            ("stored", &["--api-key-stdin", "--store", "file"][..], &token),
            ("oauth", &["--oauth-client-id", &id, "--oauth-client-secret-stdin", "--store", "file"], &secret),
            ("env", &["--api-key-env", "SANDBOX_KEY"], &token),
            ("command", &["--api-key-command", &command], &token),
        ] {
            let arguments = [&["context", "create", name, "-s", &url], flags].concat();
            assert_eq!(sandbox.run(&[], &arguments, stdin).code, 0, "context {name}");
        }
        let qlik_cli_contexts = format!(
            "contexts:\n  imported:\n    server: {url}\n    headers:\n      Authorization: Bearer {token}\n      Cookie: {token}\n  \
             bot:\n    server: {url}\n    oauth-client-id: {id}\n    oauth-client-secret: {secret}\n"
        );
        std::fs::create_dir(sandbox.home_path().join(".qlik")).unwrap();
        std::fs::write(sandbox.qlik_cli_contexts_path(), qlik_cli_contexts).unwrap();
        sandbox
    }

    pub(super) fn home_path(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub(super) fn key_file_path(&self) -> PathBuf {
        self.home_path().join("key")
    }

    /// Writes a file in the home folder and returns its path.
    pub(super) fn write_file(&self, name: &str, text: &str) -> String {
        let path = self.home_path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// A file for a text that contains tokens.
    pub(super) fn log_path(&self) -> PathBuf {
        self.home_path().join("build.log")
    }

    pub(super) fn profile_path(&self) -> PathBuf {
        self.home_path().join(".config").join("qlik").join("contexts.toml")
    }

    /// The contexts of qlik-cli, which contain their secrets as plain text.
    pub(super) fn qlik_cli_contexts_path(&self) -> PathBuf {
        self.home_path().join(".qlik").join("contexts.yml")
    }

    pub(super) fn credentials_path(&self) -> PathBuf {
        self.profile_path().with_file_name("credentials.toml")
    }

    /// Runs the binary and asserts that no secret leaks.
    #[track_caller]
    pub(super) fn run(&mut self, variables: &[(&str, String)], arguments: &[&str], stdin: &str) -> CliOutput {
        let run = self.run_unchecked(variables, arguments, stdin);
        let leaks = self.find_leaks(&run, &[]);
        assert!(
            leaks.is_empty(),
            "a secret is in {leaks:?} of {:?} with {:?}",
            self.redact_arguments(arguments),
            variable_names(variables)
        );
        run
    }

    pub(super) fn run_unchecked(&self, variables: &[(&str, String)], arguments: &[&str], stdin: &str) -> CliOutput {
        let mut command = with_deadline(isolated_in(self.home_path(), std_binary()));
        let temporary = self.folder.path().join("tmp");
        command.current_dir(self.folder.path()).env("TMPDIR", &temporary).env("TMP", &temporary);
        command.envs(variables.iter().cloned()).args(arguments).write_stdin(stdin);
        command.output().unwrap().into()
    }

    /// Replaces arguments that contain a secret, for messages of failed tests.
    pub(super) fn redact_arguments(&self, arguments: &[&str]) -> Vec<String> {
        let redact = |word: &&str| if self.scanner.has_match(word.as_bytes()) { "SECRET" } else { word }.to_owned();
        arguments.iter().map(redact).collect()
    }

    /// Adds the tokens of all keys and of all requests since the last call. Returns the tokens of the keys.
    pub(super) fn add_new_tokens(&mut self) -> Vec<String> {
        let mut tenant = self.site.listener.tenant();
        tenant.clear_faults();
        let sent =
            |logged: &qlik_api_key::demo::LoggedRequest| logged.request.header("Authorization").map(str::to_owned);
        let authorizations: Vec<String> = tenant.requests().iter().filter_map(sent).collect();
        authorizations.iter().for_each(|value| self.scanner.add(value));
        let request = DemoRequest::new("GET", "/api/v1/api-keys?limit=100")
            .with_header("Host", "127.0.0.1")
            .with_bearer_token(&self.token);
        let reply = tenant.handle(&request, NOW.parse().unwrap());
        tenant.clear_requests();
        let list: serde_json::Value = serde_json::from_slice(&reply.response().expect("a list").body).unwrap();
        let keys = list["data"].as_array().unwrap();
        assert!(keys.len() < 100, "there may be more keys than fit on a page");
        let tokens = keys.iter().map(|key| tenant.key_token(key["id"].as_str().unwrap()).unwrap().to_owned());
        let tokens: Vec<String> = tokens.collect();
        tokens.iter().for_each(|token| self.scanner.add(token));
        tokens
    }

    /// Returns the streams and files that contain a secret, except `allowed` files and those that contain one by design.
    pub(super) fn find_leaks(&self, run: &CliOutput, allowed: &[&Path]) -> Vec<String> {
        let streams = [("stdout", &run.stdout), ("stderr", &run.stderr)];
        let mut found: Vec<String> = streams
            .iter()
            .filter(|(_, text)| self.scanner.has_match(text.as_bytes()))
            .map(|(name, _)| (*name).to_owned())
            .collect();
        let by_design = [self.key_file_path(), self.log_path(), self.credentials_path(), self.qlik_cli_contexts_path()];
        let allowed: Vec<&Path> = allowed.iter().copied().chain(by_design.iter().map(PathBuf::as_path)).collect();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if self.scanner.has_match(path.as_os_str().as_encoded_bytes()) {
                    found.push("a file name".to_owned());
                }
                if path.is_dir() {
                    folders.push(path);
                } else if !allowed.contains(&path.as_path()) && self.scanner.has_match(&std::fs::read(&path).unwrap()) {
                    found.push(path.strip_prefix(self.folder.path()).unwrap().display().to_string());
                }
            }
        }
        found
    }
}

//! `context import`: takes the contexts of qlik-cli, whose file has the secrets in plain text.

use std::path::PathBuf;

use qlik_api_key::demo::TestUser;
use serde_json::{Value, json};

use crate::support::home::TestHome;
use crate::support::{CliOutput, quoted};

/// Secrets that must not be in any output or in the profile.
const FAKE_SECRETS: [&str; 4] =
    ["fake-damaged-secret", "fake-windows-secret", "fake-cookie-secret", "fake-half-secret"];

impl TestHome {
    fn qlik_cli_file(&self) -> PathBuf {
        self.folder.path().join(".qlik").join("contexts.yml")
    }

    fn write_qlik_cli_file(&self, text: &str) {
        std::fs::create_dir_all(self.folder.path().join(".qlik")).unwrap();
        std::fs::write(self.qlik_cli_file(), text).unwrap();
    }

    fn oauth_client(&self) -> (String, String) {
        let tenant = self.site.listener.tenant();
        let (id, secret) = tenant.oauth_client();
        (id.to_owned(), secret.to_owned())
    }

    /// Writes a file with an entry of each kind.
    fn write_contexts_of_every_kind(&self) {
        let (url, token, (id, secret)) = (self.site.listener.url(), &self.token, self.oauth_client());
        self.write_qlik_cli_file(&format!(
            "current-context: bot\n\
             contexts:\n\
             \x20 prod:\n    server: {url}\n    server-type: cloud\n    comment: the one\n    headers:\n      authorization: Bearer {token}\n      X-Note: kept\n      Cookie: fake-cookie-secret\n\
             \x20 bot:\n    server: {url}\n    oauth-client-id: {id}\n    oauth-client-secret: {secret}\n\
             \x20 \"it's mine\":\n    server: {url}\n    headers: {{Authorization: \"Bearer {token}\"}}\n\
             \x20 headerless:\n    server: {url}\n\
             \x20 desktop:\n    server: https://desktop.example\n    server-type: windows\n    headers:\n      Authorization: Bearer fake-windows-secret\n\
             \x20 damaged:\n    server: http://tenant.example\n    headers:\n      Authorization: Bearer fake-damaged-secret\n\
             \x20 wrong: [fake-damaged-secret]\n\
             \x20 half:\n    server: {url}\n    oauth-client-secret: fake-half-secret\n\
             \x20 a,b:\n    server: {url}\n    headers:\n      Authorization: Bearer {token}\n"
        ));
    }

    /// Runs the import and asserts that no secret is in its output or in the profile.
    #[track_caller]
    fn import(&self, more: &[&str]) -> CliOutput {
        let run = self.run(&[&["context", "import"], more].concat());
        let profile = std::fs::read_to_string(self.profile_path()).unwrap_or_default();
        for secret in FAKE_SECRETS.iter().copied().chain([self.token_signature(), &self.oauth_client().1]) {
            for text in [&run.stdout, &run.stderr, &profile] {
                assert!(!text.contains(secret), "a secret is in the output of {more:?} or in the profile");
            }
        }
        run
    }
}

/// Each row as "NAME RESULT: REASON".
fn result_lines(run: &CliOutput) -> Vec<String> {
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or("-").to_owned();
    let describe = |row: &Value| format!("{} {}: {}", text(row, "name"), text(row, "result"), text(row, "reason"));
    run.json().as_array().unwrap().iter().map(describe).collect()
}

#[test]
fn imports_a_file_with_the_line_ends_of_windows() {
    let home = TestHome::new();
    let (url, token) = (home.site.listener.url(), &home.token);
    let text = format!("contexts:\n  prod:\n    server: {url}\n    headers:\n      Authorization: Bearer {token}\n");
    home.write_qlik_cli_file(&text.replace('\n', "\r\n"));
    let run = home.import(&["--store", "file", "--json"]);
    assert_eq!(result_lines(&run), ["prod imported: -"]);
    home.run(&["ls", "-q", "--context", "prod"]).succeeds();
}

#[test]
fn imports_secrets_and_reports_every_entry() {
    let home = TestHome::new();
    home.write_contexts_of_every_kind();
    let before = std::fs::read_to_string(home.qlik_cli_file()).unwrap();
    let run = home.import(&["--store", "file", "--verify", "--json"]);
    assert_eq!(run.code, 8, "{}", run.stderr);
    let rows = [
        "prod imported: omitted: header Cookie (may be a secret)",
        "bot imported: -",
        "it's mine imported: -",
        "headerless skipped: no credential",
        "desktop skipped: server-type windows: only cloud is supported",
        "damaged failed: server: http would send the credential in the clear; use https",
        "wrong failed: must be a mapping",
        "half failed: oauth-client-id: is missing",
        "a,b skipped: a name must not contain a comma, which separates names",
    ];
    assert_eq!(result_lines(&run), rows);
    let error = run.error_json();
    assert_eq!((&error["exit"], &error["title"]), (&json!(8), &json!("3 of 9 contexts could not be imported")));
    let url = home.site.listener.url();
    assert_eq!(
        run.json()[1],
        json!({"name": "bot", "server": url, "auth": "oauth", "result": "imported"}),
        "a row has other fields"
    );
    let mut files = home.files_containing_token();
    files.sort();
    assert_eq!(files, ["contexts.yml", "credentials.toml"]);
    assert!(std::fs::read_to_string(home.qlik_cli_file()).unwrap() == before, "the file was changed");
    let context = home.run(&["context", "get", "prod", "--json"]).succeeds().json();
    assert_eq!((&context["comment"], &context["headers"]), (&json!("the one"), &json!({"X-Note": "kept"})));
    for name in ["prod", "bot", "it's mine"] {
        home.run(&["ls", "-q", "--context", name]).succeeds();
    }
    let source = home.run(&["context", "get", "--json"]).succeeds().json();
    assert_eq!(source["name"], "bot", "the current context was not taken over");
}

#[test]
fn prints_a_table_and_how_to_remove_the_plain_secrets() {
    let home = TestHome::new();
    home.write_contexts_of_every_kind();
    let run = home.import(&["--store", "file"]);
    let server = home.site.listener.url();
    let lines: Vec<_> = run.stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(lines[0], "Name Server Auth Result Reason");
    assert_eq!(lines[2], format!("bot {server} oauth imported"));
    assert_eq!(lines[4], format!("headerless {server} skipped no credential"));
    assert_eq!(
        run.stderr,
        format!(
            "{} still contains these secrets in plain text. Remove them with qlik-cli, not with an alias of this program:\n\
             \x20 qlik context rm prod\n  qlik context rm bot\n  qlik context rm {}\n\
             error: 3 of 9 contexts could not be imported\n",
            home.qlik_cli_file().display(),
            quoted("it's mine")
        )
    );
    home.import(&["-q"]).fails(2, "`context import` does not support -q");
    home.import(&["-s", "tenant.example"]).fails(2, "`context import` does not support --server");
}

#[test]
fn overwrites_only_with_force() {
    let home = TestHome::new();
    home.create_context("prod", &["--comment", "mine"]);
    home.write_contexts_of_every_kind();
    let run = home.import(&["--store", "file", "--json"]);
    assert_eq!(result_lines(&run)[0], "prod skipped: a context of this name exists; --force replaces it");
    assert!(home.read_profile().contains("comment = \"mine\""), "{}", home.read_profile());
    assert!(
        home.read_profile().starts_with("current = \"prod\"\n"),
        "the current context changed: {}",
        home.read_profile()
    );
    let again = home.import(&["--store", "file", "--json"]);
    assert!(
        result_lines(&again)[..3].iter().all(|row| row.contains(" skipped: a context of this name exists")),
        "{again:?}"
    );

    let other = home.site.listener.tenant().user_token(TestUser::Developer).to_owned();
    let text = std::fs::read_to_string(home.qlik_cli_file()).unwrap().replace(&home.token, &other);
    home.write_qlik_cli_file(&text);
    let run = home.import(&["--store", "file", "--force", "--json"]);
    assert!(result_lines(&run)[0].starts_with("prod imported: "), "{run:?}");
    assert!(home.read_profile().contains("comment = \"the one\""), "{}", home.read_profile());
    assert_eq!(home.files_containing_token(), Vec::<String>::new(), "the old secret remains");
    home.run(&["ls", "-q", "--context", "prod", "--limit", "1"]).succeeds();
}

#[test]
fn replacing_a_context_removes_the_old_secret() {
    let home = TestHome::new();
    home.create_context("prod", &[]);
    home.write_qlik_cli_file(
        "contexts: {prod: {server: tenant.example, headers: {Authorization: Bearer fake-other}}, \
         prod2: {server: tenant.example, headers: {Authorization: Bearer fake-other}}}",
    );
    assert_eq!(home.import(&["--store", "file", "--force"]).code, 0);
    assert_eq!(home.files_containing_token(), Vec::<String>::new(), "the old secret remains");
    let secrets = std::fs::read_to_string(home.profile_path().with_file_name("credentials.toml")).unwrap();
    assert_eq!(secrets.matches("fake-other").count(), 2);
}

#[test]
fn verify_stores_only_working_credentials() {
    let home = TestHome::new();
    let url = home.site.listener.url();
    let entry = |name: &str, token: &str| {
        format!("  {name}:\n    server: {url}\n    headers:\n      Authorization: Bearer {token}\n")
    };
    let (good, bad) = (entry("good", &home.token), entry("bad", "fake-no-key"));
    home.write_qlik_cli_file(&format!("current-context: bad\ncontexts:\n{bad}{good}"));
    let run = home.import(&["--store", "file", "--verify", "--json", "--retry", "0"]);
    assert_eq!(run.code, 8);
    let [first, second] = &result_lines(&run)[..] else { panic!("{run:?}") };
    assert!(first.starts_with("bad failed: could not find out who is signed in: "), "{first}");
    assert_eq!(second, "good imported: -");
    let names = home.run(&["context", "ls", "--json"]).succeeds().json();
    assert_eq!((names.as_array().unwrap().len(), &names[0]["current"]), (1, &json!(false)));
    let secrets = std::fs::read_to_string(home.profile_path().with_file_name("credentials.toml")).unwrap();
    assert!(!secrets.contains("fake-no-key"), "a rejected key was stored");
}

#[cfg(unix)] // Windows always has a keyring.
#[test]
fn without_a_keyring_nothing_is_imported() {
    let home = TestHome::new();
    home.write_contexts_of_every_kind();
    let run = home.import(&[]);
    assert_eq!(run.code, 8);
    assert!(run.stderr.ends_with("could not be imported\nhint: qlik-api-key context import --store file\n"), "{run:?}");
    assert_eq!(run.stdout.matches("there is no keyring").count(), 3, "{}", run.stdout);
    assert!(!run.stderr.contains("qlik context rm"), "{}", run.stderr);
    assert!(!home.profile_path().parent().unwrap().exists(), "a file or folder remains");
}

#[test]
fn a_dry_run_writes_nothing() {
    let home = TestHome::new();
    home.write_contexts_of_every_kind();
    let run = home.import(&["--dry-run", "--verify", "--json"]);
    assert_eq!(
        result_lines(&run)[1..4],
        ["bot importable: -", "it's mine importable: -", "headerless skipped: no credential"]
    );
    assert!(!home.profile_path().parent().unwrap().exists(), "a file or folder remains");
    assert_eq!(home.import(&["--dry-run"]).stderr, "error: 3 of 9 contexts could not be imported\n");
}

#[test]
fn finds_the_file_or_takes_its_path() {
    let home = TestHome::new();
    let place = home.qlik_cli_file().display().to_string();
    home.import(&[])
        .fails(5, &format!("error: could not find contexts of qlik-cli; looked for {place}\nhint: qlik-api-key"));
    home.import(&["nowhere.yml"]).fails(5, "there is no file nowhere.yml");
    let elsewhere = home.folder.path().join("elsewhere");
    std::fs::create_dir_all(elsewhere.join(".qlik")).unwrap();
    let file = elsewhere.join(".qlik").join("contexts.yml");
    std::fs::write(&file, "contexts: {}\n").unwrap();
    for path in [&elsewhere, &file] {
        let mut command = home.command(&["context", "import", "--json"]);
        let run: CliOutput = command.env("QLIK_CLI_USER_HOME_DIR", path).output().unwrap().into();
        assert_eq!(run.succeeds().stdout, "[]\n");
    }
    let run: CliOutput =
        home.command(&["context", "import"]).env("QLIK_CLI_USER_HOME_DIR", "/nowhere").output().unwrap().into();
    let default_file = std::path::Path::new("/nowhere").join(".qlik").join("contexts.yml");
    run.fails(5, &format!("looked for {}, /nowhere\n", default_file.display()));
    assert_eq!(home.import(&[file.to_str().unwrap(), "--json"]).succeeds().stdout, "[]\n");
}

#[test]
fn yaml_errors_name_the_line_but_not_its_text() {
    let home = TestHome::new();
    home.write_qlik_cli_file("contexts:\n  a:\n    server: \"https://x\n    headers: fake-damaged-secret\n");
    let run = home.import(&[]).fails(1, "contexts.yml, line 3, column 13: ").fails(1, "hint: fix the file");
    assert!(run.stderr.lines().count() == 2, "{}", run.stderr);
    std::fs::write(home.qlik_cli_file(), b"contexts: \xff\xfe").unwrap();
    home.import(&[]).fails(1, "could not read ");
    home.write_qlik_cli_file("just text");
    home.import(&[]).fails(1, "contexts.yml: no contexts found");
}

#[test]
fn sign_in_error_suggests_the_import() {
    let home = TestHome::new();
    let message =
        format!("hint: qlik-api-key context import (imports the contexts of {}); or ", home.qlik_cli_file().display());
    assert!(!home.run(&["ls"]).fails(3, "hint: qlik-api-key context init; or ").stderr.contains("import"));
    home.write_contexts_of_every_kind();
    home.run(&["ls"]).fails(3, &message);
    home.create_context("prod", &[]);
    assert_eq!(home.run(&["context", "clear"]).code, 0);
    home.run(&["ls"]).fails(3, "hint: qlik-api-key context use prod\n");
}

//! `context import`: the contexts of Qlik's own tool, whose file holds its secrets in plain text.

use std::path::PathBuf;

use qlik_api_key::demo::TestUser;
use serde_json::{Value, json};

use crate::support::Run;
use crate::support::home::Home;

/// What no output and no profile may hold.
const SECRETS: [&str; 4] = ["fake-damaged-secret", "fake-windows-secret", "fake-cookie-secret", "fake-half-secret"];

impl Home {
    fn theirs(&self) -> PathBuf {
        self.folder.path().join(".qlik/contexts.yml")
    }

    fn write_theirs(&self, text: &str) {
        std::fs::create_dir_all(self.folder.path().join(".qlik")).unwrap();
        std::fs::write(self.theirs(), text).unwrap();
    }

    fn client(&self) -> (String, String) {
        let tenant = self.site.listener.tenant();
        let (id, secret) = tenant.oauth_client();
        (id.to_owned(), secret.to_owned())
    }

    /// A file with an entry of each kind.
    fn write_every_kind(&self) {
        let (url, token, (id, secret)) = (self.site.listener.url(), &self.token, self.client());
        self.write_theirs(&format!(
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

    /// Runs the import and looks for a secret in all of it.
    #[track_caller]
    fn import(&self, more: &[&str]) -> Run {
        let run = self.run(&[&["context", "import"], more].concat());
        let profile = std::fs::read_to_string(self.profile()).unwrap_or_default();
        for secret in SECRETS.iter().copied().chain([self.signature(), &self.client().1]) {
            for text in [&run.stdout, &run.stderr, &profile] {
                assert!(!text.contains(secret), "a secret is in the output of {more:?} or in the profile");
            }
        }
        run
    }
}

/// "name result: reason" of each row.
fn results(run: &Run) -> Vec<String> {
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or("-").to_owned();
    let told = |row: &Value| format!("{} {}: {}", text(row, "name"), text(row, "result"), text(row, "reason"));
    run.json().as_array().unwrap().iter().map(told).collect()
}

#[test]
fn secrets_go_into_the_store_and_every_entry_is_told_of() {
    let home = Home::new();
    home.write_every_kind();
    let before = std::fs::read_to_string(home.theirs()).unwrap();
    let run = home.import(&["--store", "file", "--verify", "--json"]);
    assert_eq!(run.code, 8, "{}", run.stderr);
    let rows = [
        "prod imported: left out: header Cookie (it may be a secret)",
        "bot imported: -",
        "it's mine imported: -",
        "headerless skipped: no credential",
        "desktop skipped: server-type windows: only cloud is served",
        "damaged failed: server: http would send the credential in the clear; use https",
        "wrong failed: must be a mapping",
        "half failed: oauth-client-id: is missing",
        "a,b skipped: a name can't hold a comma: it separates names",
    ];
    assert_eq!(results(&run), rows);
    let error = run.error();
    assert_eq!((&error["exit"], &error["title"]), (&json!(8), &json!("3 of 9 contexts could not be imported")));
    let url = home.site.listener.url();
    assert_eq!(
        run.json()[1],
        json!({"name": "bot", "server": url, "auth": "oauth", "result": "imported"}),
        "a row has no more than that"
    );
    let mut files = home.files_with_the_secret();
    files.sort();
    assert_eq!(files, ["contexts.yml", "credentials.toml"]);
    assert!(std::fs::read_to_string(home.theirs()).unwrap() == before, "the file was changed");
    let shown = home.run(&["context", "get", "prod", "--json"]).ok().json();
    assert_eq!((&shown["comment"], &shown["headers"]), (&json!("the one"), &json!({"X-Note": "kept"})));
    for name in ["prod", "bot", "it's mine"] {
        home.run(&["ls", "-q", "--context", name]).ok();
    }
    let source = home.run(&["context", "get", "--json"]).ok().json();
    assert_eq!(source["name"], "bot", "its current context is not the current one");
}

#[test]
fn it_is_a_table_and_the_way_to_remove_the_plain_secrets() {
    let home = Home::new();
    home.write_every_kind();
    let run = home.import(&["--store", "file"]);
    let server = home.site.listener.url();
    let lines: Vec<_> = run.stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(lines[0], "Name Server Auth Result Reason");
    assert_eq!(lines[2], format!("bot {server} oauth imported"));
    assert_eq!(lines[4], format!("headerless {server} skipped no credential"));
    assert_eq!(
        run.stderr,
        format!(
            "{} still holds these secrets in plain text. Qlik's own qlik (no alias of this program) removes them:\n\
             \x20 qlik context rm prod\n  qlik context rm bot\n  qlik context rm 'it'\\''s mine'\n\
             error: 3 of 9 contexts could not be imported\n",
            home.theirs().display()
        )
    );
    home.import(&["-q"]).fails(2, "don't apply");
    home.import(&["-s", "tenant.example"]).fails(2, "--server doesn't apply");
}

#[test]
fn nothing_is_overwritten_without_force() {
    let home = Home::new();
    home.create("prod", &["--comment", "mine"]);
    home.write_every_kind();
    let run = home.import(&["--store", "file", "--json"]);
    assert_eq!(results(&run)[0], "prod skipped: there is a context of this name; --force replaces it");
    assert!(home.text().contains("comment = \"mine\""), "{}", home.text());
    assert!(home.text().starts_with("current = \"prod\"\n"), "the current context changed: {}", home.text());
    let again = home.import(&["--store", "file", "--json"]);
    assert!(results(&again)[..3].iter().all(|row| row.contains(" skipped: there is a context")), "{again:?}");

    let other = home.site.listener.tenant().user_token(TestUser::Developer).to_owned();
    let text = std::fs::read_to_string(home.theirs()).unwrap().replace(&home.token, &other);
    home.write_theirs(&text);
    let run = home.import(&["--store", "file", "--force", "--json"]);
    assert!(results(&run)[0].starts_with("prod imported: "), "{run:?}");
    assert!(home.text().contains("comment = \"the one\""), "{}", home.text());
    assert_eq!(home.files_with_the_secret(), Vec::<String>::new(), "the old secret stayed");
    home.run(&["ls", "-q", "--context", "prod", "--limit", "1"]).ok();
}

#[test]
fn another_server_leaves_no_secret_of_the_old_one() {
    let home = Home::new();
    home.create("prod", &[]);
    home.write_theirs(
        "contexts: {prod: {server: tenant.example, headers: {Authorization: Bearer fake-other}}, \
         prod2: {server: tenant.example, headers: {Authorization: Bearer fake-other}}}",
    );
    assert_eq!(home.import(&["--store", "file", "--force"]).code, 0);
    assert_eq!(home.files_with_the_secret(), Vec::<String>::new(), "the old secret stayed");
    let kept = std::fs::read_to_string(home.profile().with_file_name("credentials.toml")).unwrap();
    assert_eq!(kept.matches("fake-other").count(), 2);
}

#[test]
fn what_does_not_sign_in_is_not_kept() {
    let home = Home::new();
    let url = home.site.listener.url();
    let entry = |name: &str, token: &str| {
        format!("  {name}:\n    server: {url}\n    headers:\n      Authorization: Bearer {token}\n")
    };
    let (good, bad) = (entry("good", &home.token), entry("bad", "fake-no-key"));
    home.write_theirs(&format!("current-context: bad\ncontexts:\n{bad}{good}"));
    let run = home.import(&["--store", "file", "--verify", "--json", "--retry", "0"]);
    assert_eq!(run.code, 8);
    let [first, second] = &results(&run)[..] else { panic!("{run:?}") };
    assert!(first.starts_with("bad failed: could not find out who is signed in: "), "{first}");
    assert_eq!(second, "good imported: -");
    let names = home.run(&["context", "ls", "--json"]).ok().json();
    assert_eq!((names.as_array().unwrap().len(), &names[0]["current"]), (1, &json!(false)));
    let kept = std::fs::read_to_string(home.profile().with_file_name("credentials.toml")).unwrap();
    assert!(!kept.contains("fake-no-key"), "a refused key was kept");
}

#[test]
fn without_a_keyring_all_fail_and_nothing_is_left() {
    let home = Home::new();
    home.write_every_kind();
    let run = home.import(&[]);
    assert_eq!(run.code, 8);
    assert!(run.stderr.ends_with("could not be imported\nhint: qlik-api-key context import --store file\n"), "{run:?}");
    assert_eq!(run.stdout.matches("there is no keyring").count(), 3, "{}", run.stdout);
    assert!(!run.stderr.contains("qlik context rm"), "{}", run.stderr);
    assert!(!home.profile().parent().unwrap().exists(), "something was left");
}

#[test]
fn a_dry_run_keeps_nothing() {
    let home = Home::new();
    home.write_every_kind();
    let run = home.import(&["--dry-run", "--verify", "--json"]);
    assert_eq!(
        results(&run)[1..4],
        ["bot importable: -", "it's mine importable: -", "headerless skipped: no credential"]
    );
    assert!(!home.profile().parent().unwrap().exists(), "something was left");
    assert_eq!(home.import(&["--dry-run"]).stderr, "error: 3 of 9 contexts could not be imported\n");
}

#[test]
fn the_file_is_looked_for_and_may_be_named() {
    let home = Home::new();
    let place = home.theirs().display().to_string();
    home.import(&[]).fails(5, &format!("error: qlik-cli has no contexts here; looked for {place}\nhint: qlik-api-key"));
    home.import(&["nowhere.yml"]).fails(5, "there is no file nowhere.yml");
    let elsewhere = home.folder.path().join("elsewhere");
    std::fs::create_dir_all(elsewhere.join(".qlik")).unwrap();
    let file = elsewhere.join(".qlik/contexts.yml");
    std::fs::write(&file, "contexts: {}\n").unwrap();
    for path in [&elsewhere, &file] {
        let mut command = home.command(&["context", "import", "--json"]);
        let run: Run = command.env("QLIK_CLI_USER_HOME_DIR", path).output().unwrap().into();
        assert_eq!(run.ok().stdout, "[]\n");
    }
    let run: Run =
        home.command(&["context", "import"]).env("QLIK_CLI_USER_HOME_DIR", "/nowhere").output().unwrap().into();
    run.fails(5, "looked for /nowhere/.qlik/contexts.yml, /nowhere\n");
    assert_eq!(home.import(&[file.to_str().unwrap(), "--json"]).ok().stdout, "[]\n");
}

#[test]
fn a_file_that_is_no_yaml_is_told_by_place_without_its_text() {
    let home = Home::new();
    home.write_theirs("contexts:\n  a:\n    server: \"https://x\n    headers: fake-damaged-secret\n");
    let run = home.import(&[]).fails(1, "contexts.yml, line 3, column 13: ").fails(1, "hint: mend the file");
    assert!(run.stderr.lines().count() == 2, "{}", run.stderr);
    std::fs::write(home.theirs(), b"contexts: \xff\xfe").unwrap();
    home.import(&[]).fails(1, "could not read ");
    home.write_theirs("just text");
    home.import(&[]).fails(1, "contexts.yml: it holds no contexts");
}

#[test]
fn who_is_not_signed_in_is_told_of_the_file() {
    let home = Home::new();
    let told =
        format!("hint: qlik-api-key context import (takes over the contexts of {}); or ", home.theirs().display());
    assert!(!home.run(&["ls"]).fails(3, "hint: qlik-api-key context init; or ").stderr.contains("import"));
    home.write_every_kind();
    home.run(&["ls"]).fails(3, &told);
    home.create("prod", &[]);
    assert_eq!(home.run(&["context", "clear"]).code, 0);
    home.run(&["ls"]).fails(3, "hint: qlik-api-key context init; or ");
}

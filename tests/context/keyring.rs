//! The store `keyring` with a real Secret Service (gnome-keyring), on a message bus per test.
//! The tests need `dbus-daemon`, `gnome-keyring-daemon` and `secret-tool`; run them with `cargo test -- --ignored`.

use std::path::Path;
use std::time::{Duration, Instant};

use qlik_api_key::demo::TestUser;

use crate::support::message_bus::{SECRET_SERVICE, TestBus};
use crate::support::process;
use crate::support::{CliOutput, TestSite};

/// Whether any file below a folder contains the text.
fn is_on_disk(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            is_on_disk(&path, text)
        } else {
            std::fs::read(&path).is_ok_and(|bytes| contains(&bytes, text))
        }
    })
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

#[test]
#[ignore = "needs a Secret Service"]
fn rotate_replaces_the_key_in_the_keyring() {
    let bus = TestBus::with_keyring();
    let site = TestSite::new();
    let (url, mut token) = (site.listener.url(), site.listener.tenant().user_token(TestUser::Admin).to_owned());
    let create = ["context", "create", "prod", "--server", &url, "--api-key-stdin"];
    assert_eq!(bus.run(&create, &token).code, 0);
    for more in [&[][..], &["--overlap", "P1D"], &["--keep-old"]] {
        let run = bus.run(&[&["rotate"], more].concat(), "");
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stderr.contains("; its token went to context \"prod\" (keyring); "), "{}", run.stderr);
        let stored = bus.lookup_secret(&format!("prod {url}"));
        let id = run.json()["id"].as_str().unwrap().to_owned();
        assert!(
            stored == site.listener.tenant().key_token(&id).unwrap() && stored != token,
            "the keyring has another secret"
        );
        token = stored;
        for suffix in ["next", "probe"] {
            assert!(bus.lookup_secret(&format!("prod {url} {suffix}")).is_empty(), "{suffix}: a secret remains");
        }
        assert!(
            !is_on_disk(&bus.home.path().join("user"), token.rsplit('.').next().unwrap()),
            "the token is in a file"
        );
    }
    let run = bus.run(&["create", "--description", "a", "--save-to", "ci"], "");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(bus.run(&["--context", "ci", "ls", "-q"], "").code, 0);
    assert!(bus.lookup_secret(&format!("ci {url} probe")).is_empty(), "the probe remains");
}

#[test]
#[ignore = "needs a Secret Service"]
fn the_secret_is_only_in_the_keyring() {
    let bus = TestBus::with_keyring();
    let site = TestSite::new();
    let token = site.listener.tenant().user_token(TestUser::Admin).to_owned();
    let url = site.listener.url();
    let create = ["context", "create", "prod", "--server", &url, "--api-key-stdin"];
    let run = bus.run(&create, &token);
    assert_eq!((run.code, run.stderr.as_str()), (0, "created context \"prod\"; it is the current one\n"));
    let signature = token.rsplit('.').next().unwrap();
    assert!(!is_on_disk(bus.home.path(), signature), "the secret is on the disk");
    assert_eq!(bus.run(&["ls", "-q"], "").succeeds().stdout.lines().count(), 10);
    let user = format!("prod {url}");
    assert!(bus.lookup_secret(&user) == token, "secret-tool finds something else");

    assert_eq!(bus.run(&["context", "rename", "prod", "main"], "").code, 0);
    assert_eq!(bus.lookup_secret(&user), "");
    assert!(bus.lookup_secret(&format!("main {url}")) == token, "the secret did not move");
    bus.run(&["ls", "-q"], "").succeeds();
    assert_eq!(bus.run(&["context", "rm", "main"], "").code, 0);
    assert_eq!(bus.lookup_secret(&format!("main {url}")), "");
    bus.run(&["context", "rm", "main"], "").fails(5, "no context");
}

#[test]
#[ignore = "needs a Secret Service"]
fn moving_between_keyring_and_file_leaves_nothing_behind() {
    let bus = TestBus::with_keyring();
    let site = TestSite::new();
    let token = site.listener.tenant().user_token(TestUser::Admin).to_owned();
    let url = site.listener.url();
    assert_eq!(bus.run(&["context", "create", "a", "-s", &url, "--api-key-stdin"], &token).code, 0);
    let user = format!("a {url}");
    let signature = token.rsplit('.').next().unwrap();
    for (store, on_disk) in [("file", true), ("keyring", false)] {
        assert_eq!(bus.run(&["context", "update", "a", "--store", store], "").code, 0);
        assert_eq!(is_on_disk(&bus.home.path().join("user"), signature), on_disk, "{store}");
        assert!((bus.lookup_secret(&user) == token) != on_disk, "{store}");
        bus.run(&["ls", "-q"], "").succeeds();
    }
}

#[test]
#[ignore = "needs a Secret Service"]
fn stores_oauth_client_secret_and_access_token() {
    let bus = TestBus::with_keyring();
    let site = TestSite::new();
    site.listener.tenant().reset_clock();
    let (id, secret) = {
        let tenant = site.listener.tenant();
        let (id, secret) = tenant.oauth_client();
        (id.to_owned(), secret.to_owned())
    };
    let url = site.listener.url();
    let line = ["context", "create", "bot", "-s", &url, "--oauth-client-id", &id, "--oauth-client-secret-stdin"];
    assert_eq!(bus.run(&line, &secret).code, 0);
    for requests in [2, 1] {
        bus.run(&["ls", "-q", "--limit", "1"], "").succeeds();
        assert_eq!(site.take_requests().len(), requests);
    }
    assert!(bus.lookup_secret(&format!("bot {url}")) == secret, "the secret is not there");
    assert_ne!(bus.lookup_secret(&format!("bot {url} token")), "");
    assert_eq!(bus.run(&["context", "rm", "bot"], "").code, 0);
    assert_eq!(bus.lookup_secret(&format!("bot {url}")) + &bus.lookup_secret(&format!("bot {url} token")), "");
}

#[test]
#[ignore = "needs a Secret Service"]
fn import_stores_secrets_in_the_keyring() {
    let bus = TestBus::with_keyring();
    let site = TestSite::new();
    let (token, id, secret) = {
        let tenant = site.listener.tenant();
        let (id, secret) = tenant.oauth_client();
        (tenant.user_token(TestUser::Admin).to_owned(), id.to_owned(), secret.to_owned())
    };
    let url = site.listener.url();
    let file = bus.home.path().join("contexts.yml");
    let text = format!(
        "current-context: prod\ncontexts:\n  prod:\n    server: {url}\n    headers:\n      Authorization: Bearer {token}\n  \
         bot:\n    server: {url}\n    oauth-client-id: {id}\n    oauth-client-secret: {secret}\n"
    );
    std::fs::write(&file, text).unwrap();
    let run = bus.run(&["context", "import", "--verify", "--json", file.to_str().unwrap()], "");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(run.stdout.matches("\"imported\"").count(), 2, "not both were imported");
    assert!(bus.lookup_secret(&format!("prod {url}")) == token, "the key is not there");
    assert!(bus.lookup_secret(&format!("bot {url}")) == secret, "the secret is not there");
    let signature = token.rsplit('.').next().unwrap();
    for secret_text in [signature, &secret] {
        assert!(
            !run.stdout.contains(secret_text) && !is_on_disk(&bus.home.path().join("user"), secret_text),
            "a secret is visible"
        );
    }
    bus.run(&["ls", "-q"], "").succeeds();
    bus.run(&["ls", "-q", "--context", "bot"], "").succeeds();
}

/// The first releases wrote their entries with the crate `keyring`.
#[test]
#[ignore = "needs a Secret Service"]
fn reads_replaces_and_removes_entries_of_older_releases() {
    let bus = TestBus::with_keyring();
    let site = TestSite::new();
    let url = site.listener.url();
    let [admin, other] =
        [TestUser::Admin, TestUser::Developer].map(|user| site.listener.tenant().user_token(user).to_owned());
    let user = format!("prod {url}");
    let label = format!("keyring:{user}@qlik-api-key");
    bus.store_secret(&label, &["service", "qlik-api-key", "username", &user], &admin);
    bus.write_profile(&format!("[contexts.prod]\nserver = \"{url}\"\nauth = \"api-key\"\nstore = \"keyring\"\n"));
    let run = |arguments: &[&str], stdin: &str| bus.run(&[arguments, &["--context", "prod"]].concat(), stdin);
    run(&["ls", "-q"], "").succeeds();

    let entry = bus.search_entries(&user);
    assert_eq!(entry.matches("label = ").count(), 1, "{entry}");
    assert_eq!(bus.run(&["context", "update", "prod", "--api-key-stdin"], &other).code, 0);
    assert!(bus.lookup_secret(&user) == other, "the secret was not replaced");
    assert_eq!(bus.search_entries(&user), entry, "the entry was replaced by a new one");

    bus.store_secret(&label, &["service", "qlik-api-key", "username", &user, "target", "elsewhere"], &admin);
    run(&["ls"], "").fails(3, "error: the keyring has several entries with the same name\nhint: ");
    bus.secret_tool(&["clear", "target", "elsewhere"]);
    assert_eq!(bus.run(&["context", "rm", "prod"], "").code, 0);
    assert_eq!(bus.search_entries(&user), "");
}

/// Older releases find an entry by these attributes.
#[test]
#[ignore = "needs a Secret Service"]
fn writes_entries_that_older_releases_find() {
    let bus = TestBus::with_keyring();
    let create = ["context", "create", "prod", "-s", "https://tenant.example", "--api-key-stdin"];
    assert_eq!(bus.run(&create, "fake-key").code, 0);
    let entry = bus.search_entries("prod https://tenant.example");
    let lines: Vec<_> = entry.lines().filter(|line| !line.starts_with('[')).collect();
    let expected = [
        "attribute.service = qlik-api-key",
        "attribute.username = prod https://tenant.example",
        "label = keyring:prod https://tenant.example@qlik-api-key",
    ];
    assert_eq!(lines, expected);
}

/// Runs every `context` command of Qlik's documentation, with `qlik` as an alias of the binary.
#[test]
#[ignore = "needs a Secret Service"]
fn runs_the_context_commands_of_qliks_documentation() {
    let bus = TestBus::with_keyring();
    let alias = format!("alias qlik='{}'\n", assert_cmd::cargo::cargo_bin!("qlik-api-key").display());
    let run_line = |line: &str| -> CliOutput {
        let mut shell = bus.command("sh");
        process::output(shell.arg("-c").arg(format!("{alias}{line}\n"))).into()
    };
    let server = "https://my-tenant.eu.qlikcloud.com";
    for (line, code, stdout) in [
        ("qlik context get", 0, "No current context\n"),
        ("qlik context create me@cloud --server https://my-tenant.eu.qlikcloud.com --api-key MY-API-KEY", 0, ""),
        ("qlik context create me@cloud --server https://my-tenant.eu.qlikcloud.com --api-key MY-API-KEY", 1, ""),
        (
            "if ! qlik context create me@cloud --server https://x.example --api-key A; then qlik context update me@cloud --api-key NEW-KEY; fi",
            0,
            "",
        ),
        (
            "qlik context create bot --server https://my-tenant.eu.qlikcloud.com --oauth-client-id ID --oauth-client-secret SECRET",
            0,
            "",
        ),
        ("qlik context get | grep -oP '^server: \\K.+'", 0, "https://my-tenant.eu.qlikcloud.com\n"),
        ("qlik context use bot", 0, ""),
        ("qlik context get | head -n 1", 0, "name: bot\n"),
        ("qlik context get me@cloud | head -n 2 | tail -n 1", 0, "server: https://my-tenant.eu.qlikcloud.com\n"),
        ("qlik context rename bot robot", 0, ""),
        ("qlik context ls | awk '{ print $1 }'", 0, "Name\nme@cloud\nrobot\n"),
        ("qlik context clear", 0, ""),
        ("qlik context get", 0, "No current context\n"),
        ("qlik context rm me@cloud robot", 0, ""),
        ("qlik context ls --json", 0, "[]\n"),
        ("qlik context init", 2, ""),
    ] {
        let run = run_line(line);
        assert_eq!((run.code, run.stdout.as_str()), (code, stdout), "{line}: {}", run.stderr);
        if line.contains("update") {
            assert!(bus.lookup_secret(&format!("me@cloud {server}")) == "NEW-KEY", "the key was not updated");
        }
    }
}

#[test]
#[ignore = "needs a Secret Service"]
fn exit_code_is_3_for_a_locked_keyring() {
    let bus = TestBus::with_locked_keyring();
    let started = Instant::now();
    let run = bus.run(&["context", "create", "a", "-s", "https://tenant.example", "--api-key-stdin"], "fake-key");
    run.fails(3, "error: the keyring is locked\ncaused by: it has no default collection\nhint: unlock");
    assert!(started.elapsed() < Duration::from_secs(4));
    assert!(!bus.home.path().join("user").exists(), "something was left");
}

#[test]
#[ignore = "needs a message bus"]
fn exit_code_is_3_for_an_unresponsive_secret_service() {
    let bus = TestBus::new();
    // This connection owns the name and never replies.
    let service = bus.connect();
    service.request_name(SECRET_SERVICE).unwrap();
    let started = Instant::now();
    let run = bus.run(&["context", "create", "a", "-s", "https://tenant.example", "--api-key-stdin"], "fake-key");
    run.fails(3, "error: the keyring does not respond\nhint: unlock the keyring; or use --store file");
    assert!(started.elapsed() < Duration::from_secs(4));
    assert!(!bus.home.path().join("user").exists(), "something was left");
}

#[test]
#[ignore = "needs a Secret Service"]
fn reads_the_secrets_of_twenty_contexts() {
    let bus = TestBus::with_keyring();
    let site = TestSite::new();
    let token = site.listener.tenant().user_token(TestUser::Admin).to_owned();
    let names: Vec<String> = (0..20).map(|number| format!("tenant-{number:02}")).collect();
    for name in &names {
        let create = ["context", "create", name, "-s", &site.listener.url(), "--api-key-stdin"];
        assert_eq!(bus.run(&create, &token).code, 0);
    }
    let rows = bus.run(&["ls", "--all-contexts", "--limit", "1", "-o", "csv", "--no-header"], "").succeeds().stdout;
    let listed: Vec<_> = rows.lines().map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(listed, names);
}

#[test]
#[ignore = "needs a message bus"]
fn contexts_share_one_keyring_timeout() {
    let bus = TestBus::new();
    let service = bus.connect();
    service.request_name(SECRET_SERVICE).unwrap();
    let context = |number: u8| {
        format!("[contexts.a{number}]\nserver = \"https://t.example\"\nauth = \"api-key\"\nstore = \"keyring\"\n")
    };
    bus.write_profile(&(0..20).map(context).collect::<String>());
    let started = Instant::now();
    let run = bus.run(&["ls", "--all-contexts"], "");
    assert_eq!((run.code, run.stderr.matches("the keyring does not respond").count()), (8, 20), "{}", run.stderr);
    assert!(started.elapsed() < Duration::from_secs(8), "each context had its own timeout");
}

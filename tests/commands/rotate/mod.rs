//! `rotate`: replaces a key with a new one, and recovers from failures.

mod all_contexts;
#[cfg(target_os = "linux")] // Needs a pseudo-terminal, and a session of its own for it.
mod question;
mod recovery;
mod schedule;

use std::path::PathBuf;

use qlik_api_key::demo::{Fault, KeySpec, RequestMatcher, TestUser};

use crate::support::home::TestHome;
use crate::support::{CliOutput, READ_TOKEN, state_files};

/// A home with a context "prod", and the ID of its key, which expires in 30 days.
fn home_with_context() -> (TestHome, String) {
    let mut home = TestHome::new();
    let id = add_sign_in_key(&mut home, KeySpec::new("robot"));
    home.create_context("prod", &[]);
    (home, id)
}

/// Adds a key to the tenant and makes it the token of the home; returns its ID.
fn add_sign_in_key(home: &mut TestHome, spec: KeySpec) -> String {
    let mut tenant = home.site.listener.tenant();
    let id = tenant.add_key(spec);
    home.token = tenant.key_token(&id).unwrap().to_owned();
    id
}

/// The ID of the key of the context "prod".
#[track_caller]
fn sign_in_key_id(home: &TestHome) -> String {
    home.run(&["context", "check", "prod", "--json"]).succeeds().json()["keyId"].as_str().unwrap().to_owned()
}

/// The IDs of the active keys with this description.
fn active_ids(home: &TestHome, description: &str) -> Vec<String> {
    let keys = home.site.run(&["ls", "--status", "active", "--json"]).succeeds().json();
    let matching = keys.as_array().unwrap().iter().filter(|key| key["description"] == description).cloned();
    let ids = matching.map(|key| key["id"].as_str().unwrap().to_owned()).collect();
    home.site.take_requests();
    ids
}

/// The files in the state folder, where rotations write their journal.
fn journal_files(home: &TestHome) -> Vec<PathBuf> {
    state_files(home.folder.path())
}

/// Takes the logged requests, each as "METHOD PATH".
fn take_requests(home: &TestHome) -> Vec<String> {
    let line = |request: &String| request.split(['?', ' ']).take(2).collect::<Vec<_>>().join(" ");
    home.site.take_requests().iter().map(line).collect()
}

fn printed_id(run: &CliOutput) -> String {
    run.json()["id"].as_str().unwrap().to_owned()
}

#[test]
fn replaces_the_key_of_the_context_and_removes_the_old_one_last() {
    let (home, old) = home_with_context();
    let run = home.run(&["rotate"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let new = printed_id(&run);
    assert!(run.json().get("token").is_none(), "the token is on stdout");
    let message = format!(
        "rotated API key {old} to {new}, which expires in 30 days; its token went to context \"prod\" (file); the old key was removed\n"
    );
    assert_eq!(run.stderr, message);
    assert_eq!(
        take_requests(&home),
        [
            &format!("GET /api/v1/api-keys/{old}"),
            "GET /api/v1/api-keys/configs/UURtugv3nbXogpZRWr5EB5n4LrjjCI8P",
            "GET /api/v1/api-keys",
            "GET /api/v1/api-keys",
            "POST /api/v1/api-keys",
            "GET /api/v1/users/me",
            &format!("PATCH /api/v1/api-keys/{new}"),
            &format!("DELETE /api/v1/api-keys/{old}"),
        ]
    );
    assert_eq!((sign_in_key_id(&home), active_ids(&home, "robot")), (new.clone(), vec![new.clone()]));
    assert_eq!(journal_files(&home), Vec::<PathBuf>::new());
    let secrets = std::fs::read_to_string(home.profile_path().with_file_name("credentials.toml")).unwrap();
    assert_eq!(secrets.lines().count(), 1, "the old secret remains");
    let key = home.run(&["get", &new]).succeeds().json();
    assert_eq!((&key["description"], &key["expiry"]), (&"robot".into(), &"2026-12-23T12:00:00Z".into()));
}

#[test]
fn supports_every_format() {
    let (home, _) = home_with_context();
    for (more, lines) in [
        (&["-o", "table"][..], 10),
        (&["-o", "jsonl"], 1),
        (&["-o", "csv", "--columns", "id,expiry"], 2),
        (&["--json"], 12),
    ] {
        let run = home.run(&[&["rotate"], more].concat());
        assert_eq!((run.code, run.stdout.lines().count()), (0, lines), "{more:?}: {}", run.stderr);
        assert!(!run.stdout.contains("eyJ"), "{more:?}: the token is on stdout");
    }
    let quiet = home.run(&["rotate", "-q"]).succeeds();
    assert_eq!(quiet.stdout, format!("{}\n", sign_in_key_id(&home)));
    home.run(&["rotate", "--raw"]).fails(2, "--raw prints the whole response with the token");
}

#[test]
fn rejects_credentials_it_cannot_replace_before_sending() {
    let home = TestHome::new();
    let url = home.site.listener.url();
    for (name, flags) in [("env", ["--api-key-env", "KEY"]), ("command", ["--api-key-command", "cat key"])] {
        assert_eq!(home.run(&[&["context", "create", name, "-s", &url][..], &flags].concat()).code, 0);
    }
    let line = ["context", "create", "oauth", "-s", &url, "--oauth-client-id", "a", "--oauth-client-secret-stdin"];
    assert_eq!(home.run_with_stdin(&[&line[..], &["--store", "file"]].concat(), "fake-secret").code, 0);
    let ways = "hint: choose where the new token goes: --save-to NAME, --token-file PATH, --token-only or --exec CMD";
    for (name, message, hint) in [
        ("env", "context \"env\" reads its key from KEY, which can't be updated", ways),
        ("command", "context \"command\" reads its key from a command", ways),
        (
            "oauth",
            "context \"oauth\" signs in with OAuth, not with an API key",
            "hint: name the key (qlik-api-key rotate ID)",
        ),
    ] {
        home.run(&["rotate", "--context", name]).fails(2, message).fails(2, hint);
    }
    let run = CliOutput::from(home.command(&["rotate"]).envs(home.site.env_vars()).output().unwrap());
    run.fails(2, "the key that you sign in with comes from QLIK_API_KEY").fails(2, ways);
    for line in [
        &["rotate", "--resume", "--overlap", "P1D"][..],
        &["rotate", "--finish", "ID"],
        &["rotate", "--resume", "--dry-run"],
        &["rotate", "--keep-old", "--remove-old"],
        &["rotate", "--if-expires-within", "7m"],
        &["rotate", "--overlap", "-P1D"],
        &["rotate", "--expiry", "tomorrow"],
        &["rotate", "--expiry", "2020-01-01"],
        &["rotate", "--description", " "],
    ] {
        assert_eq!(home.run(line).code, 2, "{line:?}");
    }
    assert_eq!(take_requests(&home), Vec::<String>::new());
}

#[test]
fn rotating_by_id_keeps_the_old_key_by_default() {
    let (home, _) = home_with_context();
    let path = home.folder.path().join("token");
    let file = path.to_str().unwrap();
    let old = home.site.key_id("CI pipeline");
    let run = home.run(&["rotate", &old, "--token-file", file]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let new = printed_id(&run);
    assert!(run.stderr.ends_with(&format!("its token went to {file}; the old key was kept\n")), "{}", run.stderr);
    assert!(std::fs::read_to_string(&path).unwrap() == home.site.listener.tenant().key_token(&new).unwrap());
    assert_eq!(active_ids(&home, "CI pipeline"), [new.clone(), old.clone()]);
    let run = home.run(&["rotate", &old, "--token-only", "--remove-old"]);
    assert_eq!((run.code, run.stdout.lines().count()), (0, 1));
    assert!(run.stderr.ends_with("its token went to stdout; the old key was removed\n"), "{}", run.stderr);
    assert!(!active_ids(&home, "CI pipeline").contains(&old));
    let run = home.run(&["rotate", &new, "--exec", READ_TOKEN, "--description", "CI, renewed", "--expiry", "P2D"]);
    let key = run.json();
    assert_eq!((&key["description"], &key["expiry"]), (&"CI, renewed".into(), &"2026-11-25T12:00:00Z".into()));
    let run = home.run(&["rotate", &new, "--save-to", "ci", "--store", "file", "-q"]).succeeds();
    let check = home.run(&["context", "check", "ci", "--json"]).succeeds().json();
    assert_eq!(check["keyId"], run.stdout.trim_end());
    let run = home.run(&["rotate", &new]);
    assert!(run.json()["token"].as_str().unwrap().starts_with("eyJ"), "the token is on stdout without a destination");
    home.run(&["rotate", "nope", "--token-only"]).fails(5, "could not get API key nope");
}

#[test]
fn the_new_key_belongs_to_the_same_user() {
    let (home, _) = home_with_context();
    let old = home.site.key_id("laptop, qlik-cli");
    let run = home.run(&["rotate", &old, "--exec", READ_TOKEN, "--remove-old"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let developer = home.site.listener.tenant().user_id(TestUser::Developer).to_owned();
    assert_eq!(run.json()["sub"], developer.as_str());
    assert_eq!(home.site.run(&["get", &old]).succeeds().json()["status"], "revoked");
}

#[test]
fn a_new_scim_key_is_not_verified() {
    let (home, _) = home_with_context();
    let old = home.site.key_id("SCIM for the identity provider");
    let rotate = |more: &[&str]| home.run(&[&["rotate", &old, "--exec", READ_TOKEN], more].concat());
    rotate(&["--remove-old"]).fails(2, "--remove-old: a SCIM key can't sign in");
    let run = rotate(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr.starts_with("a SCIM key can't sign in, so the new key is not tested, and the old key is kept\n")
    );
    assert_eq!(
        (&run.json()["subType"], &run.json()["sub"]),
        (&"externalClient".into(), &"SCIM\\65f0c1d2e3a4b5c6d7e8f901".into())
    );
    assert!(!take_requests(&home).contains(&"GET /api/v1/users/me".to_owned()));
    assert_eq!(rotate(&["--overlap", "P1D"]).code, 0);
    home.site.listener.tenant().freeze_clock("2026-11-24T12:00:00Z".parse().unwrap());
    assert_eq!(home.run(&["rotate", "--finish"]).code, 0);
    assert_eq!(home.site.run(&["get", &old]).code, 5);
}

#[test]
fn respects_the_limits_of_the_tenant() {
    let (home, _) = home_with_context();
    home.site.listener.tenant().configure("/max_api_key_expiry", &"P7D".into()).unwrap();
    let run = home.run(&["rotate"]);
    assert!(
        run.stderr.starts_with("the new key expires after P7D, the tenant's maximum, instead of P30D\n"),
        "{}",
        run.stderr
    );
    assert_eq!(run.json()["expiry"], "2026-11-30T12:00:00Z");
    let run = home.run(&["rotate", "--expiry", "P8D"]);
    assert!(run.stderr.starts_with("the new key expires after P7D, the tenant's maximum, instead of P8D\n"));
    assert_eq!(home.run(&["rotate", "--expiry", "P1D"]).json()["expiry"], "2026-11-24T12:00:00Z");

    home.site.listener.tenant().configure("/max_keys_per_user", &4.into()).unwrap();
    take_requests(&home);
    let run = home.run(&["rotate"]).fails(1, "there is no room for the new key");
    let removable = home.site.key_id("CI pipeline");
    assert!(
        run.stderr.contains(
            "(max_keys_per_user)\nhint: remove one first, such as \"CI pipeline\", which expires in 50 days: "
        ),
        "{}",
        run.stderr
    );
    assert!(run.stderr.ends_with(&format!("qlik-api-key rm {removable}\n")), "{}", run.stderr);
    assert!(!take_requests(&home).iter().any(|request| request.starts_with("POST")));
    assert_eq!(journal_files(&home), Vec::<PathBuf>::new());
    // If the configuration cannot be read, a notice says that the limits are not checked.
    home.site.listener.tenant().configure("/max_keys_per_user", &50.into()).unwrap();
    home.site.listener.tenant().fail_when(RequestMatcher::any().target_contains("configs"), 1, Fault::status(403));
    let run = home.run(&["rotate"]);
    assert!(run.code == 0 && run.stderr.starts_with("the tenant's configuration can't be read"), "{}", run.stderr);
}

#[test]
fn a_dry_run_changes_nothing() {
    let (home, old) = home_with_context();
    let run = home.run(&["rotate", "--dry-run", "--json", "--overlap", "P1D", "--description", "next"]).succeeds();
    let plan = run.json();
    assert_eq!(
        (&plan["id"], &plan["newDescription"], &plan["newExpiry"]),
        (&old.as_str().into(), &"next".into(), &"P30D".into())
    );
    assert_eq!(plan["destination"], "context \"prod\" (file)");
    assert_eq!(plan["oldKey"], "is due for removal at 2026-11-24T12:00:00Z");
    let plan = home.run(&["rotate", "--dry-run"]).succeeds().json();
    assert_eq!(plan["oldKey"], "is removed once the new one has signed in");
    assert!(take_requests(&home).iter().all(|request| request.starts_with("GET ")));
    assert_eq!((sign_in_key_id(&home), journal_files(&home)), (old, Vec::new()));
    // It needs no journal and waits for no other rotation.
    let mut command = home.command(&["rotate", "--dry-run"]);
    CliOutput::from(command.env("XDG_STATE_HOME", "/dev/null").output().unwrap()).succeeds();
}

#[test]
fn a_protected_context_needs_yes() {
    let (home, old) = home_with_context();
    assert_eq!(home.run(&["context", "protect", "prod"]).code, 0);
    home.run(&["rotate"]).fails(2, "--yes is required to rotate an API key there");
    home.run(&["rotate", "--finish"]).fails(2, "--yes is required");
    assert_eq!(take_requests(&home), Vec::<String>::new());
    assert_eq!(home.run(&["rotate", "--dry-run", "--json"]).succeeds().json()["id"], old.as_str());
    assert_eq!(home.run(&["rotate", "--yes"]).code, 0);
}

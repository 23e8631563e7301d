//! Recovery of a rotation removes only the key that the rotation made.

use std::path::PathBuf;

use qlik_api_key::demo::{Fault, KeySpec, RequestMatcher};
use serde_json::Value;

use crate::support::home::TestHome;
use crate::support::{CliOutput, NOW, READ_TOKEN, state_files};

/// The IDs of the active keys whose description starts with "robot", sorted.
fn robot_ids(home: &TestHome) -> Vec<String> {
    let keys = home.site.run(&["ls", "--status", "active", "--json"]).succeeds().json();
    let is_robot = |key: &&serde_json::Value| key["description"].as_str().unwrap().starts_with("robot");
    let mut ids: Vec<_> =
        keys.as_array().unwrap().iter().filter(is_robot).map(|key| key["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

fn sorted<const N: usize>(mut ids: [String; N]) -> [String; N] {
    ids.sort();
    ids
}

/// The journals of unfinished rotations.
fn journal_paths(home: &TestHome) -> Vec<PathBuf> {
    state_files(home.folder.path())
}

/// The only entry of the journal.
fn journal_entry(home: &TestHome) -> Value {
    let text = std::fs::read_to_string(&journal_paths(home)[0]).unwrap();
    let Value::Array(mut entries) = serde_json::from_str(&text).unwrap() else { panic!("{text}") };
    assert_eq!(entries.len(), 1, "{text}");
    entries.remove(0)
}

/// Rewrites the only entry of the journal.
fn edit_journal(home: &TestHome, edit: impl FnOnce(&mut Value)) {
    let mut entry = journal_entry(home);
    edit(&mut entry);
    std::fs::write(&journal_paths(home)[0], Value::Array(vec![entry]).to_string()).unwrap();
}

/// The end of the description that the journal recorded for the new key.
fn recorded_suffix(home: &TestHome) -> String {
    let digits = journal_entry(home)["mark"]["present"].as_str().unwrap().to_owned();
    assert!(digits.len() == 16 && digits.chars().all(|c| c.is_ascii_hexdigit()), "{digits}");
    format!(" [rotation {digits}]")
}

/// The descriptions in the bodies of the requests with this method. Takes the logged requests.
fn sent_descriptions(home: &TestHome, method: &str) -> Vec<String> {
    let requests = home.site.take_requests();
    let bodies = requests.iter().filter(|request| request.starts_with(method)).map(|request| {
        let body: Value = serde_json::from_str(request.splitn(3, ' ').nth(2).unwrap()).unwrap();
        body.pointer("/description").or(body.pointer("/0/value")).unwrap().as_str().unwrap().to_owned()
    });
    bodies.collect()
}

fn description(home: &TestHome, id: &str) -> String {
    home.site.run(&["get", id]).succeeds().json()["description"].as_str().unwrap().to_owned()
}

/// The ID of the key of the context "prod".
fn sign_in_key_id(home: &TestHome) -> String {
    home.run(&["context", "check", "prod", "--json"]).succeeds().json()["keyId"].as_str().unwrap().to_owned()
}

/// Lets the next create fail: the tenant processes it or not, and its outcome is unknown.
fn fail_create(home: &TestHome, fault: Fault) {
    home.site.listener.tenant().fail_when(RequestMatcher::any().method("POST"), 1, fault);
}

/// Adds a key that somebody else made with the same user and description, after the rotation began.
fn add_foreign_key(home: &TestHome) -> String {
    home.site.listener.tenant().add_key(KeySpec::new("robot").created(NOW.parse().unwrap()))
}

#[test]
fn keeps_a_key_that_someone_else_made_with_the_same_user_and_description() {
    for (fault, message) in [(Fault::DropResponse, " was removed\n"), (Fault::DropRequest, "no new key was found\n")] {
        for recovery in [&["rotate", "--resume"][..], &["rotate", "--if-expires-within", "P1D"]] {
            let (home, old) = TestHome::with_robot_context();
            fail_create(&home, fault.clone());
            home.run(&["rotate"]).fails(9, "a key may exist");
            let foreign = add_foreign_key(&home);
            let run = home.run(recovery);
            assert!(run.code == 0 && run.stderr.contains(message), "{}", run.stderr);
            assert_eq!(robot_ids(&home), sorted([old, foreign]));
        }
    }
}

#[test]
fn marks_the_new_key_until_it_is_in_use() {
    let (home, old) = TestHome::with_robot_context();
    fail_create(&home, Fault::DropRequest);
    home.run(&["rotate"]).fails(9, "a key may exist");
    let suffix = recorded_suffix(&home);
    assert_eq!(sent_descriptions(&home, "POST"), [format!("robot{suffix}")], "the journal has another mark");
    assert_eq!(home.run(&["rotate", "--resume"]).code, 0);
    let formats: [&[&str]; 4] = [&["-o", "table"], &["--json"], &["--raw"], &["--jq", ".token, .description"]];
    for format in formats {
        let run = home.run(&[&["rotate", &old], format].concat());
        let description = run.stdout.contains("robot") && !run.stdout.contains("[rotation");
        assert!(run.code == 0 && description, "{format:?}: {}{}", run.stdout, run.stderr);
        let requests = home.site.take_requests();
        let find = |method: &str| requests.iter().find(|request| request.starts_with(method)).unwrap();
        let created = find("POST");
        assert!(created.contains("robot [rotation ") && !created.contains(&suffix), "{created}");
        assert!(find("PATCH").contains(r#""path":"/description","value":"robot""#), "{}", find("PATCH"));
    }
    assert_eq!(journal_paths(&home), Vec::<PathBuf>::new());
}

#[test]
fn keeps_a_key_with_the_mark_if_anything_uses_it() {
    let created = |offset: i64| {
        let now: jiff::Timestamp = NOW.parse().unwrap();
        now + jiff::SignedDuration::from_secs(offset)
    };
    for (case, reason) in [
        ("older", "it is older than the rotation"),
        ("stored", "its token is stored as \"other http://"),
        ("signs in", "it is the key that you sign in with"),
    ] {
        let (mut home, old) = TestHome::with_robot_context();
        fail_create(&home, Fault::DropRequest);
        home.run(&["rotate"]).fails(9, "a key may exist");
        let spec = KeySpec::new(&format!("robot{}", recorded_suffix(&home)));
        let (kept, token) = {
            let mut tenant = home.site.listener.tenant();
            let id = tenant.add_key(spec.created(created(if case == "older" { -1 } else { 0 })));
            let token = tenant.key_token(&id).unwrap().to_owned();
            (id, token)
        };
        let mut command = home.command(&["rotate", "--resume"]);
        match case {
            "stored" => {
                home.token = token;
                home.create_context("other", &[]);
            }
            "signs in" => {
                command.env("QLIK_SERVER", home.site.listener.url()).env("QLIK_API_KEY", token);
            }
            _ => {}
        }
        let run = CliOutput::from(command.output().unwrap()).fails(1, &format!("was kept: {kept} ({reason}"));
        assert!(run.stderr.ends_with(&format!("hint: if nobody uses it: qlik-api-key rm {kept}\n")), "{}", run.stderr);
        assert_eq!(robot_ids(&home), sorted([old, kept]), "{case}");
        assert_eq!(home.run(&["rotate", "--resume"]).stderr, "there is nothing to finish\n", "{case}");
    }
}

#[test]
fn finds_the_key_among_many_newer_ones() {
    let (home, old) = TestHome::with_robot_context();
    fail_create(&home, Fault::DropResponse);
    home.run(&["rotate"]).fails(9, "a key may exist");
    for _ in 0..150 {
        home.site.listener.tenant().add_key(KeySpec::new("busy").created(NOW.parse().unwrap()));
    }
    let run = home.run(&["rotate", "--resume"]);
    assert!(run.code == 0 && run.stderr.ends_with(" was removed\n"), "{}", run.stderr);
    assert_eq!(robot_ids(&home), [old]);
}

#[test]
fn a_tenant_that_refuses_the_mark_gets_the_create_without_it() {
    let (home, old) = TestHome::with_robot_context();
    let refuse = || home.site.listener.tenant().fail_when(RequestMatcher::any().method("POST"), 1, Fault::status(400));
    refuse();
    let run = home.run(&["rotate"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let requests = home.site.take_requests();
    let writes: Vec<_> = requests.iter().filter(|request| !request.starts_with("GET")).collect();
    assert!(writes.len() == 3 && writes[0].contains("[rotation "), "{writes:?}");
    assert!(writes[1].contains(r#""description":"robot""#) && writes[2].starts_with("DELETE"), "{writes:?}");
    let new = sign_in_key_id(&home);
    assert_eq!((robot_ids(&home), journal_paths(&home)), (vec![new.clone()], Vec::new()));
    assert_ne!(new, old);
    // Without a mark, nothing is removed.
    refuse();
    fail_create(&home, Fault::DropResponse);
    let run = home.run(&["rotate"]).fails(9, "a key may exist");
    assert!(run.stderr.ends_with("hint: qlik-api-key rotate --resume (it lists what may be the key)\n"));
    let foreign = add_foreign_key(&home);
    let before = robot_ids(&home);
    assert_eq!(before.len(), 3);
    let run = home.run(&["rotate", "--resume"]).fails(1, "the rotation could not mark its new key");
    for id in before.iter().filter(|id| **id != new) {
        assert!(run.stderr.contains(&format!("qlik-api-key rm {id}")), "{}", run.stderr);
    }
    assert!(run.stderr.contains(&foreign) && !run.stderr.contains(&format!("rm {new}")), "{}", run.stderr);
    assert_eq!((robot_ids(&home), journal_paths(&home)), (before, Vec::new()));
}

#[test]
fn a_refused_patch_is_reported_once() {
    for (status, more) in [(403, &[][..]), (404, &[]), (403, &["--overlap", "P1D"])] {
        let (home, old) = TestHome::with_robot_context();
        home.site.listener.tenant().fail_when(RequestMatcher::any().method("PATCH"), 1, Fault::status(status));
        let run = home.run(&[&["rotate", "-q"], more].concat());
        let new = sign_in_key_id(&home);
        assert_eq!((run.code, run.stdout), (8, format!("{new}\n")), "{status}: {}", run.stderr);
        let message = format!("error: API key {new} is in use, but its description still ends in \"[rotation ");
        assert!(run.stderr.starts_with(&message), "{}", run.stderr);
        assert_eq!(robot_ids(&home).contains(&old), !more.is_empty(), "{status}");
        home.site.take_requests();
        let run = home.run(&["rotate", "--resume"]);
        assert!(run.code == 0 && sent_descriptions(&home, "PATCH").is_empty(), "{}", run.stderr);
        assert_eq!(journal_paths(&home).is_empty(), more.is_empty(), "{status}");
        // The next rotation does not copy the mark.
        assert_eq!(home.run(&["rotate"]).code, 0);
        assert_eq!(description(&home, &sign_in_key_id(&home)), "robot");
    }
}

#[test]
fn keeps_the_old_key_if_the_new_one_is_gone() {
    let (home, _) = TestHome::with_robot_context();
    let old = home.site.key_id("CI pipeline");
    // The command stands for somebody who removes the new key before the mark is removed.
    home.site.listener.tenant().fail_when(RequestMatcher::any().method("PATCH"), 1, Fault::status(404));
    home.site.listener.tenant().fail_when(
        RequestMatcher::any().target_contains("users/me").skip(1),
        1,
        Fault::status(401),
    );
    let run = home.run(&["rotate", &old, "--exec", READ_TOKEN, "--remove-old"]);
    assert!(run.code == 8 && run.stderr.contains("; the old key was kept\n"), "{}", run.stderr);
    assert_eq!(home.site.run(&["get", &old]).succeeds().json()["status"], "active");
    assert_eq!(journal_paths(&home), Vec::<PathBuf>::new());
}

#[test]
fn a_failed_patch_is_repeated_by_the_next_run() {
    for recovery in [&["rotate", "--resume"][..], &["rotate", "--if-expires-within", "P1D"]] {
        for more in [&[][..], &["--overlap", "P1D"]] {
            let (home, old) = TestHome::with_robot_context();
            home.site.listener.tenant().fail_when(RequestMatcher::any().method("PATCH"), 1, Fault::status(500));
            let run = home.run(&[&["rotate"], more].concat()).fails(8, "its description still ends in \"[rotation ");
            assert!(run.stderr.ends_with("hint: qlik-api-key rotate --resume\n"), "{}", run.stderr);
            let new = sign_in_key_id(&home);
            assert!(description(&home, &new).starts_with("robot [rotation "));
            let run = home.run(recovery);
            assert_eq!(run.code, 0, "{}", run.stderr);
            assert_eq!(description(&home, &new), "robot");
            assert_eq!(robot_ids(&home).contains(&old), !more.is_empty());
            assert_eq!(journal_paths(&home).is_empty(), more.is_empty());
        }
    }
}

#[test]
fn keeps_a_description_that_was_changed_after_the_rotation() {
    let (home, _) = TestHome::with_robot_context();
    home.site.listener.tenant().fail_when(RequestMatcher::any().method("PATCH"), 1, Fault::status(500));
    home.run(&["rotate"]).fails(8, "its description still ends");
    let new = sign_in_key_id(&home);
    assert_eq!(home.site.run(&["patch", &new, "--description", "mine"]).code, 0);
    assert_eq!(home.run(&["rotate", "--resume"]).code, 0);
    assert_eq!(description(&home, &new), "mine");
    assert_eq!(journal_paths(&home), Vec::<PathBuf>::new());
}

#[test]
fn a_journal_without_a_mark_removes_nothing() {
    let remove_mark = |entry: &mut Value| drop(entry.as_object_mut().unwrap().remove("mark"));
    // A create of unknown outcome.
    let (home, old) = TestHome::with_robot_context();
    fail_create(&home, Fault::DropResponse);
    home.run(&["rotate"]).fails(9, "a key may exist");
    let suffix = recorded_suffix(&home);
    let made = robot_ids(&home).into_iter().find(|id| *id != old).unwrap();
    assert!(description(&home, &made).ends_with(&suffix));
    assert_eq!(home.site.run(&["patch", &made, "--description", "robot"]).code, 0);
    edit_journal(&home, remove_mark);
    home.run(&["rotate", "--resume"]).fails(1, &format!("was kept: {made} (the rotation could not mark its new key)"));
    assert_eq!((robot_ids(&home), journal_paths(&home)), (sorted([old.clone(), made]).to_vec(), Vec::new()));

    // A new key whose token is lost: with its mark it is removed, without a mark it stays.
    for has_mark in [true, false] {
        home.site.listener.tenant().fail_when(RequestMatcher::any().method("DELETE"), 1, Fault::status(500));
        home.site.listener.tenant().fail_when(RequestMatcher::any().target_contains("users/me"), 1, Fault::status(403));
        home.run(&["rotate"]).fails(4, "could not be removed yet");
        let lost = journal_entry(&home)["new"].as_str().unwrap().to_owned();
        if !has_mark {
            edit_journal(&home, remove_mark);
        }
        let run = home.run(&["rotate", "--resume"]);
        assert_eq!((run.code, robot_ids(&home).contains(&lost)), (i32::from(!has_mark), !has_mark), "{}", run.stderr);
        assert_eq!(journal_paths(&home), Vec::<PathBuf>::new());
    }

    // An old key whose overlap has ended.
    let run = home.run(&["rotate", "--overlap", "PT1H"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    edit_journal(&home, remove_mark);
    home.site.listener.tenant().advance_clock(jiff::SignedDuration::from_hours(2));
    let run = home.run(&["rotate", "--finish"]).fails(8, &format!("the old key {old} was kept"));
    assert!(run.stderr.ends_with(&format!("hint: qlik-api-key rm {old}\n")), "{}", run.stderr);
    assert!(robot_ids(&home).contains(&old) && journal_paths(&home).is_empty());
}

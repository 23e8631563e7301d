//! The question of `rotate ID`, and the sentence of `rotate --dry-run` on a terminal.

use qlik_api_key::demo::{KeySpec, TestUser};

use super::{active_ids, home_with_context, journal_files, take_requests};
use crate::support::home::TestHome;
use crate::support::pty::{self, PtyProcess, Screen};

const WIDTH: u16 = 400;

/// A home with a context "prod", and the ID of a key "laptop" of a developer.
fn home_with_laptop() -> (TestHome, String) {
    let (home, _) = home_with_context();
    let spec = KeySpec::new("laptop").owner(TestUser::Developer);
    let id = home.site.listener.tenant().add_key(spec);
    (home, id)
}

fn run_on_terminal(home: &TestHome, arguments: &[&str], keys: &str) -> Screen {
    pty::run_on_terminal(home.std_command(arguments), WIDTH, keys)
}

/// The methods of the requests that changed the tenant.
fn writes(home: &TestHome) -> Vec<String> {
    let methods = take_requests(home).into_iter().map(|request| request.split(' ').next().unwrap().to_owned());
    methods.filter(|method| method != "GET").collect()
}

#[test]
fn a_named_key_is_rotated_only_after_a_yes() {
    let (home, id) = home_with_laptop();
    let question = "Create a key like \"laptop\" of Dev Developer, valid for 30 days, print its token here, and keep the \
                    old key (expires in 30 days)? [y/N] ";
    for keys in ["n\n", "\n", "\u{4}", "prod\n"] {
        let screen = run_on_terminal(&home, &["rotate", &id], keys);
        assert_eq!(screen.code, 1, "{keys:?}: {}", screen.text);
        assert!(screen.text.contains(question) && screen.text.contains("nothing was rotated"), "{}", screen.text);
    }
    let mut running = PtyProcess::start(pty::session_command(home.folder.path(), &["rotate", &id]), WIDTH);
    running.wait_until("the question", |screen| screen.shows("[y/N]"));
    running.type_keys("\u{3}");
    assert_eq!(running.wait().code, 130);
    assert_eq!((writes(&home), journal_files(&home)), (vec![], vec![]));
    let screen = run_on_terminal(&home, &["rotate", &id], "y\n");
    assert_eq!(screen.code, 0, "{}", screen.text);
    assert!(screen.text.contains(question) && screen.text.contains("the old key was kept"), "{}", screen.text);
    // The mark in the description is removed after the new key has signed in.
    assert_eq!(writes(&home), ["POST", "PATCH"]);
    assert_eq!(active_ids(&home, "laptop").len(), 2);
}

#[test]
fn only_a_named_key_on_a_terminal_needs_an_answer() {
    for (arguments, has_ci) in
        [(&["rotate", "ID", "--yes"][..], false), (&["rotate", "ID"], true), (&["rotate"], false)]
    {
        let (home, id) = home_with_laptop();
        let arguments: Vec<&str> = arguments.iter().map(|word| if *word == "ID" { &id } else { *word }).collect();
        let mut command = home.std_command(&arguments);
        if has_ci {
            command.env("CI", "true");
        }
        let screen = pty::run_on_terminal(command, WIDTH, "");
        assert!(screen.code == 0 && !screen.text.contains('?'), "{arguments:?}: {}", screen.text);
        assert_eq!(writes(&home)[..2], ["POST", "PATCH"], "{arguments:?}");
    }
    let (home, id) = home_with_laptop();
    assert_eq!(home.run(&["rotate", &id]).code, 0);
    assert_eq!(writes(&home), ["POST", "PATCH"]);
}

#[test]
fn the_question_says_what_becomes_of_the_token_and_the_old_key() {
    let (home, id) = home_with_laptop();
    let folder = home.folder.path().display().to_string();
    let file = format!("{folder}/token");
    for (more, phrase) in [
        (&["--expiry", "P1W"][..], "valid for 1 week, print its token here"),
        (&["-q"], "not print its token, and keep the old key"),
        (&["--save-to", "new", "--store", "file"], "store its token in context \"new\" (file), and keep the old key"),
        (&["--token-file", &file], &format!("write its token to {file}, and keep the old key")),
        (&["--exec", "cat"], "pass its token to the --exec command, and keep the old key"),
        (&["--remove-old"], "and remove the old key once the new one has signed in?"),
        (&["--overlap", "P1D"], "and keep the old key until 2026-11-24T12:00:00Z, when it is due for removal?"),
        (&["--description", "a \"b\""], "Create a key called \"a 'b'\", like \"laptop\" of Dev Developer, valid for"),
    ] {
        let screen = run_on_terminal(&home, &[&["rotate", &id], more].concat(), "n\n");
        assert!(screen.code == 1 && screen.text.contains(phrase), "{more:?}: {}", screen.text);
    }
    assert!(!std::path::Path::new(&file).exists() && writes(&home).is_empty());
}

#[test]
fn a_protected_tenant_is_asked_about_once() {
    let (home, id) = home_with_laptop();
    assert_eq!(home.run(&["context", "protect", "prod"]).code, 0);
    for keys in ["y\n", "\n", "\u{4}"] {
        let screen = run_on_terminal(&home, &["rotate", &id], keys);
        assert_eq!(screen.code, 1, "{}", screen.text);
        assert!(screen.text.contains("nothing was rotated") && !screen.text.contains("[y/N]"), "{}", screen.text);
    }
    assert_eq!(writes(&home), Vec::<String>::new());
    let screen = run_on_terminal(&home, &["rotate", &id], "prod\n");
    assert_eq!((screen.code, screen.text.matches('?').count()), (0, 1), "{}", screen.text);
    assert_eq!(writes(&home), ["POST", "PATCH"]);
}

#[test]
fn a_dry_run_on_a_terminal_is_a_sentence() {
    let (home, id) = home_with_laptop();
    let ci = home.site.key_id("CI pipeline");
    let sentence = "Would create a key like \"CI pipeline\", valid for 90 days, print its token here, and keep the old \
                    key (expires in 50 days).\n";
    assert_eq!(run_on_terminal(&home, &["rotate", &ci, "--dry-run"], "").text, sentence);
    let screen = run_on_terminal(&home, &["rotate", "--dry-run"], "");
    let own = "Would create a key like \"robot\", valid for 30 days, store its token in context \"prod\" (file), and \
               remove the old key once the new one has signed in.\n";
    assert_eq!((screen.code, screen.text.as_str()), (0, own));
    let narrow = pty::run_on_terminal(home.std_command(&["rotate", &ci, "--dry-run"]), 60, "").text;
    assert!(narrow.lines().count() == 3 && narrow.lines().all(|line| line.len() <= 60), "{narrow}");
    assert_eq!(narrow.replace('\n', " ").trim(), sentence.trim());
    // Other formats show the fields.
    let table = run_on_terminal(&home, &["rotate", &id, "--dry-run", "-o", "table"], "").text;
    assert!(table.contains("owner: Dev Developer\n") && table.contains("oldKey: stays\n"), "{table}");
    let piped = home.run(&["rotate", &id, "--dry-run"]).succeeds().json();
    assert_eq!((&piped["id"], &piped["oldKey"]), (&id.as_str().into(), &"stays".into()));
    assert_eq!(writes(&home), Vec::<String>::new());
}

#[test]
fn a_hostile_description_stays_in_its_quotation_marks() {
    let (home, _) = home_with_context();
    let description = format!("a\"? [y/N] y\nDelete \u{1b}[2J{}", "x".repeat(5000));
    let id = home.site.listener.tenant().add_key(KeySpec::new(&description));
    let screen = run_on_terminal(&home, &["rotate", &id], "n\n");
    let question = "Create a key like \"a'? [y/N] y Delete \\u001b[2Jxxxxxxxxxxx…\", valid for";
    assert!(screen.text.contains(question), "{}", screen.text);
}

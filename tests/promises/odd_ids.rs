//! A token is saved and hints can be pasted into a shell whatever the ID of its key is.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::support::home::TestHome;
#[cfg(unix)]
use crate::support::process;
use crate::support::{CliOutput, state_files};

/// IDs as JSON strings. Some differ only in characters that a file name can't contain.
fn odd_ids() -> Vec<String> {
    let long = "x".repeat(10 * 1024);
    let ids = [
        "k1",
        "K1",
        "../../k1",
        "a/b",
        "a_b",
        "a\\\\b",
        "..",
        ".",
        "/",
        "a\\u0000b",
        "a\\nb",
        "-rf",
        "$(touch pwned)",
        "'; touch pwned; '",
        "é",
        "\\ud83d\\ude00",
        " ",
        "a b",
        "\\u001b[31m",
        "\\u202e",
        &long,
        &format!("{long}y"),
        "CON",
        "a:b",
    ];
    ids.map(str::to_owned).to_vec()
}

/// The files in the state folder.
fn saved_files(home: &TestHome) -> BTreeSet<PathBuf> {
    state_files(home.folder.path()).into_iter().collect()
}

/// Runs a create whose token can't be delivered.
fn create(home: &TestHome, id: &str, token: &str) -> CliOutput {
    home.site.stub_create_response(201, &format!(r#"{{"id":"{id}","token":"{token}"}}"#));
    let arguments = ["create", "--description", "odd", "--exec", "exit 3", "--keep-on-failure"];
    home.command(&arguments).envs(home.site.env_vars()).output().unwrap().into()
}

#[test]
fn a_token_is_saved_whatever_the_id_is() {
    let home = TestHome::new();
    for (index, id) in odd_ids().iter().enumerate() {
        let (before, token) = (saved_files(&home), format!("fake-token-{index}"));
        let run = create(&home, id, &token).fails(1, "its token could not be delivered to the --exec command");
        let new: Vec<_> = saved_files(&home).difference(&before).cloned().collect();
        let [path] = new.try_into().unwrap_or_else(|new| panic!("{index}: {new:?}"));
        assert!(run.stderr.contains(&format!("it was saved in {}\n", path.display())), "{index}: {}", run.stderr);
        assert!(std::fs::read_to_string(&path).unwrap().contains(&token), "{index}: another token is in the file");
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(name.starts_with("rescued-") && name.len() < 100, "{name}");
    }
    assert_eq!(saved_files(&home).len(), odd_ids().len());
}

#[test]
fn a_token_is_saved_if_there_is_no_id() {
    let home = TestHome::new();
    let members = ["", r#""id":"","#, r#""id":null,"#, r#""id":7,"#, r#""id":{},"#];
    for (index, member) in members.into_iter().enumerate() {
        home.site.stub_create_response(201, &format!(r#"{{{member}"token":"fake-token"}}"#));
        let run = home.command(&["create", "--description", "odd"]).envs(home.site.env_vars()).output().unwrap();
        let run = CliOutput::from(run).fails(9, "its token was not delivered; it was saved in ");
        assert!(run.stderr.contains("caused by: the response contains no ID of the key\n"), "{}", run.stderr);
        assert_eq!(saved_files(&home).len(), index + 1);
    }
}

#[cfg(unix)] // Runs a POSIX shell.
#[test]
fn a_hint_about_an_odd_id_is_one_line_that_names_it_in_a_shell() {
    let home = TestHome::new();
    for (index, id) in odd_ids().iter().enumerate() {
        let run = create(&home, id, "fake-token");
        let hints: Vec<_> = run.stderr.lines().filter(|line| line.starts_with("hint: ")).collect();
        let [hint] = hints.try_into().unwrap_or_else(|hints| panic!("{index}: {hints:?}"));
        let id: String = serde_json::from_str(&format!("\"{id}\"")).unwrap();
        // An argument can't contain NUL, and stderr shows this character as an escape.
        if id.contains(['\0', '\u{202e}']) {
            continue;
        }
        let command = hint.split("qlik-api-key rm ").nth(1).unwrap();
        let mut shell = crate::support::process::new_command("bash");
        shell.args(["-c", &format!("printf '%s\\n' {command}")]).current_dir(home.folder.path());
        let shown = String::from_utf8(process::output(&mut shell).stdout).unwrap();
        assert_eq!(shown.trim_start_matches("--\n"), format!("{id}\n"), "{index}");
    }
    assert!(!home.folder.path().join("pwned").exists());
}

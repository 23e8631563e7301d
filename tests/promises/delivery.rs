//! The token of a new key reaches its destination, or it is saved and both keys stay.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use qlik_api_key::demo::{Fault, RequestMatcher};

use crate::support::home::TestHome;
use crate::support::process::{self, Child};
use crate::support::{CliOutput, shell};

/// How long the tenant waits before it responds to a create.
const DELAY: Duration = Duration::from_millis(500);

/// The binary with the home folder, signed in by the environment.
fn start(home: &TestHome, arguments: &[&str]) -> Child {
    let mut command = home.std_command(arguments);
    command.envs(home.site.env_vars());
    Child::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))
}

/// Runs a command and calls `during` while its create is out.
fn run_and_during_create(home: &TestHome, arguments: &[&str], during: impl FnOnce()) -> CliOutput {
    home.site.take_requests();
    home.site.listener.tenant().fail_when(RequestMatcher::any().method("POST"), 1, Fault::Delay(DELAY));
    let child = start(home, arguments);
    process::wait_until("the create", || {
        home.site.listener.tenant().requests().iter().any(|logged| logged.request.method == "POST")
    });
    during();
    child.output().into()
}

/// The IDs of the active keys with this description.
fn active_ids(home: &TestHome, description: &str) -> Vec<String> {
    let keys = home.site.run(&["ls", "--status", "active", "--json"]).succeeds().json();
    let with_description = keys.as_array().unwrap().iter().filter(|key| key["description"] == description);
    with_description.map(|key| key["id"].as_str().unwrap().to_owned()).collect()
}

/// Asserts that the only file in the state folder holds the token of a key, and removes it. No rotation is unfinished.
#[track_caller]
fn take_saved_token(home: &TestHome, id: &str) {
    let folder = std::fs::read_dir(home.folder.path().join(".local/state/qlik")).unwrap();
    let [path] = folder.map(|entry| entry.unwrap().path()).collect::<Vec<PathBuf>>().try_into().unwrap();
    let saved: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert!(saved["token"] == home.site.listener.tenant().key_token(id).unwrap(), "the token was not saved");
    std::fs::remove_file(path).unwrap();
}

/// What another process does to a token file, and the text of the file afterwards.
type Interference = (fn(&Path), Option<&'static str>);

const INTERFERENCES: [Interference; 3] = [
    (|path| std::fs::rename(path, path.with_extension("moved")).unwrap(), None),
    (|path| std::fs::remove_file(path).unwrap(), None),
    (
        |path| {
            std::fs::remove_file(path).unwrap();
            std::fs::write(path, "of another program").unwrap();
        },
        Some("of another program"),
    ),
];

#[test]
fn a_token_for_a_file_that_was_moved_or_replaced_is_saved() {
    let home = TestHome::new();
    let path = home.folder.path().join("token");
    let file = path.to_str().unwrap();
    for (index, (interfere, expected)) in INTERFERENCES.into_iter().enumerate() {
        let description = format!("key {index}");
        let arguments = ["create", "--description", &description, "--token-file", file];
        let run = run_and_during_create(&home, &arguments, || interfere(&path));
        let run = run.fails(1, &format!("its token may not have reached {file}; it was saved in "));
        assert!(run.stderr.contains("another process moved or replaced the file"), "{}", run.stderr);
        let [id] = active_ids(&home, &description).try_into().unwrap();
        take_saved_token(&home, &id);
        assert_eq!(std::fs::read_to_string(&path).ok().as_deref(), expected);
        let _ = std::fs::remove_file(&path);
    }
}

#[test]
fn a_rotation_to_a_file_that_was_moved_or_replaced_keeps_both_keys() {
    let home = TestHome::new();
    let path = home.folder.path().join("token");
    let file = path.to_str().unwrap();
    for (interfere, expected) in INTERFERENCES {
        let [old] = active_ids(&home, "CI pipeline").try_into().unwrap();
        let arguments = ["rotate", &old, "--remove-old", "--token-file", file];
        let run = run_and_during_create(&home, &arguments, || interfere(&path));
        run.fails(8, &format!("its token may not have reached {file}; it was saved in "));
        let mut ids = active_ids(&home, "CI pipeline");
        ids.retain(|id| *id != old);
        let [new] = ids.try_into().unwrap();
        take_saved_token(&home, &new);
        assert_eq!(std::fs::read_to_string(&path).ok().as_deref(), expected);
        let _ = std::fs::remove_file(&path);
        home.site.run(&["rm", &new, "--yes"]);
    }
}

#[test]
fn a_failed_create_does_not_remove_the_file_of_another_program() {
    let home = TestHome::new();
    let path = home.folder.path().join("token");
    // The tenant rejects this expiry.
    let arguments = ["create", "--description", "a", "--expiry", "P9Y", "--token-file", path.to_str().unwrap()];
    let run = run_and_during_create(&home, &arguments, || INTERFERENCES[2].0(&path));
    run.fails(1, "could not create the API key");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "of another program");
}

/// Command lines that succeed without reading the whole token.
const NON_READERS: [&str; 4] = ["true", "exec <&-", "head -c 10 >/dev/null", "cat <&- 2>/dev/null; true"];

#[test]
fn a_command_that_does_not_read_the_token_did_not_get_it() {
    let home = TestHome::new();
    for command in NON_READERS {
        let run = start(&home, &["create", "--description", "unread", "--exec", command]).output();
        let run = CliOutput::from(run).fails(1, "--exec: the command did not read the token");
        assert!(run.stderr.contains(" was removed\n"), "{command}: {}", run.stderr);
        assert_eq!(active_ids(&home, "unread"), Vec::<String>::new(), "{command}");
    }
    let run = start(&home, &["create", "--description", "unread", "--exec", "true", "--keep-on-failure"]).output();
    CliOutput::from(run).fails(1, "its token could not be delivered to the --exec command; it was saved in ");
    let [id] = active_ids(&home, "unread").try_into().unwrap();
    take_saved_token(&home, &id);
}

#[test]
fn a_rotation_keeps_the_old_key_if_the_command_does_not_read_the_token() {
    let home = TestHome::new();
    let [old] = active_ids(&home, "CI pipeline").try_into().unwrap();
    for command in NON_READERS {
        let run = start(&home, &["rotate", &old, "--remove-old", "--exec", command]).output();
        let run = CliOutput::from(run).fails(1, "--exec: the command did not read the token");
        assert!(run.stderr.contains(&format!(" was removed, and {old} is unchanged\n")), "{}", run.stderr);
        assert_eq!(active_ids(&home, "CI pipeline"), [old.as_str()]);
    }
}

#[test]
fn a_command_reads_the_longest_token() {
    let home = TestHome::new();
    let token = "x".repeat(64 * 1024);
    for (command, code) in [("sleep 0.2; [ $(wc -c) = 65536 ]", 0), ("sleep 0.2", 1)] {
        home.site.stub_create_response(201, &format!(r#"{{"id":"k1","token":"{token}"}}"#));
        let run = CliOutput::from(start(&home, &["create", "--description", "long", "--exec", command]).output());
        assert_eq!(run.code, code, "{}", run.stderr);
    }
}

#[test]
fn a_process_in_the_background_may_read_the_token_soon_but_not_late() {
    let home = TestHome::new();
    let path = home.folder.path().join("read");
    for (seconds, code) in [("0.2", 0), ("2", 1)] {
        let _ = std::fs::remove_file(&path);
        let read = format!("sleep {seconds}; cat <&3 >read.tmp; mv read.tmp read");
        let command = format!("exec 3<&0; ({read}) >/dev/null 2>&1 &");
        let mut create = home.std_command(&["create", "--description", seconds, "--exec", &command]);
        create.envs(home.site.env_vars()).current_dir(home.folder.path());
        let run = CliOutput::from(process::output(&mut create));
        assert_eq!(run.code, code, "{}", run.stderr);
        process::wait_until("the process in the background", || path.exists());
        assert_eq!(std::fs::read_to_string(&path).unwrap().len() > 100, code == 0, "after {seconds} s");
        assert_eq!(active_ids(&home, seconds).len(), usize::from(code == 0));
    }
}

/// A command line that reads the token and then runs too long.
const SLOW_READER: &str = "exec 2>/dev/null; cat >/dev/null; exec sleep 20";

#[test]
fn a_rotation_keeps_both_keys_if_the_command_runs_too_long() {
    let home = TestHome::new();
    let [old] = active_ids(&home, "CI pipeline").try_into().unwrap();
    let started = Instant::now();
    let run = start(&home, &["rotate", &old, "--remove-old", "--exec", SLOW_READER, "--timeout", "1"]).output();
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    let run = CliOutput::from(run).fails(8, "its token may not have reached the --exec command; it was saved in ");
    assert!(run.stderr.contains("; both keys were kept\n"), "{}", run.stderr);
    let cause = "--exec: the command did not end within 1 s (--timeout), so it may have used the token\n";
    assert!(run.stderr.contains(cause), "{}", run.stderr);
    let mut ids = active_ids(&home, "CI pipeline");
    ids.retain(|id| *id != old);
    let [new] = ids.try_into().unwrap();
    take_saved_token(&home, &new);
}

#[test]
fn a_create_keeps_the_key_if_the_command_runs_too_long() {
    let home = TestHome::new();
    let run = start(&home, &["create", "--description", "slow", "--exec", SLOW_READER, "--timeout", "1"]).output();
    CliOutput::from(run).fails(1, "its token may not have reached the --exec command; it was saved in ");
    let [id] = active_ids(&home, "slow").try_into().unwrap();
    take_saved_token(&home, &id);
}

/// Filters that keep the token of the sample before the create, but not that of the new key.
const LOSING_FILTERS: [(&str, &str); 5] = [
    (r#"if .id == "made-up-key" then .token else "nothing" end"#, "\"nothing\"\n"),
    (r#"if .id == "made-up-key" then .token else empty end"#, ""),
    (r#"if .id == "made-up-key" then .token else .token | length end"#, ""),
    (r#"if .id == "made-up-key" then .token else .token[:100] end"#, ""),
    (r#"if .id == "made-up-key" then .token else [.id, now] end"#, ""),
];

#[test]
fn a_token_that_the_filter_drops_is_saved() {
    let home = TestHome::new();
    for (index, (filter, stdout)) in LOSING_FILTERS.into_iter().enumerate() {
        let description = format!("key {index}");
        let run = start(&home, &["create", "--description", &description, "--jq", filter]).output();
        let run = CliOutput::from(run);
        assert_eq!(run.code, 1, "{filter}: {}", run.stderr);
        assert!(run.stderr.contains("its token may not be in the output; it was saved in "), "{}", run.stderr);
        assert!(stdout.is_empty() || run.stdout == stdout, "{filter}");
        let [id] = active_ids(&home, &description).try_into().unwrap();
        take_saved_token(&home, &id);
    }
}

#[test]
fn a_rotation_keeps_the_old_key_if_the_filter_drops_the_token() {
    let home = TestHome::new();
    let [old] = active_ids(&home, "CI pipeline").try_into().unwrap();
    let run = start(&home, &["rotate", &old, "--remove-old", "--jq", LOSING_FILTERS[0].0]).output();
    let run = CliOutput::from(run);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("its token may not be in the output; it was saved in "), "{}", run.stderr);
    let ids = active_ids(&home, "CI pipeline");
    assert!(ids.len() == 2 && ids.contains(&old), "{ids:?}");
}

#[test]
fn a_token_that_the_filter_changes_is_delivered() {
    let home = TestHome::new();
    for filter in [".token | @base64", "{id, token}", "\"Bearer \\(.token)\"", ".token | explode", "., .", "[.[]]"] {
        let run = start(&home, &["create", "--description", "changed", "--jq", filter]).output();
        CliOutput::from(run).succeeds();
    }
}

#[test]
fn a_stdout_that_takes_no_writes_is_found_before_anything_is_sent() {
    let home = TestHome::new();
    let [old] = active_ids(&home, "CI pipeline").try_into().unwrap();
    std::fs::write(home.folder.path().join("file"), "").unwrap();
    home.site.take_requests();
    for (redirection, problem) in [
        ("1<file", "stdout is not open for writing"),
        ("1<.", "stdout is not open for writing"),
        ("</dev/zero 1<&0", "stdout is not open for writing"),
        ("1</dev/null", "stdout is /dev/null"),
        (">&-", "stdout is /dev/null"),
        (">/dev/null", "stdout is /dev/null"),
    ] {
        for arguments in ["create --description a", "create --description a --token-only", &format!("rotate {old}")] {
            let program = assert_cmd::cargo::cargo_bin!("qlik-api-key");
            let mut shell = shell(&format!("'{}' {arguments} {redirection}", program.display()));
            shell.env("HOME", home.folder.path()).envs(home.site.env_vars()).current_dir(home.folder.path());
            let run = CliOutput::from(process::output(&mut shell));
            run.fails(2, &format!("error: {problem}, so the token would be lost\n"));
            assert_eq!(home.site.take_requests(), Vec::<String>::new(), "{arguments} {redirection}");
        }
    }
}

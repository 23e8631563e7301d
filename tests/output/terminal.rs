//! The binary on a pseudo-terminal: tables, colors, prompts and interrupts.

#[cfg(target_os = "linux")]
use std::process::{Command, Stdio};

#[cfg(target_os = "linux")]
use qlik_api_key::demo::{Fault, RequestMatcher};
use qlik_api_key::demo::{KeySpec, TestUser};

use crate::support::TestSite;
#[cfg(target_os = "linux")]
use crate::support::isolated_in;
#[cfg(target_os = "linux")]
use crate::support::process::{self, Child};
#[cfg(target_os = "linux")]
use crate::support::pty::PtyProcess;
use crate::support::pty::{self, Screen};

const COLUMNS: u16 = 100;

fn run_on_terminal(site: &TestSite, variables: &[(&str, &str)], arguments: &[&str], keys: &str) -> Screen {
    let mut command = site.std_command(arguments);
    command.envs(variables.iter().copied());
    pty::run_on_terminal(command, COLUMNS, keys)
}

#[test]
fn create_prints_the_token_alone_on_a_line() {
    let site = TestSite::new();
    let screen = run_on_terminal(&site, &[], &["create", "--description", "mine"], "");
    assert_eq!(screen.code, 0);
    let lines: Vec<_> = screen.text.lines().collect();
    assert_eq!(lines.last().unwrap(), &"Created \"mine\". Copy the token now; it is not shown again.");
    let token = lines[lines.len() - 2];
    let id = site.key_id("mine");
    let created = site.listener.tenant().key_token(&id).unwrap().to_owned();
    assert!(token == created, "the last but one line is not the token");
    assert_eq!(lines[0], format!("id: {id}"));
    assert_eq!(lines[lines.len() - 3], "token:");
}

#[test]
fn rm_removes_only_after_yes() {
    let site = TestSite::new();
    let id = site.key_id("CI pipeline");
    let question = "Delete \"CI pipeline\"? [y/N] ";
    for keys in ["n\n", "\n", "x\n", "\u{4}"] {
        let screen = run_on_terminal(&site, &[], &["rm", &id], keys);
        assert_eq!(screen.code, 1, "{}", screen.text);
        assert!(screen.text.contains(question), "{}", screen.text);
        assert!(screen.text.contains("nothing was removed"), "{}", screen.text);
    }
    assert!(site.take_requests().iter().all(|request| request.starts_with("GET ")));
    let screen = run_on_terminal(&site, &[], &["rm", &id], "y\n");
    assert_eq!(screen.code, 0, "{}", screen.text);
    assert!(screen.text.ends_with(&format!("deleted API key {id}\n")), "{}", screen.text);
    let screen = run_on_terminal(&site, &[], &["rm", &id], "y\n");
    assert_eq!(screen.code, 5, "{}", screen.text);
}

#[test]
fn the_yes_flag_skips_the_prompt() {
    let site = TestSite::new();
    let id = site.key_id("CI pipeline");
    let screen = run_on_terminal(&site, &[], &["rm", &id, "--yes"], "");
    assert_eq!((screen.code, screen.text), (0, format!("removed API key {id}\n")));
    assert_eq!(site.take_requests(), [format!("DELETE /api/v1/api-keys/{id}")]);
}

#[test]
fn ci_never_prompts() {
    let site = TestSite::new();
    let id = site.key_id("CI pipeline");
    let screen = run_on_terminal(&site, &[("CI", "true")], &["rm", &id], "");
    assert_eq!((screen.code, screen.text), (0, format!("removed API key {id}\n")));
    let screen = run_on_terminal(&site, &[("CI", "true")], &["context", "init"], "");
    assert_eq!(screen.code, 2, "{}", screen.text);
    assert!(screen.text.contains("context create NAME --server URL --api-key-stdin"), "{}", screen.text);
}

#[test]
fn rm_of_the_own_key_needs_yes_on_a_terminal() {
    let site = TestSite::new();
    let me = site.listener.tenant().user_id(TestUser::Admin).to_owned();
    let keys = site.run(&["ls", "--sub", &me]).succeeds().json();
    let own = keys.as_array().unwrap().iter().find(|key| key["description"] == "demo sign-in").unwrap();
    let screen = run_on_terminal(&site, &[], &["rm", own["id"].as_str().unwrap()], "y\n");
    assert_eq!(screen.code, 2, "{}", screen.text);
    assert!(screen.text.contains("requires --yes"), "{}", screen.text);
}

#[test]
fn tenant_text_cannot_control_the_terminal() {
    const HOSTILE: &str = "\u{1b}[2J\u{1b}]0;title\u{7}\u{9b}31m\rover\u{8}\u{202e}abc\u{2066}\u{7f}\u{2028}\nline";
    let site = TestSite::empty(|_| ());
    let id = site.listener.tenant().add_key(KeySpec::new(HOSTILE));
    let unsafe_in = |text: &str| {
        text.chars().find(|c| !"\n\t".contains(*c) && (c.is_control() || "\u{202e}\u{2066}\u{2028}".contains(*c)))
    };
    for arguments in [
        &["ls"][..],
        &["ls", "-o", "json"],
        &["ls", "-o", "jsonl"],
        &["ls", "-o", "csv"],
        &["ls", "-o", "tsv"],
        &["ls", "--raw"],
        &["get", &id],
        &["get", &id, "--json"],
        &["get", &id, "--raw"],
        &["rm", &id],
        &["get", HOSTILE],
        &["get", HOSTILE, "--json"],
        &["get", "k", "-v"],
    ] {
        let line = [arguments, &["--no-color"]].concat();
        // Only `rm` gets input, since the terminal echoes typed text.
        let keys = if arguments[0] == "rm" { "n\n" } else { "" };
        let screen = run_on_terminal(&site, &[], &line, keys);
        assert_eq!(unsafe_in(&screen.text), None, "{arguments:?}: {:?}", screen.text);
        assert!(screen.text.contains("\\u001b[2") || arguments.contains(&"k"), "{arguments:?}: {:?}", screen.text);
    }
    let table = run_on_terminal(&site, &[], &["ls", "--no-color", "--columns", "id,description"], "").text;
    assert_eq!((table.lines().count(), table.lines().last()), (6, Some("4 keys")), "{table}");
}

#[cfg(target_os = "linux")]
fn run_in_session(home: &std::path::Path, arguments: &[&str], keys: &str) -> Screen {
    pty::run_on_terminal(pty::session_command(home, arguments), COLUMNS, keys)
}

#[cfg(target_os = "linux")]
#[test]
fn the_key_prompt_does_not_echo() {
    let site = TestSite::new();
    let home = tempfile::tempdir().unwrap();
    let token = site.listener.tenant().user_token(TestUser::Admin).to_owned();
    let url = site.listener.url();
    let create = ["context", "create", "a", "-s", &url, "--store", "file"];
    let mut running = PtyProcess::start(pty::session_command(home.path(), &create), COLUMNS);
    running.wait_until("the prompt", |screen| screen.shows("API key (not shown): ") && !screen.has_echo());
    running.type_keys(&format!("{token}\n"));
    running.wait_until("the echo", PtyProcess::has_echo);
    let screen = running.wait();
    assert!(
        !screen.text.contains(&token[..16]) && !screen.text.contains(token.rsplit('.').next().unwrap()),
        "the key is on the screen"
    );
    assert_eq!(screen.code, 0, "{}", screen.text);
    let check = run_in_session(home.path(), &["context", "check", "a"], "");
    assert_eq!(check.code, 0, "{}", check.text);
    let screen = run_in_session(home.path(), &["context", "create", "b", "-s", &url, "--store", "file"], "\n");
    assert_eq!(screen.code, 2, "{}", screen.text);
    assert!(screen.text.contains("the input is not a valid credential: it is empty"), "{}", screen.text);
}

#[cfg(target_os = "linux")]
#[test]
fn init_asks_for_every_value_and_verifies_the_key() {
    let site = TestSite::new();
    let home = tempfile::tempdir().unwrap();
    let token = site.listener.tenant().user_token(TestUser::Admin).to_owned();
    let url = site.listener.url();
    let typed = format!("http://tenant.example\n{url}\nmine\n{token}\n");
    let screen = run_in_session(home.path(), &["context", "init", "--store", "file"], &typed);
    let screen_text = screen.text.replace(&token, "THE KEY");
    assert_eq!(screen.code, 0, "{screen_text}");
    for text in [
        "Server (such as tenant.eu.qlikcloud.com):",
        "Invalid server: http would send the credential in the clear",
        "Name for this context [localhost]:",
        &format!("Create an API key at {url}/settings/api-keys"),
        "created context \"mine\"; it is the current one",
    ] {
        assert!(screen_text.contains(text), "{text:?} is not in {screen_text}");
    }
    assert_eq!(site.take_requests(), ["GET /api/v1/users/me"]);
    let screen =
        run_in_session(home.path(), &["context", "init", "other", "--store", "file", "-s", &url], "fake-key\n");
    assert_eq!(screen.code, 3, "{}", screen.text);
    let list = run_in_session(home.path(), &["context", "ls"], "");
    assert_eq!(list.text.lines().count(), 2, "{}", list.text);
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_at_a_hidden_prompt_restores_echo() {
    let site = TestSite::new();
    let home = tempfile::tempdir().unwrap();
    let url = site.listener.url();
    let create = ["context", "create", "a", "-s", &url, "--store", "file"];
    let init = ["context", "init", "a", "-s", &url, "--store", "file"];
    let oauth = ["context", "create", "a", "-s", &url, "--oauth-client-id", "fake"];
    for line in [&create[..], &init, &oauth] {
        for by_key in [true, false] {
            let mut running = PtyProcess::start(pty::session_command(home.path(), line), COLUMNS);
            running.wait_until("the prompt", |screen| screen.shows("(not shown): ") && !screen.has_echo());
            running.type_keys("fake-ke");
            if by_key {
                running.type_keys("\u{3}");
            } else {
                // The PID of `setsid` is that of the binary: it calls exec without a fork, since it leads no group.
                running.interrupt();
            }
            running.wait_until("the echo", PtyProcess::has_echo);
            let screen = running.wait();
            assert_eq!(screen.code, 130, "{line:?}: {}", screen.text);
            assert!(!screen.text.contains("error:") && !screen.text.contains("fake-ke"), "{}", screen.text);
            assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "a file was left");
        }
    }
}

/// Every command with a prompt fails at once where no terminal can answer it, and names the missing flag.
#[cfg(target_os = "linux")]
#[test]
fn prompts_fail_fast_without_a_terminal() {
    let site = TestSite::new();
    let home = tempfile::tempdir().unwrap();
    let (id, own) = (site.key_id("CI pipeline"), site.key_id("demo sign-in"));
    let url = site.listener.url();
    let token_of_own = site.listener.tenant().key_token(&own).unwrap().to_owned();
    let commands: [(&[&str], i32, &str); 8] = [
        (&["context", "init"], 2, "context create NAME --server URL --api-key-stdin"),
        (&["context", "init", "a", "-s", &url, "--store", "file"], 2, "--api-key-stdin"),
        (&["context", "create", "a", "-s", &url], 2, "--api-key-stdin, --api-key-env NAME, --api-key-command CMD"),
        (&["context", "create", "a", "-s", &url, "--oauth-client-id", "x"], 2, "requires --oauth-client-secret-stdin"),
        // Without a terminal, `rm` only needs --yes for the key of the sign-in.
        (&["rm", &id], 0, "removed API key"),
        (&["rm", &own], 2, "requires --yes"),
        (&["offboard", "dev@demo.example"], 2, "requires --yes"),
        (&["inspect", "/dev/null", "--revoke"], 2, "requires --yes"),
    ];
    for (arguments, code, message) in commands {
        for stdio in ["closed", "null", "pipe", "terminal with CI", "stderr on a pipe", "stdin on a pipe"] {
            site.listener.tenant().fail_when(RequestMatcher::any().method("DELETE"), 1, Fault::status(204));
            let words: Vec<_> = arguments.iter().map(|word| format!("'{word}'")).collect();
            let script = format!("exec \"$0\" {} {}", words.join(" "), if stdio == "closed" { "<&-" } else { "" });
            let mut command = isolated_in(&home, process::new_command("sh"));
            command.arg("-c").arg(script).arg(assert_cmd::cargo::cargo_bin!("qlik-api-key"));
            command.env("QLIK_SERVER", &url).env("QLIK_API_KEY", &token_of_own);
            let started = std::time::Instant::now();
            let (exit_code, text) = run_unanswered(command, stdio);
            assert!(started.elapsed() < std::time::Duration::from_secs(2), "{arguments:?} with {stdio} took too long");
            assert_eq!(exit_code, code, "{arguments:?} with {stdio}: {text}");
            assert!(text.contains(message), "{arguments:?} with {stdio}: {text}");
            assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "{arguments:?} with {stdio} left a file");
            site.listener.tenant().clear_faults();
        }
    }
}

/// Runs a command that cannot prompt, because of its stdin or stderr or because of `CI`. Returns its exit code and messages.
#[cfg(target_os = "linux")]
fn run_unanswered(mut command: Command, stdio: &str) -> (i32, String) {
    let (reader, mut writer) = std::io::pipe().unwrap();
    let code_and_stderr =
        |output: std::process::Output| (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap());
    match stdio {
        "null" | "closed" => code_and_stderr(process::output(command.stdin(Stdio::null()))),
        // The pipe stays open and empty.
        "pipe" => {
            let result = code_and_stderr(process::output(command.stdin(reader)));
            drop(writer);
            result
        }
        "terminal with CI" => {
            command.env("CI", "true");
            let screen = pty::run_on_terminal(command, COLUMNS, "");
            (screen.code, screen.text)
        }
        "stderr on a pipe" => {
            let (mut running, stderr) = (PtyProcess::with_stderr(command, COLUMNS, Stdio::from(writer)), reader);
            running.type_keys("y\n");
            (running.wait().code, std::io::read_to_string(stderr).unwrap())
        }
        _ => {
            std::io::Write::write_all(&mut writer, b"y\n").unwrap();
            let screen = PtyProcess::with_stdin(command, COLUMNS, Stdio::from(reader)).wait();
            drop(writer);
            (screen.code, screen.text)
        }
    }
}

/// The interrupted program ends at once, prints no error and leaves no file.
#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_ends_a_waiting_command() {
    let site = TestSite::new();
    let home = tempfile::tempdir().unwrap();
    let slow = || Fault::Delay(std::time::Duration::from_secs(5));
    let id = site.key_id("CI pipeline");
    for (line, fault) in [
        (&["ls"][..], slow()),
        (&["ls"], Fault::too_many_requests("60")),
        (&["get", &id], slow()),
        (&["rm", &id, "--yes"], slow()),
        (&["patch", &id, "--description", "x"], Fault::status(503)),
        (&["context", "create", "a", "--api-key-env", "QLIK_API_KEY", "--verify"], slow()),
    ] {
        site.listener.tenant().fail_next(9, fault);
        let mut command = site.std_command(line);
        command.env("HOME", home.path());
        if line[0] == "context" {
            command.arg("--server").arg(site.listener.url());
        }
        let mut child = Child::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()));
        process::wait_until("a request", || !site.listener.tenant().requests().is_empty());
        let started = std::time::Instant::now();
        child.interrupt();
        let status = child.wait();
        let code =
            std::os::unix::process::ExitStatusExt::signal(&status).map_or(status.code(), |signal| Some(128 + signal));
        assert_eq!(code, Some(130), "{line:?}");
        assert!(started.elapsed() < std::time::Duration::from_secs(2), "{line:?} went on");
        let stderr = std::io::read_to_string(child.stderr.take().unwrap()).unwrap();
        assert!(!stderr.contains("error") && !stderr.contains("panicked"), "{line:?}: {stderr}");
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "{line:?} left a file");
        site.listener.tenant().clear_faults();
        site.take_requests();
    }
}

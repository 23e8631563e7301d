//! What a user of Windows types and has: backslashes, CRLF, and NUL.

use std::fs;
use std::process::Stdio;

use crate::support::process;
use crate::support::{CliOutput, TestSite, binary};

#[test]
fn reads_files_with_crlf() {
    let site = TestSite::new();
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("contexts.toml");
    let [(_, url), (_, token), _] = site.env_vars();
    let text = format!(
        "# mine\r\ncurrent = \"a\"\r\n\r\n[contexts.a]\r\nserver = \"{url}\"\r\nauth = \"api-key\"\r\nstore = \"file\"\r\n"
    );
    fs::write(&profile, &text).unwrap();
    let run = |arguments: &[&str], stdin: &str| -> CliOutput {
        binary().args(arguments).arg("--config").arg(&profile).write_stdin(stdin).output().unwrap().into()
    };
    let update = ["context", "update", "a", "--api-key-stdin", "--store", "file"];
    assert_eq!(run(&update, &format!("{token}\r\n")).code, 0);
    let ids = ["one", "two"].map(|name| run(&["create", "--description", name, "-q"], "").stdout.trim().to_owned());
    assert_eq!(run(&["rm", "-", "--yes", "-q"], &format!("{}\r\n{}\r\n", ids[0], ids[1])).code, 0);
    let left = run(&["ls", "-q"], "").succeeds().stdout;
    assert!(!left.is_empty() && !ids.iter().any(|id| left.contains(id.as_str())), "{left}");
    let secrets = folder.path().join("credentials.toml");
    fs::write(&secrets, fs::read_to_string(&secrets).unwrap().replace('\n', "\r\n")).unwrap();
    assert!(
        fs::read_to_string(&profile).unwrap().starts_with("# mine\r\ncurrent"),
        "the comment or its line end is lost"
    );
}

#[test]
fn paths_have_backslashes_and_no_verbatim_prefix() {
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("a b").join("contexts.toml");
    let create = ["context", "create", "a", "--server", "a.example", "--api-key", "fake-key", "--store", "file"];
    let run = |arguments: &[&str]| -> CliOutput {
        binary().args(arguments).arg("--config").arg(&profile).output().unwrap().into()
    };
    assert_eq!(run(&create).code, 0);
    fs::write(profile.with_file_name("credentials.toml"), "a = ").unwrap();
    let error = run(&["ls"]).stderr;
    assert!(error.contains(r"a b\credentials.toml"), "{error}");
    assert!(!error.contains(r"\\?\"), "{error}");
}

#[test]
fn creates_no_key_whose_token_would_be_lost() {
    let site = TestSite::new();
    let mut command = site.std_command(&["create", "--description", "x"]);
    let child = process::Child::start(command.stdout(Stdio::null()).stderr(Stdio::piped()));
    CliOutput::from(child.output()).fails(2, "stdout is NUL, so the token would be lost");
    assert_eq!(site.take_requests(), [""; 0]);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let site = TestSite::new();
    let mut command = site.std_command(&["ls", "-o", "jsonl"]);
    let mut child = process::Child::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()));
    drop(child.stdout.take());
    let run = CliOutput::from(child.output());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}

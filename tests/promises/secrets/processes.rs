//! What `/proc` reveals about the program and the processes that it starts.

use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use qlik_api_key::demo::{Fault, RequestMatcher};
use rustix::process::Signal;

use super::sandbox::Sandbox;
use crate::support::other_user::{SharedBinary, is_root};
use crate::support::process::{self, Child};
use crate::support::{TestSite, isolated, isolated_in, shell, std_binary};

/// Writes the command lines and variables of the shell and of its parents up to the program, then prints the key. Only
/// root can read the variables of the program.
const DUMP_PARENTS_SCRIPT: &str = r#"p=$$
while :; do
  cat /proc/$p/cmdline /proc/$p/environ >> "$SEEN" 2>/dev/null
  case $(cat /proc/$p/comm) in qlik-api-key) echo found >> "$SEEN"; break ;; esac
  while read -r name value; do case $name in PPid:) p=$value ;; esac; done < /proc/$p/status
done
cat "$HOME/key"
"#;

#[test]
fn child_processes_get_no_stored_secret() {
    let mut sandbox = Sandbox::with_contexts();
    let [script, seen] = ["script", "seen"].map(|name| sandbox.folder.path().join(name));
    std::fs::write(&script, DUMP_PARENTS_SCRIPT).unwrap();
    let command = format!("sh {}", script.display());
    let url = sandbox.site.listener.url();
    let variables = [("SEEN", seen.display().to_string())];
    let create = ["context", "create", "child", "-s", &url, "--verify", "--use", "--api-key-command", &command];
    for (arguments, code) in [
        (&create[..], 0),
        (&["ls"], 0),
        (&["ls", "--context", "child", "-v"], 0),
        (&["context", "check", "child"], 0),
        (&["create", "--description", "a", "-q"], 0),
        (&["context", "update", "child", "--api-key-command", &command, "--verify"], 0),
    ] {
        std::fs::write(&seen, "").unwrap();
        let run = sandbox.run(&variables, arguments, "");
        assert_eq!(run.code, code, "{arguments:?}: {}", run.stderr);
        let text = std::fs::read(&seen).unwrap();
        assert!(
            text.ends_with(
                b"found
"
            ),
            "{arguments:?}: the script did not find the program"
        );
        assert!(!sandbox.scanner.has_match(&text), "{arguments:?}: a child can see a secret");
    }
}

#[test]
fn a_running_program_reveals_no_stored_secret() {
    let mut sandbox = Sandbox::with_contexts();
    let (url, token) = (sandbox.site.listener.url(), sandbox.token.clone());
    let stdin = ["context", "create", "new", "-s", &url, "--api-key-stdin", "--store", "file", "--verify"];
    for (arguments, stdin) in
        [(&["ls", "--context", "stored"][..], ""), (&["ls", "--context", "oauth", "-v"], ""), (&stdin, &token)]
    {
        let home = sandbox.home_path();
        sandbox.add_new_tokens();
        let slow = RequestMatcher::any().target_contains("/api/");
        sandbox.site.listener.tenant().fail_when(slow, 1, Fault::Delay(Duration::from_millis(400)));
        let child = start_with_stdin(&home, arguments, stdin);
        process::wait_until("a request", || {
            sandbox.site.listener.tenant().requests().iter().any(|r| r.request.target.starts_with("/api/"))
        });
        // An ordinary user can't read the variables.
        for name in if is_root() { &["cmdline", "environ"][..] } else { &["cmdline"] } {
            let text = std::fs::read(format!("/proc/{}/{name}", child.id())).unwrap();
            assert!(text.len() > 20, "{name} is nearly empty");
            assert!(!sandbox.scanner.has_match(&text), "{arguments:?}: a secret is in its {name}");
        }
        assert!(child.wait().success(), "{arguments:?}");
    }
}

fn start_with_stdin(home: &Path, arguments: &[&str], stdin: &str) -> Child {
    use std::io::Write as _;
    let mut command = isolated_in(home, std_binary());
    command.args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = Child::start(&mut command);
    child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
    child
}

/// Starts a list whose response takes long, and waits for the request.
fn start_slow_list(mut command: Command, site: &TestSite) -> Child {
    site.listener.tenant().fail_next(1, Fault::Delay(Duration::from_secs(30)));
    command.args(["ls"]).envs(site.env_vars()).stdout(Stdio::null()).stderr(Stdio::null());
    let child = Child::start(&mut command);
    process::wait_until("the request", || !site.listener.tenant().requests().is_empty());
    child
}

#[test]
fn other_processes_of_the_user_cannot_read_the_memory() {
    let (site, binary) = (TestSite::new(), SharedBinary::new());
    let child = start_slow_list(isolated(binary.command()), &site);
    let folder = format!("/proc/{}", child.id());
    // The system gives these files to root unless the user may read the memory. It leaves the folder to the user.
    assert_ne!(std::fs::metadata(&folder).unwrap().uid(), 0, "the program must run as an ordinary user");
    for name in ["mem", "environ", "maps"] {
        assert_eq!(std::fs::metadata(format!("{folder}/{name}")).unwrap().uid(), 0, "{name}");
    }
}

#[test]
fn a_crash_leaves_no_core_dump() {
    let (site, folder) = (TestSite::new(), tempfile::tempdir().unwrap());
    let program = assert_cmd::cargo::cargo_bin!("qlik-api-key");
    let mut command = shell(&format!("ulimit -c unlimited; exec '{}' \"$@\"", program.display()));
    command.arg("sh").current_dir(folder.path());
    let child = start_slow_list(command, &site);
    // Not SIGQUIT, which a background job of a script ignores.
    child.signal(Signal::ABORT);
    let status = child.wait();
    assert_eq!((status.signal(), status.core_dumped()), (Some(Signal::ABORT.as_raw()), false));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

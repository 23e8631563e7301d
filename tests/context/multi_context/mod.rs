//! Several contexts in one run: `--all-contexts` and `--context a,b,c`.

mod config;
mod failures;
mod output;
mod review;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use qlik_api_key::demo::{DemoResponse, Fault, KeySpec, Listener, Tenant, TestUser};
use serde_json::Value;

use crate::support::{CliOutput, NOW, binary};

/// Several demo tenants and a profile with a context for each; the tokens are in the variables `KEY_0`, `KEY_1`, ...
struct Tenants {
    folder: tempfile::TempDir,
    listeners: Vec<Listener>,
    names: Vec<String>,
}

impl Tenants {
    /// Starts a tenant for each name, with one key "key of NAME".
    fn new(names: &[&str]) -> Self {
        let now: jiff::Timestamp = NOW.parse().unwrap();
        let listener = |(seed, name): (u64, &&str)| {
            let mut tenant = Tenant::new(seed, now);
            tenant.freeze_clock(now);
            tenant.add_key(KeySpec::new(&format!("key of {name}")));
            Listener::start(tenant, 0).unwrap()
        };
        let listeners: Vec<Listener> = (1..).zip(names).map(listener).collect();
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        let tenants = Self { folder: tempfile::tempdir().unwrap(), listeners, names };
        let urls: Vec<_> = tenants.listeners.iter().map(Listener::url).collect();
        tenants.write_profile(&urls);
        tenants
    }

    /// Writes the profile with these servers.
    fn write_profile(&self, urls: &[String]) {
        let text = self.names.iter().zip(urls).enumerate().fold(String::new(), |mut text, (number, (name, url))| {
            let name = Value::from(name.as_str());
            let store = format!("auth = \"api-key\"\nstore = \"env\"\nenv = \"KEY_{number}\"");
            let _ = writeln!(text, "[contexts.{name}]\nserver = \"{url}\"\n{store}");
            text
        });
        std::fs::write(self.profile_path(), text).unwrap();
    }

    fn profile_path(&self) -> std::path::PathBuf {
        self.folder.path().join("contexts.toml")
    }

    fn command(&self, arguments: &[&str]) -> assert_cmd::Command {
        let mut command = binary();
        command.env("QLIK_PROFILE", self.profile_path()).args(arguments);
        for (number, listener) in self.listeners.iter().enumerate() {
            command.env(format!("KEY_{number}"), listener.tenant().user_token(TestUser::Admin));
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> CliOutput {
        self.command(arguments).output().unwrap().into()
    }

    /// Takes the logged requests; returns their number for each tenant.
    fn take_request_counts(&self) -> Vec<usize> {
        let count = |listener: &Listener| {
            let mut tenant = listener.tenant();
            let count = tenant.requests().len();
            tenant.clear_requests();
            count
        };
        self.listeners.iter().map(count).collect()
    }

    /// Sets a fault for the next request to a tenant.
    fn fail_next(&self, number: usize, fault: Fault) {
        self.listeners[number].tenant().fail_next(1, fault);
    }

    fn stub_response(&self, number: usize, body: &str) {
        let mut answer = DemoResponse::new(200).with_header("Content-Type", "application/json");
        answer.body = body.into();
        self.fail_next(number, Fault::Response(answer));
    }
}

fn context_names(run: &CliOutput) -> Vec<String> {
    let rows = run.json();
    let first_member =
        |row: &Value| row.as_object().unwrap().iter().next().map(|(name, value)| (name.clone(), value.clone()));
    rows.as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let (name, value) = first_member(row).unwrap();
            assert_eq!(name, "context", "the first member is not the context");
            value.as_str().unwrap().to_owned()
        })
        .collect()
}

/// Removes consecutive duplicates.
fn deduplicate(mut names: Vec<String>) -> Vec<String> {
    names.dedup();
    names
}

#[test]
fn queries_at_most_eight_tenants_at_a_time() {
    const WAIT: Duration = Duration::from_millis(400);
    let tenants = Tenants::new(&["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    tenants.listeners.iter().for_each(|listener| listener.tenant().fail_next(1, Fault::Delay(WAIT)));
    let started = Instant::now();
    tenants.run(&["ls", "--all-contexts"]).succeeds();
    assert!(started.elapsed() >= WAIT * 2, "nine tenants were queried at a time");
}

#[test]
fn context_flag_accepts_several_names() {
    let tenants = Tenants::new(&["a", "b", "c"]);
    let names = |list: &str| deduplicate(context_names(&tenants.run(&["ls", "--context", list]).succeeds()));
    // The order is that of the profile, and duplicate names count once.
    assert_eq!(names("c,a"), ["a", "c"]);
    assert_eq!(names("b,b"), ["b"]);
    assert_eq!(tenants.take_request_counts(), [1, 1, 1]);
    let one = tenants.run(&["ls", "--context", "b"]).succeeds().json();
    assert_eq!(one[0].get("context"), None);
    tenants.take_request_counts();
    tenants.run(&["ls", "--context", "a,x"]).fails(5, "there is no context \"x\"; existing contexts: a, b, c");
    tenants.run(&["ls", "--context", "a,"]).fails(5, "there is no context \"\"");
    assert_eq!(tenants.take_request_counts(), [0, 0, 0]);
}

#[test]
fn rejects_single_tenant_options_before_sending() {
    let tenants = Tenants::new(&["a", "b"]);
    for (arguments, message) in [
        (&["ls", "--all-contexts", "-s", "https://tenant.example"][..], "--all-contexts cannot be used with --server"),
        (&["ls", "--context", "a,b", "-s", "https://tenant.example"], "--context cannot be used with --server"),
        (
            &["ls", "--all-contexts", "--headers", "Authorization=Bearer fake"],
            "cannot be used with --headers Authorization",
        ),
        (&["ls", "--all-contexts", "--headers", "Cookie=fake"], "cannot be used with --headers Cookie"),
        (&["ls", "--all-contexts", "--context", "a"], "--all-contexts cannot be used with --context"),
        (&["ls", "--all-contexts", "--raw"], "--all-contexts cannot be used with --raw"),
        (&["config", "get", "--context", "a,b", "--raw"], "--context cannot be used with --raw"),
        (&["expiring", "--all-contexts", "--raw"], "--raw"),
        (&["config", "get", "t", "--all-contexts"], "TENANT-ID cannot be used with several contexts"),
        (&["context", "check", "a", "--all-contexts"], "NAME cannot be used with several contexts"),
        (&["get", "k", "--context", "a,b"], "--context names 2 contexts, but this command accepts one"),
        (&["create", "--description", "x", "--context", "a,b"], "--context names 2 contexts"),
        (&["patch", "k", "--description", "x", "--context", "a,b"], "--context names 2 contexts"),
        (&["rm", "k", "--context", "a,b"], "--context names 2 contexts"),
        (&["config", "patch", "--max-keys-per-user", "5", "--context", "a,b"], "--context names 2 contexts"),
        (&["context", "get", "--context", "a,b"], "--context names 2 contexts"),
        (&["get", "k", "--all-contexts"], "--all-contexts"),
    ] {
        tenants.run(arguments).fails(2, message);
    }
    assert_eq!(tenants.take_request_counts(), [0, 0]);
    std::fs::write(tenants.profile_path(), "# nothing yet\n").unwrap();
    tenants.run(&["ls", "--all-contexts"]).fails(3, "--all-contexts: there are no contexts in ");
}

#[test]
fn each_credential_goes_only_to_its_own_tenant() {
    let tenants = Tenants::new(&["a", "b", "c"]);
    let line = ["ls", "--all-contexts", "-v"];
    let mut command = tenants.command(&line);
    command.env("QLIK_SERVER", "https://tenant.invalid").env("QLIK_API_KEY", "fake-key").env("QLIK_CONTEXT", "c");
    let run: CliOutput = command.output().unwrap().into();
    assert_eq!((run.code, deduplicate(context_names(&run))), (0, vec!["a".into(), "b".into(), "c".into()]));
    for listener in &tenants.listeners {
        let tenant = listener.tenant();
        let own = format!("Bearer {}", tenant.user_token(TestUser::Admin));
        assert!(
            tenant.requests().iter().all(|logged| logged.request.header("Authorization") == Some(&own)),
            "the key of another tenant"
        );
        assert_eq!(tenant.requests().len(), 1);
    }
    for name in ["a", "b", "c"] {
        assert!(run.stderr.contains(&format!("context \"{name}\": > GET http://127.0.0.1:")), "{}", run.stderr);
        assert!(run.stderr.contains(&format!("context \"{name}\": < 200 OK")), "{}", run.stderr);
    }
}

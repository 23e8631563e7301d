//! What every test needs: a tenant of its own, and the binary run against it with nothing else in its environment.

#[cfg(target_os = "linux")]
pub mod home;
pub mod https_server;
#[cfg(target_os = "linux")]
pub mod message_bus;
pub mod process;
#[cfg(unix)]
pub mod pty;

use std::path::Path;
use std::process::{Command as StdCommand, Output};

use assert_cmd::Command;
use jiff::Timestamp;
use qlik_api_key::demo::{DemoRequest, DemoResponse, Fault, Listener, LoggedRequest, RequestMatcher, Tenant, TestUser};

use process::DEADLINE;

/// The demo tenant's time in every test.
pub const NOW: &str = "2026-11-23T12:00:00Z";

/// Where nobody listens. A port that was free a moment ago would do only until another test is given it.
pub const UNREACHABLE_ADDRESS: &str = "127.0.0.1:1";

/// How a run ended.
#[derive(Debug, PartialEq, Eq)]
pub struct CliOutput {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for CliOutput {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or_else(|| panic!("{}; a run of {DEADLINE:?} is killed", output.status)),
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        }
    }
}

impl CliOutput {
    /// stdout as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// The last line of stderr as JSON.
    pub fn error_json(&self) -> serde_json::Value {
        let line = self.stderr.lines().last().unwrap_or_default();
        serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// It did what was asked, and said nothing on stderr.
    #[track_caller]
    pub fn succeeds(self) -> Self {
        assert_eq!((self.code, self.stderr.as_str()), (0, ""), "{}", self.stdout);
        self
    }

    /// It failed with this code, with nothing on stdout and this in the text on stderr.
    #[track_caller]
    pub fn fails(self, code: i32, told: &str) -> Self {
        assert_eq!((self.code, self.stdout.as_str()), (code, ""), "{}", self.stderr);
        assert!(self.stderr.contains(told), "{told:?} is not in {}", self.stderr);
        self
    }
}

/// Replaces the environment of a command, so that it finds neither the home nor the keyring of the user who runs the
/// tests. The completion cache is off, since root could create the home folder for it.
pub fn isolated(mut command: StdCommand) -> StdCommand {
    command.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", "/nonexistent").env("QLIK_NO_CACHE", "1");
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    if cfg!(windows) {
        // On Windows, HOME does not determine where the profile is.
        command.env("QLIK_PROFILE", r"C:\nonexistent\contexts.toml");
    }
    command
}

/// As [`isolated`], with a home folder and the completion cache in it.
pub fn isolated_in(home: impl AsRef<Path>, command: StdCommand) -> StdCommand {
    let mut command = isolated(command);
    command.env("HOME", home.as_ref()).env_remove("QLIK_NO_CACHE");
    command
}

/// The binary in an isolated environment, with a deadline.
pub fn binary() -> Command {
    with_deadline(std_binary())
}

/// As [`binary`], for tests that signal the process or run it on a terminal.
pub fn std_binary() -> StdCommand {
    isolated(process::new_command(assert_cmd::cargo::cargo_bin!("qlik-api-key")))
}

fn with_deadline(command: StdCommand) -> Command {
    let mut command = Command::from_std(command);
    command.timeout(DEADLINE);
    command
}

/// A shell script in an isolated environment.
pub fn shell(script: &str) -> StdCommand {
    let mut command = isolated(process::new_command("sh"));
    command.args(["-c", script]);
    command
}

/// Runs the binary without a tenant.
pub fn run(arguments: &[&str]) -> CliOutput {
    binary().args(arguments).output().unwrap().into()
}

/// A tenant that listens, and who talks to it.
pub struct TestSite {
    pub listener: Listener,
    token: String,
}

impl TestSite {
    /// A tenant with the demo's keys, its clock stopped at [`NOW`], and its administrator.
    pub fn new() -> Self {
        Self::with_setup(|_| ())
    }

    /// The same, prepared.
    pub fn with_setup(prepare: impl FnOnce(&mut Tenant)) -> Self {
        let now: Timestamp = NOW.parse().unwrap();
        let mut tenant = Tenant::with_demo_data(1, now);
        tenant.freeze_clock(now);
        Self::start(tenant, prepare)
    }

    /// A tenant with nothing but the three keys that sign in, and what `prepare` adds.
    pub fn empty(prepare: impl FnOnce(&mut Tenant)) -> Self {
        let now: Timestamp = NOW.parse().unwrap();
        let mut tenant = Tenant::new(1, now);
        tenant.freeze_clock(now);
        Self::start(tenant, prepare)
    }

    fn start(mut tenant: Tenant, prepare: impl FnOnce(&mut Tenant)) -> Self {
        prepare(&mut tenant);
        let token = tenant.user_token(TestUser::Admin).to_owned();
        Self { listener: Listener::start(tenant, 0).unwrap(), token }
    }

    /// The variables that sign in. A run without a home of its own would keep the keys in the user's.
    pub fn env_vars(&self) -> [(&'static str, String); 3] {
        let no_cache = ("QLIK_NO_CACHE", "1".to_owned());
        [("QLIK_SERVER", self.listener.url()), ("QLIK_API_KEY", self.token.clone()), no_cache]
    }

    /// Lets the next request be answered like this.
    pub fn stub_response(&self, status: u16, body: &str) {
        let mut answer = DemoResponse::new(status).with_header("Content-Type", "application/json");
        answer.body = body.into();
        self.listener.tenant().fail_next(1, Fault::Response(answer));
    }

    /// Lets the next create be answered like this.
    pub fn stub_create_response(&self, status: u16, body: &str) {
        let mut answer = DemoResponse::new(status).with_header("Content-Type", "application/json");
        answer.body = body.into();
        self.listener.tenant().fail_when(RequestMatcher::any().method("POST"), 1, Fault::Response(answer));
    }

    /// What the tenant itself answers to a GET.
    pub fn get_body(&self, target: &str) -> String {
        let host = self.listener.url().replace("http://", "");
        let request = DemoRequest::new("GET", target).with_header("Host", &host).with_bearer_token(&self.token);
        let reply = self.listener.tenant().handle(&request, NOW.parse().unwrap());
        self.listener.tenant().clear_requests();
        let response = reply.response().unwrap_or_else(|| panic!("no answer to {target}"));
        String::from_utf8(response.body.clone()).unwrap()
    }

    /// The same with another person's token.
    pub fn signed_in_as(mut self, person: TestUser) -> Self {
        self.token = self.listener.tenant().user_token(person).to_owned();
        self
    }

    /// The binary with the tenant and the token in its environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        with_deadline(self.std_command(arguments))
    }

    /// As [`Self::command`], for tests that signal the process or run it on a terminal.
    pub fn std_command(&self, arguments: &[&str]) -> StdCommand {
        let mut command = std_binary();
        command.envs(self.env_vars()).args(arguments);
        command
    }

    /// Runs the binary.
    pub fn run(&self, arguments: &[&str]) -> CliOutput {
        self.command(arguments).output().unwrap().into()
    }

    /// Runs the binary with this on stdin: at most 64 KiB, which a pipe takes even where nobody reads.
    pub fn run_with_stdin(&self, arguments: &[&str], stdin: impl Into<Vec<u8>>) -> CliOutput {
        self.command(arguments).write_stdin(stdin).output().unwrap().into()
    }

    /// The requests that came, as "METHOD TARGET BODY"; they are forgotten then.
    pub fn take_requests(&self) -> Vec<String> {
        let mut tenant = self.listener.tenant();
        let told = |logged: &LoggedRequest| {
            let body = String::from_utf8_lossy(&logged.request.body);
            format!("{} {} {body}", logged.request.method, logged.request.target).trim_end().to_owned()
        };
        let requests = tenant.requests().iter().map(told).collect();
        tenant.clear_requests();
        requests
    }

    /// The body of the one change that was sent. The requests are forgotten.
    #[track_caller]
    pub fn take_write_body(&self) -> serde_json::Value {
        let mut requests = self.take_requests();
        // `create` reads the newest keys first.
        requests.retain(|request| !request.starts_with("GET "));
        let [request] = requests.as_slice() else { panic!("one change was expected: {requests:?}") };
        serde_json::from_str(request.splitn(3, ' ').nth(2).unwrap()).unwrap()
    }

    /// Each line ends with exit code 2 and this text on stderr, before anything is sent.
    #[track_caller]
    pub fn assert_usage_errors(&self, lines: &[(&[&str], &str)]) {
        for (line, message) in lines {
            self.run(line).fails(2, message);
            assert_eq!(self.take_requests(), Vec::<String>::new(), "{line:?}");
        }
    }

    /// The ID of the key with this description.
    pub fn key_id(&self, description: &str) -> String {
        let keys = self.run(&["ls", "--json"]).json();
        let found = keys.as_array().unwrap().iter().find(|key| key["description"] == description);
        self.listener.tenant().clear_requests();
        found.unwrap_or_else(|| panic!("no key is described as {description}"))["id"].as_str().unwrap().to_owned()
    }
}

/// The connections that the requests so far came over.
pub fn connection_numbers(site: &TestSite) -> Vec<u64> {
    let tenant = site.listener.tenant();
    let mut numbers: Vec<u64> = tenant.requests().iter().map(|logged| logged.request.connection_number).collect();
    numbers.dedup();
    numbers
}

//! Helpers for all tests: a demo tenant per test, and the binary in an isolated environment.

#[cfg(windows)]
pub mod acl;
pub mod home;
pub mod https_server;
#[cfg(target_os = "linux")]
pub mod message_bus;
#[cfg(target_os = "linux")]
pub mod other_user;
pub mod process;
#[cfg(unix)]
pub mod pty;
pub mod test_tenants;

use std::path::{Path, PathBuf};
use std::process::{Command as StdCommand, Output};

use assert_cmd::Command;
use jiff::Timestamp;
use qlik_api_key::demo::{DemoRequest, DemoResponse, Fault, Listener, LoggedRequest, RequestMatcher, Tenant, TestUser};

use process::DEADLINE;

/// The time of the demo tenant's clock in every test.
pub const NOW: &str = "2026-11-23T12:00:00Z";

/// An address where nothing listens. A free port would not do, since another test could start to listen on it.
pub const UNREACHABLE_ADDRESS: &str = "127.0.0.1:1";

/// A command for `--exec` that reads the token, and discards it.
pub const READ_TOKEN: &str = if cfg!(windows) { "set /p token=" } else { "cat >/dev/null" };

/// How an error describes the exit code 3 of a command.
pub const EXIT_3: &str = if cfg!(windows) { "failed (exit code: 3)" } else { "failed (exit status: 3)" };

/// A command that prints a file.
pub fn print_command(path: &Path) -> String {
    let program = if cfg!(windows) { "type" } else { "cat" };
    format!("{program} \"{}\"", path.display())
}

/// A text that is no plain word, such as a path, as hints quote it for the user's shell.
pub fn quoted(text: &str) -> String {
    if !cfg!(windows) {
        format!("'{}'", text.replace('\'', r"'\''"))
    } else if text.contains([' ', '\'']) {
        format!("\"{text}\"")
    } else {
        text.to_owned()
    }
}

/// The program's folder for caches, in a home folder.
pub fn cache_folder(home: &Path) -> PathBuf {
    if cfg!(windows) { state_folder(home) } else { home.join(".cache/qlik") }
}

/// The program's folder for state, in a home folder.
pub fn state_folder(home: &Path) -> PathBuf {
    home.join(".local").join("state").join("qlik")
}

/// The files in the folder for state, where rotations write their journal.
pub fn state_files(home: &Path) -> Vec<PathBuf> {
    let mut files = list_files(&state_folder(home));
    files.retain(|path| path.is_file());
    files
}

/// The journals in the folder for state. A rotation may replace or remove one at any time.
pub fn journal_paths(home: &Path) -> Vec<PathBuf> {
    let mut files = state_files(home);
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files
}

/// The beginning of the system's message for a missing file. On Windows it depends on the language.
pub const NO_SUCH_FILE: &str = if cfg!(windows) { "" } else { "No such file" };

/// The paths of the files in a folder, without the lock files that stay on Windows. Empty if there is no folder.
pub fn list_files(folder: &Path) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    paths.filter(|path| !(cfg!(windows) && path.extension().is_some_and(|extension| extension == "lock"))).collect()
}

/// The exit code and the output of one run of the binary.
#[derive(Debug, PartialEq, Eq)]
pub struct CliOutput {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for CliOutput {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or_else(|| {
                panic!("{}: killed by the test after {DEADLINE:?}, or ended by a signal", output.status)
            }),
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

    /// Asserts exit code 0 and an empty stderr.
    #[track_caller]
    pub fn succeeds(self) -> Self {
        assert_eq!((self.code, self.stderr.as_str()), (0, ""), "{}", self.stdout);
        self
    }

    /// Asserts this exit code, an empty stdout, and that stderr contains `message`.
    #[track_caller]
    pub fn fails(self, code: i32, message: &str) -> Self {
        assert_eq!((self.code, self.stdout.as_str()), (code, ""), "{}", self.stderr);
        assert!(self.stderr.contains(message), "{message:?} is not in {}", self.stderr);
        self
    }
}

/// Replaces the environment of a command, so that it finds neither the home nor the keyring of the user who runs the
/// tests. The completion cache is off, since root could create the home folder for it.
pub fn isolated(mut command: StdCommand) -> StdCommand {
    command.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", "/nonexistent").env("QLIK_NO_CACHE", "1");
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    if cfg!(windows) {
        set_windows_variables(&mut command, Path::new(r"C:\nonexistent"));
    }
    command
}

/// As [`isolated`], with a home folder and the completion cache in it.
pub fn isolated_in(home: impl AsRef<Path>, command: StdCommand) -> StdCommand {
    let mut command = isolated(command);
    command.env("HOME", home.as_ref()).env_remove("QLIK_NO_CACHE");
    if cfg!(windows) {
        set_windows_variables(&mut command, home.as_ref());
    }
    command
}

/// Sets the folders of the user, to the same ones as on Linux, and keeps what Windows needs to open sockets and to run
/// `cmd`.
fn set_windows_variables(command: &mut StdCommand, home: &Path) {
    command.env("USERPROFILE", home).env("APPDATA", home.join(".config"));
    command.env("LOCALAPPDATA", home.join(".local").join("state"));
    for name in ["SystemRoot", "ComSpec", "PATH"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
}

/// Takes the access to a file away from everyone but its owner.
pub fn make_private(path: &Path) {
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    #[cfg(windows)]
    acl::set_entries(path, "");
}

/// Asserts that only its owner can read a file.
#[track_caller]
pub fn assert_private(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "the mode of {}", path.display());
    }
    #[cfg(windows)]
    assert!(!acl::is_open_to_everyone(path), "{} is open to everyone", path.display());
}

/// How often a test repeats what starts programs: a tenth of `times` on Windows, where a start takes long, most of all in
/// Wine.
pub const fn repetitions(times: usize) -> usize {
    if cfg!(windows) { times.div_ceil(10) } else { times }
}

/// The binary in an isolated environment, with a deadline.
pub fn binary() -> Command {
    with_deadline(std_binary())
}

/// As [`binary`], for tests that signal the process or run it on a terminal.
pub fn std_binary() -> StdCommand {
    isolated(process::new_command(assert_cmd::cargo::cargo_bin!("qlik-api-key")))
}

/// The command, with a deadline.
pub fn with_deadline(command: StdCommand) -> Command {
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

/// Runs the binary without a tenant and credentials.
pub fn run(arguments: &[&str]) -> CliOutput {
    binary().args(arguments).output().unwrap().into()
}

/// A response with this JSON instead of the tenant's.
pub fn json_fault(status: u16, body: impl Into<Vec<u8>>) -> Fault {
    Fault::Response(json_response(status, body))
}

pub fn json_response(status: u16, body: impl Into<Vec<u8>>) -> DemoResponse {
    let response = DemoResponse::new(status).with_header("Content-Type", "application/json");
    DemoResponse { body: body.into(), ..response }
}

/// A demo tenant that listens on a local port, and the token that the binary signs in with.
pub struct TestSite {
    pub listener: Listener,
    token: String,
}

impl TestSite {
    /// Starts a tenant with the demo data and a clock stopped at [`NOW`], and signs in as its administrator.
    pub fn new() -> Self {
        Self::with_setup(|_| ())
    }

    /// As [`Self::new`], after `prepare` has changed the tenant.
    pub fn with_setup(prepare: impl FnOnce(&mut Tenant)) -> Self {
        let now: Timestamp = NOW.parse().unwrap();
        let mut tenant = Tenant::with_demo_data(1, now);
        tenant.freeze_clock(now);
        Self::start(tenant, prepare)
    }

    /// As [`Self::new`], but the tenant is that of the API reference.
    pub fn reference() -> Self {
        Self::with_setup(Tenant::use_reference)
    }

    /// A tenant like those of today, and that of the API reference.
    pub fn both_kinds() -> [Self; 2] {
        [Self::new(), Self::reference()]
    }

    /// As [`Self::with_setup`], but the tenant has only the three sign-in keys and what `prepare` adds.
    pub fn empty(prepare: impl FnOnce(&mut Tenant)) -> Self {
        let now: Timestamp = NOW.parse().unwrap();
        let mut tenant = Tenant::new(1, now);
        tenant.freeze_clock(now);
        Self::start(tenant, prepare)
    }

    /// As [`Self::empty`], with other IDs and tokens than the tenants of other seeds.
    pub fn with_seed(seed: u64) -> Self {
        let now: Timestamp = NOW.parse().unwrap();
        let mut tenant = Tenant::new(seed, now);
        tenant.freeze_clock(now);
        Self::start(tenant, |_| ())
    }

    fn start(mut tenant: Tenant, prepare: impl FnOnce(&mut Tenant)) -> Self {
        prepare(&mut tenant);
        let token = tenant.user_token(TestUser::Admin).to_owned();
        Self { listener: Listener::start(tenant, 0).unwrap(), token }
    }

    /// The environment variables that sign in, without the completion cache.
    pub fn env_vars(&self) -> [(&'static str, String); 3] {
        let no_cache = ("QLIK_NO_CACHE", "1".to_owned());
        [("QLIK_SERVER", self.listener.url()), ("QLIK_API_KEY", self.token.clone()), no_cache]
    }

    /// Sets the response to the next request.
    pub fn stub_response(&self, status: u16, body: &str) {
        self.listener.tenant().fail_next(1, json_fault(status, body));
    }

    /// Sets the response to the next create request.
    pub fn stub_create_response(&self, status: u16, body: &str) {
        self.listener.tenant().fail_when(RequestMatcher::any().method("POST"), 1, json_fault(status, body));
    }

    /// The tenant's response body for a GET request.
    pub fn get_body(&self, target: &str) -> String {
        let host = self.listener.url().replace("http://", "");
        let request = DemoRequest::new("GET", target).with_header("Host", &host).with_bearer_token(&self.token);
        let reply = self.listener.tenant().handle(&request, NOW.parse().unwrap());
        self.listener.tenant().clear_requests();
        let response = reply.response().unwrap_or_else(|| panic!("no response to {target}"));
        String::from_utf8(response.body.clone()).unwrap()
    }

    /// Signs in as another user.
    pub fn signed_in_as(mut self, user: TestUser) -> Self {
        self.token = self.listener.tenant().user_token(user).to_owned();
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

    /// Runs the binary with this stdin of at most 64 KiB, which fits into a pipe that the binary does not read.
    pub fn run_with_stdin(&self, arguments: &[&str], stdin: impl Into<Vec<u8>>) -> CliOutput {
        self.command(arguments).write_stdin(stdin).output().unwrap().into()
    }

    /// Takes the logged requests, each as "METHOD TARGET BODY".
    pub fn take_requests(&self) -> Vec<String> {
        let mut tenant = self.listener.tenant();
        let describe = |logged: &LoggedRequest| {
            let body = String::from_utf8_lossy(&logged.request.body);
            format!("{} {} {body}", logged.request.method, logged.request.target).trim_end().to_owned()
        };
        let requests = tenant.requests().iter().map(describe).collect();
        tenant.clear_requests();
        requests
    }

    /// Takes the logged requests; returns the body of the only one that is not a GET.
    #[track_caller]
    pub fn take_write_body(&self) -> serde_json::Value {
        let mut requests = self.take_requests();
        // `create` lists the newest keys before it sends the POST.
        requests.retain(|request| !request.starts_with("GET "));
        let [request] = requests.as_slice() else { panic!("expected one write: {requests:?}") };
        serde_json::from_str(request.splitn(3, ' ').nth(2).unwrap()).unwrap()
    }

    /// Asserts that each command line fails with exit code 2 and this message, and sends no request.
    #[track_caller]
    pub fn assert_usage_errors(&self, cases: &[(&[&str], &str)]) {
        for (arguments, message) in cases {
            self.run(arguments).fails(2, message);
            assert_eq!(self.take_requests(), Vec::<String>::new(), "{arguments:?}");
        }
    }

    /// The ID of the key with this description.
    pub fn key_id(&self, description: &str) -> String {
        let keys = self.run(&["ls", "--json"]).json();
        let found = keys.as_array().unwrap().iter().find(|key| key["description"] == description);
        self.listener.tenant().clear_requests();
        found.unwrap_or_else(|| panic!("no key has the description {description}"))["id"].as_str().unwrap().to_owned()
    }
}

/// The numbers of the connections of the logged requests, in order.
pub fn connection_numbers(site: &TestSite) -> Vec<u64> {
    let tenant = site.listener.tenant();
    let mut numbers: Vec<u64> = tenant.requests().iter().map(|logged| logged.request.connection_number).collect();
    numbers.dedup();
    numbers
}

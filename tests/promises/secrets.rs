//! The canary sweep: whatever the command, the format, the error and the way to sign in, no secret shows in stdout, in
//! stderr, in a file or in a child process, but where the user put it or asked for it.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
#[cfg(target_os = "linux")]
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};
use qlik_api_key::demo::{DemoRequest, Fault, KeySpec, RequestMatcher, TestUser};

use crate::support::{CliOutput, NOW, TestSite, binary};

/// So many bytes of a secret, in any form of it, are a leak.
const LEAK_LENGTH: usize = 16;

/// What is known of the secrets: every stretch of [`WINDOW`] bytes of every form that they may be printed in.
#[derive(Default)]
struct SecretScanner {
    secrets: HashSet<String>,
    windows: HashSet<[u8; LEAK_LENGTH]>,
}

impl SecretScanner {
    /// Adds a secret. Of a JWT the signature counts, since the rest tells no more than the key's ID and owner.
    fn add(&mut self, secret: &str) {
        let part = secret.rsplit('.').next().unwrap();
        if part.len() < LEAK_LENGTH || !self.secrets.insert(part.to_owned()) {
            return;
        }
        for form in encodings(part) {
            self.windows.extend(form.windows(LEAK_LENGTH).map(|window| <[u8; LEAK_LENGTH]>::try_from(window).unwrap()));
        }
    }

    fn has_match(&self, text: &[u8]) -> bool {
        text.windows(LEAK_LENGTH).any(|window| self.windows.contains(window))
    }
}

/// A text as it is, percent-encoded, in hexadecimal digits, and in base64 of both alphabets, wherever in a longer text
/// it begins (`Bearer ` in front of it, or `user:`). A form without padding is a part of the one with it.
fn encodings(text: &str) -> Vec<Vec<u8>> {
    let spelled = |byte: &dyn Fn(u8) -> String| text.bytes().map(byte).collect::<String>().into_bytes();
    let reserved = |byte: u8| !byte.is_ascii_alphanumeric();
    let as_is = |byte: u8| char::from(byte).to_string();
    let mut forms = vec![
        text.as_bytes().to_vec(),
        spelled(&|byte| if reserved(byte) { format!("%{byte:02X}") } else { as_is(byte) }),
        spelled(&|byte| if reserved(byte) { format!("%{byte:02x}") } else { as_is(byte) }),
        spelled(&|byte| format!("%{byte:02X}")),
        spelled(&|byte| format!("%{byte:02x}")),
        spelled(&|byte| format!("{byte:02X}")),
        spelled(&|byte| format!("{byte:02x}")),
    ];
    for shift in 0..3 {
        let shifted = [&[0; 2][..shift], text.as_bytes()].concat();
        for engine in [BASE64_STANDARD, BASE64_URL_SAFE] {
            // What stands beside the text has a part in the first and the last four characters.
            let encoded = engine.encode(&shifted).into_bytes();
            forms.push(encoded[4..encoded.len() - 4].to_vec());
        }
    }
    forms
}

/// A tenant, a home with contexts in it, and the secrets of both.
struct Sandbox {
    folder: tempfile::TempDir,
    site: TestSite,
    token: String,
    oauth_client: (String, String),
    scanner: SecretScanner,
    /// An ID of a key that stays.
    key_id: String,
}

impl Sandbox {
    fn new() -> Self {
        let site = TestSite::with_setup(|tenant| {
            tenant.set_rate_limits(100_000, 100_000);
            tenant.configure("/max_keys_per_user", &1000.into()).unwrap();
        });
        let (token, client, key) = {
            let mut tenant = site.listener.tenant();
            let (id, secret) = tenant.oauth_client();
            let client = (id.to_owned(), secret.to_owned());
            (tenant.user_token(TestUser::Admin).to_owned(), client, tenant.add_key(KeySpec::new("stays")))
        };
        let mut canary = SecretScanner::default();
        canary.add(&token);
        canary.add(&client.1);
        let folder = tempfile::tempdir().unwrap();
        for name in ["home", "tmp"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        let place = Self { folder, site, token, oauth_client: client, scanner: canary, key_id: key };
        std::fs::write(place.key_file_path(), format!("{}\n", place.token)).unwrap();
        place
    }

    /// The same with a context for each store.
    fn with_contexts() -> Self {
        let mut place = Self::new();
        let (url, token) = (place.site.listener.url(), place.token.clone());
        let (id, secret) = place.oauth_client.clone();
        let command = format!("cat {}", place.key_file_path().display());
        for (name, flags, stdin) in [
            ("kept", &["--api-key-stdin", "--store", "file"][..], &token),
            ("oauth", &["--oauth-client-id", &id, "--oauth-client-secret-stdin", "--store", "file"], &secret),
            ("env", &["--api-key-env", "CANARY_KEY"], &token),
            ("command", &["--api-key-command", &command], &token),
        ] {
            let line = [&["context", "create", name, "-s", &url], flags].concat();
            assert_eq!(place.run(&[], &line, stdin).code, 0, "context {name}");
        }
        let theirs = format!(
            "contexts:\n  theirs:\n    server: {url}\n    headers:\n      Authorization: Bearer {token}\n      Cookie: {token}\n  \
             bot:\n    server: {url}\n    oauth-client-id: {id}\n    oauth-client-secret: {secret}\n"
        );
        std::fs::create_dir(place.home_path().join(".qlik")).unwrap();
        std::fs::write(place.qlik_cli_contexts_path(), theirs).unwrap();
        place
    }

    fn home_path(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    fn key_file_path(&self) -> PathBuf {
        self.home_path().join("key")
    }

    /// A file of this text in the home.
    fn write_file(&self, name: &str, text: &str) -> String {
        let path = self.home_path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    fn profile_path(&self) -> PathBuf {
        self.home_path().join(".config/qlik/contexts.toml")
    }

    /// The contexts of Qlik's own tool, their secrets in plain text.
    fn qlik_cli_contexts_path(&self) -> PathBuf {
        self.home_path().join(".qlik/contexts.yml")
    }

    fn credentials_path(&self) -> PathBuf {
        self.profile_path().with_file_name("credentials.toml")
    }

    /// Runs the binary and looks for a leak.
    #[track_caller]
    fn run(&mut self, variables: &[(&str, String)], arguments: &[&str], stdin: &str) -> CliOutput {
        let run = self.run_unchecked(variables, arguments, stdin);
        let leaks = self.find_leaks(&run, &[]);
        assert!(
            leaks.is_empty(),
            "a secret is in {leaks:?} of {:?} with {:?}",
            self.redact_arguments(arguments),
            variable_names(variables)
        );
        run
    }

    fn run_unchecked(&self, variables: &[(&str, String)], arguments: &[&str], stdin: &str) -> CliOutput {
        let mut command = binary();
        command
            .current_dir(self.folder.path())
            .env("HOME", self.home_path())
            .env("TMPDIR", self.folder.path().join("tmp"));
        command.env_remove("QLIK_NO_CACHE").envs(variables.iter().cloned()).args(arguments).write_stdin(stdin);
        command.output().unwrap().into()
    }

    /// Arguments as a failure message may show them.
    fn redact_arguments(&self, arguments: &[&str]) -> Vec<String> {
        let masked = |word: &&str| if self.scanner.has_match(word.as_bytes()) { "SECRET" } else { word }.to_owned();
        arguments.iter().map(masked).collect()
    }

    /// Adds what the tenant has handed out and was sent since the last look: tokens of keys and of OAuth.
    /// Gives back the tokens of its keys.
    fn add_new_tokens(&mut self) -> Vec<String> {
        let mut tenant = self.site.listener.tenant();
        tenant.clear_faults();
        let sent =
            |logged: &qlik_api_key::demo::LoggedRequest| logged.request.header("Authorization").map(str::to_owned);
        let authorizations: Vec<String> = tenant.requests().iter().filter_map(sent).collect();
        authorizations.iter().for_each(|value| self.scanner.add(value));
        let request = DemoRequest::new("GET", "/api/v1/api-keys?limit=100")
            .with_header("Host", "127.0.0.1")
            .with_bearer_token(&self.token);
        let reply = tenant.handle(&request, NOW.parse().unwrap());
        tenant.clear_requests();
        let list: serde_json::Value = serde_json::from_slice(&reply.response().expect("a list").body).unwrap();
        let ids = list["data"].as_array().unwrap();
        assert!(ids.len() < 100, "there may be keys that were not seen");
        let tokens = ids.iter().map(|key| tenant.key_token(key["id"].as_str().unwrap()).unwrap().to_owned());
        let tokens: Vec<String> = tokens.collect();
        tokens.iter().for_each(|token| self.scanner.add(token));
        tokens
    }

    /// The streams and files that hold a secret, but for those that the test or the store `file` keeps them in.
    fn find_leaks(&self, run: &CliOutput, besides: &[&Path]) -> Vec<String> {
        let streams = [("stdout", &run.stdout), ("stderr", &run.stderr)];
        let mut found: Vec<String> = streams
            .iter()
            .filter(|(_, text)| self.scanner.has_match(text.as_bytes()))
            .map(|(name, _)| (*name).to_owned())
            .collect();
        let theirs = [self.key_file_path(), self.credentials_path(), self.qlik_cli_contexts_path()];
        let may: Vec<&Path> = besides.iter().copied().chain(theirs.iter().map(PathBuf::as_path)).collect();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if self.scanner.has_match(path.as_os_str().as_encoded_bytes()) {
                    found.push("the name of a file".to_owned());
                }
                if path.is_dir() {
                    folders.push(path);
                } else if !may.contains(&path.as_path()) && self.scanner.has_match(&std::fs::read(&path).unwrap()) {
                    found.push(path.strip_prefix(self.folder.path()).unwrap().display().to_string());
                }
            }
        }
        found
    }
}

fn variable_names(variables: &[(&str, String)]) -> Vec<String> {
    variables.iter().map(|(name, _)| (*name).to_owned()).collect()
}

/// The ways to sign in: the variables of the run, and the flags in front of its command.
const SIGN_IN_METHODS: [&str; 8] = [
    "variable",
    "key file",
    "header",
    "OAuth variables",
    "context kept",
    "context oauth",
    "context env",
    "context command",
];

fn sign_in_with(place: &Sandbox, way: &str) -> (Vec<(&'static str, String)>, Vec<String>) {
    let server = ("QLIK_SERVER", place.site.listener.url());
    let (id, secret) = place.oauth_client.clone();
    match way {
        "variable" => (vec![server, ("QLIK_API_KEY", place.token.clone())], vec![]),
        "key file" => (vec![server, ("QLIK_API_KEY_FILE", place.key_file_path().display().to_string())], vec![]),
        "header" => (vec![server], vec!["--headers".into(), format!("Authorization=Bearer {}", place.token)]),
        "OAuth variables" => (vec![server, ("QLIK_OAUTH_CLIENT_ID", id), ("QLIK_OAUTH_CLIENT_SECRET", secret)], vec![]),
        _ => {
            let name = way.strip_prefix("context ").unwrap().to_owned();
            (vec![("QLIK_CONTEXT", name), ("CANARY_KEY", place.token.clone())], vec![])
        }
    }
}

const ALL_FORMATS: &[&str] = &["", "-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "--raw", "-q", "--jq=."];
const LIST_FORMATS: &[&str] = &["", "-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "-q", "--jq=."];
const CONFIG_FORMATS: &[&str] = &["", "-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "--raw", "--jq=."];
const DIFF_FORMATS: &[&str] = &["", "-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "--jq=."];
const REPORT_FORMATS: &[&str] = &["", "-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "--jq=."];
const WRITE_FORMATS: &[&str] = &["", "-ojson", "--raw", "-q"];
const RM_FORMATS: &[&str] = &["", "-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "-q"];
const NO_FORMATS: &[&str] = &[""];
const EXEC_FORMATS: &[&str] = &["", "-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "-q"];
const SAVE_FORMATS: &[&str] = &["", "-otable", "-q"];

/// A command and the formats that it has.
type CommandFormats = (&'static [&'static str], &'static [&'static str]);

/// The commands that talk to a tenant, and the formats that they have. `KEY` is a key that stays, `NEW` one that is new,
/// `URL` the tenant's, `CONFIG_FILE` a file of another configuration. What reads stdin gets the token.
const TENANT_COMMANDS: &[CommandFormats] = &[
    (&["ls"], ALL_FORMATS),
    (&["ls", "--older-than", "PT0S", "--match", "a", "--sort", "expiry"], LIST_FORMATS),
    (&["expiring", "--within", "PT1S"], LIST_FORMATS),
    (&["get", "KEY"], ALL_FORMATS),
    (&["create", "--description", "minted"], ALL_FORMATS),
    (&["create", "--description", "handed", "--exec", "cat >/dev/null"], EXEC_FORMATS),
    (&["create", "--description", "saved", "--save-to", "made", "--store", "file"], SAVE_FORMATS),
    (&["rotate", "NEW", "--exec", "cat >/dev/null", "--remove-old"], EXEC_FORMATS),
    (&["rotate", "NEW", "--save-to", "turned", "--store", "file", "--overlap", "P1D"], SAVE_FORMATS),
    (&["rotate", "KEY", "--exec", "cat >/dev/null", "--dry-run"], REPORT_FORMATS),
    (&["patch", "KEY", "--description", "changed"], WRITE_FORMATS),
    (&["rm", "NEW", "--yes"], WRITE_FORMATS),
    (&["rm", "NEW", "KEY", "--dry-run"], RM_FORMATS),
    (&["rm", "NEW", "absent", "--yes"], RM_FORMATS),
    (&["config", "get"], CONFIG_FORMATS),
    (&["config", "patch", "--max-keys-per-user", "999"], WRITE_FORMATS),
    (&["config", "diff", "CONFIG_FILE"], DIFF_FORMATS),
    (&["config", "apply", "CONFIG_FILE"], DIFF_FORMATS),
    (&["context", "check"], REPORT_FORMATS),
];

/// The others.
const OTHER_COMMANDS: &[CommandFormats] = &[
    (&["rotate", "--resume"], &["", "-q"]),
    (&["rotate", "--finish"], &["", "--json"]),
    (&["context", "ls"], REPORT_FORMATS),
    (&["context", "get"], REPORT_FORMATS),
    (&["context", "get", "kept"], REPORT_FORMATS),
    (&["context", "check", "oauth"], NO_FORMATS),
    (&["ls", "--all-contexts", "--limit", "2"], LIST_FORMATS),
    (&["expiring", "--all-contexts", "--within", "PT1S"], LIST_FORMATS),
    (&["config", "get", "--all-contexts"], &["", "-otable", "-ocsv"]),
    (&["context", "check", "--all-contexts"], REPORT_FORMATS),
    (&["ls", "--context", "kept,oauth,command", "--limit", "2"], LIST_FORMATS),
    (&["context", "create", "a", "-s", "URL", "--api-key-stdin", "--store", "file", "--verify"], NO_FORMATS),
    (&["context", "update", "a", "--api-key-stdin", "--verify"], NO_FORMATS),
    (&["context", "update", "a", "--comment", "b", "--json"], NO_FORMATS),
    (&["context", "use", "a"], NO_FORMATS),
    (&["context", "rename", "a", "b"], NO_FORMATS),
    (&["context", "protect", "b"], NO_FORMATS),
    (&["context", "unprotect", "b"], NO_FORMATS),
    (&["context", "rm", "b"], NO_FORMATS),
    (&["context", "import", "--dry-run"], REPORT_FORMATS),
    (&["context", "import", "--store", "file", "--verify", "--force"], REPORT_FORMATS),
    (&["context", "clear"], NO_FORMATS),
    (&["completion", "bash"], NO_FORMATS),
    (&["help"], NO_FORMATS),
    (&["help", "create"], NO_FORMATS),
    (&["help", "environment"], NO_FORMATS),
    (&["demo", "--", "ls"], ALL_FORMATS),
    (&["demo", "--", "create", "--description", "a", "-q", "-v"], NO_FORMATS),
];

/// One line of the sweep, its placeholders filled.
fn build_arguments<'a>(
    flags: &'a [String],
    words: &[&'a str],
    more: &[&'a str],
    filled: &'a [(&str, String)],
) -> Vec<&'a str> {
    let fill = |word: &&'a str| filled.iter().find(|(name, _)| name == word).map_or(*word, |(_, value)| value.as_str());
    let more = more.iter().filter(|word| !word.is_empty());
    flags.iter().map(String::as_str).chain(words.iter().map(fill)).chain(more.copied()).collect()
}

fn placeholder_values(place: &Sandbox, words: &[&str]) -> Vec<(&'static str, String)> {
    let mut filled = vec![("KEY", place.key_id.clone()), ("URL", place.site.listener.url())];
    if words.contains(&"NEW") {
        filled.push(("NEW", place.site.listener.tenant().add_key(KeySpec::new("goes"))));
    }
    if words.contains(&"CONFIG_FILE") {
        place.site.listener.tenant().configure("/max_keys_per_user", &1000.into()).unwrap();
        filled.push(("CONFIG_FILE", place.write_file("wanted.toml", "max_keys_per_user = 998\n")));
    }
    filled
}

/// The command as it is and with a trace; with a trace alone where a second run would find that it is done.
fn trace_flags(words: &[&str]) -> &'static [&'static str] {
    match words {
        ["demo" | "help", ..] => &[""],
        ["context", "ls" | "get" | "check", ..] => &["", "-v"],
        ["context", ..] => &["-v"],
        _ => &["", "-v"],
    }
}

/// Does jobs four at a time, and gives back the sum of what they count.
fn run_four_at_a_time<J: Send>(jobs: Vec<J>, work: impl Fn(J) -> usize + Sync) -> usize {
    let jobs = Mutex::new(jobs);
    std::thread::scope(|scope| {
        let worker = || std::iter::from_fn(|| jobs.lock().unwrap().pop()).map(&work).sum::<usize>();
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    })
}

/// A run that should do what it is told. A create shows its token once on stdout, or with `-q` not at all.
fn check_run(place: &mut Sandbox, variables: &[(&str, String)], arguments: &[&str], must: bool) {
    let token = place.token.clone();
    let mut run = place.run_unchecked(variables, arguments, &token);
    let tokens = place.add_new_tokens();
    let told = place.redact_arguments(arguments);
    if arguments.contains(&"minted") {
        let shown = usize::from(!arguments.contains(&"-q"));
        let times: usize = tokens.iter().map(|token| run.stdout.matches(token.as_str()).count()).sum();
        assert_eq!(times, shown, "{told:?} shows so many tokens");
        for token in tokens {
            run.stdout = run.stdout.replacen(&token, "", 1);
        }
    }
    let leaks = place.find_leaks(&run, &[]);
    assert!(leaks.is_empty(), "a secret is in {leaks:?} of {told:?} with {:?}", variable_names(variables));
    assert!(run.code == 0 || !must, "{told:?} with {:?}: {}", variable_names(variables), run.stderr);
}

/// Runs every command in every format, with and without a trace; gives back how many runs that were.
fn check_all_formats(
    place: &mut Sandbox,
    way: &str,
    variables: &[(&str, String)],
    flags: &[String],
    others: &[CommandFormats],
) -> usize {
    let mut runs = 0;
    for (words, formats) in TENANT_COMMANDS.iter().chain(others) {
        let traces = trace_flags(words);
        for (format, trace) in formats.iter().flat_map(|format| traces.iter().map(move |trace| (format, trace))) {
            let filled = placeholder_values(place, words);
            let arguments = build_arguments(flags, words, &[format, trace], &filled);
            // A header that signs in is refused for a context, which would keep it.
            let refused = words[0] == "context" || words.contains(&"--context");
            // Of all contexts, one needs a variable that is not set everywhere.
            let must =
                if words.contains(&"--all-contexts") { way == "context kept" } else { way != "header" || !refused };
            check_run(place, variables, &arguments, must);
            runs += 1;
        }
    }
    runs
}

#[test]
fn no_command_in_any_format_shows_a_secret() {
    let runs = run_four_at_a_time(SIGN_IN_METHODS.to_vec(), |way| {
        let mut place = Sandbox::with_contexts();
        let (variables, flags) = sign_in_with(&place, way);
        let others = if ["variable", "header", "context kept"].contains(&way) { OTHER_COMMANDS } else { &[] };
        check_all_formats(&mut place, way, &variables, &flags, others)
    });
    assert!(runs > 500, "only {runs} runs");
}

#[test]
fn rotating_the_context_key_shows_no_secret() {
    let mut place = Sandbox::with_contexts();
    let variables = [("QLIK_CONTEXT", "kept".to_owned())];
    for format in EXEC_FORMATS {
        for trace in ["", "-v"] {
            let arguments = build_arguments(&[], &["rotate", "--keep-old"], &[format, trace], &[]);
            check_run(&mut place, &variables, &arguments, true);
        }
    }
    for (name, fault) in fault_cases() {
        for method in ["GET", "POST"] {
            let rotate = ["rotate", "--keep-old", "--retry", "0", "-v"];
            let times = usize::from(method == "POST");
            let when = RequestMatcher::any().method(method).skip(2 * (1 - times));
            place.site.listener.tenant().fail_when(when, 9, fault.clone());
            let run = place.run_unchecked(&variables, &rotate, "");
            place.add_new_tokens();
            let leaks = place.find_leaks(&run, &[]);
            assert!(leaks.is_empty(), "a secret is in {leaks:?} with {name} at {method}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs a Secret Service"]
fn no_command_shows_a_keyring_secret() {
    let bus = crate::support::message_bus::TestBus::with_keyring();
    let mut place = Sandbox::with_contexts();
    let (url, token) = (place.site.listener.url(), place.token.clone());
    let variables = [("QLIK_CONTEXT", "ring".to_owned()), ("DBUS_SESSION_BUS_ADDRESS", bus.address.clone())];
    let create = ["context", "create", "ring", "-s", &url, "--api-key-stdin"];
    assert_eq!(place.run(&variables, &create, &token).code, 0);
    let runs = check_all_formats(&mut place, "keyring", &variables, &[], &[]);
    assert!(runs > 80, "only {runs} runs");
}

/// What goes wrong, and with which requests.
fn fault_cases() -> Vec<(&'static str, Fault)> {
    let mut faults: Vec<_> = [("400", 400), ("401", 401), ("403", 403), ("404", 404), ("500", 500), ("503", 503)]
        .map(|(name, status)| (name, Fault::status(status)))
        .into();
    faults.extend([
        ("429", Fault::too_many_requests("3600")),
        ("html", Fault::html(502)),
        ("html 200", Fault::html(200)),
        ("drop", Fault::DropRequest),
        ("lost", Fault::DropResponse),
        ("cut", Fault::TruncateResponse),
        ("redirect", Fault::redirect(307, "https://elsewhere.invalid/api/v1/api-keys?a=b")),
        ("garbage", Fault::Raw(b"no HTTP\r\n\r\n".to_vec())),
    ]);
    faults
}

#[test]
fn no_error_shows_a_secret() {
    let runs = run_four_at_a_time(SIGN_IN_METHODS.to_vec(), |way| {
        let mut place = Sandbox::with_contexts();
        let (variables, flags) = sign_in_with(&place, way);
        let places: &[&str] =
            if way.contains('O') || way.contains("oauth") { &["/api/", "/oauth/"] } else { &["/api/"] };
        let mut runs = 0;
        for (index, (words, _)) in TENANT_COMMANDS.iter().enumerate() {
            let other_half = (index + SIGN_IN_METHODS.iter().position(|other| *other == way).unwrap()) % 2;
            for (name, fault) in fault_cases().into_iter().skip(other_half).step_by(2) {
                for at in places {
                    runs += 1;
                    let how = ["-v", "--json"][(index + runs) % 2];
                    place.site.listener.tenant().fail_when(RequestMatcher::any().target_contains(at), 5, fault.clone());
                    let filled = placeholder_values(&place, words);
                    let arguments = build_arguments(&flags, words, &["--retry", "0", how], &filled);
                    let run = place.run_unchecked(&variables, &arguments, "");
                    place.add_new_tokens();
                    let leaks = place.find_leaks(&run, &[]);
                    let told = format!("{:?} with {way} and {name} at {at}", place.redact_arguments(&arguments));
                    assert!(leaks.is_empty(), "a secret is in {leaks:?} of {told}");
                    // What a change answers besides its status is not read, and is nothing that could be cut. Of many keys
                    // those that are not there are gone.
                    let gone = name == "404" && (words.contains(&"absent") || words.contains(&"--dry-run"));
                    let harmless = gone || ["html 200", "cut"].contains(&name);
                    assert!(run.code != 0 || harmless, "{told}: it did not fail");
                }
            }
        }
        runs
    });
    assert!(runs > 400, "only {runs} runs");
}

/// What a person does wrong: the variables of the run, its arguments, and its stdin.
type Mistake<'a> = (Vec<(&'a str, String)>, Vec<&'a str>, &'a str);

#[test]
fn no_usage_mistake_shows_a_secret() {
    let place = Sandbox::new();
    let (url, token, secret) = (place.site.listener.url(), place.token.clone(), place.oauth_client.1.clone());
    let (id, key_file) = (place.oauth_client.0.clone(), place.key_file_path().display().to_string());
    let server = || ("QLIK_SERVER", url.clone());
    let key = |value: &str| vec![server(), ("QLIK_API_KEY", value.to_owned())];
    let [spaced, broken, accented] =
        [format!("{token} {token}"), format!("{token}\n{token}"), format!("{token}\u{e9}")];
    let [equals, plain, joined] =
        [format!("--api-key={token}"), format!("Authorization {token}"), format!("Authorization={token},x")];
    let authorization = format!("Authorization=Bearer {token}");
    let [user, query, path] = ["https://ada:T@127.0.0.1", "https://127.0.0.1/?key=T", "https://127.0.0.1/T"]
        .map(|text| text.replace('T', &token));
    let (long, cookie) = (format!("--oauth-client-secret={secret}"), format!("Cookie=session={token}"));
    let [prints, fails, splits, odd] = ["cat {}", "cat {}; exit 3", "cat {} {}", "cat {}; printf '\\377'"]
        .map(|command| command.replace("{}", &key_file));
    let create = |more: &[&'static str]| [&["context", "create", "a", "-s", "https://127.0.0.1:1"], more].concat();
    let mut mistakes: Vec<Mistake> = vec![
        (key(&spaced), vec!["ls"], ""),
        (key(&broken), vec!["ls"], ""),
        (key(&accented), vec!["ls"], ""),
        ([key(&token), vec![("QLIK_API_KEY_FILE", key_file.clone())]].concat(), vec!["ls"], ""),
        ([key(&token), vec![("QLIK_OAUTH_CLIENT_SECRET", secret.clone())]].concat(), vec!["ls"], ""),
        (key(&token), vec!["ls", "--headers", &authorization], ""),
        (vec![server(), ("QLIK_OAUTH_CLIENT_SECRET", secret.clone())], vec!["ls"], ""),
        (vec![("QLIK_API_KEY", token.clone())], vec!["ls"], ""),
        (vec![("QLIK_API_KEY", token.clone()), ("QLIK_SERVER", "http://tenant.example".into())], vec!["ls"], ""),
        (vec![("QLIK_API_KEY", token.clone())], vec!["ls", "-s", &user], ""),
        (vec![("QLIK_API_KEY", token.clone())], vec!["ls", "-s", &query], ""),
        (vec![("QLIK_API_KEY", token.clone())], vec!["ls", "-s", &path], ""),
        (vec![server()], vec!["ls", "--headers", &token], ""),
        (vec![server()], vec!["ls", "--headers", &plain], ""),
        (vec![server()], vec!["ls", "--headers", &joined], ""),
        (key(&token), vec!["ls", "--headers", &cookie], ""),
        (key(&token), vec!["ls", "--no-such-flag"], ""),
        (key(&token), vec!["ls", "--limit", "x"], ""),
        (key(&token), vec!["ls", "--jq", &token], ""),
        (key(&token), vec!["ls", "--jq", "env"], ""),
        (key(&token), vec!["ls", "--jq", "$ENV.QLIK_API_KEY"], ""),
        (key(&token), vec!["create", "--description", "a", "--jq", ".token.x"], ""),
        (key(&token), vec!["--context", "nobody", "ls"], ""),
        (key(&token), vec!["rm", "-", "--yes"], &token),
        (key(&token), vec!["rm", "-", "--yes"], &equals),
        (key(&token), vec!["rm", "-", "--yes"], &spaced),
        (key(&token), vec!["rm", "-"], &token),
        (vec![server()], vec!["ls", &equals], ""),
        (vec![server()], vec!["ls", "--api-key", &token], ""),
        (vec![server()], vec!["ls", &long], ""),
        (vec![], [create(&["--api-key-stdin"]), vec!["--api-key", &token]].concat(), ""),
        (vec![], [create(&["--api-key"]), vec![&spaced]].concat(), ""),
        (vec![], [create(&["--api-key"]), vec![&token]].concat(), ""),
        (vec![], vec!["context", "create", "a", "--api-key", &token], ""),
        (vec![], create(&["--api-key-stdin"]), &token),
        (vec![], create(&["--api-key-stdin"]), &broken),
        (vec![], create(&["--api-key-stdin", "--store", "file", "--verify", "--retry", "0"]), &token),
        (vec![], [create(&["--oauth-client-secret"]), vec![&secret]].concat(), ""),
        (vec![], [create(&["--oauth-client-secret-stdin", "--oauth-client-id"]), vec![&id]].concat(), &secret),
        (vec![], [create(&["--headers"]), vec![&authorization]].concat(), &token),
        (vec![], [create(&["--headers"]), vec![&cookie]].concat(), &token),
        (vec![], vec!["context", "update", "a", "--api-key", &token], ""),
        (vec![("HTTPS_PROXY", format!("http://ada:{token}@127.0.0.1:1"))], vec!["ls", "-s", "https://t.invalid"], ""),
    ];
    for command in [&fails, &splits, &odd] {
        mistakes.push((
            vec![],
            vec!["context", "create", "b", "-s", &url, "--verify", "--api-key-command", command],
            "",
        ));
    }
    mistakes.push((
        vec![],
        vec!["context", "create", "b", "-s", "https://127.0.0.1:1", "--api-key-command", &prints],
        "",
    ));
    mistakes.push((vec![], vec!["ls", "--context", "b"], ""));
    for word in ["ls", "frob"] {
        mistakes.push((vec![("QLIK_API_KEY_FILE", "/nonexistent/key".into()), server()], vec![word], ""));
    }
    let mut place = place;
    for (variables, arguments, stdin) in &mistakes {
        for how in ["-v", "--json"] {
            let run = place.run(variables, &[arguments, &[how, "--retry=0"][..]].concat(), stdin);
            let done = arguments.contains(&"--api-key-command") || arguments.contains(&cookie.as_str());
            assert!(run.code != 0 || done, "{:?} did not fail", place.redact_arguments(arguments));
        }
    }
}

#[test]
fn config_file_errors_show_no_secret() {
    let place = Sandbox::with_contexts();
    let (variables, _) = sign_in_with(&place, "variable");
    let token = place.token.clone();
    let texts = [
        token.clone(),
        format!("key = \"{token}\""),
        format!("max_keys_per_user = \"{token}\""),
        format!("max_keys_per_user = {token}"),
        format!("\"{token}\" = 1"),
        format!("{token} = 1"),
        format!("[\"{token}\"]"),
        format!("{{\"max_api_key_expiry\": \"{token}\"}}"),
        format!("{{\"max_keys_per_user\": {token}}}"),
        format!("{{\"{token}\": 1}}"),
        format!("{{\"{token}"),
        format!("\"{token}\""),
        format!("[\"{token}\"]"),
    ];
    for text in &texts {
        for name in ["wanted.toml", "wanted.json"] {
            let path = place.write_file(name, text);
            for how in ["-v", "--json"] {
                let run = place.run_unchecked(&variables, &["config", "apply", &path, how], "");
                assert_eq!(run.code, 2, "it was taken for a configuration");
                let leaks = place.find_leaks(&run, &[Path::new(&path)]);
                assert!(leaks.is_empty(), "a secret is in {leaks:?} of {:?}", text.replace(&token, "TOKEN"));
            }
            std::fs::remove_file(path).unwrap();
        }
    }
}

#[test]
fn protection_errors_show_no_secret() {
    let mut place = Sandbox::with_contexts();
    assert_eq!(place.run(&[], &["context", "protect", "kept"], "").code, 0);
    let wanted = place.write_file("wanted.toml", "max_keys_per_user = 998\n");
    for way in SIGN_IN_METHODS {
        let (variables, flags) = sign_in_with(&place, way);
        for words in [
            &["create", "--description", "a"][..],
            &["patch", "k", "--description", "a"],
            &["rm", "k"],
            &["config", "patch", "--max-keys-per-user", "5"],
            &["config", "apply", &wanted],
        ] {
            for how in ["-v", "--json"] {
                let run = place.run(&variables, &build_arguments(&flags, words, &[how], &[]), "");
                assert_eq!(run.code, 2, "{words:?} with {way}: {}", run.stderr);
            }
        }
    }
    assert!(place.site.take_requests().is_empty(), "something was sent");
}

#[test]
fn damaged_file_errors_show_no_secret() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut place = Sandbox::with_contexts();
    let (profile, credentials, token) = (place.profile_path(), place.credentials_path(), place.token.clone());
    let [good, kept] = [&profile, &credentials].map(|path| std::fs::read_to_string(path).unwrap());
    let damaged = [
        format!("{good}key = {token}\n"),
        format!("{good}\"{token}\n"),
        format!("{good}[{token}\n"),
        good.replace("auth = \"api-key\"", &format!("auth = \"{token}\"")),
        good.replace("store = \"file\"", &format!("store = \"{token}\"")),
        good.replace("server = \"http", &format!("server = \"https://ada:{token}@http")),
        good.replace("store = \"file\"", &format!("store = \"file\"\nheaders = {{ Authorization = \"{token}\" }}")),
        good.replace("store = \"file\"", &format!("store = \"file\"\nheaders = \"{token}\"")),
    ];
    let secrets = [
        format!("{kept}{token}"),
        kept.replace("= \"", "= "),
        kept.replace("= \"", "= [\"").replace("\"\n", "\"]\n"),
        kept.replace('.', ". "),
        format!("{token}\n"),
    ];
    let files =
        damaged.iter().map(|text| (&profile, &good, text)).chain(secrets.iter().map(|t| (&credentials, &kept, t)));
    for (path, whole, text) in files {
        std::fs::write(path, text).unwrap();
        for words in [&["ls", "--context", "kept"][..], &["ls", "--context", "oauth"], &["context", "ls"]] {
            for how in ["-v", "--json"] {
                let run = place.run_unchecked(&[], &[words, &[how, "--retry=0"]].concat(), "");
                let leaks = place.find_leaks(&run, &[path]);
                assert!(
                    leaks.is_empty(),
                    "a secret is in {leaks:?} of {words:?} {how} with a damaged {}",
                    path.display()
                );
            }
        }
        std::fs::write(path, whole).unwrap();
    }
    std::fs::set_permissions(&credentials, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(place.run(&[], &["ls", "--context", "kept", "-v"], "").code, 3);
}

#[test]
fn import_errors_show_no_secret() {
    let mut place = Sandbox::with_contexts();
    let token = place.token.clone();
    for text in [
        "T",
        "T: T",
        "contexts: T",
        "contexts: [T]",
        "contexts:\n  a: \"T\n",
        "contexts:\n  a: T: T\n",
        "contexts:\n  a: @T\n",
        "contexts:\n  a: *T\n",
        "contexts:\n  a: !T T\n",
        "%T\n---\na: b\n",
        "contexts:\n  a: {server: T}\n",
        "contexts:\n  a: {server: 'https://ada:T@tenant.example'}\n",
        "contexts:\n  a: {server: tenant.example, server-type: T}\n",
        "contexts:\n  a: {server: tenant.example, headers: T}\n",
        "contexts:\n  a: {server: tenant.example, headers: {Authorization: T}}\n",
        "contexts:\n  a: {server: tenant.example, headers: {Authorization: Bearer T T}}\n",
        "contexts:\n  a: {server: tenant.example, headers: {Authorization: Basic T}}\n",
        "contexts:\n  a: {server: tenant.example, headers: {Authorization: [T]}}\n",
        "contexts:\n  a: {server: tenant.example, headers: {'T T': T}}\n",
        "contexts:\n  a: {server: tenant.example, oauth-client-secret: T}\n",
        "contexts:\n  a: {server: tenant.example, oauth-client-id: T}\n",
        "contexts:\n  a: {server: tenant.example, oauth-client-id: a, oauth-client-secret: T T}\n",
        "contexts:\n  a: {server: tenant.example, headers: {Authorization: Bearer T, X-Other: T}}\n",
    ] {
        std::fs::write(place.qlik_cli_contexts_path(), text.replace('T', &token)).unwrap();
        for how in ["-v", "--json"] {
            let run = place.run(&[], &["context", "import", "--store", "file", "--force", how], "");
            assert!([0, 1, 8].contains(&run.code), "{text:?} {how}");
        }
    }
}

#[test]
fn invalid_response_errors_show_no_token() {
    let mut place = Sandbox::new();
    let token = format!("{}.{}", "e30.e30", "fakefakefakefake-signature-of-no-key-0123456789".repeat(2));
    place.scanner.add(&token);
    let answers = [
        "T\"",
        "\"T\"",
        "[\"T\"]",
        "{\"token\":\"T\"}",
        "{\"access_token\":\"T\",\"expires_in\":\"T\"}",
        "{\"access_token\":{\"T\":1}}",
        "{\"id\":1,\"token\":\"T\"}",
        "{\"id\":\"a\",\"token\":{\"T\":\"T\"}}",
        "{\"id\":\"\",\"token\":\"T\"}",
        "<html>T",
    ]
    .map(|answer| answer.replace('T', &token));
    let (variable, _) = sign_in_with(&place, "variable");
    let (oauth, _) = sign_in_with(&place, "OAuth variables");
    for answer in &answers {
        for (variables, arguments) in
            [(&variable, &["create", "--description", "a"][..]), (&oauth, &["ls"]), (&oauth, &["context", "check"])]
        {
            for how in ["-v", "--json"] {
                place.site.stub_response(200, answer);
                let run = place.run(variables, &[arguments, &[how, "--retry=0"]].concat(), "");
                place.site.listener.tenant().clear_faults();
                let shape = answer.replace(&token, "T");
                assert!(run.code != 0 || answer.contains("access_token"), "{arguments:?} took {shape:?} for an answer");
            }
        }
    }
}

#[test]
fn the_scanner_finds_planted_leaks() {
    let mut place = Sandbox::new();
    let (token, signature) = (place.token.clone(), place.token.rsplit('.').next().unwrap().to_owned());
    let run = |stdout: &str, stderr: &str| CliOutput { code: 0, stdout: stdout.to_owned(), stderr: stderr.to_owned() };
    assert_eq!(place.find_leaks(&run("nothing", "here"), &[]), Vec::<String>::new());
    let bearer = format!("Bearer {token}");
    let url_safe = BASE64_URL_SAFE.encode(&bearer);
    let percent = |text: &str| text.replace('.', "%2E").replace('-', "%2D").replace('_', "%5F");
    let planted = [
        token.clone(),
        bearer.clone(),
        signature[40..40 + LEAK_LENGTH].to_owned(),
        format!("before{}after", &signature[signature.len() - LEAK_LENGTH..]),
        percent(&token),
        percent(&token).to_lowercase().replace(&percent(&token).to_lowercase(), &percent(&token)),
        token.bytes().map(|byte| format!("%{byte:02x}")).collect(),
        token.bytes().map(|byte| format!("{byte:02x}")).collect(),
        BASE64_STANDARD.encode(&token),
        BASE64_STANDARD.encode(&bearer),
        BASE64_STANDARD.encode(format!("user:{token}")),
        BASE64_STANDARD.encode(&bearer).trim_end_matches('=').to_owned(),
        url_safe.trim_end_matches('=').to_owned(),
        url_safe,
        place.oauth_client.1[8..8 + LEAK_LENGTH].to_owned(),
    ];
    for (number, leak) in planted.iter().enumerate() {
        let text = format!("one line\nand {leak}\n");
        assert_eq!(place.find_leaks(&run(&text, ""), &[]), ["stdout"], "form {number}");
        assert_eq!(place.find_leaks(&run("", &text), &[]), ["stderr"], "form {number}");
        let file = place.home_path().join("litter");
        std::fs::write(&file, &text).unwrap();
        assert_eq!(place.find_leaks(&run("", ""), &[]), ["home/litter"], "form {number}");
        std::fs::remove_file(file).unwrap();
    }
    assert!(place.find_leaks(&run(&signature[..LEAK_LENGTH - 1], ""), &[]).is_empty(), "less than that is no leak");
    // And through the binary: what a person writes into a description is shown, and a comment is kept.
    let (variables, _) = sign_in_with(&place, "variable");
    let shown = place.run_unchecked(&variables, &["create", "--description", &token, "--json"], "");
    assert!(place.find_leaks(&shown, &[]) == ["stdout"], "a token in a description is not found");
    let comment = ["context", "create", "a", "-s", "https://t.invalid", "--api-key-env", "A", "--comment", &token];
    let kept = place.run_unchecked(&[], &comment, "");
    assert!(place.find_leaks(&kept, &[]) == ["home/.config/qlik/contexts.toml"], "a token in a comment is not found");
    std::fs::remove_file(place.profile_path()).unwrap();
    // What is minted is a secret too.
    let minted = place.run_unchecked(&variables, &["create", "--description", "minted", "--json"], "");
    assert!(place.find_leaks(&minted, &[]).is_empty(), "nobody knows it yet");
    place.add_new_tokens();
    assert!(place.find_leaks(&minted, &[]) == ["stdout"], "the new token is not found");
}

#[cfg(target_os = "linux")]
mod processes {
    //! What `/proc` shows of the program and of what it starts.

    use super::*;
    use crate::support::process::{self, Child};
    use crate::support::{isolated_in, std_binary};

    /// Writes the command lines and variables of itself and of its parents up to the program, and prints the key.
    const DUMP_PARENTS_SCRIPT: &str = r#"p=$$
while :; do
  cat /proc/$p/cmdline /proc/$p/environ >> "$SEEN"
  case $(readlink /proc/$p/exe) in */qlik-api-key) echo reached >> "$SEEN"; break ;; esac
  while read -r name value; do case $name in PPid:) p=$value ;; esac; done < /proc/$p/status
done
cat "$HOME/key"
"#;

    #[test]
    fn child_processes_get_no_stored_secret() {
        let mut place = Sandbox::with_contexts();
        let [script, seen] = ["script", "seen"].map(|name| place.folder.path().join(name));
        std::fs::write(&script, DUMP_PARENTS_SCRIPT).unwrap();
        let command = format!("sh {}", script.display());
        let url = place.site.listener.url();
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
            let run = place.run(&variables, arguments, "");
            assert_eq!(run.code, code, "{arguments:?}: {}", run.stderr);
            let text = std::fs::read(&seen).unwrap();
            assert!(
                text.ends_with(
                    b"reached
"
                ),
                "{arguments:?}: the script did not find the program"
            );
            assert!(!place.scanner.has_match(&text), "{arguments:?}: a child can see a secret");
        }
    }

    #[test]
    fn a_running_program_reveals_no_stored_secret() {
        let mut place = Sandbox::with_contexts();
        let (url, token) = (place.site.listener.url(), place.token.clone());
        let stdin = ["context", "create", "new", "-s", &url, "--api-key-stdin", "--store", "file", "--verify"];
        for (arguments, stdin) in
            [(&["ls", "--context", "kept"][..], ""), (&["ls", "--context", "oauth", "-v"], ""), (&stdin, &token)]
        {
            let home = place.home_path();
            place.add_new_tokens();
            let slow = RequestMatcher::any().target_contains("/api/");
            place.site.listener.tenant().fail_when(slow, 1, Fault::Delay(Duration::from_millis(400)));
            let child = start_with_stdin(&home, arguments, stdin);
            process::wait_until("a request", || {
                place.site.listener.tenant().requests().iter().any(|r| r.request.target.starts_with("/api/"))
            });
            for name in ["cmdline", "environ"] {
                let text = std::fs::read(format!("/proc/{}/{name}", child.id())).unwrap();
                assert!(text.len() > 20, "{name} tells nothing");
                assert!(!place.scanner.has_match(&text), "{arguments:?}: a secret is in its {name}");
            }
            assert!(child.wait().success(), "{arguments:?}");
        }
    }

    fn start_with_stdin(home: &Path, arguments: &[&str], stdin: &str) -> Child {
        use std::io::Write as _;
        use std::process::Stdio;
        let mut command = isolated_in(home, std_binary());
        command.args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = Child::start(&mut command);
        child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
        child
    }
}

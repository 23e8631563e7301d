//! Several contexts in one run: `--all-contexts` and `--context a,b,c`.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use qlik_api_key::demo::{DemoResponse, Fault, KeySpec, Listener, RequestMatcher, Tenant, TestUser};
use serde_json::Value;

use crate::support::{CliOutput, NOW, UNREACHABLE_ADDRESS, binary};

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
fn two_failures_hide_none_of_the_other_tenants() {
    const SLOWEST: Duration = Duration::from_secs(2);
    let names: Vec<String> = (0..30).map(|number| format!("tenant-{number:02}")).collect();
    let tenants = Tenants::new(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let mut urls: Vec<_> = tenants.listeners.iter().map(Listener::url).collect();
    urls[3] = format!("http://{UNREACHABLE_ADDRESS}");
    tenants.write_profile(&urls);
    // One after the other, they would take more than ten seconds.
    for (number, listener) in tenants.listeners.iter().enumerate() {
        let delay = if number == 5 { SLOWEST } else { Duration::from_millis(300) };
        listener.tenant().fail_next(1, Fault::Delay(delay));
    }
    let started = Instant::now();
    let run: CliOutput = tenants
        .command(&["ls", "--all-contexts", "--retry", "0"])
        .env("KEY_17", "fake-token-that-no-tenant-knows")
        .output()
        .unwrap()
        .into();
    let elapsed = started.elapsed();
    println!("30 tenants, the slowest of which takes {SLOWEST:?}: {elapsed:?}");
    assert_eq!(run.code, 8, "{}", run.stderr);
    let listed = deduplicate(context_names(&run));
    let expected: Vec<_> = names.iter().filter(|name| !["tenant-03", "tenant-17"].contains(&name.as_str())).collect();
    assert_eq!(listed.iter().collect::<Vec<_>>(), expected, "the order is not that of the profile, or one is missing");
    let errors: Vec<_> = run.stderr.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(errors.len(), 2, "{}", run.stderr);
    assert!(errors[0].starts_with("error: context \"tenant-03\": could not list the API keys: no connection to"));
    assert!(errors[1].starts_with("error: context \"tenant-17\": could not list the API keys: Unauthorized"));
    assert_eq!(run.stderr.matches("\nhint: ").count(), 2, "{}", run.stderr);
    assert!(elapsed >= SLOWEST && elapsed < SLOWEST * 4, "it took {elapsed:?}");
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
fn every_format_starts_with_the_context() {
    let tenants = Tenants::new(&["b", "a"]);
    let list =
        |more: &[&str]| tenants.run(&[&["ls", "--all-contexts", "--match", "key of"], more].concat()).succeeds().stdout;
    let ids: Vec<String> = list(&["-q"]).lines().map(str::to_owned).collect();
    assert_eq!(
        list(&["-o", "csv", "--columns", "description,status"]),
        "context,description,status\nb,key of b,active\na,key of a,active\n"
    );
    assert_eq!(list(&["-o", "tsv", "--columns", "id", "--no-header"]), format!("b\t{}\na\t{}\n", ids[0], ids[1]));
    let table = list(&["-o", "table", "--columns", "description,expiry"]);
    assert_eq!(
        table,
        "Context  Description  Expires\nb        key of b     2026-12-23, in 30 days\na        key of a     2026-12-23, in 30 days\n"
    );
    let lines = list(&["-o", "jsonl"]);
    assert!(lines.starts_with(&format!("{{\"context\":\"b\",\"id\":\"{}\",\"sub\":", ids[0])), "{lines}");
    // Apart from the context, a row is as the tenant sent it.
    let mut row: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    row.as_object_mut().unwrap().shift_remove("context");
    assert_eq!(row, tenants.run(&["--context", "b", "ls", "--match", "key of"]).succeeds().json()[0]);
    let header = list(&["-o", "csv"]);
    assert!(header.starts_with("context,id,description,status,"), "{header}");
    assert_eq!(
        tenants.run(&["ls", "--all-contexts"]).succeeds().stdout,
        tenants.run(&["ls", "--all-contexts", "--json"]).succeeds().stdout
    );
}

#[test]
fn context_names_are_escaped_and_cannot_be_forged() {
    let special = "it's a \"name\" \\ \u{202e}ü";
    let tenants = Tenants::new(&["plain", special]);
    assert_eq!(context_names(&tenants.run(&["ls", "--all-contexts", "--limit", "1"]).succeeds()), ["plain", special]);
    tenants.stub_response(0, r#"{"data":[{"id":"k","context":"forged","cont\u0065xt":"again","n":1.50}]}"#);
    let run = tenants.run(&["ls", "--all-contexts", "--limit", "1", "-o", "jsonl"]).succeeds();
    assert_eq!(run.stdout.lines().next().unwrap(), r#"{"context":"plain","id":"k","n":1.50}"#);
    let table =
        tenants.run(&["ls", "--all-contexts", "--limit", "1", "-o", "table", "--columns", "status"]).succeeds().stdout;
    assert!(table.contains("\\u202e") && !table.contains('\u{202e}'), "{table}");
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
fn limit_and_filters_apply_to_each_tenant() {
    let tenants = Tenants::new(&["a", "b"]);
    for listener in &tenants.listeners {
        listener.tenant().add_keys(150);
    }
    let run =
        tenants.run(&["ls", "--all-contexts", "--match", "key 1", "--sort", "description", "--limit", "20"]).succeeds();
    assert_eq!(context_names(&run), [["a"; 20], ["b"; 20]].concat());
    assert_eq!(run.json()[20]["description"], "key 100");
    assert_eq!(context_names(&tenants.run(&["ls", "--all-contexts", "--limit", "120"]).succeeds()).len(), 240);
}

#[test]
fn config_get_and_context_check_print_rows() {
    let tenants = Tenants::new(&["a", "b"]);
    tenants.listeners[1].tenant().configure("/max_keys_per_user", &9.into()).unwrap();
    let get = |more: &[&str]| tenants.run(&[&["config", "get", "--all-contexts"], more].concat());
    assert_eq!(context_names(&get(&[]).succeeds()), ["a", "b"]);
    let columns = ["--columns", "max_keys_per_user,max_api_key_expiry"];
    let table = get(&[&["-o", "table"], &columns[..]].concat()).succeeds().stdout;
    assert_eq!(
        table,
        "Context  Keys per user  Longest expiry\na        5              PT24H\nb        9              PT24H\n"
    );
    let tsv = get(&[&["-o", "tsv", "--no-header"], &columns[..]].concat()).succeeds().stdout;
    assert_eq!(tsv, "a\t5\tPT24H\nb\t9\tPT24H\n");
    assert_eq!(get(&["-o", "table", "--no-header"]).succeeds().stdout.lines().count(), 2);
    get(&["-q"]).fails(2, "`config get` does not support -q");

    let checked = tenants.run(&["context", "check", "--context", "a,b", "--json"]).succeeds();
    assert_eq!(context_names(&checked), ["a", "b"]);
    let tenant = tenants.listeners[1].tenant().id().to_owned();
    assert_eq!(
        (&checked.json()[1]["tenantId"], &checked.json()[1]["server"]),
        (&tenant.into(), &tenants.listeners[1].url().into())
    );
    let table = tenants.run(&["context", "check", "--all-contexts"]).succeeds().stdout;
    let lines: Vec<_> = table.lines().collect();
    assert!(lines[0].starts_with("Context  User "), "{table}");
    assert!(lines[0].contains("  Tenant  ") && lines[0].ends_with("  Key expires"), "{table}");
    assert!(lines[2].starts_with("b        ") && lines[2].ends_with(", in 89 days"), "{table}");
    let csv = tenants.run(&["context", "check", "a", "-o", "csv"]).succeeds().stdout;
    assert!(csv.starts_with("context,server,name,userId,tenantId,keyId,expiry,email\na,http://127.0.0.1:"), "{csv}");
}

#[test]
fn reports_a_failing_tenant_and_lists_the_others() {
    let tenants = Tenants::new(&["a", "b", "c"]);
    for (fault, message) in [
        (Fault::status(403), "error: context \"b\": could not list the API keys: Forbidden"),
        (Fault::html(200), "error: context \"b\": the response to GET /api/v1/api-keys?limit=100 is an HTML page"),
        (Fault::redirect(307, "https://elsewhere.invalid/"), "redirects to https://elsewhere.invalid"),
        (Fault::too_many_requests("3600"), "hint: try again in 3600 s"),
    ] {
        tenants.fail_next(1, fault);
        let run = tenants.run(&["ls", "--all-contexts"]);
        assert_eq!((run.code, deduplicate(context_names(&run))), (8, vec!["a".into(), "c".into()]), "{message}");
        assert!(run.stderr.contains(message), "{message}: {}", run.stderr);
        assert_eq!(run.stderr.matches("error: ").count(), 1, "{}", run.stderr);
    }
    // A list without API keys is a failure of that tenant.
    tenants.stub_response(1, r#"{"data":[7]}"#);
    let run = tenants.run(&["ls", "--all-contexts", "-o", "jsonl"]);
    assert_eq!((run.code, run.stdout.lines().count()), (8, 8), "{}", run.stdout);
    // If a later page fails, no row of that tenant is printed.
    tenants.listeners[1].tenant().add_keys(150);
    tenants.listeners[1].tenant().fail_when(RequestMatcher::any().skip(1), 1, Fault::status(403));
    let run = tenants.run(&["ls", "--all-contexts", "-q"]);
    assert_eq!((run.code, run.stdout.lines().count()), (8, 8), "{}", run.stderr);
}

#[test]
fn json_errors_are_one_object_per_line() {
    let tenants = Tenants::new(&["a", "b", "c"]);
    tenants.fail_next(0, Fault::status(403));
    tenants.fail_next(2, Fault::status(401));
    let run = tenants.run(&["ls", "--all-contexts", "--json"]);
    let errors: Vec<Value> = run.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let summary = |error: &Value| {
        (error["context"].as_str().map(str::to_owned), error["status"].as_u64(), error["exit"].as_u64())
    };
    let summaries: Vec<_> = errors.iter().map(summary).collect();
    assert_eq!(summaries, [(Some("a".into()), Some(403), Some(4)), (Some("c".into()), Some(401), Some(3))]);
    assert_eq!((run.code, deduplicate(context_names(&run))), (8, vec!["b".into()]));
}

#[test]
fn exit_code_is_8_when_all_tenants_fail() {
    let tenants = Tenants::new(&["a", "b"]);
    for command in [&["ls"][..], &["expiring"], &["config", "get"], &["context", "check", "--json"]] {
        tenants.fail_next(0, Fault::status(403));
        tenants.fail_next(1, Fault::status(403));
        let run = tenants.run(&[command, &["--all-contexts"]].concat());
        assert_eq!((run.code, run.stdout.as_str()), (8, "[]\n"), "{command:?}");
        assert_eq!(
            run.stderr.lines().filter(|line| line.contains("Forbidden")).count(),
            2,
            "{command:?}: {}",
            run.stderr
        );
    }
}

#[test]
fn an_unusable_context_fails_alone() {
    let tenants = Tenants::new(&["a", "b", "c"]);
    let text = std::fs::read_to_string(tenants.profile_path()).unwrap();
    std::fs::write(tenants.profile_path(), text.replacen("auth = \"api-key\"", "auth = \"guess\"", 1)).unwrap();
    let run: CliOutput = tenants.command(&["ls", "--all-contexts"]).env_remove("KEY_2").output().unwrap().into();
    assert_eq!((run.code, deduplicate(context_names(&run))), (8, vec!["b".into()]));
    assert!(run.stderr.contains("error: context \"a\": ") && run.stderr.contains("auth: must be"), "{}", run.stderr);
    assert!(run.stderr.contains("error: context \"c\" takes its key from KEY_2, which is not set"), "{}", run.stderr);
    // Without a keyring, each context fails immediately.
    std::fs::write(tenants.profile_path(), text.replace("store = \"env\"", "store = \"keyring\"")).unwrap();
    let started = Instant::now();
    let run = tenants.run(&["ls", "--all-contexts"]);
    assert_eq!((run.code, run.stderr.matches("there is no keyring").count()), (8, 3), "{}", run.stderr);
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[test]
fn a_hanging_tenant_delays_the_others_by_at_most_the_timeout() {
    let tenants = Tenants::new(&["a", "b"]);
    tenants.listeners[0].tenant().fail_next(9, Fault::Delay(Duration::from_secs(20)));
    let started = Instant::now();
    let run = tenants.run(&["ls", "--all-contexts", "--timeout", "2"]);
    let elapsed = started.elapsed();
    assert_eq!((run.code, deduplicate(context_names(&run))), (8, vec!["b".into()]));
    assert!(
        run.stderr.contains("error: context \"a\": could not list the API keys: no response from"),
        "{}",
        run.stderr
    );
    assert!(elapsed < Duration::from_secs(5), "it took {elapsed:?}");
    assert_eq!(tenants.take_request_counts()[0], 1, "the request was retried");
    // A request that fails quickly is retried within the timeout, with a notice.
    tenants.fail_next(1, Fault::status(503));
    tenants.listeners[0].tenant().clear_faults();
    let run = tenants.run(&["ls", "--all-contexts"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (0, "context \"b\": could not list the API keys: answered 503; trying again in 1 s\n")
    );
}

#[test]
fn expiring_prefers_exit_code_11_over_8_over_10() {
    let now: jiff::Timestamp = NOW.parse().unwrap();
    let tenants = Tenants::new(&["none", "some", "critical"]);
    for (number, hours) in [(1, 200), (2, 5)] {
        let expiry = now + jiff::SignedDuration::from_hours(hours);
        tenants.listeners[number].tenant().add_key(KeySpec::new("ends").expiry(expiry));
    }
    for (list, failing, code, rows) in [
        ("none,some", None, 10, 1),
        ("none,some,critical", None, 11, 2),
        ("none,some", Some(0), 8, 1),
        ("none,critical", Some(0), 11, 1),
        ("none,some,critical", Some(2), 8, 1),
        ("none,none", None, 0, 0),
    ] {
        if let Some(number) = failing {
            tenants.fail_next(number, Fault::status(403));
        }
        let run = tenants.run(&["expiring", "--context", list]);
        assert_eq!((run.code, context_names(&run).len()), (code, rows), "{list} {failing:?}: {}", run.stderr);
        assert_eq!(run.stderr.contains("error: "), failing.is_some(), "{list} {failing:?}: {}", run.stderr);
    }
}

#[test]
fn rejects_single_tenant_options_before_sending() {
    let tenants = Tenants::new(&["a", "b"]);
    for (arguments, message) in [
        (
            &["ls", "--all-contexts", "-s", "https://tenant.example"][..],
            "--all-contexts and --server can't be combined",
        ),
        (&["ls", "--context", "a,b", "-s", "https://tenant.example"], "--context and --server can't be combined"),
        (
            &["ls", "--all-contexts", "--headers", "Authorization=Bearer fake"],
            "--headers Authorization can't be combined",
        ),
        (&["ls", "--all-contexts", "--headers", "Cookie=fake"], "--headers Cookie can't be combined"),
        (&["ls", "--all-contexts", "--context", "a"], "--all-contexts and --context can't be combined"),
        (&["ls", "--all-contexts", "--raw"], "--all-contexts and --raw can't be combined"),
        (&["config", "get", "--context", "a,b", "--raw"], "--context and --raw can't be combined"),
        (&["expiring", "--all-contexts", "--raw"], "--raw"),
        (&["config", "get", "t", "--all-contexts"], "TENANT-ID can't be used with several contexts"),
        (&["context", "check", "a", "--all-contexts"], "NAME can't be used with several contexts"),
        (&["get", "k", "--context", "a,b"], "--context names 2 contexts, but this command takes one"),
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

#[test]
fn config_diff_and_apply_cover_all_contexts() {
    let tenants = Tenants::new(&["a", "b", "c"]);
    let file = tenants.folder.path().join("desired.toml");
    std::fs::write(&file, "max_keys_per_user = 7\n").unwrap();
    let file = file.to_str().unwrap();
    tenants.listeners[1].tenant().configure("/max_keys_per_user", &7.into()).unwrap();
    let rows = |run: &CliOutput| -> Vec<String> {
        let row = |row: &Value| format!("{} {} {} {}", row["context"], row["field"], row["before"], row["after"]);
        run.json().as_array().unwrap().iter().map(row).collect()
    };
    let expected = ["\"a\" \"max_keys_per_user\" 5 7", "\"c\" \"max_keys_per_user\" 5 7"];
    let diff = tenants.run(&["config", "diff", file, "--all-contexts"]).succeeds();
    assert_eq!(rows(&diff), expected);
    assert_eq!(tenants.run(&["config", "diff", file, "--all-contexts", "--exit-code"]).code, 1);
    let plan = tenants.run(&["config", "apply", file, "--all-contexts", "--dry-run", "--json"]).succeeds();
    assert_eq!(rows(&plan), expected);
    // A failing tenant does not stop the change of the others.
    tenants.listeners[2].tenant().fail_when(RequestMatcher::any().method("PATCH"), 1, Fault::status(403));
    let run = tenants.run(&["config", "apply", file, "--all-contexts"]);
    assert_eq!((run.code, rows(&run)), (8, vec![expected[0].to_owned()]));
    assert!(run.stderr.contains("context \"a\": updated the API key configuration of tenant "), "{}", run.stderr);
    assert!(run.stderr.contains("error: context \"c\": could not update the API key configuration"), "{}", run.stderr);
    let run = tenants.run(&["config", "apply", file, "--context", "c,b", "-o", "csv", "--yes"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "context,field,before,after\nc,max_keys_per_user,5,7\n"));
    assert_eq!(tenants.run(&["config", "diff", file, "--all-contexts", "--exit-code"]).succeeds().stdout, "[]\n");
    tenants
        .run(&["config", "apply", file, "ID", "--all-contexts"])
        .fails(2, "TENANT-ID can't be used with several contexts");
    tenants.run(&["config", "patch", "--all-contexts"]).fails(2, "--all-contexts");
}

#[test]
fn one_protected_context_blocks_config_apply() {
    let tenants = Tenants::new(&["a", "b"]);
    assert_eq!(tenants.run(&["context", "protect", "b"]).code, 0);
    let file = tenants.folder.path().join("desired.toml");
    std::fs::write(&file, "max_keys_per_user = 7\n").unwrap();
    let apply = ["config", "apply", file.to_str().unwrap(), "--all-contexts"];
    tenants
        .run(&apply)
        .fails(2, "context \"b\" protects ")
        .fails(2, "--yes is required to change the API key configuration");
    assert!(tenants.listeners.iter().all(|listener| listener.tenant().requests().is_empty()), "something was sent");
    assert_eq!(tenants.run(&[&apply[..], &["--yes"]].concat()).code, 0);
}

//! Runs every command in every format.

use qlik_api_key::demo::{KeySpec, RequestMatcher};

use super::errors::fault_cases;
use super::sandbox::Sandbox;
use super::{SIGN_IN_METHODS, build_arguments, run_four_at_a_time, sign_in_with, variable_names};
use crate::support::READ_TOKEN;

const ALL_FORMATS: &[&str] = &["", "-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "--raw", "-q", "--jq=."];

const LIST_FORMATS: &[&str] = &["", "-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "-q", "--jq=."];

const CONFIG_FORMATS: &[&str] = &["", "-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "--raw", "--jq=."];

const DIFF_FORMATS: &[&str] = &["", "-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "--jq=."];

const REPORT_FORMATS: &[&str] = &["", "-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "--jq=."];

const REVIEW_FORMATS: &[&str] = &["", "-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "-omarkdown", "-q", "--jq=."];

const WRITE_FORMATS: &[&str] = &["", "-ojson", "--raw", "-q"];

const RM_FORMATS: &[&str] = &["", "-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "-q"];

const NO_FORMATS: &[&str] = &[""];

const EXEC_FORMATS: &[&str] = &["", "-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "-q"];

const SAVE_FORMATS: &[&str] = &["", "-otable", "-q"];

/// A command, and the flags of the formats that it supports.
type CommandFormats = (&'static [&'static str], &'static [&'static str]);

/// The commands that send requests to a tenant. `KEY` is an existing key, `NEW` a new key, `URL` the tenant's URL, and
/// `CONFIG_FILE` a file with another configuration, and `LOG_FILE` a file with the token of a key that may be removed. stdin is
/// the token.
pub(super) const TENANT_COMMANDS: &[CommandFormats] = &[
    (&["ls"], ALL_FORMATS),
    (&["ls", "--older-than", "PT0S", "--match", "a", "--sort", "expiry"], LIST_FORMATS),
    (&["expiring", "--within", "PT1S"], LIST_FORMATS),
    (&["ls", "--owners"], DIFF_FORMATS),
    (&["ls", "--owner", "me"], ALL_FORMATS),
    (&["review", "--only", "old,orphaned"], REVIEW_FORMATS),
    (&["events"], REVIEW_FORMATS),
    (&["offboard", "dora@demo.example", "--dry-run"], RM_FORMATS),
    (&["offboard", "dora@demo.example", "--yes"], RM_FORMATS),
    (&["inspect", "LOG_FILE"], REVIEW_FORMATS),
    (&["inspect", "LOG_FILE", "--revoke", "--yes"], RM_FORMATS),
    (&["get", "KEY"], ALL_FORMATS),
    (&["get", "KEY", "--owners"], DIFF_FORMATS),
    (&["create", "--description", "printed"], ALL_FORMATS),
    (&["create", "--description", "piped", "--exec", READ_TOKEN], EXEC_FORMATS),
    (&["create", "--description", "saved", "--save-to", "created", "--store", "file"], SAVE_FORMATS),
    (&["rotate", "NEW", "--exec", READ_TOKEN, "--remove-old"], EXEC_FORMATS),
    (&["rotate", "NEW", "--save-to", "rotated", "--store", "file", "--overlap", "P1D"], SAVE_FORMATS),
    (&["rotate", "KEY", "--exec", READ_TOKEN, "--dry-run"], REPORT_FORMATS),
    (&["patch", "KEY", "--description", "changed"], WRITE_FORMATS),
    (&["rm", "NEW", "--yes"], WRITE_FORMATS),
    (&["rm", "NEW", "KEY", "--dry-run"], RM_FORMATS),
    (&["rm", "NEW", "absent", "--yes"], RM_FORMATS),
    (&["config", "get"], CONFIG_FORMATS),
    (&["config", "patch", "--max-keys-per-user", "999"], WRITE_FORMATS),
    (&["config", "diff", "CONFIG_FILE"], DIFF_FORMATS),
    (&["config", "apply", "CONFIG_FILE"], DIFF_FORMATS),
    (&["context", "check"], REPORT_FORMATS),
    (&["whoami"], DIFF_FORMATS),
    (&["context", "token"], NO_FORMATS),
    (&["-v", "context", "run", "--", RUN_PROGRAM[0], RUN_PROGRAM[1], RUN_PROGRAM[2]], NO_FORMATS),
];

/// A program that prints its command line.
const RUN_PROGRAM: [&str; 3] =
    if cfg!(windows) { ["cmd", "/C", "echo %CMDCMDLINE%"] } else { ["sh", "-c", "cat /proc/$$/cmdline"] };

/// The other commands, with the same placeholders.
const OTHER_COMMANDS: &[CommandFormats] = &[
    (&["rotate", "--resume"], &["", "-q"]),
    (&["rotate", "--finish"], &["", "--json"]),
    (&["rotate", "--all-contexts", "--dry-run"], RM_FORMATS),
    // The other contexts and ways to sign in have the key too.
    (&["rotate", "--all-contexts", "--yes", "--keep-old"], NO_FORMATS),
    (&["rotate", "--all-contexts", "--resume"], &["", "-q"]),
    (&["inspect", "-"], REVIEW_FORMATS),
    (&["context", "ls"], REPORT_FORMATS),
    (&["context", "get"], REPORT_FORMATS),
    (&["context", "get", "stored"], REPORT_FORMATS),
    (&["context", "check", "oauth"], NO_FORMATS),
    (&["ls", "--all-contexts", "--limit", "2"], LIST_FORMATS),
    (&["expiring", "--all-contexts", "--within", "PT1S"], LIST_FORMATS),
    (&["config", "get", "--all-contexts"], &["", "-otable", "-ocsv"]),
    (&["context", "check", "--all-contexts"], REPORT_FORMATS),
    (&["ls", "--context", "stored,oauth,command", "--limit", "2"], LIST_FORMATS),
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

pub(super) fn placeholder_values(sandbox: &Sandbox, words: &[&str]) -> Vec<(&'static str, String)> {
    let mut values = vec![("KEY", sandbox.key_id.clone()), ("URL", sandbox.site.listener.url())];
    if words.contains(&"NEW") {
        values.push(("NEW", sandbox.site.listener.tenant().add_key(KeySpec::new("goes"))));
    }
    if words.contains(&"LOG_FILE") {
        values.push(("LOG_FILE", write_log(sandbox)));
    }
    if words.contains(&"CONFIG_FILE") {
        sandbox.site.listener.tenant().configure("/max_keys_per_user", &1000.into()).unwrap();
        values.push(("CONFIG_FILE", sandbox.write_file("config.toml", "max_keys_per_user = 998\n")));
    }
    values
}

/// Writes a log with the token of a key, and with a damaged one. A new key replaces one that was removed.
fn write_log(sandbox: &Sandbox) -> String {
    let mut tenant = sandbox.site.listener.tenant();
    let old = std::fs::read_to_string(sandbox.log_path()).unwrap_or_default();
    let old = old.lines().next().filter(|id| tenant.key_token(id).is_some()).map(str::to_owned);
    let id = old.unwrap_or_else(|| tenant.add_key(KeySpec::new("leaked")));
    let token = tenant.key_token(&id).unwrap();
    let damaged = token.replacen('.', ".x", 1);
    std::fs::write(sandbox.log_path(), format!("{id}\nBearer {token}\nBearer {damaged}\n")).unwrap();
    sandbox.log_path().display().to_string()
}

/// Returns the flags for runs with and without a trace. A command that cannot run twice gets one run.
fn trace_flags(words: &[&str]) -> &'static [&'static str] {
    match words {
        ["demo" | "help", ..] => &[""],
        ["context", "ls" | "get" | "check", ..] => &["", "-v"],
        ["context", ..] => &["-v"],
        _ => &["", "-v"],
    }
}

/// Runs a command, which must succeed if `must_succeed` is true, and asserts that no secret leaks. A create prints its token to
/// stdout once, or with `-q` not at all.
fn check_run(sandbox: &mut Sandbox, variables: &[(&str, String)], arguments: &[&str], must_succeed: bool) {
    let token = sandbox.token.clone();
    let mut run = sandbox.run_unchecked(variables, arguments, &token);
    let tokens = sandbox.add_new_tokens();
    let redacted = sandbox.redact_arguments(arguments);
    if arguments.contains(&"printed") {
        let expected = usize::from(!arguments.contains(&"-q"));
        let times: usize = tokens.iter().map(|token| run.stdout.matches(token.as_str()).count()).sum();
        assert_eq!(times, expected, "{redacted:?}: number of tokens on stdout");
        for token in tokens {
            run.stdout = run.stdout.replacen(&token, "", 1);
        }
    }
    if arguments.contains(&"token") {
        assert_eq!(run.stdout.lines().count(), 1, "{redacted:?}: number of lines on stdout");
        run.stdout.clear();
    }
    let leaks = sandbox.find_leaks(&run, &[]);
    assert!(leaks.is_empty(), "a secret is in {leaks:?} of {redacted:?} with {:?}", variable_names(variables));
    assert!(run.code == 0 || !must_succeed, "{redacted:?} with {:?}: {}", variable_names(variables), run.stderr);
}

/// Runs every command in every format, with and without a trace. Returns the number of runs.
fn check_all_formats(
    sandbox: &mut Sandbox,
    method: &str,
    variables: &[(&str, String)],
    flags: &[String],
    others: &[CommandFormats],
) -> usize {
    let mut runs = 0;
    for (words, formats) in TENANT_COMMANDS.iter().chain(others) {
        let traces = trace_flags(words);
        for (format, trace) in formats.iter().flat_map(|format| traces.iter().map(move |trace| (format, trace))) {
            let values = placeholder_values(sandbox, words);
            let arguments = build_arguments(flags, words, &[format, trace], &values);
            // `context` and `--context` reject a header that signs in, since a context would store it.
            let refused = words[0] == "context" || words.contains(&"--context");
            // With `--all-contexts`, one context needs a variable that only some sign-in methods set.
            let must_succeed = if words.contains(&"--all-contexts") {
                method == "context stored"
            } else {
                method != "header" || !refused
            };
            check_run(sandbox, variables, &arguments, must_succeed);
            runs += 1;
        }
    }
    runs
}

#[test]
#[cfg_attr(windows, ignore = "starts thousands of programs")]
fn no_command_in_any_format_shows_a_secret() {
    let runs = run_four_at_a_time(SIGN_IN_METHODS.to_vec(), |method| {
        let mut sandbox = Sandbox::with_contexts();
        let (variables, flags) = sign_in_with(&sandbox, method);
        let others = if ["variable", "header", "context stored"].contains(&method) { OTHER_COMMANDS } else { &[] };
        check_all_formats(&mut sandbox, method, &variables, &flags, others)
    });
    assert!(runs > 500, "only {runs} runs");
}

#[test]
fn rotating_the_context_key_shows_no_secret() {
    let mut sandbox = Sandbox::with_contexts();
    let variables = [("QLIK_CONTEXT", "stored".to_owned())];
    for format in EXEC_FORMATS {
        for trace in ["", "-v"] {
            let arguments = build_arguments(&[], &["rotate", "--keep-old"], &[format, trace], &[]);
            check_run(&mut sandbox, &variables, &arguments, true);
        }
    }
    for (name, fault) in fault_cases() {
        for method in ["GET", "POST"] {
            let rotate = ["rotate", "--keep-old", "--retry", "0", "-v"];
            let times = usize::from(method == "POST");
            let when = RequestMatcher::any().method(method).skip(2 * (1 - times));
            sandbox.site.listener.tenant().fail_when(when, 9, fault.clone());
            let run = sandbox.run_unchecked(&variables, &rotate, "");
            sandbox.add_new_tokens();
            let leaks = sandbox.find_leaks(&run, &[]);
            assert!(leaks.is_empty(), "a secret is in {leaks:?} with {name} at {method}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs a Secret Service"]
fn no_command_shows_a_keyring_secret() {
    let bus = crate::support::message_bus::TestBus::with_keyring();
    let mut sandbox = Sandbox::with_contexts();
    let (url, token) = (sandbox.site.listener.url(), sandbox.token.clone());
    let variables = [("QLIK_CONTEXT", "ring".to_owned()), ("DBUS_SESSION_BUS_ADDRESS", bus.address.clone())];
    let create = ["context", "create", "ring", "-s", &url, "--api-key-stdin"];
    assert_eq!(sandbox.run(&variables, &create, &token).code, 0);
    let runs = check_all_formats(&mut sandbox, "keyring", &variables, &[], &[]);
    assert!(runs > 80, "only {runs} runs");
}

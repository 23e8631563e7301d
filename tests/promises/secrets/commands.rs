//! Runs every command in every format.

use qlik_api_key::demo::{KeySpec, RequestMatcher};

use super::errors::fault_cases;
use super::sandbox::Sandbox;
use super::{SIGN_IN_METHODS, build_arguments, run_four_at_a_time, sign_in_with, variable_names};

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
pub(super) const TENANT_COMMANDS: &[CommandFormats] = &[
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

pub(super) fn placeholder_values(place: &Sandbox, words: &[&str]) -> Vec<(&'static str, String)> {
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

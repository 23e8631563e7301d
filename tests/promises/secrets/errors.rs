//! Errors of the tenant and of the network.

use std::path::PathBuf;

use qlik_api_key::demo::{Fault, RequestMatcher};

use super::commands::{TENANT_COMMANDS, placeholder_values};
use super::sandbox::Sandbox;
use super::{SIGN_IN_METHODS, build_arguments, run_four_at_a_time, sign_in_with};
use crate::support::{CliOutput, state_files};

/// The faults, each with a name for messages.
pub(super) fn fault_cases() -> Vec<(&'static str, Fault)> {
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
    // Programs start slowly on Windows.
    let methods = if cfg!(windows) { &SIGN_IN_METHODS[..1] } else { &SIGN_IN_METHODS[..] };
    let runs = run_four_at_a_time(methods.to_vec(), |method| {
        let mut sandbox = Sandbox::with_contexts();
        let (variables, flags) = sign_in_with(&sandbox, method);
        let targets: &[&str] =
            if method.contains('O') || method.contains("oauth") { &["/api/", "/oauth/"] } else { &["/api/"] };
        let mut runs = 0;
        // With an API key, these commands ask the tenant for nothing, and the first prints the key by design.
        let is_offline = |words: &[&str]| words.contains(&"context") && !words.contains(&"check");
        let commands = TENANT_COMMANDS.iter().enumerate().filter(|(_, (words, _))| !is_offline(words));
        for (index, (words, _)) in commands {
            let other_half = (index + SIGN_IN_METHODS.iter().position(|other| *other == method).unwrap()) % 2;
            for (name, fault) in fault_cases().into_iter().skip(other_half).step_by(2) {
                for target in targets {
                    runs += 1;
                    let flag = ["-v", "--json"][(index + runs) % 2];
                    sandbox.site.listener.tenant().fail_when(
                        RequestMatcher::any().target_contains(target),
                        5,
                        fault.clone(),
                    );
                    let values = placeholder_values(&sandbox, words);
                    let arguments = build_arguments(&flags, words, &["--retry", "0", flag], &values);
                    let run = sandbox.run_unchecked(&variables, &arguments, "");
                    sandbox.add_new_tokens();
                    let leaks = sandbox.find_leaks(&run, &[]);
                    let description =
                        format!("{:?} with {method} and {name} at {target}", sandbox.redact_arguments(&arguments));
                    assert!(leaks.is_empty(), "a secret is in {leaks:?} of {description}");
                    // The body of the response to a change is not read. Of several keys, missing ones are only reported.
                    let reports_missing = ["absent", "--dry-run", "inspect"].iter().any(|word| words.contains(word));
                    let missing = name == "404" && reports_missing;
                    let harmless = missing || ["html 200", "cut"].contains(&name);
                    assert!(run.code != 0 || harmless, "{description}: it did not fail");
                }
            }
        }
        runs
    });
    assert!(runs > 50 * methods.len(), "only {runs} runs");
}

#[test]
fn protection_errors_show_no_secret() {
    let mut sandbox = Sandbox::with_contexts();
    assert_eq!(sandbox.run(&[], &["context", "protect", "stored"], "").code, 0);
    let config_file = sandbox.write_file("config.toml", "max_keys_per_user = 998\n");
    for method in SIGN_IN_METHODS {
        let (variables, flags) = sign_in_with(&sandbox, method);
        for words in [
            &["create", "--description", "a"][..],
            &["patch", "k", "--description", "a"],
            &["rm", "k"],
            &["config", "patch", "--max-keys-per-user", "5"],
            &["config", "apply", &config_file],
        ] {
            for flag in ["-v", "--json"] {
                let run = sandbox.run(&variables, &build_arguments(&flags, words, &[flag], &[]), "");
                assert_eq!(run.code, 2, "{words:?} with {method}: {}", run.stderr);
            }
        }
    }
    assert!(sandbox.site.take_requests().is_empty(), "something was sent");
}

#[test]
fn invalid_response_errors_show_no_token() {
    let mut sandbox = Sandbox::new();
    let token = format!("{}.{}", "e30.e30", "fakefakefakefake-signature-of-no-key-0123456789".repeat(2));
    sandbox.scanner.add(&token);
    let bodies = [
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
    .map(|body| body.replace('T', &token));
    let (variable, _) = sign_in_with(&sandbox, "variable");
    let (oauth, _) = sign_in_with(&sandbox, "OAuth variables");
    for body in &bodies {
        for (variables, arguments) in
            [(&variable, &["create", "--description", "a"][..]), (&oauth, &["ls"]), (&oauth, &["context", "check"])]
        {
            for flag in ["-v", "--json"] {
                sandbox.site.stub_response(200, body);
                let run = sandbox.run_unchecked(variables, &[arguments, &[flag, "--retry=0"]].concat(), "");
                sandbox.site.listener.tenant().clear_faults();
                let redacted = body.replace(&token, "T");
                let saved = saved_token_files(&sandbox, &run);
                let leaks = sandbox.find_leaks(&run, &saved.iter().map(PathBuf::as_path).collect::<Vec<_>>());
                assert!(leaks.is_empty(), "a secret is in {leaks:?} of {arguments:?} with {redacted:?}");
                saved.into_iter().for_each(|path| std::fs::remove_file(path).unwrap());
                assert!(run.code != 0 || body.contains("access_token"), "{arguments:?} accepted {redacted:?}");
            }
        }
    }
}

/// The files with tokens whose key has no usable ID. The errors must name them.
fn saved_token_files(sandbox: &Sandbox, run: &CliOutput) -> Vec<PathBuf> {
    let mut saved = state_files(&sandbox.home_path());
    saved.retain(|path| path.file_name().unwrap().to_str().unwrap().starts_with("rescued-"));
    // JSON doubles the backslashes of Windows.
    let is_named = |path: &PathBuf| run.stderr.replace(r"\\", r"\").contains(path.to_str().unwrap());
    assert!(saved.iter().all(is_named), "an error does not name {saved:?}");
    saved
}

//! Errors of the tenant and of the network.

use qlik_api_key::demo::{Fault, RequestMatcher};

use super::commands::{TENANT_COMMANDS, placeholder_values};
use super::sandbox::Sandbox;
use super::{SIGN_IN_METHODS, build_arguments, run_four_at_a_time, sign_in_with};

/// What goes wrong, and with which requests.
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

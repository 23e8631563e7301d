//! Fields that the tenant does not have, or that only the tenant knows.

#[cfg(unix)]
use qlik_api_key::demo::Tenant;
use serde_json::{Value, json};

use super::{
    diff_row, parse_rows, run_config, stub_get_response, take_methods, updated_message, write_config, write_file,
};
use crate::support::TestSite;
#[cfg(unix)]
use crate::support::{CliOutput, shell};

/// The configuration of a tenant without `api_keys_enabled`.
fn todays_config() -> Value {
    json!({"max_keys_per_user": 5, "max_api_key_expiry": "PT24H", "scim_externalClient_expiry": "P365D"})
}

const ALWAYS_ENABLED: &str =
    "warning: skipped api_keys_enabled: the tenant no longer has this setting; it is always true\n";
const NOT_DISABLED: &str = "error: could not set api_keys_enabled to false: the tenant does not have this setting\n\
    hint: Qlik removed the setting api_keys_enabled in 2026: API keys are always enabled, and the permission Manage API \
    keys decides who may create them\n";

#[test]
fn skips_a_removed_setting_that_is_always_true() {
    let site = TestSite::new();
    let (_folder, path) = write_config("api_keys_enabled = true\n");
    for (verb, more) in [("diff", &["--exit-code"][..]), ("apply", &[]), ("apply", &["--dry-run"])] {
        stub_get_response(&site, 0, todays_config());
        let stderr = ALWAYS_ENABLED.to_owned() + "no differences\n";
        assert_eq!(parse_rows(&run_config(&site, verb, &path, more), 0, &stderr), json!([]));
        stub_get_response(&site, 0, todays_config());
        assert_eq!(run_config(&site, verb, &path, &[more, &["--json"]].concat()).succeeds().stdout, "[]\n");
    }
    assert!(take_methods(&site).iter().all(|method| method == "GET"));
}

#[test]
fn applies_the_rest_if_a_removed_setting_should_be_false() {
    let site = TestSite::new();
    let (_folder, path) = write_config("api_keys_enabled = false\nmax_keys_per_user = 50\n");
    let differ = json!([
        diff_row("api_keys_enabled", Value::Null, json!(false)),
        diff_row("max_keys_per_user", json!(5), json!(50))
    ]);
    stub_get_response(&site, 0, todays_config());
    assert_eq!(parse_rows(&run_config(&site, "diff", &path, &["--exit-code"]), 1, ""), differ);
    let applied = json!([diff_row("max_keys_per_user", json!(5), json!(50))]);
    stub_get_response(&site, 0, todays_config());
    let mut after = todays_config();
    after["max_keys_per_user"] = json!(50);
    stub_get_response(&site, 0, after);
    let stderr = updated_message(&site) + NOT_DISABLED;
    assert_eq!(parse_rows(&run_config(&site, "apply", &path, &[]), 8, &stderr), applied);
    let requests = site.take_requests();
    let patch = requests.iter().find(|request| request.starts_with("PATCH ")).unwrap();
    assert!(patch.ends_with(r#"[{"op":"replace","path":"/max_keys_per_user","value":50}]"#), "{patch}");
    stub_get_response(&site, 0, todays_config());
    let stderr = "nothing was changed (--dry-run)\n".to_owned() + NOT_DISABLED;
    assert_eq!(parse_rows(&run_config(&site, "apply", &path, &["--dry-run"]), 8, &stderr), applied);
    let (_folder, path) = write_config("api_keys_enabled = false\n");
    stub_get_response(&site, 0, todays_config());
    let run = run_config(&site, "apply", &path, &[]);
    assert_eq!(parse_rows(&run, 8, &("no differences\n".to_owned() + NOT_DISABLED)), json!([]));
}

#[test]
fn skips_fields_that_only_the_tenant_knows() {
    let site = TestSite::new();
    let mut config = todays_config();
    config["color"] = json!({"name": ["blue"]});
    stub_get_response(&site, 0, config.clone());
    let (_folder, path) = write_file("desired.json", site.run(&["config", "get", "-o", "json"]).succeeds().stdout);
    for verb in ["apply", "diff"] {
        stub_get_response(&site, 0, config.clone());
        let stderr = "warning: skipped color: this version does not know the field\nno differences\n";
        assert_eq!(parse_rows(&run_config(&site, verb, &path, &[]), 0, stderr), json!([]));
    }
    // Another tenant does not have the field.
    run_config(&site, "apply", &path, &[]).fails(2, "desired.json, line ");
    assert!(take_methods(&site).iter().all(|method| method == "GET"));
}

/// The shell pipes one command into the other, on both kinds of tenant.
#[cfg(unix)] // Runs a POSIX shell.
#[test]
fn the_output_of_get_is_always_an_input_of_apply() {
    let todays = TestSite::new();
    let reference = TestSite::with_setup(Tenant::use_reference);
    for (site, fields) in [(todays, 3), (reference, 4)] {
        let bin = assert_cmd::cargo::cargo_bin!("qlik-api-key").display().to_string();
        let mut pipe = shell(&format!("{bin} config get -o json | {bin} config apply -"));
        let run: CliOutput = pipe.envs(site.env_vars()).output().unwrap().into();
        assert_eq!(parse_rows(&run, 0, "no differences\n"), json!([]));
        assert_eq!(site.run(&["config", "get"]).succeeds().json().as_object().unwrap().len(), fields);
        assert!(take_methods(&site).iter().all(|method| method == "GET"));
    }
}

#[test]
fn a_rejected_removed_setting_has_a_hint() {
    let site = TestSite::new();
    for arguments in [
        &["config", "patch", "--api-keys-enabled", "true"][..],
        &["config", "patch", "--op", "replace", "--path", "/api_keys_enabled", "--value", "true"],
    ] {
        let run = site.run(arguments).fails(1, "returned 400");
        assert!(run.stderr.contains(NOT_DISABLED.split_once('\n').unwrap().1), "{}", run.stderr);
        let request = site.take_requests().into_iter().find(|request| request.starts_with("PATCH ")).unwrap();
        assert!(request.ends_with(r#"[{"op":"replace","path":"/api_keys_enabled","value":true}]"#), "{request}");
    }
}

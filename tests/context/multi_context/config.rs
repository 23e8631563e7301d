//! `config diff` and `config apply` for several contexts.

use qlik_api_key::demo::{Fault, RequestMatcher};
use serde_json::Value;

use super::Tenants;
use crate::support::CliOutput;

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
        .fails(2, "TENANT-ID cannot be used with several contexts");
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

#[test]
fn a_table_omits_the_setting_that_no_tenant_has() {
    let tenants = Tenants::new(&["a", "b"]);
    let get = ["config", "get", "--all-contexts", "-o", "table"];
    assert!(tenants.run(&get).succeeds().stdout.starts_with("Context  Keys per user  "));
    tenants.listeners[1].tenant().use_reference();
    assert!(tenants.run(&get).succeeds().stdout.starts_with("Context  Enabled  Keys per user  "));
}

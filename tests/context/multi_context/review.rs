//! `review` for several contexts: rows with their context, and the exit code of the worst tenant.

use qlik_api_key::demo::{Fault, KeySpec, TestUser};

use super::Tenants;

/// Runs a review of keys without an owner; returns the exit code and the contexts of the rows.
fn review(tenants: &Tenants) -> (i32, Vec<String>) {
    let run = tenants.run(&["review", "--all-contexts", "--only", "orphaned,undescribed", "--retry", "0"]);
    let rows = run.json();
    let context = |row: &serde_json::Value| row["context"].as_str().unwrap().to_owned();
    (run.code, rows.as_array().unwrap().iter().map(context).collect())
}

#[test]
fn the_exit_code_is_that_of_the_worst_tenant() {
    let tenants = Tenants::new(&["a", "b", "c"]);
    assert_eq!(review(&tenants), (0, vec![]));
    tenants.listeners[1].tenant().add_key(KeySpec::new("test"));
    assert_eq!(review(&tenants), (10, vec!["b".to_owned()]));
    tenants.fail_next(0, Fault::status(500));
    assert_eq!(review(&tenants), (8, vec!["b".to_owned()]));
    tenants.listeners[2].tenant().add_key(KeySpec::new("left").owner(TestUser::Gone));
    tenants.fail_next(0, Fault::status(500));
    assert_eq!(review(&tenants), (11, vec!["b".to_owned(), "c".to_owned()]));
}

//! The output for several contexts.

use serde_json::Value;

use super::{Tenants, context_names};

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
    let piped = tenants.run(&["context", "check", "--all-contexts"]).succeeds();
    assert_eq!(context_names(&piped), ["a", "b"], "JSON is not the default in a pipe");
    let table = tenants.run(&["context", "check", "--all-contexts", "-o", "table"]).succeeds().stdout;
    let lines: Vec<_> = table.lines().collect();
    assert!(lines[0].starts_with("Context  User "), "{table}");
    assert!(lines[0].contains("  Tenant  ") && lines[0].ends_with("  Key expires"), "{table}");
    assert!(lines[2].starts_with("b        ") && lines[2].ends_with(", in 89 days"), "{table}");
    let csv = tenants.run(&["context", "check", "a", "-o", "csv"]).succeeds().stdout;
    assert!(csv.starts_with("context,server,name,userId,tenantId,keyId,expiry,email\na,http://127.0.0.1:"), "{csv}");
}

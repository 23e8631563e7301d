//! `context use` with a typo, `-` or nothing, and what the commands that change contexts print with `--json`.

use serde_json::json;

use crate::support::home::TestHome;
use crate::support::{CliOutput, TestSite, quoted, run};

/// The name of the current context.
fn current(home: &TestHome) -> String {
    home.run(&["context", "get", "--json"]).succeeds().json()["name"].as_str().unwrap_or("none").to_owned()
}

fn home_with_contexts(names: &[&str]) -> TestHome {
    let home = TestHome::new();
    names.iter().for_each(|name| home.create_context(name, &[]));
    home
}

#[test]
fn use_dash_returns_to_the_context_before() {
    let home = home_with_contexts(&["a", "b"]);
    home.run(&["context", "use", "-"]).fails(5, "hint: qlik-api-key context use NAME");
    assert_eq!(home.run(&["context", "use", "b"]).code, 0);
    for expected in ["a", "b", "a"] {
        assert_eq!(home.run(&["context", "use", "-"]).code, 0);
        assert_eq!(current(&home), expected);
    }
    assert!(home.read_profile().starts_with("current = \"a\"\nprevious = \"b\"\n"), "{}", home.read_profile());
    assert_eq!(home.run(&["context", "use", "a"]).code, 0, "the current context again");
    assert_eq!(home.run(&["context", "rename", "b", "c"]).code, 0);
    assert_eq!(home.run(&["context", "use", "-"]).code, 0);
    assert_eq!(current(&home), "c", "the context before was renamed");
    assert_eq!(home.run(&["context", "clear"]).code, 0);
    assert_eq!(home.run(&["context", "use", "-"]).code, 0);
    assert_eq!(current(&home), "c", "the context was current before `clear`");
    assert_eq!(home.run(&["context", "use", "a"]).code, 0);
    assert_eq!(home.run(&["context", "rm", "c"]).code, 0);
    home.run(&["context", "use", "-"]).fails(5, "no other context was current before");
    assert!(!home.read_profile().contains("previous"), "{}", home.read_profile());
}

#[test]
fn a_typo_of_a_name_suggests_the_context() {
    let home = home_with_contexts(&["prod", "staging"]);
    for (arguments, similar) in [
        (&["context", "use", "prd"][..], "prod"),
        (&["context", "get", "PROD"], "prod"),
        (&["ls", "--context", "stagin"], "staging"),
    ] {
        home.run(arguments).fails(5, &format!("hint: did you mean \"{similar}\"?\n"));
    }
    home.run(&["context", "use", "zzz"]).fails(5, "existing contexts: prod, staging\nhint: qlik-api-key context ls\n");
}

#[test]
fn hints_name_a_step_that_works() {
    run(&["context", "use", "foo"]).fails(5, "the profile has no contexts\nhint: qlik-api-key context init\n");
    run(&["context", "use"]).fails(5, "hint: qlik-api-key context init\n");
    let home = home_with_contexts(&["a b"]);
    assert_eq!(home.run(&["context", "clear"]).code, 0);
    home.run(&["ls"]).fails(3, &format!("hint: qlik-api-key context use {}\n", quoted("a b")));
    home.create_context("c", &[]);
    home.run(&["ls"]).fails(3, "hint: qlik-api-key context use NAME (existing contexts: a b, c)\n");
    home.run(&["context", "use"]).fails(2, "NAME is required; existing contexts: a b, c\n");
    home.run(&["context", "rename", "c", "a b"]).fails(1, "already exists\nhint: choose another name\n");
}

#[test]
fn an_update_without_a_change_is_a_usage_error() {
    let home = home_with_contexts(&["a"]);
    let before = home.read_profile();
    home.run(&["context", "update", "a"]).fails(2, "nothing to change");
    home.run(&["context", "update", "a", "--verify"]).fails(2, "qlik-api-key context check");
    assert_eq!(home.read_profile(), before);
    assert_eq!(home.run(&["context", "update", "a", "--insecure"]).code, 0);
    assert_eq!(home.run(&["context", "update", "a", "--headers", "X-A=1"]).code, 0);
}

#[test]
fn json_is_one_object_for_each_change() {
    let home = home_with_contexts(&["a", "b"]);
    let url = home.site.listener.url();
    let row = |name: &str, current: bool| json!({"name": name, "server": url, "current": current, "protected": false, "auth": "api-key", "store": "file"});
    let print = |arguments: &[&str]| home.run(&[&["context"], arguments, &["--json"]].concat()).succeeds().json();
    assert_eq!(print(&["use", "b"]), row("b", true));
    assert_eq!(print(&["rename", "b", "c"]), row("c", true));
    assert_eq!(print(&["update", "a", "--store", "file"]), row("a", false));
    assert_eq!(print(&["protect", "a"])["protected"], true);
    assert_eq!(print(&["clear"]), json!({"current": null}));
    let create = ["context", "create", "d", "-s", &url, "--api-key-stdin", "--store", "file", "--json"];
    assert_eq!(home.run_with_stdin(&create, &home.token).succeeds().json(), row("d", false));
    assert_eq!(home.run(&["context", "use", "d", "--jq", ".name"]).stdout, "\"d\"\n");
    assert_eq!(print(&["rm", "d"]), json!({"name": "d", "result": "removed"}));
    let both = json!([{"name": "a", "result": "removed"}, {"name": "c", "result": "removed"}]);
    assert_eq!(print(&["rm", "a", "c"]), both);
    home.run(&["context", "clear", "-o", "csv"]).fails(2, "`context clear` prints no rows");
}

#[test]
fn variables_that_win_over_the_profile_are_named() {
    let home = home_with_contexts(&["a", "b"]);
    let run_with = |arguments: &[&str], variables: &[(&str, &str)]| -> CliOutput {
        home.command(arguments).envs(variables.iter().copied()).output().unwrap().into()
    };
    let (server, key) = (("QLIK_SERVER", "tenant.example"), ("QLIK_API_KEY", "fake"));
    for (variables, names) in [
        (&[server, key][..], "QLIK_SERVER and QLIK_API_KEY in the environment override"),
        (&[("QLIK_OAUTH_CLIENT_ID", "fake")], "QLIK_OAUTH_CLIENT_ID in the environment overrides"),
        (&[("QLIK_CONTEXT", "a"), server, key], "QLIK_CONTEXT in the environment overrides"),
    ] {
        let stderr = run_with(&["context", "use", "b"], variables).stderr;
        assert!(stderr.contains(&format!("warning: {names} context \"b\"; unset ")), "{stderr}");
        let rows = run_with(&["context", "ls", "--json"], variables).succeeds().json();
        let expected = names.split(" in ").next().unwrap().replace(" and ", ", ");
        assert_eq!((&rows[1]["overriddenBy"], rows[0].get("overriddenBy")), (&json!(expected), None));
        let table = run_with(&["context", "ls"], variables).succeeds().stdout;
        assert!(table.lines().next().unwrap().ends_with("  Overridden by"), "{table}");
    }
    let url = home.site.listener.url();
    for variables in [&[("QLIK_CONTEXT", "b"), key][..], &[("QLIK_SERVER", &url)]] {
        let stderr = run_with(&["context", "use", "b"], variables).stderr;
        assert!(!stderr.contains("warning"), "the variables select the same context: {stderr}");
    }
    let create = ["context", "create", "c", "-s", &url, "--api-key-env", "CI_KEY"];
    let stderr = run_with(&create, &[server, key]).stderr;
    let warning = "warning: QLIK_SERVER and QLIK_API_KEY in the environment override context \"c\"; unset them, or pass --context c\n";
    assert_eq!(stderr, format!("created context \"c\"\n{warning}"));
}

#[test]
fn a_create_while_keys_are_disabled_says_how_to_enable_them() {
    let site = TestSite::reference();
    assert_eq!(site.run(&["config", "patch", "--api-keys-enabled", "false"]).code, 0);
    let hint = "hint: API keys are disabled in this tenant; as an administrator: qlik-api-key config patch --api-keys-enabled true\n";
    site.run(&["create", "--description", "a"]).fails(4, hint);
    assert_eq!(site.run(&["config", "patch", "--api-keys-enabled", "true"]).code, 0);
    assert_eq!(site.run(&["create", "--description", "a"]).code, 0);
}

//! `patch`: the request and invalid input.

use serde_json::json;

use crate::support::TestSite;

#[test]
fn accepts_a_description_operations_a_body_or_a_file() {
    let site = TestSite::new();
    let id = site.key_id("CI pipeline");
    let one_operation = |value: &str| json!([{"op": "replace", "path": "/description", "value": value}]);
    let patch = |more: &[&str]| {
        let run = site.run(&[&["patch", &id], more].concat());
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
        assert_eq!(run.stderr, format!("updated API key {id}\n"));
        site.take_write_body()
    };
    assert_eq!(patch(&["--description", "a \"quoted\" one"]), one_operation("a \"quoted\" one"));
    assert_eq!(patch(&["--op", "replace", "--path", "/description", "--value", "10"]), one_operation("10"));
    let twice =
        ["--op=replace", "--path=/description", "--value=a", "--op=replace", "--path=/description", "--value=-b"];
    let operation = |value: &str| json!({"op": "replace", "path": "/description", "value": value});
    assert_eq!(patch(&twice), json!([operation("a"), operation("-b")]));
    assert_eq!(patch(&["--body", &one_operation("b").to_string()]), one_operation("b"));
    let run = site.run_with_stdin(&["patch", &id, "-f", "-"], format!("\u{feff}{}", one_operation("f")));
    assert_eq!((run.code, site.take_write_body()), (0, one_operation("f")));
    let quiet = site.run(&["patch", &id, "--description", "q", "-q"]);
    assert_eq!((quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()), (0, "", ""));
    let run = site.run(&["patch", &id, "--description", "q", "--json", "--yes"]).succeeds();
    assert_eq!(run.json(), json!({"id": id, "description": "q"}));
    let run = site.run(&["patch", &id, "--description", "r", "--jq", ".description", "-r"]).succeeds();
    assert_eq!(run.stdout, "r\n");
}

#[test]
fn rejects_invalid_input_before_sending() {
    let site = TestSite::new();
    site.assert_usage_errors(&[
            (&["patch", "k"], "no change is given"),
            (&["patch"], "<ID>"),
            (&["patch", "k", "--op", "add", "--path", "/description", "--value", "a"], "--op"),
            (&["patch", "k", "--op", "replace", "--path", "/sub", "--value", "a"], "path must be /description"),
            (&["patch", "k", "--op", "replace", "--path", "/description"], "must be used the same number of times"),
            (&["patch", "k", "--value", "a"], "must be used the same number of times"),
            (&["patch", "k", "--description", "a", "--body", "[]"], "--body"),
            (&["patch", "k", "--description", "a", "--op", "replace"], "--op"),
            (&["patch", "k", "--body", "[]", "-f", "x"], "--file"),
            (&["patch", "k", "--body", "[]"], "--body: the patch has no operations"),
            (&["patch", "k", "--body", "{}"], "--body, line 1, column 0: invalid type: map, expected a sequence"),
            (&["patch", "k", "--body", "[{]"], "--body, line 1, column 3"),
            (
                &["patch", "k", "--body", r#"[{"op":"add","path":"/description","value":"a"}]"#],
                "--body: op must be replace",
            ),
            (
                &["patch", "k", "--body", r#"[{"op":"replace","path":"/sub","value":"a"}]"#],
                "--body: path must be /description",
            ),
            (
                &["patch", "k", "--body", r#"[{"op":"replace","path":"/description","value":1}]"#],
                "--body: value of /description",
            ),
            (
                &[
                    "patch",
                    "k",
                    "--body",
                    r#"[{"op":"replace","path":"/description","value":"a"},{"op":"replace","path":"/description","value":null}]"#,
                ],
                "--body: operation 2: value of /description: must be a string, not null",
            ),
            (&["patch", "k", "--body", r#"[{"op":"replace","path":"/description"}]"#], "missing field `value`"),
            (
                &["patch", "k", "--body", r#"[{"op":"replace","path":"/description","value":"a","from":"b"}]"#],
                "unknown field `from`",
            ),
        ],
    );
}

//! `config diff` and `config apply`: the file with the desired configuration, the differences, and the requests.

mod tenant_fields;

use qlik_api_key::demo::{Fault, RequestMatcher};
use serde_json::{Value, json};

use crate::support::{CliOutput, NO_SUCH_FILE, TestSite, json_fault};

/// Writes a file with this text into a temporary folder; returns the folder and the path of the file.
fn write_config(text: impl AsRef<[u8]>) -> (tempfile::TempDir, String) {
    write_file("desired.toml", text)
}

fn write_file(name: &str, text: impl AsRef<[u8]>) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

fn run_config(site: &TestSite, verb: &str, path: &str, more: &[&str]) -> CliOutput {
    site.run(&[&["config", verb, path], more].concat())
}

/// Asserts this exit code and exactly this stderr; returns stdout as JSON.
#[track_caller]
fn parse_rows(run: &CliOutput, code: i32, stderr: &str) -> Value {
    assert_eq!((run.code, run.stderr.as_str()), (code, stderr), "{}", run.stdout);
    run.json()
}

fn take_methods(site: &TestSite) -> Vec<String> {
    site.take_requests().iter().map(|request| request.split(' ').next().unwrap().to_owned()).collect()
}

fn diff_row(field: &str, before: Value, after: Value) -> Value {
    json!({"field": field, "before": before, "after": after})
}

/// Sets the response to the GET request that comes after `after` others.
fn stub_get_response(site: &TestSite, after: usize, body: Value) {
    let matcher = RequestMatcher::any().method("GET").skip(after);
    site.listener.tenant().fail_when(matcher, 1, json_fault(200, body.to_string()));
}

const DESIRED_CONFIG: &str =
    "# our configuration\nmax_keys_per_user = 5\nmax_api_key_expiry = \"P30D\"\napi_keys_enabled = true\n";

fn updated_message(site: &TestSite) -> String {
    format!("updated the API key configuration of tenant {}\n", site.listener.tenant().id())
}

#[test]
fn diff_shows_before_and_after_and_changes_nothing() {
    let site = TestSite::reference();
    let (_folder, path) = write_config(DESIRED_CONFIG);
    let differ = json!([
        diff_row("max_keys_per_user", json!(50), json!(5)),
        diff_row("max_api_key_expiry", json!("P90D"), json!("P30D"))
    ]);
    assert_eq!(parse_rows(&run_config(&site, "diff", &path, &[]), 0, ""), differ);
    assert_eq!(parse_rows(&run_config(&site, "diff", &path, &["--exit-code"]), 1, ""), differ);
    assert_eq!(take_methods(&site), ["GET", "GET"]);
    let table = "Field               Before  After\nmax_keys_per_user   50      5\nmax_api_key_expiry  P90D    P30D\n";
    assert_eq!(run_config(&site, "diff", &path, &["-o", "table"]).succeeds().stdout, table);
    let csv = "field,before,after\nmax_keys_per_user,50,5\nmax_api_key_expiry,P90D,P30D\n";
    assert_eq!(run_config(&site, "diff", &path, &["-o", "csv"]).succeeds().stdout, csv);
    assert_eq!(run_config(&site, "diff", &path, &["-o", "tsv"]).succeeds().stdout, csv.replace(',', "\t"));
    assert_eq!(run_config(&site, "diff", &path, &["-o", "jsonl"]).succeeds().stdout.lines().count(), 2);
    run_config(&site, "diff", &path, &["-q"]).fails(2, "`config diff` does not support -q");
    run_config(&site, "apply", &path, &["--raw"]).fails(2, "`config apply` does not support --raw");
}

#[test]
fn apply_patches_only_differences_and_reads_back() {
    let site = TestSite::reference();
    let tenant = site.listener.tenant().id().to_owned();
    let (_folder, path) = write_config(DESIRED_CONFIG);
    let differ = json!([
        diff_row("max_keys_per_user", json!(50), json!(5)),
        diff_row("max_api_key_expiry", json!("P90D"), json!("P30D"))
    ]);
    assert_eq!(
        parse_rows(&run_config(&site, "apply", &path, &["--dry-run"]), 0, "nothing was changed (--dry-run)\n"),
        differ
    );
    assert_eq!(take_methods(&site), ["GET"]);
    assert_eq!(parse_rows(&run_config(&site, "apply", &path, &[]), 0, &updated_message(&site)), differ);
    let requests = site.take_requests();
    let [before, patch, after] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!((before, after), (&format!("GET /api/v1/api-keys/configs/{tenant}"), before));
    let body = patch.strip_prefix(&format!("PATCH /api/v1/api-keys/configs/{tenant} ")).unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(body).unwrap(),
        json!([
            {"op": "replace", "path": "/max_keys_per_user", "value": 5},
            {"op": "replace", "path": "/max_api_key_expiry", "value": "P30D"},
        ])
    );
    for (verb, more) in [("apply", &[][..]), ("apply", &["--dry-run"]), ("diff", &[]), ("diff", &["--exit-code"])] {
        assert_eq!(parse_rows(&run_config(&site, verb, &path, more), 0, "no differences\n"), json!([]));
        let table = run_config(&site, verb, &path, &[more, &["-o", "table"]].concat());
        assert_eq!((table.code, table.stdout.as_str(), table.stderr.as_str()), (0, "", "no differences\n"));
        assert_eq!(run_config(&site, verb, &path, &[more, &["--json"]].concat()).succeeds().stdout, "[]\n");
    }
    assert!(take_methods(&site).iter().all(|method| method == "GET"));
}

#[test]
fn apply_accepts_the_output_of_get() {
    let site = TestSite::new();
    for format in ["json", "jsonl"] {
        let (_folder, path) = write_file("desired.json", site.run(&["config", "get", "-o", format]).succeeds().stdout);
        assert_eq!(parse_rows(&run_config(&site, "apply", &path, &[]), 0, "no differences\n"), json!([]));
        site.run(&["config", "patch", "--max-keys-per-user", "7"]);
        let reverted = json!([diff_row("max_keys_per_user", json!(7), json!(50))]);
        assert_eq!(parse_rows(&run_config(&site, "apply", &path, &[]), 0, &updated_message(&site)), reverted);
    }
    let raw = site.run(&["config", "get", "--raw"]).succeeds().stdout;
    let run = site.run_with_stdin(&["config", "apply", "-"], raw);
    assert_eq!(parse_rows(&run, 0, "no differences\n"), json!([]));
}

#[test]
fn compares_durations_by_length_and_numbers_by_type() {
    let site = TestSite::new();
    let desired = |lifetime: &str| write_config(format!("max_api_key_expiry = \"{lifetime}\"\n"));
    let (_folder, path) = desired("PT2160H");
    assert_eq!(parse_rows(&run_config(&site, "apply", &path, &[]), 0, "no differences\n"), json!([]));
    let (_folder, path) = desired("P3M");
    let differ = json!([diff_row("max_api_key_expiry", json!("P90D"), json!("P3M"))]);
    assert_eq!(parse_rows(&run_config(&site, "diff", &path, &[]), 0, ""), differ);
    let (_folder, path) = write_config("max_keys_per_user = 5\n");
    stub_get_response(&site, 0, json!({"max_keys_per_user": "5"}));
    let differ = json!([diff_row("max_keys_per_user", json!("5"), json!(5))]);
    assert_eq!(parse_rows(&run_config(&site, "diff", &path, &[]), 0, ""), differ);
}

#[test]
fn accepts_a_tenant_id_after_the_file() {
    let site = TestSite::reference();
    let tenant = site.listener.tenant().id().to_owned();
    let (_folder, path) = write_config(DESIRED_CONFIG);
    run_config(&site, "diff", &path, &[&tenant]).succeeds();
    run_config(&site, "diff", &path, &["elsewhere"]).fails(5, "configuration of tenant elsewhere: Not found");
    run_config(&site, "apply", &path, &["elsewhere"]).fails(5, "hint: qlik-api-key config get");
    let requests = site.take_requests();
    assert!(requests.iter().all(|request| request.starts_with("GET ")), "{requests:?}");
    run_config(&site, "diff", &path, &[""]).fails(2, "an ID must not be empty");
}

#[test]
fn apply_reports_values_that_the_tenant_changed() {
    let site = TestSite::reference();
    let (_folder, path) = write_config(DESIRED_CONFIG);
    let config = |max_keys: u64, max_expiry: &str| json!({"api_keys_enabled": true, "max_keys_per_user": max_keys, "max_api_key_expiry": max_expiry});
    // An equal duration in another notation is not a difference.
    stub_get_response(&site, 1, config(5, "PT720H"));
    let run_once = || run_config(&site, "apply", &path, &[]);
    assert_eq!(parse_rows(&run_once(), 0, &updated_message(&site))[1]["after"], "PT720H");
    site.run(&["config", "patch", "--max-keys-per-user", "50"]);
    stub_get_response(&site, 1, config(4, "P30D"));
    let message = "error: the tenant's configuration differs from the desired one after the change: \
         max_keys_per_user is 4, not 5\nhint: qlik-api-key config get\n";
    let clamped = json!([diff_row("max_keys_per_user", json!(50), json!(4))]);
    assert_eq!(parse_rows(&run_once(), 1, &(updated_message(&site) + message)), clamped);
    site.run(&["config", "patch", "--max-keys-per-user", "50"]);
    stub_get_response(&site, 1, json!({"api_keys_enabled": true}));
    let message = "error: the tenant's configuration differs from the desired one after the change: \
         max_keys_per_user is missing; max_api_key_expiry is missing\n";
    let run = run_once();
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains(message), "{}", run.stderr);
    // The change stays, even if the configuration cannot be read again.
    site.run(&["config", "patch", "--max-keys-per-user", "50"]);
    site.listener.tenant().fail_when(RequestMatcher::any().method("GET").skip(1), 1, Fault::html(200));
    let run = run_once();
    assert_eq!((run.code, run.json()), (7, json!([diff_row("max_keys_per_user", json!(50), json!(5))])));
    let message = "error: the configuration was changed, but could not be read again to verify it\n\
                caused by: the response to GET ";
    assert!(run.stderr.contains(message), "{}", run.stderr);
    assert_eq!(site.run(&["config", "get"]).succeeds().json()["max_keys_per_user"], 5);
}

#[test]
fn a_rejected_patch_prints_no_rows() {
    let site = TestSite::new();
    let (_folder, path) = write_config("max_keys_per_user = 1001\n");
    run_config(&site, "apply", &path, &[]).fails(1, "The value must be an integer from 0 to 1000.");
    let site = site.signed_in_as(qlik_api_key::demo::TestUser::Developer);
    run_config(&site, "apply", &path, &[])
        .fails(4, "hint: sign in as a user with the TenantAdmin role to change the configuration");
}

const UNKNOWN_COLOR: &str = "line 1, column 1: unknown field \"color\"; valid fields: api_keys_enabled, \
    max_api_key_expiry, max_keys_per_user, scim_externalClient_expiry";

/// Invalid configuration files, and a part of the error for each.
const INVALID_FILES: &[(&str, &str)] = &[
    (
        "max_keys_per_user = 5\nmax_key_per_user = 6",
        "line 2, column 1: unknown field \"max_key_per_user\"; did you mean max_keys_per_user?",
    ),
    ("max-keys-per-user = 5", "did you mean max_keys_per_user?"),
    ("api_key_enabled = true", "did you mean api_keys_enabled?"),
    ("scim_external_client_expiry = 5", "did you mean scim_externalClient_expiry?"),
    ("MAX_API_KEY_EXPIRY = 5", "did you mean max_api_key_expiry?"),
    ("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9fakes = 1", "unknown field; valid fields: "),
    ("{\"color\\n\": 1}", "unknown field \"color\\n\"; valid fields: "),
    ("color = 1", UNKNOWN_COLOR),
    ("color.x = 1", UNKNOWN_COLOR),
    ("\n[config]\nmax_keys_per_user = 5", "line 2, column 2: unknown field \"config\""),
    ("\n\n max_keys_per_user = \"5\"", "line 3, column 2: max_keys_per_user: must be a whole number"),
    ("max_keys_per_user = 5.0", "line 1, column 1: max_keys_per_user: must be a whole number"),
    ("max_keys_per_user = -5", "max_keys_per_user: must be a whole number"),
    ("[max_keys_per_user]", "line 1, column 2: max_keys_per_user: must be a whole number"),
    ("api_keys_enabled = \"true\"", "api_keys_enabled: must be true or false"),
    ("max_api_key_expiry = 30", "max_api_key_expiry: must be a string that is an ISO 8601 duration"),
    ("scim_externalClient_expiry = \"30d\"", "scim_externalClient_expiry: must be an ISO 8601 duration, such as P7D"),
    ("max_api_key_expiry = 2026-01-01", "max_api_key_expiry: must be a string that"),
    ("max_keys_per_user = 5\nmax_keys_per_user = 5", "line 2, column 1: duplicate key"),
    ("max_keys_per_user", "line 1, column 18: key with no value"),
    ("", "desired.toml: no field is set\nhint: set at least one of api_keys_enabled"),
    ("# nothing\n\n", "no field is set"),
    (" {} ", "no field is set"),
    (
        "{\n \"max_keys_per_user\": 5,\n \"max_api_key_expiry\": \"1d\"\n\n}",
        "line 3, column 24: max_api_key_expiry: must be an ISO 8601",
    ),
    (
        "{\n\"maxKeysPerUser\":\n5}",
        "line 3, column 1: unknown field \"maxKeysPerUser\"; did you mean max_keys_per_user?",
    ),
    ("{\"max_keys_per_user\": 1e999}", "line 1, column 23: max_keys_per_user: must be a whole number"),
    ("{\"max_keys_per_user\": null}", "max_keys_per_user: must be a whole number"),
    ("{\"max_keys_per_user\": 5,\n\"max_keys_per_user\": 5}", "line 2, column 22: max_keys_per_user appears twice"),
    ("{\"max_keys_per_user\": 5,\n}", "line 2, column 1: trailing comma"),
    ("{\"max_keys_per_user\": 5", "line 1, column 23: EOF"),
    ("{} {}", "trailing characters"),
];

#[test]
fn file_errors_name_line_and_column() {
    let site = TestSite::new();
    for &(text, message) in INVALID_FILES {
        let (_folder, path) = write_config(text);
        for verb in ["diff", "apply"] {
            let run = run_config(&site, verb, &path, &[]).fails(2, message);
            assert!(run.stderr.starts_with(&format!("error: {path}")), "{}", run.stderr);
        }
        let stdin =
            site.run_with_stdin(&["config", "apply", "-"], text).fails(2, message.trim_start_matches("desired.toml: "));
        assert!(stdin.stderr.starts_with("error: stdin"), "{}", stdin.stderr);
    }
    for (text, message) in
        [("[1]", "desired.json, line 1, column 1: expected a JSON object"), ("\"fake\"", "expected a JSON object")]
    {
        let (_folder, path) = write_file("desired.json", text);
        run_config(&site, "diff", &path, &[]).fails(2, message);
    }
    run_config(&site, "diff", "/nowhere/desired.toml", &[])
        .fails(2, &format!("error: could not read /nowhere/desired.toml\ncaused by: {NO_SUCH_FILE}"));
    let (_folder, path) = write_config(b"max_keys_per_user = 5 # \xff");
    run_config(&site, "apply", &path, &[]).fails(2, "is not UTF-8 or UTF-16 text");
    run_config(&site, "apply", "", &[]).fails(2, "must be a file name, or `-` for stdin");
    // An unknown field is an error only if the tenant does not know it either.
    assert!(take_methods(&site).iter().all(|method| method == "GET"));
}

#[test]
fn errors_contain_no_values_of_the_file() {
    let site = TestSite::new();
    for text in [
        "max_keys_per_user = \"fake-value\"",
        "max_api_key_expiry = \"fake-value\"",
        "{\"max_keys_per_user\": \"fake-value\"}",
        "other = \"fake-value\"",
        "max_keys_per_user = fake-value",
        "{\"max_keys_per_user\": fake-value}",
        "key = \"fake-value",
    ] {
        let (_folder, path) = write_config(text);
        let run = run_config(&site, "diff", &path, &[]).fails(2, "line 1, column ");
        assert!(!run.stderr.contains("fake-value"), "{}", run.stderr);
    }
}

#[test]
fn reads_utf8_with_bom_and_utf16() {
    let site = TestSite::new();
    for text in ["max_keys_per_user = 50\r\n", "{\"max_keys_per_user\":\r\n50}"] {
        let utf16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        for (mark, bytes) in [
            (&b"\xef\xbb\xbf"[..], text.as_bytes().to_vec()),
            (b"\xff\xfe", utf16(u16::to_le_bytes)),
            (b"\xfe\xff", utf16(u16::to_be_bytes)),
        ] {
            let (_folder, path) = write_config([mark, &bytes].concat());
            assert_eq!(parse_rows(&run_config(&site, "apply", &path, &[]), 0, "no differences\n"), json!([]));
        }
    }
}

#[test]
fn accepts_any_file_name() {
    let site = TestSite::new();
    for name in ["desired", "desired.toml", "desired.json", "desired.JSON", "-desired"] {
        let (folder, _) = write_file(name, "{\"max_keys_per_user\": 50}");
        let run: CliOutput =
            site.command(&["config", "diff", "--", name]).current_dir(folder.path()).output().unwrap().into();
        assert_eq!(parse_rows(&run, 0, "no differences\n"), json!([]));
    }
}

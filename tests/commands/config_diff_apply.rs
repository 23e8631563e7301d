//! `config diff` and `config apply`: a file of the wanted configuration, what differs, and what is sent.

use qlik_api_key::demo::{DemoResponse, Fault, RequestMatcher};
use serde_json::{Value, json};

use crate::support::{Run, Site};

/// A folder with a file of this text in it.
fn file(text: impl AsRef<[u8]>) -> (tempfile::TempDir, String) {
    named("wanted.toml", text)
}

fn named(name: &str, text: impl AsRef<[u8]>) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

fn run(site: &Site, verb: &str, path: &str, more: &[&str]) -> Run {
    site.run(&[&["config", verb, path], more].concat())
}

/// It ended with this code, and said this and nothing else on stderr; stdout as JSON.
#[track_caller]
fn rows(run: &Run, code: i32, stderr: &str) -> Value {
    assert_eq!((run.code, run.stderr.as_str()), (code, stderr), "{}", run.stdout);
    run.json()
}

fn methods(site: &Site) -> Vec<String> {
    site.requests().iter().map(|request| request.split(' ').next().unwrap().to_owned()).collect()
}

fn row(field: &str, before: Value, after: Value) -> Value {
    json!({"field": field, "before": before, "after": after})
}

/// Lets the GET after so many others be answered so.
fn answer_get(site: &Site, after: usize, body: Value) {
    let mut answer = DemoResponse::new(200).with_header("Content-Type", "application/json");
    answer.body = body.to_string().into();
    site.listener.tenant().fail_when(RequestMatcher::any().method("GET").skip(after), 1, Fault::Response(answer));
}

const WANTED: &str = "# what we want\nmax_keys_per_user = 5\nmax_api_key_expiry = \"P30D\"\napi_keys_enabled = true\n";

fn updated(site: &Site) -> String {
    format!("updated the API key configuration of tenant {}\n", site.listener.tenant().id())
}

#[test]
fn diff_shows_before_and_after_and_changes_nothing() {
    let site = Site::new();
    let (_folder, path) = file(WANTED);
    let differ =
        json!([row("max_keys_per_user", json!(50), json!(5)), row("max_api_key_expiry", json!("P90D"), json!("P30D"))]);
    assert_eq!(rows(&run(&site, "diff", &path, &[]), 0, ""), differ);
    assert_eq!(rows(&run(&site, "diff", &path, &["--exit-code"]), 1, ""), differ);
    assert_eq!(methods(&site), ["GET", "GET"]);
    let table = "Field               Before  After\nmax_keys_per_user   50      5\nmax_api_key_expiry  P90D    P30D\n";
    assert_eq!(run(&site, "diff", &path, &["-o", "table"]).ok().stdout, table);
    let csv = "field,before,after\nmax_keys_per_user,50,5\nmax_api_key_expiry,P90D,P30D\n";
    assert_eq!(run(&site, "diff", &path, &["-o", "csv"]).ok().stdout, csv);
    assert_eq!(run(&site, "diff", &path, &["-o", "tsv"]).ok().stdout, csv.replace(',', "\t"));
    assert_eq!(run(&site, "diff", &path, &["-o", "jsonl"]).ok().stdout.lines().count(), 2);
    run(&site, "diff", &path, &["-q"]).fails(2, "-q prints IDs, and a configuration has none");
    run(&site, "apply", &path, &["--raw"]).fails(2, "--raw prints the tenant's own body");
}

#[test]
fn apply_sends_only_what_differs_in_one_patch_and_looks_again() {
    let site = Site::new();
    let tenant = site.listener.tenant().id().to_owned();
    let (_folder, path) = file(WANTED);
    let differ =
        json!([row("max_keys_per_user", json!(50), json!(5)), row("max_api_key_expiry", json!("P90D"), json!("P30D"))]);
    assert_eq!(rows(&run(&site, "apply", &path, &["--dry-run"]), 0, "nothing was changed (--dry-run)\n"), differ);
    assert_eq!(methods(&site), ["GET"]);
    assert_eq!(rows(&run(&site, "apply", &path, &[]), 0, &updated(&site)), differ);
    let requests = site.requests();
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
        assert_eq!(rows(&run(&site, verb, &path, more), 0, "nothing differs\n"), json!([]));
        let table = run(&site, verb, &path, &[more, &["-o", "table"]].concat());
        assert_eq!((table.code, table.stdout.as_str(), table.stderr.as_str()), (0, "", "nothing differs\n"));
        assert_eq!(run(&site, verb, &path, &[more, &["--json"]].concat()).ok().stdout, "[]\n");
    }
    assert!(methods(&site).iter().all(|method| method == "GET"));
}

#[test]
fn what_get_prints_is_what_apply_takes() {
    let site = Site::new();
    for format in ["json", "jsonl"] {
        let (_folder, path) = named("wanted.json", site.run(&["config", "get", "-o", format]).ok().stdout);
        assert_eq!(rows(&run(&site, "apply", &path, &[]), 0, "nothing differs\n"), json!([]));
        site.run(&["config", "patch", "--max-keys-per-user", "7"]);
        let back = json!([row("max_keys_per_user", json!(7), json!(50))]);
        assert_eq!(rows(&run(&site, "apply", &path, &[]), 0, &updated(&site)), back);
    }
    let raw = site.run(&["config", "get", "--raw"]).ok().stdout;
    let run = site.run_with(&["config", "apply", "-"], raw);
    assert_eq!(rows(&run, 0, "nothing differs\n"), json!([]));
}

#[test]
fn durations_are_compared_by_their_length_and_numbers_are_no_strings() {
    let site = Site::new();
    let wanted = |life: &str| file(format!("max_api_key_expiry = \"{life}\"\n"));
    let (_folder, path) = wanted("PT2160H");
    assert_eq!(rows(&run(&site, "apply", &path, &[]), 0, "nothing differs\n"), json!([]));
    let (_folder, path) = wanted("P3M");
    let differ = json!([row("max_api_key_expiry", json!("P90D"), json!("P3M"))]);
    assert_eq!(rows(&run(&site, "diff", &path, &[]), 0, ""), differ);
    let (_folder, path) = file("max_keys_per_user = 5\n");
    answer_get(&site, 0, json!({"max_keys_per_user": "5"}));
    let differ = json!([row("max_keys_per_user", json!("5"), json!(5))]);
    assert_eq!(rows(&run(&site, "diff", &path, &[]), 0, ""), differ);
}

#[test]
fn another_tenant_is_named_behind_the_file() {
    let site = Site::new();
    let tenant = site.listener.tenant().id().to_owned();
    let (_folder, path) = file(WANTED);
    run(&site, "diff", &path, &[&tenant]).ok();
    run(&site, "diff", &path, &["elsewhere"]).fails(5, "configuration of tenant elsewhere: Not found");
    run(&site, "apply", &path, &["elsewhere"]).fails(5, "hint: qlik-api-key config get");
    let requests = site.requests();
    assert!(requests.iter().all(|request| request.starts_with("GET ")), "{requests:?}");
    run(&site, "diff", &path, &[""]).fails(2, "an ID is needed");
}

/// Newer tenants don't tell `api_keys_enabled`.
#[test]
fn a_field_that_the_tenant_does_not_tell_is_sent() {
    let site = Site::new();
    let (_folder, path) = file("api_keys_enabled = false\n");
    let silent = json!({"max_keys_per_user": 5, "max_api_key_expiry": "PT24H"});
    answer_get(&site, 0, silent.clone());
    let differ = json!([row("api_keys_enabled", Value::Null, json!(false))]);
    assert_eq!(rows(&run(&site, "diff", &path, &["--exit-code"]), 1, ""), differ);
    for _ in 0..2 {
        answer_get(&site, 0, silent.clone());
    }
    let told = updated(&site) + "the tenant doesn't tell api_keys_enabled: whether it took that can't be seen\n";
    assert_eq!(rows(&run(&site, "apply", &path, &[]), 0, &told), differ);
    let requests = site.requests();
    assert!(requests[2].ends_with(r#"[{"op":"replace","path":"/api_keys_enabled","value":false}]"#), "{requests:?}");
    answer_get(&site, 0, silent);
    assert_eq!(
        run(&site, "diff", &path, &["-o", "table"]).ok().stdout,
        "Field             Before  After\napi_keys_enabled          false\n"
    );
}

#[test]
fn what_the_tenant_makes_of_it_is_shown_and_judged() {
    let site = Site::new();
    let (_folder, path) = file(WANTED);
    let config = |most: u64, life: &str| json!({"api_keys_enabled": true, "max_keys_per_user": most, "max_api_key_expiry": life});
    // Another way to write the same is as good.
    answer_get(&site, 1, config(5, "PT720H"));
    let run_once = || run(&site, "apply", &path, &[]);
    assert_eq!(rows(&run_once(), 0, &updated(&site))[1]["after"], "PT720H");
    site.run(&["config", "patch", "--max-keys-per-user", "50"]);
    answer_get(&site, 1, config(4, "P30D"));
    let told =
        "error: the tenant made something else of it: max_keys_per_user is 4, not 5\nhint: qlik-api-key config get\n";
    let clamped = json!([row("max_keys_per_user", json!(50), json!(4))]);
    assert_eq!(rows(&run_once(), 1, &(updated(&site) + told)), clamped);
    site.run(&["config", "patch", "--max-keys-per-user", "50"]);
    answer_get(&site, 1, json!({"api_keys_enabled": true}));
    let told = "error: the tenant made something else of it: max_keys_per_user is gone; max_api_key_expiry is gone\n";
    let run = run_once();
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains(told), "{}", run.stderr);
    // The change is made, whatever becomes of the second look.
    site.run(&["config", "patch", "--max-keys-per-user", "50"]);
    site.listener.tenant().fail_when(RequestMatcher::any().method("GET").skip(1), 1, Fault::html(200));
    let run = run_once();
    assert_eq!((run.code, run.json()), (7, json!([row("max_keys_per_user", json!(50), json!(5))])));
    let told = "error: the configuration was changed, but could not be read again to see what became of it\n\
                caused by: the answer to GET ";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    assert_eq!(site.run(&["config", "get"]).ok().json()["max_keys_per_user"], 5);
}

#[test]
fn a_refused_patch_is_an_error_and_shows_no_rows() {
    let site = Site::new();
    let (_folder, path) = file("max_keys_per_user = 1001\n");
    run(&site, "apply", &path, &[]).fails(1, "The value must be an integer from 0 to 1000.");
    let site = site.signed_in_as(qlik_api_key::demo::TestUser::Developer);
    run(&site, "apply", &path, &[]).fails(4, "hint: the TenantAdmin role is needed to change the configuration");
}

#[test]
fn what_is_wrong_in_the_file_is_told_with_its_line_before_anything_is_sent() {
    let site = Site::new();
    let known = "there are api_keys_enabled, max_api_key_expiry, max_keys_per_user, scim_externalClient_expiry";
    let colour = format!("line 1, column 1: there is no field \"colour\"; {known}");
    for (text, told) in [
        (
            "max_keys_per_user = 5\nmax_key_per_user = 6",
            "line 2, column 1: there is no field \"max_key_per_user\"; did you mean max_keys_per_user?",
        ),
        ("max-keys-per-user = 5", "did you mean max_keys_per_user?"),
        ("api_key_enabled = true", "did you mean api_keys_enabled?"),
        ("scim_external_client_expiry = 5", "did you mean scim_externalClient_expiry?"),
        ("MAX_API_KEY_EXPIRY = 5", "did you mean max_api_key_expiry?"),
        ("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9fakes = 1", "there is no field of that name; there are "),
        ("{\"colour\\n\": 1}", "there is no field \"colour\\n\"; there are "),
        ("colour = 1", &colour),
        ("colour.x = 1", &colour),
        ("\n[config]\nmax_keys_per_user = 5", "line 2, column 2: there is no field \"config\""),
        ("\n\n max_keys_per_user = \"5\"", "line 3, column 2: max_keys_per_user: a whole number is needed"),
        ("max_keys_per_user = 5.0", "line 1, column 1: max_keys_per_user: a whole number"),
        ("max_keys_per_user = -5", "max_keys_per_user: a whole number"),
        ("[max_keys_per_user]", "line 1, column 2: max_keys_per_user: a whole number"),
        ("api_keys_enabled = \"true\"", "api_keys_enabled: true or false is needed"),
        ("max_api_key_expiry = 30", "max_api_key_expiry: a string that is an ISO 8601 duration is needed"),
        (
            "scim_externalClient_expiry = \"30d\"",
            "scim_externalClient_expiry: an ISO 8601 duration is needed, such as P7D",
        ),
        ("max_api_key_expiry = 2026-01-01", "max_api_key_expiry: a string that"),
        ("max_keys_per_user = 5\nmax_keys_per_user = 5", "line 2, column 1: duplicate key"),
        ("max_keys_per_user", "line 1, column 18: key with no value"),
        ("", "wanted.toml: nothing is wanted: it holds no field\nhint: name some of api_keys_enabled"),
        ("# nothing\n\n", "nothing is wanted"),
        (" {} ", "nothing is wanted"),
        (
            "{\n \"max_keys_per_user\": 5,\n \"max_api_key_expiry\": \"1d\"\n\n}",
            "line 3, column 24: max_api_key_expiry: an ISO 8601",
        ),
        (
            "{\n\"maxKeysPerUser\":\n5}",
            "line 3, column 1: there is no field \"maxKeysPerUser\"; did you mean max_keys_per_user?",
        ),
        ("{\"max_keys_per_user\": 1e999}", "line 1, column 23: max_keys_per_user: a whole number"),
        ("{\"max_keys_per_user\": null}", "max_keys_per_user: a whole number"),
        (
            "{\"max_keys_per_user\": 5,\n\"max_keys_per_user\": 5}",
            "line 2, column 22: max_keys_per_user is there twice",
        ),
        ("{\"max_keys_per_user\": 5,\n}", "line 2, column 1: trailing comma"),
        ("{\"max_keys_per_user\": 5", "line 1, column 23: EOF"),
        ("{} {}", "trailing characters"),
    ] {
        let (_folder, path) = file(text);
        for verb in ["diff", "apply"] {
            let run = run(&site, verb, &path, &[]).fails(2, told);
            assert!(run.stderr.starts_with(&format!("error: {path}")), "{}", run.stderr);
        }
        let stdin = site.run_with(&["config", "apply", "-"], text).fails(2, told.trim_start_matches("wanted.toml: "));
        assert!(stdin.stderr.starts_with("error: stdin"), "{}", stdin.stderr);
    }
    for (text, told) in
        [("[1]", "wanted.json, line 1, column 1: a JSON object is needed"), ("\"fake\"", "a JSON object is needed")]
    {
        let (_folder, path) = named("wanted.json", text);
        run(&site, "diff", &path, &[]).fails(2, told);
    }
    run(&site, "diff", "/nowhere/wanted.toml", &[])
        .fails(2, "error: could not read /nowhere/wanted.toml\ncaused by: No such");
    let (_folder, path) = file(b"max_keys_per_user = 5 # \xff");
    run(&site, "apply", &path, &[]).fails(2, "is not UTF-8 or UTF-16 text");
    run(&site, "apply", "", &[]).fails(2, "a file name, or `-` for stdin, is needed");
    assert_eq!(site.requests(), Vec::<String>::new());
}

#[test]
fn no_value_of_the_file_is_in_an_error() {
    let site = Site::new();
    for text in [
        "max_keys_per_user = \"fake-value\"",
        "max_api_key_expiry = \"fake-value\"",
        "{\"max_keys_per_user\": \"fake-value\"}",
        "other = \"fake-value\"",
        "max_keys_per_user = fake-value",
        "{\"max_keys_per_user\": fake-value}",
        "key = \"fake-value",
    ] {
        let (_folder, path) = file(text);
        let run = run(&site, "diff", &path, &[]).fails(2, "line 1, column ");
        assert!(!run.stderr.contains("fake-value"), "{}", run.stderr);
    }
}

#[test]
fn the_encodings_of_powershell_are_read() {
    let site = Site::new();
    for text in ["max_keys_per_user = 50\r\n", "{\"max_keys_per_user\":\r\n50}"] {
        let utf16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        for (mark, bytes) in [
            (&b"\xef\xbb\xbf"[..], text.as_bytes().to_vec()),
            (b"\xff\xfe", utf16(u16::to_le_bytes)),
            (b"\xfe\xff", utf16(u16::to_be_bytes)),
        ] {
            let (_folder, path) = file([mark, &bytes].concat());
            assert_eq!(rows(&run(&site, "apply", &path, &[]), 0, "nothing differs\n"), json!([]));
        }
    }
}

#[test]
fn a_file_may_be_called_anything() {
    let site = Site::new();
    for name in ["wanted", "wanted.toml", "wanted.json", "wanted.JSON", "-wanted"] {
        let (folder, _) = named(name, "{\"max_keys_per_user\": 50}");
        let run: Run =
            site.command(&["config", "diff", "--", name]).current_dir(folder.path()).output().unwrap().into();
        assert_eq!(rows(&run, 0, "nothing differs\n"), json!([]));
    }
}

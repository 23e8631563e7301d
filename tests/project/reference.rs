//! Every `qlik api-key` and `qlik completion` line of Qlik's documentation runs unchanged with `qlik` as an alias of the
//! binary: it sends the requests and prints the output that the API reference describes. That holds for the tenant of the
//! reference and for those of today.

use serde_json::{Value, json};

use crate::support::process;
use crate::support::{CliOutput, NOW, TestSite, shell};

/// Runs a line in a shell, with the alias and the variables of the site.
fn run_in_shell(site: &TestSite, line: &str) -> CliOutput {
    let script = format!("alias qlik='{}'\n{line}\n", assert_cmd::cargo::cargo_bin!("qlik-api-key").display());
    process::output(shell(&script).envs(site.env_vars())).into()
}

/// Takes the only request, except the GET request before a create. Returns its method and target, and its body.
fn take_sent_request(site: &TestSite) -> (String, Value) {
    let requests = site.take_requests();
    let request = match requests.as_slice() {
        [request] => request,
        [snapshot, request] if snapshot.starts_with("GET ") && request.starts_with("POST ") => request,
        _ => panic!("expected one request, or a create and the GET request before it: {requests:?}"),
    };
    let mut parts = request.splitn(3, ' ');
    let line = format!("{} {}", parts.next().unwrap(), parts.next().unwrap());
    (line, parts.next().map_or(Value::Null, |body| serde_json::from_str(body).unwrap()))
}

#[test]
fn ls() {
    for site in TestSite::both_kinds() {
        let run = run_in_shell(&site, "qlik api-key ls").succeeds();
        assert_eq!(take_sent_request(&site), ("GET /api/v1/api-keys?limit=100".into(), Value::Null));
        let keys = run.json();
        assert_eq!(keys.as_array().unwrap().len(), 10);
        assert_eq!(
            run.stdout,
            serde_json::to_string_pretty(&keys).unwrap() + "\n",
            "the indentation is not two spaces"
        );
    }
}

#[test]
fn create() {
    for site in TestSite::both_kinds() {
        let line = r#"qlik api-key create --description="string" --expiry="P7D" --sub="SCIM\\215g5595380d646163cadbb9" --subType="user""#;
        let run = run_in_shell(&site, line).succeeds();
        let body = json!({"description": "string", "expiry": "P7D", "sub": "SCIM\\215g5595380d646163cadbb9", "subType": "user"});
        assert_eq!(take_sent_request(&site), ("POST /api/v1/api-keys".into(), body));
        let key = run.json();
        assert_eq!(key["expiry"], "2026-11-30T12:00:00Z");
        assert_eq!(key["created"], NOW);
        let names: Vec<_> = key.as_object().unwrap().keys().cloned().collect();
        assert_eq!(
            names,
            [
                "id",
                "sub",
                "token",
                "expiry",
                "status",
                "created",
                "subType",
                "tenantId",
                "description",
                "lastUpdated",
                "createdByUser"
            ]
        );
        assert_eq!(key["token"].as_str().unwrap().split('.').count(), 3, "the token is not a JWT");
    }
}

#[test]
fn get() {
    for site in TestSite::both_kinds() {
        let id = site.key_id("CI pipeline");
        let run = run_in_shell(&site, &format!("qlik api-key get {id}")).succeeds();
        assert_eq!(take_sent_request(&site), (format!("GET /api/v1/api-keys/{id}"), Value::Null));
        let key = run.json();
        assert_eq!((&key["id"], &key["description"]), (&json!(id), &json!("CI pipeline")));
    }
}

#[test]
fn patch_by_body_and_by_flags() {
    for site in TestSite::both_kinds() {
        let id = site.key_id("CI pipeline");
        for arguments in [
            r#"--body='[{"op":"replace","path":"/description","value":"my new description"}]'"#,
            "--op 'replace' --path '/description' --value 'my new description'",
        ] {
            let run = run_in_shell(&site, &format!("qlik api-key patch {id} {arguments}"));
            assert_eq!((run.code, run.stdout.as_str()), (0, ""));
            assert_eq!(run.stderr, format!("updated API key {id}\n"));
            let body = json!([{"op": "replace", "path": "/description", "value": "my new description"}]);
            assert_eq!(take_sent_request(&site), (format!("PATCH /api/v1/api-keys/{id}"), body));
        }
        assert_eq!(site.key_id("my new description"), id);
    }
}

#[test]
fn rm() {
    for site in TestSite::both_kinds() {
        let id = site.key_id("CI pipeline");
        let run = run_in_shell(&site, &format!("qlik api-key rm {id}"));
        assert_eq!((run.code, run.stdout, run.stderr), (0, String::new(), format!("removed API key {id}\n")));
        assert_eq!(take_sent_request(&site), (format!("DELETE /api/v1/api-keys/{id}"), Value::Null));
        run_in_shell(&site, &format!("qlik api-key get {id}")).fails(5, "Not found");
    }
}

#[test]
fn config_get_and_patch() {
    let (mut reference, mut today) = (String::new(), String::new());
    for (site, output) in TestSite::both_kinds().iter().zip([&mut today, &mut reference]) {
        let tenant = site.listener.tenant().id().to_owned();
        let get = format!("qlik api-key config get {tenant}");
        *output = run_in_shell(site, &get).succeeds().stdout;
        assert_eq!(take_sent_request(site), (format!("GET /api/v1/api-keys/configs/{tenant}"), Value::Null));
        let patch = format!("qlik api-key config patch {tenant} --op replace --path /max_keys_per_user --value 10");
        assert_eq!(run_in_shell(site, &patch).code, 0);
        let body = json!([{"op": "replace", "path": "/max_keys_per_user", "value": 10}]);
        assert_eq!(take_sent_request(site), (format!("PATCH /api/v1/api-keys/configs/{tenant}"), body));
    }
    let mut config = json!({"api_keys_enabled": true, "max_keys_per_user": 50, "max_api_key_expiry": "P90D", "scim_externalClient_expiry": "P365D"});
    assert_eq!(reference, serde_json::to_string_pretty(&config).unwrap() + "\n");
    config.as_object_mut().unwrap().shift_remove("api_keys_enabled");
    assert_eq!(today, serde_json::to_string_pretty(&config).unwrap() + "\n");
}

/// The documentation still has the line for a setting that today's tenants reject.
#[test]
fn config_patch_of_api_keys_enabled() {
    for (site, code) in TestSite::both_kinds().iter().zip([1, 0]) {
        let tenant = site.listener.tenant().id().to_owned();
        let line = r#"--body='[{"op":"replace","path":"/api_keys_enabled","value":true}]'"#;
        let run = run_in_shell(site, &format!("qlik api-key config patch {tenant} {line}"));
        assert_eq!((run.code, run.stdout.as_str()), (code, ""));
        let updated = format!("updated the API key configuration of tenant {tenant}\n");
        let expected = if code == 0 { &updated } else { "hint: Qlik removed the setting api_keys_enabled in 2026" };
        assert!(run.stderr.contains(expected), "{}", run.stderr);
        let body = json!([{"op": "replace", "path": "/api_keys_enabled", "value": true}]);
        assert_eq!(take_sent_request(site), (format!("PATCH /api/v1/api-keys/configs/{tenant}"), body));
    }
}

#[test]
fn completion() {
    let site = TestSite::new();
    for (shell, file) in [
        ("bash", "qlik-api-key.bash"),
        ("zsh", "_qlik-api-key"),
        ("fish", "qlik-api-key.fish"),
        ("powershell", "_qlik-api-key.ps1"),
        ("elvish", "qlik-api-key.elv"),
    ] {
        let run = run_in_shell(&site, &format!("qlik completion {shell}")).succeeds();
        let path = format!("{}/completions/{file}", env!("CARGO_MANIFEST_DIR"));
        assert!(run.stdout == std::fs::read_to_string(path).unwrap(), "{shell}");
    }
    assert_eq!(site.take_requests(), Vec::<String>::new());
}

#[test]
fn script_idioms() {
    for site in TestSite::both_kinds() {
        let run = run_in_shell(&site, r#"id=$(qlik api-key create --description x -q); qlik api-key get "$id" --json"#);
        assert_eq!(run.json()["description"], "x");
        // Global flags can stand before, between and after the words, with and without `=`.
        let id = run.json()["id"].as_str().unwrap().to_owned();
        for line in [
            format!("qlik --json api-key get {id}"),
            format!("qlik -s {} api-key --json get {id}", site.listener.url()),
            format!("qlik api-key get --server={} {id}", site.listener.url()),
            format!("qlik api-key get {id} --server-type cloud --interval 2 --retry=0"),
            format!("qlik get {id}"),
        ] {
            assert_eq!(run_in_shell(&site, &line).succeeds().json()["id"], json!(id), "{line}");
        }
        run_in_shell(&site, "qlik --server-type windows api-key ls").fails(2, "only `cloud` is supported");
    }
}

//! `config get` and `config patch`.

use serde_json::json;

use crate::support::TestSite;

#[test]
fn defaults_to_the_tenant_of_the_credential() {
    let site = TestSite::new();
    let tenant = site.listener.tenant().id().to_owned();
    site.run(&["config", "get"]).succeeds();
    assert_eq!(site.take_requests(), [format!("GET /api/v1/api-keys/configs/{tenant}")]);

    // An OAuth access token need not be a JWT, so the tenant ID comes from `users/me`.
    let (id, secret) = {
        let tenant = site.listener.tenant();
        let (id, secret) = tenant.oauth_client();
        (id.to_owned(), secret.to_owned())
    };
    let mut command = site.command(&["config", "get"]);
    command.env_remove("QLIK_API_KEY").env("QLIK_OAUTH_CLIENT_ID", id).env("QLIK_OAUTH_CLIENT_SECRET", secret);
    let run: crate::support::CliOutput = command.output().unwrap().into();
    assert_eq!(run.succeeds().json()["max_keys_per_user"], 50);
    let requests = site.take_requests();
    assert!(requests[0].starts_with("POST /oauth/token "), "{requests:?}");
    assert_eq!(requests.last().unwrap(), &format!("GET /api/v1/api-keys/configs/{tenant}"));
}

#[test]
fn get_supports_every_format() {
    let [site, reference] = TestSite::both_kinds();
    let get = |more: &[&str]| site.run(&[&["config", "get"], more].concat());
    let table = "max_keys_per_user: 50\nmax_api_key_expiry: P90D\nscim_externalClient_expiry: P365D\n";
    assert_eq!(get(&["-o", "table"]).succeeds().stdout, table);
    let reference_table = reference.run(&["config", "get", "-o", "table"]).succeeds().stdout;
    assert_eq!(reference_table, format!("api_keys_enabled: true\n{table}"));
    let csv = reference.run(&["config", "get", "-o", "csv"]).succeeds().stdout;
    let header = "api_keys_enabled,max_keys_per_user,max_api_key_expiry,scim_externalClient_expiry\n";
    assert_eq!(csv, format!("{header}true,50,P90D,P365D\n"));
    assert_eq!(get(&["-o", "tsv", "--no-header", "--columns", "max_keys_per_user"]).succeeds().stdout, "50\n");
    assert_eq!(get(&["-o", "table", "--columns", "max_keys_per_user"]).succeeds().stdout, "max_keys_per_user: 50\n");
    get(&["-q"]).fails(2, "`config get` does not support -q");
    get(&["--columns", "id", "-o", "csv"]).fails(2, "unknown field; valid fields: api_keys_enabled");
}

#[test]
fn patch_flags_send_one_json_patch() {
    let site = TestSite::reference();
    let tenant = site.listener.tenant().id().to_owned();
    let flags = [
        "--api-keys-enabled",
        "true",
        "--max-keys-per-user",
        "7",
        "--max-api-key-expiry",
        "30d",
        "--scim-external-client-expiry",
        "1y",
    ];
    let run = site.run(&[&["config", "patch"], &flags[..]].concat());
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert_eq!(run.stderr, format!("updated the API key configuration of tenant {tenant}\n"));
    let requests = site.take_requests();
    let body = requests[0].strip_prefix(&format!("PATCH /api/v1/api-keys/configs/{tenant} ")).unwrap();
    let replace = |path: &str, value: serde_json::Value| json!({"op": "replace", "path": path, "value": value});
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(body).unwrap(),
        json!([
            replace("/api_keys_enabled", json!(true)),
            replace("/max_keys_per_user", json!(7)),
            replace("/max_api_key_expiry", json!("P30D")),
            replace("/scim_externalClient_expiry", json!("P1Y")),
        ])
    );
    assert_eq!(site.run(&["config", "get"]).succeeds().json()["max_api_key_expiry"], "P30D");
    for (path, text, value) in [
        ("/max_keys_per_user", "10", json!(10)),
        ("/api_keys_enabled", "true", json!(true)),
        ("/max_api_key_expiry", "P7D", json!("P7D")),
        ("/max_api_key_expiry", "\"P7D\"", json!("P7D")),
    ] {
        site.take_requests();
        assert_eq!(site.run(&["config", "patch", "--op", "replace", "--path", path, "--value", text]).code, 0);
        assert!(site.take_requests()[0].ends_with(&json!([replace(path, value)]).to_string()), "{path} {text}");
    }
}

#[test]
fn patch_rejects_invalid_input_before_sending() {
    let site = TestSite::new();
    let replace = |path: &'static str, value: &'static str| ["--op", "replace", "--path", path, "--value", value];
    for (arguments, message) in [
        (&[][..], "no change is given"),
        (&["--max-keys-per-user", "many"], "--max-keys-per-user"),
        (&["--max-keys-per-user", "-1"], "-1"),
        (&["--max-api-key-expiry", "30"], "--max-api-key-expiry"),
        (&["--api-keys-enabled", "yes"], "--api-keys-enabled"),
        (&["--max-keys-per-user", "5", "--body", "[]"], "--body"),
        (&replace("/max_keys_per_user", "ten"), "value of /max_keys_per_user: must be a whole number, not \"ten\""),
        (&replace("/max_keys_per_user", "-1"), "must be a whole number, not -1"),
        (&replace("/max_keys_per_user", "1.5"), "must be a whole number, not 1.5"),
        (&replace("/max_api_key_expiry", "30"), "value of /max_api_key_expiry: must be a string"),
        (&replace("/api_keys_enabled", "\"true\""), "value of /api_keys_enabled: must be true or false"),
        (&replace("/max_api_key_expiry", "30d"), "value of /max_api_key_expiry: must be an ISO 8601 duration"),
        (&replace("/other", "1"), "path must be /api_keys_enabled, /max_api_key_expiry"),
        (
            &["--body", r#"[{"op":"replace","path":"/api_keys_enabled","value":"true"}]"#],
            "--body: value of /api_keys_enabled",
        ),
    ] {
        site.run(&[&["config", "patch"], arguments].concat()).fails(2, message);
        assert_eq!(site.take_requests(), Vec::<String>::new(), "{arguments:?}");
    }
}

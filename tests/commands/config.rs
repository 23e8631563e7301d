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

#[test]
fn patch_prints_the_changed_settings_as_json() {
    let site = TestSite::new();
    let tenant = site.listener.tenant().id().to_owned();
    let operation = ["--op", "replace", "--path", "/max_keys_per_user", "--value"];
    let run =
        site.run(&[&["config", "patch", "--json"], &operation[..], &["9"], &operation, &["10"]].concat()).succeeds();
    assert_eq!(run.json(), json!({"tenantId": tenant, "max_keys_per_user": 10}));
    assert_eq!(site.take_requests().len(), 1);
}

#[test]
fn patch_shows_a_dry_run() {
    let site = TestSite::new();
    let line = ["config", "patch", "--max-keys-per-user", "0", "--max-api-key-expiry", "P90D", "--dry-run"];
    let run = site.run(&line);
    assert_eq!((run.code, run.stderr.as_str()), (0, "nothing was changed (--dry-run)\n"));
    assert_eq!(run.json(), json!([{"field": "max_keys_per_user", "before": 50, "after": 0}]));
    let run = site.run(&["config", "patch", "--max-keys-per-user", "50", "--dry-run"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "[]\n", "no differences\n"));
    assert!(site.take_requests().iter().all(|request| request.starts_with("GET ")));
}

#[cfg(target_os = "linux")]
mod terminal {
    use super::*;
    use crate::support::home::TestHome;
    use crate::support::pty::{self, PtyProcess, Screen};

    fn run_on_terminal(site: &TestSite, more: &[&str], keys: &str) -> Screen {
        pty::run_on_terminal(site.std_command(&[&["config", "patch", "--no-color"], more].concat()), 160, keys)
    }

    fn patches(site: &TestSite) -> usize {
        site.take_requests().iter().filter(|request| request.starts_with("PATCH ")).count()
    }

    #[test]
    fn patch_shows_before_and_after() {
        let site = TestSite::new();
        let tenant = site.listener.tenant().id().to_owned();
        let screen = run_on_terminal(&site, &["--max-keys-per-user", "7", "--max-api-key-expiry", "P90D"], "");
        let expected = format!(
            "updated the API key configuration of tenant {tenant}\nField              Before  After\nmax_keys_per_user  50      7\n"
        );
        assert_eq!((screen.code, screen.text), (0, expected));
        assert_eq!(patches(&site), 1);
        let screen = run_on_terminal(&site, &["--max-keys-per-user", "7"], "");
        assert_eq!((screen.code, screen.text.as_str(), patches(&site)), (0, "no differences\n", 0));
        let screen = run_on_terminal(&site, &["--api-keys-enabled", "false", "--yes"], "");
        assert!(screen.code == 1 && screen.text.contains("Qlik removed the setting"), "{}", screen.text);
    }

    #[test]
    fn patch_asks_before_it_locks_all_users_out() {
        let body = r#"--body=[{"op":"replace","path":"/max_keys_per_user","value":0}]"#;
        for (arguments, lockout) in [
            (&["--api-keys-enabled", "false"][..], "nobody can use API keys in this tenant"),
            (&["--max-keys-per-user", "0"], "nobody can create an API key in this tenant"),
            (&[body], "nobody can create an API key in this tenant"),
        ] {
            let site = TestSite::reference();
            let host = site.listener.url().replace("http://", "");
            let question = format!("Change the API key configuration of {host}? Then {lockout}. [y/N] ");
            for keys in ["n\n", "\n", "\u{4}"] {
                let screen = run_on_terminal(&site, arguments, keys);
                let text = &screen.text;
                assert!(screen.code == 1 && text.contains(&question) && text.contains("nothing was changed"), "{text}");
            }
            let home = tempfile::tempdir().unwrap();
            let mut command = pty::session_command(home.path(), &[&["config", "patch"], arguments].concat());
            command.envs(site.env_vars());
            let mut running = PtyProcess::start(command, 160);
            running.wait_until("the question", |screen| screen.shows("[y/N]"));
            running.type_keys("\u{3}");
            assert_eq!((running.wait().code, patches(&site)), (130, 0));
            let screen = run_on_terminal(&site, arguments, "y\n");
            assert_eq!((screen.code, patches(&site)), (0, 1), "{}", screen.text);
        }
    }

    #[test]
    fn patch_asks_nothing_where_nobody_is_locked_out_or_can_answer() {
        for (more, has_ci) in [
            (&["--max-keys-per-user", "1"][..], false),
            (&["--max-keys-per-user", "0", "-y"], false),
            (&["--max-keys-per-user", "0"], true),
        ] {
            let site = TestSite::new();
            let mut command = site.std_command(&[&["config", "patch"], more].concat());
            if has_ci {
                command.env("CI", "true");
            }
            let screen = pty::run_on_terminal(command, 160, "");
            assert!(screen.code == 0 && !screen.text.contains('?'), "{more:?}: {}", screen.text);
        }
        let site = TestSite::new();
        let tenant = site.listener.tenant().id().to_owned();
        let run = site.run(&["config", "patch", "--max-keys-per-user", "0"]);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""));
        let body = json!([{"op": "replace", "path": "/max_keys_per_user", "value": 0}]);
        assert_eq!(site.take_requests(), [format!("PATCH /api/v1/api-keys/configs/{tenant} {body}")]);
    }

    #[test]
    fn patch_of_a_protected_tenant_asks_once() {
        let home = TestHome::new();
        home.create_context("prod", &[]);
        assert_eq!(home.run(&["context", "protect", "prod"]).code, 0);
        let line = ["config", "patch", "--max-keys-per-user", "0"];
        for (keys, code) in [("y\n", 1), ("prod\n", 0)] {
            let screen = pty::run_on_terminal(home.std_command(&line), 200, keys);
            assert_eq!(
                (screen.code, screen.text.matches("Type \"prod\" to confirm:").count()),
                (code, 1),
                "{}",
                screen.text
            );
            assert_eq!(patches(&home.site), usize::from(code == 0));
        }
    }
}

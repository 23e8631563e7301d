//! Mistakes of the user, and invalid files.

use std::path::Path;

use super::sandbox::Sandbox;
use super::sign_in_with;

/// A mistake of the user: environment variables, arguments and stdin.
#[cfg(unix)]
type Mistake<'a> = (Vec<(&'a str, String)>, Vec<&'a str>, &'a str);

#[cfg(unix)] // Runs POSIX shell scripts.
#[test]
fn no_usage_mistake_shows_a_secret() {
    let sandbox = Sandbox::new();
    let (url, token, secret) = (sandbox.site.listener.url(), sandbox.token.clone(), sandbox.oauth_client.1.clone());
    let (id, key_file) = (sandbox.oauth_client.0.clone(), sandbox.key_file_path().display().to_string());
    let server = || ("QLIK_SERVER", url.clone());
    let key = |value: &str| vec![server(), ("QLIK_API_KEY", value.to_owned())];
    let [spaced, broken, accented] =
        [format!("{token} {token}"), format!("{token}\n{token}"), format!("{token}\u{e9}")];
    let [equals, plain, joined] =
        [format!("--api-key={token}"), format!("Authorization {token}"), format!("Authorization={token},x")];
    let authorization = format!("Authorization=Bearer {token}");
    let [user, query, path] = ["https://ada:T@127.0.0.1", "https://127.0.0.1/?key=T", "https://127.0.0.1/T"]
        .map(|text| text.replace('T', &token));
    let (spaced_name, list) = (format!(" \"{token}\" "), format!("a,{token}"));
    let (long, cookie) = (format!("--oauth-client-secret={secret}"), format!("Cookie=session={token}"));
    let [prints, fails, splits, odd] = ["cat {}", "cat {}; exit 3", "cat {} {}", "cat {}; printf '\\377'"]
        .map(|command| command.replace("{}", &key_file));
    let create = |more: &[&'static str]| [&["context", "create", "a", "-s", "https://127.0.0.1:1"], more].concat();
    let mut mistakes: Vec<Mistake> = vec![
        (key(&spaced), vec!["ls"], ""),
        (key(&broken), vec!["ls"], ""),
        (key(&accented), vec!["ls"], ""),
        ([key(&token), vec![("QLIK_API_KEY_FILE", key_file.clone())]].concat(), vec!["ls"], ""),
        ([key(&token), vec![("QLIK_OAUTH_CLIENT_SECRET", secret.clone())]].concat(), vec!["ls"], ""),
        (key(&token), vec!["ls", "--headers", &authorization], ""),
        (vec![server(), ("QLIK_OAUTH_CLIENT_SECRET", secret.clone())], vec!["ls"], ""),
        (vec![("QLIK_API_KEY", token.clone())], vec!["ls"], ""),
        (vec![("QLIK_API_KEY", token.clone()), ("QLIK_SERVER", "http://tenant.example".into())], vec!["ls"], ""),
        (vec![("QLIK_API_KEY", token.clone())], vec!["ls", "-s", &user], ""),
        (vec![("QLIK_API_KEY", token.clone())], vec!["ls", "-s", &query], ""),
        (vec![("QLIK_API_KEY", token.clone())], vec!["ls", "-s", &path], ""),
        (vec![server()], vec!["ls", "--headers", &token], ""),
        (vec![server()], vec!["ls", "--headers", &plain], ""),
        (vec![server()], vec!["ls", "--headers", &joined], ""),
        (key(&token), vec!["ls", "--headers", &cookie], ""),
        (key(&token), vec!["ls", "--no-such-flag"], ""),
        (key(&token), vec!["ls", "--limit", "x"], ""),
        (key(&token), vec!["ls", "--jq", &token], ""),
        (key(&token), vec!["ls", "--jq", "env"], ""),
        (key(&token), vec!["ls", "--jq", "$ENV.QLIK_API_KEY"], ""),
        (key(&token), vec!["create", "--description", "a", "--jq", ".token.x"], ""),
        (key(&token), vec!["--context", "nobody", "ls"], ""),
        (key(&token), vec!["rm", "-", "--yes"], &token),
        (key(&token), vec!["rm", "-", "--yes"], &equals),
        (key(&token), vec!["rm", "-", "--yes"], &spaced),
        (key(&token), vec!["rm", "-"], &token),
        (key(&token), vec!["create", &token], ""),
        (key(&token), vec!["create", &spaced], ""),
        (vec![], vec!["inspect", &token], ""),
        (vec![], vec!["inspect", "Bearer", &token], ""),
        (vec![], vec!["inspect", "-", &token], &token),
        (vec![], vec!["inspect", &equals], ""),
        (vec![], vec!["inspect", "--revoke"], &token),
        (vec![server()], vec!["ls", &equals], ""),
        (vec![server()], vec!["ls", "--api-key", &token], ""),
        (vec![server()], vec!["ls", &long], ""),
        (vec![], [create(&["--api-key-stdin"]), vec!["--api-key", &token]].concat(), ""),
        (vec![], [create(&["--api-key"]), vec![&spaced]].concat(), ""),
        (vec![], [create(&["--api-key"]), vec![&token]].concat(), ""),
        (vec![], vec!["context", "create", "a", "--api-key", &token], ""),
        (vec![], create(&["--api-key-stdin"]), &token),
        (vec![], create(&["--api-key-stdin"]), &broken),
        (vec![], create(&["--api-key-stdin", "--store", "file", "--verify", "--retry", "0"]), &token),
        (vec![], [create(&["--oauth-client-secret"]), vec![&secret]].concat(), ""),
        (vec![], [create(&["--oauth-client-secret-stdin", "--oauth-client-id"]), vec![&id]].concat(), &secret),
        (vec![], [create(&["--headers"]), vec![&authorization]].concat(), &token),
        (vec![], [create(&["--headers"]), vec![&cookie]].concat(), &token),
        (vec![], vec!["context", "update", "a", "--api-key", &token], ""),
        (vec![], [vec!["context", "create", &token], create(&["--api-key-stdin"]).split_off(3)].concat(), &token),
        (vec![], vec!["context", "use", &token], ""),
        (vec![], vec!["context", "get", &token], ""),
        (vec![], vec!["context", "rm", "a", &token], ""),
        (vec![], vec!["context", "rename", "a", &token], ""),
        (vec![], vec!["context", "update", &spaced_name, "--comment", "x"], ""),
        (vec![], vec!["context", "run", &token, "--", "true"], ""),
        (vec![("QLIK_CONTEXT", token.clone())], vec!["ls"], ""),
        (vec![], vec!["ls", "--context", &token], ""),
        (vec![], vec!["expiring", "--context", &list], ""),
        (vec![], vec!["create", "--description", "a", "--save-to", &token], ""),
        (vec![("HTTPS_PROXY", format!("http://ada:{token}@127.0.0.1:1"))], vec!["ls", "-s", "https://t.invalid"], ""),
    ];
    for command in [&fails, &splits, &odd] {
        mistakes.push((
            vec![],
            vec!["context", "create", "b", "-s", &url, "--verify", "--api-key-command", command],
            "",
        ));
    }
    mistakes.push((
        vec![],
        vec!["context", "create", "b", "-s", "https://127.0.0.1:1", "--api-key-command", &prints],
        "",
    ));
    mistakes.push((vec![], vec!["ls", "--context", "b"], ""));
    for word in ["ls", "frob"] {
        mistakes.push((vec![("QLIK_API_KEY_FILE", "/nonexistent/key".into()), server()], vec![word], ""));
    }
    let mut sandbox = sandbox;
    for (variables, arguments, stdin) in &mistakes {
        for flag in ["-v", "--json"] {
            let run = sandbox.run(variables, &[arguments, &[flag, "--retry=0"][..]].concat(), stdin);
            let may_succeed = arguments.contains(&"--api-key-command") || arguments.contains(&cookie.as_str());
            assert!(run.code != 0 || may_succeed, "{:?} did not fail", sandbox.redact_arguments(arguments));
        }
    }
}

#[test]
fn config_file_errors_show_no_secret() {
    let sandbox = Sandbox::with_contexts();
    let (variables, _) = sign_in_with(&sandbox, "variable");
    let token = sandbox.token.clone();
    let texts = [
        token.clone(),
        format!("key = \"{token}\""),
        format!("max_keys_per_user = \"{token}\""),
        format!("max_keys_per_user = {token}"),
        format!("\"{token}\" = 1"),
        format!("{token} = 1"),
        format!("[\"{token}\"]"),
        format!("{{\"max_api_key_expiry\": \"{token}\"}}"),
        format!("{{\"max_keys_per_user\": {token}}}"),
        format!("{{\"{token}\": 1}}"),
        format!("{{\"{token}"),
        format!("\"{token}\""),
        format!("[\"{token}\"]"),
    ];
    for text in &texts {
        for name in ["config.toml", "config.json"] {
            let path = sandbox.write_file(name, text);
            for flag in ["-v", "--json"] {
                let run = sandbox.run_unchecked(&variables, &["config", "apply", &path, flag], "");
                assert_eq!(run.code, 2, "it was accepted as a configuration");
                let leaks = sandbox.find_leaks(&run, &[Path::new(&path)]);
                assert!(leaks.is_empty(), "a secret is in {leaks:?} of {:?}", text.replace(&token, "TOKEN"));
            }
            std::fs::remove_file(path).unwrap();
        }
    }
}

#[test]
fn damaged_file_errors_show_no_secret() {
    let mut sandbox = Sandbox::with_contexts();
    let (profile, credentials, token) = (sandbox.profile_path(), sandbox.credentials_path(), sandbox.token.clone());
    let [good, stored] = [&profile, &credentials].map(|path| std::fs::read_to_string(path).unwrap());
    let damaged = [
        format!("{good}key = {token}\n"),
        format!("{good}\"{token}\n"),
        format!("{good}[{token}\n"),
        good.replace("auth = \"api-key\"", &format!("auth = \"{token}\"")),
        good.replace("store = \"file\"", &format!("store = \"{token}\"")),
        good.replace("server = \"http", &format!("server = \"https://ada:{token}@http")),
        good.replace("store = \"file\"", &format!("store = \"file\"\nheaders = {{ Authorization = \"{token}\" }}")),
        good.replace("store = \"file\"", &format!("store = \"file\"\nheaders = \"{token}\"")),
    ];
    let secrets = [
        format!("{stored}{token}"),
        stored.replace("= \"", "= "),
        stored.replace("= \"", "= [\"").replace("\"\n", "\"]\n"),
        stored.replace('.', ". "),
        format!("{token}\n"),
    ];
    let files =
        damaged.iter().map(|text| (&profile, &good, text)).chain(secrets.iter().map(|t| (&credentials, &stored, t)));
    for (path, good, text) in files {
        std::fs::write(path, text).unwrap();
        for words in [&["ls", "--context", "stored"][..], &["ls", "--context", "oauth"], &["context", "ls"]] {
            for flag in ["-v", "--json"] {
                let run = sandbox.run_unchecked(&[], &[words, &[flag, "--retry=0"]].concat(), "");
                let leaks = sandbox.find_leaks(&run, &[path]);
                assert!(
                    leaks.is_empty(),
                    "a secret is in {leaks:?} of {words:?} {flag} with a damaged {}",
                    path.display()
                );
            }
        }
        std::fs::write(path, good).unwrap();
    }
    #[cfg(unix)]
    std::fs::set_permissions(&credentials, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    #[cfg(windows)]
    std::fs::remove_file(&credentials).unwrap();
    assert_eq!(sandbox.run(&[], &["ls", "--context", "stored", "-v"], "").code, 3);
}

#[test]
fn import_errors_show_no_secret() {
    let mut sandbox = Sandbox::with_contexts();
    let token = sandbox.token.clone();
    for text in [
        "T",
        "T: T",
        "contexts: T",
        "contexts: [T]",
        "contexts:\n  a: \"T\n",
        "contexts:\n  a: T: T\n",
        "contexts:\n  a: @T\n",
        "contexts:\n  a: *T\n",
        "contexts:\n  a: !T T\n",
        "%T\n---\na: b\n",
        "contexts:\n  a: {server: T}\n",
        "contexts:\n  a: {server: 'https://ada:T@tenant.example'}\n",
        "contexts:\n  a: {server: tenant.example, server-type: T}\n",
        "contexts:\n  a: {server: tenant.example, headers: T}\n",
        "contexts:\n  a: {server: tenant.example, headers: {Authorization: T}}\n",
        "contexts:\n  a: {server: tenant.example, headers: {Authorization: Bearer T T}}\n",
        "contexts:\n  a: {server: tenant.example, headers: {Authorization: Basic T}}\n",
        "contexts:\n  a: {server: tenant.example, headers: {Authorization: [T]}}\n",
        "contexts:\n  a: {server: tenant.example, headers: {'T T': T}}\n",
        "contexts:\n  a: {server: tenant.example, oauth-client-secret: T}\n",
        "contexts:\n  a: {server: tenant.example, oauth-client-id: T}\n",
        "contexts:\n  a: {server: tenant.example, oauth-client-id: a, oauth-client-secret: T T}\n",
        "contexts:\n  a: {server: tenant.example, headers: {Authorization: Bearer T, X-Other: T}}\n",
    ] {
        std::fs::write(sandbox.qlik_cli_contexts_path(), text.replace('T', &token)).unwrap();
        for flag in ["-v", "--json"] {
            let run = sandbox.run(&[], &["context", "import", "--store", "file", "--force", flag], "");
            assert!([0, 1, 8].contains(&run.code), "{text:?} {flag}");
        }
    }
}

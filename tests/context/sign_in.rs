//! Signing in with flags and environment variables. Server and credential are chosen together.

use qlik_api_key::demo::TestUser;

use crate::support::{CliOutput, TestSite, binary};

/// A token, given where a path or a server is expected.
const JWT: &str = "eyJhbGciOiJub25lIn0.eyJqdGkiOiJmYWtlLWlkIn0.fake-signature-of-a-test";

fn run_with_env(variables: &[(&str, &str)], arguments: &[&str]) -> CliOutput {
    binary().envs(variables.iter().copied()).args(arguments).output().unwrap().into()
}

#[test]
fn accepts_a_key_from_env_file_header_or_oauth() {
    let site = TestSite::new();
    let url = site.listener.url();
    let (key, id, secret) = {
        let tenant = site.listener.tenant();
        let (id, secret) = tenant.oauth_client();
        (tenant.user_token(TestUser::Admin).to_owned(), id.to_owned(), secret.to_owned())
    };
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), format!("{key}\n")).unwrap();
    let path = file.path().to_str().unwrap();
    let header = format!("Authorization=Bearer {key}");
    let (padded_id, padded_secret) = (format!(" {id}\n"), format!(" {secret}\n"));
    let ls = ["ls", "-q", "--limit", "1"];
    for (variables, more) in [
        (&[("QLIK_API_KEY", key.as_str())][..], &[][..]),
        (&[("QLIK_API_KEY_FILE", path)], &[]),
        (&[("QLIK_OAUTH_CLIENT_ID", id.as_str()), ("QLIK_OAUTH_CLIENT_SECRET", secret.as_str())], &[]),
        (&[("QLIK_OAUTH_CLIENT_ID", padded_id.as_str()), ("QLIK_OAUTH_CLIENT_SECRET", padded_secret.as_str())], &[]),
        (&[], &["--headers", header.as_str()]),
    ] {
        let server = [("QLIK_SERVER", url.as_str())];
        run_with_env(&[&server, variables].concat(), &[&ls[..], more].concat()).succeeds();
        run_with_env(variables, &[&ls[..], more, &["--server", &url]].concat()).succeeds();
        // The flag wins over the variable, where nothing listens.
        run_with_env(
            &[&[("QLIK_SERVER", "http://127.0.0.1:1")], variables].concat(),
            &[&ls[..], more, &["-s", &url]].concat(),
        )
        .succeeds();
    }
}

#[test]
fn conflicting_or_incomplete_credentials_are_usage_errors() {
    let server = ("QLIK_SERVER", "https://tenant.example");
    for (variables, arguments, message) in [
        (
            &[("QLIK_API_KEY", "fake"), ("QLIK_API_KEY_FILE", "/nowhere")][..],
            &["ls"][..],
            "QLIK_API_KEY; QLIK_API_KEY_FILE",
        ),
        (
            &[("QLIK_API_KEY", "fake")],
            &["ls", "--headers", "authorization=fake"],
            "--headers Authorization; QLIK_API_KEY",
        ),
        (&[("QLIK_API_KEY", "fake"), ("QLIK_OAUTH_CLIENT_ID", "fake")], &["ls"], "QLIK_API_KEY; QLIK_OAUTH_CLIENT_ID"),
        (
            &[("QLIK_OAUTH_CLIENT_ID", "fake")],
            &["ls"],
            "QLIK_OAUTH_CLIENT_ID is set, but QLIK_OAUTH_CLIENT_SECRET is not",
        ),
        (
            &[("QLIK_OAUTH_CLIENT_SECRET", "fake")],
            &["ls"],
            "QLIK_OAUTH_CLIENT_SECRET is set, but QLIK_OAUTH_CLIENT_ID is not",
        ),
        (&[("QLIK_API_KEY", "fake-1 fake-2")], &["ls"], "QLIK_API_KEY is not a valid credential"),
        (&[("QLIK_API_KEY", " ")], &["ls"], "QLIK_API_KEY is not a valid credential: it is empty"),
        (
            &[("QLIK_API_KEY", "fake")],
            &["ls", "-s", "http://tenant.example"],
            "--server: http would send the credential in the clear",
        ),
        (&[("QLIK_API_KEY", "fake")], &["ls", "-s", "fake-tenant"], "--server: the host name has no dot"),
        (
            &[("QLIK_API_KEY", "fake")],
            &["ls", "-s", "https://fake:fake@tenant.example"],
            "--server: must not contain a user name or password",
        ),
        (&[("QLIK_API_KEY", "fake")], &["ls", "--headers", "fake-secret"], "--headers: must be name=value"),
        (&[("QLIK_API_KEY_FILE", JWT)], &["ls"], "QLIK_API_KEY_FILE contains a token, not the path of a file"),
        (&[("QLIK_API_KEY", "fake")], &["ls", "-s", JWT], "--server: this is a token, not a server"),
    ] {
        let run = run_with_env(&[&[server], variables].concat(), arguments).fails(2, message);
        assert!(!run.stderr.contains("fake-"), "a value is in the error for {message:?}");
    }
}

#[test]
fn exit_code_is_3_without_server_or_credential() {
    run_with_env(&[], &["ls"]).fails(3, "no tenant or credential is set");
    run_with_env(&[("QLIK_SERVER", "")], &["ls"]).fails(3, "QLIK_SERVER to https://TENANT.REGION.qlikcloud.com");
    run_with_env(&[("QLIK_API_KEY", "fake")], &["ls"]).fails(3, "a credential is set (QLIK_API_KEY), but no tenant is");
    let run =
        run_with_env(&[("QLIK_SERVER", "tenant.example"), ("QLIK_API_KEY", "")], &["ls"]).fails(3, "no credential");
    for way in ["QLIK_API_KEY ", "QLIK_API_KEY_FILE", "QLIK_OAUTH_CLIENT_ID and QLIK_OAUTH_CLIENT_SECRET"] {
        assert!(run.stderr.contains(way), "{}", run.stderr);
    }
    run_with_env(&[("QLIK_SERVER", "tenant.example"), ("QLIK_API_KEY_FILE", "/nowhere/key")], &["ls"])
        .fails(3, "QLIK_API_KEY_FILE: could not read /nowhere/key");
}

#[test]
fn errors_name_the_source_of_a_rejected_credential() {
    let site = TestSite::new();
    let mut command = site.command(&["ls"]);
    let run: CliOutput = command.env("QLIK_API_KEY", "fake-key").output().unwrap().into();
    let run = run.fails(3, "hint: check QLIK_API_KEY (the server is from QLIK_SERVER)");
    assert!(run.stderr.contains(&format!("{}/settings/api-keys", site.listener.url())), "{}", run.stderr);
    assert!(!run.stderr.contains("fake-key"), "the key is in the error");
    let mut command = site.command(&["ls"]);
    command
        .env_remove("QLIK_API_KEY")
        .env("QLIK_OAUTH_CLIENT_ID", "fake")
        .env("QLIK_OAUTH_CLIENT_SECRET", "fake-secret");
    let run = CliOutput::from(command.output().unwrap()).fails(3, "could not get an access token");
    assert!(!run.stderr.contains("fake-secret"), "the secret is in the error");
}

#[test]
fn a_pasted_key_and_server_are_cleaned() {
    let site = TestSite::new();
    let (token, url) = (site.listener.tenant().user_token(TestUser::Admin).to_owned(), site.listener.url());
    let file = tempfile::NamedTempFile::new().unwrap();
    let run = |name: &str, value: &str| -> CliOutput {
        let mut command = site.command(&["ls", "-q", "--limit", "1"]);
        let page = format!("{url}/console/settings?tab=keys#top");
        command.env_remove("QLIK_API_KEY").env("QLIK_SERVER", page).env(name, value).output().unwrap().into()
    };
    for pasted in [format!("\"{token}\""), format!("Bearer {token}"), format!(" ' bearer  {token}' \n")] {
        run("QLIK_API_KEY", &pasted).succeeds();
        std::fs::write(file.path(), &pasted).unwrap();
        run("QLIK_API_KEY_FILE", file.path().to_str().unwrap()).succeeds();
    }
    let requests = site.take_requests();
    assert!(requests.iter().all(|line| line == "GET /api/v1/api-keys?limit=1"), "{requests:?}");
}

#[test]
fn sends_custom_headers_next_to_its_own() {
    let site = TestSite::new();
    site.run(&["ls", "--limit", "1", "--headers", "X-One=1,X-Two=a;b", "--headers", "X-Three=c,d"]).succeeds();
    let tenant = site.listener.tenant();
    let request = &tenant.requests()[0].request;
    let header = |name: &str| request.header(name).unwrap_or_default().to_owned();
    assert_eq!([header("x-one"), header("x-two"), header("x-three")], ["1", "a;b", "c,d"]);
    assert_eq!(header("accept"), "application/json");
    assert!(header("user-agent").starts_with("qlik-api-key/"));
    assert!(header("authorization").starts_with("Bearer "), "the credential is missing");
}

/// The profile is a pipe that can be read once, and the key comes from a command that adds a line to a file each time.
#[cfg(target_os = "linux")]
#[test]
fn reads_profile_and_credential_once_per_run() {
    let site = TestSite::new();
    let id = site.key_id("CI pipeline");
    let config = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(config.path(), "max_keys_per_user = 7\n").unwrap();
    let config = config.path().to_str().unwrap();
    let home = tempfile::tempdir().unwrap();
    let token = site.listener.tenant().user_token(TestUser::Admin).to_owned();
    std::fs::write(home.path().join("key"), token).unwrap();
    for line in [
        &["ls"][..],
        &["get", &id],
        &["expiring", "--within", "PT1H"],
        &["create", "--description", "x"],
        &["patch", &id, "--description", "y"],
        &["config", "get"],
        &["config", "apply", config],
        &["context", "check"],
        &["rotate", &id, "--dry-run", "--token-file", "planned"],
        &["rotate", &id, "--token-file", "token", "--expiry", "PT1H"],
        &["rm", &id],
    ] {
        let [marks, pipe] = ["marks", "pipe"].map(|name| home.path().join(name));
        let [_, _] = [&marks, &pipe].map(std::fs::remove_file);
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let command = format!("echo x >>{0}/marks; cat {0}/key", home.path().display());
        let profile = format!(
            "current = \"a\"\n[contexts.a]\nserver = \"{}\"\nauth = \"api-key\"\nstore = \"command\"\ncommand = \"{command}\"\n",
            site.listener.url()
        );
        let target = pipe.clone();
        let writer = std::thread::spawn(move || std::fs::write(target, profile).unwrap());
        let mut run = binary();
        run.env("HOME", home.path()).env("QLIK_PROFILE", &pipe).current_dir(home.path()).args(line);
        // Reading the pipe a second time would wait forever.
        let run: CliOutput = run.timeout(std::time::Duration::from_secs(20)).output().unwrap().into();
        assert_eq!(run.code, 0, "{line:?}: {}", run.stderr);
        writer.join().unwrap();
        assert_eq!(std::fs::read_to_string(&marks).unwrap(), "x\n", "{line:?}");
    }
}

//! What the commands of `--exec` and `--api-key-command` get from the program.

use std::time::{Duration, Instant};

use qlik_api_key::demo::TestUser;

use crate::support::CliOutput;
use crate::support::home::TestHome;

/// A command line that appends its environment to the file `variables` in the current folder.
const DUMP_VARIABLES: &str = "env >>variables; cat >/dev/null";

/// Runs the binary in the home folder and returns the environment of the commands that it started.
fn variables_of_commands(home: &TestHome, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = home.command(arguments);
    command.current_dir(home.folder.path()).envs(variables.iter().copied());
    let run = CliOutput::from(command.output().unwrap());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let path = home.folder.path().join("variables");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(path).unwrap();
    text
}

#[test]
fn a_command_does_not_inherit_the_credential_of_the_program() {
    let home = TestHome::new();
    let url = home.site.listener.url();
    let key = home.site.listener.tenant().user_token(TestUser::Admin).to_owned();
    let (id, secret) = {
        let tenant = home.site.listener.tenant();
        let (id, secret) = tenant.oauth_client();
        (id.to_owned(), secret.to_owned())
    };
    let key_command = format!("{DUMP_VARIABLES} </dev/null; echo {key}");
    for (name, credential) in [
        ("a", &[("QLIK_API_KEY", key.as_str())][..]),
        ("b", &[("QLIK_OAUTH_CLIENT_ID", &id), ("QLIK_OAUTH_CLIENT_SECRET", &secret)]),
    ] {
        let variables = [&[("QLIK_SERVER", url.as_str())], credential].concat();
        for arguments in [
            &["create", "--description", "a", "--exec", DUMP_VARIABLES][..],
            &["context", "create", name, "-s", &url, "--verify", "--api-key-command", &key_command],
            &["ls", "--context", name],
        ] {
            let text = variables_of_commands(&home, arguments, &variables);
            assert!(text.contains(&format!("QLIK_SERVER={url}\n")), "{name}: the other variables are missing");
            assert!(
                !text.contains("QLIK_API_KEY=") && !text.contains("SECRET="),
                "{name}: a command got the credential"
            );
        }
    }
}

#[test]
fn the_command_for_a_key_obeys_the_time_limit() {
    let home = TestHome::new();
    let url = home.site.listener.url();
    for (name, command) in [
        ("running", "exec sleep 20"),
        ("closed", "echo fake; exec >&-; exec sleep 20"),
        ("background", "echo fake; sleep 20 &"),
        ("both", "echo fake; sleep 20 & exec sleep 20"),
    ] {
        let command = format!("exec 2>/dev/null; {command}");
        let run = home.run(&["context", "create", name, "-s", &url, "--api-key-command", &command]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let started = Instant::now();
        let run = home.run(&["ls", "--context", name, "--timeout", "1"]);
        let run = run.fails(3, &format!("context \"{name}\": the command for its key did not end within 1 s\n"));
        assert!(run.stderr.contains("hint: raise the time limit with --timeout SECONDS"), "{}", run.stderr);
        assert!(started.elapsed() < Duration::from_secs(10), "{name}: {:?}", started.elapsed());
    }
}

//! The recipes for CI are valid, and their scripts rotate the key of a demo tenant.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use qlik_api_key::demo::KeySpec;
use saphyr_parser::{Event, Parser};

use super::commands::{check_script, code_blocks};
use super::read_page;
use crate::support::{NOW, TestSite, isolated_in, process, std_binary};

/// The texts in a YAML document.
///
/// # Errors
/// It is not YAML.
fn yaml_scalars(yaml: &str) -> Result<Vec<String>, String> {
    let events: Result<Vec<_>, _> = Parser::new_from_str(yaml).collect();
    let scalars = events.map_err(|error| error.to_string())?.into_iter().filter_map(|(event, _)| match event {
        Event::Scalar(text, ..) => Some(text.into_owned()),
        _ => None,
    });
    Ok(scalars.collect())
}

/// The scripts of the `sh` steps in a Jenkinsfile.
fn jenkins_scripts(groovy: &str) -> Vec<String> {
    let long = groovy.split("'''").skip(1).step_by(2);
    let short = groovy.lines().filter_map(|line| line.trim().strip_prefix("sh '")?.strip_suffix('\''));
    long.chain(short).map(str::to_owned).collect()
}

/// The scripts of each recipe that is a YAML file, and of the Jenkinsfile.
fn recipes() -> [Vec<Vec<String>>; 2] {
    let page = read_page("ci.md");
    let yaml = code_blocks(&page, &["yaml"]).map(|yaml| yaml_scalars(yaml).expect("a recipe is YAML"));
    let groovy = code_blocks(&page, &["groovy"]).map(jenkins_scripts);
    let is_script = |text: &String| text.contains(' ');
    let only_scripts = |texts: Vec<String>| texts.into_iter().filter(is_script).collect();
    [yaml.map(only_scripts).collect(), groovy.collect()]
}

/// A demo tenant whose key "robot" expires in ten days, and a home folder with the context "ci", which holds that key, and
/// with stand-ins for the programs that store a secret: each writes its stdin to the file "stored".
struct RecipeRun {
    site: TestSite,
    home: tempfile::TempDir,
    old_id: String,
    old_token: String,
}

impl RecipeRun {
    fn new() -> Self {
        let site = TestSite::new();
        let now: Timestamp = NOW.parse().unwrap();
        let day = SignedDuration::from_hours(24);
        let spec = KeySpec::new("robot").created(now - day * 80).expiry(now + day * 10);
        let old_id = site.listener.tenant().add_key(spec);
        let old_token = site.listener.tenant().key_token(&old_id).unwrap().to_owned();
        let home = tempfile::tempdir().unwrap();
        for program in ["gh", "curl", "az"] {
            let path = home.path().join(program);
            std::fs::write(&path, "#!/bin/sh\ncat >\"$HOME/stored\"\n").unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        }
        let url = site.listener.url();
        let create = ["context", "create", "ci", "--server", &url, "--api-key-stdin", "--store", "file"];
        let mut setup = assert_cmd::Command::from_std(isolated_in(home.path(), std_binary()));
        setup.args(create).write_stdin(old_token.as_str()).assert().success();
        Self { site, home, old_id, old_token }
    }

    /// Runs a script, signed in with the environment or not.
    fn run(&self, script: &str, with_environment: bool) {
        let bin = assert_cmd::cargo::cargo_bin!("qlik-api-key").parent().unwrap().display().to_string();
        let mut bash = isolated_in(self.home.path(), process::new_command("bash"));
        bash.args(["-c", script]).env("PATH", format!("{}:{bin}:/usr/bin:/bin", self.home.path().display()));
        if with_environment {
            bash.env("QLIK_SERVER", self.site.listener.url()).env("QLIK_API_KEY", &self.old_token);
        }
        let output = process::output(&mut bash);
        assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Asserts that this token is that of a new key, and that the old key is gone.
    #[track_caller]
    fn assert_rotated(&self, token: &str) {
        let whoami = self.site.command(&["whoami"]).env("QLIK_API_KEY", token).output().unwrap();
        assert!(whoami.status.success(), "the stored token does not sign in");
        self.site.run(&["get", &self.old_id]).fails(5, "404");
    }
}

fn rotation(scripts: &[String]) -> &str {
    scripts
        .iter()
        .find(|script| script.contains("qlik-api-key") && script.contains(" rotate "))
        .expect("a recipe rotates")
}

#[test]
fn recipes_are_valid() {
    let [yaml, groovy] = recipes();
    assert_eq!((yaml.len(), groovy.len()), (3, 1), "a recipe is missing");
    for scripts in yaml.iter().chain(&groovy) {
        let runs: usize = scripts.iter().map(|script| check_script(script)).sum();
        assert!(runs >= 2, "a recipe reviews and rotates");
    }
}

#[test]
fn recipes_store_the_token_of_a_new_key() {
    let [yaml, groovy] = recipes();
    for scripts in yaml {
        let run = RecipeRun::new();
        run.run(rotation(&scripts), true);
        run.assert_rotated(&read(run.home.path().join("stored")));
    }
    for scripts in groovy {
        let run = RecipeRun::new();
        run.run(rotation(&scripts), false);
        run.run("qlik-api-key context token ci >\"$HOME/stored\"", false);
        run.assert_rotated(read(run.home.path().join("stored")).trim());
    }
}

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn invalid_recipes_are_found() {
    assert!(yaml_scalars("a: [b").is_err());
    assert_eq!(yaml_scalars("a: |\n  b\n  c").unwrap(), ["a", "b\nc\n"]);
    assert_eq!(jenkins_scripts("sh 'a b'\nsh(script: '''\nc\n''')"), ["\nc\n", "a b"]);
}

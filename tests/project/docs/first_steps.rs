//! The first steps in the README work as typed, with the key in a real keyring. Needs a Secret Service, as the other
//! tests of the keyring do; run it with `cargo test keyring -- --ignored`.

use qlik_api_key::demo::Tenant;

use super::commands::code_blocks;
use super::root;
use crate::support::TestSite;
use crate::support::message_bus::TestBus;
use crate::support::pty::PtyProcess;

/// The commands of the section, after the one that starts the demo tenant.
fn commands() -> Vec<String> {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let section = readme.split("\n## ").find(|section| section.starts_with("Half a minute")).unwrap();
    let lines = code_blocks(section, &["sh"]).flat_map(str::lines).map(str::to_owned);
    let lines: Vec<_> = lines.collect();
    assert_eq!(lines.first().unwrap(), "qlik-api-key demo --seed 1");
    lines[1..].to_vec()
}

#[test]
#[ignore = "needs a Secret Service"]
fn the_first_steps_of_the_readme_work_with_a_keyring() {
    let bus = TestBus::with_keyring();
    let site = TestSite::with_setup(Tenant::add_keys_of_unusual_owners);
    let commands = commands();
    let script: String = commands.iter().map(|line| format!("{line}\necho \"[exit $?]\"\n")).collect();
    let mut shell = bus.command("sh");
    let bin = assert_cmd::cargo::cargo_bin!("qlik-api-key").parent().unwrap().display().to_string();
    shell.args(["-c", &script]).env("PATH", format!("{bin}:/usr/bin:/bin")).envs(site.env_vars());
    let mut process = PtyProcess::start(shell, 100);
    process.wait_until("the question of rm", |process| process.shows("[y/N]"));
    process.type_keys("y\n");
    let screen = process.wait().text;
    let exits: Vec<_> = screen.lines().filter(|line| line.starts_with("[exit ")).collect();
    // `review` ends with 11, because it has critical findings.
    assert_eq!(exits, ["[exit 0]", "[exit 11]", "[exit 0]", "[exit 0]", "[exit 0]", "[exit 0]"], "{screen}");
    let stored = bus.lookup_secret(&format!("demo {}", site.listener.url()));
    assert!(site.run(&["ls", "-q"]).stderr.contains("401"), "the old key still works");
    let run = site.command(&["whoami", "--jq", ".keyId", "-r"]).env("QLIK_API_KEY", stored).output().unwrap();
    assert!(run.status.success(), "the stored key does not sign in");
}

//! Processes that are killed while they change the files.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::{ProfileFolder, SERVER, context_names, parse_toml};
use crate::support::process::{self, Child};

/// Kills a process by SIGKILL: at any moment of its life, or at a moment after it took its turn to write.
fn kill_at_random(child: Child, lock: &Path, life: Duration, random: &mut fastrand::Rng) {
    let begun = Instant::now();
    let moment = |random: &mut fastrand::Rng, longest: Duration| longest.mul_f64(random.f64());
    if random.bool() {
        thread::sleep(moment(random, life));
    } else {
        while begun.elapsed() < life * 4 && !lock.exists() {
            thread::sleep(Duration::from_micros(50));
        }
        thread::sleep(moment(random, life / 4));
    }
    child.kill();
}

/// What became of the runs that were killed.
#[derive(Debug, Default)]
struct KillOutcomes {
    unchanged: u32,
    changed: u32,
    /// Those that left a lock or a temporary file.
    interrupted: u32,
}

impl KillOutcomes {
    /// Whether a file is the old or the new one; anything else is damage.
    #[track_caller]
    fn record(&mut self, now: &str, old: &str, new: &str) {
        self.unchanged += u32::from(now == old);
        self.changed += u32::from(now == new);
        assert!(now == old || now == new, "neither the old file nor the new one");
        parse_toml(now);
    }
}

/// How long a change takes here and now.
fn measure_update(folder: &ProfileFolder) -> Duration {
    let begun = Instant::now();
    for round in 0..5 {
        assert_eq!(folder.run(&["context", "update", "a", "--comment", &format!("warm {round}")]).code, 0);
    }
    begun.elapsed() / 5
}

#[test]
fn killed_updates_leave_the_old_or_the_new_profile() {
    let folder = ProfileFolder::new();
    for name in ["a", "b", "c"] {
        folder.create_context(name);
    }
    let life = measure_update(&folder);
    let (mut random, mut killed) = (fastrand::Rng::new(), KillOutcomes::default());
    let lock = folder.path("contexts.toml.lock");
    let mut comment = "warm 4".to_owned();
    for round in 0..100 {
        let old = folder.read("contexts.toml");
        // Of another length each time, so that a mix of two would show.
        let next = format!("{round} {}", "x".repeat(random.usize(..4000)));
        let new = old.replace(&comment, &next);
        let child = folder.start(&["context", "update", "a", "--comment", &next]);
        kill_at_random(child, &lock, life, &mut random);
        killed.interrupted += u32::from(folder.file_names() != ["contexts.toml"]);
        let now = folder.read("contexts.toml");
        killed.record(&now, &old, &new);
        if now == new {
            comment = next;
        }
    }
    assert!(killed.unchanged > 0 && killed.changed > 0, "the moments were not spread: {killed:?}");
    assert_eq!(folder.run(&["context", "update", "a", "--comment", "end"]).code, 0);
    assert_eq!(folder.file_names(), ["contexts.toml"], "what a killed process left stayed");
}

#[test]
fn killed_creates_leave_profile_and_secrets_whole() {
    let folder = ProfileFolder::new();
    folder.create_context("a");
    let create = |name: &str| {
        let line = ["context", "create", name, "--server", SERVER, "--api-key", "fake-key", "--store", "file"];
        folder.start(&line)
    };
    assert!(create("b").wait().success());
    let life = measure_update(&folder) * 2;
    let (mut random, mut contexts, mut secrets) =
        (fastrand::Rng::new(), KillOutcomes::default(), KillOutcomes::default());
    for round in 0..100 {
        let (old, old_secrets) = (folder.read("contexts.toml"), folder.read("credentials.toml"));
        let name = format!("killed{round}");
        let new = format!("{old}\n[contexts.{name}]\nserver = \"{SERVER}\"\nauth = \"api-key\"\nstore = \"file\"\n");
        let new_secrets = format!("{old_secrets}\"{name} {SERVER}\" = \"fake-key\"\n");
        let lock = folder.path(if random.bool() { "contexts.toml.lock" } else { "credentials.toml.lock" });
        kill_at_random(create(&name), &lock, life, &mut random);
        contexts.interrupted += u32::from(folder.file_names() != ["contexts.toml", "credentials.toml"]);
        contexts.record(&folder.read("contexts.toml"), &old, &new);
        secrets.record(&folder.read("credentials.toml"), &old_secrets, &new_secrets);
        for file in folder.file_names() {
            let mode = std::fs::metadata(folder.path(&file)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{file} is not for its owner alone");
        }
        assert!(contexts.changed >= secrets.changed, "a secret is kept without its context");
    }
    // Of those that were killed between the two, the context is there; the others have their secret.
    for name in context_names(&folder.read("contexts.toml")) {
        let known = folder.read("credentials.toml").contains(&format!("\"{name} {SERVER}\""));
        let told = folder.run(&["ls", "--context", &name, "--retry", "0"]);
        let missing =
            format!("the file has no secret for context \"{name}\" and {SERVER}\nhint: qlik-api-key context update");
        assert!(name == "a" || known != told.stderr.contains(&missing), "{}", told.stderr);
    }
    assert!(contexts.unchanged > 0 && contexts.changed > 0, "not spread: {contexts:?}");
    assert!(create("end").wait().success());
    assert_eq!(folder.file_names(), ["contexts.toml", "credentials.toml"], "what a killed process left stayed");
    assert_eq!(
        folder.run(&["context", "ls", "--json"]).succeeds().json().as_array().unwrap().len(),
        contexts.changed as usize + 3
    );
}

#[test]
fn the_next_change_removes_leftovers_of_a_killed_process() {
    let folder = ProfileFolder::new();
    folder.create_context("a");
    std::fs::write(folder.path("credentials.toml.tmp"), "fake-key").unwrap();
    std::fs::write(folder.path("credentials.toml.lock"), "").unwrap();
    assert_eq!(folder.run(&["context", "update", "a", "--comment", "next"]).code, 0);
    assert_eq!(folder.file_names(), ["contexts.toml"]);
}

/// The places of the profile where a secret may be: of each context, and the stale ones.
fn secret_locations(text: &str) -> Vec<String> {
    let document = parse_toml(text);
    let contexts = document["contexts"].as_table().unwrap();
    let of = |name: &str, server: &toml_edit::Item| format!("{name} {}", server.as_str().unwrap());
    let own = contexts.iter().map(|(name, context)| of(name, &context["server"]));
    let stale = contexts.iter().filter_map(|(_, context)| context.get("stale")?.as_array());
    let stale = stale.flatten().map(|place| {
        let field = |key: &str| place.as_inline_table().unwrap()[key].as_str().unwrap();
        format!("{} {}", field("name"), field("server"))
    });
    own.chain(stale).collect()
}

/// The secrets of the store `file`, by what they are kept under.
fn stored_secrets(folder: &ProfileFolder) -> Vec<(String, String)> {
    let document = parse_toml(&folder.read("credentials.toml"));
    document.iter().map(|(user, secret)| (user.to_owned(), secret.as_str().unwrap().to_owned())).collect()
}

/// A secret that moves to another name or another server: whenever that is killed, the context has it, and the profile
/// names every place where one is.
#[test]
fn killed_moves_neither_lose_nor_orphan_a_secret() {
    let folder = ProfileFolder::new();
    let servers = [SERVER, "https://other.example"];
    let create = ["context", "create", "a", "--server", SERVER, "--api-key", "fake-key", "--store", "file"];
    assert_eq!(folder.run(&create).code, 0);
    let life = measure_update(&folder) * 6;
    let (mut random, mut moved, mut stayed, mut within) = (fastrand::Rng::new(), 0, 0, 0);
    for round in 0..100 {
        let before = folder.read("contexts.toml");
        let name = context_names(&before)[0].clone();
        let is_at_first = before.contains(SERVER) && !before.contains("server = \"https://other.example\"\nauth");
        let to = servers[usize::from(is_at_first)];
        let new = if name == "a" { "b" } else { "a" };
        let line = if round % 2 == 0 {
            vec!["context", "rename", &name, new]
        } else {
            vec!["context", "update", &name, "--server", to, "--api-key", "fake-key"]
        };
        let lock = folder.path(if random.bool() { "contexts.toml.lock" } else { "credentials.toml.lock" });
        kill_at_random(folder.start(&line), &lock, life, &mut random);
        let now = folder.read("contexts.toml");
        let (places, secrets) = (secret_locations(&now), stored_secrets(&folder));
        assert!(
            secrets.iter().any(|(user, secret)| *user == places[0] && secret == "fake-key"),
            "a secret is lost: {now}"
        );
        assert!(secrets.iter().all(|(user, _)| places.contains(user)), "a secret that nobody knows of: {now}");
        let at = |text: &str| {
            parse_toml(text)["contexts"]
                .as_table()
                .unwrap()
                .iter()
                .next()
                .map(|(name, of)| format!("{name} {}", of["server"]))
        };
        *(if at(&now) == at(&before) { &mut stayed } else { &mut moved }) += 1;
        within += usize::from(now.contains("stale"));
    }
    assert!(moved > 0 && stayed > 0, "not spread: {moved} moved, {stayed} stayed");
    eprintln!("{moved} moved, {stayed} stayed, {within} were killed in between");
    let name = context_names(&folder.read("contexts.toml"))[0].clone();
    assert_eq!(folder.run(&["context", "update", &name, "--comment", "end"]).code, 0);
    assert_eq!(stored_secrets(&folder).len(), 1, "what was stale stayed");
    assert!(!folder.read("contexts.toml").contains("stale"));
    assert_eq!(folder.file_names(), ["contexts.toml", "credentials.toml"]);
}

/// What stands in the profile while a secret is about to be kept: the test holds that file's lock, and kills.
#[test]
fn the_profile_lists_a_secret_before_it_is_stored() {
    let folder = ProfileFolder::new();
    let file = ["--api-key", "fake-key", "--store", "file"];
    let create = |name| [&["context", "create", name, "--server", SERVER], &file[..]].concat();
    assert_eq!(folder.run(&create("a")).code, 0);
    let killed_waiting = |line: &[&str], until: &str| {
        let held = std::fs::File::create(folder.path("credentials.toml.lock")).unwrap();
        held.lock().unwrap();
        let child = folder.start(line);
        process::wait_until(until, || folder.read("contexts.toml").contains(until));
        child.kill();
    };
    let secrets_before = stored_secrets(&folder);
    killed_waiting(&create("b"), "[contexts.b]");
    folder.run(&["ls", "--context", "b"]).fails(3, "the file has no secret for context \"b\"");
    assert_eq!(folder.run(&["context", "update", "b", "--api-key", "fake-key"]).code, 0);
    assert_eq!(folder.run(&["context", "rm", "b"]).code, 0);
    assert_eq!(stored_secrets(&folder), secrets_before);

    let stale = |name: &str, server: &str| {
        format!("stale = [{{ name = \"{name}\", server = \"{server}\", store = \"file\" }}]")
    };
    killed_waiting(&["context", "rename", "a", "c"], &stale("c", SERVER));
    assert_eq!(context_names(&folder.read("contexts.toml")), ["a"]);
    // Another context takes that name: its secret is no longer stale.
    assert_eq!(folder.run(&create("c")).code, 0);
    assert_eq!(folder.run(&["context", "update", "a", "--comment", "x"]).code, 0);
    assert!(!folder.read("contexts.toml").contains("stale"));
    let users = || stored_secrets(&folder).into_iter().map(|(user, _)| user).collect::<Vec<_>>();
    assert_eq!(users(), [format!("a {SERVER}"), format!("c {SERVER}")]);
    assert_eq!(folder.run(&["context", "rm", "c"]).code, 0);

    let other = "https://other.example";
    killed_waiting(&["context", "update", "a", "-s", other, "--api-key", "fake-other"], &stale("a", other));
    assert_eq!(stored_secrets(&folder), secrets_before, "the old secret is not what it was");
    assert_eq!(folder.run(&["context", "rename", "a", "d"]).code, 0);
    assert_eq!(users(), [format!("d {SERVER}")]);
    assert_eq!(folder.run(&["context", "rm", "d"]).code, 0);
    assert_eq!(users(), Vec::<String>::new());
}

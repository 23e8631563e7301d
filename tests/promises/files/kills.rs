//! Processes that are killed while they change the files.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::{ProfileFolder, SERVER, context_names, parse_toml};
use crate::support::assert_private;
use crate::support::process::{self, Child};

/// How often a process is killed. Programs start slowly on Windows.
const ROUNDS: usize = if cfg!(windows) { 30 } else { 100 };

/// Kills a process by SIGKILL at a random time of its expected duration, or shortly after it takes the lock.
fn kill_at_random(child: Child, lock: &Path, duration: Duration, random: &mut fastrand::Rng) {
    let started = Instant::now();
    let random_part = |random: &mut fastrand::Rng, longest: Duration| longest.mul_f64(random.f64());
    if random.bool() {
        thread::sleep(random_part(random, duration));
    } else {
        while started.elapsed() < duration * 4 && !lock.exists() {
            thread::sleep(Duration::from_micros(50));
        }
        thread::sleep(random_part(random, duration / 4));
    }
    child.kill();
}

/// How often killed runs left the old and the new file.
#[derive(Debug, Default)]
struct KillOutcomes {
    unchanged: u32,
    changed: u32,
    /// Runs that left a lock or a temporary file.
    interrupted: u32,
}

impl KillOutcomes {
    /// Asserts that a file is the old or the new one, and counts which.
    #[track_caller]
    fn record(&mut self, now: &str, old: &str, new: &str) {
        self.unchanged += u32::from(now == old);
        self.changed += u32::from(now == new);
        assert!(now == old || now == new, "the file is neither the old nor the new one");
        parse_toml(now);
    }
}

/// The average duration of an update on this machine.
fn measure_update(folder: &ProfileFolder) -> Duration {
    let started = Instant::now();
    for round in 0..5 {
        assert_eq!(folder.run(&["context", "update", "a", "--comment", &format!("warm {round}")]).code, 0);
    }
    started.elapsed() / 5
}

#[test]
fn killed_updates_leave_the_old_or_the_new_profile() {
    let folder = ProfileFolder::new();
    for name in ["a", "b", "c"] {
        folder.create_context(name);
    }
    let duration = measure_update(&folder);
    let (mut random, mut killed) = (fastrand::Rng::new(), KillOutcomes::default());
    let lock = folder.path("contexts.toml.lock");
    let mut comment = "warm 4".to_owned();
    for round in 0..ROUNDS {
        let old = folder.read("contexts.toml");
        // The length differs each time, so that a mix of two files would be detected.
        let next = format!("{round} {}", "x".repeat(random.usize(..4000)));
        let new = old.replace(&comment, &next);
        let child = folder.start(&["context", "update", "a", "--comment", &next]);
        kill_at_random(child, &lock, duration, &mut random);
        killed.interrupted += u32::from(folder.file_names() != ["contexts.toml"]);
        let now = folder.read("contexts.toml");
        killed.record(&now, &old, &new);
        if now == new {
            comment = next;
        }
    }
    assert!(killed.unchanged > 0 && killed.changed > 0, "the kills came too early or too late: {killed:?}");
    assert_eq!(folder.run(&["context", "update", "a", "--comment", "end"]).code, 0);
    assert_eq!(folder.file_names(), ["contexts.toml"], "leftovers of a killed process");
}

#[test]
fn killed_creates_leave_profile_and_secrets_whole() {
    let folder = ProfileFolder::new();
    folder.create_context("a");
    let create = |name: &str| {
        let arguments = ["context", "create", name, "--server", SERVER, "--api-key", "fake-key", "--store", "file"];
        folder.start(&arguments)
    };
    assert!(create("b").wait().success());
    let duration = measure_update(&folder) * 2;
    let (mut random, mut contexts, mut secrets) =
        (fastrand::Rng::new(), KillOutcomes::default(), KillOutcomes::default());
    for round in 0..ROUNDS {
        let (old, old_secrets) = (folder.read("contexts.toml"), folder.read("credentials.toml"));
        let name = format!("killed{round}");
        let new = format!("{old}\n[contexts.{name}]\nserver = \"{SERVER}\"\nauth = \"api-key\"\nstore = \"file\"\n");
        let new_secrets = format!("{old_secrets}\"{name} {SERVER}\" = \"fake-key\"\n");
        let lock = folder.path(if random.bool() { "contexts.toml.lock" } else { "credentials.toml.lock" });
        kill_at_random(create(&name), &lock, duration, &mut random);
        contexts.interrupted += u32::from(folder.file_names() != ["contexts.toml", "credentials.toml"]);
        contexts.record(&folder.read("contexts.toml"), &old, &new);
        secrets.record(&folder.read("credentials.toml"), &old_secrets, &new_secrets);
        for file in folder.file_names() {
            // Windows restricts a new file while it is empty and no other program can open it.
            if cfg!(unix) || !folder.read(&file).is_empty() {
                assert_private(&folder.path(&file));
            }
        }
        assert!(contexts.changed >= secrets.changed, "a secret was stored without its context");
    }
    // A run that was killed between the two files left a context without a secret, which `ls` reports.
    for name in context_names(&folder.read("contexts.toml")) {
        let has_secret = folder.read("credentials.toml").contains(&format!("\"{name} {SERVER}\""));
        let run = folder.run(&["ls", "--context", &name, "--retry", "0"]);
        let missing =
            format!("the file has no secret for context \"{name}\" and {SERVER}\nhint: qlik-api-key context update");
        assert!(name == "a" || has_secret != run.stderr.contains(&missing), "{}", run.stderr);
    }
    assert!(contexts.unchanged > 0 && contexts.changed > 0, "the kills came too early or too late: {contexts:?}");
    assert!(create("end").wait().success());
    assert_eq!(folder.file_names(), ["contexts.toml", "credentials.toml"], "leftovers of a killed process");
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

/// Where the profile says that secrets may be stored: the entry of each context, and the stale entries.
fn secret_locations(text: &str) -> Vec<String> {
    let document = parse_toml(text);
    let contexts = document["contexts"].as_table().unwrap();
    let location = |name: &str, server: &toml_edit::Item| format!("{name} {}", server.as_str().unwrap());
    let own = contexts.iter().map(|(name, context)| location(name, &context["server"]));
    let stale = contexts.iter().filter_map(|(_, context)| context.get("stale")?.as_array());
    let stale = stale.flatten().map(|entry| {
        let field = |key: &str| entry.as_inline_table().unwrap()[key].as_str().unwrap();
        format!("{} {}", field("name"), field("server"))
    });
    own.chain(stale).collect()
}

/// The entries of the store `file`: name and server, and secret.
fn stored_secrets(folder: &ProfileFolder) -> Vec<(String, String)> {
    let document = parse_toml(&folder.read("credentials.toml"));
    document.iter().map(|(user, secret)| (user.to_owned(), secret.as_str().unwrap().to_owned())).collect()
}

/// A secret moves when its context gets another name or server. Whenever that is killed, the context has its secret, and
/// the profile lists every stored secret.
#[test]
fn killed_moves_neither_lose_nor_orphan_a_secret() {
    let folder = ProfileFolder::new();
    let servers = [SERVER, "https://other.example"];
    let create = ["context", "create", "a", "--server", SERVER, "--api-key", "fake-key", "--store", "file"];
    assert_eq!(folder.run(&create).code, 0);
    let duration = measure_update(&folder) * 6;
    let (mut random, mut moved, mut stayed, mut interrupted) = (fastrand::Rng::new(), 0, 0, 0);
    for round in 0..ROUNDS {
        let before = folder.read("contexts.toml");
        let name = context_names(&before)[0].clone();
        let is_at_first_server =
            before.contains(SERVER) && !before.contains("server = \"https://other.example\"\nauth");
        let new_server = servers[usize::from(is_at_first_server)];
        let new_name = if name == "a" { "b" } else { "a" };
        let arguments = if round % 2 == 0 {
            vec!["context", "rename", &name, new_name]
        } else {
            vec!["context", "update", &name, "--server", new_server, "--api-key", "fake-key"]
        };
        let lock = folder.path(if random.bool() { "contexts.toml.lock" } else { "credentials.toml.lock" });
        kill_at_random(folder.start(&arguments), &lock, duration, &mut random);
        let now = folder.read("contexts.toml");
        let (locations, secrets) = (secret_locations(&now), stored_secrets(&folder));
        assert!(
            secrets.iter().any(|(user, secret)| *user == locations[0] && secret == "fake-key"),
            "a secret is lost: {now}"
        );
        assert!(
            secrets.iter().all(|(user, _)| locations.contains(user)),
            "the profile does not list every secret: {now}"
        );
        let location = |text: &str| {
            parse_toml(text)["contexts"]
                .as_table()
                .unwrap()
                .iter()
                .next()
                .map(|(name, context)| format!("{name} {}", context["server"]))
        };
        *(if location(&now) == location(&before) { &mut stayed } else { &mut moved }) += 1;
        interrupted += usize::from(now.contains("stale"));
    }
    assert!(moved > 0 && stayed > 0, "the kills came too early or too late: {moved} moved, {stayed} stayed");
    eprintln!("{moved} moved, {stayed} stayed, {interrupted} were killed in between");
    let name = context_names(&folder.read("contexts.toml"))[0].clone();
    assert_eq!(folder.run(&["context", "update", &name, "--comment", "end"]).code, 0);
    assert_eq!(stored_secrets(&folder).len(), 1, "a stale secret is left");
    assert!(!folder.read("contexts.toml").contains("stale"));
    assert_eq!(folder.file_names(), ["contexts.toml", "credentials.toml"]);
}

/// The test holds the lock of `credentials.toml` and kills each command while it waits for the lock.
#[test]
fn the_profile_lists_a_secret_before_it_is_stored() {
    let folder = ProfileFolder::new();
    let file = ["--api-key", "fake-key", "--store", "file"];
    let create = |name| [&["context", "create", name, "--server", SERVER], &file[..]].concat();
    assert_eq!(folder.run(&create("a")).code, 0);
    let kill_while_waiting = |arguments: &[&str], until: &str| {
        let lock = std::fs::File::create(folder.path("credentials.toml.lock")).unwrap();
        lock.lock().unwrap();
        let child = folder.start(arguments);
        process::wait_until(until, || folder.read("contexts.toml").contains(until));
        child.kill();
    };
    let secrets_before = stored_secrets(&folder);
    kill_while_waiting(&create("b"), "[contexts.b]");
    folder.run(&["ls", "--context", "b"]).fails(3, "the file has no secret for context \"b\"");
    assert_eq!(folder.run(&["context", "update", "b", "--api-key", "fake-key"]).code, 0);
    assert_eq!(folder.run(&["context", "rm", "b"]).code, 0);
    assert_eq!(stored_secrets(&folder), secrets_before);

    let stale = |name: &str, server: &str| {
        format!("stale = [{{ name = \"{name}\", server = \"{server}\", store = \"file\" }}]")
    };
    kill_while_waiting(&["context", "rename", "a", "c"], &stale("c", SERVER));
    assert_eq!(context_names(&folder.read("contexts.toml")), ["a"]);
    // When another context takes that name, its secret is no longer stale.
    assert_eq!(folder.run(&create("c")).code, 0);
    assert_eq!(folder.run(&["context", "update", "a", "--comment", "x"]).code, 0);
    assert!(!folder.read("contexts.toml").contains("stale"));
    let users = || stored_secrets(&folder).into_iter().map(|(user, _)| user).collect::<Vec<_>>();
    assert_eq!(users(), [format!("a {SERVER}"), format!("c {SERVER}")]);
    assert_eq!(folder.run(&["context", "rm", "c"]).code, 0);

    let other = "https://other.example";
    kill_while_waiting(&["context", "update", "a", "-s", other, "--api-key", "fake-other"], &stale("a", other));
    assert_eq!(stored_secrets(&folder), secrets_before, "the old secret changed");
    assert_eq!(folder.run(&["context", "rename", "a", "d"]).code, 0);
    assert_eq!(users(), [format!("d {SERVER}")]);
    assert_eq!(folder.run(&["context", "rm", "d"]).code, 0);
    assert_eq!(users(), Vec::<String>::new());
}

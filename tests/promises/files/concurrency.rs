//! Several processes change the profile at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::{ProfileFolder, SERVER, context_count, parse_toml};
use crate::support::repetitions;

/// The TOML of a worker's context with this name and this comment.
fn profile_entry(name: &str, comment: usize) -> String {
    let fields = format!("server = \"{SERVER}\"\nauth = \"api-key\"\nstore = \"env\"");
    format!("[contexts.{name}]\n{fields}\ncomment = \"{comment}\"\nenv = \"KEY\"\n")
}

/// Changes one context twenty times. Each change is in the profile right after it and still before the next one.
fn change_twenty_times(folder: &ProfileFolder, worker: usize) {
    let name = |round: usize| format!("worker{worker}-{round}");
    let assert_stored = |round: usize, comment: usize| {
        let entry = profile_entry(&name(round), comment);
        assert!(folder.read("contexts.toml").contains(&entry), "lost: {entry}");
    };
    let change = |arguments: &[&str]| {
        let run = folder.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
    };
    change(&["context", "create", &name(0), "--server", SERVER, "--api-key-env", "KEY", "--comment", "0"]);
    assert_stored(0, 0);
    change(&["context", "use", &name(0)]);
    for round in 1..=9 {
        assert_stored(round - 1, round - 1);
        change(&["context", "update", &name(round - 1), "--comment", &round.to_string()]);
        assert_stored(round - 1, round);
        change(&["context", "rename", &name(round - 1), &name(round)]);
        assert_stored(round, round);
    }
}

/// Reads the profile until `done`: it is always valid TOML, and the number of contexts never falls. Returns the number of
/// different texts that it has read.
fn watch_profile(folder: &ProfileFolder, done: &AtomicBool) -> usize {
    let (mut last, mut seen, mut versions) = (1, String::new(), 0);
    while !done.load(Ordering::Relaxed) {
        let text = folder.read("contexts.toml");
        let now = context_count(&text);
        assert!(now >= last, "{last} contexts became {now}");
        versions += usize::from(text != seen);
        (last, seen) = (now, text);
        thread::sleep(Duration::from_millis(20));
    }
    versions
}

/// Runs `context ls` until `done`: it always succeeds, and the number of contexts never falls. Returns the number of runs.
fn list_until_done(folder: &ProfileFolder, done: &AtomicBool) -> usize {
    let mut last = 1;
    let mut times = 0;
    while !done.load(Ordering::Relaxed) {
        let rows = folder.run(&["context", "ls", "--json"]).succeeds().json();
        let now = rows.as_array().unwrap().len();
        assert!(now >= last, "{last} contexts became {now}");
        last = now;
        times += 1;
        thread::sleep(Duration::from_millis(100));
    }
    times
}

#[test]
fn a_thousand_concurrent_changes_lose_nothing() {
    const WORKERS: usize = repetitions(50);
    let folder = ProfileFolder::new();
    folder.create_context("first");
    let done = AtomicBool::new(false);
    let (versions, lists) = thread::scope(|scope| {
        let watcher = scope.spawn(|| watch_profile(&folder, &done));
        let lister = scope.spawn(|| list_until_done(&folder, &done));
        let folder = &folder;
        let workers: Vec<_> =
            (0..WORKERS).map(|worker| scope.spawn(move || change_twenty_times(folder, worker))).collect();
        let results: Vec<_> = workers.into_iter().map(|worker| worker.join()).collect();
        // Stop the readers before a failed writer panics here.
        done.store(true, Ordering::Relaxed);
        for result in results {
            result.unwrap();
        }
        (watcher.join().unwrap(), lister.join().unwrap())
    });
    let text = folder.read("contexts.toml");
    assert_eq!(context_count(&text), WORKERS + 1);
    for worker in 0..WORKERS {
        let entry = profile_entry(&format!("worker{worker}-9"), 9);
        assert!(text.contains(&entry), "lost: {entry}");
    }
    let document = parse_toml(&text);
    let current = document["current"].as_str().unwrap();
    assert!(document["contexts"].get(current).is_some(), "the current context {current} does not exist");
    assert_eq!(folder.file_names(), ["contexts.toml"]);
    assert!(versions > 20 && lists > 5, "the readers saw {versions} versions and {lists} lists");
}

#[test]
fn waits_for_the_lock_of_another_process() {
    let folder = ProfileFolder::new();
    folder.create_context("a");
    let lock = std::fs::File::create(folder.path("contexts.toml.lock")).unwrap();
    lock.lock().unwrap();
    let child = folder.start(&["context", "update", "a", "--comment", "x"]);
    thread::sleep(Duration::from_millis(300));
    assert!(!child.has_exited(), "it did not wait");
    assert!(!folder.read("contexts.toml").contains("comment"), "it wrote without the lock");
    drop(lock);
    assert!(child.wait().success());
    assert!(folder.read("contexts.toml").contains("comment = \"x\""));
    assert_eq!(folder.file_names(), ["contexts.toml"]);
}

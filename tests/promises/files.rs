//! The profile and the stored secrets as files: changed by many processes at once, by processes that are killed, and
//! where they can't be written. A file is the old or the new one, whole, and nothing else stays beside it.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use toml_edit::DocumentMut;

use crate::support::process::{self, Child};
use crate::support::{CliOutput, isolated, isolated_in, std_binary};

const SERVER: &str = "https://tenant.example";

/// A user without rights over the files of others.
const UNPRIVILEGED_UID: u32 = 65534;

/// A folder of its own for a profile.
struct ProfileFolder(tempfile::TempDir);

impl ProfileFolder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn profile_path(&self) -> PathBuf {
        self.path("contexts.toml")
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The names of the files, in order.
    fn file_names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn command(&self, arguments: &[&str]) -> Command {
        command(&self.profile_path(), arguments)
    }

    fn run(&self, arguments: &[&str]) -> CliOutput {
        run(&self.profile_path(), arguments)
    }

    /// Starts the binary, to be killed.
    fn start(&self, arguments: &[&str]) -> Child {
        Child::start(self.command(arguments).stderr(Stdio::null()))
    }

    /// Adds a context that refers to a variable.
    #[track_caller]
    fn create_context(&self, name: &str) {
        let run = self.run(&["context", "create", name, "--server", SERVER, "--api-key-env", "KEY"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
}

/// The binary with this profile, as a process that can be killed.
fn command(profile: &Path, arguments: &[&str]) -> Command {
    let mut command = std_binary();
    command.args(arguments).arg("--config").arg(profile);
    command
}

fn run(profile: &Path, arguments: &[&str]) -> CliOutput {
    process::output(&mut command(profile, arguments)).into()
}

fn parse_toml(text: &str) -> DocumentMut {
    text.parse().unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// The names of the contexts.
fn context_names(text: &str) -> Vec<String> {
    let contexts = parse_toml(text)["contexts"].as_table().unwrap().clone();
    contexts.iter().map(|(name, _)| name.to_owned()).collect()
}

/// How many contexts there are.
fn context_count(text: &str) -> usize {
    parse_toml(text).get("contexts").map_or(0, |contexts| contexts.as_table().unwrap().len())
}

/// How a context of a worker stands in the profile, once it has this name and this comment.
fn profile_entry(name: &str, comment: usize) -> String {
    let fields = format!("server = \"{SERVER}\"\nauth = \"api-key\"\nstore = \"env\"");
    format!("[contexts.{name}]\n{fields}\ncomment = \"{comment}\"\nenv = \"KEY\"\n")
}

/// Twenty changes of one context; each is there afterwards, and still there before the next.
fn change_twenty_times(folder: &ProfileFolder, worker: usize) {
    let name = |round: usize| format!("worker{worker}-{round}");
    let stands = |round: usize, comment: usize| {
        let entry = profile_entry(&name(round), comment);
        assert!(folder.read("contexts.toml").contains(&entry), "lost: {entry}");
    };
    let change = |arguments: &[&str]| {
        let run = folder.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
    };
    change(&["context", "create", &name(0), "--server", SERVER, "--api-key-env", "KEY", "--comment", "0"]);
    stands(0, 0);
    change(&["context", "use", &name(0)]);
    for round in 1..=9 {
        stands(round - 1, round - 1);
        change(&["context", "update", &name(round - 1), "--comment", &round.to_string()]);
        stands(round - 1, round);
        change(&["context", "rename", &name(round - 1), &name(round)]);
        stands(round, round);
    }
}

/// Reads the profile as long as it is written: it is whole whenever it is looked at, and contexts only become more.
/// Gives back how many different texts there were to see.
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

/// The same by the program's own eyes.
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
    const WORKERS: usize = 50;
    let folder = ProfileFolder::new();
    folder.create_context("first");
    let done = AtomicBool::new(false);
    let (versions, lists) = thread::scope(|scope| {
        let watcher = scope.spawn(|| watch_profile(&folder, &done));
        let lister = scope.spawn(|| list_until_done(&folder, &done));
        let folder = &folder;
        let workers: Vec<_> =
            (0..WORKERS).map(|worker| scope.spawn(move || change_twenty_times(folder, worker))).collect();
        let ended: Vec<_> = workers.into_iter().map(|worker| worker.join()).collect();
        // The readers end whether or not the writers did well.
        done.store(true, Ordering::Relaxed);
        for worker in ended {
            worker.unwrap();
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
    assert!(document["contexts"].get(current).is_some(), "{current} is not there");
    assert_eq!(folder.file_names(), ["contexts.toml"]);
    assert!(versions > 20 && lists > 5, "the readers saw {versions} versions and {lists} lists");
}

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
fn waits_for_the_lock_of_another_process() {
    let folder = ProfileFolder::new();
    folder.create_context("a");
    let held = std::fs::File::create(folder.path("contexts.toml.lock")).unwrap();
    held.lock().unwrap();
    let child = folder.start(&["context", "update", "a", "--comment", "x"]);
    thread::sleep(Duration::from_millis(300));
    assert!(!child.has_exited(), "it did not wait");
    assert!(!folder.read("contexts.toml").contains("comment"), "it wrote out of turn");
    drop(held);
    assert!(child.wait().success());
    assert!(folder.read("contexts.toml").contains("comment = \"x\""));
    assert_eq!(folder.file_names(), ["contexts.toml"]);
}

#[test]
fn rejects_a_profile_path_that_cannot_be_a_file() {
    let folder = ProfileFolder::new();
    let at = |name: &str| folder.path(name);
    std::fs::write(at("file"), "").unwrap();
    std::fs::create_dir(at("folder")).unwrap();
    std::fs::write(at("binary"), b"\xff\xfe\n").unwrap();
    symlink(at("loop"), at("loop")).unwrap();
    symlink(at("gone/contexts.toml"), at("dangling")).unwrap();
    let long = "n".repeat(253);
    // Devices like the machine's own, which are not the test's to lose; only root can make them.
    let devices = make_device(&at("null"), "3") && make_device(&at("full"), "7");
    let before = folder.file_names();
    for (name, doing, why) in [
        ("file/contexts.toml", "could not read", "Not a directory"),
        ("folder", "could not write", "not a regular file"),
        ("binary", "could not read", "valid UTF-8"),
        ("loop", "could not write", "broken symbolic link"),
        ("dangling", "could not write", "broken symbolic link"),
        ("null", "could not write", "not a regular file"),
        ("full", "could not write", "not a regular file"),
        (&long, "could not write", "File name too long"),
    ] {
        let path = at(name);
        if !devices && ["null", "full"].contains(&name) {
            continue;
        }
        let line = ["context", "create", "a", "--server", SERVER, "--api-key-env", "KEY"];
        let begun = Instant::now();
        let run = run(&path, &line);
        assert!(begun.elapsed() < Duration::from_secs(2), "{name} took {:?}", begun.elapsed());
        run.fails(1, &format!("error: {doing} {}\ncaused by: ", path.display())).fails(1, why);
        assert_eq!(folder.file_names(), before, "{name} left something");
    }
    assert!(at("dangling").is_symlink() && at("loop").is_symlink(), "a link was replaced");
    assert!(!devices || !at("null").is_file(), "a device was replaced");
}

/// Makes a character device of the kernel's memory driver, if that is allowed.
fn make_device(path: &Path, minor: &str) -> bool {
    let made = Command::new("mknod").arg(path).args(["c", "1", minor]).stderr(Stdio::null()).status();
    made.is_ok_and(|status| status.success())
}

/// The binary where no file may become longer than so many blocks: writing fails as on a full disk.
fn run_on_full_disk(folder: &ProfileFolder, blocks: u8, arguments: &[&str]) -> CliOutput {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
    let inner = folder.command(arguments);
    let mut command = isolated_in(folder.path("home"), process::new_command("sh"));
    command.args(["-c", &script, "sh"]).arg(inner.get_program()).args(inner.get_args());
    process::output(&mut command).into()
}

#[test]
fn a_full_disk_is_an_error_and_changes_nothing() {
    let folder = ProfileFolder::new();
    // Longer than a block, so that a part of it can be written before the disk is full.
    let long = "x".repeat(3000);
    folder.create_context("a");
    assert_eq!(folder.run(&["context", "update", "a", "--comment", &long]).code, 0);
    let file = ["--api-key", "fake-key", "--store", "file"];
    let kept = |name| [&["context", "create", name, "--server", SERVER], &file[..]].concat();
    assert_eq!(folder.run(&kept("b")).code, 0);
    let secrets = folder.read("credentials.toml");
    std::fs::write(folder.path("credentials.toml"), format!("{secrets}\"x\" = \"{long}\"\n")).unwrap();
    let texts = || (folder.read("contexts.toml"), folder.read("credentials.toml"));
    let before = texts();
    for blocks in [0, 1] {
        for (arguments, code, named) in [
            (&["context", "create", "c", "--server", SERVER, "--api-key-env", "KEY"][..], 1, "contexts.toml"),
            (&["context", "update", "a", "--comment", "y"], 1, "contexts.toml"),
            (&["context", "use", "b"], 1, "contexts.toml"),
            (&["context", "clear"], 1, "contexts.toml"),
            (&["context", "rename", "a", "c"], 1, "contexts.toml"),
            (&["context", "rm", "a"], 1, "contexts.toml"),
            (&kept("c"), 1, "contexts.toml"),
            (&["context", "update", "b", "--api-key", "fake-other", "--store", "file"], 3, "credentials.toml"),
            (&["context", "rename", "b", "c"], 1, "contexts.toml"),
        ] {
            // Without the comment of that context, one block would do.
            if blocks == 1 && arguments.contains(&"a") {
                continue;
            }
            let run = run_on_full_disk(&folder, blocks, arguments);
            let told = format!("could not write {}\ncaused by: File too large", folder.path(named).display());
            assert!(run.stderr.contains(&told), "{arguments:?}: {}", run.stderr);
            assert_eq!((run.code, run.stdout.as_str()), (code, ""), "{arguments:?}: {}", run.stderr);
            assert!(texts() == before, "{arguments:?} changed a file");
            assert_eq!(folder.file_names(), ["contexts.toml", "credentials.toml"], "{arguments:?} left something");
        }
    }
}

#[test]
fn a_secret_that_cannot_be_stored_changes_no_context() {
    let folder = ProfileFolder::new();
    let file = ["--api-key", "fake-key", "--store", "file"];
    let kept = |name| [&["context", "create", name, "--server", SERVER], &file[..]].concat();
    assert_eq!(folder.run(&kept("b")).code, 0);
    // More than a block, while the profile is less.
    let long = format!("\"x\" = \"{}\"\n", "x".repeat(3000));
    std::fs::write(folder.path("credentials.toml"), folder.read("credentials.toml") + &long).unwrap();
    let texts = || (folder.read("contexts.toml"), folder.read("credentials.toml"));
    let before = texts();
    for arguments in [
        &kept("c")[..],
        &["context", "update", "b", "--api-key", "fake-other", "--comment", "y"],
        &["context", "update", "b", "-s", "https://other.example", "--api-key", "fake-other"],
        &["context", "rename", "b", "c"],
        &["context", "rm", "b"],
    ] {
        let run = run_on_full_disk(&folder, 1, arguments);
        run.fails(3, "credentials.toml\ncaused by: File too large");
        assert!(texts() == before, "{arguments:?} changed a file");
        assert_eq!(folder.file_names(), ["contexts.toml", "credentials.toml"], "{arguments:?} left something");
    }
    std::fs::remove_file(folder.path("contexts.toml")).unwrap();
    run_on_full_disk(&folder, 1, &kept("first")).fails(3, "credentials.toml\ncaused by: File too large");
    assert_eq!(folder.file_names(), ["credentials.toml"], "a profile stayed without its secret");
}

#[test]
fn a_first_context_on_a_full_disk_leaves_no_folder() {
    let folder = ProfileFolder::new();
    let path = folder.path("made/deep/contexts.toml");
    let line = ["context", "create", "a", "--server", SERVER, "--api-key-env", "KEY", "-c", path.to_str().unwrap()];
    let inner = command(&path, &line[..7]);
    let mut shell = isolated(process::new_command("sh"));
    shell.args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$@\"", "sh"]).arg(inner.get_program()).args(inner.get_args());
    let run = CliOutput::from(process::output(&mut shell));
    run.fails(1, &format!("could not write {}", path.display()));
    assert_eq!(folder.file_names(), Vec::<String>::new());
}

/// A folder of a user who, other than root, is held back by modes; and the binary for that user.
struct RestrictedUser {
    folder: ProfileFolder,
    binary: PathBuf,
    _binary_folder: tempfile::TempDir,
    is_root: bool,
}

impl RestrictedUser {
    fn new() -> Self {
        let (folder, place) = (ProfileFolder::new(), tempfile::tempdir().unwrap());
        let is_root = std::fs::metadata(folder.0.path()).unwrap().uid() == 0;
        // The folders above the built one may be closed to that user.
        let (built, binary) = (assert_cmd::cargo::cargo_bin("qlik-api-key"), place.path().join("qlik-api-key"));
        std::fs::hard_link(&built, &binary).or_else(|_| std::fs::copy(&built, &binary).map(drop)).unwrap();
        std::fs::set_permissions(place.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let held = Self { folder, binary, _binary_folder: place, is_root };
        held.make_owner(held.folder.0.path());
        held
    }

    fn make_owner(&self, path: &Path) {
        if self.is_root {
            chown(path, Some(UNPRIVILEGED_UID), Some(UNPRIVILEGED_UID)).unwrap();
        }
    }

    fn set_mode(&self, path: &Path, mode: u32) {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> CliOutput {
        let mut command = isolated(process::new_command(&self.binary));
        command.args(arguments).arg("--config").arg(self.folder.profile_path());
        if self.is_root {
            command.uid(UNPRIVILEGED_UID).gid(UNPRIVILEGED_UID);
        }
        process::output(&mut command).into()
    }
}

#[test]
fn permission_errors_change_nothing() {
    let held = RestrictedUser::new();
    let (folder, profile) = (held.folder.0.path(), held.folder.profile_path());
    let create = |name| ["context", "create", name, "--server", SERVER, "--api-key-env", "KEY"];
    let keep = ["context", "create", "c", "--server", SERVER, "--api-key", "fake-key", "--store", "file"];
    assert_eq!(held.run(&create("a")).code, 0);
    let text = held.folder.read("contexts.toml");
    let refused = |run: CliOutput, code: i32, what: &str| {
        run.fails(code, what).fails(code, "\ncaused by: Permission denied");
    };
    let (write, read) =
        (format!("could not write {}", profile.display()), format!("could not read {}", profile.display()));

    held.set_mode(folder, 0o500);
    for line in [
        &create("b")[..],
        &["context", "update", "a", "--comment", "x"],
        &["context", "rename", "a", "b"],
        &["context", "clear"],
    ] {
        refused(held.run(line), 1, &write);
    }
    refused(held.run(&keep), 1, &write);
    assert!(held.run(&["context", "ls"]).succeeds().stdout.contains(SERVER), "reading needs no right to write");

    held.set_mode(folder, 0o700);
    held.set_mode(&profile, 0o000);
    refused(held.run(&create("b")), 1, &read);
    refused(held.run(&["context", "ls"]), 1, &read);
    refused(held.run(&["ls"]), 1, &read);
    held.set_mode(&profile, 0o600);

    let secrets = held.folder.path("credentials.toml");
    std::fs::write(&secrets, "").unwrap();
    held.make_owner(&secrets);
    held.set_mode(&secrets, 0o000);
    refused(held.run(&keep), 3, &format!("could not read {}", secrets.display()));

    assert_eq!(held.folder.read("contexts.toml"), text);
    assert_eq!(held.folder.file_names(), ["contexts.toml", "credentials.toml"]);
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

/// A pipe in the place of a file.
fn make_pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn a_named_pipe_can_be_read_but_not_written() {
    let folder = ProfileFolder::new();
    folder.create_context("a");
    let text = folder.read("contexts.toml");
    let profile = folder.path("pipe");
    make_pipe(&profile);
    // As `--config <(…)` gives it: somebody writes.
    let writer = thread::spawn({
        let (profile, text) = (profile.clone(), text.clone());
        move || std::fs::write(profile, text)
    });
    let rows = run(&profile, &["context", "ls", "--json"]).succeeds().json();
    process::wait_until("the end of the writer", || writer.is_finished());
    writer.join().unwrap().unwrap();
    assert_eq!(rows[0]["name"], "a");
    // Nobody writes, and so nothing may be read.
    for line in [
        &["context", "create", "b", "--server", SERVER, "--api-key-env", "KEY"][..],
        &["context", "update", "a", "--comment", "x"],
        &["context", "use", "a"],
        &["context", "clear"],
        &["context", "rename", "a", "b"],
        &["context", "rm", "a"],
    ] {
        let told = format!("could not write {}\ncaused by: not a regular file", profile.display());
        run(&profile, line).fails(1, &told);
    }
    make_pipe(&folder.path("credentials.toml"));
    let keep = ["context", "create", "c", "--server", SERVER, "--api-key", "fake-key", "--store", "file"];
    folder.run(&keep).fails(3, "credentials.toml\ncaused by: not a regular file");
    std::fs::write(folder.profile_path(), text.replace("store = \"env\"", "store = \"file\"")).unwrap();
    folder.run(&["ls"]).fails(3, "credentials.toml\ncaused by: not a regular file");
    make_pipe(&folder.path("contexts.toml.lock"));
    folder.run(&["context", "clear"]).fails(1, "contexts.toml.lock is not a regular file");
    assert_eq!(folder.file_names(), ["contexts.toml", "contexts.toml.lock", "credentials.toml", "pipe"]);
}

#[test]
fn rejects_a_profile_that_another_user_can_change() {
    let held = RestrictedUser::new();
    let (folder, profile) = (held.folder.0.path(), held.folder.profile_path());
    let create = ["context", "create", "a", "--server", SERVER, "--api-key-env", "KEY"];
    assert_eq!(held.run(&create).code, 0);
    held.run(&["context", "ls", "--json"]).succeeds();
    // Where a group may write to the folder, as many systems have it, and where everybody may in their own files.
    for mode in [0o755, 0o775, 0o1777, 0o700] {
        held.set_mode(folder, mode);
        held.run(&["context", "ls", "--json"]).succeeds();
        assert_eq!(held.run(&["context", "update", "a", "--comment", &format!("{mode:o}")]).code, 0);
    }
    for mode in [0o777, 0o702] {
        held.set_mode(folder, mode);
        for line in [&["context", "ls"][..], &["ls"], &["context", "clear"], &["context", "rm", "a"]] {
            let told = format!("error: {} is writable by everyone", folder.display());
            held.run(line).fails(1, &told).fails(1, &format!("\nhint: chmod o-w {}\n", folder.display()));
        }
    }
    held.set_mode(folder, 0o755);
    if !held.is_root {
        return;
    }
    let theirs = |run: CliOutput, user: &str| {
        run.fails(1, &format!("error: {} belongs to another user ({UNPRIVILEGED_UID}), who", profile.display()))
            .fails(1, &format!("\nhint: {user} {} (if you trust", profile.display()))
    };
    for line in
        [&["context", "ls"][..], &["ls"], &["context", "use", "a"], &["context", "update", "a", "--comment", "x"]]
    {
        theirs(held.folder.run(line), "chown 0");
    }
    // Root's is as good as one's own.
    chown(&profile, Some(0), Some(0)).unwrap();
    held.set_mode(&profile, 0o644);
    held.run(&["context", "ls", "--json"]).succeeds();
    held.folder.run(&["context", "ls", "--json"]).succeeds();
    chown(&profile, Some(UNPRIVILEGED_UID + 1), None).unwrap();
    held.run(&["context", "ls"])
        .fails(1, &format!("belongs to another user ({})", UNPRIVILEGED_UID + 1))
        .fails(1, "hint: sudo chown");
    // A link is judged by what it leads to.
    let link = folder.join("link");
    symlink(&profile, &link).unwrap();
    run(&link, &["context", "ls"]).fails(1, "link belongs to another user");
}

#[test]
fn rejects_secrets_of_another_user() {
    let held = RestrictedUser::new();
    if !held.is_root {
        return;
    }
    let keep = |name| ["context", "create", name, "--server", SERVER, "--api-key", "fake-key", "--store", "file"];
    assert_eq!(held.run(&keep("a")).code, 0);
    let secrets = held.folder.path("credentials.toml");
    let (profile, text) = (held.folder.profile_path(), held.folder.read("credentials.toml"));
    // Root could read them, and would take them over by writing.
    chown(&profile, Some(0), Some(0)).unwrap();
    for line in [&["ls"][..], &keep("b"), &["context", "rm", "a"]] {
        let told = format!("error: {} belongs to another user ({UNPRIVILEGED_UID})\nhint: chown 0 ", secrets.display());
        held.folder.run(line).fails(3, &told);
    }
    assert_eq!(held.folder.read("credentials.toml"), text);
    assert_eq!(std::fs::metadata(&secrets).unwrap().uid(), UNPRIVILEGED_UID);
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

#[test]
fn endless_input_is_rejected() {
    let folder = ProfileFolder::new();
    let endless = "longer than 4 MiB";
    let kept = ["context", "create", "a", "--server", SERVER, "--api-key-stdin", "--store", "file"];
    let asked = ["context", "create", "a", "--server", SERVER, "--api-key-command", "yes", "--verify"];
    for (variable, arguments, code, told) in [
        (("QLIK_API_KEY_FILE", "/dev/zero"), &["ls"][..], 3, "QLIK_API_KEY_FILE: could not read /dev/zero"),
        (("QLIK_API_KEY", "fake-key"), &["ls", "--ca-file", "/dev/zero"], 2, "--ca-file: could not read /dev/zero"),
        (("QLIK_API_KEY", "fake-key"), &["create", "-f", "/dev/zero"], 2, "--file: could not read /dev/zero"),
        (("QLIK_API_KEY", "fake-key"), &["patch", "k", "-f", "-"], 2, "--file: could not read stdin"),
        (("A", "a"), &kept, 2, "--api-key-stdin: could not read stdin"),
        (("A", "a"), &asked, 3, "the command for its key printed output that can't be read"),
    ] {
        let mut command = folder.command(arguments);
        command.env("QLIK_SERVER", SERVER).env(variable.0, variable.1);
        command.stdin(std::fs::File::open("/dev/zero").unwrap());
        CliOutput::from(process::output(&mut command)).fails(code, told).fails(code, endless);
    }
    assert_eq!(folder.file_names(), Vec::<String>::new());
}

//! The completion cache.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use qlik_api_key::demo::KeySpec;

use super::{Danger, run_without_context, snapshot};
use crate::support::CliOutput;
use crate::support::home::TestHome;

fn cache_folder(home: &TestHome) -> PathBuf {
    home.folder.path().join(".cache/qlik/completion")
}

/// The only cache file.
fn cache_file(home: &TestHome) -> PathBuf {
    let entries = fs::read_dir(cache_folder(home)).unwrap().map(|entry| entry.unwrap().path());
    let [path] = <[PathBuf; 1]>::try_from(entries.collect::<Vec<_>>()).unwrap();
    path
}

/// A home whose keys have been listed, with the credential of the environment.
fn home_with_cached_keys() -> TestHome {
    let home = TestHome::new();
    run_without_context(&home, &["ls", "-q"]).succeeds();
    home
}

/// The number of keys that are completed.
fn count_completed_keys(home: &TestHome) -> usize {
    let mut command = home.command(&["get", ""]);
    command.envs(home.site.env_vars()).env_remove("QLIK_NO_CACHE").env("_QLIK_API_KEY_COMPLETE", "2");
    let output = CliOutput::from(command.output().unwrap()).succeeds().stdout;
    output.lines().filter(|line| !line.starts_with('-')).count()
}

#[test]
fn a_link_in_place_of_the_cache_is_neither_read_nor_written_through() {
    let home = home_with_cached_keys();
    assert_eq!(count_completed_keys(&home), 10);
    let (file, target) = (cache_file(&home), home.folder.path().join("target"));
    fs::rename(&file, &target).unwrap();
    let text = fs::read_to_string(&target).unwrap();
    symlink(&target, &file).unwrap();
    assert_eq!(count_completed_keys(&home), 0, "the target is believed");
    home.site.listener.tenant().add_key(KeySpec::new("new"));
    run_without_context(&home, &["ls", "-q"]).succeeds();
    assert!(fs::read_to_string(&target).unwrap() == text, "the target was written");
    assert_eq!((file.is_symlink(), count_completed_keys(&home)), (false, 11), "the link was not replaced");
}

#[test]
fn a_link_in_place_of_the_lock_of_the_cache_is_not_followed() {
    let home = home_with_cached_keys();
    let (file, target) = (cache_file(&home), home.folder.path().join("target"));
    symlink(&target, file.with_extension("tsv.lock")).unwrap();
    home.site.listener.tenant().add_key(KeySpec::new("new"));
    run_without_context(&home, &["ls", "-q"]).succeeds();
    assert_eq!((target.exists(), count_completed_keys(&home)), (false, 10));
}

#[test]
fn a_folder_that_other_users_can_change_holds_no_cache() {
    for &danger in Danger::all() {
        for name in [".cache/qlik/completion", ".cache/qlik", ".cache"] {
            let home = home_with_cached_keys();
            danger.apply(&home.folder.path().join(name));
            assert_eq!(count_completed_keys(&home), 0, "{danger:?} {name}: the cache is believed");
            let before = snapshot(home.folder.path());
            let create = ["create", "--description", "new", "--token-only"];
            let id = home.site.key_id("Terraform");
            for arguments in [&["ls", "-q"][..], &create, &["rm", &id, "--yes"], &["ls", "--match", "x"]] {
                let run = run_without_context(&home, arguments);
                assert!(
                    run.code == 0 && !run.stderr.contains("cache"),
                    "{danger:?} {name} {arguments:?}: {}",
                    run.stderr
                );
            }
            assert!(snapshot(home.folder.path()) == before, "{danger:?} {name}: the cache was written");
        }
    }
}

#[test]
fn a_missing_cache_folder_is_not_created_where_others_can_change_it() {
    for &danger in Danger::all() {
        let home = TestHome::new();
        let folder = home.folder.path().join(".cache");
        fs::create_dir(&folder).unwrap();
        danger.apply(&folder);
        let before = snapshot(home.folder.path());
        run_without_context(&home, &["ls", "-q"]).succeeds();
        assert!(snapshot(home.folder.path()) == before, "{danger:?}");
    }
}

#[test]
fn a_changed_context_removes_no_cache_where_others_can_change_it() {
    for &danger in Danger::all() {
        let home = TestHome::new();
        home.create_context("prod", &[]);
        home.run(&["ls", "-q"]).succeeds();
        danger.apply(&home.folder.path().join(".cache"));
        let before = snapshot(&home.folder.path().join(".cache/qlik"));
        assert_eq!((before.len(), home.run(&["context", "rename", "prod", "live"]).code), (3, 0));
        assert!(snapshot(&home.folder.path().join(".cache/qlik")) == before, "{danger:?}: a file was removed");
    }
}

#[test]
fn trimming_removes_only_files_of_the_cache() {
    let home = TestHome::new();
    let folder = cache_folder(&home);
    fs::create_dir_all(&folder).unwrap();
    let write = |path: &Path, age: u64| {
        let file = fs::File::create(path).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
    };
    let foreign = ["notes.txt", "keys-a.json", "keys-a b.tsv", "keys-.tsv.bak", "Keys-a.tsv", "contexts.toml"];
    foreign.iter().for_each(|name| write(&folder.join(name), 10_000));
    fs::create_dir(folder.join("keys-folder.tsv")).unwrap();
    symlink(folder.join("notes.txt"), folder.join("keys-link.tsv")).unwrap();
    (0..40).for_each(|number| write(&folder.join(format!("keys-{number}.tsv")), 1000 - number));
    run_without_context(&home, &["ls", "-q"]).succeeds();
    for name in foreign.iter().chain(&["keys-folder.tsv", "keys-link.tsv"]) {
        assert!(folder.join(name).symlink_metadata().is_ok(), "{name} was removed");
    }
    let remaining = (0..40).filter(|number| folder.join(format!("keys-{number}.tsv")).exists());
    assert_eq!(remaining.collect::<Vec<_>>(), (9..40).collect::<Vec<_>>());
}

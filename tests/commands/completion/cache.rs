//! The completion cache: which keys it holds, and who can read it.

use super::*;
use crate::support::{READ_TOKEN, assert_private};

#[test]
fn created_and_removed_keys_update_the_cache() {
    let home = home_with_cached_keys();
    home.run(&["create", "--description", "made", "--token-only"]);
    let first = complete(&home, "get ").swap_remove(0);
    assert_eq!(first.1, "made");
    let rotated = home.run(&["rotate", &first.0, "--remove-old", "--exec", READ_TOKEN, "-q"]);
    assert_eq!(rotated.code, 0, "{}", rotated.stderr);
    assert_eq!(complete_names(&home, "get ")[0], rotated.stdout.trim());
    assert!(!complete_names(&home, "get ").contains(&first.0));
    assert_eq!(home.run(&["rm", rotated.stdout.trim(), "--yes"]).code, 0);
    assert_eq!(complete_names(&home, "get ").len(), 10);
}

#[test]
fn full_list_replaces_the_cache_and_partial_list_extends_it() {
    let home = home_with_cached_keys();
    for format in ["-ojson", "-ojsonl", "-ocsv", "-otsv", "-otable", "-q"] {
        let id = add_key(&home, "new");
        home.run(&["ls", format]).succeeds();
        assert_eq!(complete_names(&home, "get ").len(), 11, "{format}");
        assert_eq!(home.site.run(&["rm", &id, "--yes"]).code, 0);
        home.run(&["ls", format, "--match", "nothing has this"]).succeeds();
        assert_eq!(complete_names(&home, "get ").len(), 10, "{format}: --match filters a full list");
    }
    let id = add_key(&home, "new");
    for part in [&["ls", "--limit", "1"][..], &["ls", "--status", "active"], &["expiring", "--within", "P9000D"]] {
        home.run(part);
        assert_eq!(
            (complete_names(&home, "get ").len(), complete_names(&home, "get ")[0] == id),
            (11, true),
            "{part:?}"
        );
    }
    home.run(&["ls", "--raw"]).succeeds();
    assert_eq!(complete_names(&home, "get ").len(), 11);
}

#[test]
fn renaming_moving_or_removing_a_context_drops_its_keys() {
    let home = home_with_cached_keys();
    assert_eq!(cache_files(&home).len(), 1);
    home.run(&["context", "rename", "prod", "live"]);
    assert_eq!((cache_files(&home).len(), complete_names(&home, "get ").len()), (0, 0));
    home.run(&["ls", "-q"]).succeeds();
    // After an edit of the profile that points the context to another tenant, the cached keys are not offered.
    std::fs::write(
        home.profile_path(),
        home.read_profile().replace(&home.site.listener.url(), "https://other.example"),
    )
    .unwrap();
    assert_eq!((cache_files(&home).len(), complete_names(&home, "get ").len()), (1, 0));
    std::fs::write(
        home.profile_path(),
        home.read_profile().replace("https://other.example", &home.site.listener.url()),
    )
    .unwrap();
    assert_eq!(complete_names(&home, "get ").len(), 10);
    home.run(&["context", "rm", "live"]);
    assert_eq!(cache_files(&home).len(), 0);
}

#[test]
fn ignores_a_damaged_profile_or_cache_silently() {
    let home = home_with_cached_keys();
    let path = cache_files(&home).swap_remove(0);
    let text = std::fs::read_to_string(&path).unwrap();
    let truncated = &text[..text.len() / 2];
    for damaged in ["", "[]", "{}", "\u{0}\u{0}", truncated, &format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))]
    {
        std::fs::write(&path, damaged).unwrap();
        assert_eq!(complete_names(&home, "get "), Vec::<String>::new());
    }
    home.run(&["ls", "-q"]).succeeds();
    assert_eq!(complete_names(&home, "get ").len(), 10, "the next list rewrites the file");
    let profile = home.read_profile();
    for damaged in ["current = ", "[contexts.prod]\n", "contexts = 7\ncurrent = \"prod\""] {
        std::fs::write(home.profile_path(), damaged).unwrap();
        assert_eq!(complete_names(&home, "get "), Vec::<String>::new(), "{damaged}");
    }
    std::fs::write(home.profile_path(), profile.replace("auth =", "oath =")).unwrap();
    assert_eq!(
        complete(&home, "context rm "),
        [("prod".to_owned(), String::new())],
        "a damaged context can be removed"
    );
}

#[test]
fn cache_is_private_and_holds_no_secrets() {
    let home = home_with_cached_keys();
    home.run(&["create", "--description", "made", "--token-only"]);
    let path = cache_files(&home).swap_remove(0);
    assert_private(&path);
    assert_eq!(home.files_containing_token(), ["credentials.toml"]);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains("eyJ") && !text.contains("sub") && !text.contains("createdByUser"), "{text}");
}

#[cfg(unix)] // `private_file` tests the access lists of Windows.
#[test]
fn cache_that_others_can_write_is_not_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = home_with_cached_keys();
    let path = cache_files(&home).swap_remove(0);
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&cache_folder(&home)), mode(cache_folder(&home).parent().unwrap())), (0o700, 0o700));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o622)).unwrap();
    assert_eq!(complete_names(&home, "get "), Vec::<String>::new());
}

#[test]
fn cache_is_not_written_in_ci_in_a_demo_or_when_disabled() {
    for (name, value) in [("QLIK_NO_CACHE", "1"), ("CI", "true")] {
        let home = TestHome::new();
        home.create_context("prod", &[]);
        let mut command = home.command(&["ls", "-q"]);
        CliOutput::from(command.env(name, value).output().unwrap()).succeeds();
        assert!(!cache_folder(&home).exists(), "{name}");
    }
    let home = home_with_cached_keys();
    let mut command = completion_command(&home, "get ");
    command.env("QLIK_NO_CACHE", "1");
    assert!(run_completion(command).iter().all(|(name, _)| is_flag(name)));
    home.run(&["demo", "--", "ls", "-q"]).succeeds();
    assert_eq!(cache_files(&home).len(), 1, "the demo's keys are cached");
}

#[test]
fn unusable_cache_does_not_fail_the_command() {
    let home = home_with_cached_keys();
    let path = cache_files(&home).swap_remove(0);
    let obstacles: &[&str] = &[
        "a folder",
        "a file instead of the folder",
        #[cfg(unix)]
        "a link instead of the folder",
    ];
    for obstacle in obstacles {
        let _ = std::fs::remove_file(&path);
        let _ = std::fs::remove_dir_all(cache_folder(&home));
        match *obstacle {
            "a folder" => std::fs::create_dir_all(&path).unwrap(),
            #[cfg(unix)]
            "a link instead of the folder" => {
                std::os::unix::fs::symlink("/nonexistent/x", cache_folder(&home)).unwrap();
            }
            _ => std::fs::write(cache_folder(&home), "").unwrap(),
        }
        assert_eq!(home.run(&["ls", "-q"]).succeeds().stdout.lines().count(), 10, "{obstacle}");
        assert_eq!(complete_names(&home, "get "), Vec::<String>::new(), "{obstacle}");
        let _ = std::fs::remove_file(cache_folder(&home));
    }
}

#[test]
fn completes_ten_thousand_keys() {
    let home = TestHome::new();
    home.create_context("prod", &[]);
    home.site.listener.tenant().set_rate_limits(u32::MAX, u32::MAX);
    home.site.listener.tenant().add_keys(10_000);
    home.run(&["ls", "-q"]).succeeds();
    assert_eq!(complete_names(&home, "get ").len(), 10_010);
}

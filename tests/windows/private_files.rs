//! Other users can neither read nor change the private files: the twin of the tests of modes on Unix.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::support::acl::{is_open_to_everyone, set_entries};
use crate::support::{CliOutput, TestSite, binary};

/// A profile in a folder of its own.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join("qlik").join(name)
    }

    fn run(&self, arguments: &[&str]) -> CliOutput {
        binary().args(arguments).arg("--config").arg(self.path("contexts.toml")).output().unwrap().into()
    }

    /// Stores a context for an address where nothing listens.
    fn with_context() -> Self {
        let home = Self::new();
        let create = ["context", "create", "a", "--server", "a.example", "--api-key", "fake-key", "--store", "file"];
        assert_eq!(home.run(&create).code, 0);
        home
    }
}

#[test]
fn only_the_owner_can_read_the_files() {
    let home = Home::new();
    // What new files inherit.
    set_entries(home.0.path(), "(A;OICI;FR;;;WD)");
    fs::write(home.0.path().join("plain"), "").unwrap();
    assert!(is_open_to_everyone(&home.0.path().join("plain")), "the test proves nothing");
    let create = ["context", "create", "a", "--server", "a.example", "--api-key", "fake-key", "--store", "file"];
    assert_eq!(home.run(&create).code, 0);
    assert_eq!(home.run(&["context", "update", "a", "--comment", "x"]).code, 0);
    for name in ["", "contexts.toml", "credentials.toml"] {
        assert!(!is_open_to_everyone(&home.path(name)), "{name}");
    }
    home.run(&["context", "ls", "--json"]).succeeds();
    let secrets = home.path("credentials.toml");
    set_entries(&secrets, "(A;;FR;;;WD)");
    let hint = format!("\nhint: icacls {0} /inheritance:d, then icacls {0} /remove:g *S-1-1-0\n", secrets.display());
    home.run(&["ls"]).fails(3, "credentials.toml is readable by other users").fails(3, &hint);
}

#[test]
fn rejects_a_profile_that_another_user_can_change() {
    let home = Home::with_context();
    let profile = home.path("contexts.toml");
    set_entries(&profile, "(A;;FR;;;WD)");
    home.run(&["context", "ls", "--json"]).succeeds();
    for (path, entries) in [(profile, "(A;;FR;;;WD)"), (home.path(""), "(A;OICI;FR;;;WD)")] {
        set_entries(&path, &entries.replace("FR", "FA"));
        let name = path.display().to_string();
        let name = name.trim_end_matches('\\');
        for arguments in [&["context", "ls"][..], &["ls"], &["context", "clear"], &["context", "rm", "a"]] {
            home.run(arguments)
                .fails(1, &format!("error: {name} is writable by other users, who could send your keys elsewhere\n"))
                .fails(1, &format!("\nhint: icacls {name} /inheritance:d, then icacls {name} /remove:g *S-1-1-0\n"));
        }
        set_entries(&path, entries);
    }
    home.run(&["context", "ls", "--json"]).succeeds();
}

#[test]
fn a_token_file_is_private() {
    let site = TestSite::new();
    let home = Home::new();
    set_entries(home.0.path(), "(A;OICI;FR;;;WD)");
    let path = home.0.path().join("token.txt");
    let run = site.run(&["create", "--description", "x", "--token-file", path.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(fs::read_to_string(&path).unwrap().starts_with("eyJ"));
    assert!(!is_open_to_everyone(&path));
}

//! The secret store `file`, for machines without a keyring: `credentials.toml` next to the profile, readable only by
//! its owner.

use std::io;
use std::path::{Path, PathBuf};

use toml::Table;
use toml_edit::DocumentMut;

use super::SecretStore;
use crate::bounded;
use crate::context::{ownership, toml_file};
use crate::error::{Error, Exit, Result};
use crate::private_file::{self, FileLock};
use crate::secret::Secret;

/// The path of the file with the secrets of a profile. If the profile is a link, it is next to the target of the link.
pub fn secrets_path(profile: &Path) -> PathBuf {
    let profile = dunce::canonicalize(profile).unwrap_or_else(|_| profile.to_owned());
    profile.with_file_name("credentials.toml")
}

/// Stores secrets in a TOML file, one per key.
pub(super) struct FileStore {
    path: PathBuf,
}

impl FileStore {
    /// The store of a profile.
    pub(super) fn new(profile: &Path) -> Self {
        Self { path: secrets_path(profile) }
    }

    /// Reads the text of the file; empty if it does not exist.
    fn read_text(&self) -> Result<String> {
        let read_error = |error| self.error("could not read", error);
        ownership::check_path(&self.path, Exit::Auth)?;
        let Some(file) = private_file::open_regular(&self.path).map_err(read_error)? else {
            return Ok(String::new());
        };
        ownership::check_secrets_file(&self.path, &file)?;
        file.read_text().map_err(read_error)
    }

    fn read(&self) -> Result<Table> {
        toml_file::parse(&self.path, &self.read_text()?)
    }

    /// All entries, as names and secrets.
    pub(super) fn entries(&self) -> Result<Vec<(String, Secret)>> {
        let text = |(name, value): (String, toml::Value)| Some((name, Secret::new(toml_file::as_string(&value)?)));
        Ok(self.read()?.into_iter().filter_map(text).collect())
    }

    fn lock(&self) -> Result<FileLock> {
        // Report a damaged file before creating a lock file next to it.
        self.read()?;
        let path = private_file::resolve_regular_file(&self.path);
        path.and_then(|path| FileLock::acquire(&path)).map_err(|error| self.error("could not write", error))
    }

    /// Changes the file under its lock. Comments are preserved.
    fn edit(&self, change: impl FnOnce(&mut DocumentMut)) -> Result<()> {
        let lock = self.lock()?;
        let mut document = toml_file::parse_document(&self.path, &self.read_text()?)?;
        let before = document.to_string();
        change(&mut document);
        let after = document.to_string();
        if after == before {
            return Ok(());
        }
        // Otherwise the file could no longer be read.
        bounded::check_length(&after)
            .and_then(|()| lock.write(&after))
            .map_err(|error| self.error("could not write", error))
    }

    fn error(&self, message: &str, error: io::Error) -> Error {
        Error::new(Exit::Auth, format!("{message} {}", self.path.display())).with_cause(error)
    }
}

impl SecretStore for FileStore {
    fn get(&self, name: &str) -> Result<Option<Secret>> {
        Ok(self.read()?.get(name).and_then(toml_file::as_string).map(Secret::new))
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<()> {
        self.edit(|document| {
            document.insert(name, toml_edit::value(secret.expose()));
        })
    }

    fn remove(&self, name: &str) -> Result<()> {
        self.edit(|document| {
            document.remove(name);
        })
    }

    /// Checks only that the file can be locked, since it has no limit on the length of one secret.
    fn can_store_token(&self, _: &str) -> Result<bool> {
        self.lock().map(|_| true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn does_not_grow_longer_than_it_can_read() {
        let home = tempfile::tempdir().unwrap();
        let (profile, path) = (home.path().join("contexts.toml"), home.path().join("credentials.toml"));
        let store = FileStore::new(&profile);
        store.set("a https://x", &Secret::new("fake-1".into())).unwrap();
        let text = format!("{}#{}\n", std::fs::read_to_string(&path).unwrap(), "x".repeat(4 * 1024 * 1024 - 100));
        std::fs::write(&path, &text).unwrap();
        let error = store.set("b https://x", &Secret::new("fake".repeat(100))).unwrap_err();
        assert!(error.to_text().ends_with("caused by: longer than 4 MiB"), "{}", error.to_text());
        assert!(std::fs::read_to_string(&path).unwrap() == text, "the file was changed");
        assert_eq!(store.get("a https://x").unwrap(), Some(Secret::new("fake-1".into())));
    }

    #[test]
    fn preserves_unknown_keys_and_never_quotes_a_damaged_file() {
        let home = tempfile::tempdir().unwrap();
        let (profile, path) = (home.path().join("contexts.toml"), home.path().join("credentials.toml"));
        let store = FileStore::new(&profile);
        store.set("a https://x", &Secret::new("fake-1".into())).unwrap();
        let text = format!("# mine\nnote = 7\n{}", std::fs::read_to_string(&path).unwrap());
        std::fs::write(&path, text).unwrap();
        assert_eq!(store.get("a https://x").unwrap(), Some(Secret::new("fake-1".into())));
        assert_eq!(store.get("note").unwrap(), None);
        store.set("b https://x", &Secret::new("fake-2".into())).unwrap();
        assert!(std::fs::read_to_string(&path).unwrap().starts_with("# mine\nnote = 7\n"));
        std::fs::write(&path, "a = \"x\"\nb = fake-3\n").unwrap();
        let error = store.get("a").unwrap_err();
        assert!(error.to_text().contains("credentials.toml, line 2, column 5: "), "{}", error.to_text());
        assert!(!error.to_text().contains("fake-3"), "the error quotes the line");
    }
}

//! The store `file`: `credentials.toml` beside the profile, for its owner alone. For machines without a keyring.

use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item};

use super::SecretStore;
use crate::context::ownership;
use crate::context::profile::{damaged, secrets_beside};
use crate::error::{Error, Exit, Result};
use crate::private_file::{self, FileLock};
use crate::secret::Secret;

pub(super) struct File {
    path: PathBuf,
}

impl File {
    pub(super) fn beside(profile: &Path) -> Self {
        Self { path: secrets_beside(profile) }
    }

    fn read(&self) -> Result<DocumentMut> {
        let could_not = |error| self.failed("could not read", error);
        let Some(file) = private_file::open_regular(&self.path).map_err(could_not)? else {
            return Ok(DocumentMut::new());
        };
        ownership::check_secrets(&self.path, &file)?;
        let text = file.text().map_err(could_not)?;
        text.parse().map_err(|error| damaged(&self.path, &text, &error))
    }

    fn edit(&self, change: impl FnOnce(&mut DocumentMut)) -> Result<()> {
        self.read()?;
        let lock = FileLock::acquire(&self.path).map_err(|error| self.failed("could not write", error))?;
        let mut document = self.read()?;
        let before = document.to_string();
        change(&mut document);
        let after = document.to_string();
        if after == before {
            return Ok(());
        }
        lock.write(&after).map_err(|error| self.failed("could not write", error))
    }

    fn failed(&self, what: &str, error: std::io::Error) -> Error {
        Error::new(Exit::Auth, format!("{what} {}", self.path.display())).caused_by(error)
    }
}

impl SecretStore for File {
    fn get(&self, user: &str) -> Result<Option<Secret>> {
        Ok(self.read()?.get(user).and_then(Item::as_str).map(|text| Secret::new(text.to_owned())))
    }

    fn set(&self, user: &str, secret: &Secret) -> Result<()> {
        self.edit(|document| {
            document.insert(user, toml_edit::value(secret.expose()));
        })
    }

    fn remove(&self, user: &str) -> Result<()> {
        self.edit(|document| {
            document.remove(user);
        })
    }

    /// Looks whether the file could be written, and leaves it alone: what takes any text needs no try.
    fn accepts(&self, _: &str) -> Result<bool> {
        self.read()?;
        FileLock::acquire(&self.path).map(|_| true).map_err(|error| self.failed("could not write", error))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn secrets_are_kept_apart_and_for_the_owner_alone() {
        let home = tempfile::tempdir().unwrap();
        let file = File::beside(&home.path().join("qlik/contexts.toml"));
        assert_eq!(file.get("a https://x").unwrap(), None);
        file.remove("a https://x").unwrap();
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
        file.set("a https://x", &Secret::new("fake-1".into())).unwrap();
        file.set("a https://y", &Secret::new("fake-2".into())).unwrap();
        file.remove("a https://x").unwrap();
        assert_eq!(file.get("a https://x").unwrap(), None);
        assert_eq!(file.get("a https://y").unwrap(), Some(Secret::new("fake-2".into())));
        let path = home.path().join("qlik/credentials.toml");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o604)).unwrap();
        let error = file.get("a https://y").unwrap_err();
        assert_eq!(error.exit(), Exit::Auth);
        assert!(error.text().contains("hint: chmod 600"), "{}", error.text());
    }
}

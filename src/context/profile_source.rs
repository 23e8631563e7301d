//! [`ProfileSource`]: the profile of a run, read at most once.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::Profile;
use crate::environment::Environment;
use crate::error::{Error, Exit, Result};

/// The profile of a run. The file is read when it is first needed, and not again: a command that changes the profile
/// works on what [`Profile::edit`] reads under the lock.
pub struct ProfileSource<'a> {
    config: Option<&'a Path>,
    environment: &'a Environment,
    profile: OnceLock<Profile>,
}

impl<'a> ProfileSource<'a> {
    /// The profile that `--config` (`config`) or the environment names. Nothing is read yet.
    pub fn new(config: Option<&'a Path>, environment: &'a Environment) -> Self {
        Self { config, environment, profile: OnceLock::new() }
    }

    /// The path of the file.
    ///
    /// # Errors
    /// As [`profile_path`].
    pub fn path(&self) -> Result<PathBuf> {
        profile_path(self.config, self.environment)
    }

    /// The profile. The first call reads the file.
    ///
    /// # Errors
    /// As [`ProfileSource::path`] and [`Profile::read`]. The next call tries again.
    pub fn get(&self) -> Result<&Profile> {
        if let Some(profile) = self.profile.get() {
            return Ok(profile);
        }
        let profile = Profile::read(&self.path()?)?;
        Ok(self.profile.get_or_init(|| profile))
    }
}

/// The path of the profile: `config` (the value of `--config`), else `QLIK_PROFILE`, else `qlik/contexts.toml` in the
/// user's folder for configuration.
///
/// # Errors
/// The user has no such folder.
pub fn profile_path(config: Option<&Path>, environment: &Environment) -> Result<PathBuf> {
    if let Some(path) = config.or_else(|| environment.raw("QLIK_PROFILE").map(Path::new)) {
        return Ok(path.to_owned());
    }
    let folder = dirs::config_dir().ok_or_else(|| {
        Error::new(Exit::Error, "there is no folder for configuration: HOME is not set").hint("give --config FILE")
    })?;
    Ok(folder.join("qlik").join("contexts.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read_once() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("contexts.toml");
        let environment = Environment::new([]);
        let source = ProfileSource::new(Some(&path), &environment);
        std::fs::write(&path, "current = [").unwrap();
        assert!(source.get().is_err(), "it was read before it was needed");
        std::fs::write(&path, "current = \"a\"").unwrap();
        assert_eq!(source.get().unwrap().current(), Some("a"));
        std::fs::write(&path, "current = \"b\"").unwrap();
        assert_eq!(source.get().unwrap().current(), Some("a"), "it was read twice");
    }
}

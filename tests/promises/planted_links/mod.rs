//! Links that somebody planted, and folders that other users can change: no file is written through them, and none that
//! is found there is believed.

mod cache;
mod other_home;
mod profile;
mod state;

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use crate::support::CliOutput;
use crate::support::home::TestHome;
use crate::support::other_user::{give_away, is_root, set_mode};

/// A way in which other users can change a folder.
#[derive(Clone, Copy, Debug)]
enum Danger {
    /// Everybody can write to it.
    Writable,
    /// It belongs to another user. Only root can test this.
    Foreign,
    /// It is a link of another user to a folder of the user. Only root can test this.
    ForeignLink,
}

impl Danger {
    /// The ways that this user can test.
    fn all() -> &'static [Self] {
        if is_root() { &[Self::Writable, Self::Foreign, Self::ForeignLink] } else { &[Self::Writable] }
    }

    /// Makes a folder dangerous.
    fn apply(self, folder: &Path) {
        match self {
            Self::Writable => set_mode(folder, 0o777),
            Self::Foreign => give_away(folder),
            Self::ForeignLink => {
                let target = folder.with_extension("target");
                std::fs::rename(folder, &target).unwrap();
                std::os::unix::fs::symlink(target, folder).unwrap();
                give_away(folder);
            }
        }
    }

    /// The message about such a folder.
    fn message(self, folder: &Path) -> String {
        let folder = folder.display();
        match self {
            Self::Writable => format!("{folder} is writable by other users"),
            Self::Foreign | Self::ForeignLink => format!("{folder} belongs to another user (65534)"),
        }
    }
}

/// Owner, permissions and content of each file, folder and link below a folder.
fn snapshot(folder: &Path) -> BTreeMap<PathBuf, (u32, u32, Vec<u8>)> {
    let mut found = BTreeMap::new();
    let mut remaining = vec![folder.to_owned()];
    while let Some(path) = remaining.pop() {
        let metadata = path.symlink_metadata().unwrap();
        let content = if metadata.is_symlink() {
            std::fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes()
        } else if metadata.is_dir() {
            remaining.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            Vec::new()
        } else {
            std::fs::read(&path).unwrap()
        };
        found.insert(path, (metadata.uid(), metadata.mode(), content));
    }
    found
}

/// Runs the binary in a home folder, signed in by the environment.
fn run_without_context(home: &TestHome, arguments: &[&str]) -> CliOutput {
    let mut command = home.command(arguments);
    command.envs(home.site.env_vars()).env_remove("QLIK_NO_CACHE");
    command.output().unwrap().into()
}

//! The folders of the user for files that outlive a run.

use std::path::PathBuf;

/// The folder for state: the `qlik` subfolder of the system's folder for state or, if there is none, for local data.
pub fn state_dir() -> Option<PathBuf> {
    Some(dirs::state_dir().or_else(dirs::data_local_dir)?.join("qlik"))
}

/// The folder for caches: the `qlik` subfolder of the system's folder for caches.
pub fn cache_dir() -> Option<PathBuf> {
    Some(dirs::cache_dir()?.join("qlik"))
}

//! The user's folders for what a run leaves for a later one.

use std::path::PathBuf;

/// The program's folder for state, or for data where the system has none for state.
pub fn state_dir() -> Option<PathBuf> {
    Some(dirs::state_dir().or_else(dirs::data_local_dir)?.join("qlik"))
}

/// The program's folder for caches.
pub fn cache_dir() -> Option<PathBuf> {
    Some(dirs::cache_dir()?.join("qlik"))
}

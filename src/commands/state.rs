//! Where the program keeps what a run leaves for a later one.

use std::path::PathBuf;

/// Our part of the user's folder for state, else for data.
pub fn folder() -> Option<PathBuf> {
    Some(dirs::state_dir().or_else(dirs::data_local_dir)?.join("qlik"))
}

/// Our part of the user's folder for what can be had again.
pub fn cache_folder() -> Option<PathBuf> {
    Some(dirs::cache_dir()?.join("qlik"))
}

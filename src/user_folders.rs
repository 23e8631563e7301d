//! The user's folders for configuration, state and caches.
//!
//! On Windows, `%APPDATA%`, `%LOCALAPPDATA%` and `%USERPROFILE%` name them, as for programs in Go such as qlik-cli
//! (<https://pkg.go.dev/os#UserConfigDir>). `dirs` asks the system instead, which ignores these variables.

use std::path::PathBuf;

/// The folder for configuration.
pub fn config_dir() -> Option<PathBuf> {
    windows_folder("APPDATA").or_else(dirs::config_dir)
}

/// The folder for state or, if the system has none, for local data.
pub fn state_dir() -> Option<PathBuf> {
    dirs::state_dir().or_else(|| windows_folder("LOCALAPPDATA")).or_else(dirs::data_local_dir)
}

/// The folder for caches.
pub fn cache_dir() -> Option<PathBuf> {
    windows_folder("LOCALAPPDATA").or_else(dirs::cache_dir)
}

/// The home folder.
pub fn home_dir() -> Option<PathBuf> {
    windows_folder("USERPROFILE").or_else(dirs::home_dir)
}

/// The absolute path in this variable, on Windows.
fn windows_folder(variable: &str) -> Option<PathBuf> {
    let path = cfg!(windows).then(|| std::env::var_os(variable))?.map(PathBuf::from)?;
    path.is_absolute().then_some(path)
}

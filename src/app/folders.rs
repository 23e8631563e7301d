//! The folders of the user for files that outlive a run.

use std::io;
use std::path::PathBuf;

use crate::error::{Error, Exit};
use crate::private_file::UntrustedPath;
use crate::user_folders;

/// What to do if a folder or a link on the way to the folder for state belongs to another user.
const OWN_FOLDER_HINT: &str = if cfg!(target_os = "linux") {
    "set HOME (sudo -H does) or XDG_STATE_HOME to a folder of your own"
} else if cfg!(windows) {
    "set LOCALAPPDATA to a folder of your own"
} else {
    "set HOME to a folder of your own (sudo -H does)"
};

/// The folder for state: the `qlik` subfolder of the system's folder for state or, if there is none, for local data.
pub fn state_dir() -> Option<PathBuf> {
    Some(user_folders::state_dir()?.join("qlik"))
}

/// The folder for caches: the `qlik` subfolder of the system's folder for caches.
pub fn cache_dir() -> Option<PathBuf> {
    Some(user_folders::cache_dir()?.join("qlik"))
}

/// The error for a file or folder below [`state_dir`]. If other users can change it, the hint says what to do.
pub fn state_error(message: String, cause: io::Error) -> Error {
    let hint = UntrustedPath::from_io(&cause)
        .map(|untrusted| untrusted.make_read_only_command().unwrap_or_else(|| OWN_FOLDER_HINT.to_owned()));
    let error = Error::new(Exit::Error, message).with_cause(cause);
    hint.into_iter().fold(error, Error::with_hint)
}

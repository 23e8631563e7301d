//! Checks the profile and `credentials.toml`, as ssh does for `~/.ssh/config` and private keys: who owns them, who can
//! write to them, and who can change where their paths lead.

use std::io;
use std::path::Path;

use crate::error::{Error, Exit, Result};
use crate::private_file::{self, OpenFile, UntrustedPath};

/// What to do if a folder or a link on the way belongs to another user.
const OWN_FOLDER_HINT: &str = if cfg!(windows) {
    "use a file in a folder of your own: pass --config FILE, or set APPDATA"
} else {
    "use a file in a folder of your own: pass --config FILE, or set HOME (sudo -H does)"
};

/// Checks that other users can't change where the path of the profile (exit 1) or of `credentials.toml` (exit 3) leads.
/// Must be called before the file is opened.
///
/// # Errors
/// This exit code, with what fixes the problem as the hint.
pub(super) fn check_path(path: &Path, exit: Exit) -> Result<()> {
    private_file::check_path(path).map_err(|error| trust_error(path, error, exit, || OWN_FOLDER_HINT.to_owned()))
}

/// Checks that only the user or root can have written the profile.
///
/// # Errors
/// Exit 1, with the command that fixes the problem as the hint.
pub(super) fn check_profile(path: &Path, file: &OpenFile) -> Result<()> {
    file.check(path).map_err(|error| trust_error(path, error, Exit::Error, || owner_hint(path)))
}

/// Checks that `credentials.toml` belongs to the user and that no other user can read it.
///
/// # Errors
/// Exit 3, with the command that fixes the problem as the hint.
pub(super) fn check_secrets_file(path: &Path, file: &OpenFile) -> Result<()> {
    let error = |message: String, hint: String| Err(Error::new(Exit::Auth, message).with_hint(hint));
    let name = path.display();
    if let Some(owner) = file.foreign_owner().map_err(|error| read_error(path, error, Exit::Auth))? {
        return error(format!("{name} belongs to another user ({owner})"), owner_hint(path));
    }
    if file.is_readable_by_others().map_err(|error| read_error(path, error, Exit::Auth))? {
        return error(format!("{name} is readable by other users"), private_file::make_private_command(path));
    }
    Ok(())
}

/// The error for a path that other users can change, or whose permissions can't be read. `owner_hint` is the hint if its
/// owner is the problem.
fn trust_error(path: &Path, error: io::Error, exit: Exit, owner_hint: impl Fn() -> String) -> Error {
    match UntrustedPath::from_io(&error) {
        Some(untrusted) => Error::new(exit, format!("{untrusted}, who could send your keys elsewhere"))
            .with_hint(untrusted.make_read_only_command().unwrap_or_else(owner_hint)),
        None => read_error(path, error, exit),
    }
}

fn read_error(path: &Path, error: io::Error, exit: Exit) -> Error {
    Error::new(exit, format!("could not read {}", path.display())).with_cause(error)
}

/// What to do if a file belongs to another user.
fn owner_hint(path: &Path) -> String {
    format!("{} (if you trust its content)", private_file::take_ownership_command(path))
}

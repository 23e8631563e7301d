//! Checks the profile and `credentials.toml`, as ssh does for `~/.ssh/config` and private keys: who owns them, who can
//! write to them, and who can change where their paths lead.

use std::path::Path;

use crate::error::{Error, Exit, Result};
use crate::private_file::{self, OpenFile, UntrustedPath};

/// What to do if a folder or a link on the way belongs to another user.
const OWN_FOLDER_HINT: &str = "use a file in a folder of your own: pass --config FILE, or set HOME (sudo -H does)";

/// Checks that other users can't change where the path of the profile (exit 1) or of `credentials.toml` (exit 3) leads.
/// Must be called before the file is opened.
///
/// # Errors
/// This exit code, with what fixes the problem as the hint.
pub(super) fn check_path(path: &Path, exit: Exit) -> Result<()> {
    private_file::check_path(path).map_err(|error| match UntrustedPath::from_io(&error) {
        Some(untrusted) => untrusted_error(untrusted, exit, || OWN_FOLDER_HINT.to_owned()),
        None => Error::new(exit, format!("could not read {}", path.display())).with_cause(error),
    })
}

/// Checks that only the user or root can have written the profile.
///
/// # Errors
/// Exit 1, with the command that fixes the problem as the hint.
pub(super) fn check_profile(path: &Path, file: &OpenFile) -> Result<()> {
    file.check(path).map_err(|untrusted| untrusted_error(&untrusted, Exit::Error, || chown_command(path)))
}

/// Checks that `credentials.toml` belongs to the user and that no other user can read it. A file that belongs to root is
/// rejected too, since a write would change its owner.
///
/// # Errors
/// Exit 3, with the command that fixes the problem as the hint.
pub(super) fn check_secrets_file(path: &Path, file: &OpenFile) -> Result<()> {
    let error = |message: String, hint: String| Err(Error::new(Exit::Auth, message).with_hint(hint));
    let (name, owner) = (path.display(), file.owner_id());
    if owner != private_file::effective_user_id() {
        return error(format!("{name} belongs to another user ({owner})"), chown_command(path));
    }
    if file.is_readable_by_others() {
        return error(format!("{name} is readable by other users"), format!("chmod 600 {name}"));
    }
    Ok(())
}

/// The error for a path that other users can change. `owner_hint` is the hint if its owner is the problem.
fn untrusted_error(untrusted: &UntrustedPath, exit: Exit, owner_hint: impl Fn() -> String) -> Error {
    Error::new(exit, format!("{untrusted}, who could send your keys elsewhere"))
        .with_hint(untrusted.chmod_command().unwrap_or_else(owner_hint))
}

/// The command that makes the user the owner of a file.
fn chown_command(path: &Path) -> String {
    let user = private_file::effective_user_id();
    let sudo = if user == 0 { "" } else { "sudo " };
    format!("{sudo}chown {user} {} (if you trust its content)", path.display())
}

//! Checks the owner and the permissions of the profile and of `credentials.toml`, as ssh does for `~/.ssh/config` and
//! private keys. Windows needs no checks, since other users have no access to a user's folder.

use std::path::Path;

use crate::error::{Error, Exit, Result};
use crate::private_file::{self, OpenFile};

/// Checks that only the user or root can have written the profile. `file` is `None` if it does not exist.
///
/// A group-writable folder is accepted: many systems give each user a private group and create such folders, and a file
/// that another member creates there belongs to that member. A world-writable folder is rejected, since anyone could
/// place a link to another file of the user there.
///
/// # Errors
/// Exit 1, with the command that fixes the problem as the hint.
pub(super) fn check_profile(path: &Path, file: Option<&OpenFile>) -> Result<()> {
    let error = |message: String, hint: String| Err(Error::new(Exit::Error, message).with_hint(hint));
    let name = path.display();
    if let Some(file) = file {
        let owner = file.owner_id();
        if ![0, private_file::effective_user_id()].contains(&owner) {
            let message = format!("{name} belongs to another user ({owner}), who could send your keys elsewhere");
            return error(message, chown_command(path));
        }
        if file.is_writable_by_others() {
            let message = format!("{name} is writable by other users, who could send your keys elsewhere");
            return error(message, format!("chmod go-w {name}"));
        }
    }
    match private_file::find_world_writable_folder(path) {
        Some(folder) => error(
            format!("{} is writable by everyone, so anyone could replace the profile", folder.display()),
            format!("chmod o-w {}", folder.display()),
        ),
        None => Ok(()),
    }
}

/// Checks that `credentials.toml` belongs to the user and that no other user can read it. A file that belongs to root
/// is rejected too, since a write would change its owner.
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

/// The command that makes the user the owner of a file.
fn chown_command(path: &Path) -> String {
    let user = private_file::effective_user_id();
    let sudo = if user == 0 { "" } else { "sudo " };
    format!("{sudo}chown {user} {} (if you trust its content)", path.display())
}

//! Checks of the owner and the permissions of the profile and the secrets, as ssh makes them for `~/.ssh/config` and its
//! keys. Windows needs none: it keeps other users out of a user's folder.

use std::path::Path;

use crate::error::{Error, Exit, Result};
use crate::private_file::{self, OpenFile};

/// Checks that nobody but the user or root can have written the profile. `file` is `None` if it does not exist.
///
/// A folder that a group may write to is accepted: many systems give each user a group of their own and make such
/// folders, and a file that another member puts there belongs to that member. A folder that every user may write to
/// is refused: somebody could put a link to another file of the user there.
///
/// # Errors
/// What is wrong, with the command that corrects it as the hint.
pub(super) fn check_profile(path: &Path, file: Option<&OpenFile>) -> Result<()> {
    let refused = |what: String, hint: String| Err(Error::new(Exit::Error, what).with_hint(hint));
    let name = path.display();
    if let Some(file) = file {
        let owner = file.owner_id();
        if ![0, private_file::effective_user_id()].contains(&owner) {
            let what = format!("{name} belongs to another user ({owner}), who could send your keys elsewhere");
            return refused(what, chown_command(path));
        }
        if file.is_writable_by_others() {
            let what = format!("{name} can be changed by others than you, who could send your keys elsewhere");
            return refused(what, format!("chmod go-w {name}"));
        }
    }
    match private_file::find_world_writable_folder(path) {
        Some(folder) => refused(
            format!("everybody may write to {}, and so put another profile there", folder.display()),
            format!("chmod o-w {}", folder.display()),
        ),
        None => Ok(()),
    }
}

/// Checks that the secrets belong to the user, and that nobody else may read them. Even root is refused, since a
/// write would change the owner of the file.
///
/// # Errors
/// What is wrong, with the command that corrects it as the hint.
pub(super) fn check_secrets_file(path: &Path, file: &OpenFile) -> Result<()> {
    let refused = |what: String, hint: String| Err(Error::new(Exit::Auth, what).with_hint(hint));
    let (name, owner) = (path.display(), file.owner_id());
    if owner != private_file::effective_user_id() {
        return refused(format!("{name} belongs to another user ({owner})"), chown_command(path));
    }
    if file.is_readable_by_others() {
        return refused(format!("{name} can be read by others than you"), format!("chmod 600 {name}"));
    }
    Ok(())
}

/// The command that makes the user the owner of a file.
fn chown_command(path: &Path) -> String {
    let user = private_file::effective_user_id();
    let sudo = if user == 0 { "" } else { "sudo " };
    format!("{sudo}chown {user} {} (if you trust what is in it)", path.display())
}

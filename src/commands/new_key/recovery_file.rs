//! The recovery file: saves a token that could not be delivered, readable only by the user.

use std::path::PathBuf;
use std::{fs, io};

use crate::api::api_keys::CreatedKey;
use crate::app::folders;
use crate::commands::rm::removal_command;
use crate::error::{Error, Exit, Result};
use crate::output::PrintError;
use crate::private_file::{self, FileLock, UntrustedPath};
use crate::secret::Secret;
use crate::terminal::sanitize;

/// The maximum length of the ID in the name of a file, in characters. The system limits names to 255 bytes or fewer.
const MAX_NAME_LENGTH: usize = 64;

/// The maximum number of files with such a name.
const MAX_FILES: usize = 1000;

/// Checks that other users can't change the folder of the recovery files. Must be called before anything is sent, since a
/// token could not be saved there.
///
/// # Errors
/// Names the folder that they can change.
pub fn check_recovery_folder() -> Result<()> {
    let Some(folder) = folders::state_dir() else { return Ok(()) };
    match private_file::check_path(&folder) {
        Err(error) if UntrustedPath::from_io(&error).is_some() => {
            let message = format!("could not use {}, where undelivered tokens are saved", folder.display());
            Err(folders::state_error(message, error))
        }
        // A folder that can't be created is no risk, and the token may not need it.
        _ => Ok(()),
    }
}

/// Saves the response to a create whose token could not be printed. Returns an error that names the file.
pub fn save_unprinted_token(created: &CreatedKey, error: PrintError) -> Error {
    let cause = match error {
        PrintError::Output(error) => error.into(),
        // The filter's own error message may contain the token.
        PrintError::Source(_) => anyhow::Error::msg("--jq: the filter failed on the response"),
    };
    save_token(created, "could not be written to stdout", cause)
}

/// Saves the response to a create. Returns an error that names the file. `problem` completes the message "its token …".
pub fn save_token(created: &CreatedKey, problem: &str, cause: anyhow::Error) -> Error {
    let (id, removal) = (sanitize::cell(&created.id), removal_command(&created.id));
    let message = format!("API key {id} was created, but its token {problem}");
    match write_recovery_file(&created.id, &created.body()) {
        Ok(path) => Error::new(Exit::Error, format!("{message}; it was saved in {}", path.display()))
            .with_cause(cause)
            .with_hint(format!("copy the token and delete the file, or remove the key: {removal}")),
        Err(error) => Error::new(Exit::Error, format!("{message}, nor saved in a file, and can't be retrieved later"))
            .with_cause(cause.context(error))
            .with_hint(format!("{removal} (then create another)")),
    }
}

/// Writes a file that is named after the ID as far as that is safe. Never replaces the file of another key.
fn write_recovery_file(id: &str, body: &Secret) -> io::Result<PathBuf> {
    let folder = folders::state_dir().ok_or(io::ErrorKind::NotFound)?;
    let safe_char = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let name: String = id.chars().take(MAX_NAME_LENGTH).map(safe_char).collect();
    for number in 1..=MAX_FILES {
        let suffix = if number == 1 { String::new() } else { format!("-{number}") };
        let path = folder.join(format!("rescued-{name}{suffix}.json"));
        let lock = FileLock::acquire(&path)?;
        // A link is replaced, not followed.
        if !fs::symlink_metadata(&path).is_ok_and(|metadata| !metadata.is_symlink()) {
            lock.write(body.expose())?;
            return Ok(path);
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

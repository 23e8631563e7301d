//! The recovery file: a token that could not be delivered is saved in a file for its owner alone.

use std::io;
use std::path::PathBuf;

use crate::api::api_keys::CreatedKey;
use crate::app::folders;
use crate::error::{Error, Exit};
use crate::output::PrintError;
use crate::private_file::FileLock;
use crate::secret::Secret;

/// Saves the response to a create whose token could not be printed. Returns the error that says where it is.
pub fn save_unprinted_token(created: &CreatedKey, error: PrintError) -> Error {
    let cause = match error {
        PrintError::Output(error) => error.into(),
        // What the filter failed with may quote the token.
        PrintError::Source(_) => anyhow::Error::msg("--jq: the filter failed on the answer"),
    };
    save_token(created, "could not be written to stdout", cause)
}

/// Saves the response to a create. Returns the error that says where it is. `what` is what happened to the token, after "its
/// token".
pub fn save_token(created: &CreatedKey, what: &str, cause: anyhow::Error) -> Error {
    let id = &created.id;
    let what = format!("API key {id} was created, but its token {what}");
    match write_recovery_file(id, &created.body()) {
        Ok(path) => Error::new(Exit::Error, format!("{what}; it is in {}", path.display()))
            .with_cause(cause)
            .with_hint(format!("take the token from there and remove the file, or the key: qlik-api-key rm {id}")),
        Err(error) => Error::new(Exit::Error, format!("{what}, nor kept in a file, and can't be had again"))
            .with_cause(cause.context(error))
            .with_hint(format!("qlik-api-key rm {id} (and create another)")),
    }
}

fn write_recovery_file(id: &str, body: &Secret) -> io::Result<PathBuf> {
    let folder = folders::state_dir().ok_or(io::ErrorKind::NotFound)?;
    let name: String = id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    let path = folder.join(format!("rescued-{name}.json"));
    FileLock::acquire(&path)?.write(body.expose())?;
    Ok(path)
}

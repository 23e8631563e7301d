//! What becomes of a token that did not get where it should go: it is kept in a file for its owner alone.

use std::io;
use std::path::PathBuf;

use super::state;
use crate::error::{Error, Exit};
use crate::private_file::FileLock;
use crate::secret::Secret;

/// Keeps the answer to a create whose token could not be written to stdout, and says where.
pub fn unwritten(id: &str, answer: &Secret, failed: impl Into<anyhow::Error>) -> Error {
    rescue(id, answer, "could not be written to stdout", failed.into())
}

/// Keeps the answer to a create, and says where. `lost` is what happened to its token, after "its token".
pub fn rescue(id: &str, answer: &Secret, lost: &str, failed: anyhow::Error) -> Error {
    let lost = format!("API key {id} was created, but its token {lost}");
    match keep(id, answer) {
        Ok(path) => Error::new(Exit::Error, format!("{lost}; it is in {}", path.display()))
            .caused_by(failed)
            .hint(format!("take the token from there and remove the file, or the key: qlik-api-key rm {id}")),
        Err(error) => Error::new(Exit::Error, format!("{lost}, nor kept in a file, and can't be had again"))
            .caused_by(failed.context(error))
            .hint(format!("qlik-api-key rm {id} (and create another)")),
    }
}

fn keep(id: &str, answer: &Secret) -> io::Result<PathBuf> {
    let folder = state::folder().ok_or(io::ErrorKind::NotFound)?;
    let name: String = id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    let path = folder.join(format!("rescued-{name}.json"));
    FileLock::acquire(&path)?.write(answer.expose())?;
    Ok(path)
}

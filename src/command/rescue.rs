//! What becomes of a token that could not be shown: it is kept in a file for its owner alone.

use std::io;
use std::path::PathBuf;

use crate::error::{Error, Exit};
use crate::private_file::Turn;
use crate::secret::Secret;

/// Keeps the answer to a create whose output failed, and says where.
pub fn rescue(id: &str, answer: &Secret, failed: impl Into<anyhow::Error>) -> Error {
    let failed = failed.into();
    let lost = format!("API key {id} was created, but its token could not be written to stdout");
    match keep(id, answer) {
        Ok(path) => Error::new(Exit::Error, format!("{lost}; it is in {}", path.display()))
            .caused_by(failed)
            .hint(format!("take the token from there and remove the file, or the key: qlik-api-key rm {id}")),
        Err(error) => Error::new(Exit::Error, format!("{lost}, nor kept in a file, and can't be had again"))
            .caused_by(anyhow::Error::from(error).context(failed.to_string()))
            .hint(format!("qlik-api-key rm {id} (and create another)")),
    }
}

/// In the user's folder for state, else for data.
fn keep(id: &str, answer: &Secret) -> io::Result<PathBuf> {
    let folder = dirs::state_dir().or_else(dirs::data_local_dir).ok_or(io::ErrorKind::NotFound)?;
    let name: String = id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    let path = folder.join("qlik").join(format!("rescued-{name}.json"));
    Turn::wait(&path)?.write(answer.expose())?;
    Ok(path)
}

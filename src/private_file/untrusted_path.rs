//! [`UntrustedPath`]: the error for a path that other users can change.

use std::error::Error;
use std::fmt::{self, Display, Formatter};
use std::io;
use std::path::PathBuf;

use super::platform::{self, UserId};

/// A file, folder or link that another user can change.
#[derive(Debug, PartialEq, Eq)]
pub struct UntrustedPath {
    /// Its path.
    pub path: PathBuf,
    /// Why another user can change it.
    pub problem: Problem,
}

/// Why another user can change a file, folder or link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It belongs to the user with this ID.
    ForeignOwner(UserId),
    /// Every user can write to the folder.
    WritableFolder,
    /// The group or every user can write to the file.
    WritableFile,
}

impl UntrustedPath {
    /// The error in an I/O error, if it is one.
    pub fn from_io(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }

    /// The command that takes the write permission away. `None` if the owner is the problem.
    pub fn make_read_only_command(&self) -> Option<String> {
        match self.problem {
            Problem::ForeignOwner(_) => None,
            _ => Some(platform::make_read_only_command(&self.path, &self.problem)),
        }
    }
}

impl Display for UntrustedPath {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        let path = self.path.display();
        match &self.problem {
            Problem::ForeignOwner(id) => write!(f, "{path} belongs to another user ({id})"),
            Problem::WritableFolder | Problem::WritableFile => write!(f, "{path} is writable by other users"),
        }
    }
}

impl Error for UntrustedPath {}

impl From<UntrustedPath> for io::Error {
    fn from(error: UntrustedPath) -> Self {
        Self::new(io::ErrorKind::PermissionDenied, error)
    }
}

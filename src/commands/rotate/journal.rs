//! The journal of rotations: IDs and steps, no secrets, in the user's folder for state. A rotation that is interrupted
//! is finished or undone by what stands there. It is held under its lock for as long as a rotation takes, so that two
//! of them never renew the same key twice.

use std::io::ErrorKind;
use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::commands::state;
use crate::context::Server;
use crate::error::{Error, Exit, Result};
use crate::private_file::{self, FileLock};

/// One rotation, as far as it got.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rotation {
    /// How far it got.
    pub step: Step,
    /// The ID of the old key.
    pub old: String,
    /// The ID of the new key, once it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// What the new key is described as.
    pub description: String,
    /// The ID of the user who rotates.
    pub creator: String,
    /// The IDs of this user's keys before.
    pub known: Vec<String>,
    /// When it began, by the tenant's clock.
    pub begun: Timestamp,
    /// Where the new token goes.
    pub place: Place,
    /// What is to become of the old key.
    pub fate: Fate,
}

/// How far a rotation got.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The new key is about to be created.
    Creating,
    /// It is there, and its token nowhere but in the process.
    Created,
    /// Its token is kept beside the context's own.
    Stored,
    /// It has signed in, and its token is being handed over.
    HandingOver,
    /// It is in its place; what is left is the old key.
    InPlace,
}

/// Where a new token goes.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The context of this name, which was there before.
    Context(String),
    /// A context of this name that is made for it.
    NewContext(String),
    /// This file.
    File(PathBuf),
    /// Where nobody can look: stdout, or a command.
    Elsewhere,
}

/// What is to become of an old key.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It stays.
    Keep,
    /// It goes once the new one is in its place.
    Remove,
    /// It goes at this time of the tenant.
    RemoveAt(Timestamp),
}

/// The rotations of one tenant that are not over.
pub struct Journal {
    lock: FileLock,
    rotations: Vec<Rotation>,
}

impl Journal {
    /// Takes the journal of a tenant, which nobody else has until it is dropped.
    ///
    /// # Errors
    /// Where there is no folder for it, where another rotation has it, or where it can't be read.
    pub fn take(server: &Server) -> Result<Self> {
        let folder = state::folder().ok_or_else(|| {
            Error::new(Exit::Error, "there is no folder for the journal of the rotation: HOME is not set")
        })?;
        let name: String =
            server.to_string().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let path = folder.join(format!("rotations-{name}.json"));
        let failed = |what: &str| Error::new(Exit::Error, format!("could not {what} {}", path.display()));
        let lock = FileLock::acquire(&path).map_err(|error| match error.kind() {
            ErrorKind::TimedOut => Error::new(Exit::Error, "another rotation in this tenant is under way")
                .caused_by(error)
                .hint("try again when it is over"),
            _ => failed("take").caused_by(error),
        })?;
        let text = private_file::read(&path).map_err(|error| failed("read").caused_by(error))?;
        let rotations = text.as_deref().map(serde_json::from_str).transpose().map_err(|error| {
            failed("read")
                .caused_by(error)
                .hint("look at the rotations in it, finish them by hand, and remove the file")
        })?;
        Ok(Self { lock, rotations: rotations.unwrap_or_default() })
    }

    /// What is not over, of one user.
    pub fn of(&self, creator: &str) -> Vec<Rotation> {
        self.rotations.iter().filter(|rotation| rotation.creator == creator).cloned().collect()
    }

    /// Whether nothing is left to do for anybody.
    pub fn is_empty(&self) -> bool {
        self.rotations.is_empty()
    }

    /// Writes down how far a rotation got.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn note(&mut self, rotation: &Rotation) -> Result<()> {
        match self.rotations.iter_mut().find(|of| of.is(rotation)) {
            Some(old) => old.clone_from(rotation),
            None => self.rotations.push(rotation.clone()),
        }
        self.write()
    }

    /// Takes a rotation out, since it is over.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn close(&mut self, rotation: &Rotation) -> Result<()> {
        self.rotations.retain(|of| !of.is(rotation));
        self.write()
    }

    fn write(&self) -> Result<()> {
        let written = if self.rotations.is_empty() {
            self.lock.remove()
        } else {
            serde_json::to_string_pretty(&self.rotations).map_err(Into::into).and_then(|text| self.lock.write(&text))
        };
        written.map_err(|error| Error::new(Exit::Error, "could not write the journal of the rotation").caused_by(error))
    }
}

impl Rotation {
    /// Whether it is the same rotation, however far. No key is rotated twice at once.
    fn is(&self, other: &Self) -> bool {
        (&self.old, self.begun) == (&other.old, other.begun)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rotation_reads_back_as_it_was_noted() {
        let time: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let rotation = Rotation {
            step: Step::HandingOver,
            old: "k1".into(),
            new: Some("k2".into()),
            description: "CI".into(),
            creator: "u".into(),
            known: vec!["k1".into()],
            begun: time,
            place: Place::Context("prod".into()),
            fate: Fate::RemoveAt(time),
        };
        let text = serde_json::to_string(&rotation).unwrap();
        assert_eq!(
            text,
            r#"{"step":"handing-over","old":"k1","new":"k2","description":"CI","creator":"u","known":["k1"],"begun":"2026-11-23T12:00:00Z","place":{"context":"prod"},"fate":{"remove-at":"2026-11-23T12:00:00Z"}}"#
        );
        let read: Rotation = serde_json::from_str(&text).unwrap();
        assert_eq!((read.step, read.place, read.fate), (rotation.step, rotation.place, rotation.fate));
    }
}

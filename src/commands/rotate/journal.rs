//! The journal of rotations: IDs and steps, no secrets, in the user's folder for state. An interrupted rotation is finished or
//! undone by what is recorded there. The journal is locked for as long as a rotation takes, so that two of them never
//! renew the same key twice.

use std::io::ErrorKind;
use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::app::folders;
use crate::context::Server;
use crate::error::{Error, Exit, Result};
use crate::private_file::{self, FileLock};

/// A rotation that is not over. The names of its fields are those of the file.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JournalEntry {
    /// How far it got.
    pub step: Step,
    /// The ID of the old key.
    pub old: String,
    /// The ID of the new key, once it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// The description of the new key.
    pub description: String,
    /// The ID of the user who rotates.
    pub creator: String,
    /// The IDs of the keys that this user had before.
    pub known: Vec<String>,
    /// When it began, in UTC by the tenant's clock.
    pub begun: Timestamp,
    /// Where the new token goes.
    #[serde(rename = "place")]
    pub destination: JournalDestination,
    /// What is to happen to the old key.
    #[serde(rename = "fate")]
    pub old_key_action: OldKeyAction,
}

/// How far a rotation got.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The new key is about to be created.
    Creating,
    /// The new key exists; its token is only in the memory of the process.
    Created,
    /// Its token is stored beside the context's own.
    Stored,
    /// The new key has signed in, and its token is being delivered.
    #[serde(rename = "handing-over")]
    Delivering,
    /// The token is in its place; what is left is the old key.
    InPlace,
}

/// Where a new token goes.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum JournalDestination {
    /// The context of this name, which was there before.
    Context(String),
    /// A context of this name that is made for it.
    NewContext(String),
    /// This file.
    File(PathBuf),
    /// Where nobody can look afterwards: stdout, or a command.
    Elsewhere,
}

/// What is to happen to an old key.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OldKeyAction {
    /// It stays.
    Keep,
    /// It is removed once the new one is in its place.
    Remove,
    /// It is removed at this time, in UTC by the tenant's clock.
    RemoveAt(Timestamp),
}

/// The rotations of one tenant that are not over, locked.
pub struct Journal {
    lock: FileLock,
    entries: Vec<JournalEntry>,
}

impl Journal {
    /// Reads the journal of a tenant and locks it until it is dropped.
    ///
    /// # Errors
    /// Where there is no folder for it, where another rotation has it, or where it can't be read.
    pub fn lock(server: &Server) -> Result<Self> {
        let folder = folders::state_dir().ok_or_else(|| {
            Error::new(Exit::Error, "there is no folder for the journal of the rotation: HOME is not set")
        })?;
        let name: String =
            server.to_string().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let path = folder.join(format!("rotations-{name}.json"));
        let failed = |what: &str| Error::new(Exit::Error, format!("could not {what} {}", path.display()));
        let lock = FileLock::acquire(&path).map_err(|error| match error.kind() {
            ErrorKind::TimedOut => Error::new(Exit::Error, "another rotation in this tenant is under way")
                .with_cause(error)
                .with_hint("try again when it is over"),
            _ => failed("take").with_cause(error),
        })?;
        let text = private_file::read(&path).map_err(|error| failed("read").with_cause(error))?;
        let entries = text.as_deref().map(serde_json::from_str).transpose().map_err(|error| {
            failed("read")
                .with_cause(error)
                .with_hint("look at the rotations in it, finish them by hand, and remove the file")
        })?;
        Ok(Self { lock, entries: entries.unwrap_or_default() })
    }

    /// The rotations of one user.
    pub fn entries_by_creator(&self, creator: &str) -> Vec<JournalEntry> {
        self.entries.iter().filter(|entry| entry.creator == creator).cloned().collect()
    }

    /// Whether no rotation of any user is recorded.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Records how far a rotation got.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn record(&mut self, entry: &JournalEntry) -> Result<()> {
        match self.entries.iter_mut().find(|other| other.is_same_rotation(entry)) {
            Some(recorded) => recorded.clone_from(entry),
            None => self.entries.push(entry.clone()),
        }
        self.write()
    }

    /// Removes a rotation that is over.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn close(&mut self, entry: &JournalEntry) -> Result<()> {
        self.entries.retain(|other| !other.is_same_rotation(entry));
        self.write()
    }

    fn write(&self) -> Result<()> {
        let written = if self.entries.is_empty() {
            self.lock.remove()
        } else {
            serde_json::to_string_pretty(&self.entries).map_err(Into::into).and_then(|text| self.lock.write(&text))
        };
        written
            .map_err(|error| Error::new(Exit::Error, "could not write the journal of the rotation").with_cause(error))
    }
}

impl JournalEntry {
    /// Whether it is the same rotation, however far it got. No key is rotated twice at once.
    fn is_same_rotation(&self, other: &Self) -> bool {
        (&self.old, self.begun) == (&other.old, other.begun)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_round_trips_in_the_format_of_the_file() {
        let time: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let rotation = JournalEntry {
            step: Step::Delivering,
            old: "k1".into(),
            new: Some("k2".into()),
            description: "CI".into(),
            creator: "u".into(),
            known: vec!["k1".into()],
            begun: time,
            destination: JournalDestination::Context("prod".into()),
            old_key_action: OldKeyAction::RemoveAt(time),
        };
        let text = serde_json::to_string(&rotation).unwrap();
        assert_eq!(
            text,
            r#"{"step":"handing-over","old":"k1","new":"k2","description":"CI","creator":"u","known":["k1"],"begun":"2026-11-23T12:00:00Z","place":{"context":"prod"},"fate":{"remove-at":"2026-11-23T12:00:00Z"}}"#
        );
        let read: JournalEntry = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (read.step, read.destination, read.old_key_action),
            (rotation.step, rotation.destination, rotation.old_key_action)
        );
    }
}

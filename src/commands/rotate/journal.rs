//! The journal of unfinished rotations, in the user's state folder. It holds IDs and steps, but no secrets. Recovery
//! uses it to finish or undo an interrupted rotation. A rotation holds the lock of the journal, so that two of them
//! never replace the same key.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::mark::Mark;
use crate::app::folders;
use crate::context::Server;
use crate::error::{Error, Exit, Result};
use crate::private_file::{self, FileLock, OpenFile};

/// An unfinished rotation. The serialized names are a file format and must not change.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JournalEntry {
    /// The step that was recorded last.
    pub step: Step,
    /// The ID of the old key.
    #[serde(rename = "old")]
    pub old_id: String,
    /// The ID of the new key, once it exists.
    #[serde(rename = "new", skip_serializing_if = "Option::is_none")]
    pub new_id: Option<String>,
    /// The description of the new key, without the mark.
    pub description: String,
    /// The mark in the description. `None` in the journals of older versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// The ID of the user who rotates the key.
    #[serde(rename = "creator")]
    pub creator_id: String,
    /// The IDs of the newest keys that this user created before the rotation.
    #[serde(rename = "known")]
    pub existing_ids: Vec<String>,
    /// When the rotation began, in UTC by the tenant's clock.
    #[serde(rename = "begun")]
    pub started_at: Timestamp,
    /// The destination of the new token.
    #[serde(rename = "place")]
    pub destination: JournalDestination,
    /// The ID of the key whose token the destination held when the rotation began, if it is a context with a token.
    #[serde(rename = "replaces", default, skip_serializing_if = "Option::is_none")]
    pub replaced_id: Option<String>,
    /// The names of the other contexts that held the old key when the rotation began.
    #[serde(rename = "others", default, skip_serializing_if = "Vec::is_empty")]
    pub other_contexts: Vec<String>,
    /// The absolute path of the profile. `None` in the journals of older versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<PathBuf>,
    /// What happens to the old key.
    #[serde(rename = "fate")]
    pub old_key_action: OldKeyAction,
}

/// A step of a rotation.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The new key is about to be created.
    Creating,
    /// The new key exists; its token is only in memory.
    Created,
    /// The new token is stored next to the context's current one.
    Stored,
    /// The new key has signed in, and its token is being delivered.
    #[serde(rename = "handing-over")]
    Delivering,
    /// The token was delivered; only the mark and the old key are left to handle.
    InPlace,
}

/// The destination of a new token.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum JournalDestination {
    /// An existing context with this name.
    Context(String),
    /// A new context with this name.
    NewContext(String),
    /// The file with this absolute path.
    File(PathBuf),
    /// stdout or a command, where the token can't be found again.
    Elsewhere,
}

/// What happens to an old key.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OldKeyAction {
    /// Keep it.
    Keep,
    /// Remove it once the new token has been delivered.
    Remove,
    /// Remove it at this time, in UTC by the tenant's clock.
    RemoveAt(Timestamp),
}

/// The unfinished rotations in one tenant. Holds the lock of the journal.
pub struct Journal {
    lock: FileLock,
    entries: Vec<JournalEntry>,
}

impl Journal {
    /// Locks and reads the journal of a tenant. Dropping it releases the lock.
    ///
    /// # Errors
    /// Fails if there is no state folder, if another rotation holds the lock, if the file can't be read, or if other
    /// users can change the file or its folder.
    pub fn lock(server: &Server) -> Result<Self> {
        let folder = folders::state_dir()
            .ok_or_else(|| Error::new(Exit::Error, "there is no folder for the rotation journal: HOME is not set"))?;
        let path = folder.join(format!("rotations-{}.json", server.file_name()));
        let lock = FileLock::acquire(&path).map_err(|error| match error.kind() {
            ErrorKind::TimedOut => Error::new(Exit::Error, "another rotation in this tenant is in progress")
                .with_cause(error)
                .with_hint("try again when it has finished"),
            _ => folders::state_error(format!("could not lock {}", path.display()), error),
        })?;
        let read_error = || {
            Error::new(Exit::Error, format!("could not read {}", path.display()))
                .with_hint("finish the rotations in the file by hand, then delete it")
        };
        let file = private_file::open_trusted(&path).and_then(|file| file.map(OpenFile::read_text).transpose());
        let text = file.map_err(|error| read_error().with_cause(error))?;
        let entries = text.as_deref().map(parse).transpose().map_err(|error| read_error().with_cause(error))?;
        Ok(Self { lock, entries: entries.unwrap_or_default() })
    }

    /// The unfinished rotations of one user.
    pub fn entries_by_creator(&self, creator_id: &str) -> Vec<JournalEntry> {
        self.entries.iter().filter(|entry| entry.creator_id == creator_id).cloned().collect()
    }

    /// Whether there are no unfinished rotations of any user.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds or updates the entry of a rotation, and writes the file.
    ///
    /// # Errors
    /// Fails if the file can't be written.
    pub fn record(&mut self, entry: &JournalEntry) -> Result<()> {
        match self.entries.iter_mut().find(|other| other.is_same_rotation(entry)) {
            Some(recorded) => recorded.clone_from(entry),
            None => self.entries.push(entry.clone()),
        }
        self.write()
    }

    /// Removes the entry of a finished rotation, and writes the file.
    ///
    /// # Errors
    /// Fails if the file can't be written.
    pub fn close(&mut self, entry: &JournalEntry) -> Result<()> {
        self.entries.retain(|other| !other.is_same_rotation(entry));
        self.write()
    }

    fn write(&self) -> Result<()> {
        let written = if self.entries.is_empty() {
            self.lock.remove()
        } else {
            format(&self.entries).map_err(Into::into).and_then(|text| self.lock.write(&text))
        };
        written.map_err(|error| Error::new(Exit::Error, "could not write the rotation journal").with_cause(error))
    }
}

/// Parses the text of a journal.
///
/// # Errors
/// The text is not a JSON array of entries.
pub fn parse(text: &str) -> serde_json::Result<Vec<JournalEntry>> {
    serde_json::from_str(text)
}

/// Formats the text of a journal.
///
/// # Errors
/// A path is not Unicode.
pub fn format(entries: &[JournalEntry]) -> serde_json::Result<String> {
    serde_json::to_string_pretty(entries)
}

impl JournalEntry {
    /// The end of the new key's description, if that has a mark.
    pub fn mark_suffix(&self) -> Option<String> {
        self.mark.as_ref().and_then(Mark::suffix)
    }

    /// Whether the rotation began with another profile than the one at `path`.
    pub fn has_other_profile(&self, path: &Path) -> bool {
        let resolve = |path: &Path| fs::canonicalize(path).or_else(|_| std::path::absolute(path)).ok();
        self.profile.as_deref().is_some_and(|profile| resolve(profile) != resolve(path))
    }

    /// Whether the destination held the token of the old key.
    pub fn replaces_own_key(&self) -> bool {
        self.replaced_id.as_ref() == Some(&self.old_id)
    }

    /// Whether the other contexts that hold the old key get the new token: only if it replaces the old key somewhere.
    pub fn updates_other_contexts(&self) -> bool {
        self.replaces_own_key() || self.old_key_action != OldKeyAction::Keep
    }

    /// The ID of the new key; empty if it is not known.
    pub fn new_id(&self) -> &str {
        self.new_id.as_deref().unwrap_or_default()
    }

    /// Whether both entries are about one rotation, at whatever step. A key is never in two rotations at a time.
    fn is_same_rotation(&self, other: &Self) -> bool {
        (&self.old_id, self.started_at) == (&other.old_id, other.started_at)
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
            old_id: "k1".into(),
            new_id: Some("k2".into()),
            description: "CI".into(),
            mark: Some(Mark::Present("3f9c2a71b0d4e865".into())),
            creator_id: "u".into(),
            existing_ids: vec!["k1".into()],
            started_at: time,
            destination: JournalDestination::Context("prod".into()),
            replaced_id: Some("k1".into()),
            other_contexts: vec!["dev".into()],
            profile: Some("/p.toml".into()),
            old_key_action: OldKeyAction::RemoveAt(time),
        };
        let text = serde_json::to_string(&rotation).unwrap();
        assert_eq!(
            text,
            r#"{"step":"handing-over","old":"k1","new":"k2","description":"CI","mark":{"present":"3f9c2a71b0d4e865"},"creator":"u","known":["k1"],"begun":"2026-11-23T12:00:00Z","place":{"context":"prod"},"replaces":"k1","others":["dev"],"profile":"/p.toml","fate":{"remove-at":"2026-11-23T12:00:00Z"}}"#
        );
        let read: JournalEntry = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (read.step, read.mark, read.destination, read.old_key_action),
            (rotation.step, rotation.mark, rotation.destination, rotation.old_key_action)
        );
        let older = text.replace(r#""mark":{"present":"3f9c2a71b0d4e865"},"#, "").replace(r#""others":["dev"],"#, "");
        let read: JournalEntry = serde_json::from_str(&older).unwrap();
        assert_eq!((read.mark, read.other_contexts), (None, Vec::new()));
    }
}

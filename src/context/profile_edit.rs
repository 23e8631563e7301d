//! [`ProfileDocument`]: the text of the profile, to be changed without losing comments, order and unknown keys.
//! [`ProfileEdit`] changes the file under its lock. It is written atomically, and restored if the change fails later.

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, Table, TableLike, Value};

use super::model::Context;
use super::profile::{CURRENT_KEY, PREVIOUS_KEY, read_text, write_error};
use super::store::secrets_path;
use super::toml_file::{parse_document, set_or_remove};
use super::{Profile, Server, context_table};
use crate::bounded;
use crate::error::{Error, Exit, Result};
use crate::private_file::{self, FileLock};

/// The text of a profile that is being changed.
pub struct ProfileDocument {
    path: PathBuf,
    toml: DocumentMut,
}

/// A profile file that is being changed. The lock keeps other processes from changing it at the same time.
pub struct ProfileEdit {
    document: ProfileDocument,
    lock: FileLock,
    /// The text to restore on failure; `None` if there was no file.
    original_text: Option<String>,
    /// The text of `document` when it was last read or written.
    saved_text: String,
    /// Whether the file has been written since `original_text` was set.
    is_modified: bool,
}

impl Profile {
    /// Changes the profile: takes its lock, reads it, calls `change`, and writes the file if that succeeds.
    ///
    /// # Errors
    /// The error of `change`, or the file can't be read or written. The file is then restored to its original or last
    /// committed text.
    pub fn edit<T>(path: &Path, change: impl FnOnce(&mut ProfileEdit) -> Result<T>) -> Result<T> {
        let mut edit = ProfileEdit::begin(path)?;
        let result = change(&mut edit).and_then(|result| edit.save().map(|()| result));
        let result = result.map_err(|error| edit.roll_back(error));
        drop(edit);
        // A killed process may have left a temporary copy of `credentials.toml`. The next write would remove it, but
        // there may be none.
        private_file::remove_leftovers(&secrets_path(path));
        result
    }
}

/// Waits for the lock that rotations of stored secrets of this tenant hold, at most 30 seconds. It is a file beside the
/// profile.
///
/// # Errors
/// The errors of [`FileLock::acquire`].
pub fn lock_rotations(profile: &Path, server: &Server) -> std::io::Result<FileLock> {
    let profile = dunce::canonicalize(profile).unwrap_or_else(|_| profile.to_owned());
    FileLock::acquire(&profile.with_file_name(format!("rotation-{}", server.file_name())))
}

impl ProfileEdit {
    fn begin(path: &Path) -> Result<Self> {
        // Report a damaged file before creating a lock file next to it.
        Profile::read_for_edit(path)?;
        let lock = private_file::resolve_regular_file(path).and_then(|path| FileLock::acquire(&path));
        let lock = lock.map_err(|error| write_error(path, error))?;
        let original_text = read_text(path)?;
        let document = ProfileDocument::parse(path, original_text.as_deref().unwrap_or_default())?;
        let saved_text = document.text();
        Ok(Self { document, lock, original_text, saved_text, is_modified: false })
    }

    /// Writes the changes so far. They are rolled back if the edit fails later.
    ///
    /// # Errors
    /// The file can't be written. The changes since the last save are discarded.
    pub fn save(&mut self) -> Result<()> {
        let text = self.document.text();
        if text == self.saved_text {
            return Ok(());
        }
        // A longer profile could no longer be read.
        if let Err(error) = bounded::check_length(&text).and_then(|()| self.lock.write(&text)) {
            let path = self.document.path.clone();
            self.document = ProfileDocument::parse(&path, &self.saved_text)?;
            return Err(write_error(&path, error));
        }
        (self.saved_text, self.is_modified) = (text, true);
        Ok(())
    }

    /// Writes the changes so far. They are not rolled back if the edit fails later.
    ///
    /// # Errors
    /// The errors of [`ProfileEdit::save`].
    pub fn commit(&mut self) -> Result<()> {
        self.save()?;
        if self.is_modified {
            (self.original_text, self.is_modified) = (Some(self.saved_text.clone()), false);
        }
        Ok(())
    }

    /// Restores the original or last committed text of the file. Returns `error`, with a note if that fails.
    fn roll_back(&self, error: Error) -> Error {
        if !self.is_modified {
            return error;
        }
        let restored = match &self.original_text {
            Some(text) => self.lock.write(text),
            None => self.lock.remove(),
        };
        match restored {
            Ok(()) => error,
            Err(restore_error) => {
                let message = format!("could not restore {} ({restore_error})", self.document.path.display());
                let exit = error.exit();
                error.wrap(exit, message).with_hint("qlik-api-key context ls (and remove unwanted contexts)")
            }
        }
    }
}

impl Deref for ProfileEdit {
    type Target = ProfileDocument;

    fn deref(&self) -> &ProfileDocument {
        &self.document
    }
}

impl DerefMut for ProfileEdit {
    fn deref_mut(&mut self) -> &mut ProfileDocument {
        &mut self.document
    }
}

impl ProfileDocument {
    /// Parses the text of a profile. `path` appears in errors.
    ///
    /// # Errors
    /// The text is not TOML. The error shows line and column.
    pub fn parse(path: &Path, text: &str) -> Result<Self> {
        Ok(Self { path: path.to_owned(), toml: parse_document(path, text)? })
    }

    /// The text with the changes so far.
    pub fn text(&self) -> String {
        self.toml.to_string()
    }

    /// The profile with the changes so far, whether they are saved or not.
    ///
    /// # Errors
    /// The changed text is not a valid profile.
    pub fn profile(&self) -> Result<Profile> {
        Profile::parse(&self.path, &self.text())
    }

    /// Adds a context, or updates the fields that differ if it exists.
    ///
    /// # Errors
    /// `contexts` or the context in it is not a table.
    pub fn insert(&mut self, context: &Context) -> Result<()> {
        let path = self.path.display();
        let not_a_table = |key: &str| Error::new(Exit::Error, format!("{path}, {key}: must be a table"));
        let contexts = self.toml.entry("contexts").or_insert_with(|| {
            let mut table = Table::new();
            // Omits an empty `[contexts]` header.
            table.set_implicit(true);
            Item::Table(table)
        });
        let contexts = contexts.as_table_like_mut().ok_or_else(|| not_a_table("contexts"))?;
        let table = contexts.entry(&context.name).or_insert_with(|| Item::Table(Table::new()));
        let table = table.as_table_like_mut().ok_or_else(|| not_a_table(&format!("contexts.{}", context.name)))?;
        context_table::write(context, table);
        Ok(())
    }

    /// Renames a context, also where it is the current or the previous one.
    pub fn rename(&mut self, old: &str, new: &str) {
        if let Some(contexts) = self.contexts_mut()
            && let Some(context) = contexts.remove(old)
        {
            contexts.insert(new, context);
        }
        self.replace_reference(old, Some(new));
    }

    /// Removes a context. If it is the current one, also unsets the current context.
    pub fn remove(&mut self, name: &str) {
        if let Some(contexts) = self.contexts_mut() {
            contexts.remove(name);
        }
        self.replace_reference(name, None);
    }

    /// Sets or unsets the current context, and remembers the one before.
    pub fn set_current(&mut self, name: Option<&str>) {
        let table = self.toml.as_table_mut();
        let current = table.get(CURRENT_KEY).and_then(Item::as_str).map(str::to_owned);
        if let Some(current) = current.filter(|current| Some(current.as_str()) != name) {
            set_or_remove(table, PREVIOUS_KEY, Some(Value::from(current)));
        }
        set_or_remove(table, CURRENT_KEY, name.map(Value::from));
    }

    /// Replaces or removes a name where the profile has it as that of the current or the previous context.
    fn replace_reference(&mut self, old: &str, new: Option<&str>) {
        let table = self.toml.as_table_mut();
        for key in [CURRENT_KEY, PREVIOUS_KEY] {
            if table.get(key).and_then(Item::as_str) == Some(old) {
                set_or_remove(table, key, new.map(Value::from));
            }
        }
    }

    /// The table of a context, if there is one.
    pub(super) fn context_table_mut(&mut self, name: &str) -> Option<&mut dyn TableLike> {
        self.contexts_mut()?.get_mut(name)?.as_table_like_mut()
    }

    fn contexts_mut(&mut self) -> Option<&mut dyn TableLike> {
        self.toml.get_mut("contexts")?.as_table_like_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::context::{Auth, StoreKind, check_context_name, is_credential_header};

    /// Changes a text, and returns the new one.
    fn edit_text(text: &str, change: impl FnOnce(&mut ProfileDocument)) -> String {
        let mut document = ProfileDocument::parse(Path::new("contexts.toml"), text).unwrap();
        change(&mut document);
        document.text()
    }

    fn profile(text: &str) -> Profile {
        Profile::parse(Path::new("contexts.toml"), text).unwrap()
    }

    fn sample_context(name: &str) -> Context {
        Context {
            name: name.into(),
            server: Server::parse("https://tenant.example").unwrap(),
            auth: Auth::ApiKey,
            store: StoreKind::Keyring,
            comment: None,
            protected: false,
            insecure: false,
            ca_file: None,
            headers: Vec::new(),
            oauth_client_id: None,
        }
    }

    #[test]
    fn an_edit_preserves_comments_order_and_unknown_keys() {
        let text = "# mine\ncurrent = \"prod\" # the one\n\n[contexts.prod] # here\nserver = \"https://tenant.example\" # keep\nauth = \"api-key\"\nstore = \"keyring\"\nnote = 7\n\n[other]\nx = 1\n";
        assert_eq!(edit_text(text, |edit| edit.insert(&sample_context("prod")).unwrap()), text, "the text changed");
        let edited = edit_text(text, |edit| {
            edit.insert(&Context { store: StoreKind::File, ..sample_context("prod") }).unwrap();
            edit.set_current(Some("dev"));
        });
        let expected = text.replace("\"keyring\"", "\"file\"").replace("\"prod\" #", "\"dev\" #");
        assert_eq!(edited, expected.replace("the one\n", "the one\nprevious = \"prod\"\n"));
    }

    #[test]
    fn a_failed_edit_rolls_back_to_the_last_commit() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("contexts.toml");
        let text = || std::fs::read_to_string(&path).ok();
        let fail = |commits: bool| {
            let failed = Profile::edit(&path, |edit| {
                edit.set_current(Some("a"));
                edit.save()?;
                assert_eq!(text().as_deref(), Some("current = \"a\"\n"));
                if commits {
                    edit.commit()?;
                }
                edit.set_current(Some("b"));
                edit.save()?;
                Err::<(), _>(Error::usage("no"))
            });
            assert_eq!(failed.unwrap_err().to_text(), "no");
        };
        fail(false);
        assert_eq!(text(), None, "there was no file before");
        fail(true);
        assert_eq!(text().as_deref(), Some("current = \"a\"\n"));
        // Windows keeps lock files.
        let expected = if cfg!(windows) { 2 } else { 1 };
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), expected, "the lock file was not removed");
    }

    #[test]
    fn rejects_contexts_that_are_not_tables() {
        for (text, expected) in
            [("contexts = 1", "contexts: must be a table"), ("contexts = { a = 1 }", "contexts.a: must be")]
        {
            edit_text(text, |edit| {
                let error = edit.insert(&sample_context("a")).unwrap_err();
                assert!(error.to_text().contains(expected), "{}", error.to_text());
            });
        }
    }

    /// Any name that a context may have.
    fn any_name() -> impl Strategy<Value = String> {
        prop_oneof!["[a-z.@ \"'#=\\[\\]\\\\]{1,8}", any::<String>()]
            .prop_filter("not a valid name", |name| check_context_name(name).is_ok())
    }

    /// Any context of this name.
    fn any_context(name: String) -> impl Strategy<Value = Context> {
        let text = || proptest::option::of(any::<String>());
        let store = prop_oneof![
            Just(StoreKind::Keyring),
            Just(StoreKind::File),
            any::<String>().prop_map(StoreKind::Env),
            any::<String>().prop_map(StoreKind::Command),
        ];
        let headers = proptest::collection::btree_map("[A-Za-z0-9!#.|~-]{1,8}", any::<String>(), 0..4);
        let auth = prop_oneof![Just(Auth::ApiKey), Just(Auth::OAuth)];
        (auth, store, text(), any::<[bool; 2]>(), text(), headers, text()).prop_map(
            move |(auth, store, comment, [protected, insecure], ca_file, headers, oauth_client_id)| Context {
                auth,
                store,
                comment,
                protected,
                insecure,
                ca_file: ca_file.map(PathBuf::from),
                headers: headers.into_iter().filter(|(name, _)| !is_credential_header(name)).collect(),
                oauth_client_id,
                ..sample_context(&name)
            },
        )
    }

    proptest! {
        #[test]
        fn any_context_survives_a_round_trip(
            (old, new) in (any_name(), any_name()).prop_flat_map(|(old, new)| (any_context(old), any_context(new))),
        ) {
            let text = edit_text("# mine\n[other]\nx = 1\n", |edit| {
                edit.insert(&old).unwrap();
                edit.set_current(Some(&old.name));
            });
            let read = profile(&text);
            prop_assert_eq!(&read.context(&old.name).unwrap(), &old);
            prop_assert_eq!(read.current(), Some(old.name.as_str()));
            if old.name != new.name {
                let text = edit_text(&text, |edit| {
                    edit.insert(&Context { name: old.name.clone(), ..new.clone() }).unwrap();
                    edit.rename(&old.name, &new.name);
                });
                let read = profile(&text);
                prop_assert_eq!(read.names(), vec![new.name.clone()]);
                let mut context = read.context(&new.name).unwrap();
                context.headers.sort();
                prop_assert_eq!(&context, &new);
                prop_assert_eq!(read.current(), Some(new.name.as_str()));
                let left = profile(&edit_text(&text, |edit| edit.remove(&new.name)));
                prop_assert_eq!((left.names(), left.current()), (Vec::new(), None));
            }
        }
    }
}

//! [`Profile`]: the TOML file of contexts. What a person wrote in it stays: comments, order, keys that we don't know.
//! It never holds a secret.

use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, Table, TableLike, TomlError, Value};

use super::Server;
use super::model::{Context, set};
use super::ownership;
use crate::error::{Error, Exit, Result};
use crate::private_file::{self, FileLock, OpenFile};

/// The profile as it was read.
pub struct Profile {
    path: PathBuf,
    document: DocumentMut,
    /// While it is being changed.
    change: Option<Change>,
}

/// The right to write a profile, and what is known of the file.
struct Change {
    turn: FileLock,
    /// The text that it is put back to; `None` where there was no file.
    before: Option<String>,
    /// The document as it is in the file.
    saved: String,
    /// Whether the file is another one than before.
    written: bool,
}

impl Profile {
    /// Reads a profile; where there is no file, it is empty.
    ///
    /// # Errors
    /// A file that can't be read, that others may change, or that is no TOML, with line and column.
    pub fn read(path: &Path) -> Result<Self> {
        Ok(Self::load(path)?.0)
    }

    /// Reads a profile that is to be changed. What can't be replaced is not read: of a pipe, that would take what is in
    /// it, and perhaps wait for ever.
    ///
    /// # Errors
    /// What is no regular file; and as [`Profile::read`].
    pub fn read_to_change(path: &Path) -> Result<Self> {
        private_file::resolve_regular_file(path).map_err(|error| could_not_write(path, error))?;
        Self::read(path)
    }

    /// The profile, and the text of the file.
    fn load(path: &Path) -> Result<(Self, Option<String>)> {
        let could_not = |error| Error::new(Exit::Error, format!("could not read {}", path.display())).caused_by(error);
        let file = private_file::open(path).map_err(could_not)?;
        ownership::check_profile(path, file.as_ref())?;
        let text = file.map(OpenFile::text).transpose().map_err(could_not)?;
        let document = text.as_deref().unwrap_or_default();
        let document = document.parse().map_err(|error| damaged(path, document, &error))?;
        Ok((Self { path: path.to_owned(), document, change: None }, text))
    }

    /// Changes the profile: reads it under its lock, lets `change` do its work, and writes it if that succeeds.
    ///
    /// # Errors
    /// What `change` meets, and a file that can't be read or written. It is as before then, or as it was committed.
    pub fn edit<T>(path: &Path, change: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        // A damaged file is told of before anything is made beside it.
        Self::read_to_change(path)?;
        let turn = FileLock::acquire(path).map_err(|error| could_not_write(path, error))?;
        let (mut profile, before) = Self::load(path)?;
        let saved = profile.document.to_string();
        profile.change = Some(Change { turn, before, saved, written: false });
        let done = change(&mut profile).and_then(|result| profile.save().map(|()| result));
        let done = done.map_err(|error| profile.put_back(error));
        drop(profile);
        // What a killed process left of the secrets' file holds a secret, and that file may not be written again.
        private_file::remove_leftovers(&secrets_beside(path));
        done
    }

    /// Writes what was changed so far. If the change fails later, the file is put back.
    ///
    /// # Errors
    /// Where it can't be written. The profile is as in the file then, so that a change can go on without it.
    pub fn save(&mut self) -> Result<()> {
        let now = self.document.to_string();
        let Some(change) = self.change.as_mut().filter(|change| change.saved != now) else {
            return Ok(());
        };
        if let Err(error) = change.turn.write(&now) {
            if let Ok(document) = change.saved.parse() {
                self.document = document;
            }
            return Err(could_not_write(&self.path, error));
        }
        (change.saved, change.written) = (now, true);
        Ok(())
    }

    /// Writes what was changed so far, for good: what fails later leaves it.
    ///
    /// # Errors
    /// As [`Profile::save`].
    pub fn commit(&mut self) -> Result<()> {
        self.save()?;
        if let Some(change) = self.change.as_mut().filter(|change| change.written) {
            (change.before, change.written) = (Some(change.saved.clone()), false);
        }
        Ok(())
    }

    /// Makes the file what it was before a change that failed; gives back why that failed.
    fn put_back(&self, error: Error) -> Error {
        let Some(change) = self.change.as_ref().filter(|change| change.written) else {
            return error;
        };
        let done = change.before.as_deref().map_or_else(|| change.turn.remove(), |text| change.turn.write(text));
        match done {
            Ok(()) => error,
            Err(second) => {
                let what = format!("{} could not be put back as it was ({second})", self.path.display());
                let exit = error.exit();
                error.escalate(exit, what).hint("qlik-api-key context ls (and remove what is not wanted)")
            }
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The names of the contexts, in the order of the file.
    pub fn names(&self) -> Vec<String> {
        let contexts = self.document.get("contexts").and_then(Item::as_table_like);
        contexts.map(|table| table.iter().map(|(name, _)| name.to_owned()).collect()).unwrap_or_default()
    }

    /// The name of the current context, if there is one.
    pub fn current(&self) -> Option<&str> {
        self.document.get("current")?.as_str()
    }

    /// Whether a name is taken.
    pub fn has(&self, name: &str) -> bool {
        self.table(name).is_some()
    }

    /// A context.
    ///
    /// # Errors
    /// Exit 5 where there is none of that name; what is wrong with its fields.
    pub fn context(&self, name: &str) -> Result<Context> {
        let Some(table) = self.table(name) else {
            let known = self.names().join(", ");
            let known = if known.is_empty() { "there is none yet".to_owned() } else { format!("there are: {known}") };
            return Err(Error::new(Exit::NotFound, format!("there is no context \"{name}\"; {known}"))
                .hint("qlik-api-key context ls"));
        };
        Context::read(&self.path, name, table)
    }

    /// The name of a context that protects a tenant.
    ///
    /// No other field of a context is looked at, so that one which is damaged elsewhere still protects; and whatever
    /// stands there as `protected` but `false` does.
    pub fn protector(&self, server: &Server) -> Option<String> {
        self.names().into_iter().find(|name| {
            let field = |key: &str| self.table(name)?.get(key);
            let named = field("server").and_then(Item::as_str).and_then(|text| Server::parse(text).ok());
            named.as_ref() == Some(server) && field("protected").is_some_and(|item| item.as_bool() != Some(false))
        })
    }

    /// Adds a context, or changes what differs in one.
    ///
    /// # Errors
    /// A file whose `contexts` is no table.
    pub fn put(&mut self, context: &Context) -> Result<()> {
        let path = self.path.clone();
        let contexts = self.document.entry("contexts").or_insert_with(|| {
            let mut table = Table::new();
            table.set_implicit(true);
            Item::Table(table)
        });
        let contexts = contexts.as_table_like_mut().ok_or_else(|| wrong(&path, "contexts", "must be a table"))?;
        let table = contexts.entry(&context.name).or_insert_with(|| Item::Table(Table::new()));
        let Some(table) = table.as_table_like_mut() else {
            return Err(wrong(&path, &format!("contexts.{}", context.name), "must be a table"));
        };
        context.write(table);
        Ok(())
    }

    /// Gives a context another name.
    pub fn rename(&mut self, old: &str, new: &str) {
        let contexts = self.document.get_mut("contexts").and_then(Item::as_table_like_mut);
        if let Some((contexts, item)) = contexts.and_then(|table| table.remove(old).map(|item| (table, item))) {
            contexts.insert(new, item);
        }
        if self.current() == Some(old) {
            self.set_current(Some(new));
        }
    }

    /// Removes a context; if it was the current one, none is then.
    pub fn remove(&mut self, name: &str) {
        if let Some(contexts) = self.document.get_mut("contexts").and_then(Item::as_table_like_mut) {
            contexts.remove(name);
        }
        if self.current() == Some(name) {
            self.set_current(None);
        }
    }

    /// Makes a context the current one, or none.
    pub fn set_current(&mut self, name: Option<&str>) {
        set(self.document.as_table_mut(), "current", name.map(Value::from));
    }

    /// Gives the table of a context to somebody who changes it.
    pub(super) fn table_mut(&mut self, name: &str) -> Option<&mut dyn TableLike> {
        self.document.get_mut("contexts")?.as_table_like_mut()?.get_mut(name)?.as_table_like_mut()
    }

    pub(super) fn table(&self, name: &str) -> Option<&Item> {
        self.document.get("contexts")?.as_table_like()?.get(name)
    }
}

fn could_not_write(path: &Path, error: std::io::Error) -> Error {
    Error::new(Exit::Error, format!("could not write {}", path.display())).caused_by(error)
}

fn wrong(path: &Path, place: &str, what: &str) -> Error {
    Error::new(Exit::Error, format!("{}, {place}: {what}", path.display()))
}

/// Where the store `file` keeps its secrets. A profile that is a link has them where the profile really is.
pub(super) fn secrets_beside(profile: &Path) -> PathBuf {
    let profile = std::fs::canonicalize(profile).unwrap_or_else(|_| profile.to_owned());
    profile.with_file_name("credentials.toml")
}

/// Says where a file is damaged. The line itself is not shown: it may hold a secret that doesn't belong there.
pub(super) fn damaged(path: &Path, text: &str, error: &TomlError) -> Error {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let what = error.message().lines().next().unwrap_or_default();
    Error::new(Exit::Error, format!("{}, line {line}, column {column}: {what}", path.display()))
        .hint("mend the file; it is left as it is")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::context::{Auth, StoreKind, check_name, is_credential};

    fn profile(text: &str) -> Profile {
        Profile { path: "contexts.toml".into(), document: text.parse().unwrap(), change: None }
    }

    fn context(name: &str) -> Context {
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
    fn a_context_reads_back_as_it_was_put() {
        let mut profile = profile("");
        let full = Context {
            comment: Some("a \"quoted\" one".into()),
            protected: true,
            insecure: true,
            ca_file: Some("/ca.pem".into()),
            headers: vec![("X-A".into(), "1".into())],
            oauth_client_id: Some("client".into()),
            auth: Auth::OAuth,
            ..context("me@cloud.example name")
        };
        let others = [
            full,
            Context { store: StoreKind::Env("KEY".into()), ..context("a.b") },
            Context { store: StoreKind::Command("pass show key".into()), ..context("ü \"q\"") },
            Context { store: StoreKind::File, ..context("plain") },
        ];
        for context in &others {
            profile.put(context).unwrap();
        }
        let profile = self::profile(&profile.document.to_string());
        for context in &others {
            assert_eq!(&profile.context(&context.name).unwrap(), context);
        }
        assert_eq!(profile.names(), ["me@cloud.example name", "a.b", "ü \"q\"", "plain"]);
    }

    #[test]
    fn what_a_person_wrote_stays() {
        let text = "# mine\ncurrent = \"prod\" # the one\n\n[contexts.prod] # here\nserver = \"https://tenant.example\" # keep\nauth = \"api-key\"\nstore = \"keyring\"\nnote = 7\n\n[other]\nx = 1\n";
        let mut profile = profile(text);
        profile.put(&context("prod")).unwrap();
        assert_eq!(profile.document.to_string(), text, "nothing changed");
        profile.put(&Context { store: StoreKind::File, ..context("prod") }).unwrap();
        profile.set_current(Some("dev"));
        let changed = text.replace("\"keyring\"", "\"file\"").replace("\"prod\" #", "\"dev\" #");
        assert_eq!(profile.document.to_string(), changed);
    }

    #[test]
    fn renaming_and_removing_take_the_current_one_along() {
        let mut profile = profile("");
        profile.put(&context("a")).unwrap();
        profile.set_current(Some("a"));
        profile.rename("a", "b.c");
        assert_eq!((profile.names(), profile.current()), (vec!["b.c".to_owned()], Some("b.c")));
        profile.remove("b.c");
        assert_eq!((profile.names(), profile.current()), (Vec::new(), None));
    }

    #[test]
    fn a_wrong_field_is_named() {
        let head = "[contexts.a]\nserver = \"tenant.example\"\nauth = \"api-key\"\n";
        for (text, told) in [
            ("[contexts]\na = 1", "context \"a\": must be a table"),
            ("[contexts.a]\n", "context \"a\": server: is missing"),
            ("[contexts.a]\nserver = 1\n", "server: must be a string"),
            ("[contexts.a]\nserver = \"http://x\"\n", "server: http would send"),
            ("[contexts.a]\nserver = \"x\"\nauth = \"basic\"\n", "auth: must be"),
            (&format!("{head}store = \"disk\"\n"), "store: must be"),
            (&format!("{head}store = \"env\"\n"), "env: is missing"),
            (&format!("{head}store = \"file\"\ninsecure = \"no\"\n"), "insecure: must be true or false"),
            (&format!("{head}store = \"file\"\nprotected = 1\n"), "protected: must be true or false"),
            (&format!("{head}store = \"file\"\nheaders = 1\n"), "headers: must be a table"),
            (&format!("{head}store = \"file\"\nheaders = {{ Cookie = \"fake\" }}\n"), "Cookie is a credential"),
        ] {
            let error = profile(text).context("a").unwrap_err();
            assert!(error.text().contains(told), "{told}: {}", error.text());
        }
        assert_eq!(profile("").context("a").unwrap_err().exit(), Exit::NotFound);
    }

    #[test]
    fn a_tenant_is_protected_by_any_context_that_names_it() {
        let table = |name: &str, more: &str| format!("[contexts.{name}]\nserver = \"{name}.example\"\n{more}\n");
        let profile = profile(
            &[
                table("a", "protected = true"),
                table("b", "protected = false"),
                table("c", ""),
                table("d", "auth = 1\nprotected = \"yes\""),
                table("e", "") + "[contexts.other]\nserver = \"https://E.example:443\"\nprotected = true",
            ]
            .concat(),
        );
        let protector = |host: &str| profile.protector(&Server::parse(host).unwrap());
        let protectors = ["a", "b", "c", "d", "e", "f"].map(|name| protector(&format!("{name}.example")));
        let named = |name: &str| Some(name.to_owned());
        assert_eq!(protectors, [named("a"), None, None, named("d"), named("other"), None]);
        assert_eq!(protector("a.example:8443"), None);
    }

    #[test]
    fn a_damaged_file_is_told_by_place_without_its_text() {
        let text = "current = \"a\"\nkey = fake-secret-value\n";
        let error = damaged(Path::new("p.toml"), text, &text.parse::<DocumentMut>().unwrap_err());
        assert!(error.text().starts_with("p.toml, line 2, column 7: "), "{}", error.text());
        assert!(!error.text().contains("fake-secret"), "the line is in the error");
    }

    /// Any name that a context may have.
    fn name() -> impl Strategy<Value = String> {
        prop_oneof!["[a-z.@ \"'#=\\[\\]\\\\]{1,8}", any::<String>()]
            .prop_filter("it is no name", |name| check_name(name).is_ok())
    }

    /// Any context of that name.
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
                headers: headers.into_iter().filter(|(name, _)| !is_credential(name)).collect(),
                oauth_client_id,
                ..context(&name)
            },
        )
    }

    proptest! {
        #[test]
        fn any_context_reads_back_from_the_text(
            (old, new) in (name(), name()).prop_flat_map(|(old, new)| (any_context(old), any_context(new))),
        ) {
            let reread = |profile: &Profile| self::profile(&profile.document.to_string());
            let mut profile = profile("# mine\n[other]\nx = 1\n");
            profile.put(&old).unwrap();
            profile.set_current(Some(&old.name));
            let mut profile = reread(&profile);
            prop_assert_eq!(&profile.context(&old.name).unwrap(), &old);
            prop_assert_eq!(profile.current(), Some(old.name.as_str()));
            if old.name != new.name {
                profile.put(&Context { name: old.name.clone(), ..new.clone() }).unwrap();
                profile.rename(&old.name, &new.name);
                let mut profile = reread(&profile);
                prop_assert_eq!(profile.names(), vec![new.name.clone()]);
                let mut read = profile.context(&new.name).unwrap();
                read.headers.sort();
                prop_assert_eq!(&read, &new);
                prop_assert_eq!(profile.current(), Some(new.name.as_str()));
                profile.remove(&new.name);
                let left = reread(&profile);
                prop_assert_eq!((left.names(), left.current()), (Vec::new(), None));
            }
        }

        #[test]
        fn any_text_is_a_profile_or_damaged(
            text in prop_oneof![any::<String>(), "(\\[?contexts\\.?[a-z]?\\]?|[a-z]|=|\"|\n|1|\\{|\\}){0,20}"],
        ) {
            match text.parse::<DocumentMut>() {
                Ok(document) => {
                    let profile = Profile { path: "p.toml".into(), document, change: None };
                    for name in profile.names() {
                        let _ = profile.context(&name);
                    }
                    let again: DocumentMut = profile.document.to_string().parse().unwrap();
                    prop_assert_eq!(Profile { path: "p.toml".into(), document: again, change: None }.names(), profile.names());
                }
                Err(error) => {
                    let told = damaged(Path::new("p.toml"), &text, &error).text();
                    prop_assert!(told.starts_with("p.toml, line "), "{}", told);
                }
            }
        }
    }
}

//! [`Profile`]: the TOML file of contexts. It never contains a secret.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use toml::{Table, Value};

use super::model::{Context, check_context_name, is_pasted_token};
use super::ownership;
use super::{Server, context_table, toml_file};
use crate::environment::Environment;
use crate::error::{Error, Exit, Result};
use crate::private_file::{self, OpenFile};
use crate::user_folders;

/// The key with the name of the current context.
pub(super) const CURRENT_KEY: &str = "current";

/// The key with the name of the context that was current before.
pub(super) const PREVIOUS_KEY: &str = "previous";

/// A name at least this similar to that of a context is taken for a typo of it (Jaro-Winkler similarity, 0 to 1).
const MIN_SIMILARITY: f64 = 0.8;

/// A snapshot of the profile.
pub struct Profile {
    path: PathBuf,
    current: Option<String>,
    /// The context that was current before.
    previous: Option<String>,
    /// In the order of the file.
    contexts: Table,
}

impl Profile {
    /// Reads the profile. It is empty if the file does not exist.
    ///
    /// # Errors
    /// The file can't be read, other users can change or replace it, or it is not TOML (the error shows line and
    /// column). Invalid contexts are errors of [`Profile::context`] instead.
    pub fn read(path: &Path) -> Result<Self> {
        let text = read_text(path)?;
        Self::parse(path, text.as_deref().unwrap_or_default())
    }

    /// Reads the profile for a command that will change it.
    ///
    /// # Errors
    /// The file is not a regular file, so it can't be replaced, and reading a pipe would consume its content or block.
    /// Also the errors of [`Profile::read`].
    pub fn read_for_edit(path: &Path) -> Result<Self> {
        private_file::resolve_regular_file(path).map_err(|error| write_error(path, error))?;
        Self::read(path)
    }

    /// Parses the text of a profile. `path` appears in errors.
    ///
    /// # Errors
    /// The text is not TOML. The error shows line and column.
    pub fn parse(path: &Path, text: &str) -> Result<Self> {
        let mut file = toml_file::parse(path, text)?;
        let contexts = match file.remove("contexts") {
            Some(Value::Table(contexts)) => contexts,
            _ => Table::new(),
        };
        let [current, previous] = [CURRENT_KEY, PREVIOUS_KEY].map(|key| file.get(key).and_then(toml_file::as_string));
        Ok(Self { path: path.to_owned(), current, previous, contexts })
    }

    /// The path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The names of the contexts, in the order of the file.
    pub fn names(&self) -> Vec<String> {
        self.contexts.keys().cloned().collect()
    }

    /// The name of the current context, if there is one.
    pub fn current(&self) -> Option<&str> {
        self.current.as_deref()
    }

    /// The name of the context that was current before, if it is known and still exists.
    pub fn previous(&self) -> Option<&str> {
        self.previous.as_deref().filter(|name| self.contains(name))
    }

    /// Whether there is a context of this name.
    pub fn contains(&self, name: &str) -> bool {
        self.contexts.contains_key(name)
    }

    /// The context of this name.
    ///
    /// # Errors
    /// Exit 5 if there is none; exit 1 if a field is invalid; exit 2 for a token, which the error does not show.
    pub fn context(&self, name: &str) -> Result<Context> {
        if is_pasted_token(name) {
            // The other errors show the name.
            return Err(Error::usage("this is a token, not the name of a context"));
        }
        let value = self.contexts.get(name).ok_or_else(|| self.not_found_error(name))?;
        let invalid = |message: String| {
            Error::new(Exit::Error, format!("{}, context \"{name}\": {message}", self.path.display()))
        };
        check_context_name(name).map_err(invalid)?;
        let table = value.as_table().ok_or_else(|| invalid("must be a table".to_owned()))?;
        context_table::read(name, table).map_err(invalid)
    }

    fn not_found_error(&self, name: &str) -> Error {
        let names = self.names().join(", ");
        let names = if names.is_empty() {
            "the profile has no contexts".to_owned()
        } else {
            format!("existing contexts: {names}")
        };
        let hint = match self.most_similar_name(name) {
            Some(similar) => format!("did you mean \"{similar}\"?"),
            None if self.contexts.is_empty() => "qlik-api-key context init".to_owned(),
            None => "qlik-api-key context ls".to_owned(),
        };
        Error::new(Exit::NotFound, format!("there is no context \"{name}\"; {names}")).with_hint(hint)
    }

    /// The name that the user may have meant.
    fn most_similar_name(&self, typed: &str) -> Option<&str> {
        let typed = typed.to_lowercase();
        let similarity = |name: &&String| strsim::jaro_winkler(&name.to_lowercase(), &typed);
        let similar = self.contexts.keys().filter(|name| similarity(name) >= MIN_SIMILARITY);
        similar.max_by(|a, b| similarity(a).total_cmp(&similarity(b))).map(String::as_str)
    }

    /// The name of the first context that protects the tenant at `server`, if any. Any value of `protected` other than
    /// `false` protects the tenant, even if other fields are invalid.
    pub fn protecting_context(&self, server: &Server) -> Option<String> {
        let protects = |value: &Value| value.as_table().is_some_and(|table| context_table::protects(table, server));
        self.contexts.iter().find(|(_, value)| protects(value)).map(|(name, _)| name.clone())
    }

    /// The value of a key in the table of a context.
    pub(super) fn context_value(&self, name: &str, key: &str) -> Option<&Value> {
        self.contexts.get(name)?.get(key)
    }
}

/// The profile of a run, read once and only if it is needed. Commands that change the profile use [`Profile::edit`]
/// instead, which reads it again under the lock.
pub struct LazyProfile<'a> {
    config_flag: Option<&'a Path>,
    environment: &'a Environment,
    profile: OnceLock<Profile>,
}

impl<'a> LazyProfile<'a> {
    /// The profile that `--config` or the environment names. Does not read it yet.
    pub fn new(config_flag: Option<&'a Path>, environment: &'a Environment) -> Self {
        Self { config_flag, environment, profile: OnceLock::new() }
    }

    /// The path of the profile: the value of `--config`, else `QLIK_PROFILE`, else `qlik/contexts.toml` in the user's
    /// configuration folder.
    ///
    /// # Errors
    /// The user has no configuration folder.
    pub fn path(&self) -> Result<PathBuf> {
        if let Some(path) = self.config_flag.or_else(|| self.environment.get_os("QLIK_PROFILE").map(Path::new)) {
            return Ok(path.to_owned());
        }
        let folder = user_folders::config_dir().ok_or_else(|| {
            Error::new(Exit::Error, "could not find the configuration folder: HOME is not set")
                .with_hint("pass --config FILE")
        })?;
        Ok(folder.join("qlik").join("contexts.toml"))
    }

    /// The profile. The first call reads the file.
    ///
    /// # Errors
    /// The errors of [`LazyProfile::path`] and [`Profile::read`]. The next call tries again.
    pub fn get(&self) -> Result<&Profile> {
        if let Some(profile) = self.profile.get() {
            return Ok(profile);
        }
        let profile = Profile::read(&self.path()?)?;
        Ok(self.profile.get_or_init(|| profile))
    }
}

/// Reads the text of a profile, or `None` if the file does not exist.
///
/// # Errors
/// The file can't be read, or other users can change or replace it.
pub(super) fn read_text(path: &Path) -> Result<Option<String>> {
    let read_error = |error| Error::new(Exit::Error, format!("could not read {}", path.display())).with_cause(error);
    ownership::check_path(path, Exit::Error)?;
    let file = private_file::open(path).map_err(read_error)?;
    if let Some(file) = &file {
        ownership::check_profile(path, file)?;
    }
    file.map(OpenFile::read_text).transpose().map_err(read_error)
}

/// The error for a profile that can't be written.
pub(super) fn write_error(path: &Path, error: std::io::Error) -> Error {
    Error::new(Exit::Error, format!("could not write {}", path.display())).with_cause(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use toml_edit::DocumentMut;

    fn profile(text: &str) -> Profile {
        Profile::parse(Path::new("contexts.toml"), text).unwrap()
    }

    #[test]
    fn an_invalid_field_is_named_in_the_error() {
        let head = "[contexts.a]\nserver = \"tenant.example\"\nauth = \"api-key\"\n";
        for (text, expected) in [
            ("[contexts]\na = 1", "context \"a\": must be a table"),
            ("[contexts.a]\n", "context \"a\": server: is missing"),
            ("[contexts.a]\nserver = 1\n", "server: must be a string"),
            ("[contexts.a]\nserver = \"http://x\"\n", "server: http would send"),
            ("[contexts.a]\nserver = \"x.example\"\nauth = \"basic\"\n", "auth: must be"),
            (&format!("{head}store = \"disk\"\n"), "store: must be"),
            (&format!("{head}store = \"env\"\n"), "env: is missing"),
            (&format!("{head}store = \"file\"\ninsecure = \"no\"\n"), "insecure: must be true or false"),
            (&format!("{head}store = \"file\"\nprotected = 1\n"), "protected: must be true or false"),
            (&format!("{head}store = \"file\"\nheaders = 1\n"), "headers: must be a table"),
            (&format!("{head}store = \"file\"\nheaders = {{ Cookie = \"fake\" }}\n"), "Cookie is a credential"),
        ] {
            let error = profile(text).context("a").unwrap_err();
            assert!(error.to_text().contains(expected), "{expected}: {}", error.to_text());
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
        let protecting = |host: &str| profile.protecting_context(&Server::parse(host).unwrap());
        let found = ["a", "b", "c", "d", "e", "f"].map(|name| protecting(&format!("{name}.example")));
        let named = |name: &str| Some(name.to_owned());
        assert_eq!(found, [named("a"), None, None, named("d"), named("other"), None]);
        assert_eq!(protecting("a.example:8443"), None);
    }

    proptest! {
        #[test]
        fn any_text_parses_or_gives_a_syntax_error(
            text in prop_oneof![any::<String>(), "(\\[?contexts\\.?[a-z]?\\]?|[a-z]|=|\"|\n|1|\\{|\\}){0,20}"],
        ) {
            match Profile::parse(Path::new("p.toml"), &text) {
                Ok(profile) => {
                    for name in profile.names() {
                        let _ = profile.context(&name);
                    }
                    let document: DocumentMut = text.parse().unwrap();
                    prop_assert_eq!(Profile::parse(Path::new("p.toml"), &document.to_string()).unwrap().names(), profile.names());
                }
                Err(error) => prop_assert!(error.to_text().starts_with("p.toml, line "), "{}", error.to_text()),
            }
        }
    }
}

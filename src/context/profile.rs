//! [`Profile`]: the TOML file of contexts. What a person wrote in it stays: comments, order, keys that we don't know.
//! It never holds a secret.

use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, Table, TomlError, Value};

use super::Server;
use crate::error::{Error, Exit, Result};
use crate::private_file::{self, Turn};

/// How a context signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// With an API key.
    ApiKey,
    /// As an OAuth machine-to-machine client.
    OAuth,
}

/// Where a context's secret is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Store {
    /// In the keyring of the operating system.
    Keyring,
    /// In `credentials.toml` beside the profile.
    File,
    /// In this environment variable.
    Env(String),
    /// On the stdout of this command.
    Command(String),
}

impl Auth {
    /// Its name in the profile.
    pub fn name(self) -> &'static str {
        match self {
            Self::ApiKey => "api-key",
            Self::OAuth => "oauth",
        }
    }
}

impl Store {
    /// Its name in the profile.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Keyring => "keyring",
            Self::File => "file",
            Self::Env(_) => "env",
            Self::Command(_) => "command",
        }
    }
}

/// A named tenant and how to sign in to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Its name.
    pub name: String,
    /// The tenant.
    pub server: Server,
    /// How it signs in.
    pub auth: Auth,
    /// Where its secret is.
    pub store: Store,
    /// What it is for.
    pub comment: Option<String>,
    /// Whether any certificate of the server is accepted.
    pub insecure: bool,
    /// The certificates to trust instead of the system's.
    pub ca_file: Option<PathBuf>,
    /// Further request headers.
    pub headers: Vec<(String, String)>,
    /// `client_id` of the OAuth client.
    pub oauth_client_id: Option<String>,
}

/// The profile as it was read.
pub struct Profile {
    path: PathBuf,
    document: DocumentMut,
}

impl Profile {
    /// Reads a profile; where there is no file, it is empty.
    ///
    /// # Errors
    /// A file that can't be read or is no TOML, with line and column.
    pub fn read(path: &Path) -> Result<Self> {
        let text = private_file::read(path)
            .map_err(|error| Error::new(Exit::Error, format!("could not read {}", path.display())).caused_by(error))?
            .unwrap_or_default();
        if private_file::others_may_write(path).unwrap_or_default() {
            let what =
                format!("{} can be changed by others than you, who could send your keys elsewhere", path.display());
            return Err(Error::new(Exit::Error, what).hint(format!("chmod go-w {}", path.display())));
        }
        let document = text.parse().map_err(|error| damaged(path, &text, &error))?;
        Ok(Self { path: path.to_owned(), document })
    }

    /// Changes the profile: reads it under its lock, lets `change` do its work, and writes it if that succeeds.
    ///
    /// # Errors
    /// What `change` meets, and a file that can't be read or written. It is as before then.
    pub fn edit<T>(path: &Path, change: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let could_not = |error| Error::new(Exit::Error, format!("could not write {}", path.display())).caused_by(error);
        // A damaged file is told of before anything is made beside it.
        Self::read(path)?;
        let turn = Turn::wait(path).map_err(could_not)?;
        let mut profile = Self::read(path)?;
        let before = profile.document.to_string();
        let result = change(&mut profile)?;
        let after = profile.document.to_string();
        if after != before {
            turn.write(&after).map_err(could_not)?;
        }
        Ok(result)
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
        Fields { profile: self, name, table }.context()
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
        let (env, command) = match &context.store {
            Store::Env(name) => (Some(name.as_str()), None),
            Store::Command(line) => (None, Some(line.as_str())),
            Store::Keyring | Store::File => (None, None),
        };
        let text = |text: &str| Value::from(text);
        let ca_file = context.ca_file.as_ref().map(|path| path.display().to_string());
        let headers = context.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let headers = (!context.headers.is_empty()).then(|| Value::InlineTable(headers.collect()));
        for (key, value) in [
            ("server", Some(text(&context.server.to_string()))),
            ("auth", Some(text(context.auth.name()))),
            ("store", Some(text(context.store.name()))),
            ("comment", context.comment.as_deref().map(text)),
            ("insecure", context.insecure.then(|| Value::from(true))),
            ("ca-file", ca_file.as_deref().map(text)),
            ("headers", headers),
            ("oauth-client-id", context.oauth_client_id.as_deref().map(text)),
            ("env", env.map(text)),
            ("command", command.map(text)),
        ] {
            set(table, key, value);
        }
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

    fn table(&self, name: &str) -> Option<&Item> {
        self.document.get("contexts")?.as_table_like()?.get(name)
    }
}

/// Sets a key, or removes it. The comment behind an old value stays.
fn set(table: &mut dyn toml_edit::TableLike, key: &str, value: Option<Value>) {
    let Some(mut value) = value else {
        table.remove(key);
        return;
    };
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) if old.to_string().trim() == value.to_string().trim() => {}
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => {
            table.insert(key, Item::Value(value));
        }
    }
}

/// Checks a name for a context.
///
/// # Errors
/// A sentence on what a name may not be.
pub fn check_name(name: &str) -> std::result::Result<(), String> {
    match name {
        "" => Err("a name is needed, this one is empty".into()),
        name if name.starts_with('-') => Err("a name can't begin with a hyphen".into()),
        name if name.contains(',') => Err("a name can't hold a comma: it separates names".into()),
        name if name.chars().any(char::is_control) => Err("a name can't hold control characters".into()),
        _ => Ok(()),
    }
}

/// Whether a header would be a credential, which the profile never holds.
pub fn is_credential(header: &str) -> bool {
    ["authorization", "cookie", "proxy-authorization"].iter().any(|name| header.eq_ignore_ascii_case(name))
}

/// The table of one context, read field by field.
struct Fields<'a> {
    profile: &'a Profile,
    name: &'a str,
    table: &'a Item,
}

impl Fields<'_> {
    fn context(&self) -> Result<Context> {
        check_name(self.name).map_err(|told| self.wrong("", &told))?;
        if !self.table.is_table_like() {
            return Err(self.wrong("", "must be a table"));
        }
        let server = self.required("server")?;
        Ok(Context {
            name: self.name.to_owned(),
            server: Server::parse(&server).map_err(|told| self.wrong("server", &told))?,
            auth: match self.required("auth")?.as_str() {
                "api-key" => Auth::ApiKey,
                "oauth" => Auth::OAuth,
                _ => return Err(self.wrong("auth", "must be \"api-key\" or \"oauth\"")),
            },
            store: match self.required("store")?.as_str() {
                "keyring" => Store::Keyring,
                "file" => Store::File,
                "env" => Store::Env(self.required("env")?),
                "command" => Store::Command(self.required("command")?),
                _ => return Err(self.wrong("store", "must be \"keyring\", \"file\", \"env\" or \"command\"")),
            },
            comment: self.text("comment")?,
            insecure: match self.table.get("insecure") {
                None => false,
                Some(item) => item.as_bool().ok_or_else(|| self.wrong("insecure", "must be true or false"))?,
            },
            ca_file: self.text("ca-file")?.map(PathBuf::from),
            headers: self.headers()?,
            oauth_client_id: self.text("oauth-client-id")?,
        })
    }

    fn headers(&self) -> Result<Vec<(String, String)>> {
        let Some(item) = self.table.get("headers") else {
            return Ok(Vec::new());
        };
        let table = item.as_table_like().ok_or_else(|| self.wrong("headers", "must be a table of strings"))?;
        let pairs = table.iter().map(|(name, value)| {
            if is_credential(name) {
                return Err(self.wrong("headers", &format!("{name} is a credential, which the profile never holds")));
            }
            let value = value.as_str().ok_or_else(|| self.wrong("headers", "must be a table of strings"))?;
            Ok((name.to_owned(), value.to_owned()))
        });
        pairs.collect()
    }

    fn required(&self, key: &str) -> Result<String> {
        self.text(key)?.ok_or_else(|| self.wrong(key, "is missing"))
    }

    fn text(&self, key: &str) -> Result<Option<String>> {
        match self.table.get(key) {
            None => Ok(None),
            Some(item) => match item.as_str() {
                Some(text) => Ok(Some(text.to_owned())),
                None => Err(self.wrong(key, "must be a string")),
            },
        }
    }

    fn wrong(&self, key: &str, what: &str) -> Error {
        let key = if key.is_empty() { String::new() } else { format!(": {key}") };
        wrong(&self.profile.path, &format!("context \"{}\"{key}", self.name), what)
    }
}

fn wrong(path: &Path, place: &str, what: &str) -> Error {
    Error::new(Exit::Error, format!("{}, {place}: {what}", path.display()))
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

    fn profile(text: &str) -> Profile {
        Profile { path: "contexts.toml".into(), document: text.parse().unwrap() }
    }

    fn context(name: &str) -> Context {
        Context {
            name: name.into(),
            server: Server::parse("https://tenant.example").unwrap(),
            auth: Auth::ApiKey,
            store: Store::Keyring,
            comment: None,
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
            insecure: true,
            ca_file: Some("/ca.pem".into()),
            headers: vec![("X-A".into(), "1".into())],
            oauth_client_id: Some("client".into()),
            auth: Auth::OAuth,
            ..context("me@cloud.example name")
        };
        let others = [
            full,
            Context { store: Store::Env("KEY".into()), ..context("a.b") },
            Context { store: Store::Command("pass show key".into()), ..context("ü \"q\"") },
            Context { store: Store::File, ..context("plain") },
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
        profile.put(&Context { store: Store::File, ..context("prod") }).unwrap();
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
            (&format!("{head}store = \"file\"\nheaders = 1\n"), "headers: must be a table"),
            (&format!("{head}store = \"file\"\nheaders = {{ Cookie = \"fake\" }}\n"), "Cookie is a credential"),
        ] {
            let error = profile(text).context("a").unwrap_err();
            assert!(error.text().contains(told), "{told}: {}", error.text());
        }
        assert_eq!(profile("").context("a").unwrap_err().exit(), Exit::NotFound);
    }

    #[test]
    fn a_damaged_file_is_told_by_place_without_its_text() {
        let text = "current = \"a\"\nkey = fake-secret-value\n";
        let error = damaged(Path::new("p.toml"), text, &text.parse::<DocumentMut>().unwrap_err());
        assert!(error.text().starts_with("p.toml, line 2, column 7: "), "{}", error.text());
        assert!(!error.text().contains("fake-secret"), "the line is in the error");
    }

    #[test]
    fn names_may_be_what_people_call_things() {
        for good in ["prod", "me@cloud", "a.b c", "ü", "1"] {
            assert_eq!(check_name(good), Ok(()));
        }
        for bad in ["", "-x", "a,b", "a\nb", "\u{7f}"] {
            assert!(check_name(bad).is_err(), "{bad:?}");
        }
    }
}

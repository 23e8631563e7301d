//! Reads the contexts of qlik-cli from its file `contexts.yml`. The file contains secrets in plain text, so its text is
//! wiped from memory and errors never quote it.

mod yaml;

use std::path::{Path, PathBuf};

use super::credential::{Credential, parse_credential};
use super::model::{check_context_name, is_pasted_token, may_be_secret_header};
use super::server::Server;
use crate::environment::Environment;
use crate::error::{Error, Exit, Result};
use crate::private_file;
use crate::secret::{Secret, bearer_token};
use crate::user_folders;
use yaml::{Mapping, Node};

const HOME_VARIABLE: &str = "QLIK_CLI_USER_HOME_DIR";

/// The content of `contexts.yml`.
pub struct QlikCliFile {
    /// The value of `current-context`.
    pub current: Option<String>,
    /// The contexts, in the order of the file.
    pub contexts: Vec<QlikCliContext>,
}

/// One context of the file.
pub struct QlikCliContext {
    /// The name.
    pub name: String,
    /// The server, if it is valid. A context that can't be imported may have one.
    pub server: Option<Server>,
    /// The parts to import, or why the context can't be imported.
    pub import: Result<ImportableContext, ImportError>,
}

/// The parts of a context that can be imported.
pub struct ImportableContext {
    /// The tenant.
    pub server: Server,
    /// The credential.
    pub credential: Credential,
    /// The user's comment.
    pub comment: Option<String>,
    /// Headers to add to each request. None of them is a secret.
    pub headers: Vec<(String, String)>,
    /// A message that says what is not imported and why.
    pub omitted: Option<String>,
}

/// Why a context can't be imported, with a message.
#[derive(Debug, PartialEq, Eq)]
pub enum ImportError {
    /// This program does not support the context.
    Unsupported(String),
    /// The context has an invalid field.
    Invalid(String),
}

impl From<String> for ImportError {
    fn from(message: String) -> Self {
        Self::Invalid(message)
    }
}

impl QlikCliFile {
    /// The paths where the file may be. Qlik documents `QLIK_CLI_USER_HOME_DIR` as the file, but qlik-cli uses it as
    /// the folder that contains `.qlik`.
    pub fn paths(environment: &Environment) -> Vec<PathBuf> {
        let default_path = |home: &Path| home.join(".qlik").join("contexts.yml");
        match environment.get_os(HOME_VARIABLE).map(PathBuf::from) {
            Some(path) => vec![default_path(&path), path],
            None => user_folders::home_dir().map(|home| default_path(&home)).into_iter().collect(),
        }
    }

    /// The path of the file, if it exists.
    pub fn find(environment: &Environment) -> Option<PathBuf> {
        Self::paths(environment).into_iter().find(|path| path.is_file())
    }

    /// Reads the file.
    ///
    /// # Errors
    /// Exit 5 if it does not exist; exit 1 if it can't be read; the errors of [`QlikCliFile::parse`].
    pub fn read(path: &Path) -> Result<Self> {
        let text = private_file::read(path)
            .map_err(|error| Error::new(Exit::Error, format!("could not read {}", path.display())).with_cause(error))?
            .map(Secret::new)
            .ok_or_else(|| Error::new(Exit::NotFound, format!("there is no file {}", path.display())))?;
        Self::parse(path, &text)
    }

    /// Parses the text of the file. `path` appears in errors.
    ///
    /// # Errors
    /// Exit 1 if the text is not YAML (the error shows line and column) or has no contexts.
    pub fn parse(path: &Path, text: &Secret) -> Result<Self> {
        let file_error = |message: &str| Error::new(Exit::Error, format!("{}{message}", path.display()));
        let root =
            yaml::parse(text).map_err(|message| file_error(&message).with_hint("fix the file; it was not changed"))?;
        let Node::Mapping(root) = root else {
            return Err(file_error(": no contexts found"));
        };
        let invalid = |message: String| file_error(&format!(": {message}"));
        let current = root.get_text("current-context").map_err(invalid)?.map(|text| text.expose().to_owned());
        let contexts = root.get_mapping("contexts").map_err(invalid)?.iter();
        Ok(Self { current, contexts: contexts.map(|(name, node)| read_context(name, node)).collect() })
    }
}

fn read_context(name: &str, node: &Node) -> QlikCliContext {
    if is_pasted_token(name) {
        let import = ImportError::Unsupported("the name is a token".to_owned());
        return QlikCliContext { name: "**omitted**".to_owned(), server: None, import: Err(import) };
    }
    let name = name.to_owned();
    let Node::Mapping(fields) = node else {
        let import = Err("must be a mapping".to_owned().into());
        return QlikCliContext { name, server: None, import };
    };
    let server = fields.get_text("server").and_then(|text| {
        let text = text.ok_or_else(|| "server: is missing".to_owned())?;
        Server::parse(text.expose()).map_err(|message| format!("server: {message}"))
    });
    let import = read_importable_context(&name, fields, server.clone());
    QlikCliContext { name, server: server.ok(), import }
}

fn read_importable_context(
    name: &str,
    fields: &Mapping,
    server: Result<Server, String>,
) -> Result<ImportableContext, ImportError> {
    check_context_name(name).map_err(ImportError::Unsupported)?;
    match fields.get_text("server-type")?.as_ref().map(Secret::expose) {
        None | Some("cloud") => {}
        Some(kind @ ("windows" | "engine")) => {
            return Err(ImportError::Unsupported(format!("server-type {kind}: only cloud is supported")));
        }
        Some(_) => return Err(ImportError::Unsupported("server-type: only cloud is supported".to_owned())),
    }
    let server = server?;
    let headers = Headers::read(fields)?;
    let (credential, mut omitted) = read_credential(fields, headers.authorization)?;
    omitted.extend(headers.omitted);
    Ok(ImportableContext {
        server,
        credential,
        comment: fields.get_text("comment")?.map(|text| text.expose().to_owned()),
        headers: headers.imported,
        omitted: (!omitted.is_empty()).then(|| format!("omitted: {}", omitted.join(", "))),
    })
}

/// The credential of a context, and the names of other credentials that are not imported.
fn read_credential(fields: &Mapping, authorization: Option<Secret>) -> Result<(Credential, Vec<String>), ImportError> {
    let parse = |secret: &Secret, source: &str| parse_credential(secret, source).map_err(|error| error.to_text());
    match (fields.get_text("oauth-client-id")?, fields.get_text("oauth-client-secret")?) {
        (Some(id), Some(secret)) => {
            let client =
                Credential::OAuthClient { id: id.expose().to_owned(), secret: parse(&secret, "oauth-client-secret")? };
            let omitted = authorization.map(|_| "Authorization (the OAuth client signs in)".to_owned());
            return Ok((client, omitted.into_iter().collect()));
        }
        (Some(_), None) => return Err("oauth-client-secret: is missing".to_owned().into()),
        (None, Some(_)) => return Err("oauth-client-id: is missing".to_owned().into()),
        (None, None) => {}
    }
    let Some(authorization) = authorization else {
        return Err(ImportError::Unsupported("no credential".to_owned()));
    };
    match bearer_token(authorization.expose()) {
        Some(key) => {
            let key = parse(&Secret::new(key.to_owned()), "the Authorization header")?;
            Ok((Credential::ApiKey(key), Vec::new()))
        }
        None => Err(ImportError::Unsupported("its Authorization header is not a bearer token".to_owned())),
    }
}

/// The headers of a context.
#[derive(Default)]
struct Headers {
    authorization: Option<Secret>,
    imported: Vec<(String, String)>,
    /// The names of the headers that may have secret values, and the reason. The profile must not contain secrets.
    omitted: Vec<String>,
}

impl Headers {
    fn read(fields: &Mapping) -> Result<Self, String> {
        let mut headers = Self::default();
        for (name, node) in fields.get_mapping("headers")? {
            let Node::Text(value) = node else {
                return Err("headers: must be a mapping of strings".to_owned());
            };
            headers.add(name, value)?;
        }
        Ok(headers)
    }

    fn add(&mut self, name: &str, value: &Secret) -> Result<(), String> {
        if !is_valid_header(name, value.expose()) {
            return Err("headers: one of them is not a valid HTTP header".to_owned());
        }
        if name.eq_ignore_ascii_case("authorization") {
            return match self.authorization.replace(value.clone()) {
                None => Ok(()),
                Some(_) => Err("headers: Authorization appears twice".to_owned()),
            };
        }
        if self.imported.iter().any(|(other, _)| other == name) {
            return Err("headers: one of them appears twice".to_owned());
        }
        if may_be_secret_header(name, value.expose()) {
            self.omitted.push(format!("header {name} (may be a secret)"));
        } else {
            self.imported.push((name.to_owned(), value.expose().to_owned()));
        }
        Ok(())
    }
}

/// Whether name and value form a valid header (RFC 9110, sections 5.1 and 5.5,
/// <https://www.rfc-editor.org/rfc/rfc9110#section-5.1>).
fn is_valid_header(name: &str, value: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token) && value.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "contexts:\n  a:\n    server: https://tenant.example\n";

    fn read(text: &str) -> Result<QlikCliFile> {
        QlikCliFile::parse(Path::new("contexts.yml"), &Secret::new(text.to_owned()))
    }

    /// Reads a file that contains one context.
    fn read_single_context(text: &str) -> QlikCliContext {
        let mut contexts = read(text).unwrap().contexts;
        assert_eq!(contexts.len(), 1);
        contexts.remove(0)
    }

    fn import_error(lines: &str) -> ImportError {
        read_single_context(&format!("{HEAD}{lines}")).import.err().unwrap()
    }

    fn import(lines: &str) -> ImportableContext {
        read_single_context(&format!("{HEAD}{lines}")).import.map_err(|error| format!("{error:?}")).unwrap()
    }

    #[test]
    fn a_bearer_token_is_trimmed_and_a_comment_may_be_a_number() {
        for value in ["Bearer fake-key", "bearer  fake-key ", "\"BEARER fake-key\""] {
            let import = import(&format!("    comment: 1.0\n    headers:\n      AUTHORIZATION: {value}\n"));
            assert_eq!(import.credential, Credential::ApiKey(Secret::new("fake-key".into())));
            assert_eq!((import.comment.as_deref(), import.omitted), (Some("1.0"), None));
        }
    }

    #[test]
    fn headers_that_may_be_secrets_are_omitted() {
        let lines = "    headers:\n      Authorization: Bearer fake\n      X-Note: \"yes, it is\"\n      Cookie: fake\n      \
                     X-Api-Key: fake\n      X-Other: eyJhbGciOiJub25lIn0.eyJhIjoxfQ.ZmFrZS1mYWtlLWZha2UtZmFrZQ\n";
        let one = import(lines);
        assert_eq!(one.headers, [("X-Note".to_owned(), "yes, it is".to_owned())]);
        let reason = one.omitted.unwrap();
        assert_eq!(reason.matches("(may be a secret)").count(), 3, "{reason}");
        assert!(!reason.contains("fake") && !reason.contains("eyJ"), "the message contains a secret");
        let both =
            "    oauth-client-id: i\n    oauth-client-secret: fake\n    headers:\n      Authorization: Bearer fake\n";
        assert_eq!(import(both).omitted.unwrap(), "omitted: Authorization (the OAuth client signs in)");
    }

    #[test]
    fn distinguishes_unsupported_from_damaged_contexts() {
        let unsupported = |message: &str| ImportError::Unsupported(message.to_owned());
        let invalid = |message: &str| ImportError::Invalid(message.to_owned());
        for (lines, expected) in [
            ("", unsupported("no credential")),
            ("    headers: {}\n", unsupported("no credential")),
            ("    headers:\n    comment: a\n", unsupported("no credential")),
            (
                "    headers:\n      Authorization: Basic fake\n",
                unsupported("its Authorization header is not a bearer token"),
            ),
            ("    server-type: windows\n", unsupported("server-type windows: only cloud is supported")),
            ("    server-type: fake\n", unsupported("server-type: only cloud is supported")),
            ("    headers: fake\n", invalid("headers: must be a mapping")),
            ("    headers: [fake]\n", invalid("headers: must be a mapping")),
            ("    headers:\n      Authorization: [fake]\n", invalid("headers: must be a mapping of strings")),
            ("    headers:\n      \"a b\": fake\n", invalid("headers: one of them is not a valid HTTP header")),
            ("    headers:\n      A: Ü\n", invalid("headers: one of them is not a valid HTTP header")),
            (
                "    headers:\n      Authorization: Bearer fake\n      authorization: Bearer fake\n",
                invalid("headers: Authorization appears twice"),
            ),
            (
                "    headers:\n      Authorization: Bearer fake fake\n",
                invalid(
                    "the Authorization header is not a valid credential: it contains a space, a line break or another \
                     invalid character",
                ),
            ),
            ("    headers:\n      A: a\n      A: b\n", invalid("headers: one of them appears twice")),
            ("    oauth-client-id: i\n", invalid("oauth-client-secret: is missing")),
            ("    oauth-client-secret: fake\n", invalid("oauth-client-id: is missing")),
            ("    oauth-client-id: [i]\n    oauth-client-secret: fake\n", invalid("oauth-client-id: must be a string")),
            ("    server: https://other.example\n", invalid("server: appears twice")),
        ] {
            assert_eq!(import_error(lines), expected, "{lines}");
        }
        for (text, expected) in [
            ("contexts:\n  a: fake\n", invalid("must be a mapping")),
            ("contexts:\n  a: {}\n", invalid("server: is missing")),
            (
                "contexts:\n  a:\n    server: http://tenant.example\n",
                invalid("server: http would send the credential in the clear; use https"),
            ),
            ("contexts:\n  a:\n    server: {}\n", invalid("server: must be a string")),
            ("contexts:\n  a,b: {}\n", unsupported("a name must not contain a comma, which separates names")),
            ("contexts:\n  \"-x\": {}\n", unsupported("a name must not start with a hyphen")),
        ] {
            assert_eq!(read_single_context(text).import.err().unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn errors_in_a_damaged_file_do_not_quote_it() {
        let file = read("\u{feff}current-context: a\r\ncontexts:\r\n").unwrap();
        assert_eq!((file.current.as_deref(), file.contexts.len()), (Some("a"), 0));
        for (text, expected) in [
            ("", "contexts.yml: no contexts found"),
            ("[fake]", "contexts.yml: no contexts found"),
            ("contexts: fake", "contexts.yml: contexts: must be a mapping"),
            ("contexts:\n  a: \"fake\n", "contexts.yml, line 2, column 6: "),
            ("contexts:\n\tfake: 1\n", "contexts.yml, line 2, column "),
            ("a: fake: b\n", "contexts.yml, line 1, column "),
            ("%fake\n", "contexts.yml, line "),
            ("a: @fake\n", "contexts.yml, line 1, column 4: "),
            ("a: *fake\n", "contexts.yml, line 1, column "),
        ] {
            let error = read(text).err().unwrap();
            assert_eq!(error.exit(), Exit::Error, "{text}");
            assert!(
                error.to_text().contains(expected) && !error.to_text().contains("fake"),
                "{text:?}: {}",
                error.to_text()
            );
        }
    }
}

//! The credential that the environment or the command line of a run gives.
//! More than one is an error: choosing one could send a key to the wrong tenant.

use std::fs::File;
use std::path::Path;

use crate::bounded;
use crate::environment::Environment;
use crate::error::{Error, Exit, Result};
use crate::secret::{Secret, looks_like_token};

/// A credential that signs a request in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// An API key, or any other bearer token.
    ApiKey(Secret),
    /// An OAuth machine-to-machine client. It is exchanged for an access token.
    OAuthClient {
        /// `client_id`
        id: String,
        /// `client_secret`
        secret: Secret,
    },
    /// The value of an `Authorization` header, as the user gives it.
    Authorization(Secret),
}

const API_KEY_VARIABLE: &str = "QLIK_API_KEY";
const API_KEY_FILE_VARIABLE: &str = "QLIK_API_KEY_FILE";
const CLIENT_ID_VARIABLE: &str = "QLIK_OAUTH_CLIENT_ID";
const CLIENT_SECRET_VARIABLE: &str = "QLIK_OAUTH_CLIENT_SECRET";
const CLIENT_VARIABLES: &str = "QLIK_OAUTH_CLIENT_ID and QLIK_OAUTH_CLIENT_SECRET";
const AUTHORIZATION_FLAG: &str = "--headers Authorization";

/// The ways to give a credential, for hints.
pub(super) const CREDENTIAL_HINT: &str = "set QLIK_API_KEY (TENANT/settings/api-keys makes a key), QLIK_API_KEY_FILE, or \
     QLIK_OAUTH_CLIENT_ID and QLIK_OAUTH_CLIENT_SECRET";

/// Where the credential of a run comes from. A file is not read before the credential is needed.
#[derive(Debug)]
pub struct CredentialSource<'a> {
    /// The flag or variable that gives it.
    pub name: &'static str,
    raw: RawCredential<'a>,
}

#[derive(Debug)]
enum RawCredential<'a> {
    Header(Secret),
    Key(Secret),
    File(&'a Path),
    OAuth(Option<String>, Option<Secret>),
}

impl<'a> CredentialSource<'a> {
    /// Finds the one credential of the run, if there is one. `authorization` is an `Authorization` of `--headers`.
    ///
    /// # Errors
    /// Exit 2 if there are several.
    pub fn find(authorization: Option<&Secret>, environment: &'a Environment) -> Result<Option<Self>> {
        let mut found = Vec::new();
        let mut add = |source, kind| found.push(Self { name: source, raw: kind });
        if let Some(value) = authorization {
            add(AUTHORIZATION_FLAG, RawCredential::Header(value.clone()));
        }
        if let Some(key) = environment.get(API_KEY_VARIABLE)? {
            add(API_KEY_VARIABLE, RawCredential::Key(Secret::new(key)));
        }
        if let Some(path) = environment.get_os(API_KEY_FILE_VARIABLE) {
            add(API_KEY_FILE_VARIABLE, RawCredential::File(Path::new(path)));
        }
        let client = (environment.get(CLIENT_ID_VARIABLE)?, environment.get(CLIENT_SECRET_VARIABLE)?);
        if client.0.is_some() || client.1.is_some() {
            add(CLIENT_VARIABLES, RawCredential::OAuth(client.0, client.1.map(Secret::new)));
        }
        if found.len() > 1 {
            let names: Vec<_> = found.iter().map(|credential| credential.name).collect();
            return Err(Error::usage(format!("more than one credential is given: {}", names.join("; ")))
                .with_hint("leave one and unset the others, so that there is no doubt which is sent"));
        }
        Ok(found.pop())
    }

    /// Whether it is an OAuth client, which needs a request to the tenant before it signs in.
    pub fn is_oauth(&self) -> bool {
        matches!(self.raw, RawCredential::OAuth(..))
    }

    /// Reads the credential.
    ///
    /// # Errors
    /// Exit 2 if a half of it is missing or it can't be a credential; exit 3 if its file can't be read.
    pub fn read(&self) -> Result<Credential> {
        match &self.raw {
            RawCredential::Header(value) => Ok(Credential::Authorization(value.clone())),
            RawCredential::Key(key) => Ok(Credential::ApiKey(parse_credential(key, API_KEY_VARIABLE)?)),
            RawCredential::File(path) => {
                Ok(Credential::ApiKey(parse_credential(&read_key_file(path)?, API_KEY_FILE_VARIABLE)?))
            }
            RawCredential::OAuth(Some(id), Some(secret)) => {
                Ok(Credential::OAuthClient { id: id.clone(), secret: secret.clone() })
            }
            RawCredential::OAuth(Some(_), None) => {
                Err(Error::usage(format!("{CLIENT_ID_VARIABLE} is set, but {CLIENT_SECRET_VARIABLE} is not")))
            }
            RawCredential::OAuth(None, _) => {
                Err(Error::usage(format!("{CLIENT_SECRET_VARIABLE} is set, but {CLIENT_ID_VARIABLE} is not")))
            }
        }
    }
}

/// Checks that a header can carry a secret, and returns it without the white space around it, such as a last newline.
/// `source` names the secret in errors.
///
/// # Errors
/// Exit 2 if it is empty or has a character that no key has. The error does not show the secret.
pub fn parse_credential(secret: &Secret, source: &str) -> Result<Secret> {
    let wrong = |what: &str| Err(Error::usage(format!("{source} holds no credential: {what}")));
    match secret.expose().trim() {
        "" => wrong("it is empty"),
        text if !text.bytes().all(|b| b.is_ascii_graphic()) => {
            wrong("there is a space, a line break or a character that no key has in it")
        }
        text => Ok(Secret::new(text.to_owned())),
    }
}

fn read_key_file(path: &Path) -> Result<Secret> {
    if looks_like_token(&path.to_string_lossy()) {
        return Err(Error::usage(format!("{API_KEY_FILE_VARIABLE} holds a token, not the path of a file"))
            .with_hint(format!("use {API_KEY_VARIABLE}")));
    }
    File::open(path).and_then(bounded::read_text).map(Secret::new).map_err(|error| {
        Error::new(Exit::Auth, format!("{API_KEY_FILE_VARIABLE}: could not read {}", path.display())).with_cause(error)
    })
}

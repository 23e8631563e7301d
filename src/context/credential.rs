//! The credential from the command line or the environment. More than one is an error, since choosing one of them could
//! send a key to the wrong tenant.

use std::fs::File;
use std::path::Path;

use crate::bounded;
use crate::environment::{API_KEY_VARIABLE, Environment};
use crate::error::{Error, Exit, Result};
use crate::secret::{MAX_TOKEN_BYTES, Secret, check_token, looks_like_token, trim_pasted_token};

/// A credential for signing in to a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// An API key, or any other bearer token.
    ApiKey(Secret),
    /// An OAuth machine-to-machine client, to exchange for an access token (RFC 6749, section 4.4,
    /// <https://www.rfc-editor.org/rfc/rfc6749#section-4.4>).
    OAuthClient {
        /// `client_id`
        id: String,
        /// `client_secret`
        secret: Secret,
    },
    /// The value of an `Authorization` header, sent as given.
    Authorization(Secret),
}

const API_KEY_FILE_VARIABLE: &str = "QLIK_API_KEY_FILE";
const CLIENT_ID_VARIABLE: &str = "QLIK_OAUTH_CLIENT_ID";
const CLIENT_SECRET_VARIABLE: &str = "QLIK_OAUTH_CLIENT_SECRET";
const CLIENT_VARIABLES: &str = "QLIK_OAUTH_CLIENT_ID and QLIK_OAUTH_CLIENT_SECRET";
const AUTHORIZATION_FLAG: &str = "--headers Authorization";

/// The hint that lists the ways to provide a credential.
pub(super) const CREDENTIAL_HINT: &str = "set QLIK_API_KEY (create a key at TENANT/settings/api-keys), QLIK_API_KEY_FILE, \
     or QLIK_OAUTH_CLIENT_ID and QLIK_OAUTH_CLIENT_SECRET";

/// The source of a run's credential. A file is read only when the credential is needed.
#[derive(Debug)]
pub struct CredentialSource<'a> {
    /// The name of the flag or variable.
    pub name: &'static str,
    raw: RawCredential<'a>,
}

/// The value of the flag or variable, not validated yet.
#[derive(Debug)]
enum RawCredential<'a> {
    Header(Secret),
    Key(Secret),
    File(&'a Path),
    OAuth(Option<String>, Option<Secret>),
}

impl<'a> CredentialSource<'a> {
    /// Finds the credential of the run, if there is one. `authorization` is the `Authorization` header in `--headers`.
    ///
    /// # Errors
    /// Exit 2 if there are several credentials, or a variable is not UTF-8.
    pub fn find(authorization: Option<&Secret>, environment: &'a Environment) -> Result<Option<Self>> {
        let mut found = Vec::new();
        let mut add = |name, raw| found.push(Self { name, raw });
        if let Some(value) = authorization {
            add(AUTHORIZATION_FLAG, RawCredential::Header(value.clone()));
        }
        if let Some(key) = environment.get(API_KEY_VARIABLE)? {
            add(API_KEY_VARIABLE, RawCredential::Key(Secret::new(key)));
        }
        if let Some(path) = environment.get_os(API_KEY_FILE_VARIABLE) {
            add(API_KEY_FILE_VARIABLE, RawCredential::File(Path::new(path)));
        }
        let (client_id, client_secret) =
            (environment.get(CLIENT_ID_VARIABLE)?, environment.get(CLIENT_SECRET_VARIABLE)?);
        if client_id.is_some() || client_secret.is_some() {
            add(CLIENT_VARIABLES, RawCredential::OAuth(client_id, client_secret.map(Secret::new)));
        }
        if found.len() > 1 {
            let names: Vec<_> = found.iter().map(|credential| credential.name).collect();
            return Err(Error::usage(format!("more than one credential is given: {}", names.join("; ")))
                .with_hint("keep one and unset the others"));
        }
        Ok(found.pop())
    }

    /// Whether it is an OAuth client, which needs a token request before other requests.
    pub fn is_oauth(&self) -> bool {
        matches!(self.raw, RawCredential::OAuth(..))
    }

    /// Reads the credential.
    ///
    /// # Errors
    /// Exit 2 if it is incomplete or invalid; exit 3 if its file can't be read.
    pub fn read(&self) -> Result<Credential> {
        match &self.raw {
            RawCredential::Header(value) => Ok(Credential::Authorization(check_length(value, self.name)?)),
            RawCredential::Key(key) => Ok(Credential::ApiKey(parse_api_key(key, API_KEY_VARIABLE)?)),
            RawCredential::File(path) => {
                Ok(Credential::ApiKey(parse_api_key(&read_key_file(path)?, API_KEY_FILE_VARIABLE)?))
            }
            RawCredential::OAuth(Some(id), Some(secret)) => {
                let secret = parse_credential(secret, CLIENT_SECRET_VARIABLE)?;
                Ok(Credential::OAuthClient { id: id.trim().to_owned(), secret })
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

/// Trims a secret, for example the newline at its end, and checks that it can be sent in a header. `source` names the
/// secret in errors.
///
/// # Errors
/// Exit 2 if it is empty, longer than 64 KiB, or contains anything but visible ASCII characters. The error does not
/// show the secret.
pub fn parse_credential(secret: &Secret, source: &str) -> Result<Secret> {
    let text = secret.expose().trim();
    check_token(text).map_err(|problem| Error::usage(format!("{source} is not a valid credential: {problem}")))?;
    Ok(Secret::new(text.to_owned()))
}

/// As [`parse_credential`], for an API key as users paste it: the quotes, spaces and `Bearer ` around it are removed. No
/// bearer token contains these (RFC 6750, section 2.1, <https://www.rfc-editor.org/rfc/rfc6750#section-2.1>), so this is
/// safe wherever the key comes from. An OAuth client secret may contain quotes.
///
/// # Errors
/// See [`parse_credential`].
pub fn parse_api_key(key: &Secret, source: &str) -> Result<Secret> {
    parse_credential(&Secret::new(trim_pasted_token(key.expose()).to_owned()), source)
}

/// Checks the length of a secret that may contain any character.
fn check_length(secret: &Secret, source: &str) -> Result<Secret> {
    if secret.expose().len() > MAX_TOKEN_BYTES {
        return Err(Error::usage(format!("{source} is not a valid credential: it is longer than 64 KiB")));
    }
    Ok(secret.clone())
}

fn read_key_file(path: &Path) -> Result<Secret> {
    if looks_like_token(&path.to_string_lossy()) {
        return Err(Error::usage(format!("{API_KEY_FILE_VARIABLE} contains a token, not the path of a file"))
            .with_hint(format!("use {API_KEY_VARIABLE}")));
    }
    File::open(path).and_then(bounded::read_text).map(Secret::new).map_err(|error| {
        Error::new(Exit::Auth, format!("{API_KEY_FILE_VARIABLE}: could not read {}", path.display())).with_cause(error)
    })
}

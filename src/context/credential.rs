//! The credential of a run that comes with the run itself: from an environment variable or the command line.
//! More than one is an error: a guess could send a key where it does not belong.

use std::fs::File;
use std::path::Path;

use crate::bounded;
use crate::environment::Environment;
use crate::error::{Error, Exit, Result};
use crate::secret::{Secret, looks_like_token};

/// What signs a request in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// An API key, or any other bearer token.
    ApiKey(Secret),
    /// An OAuth machine-to-machine client, to be exchanged for a token.
    OAuthClient {
        /// `client_id`
        id: String,
        /// `client_secret`
        secret: Secret,
    },
    /// The `Authorization` header as the user gives it.
    Authorization(Secret),
}

const KEY: &str = "QLIK_API_KEY";
const KEY_FILE: &str = "QLIK_API_KEY_FILE";
const CLIENT_ID: &str = "QLIK_OAUTH_CLIENT_ID";
const CLIENT_SECRET: &str = "QLIK_OAUTH_CLIENT_SECRET";
const OAUTH: &str = "QLIK_OAUTH_CLIENT_ID and QLIK_OAUTH_CLIENT_SECRET";
const HEADER: &str = "--headers Authorization";

/// The ways to name a credential, for hints.
pub(super) const WAYS: &str = "set QLIK_API_KEY (TENANT/settings/api-keys makes a key), QLIK_API_KEY_FILE, or \
     QLIK_OAUTH_CLIENT_ID and QLIK_OAUTH_CLIENT_SECRET";

/// The one way to sign in that was given, not yet followed: nothing is read before it is needed.
#[derive(Debug)]
pub struct CredentialSource<'a> {
    /// The flag or variable.
    pub source: &'static str,
    kind: Kind<'a>,
}

#[derive(Debug)]
enum Kind<'a> {
    Header(Secret),
    Key(Secret),
    File(&'a Path),
    OAuth(Option<String>, Option<Secret>),
}

impl<'a> CredentialSource<'a> {
    /// Looks for it.
    ///
    /// # Errors
    /// Exit 2 where there are several.
    pub fn find(authorization: Option<&Secret>, environment: &'a Environment) -> Result<Option<Self>> {
        let mut ways = Vec::new();
        let mut add = |source, kind| ways.push(Self { source, kind });
        if let Some(value) = authorization {
            add(HEADER, Kind::Header(value.clone()));
        }
        if let Some(key) = environment.get(KEY)? {
            add(KEY, Kind::Key(Secret::new(key)));
        }
        if let Some(path) = environment.raw(KEY_FILE) {
            add(KEY_FILE, Kind::File(Path::new(path)));
        }
        let client = (environment.get(CLIENT_ID)?, environment.get(CLIENT_SECRET)?);
        if client.0.is_some() || client.1.is_some() {
            add(OAUTH, Kind::OAuth(client.0, client.1.map(Secret::new)));
        }
        if ways.len() > 1 {
            let names: Vec<_> = ways.iter().map(|way| way.source).collect();
            return Err(Error::usage(format!("more than one credential is given: {}", names.join("; ")))
                .hint("leave one and unset the others, so that there is no doubt which is sent"));
        }
        Ok(ways.pop())
    }

    /// Whether it takes a request to the tenant to get the token that signs in.
    pub fn is_oauth(&self) -> bool {
        matches!(self.kind, Kind::OAuth(..))
    }

    /// Follows it.
    ///
    /// # Errors
    /// Exit 2 for half a credential or one that can't be one; exit 3 for a file that can't be read.
    pub fn credential(self) -> Result<Credential> {
        match self.kind {
            Kind::Header(value) => Ok(Credential::Authorization(value)),
            Kind::Key(key) => Ok(Credential::ApiKey(checked(&key, KEY)?)),
            Kind::File(path) => Ok(Credential::ApiKey(checked(&read_key(path)?, KEY_FILE)?)),
            Kind::OAuth(Some(id), Some(secret)) => Ok(Credential::OAuthClient { id, secret }),
            Kind::OAuth(Some(_), None) => Err(Error::usage(format!("{CLIENT_ID} is set, but {CLIENT_SECRET} is not"))),
            Kind::OAuth(None, _) => Err(Error::usage(format!("{CLIENT_SECRET} is set, but {CLIENT_ID} is not"))),
        }
    }
}

/// A secret as a header will carry it. Space around it, such as a last newline, is no part of it.
///
/// # Errors
/// Exit 2 where it is empty, or holds what no key has in it; the secret is not in the error.
pub fn checked(secret: &Secret, source: &str) -> Result<Secret> {
    let wrong = |what: &str| Err(Error::usage(format!("{source} holds no credential: {what}")));
    match secret.expose().trim() {
        "" => wrong("it is empty"),
        text if !text.bytes().all(|b| b.is_ascii_graphic()) => {
            wrong("there is a space, a line break or a character that no key has in it")
        }
        text => Ok(Secret::new(text.to_owned())),
    }
}

fn read_key(path: &Path) -> Result<Secret> {
    if looks_like_token(&path.to_string_lossy()) {
        return Err(
            Error::usage(format!("{KEY_FILE} holds a token, not the path of a file")).hint(format!("use {KEY}"))
        );
    }
    File::open(path).and_then(bounded::text).map(Secret::new).map_err(|error| {
        Error::new(Exit::Auth, format!("{KEY_FILE}: could not read {}", path.display())).caused_by(error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credential(variables: &[(&str, &str)]) -> Result<Option<Credential>> {
        let variables = variables.iter().map(|(name, value)| (name.into(), value.into()));
        let environment = Environment::new(variables);
        CredentialSource::find(None, &environment)?.map(CredentialSource::credential).transpose()
    }

    #[test]
    fn a_key_is_trimmed() {
        let key = Credential::ApiKey(Secret::new("fake-key".into()));
        assert_eq!(credential(&[("QLIK_API_KEY", " fake-key\n")]).unwrap(), Some(key));
        assert_eq!(credential(&[("QLIK_API_KEY", "")]).unwrap(), None);
    }

    #[test]
    fn more_than_one_credential_or_half_of_one_is_a_usage_error() {
        let both = credential(&[("QLIK_API_KEY", "fake"), ("QLIK_API_KEY_FILE", "/nowhere")]).unwrap_err();
        assert_eq!(both.exit(), Exit::Usage);
        assert!(both.text().contains("QLIK_API_KEY; QLIK_API_KEY_FILE"), "{}", both.text());
        for (set, unset) in [(CLIENT_ID, CLIENT_SECRET), (CLIENT_SECRET, CLIENT_ID)] {
            let half = credential(&[(set, "fake")]).unwrap_err();
            assert_eq!(half.exit(), Exit::Usage);
            assert!(half.text().starts_with(&format!("{set} is set, but {unset} is not")), "{}", half.text());
        }
    }

    #[test]
    fn a_text_that_no_header_can_carry_is_not_echoed() {
        let broken = credential(&[("QLIK_API_KEY", "fake-one fake-two")]).unwrap_err();
        assert_eq!(broken.exit(), Exit::Usage);
        assert!(!broken.text().contains("fake-"), "the key is in the error");
    }
}

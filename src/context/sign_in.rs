//! Which server and which credential a run uses. They are chosen together, and more than one credential is an error:
//! a guess could send a key where it does not belong.

use std::path::PathBuf;

use super::Server;
use crate::environment::Environment;
use crate::error::{Error, Exit, Result};
use crate::secret::Secret;

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

/// A server and the credential for it, each with where it came from.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The tenant.
    pub server: Server,
    /// The flag or variable that named it.
    pub server_source: &'static str,
    /// What to sign in with.
    pub credential: Credential,
    /// The flag or variable that held it.
    pub credential_source: &'static str,
}

/// What the command line says of the sign-in.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// `--server`
    pub server: Option<String>,
    /// The value of an `Authorization` of `--headers`.
    pub authorization: Option<Secret>,
}

const SERVER: &str = "QLIK_SERVER";
const KEY: &str = "QLIK_API_KEY";
const KEY_FILE: &str = "QLIK_API_KEY_FILE";
const CLIENT_ID: &str = "QLIK_OAUTH_CLIENT_ID";
const CLIENT_SECRET: &str = "QLIK_OAUTH_CLIENT_SECRET";
const OAUTH: &str = "QLIK_OAUTH_CLIENT_ID and QLIK_OAUTH_CLIENT_SECRET";
const HEADER: &str = "--headers Authorization";

/// Chooses the server and the credential: flag before environment.
///
/// # Errors
/// Exit 2 for a bad server, for more than one credential or half of one; exit 3 where one is missing.
pub fn resolve(choice: &Choice, environment: &Environment) -> Result<SignIn> {
    match (server(choice, environment)?, credential(choice, environment)?) {
        (Some((server, server_source)), Some((credential, credential_source))) => {
            Ok(SignIn { server, server_source, credential, credential_source })
        }
        (None, Some(_)) => Err(Error::new(Exit::Auth, "no tenant is named").hint(NAME_SERVER)),
        (Some(_), None) => Err(Error::new(Exit::Auth, "no credential to sign in with").hint(NAME_CREDENTIAL)),
        (None, None) => {
            let hint = format!("{NAME_SERVER}; and {NAME_CREDENTIAL}");
            Err(Error::new(Exit::Auth, "no tenant is named, and no credential to sign in with").hint(hint))
        }
    }
}

const NAME_SERVER: &str = "export QLIK_SERVER=https://TENANT.REGION.qlikcloud.com, or give --server";
const NAME_CREDENTIAL: &str = "export QLIK_API_KEY (a key from TENANT/settings/api-keys), QLIK_API_KEY_FILE, or \
     QLIK_OAUTH_CLIENT_ID and QLIK_OAUTH_CLIENT_SECRET";

fn server(choice: &Choice, environment: &Environment) -> Result<Option<(Server, &'static str)>> {
    let (text, source) = match (&choice.server, environment.get(SERVER)?) {
        (Some(text), _) => (text.clone(), "--server"),
        (None, Some(text)) => (text, SERVER),
        (None, None) => return Ok(None),
    };
    let server = Server::parse(&text).map_err(|wrong| Error::usage(format!("{source}: {wrong}")))?;
    Ok(Some((server, source)))
}

/// One way to sign in that the user may have set: where it is, and how to get it.
type Way<'a> = (&'static str, Box<dyn FnOnce() -> Result<Credential> + 'a>);

fn credential(choice: &Choice, environment: &Environment) -> Result<Option<(Credential, &'static str)>> {
    let mut set: Vec<Way> = Vec::new();
    if let Some(value) = choice.authorization.clone() {
        set.push((HEADER, Box::new(|| Ok(Credential::Authorization(value)))));
    }
    if let Some(key) = environment.get(KEY)? {
        set.push((KEY, Box::new(|| token(key, KEY))));
    }
    if let Some(path) = environment.raw(KEY_FILE) {
        set.push((KEY_FILE, Box::new(|| token(read_key(path.into())?, KEY_FILE))));
    }
    let client = (environment.get(CLIENT_ID)?, environment.get(CLIENT_SECRET)?);
    if client.0.is_some() || client.1.is_some() {
        set.push((OAUTH, Box::new(|| oauth_client(client))));
    }
    let names: Vec<_> = set.iter().map(|way| way.0).collect();
    match (set.pop(), set.is_empty()) {
        (Some((source, get)), true) => Ok(Some((get()?, source))),
        (Some(_), false) => Err(Error::usage(format!("more than one credential is given: {}", names.join("; ")))
            .hint("leave one and unset the others, so that there is no doubt which is sent")),
        (None, _) => Ok(None),
    }
}

fn oauth_client(client: (Option<String>, Option<String>)) -> Result<Credential> {
    match client {
        (Some(id), Some(secret)) => Ok(Credential::OAuthClient { id, secret: Secret::new(secret) }),
        (Some(_), None) => Err(Error::usage(format!("{CLIENT_ID} is set, but {CLIENT_SECRET} is not"))),
        _ => Err(Error::usage(format!("{CLIENT_SECRET} is set, but {CLIENT_ID} is not"))),
    }
}

/// A key as the header will carry it. Space around it, such as a last newline, is no part of it.
fn token(text: String, source: &str) -> Result<Credential> {
    let key = Secret::new(text.trim().to_owned());
    let wrong = |what: &str| Err(Error::usage(format!("{source} {what}")));
    match key.expose() {
        "" => wrong("holds no API key: it is empty"),
        text if !text.bytes().all(|b| b.is_ascii_graphic()) => {
            wrong("holds no API key: there is a space, a line break or a character that no key has in it")
        }
        _ => Ok(Credential::ApiKey(key)),
    }
}

fn read_key(path: PathBuf) -> Result<String> {
    std::fs::read_to_string(&path).map_err(|error| {
        Error::new(Exit::Auth, format!("{KEY_FILE}: could not read {}", path.display())).caused_by(error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(variables: &[(&str, &str)], choice: Choice) -> Result<SignIn> {
        let variables = variables.iter().map(|(name, value)| (name.into(), value.into()));
        resolve(&choice, &Environment::new(variables))
    }

    fn with_server(more: &[(&str, &str)]) -> Result<SignIn> {
        let mut variables = vec![("QLIK_SERVER", "tenant.example")];
        variables.extend_from_slice(more);
        resolved(&variables, Choice::default())
    }

    #[test]
    fn a_key_is_trimmed_and_knows_its_source() {
        let sign_in = with_server(&[("QLIK_API_KEY", " fake-key\n")]).unwrap();
        assert_eq!(sign_in.credential, Credential::ApiKey(Secret::new("fake-key".into())));
        assert_eq!((sign_in.server_source, sign_in.credential_source), ("QLIK_SERVER", "QLIK_API_KEY"));
    }

    #[test]
    fn the_flag_wins_over_the_variable() {
        let choice = Choice { server: Some("other.example".into()), authorization: None };
        let sign_in = resolved(&[("QLIK_SERVER", "tenant.example"), ("QLIK_API_KEY", "fake")], choice).unwrap();
        assert_eq!((sign_in.server.to_string().as_str(), sign_in.server_source), ("https://other.example", "--server"));
    }

    #[test]
    fn more_than_one_credential_or_half_of_one_is_a_usage_error() {
        let both = with_server(&[("QLIK_API_KEY", "fake"), ("QLIK_API_KEY_FILE", "/nowhere")]).unwrap_err();
        assert_eq!(both.exit(), Exit::Usage);
        assert!(both.text().contains("QLIK_API_KEY; QLIK_API_KEY_FILE"), "{}", both.text());
        for (set, unset) in [(CLIENT_ID, CLIENT_SECRET), (CLIENT_SECRET, CLIENT_ID)] {
            let half = with_server(&[(set, "fake")]).unwrap_err();
            assert_eq!(half.exit(), Exit::Usage);
            assert!(half.text().starts_with(&format!("{set} is set, but {unset} is not")), "{}", half.text());
        }
    }

    #[test]
    fn what_is_missing_is_an_auth_error_with_the_ways() {
        let none = with_server(&[("QLIK_API_KEY", "")]).unwrap_err();
        assert_eq!(none.exit(), Exit::Auth);
        for way in ["QLIK_API_KEY ", "QLIK_API_KEY_FILE", "QLIK_OAUTH_CLIENT_ID"] {
            assert!(none.text().contains(way), "{}", none.text());
        }
        let nowhere = resolved(&[("QLIK_API_KEY", "fake")], Choice::default()).unwrap_err();
        assert_eq!(nowhere.exit(), Exit::Auth);
    }

    #[test]
    fn a_text_that_no_header_can_carry_is_not_echoed() {
        let broken = with_server(&[("QLIK_API_KEY", "fake-one fake-two")]).unwrap_err();
        assert_eq!(broken.exit(), Exit::Usage);
        assert!(!broken.text().contains("fake-"), "the key is in the error");
    }
}

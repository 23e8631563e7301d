//! The Keychain of macOS and the Credential Manager of Windows, through the crate `keyring`.

use keyring::{Entry, Error as KeyringError};

use super::{SERVICE, ambiguous, failed, locked, missing, not_ours, told};
use crate::context::store::SecretStore;
use crate::error::{Error, Result};
use crate::secret::Secret;

#[derive(Default)]
pub(super) struct Native;

impl SecretStore for Native {
    fn get(&self, user: &str) -> Result<Option<Secret>> {
        match Entry::new(SERVICE, user).and_then(|entry| entry.get_password()) {
            Ok(password) => Ok(Some(Secret::new(password))),
            Err(KeyringError::NoEntry) => Ok(None),
            Err(error) => Err(meaning(error)),
        }
    }

    fn set(&self, user: &str, secret: &Secret) -> Result<()> {
        Entry::new(SERVICE, user).and_then(|entry| entry.set_password(secret.expose())).map_err(meaning)
    }

    fn remove(&self, user: &str) -> Result<()> {
        match Entry::new(SERVICE, user).and_then(|entry| entry.delete_credential()) {
            Ok(()) | Err(KeyringError::NoEntry) => Ok(()),
            Err(error) => Err(meaning(error)),
        }
    }
}

/// An error of the crate, as the program tells it.
fn meaning(error: KeyringError) -> Error {
    match error {
        KeyringError::NoDefaultStore => match Entry::store_status() {
            Err(reason) => missing(reason),
            Ok(()) => told("there is no keyring"),
        },
        KeyringError::NoStorageAccess(reason) => locked(reason),
        KeyringError::TooLong(_, limit) => {
            told(&format!("the secret is too long for the keyring, which takes {limit} characters"))
        }
        // The error holds the secret's bytes, so it is not shown.
        KeyringError::BadEncoding(_) | KeyringError::BadDataFormat(..) => not_ours(),
        KeyringError::Ambiguous(_) => ambiguous(),
        other => failed(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Exit;

    #[test]
    fn every_error_is_exit_3_with_the_choices_and_without_the_secret() {
        let platform = || -> Box<dyn std::error::Error + Send + Sync> { "a reason".into() };
        let fake = || b"fake-secret".to_vec();
        for (error, told) in [
            (KeyringError::NoStorageAccess(platform()), "the keyring is locked\ncaused by: a reason"),
            (KeyringError::PlatformFailure(platform()), "the keyring failed"),
            (KeyringError::BadEncoding(fake()), "not what was put there"),
            (KeyringError::BadDataFormat(fake(), platform()), "not what was put there"),
            (KeyringError::BadStoreFormat("x".into()), "the keyring failed"),
            (KeyringError::TooLong("password".into(), 1280), "takes 1280 characters"),
            (KeyringError::Invalid("user".into(), "x".into()), "the keyring failed"),
            (KeyringError::Ambiguous(Vec::new()), "several entries"),
            (KeyringError::NotSupportedByStore("x".into()), "the keyring failed"),
        ] {
            let error = meaning(error);
            assert_eq!(error.exit(), Exit::Auth);
            for part in [told, "--store file"] {
                assert!(error.text().contains(part), "{part}: {}", error.text());
            }
            assert!(!error.text().contains("fake-secret"), "the secret is in the error");
        }
    }
}

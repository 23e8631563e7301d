//! Stores the secrets of contexts in the keyring or in a private file, or follows a reference in the profile. An entry
//! is named after the context **and** the tenant's origin, so a tenant never receives the key of another one, even
//! after the server in the profile is edited.

mod command;
mod file;
mod keyring;

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;

use super::{Auth, Context, Profile, StoreKind};
use crate::environment::Environment;
use crate::error::{Error, Exit, Result};
use crate::secret::{MAX_TOKEN_BYTES, Secret, check_token};
use crate::shell;
use command::run_secret_command;
use file::FileStore;
pub(super) use file::secrets_path;
use keyring::Keyring;

/// The length of the secret that [`SecretStore::can_store_token`] tries, in characters. Tokens of API keys are shorter.
const PROBE_LENGTH: usize = 1200;

/// The maximum length of an entry in bytes. The entry of an access token also contains a date.
const MAX_ENTRY_BYTES: usize = MAX_TOKEN_BYTES + 64;

/// A store of secrets. `name` is the name of an entry.
trait SecretStore {
    fn get(&self, name: &str) -> Result<Option<Secret>>;
    fn set(&self, name: &str, secret: &Secret) -> Result<()>;
    /// Removes a secret, if it exists.
    fn remove(&self, name: &str) -> Result<()>;

    /// Stores a secret as long as a token, reads it back and removes it. `name` must be unused.
    fn can_store_token(&self, name: &str) -> Result<bool> {
        let is_same = set_and_verify(self, name, &Secret::new("x".repeat(PROBE_LENGTH)))?;
        self.remove(name)?;
        Ok(is_same)
    }
}

/// The secret stores of a run. Methods fail with exit 3 if the store of the context is unavailable.
pub struct SecretStores {
    keyring: Keyring,
    file: FileStore,
    command_timeout: Duration,
}

/// The entries that a store may have for a context.
#[derive(Clone, Copy)]
enum SecretKind {
    /// The secret in use.
    Current,
    /// The secret that a rotation replaces it with.
    Pending,
    /// The access token of its OAuth client.
    AccessToken,
    /// The test value of [`SecretStore::can_store_token`].
    Probe,
}

impl SecretKind {
    /// The name of the entry. An origin contains no space, so the names of two contexts never collide.
    fn entry_name(self, context: &Context) -> String {
        let suffix = match self {
            Self::Current => "",
            Self::Pending => " next",
            Self::AccessToken => " token",
            Self::Probe => " probe",
        };
        format!("{} {}{suffix}", context.name, context.server)
    }
}

/// An access token of an OAuth client, stored between runs.
#[derive(Clone, Debug)]
pub struct AccessToken {
    /// The token.
    pub token: Secret,
    /// When it expires, in UTC.
    pub expires_at: Timestamp,
}

/// How to wait until the user unlocks the keyring.
pub struct UnlockPrompt {
    /// The maximum wait.
    pub timeout: Duration,
    /// Shows a message to the user.
    pub notify: Box<dyn Fn(&str) + Send + Sync>,
}

impl SecretStores {
    /// The stores of a profile. `prompt` is `None` without a terminal. `command_timeout` is the limit for the command of
    /// a context.
    pub fn new(profile: &Path, prompt: Option<UnlockPrompt>, command_timeout: Duration) -> Self {
        Self { keyring: Keyring::new(prompt), file: FileStore::new(profile), command_timeout }
    }

    /// The secret of a context, from its store, environment variable or command.
    ///
    /// # Errors
    /// Exit 3 if it is missing or can't be read; exit 2 if the variable is not UTF-8.
    pub fn resolve_secret(&self, context: &Context, environment: &Environment) -> Result<Secret> {
        let name = &context.name;
        let missing = |message: String, hint: String| Error::new(Exit::Auth, message).with_hint(hint);
        match &context.store {
            StoreKind::Command(command) => run_secret_command(command, name, self.command_timeout),
            StoreKind::Env(variable) => environment.get(variable)?.map(Secret::new).ok_or_else(|| {
                let message = format!("context \"{name}\" reads its key from {variable}, which is not set");
                missing(message, format!("export {variable}"))
            }),
            StoreKind::Keyring | StoreKind::File => self.get(context)?.ok_or_else(|| {
                let (store, server) = (context.store.name(), &context.server);
                let message = format!("the {store} has no secret for context \"{name}\" and {server}");
                missing(message, format!("qlik-api-key context update {} (with a new credential)", shell::quoted(name)))
            }),
        }
    }

    /// The stored secret of a context, if there is one. References are not followed.
    pub fn get(&self, context: &Context) -> Result<Option<Secret>> {
        self.get_entry(context, SecretKind::Current)
    }

    /// The pending secret of a context, if there is one.
    pub fn get_pending(&self, context: &Context) -> Result<Option<Secret>> {
        self.get_entry(context, SecretKind::Pending)
    }

    /// The stored access token of a context's OAuth client, if there is one that can be sent. It may have expired.
    pub fn get_access_token(&self, context: &Context) -> Result<Option<AccessToken>> {
        let entry = self.get_entry(context, SecretKind::AccessToken)?;
        Ok(entry.and_then(|entry| {
            let (expires_at, token) = entry.expose().split_once(' ')?;
            check_token(token).ok()?;
            Some(AccessToken { token: Secret::new(token.to_owned()), expires_at: expires_at.parse().ok()? })
        }))
    }

    /// Stores the secret of a context and reads it back. Removes it again if it differs. Does nothing if the context
    /// has only a reference to its secret.
    pub fn set(&self, context: &Context, secret: &Secret) -> Result<()> {
        self.set_entry(context, SecretKind::Current, secret)
    }

    /// Stores the pending secret of a context next to its current one.
    pub fn set_pending(&self, context: &Context, secret: &Secret) -> Result<()> {
        self.set_entry(context, SecretKind::Pending, secret)
    }

    /// Stores the access token of a context's OAuth client and reads it back.
    pub fn set_access_token(&self, context: &Context, token: &AccessToken) -> Result<()> {
        let entry = Secret::new(format!("{} {}", token.expires_at, token.token.expose()));
        self.set_entry(context, SecretKind::AccessToken, &entry)
    }

    /// Replaces the secret of a context. Restores the previous one if that fails.
    pub fn replace(&self, context: &Context, secret: &Secret) -> Result<()> {
        let previous = self.get(context)?;
        self.set(context, secret).inspect_err(|_| {
            if let Some(previous) = &previous {
                // The error of the new secret is the one to report.
                let _ = self.set(context, previous);
            }
        })
    }

    /// Checks that the keyring responds, before the user types a secret for it.
    ///
    /// # Errors
    /// Exit 3 if there is no keyring, or it can't be used.
    pub fn check_keyring(&self) -> Result<()> {
        self.keyring.get("availability probe").map(drop)
    }

    /// Checks that the store of a context can store a secret as long as a token, with a test entry.
    ///
    /// # Errors
    /// Exit 3 if it can't; exit 2 if the context has only a reference to its secret.
    pub fn check_writable(&self, context: &Context) -> Result<()> {
        let Some(store) = self.store_for(context) else {
            let (name, store) = (&context.name, context.store.name());
            return Err(Error::usage(format!("context \"{name}\" can't store a secret: its store is {store}")));
        };
        let can_store = store.can_store_token(&SecretKind::Probe.entry_name(context))?;
        if can_store { Ok(()) } else { Err(read_back_error(context)) }
    }

    /// Removes every stored secret of a context: the current one, the pending one and the access token.
    pub fn remove(&self, context: &Context) -> Result<()> {
        self.remove_entry(context, SecretKind::Current)?;
        self.remove_pending(context)?;
        self.remove_access_token(context)
    }

    /// Removes the pending secret of a context.
    pub fn remove_pending(&self, context: &Context) -> Result<()> {
        self.remove_entry(context, SecretKind::Pending)
    }

    /// Removes the access token of a context's OAuth client.
    pub fn remove_access_token(&self, context: &Context) -> Result<()> {
        if context.auth == Auth::OAuth { self.remove_entry(context, SecretKind::AccessToken) } else { Ok(()) }
    }

    /// Whether the secret of a context belongs in a store, rather than in a variable or the output of a command.
    pub fn uses_secret_store(&self, context: &Context) -> bool {
        self.store_for(context).is_some()
    }

    /// The name of an entry that holds such a secret: of a context of the profile, or any entry of the store `file`.
    ///
    /// # Errors
    /// A context is invalid, or the store of one is unavailable.
    pub fn find_entry(&self, profile: &Profile, is_match: impl Fn(&Secret) -> bool) -> Result<Option<String>> {
        let in_file = self.file.entries()?.into_iter().find(|(_, secret)| is_match(secret));
        if let Some((name, _)) = in_file {
            return Ok(Some(name));
        }
        for name in profile.names() {
            let context = profile.context(&name)?;
            for location in [vec![context.clone()], profile.pending_cleanup(&context)].concat() {
                for kind in [SecretKind::Current, SecretKind::Pending] {
                    if self.get_entry(&location, kind)?.is_some_and(|secret| is_match(&secret)) {
                        return Ok(Some(kind.entry_name(&location)));
                    }
                }
            }
        }
        Ok(None)
    }

    fn get_entry(&self, context: &Context, kind: SecretKind) -> Result<Option<Secret>> {
        self.store_for(context).map_or(Ok(None), |store| store.get(&kind.entry_name(context)))
    }

    fn set_entry(&self, context: &Context, kind: SecretKind, secret: &Secret) -> Result<()> {
        if secret.expose().len() > MAX_ENTRY_BYTES {
            return Err(Error::new(Exit::Auth, "the secret is longer than 64 KiB, so it was not stored"));
        }
        match self.store_for(context) {
            Some(store) if !set_and_verify(store, &kind.entry_name(context), secret)? => Err(read_back_error(context)),
            _ => Ok(()),
        }
    }

    fn remove_entry(&self, context: &Context, kind: SecretKind) -> Result<()> {
        self.store_for(context).map_or(Ok(()), |store| store.remove(&kind.entry_name(context)))
    }

    /// The store of a context; `None` if it has only a reference to its secret.
    fn store_for(&self, context: &Context) -> Option<&dyn SecretStore> {
        match &context.store {
            StoreKind::Keyring => Some(&self.keyring),
            StoreKind::File => Some(&self.file),
            StoreKind::Env(_) | StoreKind::Command(_) => None,
        }
    }
}

/// Stores a secret and reads it back. Returns whether it is the same; removes it if not.
fn set_and_verify<S: SecretStore + ?Sized>(store: &S, name: &str, secret: &Secret) -> Result<bool> {
    store.set(name, secret)?;
    let is_same = store.get(name)?.as_ref() == Some(secret);
    if !is_same {
        store.remove(name)?;
    }
    Ok(is_same)
}

fn read_back_error(context: &Context) -> Error {
    let message = format!("the {} did not return the secret that was stored", context.store.name());
    Error::new(Exit::Auth, message).with_hint(keyring::ALTERNATIVES_HINT)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Truncates secrets, as a store with a limit might do.
    #[derive(Default)]
    struct TruncatingStore(std::cell::RefCell<Option<Secret>>);

    impl SecretStore for TruncatingStore {
        fn get(&self, _: &str) -> Result<Option<Secret>> {
            Ok(self.0.borrow().clone())
        }

        fn set(&self, _: &str, secret: &Secret) -> Result<()> {
            let truncated = secret.expose().chars().take(8).collect();
            *self.0.borrow_mut() = Some(Secret::new(truncated));
            Ok(())
        }

        fn remove(&self, _: &str) -> Result<()> {
            *self.0.borrow_mut() = None;
            Ok(())
        }
    }

    #[test]
    fn a_truncated_secret_is_removed() {
        let store = TruncatingStore::default();
        assert!(set_and_verify(&store, "a", &Secret::new("fake".into())).unwrap());
        assert!(!set_and_verify(&store, "a", &Secret::new("fake-but-longer".into())).unwrap());
        assert_eq!(store.get("a").unwrap(), None, "the truncated secret was not removed");
    }
}

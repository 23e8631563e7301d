//! Where the secrets of contexts are kept: in the keyring, in a private file, or elsewhere with only a reference in the
//! profile. A secret is kept under the context's name **and** the tenant's origin. So a tenant never receives the key of
//! another one, even after somebody edits the server in the profile.

mod file;
mod keyring;

use std::io::ErrorKind;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use jiff::Timestamp;

use super::{Auth, Context, StoreKind};
use crate::bounded;
use crate::environment::Environment;
use crate::error::{Error, Exit, Result};
use crate::secret::Secret;
use crate::shell;
use file::FileStore;
pub(super) use file::secrets_path;
use keyring::Keyring;

/// The length of the secret that [`SecretStore::accepts`] tries, in characters. No token of the API is as long.
const PROBE_LENGTH: usize = 1200;

/// A place that keeps secrets. `user` is the key of a secret.
trait SecretStore {
    fn get(&self, user: &str) -> Result<Option<Secret>>;
    fn set(&self, user: &str, secret: &Secret) -> Result<()>;
    /// Removes a secret. It is no error if there is none.
    fn remove(&self, user: &str) -> Result<()>;

    /// Tries to keep and read back a secret as long as a token, and removes it again. `user` must be unused.
    fn can_store_token(&self, user: &str) -> Result<bool> {
        let accepted = set_and_verify(self, user, &Secret::new("x".repeat(PROBE_LENGTH)))?;
        self.remove(user)?;
        Ok(accepted)
    }
}

/// The secret stores of one run. A method fails with exit 3 if the store of the context can't be reached.
pub struct SecretStores {
    keyring: Keyring,
    file: FileStore,
}

/// What a store keeps for a context.
#[derive(Clone, Copy)]
enum SecretKind {
    /// The secret that it signs in with.
    Current,
    /// The secret that a rotation puts in its place.
    Pending,
    /// The access token of its OAuth client.
    AccessToken,
    /// Whatever [`SecretStore::accepts`] tries.
    Probe,
}

impl SecretKind {
    /// The key in the store. An origin has no space in it, so no two contexts share a key.
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

/// An access token of an OAuth client, as it is kept between runs.
#[derive(Clone, Debug)]
pub struct AccessToken {
    /// The token.
    pub token: Secret,
    /// When it expires, in UTC.
    pub expires_at: Timestamp,
}

/// What to do while the keyring waits for the user to unlock it.
pub struct UnlockPrompt {
    /// The longest wait.
    pub timeout: Duration,
    /// Shows a message to the user.
    pub notify: Box<dyn Fn(&str) + Send + Sync>,
}

impl SecretStores {
    /// The stores of a profile. `prompt` is `None` if no user is at a terminal.
    pub fn new(profile: &Path, prompt: Option<UnlockPrompt>) -> Self {
        Self { keyring: Keyring::new(prompt), file: FileStore::new(profile) }
    }

    /// The secret of a context, from its store or by following its reference.
    ///
    /// # Errors
    /// Exit 3 if there is none or it can't be read, with a hint.
    pub fn resolve_secret(&self, context: &Context, environment: &Environment) -> Result<Secret> {
        let name = &context.name;
        let missing = |what: String, hint: String| Error::new(Exit::Auth, what).with_hint(hint);
        match &context.store {
            StoreKind::Command(line) => run_secret_command(line, name),
            StoreKind::Env(variable) => environment.get(variable)?.map(Secret::new).ok_or_else(|| {
                let what = format!("context \"{name}\" takes its key from {variable}, which is not set");
                missing(what, format!("export {variable}"))
            }),
            StoreKind::Keyring | StoreKind::File => self.get(context)?.ok_or_else(|| {
                let (store, server) = (context.store.name(), &context.server);
                let what = format!("the {store} holds no secret for context \"{name}\" and {server}");
                missing(what, format!("qlik-api-key context update {} (with a new credential)", shell_quoted(name)))
            }),
        }
    }

    /// The kept secret of a context, if there is one. A reference is not followed.
    pub fn get(&self, context: &Context) -> Result<Option<Secret>> {
        self.get_entry(context, SecretKind::Current)
    }

    /// The next secret of a context, if one is kept.
    pub fn get_pending(&self, context: &Context) -> Result<Option<Secret>> {
        self.get_entry(context, SecretKind::Pending)
    }

    /// The kept access token of a context's OAuth client, if there is one. It may have expired.
    pub fn get_access_token(&self, context: &Context) -> Result<Option<AccessToken>> {
        let kept = self.get_entry(context, SecretKind::AccessToken)?;
        Ok(kept.and_then(|kept| {
            let (expires, token) = kept.expose().split_once(' ')?;
            Some(AccessToken { token: Secret::new(token.to_owned()), expires_at: expires.parse().ok()? })
        }))
    }

    /// Keeps the secret of a context and reads it back. If the store can't keep it, nothing is kept. Does nothing if the
    /// context keeps only a reference.
    pub fn set(&self, context: &Context, secret: &Secret) -> Result<()> {
        self.set_entry(context, SecretKind::Current, secret)
    }

    /// Keeps the next secret of a context beside its current one.
    pub fn set_pending(&self, context: &Context, secret: &Secret) -> Result<()> {
        self.set_entry(context, SecretKind::Pending, secret)
    }

    /// Keeps the access token of a context's OAuth client.
    pub fn set_access_token(&self, context: &Context, token: &AccessToken) -> Result<()> {
        let kept = Secret::new(format!("{} {}", token.expires_at, token.token.expose()));
        self.store_for(context).map_or(Ok(()), |store| store.set(&SecretKind::AccessToken.entry_name(context), &kept))
    }

    /// Replaces the secret of a context. If that fails, the former one is put back.
    pub fn replace(&self, context: &Context, secret: &Secret) -> Result<()> {
        let former = self.get(context)?;
        self.set(context, secret).inspect_err(|_| {
            if let Some(former) = &former {
                // The error to report is that of the new secret.
                let _ = self.set(context, former);
            }
        })
    }

    /// Checks that the store of a context can keep a secret as long as a token. Leaves nothing behind.
    ///
    /// # Errors
    /// Exit 3 if it can't; exit 2 if the context keeps only a reference.
    pub fn check_writable(&self, context: &Context) -> Result<()> {
        let Some(store) = self.store_for(context) else {
            let (name, store) = (&context.name, context.store.name());
            return Err(Error::usage(format!("context \"{name}\" keeps no secret: its store is {store}")));
        };
        if store.can_store_token(&SecretKind::Probe.entry_name(context))? {
            Ok(())
        } else {
            Err(read_back_error(context))
        }
    }

    /// Removes everything that is kept for a context: its secret, its next secret and its access token.
    pub fn remove(&self, context: &Context) -> Result<()> {
        self.remove_entry(context, SecretKind::Current)?;
        self.remove_pending(context)?;
        self.remove_access_token(context)
    }

    /// Removes the next secret of a context.
    pub fn remove_pending(&self, context: &Context) -> Result<()> {
        self.remove_entry(context, SecretKind::Pending)
    }

    /// Removes the access token of a context's OAuth client.
    pub fn remove_access_token(&self, context: &Context) -> Result<()> {
        if context.auth == Auth::OAuth { self.remove_entry(context, SecretKind::AccessToken) } else { Ok(()) }
    }

    /// Whether the secret of a context is kept in a store, and not only a reference to it.
    pub fn uses_secret_store(&self, context: &Context) -> bool {
        self.store_for(context).is_some()
    }

    fn get_entry(&self, context: &Context, kind: SecretKind) -> Result<Option<Secret>> {
        self.store_for(context).map_or(Ok(None), |store| store.get(&kind.entry_name(context)))
    }

    fn set_entry(&self, context: &Context, kind: SecretKind, secret: &Secret) -> Result<()> {
        match self.store_for(context) {
            Some(store) if !set_and_verify(store, &kind.entry_name(context), secret)? => Err(read_back_error(context)),
            _ => Ok(()),
        }
    }

    fn remove_entry(&self, context: &Context, kind: SecretKind) -> Result<()> {
        self.store_for(context).map_or(Ok(()), |store| store.remove(&kind.entry_name(context)))
    }

    /// The store of a context; `None` if it keeps only a reference.
    fn store_for(&self, context: &Context) -> Option<&dyn SecretStore> {
        match &context.store {
            StoreKind::Keyring => Some(&self.keyring),
            StoreKind::File => Some(&self.file),
            StoreKind::Env(_) | StoreKind::Command(_) => None,
        }
    }
}

/// Keeps a secret and reads it back. Returns whether it is the same; if not, it is removed.
fn set_and_verify<V: SecretStore + ?Sized>(store: &V, user: &str, secret: &Secret) -> Result<bool> {
    store.set(user, secret)?;
    let is_same = store.get(user)?.as_ref() == Some(secret);
    if !is_same {
        store.remove(user)?;
    }
    Ok(is_same)
}

fn read_back_error(context: &Context) -> Error {
    let what = format!("the {} did not give back what was put into it", context.store.name());
    Error::new(Exit::Auth, what).with_hint(keyring::ALTERNATIVES_HINT)
}

/// Quotes a name for a POSIX shell, if it needs quotes.
pub fn shell_quoted(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_alphanumeric() || "@._-".contains(c));
    if plain { name.to_owned() } else { format!("'{}'", name.replace('\'', "'\\''")) }
}

/// Runs a command line and returns its stdout, trimmed.
fn run_secret_command(line: &str, context: &str) -> Result<Secret> {
    let failed =
        |what: String| Error::new(Exit::Auth, format!("context \"{context}\": the command for its key {what}"));
    let mut child = shell::command(line)
        .stdin(Stdio::inherit())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| failed("could not be run".into()).with_cause(error))?;
    let printed =
        child.stdout.take().map(bounded::read_text).transpose().map(Option::unwrap_or_default).map(Secret::new);
    if printed.is_err() {
        // It may print without end.
        let _ = child.kill();
    }
    let status = child.wait().map_err(|error| failed("can't be waited for".into()).with_cause(error))?;
    let printed = printed.map_err(|error| match error.kind() {
        ErrorKind::InvalidData => failed("printed no UTF-8 text".into()),
        _ => failed("printed what can't be read".into()).with_cause(error),
    })?;
    match printed.expose().trim() {
        _ if !status.success() => Err(failed(format!("failed ({status})"))),
        "" => Err(failed("printed nothing".into())),
        secret => Ok(Secret::new(secret.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cuts off a secret, as a store with a limit may do.
    #[derive(Default)]
    struct TruncatingStore(std::cell::RefCell<Option<Secret>>);

    impl SecretStore for TruncatingStore {
        fn get(&self, _: &str) -> Result<Option<Secret>> {
            Ok(self.0.borrow().clone())
        }

        fn set(&self, _: &str, secret: &Secret) -> Result<()> {
            let cut = secret.expose().chars().take(8).collect();
            *self.0.borrow_mut() = Some(Secret::new(cut));
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
        assert_eq!(store.get("a").unwrap(), None, "a part of it stayed");
    }

    #[test]
    fn quotes_names_that_need_it_for_a_shell() {
        assert_eq!(
            [shell_quoted("me@cloud.x"), shell_quoted("a b"), shell_quoted("it's")],
            ["me@cloud.x", "'a b'", "'it'\\''s'"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_command_gives_its_trimmed_stdout() {
        assert_eq!(run_secret_command("printf ' fake\\n'", "a").unwrap(), Secret::new("fake".into()));
        for (line, expected) in [
            ("exit 3", "failed"),
            ("true", "printed nothing"),
            ("printf '\\377'", "no UTF-8"),
            ("yes", "longer than 4 MiB"),
        ] {
            let error = run_secret_command(line, "a").unwrap_err();
            assert_eq!(error.exit(), Exit::Auth);
            assert!(error.to_text().contains(expected), "{}", error.to_text());
        }
    }
}

//! Where secrets live: the keyring, a private file, or elsewhere with only a reference here.
//! A secret is kept under the context's name **and** the tenant's origin, so that a server that was edited by hand
//! never receives another tenant's key.

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
use file::File;
use keyring::Keyring;

/// The characters of a longer token than any that the API makes.
const LONG: usize = 1200;

/// What can be done where secrets are kept. `user` is what a secret is kept under.
trait SecretStore {
    fn get(&self, user: &str) -> Result<Option<Secret>>;
    fn set(&self, user: &str, secret: &Secret) -> Result<()>;
    /// Removing what is not there is no error.
    fn remove(&self, user: &str) -> Result<()>;

    /// Tries whether a secret as long as a token can be kept; `user` is nobody's. Whether it was given back.
    fn accepts(&self, user: &str) -> Result<bool> {
        let kept = keeps_it(self, user, &Secret::new("x".repeat(LONG)))?;
        self.remove(user)?;
        Ok(kept)
    }
}

/// The places where secrets are kept, for one run.
pub struct SecretStores {
    keyring: Keyring,
    file: File,
}

/// A token of an OAuth client, as it is kept.
#[derive(Clone, Debug)]
pub struct AccessToken {
    /// The token.
    pub secret: Secret,
    /// When it ends.
    pub expires: Timestamp,
}

/// How long to wait for a keyring that may be asking for its password, and how to say so.
pub struct UnlockPrompt {
    /// The longest wait.
    pub wait: Duration,
    /// Tells the user.
    pub tell: Box<dyn Fn(&str) + Send + Sync>,
}

impl SecretStores {
    /// The stores that go with a profile. `prompt` is for somebody at a terminal.
    pub fn new(profile: &Path, prompt: Option<UnlockPrompt>) -> Self {
        Self { keyring: Keyring::new(prompt), file: File::beside(profile) }
    }

    /// The secret of a context.
    ///
    /// # Errors
    /// Exit 3 where there is none or it can't be had, with what to do.
    pub fn secret(&self, context: &Context, environment: &Environment) -> Result<Secret> {
        let name = &context.name;
        let update = format!("qlik-api-key context update {} (with a new credential)", quoted(name));
        let found = match &context.store {
            StoreKind::Keyring | StoreKind::File => self.get(context)?,
            StoreKind::Env(variable) => environment.get(variable)?.map(Secret::new),
            StoreKind::Command(line) => Some(output_of(line, name)?),
        };
        match (found, &context.store) {
            (Some(secret), _) => Ok(secret),
            (None, StoreKind::Env(variable)) => Err(Error::new(
                Exit::Auth,
                format!("context \"{name}\" takes its key from {variable}, which is not set"),
            )
            .hint(format!("export {variable}"))),
            (None, store) => {
                let what =
                    format!("the {} holds no secret for context \"{name}\" and {}", store.name(), context.server);
                Err(Error::new(Exit::Auth, what).hint(update))
            }
        }
    }

    /// Keeps a secret, where one is kept and not only a reference; it is read back before it counts as kept.
    ///
    /// # Errors
    /// Exit 3 where it can't be kept; nothing is then.
    pub fn set(&self, context: &Context, secret: &Secret) -> Result<()> {
        self.put(context, &user(context), secret)
    }

    /// Keeps another secret in the place of a context's; if that fails, the former is there as before.
    ///
    /// # Errors
    /// Exit 3 where it can't be kept.
    pub fn replace(&self, context: &Context, secret: &Secret) -> Result<()> {
        let former = self.get(context)?;
        self.set(context, secret).inspect_err(|_| {
            if let Some(former) = &former {
                // What can be told is why the new one could not be kept.
                let _ = self.set(context, former);
            }
        })
    }

    fn put(&self, context: &Context, user: &str, secret: &Secret) -> Result<()> {
        match self.store(context) {
            Some(store) if !keeps_it(store, user, secret)? => Err(not_given_back(context)),
            _ => Ok(()),
        }
    }

    /// Tries whether a secret as long as a token can be kept, and leaves nothing.
    ///
    /// # Errors
    /// Exit 3 where it can't be kept; exit 2 where the context keeps a reference alone.
    pub fn check_writable(&self, context: &Context) -> Result<()> {
        let Some(store) = self.store(context) else {
            let (name, store) = (&context.name, context.store.name());
            return Err(Error::usage(format!("context \"{name}\" keeps no secret: its store is {store}")));
        };
        let kept = store.accepts(&format!("{} probe", user(context)))?;
        if kept { Ok(()) } else { Err(not_given_back(context)) }
    }

    /// Keeps the secret that is to become a context's, beside the one that it has.
    ///
    /// # Errors
    /// Exit 3 where it can't be kept; nothing is then.
    pub fn set_pending(&self, context: &Context, secret: &Secret) -> Result<()> {
        self.put(context, &pending_user(context), secret)
    }

    /// The secret that is to become a context's, if there is one.
    ///
    /// # Errors
    /// Exit 3 where the store can't be had.
    pub fn pending(&self, context: &Context) -> Result<Option<Secret>> {
        self.store(context).map_or(Ok(None), |store| store.get(&pending_user(context)))
    }

    /// Forgets the secret that was to become a context's.
    ///
    /// # Errors
    /// Exit 3 where the store can't be had.
    pub fn remove_pending(&self, context: &Context) -> Result<()> {
        self.store(context).map_or(Ok(()), |store| store.remove(&pending_user(context)))
    }

    /// The secret of a context that is kept here, if there is one: a reference is none.
    ///
    /// # Errors
    /// Exit 3 where the store can't be had.
    pub fn get(&self, context: &Context) -> Result<Option<Secret>> {
        self.store(context).map_or(Ok(None), |store| store.get(&user(context)))
    }

    /// Forgets the secret of a context, and its token.
    ///
    /// # Errors
    /// Exit 3 where the store can't be had.
    pub fn remove(&self, context: &Context) -> Result<()> {
        self.store(context).map_or(Ok(()), |store| store.remove(&user(context)))?;
        self.remove_pending(context)?;
        self.remove_access_token(context)
    }

    /// Forgets the token of a context's OAuth client.
    ///
    /// # Errors
    /// Exit 3 where the store can't be had.
    pub fn remove_access_token(&self, context: &Context) -> Result<()> {
        match (self.store(context), context.auth) {
            (Some(store), Auth::OAuth) => store.remove(&token_user(context)),
            _ => Ok(()),
        }
    }

    /// The kept token of a context's OAuth client, if there is one.
    ///
    /// # Errors
    /// Exit 3 where the store can't be had.
    pub fn access_token(&self, context: &Context) -> Result<Option<AccessToken>> {
        let kept = self.store(context).map_or(Ok(None), |store| store.get(&token_user(context)))?;
        Ok(kept.and_then(|kept| {
            let (expires, token) = kept.expose().split_once(' ')?;
            Some(AccessToken { secret: Secret::new(token.to_owned()), expires: expires.parse().ok()? })
        }))
    }

    /// Keeps a token.
    ///
    /// # Errors
    /// Exit 3 where the store can't be had.
    pub fn set_access_token(&self, context: &Context, token: &AccessToken) -> Result<()> {
        let kept = Secret::new(format!("{} {}", token.expires, token.secret.expose()));
        self.store(context).map_or(Ok(()), |store| store.set(&token_user(context), &kept))
    }

    /// Whether a context's secret itself is kept, and not only a reference.
    pub fn holds_secret(&self, context: &Context) -> bool {
        self.store(context).is_some()
    }

    /// Where a context's secret is kept; `None` where only a reference is.
    fn store(&self, context: &Context) -> Option<&dyn SecretStore> {
        match &context.store {
            StoreKind::Keyring => Some(&self.keyring),
            StoreKind::File => Some(&self.file),
            StoreKind::Env(_) | StoreKind::Command(_) => None,
        }
    }
}

/// Puts a secret into a store and looks whether it is there; if not, nothing is left of it.
fn keeps_it<V: SecretStore + ?Sized>(store: &V, user: &str, secret: &Secret) -> Result<bool> {
    store.set(user, secret)?;
    let kept = store.get(user)?.as_ref() == Some(secret);
    if !kept {
        store.remove(user)?;
    }
    Ok(kept)
}

/// What a context's secret is kept under. An origin has no space in it, so two contexts never share one.
fn user(context: &Context) -> String {
    format!("{} {}", context.name, context.server)
}

fn pending_user(context: &Context) -> String {
    format!("{} next", user(context))
}

fn not_given_back(context: &Context) -> Error {
    let what = format!("the {} did not give back what was put into it", context.store.name());
    Error::new(Exit::Auth, what).hint(keyring::CHOICES)
}

fn token_user(context: &Context) -> String {
    format!("{} token", user(context))
}

/// A name as a shell takes it.
pub fn quoted(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_alphanumeric() || "@._-".contains(c));
    if plain { name.to_owned() } else { format!("'{}'", name.replace('\'', "'\\''")) }
}

/// The trimmed stdout of a command line.
fn output_of(line: &str, context: &str) -> Result<Secret> {
    let failed =
        |what: String| Error::new(Exit::Auth, format!("context \"{context}\": the command for its key {what}"));
    let mut child = shell::command(line)
        .stdin(Stdio::inherit())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| failed("could not be run".into()).caused_by(error))?;
    let printed = child.stdout.take().map(bounded::text).transpose().map(Option::unwrap_or_default).map(Secret::new);
    if printed.is_err() {
        // It may go on and on.
        let _ = child.kill();
    }
    let status = child.wait().map_err(|error| failed("can't be waited for".into()).caused_by(error))?;
    let printed = printed.map_err(|error| match error.kind() {
        ErrorKind::InvalidData => failed("printed no UTF-8 text".into()),
        _ => failed("printed what can't be read".into()).caused_by(error),
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

    /// Cuts off what it is given, as a store with a limit may do.
    #[derive(Default)]
    struct Short(std::cell::RefCell<Option<Secret>>);

    impl SecretStore for Short {
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
    fn a_secret_that_does_not_read_back_is_not_kept() {
        let store = Short::default();
        assert!(keeps_it(&store, "a", &Secret::new("fake".into())).unwrap());
        assert!(!keeps_it(&store, "a", &Secret::new("fake-but-longer".into())).unwrap());
        assert_eq!(store.get("a").unwrap(), None, "a part of it stayed");
    }

    #[test]
    fn names_are_quoted_where_a_shell_needs_it() {
        assert_eq!([quoted("me@cloud.x"), quoted("a b"), quoted("it's")], ["me@cloud.x", "'a b'", "'it'\\''s'"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_command_gives_its_trimmed_stdout() {
        assert_eq!(output_of("printf ' fake\\n'", "a").unwrap(), Secret::new("fake".into()));
        for (line, told) in [
            ("exit 3", "failed"),
            ("true", "printed nothing"),
            ("printf '\\377'", "no UTF-8"),
            ("yes", "longer than 4 MiB"),
        ] {
            let error = output_of(line, "a").unwrap_err();
            assert_eq!(error.exit(), Exit::Auth);
            assert!(error.text().contains(told), "{}", error.text());
        }
    }
}

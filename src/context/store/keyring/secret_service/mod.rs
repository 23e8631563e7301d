//! The Secret Service of Linux and the BSDs: GNOME's keyring, KDE's, KeePassXC. What is called and how an entry of this
//! program is filed is here, by the Secret Service specification 0.2 (freedesktop.org); D-Bus itself is a library's.

mod bus;
mod session;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use super::{SERVICE as OURS, ambiguous, failed, locked, missing, not_ours};
use crate::context::store::SecretStore;
use crate::error::{Error, Result};
use crate::secret::Secret;
use bus::Bus;
use session::{Encrypted, Session};

// Objects and interfaces of the specification.
const ROOT: &str = "/org/freedesktop/secrets";
const SERVICE: &str = "org.freedesktop.Secret.Service";
const COLLECTION: &str = "org.freedesktop.Secret.Collection";
const ITEM: &str = "org.freedesktop.Secret.Item";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
const IS_LOCKED: &str = "org.freedesktop.Secret.Error.IsLocked";

/// What stands where there is no object.
const NOTHING: &str = "/";

/// What the service is told that a secret is: KDE's keeps a text otherwise than this, and so would another entry be.
const CONTENT_TYPE: &str = "application/octet-stream";

/// The service, which is connected to when it is first needed, once: to agree on a key for the session is what costs.
#[derive(Default)]
pub(super) struct SecretService(Mutex<Option<Open>>);

struct Open {
    bus: Bus,
    session: Session,
}

impl SecretService {
    fn call<T>(&self, call: impl FnOnce(&Open) -> Result<T>) -> Result<T> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let open = match &mut *open {
            Some(open) => open,
            none => none.insert(Open::new()?),
        };
        call(open)
    }
}

impl SecretStore for SecretService {
    fn get(&self, user: &str) -> Result<Option<Secret>> {
        self.call(|open| open.find(user)?.map(|item| open.secret(&item)).transpose())
    }

    fn set(&self, user: &str, secret: &Secret) -> Result<()> {
        self.call(|open| {
            let secret = open.session.encrypted(secret.expose().as_bytes(), CONTENT_TYPE).map_err(failed)?;
            match open.find(user)? {
                Some(item) => Ok(open.bus.call(&item, ITEM, "SetSecret", vec![secret.into()])?),
                None => open.create(user, secret),
            }
        })
    }

    fn remove(&self, user: &str) -> Result<()> {
        self.call(|open| {
            let Some(item) = open.find(user)? else {
                return Ok(());
            };
            let prompt = open.bus.call(&item, ITEM, "Delete", vec![])?;
            open.allow(&prompt)
        })
    }
}

impl Open {
    fn new() -> Result<Self> {
        let bus = Bus::connect().map_err(missing)?;
        // The first thing that a client asks may come before GNOME's keyring has made itself a note of the client, without
        // which it ends where it should open a session (version 42, once in thousands of times). A property needs no note.
        let first = vec![SERVICE.into(), "Collections".into()];
        let _: OwnedValue = bus.call(ROOT, PROPERTIES, "Get", first).map_err(missing)?;
        let session = Session::open(&bus).map_err(missing)?;
        Ok(Self { bus, session })
    }

    /// The entry of a user, in whichever collection it is, unlocked; `None` where there is none.
    fn find(&self, user: &str) -> Result<Option<OwnedObjectPath>> {
        type Paths = Vec<OwnedObjectPath>;
        let (unlocked, locked): (Paths, Paths) =
            self.bus.call(ROOT, SERVICE, "SearchItems", vec![attributes(user).into()])?;
        if !locked.is_empty() {
            self.unlock(&locked)?;
        }
        let mut items = unlocked.into_iter().chain(locked);
        match (items.next(), items.next()) {
            (Some(_), Some(_)) => Err(ambiguous()),
            (item, _) => Ok(item),
        }
    }

    fn secret(&self, item: &OwnedObjectPath) -> Result<Secret> {
        let (secret,): (Encrypted,) = self.bus.call(item, ITEM, "GetSecret", vec![self.session.path().into()])?;
        text(self.session.decrypted(&secret).ok_or_else(not_ours)?)
    }

    /// Puts a new entry where the user has new entries go.
    fn create(&self, user: &str, secret: Encrypted) -> Result<()> {
        let collection: OwnedObjectPath = self.bus.call(ROOT, SERVICE, "ReadAlias", vec!["default".into()])?;
        if collection.as_str() == NOTHING {
            return Err(locked("it has no default collection"));
        }
        self.unlock(std::slice::from_ref(&collection))?;
        let properties = HashMap::from([
            ("org.freedesktop.Secret.Item.Label", Value::from(label(user))),
            ("org.freedesktop.Secret.Item.Attributes", Value::from(attributes(user))),
        ]);
        let item = vec![properties.into(), secret.into(), true.into()];
        let (_, prompt): (OwnedObjectPath, _) = self.bus.call(&collection, COLLECTION, "CreateItem", item)?;
        self.allow(&prompt)
    }

    fn unlock(&self, locked: &[OwnedObjectPath]) -> Result<()> {
        let (_, prompt): (Vec<OwnedObjectPath>, _) = self.bus.call(ROOT, SERVICE, "Unlock", vec![locked.into()])?;
        self.allow(&prompt)
    }

    /// Has the user asked, if the service wants it.
    fn allow(&self, prompt: &OwnedObjectPath) -> Result<()> {
        match self.bus.prompt(prompt)? {
            true => Ok(()),
            false => Err(locked("nobody has unlocked it")),
        }
    }
}

/// What an entry is found by: so did the crate `keyring`, which the first entries were filed with.
fn attributes(user: &str) -> HashMap<&str, &str> {
    HashMap::from([("service", OURS), ("username", user)])
}

/// What a user sees of an entry in the windows of the desktop, as that crate words it.
fn label(user: &str) -> String {
    format!("keyring:{user}@{OURS}")
}

fn text(bytes: Vec<u8>) -> Result<Secret> {
    String::from_utf8(bytes).map(Secret::new).map_err(|_| not_ours())
}

/// An error of the service or of the bus, as the program tells it.
impl From<zbus::Error> for Error {
    fn from(error: zbus::Error) -> Self {
        match &error {
            zbus::Error::MethodError(name, ..) if name.as_str() == IS_LOCKED => locked(error),
            _ => failed(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_filed_as_it_ever_was() {
        let user = "prod https://tenant.example";
        assert_eq!(label(user), "keyring:prod https://tenant.example@qlik-api-key");
        assert_eq!(attributes(user), HashMap::from([("service", "qlik-api-key"), ("username", user)]));
    }

    #[test]
    fn bytes_that_are_no_text_are_not_shown() {
        let error = text(b"fake-secret\xff".to_vec()).unwrap_err().text();
        assert!(error.starts_with("the keyring's entry is not what was put there\n"), "{error}");
        assert!(!error.contains("fake-secret"), "the secret is in the error");
    }
}

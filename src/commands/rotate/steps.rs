//! What a rotation and the settling of an interrupted one have in common: signing in, undoing, and the end of an old key.

use std::thread;
use std::time::{Duration, Instant};

use super::journal::{Fate, Journal, Place, Rotation};
use crate::api::{api_keys, users};
use crate::commands::App;
use crate::commands::session::Session;
use crate::context::Profile;
use crate::error::{Error, Exit, Result};
use crate::http::Client;
use crate::secret::Secret;

/// How long a new key may take until it signs in.
const SETTLING: Duration = Duration::from_secs(60);

/// The longest wait between two tries.
const LONGEST: Duration = Duration::from_secs(15);

/// Signs in with a new key.
///
/// # Errors
/// Where it doesn't within a minute.
pub fn sign_in(session: &Session, token: &Secret) -> Result<Client> {
    let client = session.client_with(token)?;
    let begun = Instant::now();
    let mut wait = Duration::from_secs(1);
    loop {
        let Err(error) = users::me(&client.without_retries()) else {
            return Ok(client);
        };
        let may_pass = matches!(error.exit(), Exit::Auth | Exit::Unavailable | Exit::RateLimited);
        if !may_pass || begun.elapsed() + wait > SETTLING {
            let exit = error.exit();
            return Err(error.escalate(exit, "the new API key does not sign in"));
        }
        thread::sleep(wait);
        wait = LONGEST.min(wait * 2);
    }
}

/// Removes the new key of a rotation that can't go on, and forgets the rotation: all is as before.
pub fn undo(app: &App, session: &Session, journal: &mut Journal, rotation: &Rotation, error: Error) -> Error {
    let new = rotation.new.as_deref().unwrap_or_default();
    let undone = forget_next(app, rotation)
        .and_then(|()| remove(session, &session.client, new))
        .and_then(|()| journal.close(rotation));
    match undone {
        Ok(()) => error.but(&format!("the new key {new} was removed again, and {} stays as it is", rotation.old)),
        Err(failed) => error
            .but(&format!("the new key {new} could not be removed yet: {}", failed.what()))
            .hint("qlik-api-key rotate --resume"),
    }
}

/// Does with the old key what was decided; gives back what became of it. One's own old key is removed with the new one,
/// `client`, since it may be gone by now; another's with what is signed in with.
///
/// # Errors
/// Exit 8 where it could not be removed.
pub fn retire(session: &Session, client: &Client, journal: &mut Journal, rotation: &Rotation) -> Result<String> {
    let old = &rotation.old;
    let client = if session.claims.jti.as_ref() == Some(old) { client } else { &session.client };
    match rotation.fate {
        Fate::Keep => {
            journal.close(rotation)?;
            Ok("the old key stays".to_owned())
        }
        Fate::RemoveAt(time) => {
            Ok(format!("the old key is due for removal at {time:.0} (qlik-api-key rotate --finish)"))
        }
        Fate::Remove => {
            remove(session, client, old).map_err(|error| {
                let new = rotation.new.as_deref().unwrap_or_default();
                let told = format!("API key {new} is in its place, but the old one, {old}, could not be removed");
                error.escalate(Exit::Partial, told).hint("qlik-api-key rotate --resume")
            })?;
            journal.close(rotation)?;
            Ok("the old key was removed".to_owned())
        }
    }
}

/// Forgets the token that was to become a context's.
///
/// # Errors
/// Where the store can't be had.
pub fn forget_next(app: &App, rotation: &Rotation) -> Result<()> {
    let Place::Context(name) = &rotation.place else {
        return Ok(());
    };
    let profile = Profile::read(&app.profile_path()?)?;
    if profile.contains(name) { app.stores()?.remove_pending(&profile.context(name)?) } else { Ok(()) }
}

/// Removes a key with the client that may; one that is gone already is as good.
///
/// # Errors
/// As every request.
pub fn remove(session: &Session, client: &Client, id: &str) -> Result<()> {
    match api_keys::remove(client, id) {
        Err(error) if error.exit() != Exit::NotFound => Err(error),
        _ => {
            session.forget_keys(&[id]);
            Ok(())
        }
    }
}

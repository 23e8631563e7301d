//! What becomes of a rotation that was interrupted, and of old keys whose time has come.

use std::path::Path;

use jiff::Timestamp;

use super::journal::{Fate, Journal, Place, Rotation, Step};
use super::steps;
use crate::api::users::{self, Claims};
use crate::commands::App;
use crate::commands::mint::Before;
use crate::commands::session::Session;
use crate::context::{Context, Profile};
use crate::error::Result;
use crate::output::Outcome;
use crate::private_file;
use crate::secret::Secret;

/// `--resume` and `--finish`: settles what there is, and nothing else.
///
/// # Errors
/// As every request.
pub fn only(app: &App, session: &Session, journal: &mut Journal) -> Result<Outcome> {
    let (rotations, now) = open(session, journal)?;
    if rotations.is_empty() {
        return Ok(Outcome::Done("there is nothing to finish".to_owned()));
    }
    for rotation in rotations {
        app.notice(&one(app, session, journal, rotation, now)?);
    }
    Ok(Outcome::Text(String::new()))
}

/// Settles what there is before another rotation; gives back how much there was. An old key that can't be removed is no
/// reason to let another one expire.
///
/// # Errors
/// As every request.
pub fn before_another(app: &App, session: &Session, journal: &mut Journal) -> Result<usize> {
    let (rotations, now) = open(session, journal)?;
    let rotations: Vec<_> = rotations.into_iter().filter(|rotation| !is_due_after(rotation, now)).collect();
    for rotation in &rotations {
        match one(app, session, journal, rotation.clone(), now) {
            Ok(told) => app.notice(&told),
            Err(error) if rotation.step == Step::InPlace => app.terminal.warn(&error.text()),
            Err(error) => return Err(error),
        }
    }
    Ok(rotations.len())
}

/// The rotations that are not over, of the user who is signed in, and the tenant's clock.
fn open(session: &Session, journal: &Journal) -> Result<(Vec<Rotation>, Timestamp)> {
    if journal.is_empty() {
        return Ok((Vec::new(), Timestamp::now()));
    }
    let (me, date) = users::me(&session.client)?;
    Ok((journal.of(&me.id), date.unwrap_or_else(Timestamp::now)))
}

/// Finishes one rotation where its token is still to be had, and undoes it where not.
fn one(app: &App, session: &Session, journal: &mut Journal, mut rotation: Rotation, now: Timestamp) -> Result<String> {
    let Some(new) = rotation.new.clone() else {
        return orphans(session, journal, &rotation);
    };
    if rotation.step == Step::InPlace {
        return in_place(app, session, journal, &rotation, now);
    }
    match found(app, &rotation, &new)? {
        Found::Beside(context, token) => {
            let client = match steps::sign_in(session, &token) {
                Ok(client) => client,
                Err(error) => return Err(steps::undo(app, session, journal, &rotation, error)),
            };
            app.stores()?.replace(&context, &token)?;
            steps::forget_next(app, &rotation)?;
            rotation.step = Step::InPlace;
            journal.note(&rotation)?;
            Ok(format!(
                "finished the rotation of {}; {}",
                rotation.old,
                steps::retire(session, &client, journal, &rotation)?
            ))
        }
        Found::InPlace => {
            rotation.step = Step::InPlace;
            journal.note(&rotation)?;
            in_place(app, session, journal, &rotation, now)
        }
        Found::Unknown => {
            journal.close(&rotation)?;
            Ok(format!(
                "the rotation of {} was interrupted while the token of {new} was handed over, so both keys stay; if it \
                 did not arrive: qlik-api-key rm {new}",
                rotation.old
            ))
        }
        Found::Nowhere => {
            steps::forget_next(app, &rotation)?;
            steps::remove(session, &session.client, &new)?;
            journal.close(&rotation)?;
            Ok(format!("undid the rotation of {}: its token was lost, so the new key {new} was removed", rotation.old))
        }
    }
}

/// The key that a create may have made before it could be written down: nobody has its token.
fn orphans(session: &Session, journal: &mut Journal, rotation: &Rotation) -> Result<String> {
    let before = Before { creator: rotation.creator.clone(), known: rotation.known.clone(), date: rotation.begun };
    let keys = before.made_since(session, &rotation.description)?;
    for key in &keys {
        steps::remove(session, &session.client, &key.id)?;
    }
    journal.close(rotation)?;
    let ids: Vec<_> = keys.iter().map(|key| key.id.as_str()).collect();
    let removed =
        if ids.is_empty() { "no new key came of it".to_owned() } else { format!("{} was removed", ids.join(", ")) };
    Ok(format!("undid the rotation of {}: {removed}", rotation.old))
}

/// A rotation whose new key is in its place: the old one goes if it is time.
fn in_place(
    app: &App,
    session: &Session,
    journal: &mut Journal,
    rotation: &Rotation,
    now: Timestamp,
) -> Result<String> {
    steps::forget_next(app, rotation)?;
    let (old, new) = (&rotation.old, rotation.new.as_deref().unwrap_or_default());
    let fate = match rotation.fate {
        Fate::RemoveAt(time) if time > now => {
            return Ok(format!("API key {old}, which {new} replaced, is due for removal at {time:.0}"));
        }
        Fate::RemoveAt(_) => Fate::Remove,
        fate => fate,
    };
    let told = steps::retire(session, &session.client, journal, &Rotation { fate, ..rotation.clone() })?;
    Ok(format!("{new} replaced API key {old}; {told}"))
}

/// Whether nothing is left of a rotation but an old key whose time has not come yet.
fn is_due_after(rotation: &Rotation, now: Timestamp) -> bool {
    rotation.step == Step::InPlace && matches!(rotation.fate, Fate::RemoveAt(time) if time > now)
}

/// Where the token of a new key is.
enum Found {
    /// In the store of this context, beside the one that it signs in with.
    Beside(Box<Context>, Secret),
    /// Where it belongs.
    InPlace,
    /// Perhaps where it belongs, where nobody can look.
    Unknown,
    /// Lost.
    Nowhere,
}

fn found(app: &App, rotation: &Rotation, new: &str) -> Result<Found> {
    match &rotation.place {
        Place::Context(name) | Place::NewContext(name) => in_context(app, name, new),
        Place::File(path) => Ok(if is_in(path, new) { Found::InPlace } else { Found::Nowhere }),
        Place::Elsewhere if rotation.step == Step::HandingOver => Ok(Found::Unknown),
        Place::Elsewhere => Ok(Found::Nowhere),
    }
}

fn in_context(app: &App, name: &str, new: &str) -> Result<Found> {
    let profile = Profile::read(&app.profile_path()?)?;
    if !profile.contains(name) {
        return Ok(Found::Nowhere);
    }
    let (context, stores) = (profile.context(name)?, app.stores()?);
    if stores.get(&context)?.is_some_and(|token| is_of(&token, new)) {
        return Ok(Found::InPlace);
    }
    Ok(match stores.pending(&context)?.filter(|token| is_of(token, new)) {
        Some(token) => Found::Beside(Box::new(context), token),
        None => Found::Nowhere,
    })
}

fn is_in(path: &Path, new: &str) -> bool {
    private_file::read(path).is_ok_and(|text| text.is_some_and(|text| is_of(&Secret::new(text), new)))
}

/// Whether a token is that of a key.
fn is_of(token: &Secret, id: &str) -> bool {
    Claims::of(token.expose().trim()).jti.as_deref() == Some(id)
}

//! Making a key: a look at one's own keys before, the create, and what may have come of it where nobody knows.

use jiff::{SignedDuration, Timestamp};

use super::session::Session;
use crate::api::api_keys::{self, ApiKey, Minted, NewApiKey};
use crate::api::users;
use crate::error::{Error, Exit, Result};

/// How far the clocks of a tenant's machines may be apart.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(2);

/// What there was before a create: whatever it makes is not among it.
pub struct Before {
    /// The ID of the user who creates.
    pub creator: String,
    /// The IDs of the newest keys that this user created.
    pub known: Vec<String>,
    /// The tenant's clock.
    pub date: Timestamp,
}

impl Before {
    /// Looks. A tenant that can't be reached is met here, where nothing is at stake yet.
    ///
    /// # Errors
    /// As every request.
    pub fn look(session: &Session) -> Result<Self> {
        let creator = match &session.claims.sub {
            Some(id) => id.clone(),
            None => users::me(&session.client)?.0.id,
        };
        let (rows, date) = match api_keys::newest(&session.client, creator.clone()) {
            // Who may not list may still create.
            Err(error) if error.exit() == Exit::Forbidden => (Vec::new(), None),
            other => other?,
        };
        let known = rows.into_iter().map(|key| key.id).collect();
        Ok(Self { creator, known, date: date.unwrap_or_else(Timestamp::now) })
    }

    /// The keys that may have been made since: of the same creator and description, not there before, and not older.
    ///
    /// # Errors
    /// As every request.
    pub fn made_since(&self, session: &Session, description: &str) -> Result<Vec<ApiKey>> {
        let (rows, _) = api_keys::newest(&session.client.without_retries(), self.creator.clone())?;
        let since = self.date.checked_sub(TOLERANCE).unwrap_or(Timestamp::MIN);
        // A time that can't be read rules nothing out.
        let is_new = |key: &ApiKey| key.created.is_none_or(|created| created >= since);
        let is_it = |key: &ApiKey| key.description == description && is_new(key) && !self.known.contains(&key.id);
        Ok(rows.into_iter().filter(is_it).collect())
    }
}

/// Creates a key. Where the outcome is unknown, the error names what may have come of it.
///
/// # Errors
/// As [`api_keys::create`].
pub fn create(session: &Session, before: &Before, key: &NewApiKey) -> Result<Minted> {
    let minted = api_keys::create(&session.client, key).map_err(|error| match error.exit() {
        Exit::UnknownOutcome => with_candidates(session, before, key, error),
        _ => error,
    })?;
    if let (Some(known), Ok(row)) = (&session.known, minted.response.raw_object()) {
        known.add(&row.into());
    }
    Ok(minted)
}

/// Looks for the key that an unanswered create may have made, and says how to remove it.
fn with_candidates(session: &Session, before: &Before, key: &NewApiKey, error: Error) -> Error {
    match before.made_since(session, key.description.as_deref().unwrap_or_default()) {
        Ok(keys) if keys.is_empty() => {
            error.hint("no such key is there now; look again: qlik-api-key ls --sort -created --limit 5")
        }
        Ok(keys) => {
            let removals: Vec<_> = keys.iter().map(|key| format!("qlik-api-key rm {}", key.id)).collect();
            error.hint(format!("this removes what may be that key, before you create another: {}", removals.join("; ")))
        }
        // The error's own hint says how to look for it.
        Err(_) => error,
    }
}

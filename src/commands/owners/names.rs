//! The owner of an API key as JSON and in words.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::api::api_keys::ApiKey;
use crate::api::users::User;
use crate::app::Session;
use crate::app::owners::{Owner, OwnerLookup, Owners, owner_id};
use crate::error::Result;
use crate::object;
use crate::terminal::sanitize;

/// The member `owner` in JSON.
#[derive(Serialize)]
struct OwnerObject<'a> {
    id: &'a str,
    #[serde(flatten)]
    details: Option<OwnerDetails<'a>>,
}

/// What is known about an owner.
#[derive(Clone, Copy, Default, Serialize)]
pub(super) struct OwnerDetails<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) email: Option<&'a str>,
    /// Qlik's status, or `gone`.
    pub(super) status: &'a str,
}

impl<'a> OwnerDetails<'a> {
    /// `None` if the owner could not be looked up.
    pub(super) fn new(owner: Owner<'a>) -> Option<Self> {
        match owner {
            Owner::Nobody | Owner::Unknown => None,
            Owner::Gone => Some(Self { status: "gone", ..Self::default() }),
            Owner::User(User { name, email, status, .. }) => {
                Some(Self { name: Some(name), email: email.as_deref(), status })
            }
        }
    }
}

/// The owner of a key as JSON: an object, or `null` for a key without an owner.
///
/// # Errors
/// Exit 1 if it can't be serialized.
pub fn owner_object(key: &ApiKey, owners: &Owners) -> Result<Box<RawValue>> {
    let details = OwnerDetails::new(owners.get(key));
    object::to_raw_json(&owner_id(key).map(|id| OwnerObject { id, details }))
}

/// The owner of a key in words: `you` for the user with `own_id`, else see [`display_name`].
pub fn owner_name(key: &ApiKey, owners: &Owners, own_id: Option<&str>) -> String {
    match owner_id(key) {
        Some(id) if Some(id) == own_id => "you".to_owned(),
        _ => display_name(&key.sub, owners.get(key)),
    }
}

/// The name of an owner, else the email address, else the ID; and whether the user is disabled or gone.
pub fn display_name(id: &str, owner: Owner) -> String {
    match owner {
        Owner::Nobody => String::new(),
        Owner::Unknown => id.to_owned(),
        Owner::Gone => format!("{id} (gone)"),
        Owner::User(User { name, email, status, .. }) => {
            let name = [name.as_str(), email.as_deref().unwrap_or_default()].into_iter().find(|text| !text.is_empty());
            let name = name.unwrap_or(id);
            match status.as_str() {
                "disabled" => format!("{name} (disabled)"),
                "deleted" => format!("{name} (gone)"),
                _ => name.to_owned(),
            }
        }
    }
}

/// Looks up the owners of a few keys, for a question or a plan: `you`, a name, or an empty text for a key without an
/// owner. A failed lookup shows IDs.
pub fn look_up_names(session: &Session, keys: &[ApiKey]) -> Vec<String> {
    let own_id = session.claims.sub.as_deref();
    let mut lookup = OwnerLookup::new(session.client.without_retries());
    keys.iter().filter(|key| owner_id(key) != own_id).for_each(|key| lookup.add(key));
    let owners = lookup.finish();
    keys.iter().map(|key| owner_name(key, &owners, own_id)).collect()
}

/// A few keys for a question or a sentence: `"DESCRIPTION" of OWNER`, without the owner if that is the user who is
/// signed in or nobody. The texts can't be mistaken for other words.
pub fn describe_keys(session: &Session, keys: &[ApiKey]) -> Vec<String> {
    let describe = |(key, owner): (&ApiKey, String)| {
        let description = match key.description.trim() {
            "" => format!("API key {}", sanitize::name(&key.id)),
            description => sanitize::quoted(description),
        };
        match owner.as_str() {
            "" | "you" => description,
            name => format!("{description} of {}", sanitize::name(name)),
        }
    };
    keys.iter().zip(look_up_names(session, keys)).map(describe).collect()
}

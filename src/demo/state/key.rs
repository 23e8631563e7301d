//! API keys as the tenant stores them, and their JSON representation.

use jiff::Timestamp;
use serde::de::value::{self, BorrowedStrDeserializer};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::roles::TENANT_ADMIN;
use super::users::{TestUser, User};

/// The type of a key's subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SubType {
    /// A user.
    User,
    /// A SCIM client.
    ExternalClient,
}

/// The status of a key, ordered by name, because the API sorts by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyStatus {
    Active,
    Expired,
    Revoked,
}

/// Parses the API's name of a status or of a subject type.
pub fn parse_enum<'a, T: Deserialize<'a>>(name: &'a str) -> Option<T> {
    T::deserialize(BorrowedStrDeserializer::<value::Error>::new(name)).ok()
}

/// An API key as the tenant stores it.
#[derive(Debug, Clone)]
pub struct StoredKey {
    pub id: String,
    pub sub: String,
    pub token: String,
    pub expiry: Timestamp,
    pub revoked: bool,
    pub created: Timestamp,
    pub sub_type: SubType,
    pub description: String,
    pub last_updated: Timestamp,
    pub created_by: String,
}

impl StoredKey {
    /// Returns the status at the given time. A revoked key stays revoked after its expiry.
    pub fn status(&self, now: Timestamp) -> KeyStatus {
        if self.revoked {
            KeyStatus::Revoked
        } else if now >= self.expiry {
            KeyStatus::Expired
        } else {
            KeyStatus::Active
        }
    }

    /// Returns true if the user may see the key and change its description.
    pub fn is_visible_to(&self, user: &User) -> bool {
        self.sub == user.id || self.created_by == user.id || user.has_role(TENANT_ADMIN)
    }

    /// Returns true if the user owns the key. The subject of a SCIM key is not a user, so its creator owns it.
    pub fn is_owned_by(&self, user: &User) -> bool {
        match self.sub_type {
            SubType::User => self.sub == user.id,
            SubType::ExternalClient => self.created_by == user.id,
        }
    }

    /// Returns the key as JSON, in the field order of the API reference's examples. Only the response of
    /// `POST /api-keys` has the token.
    pub fn to_json(&self, tenant_id: &str, now: Timestamp, with_token: bool) -> Map<String, Value> {
        let mut document = Map::new();
        let mut add = |name: &str, value: Value| document.insert(name.to_owned(), value);
        add("id", json!(self.id));
        add("sub", json!(self.sub));
        if with_token {
            add("token", json!(self.token));
        }
        add("expiry", json!(self.expiry));
        add("status", json!(self.status(now)));
        add("created", json!(self.created));
        add("subType", json!(self.sub_type));
        add("tenantId", json!(tenant_id));
        add("description", json!(self.description));
        add("lastUpdated", json!(self.last_updated));
        add("createdByUser", json!(self.created_by));
        document
    }
}

/// A key to add to a tenant. The tenant's limits and role checks do not apply to it.
#[derive(Debug, Clone)]
pub struct KeySpec {
    pub(crate) description: String,
    pub(crate) owner: TestUser,
    /// The ID of the user who is the creator, instead of the owner.
    pub(crate) creator: Option<String>,
    pub(crate) sub: Option<String>,
    pub(crate) sub_type: SubType,
    pub(crate) created: Option<Timestamp>,
    pub(crate) expiry: Option<Timestamp>,
    pub(crate) revoked: bool,
}

impl KeySpec {
    /// An active key of the administrator, created with the tenant, that expires after 30 days.
    pub fn new(description: &str) -> KeySpec {
        KeySpec {
            description: description.to_owned(),
            owner: TestUser::Admin,
            creator: None,
            sub: None,
            sub_type: SubType::User,
            created: None,
            expiry: None,
            revoked: false,
        }
    }

    /// Sets the user who is the subject and the creator of the key.
    pub fn owner(mut self, owner: TestUser) -> KeySpec {
        self.owner = owner;
        self
    }

    /// Sets the creator of the key by ID, instead of the owner.
    pub(crate) fn creator(mut self, id: &str) -> KeySpec {
        self.creator = Some(id.to_owned());
        self
    }

    /// Sets a subject other than the owner, who remains the creator.
    pub fn sub(mut self, sub: &str, sub_type: SubType) -> KeySpec {
        self.sub = Some(sub.to_owned());
        self.sub_type = sub_type;
        self
    }

    /// Sets the time of creation.
    pub fn created(mut self, created: Timestamp) -> KeySpec {
        self.created = Some(created);
        self
    }

    /// Sets the expiry.
    pub fn expiry(mut self, expiry: Timestamp) -> KeySpec {
        self.expiry = Some(expiry);
        self
    }

    /// Marks the key as revoked.
    pub fn revoked(mut self) -> KeySpec {
        self.revoked = true;
        self
    }
}

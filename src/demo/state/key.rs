//! API keys as the tenant stores them, and as the API shows them.

use jiff::Timestamp;
use serde::Serialize;

use super::user::{TENANT_ADMIN, TestUser, User};

/// The kind of a key's subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum SubType {
    /// A user.
    User,
    /// A SCIM client.
    ExternalClient,
}

impl SubType {
    /// Parses a value of `subType`.
    pub(crate) fn parse(text: &str) -> Option<SubType> {
        match text {
            "user" => Some(SubType::User),
            "externalClient" => Some(SubType::ExternalClient),
            _ => None,
        }
    }
}

/// The status of a key. The order is that of the names, by which the API sorts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyStatus {
    Active,
    Expired,
    Revoked,
}

impl KeyStatus {
    /// Parses a value of `status`.
    pub fn parse(text: &str) -> Option<KeyStatus> {
        match text {
            "active" => Some(KeyStatus::Active),
            "expired" => Some(KeyStatus::Expired),
            "revoked" => Some(KeyStatus::Revoked),
            _ => None,
        }
    }
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
    /// The ID of the user who created it.
    pub created_by: String,
}

/// The JSON of a key, in the field order of the reference's examples.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyDocument<'a> {
    id: &'a str,
    sub: &'a str,
    /// Only the response to a create has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
    expiry: Timestamp,
    status: KeyStatus,
    created: Timestamp,
    sub_type: SubType,
    tenant_id: &'a str,
    description: &'a str,
    last_updated: Timestamp,
    created_by_user: &'a str,
}

impl StoredKey {
    /// Returns the status at a time. A revoked key stays revoked after its expiry.
    pub fn status(&self, now: Timestamp) -> KeyStatus {
        if self.revoked {
            KeyStatus::Revoked
        } else if now >= self.expiry {
            KeyStatus::Expired
        } else {
            KeyStatus::Active
        }
    }

    /// Returns whether a user may see the key and change its description.
    pub fn is_visible_to(&self, user: &User) -> bool {
        self.sub == user.id || self.created_by == user.id || user.has_role(TENANT_ADMIN)
    }

    /// Returns whether a user owns the key. The subject of a SCIM key is no user, so its creator owns it.
    pub fn is_owned_by(&self, user: &User) -> bool {
        match self.sub_type {
            SubType::User => self.sub == user.id,
            SubType::ExternalClient => self.created_by == user.id,
        }
    }

    /// Returns the key's JSON without the token.
    pub fn document<'a>(&'a self, tenant_id: &'a str, now: Timestamp) -> KeyDocument<'a> {
        KeyDocument {
            id: &self.id,
            sub: &self.sub,
            token: None,
            expiry: self.expiry,
            status: self.status(now),
            created: self.created,
            sub_type: self.sub_type,
            tenant_id,
            description: &self.description,
            last_updated: self.last_updated,
            created_by_user: &self.created_by,
        }
    }

    /// Returns the key's JSON with the token.
    pub fn document_with_token<'a>(&'a self, tenant_id: &'a str, now: Timestamp) -> KeyDocument<'a> {
        KeyDocument { token: Some(&self.token), ..self.document(tenant_id, now) }
    }
}

/// A key to be added to a tenant. No limit or role of the tenant applies to it.
#[derive(Debug, Clone)]
pub struct KeySpec {
    pub(crate) description: String,
    pub(crate) owner: TestUser,
    pub(crate) sub: Option<String>,
    pub(crate) sub_type: SubType,
    pub(crate) created: Option<Timestamp>,
    pub(crate) expiry: Option<Timestamp>,
    pub(crate) revoked: bool,
}

impl KeySpec {
    /// An active key of the administrator. It is as old as the tenant and expires 30 days after that.
    pub fn new(description: &str) -> KeySpec {
        KeySpec {
            description: description.to_owned(),
            owner: TestUser::Admin,
            sub: None,
            sub_type: SubType::User,
            created: None,
            expiry: None,
            revoked: false,
        }
    }

    /// Sets the user who is its subject and its creator.
    pub fn owner(mut self, owner: TestUser) -> KeySpec {
        self.owner = owner;
        self
    }

    /// Sets another subject; the owner stays the creator.
    pub fn sub(mut self, sub: &str, sub_type: SubType) -> KeySpec {
        self.sub = Some(sub.to_owned());
        self.sub_type = sub_type;
        self
    }

    /// Sets when it was created.
    pub fn created(mut self, created: Timestamp) -> KeySpec {
        self.created = Some(created);
        self
    }

    /// Sets when it expires.
    pub fn expiry(mut self, expiry: Timestamp) -> KeySpec {
        self.expiry = Some(expiry);
        self
    }

    /// Revokes it.
    pub fn revoked(mut self) -> KeySpec {
        self.revoked = true;
        self
    }
}

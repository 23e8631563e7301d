//! What a removal does to a key: its owner deletes it, and anybody else revokes it for good.

use crate::api::api_keys::ApiKey;

/// What a removal does to a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Delete,
    Revoke,
    /// Nothing: somebody has revoked it.
    AlreadyRevoked,
}

impl Action {
    /// What happens if this user removes this key. The subject of a SCIM key isn't a user, so its creator owns it.
    pub fn new(key: &ApiKey, user_id: &str) -> Self {
        let owner = if key.is_scim() { &key.created_by_user } else { &key.sub };
        match key.status.as_str() {
            _ if owner == user_id => Self::Delete,
            "revoked" => Self::AlreadyRevoked,
            _ => Self::Revoke,
        }
    }

    /// The result, for a row and a notice.
    pub fn result(self) -> &'static str {
        match self {
            Self::Delete => "deleted",
            Self::Revoke => "revoked",
            Self::AlreadyRevoked => "already revoked",
        }
    }

    /// The question about a key, which `name` describes.
    pub fn question(self, name: &str) -> String {
        match self {
            Self::Delete => format!("Delete {name}?"),
            Self::Revoke | Self::AlreadyRevoked => format!("Revoke {name}? This cannot be undone."),
        }
    }

    /// The line about a key, which `name` describes, in a list above a question.
    pub fn line(self, name: &str) -> String {
        match self {
            Self::Delete => format!("delete {name}"),
            Self::Revoke => format!("revoke {name}"),
            Self::AlreadyRevoked => format!("already revoked: {name}"),
        }
    }
}

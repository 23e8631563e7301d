//! The audit events of a tenant (<https://qlik.dev/apis/rest/audits/>): who changed which key or setting, and when.

use fastrand::Rng;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::config::KeyConfig;
use super::key::StoredKey;
use super::token::random_hex;

/// The service that changes keys and settings.
pub const SOURCE: &str = "com.qlik/api-keys";

/// The prefixes of today's event types, and of those that are deprecated since August 2026. A tenant records both.
const FAMILIES: [&str; 2] = ["com.qlik.core.", "com.qlik."];

/// The types of events that a tenant may have.
pub const EVENT_TYPES: [&str; 11] = [
    "com.qlik.api-key.created",
    "com.qlik.api-key.deleted",
    "com.qlik.api-key.updated",
    "com.qlik.api-key.validated",
    "com.qlik.api-key.validation.failed",
    "com.qlik.api-keys-config.updated",
    "com.qlik.core.api-key.created",
    "com.qlik.core.api-key.deleted",
    "com.qlik.core.api-key.updated",
    "com.qlik.core.api-key.validation.failed",
    "com.qlik.core.api-keys-config.updated",
];

/// When the log has this many events, its older half is removed, so that a tenant can run for days.
const MAX_EVENTS: usize = 20_000;

/// What happened to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyChange {
    Created,
    Updated,
    /// Deleted by its owner.
    Deleted,
    /// Revoked by an administrator.
    Revoked,
}

/// An audit event.
#[derive(Debug)]
pub struct AuditEvent {
    pub id: String,
    pub event_type: String,
    pub time: Timestamp,
    /// The ID of the user who made the change.
    pub user_id: String,
    pub data: Value,
    /// The ID of the user whose key was changed, if it was a key.
    pub owner_id: Option<String>,
}

/// The audit events of a tenant, in the order in which they were recorded.
#[derive(Debug)]
pub struct AuditLog {
    events: Vec<AuditEvent>,
    /// Generates IDs. It is separate, so that events don't change the IDs of keys.
    rng: Rng,
}

impl AuditLog {
    /// Creates an empty log. The same seed produces the same IDs.
    pub fn new(seed: u64) -> AuditLog {
        AuditLog { events: Vec::new(), rng: Rng::with_seed(seed.rotate_left(32)) }
    }

    /// Returns the events, oldest first.
    pub fn events(&self) -> &[AuditEvent] {
        &self.events
    }

    /// Records that a user has changed a key.
    pub fn record_key(&mut self, change: KeyChange, key: &StoredKey, user_id: &str, time: Timestamp) {
        let mut data = Map::new();
        let mut add = |name: &str, value: Value| data.insert(name.to_owned(), value);
        add("id", json!(key.id));
        add("sub", json!(key.sub));
        add("subType", json!(key.sub_type));
        add("description", json!(key.description));
        add("expiry", json!(key.expiry));
        let name = match change {
            KeyChange::Created => "api-key.created",
            KeyChange::Updated => "api-key.updated",
            KeyChange::Deleted => {
                add("status", json!("deleted"));
                "api-key.deleted"
            }
            KeyChange::Revoked => {
                add("status", json!("revoked"));
                "api-key.deleted"
            }
        };
        self.record(name, &Value::Object(data), Some(&key.sub), user_id, time);
    }

    /// Records that a user has changed the settings.
    pub fn record_config(&mut self, config: &KeyConfig, user_id: &str, time: Timestamp) {
        self.record("api-keys-config.updated", &json!(config), None, user_id, time);
    }

    fn record(&mut self, name: &str, data: &Value, owner_id: Option<&str>, user_id: &str, time: Timestamp) {
        if self.events.len() >= MAX_EVENTS {
            self.events.drain(..MAX_EVENTS / 2);
        }
        for family in FAMILIES {
            self.events.push(AuditEvent {
                id: random_hex(&mut self.rng, 24),
                event_type: format!("{family}{name}"),
                time,
                user_id: user_id.to_owned(),
                data: data.clone(),
                owner_id: owner_id.map(str::to_owned),
            });
        }
    }
}

//! `/audits`: the audit events of API keys and of their configuration (<https://qlik.dev/apis/rest/audits/>).

use jiff::Timestamp;
use serde::Deserialize;

use super::api_keys::null_as_empty;
use crate::error::{Error, Exit, Result};
use crate::http::{Client, Direction, Paginator, Request};
use crate::object::Object;
use crate::row::Row;

/// The number of days that the tenant lists an event.
pub const RETENTION_DAYS: i64 = 90;

/// What an event reports. The changes of a key are in the order in which they can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// A key was created.
    Created,
    /// A key was updated.
    Updated,
    /// A key was deleted by its owner.
    Deleted,
    /// A key was revoked by an administrator.
    Revoked,
    /// The tenant rejected a key.
    ValidationFailed,
    /// The configuration was changed.
    Configuration,
}

impl Change {
    /// The change in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
            Self::Revoked => "revoked",
            Self::ValidationFailed => "validation failed",
            Self::Configuration => "configuration",
        }
    }
}

/// A type of events.
pub struct EventType {
    /// `eventType`
    pub name: &'static str,
    change: Change,
    /// Whether the type is deprecated since August 2026. A tenant may report the same change with both types.
    is_deprecated: bool,
}

const fn event_type(name: &'static str, change: Change, is_deprecated: bool) -> EventType {
    EventType { name, change, is_deprecated }
}

/// The types of events (<https://qlik.dev/apis/event/core/api-keys/>, <https://qlik.dev/apis/event/api-keys/>).
pub const EVENT_TYPES: [EventType; 11] = [
    event_type("com.qlik.core.api-key.created", Change::Created, false),
    event_type("com.qlik.core.api-key.updated", Change::Updated, false),
    event_type("com.qlik.core.api-key.deleted", Change::Deleted, false),
    event_type("com.qlik.core.api-key.validation.failed", Change::ValidationFailed, false),
    event_type("com.qlik.core.api-keys-config.updated", Change::Configuration, false),
    event_type("com.qlik.api-key.created", Change::Created, true),
    event_type("com.qlik.api-key.updated", Change::Updated, true),
    event_type("com.qlik.api-key.deleted", Change::Deleted, true),
    event_type("com.qlik.api-key.validation.failed", Change::ValidationFailed, true),
    event_type("com.qlik.v1.api-key.validation.failed", Change::ValidationFailed, true),
    event_type("com.qlik.api-keys-config.updated", Change::Configuration, true),
];

/// Lists the events of a type page by page, newest first.
pub fn list(client: &Client, event_type: &EventType) -> Paginator {
    let request = Request::get("list the audit events", &["audits"])
        .with_query("eventType", Some(event_type.name))
        .with_query("sort", Some("-eventTime"))
        .with_query("limit", Some("100"))
        .with_hint(403, "sign in as a user with the TenantAdmin or AuditAdmin role, who may list audit events");
    client.pages(request, Direction::Next, u64::MAX)
}

/// An event of an API key or of the configuration. A missing text is read as empty.
#[derive(Debug)]
pub struct KeyEvent {
    /// The event as received.
    pub row: Row,
    /// What the event reports.
    pub change: Change,
    /// Whether the type of the event is deprecated.
    pub is_deprecated: bool,
    /// `eventTime`
    pub time: Timestamp,
    /// `userId`: the ID of the user who made the change.
    pub user_id: String,
    /// The IP address of that user, if the tenant tells it.
    pub origin_ip: String,
    /// The key; all texts are empty for the configuration.
    pub key: EventKey,
}

/// The key of an event.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct EventKey {
    /// `id`
    #[serde(deserialize_with = "null_as_empty")]
    pub id: String,
    /// `description`
    #[serde(deserialize_with = "null_as_empty")]
    pub description: String,
    /// `sub`: the subject.
    #[serde(deserialize_with = "null_as_empty")]
    pub sub: String,
    /// `subType`
    #[serde(deserialize_with = "null_as_empty")]
    pub sub_type: String,
    /// `status`: `revoked` if an administrator deleted the key.
    #[serde(deserialize_with = "null_as_empty")]
    status: String,
}

impl KeyEvent {
    /// Parses a row of a list. `None` if its type is not one of [`EVENT_TYPES`].
    ///
    /// # Errors
    /// Exit 7 if the row is not an audit event.
    pub fn from_row(row: Row) -> Result<Option<Self>> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct TypeOnly {
            event_type: String,
        }
        let event_type: Object<TypeOnly> = serde_json::from_str(row.json()).map_err(unexpected_row_error)?;
        let Some(event_type) = EVENT_TYPES.iter().find(|known| known.name == event_type.0.event_type) else {
            return Ok(None);
        };
        let body: EventBody = serde_json::from_str(row.json()).map_err(unexpected_row_error)?;
        let key = body.data.filter(|_| event_type.change != Change::Configuration).unwrap_or_default();
        let is_revoked = event_type.change == Change::Deleted && key.status == "revoked";
        let origins = [body.extensions.unwrap_or_default(), body.origin].map(Origin::into_ip);
        Ok(Some(Self {
            row,
            change: if is_revoked { Change::Revoked } else { event_type.change },
            is_deprecated: event_type.is_deprecated,
            time: body.event_time,
            user_id: body.user_id,
            origin_ip: origins.into_iter().find(|ip| !ip.is_empty()).unwrap_or_default(),
            key,
        }))
    }
}

fn unexpected_row_error(error: serde_json::Error) -> Error {
    Error::new(Exit::Unavailable, "the tenant's response contains something other than an audit event")
        .with_cause(error)
}

/// The fields of an event that are used here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EventBody {
    event_time: Timestamp,
    #[serde(default, deserialize_with = "null_as_empty")]
    user_id: String,
    data: Option<EventKey>,
    extensions: Option<Origin>,
    #[serde(flatten)]
    origin: Origin,
}

/// Where an event comes from. CloudEvents writes names in lower case.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Origin {
    #[serde(rename = "originIp", deserialize_with = "null_as_empty")]
    camel_case: String,
    #[serde(rename = "originip", deserialize_with = "null_as_empty")]
    lower_case: String,
}

impl Origin {
    fn into_ip(self) -> String {
        if self.camel_case.is_empty() { self.lower_case } else { self.camel_case }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::value::RawValue;
    use serde_json::{Value, json};

    fn parse(event: &Value) -> Result<Option<KeyEvent>, Exit> {
        let row = RawValue::from_string(event.to_string()).unwrap().into();
        KeyEvent::from_row(row).map_err(|error| error.exit())
    }

    #[test]
    fn reads_events_leniently() {
        let time = "2026-11-20T10:00:00Z";
        let deleted = |data: Value| json!({"eventType": EVENT_TYPES[2].name, "eventTime": time, "data": data});
        let change = |event: &Value| parse(event).map(|event| event.map(|event| event.change));
        assert_eq!(change(&deleted(json!({"status": "revoked"}))), Ok(Some(Change::Revoked)));
        assert_eq!(change(&deleted(json!({"status": "deleted", "x": [1]}))), Ok(Some(Change::Deleted)));
        assert_eq!(change(&deleted(Value::Null)), Ok(Some(Change::Deleted)));
        assert_eq!(change(&json!({"eventType": "com.qlik.api-key.validated", "eventTime": 5})), Ok(None));
        for invalid in [
            json!(5),
            json!([]),
            json!({}),
            json!({"eventType": EVENT_TYPES[0].name}),
            json!({"eventType": EVENT_TYPES[0].name, "eventTime": "yesterday"}),
            deleted(json!({"id": 5})),
        ] {
            assert_eq!(change(&invalid), Err(Exit::Unavailable), "{invalid}");
        }
    }

    #[test]
    fn finds_the_address_of_the_origin() {
        let event = |more: Value| {
            let mut event = json!({"eventType": EVENT_TYPES[0].name, "eventTime": "2026-11-20T10:00:00Z"});
            event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            parse(&event).unwrap().unwrap().origin_ip
        };
        for place in [
            json!({"originIp": "192.0.2.1"}),
            json!({"originip": "192.0.2.1", "originIp": null}),
            json!({"extensions": {"originIp": "192.0.2.1"}}),
            json!({"extensions": {"originip": "192.0.2.1", "ownerId": "u"}}),
        ] {
            assert_eq!(event(place.clone()), "192.0.2.1", "{place}");
        }
        assert_eq!(event(json!({"extensions": null})), "");
    }
}

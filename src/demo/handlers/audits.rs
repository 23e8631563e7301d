//! `/audits` (<https://qlik.dev/apis/rest/audits/>): the events of the last 90 days.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::call::Call;
use super::paging::PageQuery;
use crate::demo::http::error::DemoError;
use crate::demo::http::message::DemoResponse;
use crate::demo::state::audits::{AuditEvent, EVENT_TYPES, SOURCE};
use crate::demo::state::clock::add_days;
use crate::demo::state::tenant::Tenant;

/// The default of `limit`, the number of events per page.
const DEFAULT_LIMIT: usize = 10;

/// How many days an event is listed. Qlik Cloud then moves it to an archive.
const RETENTION_DAYS: i64 = 90;

/// `GET /audits`.
pub fn list(tenant: &Tenant, call: &Call) -> Result<DemoResponse, DemoError> {
    call.require_admin("Listing audit events")?;
    let mut filter = EventFilter::default();
    let mut order: Comparison = |a, b| b.time.cmp(&a.time);
    let query = PageQuery::parse(call, DEFAULT_LIMIT, |name, value| match name {
        "sort" => {
            order = parse_sort(value)?;
            Ok(())
        }
        _ => filter.set(name, value),
    })?;
    let oldest = add_days(call.now, -RETENTION_DAYS);
    // The newest event comes first among equals. The sort is stable.
    let mut events: Vec<&AuditEvent> =
        tenant.audits.events().iter().rev().filter(|event| event.time >= oldest).collect();
    events.sort_by(|a, b| order(a, b));
    query.respond(call, &events, |event| &event.id, |event| filter.selects(event), |event| to_json(tenant, call, event))
}

/// `GET /audits/types`.
pub fn types(call: &Call) -> Result<DemoResponse, DemoError> {
    call.require_admin("Listing the types of audit events")?;
    call.reject_query()?;
    let url = call.request.origin() + call.request.origin_form();
    Ok(DemoResponse::from_json(200, &json!({ "data": EVENT_TYPES, "links": { "self": { "href": url } } })))
}

type Comparison = fn(&AuditEvent, &AuditEvent) -> Ordering;

/// Parses the value of `sort`, which must have a prefix.
fn parse_sort(text: &str) -> Result<Comparison, DemoError> {
    match text {
        "+eventTime" => Ok(|a, b| a.time.cmp(&b.time)),
        "-eventTime" => Ok(|a, b| b.time.cmp(&a.time)),
        "+eventType" => Ok(|a, b| a.event_type.cmp(&b.event_type)),
        "-eventType" => Ok(|a, b| b.event_type.cmp(&a.event_type)),
        // All events have the same source.
        "+source" | "-source" => Ok(|_, _| Ordering::Equal),
        _ => {
            let detail = "sort must be source, eventType or eventTime, prefixed with + or -.";
            Err(DemoError::invalid_parameter("sort", detail))
        }
    }
}

/// The parameters that select events. Texts are case-sensitive.
#[derive(Default)]
struct EventFilter {
    event_type: Option<String>,
    user_id: Option<String>,
    source: Option<String>,
    /// The first and the last time.
    interval: Option<(Timestamp, Timestamp)>,
}

impl EventFilter {
    fn set(&mut self, name: &str, value: &str) -> Result<(), DemoError> {
        let text = Some(value.to_owned());
        match name {
            "eventType" => self.event_type = text,
            "userId" => self.user_id = text,
            "source" => self.source = text,
            "eventTime" => {
                let detail = "eventTime must be START/END, two times such as 2026-11-01T00:00:00Z, in this order.";
                let interval = parse_interval(value);
                self.interval = Some(interval.ok_or_else(|| DemoError::invalid_parameter(name, detail))?);
            }
            _ => return Err(DemoError::invalid_parameter(name, "There is no such parameter.")),
        }
        Ok(())
    }

    fn selects(&self, event: &AuditEvent) -> bool {
        self.event_type.as_ref().is_none_or(|text| event.event_type == *text)
            && self.user_id.as_ref().is_none_or(|id| event.user_id == *id)
            && self.source.as_ref().is_none_or(|source| source == SOURCE)
            && self.interval.is_none_or(|(start, end)| (start..=end).contains(&event.time))
    }
}

fn parse_interval(text: &str) -> Option<(Timestamp, Timestamp)> {
    let (start, end) = text.split_once('/')?;
    let (start, end) = (start.parse().ok()?, end.parse().ok()?);
    (start <= end).then_some((start, end))
}

fn to_json(tenant: &Tenant, call: &Call, event: &AuditEvent) -> Value {
    let url = format!("{}/api/v1/audits/{}", call.request.origin(), event.id);
    let extensions = event.owner_id.as_ref().map_or(json!({}), |id| json!({ "ownerId": id }));
    json!({
        "id": event.id,
        "source": SOURCE,
        "eventId": event.id,
        "eventTime": event.time,
        "eventType": event.event_type,
        "eventTypeVersion": "1.0.0",
        "tenantId": tenant.id,
        "userId": event.user_id,
        "contentType": "application/json",
        "data": event.data,
        "extensions": extensions,
        "links": { "self": { "href": url } },
    })
}

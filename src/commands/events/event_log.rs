//! Reads the events of all types, and merges those that report the same change.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::panic::resume_unwind;
use std::thread;

use jiff::{SignedDuration, Timestamp};

use crate::api::audits::{self, Change, EVENT_TYPES, EventType, KeyEvent, RETENTION_DAYS};
use crate::app::FetchProgress;
use crate::duration::IsoDuration;
use crate::error::{Error, Exit, Result};
use crate::http::Client;
use crate::row::Row;

/// Two events of the same change are at most this far apart.
const SAME_CHANGE: SignedDuration = SignedDuration::from_secs(2);

/// Reads the events of the last `period`, newest first. Each type is one list; all but the first, which shows whether
/// the tenant allows it, are read side by side.
///
/// # Errors
/// See [`Client::send`]. Exit 7 if a row is not an audit event.
pub fn read(client: &Client, period: IsoDuration, progress: &FetchProgress) -> Result<Vec<KeyEvent>> {
    let [first, others @ ..] = &EVENT_TYPES;
    let mut events = read_type(client, first, period, progress)?;
    thread::scope(|scope| {
        let spawn = |event_type| {
            let thread =
                thread::Builder::new().spawn_scoped(scope, move || read_type(client, event_type, period, progress));
            thread.map_err(|error| Error::new(Exit::Error, "could not list the audit events").with_cause(error))
        };
        let threads: Vec<_> = others.iter().map(spawn).collect();
        for thread in threads {
            events.extend(thread?.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        Ok(merge(events))
    })
}

/// Reads the events of one type. The tenant's clock counts, and stops the list at the first page that is too old.
fn read_type(
    client: &Client,
    event_type: &EventType,
    period: IsoDuration,
    progress: &FetchProgress,
) -> Result<Vec<KeyEvent>> {
    let mut events = Vec::new();
    for page in progress.count(audits::list(client, event_type)) {
        let page = page?;
        let start = start_of(period, page.now());
        let is_last = read_page(page.rows, start, &mut events)?;
        if is_last {
            break;
        }
    }
    Ok(events)
}

/// Adds the events since `start`. Returns whether an event is older.
fn read_page(rows: Vec<Row>, start: Timestamp, events: &mut Vec<KeyEvent>) -> Result<bool> {
    let mut has_older = false;
    for row in rows {
        let Some(event) = KeyEvent::from_row(row)? else { continue };
        if event.time < start {
            has_older = true;
        } else {
            events.push(event);
        }
    }
    Ok(has_older)
}

/// The start of a period that ends now, at most [`RETENTION_DAYS`] ago.
fn start_of(period: IsoDuration, now: Timestamp) -> Timestamp {
    period.before(now).max(oldest(now))
}

/// Whether the period is longer than the tenant lists events.
pub fn is_too_long(period: IsoDuration, now: Timestamp) -> bool {
    period.before(now) < oldest(now)
}

fn oldest(now: Timestamp) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(24 * RETENTION_DAYS)).unwrap_or(Timestamp::MIN)
}

/// Keeps one of the events that report the same change, if possible of a type that is not deprecated, and sorts the
/// events, newest first.
fn merge(mut events: Vec<KeyEvent>) -> Vec<KeyEvent> {
    events.sort_by_key(|event| (event.is_deprecated, Reverse(event.time)));
    let mut seen: HashMap<(Change, String, String), BTreeSet<Timestamp>> = HashMap::new();
    events.retain(|event| {
        let times = seen.entry((event.change, event.key.id.clone(), event.user_id.clone())).or_default();
        let earliest = event.time.checked_sub(SAME_CHANGE).unwrap_or(Timestamp::MIN);
        let latest = event.time.checked_add(SAME_CHANGE).unwrap_or(Timestamp::MAX);
        let is_repeated = times.range(earliest..=latest).next().is_some();
        !is_repeated && times.insert(event.time)
    });
    events.sort_by_key(|event| Reverse((event.time, event.change)));
    events
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use serde_json::value::RawValue;

    fn event(event_type: &str, key: &str, user: &str, second: &str) -> KeyEvent {
        let time = format!("2026-11-20T10:00:{second}Z");
        let text = json!({"eventType": event_type, "eventTime": time, "userId": user, "data": {"id": key}});
        KeyEvent::from_row(RawValue::from_string(text.to_string()).unwrap().into()).unwrap().unwrap()
    }

    #[test]
    fn one_of_the_events_of_the_same_change_counts() {
        let [core, deprecated] = ["com.qlik.core.api-key.updated", "com.qlik.api-key.updated"];
        let merged = merge(vec![
            event(deprecated, "k", "u", "12"),
            event(core, "k", "u", "10"),
            event(deprecated, "k", "u", "12.001"),
            event(deprecated, "k", "other", "10"),
            event(deprecated, "other", "u", "10"),
            event("com.qlik.core.api-key.created", "k", "u", "09"),
        ]);
        let times: Vec<_> = merged.iter().map(|event| event.time.to_string()[17..].to_owned()).collect();
        assert_eq!(times, ["12.001Z", "10Z", "10Z", "10Z", "09Z"]);
        assert!(merged.iter().any(|event| event.time.as_second() % 60 == 10 && !event.is_deprecated));
    }

    #[test]
    fn a_period_ends_where_the_tenant_lists_no_events() {
        let now: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        for (period, start, is_long) in [
            ("P1D", "2026-11-19T10:00:00Z", false),
            ("P90D", "2026-08-22T10:00:00Z", false),
            ("P90DT1S", "2026-08-22T10:00:00Z", true),
            ("P9999Y", "2026-08-22T10:00:00Z", true),
        ] {
            let period = IsoDuration::parse(period).unwrap();
            assert_eq!(
                (start_of(period, now), is_too_long(period, now)),
                (start.parse().unwrap(), is_long),
                "{period}"
            );
        }
    }
}

//! [`Page`]: what one answer of a list holds, on its way from the client to the renderer.

use jiff::Timestamp;
use serde_json::value::RawValue;

use crate::row::Row;

/// One page of a list.
#[derive(Debug)]
pub struct Page {
    /// The rows in the tenant's order, each the tenant's own JSON.
    pub rows: Vec<Row>,
    /// What the tenant's clock said (`Date`, RFC 9110): "now" wherever an expiry is judged.
    pub date: Option<Timestamp>,
}

impl Page {
    /// A page of objects that did not come in one list.
    pub fn of(objects: impl IntoIterator<Item = Box<RawValue>>, date: Option<Timestamp>) -> Self {
        Self { rows: objects.into_iter().map(Row::from).collect(), date }
    }

    /// The tenant's time when it answered; this machine's where the tenant didn't say.
    pub fn now(&self) -> Timestamp {
        self.date.unwrap_or_else(Timestamp::now)
    }
}

//! [`Page`]: what one answer of a list holds, on its way from the client to the renderer.

use jiff::Timestamp;
use serde_json::value::RawValue;

/// One page of a list.
#[derive(Debug)]
pub struct Page {
    /// The rows in the tenant's order, each the tenant's own JSON.
    pub rows: Vec<Box<RawValue>>,
    /// What the tenant's clock said (`Date`, RFC 9110): "now" wherever an expiry is judged.
    pub date: Option<Timestamp>,
}

impl Page {
    /// The tenant's time when it answered; this machine's where the tenant didn't say.
    pub fn now(&self) -> Timestamp {
        self.date.unwrap_or_else(Timestamp::now)
    }
}

//! [`Page`]: what one answer of a list holds, on its way from the HTTP client to the printer.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::error::Result;
use crate::object;
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
    pub fn from_objects(objects: impl IntoIterator<Item = Box<RawValue>>, date: Option<Timestamp>) -> Self {
        Self { rows: objects.into_iter().map(Row::from).collect(), date }
    }

    /// A page of values of our own.
    ///
    /// # Errors
    /// Where one can't be written as JSON, which no text prevents.
    pub fn from_values<'a, T: Serialize + 'a>(values: impl IntoIterator<Item = &'a T>) -> Result<Self> {
        let rows = values.into_iter().map(|value| Ok(object::to_raw_json(value)?.into())).collect::<Result<_>>()?;
        Ok(Self { rows, date: None })
    }

    /// All pages of a list in one.
    ///
    /// # Errors
    /// The first page that could not be fetched.
    pub fn from_pages(pages: impl Iterator<Item = Result<Page>>) -> Result<Self> {
        let mut all = Self { rows: Vec::new(), date: None };
        for page in pages {
            let mut page = page?;
            all.rows.append(&mut page.rows);
            all.date = page.date.or(all.date);
        }
        Ok(all)
    }

    /// The tenant's time when it answered; this machine's where the tenant didn't say.
    pub fn now(&self) -> Timestamp {
        self.date.unwrap_or_else(Timestamp::now)
    }
}

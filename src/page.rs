//! [`Page`]: one page of a list, passed from the HTTP client to the printer.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::error::Result;
use crate::object;
use crate::row::Row;

/// One page of a list.
#[derive(Debug)]
pub struct Page {
    /// The rows in the tenant's order, as received.
    pub rows: Vec<Row>,
    /// The tenant's clock: the `Date` of the response. It is the current time when an expiry is checked.
    pub date: Option<Timestamp>,
}

impl Page {
    /// Creates a page from JSON objects.
    pub fn from_objects(objects: impl IntoIterator<Item = Box<RawValue>>, date: Option<Timestamp>) -> Self {
        Self { rows: objects.into_iter().map(Row::from).collect(), date }
    }

    /// Serializes values into a page.
    ///
    /// # Errors
    /// Exit 1 if a value can't be serialized.
    pub fn from_values<'a, T: Serialize + 'a>(values: impl IntoIterator<Item = &'a T>) -> Result<Self> {
        let rows = values.into_iter().map(|value| Ok(object::to_raw_json(value)?.into())).collect::<Result<_>>()?;
        Ok(Self { rows, date: None })
    }

    /// Joins the pages of a list.
    ///
    /// # Errors
    /// Fails if a page could not be fetched.
    pub fn from_pages(pages: impl Iterator<Item = Result<Page>>) -> Result<Self> {
        let mut all = Self { rows: Vec::new(), date: None };
        for page in pages {
            let mut page = page?;
            all.rows.append(&mut page.rows);
            all.date = page.date.or(all.date);
        }
        Ok(all)
    }

    /// Returns the tenant's clock, or this machine's if the response had no `Date`.
    pub fn now(&self) -> Timestamp {
        self.date.unwrap_or_else(Timestamp::now)
    }
}

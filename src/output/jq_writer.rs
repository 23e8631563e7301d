//! [`JqWriter`]: writes the results of a `--jq` filter as jq does, indented by two spaces.
//! With `jsonl`, the filter runs once per row and each result is one line.

use std::io::Write;

use serde_json::value::RawValue;

use super::format::{Format, OutputMode};
use super::jq::{FilterProcess, JqFilter};
use super::{Pages, PrintError, json};
use crate::error::{Error, Exit};
use crate::page::Page;
use crate::row::Row;
use crate::terminal::sanitize;

/// A result of a filter.
#[derive(Debug, PartialEq)]
pub enum JqResult {
    /// JSON without white space.
    Json(String),
    /// A string without quotes, with `--raw-output`.
    Text(String),
}

/// Runs a filter and writes its results.
pub(super) struct JqWriter<'a> {
    pub(super) filter: &'a JqFilter,
    pub(super) mode: OutputMode,
    /// Whether to sanitize the results.
    pub(super) for_terminal: bool,
}

impl JqResult {
    /// The length in bytes.
    #[cfg_attr(not(feature = "jq"), expect(dead_code, reason = "only a filter creates results"))]
    pub(super) fn len(&self) -> usize {
        let (Self::Json(text) | Self::Text(text)) = self;
        text.len()
    }
}

impl JqWriter<'_> {
    /// Filters a list: one array of all rows or, with `jsonl`, each row.
    pub(super) fn write_rows(&self, pages: Pages<'_>, out: &mut impl Write) -> Result<(), PrintError> {
        let mut process = self.filter.start().map_err(filter_error)?;
        if self.is_per_row() {
            for page in pages {
                self.write_results(&mut process, &page?.rows.iter().map(Row::json).collect::<Vec<_>>(), out)?;
                out.flush()?;
                if process.has_halted() {
                    break;
                }
            }
            return Ok(());
        }
        let all = Page::from_pages(pages)?;
        let rows: Vec<&str> = all.rows.iter().map(Row::json).collect();
        self.write_results(&mut process, &[&format!("[{}]", rows.join(","))], out)
    }

    /// Filters one object.
    pub(super) fn write_object(&self, json: &RawValue, out: &mut impl Write) -> Result<(), PrintError> {
        self.write_results(&mut self.filter.start().map_err(filter_error)?, &[json.get()], out)
    }

    /// Filters each input and writes the results. What is written is flushed before the filter is waited for.
    fn write_results(
        &self,
        process: &mut FilterProcess,
        inputs: &[&str],
        out: &mut impl Write,
    ) -> Result<(), PrintError> {
        process.send(inputs);
        loop {
            if process.must_wait() {
                out.flush()?;
            }
            match process.next_result().map_err(filter_error)? {
                Some(result) => self.write_result(result, out)?,
                None => return Ok(()),
            }
        }
    }

    fn write_result(&self, result: JqResult, out: &mut impl Write) -> Result<(), PrintError> {
        match result {
            JqResult::Json(text) => Ok(json::write_value(&text, !self.is_per_row(), self.for_terminal, out)?),
            JqResult::Text(text) if self.for_terminal => Ok(writeln!(out, "{}", sanitize::lines(&text))?),
            JqResult::Text(text) => Ok(writeln!(out, "{text}")?),
        }
    }

    fn is_per_row(&self) -> bool {
        self.mode == OutputMode::Formatted(Format::Jsonl)
    }
}

fn filter_error(message: String) -> Error {
    Error::new(Exit::Error, format!("--jq: {message}"))
}

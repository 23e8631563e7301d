//! [`FetchProgress`]: shows on a terminal how many rows of a list were fetched, if nothing else appears for a second.

use std::sync::Arc;

use super::App;
use crate::error::Result;
use crate::page::Page;
use crate::terminal::Spinner;

/// Counts the rows of the lists of a command. Start it after the sign-in, which may prompt, and drop it before a question.
pub struct FetchProgress(Arc<Spinner>);

impl App<'_> {
    /// Starts to count rows; `noun` is what a row is, such as `key`. `-q`, JSON and `-v` show no progress.
    pub fn fetch_progress(&self, noun: &'static str) -> FetchProgress {
        self.fetch_progress_if(true, noun)
    }

    /// As [`App::fetch_progress`], but shows no progress unless `enabled`.
    pub fn fetch_progress_if(&self, enabled: bool, noun: &'static str) -> FetchProgress {
        let enabled = enabled && !self.globals.output.is_silent() && !self.globals.verbose;
        FetchProgress(Arc::new(Spinner::start(self.terminal, noun, enabled)))
    }
}

impl FetchProgress {
    /// Counts the rows of these pages.
    pub fn count<I: Iterator<Item = Result<Page>>>(&self, pages: I) -> impl Iterator<Item = Result<Page>> + use<I> {
        let spinner = Arc::clone(&self.0);
        pages.inspect(move |page| {
            if let Ok(page) = page {
                spinner.add(page.rows.len());
            }
        })
    }
}

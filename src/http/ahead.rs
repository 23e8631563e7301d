//! [`Pages`]: a list whose next page is on its way while the last one is used.

use std::sync::mpsc::{self, Receiver};
use std::thread;

use super::paging::Walk;
use crate::error::{Error, Exit, Result};
use crate::page::Page;

/// The pages of a list, in their order. As soon as a page is taken, the one after it is asked for, if it is wanted: never
/// more than that one, so whoever stops early has asked for one page too many at most.
pub struct Pages {
    source: Source,
    is_ahead: bool,
}

enum Source {
    /// Nothing is on its way.
    Here(Box<Walk>),
    /// A thread walks on. It says when the list has ended, so that a thread that ends otherwise isn't taken for that.
    Ahead(Receiver<Option<Result<Page>>>),
    /// No thread could be started for the rest.
    Stuck(std::io::Error),
    End,
}

impl Pages {
    pub(super) fn of(walk: Walk) -> Self {
        Self { source: Source::Here(Box::new(walk)), is_ahead: true }
    }

    /// The same, for whoever is likely to stop early: each page is asked for when it is taken.
    pub fn one_by_one(self) -> Self {
        Self { is_ahead: false, ..self }
    }
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        match std::mem::replace(&mut self.source, Source::End) {
            Source::Here(mut walk) => {
                let page = walk.next()?;
                // The thread is for lists that have a second page.
                self.source = if self.is_ahead && walk.leads_on() { ahead(walk) } else { Source::Here(walk) };
                Some(page)
            }
            Source::Ahead(pages) => {
                let page = pages.recv().unwrap_or_else(|error| Some(Err(broken_off(error))));
                if page.is_some() {
                    self.source = Source::Ahead(pages);
                }
                page
            }
            Source::Stuck(error) => Some(Err(broken_off(error))),
            Source::End => None,
        }
    }
}

/// Lets a thread walk on. A page is handed over when it is asked for, and only then does the thread go for another.
fn ahead(walk: Box<Walk>) -> Source {
    let (sender, pages) = mpsc::sync_channel(0);
    let send = move || {
        for page in walk.map(Some).chain([None]) {
            // Nobody wants the rest.
            if sender.send(page).is_err() {
                return;
            }
        }
    };
    match thread::Builder::new().name("pages".to_owned()).spawn(send) {
        Ok(_) => Source::Ahead(pages),
        Err(error) => Source::Stuck(error),
    }
}

fn broken_off(error: impl Into<anyhow::Error>) -> Error {
    Error::new(Exit::Error, "the list broke off: there are further pages").caused_by(error)
}

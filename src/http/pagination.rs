//! [`Paginator`]: follows the `next` or `prev` links of a list.

use serde::Deserialize;
use serde_json::value::RawValue;
use url::Url;

use super::recent_texts::RecentTexts;
use super::{Client, Request, Response};
use crate::error::{Error, Exit, Result};
use crate::page::Page;
use crate::row::deserialize_rows;

/// Which link to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// `links.next`
    Next,
    /// `links.prev`
    Prev,
}

/// An iterator over the pages of a list. It requests each page when the caller takes it.
pub struct Paginator {
    client: Client,
    request: Request,
    direction: Direction,
    next: NextPage,
    /// The number of rows that are still needed. At 0, no more pages are requested.
    rows_left: u64,
    /// The URLs requested so far, to detect a loop.
    visited: RecentTexts,
    /// The first row of each page so far, to detect a loop through different URLs.
    first_rows: RecentTexts,
}

enum NextPage {
    First,
    Link(Url),
    /// The link was rejected. The rows before it are still returned.
    Rejected(Error),
    End,
}

impl Paginator {
    pub(super) fn new(client: Client, request: Request, direction: Direction, limit: u64) -> Self {
        let (visited, first_rows) = (RecentTexts::default(), RecentTexts::default());
        Self { client, request, direction, next: NextPage::First, rows_left: limit, visited, first_rows }
    }

    /// Requests a page, the first one without a URL.
    fn fetch_page(&mut self, url: Option<&Url>) -> Result<Page> {
        let response = match url {
            Some(url) => self.client.send_to_url(&self.request, url)?,
            None => self.client.send(&self.request)?,
        };
        self.read_page(&response)
    }

    /// Reads a page from its response, and finds out what comes next.
    ///
    /// # Errors
    /// Exit 7 if the response is no page of a list, or if it repeats an earlier page.
    pub fn read_page(&mut self, response: &Response) -> Result<Page> {
        let PageBody { data, links } = response.parse_object()?;
        let link = links.and_then(|links| match self.direction {
            Direction::Next => links.next,
            Direction::Prev => links.prev,
        });
        self.visited.insert(response.url.as_str());
        if data.first().is_some_and(|row| !self.first_rows.insert(row.get())) {
            return Err(self.list_error(&format!("the page {} repeats an earlier page", response.url)));
        }
        if let Some(href) = link.and_then(|link| link.href).filter(|href| !href.is_empty()) {
            self.next =
                self.check_link(response, &href, data.is_empty()).map_or_else(NextPage::Rejected, NextPage::Link);
        }
        self.rows_left = self.rows_left.saturating_sub(data.len() as u64);
        Ok(Page::from_objects(data, response.date))
    }

    /// The URL of the page after the one that was read last, if there is one.
    pub fn next_url(&self) -> Option<&Url> {
        match &self.next {
            NextPage::Link(url) => Some(url),
            NextPage::First | NextPage::Rejected(_) | NextPage::End => None,
        }
    }

    fn list_error(&self, message: &str) -> Error {
        let message = self.client.redactor.redact(message);
        Error::new(Exit::Unavailable, format!("could not {}: {message}", self.request.purpose))
            .with_hint("report this to Qlik: the page links of the tenant's list are invalid")
    }

    /// Checks a link: the credential must not leave the tenant's origin, and the list must end.
    fn check_link(&self, response: &Response, href: &str, is_empty_page: bool) -> Result<Url> {
        let redactor = &self.client.redactor;
        let url = response
            .url
            .join(href)
            .map_err(|_| self.list_error(&format!("the link to the next page is not a URL: {href}")))?;
        // The URL would show the credential in the logs of proxies and in our own errors.
        if redactor.contains_credential(href) || redactor.contains_credential(url.as_str()) {
            return Err(self.list_error("the link to the next page contains the credential and is not followed"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(
                self.list_error("the link to the next page contains a user name or password and is not followed")
            );
        }
        if url.origin() != self.client.server().origin() {
            let origin = url.origin().ascii_serialization();
            return Err(self.list_error(&format!("the link to the next page points to {origin} and is not followed")));
        }
        if is_empty_page {
            return Err(self.list_error("an empty page links to another page"));
        }
        if self.visited.contains(url.as_str()) {
            return Err(self.list_error(&format!("the link to the next page points back to {url}")));
        }
        Ok(url)
    }
}

impl Iterator for Paginator {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rows_left == 0 {
            return None;
        }
        match std::mem::replace(&mut self.next, NextPage::End) {
            NextPage::End => None,
            NextPage::Rejected(error) => Some(Err(error)),
            NextPage::First => Some(self.fetch_page(None)),
            NextPage::Link(url) => Some(self.fetch_page(Some(&url))),
        }
    }
}

/// The body of a page (<https://qlik.dev/apis/rest/api-keys>). Rows stay as received.
#[derive(Deserialize)]
struct PageBody {
    #[serde(deserialize_with = "deserialize_rows")]
    data: Vec<Box<RawValue>>,
    links: Option<Links>,
}

#[derive(Deserialize)]
struct Links {
    next: Option<Link>,
    prev: Option<Link>,
}

#[derive(Deserialize)]
struct Link {
    href: Option<String>,
}

//! [`Walk`]: a list that comes in pages, each with a link to the one after it (or, backwards, before it).

use std::collections::HashSet;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use url::Url;

use super::{Client, Request, Response};
use crate::error::{Error, Exit, Result};
use crate::page::Page;
use crate::row::Row;

/// Which link leads on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// `links.next`
    Next,
    /// `links.prev`
    Prev,
}

/// The pages of a list, fetched one by one as they are asked for.
pub(super) struct Walk {
    client: Client,
    request: Request,
    direction: Direction,
    next: Next,
    /// How many rows are still wanted: a page that isn't needed is not asked for.
    wanted: u64,
    /// The URLs asked for: a link to one of them would go round for ever.
    asked: HashSet<Url>,
    /// The first rows so far: a page that comes again under another link would, too.
    begun: HashSet<String>,
}

enum Next {
    First,
    Link(Url),
    /// A link that is not followed: the rows before it are good.
    Refused(Error),
    End,
}

impl Walk {
    pub(super) fn new(client: Client, request: Request, direction: Direction, wanted: u64) -> Self {
        let (asked, begun) = (HashSet::new(), HashSet::new());
        Self { client, request, direction, next: Next::First, wanted, asked, begun }
    }

    /// Whether a further request belongs to it.
    pub(super) fn leads_on(&self) -> bool {
        self.wanted > 0 && matches!(self.next, Next::First | Next::Link(_))
    }

    fn fetch(&mut self, next: Next) -> Result<Page> {
        let response = match next {
            Next::Link(url) => self.client.fetch(&self.request, &url)?,
            _ => self.client.send(&self.request)?,
        };
        let (rows, links) = read(&response)?;
        let link = match self.direction {
            Direction::Next => links.next,
            Direction::Prev => links.prev,
        };
        self.asked.insert(response.url.clone());
        if rows.first().is_some_and(|row| !self.begun.insert(row.json().to_owned())) {
            return Err(self.refusal(&format!("the page of {} came before", response.url)));
        }
        if let Some(href) = link.filter(|href| !href.is_empty()) {
            self.next = self.follow(&response, &href, rows.is_empty()).map_or_else(Next::Refused, Next::Link);
        }
        self.wanted = self.wanted.saturating_sub(rows.len() as u64);
        Ok(Page { rows, date: response.date })
    }

    fn refusal(&self, what: &str) -> Error {
        Error::new(Exit::Unavailable, format!("could not {}: {what}", self.request.purpose))
            .hint("report this to Qlik: the tenant's list has no end that can be trusted")
    }

    /// Judges a link: the credential goes to its own origin alone, and the list must come to an end.
    fn follow(&self, response: &Response, href: &str, after_nothing: bool) -> Result<Url> {
        let echo = &self.client.echo;
        let url = response
            .url
            .join(href)
            .map_err(|_| self.refusal(&format!("the link to the next page is no URL: {}", echo.masked(href))))?;
        // Such a link would show it in every log on the way, and in our own errors.
        if echo.is_in(href) || echo.is_in(url.as_str()) {
            return Err(self.refusal("the link to the next page holds the credential and is not followed"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(self.refusal("the link to the next page holds a user name or password and is not followed"));
        }
        if url.origin() != self.client.settings.server.origin() {
            let elsewhere = url.origin().ascii_serialization();
            return Err(self.refusal(&format!("the link to the next page leads to {elsewhere} and is not followed")));
        }
        if after_nothing {
            return Err(self.refusal("a page without rows links to a further page"));
        }
        if self.asked.contains(&url) {
            return Err(self.refusal(&format!("the link to the next page leads back to {url}")));
        }
        Ok(url)
    }
}

impl Iterator for Walk {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.wanted == 0 {
            return None;
        }
        match std::mem::replace(&mut self.next, Next::End) {
            Next::End => None,
            Next::Refused(error) => Some(Err(error)),
            next => Some(self.fetch(next)),
        }
    }
}

/// Takes the rows and links out of a body.
fn read(response: &Response) -> Result<(Vec<Row>, Links)> {
    let body: Body = response.object()?;
    Ok((body.data.into_iter().map(Row::from).collect(), body.links))
}

/// A page as the API reference has it; rows stay the tenant's own text.
#[derive(Deserialize)]
struct Body {
    data: Vec<Box<RawValue>>,
    #[serde(default, deserialize_with = "or_default")]
    links: Links,
}

#[derive(Default, Deserialize)]
struct Links {
    #[serde(default, deserialize_with = "href")]
    next: Option<String>,
    #[serde(default, deserialize_with = "href")]
    prev: Option<String>,
}

fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// The `href` of a link; a link that is `null` or `{}`, or whose href is, is none.
fn href<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    struct Link {
        href: Option<String>,
    }
    Ok(Option::<Link>::deserialize(from)?.and_then(|link| link.href))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_may_be_missing_in_every_way() {
        for links in [
            "",
            r#","links":null"#,
            r#","links":{}"#,
            r#","links":{"next":null}"#,
            r#","links":{"next":{}}"#,
            r#","links":{"next":{"href":null}}"#,
        ] {
            let body: Body = serde_json::from_str(&format!(r#"{{"data":[]{links}}}"#)).unwrap();
            assert_eq!(body.links.next, None, "{links}");
        }
        let body: Body = serde_json::from_str(r#"{"data":[{"a":1}],"links":{"next":{"href":"/x"}}}"#).unwrap();
        assert_eq!((body.data.len(), body.links.next.as_deref()), (1, Some("/x")));
    }
}

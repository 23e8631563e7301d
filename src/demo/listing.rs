//! `GET /api-keys`: filters and cursor paging.
//! It must not know how a key comes to be, nor how two compare; it reads keys and never changes one.

use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::keys::{Key, Shape, Status};
use super::message::Response;
use super::order::Sort;
use super::problem::Problem;
use super::route::Call;
use super::tenant::Tenant;
use super::users::TENANT_ADMIN;

/// What stays as it is in a query (RFC 3986, 2.3).
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How many keys a page has if the request doesn't say.
const DEFAULT_LIMIT: usize = 20;
/// The most that a page can have.
const MOST: usize = 100;

#[derive(Serialize)]
struct Page<'a> {
    data: Vec<Shape<'a>>,
    links: Map<String, Value>,
}

/// Answers `GET /api-keys`.
pub(super) fn list(tenant: &Tenant, call: &Call) -> Result<Response, Problem> {
    let ask = Ask::parse(call.request.query())?;
    ask.allowed(call)?;
    let mut seen: Vec<&Key> =
        tenant.keys.iter().filter(|key| key.concerns(&call.user) || call.user.has(TENANT_ADMIN)).collect();
    seen.sort_by(|a, b| ask.sort.compare(a, b, call.now));
    let window = ask.window(&seen, call.now)?;
    let page = Page {
        data: window.keys.iter().map(|key| key.shape(&tenant.id, call.now)).collect(),
        links: ask.links(call, &window),
    };
    Ok(Response::json(200, &page))
}

/// What a request asks for.
#[derive(Default)]
struct Ask {
    /// The parameters as given, but for the cursor: what a link to another page repeats.
    given: Vec<(String, String)>,
    limit: Option<usize>,
    sort: Sort,
    status: Option<Status>,
    created_by: Option<String>,
    sub: Option<String>,
    cursor: Option<Cursor>,
}

/// Where a page lies.
enum Cursor {
    After(String),
    Before(String),
}

/// One page, and whether there is something on either side of it.
struct Window<'a> {
    keys: Vec<&'a Key>,
    before: bool,
    after: bool,
}

impl Ask {
    fn parse(query: Vec<(String, String)>) -> Result<Ask, Problem> {
        let mut ask = Ask::default();
        let mut names: Vec<String> = Vec::new();
        for (name, value) in query {
            if names.contains(&name) {
                return Err(Problem::parameter(&name, "The parameter is given twice."));
            }
            ask.take(&name, &value)?;
            if !matches!(name.as_str(), "startingAfter" | "endingBefore") {
                ask.given.push((name.clone(), value));
            }
            names.push(name);
        }
        Ok(ask)
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        let wrong = |detail: &str| Problem::parameter(name, detail);
        match name {
            "limit" => {
                let hint = "limit must be a number from 1 to 100.";
                self.limit = Some(limit(value).ok_or_else(|| wrong(hint))?);
            }
            "sort" => {
                let hint =
                    "sort must be createdByUser, sub, status, description or created, with + or - or none before it.";
                self.sort = Sort::parse(value).ok_or_else(|| wrong(hint))?;
            }
            "status" => {
                let hint = "status must be active, expired or revoked.";
                self.status = Some(Status::parse(value).ok_or_else(|| wrong(hint))?);
            }
            "createdByUser" => self.created_by = Some(value.to_owned()),
            "sub" => self.sub = Some(value.to_owned()),
            "startingAfter" | "endingBefore" if self.cursor.is_some() => {
                return Err(wrong("startingAfter and endingBefore exclude each other."));
            }
            "startingAfter" => self.cursor = Some(Cursor::After(value.to_owned())),
            "endingBefore" => self.cursor = Some(Cursor::Before(value.to_owned())),
            _ => return Err(wrong("There is no such parameter.")),
        }
        Ok(())
    }

    /// Checks that a user without the role asks for no one else's keys.
    fn allowed(&self, call: &Call) -> Result<(), Problem> {
        let foreign = [&self.created_by, &self.sub].into_iter().flatten().any(|user| *user != call.user.id);
        if !foreign || call.user.has(TENANT_ADMIN) {
            return Ok(());
        }
        Err(Problem::forbidden(format!("Listing the API keys of other users requires the role {TENANT_ADMIN}.")))
    }

    fn matches(&self, key: &Key, now: Timestamp) -> bool {
        self.status.is_none_or(|status| key.status(now) == status)
            && self.created_by.as_ref().is_none_or(|id| key.created_by == *id)
            && self.sub.as_ref().is_none_or(|sub| key.sub == *sub)
    }

    /// Cuts the page out of all keys that the user sees, in order. The cursor is a place in that order: its key need not match
    /// the filters, so that a page can be followed although its last key has just expired.
    fn window<'a>(&self, seen: &[&'a Key], now: Timestamp) -> Result<Window<'a>, Problem> {
        let place = |parameter: &str, id: &str| {
            let detail = format!("There is no API key with the ID {id}.");
            seen.iter().position(|key| key.id == id).ok_or_else(|| Problem::parameter(parameter, detail))
        };
        let limit = self.limit.unwrap_or(DEFAULT_LIMIT);
        let matching =
            |keys: &[&'a Key]| -> Vec<&'a Key> { keys.iter().copied().filter(|key| self.matches(key, now)).collect() };
        let (head, tail, forward) = match &self.cursor {
            None => (Vec::new(), matching(seen), true),
            Some(Cursor::After(id)) => {
                let (head, tail) = seen.split_at(place("startingAfter", id)? + 1);
                (matching(head), matching(tail), true)
            }
            Some(Cursor::Before(id)) => {
                let (head, tail) = seen.split_at(place("endingBefore", id)?);
                (matching(head), matching(tail), false)
            }
        };
        let (mut head, mut tail) = (head, tail);
        Ok(if forward {
            let rest = tail.split_off(limit.min(tail.len()));
            Window { keys: tail, before: !head.is_empty(), after: !rest.is_empty() }
        } else {
            let keys = head.split_off(head.len().saturating_sub(limit));
            Window { keys, before: !head.is_empty(), after: !tail.is_empty() }
        })
    }

    /// Makes the links. An empty page has no key to begin another at, and so only a link to itself.
    fn links(&self, call: &Call, window: &Window) -> Map<String, Value> {
        let mut links = Map::new();
        let mut add = |name: &str, href: String| {
            links.insert(name.to_owned(), json!({ "href": href }));
        };
        let request = call.request;
        if let Some(last) = window.keys.last().filter(|_| window.after) {
            add("next", self.href(call, "startingAfter", &last.id));
        }
        if let Some(first) = window.keys.first().filter(|_| window.before) {
            add("prev", self.href(call, "endingBefore", &first.id));
        }
        add("self", request.origin() + request.local());
        links
    }

    fn href(&self, call: &Call, cursor: &str, id: &str) -> String {
        let encode = |text: &str| utf8_percent_encode(text, QUERY).to_string();
        let mut pairs: Vec<String> =
            self.given.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        pairs.push(format!("{cursor}={}", encode(id)));
        format!("{}{}?{}", call.request.origin(), call.request.path(), pairs.join("&"))
    }
}

fn limit(text: &str) -> Option<usize> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let limit = text.parse().ok().filter(|_| digits)?;
    (1..=MOST).contains(&limit).then_some(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_1_to_100() {
        assert_eq!(limit("1"), Some(1));
        assert_eq!(limit("100"), Some(100));
        for text in ["", "0", "101", "-1", "+5", "5.0", "ten", "99999999999999999999"] {
            assert_eq!(limit(text), None, "{text:?}");
        }
    }
}

//! `GET /api-keys`: filters keys, sorts them, and returns one page.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::sort::KeySortOrder;
use crate::demo::handlers::call::Call;
use crate::demo::handlers::paging::{page_url, parse_limit, unique_parameters};
use crate::demo::http::error::DemoError;
use crate::demo::http::message::DemoResponse;
use crate::demo::state::key::{KeyStatus, StoredKey, parse_enum};
use crate::demo::state::tenant::Tenant;

/// The default of `limit`, the number of keys per page.
const DEFAULT_LIMIT: usize = 20;

/// `GET /api-keys`. Returns one page of the keys that the caller may see.
pub fn list(tenant: &Tenant, call: &Call) -> Result<DemoResponse, DemoError> {
    let query = ListQuery::parse(unique_parameters(call)?)?;
    if [&query.created_by, &query.sub].into_iter().flatten().any(|id| *id != call.user.id) {
        call.require_admin("Listing the API keys of other users")?;
    }
    let mut visible: Vec<&StoredKey> = tenant.keys.iter().filter(|key| key.is_visible_to(&call.user)).collect();
    visible.sort_by(|a, b| query.sort.compare(a, b, call.now));
    let page = query.page(&visible, call.now)?;
    let data: Vec<_> = page.keys.iter().map(|key| key.to_json(&tenant.id, call.now, false)).collect();
    Ok(DemoResponse::from_json(200, &json!({ "data": data, "links": query.links(call, &page) })))
}

#[derive(Default)]
struct ListQuery {
    /// The parameters that links to other pages repeat: all except the cursor.
    link_parameters: Vec<(String, String)>,
    limit: Option<usize>,
    sort: KeySortOrder,
    status: Option<KeyStatus>,
    created_by: Option<String>,
    sub: Option<String>,
    /// The parameter, `startingAfter` or `endingBefore`, and the ID of a key.
    cursor: Option<(String, String)>,
}

/// One page of keys, and whether there are matching keys before and after it.
struct KeyPage<'a> {
    keys: Vec<&'a StoredKey>,
    has_previous: bool,
    has_next: bool,
}

impl ListQuery {
    fn parse(parameters: Vec<(String, String)>) -> Result<ListQuery, DemoError> {
        let mut query = ListQuery::default();
        for (name, value) in parameters {
            query.set(&name, &value)?;
            if !matches!(name.as_str(), "startingAfter" | "endingBefore") {
                query.link_parameters.push((name, value));
            }
        }
        Ok(query)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), DemoError> {
        let invalid = |detail: &str| DemoError::invalid_parameter(name, detail);
        match name {
            "limit" => self.limit = Some(parse_limit(value)?),
            "sort" => {
                let detail =
                    "sort must be createdByUser, sub, status, description or created, optionally prefixed with + or -.";
                self.sort = KeySortOrder::parse(value).ok_or_else(|| invalid(detail))?;
            }
            "status" => {
                let detail = "status must be active, expired or revoked.";
                self.status = Some(parse_enum(value).ok_or_else(|| invalid(detail))?);
            }
            "createdByUser" => self.created_by = Some(value.to_owned()),
            "sub" => self.sub = Some(value.to_owned()),
            "startingAfter" | "endingBefore" if self.cursor.is_some() => {
                return Err(invalid("startingAfter and endingBefore are mutually exclusive."));
            }
            "startingAfter" | "endingBefore" => self.cursor = Some((name.to_owned(), value.to_owned())),
            _ => return Err(invalid("There is no such parameter.")),
        }
        Ok(())
    }

    fn filter_keys<'a>(&self, keys: &[&'a StoredKey], now: Timestamp) -> Vec<&'a StoredKey> {
        let matches = |key: &&StoredKey| {
            self.status.is_none_or(|status| key.status(now) == status)
                && self.created_by.as_ref().is_none_or(|id| key.created_by == *id)
                && self.sub.as_ref().is_none_or(|sub| key.sub == *sub)
        };
        keys.iter().copied().filter(matches).collect()
    }

    /// Returns one page of `visible`, the sorted keys that the caller may see. The cursor's key need not match the
    /// filters, so a client can fetch the next page even if the last key of this one has just expired.
    fn page<'a>(&self, visible: &[&'a StoredKey], now: Timestamp) -> Result<KeyPage<'a>, DemoError> {
        let (split_index, backward) = match &self.cursor {
            None => (0, false),
            Some((parameter, id)) => {
                let detail = format!("There is no API key with the ID {id}.");
                let position = visible.iter().position(|key| key.id == *id);
                let position = position.ok_or_else(|| DemoError::invalid_parameter(parameter, detail))?;
                if parameter == "endingBefore" { (position, true) } else { (position + 1, false) }
            }
        };
        let (before, after) = visible.split_at(split_index);
        let (mut before, mut after) = (self.filter_keys(before, now), self.filter_keys(after, now));
        let limit = self.limit.unwrap_or(DEFAULT_LIMIT);
        if backward {
            let keys = before.split_off(before.len().saturating_sub(limit));
            return Ok(KeyPage { keys, has_previous: !before.is_empty(), has_next: !after.is_empty() });
        }
        let remaining = after.split_off(limit.min(after.len()));
        Ok(KeyPage { keys: after, has_previous: !before.is_empty(), has_next: !remaining.is_empty() })
    }

    /// Returns the links of a page. An empty page links only to itself, because it has no key for a cursor.
    fn links(&self, call: &Call, page: &KeyPage) -> Map<String, Value> {
        let mut links = Map::new();
        let mut add = |name: &str, href: String| links.insert(name.to_owned(), json!({ "href": href }));
        if let Some(last) = page.keys.last().filter(|_| page.has_next) {
            add("next", self.link(call, "startingAfter", &last.id));
        }
        if let Some(first) = page.keys.first().filter(|_| page.has_previous) {
            add("prev", self.link(call, "endingBefore", &first.id));
        }
        add("self", call.request.origin() + call.request.origin_form());
        links
    }

    fn link(&self, call: &Call, cursor: &str, id: &str) -> String {
        let parameters = self.link_parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        page_url(call, parameters.chain([(cursor, id)]))
    }
}

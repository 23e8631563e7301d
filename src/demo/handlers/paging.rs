//! Pages of a list: `limit`, links, and the cursor `next`, which is opaque to clients.

use std::collections::HashSet;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::call::Call;
use crate::demo::http::error::DemoError;
use crate::demo::http::message::DemoResponse;

/// The characters to encode in a query: all but the unreserved ones of RFC 3986, section 2.3.
const QUERY_ENCODE_SET: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The maximum of `limit`, the number of items per page.
const MAX_LIMIT: usize = 100;

/// Returns the query parameters of a request, each of which may be given once.
pub fn unique_parameters(call: &Call) -> Result<Vec<(String, String)>, DemoError> {
    let parameters = call.request.query();
    let mut names = HashSet::new();
    match parameters.iter().find(|(name, _)| !names.insert(name)) {
        Some((name, _)) => Err(DemoError::invalid_parameter(name, "The parameter is given twice.")),
        None => Ok(parameters),
    }
}

/// Parses the value of `limit`.
pub fn parse_limit(text: &str) -> Result<usize, DemoError> {
    let limit = text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    let limit = limit.filter(|limit| (1..=MAX_LIMIT).contains(limit));
    limit.ok_or_else(|| DemoError::invalid_parameter("limit", "limit must be a number from 1 to 100."))
}

/// Returns the URL of another page: the request's own, with these parameters.
pub fn page_url<'a>(call: &Call, parameters: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let encode = |text: &str| utf8_percent_encode(text, QUERY_ENCODE_SET).to_string();
    let query: Vec<String> = parameters.map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    format!("{}{}?{}", call.request.origin(), call.request.path(), query.join("&"))
}

/// The parameters `limit` and `next` of a list.
pub struct PageQuery {
    limit: usize,
    /// The ID of the last item of the previous page.
    after: Option<String>,
    /// All parameters except the cursor, which the link to the next page repeats.
    link_parameters: Vec<(String, String)>,
}

impl PageQuery {
    /// Parses `limit` and `next`. Passes every other parameter to `set`.
    pub fn parse(
        call: &Call,
        default_limit: usize,
        mut set: impl FnMut(&str, &str) -> Result<(), DemoError>,
    ) -> Result<PageQuery, DemoError> {
        let mut query = PageQuery { limit: default_limit, after: None, link_parameters: Vec::new() };
        for (name, value) in unique_parameters(call)? {
            match name.as_str() {
                "limit" => query.limit = parse_limit(&value)?,
                "next" => query.after = Some(decode_cursor(&value).ok_or_else(unknown_cursor)?),
                _ => set(&name, &value)?,
            }
            if name != "next" {
                query.link_parameters.push((name, value));
            }
        }
        Ok(query)
    }

    /// Responds with the page of the items that `keep` selects. The cursor's item need not be one of them.
    pub fn respond<T>(
        &self,
        call: &Call,
        items: &[T],
        id: impl Fn(&T) -> &str,
        keep: impl Fn(&T) -> bool,
        to_json: impl Fn(&T) -> Value,
    ) -> Result<DemoResponse, DemoError> {
        let start = match &self.after {
            None => 0,
            Some(after) => items.iter().position(|item| id(item) == after).ok_or_else(unknown_cursor)? + 1,
        };
        let mut rest = items.iter().skip(start).filter(|item| keep(item));
        let page: Vec<&T> = rest.by_ref().take(self.limit).collect();
        let mut links = Map::new();
        let mut add = |name: &str, href: String| links.insert(name.to_owned(), json!({ "href": href }));
        add("self", call.request.origin() + call.request.origin_form());
        if let (Some(last), Some(_)) = (page.last(), rest.next()) {
            let cursor = BASE64_URL_SAFE_NO_PAD.encode(id(last));
            let parameters = self.link_parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            add("next", page_url(call, parameters.chain([("next", cursor.as_str())])));
        }
        let data: Vec<Value> = page.into_iter().map(to_json).collect();
        Ok(DemoResponse::from_json(200, &json!({ "data": data, "links": links })))
    }
}

fn decode_cursor(text: &str) -> Option<String> {
    String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

fn unknown_cursor() -> DemoError {
    DemoError::invalid_parameter("next", "next must be the cursor of a link to the next page.")
}

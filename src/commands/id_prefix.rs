//! Finds the API key that a unique beginning of its ID means.

use std::ops::RangeInclusive;

use crate::api::api_keys::{self, ApiKey, Query};
use crate::app::{App, Session};
use crate::error::{Error, Result};
use crate::http::Response;
use crate::shell;
use crate::terminal::sanitize;

/// The lengths of a beginning: fewer characters are often not unique, and IDs are longer.
const LENGTHS: RangeInclusive<usize> = 6..=31;

/// The maximum number of keys that an error names.
const MAX_NAMED_KEYS: usize = 10;

/// Sends a request for the key with this ID. If the tenant has no such key (404) and one key's ID begins so, sends it for
/// that key. Returns the response and the ID of the key.
///
/// # Errors
/// The error of the request. Exit 2 if the IDs of several keys begin so.
pub fn send_by_prefix<T>(session: &Session, id: &str, send: impl Fn(&str) -> Result<T>) -> Result<(T, String)> {
    let error = match send(id) {
        Ok(response) => return Ok((response, id.to_owned())),
        Err(error) => error,
    };
    match find_keys(session, id, &error).as_slice() {
        [] => Err(error),
        [key] => Ok((send(&key.id)?, key.id.clone())),
        keys => Err(ambiguous_error(id, keys)),
    }
}

/// Reads the key with this ID for `command`, which changes it after a question. If a terminal answers the question, a unique
/// beginning of the ID is enough. Otherwise the ID is literal, and the hint of a 404 names the key that it may mean. Returns
/// the response and the ID of the key.
///
/// # Errors
/// See [`send_by_prefix`].
pub fn get_by_prefix(app: &App, session: &Session, id: &str, yes: bool, command: &str) -> Result<(Response, String)> {
    let get = |id: &str| api_keys::get(&session.client, id);
    if !yes && app.terminal.can_prompt() {
        return send_by_prefix(session, id, get);
    }
    let response = get(id).map_err(|error| add_match_hint(session, id, error, command))?;
    Ok((response, id.to_owned()))
}

/// Adds the key whose ID begins so as the hint of a 404.
pub fn add_match_hint(session: &Session, id: &str, error: Error, command: &str) -> Error {
    match find_keys(session, id, &error).as_slice() {
        [key] => {
            let (id, description) = (shell::quoted(&key.id), sanitize::quoted(&key.description));
            let end_of_flags = if key.id.starts_with('-') { "-- " } else { "" };
            error.with_hint(format!("qlik-api-key {command} {end_of_flags}{id} (the ID of {description} begins so)"))
        }
        _ => error,
    }
}

/// The keys whose IDs begin with `prefix`, after a request for it failed with this error. There are none if the error is
/// not a 404, if this can't be the beginning of an ID, or if the keys can't be listed, since the 404 says enough.
fn find_keys(session: &Session, prefix: &str, error: &Error) -> Vec<ApiKey> {
    if error.status() != Some(404) || !is_prefix(prefix) {
        return Vec::new();
    }
    let mut keys = api_keys::list_all(&session.client, &Query::default()).unwrap_or_default();
    keys.retain(|key| key.id.starts_with(prefix));
    keys
}

fn is_prefix(text: &str) -> bool {
    LENGTHS.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

fn ambiguous_error(prefix: &str, keys: &[ApiKey]) -> Error {
    let names: Vec<_> = keys.iter().take(MAX_NAMED_KEYS).map(describe).collect();
    let more = match keys.len().saturating_sub(MAX_NAMED_KEYS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Error::usage(format!("the IDs of {} API keys begin with {prefix}: {}{more}", keys.len(), names.join(", ")))
        .with_hint("type more of the ID")
}

fn describe(key: &ApiKey) -> String {
    format!("{} ({})", key.id, sanitize::quoted(&key.description))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_has_6_to_31_characters_of_an_id() {
        for text in ["abcdef", "a-_Z09", &"a".repeat(31)] {
            assert!(is_prefix(text), "{text}");
        }
        for text in ["", "abcde", &"a".repeat(32), "abc/def", "abcdef ", "ab.cdef", "abcd\u{e9}f"] {
            assert!(!is_prefix(text), "{text}");
        }
    }
}

//! `/api-keys`: list, create, read, patch and delete (the API reference, "API keys").

use jiff::fmt::temporal::Pieces;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};

use super::json_patch::{Field, Operation, ValueType};
use crate::duration::IsoDuration;
use crate::error::{Error, Exit, Result};
use crate::http::{Client, Direction, Paginator, Request, RequestError, Response};
use crate::object::Object;
use crate::row::Row;
use crate::secret::Secret;

/// The paths that a patch of an API key may replace.
pub const PATCHABLE_FIELDS: &[Field] = &[Field { path: "/description", value_type: ValueType::Text }];

/// The most rows of one page.
const MAX_PAGE_SIZE: u64 = 100;

/// What a list is for.
const LIST_PURPOSE: &str = "list the API keys";

/// The query of a list. Values go out as they are.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// `createdByUser`
    pub created_by_user: Option<String>,
    /// `sub`
    pub sub: Option<String>,
    /// `status`
    pub status: Option<String>,
    /// `sort`
    pub sort: Option<String>,
    /// `startingAfter`
    pub starting_after: Option<String>,
    /// `endingBefore`
    pub ending_before: Option<String>,
    /// The most rows in total.
    pub limit: Option<u64>,
}

impl Query {
    /// Whether no key is left out but by the limit.
    pub fn is_unfiltered(&self) -> bool {
        let Self { created_by_user, sub, status, sort: _, starting_after, ending_before, limit: _ } = self;
        [created_by_user, sub, status, starting_after, ending_before].iter().all(|value| value.is_none())
    }

    fn request(&self, purpose: &str, limit: Option<u64>) -> Request {
        let limit = limit.map(|limit| limit.to_string());
        Request::get(purpose, &["api-keys"])
            .with_query("createdByUser", self.created_by_user.as_deref())
            .with_query("sub", self.sub.as_deref())
            .with_query("status", self.status.as_deref())
            .with_query("sort", self.sort.as_deref())
            .with_query("startingAfter", self.starting_after.as_deref())
            .with_query("endingBefore", self.ending_before.as_deref())
            .with_query("limit", limit.as_deref())
            .with_hint(403, "the TenantAdmin role is needed to list the keys of other users")
    }
}

/// The pages of a list: forwards, or backwards from `ending_before`.
pub fn list(client: &Client, query: &Query) -> Paginator {
    let direction = if query.ending_before.is_some() { Direction::Prev } else { Direction::Next };
    let limit = query.limit.unwrap_or(MAX_PAGE_SIZE).min(MAX_PAGE_SIZE);
    client.pages(query.request(LIST_PURPOSE, Some(limit)), direction, query.limit.unwrap_or(u64::MAX))
}

/// One answer to a list, asked for with the limit as it is.
///
/// # Errors
/// As every request.
pub fn list_page(client: &Client, query: &Query) -> Result<Response> {
    client.send(&query.request(LIST_PURPOSE, query.limit))
}

/// One API key.
///
/// # Errors
/// As every request.
pub fn get(client: &Client, id: &str) -> Result<Response> {
    Ok(try_get(client, id)?)
}

/// One API key, for a caller that needs to know why it can't be had.
///
/// # Errors
/// As every request.
pub fn try_get(client: &Client, id: &str) -> Result<Response, RequestError> {
    client.try_send(
        &Request::get(format!("get API key {id}"), &["api-keys", id])
            .with_hint(403, "the TenantAdmin role is needed to read the keys of other users")
            .with_hint(404, "qlik-api-key ls"),
    )
}

/// The body of a create. Values go out as typed.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewApiKey {
    /// What it is for; required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// An ISO 8601 duration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry: Option<String>,
    /// The subject, where it is not the requesting user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub: Option<String>,
    /// `user` or `externalClient`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_type: Option<String>,
}

impl NewApiKey {
    /// Checks it before it is sent.
    ///
    /// # Errors
    /// A sentence that names the field and what it should be.
    pub fn check(&self) -> Result<(), String> {
        if self.description.as_deref().unwrap_or_default().trim().is_empty() {
            return Err("description: a text is needed".into());
        }
        if let Some(wrong) = self.expiry.as_deref().and_then(|expiry| IsoDuration::parse(expiry).err()) {
            return Err(format!("expiry: {wrong}"));
        }
        match self.sub_type.as_deref() {
            None | Some("user" | "externalClient") => Ok(()),
            Some(_) => Err("subType: user or externalClient is needed".into()),
        }
    }
}

/// A key that was just created.
pub struct CreatedKey {
    /// Its ID.
    pub id: String,
    /// Its token, which no other answer ever holds.
    pub token: Secret,
    /// The answer, which holds the token too.
    pub response: Response,
}

impl CreatedKey {
    /// The body of the response, which holds the token.
    pub fn body(&self) -> Secret {
        Secret::new(String::from_utf8_lossy(&self.response.body).into_owned())
    }
}

/// Creates an API key.
///
/// # Errors
/// As every request; and exit 9 where it was sent, but nobody knows whether a key exists now.
pub fn create(client: &Client, key: &NewApiKey) -> Result<CreatedKey> {
    /// What must be in the answer for it to be the key.
    #[derive(Deserialize)]
    struct CreateResponse {
        id: String,
        token: String,
    }
    let request = Request::post("create the API key", &["api-keys"], key)?
        .with_hint(403, "the Developer role is needed to have API keys, the TenantAdmin role to make them for others");
    let response = client.try_send(&request).map_err(|failure| {
        let unknown = failure.is_outcome_unknown();
        let error = Error::from(failure);
        if unknown { unknown_outcome_error(error) } else { error }
    })?;
    // One byte of another charset in a description is no reason to lose the token.
    let response = response.into_utf8_lossy();
    let CreateResponse { id, token } = response.parse_object().map_err(unknown_outcome_error)?;
    let token = Secret::new(token);
    if id.is_empty() || token.expose().is_empty() {
        return Err(unknown_outcome_error(response.unusable_error(anyhow::anyhow!("its id or token is empty"))));
    }
    Ok(CreatedKey { id, token, response })
}

fn unknown_outcome_error(error: Error) -> Error {
    error
        .wrap(Exit::UnknownOutcome, "the create was sent and its outcome is unknown: a key may exist, its token lost")
        .with_hint("qlik-api-key ls --sort -created --limit 5 (look for it, and remove it, before you create another)")
}

/// Changes an API key.
///
/// # Errors
/// As every request.
pub fn patch(client: &Client, id: &str, operations: &[Operation]) -> Result<Response> {
    client
        .send(
            &Request::patch(format!("update API key {id}"), &["api-keys", id], &operations)?
                .with_hint(403, "only its owner or a TenantAdmin may change a key")
                .with_hint(404, "qlik-api-key ls"),
        )?
        .expect_json_or_empty()
}

/// Deletes an API key of one's own, or, for a TenantAdmin, revokes another user's.
///
/// # Errors
/// As every request.
pub fn delete(client: &Client, id: &str) -> Result<Response> {
    try_delete(client, id)?.expect_json_or_empty()
}

/// As [`remove`], for a caller that needs to know why it can't be done. The answer is not judged yet.
///
/// # Errors
/// As every request.
pub fn try_delete(client: &Client, id: &str) -> Result<Response, RequestError> {
    client.try_send(
        &Request::delete(format!("remove API key {id}"), &["api-keys", id])
            .with_hint(403, "only its owner or a TenantAdmin may remove a key")
            .with_hint(404, "qlik-api-key ls"),
    )
}

/// What the commands themselves judge a key by. Read leniently: what is missing or `null` is empty.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiKey {
    /// `id`
    pub id: String,
    /// `description`
    #[serde(default, deserialize_with = "null_as_empty")]
    pub description: String,
    /// `status`: active, expired or revoked.
    #[serde(default, deserialize_with = "null_as_empty")]
    pub status: String,
    /// `sub`: whose key it is.
    #[serde(default, deserialize_with = "null_as_empty")]
    pub sub: String,
    /// `subType`: user or externalClient.
    #[serde(default, deserialize_with = "null_as_empty")]
    pub sub_type: String,
    /// `createdByUser`
    #[serde(default, deserialize_with = "null_as_empty")]
    pub created_by_user: String,
    /// `created`; `None` where it is no date.
    #[serde(default, deserialize_with = "lenient_timestamp")]
    pub created: Option<Timestamp>,
    /// `expiry`; `None` where it is no date. The last hours of the year 9999 are the last time that can be counted with.
    #[serde(default, deserialize_with = "lenient_timestamp")]
    pub expiry: Option<Timestamp>,
}

impl ApiKey {
    /// Reads a row of a list.
    ///
    /// # Errors
    /// Exit 7 where it is no key.
    pub fn from_row(row: &Row) -> Result<Self> {
        let key: Result<Object<Self>, _> = serde_json::from_str(row.json());
        key.map(|object| object.0).map_err(|_| {
            Error::new(Exit::Unavailable, "the tenant's answer holds something else where an API key belongs")
        })
    }

    /// The time from its creation to its expiry.
    pub fn lifetime(&self) -> Option<SignedDuration> {
        Some(self.expiry?.duration_since(self.created?)).filter(|life| life.is_positive())
    }

    /// Whether it is for SCIM: then it signs nobody in.
    pub fn is_scim(&self) -> bool {
        self.sub_type == "externalClient"
    }
}

fn null_as_empty<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

fn lenient_timestamp<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    let text = null_as_empty(from)?;
    // What stands for "never" is a date too, but one too late for a timestamp.
    let is_never = || text.starts_with("9999-12-3") && Pieces::parse(&text).is_ok();
    Ok(text.parse().ok().or_else(|| is_never().then_some(Timestamp::MAX)))
}

/// The newest keys that a user created, and the tenant's clock.
///
/// # Errors
/// As every request.
pub fn list_newest(client: &Client, creator: String) -> Result<(Vec<ApiKey>, Option<Timestamp>)> {
    #[derive(Deserialize)]
    struct Newest {
        data: Vec<ApiKey>,
    }
    let query = Query {
        created_by_user: Some(creator),
        sort: Some("-created".to_owned()),
        limit: Some(MAX_PAGE_SIZE),
        ..Query::default()
    };
    let response = client.send(&query.request("look at your newest API keys", query.limit))?;
    Ok((response.parse_object::<Newest>()?.data, response.date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::value::RawValue;

    #[test]
    fn a_key_is_read_leniently() {
        let read = |json: &str| ApiKey::from_row(&RawValue::from_string(json.into()).unwrap().into());
        let key =
            read(r#"{"id":"k","expiry":"2026-12-01T12:00:00Z","created":"9999-12-31T23:59:59Z","x":[1]}"#).unwrap();
        assert_eq!((key.expiry, key.created), ("2026-12-01T12:00:00Z".parse().ok(), Some(Timestamp::MAX)));
        for none in ["soon", "", "9999-12-3", "2026-12-01"] {
            assert_eq!(read(&format!(r#"{{"id":"k","expiry":"{none}"}}"#)).unwrap().expiry, None, "{none}");
        }
        assert_eq!(read(r#"{"id":"k","description":null,"expiry":null}"#).unwrap().description, "");
        for odd in ["1", "[]", "{}", r#"{"id":1}"#] {
            assert_eq!(read(odd).unwrap_err().exit(), Exit::Unavailable, "{odd}");
        }
    }
}

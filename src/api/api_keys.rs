//! `/api-keys`: list, create, read, patch and delete (the API reference, "API keys").

use jiff::fmt::temporal::Pieces;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};

use super::json_patch::{Field, Kind, Operation};
use crate::duration::Period;
use crate::error::{Error, Exit, Result};
use crate::http::{Client, Direction, Paginator, Request, RequestError, Response};
use crate::object::Object;
use crate::row::Row;
use crate::secret::Secret;

/// The paths that a patch of an API key may replace.
pub const FIELDS: &[Field] = &[Field { path: "/description", kind: Kind::Text }];

/// The most rows of one page.
const PAGE: u64 = 100;

/// What a list is for.
const LIST: &str = "list the API keys";

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
    pub fn is_for_all(&self) -> bool {
        let Self { created_by_user, sub, status, sort: _, starting_after, ending_before, limit: _ } = self;
        [created_by_user, sub, status, starting_after, ending_before].iter().all(|value| value.is_none())
    }

    fn request(&self, purpose: &str, limit: Option<u64>) -> Request {
        let limit = limit.map(|limit| limit.to_string());
        Request::get(purpose, &["api-keys"])
            .query("createdByUser", self.created_by_user.as_deref())
            .query("sub", self.sub.as_deref())
            .query("status", self.status.as_deref())
            .query("sort", self.sort.as_deref())
            .query("startingAfter", self.starting_after.as_deref())
            .query("endingBefore", self.ending_before.as_deref())
            .query("limit", limit.as_deref())
            .hint(403, "the TenantAdmin role is needed to list the keys of other users")
    }
}

/// The pages of a list: forwards, or backwards from `ending_before`.
pub fn pages(client: &Client, query: &Query) -> Paginator {
    let direction = if query.ending_before.is_some() { Direction::Prev } else { Direction::Next };
    let limit = query.limit.unwrap_or(PAGE).min(PAGE);
    client.pages(query.request(LIST, Some(limit)), direction, query.limit.unwrap_or(u64::MAX))
}

/// One answer to a list, asked for with the limit as it is.
///
/// # Errors
/// As every request.
pub fn page(client: &Client, query: &Query) -> Result<Response> {
    client.send(&query.request(LIST, query.limit))
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
            .hint(403, "the TenantAdmin role is needed to read the keys of other users")
            .hint(404, "qlik-api-key ls"),
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
        if let Some(wrong) = self.expiry.as_deref().and_then(|expiry| Period::parse(expiry).err()) {
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
    struct Answer {
        id: String,
        token: String,
    }
    let request = Request::post("create the API key", &["api-keys"], key)?
        .hint(403, "the Developer role is needed to have API keys, the TenantAdmin role to make them for others");
    let response = client.try_send(&request).map_err(|failure| {
        let unknown = failure.outcome_unknown();
        let error = Error::from(failure);
        if unknown { unknown_outcome(error) } else { error }
    })?;
    // One byte of another charset in a description is no reason to lose the token.
    let response = response.into_utf8_lossy();
    let Answer { id, token } = response.object().map_err(unknown_outcome)?;
    let token = Secret::new(token);
    if id.is_empty() || token.expose().is_empty() {
        return Err(unknown_outcome(response.unusable(anyhow::anyhow!("its id or token is empty"))));
    }
    Ok(CreatedKey { id, token, response })
}

fn unknown_outcome(error: Error) -> Error {
    error
        .escalate(
            Exit::UnknownOutcome,
            "the create was sent and its outcome is unknown: a key may exist, its token lost",
        )
        .hint("qlik-api-key ls --sort -created --limit 5 (look for it, and remove it, before you create another)")
}

/// Changes an API key.
///
/// # Errors
/// As every request.
pub fn patch(client: &Client, id: &str, operations: &[Operation]) -> Result<Response> {
    client
        .send(
            &Request::patch(format!("update API key {id}"), &["api-keys", id], &operations)?
                .hint(403, "only its owner or a TenantAdmin may change a key")
                .hint(404, "qlik-api-key ls"),
        )?
        .expect_json_or_empty()
}

/// Deletes an API key of one's own, or, for a TenantAdmin, revokes another user's.
///
/// # Errors
/// As every request.
pub fn remove(client: &Client, id: &str) -> Result<Response> {
    try_remove(client, id)?.expect_json_or_empty()
}

/// As [`remove`], for a caller that needs to know why it can't be done. The answer is not judged yet.
///
/// # Errors
/// As every request.
pub fn try_remove(client: &Client, id: &str) -> Result<Response, RequestError> {
    client.try_send(
        &Request::delete(format!("remove API key {id}"), &["api-keys", id])
            .hint(403, "only its owner or a TenantAdmin may remove a key")
            .hint(404, "qlik-api-key ls"),
    )
}

/// What the commands themselves judge a key by. Read leniently: what is missing or `null` is empty.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiKey {
    /// `id`
    pub id: String,
    /// `description`
    #[serde(default, deserialize_with = "text")]
    pub description: String,
    /// `status`: active, expired or revoked.
    #[serde(default, deserialize_with = "text")]
    pub status: String,
    /// `sub`: whose key it is.
    #[serde(default, deserialize_with = "text")]
    pub sub: String,
    /// `subType`: user or externalClient.
    #[serde(default, deserialize_with = "text")]
    pub sub_type: String,
    /// `createdByUser`
    #[serde(default, deserialize_with = "text")]
    pub created_by_user: String,
    /// `created`; `None` where it is no date.
    #[serde(default, deserialize_with = "time")]
    pub created: Option<Timestamp>,
    /// `expiry`; `None` where it is no date. The last hours of the year 9999 are the last time that can be counted with.
    #[serde(default, deserialize_with = "time")]
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

fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

fn time<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    let text = text(from)?;
    // What stands for "never" is a date too, but one too late for a timestamp.
    let is_never = || text.starts_with("9999-12-3") && Pieces::parse(&text).is_ok();
    Ok(text.parse().ok().or_else(|| is_never().then_some(Timestamp::MAX)))
}

/// The newest keys that a user created, and the tenant's clock.
///
/// # Errors
/// As every request.
pub fn newest(client: &Client, creator: String) -> Result<(Vec<ApiKey>, Option<Timestamp>)> {
    #[derive(Deserialize)]
    struct Newest {
        data: Vec<ApiKey>,
    }
    let query = Query {
        created_by_user: Some(creator),
        sort: Some("-created".to_owned()),
        limit: Some(PAGE),
        ..Query::default()
    };
    let response = client.send(&query.request("look at your newest API keys", query.limit))?;
    Ok((response.object::<Newest>()?.data, response.date))
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

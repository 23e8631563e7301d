//! `/api-keys`: list, create, get, patch and delete API keys (<https://qlik.dev/apis/rest/api-keys>).

use jiff::fmt::temporal::Pieces;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::json_patch::{Field, Operation, ValueType};
use crate::duration::IsoDuration;
use crate::error::{Error, Exit, Result};
use crate::http::{Client, Direction, Paginator, Request, RequestError, Response};
use crate::object::{self, Object};
use crate::page::Page;
use crate::row::{Row, deserialize_rows};
use crate::secret::{MAX_TOKEN_BYTES, Secret};

/// The fields of an API key that a patch may replace.
pub const PATCHABLE_FIELDS: &[Field] = &[Field { path: "/description", value_type: ValueType::Text }];

/// The maximum number of rows in a page.
const MAX_PAGE_SIZE: u64 = 100;

/// The purpose of a list request, for errors.
const LIST_PURPOSE: &str = "list the API keys";

/// The query of a list. Values are sent unchecked.
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
    /// The maximum number of rows in total.
    pub limit: Option<u64>,
}

impl Query {
    /// Whether the query selects all keys, apart from the limit.
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
            .with_hint(403, "sign in as a user with the TenantAdmin role to list the keys of other users")
    }
}

/// Lists API keys page by page: forward, or backward from `ending_before`.
pub fn list(client: &Client, query: &Query) -> Paginator {
    let direction = if query.ending_before.is_some() { Direction::Prev } else { Direction::Next };
    let limit = query.limit.unwrap_or(MAX_PAGE_SIZE).min(MAX_PAGE_SIZE);
    client.pages(query.request(LIST_PURPOSE, Some(limit)), direction, query.limit.unwrap_or(u64::MAX))
}

/// Lists API keys and waits for all pages.
///
/// # Errors
/// See [`Client::send`]. Exit 7 if a row isn't an API key.
pub fn list_all(client: &Client, query: &Query) -> Result<Vec<ApiKey>> {
    collect(list(client, query))
}

/// Waits for all pages of a list.
///
/// # Errors
/// See [`list_all`].
pub fn collect(pages: impl Iterator<Item = Result<Page>>) -> Result<Vec<ApiKey>> {
    let mut keys = Vec::new();
    for page in pages {
        for row in page?.rows {
            keys.push(ApiKey::from_row(&row)?);
        }
    }
    Ok(keys)
}

/// Lists API keys with a single request, which sends the limit as given.
///
/// # Errors
/// See [`Client::send`].
pub fn list_page(client: &Client, query: &Query) -> Result<Response> {
    client.send(&query.request(LIST_PURPOSE, query.limit))
}

/// Gets an API key.
///
/// # Errors
/// See [`Client::send`].
pub fn get(client: &Client, id: &str) -> Result<Response> {
    Ok(try_get(client, id)?)
}

/// Like [`get`], but returns a [`RequestError`], which classifies the failure.
///
/// # Errors
/// See [`Client::try_send`].
pub fn try_get(client: &Client, id: &str) -> Result<Response, RequestError> {
    client.try_send(
        &Request::get(format!("get API key {id}"), &["api-keys", id])
            .with_hint(403, "sign in as a user with the TenantAdmin role to read the keys of other users")
            .with_hint(404, "qlik-api-key ls"),
    )
}

/// The body of a create request.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewApiKey {
    /// `description`: required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `expiry`: an ISO 8601 duration. The tenant's maximum if not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry: Option<String>,
    /// `sub`: the subject. The requesting user if not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub: Option<String>,
    /// `subType`: `user` or `externalClient`. `user` if not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_type: Option<String>,
}

impl NewApiKey {
    /// Checks the values before they are sent.
    ///
    /// # Errors
    /// A message that names the field and says what its value must be.
    pub fn check(&self) -> Result<(), String> {
        if self.description.as_deref().unwrap_or_default().trim().is_empty() {
            return Err("description: must not be empty".into());
        }
        if let Some(reason) = self.expiry.as_deref().and_then(|expiry| IsoDuration::parse(expiry).err()) {
            return Err(format!("expiry: {reason}"));
        }
        match self.sub_type.as_deref() {
            None | Some("user" | "externalClient") => Ok(()),
            Some(_) => Err("subType: must be user or externalClient".into()),
        }
    }
}

/// A key that was just created.
pub struct CreatedKey {
    /// The ID of the key; empty if the tenant returned none.
    pub id: String,
    /// The token, which the API returns only once.
    pub token: Secret,
    /// The response, which also holds the token.
    pub response: Response,
}

impl CreatedKey {
    /// Replaces the description in the response. A response that isn't an object stays unchanged.
    pub fn set_description(&mut self, description: &str) {
        let json = self.response.parse_raw_object().ok();
        if let Some(Ok(json)) = json.map(|json| object::set_member(json, "description", description)) {
            self.response.body = json.get().as_bytes().to_vec();
        }
    }

    /// Returns the body of the response, which holds the token.
    pub fn body(&self) -> Secret {
        Secret::new(String::from_utf8_lossy(&self.response.body).into_owned())
    }
}

/// Creates an API key.
///
/// # Errors
/// See [`Client::send`]. Exit 9 if the request was sent, but it is unknown whether a key was created.
pub fn create(client: &Client, key: &NewApiKey) -> Result<CreatedKey> {
    /// The members of the response that are needed.
    #[derive(Deserialize)]
    struct CreateResponse {
        /// A tenant may send anything, which must not cost the token.
        #[serde(default)]
        id: Value,
        token: String,
    }
    let request = Request::post("create the API key", &["api-keys"], key)?.with_hint(
        403,
        "ask an administrator for the permission Manage API keys, which a custom role or User Default grants (before \
         2026, the Developer role); to create keys for other users, for the TenantAdmin role",
    );
    let response = client.try_send(&request).map_err(|error| {
        let is_outcome_unknown = error.is_outcome_unknown();
        let error = Error::from(error);
        if is_outcome_unknown { unknown_outcome_error(error) } else { error }
    })?;
    // Invalid UTF-8 in a description must not cost the token.
    let response = response.into_utf8_lossy();
    let CreateResponse { id, token } = response.parse_object().map_err(unknown_outcome_error)?;
    let (id, token) = (id.as_str().unwrap_or_default().to_owned(), Secret::new(token));
    if token.expose().is_empty() {
        return Err(unknown_outcome_error(response.unusable_error(anyhow::anyhow!("its token is empty"))));
    }
    if token.expose().len() > MAX_TOKEN_BYTES {
        return Err(unknown_outcome_error(response.unusable_error(anyhow::anyhow!("its token is longer than 64 KiB"))));
    }
    Ok(CreatedKey { id, token, response })
}

/// The error of a create that was sent when the program had to stop.
pub fn interrupted_create_error() -> Error {
    let error = Error::new(Exit::Interrupted, "interrupted before the response arrived");
    unknown_outcome_error(error.with_purpose("create the API key"))
}

fn unknown_outcome_error(error: Error) -> Error {
    error
        .wrap(
            Exit::UnknownOutcome,
            "the create was sent and its outcome is unknown: a key may exist, but its token is lost",
        )
        .with_hint(
            "qlik-api-key ls --sort -created --limit 5 (check for the key and remove it before you create another)",
        )
}

/// Updates an API key.
///
/// # Errors
/// See [`Client::send`].
pub fn patch(client: &Client, id: &str, operations: &[Operation]) -> Result<Response> {
    client
        .send(
            &Request::patch(format!("update API key {id}"), &["api-keys", id], &operations)?
                .with_hint(403, "sign in as the owner of the key or as a user with the TenantAdmin role")
                .with_hint(404, "qlik-api-key ls"),
        )?
        .expect_json_or_empty()
}

/// Deletes an API key of the requesting user. For a TenantAdmin, revokes the key of another user.
///
/// # Errors
/// See [`Client::send`].
pub fn delete(client: &Client, id: &str) -> Result<Response> {
    try_delete(client, id)?.expect_json_or_empty()
}

/// Like [`delete`], but returns a [`RequestError`], which classifies the failure. Does not check the body of the
/// response.
///
/// # Errors
/// See [`Client::try_send`].
pub fn try_delete(client: &Client, id: &str) -> Result<Response, RequestError> {
    client.try_send(
        &Request::delete(format!("remove API key {id}"), &["api-keys", id])
            .with_hint(403, "sign in as the owner of the key or as a user with the TenantAdmin role")
            .with_hint(404, "qlik-api-key ls"),
    )
}

/// The fields of an API key that commands need. A missing or `null` text is read as empty.
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
    /// `sub`: the subject.
    #[serde(default, deserialize_with = "null_as_empty")]
    pub sub: String,
    /// `subType`: user or externalClient.
    #[serde(default, deserialize_with = "null_as_empty")]
    pub sub_type: String,
    /// `createdByUser`
    #[serde(default, deserialize_with = "null_as_empty")]
    pub created_by_user: String,
    /// `created`. `None` if it isn't a valid time.
    #[serde(default, deserialize_with = "lenient_timestamp")]
    pub created: Option<Timestamp>,
    /// `expiry`. `None` if it isn't a valid time, [`Timestamp::MAX`] if it stands for "never".
    #[serde(default, deserialize_with = "lenient_timestamp")]
    pub expiry: Option<Timestamp>,
}

impl ApiKey {
    /// Parses a row of a list.
    ///
    /// # Errors
    /// Exit 7 if the row isn't an API key.
    pub fn from_row(row: &Row) -> Result<Self> {
        let key: Result<Object<Self>, _> = serde_json::from_str(row.json());
        key.map(|object| object.0).map_err(|_| {
            Error::new(Exit::Unavailable, "the tenant's response contains something other than an API key")
        })
    }

    /// Returns the time from creation to expiry, if it is positive.
    pub fn lifetime(&self) -> Option<SignedDuration> {
        Some(self.expiry?.duration_since(self.created?)).filter(|life| life.is_positive())
    }

    /// Whether this is a SCIM key, which can't be used to sign in.
    pub fn is_scim(&self) -> bool {
        self.sub_type == "externalClient"
    }
}

/// Reads a text, and `null` as an empty text.
pub(super) fn null_as_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

fn lenient_timestamp<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let text = null_as_empty(deserializer)?;
    // The end of the year 9999 stands for "never". It may be later than `Timestamp::MAX`.
    let is_never = || text.starts_with("9999-12-3") && Pieces::parse(&text).is_ok();
    Ok(text.parse().ok().or_else(|| is_never().then_some(Timestamp::MAX)))
}

/// Lists the newest keys that a user created. Also returns the tenant's clock.
///
/// # Errors
/// See [`Client::send`]. Exit 7 if the body has another format.
pub fn list_newest(client: &Client, creator: String) -> Result<(Vec<ApiKey>, Option<Timestamp>)> {
    #[derive(Deserialize)]
    struct ListResponse {
        #[serde(deserialize_with = "deserialize_rows")]
        data: Vec<ApiKey>,
    }
    let query = Query {
        created_by_user: Some(creator),
        sort: Some("-created".to_owned()),
        limit: Some(MAX_PAGE_SIZE),
        ..Query::default()
    };
    let response = client.send(&query.request("list your newest API keys", query.limit))?;
    Ok((response.parse_object::<ListResponse>()?.data, response.date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::value::RawValue;

    #[test]
    fn reads_a_key_leniently() {
        let read = |json: &str| ApiKey::from_row(&RawValue::from_string(json.into()).unwrap().into());
        let key =
            read(r#"{"id":"k","expiry":"2026-12-01T12:00:00Z","created":"9999-12-31T23:59:59Z","x":[1]}"#).unwrap();
        assert_eq!((key.expiry, key.created), ("2026-12-01T12:00:00Z".parse().ok(), Some(Timestamp::MAX)));
        for invalid in ["soon", "", "9999-12-3", "2026-12-01"] {
            assert_eq!(read(&format!(r#"{{"id":"k","expiry":"{invalid}"}}"#)).unwrap().expiry, None, "{invalid}");
        }
        assert_eq!(read(r#"{"id":"k","description":null,"expiry":null}"#).unwrap().description, "");
        for invalid in ["1", "[]", "{}", r#"{"id":1}"#] {
            assert_eq!(read(invalid).unwrap_err().exit(), Exit::Unavailable, "{invalid}");
        }
    }
}

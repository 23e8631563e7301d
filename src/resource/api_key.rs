//! `/api-keys`: list, create, read, patch and delete (the API reference, "API keys").

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::json_patch::{Field, Kind, Operation};
use crate::client::{Client, Direction, Pages, Request, Response};
use crate::duration;
use crate::error::{Error, Exit, Result};

/// The paths that a patch of an API key may replace.
pub const FIELDS: &[Field] = &[Field { path: "/description", kind: Kind::Text }];

/// The most rows of one page.
const PAGE: u64 = 100;

/// The query of a list. Values go out as they are.
#[derive(Debug, Default)]
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
    fn request(&self, limit: Option<u64>) -> Request {
        let limit = limit.map(|limit| limit.to_string());
        Request::get("list the API keys", &["api-keys"])
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
pub fn pages(client: &Client, query: &Query) -> Pages {
    let direction = if query.ending_before.is_some() { Direction::Prev } else { Direction::Next };
    let limit = query.limit.unwrap_or(PAGE).min(PAGE);
    client.pages(query.request(Some(limit)), direction)
}

/// One answer to a list, asked for with the limit as it is.
///
/// # Errors
/// As every request.
pub fn page(client: &Client, query: &Query) -> Result<Response> {
    client.send(&query.request(query.limit))
}

/// One API key.
///
/// # Errors
/// As every request.
pub fn get(client: &Client, id: &str) -> Result<Response> {
    client.send(
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
        if let Some(wrong) = self.expiry.as_deref().and_then(|expiry| duration::check(expiry).err()) {
            return Err(format!("expiry: {wrong}"));
        }
        match self.sub_type.as_deref() {
            None | Some("user" | "externalClient") => Ok(()),
            Some(_) => Err("subType: user or externalClient is needed".into()),
        }
    }
}

/// What must be in the answer to a create for it to be the key.
#[derive(Deserialize)]
struct Minted {
    id: String,
    token: String,
}

/// Creates an API key; gives back its ID and the answer, which holds the token.
///
/// # Errors
/// As every request; and exit 9 where it was sent, but nobody knows whether a key exists now.
pub fn create(client: &Client, key: &NewApiKey) -> Result<(String, Response)> {
    let request = Request::post("create the API key", &["api-keys"], key)?
        .hint(403, "the Developer role is needed to have API keys, the TenantAdmin role to make them for others");
    let response = client.try_send(&request).map_err(|failure| {
        let unknown = failure.outcome_unknown();
        let error = Error::from(failure);
        if unknown { unknown_outcome(error) } else { error }
    })?;
    match response.object::<Minted>() {
        Ok(key) if !key.id.is_empty() && !key.token.is_empty() => Ok((key.id, response)),
        Ok(_) => Err(unknown_outcome(response.unusable(anyhow::anyhow!("its id or token is empty")))),
        Err(error) => Err(unknown_outcome(error)),
    }
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
        .acknowledged()
}

/// Deletes an API key of one's own, or, for a TenantAdmin, revokes another user's.
///
/// # Errors
/// As every request.
pub fn remove(client: &Client, id: &str) -> Result<Response> {
    client
        .send(
            &Request::delete(format!("remove API key {id}"), &["api-keys", id])
                .hint(403, "only its owner or a TenantAdmin may remove a key")
                .hint(404, "qlik-api-key ls"),
        )?
        .acknowledged()
}

/// What the commands themselves need to know of a key.
#[derive(Deserialize)]
pub struct Described {
    /// `id`
    pub id: String,
    /// `description`
    #[serde(default)]
    pub description: String,
    /// `created`, RFC 3339.
    #[serde(default)]
    pub created: String,
}

/// The newest keys that a user created, and the tenant's clock.
///
/// # Errors
/// As every request.
pub fn newest(client: &Client, creator: String) -> Result<(Vec<Described>, Option<Timestamp>)> {
    #[derive(Deserialize)]
    struct Newest {
        data: Vec<Described>,
    }
    let query = Query {
        created_by_user: Some(creator),
        sort: Some("-created".to_owned()),
        limit: Some(PAGE),
        ..Query::default()
    };
    let response = page(client, &query)?;
    Ok((response.object::<Newest>()?.data, response.date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_key_is_checked_field_by_field() {
        let key = |description: &str, expiry: Option<&str>, sub_type: Option<&str>| NewApiKey {
            description: Some(description.into()),
            expiry: expiry.map(Into::into),
            sub: None,
            sub_type: sub_type.map(Into::into),
        };
        assert_eq!(key("a", Some("P7D"), Some("externalClient")).check(), Ok(()));
        for (bad, field) in [
            (NewApiKey::default(), "description: "),
            (key(" ", None, None), "description: "),
            (key("a", Some("7d"), None), "expiry: "),
            (key("a", None, Some("robot")), "subType: "),
        ] {
            assert!(bad.check().unwrap_err().starts_with(field));
        }
    }
}

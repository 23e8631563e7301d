//! API keys: what one is, its status at a time, its JSON, and the endpoints of one key.
//! It must not know how keys are listed or made.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::message::Response;
use super::patch;
use super::problem::Problem;
use super::route::Call;
use super::tenant::Tenant;
use super::users::{TENANT_ADMIN, User};

/// What a key's subject is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum SubType {
    /// A user.
    User,
    /// A SCIM client.
    ExternalClient,
}

impl SubType {
    /// Reads the name that the reference gives it.
    pub(super) fn parse(text: &str) -> Option<SubType> {
        match text {
            "user" => Some(SubType::User),
            "externalClient" => Some(SubType::ExternalClient),
            _ => None,
        }
    }

    /// Returns that name.
    pub(super) fn name(self) -> &'static str {
        match self {
            SubType::User => "user",
            SubType::ExternalClient => "externalClient",
        }
    }
}

/// The status of a key, in the order of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    Active,
    Expired,
    Revoked,
}

impl Status {
    /// Reads the name that the reference gives it.
    pub(super) fn parse(text: &str) -> Option<Status> {
        match text {
            "active" => Some(Status::Active),
            "expired" => Some(Status::Expired),
            "revoked" => Some(Status::Revoked),
            _ => None,
        }
    }
}

/// An API key as the tenant keeps it.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub(super) id: String,
    pub(super) sub: String,
    pub(super) token: String,
    pub(super) expiry: Timestamp,
    pub(super) revoked: bool,
    pub(super) created: Timestamp,
    pub(super) sub_type: SubType,
    pub(super) description: String,
    pub(super) last_updated: Timestamp,
    pub(super) created_by: String,
}

/// A key in the field order of the reference's examples; only the answer to a create has the token.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shape<'a> {
    id: &'a str,
    sub: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
    expiry: String,
    status: Status,
    created: String,
    sub_type: SubType,
    tenant_id: &'a str,
    description: &'a str,
    last_updated: String,
    created_by_user: &'a str,
}

impl Key {
    /// Returns the status at that time. Revoking is for good; an end that has passed shows only on other keys.
    pub(super) fn status(&self, now: Timestamp) -> Status {
        if self.revoked {
            Status::Revoked
        } else if now >= self.expiry {
            Status::Expired
        } else {
            Status::Active
        }
    }

    /// Returns whether that user may see and change the key without a role for it.
    pub(super) fn concerns(&self, user: &User) -> bool {
        self.sub == user.id || self.created_by == user.id
    }

    /// Returns whether a delete by that user removes the key. A key for SCIM has no user as its subject: its creator owns it.
    fn owned_by(&self, user: &User) -> bool {
        match self.sub_type {
            SubType::User => self.sub == user.id,
            SubType::ExternalClient => self.created_by == user.id,
        }
    }

    /// Returns the key's JSON, without its token.
    pub(super) fn shape<'a>(&'a self, tenant_id: &'a str, now: Timestamp) -> Shape<'a> {
        Shape {
            id: &self.id,
            sub: &self.sub,
            token: None,
            expiry: self.expiry.to_string(),
            status: self.status(now),
            created: self.created.to_string(),
            sub_type: self.sub_type,
            tenant_id,
            description: &self.description,
            last_updated: self.last_updated.to_string(),
            created_by_user: &self.created_by,
        }
    }

    /// Returns the key's JSON with its token, as the answer to a create.
    pub(super) fn shape_with_token<'a>(&'a self, tenant_id: &'a str, now: Timestamp) -> Shape<'a> {
        Shape { token: Some(&self.token), ..self.shape(tenant_id, now) }
    }
}

/// Answers `GET /api-keys/{id}`.
pub(super) fn get(tenant: &Tenant, call: &Call, id: &str) -> Result<Response, Problem> {
    let key = find(tenant, call, id)?;
    Ok(Response::json(200, &key.shape(&tenant.id, call.now)))
}

/// Answers `PATCH /api-keys/{id}`: the description can be replaced, nothing else.
pub(super) fn patch(tenant: &mut Tenant, call: &Call, id: &str) -> Result<Response, Problem> {
    find(tenant, call, id)?;
    let document = call.json()?;
    let operations = patch::parse(&document, &["/description"])?;
    let mut description = None;
    for (index, operation) in operations.iter().enumerate() {
        description = Some(description_of(operation.value, &operation.pointer(index))?);
    }
    let now = call.second();
    if let Some(key) = tenant.keys.iter_mut().find(|key| key.id == id)
        && let Some(description) = description
    {
        key.description = description;
        key.last_updated = now;
    }
    Ok(Response::new(204))
}

/// Answers `DELETE /api-keys/{id}`: an owner's key is removed, anyone else's is revoked and stays.
pub(super) fn delete(tenant: &mut Tenant, call: &Call, id: &str) -> Result<Response, Problem> {
    let owned = find(tenant, call, id)?.owned_by(&call.user);
    if owned {
        tenant.keys.retain(|key| key.id != id);
        return Ok(Response::new(204));
    }
    if !call.user.has(TENANT_ADMIN) {
        return Err(Problem::forbidden(format!("Revoking a key of another user requires the role {TENANT_ADMIN}.")));
    }
    let now = call.second();
    if let Some(key) = tenant.keys.iter_mut().find(|key| key.id == id)
        && !key.revoked
    {
        key.revoked = true;
        key.last_updated = now;
    }
    Ok(Response::new(204))
}

/// Reads a description: any text but an empty one.
pub(super) fn description_of(value: &Value, pointer: &str) -> Result<String, Problem> {
    match value.as_str() {
        None => Err(Problem::pointer(pointer, "The description must be a string.")),
        Some("") => Err(Problem::pointer(pointer, "The description must not be empty.")),
        Some(text) => Ok(text.to_owned()),
    }
}

fn find<'a>(tenant: &'a Tenant, call: &Call, id: &str) -> Result<&'a Key, Problem> {
    let key = tenant
        .keys
        .iter()
        .find(|key| key.id == id)
        .ok_or_else(|| Problem::missing(format!("There is no API key with the ID {id}.")))?;
    if key.concerns(&call.user) || call.user.has(TENANT_ADMIN) {
        Ok(key)
    } else {
        Err(Problem::forbidden(format!("The API key of another user requires the role {TENANT_ADMIN}.")))
    }
}

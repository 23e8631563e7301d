//! `/api-keys/{id}`: reads, changes, deletes or revokes one key.

use serde_json::Value;

use crate::demo::handlers::call::{Call, parse_json_body};
use crate::demo::handlers::json_patch;
use crate::demo::http::error::DemoError;
use crate::demo::http::message::DemoResponse;
use crate::demo::state::audits::KeyChange;
use crate::demo::state::key::StoredKey;
use crate::demo::state::tenant::Tenant;

/// `GET /api-keys/{id}`.
pub fn get(tenant: &mut Tenant, call: &Call, id: &str) -> Result<DemoResponse, DemoError> {
    let key = find_visible_key(&mut tenant.keys, call, id)?;
    Ok(DemoResponse::from_json(200, &key.to_json(&tenant.id, call.now, false)))
}

/// `PATCH /api-keys/{id}`. Only the description can be replaced.
pub fn patch(tenant: &mut Tenant, call: &Call, id: &str) -> Result<DemoResponse, DemoError> {
    let key = find_visible_key(&mut tenant.keys, call, id)?;
    let document = parse_json_body(call.request)?;
    let mut description = None;
    for operation in json_patch::parse(&document, &["/description"])? {
        description = Some(parse_description(operation.value, &operation.pointer)?);
    }
    if let Some(description) = description {
        key.description = description;
        key.last_updated = call.timestamp();
        tenant.audits.record_key(KeyChange::Updated, key, &call.user.id, call.timestamp());
    }
    Ok(DemoResponse::new(204))
}

/// `DELETE /api-keys/{id}`. A call by the owner deletes the key. A call by an administrator revokes another user's key,
/// which stays in the list.
pub fn delete(tenant: &mut Tenant, call: &Call, id: &str) -> Result<DemoResponse, DemoError> {
    let key = find_visible_key(&mut tenant.keys, call, id)?;
    if key.is_owned_by(&call.user) {
        tenant.audits.record_key(KeyChange::Deleted, key, &call.user.id, call.timestamp());
        tenant.keys.retain(|key| key.id != id);
        return Ok(DemoResponse::new(204));
    }
    call.require_admin("Revoking a key of another user")?;
    if !key.revoked {
        key.revoked = true;
        key.last_updated = call.timestamp();
        tenant.audits.record_key(KeyChange::Revoked, key, &call.user.id, call.timestamp());
    }
    Ok(DemoResponse::new(204))
}

/// Finds a key that the caller may see. Rejects query parameters, because these endpoints have none.
fn find_visible_key<'a>(keys: &'a mut [StoredKey], call: &Call, id: &str) -> Result<&'a mut StoredKey, DemoError> {
    call.reject_query()?;
    let key = keys.iter_mut().find(|key| key.id == id);
    let key = key.ok_or_else(|| DemoError::not_found(format!("There is no API key with the ID {id}.")))?;
    if !key.is_visible_to(&call.user) {
        call.require_admin("Accessing the API key of another user")?;
    }
    Ok(key)
}

/// Parses a description: any non-empty string.
pub fn parse_description(value: &Value, pointer: &str) -> Result<String, DemoError> {
    match value.as_str() {
        None => Err(DemoError::invalid_body(pointer, "The description must be a string.")),
        Some("") => Err(DemoError::invalid_body(pointer, "The description must not be empty.")),
        Some(text) => Ok(text.to_owned()),
    }
}

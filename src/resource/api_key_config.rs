//! `/api-keys/configs/{tenantId}`: how many keys users may have, and for how long (the API reference, "API keys").

use serde::Deserialize;

use super::json_patch::{Field, Kind, Operation};
use crate::client::{Client, Request, Response};
use crate::error::Result;

/// The paths that a patch of the configuration may replace.
pub const FIELDS: &[Field] = &[
    Field { path: "/api_keys_enabled", kind: Kind::Boolean },
    Field { path: "/max_api_key_expiry", kind: Kind::Duration },
    Field { path: "/max_keys_per_user", kind: Kind::WholeNumber },
    Field { path: "/scim_externalClient_expiry", kind: Kind::Duration },
];

/// What a configuration says of new keys. A field that the tenant does not return is not known.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// `max_keys_per_user`: how many active keys a user may have.
    pub max_keys_per_user: Option<u64>,
    /// `max_api_key_expiry`: the longest life of a key, an ISO 8601 duration.
    pub max_api_key_expiry: Option<String>,
    /// `scim_externalClient_expiry`: the life of a SCIM key, an ISO 8601 duration.
    #[serde(rename = "scim_externalClient_expiry")]
    pub scim_external_client_expiry: Option<String>,
}

/// What a tenant allows of new keys.
///
/// # Errors
/// As every request.
pub fn limits(client: &Client, tenant_id: &str) -> Result<Limits> {
    get(client, tenant_id)?.object()
}

/// The configuration of a tenant.
///
/// # Errors
/// As every request.
pub fn get(client: &Client, tenant_id: &str) -> Result<Response> {
    client.send(
        &Request::get(
            format!("get the API key configuration of tenant {tenant_id}"),
            &["api-keys", "configs", tenant_id],
        )
        .hint(403, "the TenantAdmin role is needed to read the configuration")
        .hint(404, "qlik-api-key config get (without an ID it is the tenant of the credential)"),
    )
}

/// Changes the configuration of a tenant.
///
/// # Errors
/// As every request.
pub fn patch(client: &Client, tenant_id: &str, operations: &[Operation]) -> Result<Response> {
    client
        .send(
            &Request::patch(
                format!("update the API key configuration of tenant {tenant_id}"),
                &["api-keys", "configs", tenant_id],
                &operations,
            )?
            .hint(403, "the TenantAdmin role is needed to change the configuration")
            .hint(404, "qlik-api-key config get (without an ID it is the tenant of the credential)"),
        )?
        .acknowledged()
}

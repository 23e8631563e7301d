//! `/api-keys/configs/{tenantId}`: how many keys users may have, and for how long (the API reference, "API keys").

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

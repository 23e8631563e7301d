//! `/roles` (<https://qlik.dev/apis/rest/roles/>).

use serde_json::{Value, json};

use super::call::Call;
use super::paging::PageQuery;
use crate::demo::http::error::DemoError;
use crate::demo::http::message::DemoResponse;
use crate::demo::state::roles::Role;
use crate::demo::state::tenant::Tenant;

/// The default of `limit`, the number of roles per page.
const DEFAULT_LIMIT: usize = 20;

/// `GET /roles`. Every user may list them.
pub fn list(tenant: &Tenant, call: &Call) -> Result<DemoResponse, DemoError> {
    let query = PageQuery::parse(call, DEFAULT_LIMIT, |name, _| {
        Err(DemoError::invalid_parameter(name, "There is no such parameter."))
    })?;
    query.respond(call, &tenant.roles, |role| &role.id, |_| true, |role| to_json(tenant, call, role))
}

fn to_json(tenant: &Tenant, call: &Call, role: &Role) -> Value {
    json!({
        "id": role.id,
        "name": role.name,
        "type": role.role_type,
        "level": role.level,
        "description": role.description,
        "assignedScopes": role.assigned_scopes,
        "tenantId": tenant.id,
        "createdAt": tenant.created,
        "lastUpdatedAt": tenant.created,
        "links": { "self": { "href": format!("{}/api/v1/roles/{}", call.request.origin(), role.id) } },
    })
}

//! `/users/{id}` (<https://qlik.dev/apis/rest/users/>) and `/tenants/me` (<https://qlik.dev/apis/rest/tenants/>).

use serde_json::{Value, json};

use super::call::Call;
use crate::demo::http::error::DemoError;
use crate::demo::http::message::DemoResponse;
use crate::demo::state::tenant::Tenant;
use crate::demo::state::user::TestUser;

/// `GET /users/{id}` for the caller's own ID or `me`; any other ID is a 404.
/// The response has only the fields that every user has.
pub fn get(tenant: &Tenant, call: &Call, id: &str) -> Result<DemoResponse, DemoError> {
    let user = &call.user;
    if id != "me" {
        call.reject_query()?;
        if id != user.id {
            return Err(DemoError::not_found(format!("There is no user with the ID {id}.")));
        }
    }
    let (name, local_part) = user.test_user.name_and_local_part();
    let roles = user.test_user.roles();
    let assigned_roles: Vec<Value> = roles.iter().map(|role| json!({ "name": role, "type": "default" })).collect();
    let body = json!({
        "id": user.id,
        "tenantId": tenant.id,
        "name": name,
        "email": format!("{local_part}@demo.example"),
        "status": "active",
        "subject": format!("demo\\{local_part}"),
        "roles": roles,
        "assignedRoles": assigned_roles,
        "createdAt": tenant.created,
        "lastUpdatedAt": tenant.created,
        "links": { "self": { "href": format!("{}/api/v1/users/{}", call.request.origin(), user.id) } },
    });
    Ok(DemoResponse::from_json(200, &body))
}

/// `GET /tenants/me`.
pub fn get_tenant(tenant: &Tenant, call: &Call) -> DemoResponse {
    let body = json!({
        "id": tenant.id,
        "name": "demo",
        "hostnames": ["demo.eu.qlikcloud.example"],
        "createdByUser": tenant.user_id(TestUser::Admin),
        "datacenter": "eu-west-1",
        "region": "eu",
        "status": "active",
        "created": tenant.created,
        "lastUpdated": tenant.created,
        "links": { "self": { "href": format!("{}/api/v1/tenants/{}", call.request.origin(), tenant.id) } },
    });
    DemoResponse::from_json(200, &body)
}

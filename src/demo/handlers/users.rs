//! `/users/{id}` (<https://qlik.dev/apis/rest/users/>) and `/tenants/me` (<https://qlik.dev/apis/rest/tenants/>).

use serde_json::{Value, json};

use super::call::Call;
use crate::demo::http::error::DemoError;
use crate::demo::http::message::DemoResponse;
use crate::demo::state::roles::Role;
use crate::demo::state::tenant::Tenant;
use crate::demo::state::users::{TestUser, User};

/// `GET /users/{id}` for the caller's own ID or `me`; any other ID is a 404.
pub fn get(tenant: &Tenant, call: &Call, id: &str) -> Result<DemoResponse, DemoError> {
    let user = &call.user;
    if id != "me" {
        call.reject_query()?;
        if id != user.id {
            return Err(DemoError::not_found(format!("There is no user with the ID {id}.")));
        }
    }
    Ok(DemoResponse::from_json(200, &to_json(tenant, call, user)))
}

/// Returns a user as JSON, with the fields that every user has.
fn to_json(tenant: &Tenant, call: &Call, user: &User) -> Value {
    let roles: Vec<&Role> = tenant.roles.iter().filter(|role| user.has_role(role.name)).collect();
    let assigned_roles: Vec<Value> = roles.iter().map(|role| role.to_reference()).collect();
    json!({
        "id": user.id,
        "tenantId": tenant.id,
        "name": user.name,
        "email": user.email,
        "status": user.status,
        "subject": user.subject,
        "roles": user.roles,
        "assignedRoles": assigned_roles,
        "createdAt": user.created,
        "lastUpdatedAt": user.created,
        "links": { "self": { "href": format!("{}/api/v1/users/{}", call.request.origin(), user.id) } },
    })
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

//! The people of a tenant: who they are, which roles they have, and how `/users/me` and `/tenants/me` show them.
//! It must not know what a role allows.

use serde_json::{Value, json};

use super::message::Response;
use super::route::Call;
use super::tenant::Tenant;

/// The role that may see and revoke everyone's keys, and change the configuration.
pub(super) const TENANT_ADMIN: &str = "TenantAdmin";
/// The role that a key's subject needs.
pub(super) const DEVELOPER: &str = "Developer";

/// One of the people of every demo tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestUser {
    /// Has the roles TenantAdmin and Developer.
    Admin,
    /// Has the role Developer.
    Developer,
    /// Has no role.
    NoRoles,
}

impl TestUser {
    /// Everyone.
    pub const ALL: [TestUser; 3] = [TestUser::Admin, TestUser::Developer, TestUser::NoRoles];

    pub(super) fn roles(self) -> &'static [&'static str] {
        match self {
            TestUser::Admin => &[TENANT_ADMIN, DEVELOPER],
            TestUser::Developer => &[DEVELOPER],
            TestUser::NoRoles => &[],
        }
    }

    /// Returns the name and the local part of the address.
    fn name(self) -> (&'static str, &'static str) {
        match self {
            TestUser::Admin => ("Ada Admin", "ada"),
            TestUser::Developer => ("Dev Developer", "dev"),
            TestUser::NoRoles => ("Nora Norole", "nora"),
        }
    }
}

/// A user of the tenant.
#[derive(Debug, Clone)]
pub(super) struct User {
    pub(super) id: String,
    pub(super) person: TestUser,
    /// The token of the key that the user signs in with.
    pub(super) token: String,
}

impl User {
    pub(super) fn has(&self, role: &str) -> bool {
        self.person.roles().contains(&role)
    }
}

/// Answers `GET /users/me`. Qlik's reference of users gives more fields; these are the ones that it always has.
pub(super) fn me(tenant: &Tenant, call: &Call) -> Response {
    let (name, local) = call.user.person.name();
    let roles: Vec<Value> =
        call.user.person.roles().iter().map(|role| json!({ "name": role, "type": "default" })).collect();
    let created = tenant.born.to_string();
    Response::json(
        200,
        &json!({
            "id": call.user.id,
            "tenantId": tenant.id,
            "name": name,
            "email": format!("{local}@demo.example"),
            "status": "active",
            "subject": format!("demo\\{local}"),
            "roles": call.user.person.roles(),
            "assignedRoles": roles,
            "createdAt": created,
            "lastUpdatedAt": created,
            "links": { "self": { "href": format!("{}/api/v1/users/{}", call.request.origin(), call.user.id) } },
        }),
    )
}

/// Answers `GET /tenants/me`.
pub(super) fn my_tenant(tenant: &Tenant, call: &Call) -> Response {
    let created = tenant.born.to_string();
    let admin = tenant.user(TestUser::Admin);
    Response::json(
        200,
        &json!({
            "id": tenant.id,
            "name": "demo",
            "hostnames": ["demo.eu.qlikcloud.example"],
            "createdByUser": admin.id,
            "datacenter": "eu-west-1",
            "region": "eu",
            "status": "active",
            "created": created,
            "lastUpdated": created,
            "links": { "self": { "href": format!("{}/api/v1/tenants/{}", call.request.origin(), tenant.id) } },
        }),
    )
}

//! The roles of a tenant (<https://qlik.dev/apis/rest/roles/>). Their scopes grant permissions.

use serde_json::{Value, json};

/// The role that permits seeing and revoking the keys of all users, and changing the settings.
pub const TENANT_ADMIN: &str = "TenantAdmin";
/// The role that every user has.
pub const USER_DEFAULT: &str = "UserDefault";
/// The custom role of today's tenant that grants [`MANAGE_API_KEYS`].
pub const API_KEY_USER: &str = "API Key User";
/// The role that users of API keys had before 2026.
pub const DEVELOPER: &str = "Developer";
/// The scope of the permission *Manage API keys*.
pub const MANAGE_API_KEYS: &str = "api-keys";

/// A role.
#[derive(Debug)]
pub struct Role {
    pub id: String,
    pub name: &'static str,
    /// `default`, or `custom` if the tenant has added the role.
    pub role_type: &'static str,
    /// `admin` or `user`.
    pub level: &'static str,
    pub assigned_scopes: Vec<&'static str>,
}

impl Role {
    fn new(id: u32, name: &'static str, [role_type, level]: [&'static str; 2], scopes: &[&'static str]) -> Role {
        Role { id: format!("{id:024x}"), name, role_type, level, assigned_scopes: scopes.to_vec() }
    }

    /// Returns the role as JSON, as users refer to it.
    pub fn to_reference(&self) -> Value {
        json!({ "id": self.id, "name": self.name, "type": self.role_type, "level": self.level })
    }
}

/// Returns the roles of today's tenant.
pub fn todays_roles() -> Vec<Role> {
    vec![
        Role::new(1, TENANT_ADMIN, ["default", "admin"], &[]),
        Role::new(2, USER_DEFAULT, ["default", "user"], &[]),
        Role::new(3, API_KEY_USER, ["custom", "user"], &[MANAGE_API_KEYS]),
    ]
}

/// Returns the roles of the API reference.
pub fn reference_roles() -> Vec<Role> {
    vec![
        Role::new(1, TENANT_ADMIN, ["default", "admin"], &[]),
        Role::new(2, DEVELOPER, ["default", "user"], &[MANAGE_API_KEYS]),
    ]
}

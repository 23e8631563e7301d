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
    pub description: &'static str,
    pub assigned_scopes: Vec<&'static str>,
}

impl Role {
    /// Returns the role as JSON, as users refer to it.
    pub fn to_reference(&self) -> Value {
        json!({ "id": self.id, "name": self.name, "type": self.role_type, "level": self.level })
    }
}

/// Returns the roles of today's tenant.
pub fn todays_roles() -> Vec<Role> {
    let user_default = Role {
        id: role_id(2),
        name: USER_DEFAULT,
        role_type: "default",
        level: "user",
        description: "What all users may do",
        assigned_scopes: Vec::new(),
    };
    let api_key_user = Role {
        id: role_id(3),
        name: API_KEY_USER,
        role_type: "custom",
        level: "user",
        description: "May create API keys and use them",
        assigned_scopes: vec![MANAGE_API_KEYS],
    };
    vec![tenant_admin(), user_default, api_key_user]
}

/// Returns the roles of the API reference.
pub fn reference_roles() -> Vec<Role> {
    let developer = Role {
        id: role_id(4),
        name: DEVELOPER,
        role_type: "default",
        level: "user",
        description: "May create API keys",
        assigned_scopes: vec![MANAGE_API_KEYS],
    };
    vec![tenant_admin(), developer]
}

fn tenant_admin() -> Role {
    Role {
        id: role_id(1),
        name: TENANT_ADMIN,
        role_type: "default",
        level: "admin",
        description: "Administers the tenant",
        assigned_scopes: Vec::new(),
    }
}

fn role_id(number: u32) -> String {
    format!("{number:024x}")
}

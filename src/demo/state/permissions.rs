//! Who may have API keys: users with the permission *Manage API keys* today, with the role Developer before 2026.

use super::roles::{self, API_KEY_USER, DEVELOPER, MANAGE_API_KEYS, USER_DEFAULT};
use super::tenant::Tenant;
use super::users::{TestUser, User, UserStatus};

impl Tenant {
    /// Makes this the tenant of the API reference instead of today's: its configuration has `api_keys_enabled`, the
    /// role Developer permits API keys, and the existing keys of other users work.
    pub fn use_reference(&mut self) {
        self.config.api_keys_enabled = Some(true);
        self.roles = roles::reference_roles();
        for role in self.users.iter_mut().flat_map(|user| &mut user.roles).filter(|role| *role == API_KEY_USER) {
            DEVELOPER.clone_into(role);
        }
        self.is_reference = true;
    }

    /// Returns true if a role of the user grants the permission *Manage API keys*.
    pub(crate) fn may_have_keys(&self, user: &User) -> bool {
        let is_assigned = |name: &str| name == USER_DEFAULT || user.has_role(name);
        let grants = |scopes: &[&str]| scopes.contains(&MANAGE_API_KEYS);
        user.status == UserStatus::Active
            && self.roles.iter().any(|role| is_assigned(role.name) && grants(&role.assigned_scopes))
    }

    /// Returns true if the user's keys work. Those of a disabled user don't, nor, in today's tenants, those of a user
    /// without the permission *Manage API keys*.
    pub(crate) fn accepts_keys_of(&self, user: &User) -> bool {
        user.status == UserStatus::Active && (self.is_reference || self.may_have_keys(user))
    }

    /// Grants the permission *Manage API keys* to all users by User Default, or takes it from that role.
    pub fn grant_keys_by_default(&mut self, granted: bool) {
        for role in self.roles.iter_mut().filter(|role| role.name == USER_DEFAULT) {
            role.assigned_scopes = if granted { vec![MANAGE_API_KEYS] } else { Vec::new() };
        }
    }

    /// Assigns these roles to a user, instead of the current ones.
    pub fn set_roles(&mut self, user: TestUser, roles: &[&str]) {
        let id = self.user_id(user).to_owned();
        for user in self.users.iter_mut().filter(|user| user.id == id) {
            user.roles = roles.iter().map(ToString::to_string).collect();
        }
    }
}

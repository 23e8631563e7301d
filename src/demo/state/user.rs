//! The users of a tenant and their roles.

/// The role that permits seeing and revoking the keys of all users, and changing the settings.
pub const TENANT_ADMIN: &str = "TenantAdmin";
/// The role that the subject of a key must have.
pub const DEVELOPER: &str = "Developer";

/// One of the three users of every demo tenant.
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
    /// All users, in the order in which a tenant creates them.
    pub const ALL: [TestUser; 3] = [TestUser::Admin, TestUser::Developer, TestUser::NoRoles];

    /// Returns the names of the user's roles.
    pub(crate) fn roles(self) -> &'static [&'static str] {
        match self {
            TestUser::Admin => &[TENANT_ADMIN, DEVELOPER],
            TestUser::Developer => &[DEVELOPER],
            TestUser::NoRoles => &[],
        }
    }

    /// Returns the display name and the local part of the email address.
    pub(crate) fn name_and_local_part(self) -> (&'static str, &'static str) {
        match self {
            TestUser::Admin => ("Ada Admin", "ada"),
            TestUser::Developer => ("Dev Developer", "dev"),
            TestUser::NoRoles => ("Nora Norole", "nora"),
        }
    }
}

/// A user of one tenant.
#[derive(Debug, Clone)]
pub struct User {
    pub id: String,
    pub test_user: TestUser,
    /// The token with which the user signs in.
    pub token: String,
}

impl User {
    /// Returns true if the user has the role.
    pub fn has_role(&self, role: &str) -> bool {
        self.test_user.roles().contains(&role)
    }
}

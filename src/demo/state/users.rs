//! The users of a tenant.

use fastrand::Rng;
use jiff::Timestamp;
use serde::Deserialize;

use super::roles::{API_KEY_USER, TENANT_ADMIN};
use super::token::random_hex;

/// One of the users of every demo tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestUser {
    /// Administers the tenant and may have API keys.
    Admin,
    /// May have API keys.
    Developer,
    /// Has no role.
    NoRoles,
    /// Was allowed to have API keys, and is disabled.
    Disabled,
    /// Has been invited and never signed in.
    Invited,
    /// Belongs to a program and may have API keys.
    Bot,
    /// Was removed: the tenant returns no such user, but keys with this subject may remain.
    Gone,
}

impl TestUser {
    /// The users who have a key to sign in with.
    pub const WITH_KEY: [TestUser; 3] = [TestUser::Admin, TestUser::Developer, TestUser::NoRoles];

    /// Creates the user. The emails are under a domain that nobody can have (RFC 2606, section 3).
    fn create(self, rng: &mut Rng, created: Timestamp) -> User {
        let (name, nickname, status, roles): (_, _, _, &[&str]) = match self {
            TestUser::Admin => ("Ada Admin", "ada", UserStatus::Active, &[TENANT_ADMIN, API_KEY_USER]),
            TestUser::Developer => ("Dev Developer", "dev", UserStatus::Active, &[API_KEY_USER]),
            TestUser::NoRoles => ("Nora Norole", "nora", UserStatus::Active, &[]),
            TestUser::Disabled => ("Dora Disabled", "dora", UserStatus::Disabled, &[API_KEY_USER]),
            TestUser::Invited => ("Ivo Invited", "ivo", UserStatus::Invited, &[]),
            TestUser::Bot => ("Robo Bot", "robo", UserStatus::Active, &[API_KEY_USER]),
            TestUser::Gone => ("Greta Gone", "greta", UserStatus::Deleted, &[API_KEY_USER]),
        };
        let issuer = if self == TestUser::Bot { "qlikbot" } else { "demo" };
        User {
            id: random_hex(rng, 24),
            name: name.to_owned(),
            email: format!("{nickname}@demo.example"),
            subject: format!("{issuer}\\{nickname}"),
            status,
            roles: roles.iter().map(ToString::to_string).collect(),
            token: String::new(),
            created,
            removed: self == TestUser::Gone,
        }
    }
}

/// The status of a user (<https://qlik.dev/apis/rest/users/>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UserStatus {
    /// May sign in.
    Active,
    /// Has not signed in yet.
    Invited,
    /// May not sign in.
    Disabled,
    /// Is being deleted.
    Deleted,
    /// Was created by the identity provider.
    Provisioned,
}

impl UserStatus {
    /// Returns the API's name of the status.
    pub fn name(self) -> &'static str {
        match self {
            UserStatus::Active => "active",
            UserStatus::Invited => "invited",
            UserStatus::Disabled => "disabled",
            UserStatus::Deleted => "deleted",
            UserStatus::Provisioned => "provisioned",
        }
    }
}

/// A user of one tenant.
#[derive(Debug, Clone)]
pub struct User {
    pub id: String,
    pub name: String,
    pub email: String,
    pub subject: String,
    pub status: UserStatus,
    /// The names of the assigned roles.
    pub roles: Vec<String>,
    /// The token with which the user signs in, or an empty text.
    pub token: String,
    pub created: Timestamp,
    /// Whether the tenant returns no such user any more.
    pub removed: bool,
}

impl User {
    /// Returns the part of the email address before the `@`.
    pub fn nickname(&self) -> &str {
        self.email.split('@').next().unwrap_or_default()
    }

    /// Returns true if the role is assigned to the user.
    pub fn has_role(&self, role: &str) -> bool {
        self.roles.iter().any(|name| name == role)
    }
}

/// All users of a tenant.
#[derive(Debug)]
pub struct Users {
    test_users: [User; 7],
    /// Those that were added, in this order.
    added: Vec<User>,
}

impl Users {
    /// Creates the users. Those without a key have their own random numbers, so that they don't change the others'.
    pub fn new(rng: &mut Rng, seed: u64, created: Timestamp) -> Users {
        let [admin, developer, no_roles] = TestUser::WITH_KEY.map(|user| user.create(rng, created));
        let mut rng = Rng::with_seed(!seed);
        let [disabled, invited, bot, gone] = [TestUser::Disabled, TestUser::Invited, TestUser::Bot, TestUser::Gone]
            .map(|user| user.create(&mut rng, created));
        Users { test_users: [admin, developer, no_roles, disabled, invited, bot, gone], added: Vec::new() }
    }

    /// Returns a user, even if it was removed.
    pub fn get(&self, user: TestUser) -> &User {
        let [admin, developer, no_roles, disabled, invited, bot, gone] = &self.test_users;
        match user {
            TestUser::Admin => admin,
            TestUser::Developer => developer,
            TestUser::NoRoles => no_roles,
            TestUser::Disabled => disabled,
            TestUser::Invited => invited,
            TestUser::Bot => bot,
            TestUser::Gone => gone,
        }
    }

    /// Adds a user without roles and returns its ID. With no status, it was removed: the tenant returns no such user.
    pub fn add(&mut self, rng: &mut Rng, created: Timestamp, name: &str, status: Option<UserStatus>) -> String {
        let nickname: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        let id = random_hex(rng, 24);
        self.added.push(User {
            id: id.clone(),
            name: name.to_owned(),
            email: format!("{nickname}@demo.example"),
            subject: format!("demo\\{nickname}"),
            status: status.unwrap_or(UserStatus::Deleted),
            roles: Vec::new(),
            token: String::new(),
            created,
            removed: status.is_none(),
        });
        id
    }

    /// Returns the users, in the order of their creation, without those that were removed.
    pub fn iter(&self) -> impl Iterator<Item = &User> {
        self.test_users.iter().chain(&self.added).filter(|user| !user.removed)
    }

    /// Finds a user by ID or nickname, even one that was removed.
    pub fn find(&self, name: &str) -> Option<&User> {
        self.test_users.iter().chain(&self.added).find(|user| user.id == name || user.nickname() == name)
    }

    /// Returns all users, even those that were removed, to change them.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut User> {
        self.test_users.iter_mut().chain(&mut self.added)
    }

    /// Finds a user by ID, unless it was removed.
    pub fn by_id(&self, id: &str) -> Option<&User> {
        self.iter().find(|user| user.id == id)
    }
}

//! Keys that are put into a tenant from outside, past every rule: the furnishing of the demo, and what tests need.
//! It must not know how a key is asked for over HTTP.

use jiff::{SignedDuration, Timestamp};

use super::keys::{Key, SubType};
use super::tenant::Tenant;
use super::users::TestUser;

/// A key to be put into a tenant.
#[derive(Debug, Clone)]
pub struct KeySpec {
    description: String,
    owner: TestUser,
    sub: Option<String>,
    sub_type: SubType,
    created: Option<Timestamp>,
    expiry: Option<Timestamp>,
    revoked: bool,
}

impl KeySpec {
    /// An active key of the administrator with any text as its description; it was created when the tenant was,
    /// and ends 30 days later.
    pub fn new(description: &str) -> KeySpec {
        KeySpec {
            description: description.to_owned(),
            owner: TestUser::Admin,
            sub: None,
            sub_type: SubType::User,
            created: None,
            expiry: None,
            revoked: false,
        }
    }

    /// Makes it a key of that person, created by them.
    pub fn owner(mut self, owner: TestUser) -> KeySpec {
        self.owner = owner;
        self
    }

    /// Makes its subject anything, while the owner stays its creator.
    pub fn sub(mut self, sub: &str, sub_type: SubType) -> KeySpec {
        self.sub = Some(sub.to_owned());
        self.sub_type = sub_type;
        self
    }

    /// Sets when it was created.
    pub fn created(mut self, created: Timestamp) -> KeySpec {
        self.created = Some(created);
        self
    }

    /// Sets when it ends or ended.
    pub fn expiry(mut self, expiry: Timestamp) -> KeySpec {
        self.expiry = Some(expiry);
        self
    }

    /// Makes it a revoked one.
    pub fn revoked(mut self) -> KeySpec {
        self.revoked = true;
        self
    }
}

impl Tenant {
    /// Puts a key into the tenant, ignoring limits and roles, and returns its ID.
    pub fn add_key(&mut self, spec: KeySpec) -> String {
        let owner = self.user(spec.owner).id.clone();
        let created = spec.created.unwrap_or(self.born);
        let key = self.mint(Key {
            id: String::new(),
            sub: spec.sub.unwrap_or_else(|| owner.clone()),
            token: String::new(),
            expiry: spec.expiry.unwrap_or_else(|| days(created, 30)),
            revoked: spec.revoked,
            created,
            sub_type: spec.sub_type,
            description: spec.description,
            last_updated: created,
            created_by: owner,
        });
        let id = key.id.clone();
        self.keys.push(key);
        id
    }

    /// Puts that many keys of the administrator into the tenant: "key 001", "key 002" and so on, created a second apart.
    pub fn add_keys(&mut self, count: usize) {
        let start = days(self.born, -30);
        for _ in 0..count {
            self.numbered += 1;
            let created = start.checked_add(SignedDuration::from_secs(self.numbered)).unwrap_or(start);
            self.add_key(
                KeySpec::new(&format!("key {:03}", self.numbered)).created(created).expiry(days(self.born, 90)),
            );
        }
    }

    /// Furnishes the demo: a handful of keys as a real tenant has them.
    pub(super) fn furnish(&mut self) {
        let day = |count| days(self.born, count);
        let specs = [
            KeySpec::new("CI pipeline").created(day(-40)).expiry(day(50)),
            KeySpec::new("Terraform").created(day(-21)).expiry(day(69)),
            KeySpec::new("nightly export (reload)").owner(TestUser::Developer).created(day(-88)).expiry(day(2)),
            KeySpec::new("laptop, qlik-cli").owner(TestUser::Developer).created(day(-3)).expiry(day(27)),
            KeySpec::new("SCIM for the identity provider")
                .sub("SCIM\\65f0c1d2e3a4b5c6d7e8f901", SubType::ExternalClient)
                .created(day(-120))
                .expiry(day(245)),
            KeySpec::new("workshop in spring").created(day(-100)).expiry(day(-70)),
            KeySpec::new("left the company").owner(TestUser::NoRoles).created(day(-60)).expiry(day(30)).revoked(),
        ];
        for spec in specs {
            self.add_key(spec);
        }
    }
}

/// Returns the time that many days later.
pub(super) fn days(from: Timestamp, count: i64) -> Timestamp {
    from.checked_add(SignedDuration::from_hours(24 * count)).unwrap_or(from)
}

//! Sample data for the demo and for tests.

use jiff::SignedDuration;

use super::audits::KeyChange;
use super::clock::{add_days, saturating_add};
use super::config::KeyConfig;
use super::key::{KeySpec, SubType};
use super::positive_duration::PositiveDuration;
use super::tenant::Tenant;
use super::users::TestUser;

impl Tenant {
    /// Creates a tenant like [`Tenant::with_demo_settings`], but with sample keys.
    pub fn with_demo_data(seed: u64, now: jiff::Timestamp) -> Tenant {
        let mut tenant = Tenant::with_demo_settings(seed, now);
        tenant.add_demo_keys();
        tenant
    }

    /// Creates a tenant like [`Tenant::new`], but with settings that allow more and longer-lived keys.
    pub fn with_demo_settings(seed: u64, now: jiff::Timestamp) -> Tenant {
        let mut tenant = Tenant::new(seed, now);
        tenant.config = KeyConfig {
            max_keys_per_user: 50,
            max_api_key_expiry: PositiveDuration::from_days(90),
            ..KeyConfig::default()
        };
        tenant
    }

    /// Adds `count` keys of the administrator, "key 001", "key 002" and so on, created one second apart.
    pub fn add_keys(&mut self, count: usize) {
        let start = add_days(self.created, -30);
        for _ in 0..count {
            self.added_keys += 1;
            let created = saturating_add(start, SignedDuration::from_secs(self.added_keys));
            let spec = KeySpec::new(&format!("key {:03}", self.added_keys));
            self.add_key(spec.created(created).expiry(add_days(self.created, 90)));
        }
    }

    /// Adds keys of every status and subject type, and the events of their creation and revocation.
    pub fn add_demo_keys(&mut self) {
        let day = |count| add_days(self.created, count);
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
        self.add_with_events(specs);
    }

    /// Adds a key of a user who is disabled, of one who is gone, and of a bot, and the events of their creation.
    pub fn add_keys_of_unusual_owners(&mut self) {
        let day = |count| add_days(self.created, count);
        let specs = [
            KeySpec::new("weekly report").owner(TestUser::Disabled).created(day(-19)).expiry(day(71)),
            KeySpec::new("old dashboard").owner(TestUser::Gone).created(day(-10)).expiry(day(80)),
            KeySpec::new("deployment").owner(TestUser::Bot).created(day(-8)).expiry(day(82)),
        ];
        self.add_with_events(specs);
    }

    fn add_with_events(&mut self, specs: impl IntoIterator<Item = KeySpec>) {
        let revoked_at = add_days(self.created, -20);
        for spec in specs {
            let key = self.issue_key(spec);
            self.audits.record_key(KeyChange::Created, &key, &key.created_by, key.created);
            if key.revoked {
                let admin = &self.users.get(TestUser::Admin).id;
                self.audits.record_key(KeyChange::Revoked, &key, admin, revoked_at);
            }
        }
    }
}

//! The state of one tenant, and what tests and the demo's prompt read from it and change in it.

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::clock::{Clock, add_days, saturating_add, truncate_to_seconds};
use super::config::KeyConfig;
use super::fault::{Fault, PendingFault, RequestMatcher};
use super::key::{KeySpec, StoredKey};
use super::oauth::OauthClient;
use super::rate_limit::RateLimits;
use super::token::{random_hex, random_id, random_jwt};
use super::user::{TestUser, User};
use crate::demo::http::message::DemoRequest;

/// When the log has this many requests, the older half is dropped, so that a tenant can run for days.
const MAX_LOGGED_REQUESTS: usize = 20_000;

/// A received request and what was done with it.
#[derive(Debug, Clone)]
pub struct LoggedRequest {
    /// The request, as received.
    pub request: DemoRequest,
    /// Whether the request reached its handler, which may have refused it; false if a fault came first.
    pub processed: bool,
    /// The fault that was applied, if any.
    pub fault: Option<Fault>,
    /// The status of the tenant's own response, if the request was processed, even if a fault dropped that response.
    pub status: Option<u16>,
}

/// A Qlik Cloud tenant in memory.
#[derive(Debug)]
pub struct Tenant {
    pub(crate) id: String,
    /// When it was created, in whole seconds.
    pub(crate) created: Timestamp,
    pub(crate) keys: Vec<StoredKey>,
    pub(crate) config: KeyConfig,
    pub(crate) oauth: OauthClient,
    pub(crate) rate_limits: RateLimits,
    pub(crate) pending_faults: Vec<PendingFault>,
    log: Vec<LoggedRequest>,
    /// How many keys `add_keys` has added.
    pub(crate) added_keys: i64,
    /// In the order of [`TestUser::ALL`].
    users: [User; 3],
    clock: Clock,
    rng: Rng,
    /// The ID of the key that signs tokens, which is the `kid` of every token's header (RFC 7515, section 4.1.4).
    kid: String,
}

impl Tenant {
    /// Creates a tenant with three users, a key for each to sign in with, and the reference's default settings.
    /// The same seed gives the same IDs and tokens.
    pub fn new(seed: u64, now: Timestamp) -> Tenant {
        let mut rng = Rng::with_seed(seed);
        let users =
            TestUser::ALL.map(|test_user| User { id: random_hex(&mut rng, 24), test_user, token: String::new() });
        let mut tenant = Tenant {
            id: random_id(&mut rng),
            created: truncate_to_seconds(now),
            kid: random_hex(&mut rng, 32),
            keys: Vec::new(),
            config: KeyConfig::default(),
            oauth: OauthClient::new(&mut rng),
            rate_limits: RateLimits::default(),
            pending_faults: Vec::new(),
            log: Vec::new(),
            added_keys: 0,
            users,
            clock: Clock::SYSTEM,
            rng,
        };
        for (hours, test_user) in (1..).zip(TestUser::ALL) {
            let created = saturating_add(tenant.created, SignedDuration::from_hours(-hours));
            let spec = KeySpec::new("demo sign-in").owner(test_user);
            let key = tenant.issue_key(spec.created(created).expiry(add_days(created, 90)));
            for user in tenant.users.iter_mut().filter(|user| user.id == key.sub) {
                user.token.clone_from(&key.token);
            }
        }
        tenant
    }

    /// Returns the tenant's ID.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the ID of a user.
    pub fn user_id(&self, user: TestUser) -> &str {
        &self.user(user).id
    }

    /// Returns the token that a user signs in with.
    pub fn user_token(&self, user: TestUser) -> &str {
        &self.user(user).token
    }

    /// Returns the token of a key, whatever its status.
    pub fn key_token(&self, id: &str) -> Option<&str> {
        let key = self.keys.iter().find(|key| key.id == id)?;
        Some(&key.token)
    }

    /// Returns ID and secret of the OAuth client, which acts as the administrator.
    pub fn oauth_client(&self) -> (&str, &str) {
        (&self.oauth.id, &self.oauth.secret)
    }

    /// Adds a key, whatever the limits and roles, and returns its ID.
    pub fn add_key(&mut self, spec: KeySpec) -> String {
        self.issue_key(spec).id
    }

    /// Replaces a setting by its path, such as `/max_keys_per_user`. The error says which values it takes.
    pub fn configure(&mut self, path: &str, value: &Value) -> Result<(), &'static str> {
        self.config.replace(path, value)
    }

    /// Sets how many reading calls (tier 1) and writing calls (tier 2) each user may make in a window.
    pub fn set_rate_limits(&mut self, read: u32, write: u32) {
        (self.rate_limits.read_limit, self.rate_limits.write_limit) = (read, write);
    }

    /// Sets the length of a rate limit's window, in seconds of the tenant's clock: 100 calls in 3 seconds test a limit
    /// of 100 a minute in a 20th of the time.
    pub fn set_rate_limit_window(&mut self, seconds: u32) {
        self.rate_limits.window_seconds = i64::from(seconds.max(1));
        self.rate_limits.calls.clear();
    }

    /// Returns the tenant's time at a time of the system.
    pub fn now(&self, system: Timestamp) -> Timestamp {
        self.clock.now(system)
    }

    /// Stops the tenant's clock at a time.
    pub fn freeze_clock(&mut self, at: Timestamp) {
        self.clock = Clock::Frozen { at };
    }

    /// Moves the tenant's clock forward, or back by a negative duration.
    pub fn advance_clock(&mut self, by: SignedDuration) {
        self.clock = self.clock.advanced(by);
    }

    /// Makes the tenant's clock show the system's time again.
    pub fn reset_clock(&mut self) {
        self.clock = Clock::SYSTEM;
    }

    /// Plans a fault for the next so many requests.
    pub fn fail_next(&mut self, times: usize, fault: Fault) {
        self.fail_when(RequestMatcher::any(), times, fault);
    }

    /// Plans a fault for the next so many matching requests.
    pub fn fail_when(&mut self, when: RequestMatcher, times: usize, fault: Fault) {
        if times > 0 {
            self.pending_faults.push(PendingFault { matcher: when, remaining: times, fault });
        }
    }

    /// Drops the planned faults.
    pub fn clear_faults(&mut self) {
        self.pending_faults.clear();
    }

    /// Returns the received requests, oldest first.
    pub fn requests(&self) -> &[LoggedRequest] {
        &self.log
    }

    pub(crate) fn log_request(&mut self, logged: LoggedRequest) {
        if self.log.len() >= MAX_LOGGED_REQUESTS {
            self.log.drain(..MAX_LOGGED_REQUESTS / 2);
        }
        self.log.push(logged);
    }

    /// Clears the request log.
    pub fn clear_requests(&mut self) {
        self.log.clear();
    }

    pub(crate) fn user(&self, user: TestUser) -> &User {
        let [admin, developer, no_roles] = &self.users;
        match user {
            TestUser::Admin => admin,
            TestUser::Developer => developer,
            TestUser::NoRoles => no_roles,
        }
    }

    pub(crate) fn user_by_id(&self, id: &str) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    /// Creates a key with an ID and a token, stores it, and returns a copy.
    pub(crate) fn issue_key(&mut self, spec: KeySpec) -> StoredKey {
        let owner = self.user_id(spec.owner).to_owned();
        let created = spec.created.unwrap_or(self.created);
        let mut key = StoredKey {
            id: random_id(&mut self.rng),
            sub: spec.sub.unwrap_or_else(|| owner.clone()),
            token: String::new(),
            expiry: spec.expiry.unwrap_or_else(|| add_days(created, 30)),
            revoked: spec.revoked,
            created,
            sub_type: spec.sub_type,
            description: spec.description,
            last_updated: created,
            created_by: owner,
        };
        let claims = json!({
            "jti": key.id,
            "sub": key.sub,
            "subType": key.sub_type,
            "tenantId": self.id,
            "iss": "qlik.api/api-keys",
            "aud": "qlik.api",
            "iat": created.as_second(),
            "exp": key.expiry.as_second(),
        });
        key.token = random_jwt(&mut self.rng, &self.kid, &claims);
        self.keys.push(key.clone());
        key
    }

    /// Issues an access token to the OAuth client. It acts as the administrator.
    pub(crate) fn issue_access_token(&mut self, issued: Timestamp, expiry: Timestamp) -> String {
        let claims = json!({
            "jti": random_id(&mut self.rng),
            "sub": self.user_id(TestUser::Admin),
            "subType": "user",
            "tenantId": self.id,
            "iss": "qlik.api/oauth",
            "aud": "qlik.api",
            "iat": issued.as_second(),
            "exp": expiry.as_second(),
        });
        let token = random_jwt(&mut self.rng, &self.kid, &claims);
        self.oauth.tokens.push((token.clone(), expiry));
        token
    }

    pub(crate) fn new_trace_id(&mut self) -> String {
        random_hex(&mut self.rng, 32)
    }
}

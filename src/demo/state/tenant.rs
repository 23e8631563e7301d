//! The state of one tenant, and the methods that tests and the demo's prompt use to inspect and change it.

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::audits::AuditLog;
use super::clock::{Clock, add_days, saturating_add, truncate_to_seconds};
use super::config::KeyConfig;
use super::fault::{Fault, PendingFault, RequestMatcher};
use super::key::{KeySpec, StoredKey};
use super::oauth::OauthClient;
use super::rate_limit::RateLimits;
use super::roles::{self, Role};
use super::token::{random_hex, random_id, random_jwt};
use super::users::{TestUser, UserStatus, Users};
use crate::demo::http::message::DemoRequest;

/// When the log has this many requests, its older half is removed, so that a tenant can run for days.
const MAX_LOGGED_REQUESTS: usize = 20_000;

/// A received request and its outcome.
#[derive(Debug, Clone)]
pub struct LoggedRequest {
    /// The request, as received.
    pub request: DemoRequest,
    /// Whether the tenant processed the request, successfully or not. False if a fault prevented that.
    pub processed: bool,
    /// The fault that was applied, if any.
    pub fault: Option<Fault>,
    /// The status of the tenant's response if the request was processed, even if a fault dropped that response.
    pub status: Option<u16>,
}

/// A Qlik Cloud tenant in memory.
#[derive(Debug)]
pub struct Tenant {
    pub(crate) id: String,
    /// The time of creation, in whole seconds.
    pub(crate) created: Timestamp,
    pub(crate) keys: Vec<StoredKey>,
    pub(crate) config: KeyConfig,
    pub(crate) oauth: OauthClient,
    pub(crate) rate_limits: RateLimits,
    pub(crate) pending_faults: Vec<PendingFault>,
    /// Headers to add to the responses of the API.
    pub(crate) extra_headers: Vec<(String, String)>,
    log: Vec<LoggedRequest>,
    /// The number of keys that [`Tenant::add_keys`] has added.
    pub(crate) added_keys: i64,
    pub(crate) users: Users,
    pub(crate) roles: Vec<Role>,
    pub(crate) audits: AuditLog,
    /// Whether this is the tenant of the API reference, see [`Tenant::use_reference`].
    pub(crate) is_reference: bool,
    clock: Clock,
    rng: Rng,
    /// The ID of the signing key, in the header of every token (RFC 7515, section 4.1.4).
    kid: String,
}

impl Tenant {
    /// Creates a tenant like those of today, with the users of [`TestUser`], a key for each of the first three to sign
    /// in with, and the default settings of the API reference. The same seed produces the same IDs and tokens.
    pub fn new(seed: u64, now: Timestamp) -> Tenant {
        let mut rng = Rng::with_seed(seed);
        let created = truncate_to_seconds(now);
        let users = Users::new(&mut rng, seed, created);
        let mut tenant = Tenant {
            id: random_id(&mut rng),
            created,
            kid: random_hex(&mut rng, 32),
            keys: Vec::new(),
            config: KeyConfig::default(),
            oauth: OauthClient::new(&mut rng),
            rate_limits: RateLimits::default(),
            pending_faults: Vec::new(),
            extra_headers: Vec::new(),
            log: Vec::new(),
            added_keys: 0,
            users,
            roles: roles::todays_roles(),
            audits: AuditLog::new(seed),
            is_reference: false,
            clock: Clock::SYSTEM,
            rng,
        };
        for (hours, test_user) in (1..).zip(TestUser::WITH_KEY) {
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
        &self.users.get(user).id
    }

    /// Returns the token with which a user of [`TestUser::WITH_KEY`] signs in.
    pub fn user_token(&self, user: TestUser) -> &str {
        &self.users.get(user).token
    }

    /// Returns the token of a key of any status.
    pub fn key_token(&self, id: &str) -> Option<&str> {
        let key = self.keys.iter().find(|key| key.id == id)?;
        Some(&key.token)
    }

    /// Finds a key by its ID, or the first key of a user by the user's ID or nickname, such as `dev`.
    pub(crate) fn find_key(&mut self, name: &str) -> Option<&mut StoredKey> {
        let owner = self.users.find(name).map(|user| &user.id);
        self.keys.iter_mut().find(|key| key.id == name || owner == Some(&key.sub))
    }

    /// Returns the ID and the secret of the OAuth client, which acts as the administrator.
    pub fn oauth_client(&self) -> (&str, &str) {
        (&self.oauth.id, &self.oauth.secret)
    }

    /// Adds a key without checking limits and roles, and returns its ID.
    pub fn add_key(&mut self, spec: KeySpec) -> String {
        self.issue_key(spec).id
    }

    /// Adds a user without roles, with an email address made of the name, and returns its ID. With no status, the tenant
    /// returns no such user, like one that was removed.
    pub fn add_user(&mut self, name: &str, status: Option<UserStatus>) -> String {
        self.users.add(&mut self.rng, self.created, name, status)
    }

    /// Replaces the setting at a path, such as `/max_keys_per_user`. The error describes the allowed values.
    pub fn configure(&mut self, path: &str, value: &Value) -> Result<(), &'static str> {
        self.config.replace(path, value)
    }

    /// Sets how many reads (tier 1) and writes (tier 2) each user may make per window.
    pub fn set_rate_limits(&mut self, read: u32, write: u32) {
        (self.rate_limits.read_limit, self.rate_limits.write_limit) = (read, write);
    }

    /// Sets the length of a rate limit window, in seconds of the tenant's clock. Short windows make tests faster.
    pub fn set_rate_limit_window(&mut self, seconds: u32) {
        self.rate_limits.window_seconds = i64::from(seconds.max(1));
        self.rate_limits.calls.clear();
    }

    /// Returns the tenant's time at the given system time.
    pub fn now(&self, system_time: Timestamp) -> Timestamp {
        self.clock.now(system_time)
    }

    /// Freezes the tenant's clock at a time.
    pub fn freeze_clock(&mut self, at: Timestamp) {
        self.clock = Clock::Frozen { at };
    }

    /// Moves the tenant's clock forward, or backward if the duration is negative.
    pub fn advance_clock(&mut self, by: SignedDuration) {
        self.clock = self.clock.advanced(by);
    }

    /// Resets the tenant's clock to the system time.
    pub fn reset_clock(&mut self) {
        self.clock = Clock::SYSTEM;
    }

    /// Schedules a fault for the next `times` requests.
    pub fn fail_next(&mut self, times: usize, fault: Fault) {
        self.fail_when(RequestMatcher::any(), times, fault);
    }

    /// Schedules a fault for the next `times` matching requests.
    pub fn fail_when(&mut self, matcher: RequestMatcher, times: usize, fault: Fault) {
        if times > 0 {
            self.pending_faults.push(PendingFault { matcher, remaining: times, fault });
        }
    }

    /// Sets the names and values of headers to add to the responses of the API.
    pub fn set_extra_headers(&mut self, headers: Vec<(String, String)>) {
        self.extra_headers = headers;
    }

    /// Removes all pending faults.
    pub fn clear_faults(&mut self) {
        self.pending_faults.clear();
    }

    /// Returns the received requests, oldest first.
    pub fn requests(&self) -> &[LoggedRequest] {
        &self.log
    }

    /// Adds a request to the log.
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

    /// Creates a key with a random ID and token, stores it, and returns a copy.
    pub(crate) fn issue_key(&mut self, spec: KeySpec) -> StoredKey {
        let owner = spec.creator.unwrap_or_else(|| self.user_id(spec.owner).to_owned());
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

    /// Issues an access token to the OAuth client. Its subject is the administrator.
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

    /// Generates the `traceId` of an error document.
    pub(crate) fn new_trace_id(&mut self) -> String {
        random_hex(&mut self.rng, 32)
    }
}

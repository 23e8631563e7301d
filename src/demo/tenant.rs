//! The state of a tenant, and what tests and the demo may ask of it and do to it.
//! It must not know sockets, nor what the endpoints do.

use fastrand::Rng;
use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::clock::Clock;
use super::config::Config;
use super::fault::{Fault, Faults, When};
use super::keys::{Key, SubType};
use super::log::{self, Logged};
use super::message::{Reply, Request, Response, Wire};
use super::oauth::Oauth;
use super::plant::days;
use super::problem::Problem;
use super::rate::Rates;
use super::token;
use super::users::{TestUser, User};

/// A Qlik Cloud tenant in memory.
#[derive(Debug)]
pub struct Tenant {
    pub(super) id: String,
    /// When it was made, in whole seconds.
    pub(super) born: Timestamp,
    pub(super) rng: Rng,
    /// The ID of the key that signs tokens, as tokens name it.
    pub(super) kid: String,
    pub(super) keys: Vec<Key>,
    pub(super) config: Config,
    pub(super) oauth: Oauth,
    pub(super) rates: Rates,
    /// How many keys `add_keys` has added.
    pub(super) numbered: i64,
    admin: User,
    developer: User,
    no_roles: User,
    clock: Clock,
    faults: Faults,
    log: Vec<Logged>,
}

impl Tenant {
    /// Makes a tenant of three users, each with one key to sign in with, and the reference's default configuration.
    pub fn new(now: Timestamp) -> Tenant {
        Tenant::draw(now, Rng::new())
    }

    /// Makes the same tenant as [`Tenant::new`], all its IDs and tokens drawn from a seed.
    pub fn new_from(seed: u64, now: Timestamp) -> Tenant {
        Tenant::draw(now, Rng::with_seed(seed))
    }

    /// Makes a tenant to play with: more keys, and a configuration with room for new ones.
    pub fn seeded(now: Timestamp) -> Tenant {
        Tenant::new(now).furnished()
    }

    /// Makes the same tenant as [`Tenant::seeded`], all its IDs and tokens drawn from a seed.
    pub fn seeded_from(seed: u64, now: Timestamp) -> Tenant {
        Tenant::new_from(seed, now).furnished()
    }

    fn furnished(mut self) -> Tenant {
        self.config = Config::roomy();
        self.furnish();
        self
    }

    fn draw(now: Timestamp, mut rng: Rng) -> Tenant {
        let mut someone = |person| User { id: token::hex(&mut rng, 24), person, token: String::new() };
        let admin = someone(TestUser::Admin);
        let developer = someone(TestUser::Developer);
        let no_roles = someone(TestUser::NoRoles);
        let mut tenant = Tenant {
            id: token::id(&mut rng),
            born: Timestamp::from_second(now.as_second()).unwrap_or(now),
            kid: token::hex(&mut rng, 32),
            keys: Vec::new(),
            config: Config::default(),
            oauth: Oauth::new(&mut rng),
            rates: Rates::default(),
            numbered: 0,
            rng,
            admin,
            developer,
            no_roles,
            clock: Clock::SYSTEM,
            faults: Faults::default(),
            log: Vec::new(),
        };
        for (hours, person) in (1..).zip(TestUser::ALL) {
            tenant.add_sign_in_key(person, hours);
        }
        tenant
    }

    fn add_sign_in_key(&mut self, person: TestUser, hours: i64) {
        let age = SignedDuration::from_hours(hours);
        let created = self.born.checked_sub(age).unwrap_or(self.born);
        let sub = self.user(person).id.clone();
        let key = self.mint(Key {
            id: String::new(),
            sub: sub.clone(),
            token: String::new(),
            expiry: days(created, 90),
            revoked: false,
            created,
            sub_type: SubType::User,
            description: "demo sign-in".to_owned(),
            last_updated: created,
            created_by: sub,
        });
        self.user_mut(person).token.clone_from(&key.token);
        self.keys.push(key);
    }

    /// Answers a request; `system` is the system's time, on which a running clock builds.
    pub fn handle(&mut self, request: &Request, system: Timestamp) -> Reply {
        let now = self.clock.now(system);
        let fault = self.faults.take(request);
        let processed = fault.as_ref().is_none_or(Fault::processes);
        let answer = if processed { self.answer(request, now) } else { self.stand_in(fault.as_ref()) };
        let status = processed.then_some(answer.status);
        let answer = finish(answer, request, now);
        let reply = match &fault {
            Some(fault) => fault.spoil(answer),
            None => Wire::Answer(answer).into(),
        };
        let logged = Logged { request: request.clone(), processed, fault, status };
        log::push(&mut self.log, logged);
        reply
    }

    /// Refuses what is no HTTP request; it is not logged as one.
    pub(super) fn refuse(&mut self, status: u16, detail: &str, system: Timestamp) -> Response {
        let response = Problem::http(status, detail).into_response(self.trace_id());
        finish(response, &Request::default(), self.clock.now(system))
    }

    /// Makes the answer that a fault puts in the place of the tenant's.
    fn stand_in(&mut self, fault: Option<&Fault>) -> Response {
        match fault {
            Some(Fault::Answer(answer)) => answer.clone(),
            Some(Fault::Status { status, retry_after }) => {
                let problem = match (status, retry_after) {
                    (429, Some(wait)) => Problem::too_many(wait),
                    (_, Some(wait)) => Problem::http(*status, FAULTY).with("Retry-After", wait),
                    (_, None) => Problem::http(*status, FAULTY),
                };
                problem.into_response(self.trace_id())
            }
            _ => Response::default(),
        }
    }

    /// Returns the tenant's ID.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the ID of one of its users.
    pub fn user_id(&self, person: TestUser) -> &str {
        &self.user(person).id
    }

    /// Returns the token that a user signs in with.
    pub fn token_of(&self, person: TestUser) -> &str {
        &self.user(person).token
    }

    /// Returns the token of a key, whatever its status.
    pub fn token_of_key(&self, id: &str) -> Option<&str> {
        let key = self.keys.iter().find(|key| key.id == id)?;
        Some(&key.token)
    }

    /// Returns ID and secret of the OAuth client, which acts as the administrator.
    pub fn oauth_client(&self) -> (&str, &str) {
        (&self.oauth.client_id, &self.oauth.client_secret)
    }

    /// Replaces a setting as a patch would, such as `/max_keys_per_user`; the error says what it takes.
    pub fn configure(&mut self, path: &str, value: &Value) -> Result<(), &'static str> {
        self.config.replace(path, value)
    }

    /// Sets how many calls a window each user may make: reading ones (tier 1) and changing ones (tier 2).
    pub fn set_limits(&mut self, read: u32, write: u32) {
        self.rates.set(read, write);
    }

    /// Sets how many seconds a window of the rate limits has instead of a minute. Its ends, `Retry-After` and `Date` stay
    /// those of one clock, so that 100 calls in 3 seconds stand for 100 a minute, 20 times as fast.
    pub fn set_window(&mut self, seconds: u32) {
        self.rates.set_window(seconds);
    }

    /// Returns the tenant's time at a time of the system.
    pub fn time(&self, system: Timestamp) -> Timestamp {
        self.clock.now(system)
    }

    /// Stops the tenant's clock at that time.
    pub fn set_clock(&mut self, at: Timestamp) {
        self.clock = Clock::Frozen { at };
    }

    /// Moves the tenant's clock on, or back by a negative duration.
    pub fn advance(&mut self, by: SignedDuration) {
        self.clock = self.clock.advanced(by);
    }

    /// Lets the tenant's clock show the system's time again.
    pub fn run_clock(&mut self) {
        self.clock = Clock::SYSTEM;
    }

    /// Plans a fault for the next so many requests.
    pub fn fail_next(&mut self, times: usize, fault: Fault) {
        self.fail_when(When::any(), times, fault);
    }

    /// Plans a fault for the next so many requests that fit.
    pub fn fail_when(&mut self, when: When, times: usize, fault: Fault) {
        self.faults.plan(when, times, fault);
    }

    /// Forgets the faults that are still to come.
    pub fn clear_faults(&mut self) {
        self.faults.clear();
    }

    /// Returns the requests that arrived, oldest first.
    pub fn requests(&self) -> &[Logged] {
        &self.log
    }

    /// Forgets the requests that arrived.
    pub fn clear_requests(&mut self) {
        self.log.clear();
    }

    pub(super) fn user(&self, person: TestUser) -> &User {
        match person {
            TestUser::Admin => &self.admin,
            TestUser::Developer => &self.developer,
            TestUser::NoRoles => &self.no_roles,
        }
    }

    fn user_mut(&mut self, person: TestUser) -> &mut User {
        match person {
            TestUser::Admin => &mut self.admin,
            TestUser::Developer => &mut self.developer,
            TestUser::NoRoles => &mut self.no_roles,
        }
    }

    pub(super) fn user_by_id(&self, id: &str) -> Option<&User> {
        [&self.admin, &self.developer, &self.no_roles].into_iter().find(|user| user.id == id)
    }

    pub(super) fn trace_id(&mut self) -> String {
        token::hex(&mut self.rng, 32)
    }
}

/// The detail of an error that stands for no refusal.
const FAULTY: &str = "This error was asked for.";

/// Adds the headers that every answer has, unless a fault brings its own, and drops the body of an answer to HEAD
/// (RFC 9110, 9.3.2). A 204 has no `Content-Length` (RFC 9110, 8.6).
fn finish(mut response: Response, request: &Request, now: Timestamp) -> Response {
    let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&now);
    let (status, length) = (response.status, response.body.len());
    let mut add = |name: &str, value: String| {
        if response.header(name).is_none() {
            response.headers.push((name.to_owned(), value));
        }
    };
    add("Date", date.unwrap_or_default());
    if length > 0 {
        add("Content-Type", "application/json".to_owned());
    }
    if status != 204 {
        add("Content-Length", length.to_string());
    }
    if request.method == "HEAD" {
        response.body.clear();
    }
    response
}

//! [`OwnerLookup`]: finds the users who own API keys while a list is read, several per request.

use std::collections::{HashMap, HashSet};
use std::panic::resume_unwind;
use std::thread::{self, JoinHandle};

use crate::api::api_keys::ApiKey;
use crate::api::users::{self, MAX_IDS_PER_REQUEST, User};
use crate::error::{Error, Exit, Result};
use crate::http::Client;

/// Finds users by their IDs on other threads, so that the list of keys is not delayed.
pub struct OwnerLookup {
    client: Client,
    /// The IDs of all added subjects.
    added: HashSet<String>,
    /// IDs that no request asks for yet.
    pending: Vec<String>,
    /// IDs of users who are neither active nor disabled, as far as known.
    missing: Vec<String>,
    requests: Vec<UserRequest>,
    owners: Owners,
}

/// A request for some users that runs on its own thread.
struct UserRequest {
    ids: Vec<String>,
    /// Whether it asks for users of any status.
    any_status: bool,
    thread: JoinHandle<Result<Vec<User>>>,
}

/// The users who own keys, by their IDs.
#[derive(Default)]
pub struct Owners {
    /// `None` for a user who no longer exists.
    pub users: HashMap<String, Option<User>>,
    /// Why some users could not be looked up.
    pub failure: Option<Error>,
}

/// The owner of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner<'a> {
    /// The key has no owner: it belongs to a SCIM client or a bot.
    Nobody,
    /// The owner could not be looked up.
    Unknown,
    /// No user has the subject's ID any more.
    Gone,
    /// This user.
    User(&'a User),
}

impl OwnerLookup {
    /// Creates a lookup. Sends nothing yet.
    pub fn new(client: Client) -> Self {
        let (added, pending, missing, requests) = Default::default();
        Self { client, added, pending, missing, requests, owners: Owners::default() }
    }

    /// Uses these users, such as cached ones, instead of asking for them.
    pub fn with_known(mut self, users: HashMap<String, Option<User>>) -> Self {
        self.added.extend(users.keys().cloned());
        self.owners.users.extend(users);
        self
    }

    /// Adds the subject of a key. Every fifty subjects are one request.
    pub fn add(&mut self, key: &ApiKey) {
        if let Some(id) = owner_id(key) {
            self.add_user(id);
        }
    }

    /// Adds the ID of a user, like [`Self::add`].
    pub fn add_user(&mut self, id: &str) {
        if self.added.insert(id.to_owned()) {
            self.pending.push(id.to_owned());
        }
        if self.pending.len() == MAX_IDS_PER_REQUEST {
            self.collect(UserRequest::is_finished);
            self.send_pending();
        }
    }

    /// Waits until all users are found.
    pub fn finish(mut self) -> Owners {
        self.collect(UserRequest::is_finished);
        self.send_pending();
        while !self.missing.is_empty() || !self.requests.is_empty() {
            self.send_missing();
            self.collect(|_| true);
        }
        self.owners
    }

    fn send_pending(&mut self) {
        let ids = std::mem::take(&mut self.pending);
        self.send(ids, false);
    }

    /// Asks for the users who are neither active nor disabled, without the condition on their status.
    fn send_missing(&mut self) {
        let missing = std::mem::take(&mut self.missing);
        missing.chunks(MAX_IDS_PER_REQUEST).for_each(|ids| self.send(ids.to_vec(), true));
    }

    /// Sends a request on a new thread, unless one has failed, such as with a 403.
    fn send(&mut self, ids: Vec<String>, any_status: bool) {
        if ids.is_empty() || self.owners.failure.is_some() {
            return;
        }
        let (client, list_ids) = (self.client.clone(), ids.clone());
        let list = if any_status { users::list_of_any_status } else { users::list_active_and_disabled };
        match thread::Builder::new().spawn(move || list(&client, &list_ids)) {
            Ok(thread) => self.requests.push(UserRequest { ids, any_status, thread }),
            Err(error) => {
                self.owners.failure = Some(Error::new(Exit::Error, "could not list the users").with_cause(error));
            }
        }
    }

    /// Collects the users of those requests for which `is_due` is true.
    fn collect(&mut self, is_due: impl Fn(&UserRequest) -> bool) {
        for request in std::mem::take(&mut self.requests) {
            if !is_due(&request) {
                self.requests.push(request);
                continue;
            }
            match request.thread.join().unwrap_or_else(|panic| resume_unwind(panic)) {
                Ok(users) => {
                    self.owners.users.extend(users.into_iter().map(|user| (user.id.clone(), Some(user))));
                    let missing = request.ids.into_iter().filter(|id| !self.owners.users.contains_key(id));
                    if request.any_status {
                        let gone: Vec<_> = missing.map(|id| (id, None)).collect();
                        self.owners.users.extend(gone);
                    } else {
                        self.missing.extend(missing);
                    }
                }
                Err(error) => self.owners.failure = Some(error),
            }
        }
    }
}

impl UserRequest {
    fn is_finished(&self) -> bool {
        self.thread.is_finished()
    }
}

impl Owners {
    /// Asks for each user who seems to be gone once more, by ID. One that can't be asked for is unknown.
    pub fn confirm_gone(&mut self, client: &Client) {
        let gone: Vec<String> =
            self.users.iter().filter(|(_, user)| user.is_none()).map(|(id, _)| id.clone()).collect();
        for id in gone {
            match users::get(client, &id) {
                Ok(user) => drop(self.users.insert(id, user)),
                Err(error) => {
                    self.users.remove(&id);
                    self.failure = Some(error);
                }
            }
        }
    }

    /// The owner of a key that was added to the lookup.
    pub fn get(&self, key: &ApiKey) -> Owner<'_> {
        self.find(owner_id(key))
    }

    /// The user with an ID that was added to the lookup.
    pub fn find(&self, id: Option<&str>) -> Owner<'_> {
        match id.map(|id| self.users.get(id)) {
            None => Owner::Nobody,
            Some(None) => Owner::Unknown,
            Some(Some(None)) => Owner::Gone,
            Some(Some(Some(user))) => Owner::User(user),
        }
    }
}

/// The ID of the user who owns a key; `None` for the key of a SCIM client or bot.
pub fn owner_id(key: &ApiKey) -> Option<&str> {
    user_id(&key.sub, &key.sub_type)
}

/// A subject, if it is the ID of a user and not that of a SCIM client or bot.
pub fn user_id<'a>(sub: &'a str, sub_type: &str) -> Option<&'a str> {
    Some(sub).filter(|sub| sub_type != "externalClient" && users::is_user_id(sub))
}

//! [`OwnerCache`]: the names of users for a day, without email addresses.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::cache_file::{CacheFile, CacheKind, MAX_LINES_BYTES};
use super::completion_cache::to_short_line;
use super::{App, Session};
use crate::api::users::{User, is_user_id};

/// How long a name is used.
const MAX_AGE: SignedDuration = SignedDuration::from_hours(24);

/// The status in the file of a user who no longer exists.
const GONE: &str = "gone";

/// The names of users that a signed-in user may see, in the user's cache folder.
pub struct OwnerCache(CacheFile);

/// A line of the file.
struct CachedUser {
    id: String,
    /// In Unix seconds.
    read_at: i64,
    status: String,
    name: String,
}

impl OwnerCache {
    /// The cache of the signed-in user. `None` if that user is unknown, and where there is no cache.
    pub fn new(app: &App, session: &Session) -> Option<Self> {
        let user = session.claims.sub.as_deref()?;
        let kind = CacheKind { folder: "owners", prefix: "owners-" };
        CacheFile::new(app, kind, &session.server.to_string(), Some(user)).map(Self)
    }

    /// The users by their IDs; `None` for one who no longer exists.
    pub fn read(&self) -> HashMap<String, Option<User>> {
        let lines = self.0.read_lines().unwrap_or_default();
        parse_lines(&lines, Timestamp::now()).map(|user| (user.id.clone(), user.into_user())).collect()
    }

    /// Adds users. One without a name is left out, since it is shown by its email address.
    pub fn add<'a>(&self, users: impl Iterator<Item = (&'a String, &'a Option<User>)>) {
        let now = Timestamp::now();
        let new: Vec<CachedUser> = users.filter_map(|(id, user)| CachedUser::new(id, user.as_ref(), now)).collect();
        if new.is_empty() {
            return;
        }
        self.0.update_lines(|old| {
            let is_kept = |user: &CachedUser| new.iter().all(|new| new.id != user.id);
            let old = parse_lines(old, now).filter(is_kept).map(|user| user.to_line());
            let mut lines = String::new();
            for line in new.iter().map(CachedUser::to_line).chain(old) {
                if lines.len() + line.len() <= MAX_LINES_BYTES {
                    lines.push_str(&line);
                }
            }
            lines
        });
    }
}

/// The users in the lines that are not too old.
fn parse_lines(lines: &str, now: Timestamp) -> impl Iterator<Item = CachedUser> {
    let oldest = now.as_second() - MAX_AGE.as_secs();
    let users = lines.lines().filter_map(CachedUser::from_line);
    users.filter(move |user| (oldest..=now.as_second()).contains(&user.read_at))
}

impl CachedUser {
    fn new(id: &str, user: Option<&User>, now: Timestamp) -> Option<Self> {
        let (status, name) = user.map_or((GONE, ""), |user| (user.status.as_str(), user.name.as_str()));
        let (status, name) = (to_short_line(status), to_short_line(name));
        let is_useful = is_user_id(id) && (user.is_none() || !name.is_empty());
        is_useful.then(|| Self { id: id.to_owned(), read_at: now.as_second(), status, name })
    }

    fn from_line(line: &str) -> Option<Self> {
        let mut fields = line.split('\t');
        let (id, read_at, status, name) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let user = Self {
            id: id.to_owned(),
            read_at: read_at.parse().ok()?,
            status: to_short_line(status),
            name: to_short_line(name),
        };
        (fields.next().is_none() && is_user_id(id)).then_some(user)
    }

    fn to_line(&self) -> String {
        let Self { id, read_at, status, name } = self;
        format!("{id}\t{read_at}\t{status}\t{name}\n")
    }

    /// `None` for a user who no longer exists.
    fn into_user(self) -> Option<User> {
        let Self { id, status, name, .. } = self;
        (status != GONE).then_some(User { id, name, email: None, status })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_used_for_a_day_and_hold_no_email() {
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let user = User {
            id: "u1".into(),
            name: "Dev\t\u{1b}Developer".into(),
            email: Some("dev@demo.example".into()),
            status: "active".into(),
        };
        let line = CachedUser::new("u1", Some(&user), now).unwrap().to_line();
        assert_eq!(line, format!("u1\t{}\tactive\tDev Developer\n", now.as_second()));
        let count = |at: &str| parse_lines(&line, at.parse().unwrap()).count();
        assert_eq!(["2026-11-24T12:00:00Z", "2026-11-24T12:00:01Z", "2026-11-23T11:59:59Z"].map(count), [1, 0, 0]);
        assert!(CachedUser::new("u1", Some(&User { name: String::new(), ..user }), now).is_none());
        let gone = CachedUser::new("u2", None, now).unwrap();
        assert_eq!(CachedUser::from_line(gone.to_line().trim_end_matches('\n')).unwrap().into_user(), None);
        for damaged in ["", "u1\t1\tactive", "u1\tx\tactive\tDev", "u 1\t1\tactive\tDev", "u1\t1\tactive\tDev\tx"] {
            assert!(CachedUser::from_line(damaged).is_none(), "{damaged}");
        }
    }
}

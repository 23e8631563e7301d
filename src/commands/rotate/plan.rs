//! The look ahead of a rotation: the old key, what the tenant allows, and what the new key will be. Nothing is changed.

use jiff::Timestamp;
use serde::Serialize;

use super::journal::Fate;
use crate::api::api_key_config::{self, Limits};
use crate::api::api_keys::{self, ApiKey, NewApiKey, Query};
use crate::args;
use crate::commands::App;
use crate::commands::session::Session;
use crate::duration::{self, Period};
use crate::error::{Error, Exit, Result};

/// What a rotation is going to do.
pub struct Plan {
    /// The key that is to be replaced.
    pub old: ApiKey,
    /// The key that is to be made.
    pub new: NewApiKey,
    /// What is to become of the old one.
    pub fate: Fate,
    /// The tenant's clock.
    pub now: Timestamp,
}

/// What a look ahead leads to.
pub enum Look {
    /// The key is to be renewed like this.
    Renew(Box<Plan>),
    /// It is not time yet, as is told here.
    NotYet(String),
}

/// The plan as `--dry-run` shows it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Shown<'a> {
    id: &'a str,
    description: &'a str,
    expiry: Option<String>,
    new_description: &'a str,
    new_expiry: Option<&'a str>,
    destination: &'a str,
    old_key: String,
}

impl Plan {
    /// Looks ahead; where `--if-expires-within` says that it is not time yet, that is what comes back.
    ///
    /// # Errors
    /// As every request; exit 1 where the key can't be renewed, with what to do.
    pub fn make(app: &App, session: &Session, args: &args::Rotate, by_default: Fate) -> Result<Look> {
        let (old, now) = old_key(session, args)?;
        if let Some(threshold) = args.if_expires_within
            && let Err(told) = is_time(app, &old, threshold, now)
        {
            return Ok(Look::NotYet(told));
        }
        let limits = limits(app, session)?;
        room(session, &old, &limits, now)?;
        let fate = fate(app, args, &old, by_default, now)?;
        let new = NewApiKey {
            description: Some(args.description.clone().unwrap_or_else(|| old.description.clone())),
            expiry: expiry(app, args, &old, &limits, now),
            // The reference: only keys of others and SCIM keys need a subject.
            sub: (Some(&old.sub) != session.claims.sub.as_ref()).then(|| old.sub.clone()),
            sub_type: old.is_scim().then(|| old.sub_type.clone()),
        };
        Ok(Look::Renew(Box::new(Self { old, new, fate, now })))
    }

    /// The plan for `--dry-run`.
    pub fn shown<'a>(&'a self, destination: &'a str) -> Shown<'a> {
        Shown {
            id: &self.old.id,
            description: &self.old.description,
            expiry: self.old.expiry.map(|time| time.to_string()),
            new_description: self.new.description.as_deref().unwrap_or_default(),
            new_expiry: self.new.expiry.as_deref(),
            destination,
            old_key: match self.fate {
                Fate::Keep => "stays".to_owned(),
                Fate::Remove => "is removed once the new one has signed in".to_owned(),
                Fate::RemoveAt(time) => format!("is due for removal at {time}"),
            },
        }
    }
}

/// The key that is meant, and the tenant's clock.
fn old_key(session: &Session, args: &args::Rotate) -> Result<(ApiKey, Timestamp)> {
    let Some(id) = args.id.as_ref().or(session.claims.jti.as_ref()) else {
        return Err(Error::usage("what you sign in with is no API key, so the key to rotate must be named")
            .hint("qlik-api-key rotate ID"));
    };
    let response = api_keys::get(&session.client, id)?;
    let old: ApiKey = response.object()?;
    if old.status == "revoked" {
        return Err(Error::new(Exit::Error, format!("API key {id} is revoked, so it is not renewed"))
            .hint("qlik-api-key create makes another"));
    }
    Ok((old, response.date.unwrap_or_else(Timestamp::now)))
}

/// Whether a key is near its end: within the threshold, but at most in the last third of its life. If not, what to say.
fn is_time(app: &App, old: &ApiKey, threshold: Period, now: Timestamp) -> Result<(), String> {
    let id = &old.id;
    let Some(expiry) = old.expiry else {
        return Err(format!("API key {id} has no end that can be counted with; nothing was done"));
    };
    let asked = threshold.before(expiry);
    let third = old.life().and_then(|life| expiry.checked_sub(life / 3).ok()).unwrap_or(Timestamp::MIN);
    let cut = if third > asked { " (as its life is short, its last third counts)" } else { "" };
    let from = asked.max(third);
    let ends = format!("API key {id} ends {}", duration::relative(expiry, now));
    if now < from {
        return Err(format!("{ends}; it is to be renewed {}{cut}", duration::relative(from, now)));
    }
    if third > asked {
        app.notice(&format!("{ends}{cut}"));
    }
    Ok(())
}

/// What the tenant allows; nothing is known of it where the configuration may not be read.
fn limits(app: &App, session: &Session) -> Result<Limits> {
    let tenant_id = session.tenant_id(None)?;
    match api_key_config::limits(&session.client, &tenant_id) {
        Err(error) if matches!(error.exit(), Exit::Forbidden | Exit::NotFound) => {
            app.notice("the tenant's configuration can't be read, so its limits are not looked at before");
            Ok(Limits::default())
        }
        other => other,
    }
}

/// Looks whether the user may have one more active key.
fn room(session: &Session, old: &ApiKey, limits: &Limits, now: Timestamp) -> Result<()> {
    let Some(most) = limits.max_keys_per_user.filter(|_| !old.is_scim()) else {
        return Ok(());
    };
    let query = Query { sub: Some(old.sub.clone()), status: Some("active".to_owned()), ..Query::default() };
    let mut active = Vec::new();
    for page in api_keys::pages(&session.client, &query) {
        active.extend(page?.rows.iter().map(ApiKey::of).collect::<Result<Vec<_>>>()?);
    }
    if (active.len() as u64) < most {
        return Ok(());
    }
    active.retain(|key| key.id != old.id && Some(&key.id) != session.claims.jti.as_ref());
    active.sort_by_key(|key| key.expiry.unwrap_or(Timestamp::MAX));
    let what = format!(
        "there is no room for the new key: {} has as many active keys as the tenant allows, {most} (max_keys_per_user)",
        old.sub
    );
    Err(match active.first() {
        Some(key) => {
            let ends = key.expiry.map_or_else(String::new, |end| format!(", ends {}", duration::relative(end, now)));
            Error::new(Exit::Error, what)
                .hint(format!("remove one first, such as \"{}\"{ends}: qlik-api-key rm {}", key.description, key.id))
        }
        None => Error::new(Exit::Error, what)
            .hint("a TenantAdmin allows more: qlik-api-key config patch --max-keys-per-user N"),
    })
}

fn fate(app: &App, args: &args::Rotate, old: &ApiKey, by_default: Fate, now: Timestamp) -> Result<Fate> {
    let asked = match args.overlap {
        Some(overlap) => Some(Fate::RemoveAt(overlap.after(now))),
        None if args.keep_old => Some(Fate::Keep),
        None => args.remove_old.then_some(Fate::Remove),
    };
    match asked.unwrap_or(by_default) {
        Fate::Remove if old.is_scim() => {
            Err(Error::usage("--remove-old: a SCIM key can't sign in, so it is not known when the new one is in use")
                .hint("--overlap DURATION removes the old key later, --keep-old leaves it"))
        }
        Fate::Keep if old.is_scim() => {
            app.notice("a SCIM key can't sign in, so the new one is not tried; the old one stays");
            Ok(Fate::Keep)
        }
        fate => Ok(fate),
    }
}

/// How long the new key is to live: as asked, or as long as the old one, but no longer than the tenant allows.
fn expiry(app: &App, args: &args::Rotate, old: &ApiKey, limits: &Limits, now: Timestamp) -> Option<String> {
    let wanted = args.expiry.clone().or_else(|| old.life().map(duration::iso))?;
    let most = if old.is_scim() { &limits.scim_external_client_expiry } else { &limits.max_api_key_expiry };
    let end = |text: &str| Period::parse(text).map(|period| period.after(now));
    match most {
        Some(most) if end(&wanted) > end(most) => {
            app.notice(&format!("the new key lives {most}, the longest that the tenant allows, instead of {wanted}"));
            Some(most.clone())
        }
        _ => Some(wanted),
    }
}

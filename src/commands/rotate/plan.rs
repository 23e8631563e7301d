//! The plan of a rotation: the old key, the tenant's limits, and the new key. Planning changes nothing.

use jiff::Timestamp;
use serde::Serialize;

use super::Rotate;
use super::journal::OldKeyAction;
use super::mark::strip_marks;
use crate::api::api_key_config::{self, ApiKeyLimits};
use crate::api::api_keys::{self, ApiKey, NewApiKey, Query};
use crate::app::{App, Session};
use crate::commands::id_prefix::get_by_prefix;
use crate::commands::rm::removal_command;
use crate::duration::{self, IsoDuration};
use crate::error::{Error, Exit, Result};

/// What a rotation will do.
pub struct Plan {
    /// The key to replace.
    pub old: ApiKey,
    /// The key to create.
    pub new: NewApiKey,
    /// What happens to the old key.
    pub old_key_action: OldKeyAction,
    /// The current time, in UTC by the tenant's clock.
    pub now: Timestamp,
}

/// Whether to rotate a key.
pub enum Decision {
    /// Rotate it by this plan.
    Rotate(Box<Plan>),
    /// Don't rotate it yet. The notice says why.
    Skip(String),
}

/// The plan as `--dry-run` prints it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanSummary<'a> {
    id: &'a str,
    description: &'a str,
    /// The name of the owner, on a terminal.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    expiry: Option<String>,
    new_description: &'a str,
    new_expiry: Option<&'a str>,
    destination: &'a str,
    old_key: String,
}

impl Plan {
    /// Reads the old key and the tenant's limits, and decides what to do.
    ///
    /// # Errors
    /// Fails if a request fails, or with exit code 1 if the key can't be rotated.
    pub fn prepare(app: &App, session: &Session, flags: &Rotate, default_action: OldKeyAction) -> Result<Decision> {
        let (old, now) = fetch_old_key(app, session, flags)?;
        if let Some(threshold) = flags.if_expires_within
            && let Err(notice) = check_due(app, &old, threshold, now)
        {
            return Ok(Decision::Skip(notice));
        }
        let limits = fetch_limits(app, session)?;
        check_key_limit(session, &old, &limits, now)?;
        let action = resolve_old_key_action(app, flags, &old, default_action, now)?;
        let new = NewApiKey {
            description: Some(flags.description.clone().unwrap_or_else(|| strip_marks(&old.description).to_owned())),
            expiry: resolve_new_expiry(app, flags, &old, &limits, now)?,
            // Only keys for other users and SCIM keys need a subject: <https://qlik.dev/apis/rest/api-keys>.
            sub: (Some(&old.sub) != session.claims.sub.as_ref()).then(|| old.sub.clone()),
            sub_type: old.is_scim().then(|| old.sub_type.clone()),
        };
        Ok(Decision::Rotate(Box::new(Self { old, new, old_key_action: action, now })))
    }

    /// Whether the new key gets another description than the old one.
    pub fn has_new_description(&self) -> bool {
        self.new.description.as_deref() != Some(strip_marks(&self.old.description))
    }

    /// The plan for `--dry-run`.
    pub fn summary<'a>(&'a self, destination: &'a str, owner: Option<String>) -> PlanSummary<'a> {
        PlanSummary {
            id: &self.old.id,
            description: &self.old.description,
            owner,
            expiry: self.old.expiry.map(|time| time.to_string()),
            new_description: self.new.description.as_deref().unwrap_or_default(),
            new_expiry: self.new.expiry.as_deref(),
            destination,
            old_key: match self.old_key_action {
                OldKeyAction::Keep => "stays".to_owned(),
                OldKeyAction::Remove => "is removed once the new one has signed in".to_owned(),
                OldKeyAction::RemoveAt(time) => format!("is due for removal at {time}"),
            },
        }
    }
}

/// Reads the key to rotate, and the current time in UTC by the tenant's clock.
fn fetch_old_key(app: &App, session: &Session, flags: &Rotate) -> Result<(ApiKey, Timestamp)> {
    let Some(id) = flags.id.as_ref().or(session.claims.jti.as_ref()) else {
        return Err(Error::usage("you don't sign in with an API key, so the key to rotate must be named")
            .with_hint("qlik-api-key rotate ID"));
    };
    let response = match flags.id {
        Some(_) => get_by_prefix(app, session, id, flags.yes, "rotate")?.0,
        None => api_keys::get(&session.client, id)?,
    };
    let old: ApiKey = response.parse_object()?;
    if old.status == "revoked" {
        return Err(Error::new(Exit::Error, format!("API key {} is revoked, so it can't be rotated", old.id))
            .with_hint("create a new key: qlik-api-key create --description TEXT"));
    }
    Ok((old, response.date.unwrap_or_else(Timestamp::now)))
}

/// Checks that a key is due: it is within `threshold` of its expiry and in the last third of its lifetime. The error
/// is the notice for a key that is not due.
fn check_due(app: &App, old: &ApiKey, threshold: IsoDuration, now: Timestamp) -> Result<(), String> {
    let id = &old.id;
    let Some(expiry) = old.expiry else {
        return Err(format!("API key {id} has no readable expiry; nothing was done"));
    };
    let due_at = threshold.before(expiry);
    let last_third = old.lifetime().and_then(|life| expiry.checked_sub(life / 3).ok()).unwrap_or(Timestamp::MIN);
    let note = if last_third > due_at { " (because of its short lifetime, only the last third counts)" } else { "" };
    let first_due = due_at.max(last_third);
    let status = format!("API key {id} expires {}", duration::format_relative(expiry, now));
    if now < first_due {
        return Err(format!(
            "{status}; it will be due for rotation {}{note}",
            duration::format_relative(first_due, now)
        ));
    }
    if last_third > due_at {
        app.notice(&format!("{status}{note}"));
    }
    Ok(())
}

/// Reads the tenant's limits. If the user may not read the configuration, no limits are assumed.
fn fetch_limits(app: &App, session: &Session) -> Result<ApiKeyLimits> {
    let tenant_id = session.resolve_tenant_id(None)?;
    match api_key_config::get_as(&session.client, &tenant_id) {
        Err(error) if matches!(error.exit(), Exit::Forbidden | Exit::NotFound) => {
            app.notice("the tenant's configuration can't be read, so its limits were not checked");
            Ok(ApiKeyLimits::default())
        }
        other => other,
    }
}

/// Checks that the owner may have one more active key.
fn check_key_limit(session: &Session, old: &ApiKey, limits: &ApiKeyLimits, now: Timestamp) -> Result<()> {
    let Some(max_keys) = limits.max_keys_per_user.filter(|_| !old.is_scim()) else {
        return Ok(());
    };
    let query = Query { sub: Some(old.sub.clone()), status: Some("active".to_owned()), ..Query::default() };
    let mut active = api_keys::list_all(&session.client, &query)?;
    if (active.len() as u64) < max_keys {
        return Ok(());
    }
    active.retain(|key| key.id != old.id && Some(&key.id) != session.claims.jti.as_ref());
    active.sort_by_key(|key| key.expiry.unwrap_or(Timestamp::MAX));
    let message = format!(
        "there is no room for the new key: {} already has the maximum of {max_keys} active keys (max_keys_per_user)",
        old.sub
    );
    Err(match active.first() {
        Some(key) => {
            let expiry = key
                .expiry
                .map_or_else(String::new, |end| format!(", which expires {}", duration::format_relative(end, now)));
            Error::new(Exit::Error, message).with_hint(format!(
                "remove one first, such as \"{}\"{expiry}: {}",
                key.description,
                removal_command(&key.id)
            ))
        }
        None => Error::new(Exit::Error, message)
            .with_hint("a TenantAdmin can raise the limit: qlik-api-key config patch --max-keys-per-user N"),
    })
}

/// Decides what happens to the old key: what the flags say, else the default.
fn resolve_old_key_action(
    app: &App,
    flags: &Rotate,
    old: &ApiKey,
    default_action: OldKeyAction,
    now: Timestamp,
) -> Result<OldKeyAction> {
    let requested = match flags.overlap {
        Some(overlap) => Some(OldKeyAction::RemoveAt(overlap.after(now))),
        None if flags.keep_old => Some(OldKeyAction::Keep),
        None => flags.remove_old.then_some(OldKeyAction::Remove),
    };
    match requested.unwrap_or(default_action) {
        OldKeyAction::Remove if old.is_scim() => {
            Err(Error::usage("--remove-old: a SCIM key can't sign in, so rotate can't tell when the new one is in use")
                .with_hint("use --overlap DURATION to remove the old key later, or --keep-old to keep it"))
        }
        OldKeyAction::Keep if old.is_scim() => {
            app.notice("a SCIM key can't sign in, so the new key is not tested, and the old key is kept");
            Ok(OldKeyAction::Keep)
        }
        action => Ok(action),
    }
}

/// Decides the lifetime of the new key, an ISO 8601 duration: as requested, else that of the old key, but no longer
/// than the tenant allows.
fn resolve_new_expiry(
    app: &App,
    flags: &Rotate,
    old: &ApiKey,
    limits: &ApiKeyLimits,
    now: Timestamp,
) -> Result<Option<String>> {
    let requested = flags.expiry.as_ref().map(|expiry| expiry.to_iso(now)).transpose();
    let requested = requested.map_err(|reason| Error::usage(format!("--expiry: {reason}")))?;
    let Some(desired) = requested.or_else(|| old.lifetime().map(duration::format_iso)) else {
        return Ok(None);
    };
    let max = if old.is_scim() { &limits.scim_external_client_expiry } else { &limits.max_api_key_expiry };
    let end = |text: &str| IsoDuration::parse(text).map(|period| period.after(now));
    Ok(match max {
        Some(max) if end(&desired) > end(max) => {
            app.notice(&format!("the new key expires after {max}, the tenant's maximum, instead of {desired}"));
            Some(max.clone())
        }
        _ => Some(desired),
    })
}

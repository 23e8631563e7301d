//! The plan of a rotation: the old key, what the tenant allows, and what the new key will be. Nothing is changed.

use jiff::Timestamp;
use serde::Serialize;

use super::Rotate;
use super::journal::OldKeyAction;
use crate::api::api_key_config::{self, ApiKeyLimits};
use crate::api::api_keys::{self, ApiKey, NewApiKey, Query};
use crate::app::{App, Session};
use crate::duration::{self, IsoDuration};
use crate::error::{Error, Exit, Result};

/// What a rotation will do.
pub struct Plan {
    /// The key that will be replaced.
    pub old: ApiKey,
    /// The key that will be created.
    pub new: NewApiKey,
    /// What will happen to the old one.
    pub old_key_action: OldKeyAction,
    /// The tenant's clock.
    pub now: Timestamp,
}

/// Whether a key will be renewed.
pub enum Decision {
    /// It will, like this.
    Rotate(Box<Plan>),
    /// It is not time yet; this says why.
    Skip(String),
}

/// The plan as `--dry-run` shows it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanSummary<'a> {
    id: &'a str,
    description: &'a str,
    expiry: Option<String>,
    new_description: &'a str,
    new_expiry: Option<&'a str>,
    destination: &'a str,
    old_key: String,
}

impl Plan {
    /// Reads the old key and the tenant's limits, and decides.
    ///
    /// # Errors
    /// Where a request fails; exit 1 where the key can't be renewed, with what to do.
    pub fn prepare(app: &App, session: &Session, flags: &Rotate, default_action: OldKeyAction) -> Result<Decision> {
        let (old, now) = fetch_old_key(session, flags)?;
        if let Some(threshold) = flags.if_expires_within
            && let Err(notice) = check_due(app, &old, threshold, now)
        {
            return Ok(Decision::Skip(notice));
        }
        let limits = fetch_limits(app, session)?;
        check_key_limit(session, &old, &limits, now)?;
        let action = resolve_old_key_action(app, flags, &old, default_action, now)?;
        let new = NewApiKey {
            description: Some(flags.description.clone().unwrap_or_else(|| old.description.clone())),
            expiry: resolve_new_expiry(app, flags, &old, &limits, now),
            // The reference: only keys of others and SCIM keys need a subject.
            sub: (Some(&old.sub) != session.claims.sub.as_ref()).then(|| old.sub.clone()),
            sub_type: old.is_scim().then(|| old.sub_type.clone()),
        };
        Ok(Decision::Rotate(Box::new(Self { old, new, old_key_action: action, now })))
    }

    /// The plan for `--dry-run`.
    pub fn summary<'a>(&'a self, destination: &'a str) -> PlanSummary<'a> {
        PlanSummary {
            id: &self.old.id,
            description: &self.old.description,
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

/// The key to rotate, and the tenant's clock.
fn fetch_old_key(session: &Session, flags: &Rotate) -> Result<(ApiKey, Timestamp)> {
    let Some(id) = flags.id.as_ref().or(session.claims.jti.as_ref()) else {
        return Err(Error::usage("what you sign in with is no API key, so the key to rotate must be named")
            .with_hint("qlik-api-key rotate ID"));
    };
    let response = api_keys::get(&session.client, id)?;
    let old: ApiKey = response.parse_object()?;
    if old.status == "revoked" {
        return Err(Error::new(Exit::Error, format!("API key {id} is revoked, so it is not renewed"))
            .with_hint("qlik-api-key create makes another"));
    }
    Ok((old, response.date.unwrap_or_else(Timestamp::now)))
}

/// Checks that a key is due: within the threshold before its expiry, and in the last third of its lifetime. The error is the
/// notice for a key that is not.
fn check_due(app: &App, old: &ApiKey, threshold: IsoDuration, now: Timestamp) -> Result<(), String> {
    let id = &old.id;
    let Some(expiry) = old.expiry else {
        return Err(format!("API key {id} has no end that can be counted with; nothing was done"));
    };
    let due = threshold.before(expiry);
    let third = old.lifetime().and_then(|life| expiry.checked_sub(life / 3).ok()).unwrap_or(Timestamp::MIN);
    let cut = if third > due { " (as its life is short, its last third counts)" } else { "" };
    let from = due.max(third);
    let ends = format!("API key {id} ends {}", duration::format_relative(expiry, now));
    if now < from {
        return Err(format!("{ends}; it is to be renewed {}{cut}", duration::format_relative(from, now)));
    }
    if third > due {
        app.notice(&format!("{ends}{cut}"));
    }
    Ok(())
}

/// What the tenant allows. Where the configuration may not be read, no limits are known.
fn fetch_limits(app: &App, session: &Session) -> Result<ApiKeyLimits> {
    let tenant_id = session.resolve_tenant_id(None)?;
    match api_key_config::get_as(&session.client, &tenant_id) {
        Err(error) if matches!(error.exit(), Exit::Forbidden | Exit::NotFound) => {
            app.notice("the tenant's configuration can't be read, so its limits are not looked at before");
            Ok(ApiKeyLimits::default())
        }
        other => other,
    }
}

/// Checks that the owner may have one more active key.
fn check_key_limit(session: &Session, old: &ApiKey, limits: &ApiKeyLimits, now: Timestamp) -> Result<()> {
    let Some(most) = limits.max_keys_per_user.filter(|_| !old.is_scim()) else {
        return Ok(());
    };
    let query = Query { sub: Some(old.sub.clone()), status: Some("active".to_owned()), ..Query::default() };
    let mut active = Vec::new();
    for page in api_keys::list(&session.client, &query) {
        active.extend(page?.rows.iter().map(ApiKey::from_row).collect::<Result<Vec<_>>>()?);
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
            let ends =
                key.expiry.map_or_else(String::new, |end| format!(", ends {}", duration::format_relative(end, now)));
            Error::new(Exit::Error, what).with_hint(format!(
                "remove one first, such as \"{}\"{ends}: qlik-api-key rm {}",
                key.description, key.id
            ))
        }
        None => Error::new(Exit::Error, what)
            .with_hint("a TenantAdmin allows more: qlik-api-key config patch --max-keys-per-user N"),
    })
}

/// What happens to the old key: what the flags say, else the default.
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
            Err(Error::usage("--remove-old: a SCIM key can't sign in, so it is not known when the new one is in use")
                .with_hint("--overlap DURATION removes the old key later, --keep-old leaves it"))
        }
        OldKeyAction::Keep if old.is_scim() => {
            app.notice("a SCIM key can't sign in, so the new one is not tried; the old one stays");
            Ok(OldKeyAction::Keep)
        }
        action => Ok(action),
    }
}

/// The lifetime of the new key: as requested, or that of the old one, but no longer than the tenant allows.
fn resolve_new_expiry(
    app: &App,
    flags: &Rotate,
    old: &ApiKey,
    limits: &ApiKeyLimits,
    now: Timestamp,
) -> Option<String> {
    let desired = flags.expiry.clone().or_else(|| old.lifetime().map(duration::format_iso))?;
    let most = if old.is_scim() { &limits.scim_external_client_expiry } else { &limits.max_api_key_expiry };
    let end = |text: &str| IsoDuration::parse(text).map(|period| period.after(now));
    match most {
        Some(most) if end(&desired) > end(most) => {
            app.notice(&format!("the new key lives {most}, the longest that the tenant allows, instead of {desired}"));
            Some(most.clone())
        }
        _ => Some(desired),
    }
}

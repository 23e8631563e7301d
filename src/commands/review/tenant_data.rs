//! [`TenantData`]: what a review reads from a tenant.

use jiff::Timestamp;

use super::ReviewCommand;
use super::findings::{Check, Review};
use crate::api::api_key_config::{self, ApiKeyLimits};
use crate::api::api_keys::{self, ApiKey, Query};
use crate::app::completion_cache::CachingPages;
use crate::app::owners::{OwnerLookup, Owners};
use crate::app::{FetchProgress, Session};
use crate::error::{Error, Exit, Result};

/// What a review reads from a tenant.
pub(super) struct TenantData {
    pub(super) keys: Vec<ApiKey>,
    pub(super) owners: Owners,
    limits: ApiKeyLimits,
    /// The tenant's time.
    pub(super) now: Timestamp,
    /// The checks that the credential's rights do not allow, in words.
    pub(super) unavailable: Vec<String>,
}

impl TenantData {
    /// Reads the active keys, their owners and the configuration.
    ///
    /// # Errors
    /// Exit 4 if the credential's rights allow none of the checks.
    pub(super) fn fetch(
        session: &Session,
        command: &ReviewCommand,
        checks: &[Check],
        progress: &FetchProgress,
    ) -> Result<Self> {
        let query =
            Query { status: Some("active".to_owned()), sub: command.owner.resolve(session)?, ..Query::default() };
        let pages = CachingPages::new(
            session.completion_cache.clone(),
            progress.count(api_keys::list(&session.client, &query)),
            false,
        );
        let mut lookup = OwnerLookup::new(session.client.clone());
        let (mut keys, mut date) = (Vec::new(), None);
        for page in pages {
            let page = page?;
            date = page.date.or(date);
            for row in &page.rows {
                let key = ApiKey::from_row(row)?;
                lookup.add(&key);
                keys.push(key);
            }
        }
        let mut owners = lookup.finish();
        owners.confirm_gone(&session.client);
        let limits = if checks.iter().any(|check| LIMIT_CHECKS.contains(check)) {
            session.resolve_tenant_id(None).and_then(|id| api_key_config::get_as(&session.client, &id))
        } else {
            Ok(ApiKeyLimits::default())
        };
        let (limits, limits_failure) = match limits {
            Ok(limits) => (limits, None),
            Err(error) => (ApiKeyLimits::default(), Some(error)),
        };
        let failures = [
            (&OWNER_CHECKS[..], owners.failure.take(), "this credential may not list users"),
            (&LIMIT_CHECKS, limits_failure, "this credential may not read the configuration"),
        ];
        let unavailable = unavailable_checks(checks, failures)?;
        Ok(Self { keys, owners, limits, now: date.unwrap_or_else(Timestamp::now), unavailable })
    }

    /// What the findings are computed from.
    pub(super) fn review<'a>(&'a self, command: &ReviewCommand) -> Review<'a> {
        let Self { keys, owners, limits, now, .. } = self;
        Review { keys, owners, limits, now: *now, within: command.within, older_than: command.older_than }
    }
}

/// The checks that need the list of users.
const OWNER_CHECKS: [Check; 2] = [Check::Orphaned, Check::OwnerDisabled];

/// The checks that need the configuration.
const LIMIT_CHECKS: [Check; 2] = [Check::OverLimit, Check::NearQuota];

/// Says which of the checks can't be made because a request was refused, and why.
///
/// # Errors
/// The refusal if no check is left, and any other failure of a request that a check needs.
fn unavailable_checks(checks: &[Check], failures: [(&[Check], Option<Error>, &str); 2]) -> Result<Vec<String>> {
    let (mut missing, mut reasons, mut refusal) = (Vec::new(), Vec::new(), None);
    for (needing, failure, reason) in failures {
        let affected: Vec<Check> = checks.iter().copied().filter(|check| needing.contains(check)).collect();
        let Some(error) = failure.filter(|_| !affected.is_empty()) else { continue };
        if error.exit() != Exit::Forbidden {
            return Err(error);
        }
        let names: Vec<_> = affected.iter().map(|check| check.name()).collect();
        reasons.push(format!("not checked: {} ({reason})", names.join(", ")));
        missing.extend(affected);
        refusal = refusal.or(Some(error));
    }
    match refusal {
        Some(error) if missing.len() == checks.len() => Err(error),
        _ => Ok(reasons),
    }
}

//! The findings of a review: what an administrator should look at, computed from keys, owners and configuration.

use std::collections::HashMap;

use clap::ValueEnum;
use jiff::Timestamp;
use serde::Serialize;

use crate::api::api_key_config::ApiKeyLimits;
use crate::api::api_keys::ApiKey;
use crate::app::owners::{Owner, Owners, owner_id};
use crate::duration::{IsoDuration, format_relative};

/// A kind of finding. The order is that of the report within a severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// No user owns the key any more
    Orphaned,
    /// The owner is disabled
    OwnerDisabled,
    /// The key has expired and is still active
    ExpiredActive,
    /// The key expires within --within
    ExpiresSoon,
    /// The key lives longer than the configuration allows a new key
    OverLimit,
    /// The owner has at least 80 % of the keys that the configuration allows
    NearQuota,
    /// An externalClient key expires within 60 days
    ScimEnds,
    /// The key was created more than --older-than ago
    Old,
    /// The owner has several keys of the same description
    Duplicate,
    /// The description is empty or says nothing
    Undescribed,
    /// Another user created the key
    ForOther,
}

impl Check {
    /// The name in `--only`, and in all formats.
    pub fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// How urgent a finding is, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Needs action now.
    Critical,
    /// Needs action soon.
    Warning,
    /// Worth a look.
    Notice,
}

impl Severity {
    /// All severities, the worst first.
    pub const ALL: [Self; 3] = [Self::Critical, Self::Warning, Self::Notice];

    /// The name in all formats.
    pub fn name(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

/// A key that an administrator should look at.
#[derive(Clone, Debug)]
pub struct Finding<'a> {
    /// What was found.
    pub check: Check,
    /// How urgent it is.
    pub severity: Severity,
    /// The key.
    pub key: &'a ApiKey,
    /// The reason, in words.
    pub detail: String,
}

/// What the findings are computed from.
pub struct Review<'a> {
    /// The active keys of the tenant.
    pub keys: &'a [ApiKey],
    /// Their owners.
    pub owners: &'a Owners,
    /// The limits for new keys.
    pub limits: &'a ApiKeyLimits,
    /// The tenant's time.
    pub now: Timestamp,
    /// `--within`
    pub within: IsoDuration,
    /// `--older-than`
    pub older_than: IsoDuration,
}

/// A key that expires within this time is a critical finding.
const CRITICAL_WITHIN: &str = "P7D";

/// An externalClient key that expires within this time is a finding.
const SCIM_WITHIN: &str = "P60D";

/// Descriptions that say nothing, in lower case.
const EMPTY_DESCRIPTIONS: [&str; 7] = ["", "test", "tmp", "temp", "key", "api key", "string"];

impl<'a> Review<'a> {
    /// Computes the findings of these checks, the worst first, and those of the same check by expiry.
    pub fn findings(&self, checks: &[Check]) -> Vec<Finding<'a>> {
        let mut findings = Vec::new();
        for check in checks {
            match check {
                Check::NearQuota => findings.extend(self.near_quota()),
                Check::Duplicate => findings.extend(self.duplicates()),
                _ => findings.extend(self.keys.iter().filter_map(|key| self.check_key(*check, key))),
            }
        }
        findings.sort_by(|one, other| {
            let order = |finding: &Finding| (finding.severity, finding.check, finding.key.expiry);
            order(one).cmp(&order(other)).then_with(|| one.key.id.cmp(&other.key.id))
        });
        findings
    }

    /// The finding of a check that looks at one key alone.
    fn check_key(&self, check: Check, key: &'a ApiKey) -> Option<Finding<'a>> {
        let (severity, detail) = match check {
            Check::Orphaned => self.orphaned(key),
            Check::OwnerDisabled => self.owner_disabled(key),
            Check::ExpiredActive => self.expired_active(key),
            Check::ExpiresSoon => self.expires_soon(key),
            Check::OverLimit => self.over_limit(key),
            Check::ScimEnds => self.scim_ends(key),
            Check::Old => self.old(key),
            Check::Undescribed => undescribed(key),
            Check::ForOther => for_other(key),
            Check::NearQuota | Check::Duplicate => None,
        }?;
        Some(Finding { check, severity, key, detail })
    }

    fn orphaned(&self, key: &ApiKey) -> Option<(Severity, String)> {
        match self.owners.get(key) {
            Owner::Gone => Some((Severity::Critical, "no user has this ID any more".to_owned())),
            Owner::User(user) if user.status == "deleted" => {
                Some((Severity::Critical, "the owner is deleted".to_owned()))
            }
            _ => None,
        }
    }

    fn owner_disabled(&self, key: &ApiKey) -> Option<(Severity, String)> {
        match self.owners.get(key) {
            Owner::User(user) if user.status == "disabled" => {
                Some((Severity::Critical, "the owner is disabled".to_owned()))
            }
            _ => None,
        }
    }

    fn expired_active(&self, key: &ApiKey) -> Option<(Severity, String)> {
        let expiry = key.expiry.filter(|expiry| *expiry <= self.now)?;
        Some((Severity::Critical, format!("expired {} and is still active", format_relative(expiry, self.now))))
    }

    fn expires_soon(&self, key: &ApiKey) -> Option<(Severity, String)> {
        let expiry = key.expiry.filter(|expiry| *expiry > self.now && *expiry <= self.within.after(self.now))?;
        let is_critical = expiry <= period(CRITICAL_WITHIN)?.after(self.now);
        let severity = if is_critical { Severity::Critical } else { Severity::Warning };
        Some((severity, format!("expires {}", format_relative(expiry, self.now))))
    }

    fn over_limit(&self, key: &ApiKey) -> Option<(Severity, String)> {
        let limit =
            if key.is_scim() { &self.limits.scim_external_client_expiry } else { &self.limits.max_api_key_expiry };
        let limit = limit.as_ref()?;
        let expiry = key.expiry.filter(|expiry| period(limit).is_some_and(|limit| *expiry > limit.after(self.now)))?;
        let detail = format!("expires {}; a new key may live for {limit}", format_relative(expiry, self.now));
        Some((Severity::Warning, detail))
    }

    fn scim_ends(&self, key: &ApiKey) -> Option<(Severity, String)> {
        let end = period(SCIM_WITHIN)?.after(self.now);
        let expiry = key.expiry.filter(|expiry| key.is_scim() && *expiry > self.now && *expiry <= end)?;
        Some((Severity::Warning, format!("SCIM provisioning stops {}", format_relative(expiry, self.now))))
    }

    fn old(&self, key: &ApiKey) -> Option<(Severity, String)> {
        let created = key.created.filter(|created| *created < self.older_than.before(self.now))?;
        Some((Severity::Notice, format!("created {}", format_relative(created, self.now))))
    }

    /// One finding for each owner with at least 80 % of the allowed keys, at the key that expires first.
    fn near_quota(&self) -> Vec<Finding<'a>> {
        let Some(limit) = self.limits.max_keys_per_user else { return Vec::new() };
        let mut by_owner: HashMap<&str, Vec<&ApiKey>> = HashMap::new();
        for key in self.keys {
            if let Some(id) = owner_id(key) {
                by_owner.entry(id).or_default().push(key);
            }
        }
        let near = by_owner.into_values().filter(|keys| keys.len() as u64 * 10 >= limit.saturating_mul(8));
        let first = near.filter_map(|keys| {
            let count = keys.len();
            let key = keys.into_iter().min_by_key(|key| (key.expiry.unwrap_or(Timestamp::MAX), &key.id))?;
            let detail = format!("the owner has {count} of {limit} keys");
            Some(Finding { check: Check::NearQuota, severity: Severity::Warning, key, detail })
        });
        first.collect()
    }

    /// A finding for each key of an owner who has another one of the same description.
    fn duplicates(&self) -> Vec<Finding<'a>> {
        let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
        for key in self.keys {
            *counts.entry((&key.sub, &key.description)).or_default() += 1;
        }
        let duplicates = self.keys.iter().filter_map(|key| {
            let count = *counts.get(&(key.sub.as_str(), key.description.as_str()))?;
            let detail = format!("the owner has {count} keys of this description");
            (count > 1).then_some(Finding { check: Check::Duplicate, severity: Severity::Notice, key, detail })
        });
        duplicates.collect()
    }
}

fn undescribed(key: &ApiKey) -> Option<(Severity, String)> {
    let description = key.description.trim().to_lowercase();
    EMPTY_DESCRIPTIONS.contains(&description.as_str()).then(|| {
        let detail = if description.is_empty() { "there is no description" } else { "the description says nothing" };
        (Severity::Notice, detail.to_owned())
    })
}

fn for_other(key: &ApiKey) -> Option<(Severity, String)> {
    let creator = &key.created_by_user;
    let is_other = !key.is_scim() && !creator.is_empty() && *creator != key.sub;
    is_other.then(|| (Severity::Notice, format!("created by {creator}")))
}

fn period(text: &str) -> Option<IsoDuration> {
    IsoDuration::parse(text).ok()
}

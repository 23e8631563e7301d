//! `review`: the report on a tenant's API keys that an administrator needs each month.

mod findings;
mod report;

use std::collections::HashSet;

use clap::{Args, ValueEnum as _};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use super::Run;
use super::multi_context::{self, SelectedContexts, TenantRows};
use super::owners::{self, OwnerFlag, OwnersFlag};
use crate::api::api_key_config::{self, ApiKeyLimits};
use crate::api::api_keys::{self, ApiKey, Query};
use crate::app::completion_cache::CachingPages;
use crate::app::owners::{OwnerLookup, Owners};
use crate::app::{App, Session};
use crate::duration::IsoDuration;
use crate::error::{Error, Exit, Result};
use crate::flags::{AllContextsFlag, values};
use crate::object::to_raw_json;
use crate::output::columns::{FINDING, FINDING_TABLE};
use crate::output::{Columns, OutputKind, OutputMode};
use crate::page::Page;

use findings::{Check, Finding, Review, Severity};

/// `review`
#[derive(Args, Debug)]
#[command(after_help = "The findings, by severity:
  critical  orphaned, owner-disabled, expired-active, expires-soon (within P7D)
  warning   expires-soon, over-limit, near-quota, scim-ends
  notice    old, duplicate, undescribed, for-other
Exit code 0: nothing was found. 10: there are findings. 11: there are critical findings.

Examples:
  qlik-api-key review
  qlik-api-key review -o markdown > review.md
  qlik-api-key review --only orphaned -q | qlik-api-key rm - --yes")]
pub struct ReviewCommand {
    /// Report the keys that expire within this ISO 8601 duration from now
    #[arg(long, value_name = "DURATION", value_parser = values::parse_iso_duration, allow_hyphen_values = true, default_value = "P30D")]
    within: IsoDuration,

    /// Report the keys created more than this ISO 8601 duration ago
    #[arg(long, value_name = "DURATION", value_parser = values::parse_iso_duration, allow_hyphen_values = true, default_value = "P365D")]
    older_than: IsoDuration,

    /// Report only these findings
    #[arg(long, value_name = "FINDINGS", value_enum, value_delimiter = ',', hide_possible_values = true)]
    only: Vec<Check>,

    /// Report all but these findings
    #[arg(long, value_name = "FINDINGS", value_enum, value_delimiter = ',', hide_possible_values = true)]
    except: Vec<Check>,

    /// Whose keys to review.
    #[command(flatten)]
    owner: OwnerFlag,

    /// Whether to show the owners' names.
    #[command(flatten)]
    owners: OwnersFlag,

    /// The tenants.
    #[command(flatten)]
    tenants: AllContextsFlag,
}

impl Run for ReviewCommand {
    /// Prints a row for each finding, the worst first. Exit 10 if there are findings, exit 11 if one is critical, exit 4
    /// if the credential's rights allow none of the checks.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Report)?;
        let mode = printer.mode();
        let checks = self.checks(mode)?;
        let columns = Columns::new(FINDING).with_table(FINDING_TABLE);
        if let Some(contexts) = SelectedContexts::from_flags(app, &self.tenants, mode)? {
            return contexts.print_rows(app, &printer, &columns.with_context(), |app, context| {
                let session = Session::from_context(app, context, multi_context::CONTEXT_SOURCE)?;
                let data = TenantData::fetch(&session, &self, &checks)?;
                data.unavailable.iter().for_each(|reason| app.terminal.print_warning(reason));
                let findings = data.review(&self).findings(&checks);
                Ok(TenantRows {
                    page: self.page(&session, &data, &findings, mode)?,
                    exit: exit(&findings),
                    failure: None,
                })
            });
        }
        // No expiry reminder for the key that signs in: it would repeat what this command reports.
        let session = Session::new(app, &app.resolve_target()?)?;
        let data = TenantData::fetch(&session, &self, &checks)?;
        let findings = data.review(&self).findings(&checks);
        if mode.is_for_people() {
            printer.text(&report::summary(&data, &findings, mode))?;
        } else {
            data.unavailable.iter().for_each(|reason| app.terminal.print_warning(reason));
        }
        if !(findings.is_empty() && mode.is_for_people()) {
            let page = self.page(&session, &data, &findings, mode)?;
            printer.rows(&columns, std::iter::once(Ok(page)))?;
        }
        Ok(exit(&findings))
    }
}

impl ReviewCommand {
    /// The checks that `--only` and `--except` select.
    fn checks(&self, mode: OutputMode) -> Result<Vec<Check>> {
        let is_selected =
            |check: &Check| (self.only.is_empty() || self.only.contains(check)) && !self.except.contains(check);
        let checks: Vec<Check> = Check::value_variants().iter().copied().filter(is_selected).collect();
        if checks.is_empty() {
            return Err(Error::usage("--only and --except leave nothing to check"));
        }
        if mode == OutputMode::Ids {
            if self.only.is_empty() {
                return Err(Error::usage("-q requires --only, since the IDs do not tell why a key was found"));
            }
            let is_not_for_removal = |check: &Check| matches!(check, Check::NearQuota | Check::Duplicate);
            if checks.iter().any(is_not_for_removal) {
                return Err(Error::usage("-q cannot be used with near-quota or duplicate")
                    .with_hint("their keys are examples of a group, and not for removal"));
            }
        }
        Ok(checks)
    }

    /// The rows of the findings.
    fn page(&self, session: &Session, data: &TenantData, findings: &[Finding], mode: OutputMode) -> Result<Page> {
        let no_names = Owners::default();
        let owners = if self.owners.is_never() { &no_names } else { &data.owners };
        let mut findings: Vec<&Finding> = findings.iter().collect();
        if mode == OutputMode::Ids {
            let mut ids = HashSet::new();
            findings.retain(|finding| ids.insert(&finding.key.id));
        }
        let own_id = session.claims.sub.as_deref().filter(|_| mode.is_for_people());
        let row = |finding: &Finding| {
            let owner = if mode.is_json() {
                owners::owner_object(finding.key, owners)?
            } else {
                to_raw_json(&owners::owner_name(finding.key, owners, own_id))?
            };
            let Finding { check, severity, key, detail } = finding;
            to_raw_json(&FindingRow {
                id: &key.id,
                finding: *check,
                severity: *severity,
                description: &key.description,
                owner: &owner,
                expiry: key.expiry.map(|expiry| expiry.to_string()),
                detail,
            })
        };
        let rows = findings.into_iter().map(row).collect::<Result<Vec<_>>>()?;
        Ok(Page::from_objects(rows, Some(data.now)))
    }
}

/// A finding in the output.
#[derive(Serialize)]
struct FindingRow<'a> {
    id: &'a str,
    finding: Check,
    severity: Severity,
    description: &'a str,
    owner: &'a RawValue,
    expiry: Option<String>,
    detail: &'a str,
}

/// What a review reads from a tenant.
struct TenantData {
    keys: Vec<ApiKey>,
    owners: Owners,
    limits: ApiKeyLimits,
    /// The tenant's time.
    now: Timestamp,
    /// The checks that the credential's rights do not allow, in words.
    unavailable: Vec<String>,
}

impl TenantData {
    /// Reads the active keys, their owners and the configuration.
    ///
    /// # Errors
    /// Exit 4 if the credential's rights allow none of the checks.
    fn fetch(session: &Session, command: &ReviewCommand, checks: &[Check]) -> Result<Self> {
        let query =
            Query { status: Some("active".to_owned()), sub: command.owner.resolve(session)?, ..Query::default() };
        let pages = CachingPages::new(session.completion_cache.clone(), api_keys::list(&session.client, &query), false);
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

    fn review<'a>(&'a self, command: &ReviewCommand) -> Review<'a> {
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

fn exit(findings: &[Finding]) -> Exit {
    match findings {
        [] => Exit::Ok,
        findings if findings.iter().any(|finding| finding.severity == Severity::Critical) => Exit::CriticalFindings,
        _ => Exit::Findings,
    }
}

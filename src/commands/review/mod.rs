//! `review`: the report on a tenant's API keys that an administrator needs each month.

mod findings;
mod report;
mod tenant_data;

use std::collections::HashSet;

use clap::{Args, ValueEnum as _};
use serde::Serialize;
use serde_json::value::RawValue;

use super::Run;
use super::multi_context::{self, SelectedContexts, TenantRows};
use super::owners::{self, OwnerFlag, OwnersFlag};
use crate::app::owners::Owners;
use crate::app::{App, Session};
use crate::duration::IsoDuration;
use crate::error::{Error, Exit, Result};
use crate::flags::{AllContextsFlag, values};
use crate::help::HelpText;
use crate::object::to_raw_json;
use crate::output::columns::{FINDING, FINDING_TABLE};
use crate::output::{Columns, OutputKind, OutputMode, Summary};
use crate::page::Page;

use findings::{Check, Finding, Severity};
use tenant_data::TenantData;

const HELP: HelpText = HelpText {
    examples: &[
        ("Review the tenant", "qlik-api-key review"),
        ("Write a report for a ticket", "qlik-api-key review -o markdown > review.md"),
        ("Review only your own keys", "qlik-api-key review --owner me"),
        ("Remove the keys of users who are gone", "qlik-api-key review --only orphaned -q | qlik-api-key rm - --yes"),
    ],
    details: "\
The findings, by severity:
  critical  orphaned, owner-disabled, expired-active, expires-soon (within 7d)
  warning   expires-soon, over-limit, near-quota, scim-ends
  notice    old, duplicate, undescribed, for-other
The exit code is 0 if nothing was found, 10 if there are findings, and 11 if there are critical findings.",
};

/// `review`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct ReviewCommand {
    /// Report keys that expire this soon
    #[arg(long, value_name = "DURATION", value_parser = values::parse_duration, allow_hyphen_values = true, default_value = "30d")]
    within: IsoDuration,

    /// Report keys older than this
    #[arg(long, value_name = "DURATION", value_parser = values::parse_duration, allow_hyphen_values = true, default_value = "365d")]
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
            let columns = columns.with_summary(Summary::by_field("finding", "severity", "no findings"));
            let progress = contexts.fetch_progress(app, "key");
            return contexts.print_rows(app, &printer, &columns.with_context(), |app, context| {
                let session = Session::from_context(app, context, multi_context::CONTEXT_SOURCE)?;
                let data = TenantData::fetch(&session, &self, &checks, &progress)?;
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
        let data = TenantData::fetch(&session, &self, &checks, &app.fetch_progress("key"))?;
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

fn exit(findings: &[Finding]) -> Exit {
    match findings {
        [] => Exit::Ok,
        findings if findings.iter().any(|finding| finding.severity == Severity::Critical) => Exit::CriticalFindings,
        _ => Exit::Findings,
    }
}

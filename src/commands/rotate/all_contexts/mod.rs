//! `rotate --all-contexts` and `rotate --context a,b`: renews the own key of each context that keeps one, and prints a
//! row for each context. Tenants are worked on in parallel, the keys of one tenant one after the other.
//!
//! | file | contents |
//! |---|---|
//! | `flags` | which flags apply |
//! | `selection` | the contexts by tenant and by key |
//! | `question` | the question before anything is sent |
//! | `tenant` | rotates the keys of one tenant |
//! | `result`, `row` | the rows of several contexts, and one row |
//! | `resume` | `--resume` and `--finish` |

mod flags;
mod question;
mod result;
mod resume;
mod row;
mod selection;
mod tenant;

use std::collections::BTreeSet;

use super::Rotate;
use crate::app::{App, ClockWarning};
use crate::commands::multi_context::SelectedContexts;
use crate::commands::parallel::run_in_parallel;
use crate::error::{Error, Exit, Result};
use crate::output::columns::ROTATION;
use crate::output::{Columns, OutputMode, Printer};
use crate::page::Page;
use result::Results;
use row::{RotationResult, RotationRow};
use selection::group_by_tenant;
use tenant::Options;

/// What the first signal prints.
const INTERRUPT_NOTICE: &str = "finishing the rotations that have begun; press Ctrl-C again to stop, then run \
                                `qlik-api-key rotate --all-contexts --resume` to finish";

/// Rotates the keys of several contexts and prints a row for each context, or recovers their rotations.
///
/// # Errors
/// Exit 2 for flags of one key, and without `--yes` and a terminal; exit 1 if the user declines; 128 + signal if a
/// signal stopped the run.
pub fn run(app: &App, printer: &Printer, flags: &Rotate, contexts: SelectedContexts) -> Result<Exit> {
    flags.refuse_single_key_flags()?;
    if flags.resume || flags.finish {
        return resume::run(app, flags, contexts);
    }
    let mut results = Results::new(app);
    let tenants = group_by_tenant(results.retain_eligible(contexts));
    if !flags.dry_run {
        question::confirm(app, flags, &tenants)?;
        defer_interrupt(app);
    }
    let options = Options { app, flags, clock_warning: &ClockWarning::new(app) };
    let work = if flags.dry_run { tenant::plan } else { tenant::rotate };
    run_in_parallel(tenants, |tenant| work(&options, tenant)).into_iter().for_each(|tenant| results.append(tenant));
    app.clear_unfinished();
    print(app, printer, flags, results)
}

/// Lets the first signal stop the run after the rotations that have begun.
fn defer_interrupt(app: &App) {
    app.defer_interrupt(INTERRUPT_NOTICE);
    let unfinished = Error::new(Exit::Error, "the rotations were interrupted");
    app.set_unfinished(unfinished.with_hint("qlik-api-key rotate --all-contexts --resume"));
}

/// Prints the rows in the order of the profile, then the errors.
fn print(app: &App, printer: &Printer, flags: &Rotate, results: Results) -> Result<Exit> {
    let Results { mut rows, failures, interrupted, .. } = results;
    let (names, total) = (app.profile()?.names(), rows.len());
    // A context that was renamed meanwhile comes last.
    rows.sort_by_key(|row| names.iter().position(|name| *name == row.context).unwrap_or(usize::MAX));
    if printer.mode() == OutputMode::Ids {
        retain_rotated(&mut rows);
    }
    let columns = Columns::new(ROTATION).with_flags(&flags.columns);
    printer.rows(&columns, std::iter::once(Page::from_values(&rows)))?;
    failures.iter().for_each(|error| app.print_error(error));
    match app.interrupts.first().filter(|_| interrupted > 0) {
        Some(exit) => {
            Err(Error::new(exit, format!("interrupted: {interrupted} of {total} contexts were left unchanged")))
        }
        None if failures.is_empty() => Ok(Exit::Ok),
        None => Ok(Exit::Partial),
    }
}

/// Keeps one row for each key that was rotated or would be.
fn retain_rotated(rows: &mut Vec<RotationRow>) {
    let mut ids = BTreeSet::new();
    rows.retain(|row| {
        let is_rotated = matches!(row.result, RotationResult::Rotated | RotationResult::WouldRotate);
        is_rotated && row.id.as_ref().is_some_and(|id| ids.insert(id.clone()))
    });
}

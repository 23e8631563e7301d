//! Rotates the keys of the contexts of one tenant, one key after the other.

use super::result::Results;
use super::row::RotationResult;
use super::selection::{KeyGroup, Tenant};
use crate::app::{App, ClockWarning, Session};
use crate::commands::multi_context::context_target;
use crate::commands::new_key::Destination;
use crate::commands::rotate::journal::{Journal, OldKeyAction};
use crate::commands::rotate::plan::{Decision, Plan};
use crate::commands::rotate::planned_rotation::PlannedRotation;
use crate::commands::rotate::{Rotate, sign_in_and_recover};
use crate::error::{Error, Result};

/// What the rotations of all tenants share.
pub struct Options<'a> {
    pub app: &'a App<'a>,
    pub flags: &'a Rotate,
    pub clock_warning: &'a ClockWarning,
}

/// An attempt to rotate a key.
enum Attempt {
    /// The key is not due. The notice says why.
    NotDue(String),
    /// The ID of the new key, if it was created, and the error if the rotation failed or is not finished.
    Made { new_id: Option<String>, error: Option<Error> },
}

/// Rotates each key once.
pub fn rotate<'a>(options: &Options<'a>, tenant: Tenant) -> Results<'a> {
    let mut results = Results::new(options.app);
    // Take the locks before reading the secrets: another rotation may be replacing them.
    let (_own_lock, mut journal) = match tenant.lock(options.app) {
        Ok(locks) => locks,
        Err(error) => {
            results.fail(&tenant.contexts, error);
            return results;
        }
    };
    for group in results.group_by_key(tenant.contexts) {
        if group.contexts().all(|context| results.has_row(&context.name)) {
            // The recovery of another rotation gave these contexts a key that has been rotated since.
            continue;
        }
        if options.app.interrupts.first().is_some() {
            results.interrupt(&group);
            continue;
        }
        match attempt(options, &group, &mut journal) {
            Ok(Attempt::NotDue(notice)) => results.add_not_due(&group, &notice),
            Ok(Attempt::Made { new_id, error }) => results.add_rotated(&group, new_id.as_deref(), error),
            Err(error) => results.fail(group.contexts(), error),
        }
    }
    results
}

fn attempt(options: &Options, group: &KeyGroup, journal: &mut Journal) -> Result<Attempt> {
    let context = &group.first;
    let app = options.app.with_context_name(&context.name);
    let (session, _) = sign_in_and_recover(&app, &context_target(context), options.clock_warning, journal)?;
    let plan = match Plan::prepare(&app, &session, options.flags, OldKeyAction::Remove)? {
        Decision::Rotate(plan) => *plan,
        Decision::Skip(notice) => return Ok(Attempt::NotDue(notice)),
    };
    let mut destination = Destination::prepare_own_context(&app, context.clone())?;
    let mut rotation = PlannedRotation::begin(&app, &session, journal, plan, &mut destination)?;
    let error = rotation.run_without_output(destination).err();
    Ok(Attempt::Made { new_id: rotation.new_id().map(str::to_owned), error })
}

/// `--dry-run`: finds out what would be rotated. Takes no locks and changes nothing.
pub fn plan<'a>(options: &Options<'a>, tenant: Tenant) -> Results<'a> {
    let mut results = Results::new(options.app);
    for group in results.group_by_key(tenant.contexts) {
        match decide(options, &group) {
            Ok(Decision::Skip(notice)) => results.add_not_due(&group, &notice),
            Ok(Decision::Rotate(plan)) => results.add_holders(&group, &plan.old.id, RotationResult::WouldRotate, None),
            Err(error) => results.fail(group.contexts(), error),
        }
    }
    results
}

fn decide(options: &Options, group: &KeyGroup) -> Result<Decision> {
    let app = options.app.with_context_name(&group.first.name);
    let session = options.clock_warning.attach(Session::new(&app, &context_target(&group.first))?);
    Plan::prepare(&app, &session, options.flags, OldKeyAction::Remove)
}

//! `--resume` and `--finish` for several contexts: recovers the unfinished rotations of each tenant.

use super::selection::{Tenant, group_by_tenant};
use crate::app::{App, Session};
use crate::commands::multi_context::{SelectedContexts, context_target};
use crate::commands::parallel::run_in_parallel;
use crate::commands::rotate::journal::Journal;
use crate::commands::rotate::{Rotate, recovery};
use crate::context::Context;
use crate::error::{Error, Exit, Result};

/// Recovers the rotations in the journals of all tenants.
///
/// # Errors
/// Exit 1 or 2 if a context protects a tenant and the user does not confirm.
pub fn run(app: &App, flags: &Rotate, contexts: SelectedContexts) -> Result<Exit> {
    let (mut readable, mut failures) = (Vec::new(), Vec::new());
    for (name, context) in contexts.into_contexts() {
        match context {
            Ok(context) => readable.push(context),
            Err(error) => failures.push(error.in_context(&name)),
        }
    }
    let tenants = group_by_tenant(readable);
    for context in tenants.iter().filter_map(|tenant| tenant.contexts.first()) {
        app.confirm_write(&context_target(context), "rotate an API key", flags.yes)?;
    }
    let recovered = run_in_parallel(tenants, |tenant| recover_tenant(app, &tenant));
    let count: usize = recovered.iter().map(|(count, _)| count).sum();
    failures.extend(recovered.into_iter().flat_map(|(_, errors)| errors));
    if count == 0 && failures.is_empty() {
        app.notice("there is nothing to finish");
    }
    failures.iter().for_each(|error| app.print_error(error));
    Ok(if failures.is_empty() { Exit::Ok } else { Exit::Partial })
}

/// Recovers the rotations in one tenant. Signs in as each user until the journal is empty. Returns the number of
/// rotations that it found, and the errors.
fn recover_tenant(app: &App, tenant: &Tenant) -> (usize, Vec<Error>) {
    let (mut count, mut failures, mut users) = (0, Vec::new(), Vec::new());
    let (_own_lock, mut journal) = match tenant.lock(app) {
        Ok(locks) => locks,
        Err(error) => {
            let error = tenant.contexts.first().map(|context| error.in_context(&context.name));
            return (0, error.into_iter().collect());
        }
    };
    for context in &tenant.contexts {
        if journal.is_empty() {
            break;
        }
        match recover_as(app, context, &mut journal, &mut users) {
            Ok(recovered) => count += recovered,
            Err(error) => failures.push(error.in_context(&context.name)),
        }
    }
    (count, failures)
}

/// Recovers the rotations of the user of a context, unless `users` contains them. Returns their number.
fn recover_as(app: &App, context: &Context, journal: &mut Journal, users: &mut Vec<String>) -> Result<usize> {
    let app = app.with_context_name(&context.name);
    let session = Session::new(&app, &context_target(context))?;
    let user = session.claims.sub.clone();
    if user.as_ref().is_some_and(|user| users.contains(user)) {
        return Ok(0);
    }
    let result = recovery::recover_all(&app, &session, journal);
    // Another context of the user may have a key that is accepted.
    if !matches!(&result, Err(error) if error.exit() == Exit::Auth) {
        users.extend(user);
    }
    result
}

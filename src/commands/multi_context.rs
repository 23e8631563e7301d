//! Several contexts in one run: which are selected, a few of them at a time, and one list of all their rows. A tenant that
//! fails is reported, and hides none of the others.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::app::App;
use crate::context::{Context, Target, is_credential_header};
use crate::error::{Error, Exit, Result};
use crate::flags::{AllContextsFlag, GlobalFlags};
use crate::object;
use crate::output::{Columns, OutputMode, Printer};
use crate::page::Page;
use crate::row::Row;

/// How many tenants are talked to at the same time.
const MAX_PARALLEL_TENANTS: usize = 8;

/// What stands for the source of a context, in traces and hints.
pub const CONTEXT_SOURCE: &str = "one of several";

/// Several contexts, in the order of the profile. One that can't be read is a tenant that fails.
pub struct SelectedContexts(Vec<(String, Result<Context>)>);

/// The rows of one tenant, and how the program would end if it were the only one.
pub struct TenantRows {
    /// Its rows.
    pub page: Page,
    /// Its exit code.
    pub exit: Exit,
    /// What went wrong although there are rows.
    pub failure: Option<Error>,
}

impl From<Page> for TenantRows {
    fn from(page: Page) -> Self {
        Self { page, exit: Exit::Ok, failure: None }
    }
}

/// The names of `--context`, where it has several: a name can't hold a comma.
fn context_names(globals: &GlobalFlags) -> Option<Vec<&str>> {
    globals.context.as_deref().filter(|names| names.contains(',')).map(|names| names.split(',').collect())
}

/// Whether the command line selects several contexts.
pub fn is_selected(globals: &GlobalFlags, all: &AllContextsFlag) -> bool {
    all.all_contexts || context_names(globals).is_some()
}

/// Refuses several contexts where a command is for one.
///
/// # Errors
/// Exit 2, naming the flag.
pub fn refuse_several_contexts(globals: &GlobalFlags) -> Result<()> {
    match context_names(globals) {
        None => Ok(()),
        Some(names) => Err(Error::usage(format!(
            "--context names {} contexts, and this command is for one: several go with ls, expiring, config get, diff and apply, and context check",
            names.len()
        ))),
    }
}

/// Refuses a tenant's ID where several tenants are selected.
///
/// # Errors
/// Exit 2.
pub fn refuse_tenant_id(id: Option<&str>) -> Result<()> {
    match id {
        None => Ok(()),
        Some(_) => Err(Error::usage("a TENANT-ID is of one tenant, and several contexts are asked for")),
    }
}

/// One of several contexts as the target of a run.
pub fn context_target(context: &Context) -> Target<'static> {
    Target::Context { context: context.clone(), source: CONTEXT_SOURCE.to_owned() }
}

impl SelectedContexts {
    /// The contexts that the command line selects; `None` where it is for one tenant.
    ///
    /// # Errors
    /// Flags that are for one tenant alone, a name that the profile doesn't have, a profile without contexts.
    pub fn from_flags(app: &App, all: &AllContextsFlag, mode: OutputMode) -> Result<Option<Self>> {
        if !is_selected(app.globals, all) {
            return Ok(None);
        }
        refuse_single_tenant_flags(app, if all.all_contexts { "--all-contexts" } else { "--context" }, mode)?;
        let profile = app.profile()?;
        let mut selected = profile.names();
        if let Some(names) = context_names(app.globals) {
            if let Some(unknown) = names.iter().find(|name| !profile.contains(name)) {
                profile.context(unknown)?;
            }
            selected.retain(|name| names.contains(&name.as_str()));
        }
        if selected.is_empty() {
            let what = format!("--all-contexts: there is no context in {}", profile.path().display());
            return Err(Error::new(Exit::Auth, what).with_hint("qlik-api-key context init"));
        }
        Ok(Some(Self(selected.into_iter().map(|name| (name.clone(), profile.context(&name))).collect())))
    }

    /// The contexts that could be read.
    pub fn readable(&self) -> impl Iterator<Item = &Context> {
        self.0.iter().filter_map(|(_, context)| context.as_ref().ok())
    }

    /// Does the same for each context, a few at a time, each in a thread of its own. Returns the results in the order of the
    /// contexts; an error says which context it is about.
    fn run_in_parallel<T: Send>(
        self,
        app: &App,
        work: impl Fn(&App, &Context) -> Result<T> + Sync,
    ) -> Vec<(String, Result<T>)> {
        let others = MAX_PARALLEL_TENANTS.min(self.0.len()).saturating_sub(1);
        let queue = Mutex::new(self.0.into_iter().enumerate());
        let work_through_queue = || {
            let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            let results = std::iter::from_fn(next).map(|(place, (name, context))| {
                let app = app.with_context_name(&name);
                let result = context.and_then(|context| work(&app, &context)).map_err(|error| error.in_context(&name));
                (place, (name, result))
            });
            results.collect::<Vec<_>>()
        };
        let mut results = thread::scope(|scope| {
            // This thread works too, so that the work is done even where the system gives no other.
            let spawn = |_| thread::Builder::new().spawn_scoped(scope, work_through_queue).ok();
            let threads: Vec<_> = (0..others).filter_map(spawn).collect();
            let own = work_through_queue();
            let joined = threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
            joined.flatten().chain(own).collect::<Vec<_>>()
        });
        results.sort_by_key(|(place, _)| *place);
        results.into_iter().map(|(_, result)| result).collect()
    }

    /// Prints one list of the rows of all contexts, each with its context as the first member, then the errors of the tenants
    /// that failed.
    ///
    /// # Errors
    /// Where stdout can't be written.
    pub fn print_rows(
        self,
        app: &App,
        printer: &Printer,
        columns: &Columns,
        work: impl Fn(&App, &Context) -> Result<TenantRows> + Sync,
    ) -> Result<Exit> {
        let results = self.run_in_parallel(app, |app, context| {
            let mut part = work(app, context)?;
            part.page.rows = part.page.rows.iter().map(|row| add_context(row, &context.name)).collect::<Result<_>>()?;
            Ok(part)
        });
        let (mut pages, mut exits, mut failures) = (Vec::new(), Vec::new(), Vec::new());
        for (name, result) in results {
            match result {
                Ok(part) => {
                    pages.push(Ok(part.page));
                    exits.push(part.exit);
                    failures.extend(part.failure.map(|error| error.in_context(&name)));
                }
                Err(error) => failures.push(error),
            }
        }
        printer.rows(columns, pages.into_iter())?;
        failures.iter().for_each(|error| app.print_error(error));
        Ok(combine_exits(&exits, !failures.is_empty()))
    }
}

/// Refuses what names one tenant or one credential: none of it may go to the tenants of the contexts.
fn refuse_single_tenant_flags(app: &App, flag: &str, mode: OutputMode) -> Result<()> {
    let for_one = |other: &str| {
        Err(Error::usage(format!(
            "{flag} and {other} exclude each other: each context has its own server and credential"
        )))
    };
    if flag == "--all-contexts" && app.globals.context.is_some() {
        return Err(Error::usage("--all-contexts and --context exclude each other"));
    }
    if app.globals.server.is_some() {
        return for_one("--server");
    }
    if let Some(header) = app.globals.parse_headers()?.iter().find(|header| is_credential_header(&header.name)) {
        return for_one(&format!("--headers {}", header.name));
    }
    if mode == OutputMode::Raw {
        return Err(Error::usage(format!(
            "{flag} and --raw exclude each other: --raw prints one answer of one tenant"
        )));
    }
    Ok(())
}

fn add_context(row: &Row, context: &str) -> Result<Row> {
    object::prepend_member(row, "context", context).map_err(|error| {
        Error::new(Exit::Unavailable, "the tenant's answer holds something else where an object belongs")
            .with_cause(error)
    })
}

/// How the program ends: with what is certain whatever the failed tenants would have had, else as partial, so that nobody
/// takes half of a list for the whole.
fn combine_exits(exits: &[Exit], has_failures: bool) -> Exit {
    if exits.contains(&Exit::Expired) {
        return Exit::Expired;
    }
    if has_failures {
        return Exit::Partial;
    }
    exits.iter().copied().find(|exit| *exit != Exit::Ok).unwrap_or(Exit::Ok)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_tenant_makes_the_exit_partial_unless_a_key_has_expired() {
        for (exits, failures, exit) in [
            (&[Exit::Ok, Exit::Ok][..], false, Exit::Ok),
            (&[Exit::Ok, Exit::Expiring], false, Exit::Expiring),
            (&[Exit::Expiring, Exit::Expired], false, Exit::Expired),
            (&[Exit::Ok], true, Exit::Partial),
            (&[Exit::Expiring], true, Exit::Partial),
            (&[Exit::Expired, Exit::Ok], true, Exit::Expired),
            (&[], true, Exit::Partial),
        ] {
            assert_eq!(combine_exits(exits, failures), exit, "{exits:?} {failures}");
        }
    }
}

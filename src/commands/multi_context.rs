//! Runs a command for several contexts, a few tenants in parallel, and prints one list of all rows. A tenant that
//! fails is reported; the rows of the other tenants are still printed.

use super::parallel::run_in_parallel;
use crate::app::{App, FetchProgress};
use crate::context::{Context, StoreKind, Target, is_credential_header};
use crate::error::{Error, Exit, Result};
use crate::flags::{AllContextsFlag, GlobalFlags};
use crate::object;
use crate::output::{Columns, OutputMode, Printer};
use crate::page::Page;
use crate::row::Row;

/// The flags that select several contexts, as the source of a context in traces and hints.
pub const CONTEXT_SOURCE: &str = "--context or --all-contexts";

/// The selected contexts, in the order of the profile. A context that can't be read counts as a failed tenant.
pub struct SelectedContexts(Vec<(String, Result<Context>)>);

/// The rows of one tenant, and the exit code as if it were the only tenant.
pub struct TenantRows {
    /// The rows.
    pub page: Page,
    /// The exit code.
    pub exit: Exit,
    /// An error that occurred although there are rows.
    pub failure: Option<Error>,
}

impl From<Page> for TenantRows {
    fn from(page: Page) -> Self {
        Self { page, exit: Exit::Ok, failure: None }
    }
}

/// The names in `--context` if it lists several. A name can't contain a comma.
fn context_names(globals: &GlobalFlags) -> Option<Vec<&str>> {
    globals.context.as_deref().filter(|names| names.contains(',')).map(|names| names.split(',').collect())
}

/// Whether the command line selects several contexts.
pub fn has_several_contexts(globals: &GlobalFlags, all: &AllContextsFlag) -> bool {
    all.all_contexts || context_names(globals).is_some()
}

/// Refuses several contexts for a command that accepts only one.
///
/// # Errors
/// Exit code 2 if `--context` lists several names.
pub fn refuse_several_contexts(globals: &GlobalFlags) -> Result<()> {
    match context_names(globals) {
        None => Ok(()),
        Some(names) => Err(Error::usage(format!(
            "--context names {} contexts, but this command accepts one; ls, expiring, review, rotate, context check and \
             config get, diff and apply accept several",
            names.len()
        ))),
    }
}

/// Refuses a tenant ID for a run with several contexts.
///
/// # Errors
/// Exit code 2 if there is an ID.
pub fn refuse_tenant_id(id: Option<&str>) -> Result<()> {
    match id {
        None => Ok(()),
        Some(_) => Err(Error::usage("TENANT-ID cannot be used with several contexts")),
    }
}

/// The target of a request to one of the selected contexts.
pub fn context_target(context: &Context) -> Target<'static> {
    Target::Context { context: context.clone(), source: CONTEXT_SOURCE.to_owned() }
}

impl SelectedContexts {
    /// The contexts that the command line selects, or `None` if it selects a single tenant.
    ///
    /// # Errors
    /// Fails for flags that apply to a single tenant, for a name that is not in the profile, and if the profile has
    /// no contexts.
    pub fn from_flags(app: &App, all: &AllContextsFlag, mode: OutputMode) -> Result<Option<Self>> {
        if !has_several_contexts(app.globals, all) {
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
            let message = format!("--all-contexts: there are no contexts in {}", profile.path().display());
            return Err(Error::new(Exit::Auth, message).with_hint("qlik-api-key context init"));
        }
        Ok(Some(Self(selected.into_iter().map(|name| (name.clone(), profile.context(&name))).collect())))
    }

    /// Counts the rows that the contexts list. Shows nothing if a context gets its secret from a command, which may prompt
    /// while the tenants of other contexts respond.
    pub fn fetch_progress(&self, app: &App, noun: &'static str) -> FetchProgress {
        let may_prompt = self.readable().any(|context| matches!(context.store, StoreKind::Command(_)));
        app.fetch_progress_if(!may_prompt, noun)
    }

    /// The contexts that could be read from the profile.
    pub fn readable(&self) -> impl Iterator<Item = &Context> {
        self.0.iter().filter_map(|(_, context)| context.as_ref().ok())
    }

    /// The selected contexts with their names.
    pub fn into_contexts(self) -> Vec<(String, Result<Context>)> {
        self.0
    }

    /// Prints one list of the rows of all contexts, each with its context as the first field, then the errors of the
    /// tenants that failed.
    ///
    /// # Errors
    /// Fails if stdout can't be written.
    pub fn print_rows(
        self,
        app: &App,
        printer: &Printer,
        columns: &Columns,
        work: impl Fn(&App, &Context) -> Result<TenantRows> + Sync,
    ) -> Result<Exit> {
        let selected = self.0.len();
        let work_and_add_context = |app: &App, context: &Context| {
            let mut tenant = work(app, context)?;
            tenant.page.rows =
                tenant.page.rows.iter().map(|row| add_context(row, &context.name)).collect::<Result<_>>()?;
            Ok(tenant)
        };
        let results = run_in_parallel(self.0, |(name, context)| {
            let app = app.with_context_name(&name);
            let result = context.and_then(|context| work_and_add_context(&app, &context));
            let result = result.map_err(|error| error.in_context(&name));
            (name, result)
        });
        let (mut pages, mut exits, mut failures) = (Vec::new(), Vec::new(), Vec::new());
        for (name, result) in results {
            match result {
                Ok(tenant) => {
                    pages.push(Ok(tenant.page));
                    exits.push(tenant.exit);
                    failures.extend(tenant.failure.map(|error| error.in_context(&name)));
                }
                Err(error) => failures.push(error),
            }
        }
        let columns = columns.clone().in_contexts(pages.len(), selected);
        printer.rows(&columns, pages.into_iter())?;
        failures.iter().for_each(|error| app.print_error(error));
        Ok(combine_exits(&exits, !failures.is_empty()))
    }
}

/// Refuses flags that name one server or one credential: a credential must not be sent to the tenants of the
/// contexts.
fn refuse_single_tenant_flags(app: &App, flag: &str, mode: OutputMode) -> Result<()> {
    let conflict_error = |other: &str| {
        Err(Error::usage(format!("{flag} cannot be used with {other}: each context has its own server and credential")))
    };
    if flag == "--all-contexts" && app.globals.context.is_some() {
        return Err(Error::usage("--all-contexts cannot be used with --context"));
    }
    if app.globals.server.is_some() {
        return conflict_error("--server");
    }
    if let Some(header) = app.globals.parse_headers()?.iter().find(|header| is_credential_header(&header.name)) {
        return conflict_error(&format!("--headers {}", header.name));
    }
    if mode == OutputMode::Raw {
        return Err(Error::usage(format!(
            "{flag} cannot be used with --raw: --raw prints one response from one tenant"
        )));
    }
    Ok(())
}

fn add_context(row: &Row, context: &str) -> Result<Row> {
    object::prepend_member(row, "context", context).map_err(|error| {
        Error::new(Exit::Unavailable, "the tenant's response has a list item that is not a JSON object")
            .with_cause(error)
    })
}

/// The exit code of the run: `Expired` if any tenant has expired keys, else `Partial` if any tenant failed, so that a
/// script doesn't mistake an incomplete list for a complete one.
fn combine_exits(exits: &[Exit], has_failures: bool) -> Exit {
    if exits.contains(&Exit::CriticalFindings) {
        return Exit::CriticalFindings;
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
            (&[Exit::Ok, Exit::Findings], false, Exit::Findings),
            (&[Exit::Findings, Exit::CriticalFindings], false, Exit::CriticalFindings),
            (&[Exit::Ok], true, Exit::Partial),
            (&[Exit::Findings], true, Exit::Partial),
            (&[Exit::CriticalFindings, Exit::Ok], true, Exit::CriticalFindings),
            (&[], true, Exit::Partial),
        ] {
            assert_eq!(combine_exits(exits, failures), exit, "{exits:?} {failures}");
        }
    }
}

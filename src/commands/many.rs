//! Several tenants in one run: which contexts are asked for, a few of them at a time, and one list of what all have to
//! show. A tenant that fails is told of and hides none of the others.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::{App, view};
use crate::args::{AllContexts, Globals};
use crate::context::{Context, Profile, is_credential};
use crate::error::{Error, Exit, Result};
use crate::object;
use crate::output::format::View;
use crate::output::{Columns, Outcome};
use crate::page::Page;
use crate::row::Row;

/// How many tenants are talked to at the same time.
const AT_ONCE: usize = 8;

/// What names a context to its session.
pub const SOURCE: &str = "one of several";

/// Several contexts, in the order of the profile. One that can't be read is a tenant that fails.
pub struct Contexts(Vec<(String, Result<Context>)>);

/// What one tenant has to show, and how the program would end if it were the only one.
pub struct Part {
    /// Its rows.
    pub page: Page,
    /// Its exit code.
    pub exit: Exit,
    /// What went wrong although there is something to show.
    pub failure: Option<Error>,
}

impl From<Page> for Part {
    fn from(page: Page) -> Self {
        Self { page, exit: Exit::Ok, failure: None }
    }
}

/// The names of `--context`, where it has several: a name can't hold a comma.
fn list(globals: &Globals) -> Option<Vec<&str>> {
    globals.context.as_deref().filter(|names| names.contains(',')).map(|names| names.split(',').collect())
}

/// Whether the command line asks for several contexts.
pub fn is_asked(globals: &Globals, all: &AllContexts) -> bool {
    all.all_contexts || list(globals).is_some()
}

/// Refuses several contexts where a command is for one.
///
/// # Errors
/// A usage error that names the flag.
pub fn refuse(globals: &Globals) -> Result<()> {
    match list(globals) {
        None => Ok(()),
        Some(names) => Err(Error::usage(format!(
            "--context names {} contexts, and this command is for one: several go with ls, expiring, config get, diff and apply, and context check",
            names.len()
        ))),
    }
}

/// Refuses a tenant's ID where several tenants are asked for.
///
/// # Errors
/// A usage error.
pub fn refuse_tenant_id(id: Option<&str>) -> Result<()> {
    match id {
        None => Ok(()),
        Some(_) => Err(Error::usage("a TENANT-ID is of one tenant, and several contexts are asked for")),
    }
}

impl Contexts {
    /// The contexts that the command line asks for; `None` where it is for one tenant.
    ///
    /// # Errors
    /// Flags that are for one tenant alone, a name that the profile doesn't have, a profile without contexts.
    pub fn asked(app: &App, all: &AllContexts) -> Result<Option<Self>> {
        if !is_asked(app.globals, all) {
            return Ok(None);
        }
        refuse_flags_for_one(app, if all.all_contexts { "--all-contexts" } else { "--context" })?;
        let profile = Profile::read(&app.profile_path()?)?;
        let mut names = profile.names();
        if let Some(list) = list(app.globals) {
            if let Some(unknown) = list.iter().find(|name| !profile.contains(name)) {
                profile.context(unknown)?;
            }
            names.retain(|name| list.contains(&name.as_str()));
        }
        if names.is_empty() {
            let what = format!("--all-contexts: there is no context in {}", profile.path().display());
            return Err(Error::new(Exit::Auth, what).hint("qlik-api-key context init"));
        }
        Ok(Some(Self(names.into_iter().map(|name| (name.clone(), profile.context(&name))).collect())))
    }

    /// The contexts that could be read.
    pub fn known(&self) -> impl Iterator<Item = &Context> {
        self.0.iter().filter_map(|(_, context)| context.as_ref().ok())
    }

    /// Does the same for each context, a few at a time, each in a thread that opens its own session. Gives back what came
    /// of it in the order of the contexts; an error says which it is about.
    pub fn each<T: Send>(
        self,
        app: &App,
        work: impl Fn(&App, &Context) -> Result<T> + Sync,
    ) -> Vec<(String, Result<T>)> {
        let others = AT_ONCE.min(self.0.len()).saturating_sub(1);
        let queue = Mutex::new(self.0.into_iter().enumerate());
        let done_by_one = || {
            let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            let jobs = std::iter::from_fn(next).map(|(place, (name, context))| {
                let app = App { among: Some(&name), ..*app };
                let done = context.and_then(|context| work(&app, &context)).map_err(|error| error.of_context(&name));
                (place, (name, done))
            });
            jobs.collect::<Vec<_>>()
        };
        let mut done = thread::scope(|scope| {
            // This thread is one of them, so that the work is done even where there can be no other.
            let begin = |_| thread::Builder::new().spawn_scoped(scope, done_by_one).ok();
            let threads: Vec<_> = (0..others).filter_map(begin).collect();
            let own = done_by_one();
            let joined = threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
            joined.flatten().chain(own).collect::<Vec<_>>()
        });
        done.sort_by_key(|(place, _)| *place);
        done.into_iter().map(|(_, done)| done).collect()
    }

    /// One list of what all contexts have to show, each row with its context as the first member. After it the tenants
    /// that failed are told of.
    pub fn rows(self, app: &App, columns: Columns, part: impl Fn(&App, &Context) -> Result<Part> + Sync) -> Outcome {
        let (mut pages, mut exits, mut failures) = (Vec::new(), Vec::new(), Vec::new());
        let done = self.each(app, |app, context| {
            let mut part = part(app, context)?;
            part.page.rows = part.page.rows.iter().map(|row| labelled(row, &context.name)).collect::<Result<_>>()?;
            Ok(part)
        });
        for (name, result) in done {
            match result {
                Ok(part) => {
                    pages.push(Ok(part.page));
                    exits.push(part.exit);
                    failures.extend(part.failure.map(|error| error.of_context(&name)));
                }
                Err(error) => failures.push(error),
            }
        }
        let exit = worst(&exits, !failures.is_empty());
        let (json, terminal) = (view::wants_json(app.globals), *app.terminal);
        Outcome::Judged {
            shown: Box::new(Outcome::Rows { pages: Box::new(pages.into_iter()), columns }),
            verdict: Box::new(move || {
                failures.iter().for_each(|error| view::tell(error, json, &terminal));
                Ok(exit)
            }),
        }
    }
}

/// Refuses what names one tenant or one credential: nothing of it may go to the tenants of the contexts.
fn refuse_flags_for_one(app: &App, flag: &str) -> Result<()> {
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
    if let Some(header) = app.headers()?.iter().find(|header| is_credential(&header.name)) {
        return for_one(&format!("--headers {}", header.name));
    }
    if app.view == View::Raw {
        return Err(Error::usage(format!(
            "{flag} and --raw exclude each other: --raw prints one answer of one tenant"
        )));
    }
    Ok(())
}

fn labelled(row: &Row, context: &str) -> Result<Row> {
    object::with_first(row, "context", context).map_err(|error| {
        Error::new(Exit::Unavailable, "the tenant's answer holds something else where an object belongs")
            .caused_by(error)
    })
}

/// How the program ends: with what is certain whatever the tenants that failed would have shown, else as partial, so that
/// nobody takes half of an answer for the whole.
fn worst(exits: &[Exit], has_failures: bool) -> Exit {
    match () {
        () if exits.contains(&Exit::Expired) => Exit::Expired,
        () if has_failures => Exit::Partial,
        () => exits.iter().copied().find(|exit| *exit != Exit::Ok).unwrap_or(Exit::Ok),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_an_answer_is_never_taken_for_the_whole() {
        for (exits, failures, exit) in [
            (&[Exit::Ok, Exit::Ok][..], false, Exit::Ok),
            (&[Exit::Ok, Exit::Expiring], false, Exit::Expiring),
            (&[Exit::Expiring, Exit::Expired], false, Exit::Expired),
            (&[Exit::Ok], true, Exit::Partial),
            (&[Exit::Expiring], true, Exit::Partial),
            (&[Exit::Expired, Exit::Ok], true, Exit::Expired),
            (&[], true, Exit::Partial),
        ] {
            assert_eq!(worst(exits, failures), exit, "{exits:?} {failures}");
        }
    }
}

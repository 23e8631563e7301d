//! `rotate [ID]`: a new key in the place of an old one, so that at no moment there is no working key, and never a live
//! key that nobody knows of. Each step is written down before it is taken, and what an interrupted run leaves is finished
//! or undone by the next.
//!
//! | file | owns |
//! |---|---|
//! | `plan` | the look ahead: which key, how long, is there room |
//! | `journal` | what is written down |
//! | `renew`, `steps` | the rotation itself, step by step |
//! | `settle` | what becomes of an interrupted one, and of old keys whose time has come |

mod journal;
mod plan;
mod renew;
mod settle;
mod steps;

use super::App;
use super::destination::Destination;
use super::session::Session;
use crate::args;
use crate::context::{Auth, StoreKind, Target};
use crate::error::{Error, Result};
use crate::output::columns::ROTATION;
use crate::output::{Columns, Outcome};
use journal::{Fate, Journal};
use plan::{Look, Plan};

pub fn run(app: &App, args: args::Rotate) -> Result<Outcome> {
    let choosing = if args.resume || args.finish { None } else { Some(destination(app, &args)?) };
    let target = app.resolve_target()?;
    if !args.dry_run {
        app.permit(&target, "rotate an API key", args.yes)?;
    }
    // Before the secret is read: another rotation may be replacing it.
    let mut journal = Journal::take(target.server())?;
    let mut session = Session::open_without_reminder(app)?;
    let Some((destination, by_default)) = choosing else {
        return settle::only(app, &session, &mut journal);
    };
    if !args.dry_run && settle::before_another(app, &session, &mut journal)? > 0 {
        session = Session::open_without_reminder(app)?;
    }
    let plan = match Plan::make(app, &session, &args, by_default)? {
        Look::Renew(plan) => *plan,
        Look::NotYet(told) => return Ok(Outcome::Done(told)),
    };
    if args.dry_run {
        let json = super::view::shown(&plan.shown(&destination.name()))?;
        return Ok(Outcome::Object { json, date: Some(plan.now), columns: Columns::new(ROTATION, Vec::new(), true) });
    }
    renew::run(app, session, journal, plan, destination, args)
}

/// Where the new token goes, and what becomes of the old key unless told otherwise: only where the new token is put
/// in the place of the old one does nobody need that any more.
fn destination(app: &App, args: &args::Rotate) -> Result<(Destination, Fate)> {
    if args.id.is_some() || !args.destination.is_default() {
        return Ok((Destination::ready(app, &args.destination)?, Fate::Keep));
    }
    let refuse = |what: String| {
        Err(Error::usage(what)
            .hint("name where the new token goes: --save-to NAME, --token-file PATH, --token-only or --exec CMD"))
    };
    match app.resolve_target()? {
        Target::Direct { credential, .. } => {
            refuse(format!("the key you sign in with is from {}, where a new one can't be put", credential.source))
        }
        Target::Context { context, .. } => match (&context.auth, &context.store) {
            (Auth::OAuth, _) => {
                Err(Error::usage(format!("context \"{}\" signs in by OAuth, not with an API key", context.name))
                    .hint("name the key: qlik-api-key rotate ID, and where its new token goes"))
            }
            (_, StoreKind::Env(name)) => {
                refuse(format!("context \"{}\" takes its key from {name}, where a new one can't be put", context.name))
            }
            (_, StoreKind::Command(_)) => refuse(format!(
                "context \"{}\" takes its key from a command, which can't be given a new one",
                context.name
            )),
            _ => Ok((Destination::own(app, context)?, Fate::Remove)),
        },
    }
}

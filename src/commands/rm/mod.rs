//! `rm`: deletes API keys, or revokes other users'. One ID is removed as it is; of many, each has a row.

mod batch;
mod ids;
mod many;
mod removal;

use super::session::Session;
use super::{App, view};
use crate::api::api_keys::{self, ApiKey};
use crate::args;
use crate::error::{Error, Exit, Result};
use crate::output::Outcome;

pub fn run(app: &App, args: &args::Rm) -> Result<Outcome> {
    match args.one() {
        Some(id) if args.dry_run => many::plan(app, id, args.yes),
        Some(id) => one(app, id, args.yes),
        None => many::run(app, args),
    }
}

fn one(app: &App, id: &str, yes: bool) -> Result<Outcome> {
    // On a terminal the question below is asked instead: it says what the key is for.
    let session = Session::to_change(app, &format!("remove API key {id}"), yes || app.terminal.can_ask())?;
    if !yes {
        // The key that one signs in with is the branch one sits on.
        if session.claims.jti.as_deref() == Some(id) {
            return Err(own(id).hint(format!("qlik-api-key rm {id} --yes")));
        }
        if app.terminal.can_ask() {
            ask(app, &session, id)?;
        }
    }
    let response = api_keys::remove(&session.client, id)?;
    session.forget_keys(&[id]);
    Ok(view::done(app, response, format!("removed API key {id}")))
}

fn own(id: &str) -> Error {
    Error::usage(format!("API key {id} is the one that you sign in with: removing it needs --yes"))
}

fn ask(app: &App, session: &Session, id: &str) -> Result<()> {
    let key: ApiKey = api_keys::get(&session.client, id)?.object()?;
    let question =
        format!("Remove API key \"{}\" ({id}) of {}?", key.description.replace('\n', " "), session.server.host());
    confirm(app, session, &question)
}

fn confirm(app: &App, session: &Session, question: &str) -> Result<()> {
    if app.confirm(session, question)? { Ok(()) } else { Err(Error::new(Exit::Error, "nothing was removed")) }
}

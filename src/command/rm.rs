//! `rm ID`: deletes an API key, or revokes another user's.

use super::session::Session;
use super::{App, view};
use crate::args;
use crate::error::{Error, Exit, Result};
use crate::render::Outcome;
use crate::resource::api_key::{self, ApiKey};

pub fn run(app: &App, args: args::Rm) -> Result<Outcome> {
    // On a terminal the question below is asked instead: it says what the key is for.
    let yes = args.yes || app.terminal.can_ask();
    let session = Session::to_change(app, &format!("remove API key {}", args.id), yes)?;
    if !args.yes {
        refuse_own(&session, &args.id)?;
        if app.terminal.can_ask() {
            ask(app, &session, &args.id)?;
        }
    }
    let response = api_key::remove(&session.client, &args.id)?;
    session.forget_keys(&[&args.id]);
    Ok(view::done(app, response, format!("removed API key {}", args.id)))
}

/// The key that one signs in with is the branch one sits on.
fn refuse_own(session: &Session, id: &str) -> Result<()> {
    if session.claims.jti.as_deref() != Some(id) {
        return Ok(());
    }
    Err(Error::usage(format!("API key {id} is the one that you sign in with: removing it needs --yes"))
        .hint(format!("qlik-api-key rm {id} --yes")))
}

fn ask(app: &App, session: &Session, id: &str) -> Result<()> {
    let key: ApiKey = api_key::get(&session.client, id)?.object()?;
    let question =
        format!("Remove API key \"{}\" ({id}) of {}?", key.description.replace('\n', " "), session.server.host());
    if app.confirm(session, &question)? { Ok(()) } else { Err(Error::new(Exit::Error, "nothing was removed")) }
}

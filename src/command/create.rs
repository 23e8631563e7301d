//! `create`: a new API key, whose token the answer alone ever holds. Nothing of it is lost on the way.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

use super::App;
use super::body::Body;
use super::session::Session;
use super::specimen;
use crate::args;
use crate::columns::API_KEY;
use crate::error::{Error, Exit, Result};
use crate::format::View;
use crate::render::{Columns, Outcome};
use crate::resource::api_key::{self, ApiKey, NewApiKey};
use crate::resource::identity;
use crate::secret::Secret;
use crate::terminal::Terminal;

/// How far the clocks of a tenant's machines may be apart.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(2);

pub fn run(app: &App, args: args::Create) -> Result<Outcome> {
    let columns = Columns::new(API_KEY, args.columns.columns.clone(), !args.columns.no_header);
    let key = new_key(args)?;
    if app.view != View::Ids && app.terminal.stdout_is_null() {
        return Err(Error::usage("stdout leads nowhere (/dev/null), so the token would be lost")
            .hint("send stdout somewhere, or say with -q that the token isn't needed"));
    }
    if let Some(filter) = app.filter {
        specimen::check(filter, &key)?;
    }
    let session = Session::open(app)?;
    wait_on_interrupt(*app.terminal);
    let begun = Instant::now();
    let (id, response) = api_key::create(&session.client, &key).map_err(|error| match error.exit() {
        Exit::UnknownOutcome => with_candidates(&session, &key, begun, error),
        _ => error,
    })?;
    if app.view == View::Ids {
        app.terminal
            .warn(&format!("the token of API key {id} was not shown and can't be had again; without -q it is printed"));
    }
    let answer = Secret::new(String::from_utf8_lossy(&response.body).into_owned());
    let shown = match app.view {
        View::Raw => Outcome::Raw(response.body),
        _ => Outcome::Object { json: response.raw_object()?, date: response.date, columns: columns.with_token() },
    };
    Ok(Outcome::Minted { id, answer, shown: Box::new(shown) })
}

/// The body: the file's fields, overridden by the flags'.
fn new_key(args: args::Create) -> Result<NewApiKey> {
    let body = args.file.as_ref().map(Body::read).transpose()?;
    let file: NewApiKey = body.as_ref().map(Body::object).transpose()?.unwrap_or_default();
    let key = NewApiKey {
        description: args.description.or(file.description),
        expiry: args.expiry.or(file.expiry),
        sub: args.sub.or(file.sub),
        sub_type: args.sub_type.or(file.sub_type),
    };
    match (key.check(), body) {
        (Ok(()), _) => Ok(key),
        // The flags' own values were checked as they were read, so what is wrong is the file's.
        (Err(what), Some(body)) => Err(body.wrong(&what)),
        (Err(_), None) => Err(Error::usage("a description is needed: --description TEXT, or a file with one")
            .hint("qlik-api-key create --description \"what the key is for\"")),
    }
}

/// From here on Ctrl-C waits for the answer: without it a key would be there whose token nobody has. A second one stops.
fn wait_on_interrupt(terminal: Terminal) {
    let pressed = AtomicBool::new(false);
    // A handler that is there already does the same: this is not the first create of the process.
    let _ = ctrlc::set_handler(move || {
        if pressed.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(Exit::Interrupted.code()));
        }
        terminal.say("waiting for the answer, so that no key is lost; Ctrl-C again stops");
    });
}

/// Looks for the key that an unanswered create may have made, and says how to remove it.
fn with_candidates(session: &Session, key: &NewApiKey, begun: Instant, error: Error) -> Error {
    match candidates(session, key, begun) {
        Ok(ids) if ids.is_empty() => {
            error.hint("no such key is there now; look again: qlik-api-key ls --sort -created --limit 5")
        }
        Ok(ids) => {
            let removals: Vec<_> = ids.iter().map(|id| format!("qlik-api-key rm {id}")).collect();
            error.hint(format!("this removes what may be that key, before you create another: {}", removals.join("; ")))
        }
        // The error's own hint says how to look for it.
        Err(_) => error,
    }
}

/// The keys of the same creator and description that are as new as the request, by the tenant's own clock.
fn candidates(session: &Session, key: &NewApiKey, begun: Instant) -> Result<Vec<String>> {
    let client = session.client.once();
    let creator = match &session.claims.sub {
        Some(id) => id.clone(),
        None => identity::me(&client)?.0.id,
    };
    let (rows, date) = api_key::newest(&client, creator)?;
    let since =
        date.unwrap_or_else(Timestamp::now) - SignedDuration::try_from(begun.elapsed()).unwrap_or_default() - TOLERANCE;
    // A time that can't be read rules nothing out.
    let is_new = |row: &ApiKey| row.created.is_none_or(|created| created >= since);
    let same = rows.into_iter().filter(|row| Some(&row.description) == key.description.as_ref() && is_new(row));
    Ok(same.map(|row| row.id).collect())
}

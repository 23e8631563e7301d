//! `create`: a new API key, whose token the answer alone ever holds. Nothing of it is lost on the way.

use super::App;
use super::body::Body;
use super::destination::Destination;
use super::mint::{self, Before};
use super::rescue::rescue;
use super::session::Session;
use super::specimen;
use crate::api::api_keys::{self, Minted, NewApiKey};
use crate::args;
use crate::error::{Error, Result};
use crate::object;
use crate::output::columns::{API_KEY, TOKEN};
use crate::output::format::View;
use crate::output::{Columns, Outcome};
use crate::secret::Secret;

pub fn run(app: &App, args: args::Create) -> Result<Outcome> {
    let columns = Columns::new(API_KEY, args.columns.columns.clone(), !args.columns.no_header);
    let (choice, yes) = (args.destination.clone(), args.yes);
    let key = new_key(args)?;
    let destination = Destination::ready(app, &choice)?;
    specimen::check(app, &destination, &key)?;
    let session = Session::to_change(app, "create an API key", yes)?;
    let before = Before::look(&session)?;
    app.wait_on_interrupt("waiting for the answer, so that no key is lost; Ctrl-C again stops");
    let minted = mint::create(&session, &before, &key)?;
    if destination.is_stdout() {
        destination.mask(app, &minted.token)?;
        return on_stdout(app, &destination, minted, columns);
    }
    let name = destination.name();
    let runs_a_command = matches!(destination, Destination::Command(_));
    match destination.hand_over(app, &minted.token) {
        Ok(()) => {
            app.notice(&format!("created API key {}; its token went to {name}", minted.id));
            without_token(&minted, columns)
        }
        Err(error) if runs_a_command && !choice.keep_on_failure => Err(undone(&session, &minted.id, error)),
        Err(error) => {
            let lost = format!("could not be handed over to {name}");
            Err(rescue(&minted.id, &answer(&minted), &lost, error.into_cause()))
        }
    }
}

/// The new key with its token, or the token alone.
pub fn on_stdout(app: &App, destination: &Destination, minted: Minted, columns: Columns) -> Result<Outcome> {
    let id = minted.id.clone();
    let answer = answer(&minted);
    let shown = match (destination, app.view) {
        (Destination::Token, _) => Outcome::Text(format!("{}\n", minted.token.expose())),
        (_, View::Raw) => Outcome::Raw(minted.response.body),
        (_, view) => {
            if view == View::Ids {
                let lost = "was not shown and can't be had again; without -q it is printed";
                app.terminal.warn(&format!("the token of API key {id} {lost}"));
            }
            let (json, date) = (minted.response.raw_object()?, minted.response.date);
            Outcome::Object { json, date, columns: columns.with_token() }
        }
    };
    Ok(Outcome::Minted { id, answer, shown: Box::new(shown) })
}

/// The new key, for stdout, whose token is elsewhere.
pub fn without_token(minted: &Minted, columns: Columns) -> Result<Outcome> {
    let json = minted.response.raw_object()?;
    let json = object::without(json, TOKEN.field).map_err(|error| minted.response.unusable(error))?;
    Ok(Outcome::Object { json, date: minted.response.date, columns })
}

/// Removes a key whose token nobody got, and says so.
pub fn undone(session: &Session, id: &str, error: Error) -> Error {
    match api_keys::remove(&session.client, id) {
        Ok(_) => {
            session.forget_keys(&[id]);
            error.but(&format!("the new API key {id} was removed again"))
        }
        Err(removal) => error
            .but(&format!("the new API key {id} could not be removed again ({}), and is of no use", removal.what()))
            .hint(format!("qlik-api-key rm {id}")),
    }
}

/// The whole answer to a create.
pub fn answer(minted: &Minted) -> Secret {
    Secret::new(String::from_utf8_lossy(&minted.response.body).into_owned())
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

//! `create`: a new API key, whose token the answer alone ever holds.

use super::App;
use super::body::Body;
use super::session::Session;
use crate::args;
use crate::columns::API_KEY;
use crate::error::{Error, Result};
use crate::format::View;
use crate::render::{Columns, Outcome};
use crate::resource::api_key::{self, NewApiKey};

pub fn run(app: &App, args: args::Create) -> Result<Outcome> {
    let columns = Columns::new(API_KEY, args.columns.columns.clone(), !args.columns.no_header);
    let key = new_key(args)?;
    let session = Session::open(app)?;
    let (id, response) = api_key::create(&session.client, &key)?;
    if app.view == View::Ids {
        app.terminal
            .warn(&format!("the token of API key {id} was not shown and can't be had again; without -q it is printed"));
    }
    let shown = match app.view {
        View::Raw => Outcome::Raw(response.body),
        _ => Outcome::Object { json: response.parse()?, date: response.date, columns: columns.with_token() },
    };
    Ok(Outcome::Minted { id, shown: Box::new(shown) })
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

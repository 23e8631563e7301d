//! `context check [NAME]`: does it sign in, and as whom?

use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::api::users;
use crate::args::ContextCheck;
use crate::commands::App;
use crate::commands::many::{self, Contexts};
use crate::commands::session::Session;
use crate::commands::view::shown;
use crate::context::{Auth, Context, Profile};
use crate::error::{Error, Result};
use crate::output::columns::SIGN_IN;
use crate::output::{Columns, Outcome};
use crate::page::Page;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Checked {
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<String>,
    server: String,
    tenant_id: String,
    user_id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiry: Option<String>,
}

pub fn run(app: &App, args: ContextCheck) -> Result<Outcome> {
    let columns = Columns::new(SIGN_IN, Vec::new(), true);
    if let Some(contexts) = Contexts::asked(app, &args.tenants)? {
        if args.name.is_some() {
            return Err(Error::usage("a NAME is of one context, and several are asked for"));
        }
        return Ok(contexts.rows(app, columns, |app, context| {
            let (json, date) = checked(&anew(app, context, many::SOURCE)?, Some(context.name.clone()))?;
            Ok(Page::of([json], date).into())
        }));
    }
    let session = match &args.name {
        Some(name) => anew(app, &Profile::read(&app.profile_path()?)?.context(name)?, "named")?,
        None => Session::open_without_reminder(app)?,
    };
    let (json, date) = checked(&session, args.name)?;
    Ok(Outcome::Object { json, date, columns })
}

/// Signs in with a context: by its secret itself, not by a token that was got with it some time ago.
fn anew(app: &App, context: &Context, source: &str) -> Result<Session> {
    if context.auth == Auth::OAuth {
        app.stores()?.remove_access_token(context)?;
    }
    Session::of_context(app, context, source)
}

fn checked(session: &Session, context: Option<String>) -> Result<(Box<RawValue>, Option<Timestamp>)> {
    let (me, date) = users::me(&session.client)?;
    let claims = &session.claims;
    let expiry = claims.exp.and_then(|seconds| Timestamp::from_second(seconds).ok());
    let checked = Checked {
        context,
        server: session.server.to_string(),
        tenant_id: me.tenant_id,
        user_id: me.id,
        name: me.name,
        key_id: claims.jti.clone(),
        expiry: expiry.map(|time| time.to_string()),
    };
    Ok((shown(&checked)?, date))
}

//! `context check [NAME]`: does it sign in, and as whom?

use jiff::Timestamp;
use serde::Serialize;

use crate::args::ContextCheck;
use crate::columns::API_KEY;
use crate::command::App;
use crate::command::session::Session;
use crate::command::view::shown;
use crate::context::{Auth, Profile};
use crate::error::Result;
use crate::render::{Columns, Outcome};
use crate::resource::identity;

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
    let (context, session) = match args.name {
        Some(name) => {
            let context = Profile::read(&app.profile_path()?)?.context(&name)?;
            if context.auth == Auth::OAuth {
                // The client's secret is to be checked, not a token that was got with it some time ago.
                app.stores()?.forget_token(&context)?;
            }
            let session = Session::of_context(app, &context, "named")?;
            (Some(name), session)
        }
        None => (None, Session::open(app)?),
    };
    let (me, date) = identity::me(&session.client)?;
    let expiry = session.claims.exp.and_then(|seconds| Timestamp::from_second(seconds).ok());
    let checked = Checked {
        context,
        server: session.server.to_string(),
        tenant_id: me.tenant_id,
        user_id: me.id,
        name: me.name,
        key_id: session.claims.jti,
        expiry: expiry.map(|time| time.to_string()),
    };
    Ok(Outcome::Object { json: shown(&checked)?, date, columns: Columns::new(API_KEY, Vec::new(), true) })
}

//! `context check [NAME]`: signs in and prints the user, the tenant and the key's expiry.

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::api::users;
use crate::app::{App, Session};
use crate::commands::Run;
use crate::commands::multi_context::{self, SelectedContexts};
use crate::context::{Auth, Context};
use crate::error::{Error, Exit, Result};
use crate::flags::{AllContextsFlag, CompletedValue};
use crate::object::to_raw_json;
use crate::output::columns::CONTEXT_CHECK;
use crate::output::{Columns, OutputKind};
use crate::page::Page;

/// `context check`
#[derive(Args, Debug)]
pub struct Check {
    /// The context [default: the one in use]
    #[arg(value_name = "NAME", add = CompletedValue::Context)]
    name: Option<String>,

    /// `--all-contexts`.
    #[command(flatten)]
    all_contexts: AllContextsFlag,
}

/// The user that the credential signs in, and what its claims say about the API key.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Identity {
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

impl Run for Check {
    /// Requests the current user (`GET /api/v1/users/me`) and prints the identity: one object, or one row for each of
    /// several contexts.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::LocalRows)?;
        let columns = Columns::new(CONTEXT_CHECK);
        if let Some(contexts) = SelectedContexts::from_flags(app, &self.all_contexts, printer.mode())? {
            if self.name.is_some() {
                return Err(Error::usage("NAME can't be used with several contexts"));
            }
            return contexts.print_rows(app, &printer, &columns, |app, context| {
                let session = sign_in_without_cached_token(app, context, multi_context::CONTEXT_SOURCE)?;
                let (json, date) = identify(&session, Some(context.name.clone()))?;
                Ok(Page::from_objects([json], date).into())
            });
        }
        let session = match &self.name {
            Some(name) => sign_in_without_cached_token(app, &app.profile()?.context(name)?, "named")?,
            None => Session::new(app, &app.resolve_target()?)?,
        };
        let (json, date) = identify(&session, self.name)?;
        printer.object(&columns, json, date)?;
        Ok(Exit::Ok)
    }
}

/// Signs in with the secret of a context, so that a stored access token does not hide an invalid OAuth client.
fn sign_in_without_cached_token(app: &App, context: &Context, source: &str) -> Result<Session> {
    if context.auth == Auth::OAuth {
        app.stores()?.remove_access_token(context)?;
    }
    Session::from_context(app, context, source)
}

/// Requests the current user. Returns the [`Identity`] as JSON, and the `Date` of the response.
fn identify(session: &Session, context: Option<String>) -> Result<(Box<RawValue>, Option<Timestamp>)> {
    let (me, date) = users::get_current_user(&session.client)?;
    let claims = &session.claims;
    let expiry = claims.exp.and_then(|seconds| Timestamp::from_second(seconds).ok());
    let identity = Identity {
        context,
        server: session.server.to_string(),
        tenant_id: me.tenant_id,
        user_id: me.id,
        name: me.name,
        key_id: claims.jti.clone(),
        expiry: expiry.map(|time| time.to_string()),
    };
    Ok((to_raw_json(&identity)?, date))
}

//! `context check [NAME]`: signs in and prints the user, the tenant and the key's expiry.

use clap::Args;

use crate::app::{App, Session, request_identity};
use crate::commands::Run;
use crate::commands::multi_context::{self, SelectedContexts};
use crate::context::{Auth, Context};
use crate::error::{Error, Exit, Result};
use crate::flags::{AllContextsFlag, CompletedValue};
use crate::help::HelpText;
use crate::output::columns::IDENTITY;
use crate::output::{Columns, OutputKind};
use crate::page::Page;

const HELP: HelpText = HelpText {
    examples: &[
        ("Sign in with the context in use", "qlik-api-key context check"),
        ("Sign in with another", "qlik-api-key context check prod"),
        ("Check all contexts of the profile", "qlik-api-key context check --all-contexts"),
    ],
    details: "",
};

/// `context check`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Check {
    /// The context [default: the one in use]
    #[arg(value_name = "NAME", add = CompletedValue::Context)]
    name: Option<String>,

    /// `--all-contexts`.
    #[command(flatten)]
    all_contexts: AllContextsFlag,
}

impl Run for Check {
    /// Requests the current user (`GET /api/v1/users/me`) and prints the identity: one object, or one row for each of
    /// several contexts.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Derived)?;
        let columns = Columns::new(IDENTITY);
        if let Some(contexts) = SelectedContexts::from_flags(app, &self.all_contexts, printer.mode())? {
            if self.name.is_some() {
                return Err(Error::usage("NAME cannot be used with several contexts"));
            }
            return contexts.print_rows(app, &printer, &columns, |app, context| {
                let session = sign_in_without_cached_token(app, context, multi_context::CONTEXT_SOURCE)?;
                let (json, date) = request_identity(&session)?;
                Ok(Page::from_objects([json], date).into())
            });
        }
        let session = match &self.name {
            Some(name) => sign_in_without_cached_token(app, &app.profile()?.context(name)?, "the argument NAME")?,
            None => Session::new(app, &app.resolve_target()?)?,
        };
        let (json, date) = request_identity(&session)?;
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

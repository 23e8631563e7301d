//! Shared by `context token` and `context run`: whose token, and the confirmation for a protected tenant.

use clap::Args;

use crate::app::{App, Session};
use crate::context::Target;
use crate::error::{Error, Result};
use crate::flags::{CompletedValue, Header};

/// The context whose token is handed out.
#[derive(Args, Debug)]
pub struct TokenSource {
    /// The context [default: the one in use]
    #[arg(value_name = "NAME", add = CompletedValue::Context)]
    name: Option<String>,

    /// Don't ask for confirmation
    #[arg(short, long)]
    yes: bool,
}

impl TokenSource {
    /// Signs in, after a confirmation if a context protects the tenant. See [`App::confirm_write`] for `action`.
    ///
    /// # Errors
    /// See [`App::confirm_write`] and [`Session::new`]. Exit 5 if there is no such context.
    pub fn sign_in(&self, app: &App, action: &str) -> Result<Session> {
        let target = self.target(app)?;
        app.confirm_write(&target, action, self.yes)?;
        Session::new(app, &target)
    }

    fn target<'a>(&self, app: &App<'a>) -> Result<Target<'a>> {
        let Some(name) = &self.name else { return app.resolve_target() };
        let globals = app.globals;
        let has_other = globals.context.is_some() || globals.server.is_some();
        if has_other || globals.parse_headers()?.iter().any(Header::is_authorization) {
            return Err(Error::usage("NAME cannot be used with --context, --server or --headers Authorization"));
        }
        Ok(Target::Context { context: app.profile()?.context(name)?, source: "the argument NAME".to_owned() })
    }
}

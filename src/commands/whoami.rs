//! `whoami`: prints the signed-in user, the tenant and the API key.

use clap::Args;

use super::Run;
use crate::app::{App, Session, request_identity};
use crate::error::{Exit, Result};
use crate::help::HelpText;
use crate::output::columns::IDENTITY;
use crate::output::{Columns, OutputKind};

const HELP: HelpText = HelpText {
    examples: &[
        ("Show who you are, and when your key expires", "qlik-api-key whoami"),
        ("Show it for another context", "qlik-api-key whoami --context prod"),
        ("Print the ID of the tenant, for a script", "qlik-api-key whoami --jq .tenantId -r"),
    ],
    details: "",
};

/// `whoami`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Whoami {}

impl Run for Whoami {
    /// Requests the current user (`GET /api/v1/users/me`, <https://qlik.dev/apis/rest/users/>) and prints it with the
    /// server, the context, and the ID and expiry (UTC) of the API key.
    ///
    /// # Errors
    /// Exit 3 if no credential is configured or the tenant rejects it.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Derived)?;
        // No expiry reminder: the output includes the expiry.
        let session = Session::new(app, &app.resolve_target()?)?;
        let (identity, date) = request_identity(&session)?;
        printer.object(&Columns::new(IDENTITY), identity, date)?;
        Ok(Exit::Ok)
    }
}

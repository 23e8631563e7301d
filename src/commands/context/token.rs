//! `context token [NAME]`: prints the token that a context signs in with.

use clap::Args;

use super::token_source::TokenSource;
use crate::app::App;
use crate::commands::{Run, log_mask};
use crate::error::{Error, Exit, Result};
use crate::help::HelpText;
use crate::output::{OutputKind, PrintError};

const HELP: HelpText = HelpText {
    examples: &[
        ("Pass the API key to another program", "qlik-api-key context token prod | gh secret set QLIK_API_KEY"),
        ("Show it on the screen", "qlik-api-key context token prod --reveal"),
        (
            "Confirm it in a script, if the tenant is protected",
            "qlik-api-key context token prod --yes | gh secret set KEY",
        ),
    ],
    details: "\
Prints the API key or, for an OAuth client, an access token that expires after some hours; never the client \
secret. In GitHub Actions, the token is masked in the log first.",
};

/// `context token`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Token {
    /// Whose token.
    #[command(flatten)]
    source: TokenSource,

    /// Print the token even if stdout is a terminal
    #[arg(long)]
    reveal: bool,
}

impl Run for Token {
    /// Prints the token. Exit 2 on a terminal without `--reveal`, and for a protected tenant without a confirmation.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Text)?;
        if app.terminal.stdout_is_tty && !self.reveal {
            return Err(Error::usage("the token would be shown on the terminal")
                .with_hint("pipe it to the program that needs it, or add --reveal"));
        }
        let token = self.source.sign_in(app, "print the token")?.token()?;
        log_mask::print_masks(app, std::slice::from_ref(&token));
        // It can be printed again, so a closed stdout needs no copy of it.
        printer.token(&token).map_err(PrintError::into_error)?;
        Ok(Exit::Ok)
    }
}

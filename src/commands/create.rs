//! `create`: creates an API key. Only the response to this request contains the token
//! (<https://qlik.dev/apis/rest/api-keys>), so a token that can't be delivered is saved, or its key is removed again.

use std::time::Instant;

use clap::{Args, ValueHint};
use jiff::Timestamp;

use super::Run;
use super::new_key::{
    DeliveryError, Destination, add_cleanup_hint, check_filter_keeps_token, check_recovery_folder, create_key,
    print_new_key, print_without_token, remove_undelivered_key, save_token,
};
use super::owners::is_object_id;
use super::request_body::RequestBody;
use super::rm::removal_command;
use crate::api::api_keys::{CreatedKey, NewApiKey};
use crate::app::{App, Session};
use crate::duration::Expiry;
use crate::error::{Error, Exit, Result};
use crate::flags::{DestinationFlags, InputSource, values};
use crate::help::HelpText;
use crate::output::{ColumnFlags, Columns, OutputKind, OutputMode, Printer};
use crate::secret::looks_like_token;
use crate::terminal::sanitize;

const HELP: HelpText = HelpText {
    examples: &[
        (
            "Create a key that expires after 30 days, and print it with its token",
            "qlik-api-key create \"Backup job\" --expiry 30d",
        ),
        ("Print only the token, for a script", "qlik-api-key create --description CI --token-only"),
        ("Store the token as the secret of a new context", "qlik-api-key create --description laptop --save-to laptop"),
        (
            "Pass the token to another program",
            "qlik-api-key create --description CI --exec \"gh secret set QLIK_API_KEY\"",
        ),
    ],
    details: "\
A description is required, as a word, as a flag or in the file, whose other fields are expiry, sub and subType. Flags \
override fields of the file.
The tenant shows the token only once. If it cannot be printed or stored, it is saved in a file that only \
you can read. If the --exec command fails or does not read all of the token, the new key is removed.
--save-to creates the context if it does not exist.",
};

/// `create`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Create {
    /// What the key is for; same as --description
    #[arg(value_name = "DESCRIPTION", value_parser = values::parse_non_blank)]
    word: Option<String>,

    /// Say what the key is for
    #[arg(short, long, value_name = "TEXT", value_parser = values::parse_non_blank, allow_hyphen_values = true,
          conflicts_with = "word")]
    description: Option<String>,

    /// Expire after this time [default: the maximum]
    #[arg(long, value_name = "DURATION|DATE", value_parser = values::parse_expiry, allow_hyphen_values = true)]
    expiry: Option<Expiry>,

    /// Create it for this user ID or SCIM\IDP-ID
    #[arg(long, value_name = "SUBJECT", value_parser = values::parse_non_blank)]
    sub: Option<String>,

    /// Set its type: user or externalClient
    #[arg(long, alias = "subType", value_name = "TYPE", value_parser = ["user", "externalClient"], hide_possible_values = true)]
    sub_type: Option<String>,

    /// Read the body from a JSON file; - is stdin
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = values::parse_input_source)]
    file: Option<InputSource>,

    /// Don't ask for confirmation
    #[arg(short, long)]
    yes: bool,

    /// The columns to show.
    #[command(flatten)]
    columns: ColumnFlags<false>,

    /// The destination of the token.
    #[command(flatten)]
    destination: DestinationFlags,
}

impl Run for Create {
    /// Prints the new key, or delivers its token to the destination of the flags. Exit 2 for an invalid body; exit 9 if
    /// it is unknown whether the key was created.
    fn run(self, app: &App) -> Result<Exit> {
        let token_only = self.destination.token_only;
        let printer = app.printer(if token_only { OutputKind::Token } else { OutputKind::Key(&self.columns) })?;
        let key = self.build_request_body()?;
        let target = app.resolve_target()?;
        check_recovery_folder()?;
        let mut destination = Destination::prepare(app, &printer, &self.destination, &target)?;
        check_filter_keeps_token(&printer, &destination, &key)?;
        app.confirm_write(&target, "create an API key", self.yes)?;
        let session = app.sign_in_to(&target)?;
        destination.take_snapshot(app)?;
        app.defer_interrupt("waiting for the response so that no key is lost; press Ctrl-C again to stop");
        let sent_at = Instant::now();
        let created = create_key(app, &session, &key, None)
            .map_err(|error| add_cleanup_hint(&session, &key, sent_at.elapsed(), error))?;
        let is_token_on_screen =
            destination.is_stdout() && printer.mode() != OutputMode::Ids && app.terminal.stdout_is_tty;
        self.deliver(app, &printer, &session, destination, &created)?;
        if is_token_on_screen {
            app.notice(&shown_token_notice(&created, key.description.as_deref().unwrap_or_default()));
        }
        Ok(Exit::Ok)
    }
}

/// The notice after a token on the screen.
fn shown_token_notice(created: &CreatedKey, description: &str) -> String {
    let name = match description.trim() {
        "" => format!("API key {}", created.id),
        description => sanitize::quoted(description),
    };
    format!("Created {name}. Copy the token now; it is not shown again.")
}

impl Create {
    /// Builds the request body: the fields of the file, overridden by the flags.
    fn build_request_body(&self) -> Result<NewApiKey> {
        let body = self.file.as_ref().map(RequestBody::read).transpose()?;
        let file: NewApiKey = body.as_ref().map(RequestBody::parse_object).transpose()?.unwrap_or_default();
        let expiry = self.expiry.as_ref().map(|expiry| expiry.to_iso(Timestamp::now())).transpose();
        let expiry = expiry.map_err(|reason| Error::usage(format!("--expiry: {reason}")))?;
        let key = NewApiKey {
            description: self.description()?.or(file.description),
            expiry: expiry.or(file.expiry),
            sub: self.sub.clone().or(file.sub),
            sub_type: self.sub_type.clone().or(file.sub_type),
        };
        match (key.check(), body) {
            (Ok(()), _) => Ok(key),
            // The flags were checked when they were parsed, so the invalid value is in the file.
            (Err(problem), Some(body)) => Err(body.error(&problem)),
            (Err(_), None) => Err(Error::usage(
                "a description is required: use --description TEXT, or --file with a description in the file",
            )
            .with_hint("qlik-api-key create --description \"what the key is for\"")),
        }
    }

    /// The description of the flag or the word.
    fn description(&self) -> Result<Option<String>> {
        self.word.iter().try_for_each(|word| check_description_word(word))?;
        Ok(self.word.clone().or_else(|| self.description.clone()))
    }

    /// Delivers the token to its destination and prints the new key. If the token can't be delivered, it is saved in
    /// a file, or the key is removed again.
    fn deliver(
        &self,
        app: &App,
        printer: &Printer,
        session: &Session,
        destination: Destination,
        created: &CreatedKey,
    ) -> Result<()> {
        let columns = Columns::of_api_keys().with_flags(&self.columns);
        let undelivered = format!("interrupted while the token of API key {} was being delivered", created.id);
        let removal = format!("if the token did not arrive: {}", removal_command(&created.id));
        app.set_unfinished(Error::new(Exit::Error, undelivered).with_hint(removal));
        if destination.is_stdout() {
            return print_new_key(app, printer, &destination, columns, created);
        }
        let name = destination.name();
        let is_command = matches!(destination, Destination::Command(_));
        match destination.deliver(app, &created.token) {
            Ok(name) => {
                app.clear_unfinished();
                app.notice(&format!("created API key {}; its token went to {name}", created.id));
                print_without_token(printer, &columns, created)
            }
            Err(DeliveryError::ContextChanged(error)) => Err(remove_undelivered_key(session, &created.id, error)),
            Err(DeliveryError::Unconfirmed(error)) => {
                Err(save_token(created, &format!("may not have reached {name}"), error.into_cause()))
            }
            Err(DeliveryError::Failed(error)) if is_command && !self.destination.keep_on_failure => {
                Err(remove_undelivered_key(session, &created.id, error))
            }
            Err(DeliveryError::Failed(error)) => {
                Err(save_token(created, &format!("could not be delivered to {name}"), error.into_cause()))
            }
        }
    }
}

/// Refuses a description without a flag that is probably the value of a flag, or a secret. The error doesn't quote the
/// secret.
fn check_description_word(word: &str) -> Result<()> {
    if word.split_whitespace().any(looks_like_token) {
        return Err(Error::usage("the description looks like a token, and users of the tenant can read descriptions")
            .with_hint("qlik-api-key create \"what the key is for\""));
    }
    let flag = match word {
        "-" => "-f",
        "user" | "externalClient" => "--sub-type",
        word if word.starts_with("SCIM\\") || is_object_id(word) => "--sub",
        word if word.starts_with(['{', '[']) => "-f",
        word if Expiry::parse(word).is_ok() => "--expiry",
        _ => return Ok(()),
    };
    Err(Error::usage(format!("\"{word}\" looks like the value of {flag}, not like a description"))
        .with_hint(format!("add {flag} in front of it, or --description")))
}

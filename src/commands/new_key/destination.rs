//! The destination of a new key's token. It is checked before the key is created, since a token can't be retrieved
//! later.

use super::context_destination::ContextDestination;
use super::exec::run_with_token;
use crate::app::App;
use crate::context::{Context, Target};
use crate::error::{Error, Exit, Result};
use crate::flags::DestinationFlags;
use crate::output::{OutputMode, Printer};
use crate::private_file::NewFile;
use crate::secret::Secret;

/// Why a token was not delivered.
pub enum DeliveryError {
    /// Another process has changed or removed the context.
    ContextChanged(Error),
    /// The destination may have the token even so. Its key must then be kept.
    Unconfirmed(Error),
    /// Any other reason.
    Failed(Error),
}

impl From<Error> for DeliveryError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// The destination of a token.
pub enum Destination {
    /// stdout, as part of the response.
    Response,
    /// stdout, by itself.
    TokenOnly,
    /// The secret store of a context.
    Context(Box<ContextDestination>),
    /// A new file.
    File(NewFile),
    /// The stdin of a shell command.
    Command(String),
}

impl Destination {
    /// Returns the destination that the flags name, after a check that it can take a token. Sends no request and
    /// stores no token.
    ///
    /// # Errors
    /// Fails if the destination can't take a token; the message names the flag.
    pub fn prepare(app: &App, printer: &Printer, flags: &DestinationFlags, target: &Target) -> Result<Self> {
        if !flags.is_default() {
            refuse_raw(printer)?;
        }
        if let Some(name) = &flags.save_to {
            let context = ContextDestination::prepare(app, name, flags.store, target)?;
            return Ok(Self::Context(Box::new(context)));
        }
        if let Some(path) = &flags.token_file {
            let file = app.interrupts.create_file(path).map_err(|error| {
                Error::usage(format!("--token-file: could not create {}", path.display())).with_cause(error)
            })?;
            return Ok(Self::File(file));
        }
        if let Some(command) = &flags.exec {
            return Ok(Self::Command(command.clone()));
        }
        if let Some(problem) = app.terminal.stdout_problem()
            && (flags.token_only || printer.mode() != OutputMode::Ids)
        {
            return Err(Error::usage(format!("{problem}, so the token would be lost")).with_hint(
                "redirect stdout elsewhere, use --save-to, --token-file or --exec, or add -q if you don't \
                 need the token",
            ));
        }
        Ok(if flags.token_only { Self::TokenOnly } else { Self::Response })
    }

    /// Returns the secret store of the context that signs in.
    ///
    /// # Errors
    /// Fails if the store can't be written.
    pub fn prepare_own_context(app: &App, context: Context) -> Result<Self> {
        app.stores()?.check_writable(&context)?;
        Ok(Self::Context(Box::new(ContextDestination::own(context))))
    }

    /// Whether the token goes to stdout.
    pub fn is_stdout(&self) -> bool {
        matches!(self, Self::Response | Self::TokenOnly)
    }

    /// The name of the destination in messages.
    pub fn name(&self) -> String {
        match self {
            Self::Response | Self::TokenOnly => "stdout".to_owned(),
            Self::Context(destination) => {
                format!("context \"{}\" ({})", destination.context.name, destination.context.store.name())
            }
            Self::File(file) => file.path().display().to_string(),
            Self::Command(_) => "the --exec command".to_owned(),
        }
    }

    /// Where the token goes, as a verb phrase. `ids_only`: stdout gets only the ID.
    pub fn action(&self, ids_only: bool, stdout_is_tty: bool) -> String {
        match self {
            Self::Response | Self::TokenOnly if ids_only => "not print its token".to_owned(),
            Self::Response | Self::TokenOnly if stdout_is_tty => "print its token here".to_owned(),
            Self::Response | Self::TokenOnly => "print its token to stdout".to_owned(),
            Self::Context(_) => format!("store its token in {}", self.name()),
            Self::File(_) => format!("write its token to {}", self.name()),
            Self::Command(_) => "pass its token to the --exec command".to_owned(),
        }
    }

    /// Reads what the token will replace. Must be called before the key is created.
    ///
    /// # Errors
    /// Fails if the context can't be read.
    pub fn take_snapshot(&mut self, app: &App) -> Result<()> {
        match self {
            Self::Context(destination) => destination.take_snapshot(app),
            _ => Ok(()),
        }
    }

    /// Delivers the token, unless it goes to stdout, which the printer writes. Returns the name of the destination.
    ///
    /// # Errors
    /// Fails if the destination can't be written or was changed by another process, or if the command fails.
    pub fn deliver(mut self, app: &App, token: &Secret) -> Result<String, DeliveryError> {
        if let Self::Context(destination) = &mut self {
            destination.store_token(app, token)?;
        }
        let name = self.name();
        match self {
            Self::Response | Self::TokenOnly | Self::Context(_) => {}
            Self::File(file) => {
                app.interrupts.stop_removing_file();
                let is_in_place = file
                    .write(token.expose())
                    .map_err(|error| Error::new(Exit::Error, format!("could not write {name}")).with_cause(error))?;
                if !is_in_place {
                    let message = "another process moved or replaced the file";
                    return Err(DeliveryError::Unconfirmed(Error::new(Exit::Error, message)));
                }
            }
            Self::Command(command) => run_with_token(&command, token, app.globals.timeout)?,
        }
        Ok(name)
    }
}

/// Refuses `--raw` for a token that does not go to stdout.
///
/// # Errors
/// Exit code 2 with `--raw`.
pub fn refuse_raw(printer: &Printer) -> Result<()> {
    match printer.mode() {
        OutputMode::Raw => Err(Error::usage("--raw prints the whole response with the token, which goes elsewhere")),
        _ => Ok(()),
    }
}

//! Where the token of a new key goes. What can be wrong with the destination is found out before a key is created.

use std::io::{self, Write as _};
use std::process::Stdio;

use super::context_destination::ContextDestination;
use crate::app::App;
use crate::context::{Context, Target};
use crate::error::{Error, Exit, Result};
use crate::flags::DestinationFlags;
use crate::output::{OutputMode, Printer};
use crate::private_file::NewFile;
use crate::secret::Secret;
use crate::shell;

/// Where one token goes.
pub enum Destination {
    /// stdout, as part of the response.
    Response,
    /// stdout, alone.
    TokenOnly,
    /// The secret store of a context.
    Context(Box<ContextDestination>),
    /// A new file.
    File(NewFile),
    /// stdin of a command line.
    Command(String),
}

impl Destination {
    /// The destination that the flags name, once it is known that it can take a token. Nothing is sent, and nothing is left
    /// behind.
    ///
    /// # Errors
    /// What is wrong with it, by its flag.
    pub fn prepare(app: &App, printer: &Printer, flags: &DestinationFlags, target: &Target) -> Result<Self> {
        if !flags.is_default() {
            refuse_raw(printer)?;
        }
        if let Some(name) = &flags.save_to {
            let context = ContextDestination::prepare(app, name, flags.store, target)?;
            return Ok(Self::Context(Box::new(context)));
        }
        if let Some(path) = &flags.token_file {
            let file = NewFile::create(path).map_err(|error| {
                Error::usage(format!("--token-file: could not make {}", path.display())).with_cause(error)
            })?;
            return Ok(Self::File(file));
        }
        if let Some(line) = &flags.exec {
            return Ok(Self::Command(line.clone()));
        }
        if app.terminal.stdout_is_null() && (flags.token_only || printer.mode() != OutputMode::Ids) {
            return Err(Error::usage("stdout leads nowhere (/dev/null), so the token would be lost").with_hint(
                "send stdout somewhere, name another place (--save-to, --token-file, --exec), or say with -q that the \
                 token isn't needed",
            ));
        }
        Ok(if flags.token_only { Self::TokenOnly } else { Self::Response })
    }

    /// The store of the context that signs in.
    ///
    /// # Errors
    /// Where that can't take a token.
    pub fn prepare_own_context(app: &App, printer: &Printer, context: Context) -> Result<Self> {
        refuse_raw(printer)?;
        app.stores()?.check_writable(&context)?;
        Ok(Self::Context(Box::new(ContextDestination { context, is_new: false })))
    }

    /// Whether the token goes to stdout.
    pub fn is_stdout(&self) -> bool {
        matches!(self, Self::Response | Self::TokenOnly)
    }

    /// Whether a token that goes to stdout is masked in the log of GitHub Actions, which runs this.
    pub fn needs_mask(&self, app: &App, printer: &Printer) -> bool {
        let is_shown =
            matches!(self, Self::TokenOnly) || (matches!(self, Self::Response) && printer.mode() != OutputMode::Ids);
        is_shown && app.environment.get_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
    }

    /// What it is, for people.
    pub fn name(&self) -> String {
        match self {
            Self::Response | Self::TokenOnly => "stdout".to_owned(),
            Self::Context(destination) => {
                format!("context \"{}\" ({})", destination.context.name, destination.context.store.name())
            }
            Self::File(file) => file.path().display().to_string(),
            Self::Command(_) => "the command of --exec".to_owned(),
        }
    }

    /// Delivers the token. One for stdout is the printer's work.
    ///
    /// # Errors
    /// Where the destination does not take it after all.
    pub fn deliver(self, app: &App, token: &Secret) -> Result<()> {
        match self {
            Self::Response | Self::TokenOnly => Ok(()),
            Self::Context(destination) => destination.store_token(app, token),
            Self::File(file) => {
                let path = file.path().to_owned();
                file.write(token.expose()).map_err(|error| {
                    Error::new(Exit::Error, format!("could not write {}", path.display())).with_cause(error)
                })
            }
            Self::Command(line) => run_with_token(&line, token),
        }
    }
}

fn refuse_raw(printer: &Printer) -> Result<()> {
    match printer.mode() {
        OutputMode::Raw => {
            Err(Error::usage("--raw prints the whole answer with the token in it, which is to go elsewhere"))
        }
        _ => Ok(()),
    }
}

/// Runs a command line with the token on its stdin. What it prints goes to stderr: stdout is for the key.
fn run_with_token(line: &str, token: &Secret) -> Result<()> {
    let failed = |what: String| Error::new(Exit::Error, format!("--exec: the command {what}"));
    let mut child = shell::command(line)
        .stdin(Stdio::piped())
        .stdout(io::stderr())
        .spawn()
        .map_err(|error| failed("could not be run".into()).with_cause(error))?;
    // Dropped at the end of the statement, so that the command sees the end of its input.
    let written = child.stdin.take().map(|mut stdin| stdin.write_all(token.expose().as_bytes()));
    let status = child.wait().map_err(|error| failed("could not be waited for".into()).with_cause(error))?;
    match written {
        _ if !status.success() => Err(failed(format!("failed ({status})"))),
        Some(Err(error)) => Err(failed("did not read the token".into()).with_cause(error)),
        _ => Ok(()),
    }
}

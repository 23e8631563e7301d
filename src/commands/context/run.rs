//! `context run [NAME] -- COMMAND`: runs a program that signs in with a context's token.

use std::ffi::OsString;
use std::io;
use std::process::Command;

use clap::{Args, ValueHint};

use super::token_source::TokenSource;
use crate::app::{App, Session};
use crate::commands::Run;
use crate::context::StoreKind;
use crate::environment::{API_KEY_VARIABLE, SERVER_VARIABLE, SIGN_IN_VARIABLES};
use crate::error::{Error, Exit, Result};
use crate::help::HelpText;
use crate::output::OutputKind;

const HELP: HelpText = HelpText {
    examples: &[
        ("Run a script that signs in with the context `prod`", "qlik-api-key context run prod -- python3 report.py"),
        ("Sign in with the context in use", "qlik-api-key context run -- terraform plan"),
        ("See what the program gets", "qlik-api-key context run -- sh -c 'echo $QLIK_SERVER'"),
    ],
    details: "\
The program gets QLIK_SERVER and QLIK_API_KEY, which is an access token for an OAuth client, and no other \
variable that signs in. Signals and the exit code are those of the program. If there is no such program, \
the exit code is 127.",
};

/// `context run`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct RunProgram {
    /// Whose token.
    #[command(flatten)]
    source: TokenSource,

    /// The program and its arguments
    #[arg(last = true, required = true, value_name = "COMMAND", value_hint = ValueHint::CommandName)]
    command: Vec<OsString>,
}

impl Run for RunProgram {
    /// Runs the program in place of this one (on Windows as a child). Exit 127 if it does not exist, exit 126 if it can't
    /// be run.
    fn run(self, app: &App) -> Result<Exit> {
        app.printer(OutputKind::Text)?;
        let session = self.source.sign_in(app, "run a program that signs in")?;
        let mut words = self.command.iter();
        // clap requires at least one word.
        let program = words.next().cloned().unwrap_or_default();
        let mut command = Command::new(&program);
        command.args(words);
        set_variables(&mut command, &session)?;
        Err(match replace_process(app, command) {
            error if error.kind() == io::ErrorKind::NotFound => start_error(Exit::CommandNotFound, &program, error),
            error => start_error(Exit::NotExecutable, &program, error),
        })
    }
}

/// Sets the variables that sign in, and removes the others that could.
fn set_variables(command: &mut Command, session: &Session) -> Result<()> {
    for name in SIGN_IN_VARIABLES {
        command.env_remove(name);
    }
    // It may hold a client secret.
    if let Some(StoreKind::Env(name)) = session.context.as_ref().map(|context| &context.store) {
        command.env_remove(name);
    }
    command.env(SERVER_VARIABLE, session.server.to_string()).env(API_KEY_VARIABLE, session.token()?.expose());
    Ok(())
}

fn start_error(exit: Exit, program: &OsString, cause: io::Error) -> Error {
    Error::new(exit, format!("could not run {}", program.display())).with_cause(cause)
}

/// Replaces this process with the program: it has the same process ID, and gets each signal itself. Signals that this
/// process catches have their default actions there. Returns only if that fails.
#[cfg(unix)]
fn replace_process(_: &App, mut command: Command) -> io::Error {
    std::os::unix::process::CommandExt::exec(&mut command)
}

/// Runs the program and exits with its code. Ctrl-C reaches the program too, which decides whether it ends; the second
/// one ends this process.
#[cfg(not(unix))]
fn replace_process(app: &App, mut command: Command) -> io::Error {
    app.interrupts.defer(|| ());
    match command.status() {
        Ok(status) => std::process::exit(status.code().unwrap_or(1)),
        Err(error) => error,
    }
}

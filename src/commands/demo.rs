//! `demo`: a tenant in memory, and either a command that runs against it or a server that stays.

use std::ffi::OsString;
use std::io::BufRead as _;

use clap::Args;
use jiff::Timestamp;

use super::Run;
use crate::app::App;
use crate::cli;
use crate::demo::{Listener, Tenant, TestUser, control};
use crate::environment::NO_CACHE;
use crate::error::{Error, Exit, Result};
use crate::output::OutputKind;
use crate::terminal::Terminal;

/// The demo tenant is the same each time, so that the IDs in a document stay true.
const SEED: u64 = 1;

/// `demo`
#[derive(Args, Debug)]
#[command(after_help = "Without a command it prints the variables to export and serves until Ctrl-C.
With one, such as `demo -- ls`, it runs the command of this program against a fresh tenant and ends as it does.")]
pub struct Demo {
    /// Listen on this port of 127.0.0.1 [default: any that is free]
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    port: u16,

    /// Stop the tenant's clock at this time, such as 2026-12-01T00:00:00Z
    #[arg(long, value_name = "TIME")]
    clock: Option<Timestamp>,

    /// A command of this program to run against the tenant
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

impl Run for Demo {
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Text)?;
        let mut tenant = Tenant::with_demo_data(SEED, self.clock.unwrap_or_else(Timestamp::now));
        if let Some(time) = self.clock {
            tenant.freeze_clock(time);
        }
        let token = tenant.user_token(TestUser::Admin).to_owned();
        let listener = Listener::start(tenant, self.port).map_err(|error| {
            Error::new(Exit::Error, format!("could not listen on port {}", self.port)).with_cause(error)
        })?;
        if self.command.is_empty() {
            printer.text(&export_lines(&listener.url(), &token))?;
            serve_forever(&listener, app.terminal);
        }
        Ok(run_command(app, self.command, &listener.url(), &token))
    }
}

/// Runs another command of this program in this process, signed in to the tenant.
fn run_command(app: &App, command: Vec<OsString>, url: &str, token: &str) -> Exit {
    let environment = app.environment.clone().without_prefix("QLIK_");
    let environment = environment.with_variable("QLIK_SERVER", url).with_variable("QLIK_API_KEY", token);
    // The tenant's keys are gone when the command ends.
    let environment = environment.with_variable(NO_CACHE, "1");
    let arguments = std::iter::once(OsString::from("qlik-api-key")).chain(command);
    cli::run(arguments, environment.into_variables())
}

/// The lines that sign a shell in to the tenant.
fn export_lines(url: &str, token: &str) -> String {
    let (before, between, after) = if cfg!(windows) { ("$env:", " = \"", "\"") } else { ("export ", "=", "") };
    format!("{before}QLIK_SERVER{between}{url}{after}\n{before}QLIK_API_KEY{between}{token}{after}\n")
}

/// Serves until the program is ended, and executes what is typed on stdin.
fn serve_forever(listener: &Listener, terminal: &Terminal) -> ! {
    terminal.print("A tenant in memory serves until Ctrl-C. Type `help` for what it can be told.");
    for line in std::io::stdin().lock().lines().map_while(std::io::Result::ok) {
        match control::execute(&mut listener.tenant(), &line, Timestamp::now()) {
            Ok(answer) if answer.is_empty() => {}
            Ok(answer) | Err(answer) => terminal.print(&answer),
        }
    }
    // stdin has ended, as that of a background job does; the tenant goes on.
    loop {
        std::thread::park();
    }
}

//! `demo`: a tenant in memory, and either a command that is run against it or a server that stays.

use std::ffi::OsString;
use std::io::BufRead as _;

use jiff::Timestamp;

use super::App;
use crate::args;
use crate::demo::{Listener, Tenant, TestUser, control};
use crate::environment::{Environment, NO_CACHE};
use crate::error::{Error, Exit, Result};
use crate::output::Outcome;
use crate::terminal::Terminal;

/// The demo tenant is the same each time: IDs that stand in a document stay true.
const SEED: u64 = 1;

pub fn run(app: &App, args: args::Demo) -> Result<Outcome> {
    let now = Timestamp::now();
    let mut tenant = Tenant::with_demo_data(SEED, now);
    if let Some(at) = args.clock {
        tenant = Tenant::with_demo_data(SEED, at);
        tenant.set_clock(at);
    }
    let token = tenant.token_of(TestUser::Admin).to_owned();
    let listener = Listener::start(tenant, args.port)
        .map_err(|error| Error::new(Exit::Error, format!("could not listen on port {}", args.port)).caused_by(error))?;
    if args.command.is_empty() {
        let announcement = announcement(&listener.url(), &token);
        let terminal = *app.terminal;
        return Ok(Outcome::Serve { announcement, serve: Box::new(move || serve(&listener, &terminal)) });
    }
    let environment = app.environment.clone().without_prefix("QLIK_");
    let environment = environment.with("QLIK_SERVER", &listener.url()).with("QLIK_API_KEY", &token);
    // Its keys are gone when the command is.
    let environment = environment.with(NO_CACHE, "1");
    Ok(Outcome::Ended(again(args.command, environment)))
}

/// Runs another command of this program, in this process.
fn again(command: Vec<OsString>, environment: Environment) -> Exit {
    let arguments = std::iter::once(OsString::from("qlik-api-key")).chain(command);
    crate::run(arguments, environment.into_variables())
}

/// The lines that make a shell talk to the tenant.
fn announcement(url: &str, token: &str) -> String {
    let (before, between, after) = if cfg!(windows) { ("$env:", " = \"", "\"") } else { ("export ", "=", "") };
    format!("{before}QLIK_SERVER{between}{url}{after}\n{before}QLIK_API_KEY{between}{token}{after}\n")
}

/// Serves until the program is ended, and does what lines on stdin say.
fn serve(listener: &Listener, terminal: &Terminal) {
    terminal.say("A tenant in memory serves until Ctrl-C. Type `help` for what it can be told.");
    for line in std::io::stdin().lock().lines().map_while(std::io::Result::ok) {
        match control::execute(&mut listener.tenant(), &line, Timestamp::now()) {
            Ok(answer) if answer.is_empty() => {}
            Ok(answer) | Err(answer) => terminal.say(&answer),
        }
    }
    // stdin has ended, as that of a background job does; the tenant goes on.
    loop {
        std::thread::park();
    }
}

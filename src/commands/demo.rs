//! `demo`: runs one command against a tenant in memory, or serves the tenant until interrupted.

use std::collections::hash_map::RandomState;
use std::ffi::OsString;
use std::hash::{BuildHasher as _, Hasher as _};
use std::io::BufRead as _;

use clap::Args;
use jiff::Timestamp;

use super::Run;
use crate::app::App;
use crate::cli;
use crate::demo::{Listener, Tenant, TestUser, control};
use crate::duration::IsoDuration;
use crate::environment::NO_CACHE;
use crate::error::{Error, Exit, Result};
use crate::flags::values;
use crate::help::HelpText;
use crate::output::OutputKind;
use crate::terminal::Terminal;

const HELP: HelpText = HelpText {
    examples: &[
        ("Run one command against a demo tenant", "qlik-api-key demo ls"),
        ("Serve a tenant, and print the variables that sign in to it", "qlik-api-key demo"),
        ("Serve a tenant with 1000 keys and the same IDs at each start", "qlik-api-key demo --keys 1000 --seed 7"),
        ("Stop the clock, for a test", "qlik-api-key demo --clock 2026-12-01T00:00:00Z expiring"),
    ],
    details: "\
Without a command, prints the variables to export and serves the tenant until Ctrl-C. With a command, runs \
it against a new tenant and exits with its exit code.
While it serves, it reads commands from stdin: fail, clock, limits, keys, token, expire and deprecate. Type \
`help` for their meaning.",
};

/// `demo`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Demo {
    /// Listen on this port [default: any free one]
    #[arg(long, value_name = "PORT", value_parser = values::whole_number::<u16>(0..=65535), default_value_t = 0,
          hide_default_value = true)]
    port: u16,

    /// Stop the clock, such as at 2026-12-01T00:00:00Z
    #[arg(long, value_name = "TIME")]
    clock: Option<Timestamp>,

    /// Create the same IDs and tokens at each start
    #[arg(long, value_name = "N", value_parser = values::whole_number::<u64>(0..=u64::MAX))]
    seed: Option<u64>,

    /// Serve a tenant as they were before 2026
    #[arg(long)]
    reference: bool,

    /// Start with only the keys that users sign in with
    #[arg(long)]
    empty: bool,

    /// Add N keys of the administrator, 1 to 100000
    #[arg(long, value_name = "N", value_parser = values::whole_number::<usize>(1..=control::MAX_ADDED_KEYS as u64))]
    keys: Option<usize>,

    /// Count requests per this time
    #[arg(long, value_name = "DURATION", default_value = "PT1M", value_parser = parse_rate_window)]
    rate_window: u32,

    /// The command to run against the tenant, such as ls
    #[arg(trailing_var_arg = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

impl Run for Demo {
    /// Starts the tenant. With a command, runs it and returns its exit code; otherwise serves until the process ends.
    ///
    /// # Errors
    ///
    /// The port cannot be used, or stdout cannot be written.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Text)?;
        let tenant = self.create_tenant();
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

impl Demo {
    fn create_tenant(&self) -> Tenant {
        let (seed, now) = (self.seed.unwrap_or_else(random_seed), self.clock.unwrap_or_else(Timestamp::now));
        let mut tenant = Tenant::with_demo_settings(seed, now);
        if !self.empty {
            tenant.add_demo_keys();
            tenant.add_keys_of_unusual_owners();
        }
        if let Some(time) = self.clock {
            tenant.freeze_clock(time);
        }
        if self.reference {
            tenant.use_reference();
        }
        tenant.add_keys(self.keys.unwrap_or_default());
        tenant.set_rate_limit_window(self.rate_window);
        tenant
    }
}

/// Parses the length of a window of the rate limit. Returns seconds.
fn parse_rate_window(text: &str) -> std::result::Result<u32, String> {
    let seconds = IsoDuration::parse_typed(text)?.after(Timestamp::UNIX_EPOCH).as_second();
    let seconds = u32::try_from(seconds).ok().filter(|seconds| (1..=24 * 60 * 60).contains(seconds));
    seconds.ok_or_else(|| "must be a duration from 1s to 1d".to_owned())
}

/// Returns a seed that other users of this machine can't guess, since the tenant listens where they can connect.
fn random_seed() -> u64 {
    // The operating system provides the keys of a `RandomState`.
    RandomState::new().build_hasher().finish()
}

/// Runs another command of this program in this process, with the tenant's URL and token in its environment.
fn run_command(app: &App, command: Vec<OsString>, url: &str, token: &str) -> Exit {
    let environment = app.environment.clone().without_prefix("QLIK_");
    let environment = environment.with_variable("QLIK_SERVER", url).with_variable("QLIK_API_KEY", token);
    // The tenant's keys cease to exist with the process, so don't cache them for completion.
    let environment = environment.with_variable(NO_CACHE, "1");
    let arguments = std::iter::once(OsString::from("qlik-api-key")).chain(command);
    cli::run(arguments, environment.into_variables())
}

/// Returns the lines that set a shell's variables to the tenant's URL and token.
fn export_lines(url: &str, token: &str) -> String {
    let (prefix, separator, suffix) = if cfg!(windows) { ("$env:", " = \"", "\"") } else { ("export ", "=", "") };
    format!("{prefix}QLIK_SERVER{separator}{url}{suffix}\n{prefix}QLIK_API_KEY{separator}{token}{suffix}\n")
}

/// Serves until the process ends, and executes the commands typed on stdin.
fn serve_forever(listener: &Listener, terminal: &Terminal) -> ! {
    terminal.print("serving a demo tenant until Ctrl-C; type `help` for the commands");
    for line in std::io::stdin().lock().lines().map_while(std::io::Result::ok) {
        match control::execute(&mut listener.tenant(), &line, Timestamp::now()) {
            Ok(message) if message.is_empty() => {}
            Ok(message) | Err(message) => terminal.print(&message),
        }
    }
    // stdin has ended, as it does for a background job. Keep serving.
    loop {
        std::thread::park();
    }
}

//! `qlik-api-key`: the API keys of Qlik Cloud tenants from the command line.
//!
//! A run flows through the folders in this order; each knows only those that it builds on:
//!
//! | module | what it owns |
//! |---|---|
//! | [`args`] | what a user may type |
//! | [`context`] | which tenant, and which credential |
//! | [`http`] | HTTP: requests, retries, pages, errors |
//! | [`api`] | the API: paths, bodies and their meaning |
//! | [`commands`] | one file for each verb: arguments in, an outcome out |
//! | [`output`] | the only writer of stdout |
//!
//! Leaves, which know nothing of the rest: [`bounded`], [`duration`], [`environment`], [`error`], [`object`], [`page`],
//! [`private_file`], [`row`], [`secret`], [`shell`], [`terminal`], and [`demo`], the tenant in memory.

// No panic is reachable, and only `render` and `terminal` write. Tests may do both.
#![cfg_attr(
    not(test),
    warn(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::print_stdout,
        clippy::print_stderr
    )
)]

pub mod api;
pub mod args;
pub mod bounded;
pub mod commands;
pub mod context;
#[cfg(feature = "demo")]
pub mod demo;
pub mod duration;
pub mod environment;
pub mod error;
pub mod http;
pub mod object;
pub mod output;
pub mod page;
pub mod private_file;
pub mod row;
pub mod secret;
pub mod shell;
pub mod terminal;

use std::ffi::OsString;
use std::io;
use std::sync::OnceLock;

use clap::Parser as _;

use args::Cli;
use commands::App;
use environment::Environment;
use error::{Error, Exit, Result};
use output::{Outcome, Stopped, Verdict};
use terminal::Terminal;

/// Runs the program with these arguments (the program's name first) and variables: parse, dispatch, render, exit code.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    variables: impl IntoIterator<Item = (OsString, OsString)>,
) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let environment = Environment::new(variables);
    let terminal = Terminal::detect(|name| environment.raw(name).map(Into::into));
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return misread(&arguments, &error, &terminal),
    };
    let terminal = if cli.globals.no_color { terminal.without_colour() } else { terminal };
    let json = commands::wants_json(&cli.globals);
    match execute(cli, &environment, &terminal) {
        Ok(exit) => exit,
        Err(error) => report(&error, json, &terminal),
    }
}

fn execute(cli: Cli, environment: &Environment, terminal: &Terminal) -> Result<Exit> {
    let Cli { globals, command } = cli;
    let view = commands::resolve_view(&globals, terminal, &commands::shape(&globals, &command))?;
    let (stores, filter) = (OnceLock::new(), commands::filter(&globals)?);
    let filter = filter.as_ref();
    let app = App { globals: &globals, environment, terminal, view, stores: &stores, among: None, filter };
    let (outcome, verdict) = match commands::run(&app, command)? {
        Outcome::Judged { shown, verdict } => (*shown, verdict),
        outcome => (outcome, Box::new(|| Ok(Exit::Ok)) as Verdict),
    };
    let minted = match &outcome {
        Outcome::Minted { id, answer, .. } => Some((id.clone(), answer.clone())),
        Outcome::Ended(exit) => return Ok(*exit),
        _ => None,
    };
    match (output::show(outcome, view, filter, terminal, &mut io::stdout().lock()), minted) {
        (Ok(notice), _) => {
            if let Some(notice) = notice {
                app.notice(&notice);
            }
            verdict()
        }
        (Err(Stopped::Source(error)), None) => Err(error),
        // What a filter fails with may quote the token.
        (Err(Stopped::Source(_)), Some((id, answer))) => {
            Err(commands::unwritten(&id, &answer, anyhow::Error::msg("--jq: the filter failed on the answer")))
        }
        (Err(Stopped::Output(error)), Some((id, answer))) => Err(commands::unwritten(&id, &answer, error)),
        // Whoever read the rest has seen enough, as with `| head`.
        (Err(Stopped::Output(error)), None) if error.kind() == io::ErrorKind::BrokenPipe => verdict(),
        (Err(Stopped::Output(error)), None) => {
            Err(Error::new(Exit::Error, "could not write to stdout").caused_by(error))
        }
    }
}

/// Says why the program failed, as text or as one JSON object; gives back the exit code.
fn report(error: &Error, json: bool, terminal: &Terminal) -> Exit {
    commands::tell(error, json, terminal);
    error.exit()
}

/// Shows help or the version, or says what is wrong with the command line.
fn misread(arguments: &[OsString], error: &clap::Error, terminal: &Terminal) -> Exit {
    let for_stdout = !error.use_stderr();
    if !for_stdout && asks_for_json(arguments) {
        let text = error.render().to_string();
        let what = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        return report(&Error::usage(what).hint("qlik-api-key --help"), true, terminal);
    }
    let plain = arguments.iter().any(|word| word == "--no-color");
    let colour = !plain && if for_stdout { terminal.stdout_colour } else { terminal.stderr_colour };
    let text = if colour { error.render().ansi().to_string() } else { error.render().to_string() };
    if !for_stdout {
        terminal.say_styled(&text);
        return Exit::Usage;
    }
    let written =
        output::show(Outcome::Text(text), output::format::View::Raw, None, terminal, &mut io::stdout().lock());
    match written {
        Err(Stopped::Output(error)) if error.kind() != io::ErrorKind::BrokenPipe => {
            report(&Error::new(Exit::Error, "could not write to stdout").caused_by(error), false, terminal)
        }
        _ => Exit::Ok,
    }
}

/// Whether a command line that can't be read asks for JSON. Its flags are looked for as they are usually typed, since
/// what else stands there has no meaning yet.
fn asks_for_json(arguments: &[OsString]) -> bool {
    let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).take_while(|word| word != "--").collect();
    let alone = ["--json", "--output=json", "--output=jsonl", "-ojson", "-ojsonl"];
    let pairs = ["-o json", "-o jsonl", "--output json", "--output jsonl"];
    words.iter().any(|word| alone.contains(&&**word)) || words.windows(2).any(|two| pairs.contains(&&*two.join(" ")))
}

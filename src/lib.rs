//! `qlik-api-key`: the API keys of Qlik Cloud tenants from the command line.
//!
//! A run, from top to bottom:
//!
//! 1. `main` hands the arguments and the environment to [`cli::run`], which parses them into a command.
//! 2. The command (one file in [`commands`]) asks the [`app`] for a printer. That checks the output flags, so that what
//!    can't be printed is found out before anything is sent.
//! 3. The app resolves the target: [`context`] chooses the tenant and its credential together, from flags, environment or
//!    profile. A command that changes the tenant asks for leave.
//! 4. The app signs in: the secret is read from its store at the last moment, and given to an HTTP client for that tenant
//!    alone.
//! 5. The command calls the API ([`api`]), which knows paths, bodies and what a refusal means. [`http`] sends the request,
//!    repeats what may be repeated, and turns a refusal into an [`error`] with an exit code.
//! 6. The command prints what came back ([`output`] is the only writer of stdout) and returns its exit code.
//!
//! [`flags`] holds what several commands share of their arguments, and [`demo`] is a tenant in memory. Leaves, which know
//! nothing of the rest: [`bounded`], [`duration`], [`environment`], [`error`], [`object`], [`page`], [`private_file`],
//! [`row`], [`secret`], [`shell`], [`terminal`].

// No panic is reachable, and only `output` and `terminal` write. Tests may do both.
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
pub mod app;
pub mod bounded;
pub mod cli;
pub mod commands;
pub mod context;
#[cfg(feature = "demo")]
pub mod demo;
pub mod duration;
pub mod environment;
pub mod error;
pub mod flags;
pub mod http;
pub mod object;
pub mod output;
pub mod page;
pub mod private_file;
pub mod row;
pub mod secret;
pub mod shell;
pub mod terminal;

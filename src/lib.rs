//! `qlik-api-key`: manage the API keys of Qlik Cloud tenants from the command line.
//!
//! The steps of a run:
//!
//! 1. `main` passes the arguments and the environment to [`cli::run`], which parses them into a command.
//! 2. The command (one file in [`commands`]) gets a printer from the [`app`]. This checks the output flags before any
//!    request is sent.
//! 3. The app resolves the target: [`context`] selects the tenant and its credential together, from flags, environment
//!    or profile. A command that changes a protected tenant asks for confirmation.
//! 4. The app signs in: it reads the secret from its store as late as possible, and gives it to an HTTP client that
//!    sends it to that tenant only.
//! 5. The command calls the API ([`api`]), which defines paths, bodies and the meaning of error responses. [`http`]
//!    sends the request, retries it where that is safe, and turns an error response into an [`error`] with an exit
//!    code.
//! 6. The command prints the result ([`output`] is the only writer of stdout) and returns its exit code.
//!
//! If a completion script runs the program, the run ends after [`completion`] has printed the words that fit at the
//! cursor.
//!
//! [`flags`] holds the flags that several commands share, and [`demo`] is a tenant in memory. The leaf modules use
//! none of the above: [`bounded`], [`duration`], [`environment`], [`error`], [`help`], [`object`], [`page`],
//! [`private_file`], [`row`], [`secret`], [`shell`], [`signals`], [`terminal`],
//! [`user_folders`], [`word_wrap`].

// The program must not panic, and only `output` and `terminal` may write to the standard streams. Tests may do both.
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
pub mod completion;
pub mod context;
#[cfg(feature = "demo")]
pub mod demo;
pub mod duration;
pub mod environment;
pub mod error;
pub mod flags;
pub mod help;
pub mod http;
pub mod object;
pub mod output;
pub mod page;
pub mod private_file;
pub mod row;
pub mod secret;
pub mod shell;
pub mod signals;
pub mod terminal;
pub mod user_folders;
pub mod word_wrap;

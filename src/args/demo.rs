//! `demo [-- COMMAND]`.

use std::ffi::OsString;

use clap::Args;
use jiff::Timestamp;

/// `demo`
#[derive(Args, Debug)]
#[command(after_help = "Without a command it prints the variables to export and serves until Ctrl-C.
With one, such as `demo -- ls`, it runs the command of this program against a fresh tenant and ends as it does.")]
pub struct Demo {
    /// Listen on this port of 127.0.0.1 [default: any that is free]
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    pub port: u16,

    /// Stop the tenant's clock at this time, such as 2026-12-01T00:00:00Z
    #[arg(long, value_name = "TIME")]
    pub clock: Option<Timestamp>,

    /// A command of this program to run against the tenant
    #[arg(last = true, value_name = "COMMAND")]
    pub command: Vec<OsString>,
}

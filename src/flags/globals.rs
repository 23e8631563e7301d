//! The flags that every command accepts.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueHint};

use super::completed_value::CompletedValue;
use super::values::{self, Header};
use crate::error::{Error, Result};
use crate::help;
use crate::output::OutputFlags;
use crate::secret::Secret;

/// The help headings of these flags.
const SIGN_IN: &str = "Global sign-in options";
const CONNECTION: &str = "Global connection options";

/// Tenant, credential, connection and output.
#[derive(Args, Clone, Debug)]
pub struct GlobalFlags {
    /// Use this context; some commands accept a,b,c
    #[arg(global = true, long, help_heading = SIGN_IN, value_name = "NAME", add = CompletedValue::ContextList)]
    pub context: Option<String>,

    /// Read the contexts from this file
    #[arg(global = true, short, long, help_heading = SIGN_IN, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,

    /// Use this tenant: https://tenant.eu.qlikcloud.com
    #[arg(global = true, short, long, help_heading = SIGN_IN, value_name = "URL")]
    pub server: Option<String>,

    /// The type of the server; only `cloud` is supported
    #[arg(global = true, long, value_name = "TYPE", value_parser = values::parse_server_type, hide = true)]
    pub server_type: Option<String>,

    /// The output format.
    #[command(flatten)]
    pub output: OutputFlags,

    /// Send these headers too: k=v[,k=v], repeatable
    // Parsed later, in `parse_headers`: clap's errors quote a rejected value, and this one may be a credential.
    #[arg(global = true, long, help_heading = CONNECTION, value_name = "HEADERS", value_parser = values::parse_secret,
          action = clap::ArgAction::Append)]
    pub headers: Vec<Secret>,

    /// Accept any server certificate
    #[arg(global = true, long, help_heading = CONNECTION)]
    pub insecure: bool,

    /// Trust only the certificates in this PEM file
    #[arg(global = true, long, help_heading = CONNECTION, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub ca_file: Option<PathBuf>,

    /// Retry a failed request N times, 0 to 10
    #[arg(global = true, long, help_heading = CONNECTION, value_name = "N", default_value_t = 3,
          value_parser = values::whole_number::<u8>(0..=10))]
    pub retry: u8,

    /// Wait before the first retry, at least 1
    #[arg(global = true, long, help_heading = CONNECTION, value_name = "SECONDS", default_value = "1",
          value_parser = values::parse_seconds)]
    pub interval: Duration,

    /// Wait this long for the rate limit
    // Qlik Cloud evaluates its limits over 5 minutes. Two windows, since the first wait may end in another 429.
    #[arg(global = true, long, help_heading = CONNECTION, value_name = "SECONDS", default_value = "600",
          value_parser = values::parse_seconds)]
    pub max_wait: Duration,

    /// Time out a request after this time
    #[arg(global = true, long, help_heading = CONNECTION, value_name = "SECONDS", default_value = "30",
          value_parser = values::parse_seconds)]
    pub timeout: Duration,

    /// Reject larger responses, 1 to 4096
    #[arg(global = true, long, help_heading = CONNECTION, value_name = "MIB", default_value_t = 64,
          value_parser = values::whole_number::<u16>(1..=4096))]
    pub max_body: u16,

    /// Trace requests on stderr, with credentials redacted
    #[arg(global = true, short, long, help_heading = help::OTHER_HEADING)]
    pub verbose: bool,

    /// Disable colors
    #[arg(global = true, long, help_heading = help::OTHER_HEADING)]
    pub no_color: bool,
}

impl GlobalFlags {
    /// All headers of `--headers`, in the order of the command line.
    ///
    /// # Errors
    /// Exit 2 for an invalid value. The error does not quote the value, which may be a credential.
    pub fn parse_headers(&self) -> Result<Vec<Header>> {
        let mut headers = Vec::new();
        for text in &self.headers {
            let parsed = values::parse_headers(text.expose());
            headers.extend(parsed.map_err(|reason| Error::usage(format!("--headers: {reason}")))?);
        }
        Ok(headers)
    }
}

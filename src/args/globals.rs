//! The flags that every command takes.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueHint};

use super::value::{self, Header};
use crate::output::format::Format;
use crate::secret::Secret;

/// Who to talk to and how, and how to show the answer.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Global options")]
pub struct Globals {
    /// Use this context; several for ls, expiring, config get, diff and apply, and context check: a,b,c
    #[arg(long, value_name = "NAME", value_hint = ValueHint::Other)]
    pub context: Option<String>,

    /// Read the contexts from this file [default: qlik/contexts.toml in the user's configuration folder]
    #[arg(short, long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// The tenant, such as https://tenant.eu.qlikcloud.com
    #[arg(short, long, value_name = "URL")]
    pub server: Option<String>,

    /// The kind of server; only `cloud` is served
    #[arg(long, value_name = "TYPE", value_parser = value::server_type, hide = true)]
    pub server_type: Option<String>,

    /// Send further headers: k=v[,k=v], repeatable
    // Kept as typed, as a secret: a value that clap refuses is echoed in its error.
    #[arg(long, value_name = "HEADERS", value_parser = value::secret, action = clap::ArgAction::Append)]
    pub headers: Vec<Secret>,

    /// Accept any certificate of the server
    #[arg(long)]
    pub insecure: bool,

    /// Trust the certificates in this PEM file instead of the system's
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,

    /// Show the answer as table, json, jsonl, csv or tsv [default: table on a terminal, else json]
    #[arg(short, long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    pub output: Option<Format>,

    /// Show JSON, errors too: the same as --output json
    #[arg(long)]
    pub json: bool,

    /// Show what this jq filter makes of the JSON
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true)]
    #[cfg_attr(not(feature = "jq"), arg(hide = true))]
    pub jq: Option<String>,

    /// With --jq, print strings without quotes
    #[arg(short, long)]
    #[cfg_attr(not(feature = "jq"), arg(hide = true))]
    pub raw_output: bool,

    /// Print the body of the one response untouched
    #[arg(long)]
    pub raw: bool,

    /// Print IDs alone, one a line
    #[arg(short, long)]
    pub quiet: bool,

    /// Repeat a failed request up to N times, 0 to 10
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(0..=10))]
    pub retry: u8,

    /// Wait this many seconds before the first repetition, at least 1
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = value::seconds)]
    pub interval: Duration,

    /// Wait at most this many seconds for the tenant's rate limit
    #[arg(long, value_name = "SECONDS", default_value = "120", value_parser = value::seconds)]
    pub max_wait: Duration,

    /// Give up on a request after this many seconds, at least 1
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = value::seconds)]
    pub timeout: Duration,

    /// Take no answer that is longer than this many MiB, 1 to 4096
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=4096))]
    pub max_body: u16,

    /// Trace requests and responses on stderr, credentials masked
    #[arg(short, long)]
    pub verbose: bool,

    /// Write without colours
    #[arg(long)]
    pub no_color: bool,
}

impl Globals {
    /// Every header of `--headers`, in the order typed.
    ///
    /// # Errors
    /// A sentence on what is wrong with the flag's value, without that value.
    pub fn all_headers(&self) -> Result<Vec<Header>, String> {
        let lists: Result<Vec<_>, _> = self.headers.iter().map(|text| value::headers(text.expose())).collect();
        lists.map(|lists| lists.into_iter().flatten().collect())
    }
}

/// Several tenants in one run.
#[derive(Args, Debug)]
pub struct AllContexts {
    /// Do it for every context of the profile, eight at a time; each row says its context
    #[arg(long)]
    pub all_contexts: bool,
}

/// Which columns a table, csv or tsv has.
#[derive(Args, Debug)]
pub struct ColumnChoice<const CONFIG: bool> {
    /// Show these fields, by their API names, in table, csv and tsv
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', value_parser = value::column::<CONFIG>)]
    pub columns: Vec<&'static crate::output::columns::Column>,

    /// Leave out the header line of table, csv and tsv
    #[arg(long)]
    pub no_header: bool,
}

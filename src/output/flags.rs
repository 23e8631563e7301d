//! The flags that select the output format.

use clap::Args;
use clap_complete::{ArgValueCandidates, CompletionCandidate};

use super::columns::{API_KEY, API_KEY_CONFIG, Column, OWNER, OWNER_FIELDS, ROTATION};
use super::format::Format;

/// The global output flags.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Global output options")]
pub struct OutputFlags {
    /// Print as table, json, jsonl, csv, tsv or markdown
    #[arg(global = true, short, long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    pub output: Option<Format>,

    /// Print JSON, for errors too
    #[arg(global = true, long)]
    pub json: bool,

    /// Apply this jq filter to the JSON
    #[arg(global = true, long, value_name = "FILTER", allow_hyphen_values = true)]
    #[cfg_attr(not(feature = "jq"), arg(hide = true))]
    pub jq: Option<String>,

    /// With --jq, print strings without quotes
    #[arg(global = true, short, long)]
    #[cfg_attr(not(feature = "jq"), arg(hide = true))]
    pub raw_output: bool,

    /// Print the response body as received
    #[arg(global = true, long)]
    pub raw: bool,

    /// Print only IDs, one per line
    #[arg(global = true, short, long)]
    pub quiet: bool,
}

impl OutputFlags {
    /// Whether JSON is requested. Errors are then printed as JSON too.
    pub fn is_json(&self) -> bool {
        self.json || matches!(self.output, Some(Format::Json | Format::Jsonl))
    }

    /// Whether to print only errors to stderr: with `-q`, and with JSON, where the last line is the error object.
    pub fn is_silent(&self) -> bool {
        self.quiet || self.is_json()
    }
}

/// Selects the columns of a table, csv or tsv: fields of an API key or, if `CONFIG`, of the configuration.
#[derive(Args, Debug)]
pub struct ColumnFlags<const CONFIG: bool> {
    /// Show these fields, by API name or title
    #[arg(long, help_heading = "Output", value_name = "FIELDS", value_delimiter = ',', value_parser = parse_column::<CONFIG>,
          add = ArgValueCandidates::new(column_candidates::<CONFIG>))]
    pub columns: Vec<&'static Column>,

    /// Omit the header of table, csv and tsv
    #[arg(long, help_heading = "Output")]
    pub no_header: bool,
}

fn parse_column<const CONFIG: bool>(text: &str) -> Result<&'static Column, String> {
    find_column(text, selectable_columns::<CONFIG>())
}

/// Parses a field of an API key or of [`ROTATION`].
///
/// # Errors
/// A message that lists the fields.
pub fn parse_key_or_rotation_column(text: &str) -> Result<&'static Column, String> {
    let is_new = |column: &&Column| API_KEY.iter().all(|other| other.field != column.field);
    find_column(text, selectable_columns::<false>().into_iter().chain(ROTATION.iter().filter(is_new)).collect())
}

fn find_column(text: &str, fields: Vec<&'static Column>) -> Result<&'static Column, String> {
    let is_named = |column: &&&Column| [column.field, column.title].iter().any(|name| name.eq_ignore_ascii_case(text));
    fields.iter().find(is_named).copied().ok_or_else(|| {
        let names: Vec<_> = fields.iter().map(|column| column.field).collect();
        format!("unknown field; valid fields: {}", names.join(", "))
    })
}

fn column_candidates<const CONFIG: bool>() -> Vec<CompletionCandidate> {
    let titled = |column: &Column| CompletionCandidate::new(column.field).help(Some(column.title.into()));
    selectable_columns::<CONFIG>().into_iter().map(titled).collect()
}

fn selectable_columns<const CONFIG: bool>() -> Vec<&'static Column> {
    if CONFIG { API_KEY_CONFIG.iter().collect() } else { API_KEY.iter().chain([&OWNER]).chain(OWNER_FIELDS).collect() }
}

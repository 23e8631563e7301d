//! [`OutputKind`]: what a command prints, and which output flags it supports.

use super::flags::{ColumnFlags, OutputFlags};
use super::format::{Format, OutputMode};
use crate::error::{Error, Result};
use crate::terminal::Terminal;

/// What a command prints.
#[derive(Clone, Copy, Debug)]
pub enum OutputKind<'a> {
    /// A list of API keys.
    Keys(&'a ColumnFlags<false>),
    /// One API key.
    Key(&'a ColumnFlags<false>),
    /// The configuration of a tenant, which has no ID.
    Config(&'a ColumnFlags<true>),
    /// The configurations of several tenants.
    Configs(&'a ColumnFlags<true>),
    /// Differences between two configurations.
    Differences,
    /// Rows that do not come from a tenant, such as contexts. Like `qlik`, the default is a table in a pipe too.
    LocalRows,
    /// A result for each of several keys.
    KeyResults,
    /// Only the token of a new key.
    Token,
    /// Nothing on stdout and a notice on stderr.
    NoticeOnly,
    /// Text that does not come from a tenant.
    Text,
}

impl OutputKind<'_> {
    /// The mode that the flags request. The default is a table on a terminal and JSON elsewhere.
    ///
    /// # Errors
    /// A usage error if the flags exclude each other or this kind of output does not support them.
    pub fn resolve(self, flags: &OutputFlags, terminal: &Terminal) -> Result<OutputMode> {
        let requested = requested_mode(flags)?;
        if flags.jq.is_some() && matches!(self, Self::NoticeOnly | Self::Text) {
            return Err(Error::usage("this command prints no JSON and does not support --jq"));
        }
        let is_table = terminal.stdout_is_tty || matches!(self, Self::LocalRows);
        let default = if is_table { Format::Table } else { Format::Json };
        let mode = requested.unwrap_or(OutputMode::Formatted(default));
        self.validate(requested, mode)?;
        Ok(mode)
    }

    /// Returns a usage error if this kind of output does not support the mode.
    fn validate(self, requested: Option<OutputMode>, mode: OutputMode) -> Result<()> {
        let refuse = |message: &str| Err(Error::usage(message));
        match (self, mode) {
            (Self::Text, _) if requested.is_some() => {
                refuse("this command does not support --output, --json, --raw or -q")
            }
            (Self::Token, _) if requested.is_some() => {
                refuse("--token-only cannot be used with --output, --json, --raw or -q")
            }
            (Self::NoticeOnly, _) if requested.is_some_and(OutputMode::has_columns) => {
                refuse("this command prints no rows and supports only --output json")
            }
            (Self::LocalRows, OutputMode::Raw | OutputMode::Ids) => refuse("this command does not support --raw or -q"),
            (Self::KeyResults, OutputMode::Raw) => {
                refuse("--raw requires exactly one ID and cannot be used with --dry-run")
            }
            (Self::Config(_) | Self::Configs(_) | Self::Differences, OutputMode::Ids) => {
                refuse("this command does not support -q: a configuration has no ID")
            }
            (Self::Differences, OutputMode::Raw) => {
                refuse("this command does not support --raw: differences are not a response body")
            }
            (Self::Keys(columns), _) => validate_columns(columns, mode, true),
            (Self::Key(columns), _) => validate_columns(columns, mode, false),
            (Self::Config(columns), _) => validate_columns(columns, mode, false),
            (Self::Configs(columns), _) => validate_columns(columns, mode, true),
            _ => Ok(()),
        }
    }
}

/// The mode that the flags request, if any.
fn requested_mode(flags: &OutputFlags) -> Result<Option<OutputMode>> {
    if flags.raw_output && flags.jq.is_none() {
        return Err(Error::usage("--raw-output requires --jq").with_hint("add --jq FILTER, or use --raw"));
    }
    let modes = [
        flags.output.map(|format| ("--output", OutputMode::Formatted(format))),
        flags.json.then_some(("--json", OutputMode::Formatted(Format::Json))),
        flags.raw.then_some(("--raw", OutputMode::Raw)),
        flags.quiet.then_some(("-q", OutputMode::Ids)),
    ];
    let mut given = modes.into_iter().flatten();
    match (given.next(), given.next()) {
        (Some((first, _)), Some((second, _))) => Err(Error::usage(format!("{first} cannot be used with {second}"))),
        (Some((_, mode)), _) if flags.jq.is_some() && mode.has_columns() => {
            Err(Error::usage("--jq supports only json and jsonl").with_hint("remove --output"))
        }
        (Some((flag, OutputMode::Raw | OutputMode::Ids)), _) if flags.jq.is_some() => {
            Err(Error::usage(format!("--jq cannot be used with {flag}")))
        }
        (None, _) if flags.jq.is_some() => Ok(Some(OutputMode::Formatted(Format::Json))),
        (given, _) => Ok(given.map(|(_, mode)| mode)),
    }
}

/// Returns a usage error for column flags without columns. The table of a single object has no header.
fn validate_columns<const CONFIG: bool>(flags: &ColumnFlags<CONFIG>, mode: OutputMode, is_list: bool) -> Result<()> {
    if !flags.columns.is_empty() && !mode.has_columns() {
        return Err(
            Error::usage("--columns supports only table, csv and tsv").with_hint("add -o csv, -o tsv or -o table")
        );
    }
    if flags.no_header && !(mode.has_columns() && (is_list || mode != OutputMode::TABLE)) {
        return Err(Error::usage("--no-header requires a format with a header")
            .with_hint("add -o csv or -o tsv (for a list, also -o table)"));
    }
    Ok(())
}

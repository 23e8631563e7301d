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
    /// Rows or fields that the program derives from responses, so there is neither a response body nor an ID.
    Derived,
    /// Rows that do not come from a tenant, such as contexts. Like `qlik`, the default is a table in a pipe too.
    LocalRows,
    /// The contexts of the profile: rows as above, and `-q` prints their names.
    Contexts,
    /// A report on keys, with a row for each finding.
    Report,
    /// A result for each of several keys.
    KeyResults,
    /// Only the token of a new key.
    Token,
    /// Nothing on stdout and a notice on stderr.
    NoticeOnly,
    /// A notice on stderr or, if JSON is requested, an object on stdout.
    Change,
    /// Text that does not come from a tenant.
    Text,
}

impl OutputKind<'_> {
    /// The mode that the flags request. The default is a table on a terminal and JSON elsewhere. `command` is the name of
    /// the command, for errors.
    ///
    /// # Errors
    /// A usage error if the flags cannot be used together, or if this kind of output does not support them.
    pub fn resolve(self, command: &str, flags: &OutputFlags, terminal: &Terminal) -> Result<OutputMode> {
        let requested = requested_mode(flags)?;
        if let Some((flag, mode)) = requested {
            self.check_support(command, flag, mode)?;
        }
        let is_table = terminal.stdout_is_tty || matches!(self, Self::LocalRows | Self::Contexts | Self::Change);
        let default = OutputMode::Formatted(if is_table { Format::Table } else { Format::Json });
        let mode = requested.map_or(default, |(_, mode)| mode);
        match self {
            Self::Keys(columns) => validate_columns(columns, mode, true)?,
            Self::Key(columns) => validate_columns(columns, mode, false)?,
            Self::Config(columns) => validate_columns(columns, mode, false)?,
            Self::Configs(columns) => validate_columns(columns, mode, true)?,
            _ => {}
        }
        Ok(mode)
    }

    /// Returns a usage error if this kind of output does not support the mode that a flag requests.
    fn check_support(self, command: &str, flag: &str, mode: OutputMode) -> Result<()> {
        let message = match (self, mode) {
            (Self::Token, _) => format!("--token-only cannot be used with {flag}"),
            (Self::NoticeOnly | Self::Change, mode) if mode.has_columns() => {
                format!("`{command}` prints no rows and supports only --output json")
            }
            (Self::KeyResults, OutputMode::Raw) => {
                "--raw requires exactly one ID and cannot be used with --dry-run".into()
            }
            (Self::Report, OutputMode::Raw) => format!("`{command}` does not support --raw"),
            (kind, OutputMode::Formatted(Format::Markdown)) if !matches!(kind, Self::Report) => {
                format!("`{command}` does not support {flag} markdown, which is for reports")
            }
            (Self::Text, _)
            | (Self::LocalRows | Self::Derived, OutputMode::Raw | OutputMode::Ids)
            | (Self::Contexts, OutputMode::Raw)
            | (Self::Config(_) | Self::Configs(_), OutputMode::Ids) => format!("`{command}` does not support {flag}"),
            (Self::NoticeOnly, _) if flag == "--jq" => format!("`{command}` prints no JSON and does not support --jq"),
            _ => return Ok(()),
        };
        Err(Error::usage(message))
    }
}

/// The flag that requests a mode, and that mode, if there is one.
fn requested_mode(flags: &OutputFlags) -> Result<Option<(&'static str, OutputMode)>> {
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
            Err(Error::usage("--jq supports only json and jsonl").with_hint("omit --output"))
        }
        (Some((flag, OutputMode::Raw | OutputMode::Ids)), _) if flags.jq.is_some() => {
            Err(Error::usage(format!("--jq cannot be used with {flag}")))
        }
        (Some((_, mode)), _) if flags.jq.is_some() => Ok(Some(("--jq", mode))),
        (None, _) if flags.jq.is_some() => Ok(Some(("--jq", OutputMode::Formatted(Format::Json)))),
        (given, _) => Ok(given),
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

//! [`Printer`]: prints what a command has, in the mode that was requested. It is the only writer of stdout.

use std::io::{self, BufWriter, Write};

use jiff::Timestamp;
use serde_json::value::RawValue;

use super::columns::Columns;
use super::fields::Fields;
use super::flags::OutputFlags;
use super::format::{Format, OutputMode};
use super::jq::JqFilter;
use super::jq_writer::JqWriter;
use super::kind::OutputKind;
use super::{csv, json, record, sanitized_cell, table};
use crate::error::{Error, Exit, Result};
use crate::page::Page;
use crate::row::Row;
use crate::secret::Secret;
use crate::terminal::{Terminal, sanitize};

/// The pages of a list.
pub(super) type Pages<'a> = &'a mut dyn Iterator<Item = Result<Page>>;

/// Prints to stdout.
pub struct Printer<'a> {
    mode: OutputMode,
    filter: Option<JqFilter>,
    terminal: &'a Terminal,
}

/// Why something was not printed, or not wholly.
#[derive(Debug)]
pub enum PrintError {
    /// stdout could not be written.
    Output(io::Error),
    /// A page could not be fetched, or what it holds can't be printed.
    Source(Error),
}

impl From<io::Error> for PrintError {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Error> for PrintError {
    fn from(error: Error) -> Self {
        Self::Source(error)
    }
}

impl<'a> Printer<'a> {
    /// A printer for this kind of output. Output flags that exclude each other or don't go with the kind, and a `--jq`
    /// filter that does not compile, are a usage error.
    pub fn new(flags: &OutputFlags, kind: OutputKind, terminal: &'a Terminal) -> Result<Self> {
        let mode = kind.resolve(flags, terminal)?;
        let filter = flags.jq.as_deref().map(|text| JqFilter::new(text, flags.raw_output)).transpose();
        let filter = filter.map_err(|wrong| Error::usage(format!("--jq: {wrong}")))?;
        Ok(Self { mode, filter, terminal })
    }

    /// The mode that it prints in.
    pub fn mode(&self) -> OutputMode {
        self.mode
    }

    /// The filter of `--jq`, if there is one.
    pub fn filter(&self) -> Option<&JqFilter> {
        self.filter.as_ref()
    }

    /// Prints a list, page by page where the format allows that. JSON arrays and tables are not begun where a page can't
    /// be fetched. A reader that closes stdout has seen enough: that is no error.
    pub fn rows(&self, columns: &Columns, pages: impl Iterator<Item = Result<Page>>) -> Result<()> {
        let mut pages = pages;
        ignore_broken_pipe(self.write(|out| match self.jq_writer() {
            Some(filtered) => filtered.write_rows(&mut pages, out),
            None => write_rows(&mut pages, columns, self.mode, self.terminal, out),
        }))
    }

    /// Prints one object. `date` is the tenant's clock, by which expiries are shown as distances. A closed stdout is no
    /// error.
    pub fn object(&self, columns: &Columns, json: Box<RawValue>, date: Option<Timestamp>) -> Result<()> {
        ignore_broken_pipe(self.new_key(columns, json, date))
    }

    /// Prints a new API key with its token. A closed stdout is an error here, since the token is lost with it.
    pub fn new_key(&self, columns: &Columns, json: Box<RawValue>, date: Option<Timestamp>) -> Result<(), PrintError> {
        self.write(|out| match self.jq_writer() {
            Some(filtered) => filtered.write_object(&json, out),
            None => write_object(json.into(), date, columns, self.mode, self.terminal, out),
        })
    }

    /// Prints a token and nothing else. A closed stdout is an error.
    pub fn token(&self, token: &Secret) -> Result<(), PrintError> {
        self.write(|out| Ok(writeln!(out, "{}", token.expose())?))
    }

    /// Prints the body of a response as received (`--raw`). A closed stdout is no error.
    pub fn body(&self, body: &[u8]) -> Result<()> {
        ignore_broken_pipe(self.new_key_body(body))
    }

    /// Prints the body of a response that holds a token as received. A closed stdout is an error.
    pub fn new_key_body(&self, body: &[u8]) -> Result<(), PrintError> {
        self.write(|out| {
            if !self.terminal.stdout_is_tty {
                return Ok(out.write_all(body)?);
            }
            Ok(out.write_all(sanitize::lines(&String::from_utf8_lossy(body)).as_bytes())?)
        })
    }

    /// Prints text of our own. A closed stdout is no error.
    pub fn text(&self, text: &str) -> Result<()> {
        print_text(text)
    }

    fn jq_writer(&self) -> Option<JqWriter<'_>> {
        self.filter.as_ref().map(|filter| JqWriter {
            filter,
            mode: self.mode,
            for_terminal: self.terminal.stdout_is_tty,
        })
    }

    fn write(
        &self,
        write: impl FnOnce(&mut BufWriter<io::StdoutLock>) -> Result<(), PrintError>,
    ) -> Result<(), PrintError> {
        let mut out = BufWriter::new(io::stdout().lock());
        write(&mut out)?;
        Ok(out.flush()?)
    }
}

/// Prints text of our own to stdout. A closed stdout is no error.
pub fn print_text(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    ignore_broken_pipe(out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(PrintError::Output))
}

/// Takes a closed stdout for the end of what its reader wants.
fn ignore_broken_pipe(printed: Result<(), PrintError>) -> Result<()> {
    match printed {
        Err(PrintError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(PrintError::Output(error)) => Err(Error::new(Exit::Error, "could not write to stdout").with_cause(error)),
        Err(PrintError::Source(error)) => Err(error),
        Ok(()) => Ok(()),
    }
}

/// Writes a list to `out`.
pub fn write_rows(
    pages: &mut dyn Iterator<Item = Result<Page>>,
    columns: &Columns,
    mode: OutputMode,
    terminal: &Terminal,
    out: &mut impl Write,
) -> Result<(), PrintError> {
    let safe = terminal.stdout_is_tty;
    match mode {
        OutputMode::Formatted(Format::Json) | OutputMode::Raw => json::write_array(pages, safe, out),
        OutputMode::Formatted(Format::Table) => table::write(pages, columns, terminal, out),
        OutputMode::Formatted(Format::Jsonl) => {
            write_each_row(pages, out, |row, out| Ok(json::write_value(row.json(), false, safe, out)?))
        }
        OutputMode::Formatted(format) => csv::write(pages, columns, format, safe, out),
        OutputMode::Ids => write_each_row(pages, out, |row, out| write_id(row, safe, out)),
    }
}

/// Writes one object to `out`.
pub fn write_object(
    row: Row,
    date: Option<Timestamp>,
    columns: &Columns,
    mode: OutputMode,
    terminal: &Terminal,
    out: &mut impl Write,
) -> Result<(), PrintError> {
    match mode {
        OutputMode::Formatted(Format::Json) | OutputMode::Raw => {
            Ok(json::write_value(row.json(), true, terminal.stdout_is_tty, out)?)
        }
        OutputMode::TABLE => record::write(&row, date, columns, out),
        _ => write_rows(&mut std::iter::once(Ok(Page { rows: vec![row], date })), columns, mode, terminal, out),
    }
}

/// Writes row by row and flushes each page, so that a reader has it before the next one is fetched.
fn write_each_row<W: Write>(
    pages: Pages<'_>,
    out: &mut W,
    write: impl Fn(&Row, &mut W) -> Result<(), PrintError>,
) -> Result<(), PrintError> {
    for page in pages {
        for row in page?.rows {
            write(&row, out)?;
        }
        out.flush()?;
    }
    Ok(())
}

fn write_id(row: &Row, safe: bool, out: &mut impl Write) -> Result<(), PrintError> {
    let id = Fields::from_row(row)?.text("id");
    if id.is_empty() {
        return Err(Error::new(Exit::Unavailable, "the tenant's answer holds a key without an id").into());
    }
    Ok(writeln!(out, "{}", sanitized_cell(&id, safe))?)
}

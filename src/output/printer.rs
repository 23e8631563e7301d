//! [`Printer`]: prints a command's output to stdout in the requested mode.

use std::io::{self, BufWriter, StdoutLock, Write};

use jiff::Timestamp;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::columns::Columns;
use super::fields::Fields;
use super::flags::OutputFlags;
use super::format::{Format, OutputMode};
use super::jq::JqFilter;
use super::jq_writer::JqWriter;
use super::kind::OutputKind;
use super::summary::RowCounter;
use super::{csv, json, markdown, record, sanitized_cell, table};
use crate::error::{Error, Exit, Result};
use crate::page::Page;
use crate::row::Row;
use crate::secret::Secret;
use crate::terminal::{Terminal, sanitize};

/// The pages of a list.
pub(super) type Pages<'a> = &'a mut dyn Iterator<Item = Result<Page>>;

/// The maximum length of [`Printer::new_key_text`]. A filter may print text forever.
const MAX_TEXT_BYTES: usize = 256 * 1024;

/// Prints to stdout in one mode.
pub struct Printer<'a> {
    mode: OutputMode,
    filter: Option<JqFilter>,
    terminal: &'a Terminal,
}

/// Why output is missing or incomplete.
#[derive(Debug)]
pub enum PrintError {
    /// Writing to stdout failed.
    Output(io::Error),
    /// A page could not be fetched, filtered or formatted.
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

impl PrintError {
    /// The error to report.
    pub fn into_error(self) -> Error {
        match self {
            Self::Output(cause) => Error::new(Exit::Error, "could not write to stdout").with_cause(cause),
            Self::Source(error) => error,
        }
    }
}

impl<'a> Printer<'a> {
    /// Creates a printer for this kind of output. `command` is the name of the command, for errors.
    ///
    /// # Errors
    /// A usage error if the output flags cannot be used together or the kind does not support them, or if `--jq` does
    /// not compile.
    pub fn new(command: &str, flags: &OutputFlags, kind: OutputKind, terminal: &'a Terminal) -> Result<Self> {
        let mode = kind.resolve(command, flags, terminal)?;
        let filter = flags.jq.as_deref().map(|text| JqFilter::new(text, flags.raw_output)).transpose();
        let filter = filter.map_err(|message| Error::usage(format!("--jq: {message}")))?;
        Ok(Self { mode, filter, terminal })
    }

    /// The output mode.
    pub fn mode(&self) -> OutputMode {
        self.mode
    }

    /// The `--jq` filter, if any.
    pub fn filter(&self) -> Option<&JqFilter> {
        self.filter.as_ref()
    }

    /// Prints a list. jsonl, csv, tsv and IDs are flushed after each page; a JSON array or table is printed only after
    /// all pages are fetched. A closed stdout ends the list and is not an error. After a table on a terminal, the summary
    /// follows on stderr.
    pub fn rows(&self, columns: &Columns, pages: impl Iterator<Item = Result<Page>>) -> Result<()> {
        let mut counter = columns.summary.clone().filter(|_| self.has_summary()).map(RowCounter::new);
        let mut pages = pages.inspect(|page| {
            if let (Some(counter), Ok(page)) = (&mut counter, page) {
                counter.add(page);
            }
        });
        ignore_broken_pipe(self.write(|out| match self.jq_writer() {
            Some(writer) => writer.write_rows(&mut pages, out),
            None => write_rows(&mut pages, columns, self.mode, self.terminal, out),
        }))?;
        drop(pages);
        if let Some(counter) = counter {
            // Without a list, stdout is empty, so the text is needed wherever stderr goes.
            if let Some(text) = counter.empty_text() {
                self.terminal.print(text);
            }
            if let Some(totals) = counter.totals().filter(|_| self.terminal.stderr_is_tty) {
                self.terminal.print(&totals);
            }
        }
        Ok(())
    }

    /// Whether a list ends with its summary: a table on a terminal.
    pub fn has_summary(&self) -> bool {
        self.mode == OutputMode::TABLE && self.terminal.stdout_is_tty
    }

    /// Prints one object. Expiries are shown relative to `date`, the tenant's clock. A closed stdout is not an error.
    pub fn object(&self, columns: &Columns, json: Box<RawValue>, date: Option<Timestamp>) -> Result<()> {
        ignore_broken_pipe(self.new_key(columns, json, date))
    }

    /// Prints a new API key with its token. A closed stdout is an error, because the token would be lost.
    pub fn new_key(&self, columns: &Columns, json: Box<RawValue>, date: Option<Timestamp>) -> Result<(), PrintError> {
        self.write(|out| self.write_new_key(columns, json, date, out))
    }

    /// The start of what [`Self::new_key`] prints, at most 256 KiB, also if it fails after that.
    pub fn new_key_text(&self, columns: &Columns, json: Box<RawValue>, date: Option<Timestamp>) -> Secret {
        let mut buffer = Zeroizing::new(vec![0; MAX_TEXT_BYTES]);
        let mut unused = buffer.as_mut_slice();
        let _ = self.write_new_key(columns, json, date, &mut unused);
        let length = MAX_TEXT_BYTES - unused.len();
        Secret::new(String::from_utf8_lossy(buffer.get(..length).unwrap_or_default()).into_owned())
    }

    fn write_new_key(
        &self,
        columns: &Columns,
        json: Box<RawValue>,
        date: Option<Timestamp>,
        out: &mut impl Write,
    ) -> Result<(), PrintError> {
        match self.jq_writer() {
            Some(writer) => writer.write_object(&json, out),
            None => write_object(json.into(), date, columns, self.mode, self.terminal, out),
        }
    }

    /// Prints only a token; on a terminal, sanitized. A closed stdout is an error.
    pub fn token(&self, token: &Secret) -> Result<(), PrintError> {
        self.write(|out| Ok(writeln!(out, "{}", sanitized_cell(token.expose(), self.terminal.stdout_is_tty))?))
    }

    /// Prints a response body as received (`--raw`); on a terminal, sanitized. A closed stdout is not an error.
    pub fn body(&self, body: &[u8]) -> Result<()> {
        ignore_broken_pipe(self.new_key_body(body))
    }

    /// Prints a response body with a token like [`Self::body`], but a closed stdout is an error.
    pub fn new_key_body(&self, body: &[u8]) -> Result<(), PrintError> {
        self.write(|out| {
            if !self.terminal.stdout_is_tty {
                return Ok(out.write_all(body)?);
            }
            Ok(out.write_all(sanitize::lines(&String::from_utf8_lossy(body)).as_bytes())?)
        })
    }

    /// Prints text that does not come from a tenant. A closed stdout is not an error.
    pub fn text(&self, text: &str) -> Result<()> {
        self.terminal.end_spinner();
        print_text(text)
    }

    fn jq_writer(&self) -> Option<JqWriter<'_>> {
        self.filter.as_ref().map(|filter| JqWriter {
            filter,
            mode: self.mode,
            for_terminal: self.terminal.stdout_is_tty,
        })
    }

    fn write(&self, write: impl FnOnce(&mut BufWriter<Stdout>) -> Result<(), PrintError>) -> Result<(), PrintError> {
        let mut out = BufWriter::new(Stdout { stream: io::stdout().lock(), terminal: self.terminal });
        write(&mut out)?;
        Ok(out.flush()?)
    }
}

/// stdout, which takes the place of the spinner.
struct Stdout<'a> {
    stream: StdoutLock<'static>,
    terminal: &'a Terminal,
}

impl Write for Stdout<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.terminal.end_spinner();
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// Prints trusted text to stdout. A closed stdout is not an error.
pub fn print_text(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    ignore_broken_pipe(out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(PrintError::Output))
}

/// Turns a closed stdout into success: the reader has what it needs.
fn ignore_broken_pipe(result: Result<(), PrintError>) -> Result<()> {
    match result {
        Err(PrintError::Output(error)) if is_broken_pipe(&error) => Ok(()),
        result => result.map_err(PrintError::into_error),
    }
}

fn is_broken_pipe(error: &io::Error) -> bool {
    // `ERROR_PIPE_NOT_CONNECTED`, which Rust does not count among the broken pipes.
    let is_not_connected = cfg!(windows) && error.raw_os_error() == Some(233);
    error.kind() == io::ErrorKind::BrokenPipe || is_not_connected
}

/// Writes a list to `out`.
pub fn write_rows(
    pages: &mut dyn Iterator<Item = Result<Page>>,
    columns: &Columns,
    mode: OutputMode,
    terminal: &Terminal,
    out: &mut impl Write,
) -> Result<(), PrintError> {
    let for_terminal = terminal.stdout_is_tty;
    match mode {
        OutputMode::Formatted(Format::Json) | OutputMode::Raw => json::write_array(pages, for_terminal, out),
        OutputMode::Formatted(Format::Table) => table::write(pages, columns, terminal, out),
        OutputMode::Formatted(Format::Markdown) => markdown::write(pages, columns, out),
        OutputMode::Formatted(Format::Jsonl) => {
            write_each_row(pages, out, |row, out| Ok(json::write_value(row.json(), false, for_terminal, out)?))
        }
        OutputMode::Formatted(format) => csv::write(pages, columns, format, for_terminal, out),
        OutputMode::Ids => write_each_row(pages, out, |row, out| write_id(row, columns, for_terminal, out)),
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

/// Writes row by row and flushes after each page, so that a reader gets it before the next page is fetched.
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

fn write_id(row: &Row, columns: &Columns, for_terminal: bool, out: &mut impl Write) -> Result<(), PrintError> {
    let id = Fields::from_row(row)?.text(columns.id_field);
    if id.is_empty() {
        return Err(Error::new(Exit::Unavailable, "the tenant's response contains an API key without an ID").into());
    }
    Ok(writeln!(out, "{}", sanitized_cell(&id, for_terminal))?)
}

//! The only writer of stdout: an [`Outcome`] in the view that was asked for. Knows nothing of HTTP or of resources:
//! it is given JSON and columns. On a terminal, no character of the tenant's that could steer it gets through.

pub mod columns;
mod csv;
mod fields;
#[cfg(feature = "jq")]
mod filter;
#[cfg(not(feature = "jq"))]
#[path = "no_filter.rs"]
mod filter;
mod filtered;
pub mod format;
mod json;
mod record;
mod table;

use std::io::{self, Write};

use jiff::Timestamp;
use serde_json::value::RawValue;

use crate::error::{Error, Exit};
use crate::output::columns::{Column, OF_CONTEXT, TOKEN};
use crate::output::format::{Format, View};
use crate::page::Page;
use crate::row::Row;
use crate::secret::Secret;
use crate::terminal::{Terminal, sanitize};
use fields::Fields;
use filtered::Filtered;

pub use filter::Filter;
pub use table::aligned;

/// The pages of a list, fetched as they are asked for.
pub type PageSource = Box<dyn Iterator<Item = crate::error::Result<Page>>>;

/// The same, lent.
type Pages<'a> = &'a mut dyn Iterator<Item = crate::error::Result<Page>>;

/// How the program ends after it has shown what there was: with this code, or with an error that is told then.
pub type Verdict = Box<dyn FnOnce() -> crate::error::Result<Exit>>;

/// What a command has to show.
pub enum Outcome {
    /// A list.
    Rows {
        /// Its pages.
        pages: PageSource,
        /// Its columns.
        columns: Columns,
    },
    /// One object, as the tenant wrote it.
    Object {
        /// The object.
        json: Box<RawValue>,
        /// The tenant's clock.
        date: Option<Timestamp>,
        /// Its fields.
        columns: Columns,
    },
    /// A key that exists since this moment, and whose token is lost if it can't be shown.
    Minted {
        /// The ID of the key.
        id: String,
        /// The tenant's whole answer, to be kept elsewhere then.
        answer: Secret,
        /// What is to be shown of it.
        shown: Box<Outcome>,
    },
    /// Something to show, after which it is known how the program ends.
    Judged {
        /// What is to be shown.
        shown: Box<Outcome>,
        /// Asked once all of it has been shown.
        verdict: Verdict,
    },
    /// A body, untouched.
    Raw(Vec<u8>),
    /// Text of our own.
    Text(String),
    /// Nothing but that it is done, for stderr.
    Done(String),
    /// Another run of the program, which has shown its own.
    Ended(Exit),
    /// A server that stays.
    Serve {
        /// How to reach it.
        announcement: String,
        /// Serves.
        serve: Box<dyn FnOnce()>,
    },
}

/// The columns of table, csv and tsv.
pub struct Columns {
    noun: &'static [Column],
    chosen: Vec<&'static Column>,
    header: bool,
    with_context: bool,
    with_token: bool,
}

impl Columns {
    /// The columns of a noun: those chosen, or, where none is, those that each format shows unasked.
    pub fn new(noun: &'static [Column], chosen: Vec<&'static Column>, header: bool) -> Self {
        Self { noun, chosen, header, with_context: false, with_token: false }
    }

    /// The same with the context in front, whatever is chosen.
    pub fn with_context(self) -> Self {
        Self { with_context: true, ..self }
    }

    /// The same and the token of a new key.
    pub fn with_token(self) -> Self {
        Self { with_token: true, ..self }
    }

    fn shown(&self, unasked: impl Fn(&Column) -> bool) -> Vec<&'static Column> {
        let mut shown = self.chosen.clone();
        if shown.is_empty() {
            shown.extend(self.noun.iter().filter(|column| unasked(column)));
        }
        if self.with_context {
            shown.insert(0, &OF_CONTEXT);
        }
        if self.with_token {
            shown.push(&TOKEN);
        }
        shown
    }
}

/// Why an outcome was not shown, or not wholly.
#[derive(Debug)]
pub enum Stopped {
    /// stdout could not be written.
    Output(io::Error),
    /// A further page could not be fetched, or can't be shown.
    Source(Error),
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Source(error)
    }
}

/// Shows an outcome; gives back what is to be said on stderr.
///
/// # Errors
/// As [`Stopped`] says. JSON and tables are then not begun; of the other formats, and of what a filter gave, whole lines
/// stand.
pub fn show(
    outcome: Outcome,
    view: View,
    filter: Option<&Filter>,
    terminal: &Terminal,
    out: &mut dyn Write,
) -> Result<Option<String>, Stopped> {
    let mut out = io::BufWriter::new(out);
    let mut notice = None;
    let filtered = filter.map(|filter| Filtered { filter, view, safe: terminal.stdout });
    match (outcome, filtered) {
        (Outcome::Object { json, .. }, Some(filtered)) => filtered.object(&json, &mut out)?,
        (Outcome::Rows { mut pages, columns }, filtered) => {
            match filtered {
                Some(filtered) => filtered.rows(&mut *pages, &mut out)?,
                None => rows(&mut *pages, &columns, view, terminal, &mut out)?,
            }
            // Before the pages go: what is kept of them is nothing that a reader of stdout waits for.
            out.flush()?;
        }
        (Outcome::Object { json, date, columns }, None) => {
            object(json.into(), date, &columns, view, terminal, &mut out)?
        }
        (Outcome::Minted { shown, .. } | Outcome::Judged { shown, .. }, _) => {
            notice = show(*shown, view, filter, terminal, &mut out)?
        }
        (Outcome::Raw(body), _) => raw(&body, terminal, &mut out)?,
        (Outcome::Text(text), _) => out.write_all(text.as_bytes())?,
        (Outcome::Done(text), _) => notice = Some(text),
        (Outcome::Ended(_), _) => {}
        (Outcome::Serve { announcement, serve }, _) => {
            out.write_all(announcement.as_bytes())?;
            out.flush()?;
            serve();
        }
    }
    out.flush()?;
    Ok(notice)
}

fn rows(
    pages: Pages<'_>,
    columns: &Columns,
    view: View,
    terminal: &Terminal,
    out: &mut impl Write,
) -> Result<(), Stopped> {
    let safe = terminal.stdout;
    match view {
        View::Formatted(Format::Json) | View::Raw => json::write_array(pages, safe, out),
        View::Formatted(Format::Table) => table::write(pages, columns, terminal, out),
        View::Formatted(Format::Jsonl) => each(pages, out, |row, out| json::write_line(row, safe, out)),
        View::Formatted(format) => csv::write(pages, columns, format, safe, out),
        View::Ids => each(pages, out, |row, out| write_id(row, safe, out)),
    }
}

/// Writes row by row, and lets each page go before the next is asked for.
fn each<W: Write>(
    pages: Pages<'_>,
    out: &mut W,
    mut write: impl FnMut(&Row, &mut W) -> Result<(), Stopped>,
) -> Result<(), Stopped> {
    for page in pages {
        for row in page?.rows {
            write(&row, out)?;
        }
        out.flush()?;
    }
    Ok(())
}

fn object(
    row: Row,
    date: Option<Timestamp>,
    columns: &Columns,
    view: View,
    terminal: &Terminal,
    out: &mut impl Write,
) -> Result<(), Stopped> {
    let safe = terminal.stdout;
    match view {
        View::Formatted(Format::Json) | View::Raw => Ok(json::write_text(row.json(), true, safe, out)?),
        View::Formatted(Format::Jsonl) => json::write_line(&row, safe, out),
        View::Formatted(Format::Table) => record::write(&row, date, columns, out),
        View::Formatted(format) => {
            let page = Page { rows: vec![row], date };
            csv::write(&mut std::iter::once(Ok(page)), columns, format, safe, out)
        }
        View::Ids => write_id(&row, safe, out),
    }
}

fn write_id(row: &Row, safe: bool, out: &mut impl Write) -> Result<(), Stopped> {
    let id = Fields::of(row)?.text("id");
    if id.is_empty() {
        return Err(Error::new(Exit::Unavailable, "the tenant's answer holds a key without an id").into());
    }
    out.write_all(on_screen(&id, safe).as_bytes())?;
    Ok(out.write_all(b"\n")?)
}

fn raw(body: &[u8], terminal: &Terminal, out: &mut impl Write) -> io::Result<()> {
    if !terminal.stdout {
        return out.write_all(body);
    }
    out.write_all(sanitize::lines(&String::from_utf8_lossy(body)).as_bytes())
}

/// A text as it is, or, for a screen, on one line and without what could steer it.
fn on_screen(text: &str, safe: bool) -> std::borrow::Cow<'_, str> {
    if safe { sanitize::cell(text) } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;

    use serde_json::value::RawValue;

    /// stdout, as others see it.
    #[derive(Clone, Default)]
    struct Out(Rc<RefCell<Vec<u8>>>);

    impl Write for Out {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// One page, which notes how much had been shown when it goes.
    struct Source {
        page: Option<Page>,
        out: Out,
        shown: Rc<Cell<usize>>,
    }

    impl Iterator for Source {
        type Item = crate::error::Result<Page>;

        fn next(&mut self) -> Option<Self::Item> {
            self.page.take().map(Ok)
        }
    }

    impl Drop for Source {
        fn drop(&mut self) {
            self.shown.set(self.out.0.borrow().len());
        }
    }

    #[test]
    fn a_list_is_out_before_its_pages_go() {
        let formats = [Format::Table, Format::Json, Format::Jsonl, Format::Csv].map(View::Formatted);
        for view in formats.into_iter().chain([View::Ids]) {
            let (out, shown) = (Out::default(), Rc::default());
            let page = Page::of(RawValue::from_string(r#"{"id":"k"}"#.into()), None);
            let pages = Box::new(Source { page: Some(page), out: out.clone(), shown: Rc::clone(&shown) });
            let outcome =
                Outcome::Rows { pages, columns: Columns::new(crate::output::columns::API_KEY, Vec::new(), true) };
            show(outcome, view, None, &Terminal::detect(|_| None), &mut out.clone()).unwrap();
            assert_eq!((shown.get() > 0, shown.get()), (true, out.0.borrow().len()), "{view:?}");
        }
    }
}

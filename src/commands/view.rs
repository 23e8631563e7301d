//! Which view of an answer was asked for, and whether the command has it: what it can't show is a usage error.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::App;
use crate::args::{ColumnChoice, Globals};
use crate::error::{Error, Exit, Result};
use crate::http::Response;
use crate::output::format::{Format, View};
use crate::output::{Filter, Outcome};
use crate::terminal::Terminal;

/// What a command has to show.
pub enum Shape<'a> {
    /// A list of API keys.
    Rows(&'a ColumnChoice<false>),
    /// One API key.
    Resource(&'a ColumnChoice<false>),
    /// The configuration, which has no ID.
    Configuration(&'a ColumnChoice<true>),
    /// What differs in the configuration.
    Differences,
    /// The configurations of several tenants.
    Configurations(&'a ColumnChoice<true>),
    /// Something of ours, which is the same in a pipe as on a terminal, as it is with Qlik's own tool.
    Plain,
    /// The token of a new key, and nothing else.
    Token,
    /// What became of each of several, as rows of ours.
    Each,
    /// No answer but that it is done.
    Nothing,
    /// Text that is not the tenant's.
    Text,
}

/// Whether notices are unwelcome: with `-q`, and with JSON asked for, where stderr is for one error object.
pub fn is_silent(globals: &Globals) -> bool {
    globals.quiet || wants_json(globals)
}

/// Whether JSON was asked for: then errors are JSON too.
pub fn wants_json(globals: &Globals) -> bool {
    globals.json || matches!(globals.output, Some(Format::Json | Format::Jsonl))
}

/// Says an error, as text or as one JSON object.
pub fn tell(error: &Error, json: bool, terminal: &Terminal) {
    if json {
        terminal.say(&error.json());
    } else {
        terminal.error(&error.text());
    }
}

/// The view that was asked for, or else the one that suits stdout.
///
/// # Errors
/// Flags that exclude each other, and views that the command doesn't have.
pub fn resolve_view(globals: &Globals, terminal: &Terminal, shape: &Shape) -> Result<View> {
    let asked = asked(globals)?;
    if globals.jq.is_some() && matches!(shape, Shape::Nothing | Shape::Text) {
        return Err(Error::usage("this command prints no JSON: --jq doesn't apply"));
    }
    let for_people = terminal.stdout || matches!(shape, Shape::Plain);
    let view = asked.unwrap_or(View::Formatted(if for_people { Format::Table } else { Format::Json }));
    match shape {
        Shape::Text if asked.is_some() => {
            Err(Error::usage("this command prints no answer of a tenant: --output, --json, --raw and -q don't apply"))
        }
        Shape::Token if asked.is_some() => Err(Error::usage(
            "--token-only prints the token and nothing else: --output, --json, --raw and -q don't apply",
        )),
        Shape::Nothing => match asked {
            Some(View::Formatted(format)) if format.has_columns() => {
                Err(Error::usage("this command prints no rows: --output takes json alone here"))
            }
            _ => Ok(view),
        },
        Shape::Plain if matches!(view, View::Raw | View::Ids) => {
            Err(Error::usage("this command prints no answer of a tenant and no IDs: --raw and -q don't apply"))
        }
        Shape::Each if view == View::Raw => {
            Err(Error::usage("--raw prints the body of one answer: it goes with one ID, without --dry-run"))
        }
        Shape::Configuration(_) | Shape::Configurations(_) | Shape::Differences if view == View::Ids => {
            Err(Error::usage("-q prints IDs, and a configuration has none"))
        }
        Shape::Differences if view == View::Raw => {
            Err(Error::usage("--raw prints the tenant's own body, and what differs is none"))
        }
        Shape::Rows(choice) => columns(choice, view, true),
        Shape::Resource(choice) => columns(choice, view, false),
        Shape::Configuration(choice) => columns(choice, view, false),
        Shape::Configurations(choice) => columns(choice, view, true),
        Shape::Differences | Shape::Text | Shape::Token | Shape::Plain | Shape::Each => Ok(view),
    }
}

/// The filter of `--jq`, compiled before anything is sent.
///
/// # Errors
/// One that does not compile.
pub fn filter(globals: &Globals) -> Result<Option<Filter>> {
    let compiled = globals.jq.as_deref().map(|text| Filter::new(text, globals.raw_output)).transpose();
    compiled.map_err(|wrong| Error::usage(format!("--jq: {wrong}")))
}

fn asked(globals: &Globals) -> Result<Option<View>> {
    if globals.raw_output && globals.jq.is_none() {
        return Err(Error::usage("--raw-output goes with --jq").hint("add --jq FILTER, or say --raw"));
    }
    let flags = [
        globals.output.map(|format| ("--output", View::Formatted(format))),
        globals.json.then_some(("--json", View::Formatted(Format::Json))),
        globals.raw.then_some(("--raw", View::Raw)),
        globals.quiet.then_some(("-q", View::Ids)),
    ];
    let mut given = flags.into_iter().flatten();
    match (given.next(), given.next()) {
        (Some((one, _)), Some((other, _))) => Err(Error::usage(format!("{one} and {other} exclude each other"))),
        (Some((_, View::Formatted(format))), _) if globals.jq.is_some() && format.has_columns() => {
            Err(Error::usage("--jq goes with json and jsonl alone").hint("leave --output out"))
        }
        (Some((flag, View::Raw | View::Ids)), _) if globals.jq.is_some() => {
            Err(Error::usage(format!("--jq and {flag} exclude each other")))
        }
        (None, _) if globals.jq.is_some() => Ok(Some(View::Formatted(Format::Json))),
        (first, _) => Ok(first.map(|(_, view)| view)),
    }
}

/// Columns and headers are of use where there are some. A single object's table has a line for each field.
fn columns<const CONFIG: bool>(choice: &ColumnChoice<CONFIG>, view: View, is_list: bool) -> Result<View> {
    let has_columns = matches!(view, View::Formatted(format) if format.has_columns());
    let has_header = has_columns && (is_list || view != View::Formatted(Format::Table));
    if !choice.columns.is_empty() && !has_columns {
        return Err(Error::usage("--columns goes with table, csv and tsv").hint("add -o csv, -o tsv or -o table"));
    }
    if choice.no_header && !has_header {
        return Err(Error::usage("--no-header goes with the formats that have a header")
            .hint("add -o csv or -o tsv (for a list, -o table too)"));
    }
    Ok(view)
}

/// The outcome of a change, which has no content (204): a notice, or with `--raw` the body as it is.
pub fn done(app: &App, response: Response, notice: String) -> Outcome {
    match app.view {
        View::Raw => Outcome::Raw(response.body),
        _ => Outcome::Done(notice),
    }
}

/// Something of ours as JSON, for the renderer.
///
/// # Errors
/// Where it can't be written as JSON.
pub fn shown(value: &impl Serialize) -> Result<Box<RawValue>> {
    to_raw_value(value).map_err(|error| Error::new(Exit::Error, "could not be written as JSON").caused_by(error))
}

//! The filter's process.

use std::ffi::OsString;
use std::io::{self, BufWriter, Write as _};

use serde_json::value::RawValue;

use super::evaluate::{CompiledFilter, FilterEnd};
use super::limits::Limits;
use super::messages::{Message, read_text};
use super::{STACK_SIZE, run_with_stack};
use crate::error::Exit;

/// The first argument of a filter's process.
pub(super) const FILTER_COMMAND: &str = "__run-jq-filter";

/// The second argument: whether strings are printed without quotes.
pub(super) const MODES: [(&str, bool); 2] = [("json", false), ("raw", true)];

/// Runs a filter, if the arguments are those of a filter's process. Returns `None` if they are not.
pub fn run_filter_process(arguments: &[OsString]) -> Option<Exit> {
    let words: Vec<&str> = arguments.iter().skip(1).map_while(|argument| argument.to_str()).collect();
    let [FILTER_COMMAND, mode, filter] = words[..] else {
        return None;
    };
    let (_, raw_output) = MODES.into_iter().find(|(name, _)| *name == mode)?;
    let limits = Limits::apply();
    let result = run_with_stack(STACK_SIZE, || serve(filter, raw_output, &limits)).unwrap_or_else(|error| {
        Message::Failed(format!("could not start the filter: {error}")).write(&mut io::stdout())
    });
    Some(if result.is_ok() { Exit::Ok } else { Exit::Error })
}

/// Reads pages from stdin and writes messages to stdout, until stdin ends or the filter fails.
fn serve(filter: &str, raw_output: bool, limits: &Limits) -> io::Result<()> {
    let (mut input, mut out) = (io::stdin().lock(), BufWriter::new(io::stdout().lock()));
    let mut send = |message: Message| {
        message.write(&mut out)?;
        out.flush()
    };
    let filter = match CompiledFilter::new(filter) {
        Ok(filter) => filter,
        Err(message) => return send(Message::Failed(message)),
    };
    loop {
        let page = match read_text(&mut input) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            page => page?,
        };
        limits.limit_memory(page.len());
        let inputs: Vec<&RawValue> = serde_json::from_str(&page)?;
        let mut emit = |result| send(Message::Result(result));
        match inputs.iter().try_for_each(|input| filter.run(raw_output, input.get(), &mut emit)) {
            Ok(()) => send(Message::PageEnd)?,
            Err(FilterEnd::Halted) => return send(Message::Halted),
            Err(FilterEnd::Failed(message)) => return send(Message::Failed(message)),
            Err(FilterEnd::Output(error)) => return Err(error),
        }
    }
}

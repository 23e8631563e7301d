//! The filter's process.

use std::ffi::OsString;
use std::io::{self, BufWriter, Write as _};
use std::thread;

use serde_json::value::RawValue;

use super::evaluate::{End, evaluate};
use super::limits::Limits;
use super::messages::{Message, read_text};
use super::{STACK_SIZE, compile};
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
    let thread = thread::Builder::new().name("filter".to_owned()).stack_size(STACK_SIZE);
    let result = thread::scope(|scope| match thread.spawn_scoped(scope, || serve(filter, raw_output, &limits)) {
        Ok(filter) => filter.join().unwrap_or_else(|_| Err(io::Error::other("the filter panicked"))),
        Err(error) => Message::Failed(format!("could not start the filter: {error}")).write(&mut io::stdout()),
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
    let program = match compile::compile(filter) {
        Ok(program) => program,
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
        match inputs.iter().try_for_each(|input| evaluate(&program, raw_output, input.get(), &mut emit)) {
            Ok(()) => send(Message::PageEnd)?,
            Err(End::Halted) => return send(Message::Halted),
            Err(End::Failed(message)) => return send(Message::Failed(message)),
            Err(End::Output(error)) => return Err(error),
        }
    }
}

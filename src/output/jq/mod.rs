//! [`JqFilter`]: the flag `--jq`, implemented with the jaq crates. A filter can read only its input: no files and no
//! environment, which may contain credentials. It runs in a process of its own with limits of time and memory.
//!
//! | file | purpose |
//! |---|---|
//! | `compile` | compiles a filter and describes its errors |
//! | `evaluate`, `value` | run a compiled filter on JSON |
//! | `process` | starts the filter's process and talks to it |
//! | `child` | is that process |
//! | `limits` | limits it |
//! | `messages` | what the two processes send to each other |

mod child;
mod compile;
mod evaluate;
mod limits;
mod messages;
mod process;
mod value;

use std::{io, thread};

use jaq_core::data;
use jaq_json::Val;

use super::jq_writer::JqResult;
use crate::secret::looks_like_token;

pub use child::run_filter_process;
pub use evaluate::{CompiledFilter, FilterEnd};
pub(super) use process::FilterProcess;

/// The types that jaq needs: JSON values and no other data.
type Data = data::JustLut<Val>;
type Program = jaq_core::Filter<Data>;

/// The maximum length of a filter in bytes.
const MAX_FILTER_BYTES: usize = 32 * 1024;

/// The stack of the thread that checks a filter, in bytes; unused pages take no memory. The parser takes at most 2.5 KB
/// for a byte of the filter, if it is a level of nesting, such as `-` in `---1`.
const COMPILER_STACK_SIZE: usize = 96 * 1024 * 1024;

/// The stack of the thread that runs a filter, in bytes. Parsing, comparing and dropping a value need one stack frame per
/// level, and so do recursive functions of a filter.
const STACK_SIZE: usize = 256 * 1024 * 1024;

/// [`JqFilter::compare`] compares at most this many results of at most this total length in bytes, since a filter
/// may produce results forever.
const MAX_COMPARED: usize = 1000;
const MAX_COMPARED_BYTES: usize = 4 * 1024 * 1024;

/// A filter that compiles.
pub struct JqFilter {
    text: String,
    raw_output: bool,
}

impl JqFilter {
    /// Checks that a filter compiles. With `raw_output`, strings are printed without quotes.
    ///
    /// # Errors
    /// A message with the first error and its position.
    pub fn new(text: &str, raw_output: bool) -> Result<Self, String> {
        if looks_like_token(text) {
            return Err("this is a token, not a filter".to_owned());
        }
        if text.len() > MAX_FILTER_BYTES {
            return Err("the filter is longer than 32 KiB".to_owned());
        }
        run_with_stack(COMPILER_STACK_SIZE, || CompiledFilter::new(text).map(drop))
            .map_err(|error| format!("could not compile the filter: {error}"))??;
        Ok(Self { text: text.to_owned(), raw_output })
    }

    /// Whether the filter has the same results for each of `others` as for `input`. If it has not, it uses what they
    /// differ in.
    ///
    /// # Errors
    /// The message of a filter that fails.
    pub fn compare(&self, input: &str, others: &[&str]) -> Result<Vec<bool>, String> {
        let mut process = None;
        let expected = self.first_results(&mut process, input)?;
        others.iter().map(|other| Ok(self.first_results(&mut process, other)? == expected)).collect()
    }

    /// Returns the first results for an input. `process` is a process that takes one, if there is one.
    fn first_results(&self, process: &mut Option<FilterProcess>, input: &str) -> Result<Vec<JqResult>, String> {
        let mut running = process.take().map_or_else(|| self.start(), Ok)?;
        running.send(&[input]);
        let (mut results, mut length) = (Vec::new(), 0);
        while results.len() < MAX_COMPARED && length < MAX_COMPARED_BYTES {
            let Some(result) = running.next_result()? else {
                *process = Some(running).filter(|process| !process.has_halted());
                break;
            };
            length += result.len();
            results.push(result);
        }
        Ok(results)
    }

    /// Starts the filter's process.
    ///
    /// # Errors
    /// A message that says why it can't be started.
    pub(super) fn start(&self) -> Result<FilterProcess, String> {
        FilterProcess::start(&self.text, self.raw_output)
    }
}

/// Runs `f` on a thread of its own with a stack of this many bytes.
///
/// # Errors
/// The thread can't be started, or it panicked.
fn run_with_stack<T: Send>(stack_size: usize, f: impl FnOnce() -> T + Send) -> io::Result<T> {
    let thread = thread::Builder::new().name("filter".to_owned()).stack_size(stack_size);
    thread::scope(|scope| thread.spawn_scoped(scope, f)?.join().map_err(|_| io::Error::other("the filter panicked")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_invalid_filters_and_functions_that_read_more_than_the_input() {
        for (filter, message) in [
            ("", "at the end: term expected"),
            ("\"é\" | ]", "character 7: unexpected token"),
            ("\"abc", "at the end: closing quote expected"),
            (". as $x | $y", "character 11: $y is not defined"),
            ("if . then 1", "else or end expected"),
            (". | env.HOME", "character 5: env/0 is not defined"),
            ("input", "input/0 is not defined"),
            ("debug", "debug/0 is not defined"),
            ("\"x\" | stderr", "stderr/0 is not defined"),
            ("halt_error", "halt_error/0 is not defined"),
            ("input_filename", "input_filename/0 is not defined"),
            ("include \"x\"; .", "modules are not supported"),
            ("import \"/etc/x\" as $x; $x", "character 9: modules are not supported"),
        ] {
            let error = JqFilter::new(filter, false).map(drop).unwrap_err();
            assert!(error.contains(message), "{filter}: {error}");
        }
    }

    #[test]
    fn a_deeply_nested_filter_does_not_overflow_the_stack() {
        for (open, close) in [("(", ")"), ("1|", "")] {
            let filter = format!("{}1{}", open.repeat(4000), close.repeat(4000));
            assert!(JqFilter::new(&filter, false).is_ok(), "{open}");
        }
        assert!(JqFilter::new(&"-".repeat(MAX_FILTER_BYTES + 1), false).is_err_and(|error| error.contains("longer")));
    }
}

//! [`JqFilter`]: the flag `--jq`, implemented with the jaq crates. A filter runs on a thread with a large stack for
//! deeply nested values. It can read only its input: no files and no environment, which may contain credentials.

mod compile;
mod value;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread;

use jaq_core::{Ctx, Exn, Vars, data};
use jaq_json::Val;

use super::PrintError;
use super::jq_writer::JqResult;
use crate::error::{Error, Exit};
use crate::secret::looks_like_token;

/// The types that jaq needs: JSON values and no other data.
type Data = data::JustLut<Val>;
type Program = jaq_core::Filter<Data>;

/// The stack of the filter's thread in bytes; unused pages take no memory. Parsing, comparing and dropping a value need
/// one stack frame per level, and so do recursive functions of a filter.
const STACK_SIZE: usize = 256 * 1024 * 1024;

/// The maximum number of results that wait to be written.
const MAX_QUEUED: usize = 64;

/// [`JqFilter::distinguishes`] compares at most this many results, since a filter may produce results forever.
const MAX_COMPARED: usize = 1000;

/// The maximum length of a filter's error message, in characters: it may quote a whole list.
const MAX_MESSAGE_CHARS: usize = 240;

/// A compiled filter.
pub struct JqFilter {
    program: Arc<Program>,
    raw_output: bool,
}

impl JqFilter {
    /// Compiles a filter. With `raw_output`, strings are printed without quotes.
    ///
    /// # Errors
    /// A message with the first error and its position.
    pub fn new(text: &str, raw_output: bool) -> Result<Self, String> {
        if looks_like_token(text) {
            return Err("this is a token, not a filter".to_owned());
        }
        Ok(Self { program: Arc::new(compile::compile(text)?), raw_output })
    }

    /// Whether two inputs have different results, which means that the filter uses what they differ in.
    ///
    /// # Errors
    /// The message of a filter that fails.
    pub fn distinguishes(&self, first: &str, second: &str) -> Result<bool, String> {
        let results = |input: &str| {
            let results = self.start(vec![input.to_owned()]).map_err(|error| error.to_text())?;
            results.into_iter().take(MAX_COMPARED).collect::<Result<Vec<_>, _>>()
        };
        Ok(results(first)? != results(second)?)
    }

    /// Filters each input. Calls `write` with each result, and with `None` before it waits for the next one.
    pub(super) fn run(
        &self,
        inputs: Vec<String>,
        write: &mut dyn FnMut(Option<JqResult>) -> Result<(), PrintError>,
    ) -> Result<(), PrintError> {
        let results = self.start(inputs)?;
        loop {
            let next = match results.try_recv() {
                Err(TryRecvError::Empty) => {
                    write(None)?;
                    results.recv().ok()
                }
                next => next.ok(),
            };
            match next {
                Some(Ok(result)) => write(Some(result))?,
                Some(Err(message)) => return Err(Error::new(Exit::Error, format!("--jq: {message}")).into()),
                None => return Ok(()),
            }
        }
    }

    /// Starts the filter's thread. It ends at the next result after the receiver is dropped.
    fn start(&self, inputs: Vec<String>) -> Result<Receiver<Result<JqResult, String>>, Error> {
        let (sender, results) = sync_channel(MAX_QUEUED);
        let (program, raw_output) = (Arc::clone(&self.program), self.raw_output);
        let work = move || inputs.iter().try_for_each(|input| send_results(&program, raw_output, input, &sender));
        thread::Builder::new()
            .name("filter".to_owned())
            .stack_size(STACK_SIZE)
            .spawn(work)
            .map_err(|error| Error::new(Exit::Error, "--jq: could not start the filter").with_cause(error))?;
        Ok(results)
    }
}

/// Sends every result for one input. `None` stops the filter: it failed or halted, or the receiver was dropped.
fn send_results(
    program: &Program,
    raw_output: bool,
    input: &str,
    sender: &SyncSender<Result<JqResult, String>>,
) -> Option<()> {
    let send = |result: Result<JqResult, String>| {
        let is_ok = result.is_ok();
        sender.send(result).is_ok_and(|()| is_ok).then_some(())
    };
    let input = match value::parse(input) {
        Ok(input) => input,
        Err(message) => return send(Err(message)),
    };
    let context = Ctx::<Data>::new(&program.lut, Vars::new([]));
    for result in program.id.run((context, input)) {
        match result.map_err(failure_message) {
            Ok(value) => {
                let rendered = value::render(&value, raw_output);
                if rendered.is_err() {
                    // The value may be too deep to drop, which takes a stack frame per level.
                    std::mem::forget(value);
                }
                send(rendered)?;
            }
            Err(Some(message)) => return send(Err(message)),
            // The filter called `halt`.
            Err(None) => return None,
        }
    }
    Some(())
}

/// Why a filter ended, on one line. `None` if it called `halt` with exit code 0.
fn failure_message(exception: Exn<Val>) -> Option<String> {
    let exception = match exception.get_err() {
        Ok(error) => {
            return Some(format!("the filter failed: {}", shorten_middle(&value::error_message(error.into_val()))));
        }
        Err(exception) => exception,
    };
    match exception.get_halt() {
        Ok(0) => None,
        Ok(code) => Some(format!("the filter halted with exit code {code}")),
        Err(_) => Some("the filter uses `break` outside of its label".to_owned()),
    }
}

/// The text on one line; if it is too long, its start and end.
fn shorten_middle(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let count = text.chars().count();
    if count <= MAX_MESSAGE_CHARS {
        return text;
    }
    let half = MAX_MESSAGE_CHARS / 2;
    let (head, tail): (String, String) = (text.chars().take(half).collect(), text.chars().skip(count - half).collect());
    format!("{head} … {tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The results as `jq -c` prints them, and the error if the filter fails.
    fn results(filter: &str, input: &str) -> (Vec<String>, Option<String>) {
        let mut results = Vec::new();
        for result in JqFilter::new(filter, false).unwrap().start(vec![input.to_owned()]).unwrap() {
            match result {
                Ok(JqResult::Json(text) | JqResult::Text(text)) => results.push(text),
                Err(message) => return (results, Some(message)),
            }
        }
        (results, None)
    }

    #[track_caller]
    fn assert_results(filter: &str, input: &str, expected: &[&str]) {
        let (results, error) = results(filter, input);
        let results: Vec<&str> = results.iter().map(String::as_str).collect();
        assert_eq!((results, error), (expected.to_vec(), None), "{filter}");
    }

    #[test]
    fn preserves_numbers_and_key_order() {
        let object = r#"{"z":1.50e+3,"a":123456789012345678901234567890,"m":-0.0,"b":0.1,"é":"\u00e9"}"#;
        assert_results(".", object, &[r#"{"z":1.50e+3,"a":123456789012345678901234567890,"m":-0.0,"b":0.1,"é":"é"}"#]);
        assert_results(".a + 1", object, &["123456789012345678901234567891"]);
        assert_results("keys", object, &[r#"["a","b","m","z","é"]"#]);
        assert_results(
            "3 / 1.5, 1 / 8, nan, infinite, -infinite",
            "null",
            &["2", "0.125", "null", "1.7976931348623157e+308", "-1.7976931348623157e+308"],
        );
    }

    #[test]
    fn runs_common_jq_filters() {
        let keys = r#"[{"id":"a","status":"active","expiry":"2026-12-01T00:00:00Z"},{"id":"b","status":"expired"}]"#;
        assert_results(r#".[] | select(.status == "active") | .id"#, keys, &[r#""a""#]);
        assert_results("map(.id) | join(\",\")", keys, &[r#""a,b""#]);
        assert_results(
            "group_by(.status) | map({(.[0].status): length}) | add",
            keys,
            &[r#"{"active":1,"expired":1}"#],
        );
        assert_results(".[0].expiry | fromdateiso8601 | ., todate", keys, &["1796083200", r#""2026-12-01T00:00:00Z""#]);
        assert_results(
            ".[0] | [.id, .status] | @csv, @tsv, @sh",
            keys,
            &[r#""\"a\",\"active\"""#, r#""a\tactive""#, r#""'a' 'active'""#],
        );
        assert_results(r#"map(.id | test("^[a-b]$")) | all"#, keys, &["true"]);
        assert_results("first, halt, last", "[1,2]", &["1"]);
        assert_results(
            "[[\"a\\tb\\\\c\\nd\", null, 1.50, true] | @tsv, @csv]",
            "0",
            &[r#"["a\\tb\\\\c\\nd\t\t1.50\ttrue","\"a\tb\\c\nd\",,1.50,true"]"#],
        );
        assert_results("INDEX(.a) | keys, (.x | .a | IN(\"x\", \"y\"))", r#"[{"a":"x"}]"#, &[r#"["x"]"#, "true"]);
        assert_results("[leaf_paths], ([1] == (1 | toarray))", r#"{"a":{"b":1}}"#, &[r#"[["a","b"]]"#, "true"]);
    }

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
    fn a_failure_keeps_earlier_results_and_its_message_is_short() {
        assert_eq!(
            results(".[] | 10 / .", "[5,\"x\"]"),
            (vec!["2".into()], Some("the filter failed: cannot calculate 10 / \"x\"".into()))
        );
        assert_eq!(results("error(\"a\\nhint: b\")", "1").1.unwrap(), "the filter failed: a hint: b");
        assert_eq!(results("error", "{\"a\":1}").1.unwrap(), "the filter failed: {\"a\":1}");
        let long = format!("[{}]", vec!["\"a key\""; 10_000].join(","));
        let message = results(".a", &long).1.unwrap();
        assert!(
            message.starts_with("the filter failed: cannot index [\"a key\",") && message.ends_with(" with \"a\""),
            "{message}"
        );
        assert!(message.len() < 300, "{}", message.len());
    }

    #[test]
    fn rejects_deep_values_and_runs_long_recursion() {
        let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert_results("[..] | length", &deep(10_000), &["10000"]);
        assert_results(".", &deep(10_000), &[&deep(10_000)]);
        assert_eq!(results(".", &deep(10_001)).1.unwrap(), "the response is nested deeper than 10000 levels");
        assert_results("def f($n): if $n == 0 then 0 else 1 + f($n - 1) end; f(2000)", "null", &["2000"]);
    }

    #[test]
    fn distinguishes_inputs_by_their_results() {
        let distinguishes =
            |filter: &str| JqFilter::new(filter, true).unwrap().distinguishes(r#"{"a":1,"b":2}"#, r#"{"a":1,"b":3}"#);
        for (filter, expected) in
            [(".", true), (".a", false), ("empty", false), (".b | @base64", true), ("repeat(.a)", false)]
        {
            assert_eq!(distinguishes(filter), Ok(expected), "{filter}");
        }
        assert!(distinguishes(".a.c").unwrap_err().contains("cannot index 1"));
    }
}

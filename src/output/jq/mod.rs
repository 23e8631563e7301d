//! [`Filter`], the flag `--jq`: jq's language over the JSON that would have been shown, by the jaq crates.
//! It runs on a thread of its own, which has the stack for what a filter may nest. It reads nothing but its input:
//! no environment, which may hold credentials, no files and no further input.

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

/// What the values that a filter runs on are, and all that it can reach.
type Data = data::JustLut<Val>;
type Program = jaq_core::Filter<Data>;

/// The stack of a filter; pages of it that are not used cost nothing. Parsing, comparing and dropping a value take
/// as many frames as it is deep, and so does a function of the filter's own that calls itself.
const STACK_SIZE: usize = 256 * 1024 * 1024;

/// How many results may wait to be written.
const MAX_QUEUED: usize = 64;

/// As many results of two runs are compared: an endless filter is known by then.
const MAX_COMPARED: usize = 1000;

/// The most characters of an error message of a filter, which quotes values, whole lists among them.
const MAX_MESSAGE_CHARS: usize = 240;

/// A filter, compiled.
pub struct JqFilter {
    program: Arc<Program>,
    raw_output: bool,
}

impl JqFilter {
    /// Compiles a filter. `raw` shows strings without their quotes. The error says what is wrong with it, and where.
    pub fn new(text: &str, raw: bool) -> Result<Self, String> {
        if looks_like_token(text) {
            return Err("this is a token, not a filter".to_owned());
        }
        Ok(Self { program: Arc::new(compile::compile(text)?), raw_output: raw })
    }

    /// Whether two inputs give different results: whether the filter lets through what they differ in.
    pub fn distinguishes(&self, one: &str, other: &str) -> Result<bool, String> {
        let results = |input: &str| {
            let results = self.start(vec![input.to_owned()]).map_err(|error| error.to_text())?;
            results.into_iter().take(MAX_COMPARED).collect::<Result<Vec<_>, _>>()
        };
        Ok(results(one)? != results(other)?)
    }

    /// Runs on one input after the other, and calls `write` with each result as soon as it is there, and with `None`
    /// before it waits for one.
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
                Some(Ok(shown)) => write(Some(shown))?,
                Some(Err(message)) => return Err(Error::new(Exit::Error, format!("--jq: {message}")).into()),
                None => return Ok(()),
            }
        }
    }

    /// Starts the thread. It ends when nobody receives any more, at its next result.
    fn start(&self, inputs: Vec<String>) -> Result<Receiver<Result<JqResult, String>>, Error> {
        let (sender, results) = sync_channel(MAX_QUEUED);
        let (program, raw) = (Arc::clone(&self.program), self.raw_output);
        let work = move || inputs.iter().try_for_each(|input| send_results(&program, raw, input, &sender));
        thread::Builder::new()
            .name("filter".to_owned())
            .stack_size(STACK_SIZE)
            .spawn(work)
            .map_err(|error| Error::new(Exit::Error, "--jq: no memory for the filter").with_cause(error))?;
        Ok(results)
    }
}

/// Sends every result for one input; `None` where no more are wanted.
fn send_results(
    program: &Program,
    raw: bool,
    input: &str,
    sender: &SyncSender<Result<JqResult, String>>,
) -> Option<()> {
    let send = |result: Result<JqResult, String>| {
        let goes_on = result.is_ok();
        sender.send(result).is_ok_and(|()| goes_on).then_some(())
    };
    let input = match value::parse(input) {
        Ok(input) => input,
        Err(message) => return send(Err(message)),
    };
    let context = Ctx::<Data>::new(&program.lut, Vars::new([]));
    for result in program.id.run((context, input)) {
        match result.map_err(failure_message) {
            Ok(value) => {
                let shown = value::render(&value, raw);
                if shown.is_err() {
                    // Dropping it would take as many frames as it is deep.
                    std::mem::forget(value);
                }
                send(shown)?;
            }
            Err(Some(message)) => return send(Err(message)),
            // `halt`
            Err(None) => return None,
        }
    }
    Some(())
}

/// What a filter ended with, on one line; nothing where it ended itself and all is well.
fn failure_message(exception: Exn<Val>) -> Option<String> {
    let exception = match exception.get_err() {
        Ok(error) => {
            return Some(format!("the filter failed: {}", shorten_middle(&value::error_message(error.into_val()))));
        }
        Err(exception) => exception,
    };
    match exception.get_halt() {
        Ok(0) => None,
        Ok(code) => Some(format!("the filter ended itself with code {code}")),
        Err(_) => Some("the filter breaks out of what it is not in".to_owned()),
    }
}

/// The beginning and the end of a text that is too long, on one line.
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

    /// The results as `jq -c` prints them, and what the filter fails with.
    fn results(filter: &str, input: &str) -> (Vec<String>, Option<String>) {
        let mut shown = Vec::new();
        for result in JqFilter::new(filter, false).unwrap().start(vec![input.to_owned()]).unwrap() {
            match result {
                Ok(JqResult::Json(text) | JqResult::Text(text)) => shown.push(text),
                Err(message) => return (shown, Some(message)),
            }
        }
        (shown, None)
    }

    #[track_caller]
    fn assert_results(filter: &str, input: &str, wanted: &[&str]) {
        let (shown, failed) = results(filter, input);
        assert_eq!((shown.iter().map(String::as_str).collect::<Vec<_>>(), failed), (wanted.to_vec(), None), "{filter}");
    }

    #[test]
    fn preserves_numbers_and_key_order() {
        let odd = r#"{"z":1.50e+3,"a":123456789012345678901234567890,"m":-0.0,"b":0.1,"é":"\u00e9"}"#;
        assert_results(".", odd, &[r#"{"z":1.50e+3,"a":123456789012345678901234567890,"m":-0.0,"b":0.1,"é":"é"}"#]);
        assert_results(".a + 1", odd, &["123456789012345678901234567891"]);
        assert_results("keys", odd, &[r#"["a","b","m","z","é"]"#]);
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
            ("\"é\" | ]", "character 7: there is no such word or sign"),
            ("\"abc", "at the end: closing quote expected"),
            (". as $x | $y", "character 11: $y is not defined"),
            ("if . then 1", "else or end expected"),
            (". | env.HOME", "character 5: env/0 is not defined"),
            ("input", "input/0 is not defined"),
            ("debug", "debug/0 is not defined"),
            ("\"x\" | stderr", "stderr/0 is not defined"),
            ("halt_error", "halt_error/0 is not defined"),
            ("input_filename", "input_filename/0 is not defined"),
            ("include \"x\"; .", "modules can't be loaded here"),
            ("import \"/etc/x\" as $x; $x", "character 9: modules can't be loaded here"),
        ] {
            let wrong = JqFilter::new(filter, false).map(drop).unwrap_err();
            assert!(wrong.contains(message), "{filter}: {wrong}");
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
        assert_eq!(results(".", &deep(10_001)).1.unwrap(), "the answer is nested deeper than 10000 levels");
        assert_results("def f($n): if $n == 0 then 0 else 1 + f($n - 1) end; f(2000)", "null", &["2000"]);
    }

    #[test]
    fn distinguishes_inputs_by_their_results() {
        let tells =
            |filter: &str| JqFilter::new(filter, true).unwrap().distinguishes(r#"{"a":1,"b":2}"#, r#"{"a":1,"b":3}"#);
        for (filter, apart) in
            [(".", true), (".a", false), ("empty", false), (".b | @base64", true), ("repeat(.a)", false)]
        {
            assert_eq!(tells(filter), Ok(apart), "{filter}");
        }
        assert!(tells(".a.c").unwrap_err().contains("cannot index 1"));
    }
}

//! Runs a compiled filter on one input.

use std::io;

use jaq_core::{Ctx, Exn, Vars};
use jaq_json::Val;

use super::{Data, Program, compile, value};
use crate::output::jq_writer::JqResult;

/// The maximum length of a filter's error message, in characters: it may quote a whole list.
const MAX_MESSAGE_CHARS: usize = 240;

/// A compiled filter, to run in this process. Only a process of its own can limit its time and memory.
pub struct CompiledFilter(Program);

/// Why a filter takes no more inputs.
#[derive(Debug)]
pub enum FilterEnd {
    /// It failed, with this message.
    Failed(String),
    /// It called `halt`.
    Halted,
    /// A result could not be passed on.
    Output(io::Error),
}

impl From<io::Error> for FilterEnd {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl CompiledFilter {
    /// Compiles a filter.
    ///
    /// # Errors
    /// A message with the first error and its position.
    pub fn new(text: &str) -> Result<Self, String> {
        compile::compile(text).map(Self)
    }

    /// Compiles a filter that can't call the functions that jq defines in its own language, such as `map`. Their
    /// definitions take most of the time of [`CompiledFilter::new`].
    ///
    /// # Errors
    /// The errors of [`CompiledFilter::new`].
    pub fn with_basic_functions(text: &str) -> Result<Self, String> {
        compile::compile_with(text, std::iter::empty()).map(Self)
    }

    /// Passes every result for an input, which is valid JSON, to `emit`. With `raw_output`, strings have no quotes.
    /// Recursion in the filter and nesting in values take stack.
    ///
    /// # Errors
    /// Why the filter takes no more inputs.
    pub fn run(
        &self,
        raw_output: bool,
        input: &str,
        emit: &mut dyn FnMut(JqResult) -> io::Result<()>,
    ) -> Result<(), FilterEnd> {
        let input = value::parse(input).map_err(FilterEnd::Failed)?;
        let context = Ctx::<Data>::new(&self.0.lut, Vars::new([]));
        for result in self.0.id.run((context, input)) {
            let value = result.map_err(end_from_exception)?;
            let rendered = value::render(&value, raw_output);
            if rendered.is_err() {
                // The value may be too deep to drop, which takes a stack frame per level.
                std::mem::forget(value);
            }
            emit(rendered.map_err(FilterEnd::Failed)?)?;
        }
        Ok(())
    }
}

fn end_from_exception(exception: Exn<Val>) -> FilterEnd {
    let exception = match exception.get_err() {
        Ok(error) => {
            let message = shorten_middle(&value::error_message(error.into_val()));
            return FilterEnd::Failed(format!("the filter failed: {message}"));
        }
        Err(exception) => exception,
    };
    match exception.get_halt() {
        Ok(0) => FilterEnd::Halted,
        Ok(code) => FilterEnd::Failed(format!("the filter halted with exit code {code}")),
        Err(_) => FilterEnd::Failed("the filter uses `break` outside of its label".to_owned()),
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
    use crate::output::jq::STACK_SIZE;
    use std::thread;

    /// The results as `jq -c` prints them, and the error if the filter fails.
    fn results(filter: &str, input: &str) -> (Vec<String>, Option<String>) {
        let run = || {
            let mut results = Vec::new();
            let ended = CompiledFilter::new(filter).unwrap().run(false, input, &mut |result| {
                let (JqResult::Json(text) | JqResult::Text(text)) = result;
                results.push(text);
                Ok(())
            });
            match ended {
                Err(FilterEnd::Failed(message)) => (results, Some(message)),
                _ => (results, None),
            }
        };
        thread::scope(|scope| {
            thread::Builder::new().stack_size(STACK_SIZE).spawn_scoped(scope, run).unwrap().join().unwrap()
        })
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
}

//! A filter is compiled, or rejected with a position in its text. Its results are JSON. The filter `.` does not change
//! JSON. Input: a filter, a newline and JSON.
//!
//! The functions that jq defines in its own language are left out: compiling them takes a millisecond. Only short filters
//! without calls are run, since others may take any time and memory; the program runs them in a process with limits.

use std::io;
use std::sync::LazyLock;

use qlik_api_key::output::{CompiledFilter, FilterEnd, JqResult};
use serde_json::Value;
use serde_json::value::RawValue;

const INPUT: &str = r#"{"a":[1,"x"]}"#;
const MAX_RUN_LENGTH: usize = 32;

/// The program compiles and runs filters on a larger stack.
const MAX_FILTER_LENGTH: usize = 512;
const MAX_JSON_DEPTH: usize = 128;
const MAX_RESULTS: usize = 100;

static IDENTITY: LazyLock<CompiledFilter> = LazyLock::new(|| compile(".").expect("it is a filter"));

fn compile(text: &str) -> Result<CompiledFilter, String> {
    CompiledFilter::with_basic_functions(text)
}

pub fn check(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let (filter, json) = text.split_once('\n').unwrap_or((text, ""));
    if filter.len() > MAX_FILTER_LENGTH || json.matches(['[', '{']).count() > MAX_JSON_DEPTH {
        return;
    }
    match compile(filter) {
        Ok(compiled) if is_short_run(filter) => check_results(&compiled),
        Ok(_) => {}
        Err(message) => check_message(&message, filter),
    }
    if let Ok(json) = serde_json::from_str::<&RawValue>(json) {
        check_identity(json.get());
    }
}

fn check_message(message: &str, filter: &str) {
    let position = message.strip_prefix("character ").and_then(|rest| rest.split_once(": ")?.0.parse().ok());
    let is_inside = position.is_some_and(|position: usize| (1..=filter.chars().count()).contains(&position));
    assert!(is_inside || message.starts_with("at the end: "), "{message}");
}

/// Whether a filter has no calls, no repetition of strings and no assignment to a distant index. Names of fields are the
/// only words.
fn is_short_run(filter: &str) -> bool {
    let mut previous = ' ';
    let is_harmless = |c: char| {
        let starts_word = c.is_ascii_alphabetic() && !previous.is_ascii_alphanumeric() && previous != '.';
        previous = c;
        !starts_word && !"*=@$".contains(c)
    };
    filter.len() <= MAX_RUN_LENGTH && filter.chars().all(is_harmless)
}

fn check_results(filter: &CompiledFilter) {
    let mut count = 0;
    let ended = filter.run(false, INPUT, &mut |result| {
        let JqResult::Json(json) = result else { panic!("a result is JSON without --raw-output") };
        assert!(serde_json::from_str::<&RawValue>(&json).is_ok(), "{json}");
        count += 1;
        if count < MAX_RESULTS { Ok(()) } else { Err(io::ErrorKind::Interrupted.into()) }
    });
    if let Err(FilterEnd::Failed(message)) = ended {
        assert!(!message.contains(['\n', '\r']), "{message}");
    }
}

/// Compares parsed values, since `serde_json` rejects numbers and lone surrogates that a filter accepts.
fn check_identity(json: &str) {
    let mut results = Vec::new();
    let ended = IDENTITY.run(false, json, &mut |result| {
        results.push(result);
        Ok(())
    });
    assert!(ended.is_ok(), "{ended:?}");
    let [JqResult::Json(result)] = results.as_slice() else { panic!("`.` has one result: {results:?}") };
    assert!(serde_json::from_str::<&RawValue>(result).is_ok(), "{result}");
    // jaq reads -0 as 0, which is the same number, but not the same value of `serde_json`.
    let has_negative_zero = json.contains("-0");
    if let Ok(expected) = serde_json::from_str::<Value>(json)
        && !has_negative_zero
    {
        assert_eq!(serde_json::from_str::<Value>(result).ok(), Some(expected));
    }
}

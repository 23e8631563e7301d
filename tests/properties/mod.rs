//! Properties of arguments, responses and printed text, tested with generated inputs. Properties of private functions, such
//! as those for requests, `Retry-After` and the profile, are tested next to the functions.

mod arguments;
mod fuzz_regressions;
mod output;
mod responses;
mod values;

use proptest::collection::vec;
use proptest::prelude::*;
use qlik_api_key::demo::{DemoResponse, Fault};
use serde_json::Value;

use crate::support::{CliOutput, TestSite};

/// The ranges of characters that must not reach a terminal, including newline.
const UNSAFE_RANGES: &[(char, char)] = &[
    ('\0', '\u{1f}'),
    ('\u{7f}', '\u{9f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{200e}', '\u{200f}'),
    ('\u{2028}', '\u{2029}'),
    ('\u{202a}', '\u{202e}'),
    ('\u{2066}', '\u{2069}'),
];

fn is_unsafe(c: char) -> bool {
    UNSAFE_RANGES.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// Texts in which about a third of the characters are unsafe.
fn hostile_text() -> impl Strategy<Value = String> {
    let unsafe_character =
        proptest::sample::select(UNSAFE_RANGES).prop_flat_map(|(first, last)| proptest::char::range(first, last));
    vec(prop_oneof![unsafe_character, any::<char>(), proptest::char::range(' ', '~')], 0..40)
        .prop_map(String::from_iter)
}

/// Texts that resemble ISO 8601 durations.
fn almost_duration() -> impl Strategy<Value = String> {
    prop_oneof![
        "P?[0-9]{0,4}[YMWDd]?(T[0-9]{0,3}[HMSs])?",
        "[PTYMWDHS0-9.,+\\- a-z]{0,14}",
        "([0-9]{1,3} ?(y|years|mo|month|m|w|d|Days|h|min|s|ago),? ?){0,4}",
        any::<String>()
    ]
}

/// JSON values with unsafe characters in strings and names, nested at most five levels.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        hostile_text().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((hostile_text(), inner), 0..6).prop_map(Value::from_iter),
        ]
    })
}

/// Runs the binary; the tenant responds to its first request with this status and body.
fn run_with_response(site: &TestSite, arguments: &[&str], status: u16, body: Vec<u8>) -> CliOutput {
    let mut response = DemoResponse::new(status).with_header("Content-Type", "application/json");
    response.body = body;
    site.listener.tenant().fail_next(1, Fault::Response(response));
    let run = site.run(arguments);
    site.listener.tenant().clear_faults();
    run
}

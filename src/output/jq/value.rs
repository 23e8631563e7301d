//! Converts JSON to jaq's values and back. Numbers that a filter does not change keep their notation, and object keys
//! keep their order.

use std::borrow::Cow;

use jaq_json::{Num, Val, read as json};
use serde::ser::{Error as _, SerializeMap as _};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::output::jq_writer::JqResult;
use crate::output::json::Tokens;

/// The maximum nesting depth, the same as jq's. Each level takes a stack frame to parse, write and drop.
const MAX_DEPTH: usize = 10_000;

/// Parses valid JSON.
pub(super) fn parse(text: &str) -> Result<Val, String> {
    if nesting_depth(text) > MAX_DEPTH {
        return Err(format!("the response is nested deeper than {MAX_DEPTH} levels"));
    }
    json::parse_single(replace_lone_surrogates(text).as_bytes())
        .map_err(|error| format!("could not parse the response: {error}"))
}

/// A result as JSON or, with `raw_output`, a string without quotes.
pub(super) fn render(value: &Val, raw_output: bool) -> Result<JqResult, String> {
    match value {
        Val::TStr(text) | Val::BStr(text) if raw_output => {
            Ok(JqResult::Text(String::from_utf8_lossy(text).into_owned()))
        }
        _ => serde_json::to_string(&SerializeVal(value, 0)).map(JqResult::Json).map_err(|error| error.to_string()),
    }
}

/// The message of an error value: a string without quotes, other values as JSON.
pub(super) fn error_message(value: Val) -> String {
    match &value {
        Val::TStr(text) => String::from_utf8_lossy(text).into_owned(),
        other => other.to_string(),
    }
}

/// The nesting depth of valid JSON.
fn nesting_depth(json: &str) -> usize {
    let depths = Tokens(json).scan(0_usize, |depth, token| {
        match token {
            "[" | "{" => *depth += 1,
            "]" | "}" => *depth = depth.saturating_sub(1),
            _ => {}
        }
        Some(*depth)
    });
    depths.max().unwrap_or_default()
}

/// Replaces each lone surrogate with U+FFFD, as jq does. A client may have truncated text in the middle of a surrogate
/// pair.
fn replace_lone_surrogates(json: &str) -> Cow<'_, str> {
    if !json.contains("\\u") {
        return Cow::Borrowed(json);
    }
    let mut replaced = String::with_capacity(json.len());
    let mut rest = json;
    while let Some((before, escape)) = rest.find('\\').and_then(|at| rest.split_at_checked(at)) {
        replaced.push_str(before);
        let is_pair = || matches!(escape.get(6..).and_then(parse_code_unit), Some(0xdc00..=0xdfff));
        let (length, is_lone) = match parse_code_unit(escape) {
            Some(0xd800..=0xdbff) if is_pair() => (12, false),
            Some(0xd800..=0xdfff) => (6, true),
            Some(_) => (6, false),
            None => (2, false),
        };
        let (escape, after) = escape.split_at_checked(length).unwrap_or((escape, ""));
        replaced.push_str(if is_lone { "\u{fffd}" } else { escape });
        rest = after;
    }
    replaced.push_str(rest);
    Cow::Owned(replaced)
}

/// Parses the UTF-16 code unit of a Unicode escape at the start of the text: `\u` and four hexadecimal digits
/// (RFC 8259, section 7, <https://www.rfc-editor.org/rfc/rfc8259#section-7>).
fn parse_code_unit(text: &str) -> Option<u32> {
    u32::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

/// Serializes a value that has this many levels above it.
struct SerializeVal<'a>(&'a Val, usize);

impl Serialize for SerializeVal<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(value, depth) = *self;
        if depth > MAX_DEPTH {
            return Err(S::Error::custom(format!("a result is nested deeper than {MAX_DEPTH} levels")));
        }
        match value {
            Val::Null => serializer.serialize_unit(),
            Val::Bool(value) => serializer.serialize_bool(*value),
            Val::Num(number) => match RawValue::from_string(format_number(number)) {
                Ok(number) => number.serialize(serializer),
                // `tonumber` accepts numbers that JSON does not, such as 01.5.
                Err(_) => serializer.serialize_f64(number.to_string().parse().unwrap_or(f64::NAN)),
            },
            Val::TStr(text) | Val::BStr(text) => serializer.serialize_str(&String::from_utf8_lossy(text)),
            Val::Arr(values) => serializer.collect_seq(values.iter().map(|value| SerializeVal(value, depth + 1))),
            Val::Obj(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members.iter() {
                    let Val::TStr(name) = name else {
                        return Err(S::Error::custom("a result has an object key that is not a string"));
                    };
                    map.serialize_entry(&String::from_utf8_lossy(name), &SerializeVal(value, depth + 1))?;
                }
                map.end()
            }
        }
    }
}

/// A number as jq writes it: a computed integer without a fraction, NaN as `null`, an infinity as the largest float.
fn format_number(number: &Num) -> String {
    match number {
        Num::Float(value) if value.is_nan() => "null".to_owned(),
        Num::Float(value) if value.is_infinite() => format!("{:e}", f64::MAX.copysign(*value)).replace('e', "e+"),
        Num::Float(value) if value.fract() == 0.0 && value.abs() < 1e17 => format!("{value:.0}"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lone_surrogates_are_replaced() {
        for (json, expected) in [
            (r#""\ud83d\ude00 \u00e9 \n \\ud83d \" \/""#, r#""\ud83d\ude00 \u00e9 \n \\ud83d \" \/""#),
            (r#""a\ud83d""#, "\"a\u{fffd}\""),
            (r#""\ude00\ud83d\ud83d\ude00""#, "\"\u{fffd}\u{fffd}\\ud83d\\ude00\""),
            (r#""\uD83D\n\uDE00""#, "\"\u{fffd}\\n\u{fffd}\""),
        ] {
            assert_eq!(replace_lone_surrogates(json), expected);
            assert!(parse(json).is_ok(), "{json}");
        }
    }

    #[test]
    fn results_are_json_or_plain_strings() {
        let text = "a\"\\\n\u{1b}\u{7f}\u{202e}é😀";
        let json = serde_json::json!({text: [text, {}, [], null, true, 1, -1.5]}).to_string();
        assert_eq!(render(&parse(&json).unwrap(), true), Ok(JqResult::Json(json)));
        assert_eq!(render(&Val::utf8_str(text.to_owned()), true), Ok(JqResult::Text(text.into())));
    }
}

//! From JSON to the values that a filter works on, and back. Numbers that a filter passes on stay as the tenant wrote
//! them, and keys stay in the tenant's order.

use std::borrow::Cow;

use jaq_json::{Num, Val, read as json};
use serde::ser::{Error as _, SerializeMap as _};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::output::jq_writer::JqResult;
use crate::output::json::Tokens;

/// The levels that a value may have: jq's own limit. Each takes frames of the stack to parse, to write and to drop.
const MAX_DEPTH: usize = 10_000;

/// Reads valid JSON.
pub(super) fn parse(text: &str) -> Result<Val, String> {
    if nesting_depth(text) > MAX_DEPTH {
        return Err(format!("the answer is nested deeper than {MAX_DEPTH} levels"));
    }
    json::parse_single(replace_lone_surrogates(text).as_bytes())
        .map_err(|error| format!("the answer can't be read: {error}"))
}

/// A value as it is to be shown.
pub(super) fn render(value: &Val, raw: bool) -> Result<JqResult, String> {
    match value {
        Val::TStr(text) | Val::BStr(text) if raw => Ok(JqResult::Text(String::from_utf8_lossy(text).into_owned())),
        _ => serde_json::to_string(&SerializeVal(value, 0)).map(JqResult::Json).map_err(|error| error.to_string()),
    }
}

/// What an error says: text as it is.
pub(super) fn error_message(value: Val) -> String {
    match &value {
        Val::TStr(text) => String::from_utf8_lossy(text).into_owned(),
        other => other.to_string(),
    }
}

/// How deep valid JSON nests.
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

/// The same with U+FFFD for each half of a surrogate pair that stands alone, as jq has it: a client may have cut a text
/// in the middle of a character.
fn replace_lone_surrogates(json: &str) -> Cow<'_, str> {
    if !json.contains("\\u") {
        return Cow::Borrowed(json);
    }
    let mut whole = String::with_capacity(json.len());
    let mut rest = json;
    while let Some((before, escape)) = rest.find('\\').and_then(|at| rest.split_at_checked(at)) {
        whole.push_str(before);
        let is_pair = || matches!(escape.get(6..).and_then(parse_code_unit), Some(0xdc00..=0xdfff));
        let (length, alone) = match parse_code_unit(escape) {
            Some(0xd800..=0xdbff) if is_pair() => (12, false),
            Some(0xd800..=0xdfff) => (6, true),
            Some(_) => (6, false),
            None => (2, false),
        };
        let (escape, after) = escape.split_at_checked(length).unwrap_or((escape, ""));
        whole.push_str(if alone { "\u{fffd}" } else { escape });
        rest = after;
    }
    whole.push_str(rest);
    Cow::Owned(whole)
}

/// The number in the escape that a text begins with: `\u` and four hexadecimal digits (RFC 8259, section 7).
fn parse_code_unit(text: &str) -> Option<u32> {
    u32::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

/// A value that is written as JSON, and the levels above it.
struct SerializeVal<'a>(&'a Val, usize);

impl Serialize for SerializeVal<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(value, depth) = *self;
        if depth > MAX_DEPTH {
            return Err(S::Error::custom(format!("a result is nested deeper than {MAX_DEPTH} levels")));
        }
        match value {
            Val::Null => serializer.serialize_unit(),
            Val::Bool(truth) => serializer.serialize_bool(*truth),
            Val::Num(number) => match RawValue::from_string(format_number(number)) {
                Ok(number) => number.serialize(serializer),
                // `tonumber` takes numbers that JSON doesn't, such as 01.5.
                Err(_) => serializer.serialize_f64(number.to_string().parse().unwrap_or(f64::NAN)),
            },
            Val::TStr(text) | Val::BStr(text) => serializer.serialize_str(&String::from_utf8_lossy(text)),
            Val::Arr(values) => serializer.collect_seq(values.iter().map(|value| SerializeVal(value, depth + 1))),
            Val::Obj(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members.iter() {
                    let Val::TStr(name) = name else {
                        return Err(S::Error::custom("a result has a key that is no string"));
                    };
                    map.serialize_entry(&String::from_utf8_lossy(name), &SerializeVal(value, depth + 1))?;
                }
                map.end()
            }
        }
    }
}

/// A number as jq writes it: what was computed and has no fraction is written without one; what JSON doesn't have is
/// the nearest that it has.
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
        for (json, whole) in [
            (r#""\ud83d\ude00 \u00e9 \n \\ud83d \" \/""#, r#""\ud83d\ude00 \u00e9 \n \\ud83d \" \/""#),
            (r#""a\ud83d""#, "\"a\u{fffd}\""),
            (r#""\ude00\ud83d\ud83d\ude00""#, "\"\u{fffd}\u{fffd}\\ud83d\\ude00\""),
            (r#""\uD83D\n\uDE00""#, "\"\u{fffd}\\n\u{fffd}\""),
        ] {
            assert_eq!(replace_lone_surrogates(json), whole);
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

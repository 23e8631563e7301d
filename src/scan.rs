//! JSON that is known to be valid, taken apart without being checked again: strings are passed over, nothing is decoded.
//! Knows nothing of what it is for.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde_json::value::RawValue;

/// White space of JSON (RFC 8259, section 2).
pub fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

/// The place of the first byte from `at` on that is no white space.
pub fn after_white(json: &[u8], mut at: usize) -> usize {
    while json.get(at).is_some_and(|byte| is_white(*byte)) {
        at += 1;
    }
    at
}

/// The place after the string that begins at `at`.
pub fn after_string(json: &[u8], at: usize) -> usize {
    let mut at = mark(json, at + 1);
    // What is escaped is passed over.
    while json.get(at) == Some(&b'\\') {
        at = mark(json, at + 2);
    }
    (at + 1).min(json.len())
}

/// The place of the first quotation mark or backslash from `at` on. Eight bytes are looked at together: the strings of a
/// list are too short for a search that has to be called.
fn mark(json: &[u8], mut at: usize) -> usize {
    while let Some(block) = json.get(at..).and_then(<[u8]>::first_chunk) {
        let block = u64::from_le_bytes(*block);
        let found = holds(block, b'"') | holds(block, b'\\');
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = json.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\')).count()
}

/// The high bit of each byte that is `byte`; those behind the first may be wrong.
fn holds(block: u64, byte: u8) -> u64 {
    const LOW: u64 = u64::from_le_bytes([1; 8]);
    let zero = block ^ (LOW * u64::from(byte));
    zero.wrapping_sub(LOW) & !zero & (LOW << 7)
}

/// The place after the value that begins at `at`.
fn after_value(json: &[u8], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => {
                at = after_string(json, at);
                if depth == 0 {
                    return at;
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 1 => return at + 1,
            b'}' | b']' if depth > 1 => depth -= 1,
            // A number or a word ends where anything else begins.
            b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    json.len()
}

/// The members of an object, in the order in which they stand.
pub struct Members<'a> {
    json: &'a str,
    at: usize,
}

impl<'a> Members<'a> {
    /// Those of a row; `None` where it is no object.
    pub fn of(row: &'a RawValue) -> Option<Self> {
        let json = row.get();
        let at = after_white(json.as_bytes(), 0);
        (json.as_bytes().get(at) == Some(&b'{')).then_some(Self { json, at: at + 1 })
    }

    fn value(&mut self) -> Option<&'a str> {
        let json = self.json.as_bytes();
        let begin = after_white(json, self.at);
        let is_string = json.get(begin) == Some(&b'"');
        self.at = if is_string { after_string(json, begin) } else { after_value(json, begin) };
        self.json.get(begin..self.at)
    }
}

impl<'a> Iterator for Members<'a> {
    /// A name, and a value as its JSON.
    type Item = (Name<'a>, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let json = self.json.as_bytes();
        self.at = after_white(json, self.at);
        if json.get(self.at) == Some(&b',') {
            self.at = after_white(json, self.at + 1);
        }
        if json.get(self.at) != Some(&b'"') {
            return None;
        }
        let name = Name(self.value()?);
        // The colon.
        self.at = after_white(json, self.at) + 1;
        let value = self.value()?;
        Some((name, value))
    }
}

/// The name of a member, as its JSON.
#[derive(Clone, Copy, Debug)]
pub struct Name<'a>(&'a str);

impl<'a> Name<'a> {
    /// Whether it is this one. Most are told apart by their length; escapes make a name longer than what it says.
    pub fn is(self, name: &str) -> bool {
        match self.0.len().cmp(&(name.len() + 2)) {
            Ordering::Less => false,
            Ordering::Equal => self.0.get(1..).is_some_and(|rest| rest.starts_with(name)),
            Ordering::Greater => self.0.contains('\\') && self.text() == name,
        }
    }

    /// As it stands, quotes and escapes included.
    pub fn json(self) -> &'a str {
        self.0
    }

    /// What it says.
    pub fn text(self) -> Cow<'a, str> {
        text(self.0)
    }
}

/// A value as text: a string without its quotes, nothing for `null`, else its JSON.
pub fn text(value: &str) -> Cow<'_, str> {
    match value.as_bytes() {
        [b'n', ..] => Cow::Borrowed(""),
        [b'"', .., b'"'] if mark(value.as_bytes(), 1) + 1 == value.len() => {
            Cow::Borrowed(value.get(1..value.len() - 1).unwrap_or_default())
        }
        // Half a surrogate pair is no text.
        [b'"', ..] => serde_json::from_str(value).map_or(Cow::Borrowed(value), Cow::Owned),
        _ => Cow::Borrowed(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use serde_json::Value;

    fn row(json: &str) -> Box<RawValue> {
        RawValue::from_string(json.into()).unwrap()
    }

    #[test]
    fn members_are_found_wherever_white_space_stands() {
        let row = row("{ \"a\" : 1 , \"b\\u0022\":[ {\"x\":\"]}\\\\\"} ] ,\"c\":\"\\\"\",\"d\":{},\"e\":-1.5e3\n}");
        let found: Vec<_> = Members::of(&row).unwrap().map(|(name, value)| (name.text(), value)).collect();
        let expected = [("a", "1"), ("b\"", "[ {\"x\":\"]}\\\\\"} ]"), ("c", "\"\\\"\""), ("d", "{}"), ("e", "-1.5e3")];
        assert_eq!(found, expected.map(|(name, value)| (Cow::Borrowed(name), value)));
        assert_eq!(Members::of(&self::row("{}")).unwrap().count(), 0);
        assert!(Members::of(&self::row("[1]")).is_none());
    }

    #[test]
    fn a_name_is_what_it_says_however_it_is_written() {
        for (json, name, same) in [
            (r#""id""#, "id", true),
            (r#""id""#, "ia", false),
            (r#""id""#, "i", false),
            (r#""id""#, "identity", false),
            (r#""i\u0064""#, "id", true),
            (r#""i\u0065""#, "id", false),
            (r#""\\\\""#, r"\\", true),
            (r#""""#, "", true),
        ] {
            assert_eq!(Name(json).is(name), same, "{json} {name}");
        }
    }

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            (-9.0..9.0).prop_map(|number: f64| Value::from(number.round() / 4.0)),
            any::<String>().prop_map(Value::from),
            "[\"\\\\,:{}\\[\\]]{0,6}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                vec(inner.clone(), 0..4).prop_map(Value::from),
                vec((any::<String>(), inner), 0..4).prop_map(|members| members.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn members_are_those_that_a_parser_finds(members in vec((any::<String>(), json()), 0..5), wide in any::<bool>()) {
            let object: serde_json::Map<_, _> = members.into_iter().collect();
            let text = if wide { serde_json::to_string_pretty(&object) } else { serde_json::to_string(&object) };
            let row = row(&text.unwrap());
            let found = Members::of(&row).unwrap();
            let read = found.map(|(name, value)| (name.text().into_owned(), serde_json::from_str(value).unwrap()));
            prop_assert_eq!(read.collect::<Vec<(String, Value)>>(), object.into_iter().collect::<Vec<_>>());
        }
    }
}

//! [`Row`]: one object of a list, as the JSON that the tenant sent.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// One object of a list, as received.
#[derive(Clone, Debug)]
pub struct Row(Box<RawValue>);

/// The maximum number of rows in a page. The API sends at most 100. A row takes more memory than its text, so without
/// this limit a page of tiny rows would take many times the memory of its body.
pub const MAX_PAGE_ROWS: usize = 10_000;

/// A member of an object: its name as text, and its value as JSON.
pub type Member<'a> = (Cow<'a, str>, &'a RawValue);

impl Row {
    /// Returns the JSON text.
    pub fn json(&self) -> &str {
        self.0.get()
    }

    /// Converts the row to JSON without a copy.
    pub fn into_json(self) -> Box<RawValue> {
        self.0
    }

    /// Returns the members in the tenant's order, or `None` if the row isn't an object.
    pub fn members(&self) -> Option<Vec<Member<'_>>> {
        serde_json::Deserializer::from_str(self.json()).deserialize_map(MemberVisitor).ok()
    }
}

impl From<Box<RawValue>> for Row {
    fn from(json: Box<RawValue>) -> Self {
        Self(json)
    }
}

/// Deserializes the rows of a page.
///
/// # Errors
/// There are more than [`MAX_PAGE_ROWS`], or one of them is not a `T`.
pub fn deserialize_rows<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    struct RowsVisitor<T>(PhantomData<T>);
    impl<'de, T: Deserialize<'de>> Visitor<'de> for RowsVisitor<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a sequence")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Self::Value, A::Error> {
            let mut rows = Vec::new();
            while let Some(row) = sequence.next_element()? {
                if rows.len() == MAX_PAGE_ROWS {
                    return Err(serde::de::Error::custom("a page has more than 10,000 rows"));
                }
                rows.push(row);
            }
            Ok(rows)
        }
    }
    deserializer.deserialize_seq(RowsVisitor(PhantomData))
}

/// Converts a JSON value to text: a string without its quotes, `null` as an empty text, anything else unchanged.
pub fn to_text(json: &RawValue) -> Cow<'_, str> {
    let json = json.get();
    match json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(text) if !text.contains('\\') => Cow::Borrowed(text),
        // A string with a lone surrogate can't be decoded and stays unchanged.
        Some(_) => serde_json::from_str(json).map_or(Cow::Borrowed(json), Cow::Owned),
        None if json == "null" => Cow::Borrowed(""),
        None => Cow::Borrowed(json),
    }
}

/// Collects the members of an object.
struct MemberVisitor;

impl<'de> Visitor<'de> for MemberVisitor {
    type Value = Vec<Member<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        // Names are read as raw JSON too, because a lone surrogate in a string would be an error.
        while let Some((name, value)) = map.next_entry::<&RawValue, &RawValue>()? {
            members.push((to_text(name), value));
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::collection::vec;
    use proptest::prelude::*;
    use serde_json::{Map, Value};

    fn row(json: &str) -> Row {
        RawValue::from_string(json.into()).unwrap().into()
    }

    #[test]
    fn only_an_object_has_members() {
        for invalid in ["[1]", "1", "\"{}\"", "null"] {
            assert!(row(invalid).members().is_none(), "{invalid}");
        }
        let row = row(r#"{"\ud800":1,"i\u0064":"x"}"#);
        assert_eq!(row.members().unwrap().iter().map(|(name, _)| &**name).collect::<Vec<_>>(), [r#""\ud800""#, "id"]);
    }

    #[test]
    fn converts_json_values_to_text() {
        for (json, expected) in [
            (r#""x""#, "x"),
            (r#""x\n""#, "x\n"),
            ("null", ""),
            (r#""null""#, "null"),
            ("[1, 2]", "[1, 2]"),
            ("1.50", "1.50"),
            (r#""\ud800""#, r#""\ud800""#),
            (r#""""#, ""),
            ("1e999", "1e999"),
            (r#""\"\\""#, "\"\\"),
        ] {
            assert_eq!(to_text(&RawValue::from_string(json.into()).unwrap()), expected, "{json}");
        }
    }

    #[test]
    fn reads_a_limited_number_of_rows() {
        let read = |count: usize| {
            let list = format!("[{}]", vec!["{}"; count].join(","));
            deserialize_rows::<_, Box<RawValue>>(&mut serde_json::Deserializer::from_str(&list)).map(|rows| rows.len())
        };
        assert_eq!(read(MAX_PAGE_ROWS).unwrap(), MAX_PAGE_ROWS);
        assert!(read(MAX_PAGE_ROWS + 1).unwrap_err().to_string().starts_with("a page has more than 10,000 rows"));
    }

    fn json() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            "[\"\\\\,:{}\\[\\]]{0,6}".prop_map(Value::from),
            vec(any::<String>(), 0..4).prop_map(Value::from),
        ]
    }

    proptest! {
        #[test]
        fn reads_back_any_object(members in vec((any::<String>(), json()), 0..5), pretty in any::<bool>()) {
            let members = Map::from_iter(members);
            let written = if pretty { serde_json::to_string_pretty(&members) } else { serde_json::to_string(&members) };
            let row = row(&written.unwrap());
            let read = row.members().unwrap().into_iter();
            let read: Vec<_> = read.map(|(name, value)| (name, serde_json::from_str(value.get()).unwrap())).collect();
            let expected: Vec<_> = members.into_iter().map(|(name, value)| (Cow::Owned(name), value)).collect();
            prop_assert_eq!(read, expected);
        }
    }
}

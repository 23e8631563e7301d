//! [`Row`]: one object of a list, kept as the JSON that the tenant sent.

use std::borrow::Cow;
use std::fmt;

use serde::Deserializer as _;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

/// One object of a list, as the tenant wrote it.
#[derive(Clone, Debug)]
pub struct Row(Box<RawValue>);

/// A member of an object: its name as text, and its value as JSON.
pub type Member<'a> = (Cow<'a, str>, &'a RawValue);

impl Row {
    /// Its JSON.
    pub fn json(&self) -> &str {
        self.0.get()
    }

    /// Its members in the tenant's order; `None` if it is not an object.
    pub fn members(&self) -> Option<Vec<Member<'_>>> {
        serde_json::Deserializer::from_str(self.json()).deserialize_map(MemberVisitor).ok()
    }

    /// The value of a member as [`text`]. Of several members with this name, the first counts.
    pub fn member(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut members = self.members()?.into_iter();
        members.find(|(other, _)| other == name).map(|(_, value)| text(value))
    }
}

impl From<Box<RawValue>> for Row {
    fn from(json: Box<RawValue>) -> Self {
        Self(json)
    }
}

/// JSON as text: a string without its quotes, nothing for `null`, anything else as it stands.
pub fn text(json: &RawValue) -> Cow<'_, str> {
    let json = json.get();
    match json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(text) if !text.contains('\\') => Cow::Borrowed(text),
        // Half of a surrogate pair is not text.
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
        // A name is read as JSON too: as a string, half of a surrogate pair would be an error.
        while let Some((name, value)) = map.next_entry::<&RawValue, &RawValue>()? {
            members.push((text(name), value));
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
    fn members_are_found_wherever_white_space_stands() {
        let row = row("{ \"a\" : 1 , \"b\\u0022\":[ {\"x\":\"]}\\\\\"} ] ,\"c\":\"\\\"\",\"d\":{},\"e\":-1.5e3\n}");
        let expected = [("a", "1"), ("b\"", "[ {\"x\":\"]}\\\\\"} ]"), ("c", "\"\\\"\""), ("d", "{}"), ("e", "-1.5e3")];
        let members = row.members().unwrap();
        assert_eq!(members.iter().map(|(name, value)| (&**name, value.get())).collect::<Vec<_>>(), expected);
        assert_eq!(self::row(" {} ").members().unwrap().len(), 0);
        for odd in ["[1]", "1", "\"{}\"", "null"] {
            assert!(self::row(odd).members().is_none(), "{odd}");
            assert_eq!(self::row(odd).json(), odd);
        }
    }

    #[test]
    fn a_name_is_what_it_says_however_it_is_written() {
        for (json, name, is_found) in [
            (r#"{"id":"x"}"#, "id", true),
            (r#"{"id":"x"}"#, "ia", false),
            (r#"{"id":"x"}"#, "i", false),
            (r#"{"id":1}"#, "identity", false),
            (r#"{"i\u0064":"x"}"#, "id", true),
            (r#"{"i\u0065":"x"}"#, "id", false),
            (r#"{"\\\\":"\\"}"#, r"\\", true),
            (r#"{"":"x"}"#, "", true),
            (r#"{"\ud800":1,"id":"x"}"#, "id", true),
            ("[]", "", false),
        ] {
            assert_eq!(row(json).member(name).is_some(), is_found, "{json} {name}");
        }
        assert_eq!(row(r#"{"a":"first","a":"second"}"#).member("a").unwrap(), "first");
    }

    #[test]
    fn values_are_text() {
        let row = row(
            r#"{"a":"x","b":"x\n","c":null,"d":"null","e":[1, 2],"f":1.50,"g":"\ud800","h":"","i":1e999,"j":"\"\\"}"#,
        );
        for (name, text) in [
            ("a", "x"),
            ("b", "x\n"),
            ("c", ""),
            ("d", "null"),
            ("e", "[1, 2]"),
            ("f", "1.50"),
            ("g", r#""\ud800""#),
            ("h", ""),
            ("i", "1e999"),
            ("j", "\"\\"),
        ] {
            assert_eq!(row.member(name).unwrap(), text, "{name}");
        }
    }

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            "[\"\\\\,:{}\\[\\]]{0,6}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![vec(inner.clone(), 0..4).prop_map(Value::from), object(inner).prop_map(Value::from)]
        })
    }

    fn object(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Map<String, Value>> {
        vec((any::<String>(), value), 0..5).prop_map(|members| members.into_iter().collect())
    }

    proptest! {
        #[test]
        fn members_are_those_that_were_written(members in object(json()), pretty in any::<bool>()) {
            let written = if pretty { serde_json::to_string_pretty(&members) } else { serde_json::to_string(&members) };
            let row = row(&written.unwrap());
            let read = row.members().unwrap().into_iter();
            let read: Vec<_> = read.map(|(name, value)| (name, serde_json::from_str(value.get()).unwrap())).collect();
            let expected: Vec<_> = members.into_iter().map(|(name, value)| (Cow::Owned(name), value)).collect();
            prop_assert_eq!(read, expected);
        }
    }
}

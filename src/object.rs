//! [`Object`]: JSON that must be an object, and objects with a member more or less.

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::{RawValue, to_raw_value};

use crate::error::{Error, Exit, Result};
use crate::row::{Member, Row};

/// A JSON object alone, where a derived `Deserialize` takes an array of the fields' values as well.
pub struct Object<T>(
    /// What was read.
    pub T,
);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        struct ObjectVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> std::result::Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map))
            }
        }
        from.deserialize_map(ObjectVisitor(PhantomData)).map(Self)
    }
}

/// A value of our own as JSON, to be printed.
///
/// # Errors
/// Where it can't be written as JSON, which no text prevents.
pub fn to_raw_json(value: &impl Serialize) -> Result<Box<RawValue>> {
    to_raw_value(value).map_err(|error| Error::new(Exit::Error, "could not be written as JSON").with_cause(error))
}

/// A JSON object without the members of a name; the others stay as they are, in their order.
///
/// # Errors
/// Where it is no object.
pub fn remove_member(json: Box<RawValue>, name: &str) -> serde_json::Result<Box<RawValue>> {
    replace_member(&Row::from(json), name, None)
}

/// The same object with a text as its first member; one that has this name already makes way for it. The values stay as
/// they are.
///
/// # Errors
/// Where it is no object.
pub fn prepend_member(object: &Row, name: &str, text: &str) -> serde_json::Result<Row> {
    replace_member(object, name, Some(text)).map(Row::from)
}

fn replace_member(object: &Row, name: &str, first: Option<&str>) -> serde_json::Result<Box<RawValue>> {
    let old = object.members().ok_or_else(|| serde::de::Error::custom("it is no object"))?;
    let first = first.map(to_raw_value).transpose()?;
    let mut members = Vec::from_iter(first.iter().map(|text| (name.into(), &**text)));
    members.extend(old.into_iter().filter(|(other, _)| other != name));
    let member = |(name, value): &Member<'_>| Ok(format!("{}:{value}", serde_json::to_string(name)?));
    let written = members.iter().map(member).collect::<serde_json::Result<Vec<_>>>()?;
    RawValue::from_string(format!("{{{}}}", written.join(",")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removes_a_member_and_leaves_the_others_unchanged() {
        let remaining =
            |json: &str| remove_member(RawValue::from_string(json.into()).unwrap(), "token").unwrap().get().to_owned();
        assert_eq!(remaining(r#"{"b":1.50e+3, "token":"fake","a":[1, {}]}"#), r#"{"b":1.50e+3,"a":[1, {}]}"#);
        assert_eq!(remaining(r#"{"token":1,"\u0061":"x","token":"fake"}"#), r#"{"a":"x"}"#);
        assert_eq!([remaining(r#"{"token":1}"#), remaining("{}")], ["{}", "{}"]);
        assert!(remove_member(RawValue::from_string("[]".into()).unwrap(), "token").is_err());
    }

    #[test]
    fn prepends_a_member_and_leaves_the_others_unchanged() {
        let with = |json: &str| {
            let json: Box<RawValue> = serde_json::from_str(json).unwrap();
            prepend_member(&json.into(), "context", "a \"b\"\n").map(|row| row.json().to_owned())
        };
        assert_eq!(with(" { } ").unwrap(), r#"{"context":"a \"b\"\n"}"#);
        assert_eq!(
            with(r#"{"z":1.50, "a" : {"b": [ ]},"z":"\u00e9"}"#).unwrap(),
            r#"{"context":"a \"b\"\n","z":1.50,"a":{"b": [ ]},"z":"\u00e9"}"#
        );
        assert_eq!(with(r#"{"a":1,"cont\u0065xt":"forged"}"#).unwrap(), r#"{"context":"a \"b\"\n","a":1}"#);
        for odd in ["1", "[]", "\"{}\"", "null"] {
            assert!(with(odd).is_err(), "{odd}");
        }
    }
}

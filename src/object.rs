//! [`Object`]: JSON that must be an object. Also adds and removes members of JSON objects.

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::{RawValue, to_raw_value};

use crate::error::{Error, Exit, Result};
use crate::row::{Member, Row};

/// Deserializes only a JSON object. A derived `Deserialize` also accepts an array of the fields' values.
pub struct Object<T>(
    /// The deserialized value.
    pub T,
);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
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
        deserializer.deserialize_map(ObjectVisitor(PhantomData)).map(Self)
    }
}

/// Serializes a value to JSON.
///
/// # Errors
/// Exit 1 if the value can't be serialized.
pub fn to_raw_json(value: &impl Serialize) -> Result<Box<RawValue>> {
    to_raw_value(value)
        .map_err(|error| Error::new(Exit::Error, "could not serialize a value as JSON").with_cause(error))
}

/// Removes the members called `name` from a JSON object. The others stay unchanged and in order.
///
/// # Errors
/// Fails if the JSON isn't an object.
pub fn remove_member(json: Box<RawValue>, name: &str) -> serde_json::Result<Box<RawValue>> {
    replace_member(&Row::from(json), name, None)
}

/// Adds a text as the first member of a JSON object, and removes other members called `name`. The others stay
/// unchanged.
///
/// # Errors
/// Fails if the JSON isn't an object.
pub fn prepend_member(object: &Row, name: &str, text: &str) -> serde_json::Result<Row> {
    replace_member(object, name, Some(text)).map(Row::from)
}

/// Adds members at the end of a JSON object, and removes other members of these names. The others stay unchanged.
///
/// # Errors
/// Fails if the JSON isn't an object.
pub fn append_members(object: &Row, new: &[(&str, Box<RawValue>)]) -> serde_json::Result<Row> {
    let mut members = parse_members(object)?;
    members.retain(|(name, _)| new.iter().all(|(new_name, _)| name != new_name));
    members.extend(new.iter().map(|(name, value)| ((*name).into(), &**value)));
    format_members(&members).map(Row::from)
}

/// Replaces the values of the members called `name` in a JSON object. All members stay in order.
///
/// # Errors
/// Fails if the JSON isn't an object.
pub fn set_member(json: Box<RawValue>, name: &str, text: &str) -> serde_json::Result<Box<RawValue>> {
    let (object, text) = (Row::from(json), to_raw_value(text)?);
    let mut members = parse_members(&object)?;
    for (_, value) in members.iter_mut().filter(|(other, _)| other == name) {
        *value = &text;
    }
    format_members(&members)
}

fn replace_member(object: &Row, name: &str, first: Option<&str>) -> serde_json::Result<Box<RawValue>> {
    let old = parse_members(object)?;
    let first = first.map(to_raw_value).transpose()?;
    let mut members = Vec::from_iter(first.iter().map(|text| (name.into(), &**text)));
    members.extend(old.into_iter().filter(|(other, _)| other != name));
    format_members(&members)
}

fn parse_members(object: &Row) -> serde_json::Result<Vec<Member<'_>>> {
    object.members().ok_or_else(|| serde::de::Error::custom("it is not an object"))
}

fn format_members(members: &[Member<'_>]) -> serde_json::Result<Box<RawValue>> {
    let format_member = |(name, value): &Member<'_>| Ok(format!("{}:{value}", serde_json::to_string(name)?));
    let formatted = members.iter().map(format_member).collect::<serde_json::Result<Vec<_>>>()?;
    RawValue::from_string(format!("{{{}}}", formatted.join(",")))
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
    fn sets_a_member_in_its_place() {
        let set = |json: &str| set_member(RawValue::from_string(json.into()).unwrap(), "d", "a \"b\"");
        assert_eq!(set(r#"{"z":1.50, "d":"old","a":[ ]}"#).unwrap().get(), r#"{"z":1.50,"d":"a \"b\"","a":[ ]}"#);
        assert_eq!(set("{}").unwrap().get(), "{}");
        assert!(set("[]").is_err());
    }

    #[test]
    fn appends_members_and_replaces_those_of_the_same_names() {
        let append = |json: &str| {
            let json: Box<RawValue> = serde_json::from_str(json).unwrap();
            append_members(&json.into(), &[("o", RawValue::from_string("{}".into()).unwrap())])
        };
        assert_eq!(append(r#"{"o":1,"z":1.50,"\u006f":2}"#).unwrap().json(), r#"{"z":1.50,"o":{}}"#);
        assert_eq!(append("{}").unwrap().json(), r#"{"o":{}}"#);
        assert!(append("[]").is_err());
    }

    #[test]
    fn prepends_a_member_and_leaves_the_others_unchanged() {
        let prepend = |json: &str| {
            let json: Box<RawValue> = serde_json::from_str(json).unwrap();
            prepend_member(&json.into(), "context", "a \"b\"\n").map(|row| row.json().to_owned())
        };
        assert_eq!(prepend(" { } ").unwrap(), r#"{"context":"a \"b\"\n"}"#);
        assert_eq!(
            prepend(r#"{"z":1.50, "a" : {"b": [ ]},"z":"\u00e9"}"#).unwrap(),
            r#"{"context":"a \"b\"\n","z":1.50,"a":{"b": [ ]},"z":"\u00e9"}"#
        );
        assert_eq!(prepend(r#"{"a":1,"cont\u0065xt":"forged"}"#).unwrap(), r#"{"context":"a \"b\"\n","a":1}"#);
        for invalid in ["1", "[]", "\"{}\"", "null"] {
            assert!(prepend(invalid).is_err(), "{invalid}");
        }
    }
}

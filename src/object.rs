//! [`Object`]: JSON that must be an object, and [`Members`]: what stands in it, as it stands there.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A JSON object alone, where a derived `Deserialize` takes an array of the fields' values as well.
pub struct Object<T>(
    /// What was read.
    pub T,
);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Members<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map))
            }
        }
        from.deserialize_map(Members(PhantomData)).map(Self)
    }
}

/// The members of one JSON object, in the order in which they stand; a name may come twice.
pub struct Members<'a>(
    /// Names and values, each value its own text.
    pub Vec<(String, &'a RawValue)>,
);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::with_capacity(12);
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        from.deserialize_map(InOrder)
    }
}

/// A JSON object without the members of a name; the others stay as they are, in their order.
///
/// # Errors
/// Where it is no object.
pub fn without(json: &RawValue, name: &str) -> serde_json::Result<Box<RawValue>> {
    let members: Members = serde_json::from_str(json.get())?;
    let mut kept = Vec::new();
    for (of, value) in members.0.iter().filter(|(of, _)| of != name) {
        kept.push(format!("{}:{}", serde_json::to_string(of)?, value.get()));
    }
    RawValue::from_string(format!("{{{}}}", kept.join(",")))
}

/// The same object with a text as its first member; one that has this name already makes way for it. The values stay as
/// they are.
///
/// # Errors
/// Where it is no object.
pub fn with_first(object: &RawValue, name: &str, text: &str) -> serde_json::Result<Box<RawValue>> {
    let Members(members) = serde_json::from_str(object.get())?;
    let mut json = format!("{{{}:{}", serde_json::to_string(name)?, serde_json::to_string(text)?);
    for (other, value) in members.iter().filter(|(other, _)| other != name) {
        json.extend([",", &serde_json::to_string(other)?, ":", value.get()]);
    }
    RawValue::from_string(json + "}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_goes_and_the_others_stay_as_they_are() {
        let told =
            |json: &str| without(&RawValue::from_string(json.into()).unwrap(), "token").unwrap().get().to_owned();
        assert_eq!(told(r#"{"b":1.50e+3, "token":"fake","a":[1, {}]}"#), r#"{"b":1.50e+3,"a":[1, {}]}"#);
        assert_eq!(told(r#"{"token":1,"\u0061":"x","token":"fake"}"#), r#"{"a":"x"}"#);
        assert_eq!([told(r#"{"token":1}"#), told("{}")], ["{}", "{}"]);
        assert!(without(&RawValue::from_string("[]".into()).unwrap(), "token").is_err());
    }

    #[test]
    fn a_member_is_put_first_and_the_others_stay_as_they_are() {
        let with = |json: &str| {
            let json: Box<RawValue> = serde_json::from_str(json).unwrap();
            with_first(&json, "context", "a \"b\"\n").map(|json| json.get().to_owned())
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

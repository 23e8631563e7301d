//! [`Object`]: JSON that must be an object, and an object without one of its members.

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

/// The members of a JSON object in the order in which they stand, their values untouched.
pub struct Members<'a>(
    /// Names and values.
    pub Vec<(String, &'a RawValue)>,
);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
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
        from.deserialize_map(Each)
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
}

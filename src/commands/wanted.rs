//! The file of a wanted configuration: TOML or JSON, told apart by how it begins, each error with its place.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use toml_edit::{Document, Item, TomlError};

use super::body::Body;
use crate::api::api_key_config::{self, Wanted};
use crate::api::json_patch::Field;
use crate::args::Source;
use crate::error::{Error, Result};

/// Reads it.
///
/// # Errors
/// Exit 2 with line, column and field; and where nothing is wanted.
pub fn read(source: &Source) -> Result<Wanted> {
    parsed(&Body::read_argument(source)?)
}

fn parsed(body: &Body) -> Result<Wanted> {
    // A JSON object begins with a brace (RFC 8259), and no TOML document does.
    let wanted = match body.text().trim_start().chars().next() {
        None => Wanted::default(),
        Some('{') => json(body)?,
        Some(_) if body.name().ends_with(".json") => return Err(body.wrong_at(0, "a JSON object is needed")),
        Some(_) => toml(body)?,
    };
    if wanted.is_empty() {
        let names: Vec<_> = api_key_config::FIELDS.iter().map(Field::name).collect();
        return Err(body
            .wrong("nothing is wanted: it holds no field")
            .hint(format!("name some of {}", names.join(", "))));
    }
    Ok(wanted)
}

fn json(body: &Body) -> Result<Wanted> {
    let members: Members = body.object()?;
    let mut wanted = Wanted::default();
    for (name, value) in members.0 {
        // A value that can't be held, such as 1e999, is none that a field has.
        let read = serde_json::from_str(value.get()).unwrap_or_default();
        wanted.add(&name, read).map_err(|wrong| body.wrong_at(offset(body, value.get()), &wrong))?;
    }
    Ok(wanted)
}

/// Where a part of the text begins in it.
fn offset(body: &Body, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(body.text().as_ptr() as usize)
}

/// The members of a JSON object as they stand, so that each has its place.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        from.deserialize_map(Each)
    }
}

fn toml(body: &Body) -> Result<Wanted> {
    let document = Document::parse(body.text()).map_err(|error| damaged(body, &error))?;
    let mut wanted = Wanted::default();
    for (name, item) in document.iter() {
        let place = document.key(name).and_then(toml_edit::Key::span).or_else(|| item.span());
        let place = place.map(|span| span.start).unwrap_or_default();
        wanted.add(name, plain(item)).map_err(|wrong| body.wrong_at(place, &wrong))?;
    }
    Ok(wanted)
}

/// A value that a field could have; `null`, which none has, for any other.
fn plain(item: &Item) -> Value {
    let text = item.as_str().map(Value::from);
    text.or_else(|| item.as_integer().map(Value::from)).or_else(|| item.as_bool().map(Value::from)).unwrap_or_default()
}

/// Says where it is damaged. The line itself is not shown: it may be of another file, one of secrets.
fn damaged(body: &Body, error: &TomlError) -> Error {
    let place = error.span().map(|span| span.start).unwrap_or_default();
    body.wrong_at(place, error.message().lines().next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::error::Exit;

    /// What is nearly a configuration, in either language, and what is none.
    fn nearly() -> impl Strategy<Value = String> {
        let name = || prop_oneof!["max_keys_per_user", "max_api_key_expiry", "api_keys_enabled", "[a-z_\\.\"]{0,12}"];
        let value =
            || prop_oneof!["[0-9]{1,3}", "\"P[0-9]{1,2}D\"", "true", "[\\[\\]{}\"'1e.,\n-]{0,9}", any::<String>()];
        let toml = (name(), value()).prop_map(|(name, value)| format!("{name} = {value}\n"));
        let json = (name(), value()).prop_map(|(name, value)| format!(" {{\n\"{name}\": {value}\n}} "));
        prop_oneof![toml, json, any::<String>()]
    }

    proptest! {
        #[test]
        fn any_text_is_a_configuration_or_told_with_its_place(text in nearly()) {
            let body = Body::of_flag("f", text);
            match parsed(&body) {
                Ok(wanted) => prop_assert!(!wanted.is_empty()),
                Err(error) => {
                    prop_assert_eq!(error.exit(), Exit::Usage);
                    let told = error.text();
                    prop_assert!(told.starts_with("f, line ") || told.starts_with("f: nothing is wanted"), "{}", told);
                }
            }
        }
    }
}

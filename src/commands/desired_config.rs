//! Reads the file of a desired configuration, in TOML or JSON. Errors name the line and column, but show no value.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use clap::{Args, ValueHint};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use toml::Spanned;

use super::request_body::RequestBody;
use crate::api::api_key_config::{self, DesiredConfig, Difference};
use crate::api::json_patch::Field;
use crate::app::App;
use crate::error::{Error, Result};
use crate::flags::{AllContextsFlag, InputSource, values};

/// The arguments of `config diff` and `config apply`.
#[derive(Args, Debug)]
pub struct DesiredConfigArgs {
    /// The file with the desired configuration, or - for stdin
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = values::parse_input_source)]
    pub file: InputSource,

    /// The ID of the tenant [default: that of the credential]
    #[arg(value_name = "TENANT-ID", value_parser = values::parse_id)]
    pub tenant_id: Option<String>,

    /// The tenants.
    #[command(flatten)]
    pub tenants: AllContextsFlag,
}

/// A desired configuration and the text that it was read from.
pub struct DesiredConfigFile {
    body: RequestBody,
    /// The fields that this program knows.
    pub config: DesiredConfig,
    unknown_fields: Vec<UnknownField>,
}

/// A field that this program does not know. The tenant may know it.
struct UnknownField {
    name: String,
    /// The position in the file, in bytes.
    offset: usize,
}

impl DesiredConfigFile {
    /// Reads and parses the file.
    ///
    /// # Errors
    /// Exit code 2 if the file is invalid or sets no field; the message names the line, column and field.
    pub fn read(source: &InputSource) -> Result<Self> {
        Self::parse(RequestBody::read_argument(source)?)
    }

    fn parse(body: RequestBody) -> Result<Self> {
        // A JSON object starts with a brace (RFC 8259, section 4); a TOML document never does.
        let members = match body.text().trim_start().chars().next() {
            None => Vec::new(),
            Some('{') => parse_json(&body)?,
            Some(_) if body.name().ends_with(".json") => return Err(body.error_at(0, "expected a JSON object")),
            Some(_) => parse_toml(&body)?,
        };
        let (mut config, mut unknown_fields) = (DesiredConfig::default(), Vec::new());
        for Member { name, offset, value } in members {
            match api_key_config::find_field(&name) {
                Some(field) => config.add(field, value).map_err(|problem| body.error_at(offset, &problem))?,
                None => unknown_fields.push(UnknownField { name, offset }),
            }
        }
        if config.is_empty() && unknown_fields.is_empty() {
            let names: Vec<_> = api_key_config::PATCHABLE_FIELDS.iter().map(Field::name).collect();
            return Err(body.error("no field is set").with_hint(format!("set at least one of {}", names.join(", "))));
        }
        Ok(Self { body, config, unknown_fields })
    }

    /// Returns the fields that differ in the tenant's configuration. Warns of those that are skipped: fields that only
    /// the tenant knows, and settings that it no longer has because they are always enabled.
    ///
    /// # Errors
    /// Exit code 2 for a field that neither this program nor the tenant knows.
    pub fn compare(&self, app: &App, current: &Map<String, Value>) -> Result<Vec<Difference>> {
        for UnknownField { name, offset } in &self.unknown_fields {
            if !current.contains_key(name) {
                return Err(self.body.error_at(*offset, &api_key_config::unknown_field_error(name)));
            }
            app.warn(&format!("skipped {name}: this version does not know the field"));
        }
        let (skipped, differences): (Vec<_>, Vec<_>) =
            self.config.differences(current).into_iter().partition(Difference::is_always_enabled);
        for Difference { field, .. } in skipped {
            app.warn(&format!("skipped {field}: the tenant no longer has this setting; it is always true"));
        }
        Ok(differences)
    }
}

/// A member of the file.
struct Member {
    name: String,
    /// The position of the name in the file in bytes or, in JSON, that of the value.
    offset: usize,
    value: Value,
}

fn parse_json(body: &RequestBody) -> Result<Vec<Member>> {
    let members: MemberList<String, &RawValue> = body.parse_object()?;
    let parse = |(name, json): (String, &RawValue)| {
        // A value that can't be parsed, such as 1e999, becomes null, which no field accepts.
        let value = serde_json::from_str(json.get()).unwrap_or_default();
        Member { name, offset: offset_in_body(body, json.get()), value }
    };
    Ok(members.0.into_iter().map(parse).collect())
}

/// The byte offset of `part`, a slice of the body's text.
fn offset_in_body(body: &RequestBody, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(body.text().as_ptr() as usize)
}

fn parse_toml(body: &RequestBody) -> Result<Vec<Member>> {
    let document = toml::Deserializer::parse(body.text())
        .map_err(|error| syntax_error(body, error.span(), error.message().lines().next().unwrap_or_default()))?;
    // Only an integer over 64 bits fails here. The message of the `toml` crate would show the value.
    let members: MemberList<Spanned<String>, toml::Value> = MemberList::deserialize(document)
        .map_err(|error| syntax_error(body, error.span(), "integer is larger than 64 bits"))?;
    let parse = |(name, value): (Spanned<String>, toml::Value)| {
        let offset = name.span().start;
        // A value that JSON doesn't have, such as nan, becomes null, which no field accepts.
        Member { name: name.into_inner(), offset, value: serde_json::to_value(value).unwrap_or_default() }
    };
    Ok(members.0.into_iter().map(parse).collect())
}

/// The error for invalid TOML at `span`, in bytes. It shows no text, since the user may have named a file with
/// secrets by mistake.
fn syntax_error(body: &RequestBody, span: Option<Range<usize>>, message: &str) -> Error {
    body.error_at(span.map(|span| span.start).unwrap_or_default(), message)
}

/// The members of a JSON object or TOML table in file order, including duplicates.
struct MemberList<K, V>(Vec<(K, V)>);

impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for MemberList<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_map(MemberListVisitor(PhantomData))
    }
}

struct MemberListVisitor<K, V>(PhantomData<(K, V)>);

impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for MemberListVisitor<K, V> {
    type Value = MemberList<K, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(MemberList(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::error::Exit;

    /// Texts that resemble a configuration in TOML or JSON, and arbitrary texts.
    fn near_miss_text() -> impl Strategy<Value = String> {
        let name = || prop_oneof!["max_keys_per_user", "max_api_key_expiry", "api_keys_enabled", "[a-z_\\.\"]{0,12}"];
        let value =
            || prop_oneof!["[0-9]{1,3}", "\"P[0-9]{1,2}D\"", "true", "[\\[\\]{}\"'1e.,\n-]{0,9}", any::<String>()];
        let toml = (name(), value()).prop_map(|(name, value)| format!("{name} = {value}\n"));
        let json = (name(), value()).prop_map(|(name, value)| format!(" {{\n\"{name}\": {value}\n}} "));
        prop_oneof![toml, json, any::<String>()]
    }

    proptest! {
        #[test]
        fn any_text_parses_or_fails_with_its_place(text in near_miss_text()) {
            let body = RequestBody::from_flag("f", text);
            match DesiredConfigFile::parse(body) {
                Ok(desired) => prop_assert!(!desired.config.is_empty() || !desired.unknown_fields.is_empty()),
                Err(error) => {
                    prop_assert_eq!(error.exit(), Exit::Usage);
                    let message = error.to_text();
                    prop_assert!(message.starts_with("f, line ") || message.starts_with("f: no field is set"), "{}", message);
                }
            }
        }
    }
}

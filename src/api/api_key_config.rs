//! `/api-keys/configs/{tenantId}`: the API key configuration of a tenant (<https://qlik.dev/apis/rest/api-keys>).

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::json_patch::{Field, Operation, ValueType};
use crate::duration::IsoDuration;
use crate::error::Result;
use crate::http::{Client, Request, Response};

/// The path of a setting that tenants no longer have (<https://qlik.dev/changelog>).
const API_KEYS_ENABLED_PATH: &str = "/api_keys_enabled";

/// What to do about a tenant without `api_keys_enabled`.
pub const REMOVED_SETTING_HINT: &str = "Qlik removed the setting api_keys_enabled in 2026: API keys are always enabled, \
     and the permission Manage API keys decides who may create them";

/// The fields of the configuration that a patch may replace.
pub const PATCHABLE_FIELDS: &[Field] = &[
    Field { path: API_KEYS_ENABLED_PATH, value_type: ValueType::Boolean },
    Field { path: "/max_api_key_expiry", value_type: ValueType::Duration },
    Field { path: "/max_keys_per_user", value_type: ValueType::WholeNumber },
    Field { path: "/scim_externalClient_expiry", value_type: ValueType::Duration },
];

/// The limits for new keys. A field is `None` if the tenant does not return it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ApiKeyLimits {
    /// `max_keys_per_user`: the maximum number of active keys per user.
    pub max_keys_per_user: Option<u64>,
    /// `max_api_key_expiry`: the maximum lifetime of a key, an ISO 8601 duration.
    pub max_api_key_expiry: Option<String>,
    /// `scim_externalClient_expiry`: the lifetime of a SCIM key, an ISO 8601 duration.
    #[serde(rename = "scim_externalClient_expiry")]
    pub scim_external_client_expiry: Option<String>,
}

/// Gets the configuration of a tenant.
///
/// # Errors
/// See [`Client::send`].
pub fn get(client: &Client, tenant_id: &str) -> Result<Response> {
    client.send(
        &Request::get(
            format!("get the API key configuration of tenant {tenant_id}"),
            &["api-keys", "configs", tenant_id],
        )
        .with_hint(403, "sign in as a user with the TenantAdmin role to read the configuration")
        .with_hint(404, "qlik-api-key config get (omit the ID to use the tenant of the credential)"),
    )
}

/// Gets the configuration of a tenant as a map of its fields, or as [`ApiKeyLimits`].
///
/// # Errors
/// See [`Client::send`]. Exit 7 if the body has another format.
pub fn get_as<T: DeserializeOwned>(client: &Client, tenant_id: &str) -> Result<T> {
    get(client, tenant_id)?.parse_object()
}

/// Whether the tenant has the setting `api_keys_enabled`, and it is off.
///
/// # Errors
/// See [`get_as`].
pub fn are_keys_disabled(client: &Client, tenant_id: &str) -> Result<bool> {
    /// The setting, which tenants of today do not have.
    #[derive(Deserialize)]
    struct Enabled {
        api_keys_enabled: Option<bool>,
    }
    Ok(get_as::<Enabled>(client, tenant_id)?.api_keys_enabled == Some(false))
}

/// Changes the configuration of a tenant.
///
/// # Errors
/// See [`Client::send`].
pub fn patch(client: &Client, tenant_id: &str, operations: &[Operation]) -> Result<Response> {
    let mut request = Request::patch(
        format!("update the API key configuration of tenant {tenant_id}"),
        &["api-keys", "configs", tenant_id],
        &operations,
    )?
    .with_hint(403, "sign in as a user with the TenantAdmin role to change the configuration")
    .with_hint(404, "qlik-api-key config get (omit the ID to use the tenant of the credential)");
    if operations.iter().any(|operation| operation.path() == API_KEYS_ENABLED_PATH) {
        request = request.with_hint(400, REMOVED_SETTING_HINT);
    }
    client.send(&request)?.expect_json_or_empty()
}

/// A desired configuration: some of the fields, each with a valid value.
#[derive(Debug, Default)]
pub struct DesiredConfig(Vec<(&'static Field, Value)>);

/// A field whose value differs from the desired one.
#[derive(Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The name of the field in the API.
    pub field: &'static str,
    /// The value in the tenant. `None` if the tenant does not have the field.
    pub before: Option<Value>,
    /// The desired value.
    pub after: Value,
}

impl Difference {
    /// Returns the operation that sets the desired value.
    pub fn to_operation(&self) -> Operation {
        Operation::replace(format!("/{}", self.field), self.after.clone())
    }

    /// Whether the tenant has the field, so that it can be changed.
    pub fn can_be_applied(&self) -> bool {
        self.before.is_some()
    }

    /// Whether the tenant has no such setting any more, because what it enabled is always enabled.
    pub fn is_always_enabled(&self) -> bool {
        self.before.is_none() && self.after == Value::Bool(true)
    }
}

impl DesiredConfig {
    /// The configuration that a checked patch sets. The last operation on a field wins.
    pub fn from_operations(operations: &[Operation]) -> Self {
        let mut desired = Self::default();
        for operation in operations {
            if let Some(field) = PATCHABLE_FIELDS.iter().find(|field| field.path == operation.path()) {
                desired.0.retain(|(other, _)| other.path != field.path);
                desired.0.push((field, operation.value().clone()));
            }
        }
        desired
    }

    /// The fields and their values, as JSON.
    pub fn to_map(&self) -> Map<String, Value> {
        self.0.iter().map(|(field, value)| (field.name().to_owned(), value.clone())).collect()
    }

    /// What nobody can do with this configuration, if it locks all users out, as a clause.
    pub fn lockout(&self) -> Option<&'static str> {
        let sets =
            |name: &str, value: Value| self.0.iter().any(|(field, other)| field.name() == name && *other == value);
        if sets("api_keys_enabled", Value::Bool(false)) {
            Some("nobody can use API keys in this tenant")
        } else if sets("max_keys_per_user", Value::from(0)) {
            Some("nobody can create an API key in this tenant")
        } else {
            None
        }
    }

    /// Whether no field is set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a field.
    ///
    /// # Errors
    /// A message if the field was added before or has an invalid value. It names the field, but does not show the
    /// value.
    pub fn add(&mut self, field: &'static Field, value: Value) -> std::result::Result<(), String> {
        let name = field.name();
        if self.0.iter().any(|(other, _)| other.path == field.path) {
            return Err(format!("{name} appears twice"));
        }
        field.check(&value).map_err(|reason| format!("{name}: {reason}"))?;
        self.0.push((field, value));
        Ok(())
    }

    /// Returns the fields that differ in the tenant's configuration, in the order in which they were added.
    pub fn differences(&self, current: &Map<String, Value>) -> Vec<Difference> {
        let comparisons = self.0.iter().map(|(field, after)| {
            let before = current.get(field.name()).filter(|value| !value.is_null()).cloned();
            Difference { field: field.name(), before, after: after.clone() }
        });
        comparisons
            .filter(|difference| {
                difference.before.as_ref().is_none_or(|before| !are_equivalent(before, &difference.after))
            })
            .collect()
    }
}

/// Returns the field of this name, if this program knows it.
pub fn find_field(name: &str) -> Option<&'static Field> {
    PATCHABLE_FIELDS.iter().find(|field| field.name() == name)
}

/// Whether two values are equivalent, such as the durations `P1D` and `PT24H`.
fn are_equivalent(one: &Value, other: &Value) -> bool {
    let duration = |value: &Value| value.as_str().and_then(|text| IsoDuration::parse(text).ok());
    one == other || duration(one).zip(duration(other)).is_some_and(|(one, other)| one.is_equivalent_to(other))
}

/// The error for an unknown field, with the most similar name. A long name is not shown, because it may be a secret.
pub fn unknown_field_error(name: &str) -> String {
    let normalize = |text: &str| text.replace(|c: char| !c.is_ascii_alphanumeric(), "").to_ascii_lowercase();
    let similarity = |field: &Field| strsim::jaro_winkler(&normalize(field.name()), &normalize(name));
    let nearest = PATCHABLE_FIELDS.iter().max_by(|one, other| similarity(one).total_cmp(&similarity(other)));
    let suggestion = match nearest.filter(|field| similarity(field) > 0.8) {
        Some(field) => format!("did you mean {}?", field.name()),
        None => format!("valid fields: {}", PATCHABLE_FIELDS.iter().map(Field::name).collect::<Vec<_>>().join(", ")),
    };
    let quoted = if name.len() > 40 { String::new() } else { format!(" {}", Value::from(name)) };
    format!("unknown field{quoted}; {suggestion}")
}

//! The tenant's settings for API keys (<https://qlik.dev/apis/rest/api-keys/>, `/api-keys/configs/{tenantId}`).

use serde::Serialize;
use serde_json::Value;

use super::positive_duration::PositiveDuration;

/// The maximum value of `max_keys_per_user`.
const MAX_KEYS_PER_USER: u64 = 1000;

/// The settings, in the field order of the API reference's example.
#[derive(Debug, Clone, Serialize)]
pub struct KeyConfig {
    /// Only tenants of the API reference have this setting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_keys_enabled: Option<bool>,
    pub max_keys_per_user: u64,
    pub max_api_key_expiry: PositiveDuration,
    #[serde(rename = "scim_externalClient_expiry")]
    pub scim_external_client_expiry: PositiveDuration,
}

impl Default for KeyConfig {
    /// The defaults of the API reference.
    fn default() -> KeyConfig {
        KeyConfig {
            api_keys_enabled: None,
            max_keys_per_user: 5,
            max_api_key_expiry: PositiveDuration::from_hours(24),
            scim_external_client_expiry: PositiveDuration::from_days(365),
        }
    }
}

impl KeyConfig {
    /// The JSON Pointers of the settings, for use in a JSON Patch.
    pub fn paths(&self) -> &'static [&'static str] {
        if self.api_keys_enabled.is_some() {
            &["/api_keys_enabled", "/max_api_key_expiry", "/max_keys_per_user", "/scim_externalClient_expiry"]
        } else {
            &["/max_api_key_expiry", "/max_keys_per_user", "/scim_externalClient_expiry"]
        }
    }

    /// Replaces the setting at a path. The error describes the allowed values.
    pub fn replace(&mut self, path: &str, value: &Value) -> Result<(), &'static str> {
        match path {
            "/api_keys_enabled" if self.api_keys_enabled.is_some() => {
                self.api_keys_enabled = Some(value.as_bool().ok_or("The value must be true or false.")?);
            }
            "/max_keys_per_user" => {
                self.max_keys_per_user = value
                    .as_u64()
                    .filter(|count| *count <= MAX_KEYS_PER_USER)
                    .ok_or("The value must be an integer from 0 to 1000.")?;
            }
            "/max_api_key_expiry" => self.max_api_key_expiry = parse_duration(value)?,
            "/scim_externalClient_expiry" => self.scim_external_client_expiry = parse_duration(value)?,
            _ => return Err("There is no such setting."),
        }
        Ok(())
    }
}

fn parse_duration(value: &Value) -> Result<PositiveDuration, &'static str> {
    value
        .as_str()
        .and_then(PositiveDuration::parse)
        .ok_or("The value must be a positive ISO 8601 duration, such as P7D.")
}

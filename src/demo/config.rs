//! The tenant's configuration of API keys: its settings, and the endpoints to read and change them.
//! It must not know where a setting takes effect.

use serde::Serialize;
use serde_json::Value;

use super::lifetime::Lifetime;
use super::message::Response;
use super::patch;
use super::problem::Problem;
use super::route::Call;
use super::tenant::Tenant;
use super::users::TENANT_ADMIN;

/// The paths that the reference lets a patch replace.
const PATHS: [&str; 4] =
    ["/api_keys_enabled", "/max_api_key_expiry", "/max_keys_per_user", "/scim_externalClient_expiry"];

/// The most that `max_keys_per_user` can be.
const MOST_KEYS: u64 = 1000;

/// The settings, in the field order of the reference's example.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Config {
    pub(super) api_keys_enabled: bool,
    pub(super) max_keys_per_user: u64,
    pub(super) max_api_key_expiry: Lifetime,
    #[serde(rename = "scim_externalClient_expiry")]
    pub(super) scim_external_client_expiry: Lifetime,
}

impl Default for Config {
    /// The defaults of the reference, but with API keys enabled.
    fn default() -> Config {
        Config {
            api_keys_enabled: true,
            max_keys_per_user: 5,
            max_api_key_expiry: Lifetime::hours(24),
            scim_external_client_expiry: Lifetime::days(365),
        }
    }
}

impl Config {
    /// Returns settings with room to play.
    pub(super) fn roomy() -> Config {
        Config { max_keys_per_user: 50, max_api_key_expiry: Lifetime::days(90), ..Config::default() }
    }

    /// Replaces the setting at a path; the error says what it takes.
    pub(super) fn replace(&mut self, path: &str, value: &Value) -> Result<(), &'static str> {
        match path {
            "/api_keys_enabled" => {
                self.api_keys_enabled = value.as_bool().ok_or("The value must be true or false.")?;
            }
            "/max_keys_per_user" => {
                self.max_keys_per_user = value
                    .as_u64()
                    .filter(|count| *count <= MOST_KEYS)
                    .ok_or("The value must be an integer from 0 to 1000.")?;
            }
            "/max_api_key_expiry" => self.max_api_key_expiry = lifetime(value)?,
            "/scim_externalClient_expiry" => self.scim_external_client_expiry = lifetime(value)?,
            _ => return Err("There is no such setting."),
        }
        Ok(())
    }
}

fn lifetime(value: &Value) -> Result<Lifetime, &'static str> {
    value.as_str().and_then(Lifetime::parse).ok_or("The value must be a positive ISO 8601 duration, such as P7D.")
}

/// Answers `GET /api-keys/configs/{tenantId}`, which everyone may ask.
pub(super) fn get(tenant: &Tenant, id: &str) -> Result<Response, Problem> {
    own(tenant, id)?;
    Ok(Response::json(200, &tenant.config))
}

/// Answers `PATCH /api-keys/configs/{tenantId}`: all operations or none.
pub(super) fn patch(tenant: &mut Tenant, call: &Call, id: &str) -> Result<Response, Problem> {
    own(tenant, id)?;
    if !call.user.has(TENANT_ADMIN) {
        return Err(Problem::forbidden(format!("Changing the configuration requires the role {TENANT_ADMIN}.")));
    }
    let document = call.json()?;
    let mut config = tenant.config.clone();
    let mut problems = Vec::new();
    for (index, operation) in patch::parse(&document, &PATHS)?.iter().enumerate() {
        if let Err(detail) = config.replace(operation.path, operation.value) {
            problems.push(Problem::pointer(&operation.pointer(index), detail));
        }
    }
    Problem::join(problems)?;
    tenant.config = config;
    Ok(Response::new(204))
}

fn own(tenant: &Tenant, id: &str) -> Result<(), Problem> {
    if id == tenant.id {
        return Ok(());
    }
    Err(Problem::missing(format!("There is no tenant with the ID {id}.")))
}

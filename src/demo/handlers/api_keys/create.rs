//! `POST /api-keys`: creates a key.

use jiff::Timestamp;
use serde_json::Value;

use super::by_id::parse_description;
use crate::demo::handlers::call::{Call, parse_json_body};
use crate::demo::handlers::json_patch::escape_pointer;
use crate::demo::http::error::DemoError;
use crate::demo::http::message::DemoResponse;
use crate::demo::state::audits::KeyChange;
use crate::demo::state::config::KeyConfig;
use crate::demo::state::key::{KeySpec, KeyStatus, SubType, parse_enum};
use crate::demo::state::positive_duration::PositiveDuration;
use crate::demo::state::roles::DEVELOPER;
use crate::demo::state::tenant::Tenant;
use crate::demo::state::users::User;

/// What today's tenants require for API keys.
const MANAGE_API_KEYS_NAME: &str = "the permission Manage API keys";

/// The prefix of a SCIM key's subject.
const SCIM_PREFIX: &str = "SCIM\\";

/// `POST /api-keys`. This response is the only one with the token.
pub fn create(tenant: &mut Tenant, call: &Call) -> Result<DemoResponse, DemoError> {
    call.reject_query()?;
    let body = CreateBody::parse(&parse_json_body(call.request)?)?;
    let sub_type = body.sub_type.unwrap_or(SubType::User);
    let sub = body.sub.as_deref().unwrap_or(&call.user.id);
    check_subject(tenant, call, sub, sub_type)?;
    check_key_limit(tenant, call, sub)?;
    let created = call.timestamp();
    let expiry = resolve_expiry(&tenant.config, body.expiry, sub_type, created)?;
    let spec = KeySpec::new(&body.description).creator(&call.user.id).sub(sub, sub_type);
    let key = tenant.issue_key(spec.created(created).expiry(expiry));
    tenant.audits.record_key(KeyChange::Created, &key, &call.user.id, created);
    Ok(DemoResponse::from_json(201, &key.to_json(&tenant.id, call.now, true)))
}

#[derive(Default)]
struct CreateBody {
    description: String,
    expiry: Option<PositiveDuration>,
    sub: Option<String>,
    sub_type: Option<SubType>,
}

impl CreateBody {
    /// Parses the body. The error lists every invalid member.
    fn parse(body: &Value) -> Result<CreateBody, DemoError> {
        let Some(members) = body.as_object() else {
            return Err(DemoError::invalid_body("", "The body must be a JSON object."));
        };
        let mut parsed = CreateBody::default();
        let mut errors = Vec::new();
        if !members.contains_key("description") {
            errors.push(DemoError::invalid_body("/description", "description is required."));
        }
        for (name, value) in members {
            if let Err(error) = parsed.set(name, value) {
                errors.push(error);
            }
        }
        DemoError::combine(errors)?;
        Ok(parsed)
    }

    fn set(&mut self, name: &str, value: &Value) -> Result<(), DemoError> {
        let pointer = format!("/{}", escape_pointer(name));
        let invalid = |detail: &str| DemoError::invalid_body(&pointer, detail);
        match name {
            "description" => self.description = parse_description(value, &pointer)?,
            "expiry" => {
                let duration = value.as_str().and_then(PositiveDuration::parse);
                let detail = "expiry must be a positive ISO 8601 duration, such as P7D.";
                self.expiry = Some(duration.ok_or_else(|| invalid(detail))?);
            }
            "sub" => match value.as_str() {
                Some(sub) if !sub.is_empty() => self.sub = Some(sub.to_owned()),
                _ => return Err(invalid("sub must be a non-empty string.")),
            },
            "subType" => {
                let sub_type = value.as_str().and_then(parse_enum);
                let detail = "subType must be user or externalClient.";
                self.sub_type = Some(sub_type.ok_or_else(|| invalid(detail))?);
            }
            _ => return Err(invalid(&format!("An API key has no property {name}."))),
        }
        Ok(())
    }
}

/// Checks that the caller may create a key for the subject.
fn check_subject(tenant: &Tenant, call: &Call, sub: &str, sub_type: SubType) -> Result<(), DemoError> {
    if tenant.config.api_keys_enabled == Some(false) {
        return Err(DemoError::forbidden("API keys are disabled in this tenant."));
    }
    let scim = sub.starts_with(SCIM_PREFIX);
    if sub_type == SubType::ExternalClient && !scim {
        let detail = "The sub of an externalClient must start with SCIM\\.";
        return Err(DemoError::invalid_body("/sub", detail));
    }
    if sub != call.user.id {
        call.require_admin("Creating a key for another subject")?;
    }
    if !tenant.is_reference {
        require_keys(tenant, &call.user, "To create API keys, you need")?;
    }
    match tenant.users.by_id(sub) {
        Some(subject) => require_keys(tenant, subject, "The subject of an API key must have"),
        None if scim => Ok(()),
        None => Err(DemoError::invalid_body("/sub", "There is no user with that ID.")),
    }
}

/// Checks that the user may have API keys. The detail of the error starts with `who`.
fn require_keys(tenant: &Tenant, user: &User, who: &str) -> Result<(), DemoError> {
    let required = if tenant.is_reference { format!("the role {DEVELOPER}") } else { MANAGE_API_KEYS_NAME.to_owned() };
    if tenant.may_have_keys(user) { Ok(()) } else { Err(DemoError::forbidden(format!("{who} {required}."))) }
}

/// Returns the expiry of a new key. The tenant's maximum is also the default; a longer expiry is an error.
fn resolve_expiry(
    config: &KeyConfig,
    requested: Option<PositiveDuration>,
    sub_type: SubType,
    created: Timestamp,
) -> Result<Timestamp, DemoError> {
    let (setting, maximum) = match sub_type {
        SubType::User => ("max_api_key_expiry", &config.max_api_key_expiry),
        SubType::ExternalClient => ("scim_externalClient_expiry", &config.scim_external_client_expiry),
    };
    let latest = maximum.add_to(created).unwrap_or(Timestamp::MAX);
    let expiry = match requested {
        None => Some(latest),
        Some(duration) => duration.add_to(created),
    };
    expiry.filter(|expiry| *expiry <= latest).ok_or_else(|| {
        let maximum = maximum.as_str();
        let detail = format!("The expiry is longer than the tenant allows: {maximum} ({setting}).");
        DemoError::invalid_body("/expiry", detail)
    })
}

/// Checks that the subject has fewer active keys than the tenant allows.
fn check_key_limit(tenant: &Tenant, call: &Call, sub: &str) -> Result<(), DemoError> {
    let limit = tenant.config.max_keys_per_user;
    let active =
        tenant.keys.iter().filter(|key| key.sub == sub && key.status(call.now) == KeyStatus::Active).count() as u64;
    if active < limit {
        return Ok(());
    }
    Err(DemoError::forbidden(format!(
        "The subject has {active} active API keys; the tenant allows {limit} (max_keys_per_user)."
    )))
}

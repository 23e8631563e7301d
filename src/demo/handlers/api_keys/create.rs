//! `POST /api-keys`: creates a key.

use jiff::Timestamp;
use serde_json::Value;

use super::by_id::parse_description;
use crate::demo::handlers::call::{Call, json_body};
use crate::demo::handlers::json_patch::escape_pointer;
use crate::demo::http::message::Response;
use crate::demo::http::problem::Problem;
use crate::demo::state::config::KeyConfig;
use crate::demo::state::key::{KeySpec, KeyStatus, SubType, parse_name};
use crate::demo::state::lifetime::Lifetime;
use crate::demo::state::tenant::Tenant;
use crate::demo::state::user::DEVELOPER;

/// The start of every SCIM key's subject.
const SCIM_PREFIX: &str = "SCIM\\";

/// `POST /api-keys`. The response alone shows the token.
pub fn create(tenant: &mut Tenant, call: &Call) -> Result<Response, Problem> {
    call.reject_query()?;
    let body = CreateBody::parse(&json_body(call.request)?)?;
    let sub_type = body.sub_type.unwrap_or(SubType::User);
    let sub = body.sub.as_deref().unwrap_or(&call.user.id);
    check_subject(tenant, call, sub, sub_type)?;
    check_key_count(tenant, call, sub)?;
    let created = call.timestamp();
    let expiry = expiry(&tenant.config, body.expiry, sub_type, created)?;
    let spec = KeySpec::new(&body.description).owner(call.user.test_user).sub(sub, sub_type);
    let key = tenant.issue_key(spec.created(created).expiry(expiry));
    Ok(Response::json(201, &key.document(&tenant.id, call.now, true)))
}

#[derive(Default)]
struct CreateBody {
    description: String,
    expiry: Option<Lifetime>,
    sub: Option<String>,
    sub_type: Option<SubType>,
}

impl CreateBody {
    /// Parses the body. The problem lists every mistake in its form.
    fn parse(body: &Value) -> Result<CreateBody, Problem> {
        let Some(members) = body.as_object() else {
            return Err(Problem::pointer("", "The body must be a JSON object."));
        };
        let mut parsed = CreateBody::default();
        let mut problems = Vec::new();
        if !members.contains_key("description") {
            problems.push(Problem::pointer("/description", "description is required."));
        }
        for (name, value) in members {
            if let Err(problem) = parsed.set(name, value) {
                problems.push(problem);
            }
        }
        Problem::join(problems)?;
        Ok(parsed)
    }

    fn set(&mut self, name: &str, value: &Value) -> Result<(), Problem> {
        let pointer = format!("/{}", escape_pointer(name));
        let wrong = |detail: &str| Problem::pointer(&pointer, detail);
        match name {
            "description" => self.description = parse_description(value, &pointer)?,
            "expiry" => {
                let lifetime = value.as_str().and_then(Lifetime::parse);
                let hint = "expiry must be a positive ISO 8601 duration, such as P7D.";
                self.expiry = Some(lifetime.ok_or_else(|| wrong(hint))?);
            }
            "sub" => match value.as_str() {
                Some(sub) if !sub.is_empty() => self.sub = Some(sub.to_owned()),
                _ => return Err(wrong("sub must be a string that is not empty.")),
            },
            "subType" => {
                let sub_type = value.as_str().and_then(parse_name);
                let hint = "subType must be user or externalClient.";
                self.sub_type = Some(sub_type.ok_or_else(|| wrong(hint))?);
            }
            _ => return Err(wrong(&format!("{name} is no property of an API key."))),
        }
        Ok(())
    }
}

/// Checks that the caller may create a key for the subject.
fn check_subject(tenant: &Tenant, call: &Call, sub: &str, sub_type: SubType) -> Result<(), Problem> {
    if !tenant.config.api_keys_enabled {
        return Err(Problem::forbidden("API keys are disabled in this tenant."));
    }
    let scim = sub.starts_with(SCIM_PREFIX);
    if sub_type == SubType::ExternalClient && !scim {
        let detail = "The sub of an externalClient must begin with SCIM\\.";
        return Err(Problem::pointer("/sub", detail));
    }
    if sub != call.user.id {
        call.require_admin("Creating a key for another subject")?;
    }
    match tenant.user_by_id(sub) {
        Some(user) if !user.has_role(DEVELOPER) => {
            Err(Problem::forbidden(format!("The user of an API key requires the role {DEVELOPER}.")))
        }
        None if !scim => Err(Problem::pointer("/sub", "There is no user with that ID.")),
        _ => Ok(()),
    }
}

/// Returns the requested expiry, if the tenant allows it. The tenant's maximum is also the default.
fn expiry(
    config: &KeyConfig,
    requested: Option<Lifetime>,
    sub_type: SubType,
    created: Timestamp,
) -> Result<Timestamp, Problem> {
    let (setting, maximum) = match sub_type {
        SubType::User => ("max_api_key_expiry", &config.max_api_key_expiry),
        SubType::ExternalClient => ("scim_externalClient_expiry", &config.scim_external_client_expiry),
    };
    let latest = maximum.end(created).unwrap_or(Timestamp::MAX);
    let expiry = match requested {
        None => Some(latest),
        Some(lifetime) => lifetime.end(created),
    };
    expiry.filter(|expiry| *expiry <= latest).ok_or_else(|| {
        let maximum = maximum.text();
        let detail = format!("The expiry is longer than the tenant allows: {maximum} ({setting}).");
        Problem::pointer("/expiry", detail)
    })
}

/// Checks that the subject has fewer active keys than the tenant allows.
fn check_key_count(tenant: &Tenant, call: &Call, sub: &str) -> Result<(), Problem> {
    let limit = tenant.config.max_keys_per_user;
    let active =
        tenant.keys.iter().filter(|key| key.sub == sub && key.status(call.now) == KeyStatus::Active).count() as u64;
    if active < limit {
        return Ok(());
    }
    Err(Problem::forbidden(format!(
        "The subject has {active} active API keys; the tenant allows {limit} (max_keys_per_user)."
    )))
}

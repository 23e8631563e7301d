//! `POST /api-keys`: which requests make a key, and what it is then.
//! It must not know what happens to a key later.

use jiff::Timestamp;
use serde_json::Value;

use super::keys::{Key, Status, SubType, description_of};
use super::lifetime::Lifetime;
use super::message::Response;
use super::patch::escaped;
use super::problem::Problem;
use super::route::Call;
use super::tenant::Tenant;
use super::token;
use super::users::{DEVELOPER, TENANT_ADMIN};

/// How the subject of a SCIM key begins.
const SCIM: &str = "SCIM\\";

/// The body of a create, its form checked.
#[derive(Default)]
struct Draft {
    description: String,
    expiry: Option<Lifetime>,
    sub: Option<String>,
    sub_type: Option<SubType>,
}

/// Answers `POST /api-keys`.
pub(super) fn create(tenant: &mut Tenant, call: &Call) -> Result<Response, Problem> {
    let draft = Draft::parse(&call.json()?)?;
    let sub_type = draft.sub_type.unwrap_or(SubType::User);
    let sub = subject(tenant, call, &draft, sub_type)?;
    room_for(tenant, call, &sub)?;
    let created = call.second();
    let expiry = expiry(tenant, draft.expiry, sub_type, created)?;
    let key = tenant.mint(Key {
        id: String::new(),
        sub,
        token: String::new(),
        expiry,
        revoked: false,
        created,
        sub_type,
        description: draft.description,
        last_updated: created,
        created_by: call.user.id.clone(),
    });
    let response = Response::json(201, &key.shape_with_token(&tenant.id, call.now));
    tenant.keys.push(key);
    Ok(response)
}

impl Draft {
    /// Reads the body; everything about its form that is wrong is said at once.
    fn parse(body: &Value) -> Result<Draft, Problem> {
        let Some(members) = body.as_object() else {
            return Err(Problem::pointer("", "The body must be a JSON object."));
        };
        let mut draft = Draft::default();
        let mut problems = Vec::new();
        if !members.contains_key("description") {
            problems.push(Problem::pointer("/description", "description is required."));
        }
        for (name, value) in members {
            if let Err(problem) = draft.take(name, value) {
                problems.push(problem);
            }
        }
        Problem::join(problems)?;
        Ok(draft)
    }

    fn take(&mut self, name: &str, value: &Value) -> Result<(), Problem> {
        let pointer = format!("/{}", escaped(name));
        let wrong = |detail: &str| Problem::pointer(&pointer, detail);
        match name {
            "description" => self.description = description_of(value, &pointer)?,
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
                let sub_type = value.as_str().and_then(SubType::parse);
                let hint = "subType must be user or externalClient.";
                self.sub_type = Some(sub_type.ok_or_else(|| wrong(hint))?);
            }
            _ => return Err(wrong(&format!("{name} is no property of an API key."))),
        }
        Ok(())
    }
}

/// Decides whose key it will be, and whether the requester may make that.
fn subject(tenant: &Tenant, call: &Call, draft: &Draft, sub_type: SubType) -> Result<String, Problem> {
    if !tenant.config.api_keys_enabled {
        return Err(Problem::forbidden("API keys are disabled in this tenant."));
    }
    let sub = draft.sub.as_deref().unwrap_or(&call.user.id);
    let scim = sub.starts_with(SCIM);
    if sub_type == SubType::ExternalClient && !scim {
        let detail = "The sub of an externalClient must begin with SCIM\\.";
        return Err(Problem::pointer("/sub", detail));
    }
    if sub != call.user.id && !call.user.has(TENANT_ADMIN) {
        return Err(Problem::forbidden(format!(
            "Creating a key for another subject requires the role {TENANT_ADMIN}."
        )));
    }
    let developer = match tenant.user_by_id(sub) {
        Some(user) => user.has(DEVELOPER),
        None if scim => true,
        None => return Err(Problem::pointer("/sub", "There is no user with that ID.")),
    };
    if !developer {
        return Err(Problem::forbidden(format!("The user of an API key requires the role {DEVELOPER}.")));
    }
    Ok(sub.to_owned())
}

/// Checks that the subject has fewer active keys than the tenant allows.
fn room_for(tenant: &Tenant, call: &Call, sub: &str) -> Result<(), Problem> {
    let limit = tenant.config.max_keys_per_user;
    let active =
        tenant.keys.iter().filter(|key| key.sub == sub && key.status(call.now) == Status::Active).count() as u64;
    if active < limit {
        return Ok(());
    }
    Err(Problem::forbidden(format!(
        "The subject has {active} active API keys; the tenant allows {limit} (max_keys_per_user)."
    )))
}

/// Decides when the key ends: as asked, but not after the tenant's maximum, which is also the default.
fn expiry(
    tenant: &Tenant,
    asked: Option<Lifetime>,
    sub_type: SubType,
    created: Timestamp,
) -> Result<Timestamp, Problem> {
    let (name, maximum) = match sub_type {
        SubType::User => ("max_api_key_expiry", &tenant.config.max_api_key_expiry),
        SubType::ExternalClient => ("scim_externalClient_expiry", &tenant.config.scim_external_client_expiry),
    };
    let latest = maximum.end(created).unwrap_or(Timestamp::MAX);
    let end = match asked {
        None => Some(latest),
        Some(lifetime) => lifetime.end(created),
    };
    end.filter(|end| *end <= latest).ok_or_else(|| {
        let text = maximum.text();
        Problem::pointer("/expiry", format!("The expiry is longer than the tenant allows: {text} ({name})."))
    })
}

impl Tenant {
    /// Gives a key its ID and its token.
    pub(super) fn mint(&mut self, key: Key) -> Key {
        let id = token::id(&mut self.rng);
        let sub_type = key.sub_type.name();
        let claims = token::key_claims(&id, &key.sub, sub_type, &self.id, key.created, key.expiry);
        let token = token::mint(&mut self.rng, &self.kid, &claims);
        Key { id, token, ..key }
    }
}

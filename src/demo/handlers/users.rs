//! `/users` (<https://qlik.dev/apis/rest/users/>) and `/tenants/me` (<https://qlik.dev/apis/rest/tenants/>).

use serde_json::{Map, Value, json};

use super::call::{Call, parse_json_body};
use super::paging::PageQuery;
use crate::demo::http::error::DemoError;
use crate::demo::http::message::DemoResponse;
use crate::demo::state::filter::Filter;
use crate::demo::state::roles::{Role, TENANT_ADMIN};
use crate::demo::state::tenant::Tenant;
use crate::demo::state::users::{TestUser, User};

/// The default of `limit`, the number of users per page.
const DEFAULT_LIMIT: usize = 20;

/// The fields of a user that `fields` can select.
const FIELDS: [&str; 10] =
    ["id", "tenantId", "name", "email", "status", "subject", "assignedRoles", "createdAt", "lastUpdatedAt", "links"];

/// `GET /users`. Every user may list the others.
pub fn list(tenant: &Tenant, call: &Call) -> Result<DemoResponse, DemoError> {
    let (mut filter, mut fields) = (None, None);
    let query = PageQuery::parse(call, DEFAULT_LIMIT, |name, value| {
        match name {
            "filter" => {
                filter = Some(Filter::parse(value).map_err(|detail| DemoError::invalid_parameter(name, detail))?);
            }
            "fields" => fields = Some(parse_fields(value)?),
            _ => return Err(DemoError::invalid_parameter(name, "There is no such parameter.")),
        }
        Ok(())
    })?;
    respond(tenant, call, &query, filter.as_ref(), fields.as_deref())
}

/// `POST /users/actions/filter`: [`list`] with a filter that would be too long for a URL.
pub fn filter(tenant: &Tenant, call: &Call) -> Result<DemoResponse, DemoError> {
    let mut fields = None;
    let query = PageQuery::parse(call, DEFAULT_LIMIT, |name, value| match name {
        "fields" => {
            fields = Some(parse_fields(value)?);
            Ok(())
        }
        _ => Err(DemoError::invalid_parameter(name, "There is no such parameter.")),
    })?;
    let body = parse_json_body(call.request)?;
    let members = body.as_object().filter(|members| members.keys().all(|name| name == "filter"));
    let members = members.ok_or_else(|| DemoError::invalid_body("", "The body must be an object with a filter."))?;
    let invalid = |detail: String| DemoError::invalid_body("/filter", detail);
    let text = members.get("filter").and_then(Value::as_str);
    let text = text.ok_or_else(|| invalid("filter must be a string.".to_owned()))?;
    let filter = Filter::parse(text).map_err(invalid)?;
    respond(tenant, call, &query, Some(&filter), fields.as_deref())
}

/// Responds with a page of the users that the filter selects.
fn respond(
    tenant: &Tenant,
    call: &Call,
    query: &PageQuery,
    filter: Option<&Filter>,
    fields: Option<&[&str]>,
) -> Result<DemoResponse, DemoError> {
    let users: Vec<&User> = tenant.users.iter().collect();
    let is_selected = |user: &&User| filter.is_none_or(|filter| filter.selects(user));
    query.respond(
        call,
        &users,
        |user| &user.id,
        is_selected,
        |user| {
            let mut document = to_json(tenant, call, user);
            document.retain(|name, _| fields.is_none_or(|fields| fields.contains(&name.as_str())));
            Value::Object(document)
        },
    )
}

/// Parses the value of `fields`: names, separated by commas.
fn parse_fields(text: &str) -> Result<Vec<&'static str>, DemoError> {
    let find = |name: &str| {
        let detail = format!("{name:?} is not a field of a user.");
        let field = FIELDS.into_iter().find(|field| *field == name);
        field.ok_or_else(|| DemoError::invalid_parameter("fields", detail))
    };
    text.split(',').map(find).collect()
}

/// `GET /users/{id}`, where `me` is the caller.
pub fn get(tenant: &Tenant, call: &Call, id: &str) -> Result<DemoResponse, DemoError> {
    if id == "me" {
        return Ok(DemoResponse::from_json(200, &to_json(tenant, call, &call.user)));
    }
    call.reject_query()?;
    let user = tenant.users.by_id(id);
    let user = user.ok_or_else(|| DemoError::user_not_found(format!("There is no user with the ID {id}.")))?;
    Ok(DemoResponse::from_json(200, &to_json(tenant, call, user)))
}

/// Returns a user as JSON. Only administrators see the roles of others.
fn to_json(tenant: &Tenant, call: &Call, user: &User) -> Map<String, Value> {
    let mut document = Map::new();
    let mut add = |name: &str, value: Value| document.insert(name.to_owned(), value);
    add("id", json!(user.id));
    add("tenantId", json!(tenant.id));
    add("name", json!(user.name));
    add("email", json!(user.email));
    add("status", json!(user.status.name()));
    add("subject", json!(user.subject));
    if user.id == call.user.id || call.user.has_role(TENANT_ADMIN) {
        let roles = tenant.roles.iter().filter(|role| user.has_role(role.name));
        add("assignedRoles", roles.map(Role::to_reference).collect());
    }
    add("createdAt", json!(user.created));
    add("lastUpdatedAt", json!(user.created));
    let url = format!("{}/api/v1/users/{}", call.request.origin(), user.id);
    add("links", json!({ "self": { "href": url } }));
    document
}

/// `GET /tenants/me`.
pub fn get_tenant(tenant: &Tenant, call: &Call) -> DemoResponse {
    let body = json!({
        "id": tenant.id,
        "name": "demo",
        "hostnames": ["demo.eu.qlikcloud.example"],
        "createdByUser": tenant.user_id(TestUser::Admin),
        "datacenter": "eu-west-1",
        "region": "eu",
        "status": "active",
        "created": tenant.created,
        "lastUpdated": tenant.created,
        "links": { "self": { "href": format!("{}/api/v1/tenants/{}", call.request.origin(), tenant.id) } },
    });
    DemoResponse::from_json(200, &body)
}

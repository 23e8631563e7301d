//! `/api-keys/configs/{tenantId}` (<https://qlik.dev/apis/rest/api-keys/>).

use super::call::{Call, parse_json_body};
use super::json_patch;
use crate::demo::http::error::DemoError;
use crate::demo::http::message::DemoResponse;
use crate::demo::state::tenant::Tenant;

/// `GET /api-keys/configs/{tenantId}`. Every user may read the settings.
pub fn get(tenant: &Tenant, call: &Call, id: &str) -> Result<DemoResponse, DemoError> {
    call.reject_query()?;
    check_tenant_id(tenant, id)?;
    Ok(DemoResponse::from_json(200, &tenant.config))
}

/// `PATCH /api-keys/configs/{tenantId}`. Applies all operations or none.
pub fn patch(tenant: &mut Tenant, call: &Call, id: &str) -> Result<DemoResponse, DemoError> {
    call.reject_query()?;
    check_tenant_id(tenant, id)?;
    call.require_admin("Changing the configuration")?;
    let document = parse_json_body(call.request)?;
    let mut config = tenant.config.clone();
    let mut errors = Vec::new();
    for operation in json_patch::parse(&document, tenant.config.paths())? {
        if let Err(detail) = config.replace(operation.path, operation.value) {
            errors.push(DemoError::invalid_body(&operation.pointer, detail));
        }
    }
    DemoError::combine(errors)?;
    tenant.audits.record_config(&config, &call.user.id, call.timestamp());
    tenant.config = config;
    Ok(DemoResponse::new(204))
}

fn check_tenant_id(tenant: &Tenant, id: &str) -> Result<(), DemoError> {
    if id == tenant.id {
        return Ok(());
    }
    Err(DemoError::not_found(format!("There is no tenant with the ID {id}.")))
}

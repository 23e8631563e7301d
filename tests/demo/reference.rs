//! Sends every example of the API reference to a tenant and checks the responses against the reference's schemas.

use qlik_api_key::demo::{DemoRequest, KeySpec, TestUser};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::demo::{DemoClient, body_json, now, schema};

/// The examples of the API reference: each request with its response.
const EXAMPLES: &str = include_str!("reference/examples.json");
const OPENAPI: &str = include_str!("reference/api-keys.openapi.json");

#[derive(Deserialize)]
struct Example {
    method: String,
    path: String,
    body: Option<Value>,
    response: Option<Value>,
}

fn load_examples() -> Vec<Example> {
    serde_json::from_str(EXAMPLES).unwrap()
}

/// Whether the tenant is that of the reference or one of today.
#[derive(Clone, Copy, PartialEq)]
enum TenantKind {
    Reference,
    Today,
}

const KINDS: [TenantKind; 2] = [TenantKind::Reference, TenantKind::Today];

/// The setting that only tenants of the reference have.
const REMOVED_SETTING: &str = "api_keys_enabled";

/// Returns a client, and the ID of a key of its administrator.
fn client_with_key(kind: TenantKind) -> (DemoClient, String) {
    let mut client = DemoClient::with_demo_data();
    if kind == TenantKind::Reference {
        client.tenant.use_reference();
    }
    let id = client.tenant.add_key(KeySpec::new("string"));
    (client, id)
}

/// Returns every example with each kind of tenant.
fn examples_and_kinds() -> impl Iterator<Item = (Example, TenantKind)> {
    KINDS.into_iter().flat_map(|kind| load_examples().into_iter().map(move |example| (example, kind)))
}

/// Returns the status of the response to an example. Today's tenant rejects the removed setting.
fn expected_status(example: &Example, kind: TenantKind) -> u16 {
    let changes_removed_setting = example.body.as_ref().is_some_and(|body| body.to_string().contains(REMOVED_SETTING));
    match (&example.response, example.method.as_str()) {
        _ if changes_removed_setting && kind == TenantKind::Today => 400,
        (None, _) => 204,
        (Some(_), "POST") => 201,
        (Some(_), _) => 200,
    }
}

fn build_request(client: &DemoClient, example: &Example, id: &str) -> DemoRequest {
    let path = example.path.replace("{id}", id).replace("{tenantId}", client.tenant.id());
    let request = client.signed_request(TestUser::Admin, &example.method, &path);
    match &example.body {
        Some(body) => request.with_json(body.to_string()),
        None => request,
    }
}

#[test]
fn the_reference_has_seven_operations() {
    let examples = load_examples();
    let operations: Vec<(&str, &str)> =
        examples.iter().map(|example| (example.method.as_str(), example.path.as_str())).collect();
    let expected = [
        ("GET", "/api-keys"),
        ("POST", "/api-keys"),
        ("GET", "/api-keys/{id}"),
        ("PATCH", "/api-keys/{id}"),
        ("DELETE", "/api-keys/{id}"),
        ("GET", "/api-keys/configs/{tenantId}"),
        ("PATCH", "/api-keys/configs/{tenantId}"),
    ];
    assert_eq!(operations, expected);
    assert_eq!(examples.iter().filter(|example| example.body.is_some()).count(), 3);
    assert_eq!(examples.iter().filter(|example| example.response.is_some()).count(), 4);
}

#[test]
fn every_example_gets_a_response_with_the_documented_fields() {
    for (example, kind) in examples_and_kinds() {
        let (mut client, id) = client_with_key(kind);
        let request = build_request(&client, &example, &id);
        let response = client.send(request);
        assert_eq!(response.status, expected_status(&example, kind), "{} {}", example.method, example.path);
        let Some(mut documented) = example.response else {
            continue;
        };
        if kind == TenantKind::Today {
            documented.as_object_mut().unwrap().shift_remove(REMOVED_SETTING);
        }
        let body = body_json(&response);
        if example.path == "/api-keys" && example.method == "GET" {
            for key in body["data"].as_array().unwrap() {
                assert_eq!(schema::field_names(key), schema::field_names(&documented["data"][0]));
            }
        }
        assert_eq!(schema::field_names(&body), schema::field_names(&documented));
    }
}

#[test]
fn every_response_conforms_to_its_schema() {
    let root: Value = serde_json::from_str(OPENAPI).unwrap();
    let mut checked = 0;
    for (example, kind) in examples_and_kinds() {
        let operation = &root["paths"][format!("/api/v1{}", example.path)][example.method.to_lowercase()];
        assert!(operation.is_object(), "{}", example.path);
        if let Some(body) = &example.body {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            schema::assert_conforms(&root, schema, body);
        }
        let (mut client, id) = client_with_key(kind);
        let request = build_request(&client, &example, &id);
        let response = client.send(request);
        assert_eq!(response.status, expected_status(&example, kind));
        let declared = &operation["responses"][response.status.to_string()];
        assert!(declared.is_object(), "{} {}", example.method, response.status);
        if let Some(schema) = declared.pointer("/content/application~1json/schema") {
            schema::assert_conforms(&root, schema, &body_json(&response));
            checked += 1;
        }
    }
    assert_eq!(checked, 4 + 5, "four documents of each kind of tenant, and an error of today's");
}

#[test]
fn every_documented_error_can_occur_and_conforms() {
    let root: Value = serde_json::from_str(OPENAPI).unwrap();
    let schema = &root["components"]["schemas"]["Errors"];
    let mut checked = 0;
    for (example, kind) in examples_and_kinds() {
        let declared = &root["paths"][format!("/api/v1{}", example.path)][example.method.to_lowercase()]["responses"];
        for status in ["400", "403", "404", "429"] {
            if declared.get(status).is_none() {
                continue;
            }
            let response = provoke_error(&example, kind, status);
            assert_eq!(response.status.to_string(), status, "{} {}", example.method, example.path);
            schema::assert_conforms(&root, schema, &body_json(&response));
            checked += 1;
        }
    }
    assert_eq!(checked, 2 * 21);
}

/// Sends an example request, changed such that it fails with this status.
fn provoke_error(example: &Example, kind: TenantKind, status: &str) -> qlik_api_key::demo::DemoResponse {
    let (mut client, id) = client_with_key(kind);
    let mut id = id;
    let mut user = TestUser::Admin;
    let mut path = example.path.clone();
    let mut body = example.body.clone();
    match status {
        "400" if example.method == "GET" => path.push_str("?limit=0"),
        "400" => body = Some(json!({ "op": "replace" })),
        "403" if path == "/api-keys" && example.method == "GET" => {
            user = TestUser::Developer;
            path.push_str("?sub=someone-else");
        }
        "403" => user = TestUser::Developer,
        "404" => {
            id = "missing".to_owned();
            path = path.replace("{tenantId}", "missing");
        }
        _ => client.tenant.set_rate_limits(0, 0),
    }
    path = path.replace("{id}", &id).replace("{tenantId}", client.tenant.id());
    let request = client.signed_request(user, &example.method, &path);
    client.send(match body {
        Some(body) => request.with_json(body.to_string()),
        None => request,
    })
}

#[test]
fn a_created_key_has_a_token_and_the_requested_values() {
    let mut client = DemoClient::with_demo_data();
    let body = r#"{"description":"CI","expiry":"P7D"}"#;
    let response = client.post(TestUser::Developer, "/api-keys", body);
    assert_eq!(response.status, 201);
    let key = body_json(&response);
    let mut names = schema::KEY_FIELDS.to_vec();
    names.insert(2, "token");
    assert_eq!(schema::field_names(&key), names);
    let developer = client.tenant.user_id(TestUser::Developer).to_owned();
    assert_eq!(key["sub"], developer);
    assert_eq!(key["createdByUser"], developer);
    assert_eq!(key["expiry"], "2026-11-30T10:00:00Z");
    assert_eq!(key["created"], "2026-11-23T10:00:00Z");
    assert_eq!(key["lastUpdated"], key["created"]);
    assert_eq!((&key["status"], &key["subType"]), (&json!("active"), &json!("user")));
    let id = key["id"].as_str().unwrap();
    assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    assert_eq!(client.tenant.key_token(id), key["token"].as_str());
    let fetched = body_json(&client.get(TestUser::Developer, &format!("/api-keys/{id}")));
    assert_eq!(schema::field_names(&fetched), schema::KEY_FIELDS);
}

#[test]
fn the_configuration_has_the_defaults_of_the_reference() {
    let mut client = DemoClient::new();
    let path = client.config_path();
    let config = body_json(&client.get(TestUser::Developer, &path));
    let expected = r#"{"max_keys_per_user":5,"max_api_key_expiry":"PT24H","scim_externalClient_expiry":"P365D"}"#;
    assert_eq!(config.to_string(), expected);
    let config = body_json(&DemoClient::reference().get(TestUser::NoRoles, &path));
    assert_eq!(config.to_string(), expected.replace('{', r#"{"api_keys_enabled":true,"#));
    let path = DemoClient::with_demo_data().config_path();
    let config = body_json(&DemoClient::with_demo_data().get(TestUser::Admin, &path));
    assert_eq!((&config["max_keys_per_user"], &config["max_api_key_expiry"]), (&json!(50), &json!("P90D")));
}

#[test]
fn users_me_and_tenants_me_describe_the_caller() {
    let mut client = DemoClient::reference();
    for user in TestUser::WITH_KEY {
        let me = body_json(&client.get(user, "/users/me"));
        assert_eq!(me["id"], client.tenant.user_id(user));
        assert_eq!(me["tenantId"], client.tenant.id());
        assert_eq!(me["status"], "active");
        for field in ["name", "email", "subject"] {
            assert!(me[field].is_string(), "{field}");
        }
    }
    let roles = |client: &mut DemoClient, user| {
        let me = body_json(&client.get(user, "/users/me"));
        let names =
            me["assignedRoles"].as_array().unwrap().iter().map(|role| role["name"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    assert_eq!(roles(&mut client, TestUser::Admin), ["TenantAdmin", "Developer"]);
    assert_eq!(roles(&mut client, TestUser::Developer), ["Developer"]);
    assert_eq!(roles(&mut client, TestUser::NoRoles), [""; 0]);
    let tenant = body_json(&client.get(TestUser::NoRoles, "/tenants/me"));
    assert_eq!(tenant["id"], client.tenant.id());
    assert!(tenant["name"].is_string() && tenant["hostnames"].is_array());
}

#[test]
fn the_same_seed_creates_the_same_tenant() {
    use qlik_api_key::demo::Tenant;
    let token = |tenant: Tenant| tenant.user_token(TestUser::Admin).to_owned();
    assert_eq!(token(Tenant::new(9, now())), token(Tenant::new(9, now())));
    assert_ne!(token(Tenant::new(9, now())), token(Tenant::new(8, now())));
}

#[test]
fn the_demo_data_has_every_kind_of_key() {
    let mut client = DemoClient::with_demo_data();
    let listed = body_json(&client.get(TestUser::Admin, "/api-keys?limit=100"));
    let keys = listed["data"].as_array().unwrap();
    for (field, value) in [
        ("status", "active"),
        ("status", "expired"),
        ("status", "revoked"),
        ("subType", "externalClient"),
        ("description", "CI pipeline"),
        ("expiry", "2026-11-25T10:00:00Z"),
    ] {
        assert!(keys.iter().any(|key| key[field] == value), "{field} {value}");
    }
    assert_eq!(body_json(&DemoClient::new().get(TestUser::Admin, "/api-keys"))["data"].as_array().unwrap().len(), 3);
}

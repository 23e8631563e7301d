//! `GET /roles`.

use qlik_api_key::demo::TestUser;
use serde_json::{Value, json};

use crate::demo::{DemoClient, assert_error, body_json};

/// The roles with their type and their scopes.
fn list_roles(client: &mut DemoClient) -> Vec<(String, String, Value)> {
    let body = body_json(&client.get(TestUser::Developer, "/roles?limit=100"));
    let text = |role: &Value, name: &str| role[name].as_str().unwrap().to_owned();
    let roles = body["data"].as_array().unwrap().iter();
    roles.map(|role| (text(role, "name"), text(role, "type"), role["assignedScopes"].clone())).collect()
}

#[test]
fn a_role_shows_whether_it_grants_manage_api_keys() {
    let role = |name: &str, kind: &str, scopes: &[&str]| (name.to_owned(), kind.to_owned(), json!(scopes));
    let mut client = DemoClient::new();
    let mut expected = [
        role("TenantAdmin", "default", &[]),
        role("UserDefault", "default", &[]),
        role("API Key User", "custom", &["api-keys"]),
    ];
    assert_eq!(list_roles(&mut client), expected);
    client.tenant.grant_keys_by_default(true);
    expected[1] = role("UserDefault", "default", &["api-keys"]);
    assert_eq!(list_roles(&mut client), expected);
    let expected = [role("TenantAdmin", "default", &[]), role("Developer", "default", &["api-keys"])];
    assert_eq!(list_roles(&mut DemoClient::reference()), expected);
}

#[test]
fn roles_have_pages_and_no_other_parameters() {
    let mut client = DemoClient::new();
    let mut path = "/roles?limit=1".to_owned();
    let mut names = Vec::new();
    loop {
        let body = body_json(&client.get(TestUser::Admin, &path));
        names.push(body["data"][0]["name"].as_str().unwrap().to_owned());
        let Some(next) = body["links"]["next"]["href"].as_str() else { break };
        path = next.strip_prefix("http://demo.example/api/v1").unwrap().to_owned();
    }
    assert_eq!(names, ["TenantAdmin", "UserDefault", "API Key User"]);
    for parameter in ["limit=0", "limit=101", "filter=x", "sort=name", "next=x"] {
        let error = assert_error(&client.get(TestUser::Admin, &format!("/roles?{parameter}")), 400);
        let name = parameter.split('=').next().unwrap();
        assert_eq!((&error["code"], &error["source"]["parameter"]), (&json!("ROLES-1"), &json!(name)));
    }
    assert_error(&client.post(TestUser::Admin, "/roles", "{}"), 405);
}

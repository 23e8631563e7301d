//! Who may have API keys, in tenants of today and in those of the API reference.

use qlik_api_key::demo::{DemoRequest, KeySpec, TestUser};
use serde_json::json;

use crate::demo::{DemoClient, assert_error, assert_invalid_body, body_json};

const CREATE_BODY: &str = r#"{"description":"x"}"#;

/// The status of the response to a request with this token.
fn sign_in_status(client: &mut DemoClient, token: &str) -> u16 {
    client.send(DemoRequest::new("GET", "/api/v1/users/me").with_bearer_token(token)).status
}

/// An access token of the OAuth client, which acts as the administrator.
fn oauth_token(client: &mut DemoClient) -> String {
    let (id, secret) = client.tenant.oauth_client();
    let body = json!({ "client_id": id, "client_secret": secret, "grant_type": "client_credentials" });
    let response = client.send(DemoRequest::new("POST", "/oauth/token").with_json(body.to_string()));
    body_json(&response)["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn a_key_works_only_while_its_owner_may_manage_api_keys() {
    let mut client = DemoClient::new();
    let response = client.get(TestUser::NoRoles, "/api-keys");
    let error = assert_error(&response, 401);
    assert_eq!(error["title"], "Authorization Required");
    assert!(!error["detail"].as_str().unwrap().contains("permission"), "Qlik Cloud doesn't say why: {error}");
    assert_eq!(client.get(TestUser::Developer, "/api-keys").status, 200);
    client.tenant.set_roles(TestUser::Developer, &["TenantAdmin"]);
    assert_error(&client.get(TestUser::Developer, "/api-keys"), 401);
    client.tenant.set_roles(TestUser::Developer, &["API Key User"]);
    assert_eq!(client.get(TestUser::Developer, "/api-keys").status, 200);
}

#[test]
fn user_default_can_grant_the_permission_to_everybody() {
    let mut client = DemoClient::new();
    client.tenant.grant_keys_by_default(true);
    assert_eq!(client.post(TestUser::NoRoles, "/api-keys", CREATE_BODY).status, 201);
    client.tenant.grant_keys_by_default(false);
    assert_error(&client.post(TestUser::NoRoles, "/api-keys", CREATE_BODY), 401);
}

#[test]
fn a_create_needs_the_permission_for_the_caller_and_the_subject() {
    let mut client = DemoClient::new();
    for user in [TestUser::NoRoles, TestUser::Disabled, TestUser::Invited] {
        let body = json!({ "description": "x", "sub": client.tenant.user_id(user) }).to_string();
        let error = assert_error(&client.post(TestUser::Admin, "/api-keys", &body), 403);
        assert!(error["detail"].as_str().unwrap().contains("Manage API keys"), "{error}");
    }
    let token = oauth_token(&mut client);
    let bot = json!({ "description": "x", "sub": client.tenant.user_id(TestUser::Bot) }).to_string();
    let create = |client: &mut DemoClient, body: &str| {
        let request = DemoRequest::new("POST", "/api/v1/api-keys").with_bearer_token(&token);
        client.send(request.with_json(body))
    };
    assert_eq!(create(&mut client, &bot).status, 201);
    client.tenant.set_roles(TestUser::Admin, &["TenantAdmin"]);
    for body in [CREATE_BODY, &bot] {
        let error = assert_error(&create(&mut client, body), 403);
        assert!(error["detail"].as_str().unwrap().contains("Manage API keys"), "{error}");
    }
}

#[test]
fn keys_of_disabled_and_removed_users_do_not_work() {
    for reference in [false, true] {
        let mut client = if reference { DemoClient::reference() } else { DemoClient::new() };
        for (user, status) in [(TestUser::Disabled, 401), (TestUser::Gone, 401), (TestUser::Bot, 200)] {
            let id = client.tenant.add_key(KeySpec::new("x").owner(user));
            let token = client.tenant.key_token(&id).unwrap().to_owned();
            assert_eq!(sign_in_status(&mut client, &token), status, "{user:?}");
            let key = body_json(&client.get(TestUser::Admin, &format!("/api-keys/{id}")));
            assert_eq!((&key["status"], &key["sub"]), (&json!("active"), &json!(client.tenant.user_id(user))));
        }
        let body = json!({ "description": "x", "sub": client.tenant.user_id(TestUser::Gone) }).to_string();
        assert_invalid_body(&client.post(TestUser::Admin, "/api-keys", &body), "/sub");
    }
}

#[test]
fn todays_tenant_rejects_the_removed_setting() {
    let mut client = DemoClient::new();
    let path = client.config_path();
    let body = r#"[{"op":"replace","path":"/api_keys_enabled","value":true}]"#;
    assert_invalid_body(&client.patch(TestUser::Admin, &path, body), "/0/path");
    assert!(client.tenant.configure("/api_keys_enabled", &json!(true)).is_err());
}

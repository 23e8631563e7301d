//! The rules for creating, patching and deleting keys, and for changing the settings.

use jiff::SignedDuration;
use qlik_api_key::demo::{KeySpec, SubType, TestUser};
use serde_json::{Value, json};

use crate::demo::{DemoClient, assert_error, assert_invalid_body, body_json, now};

#[test]
fn an_invalid_create_body_names_the_invalid_member() {
    let mut client = DemoClient::with_demo_data();
    for (body, pointer) in [
        ("", ""),
        ("{", ""),
        ("[]", ""),
        ("\"text\"", ""),
        ("null", ""),
        ("{}", "/description"),
        (r#"{"description":""}"#, "/description"),
        (r#"{"description":null}"#, "/description"),
        (r#"{"description":7}"#, "/description"),
        (r#"{"description":"x","expiry":7}"#, "/expiry"),
        (r#"{"description":"x","expiry":"7d"}"#, "/expiry"),
        (r#"{"description":"x","expiry":"P0D"}"#, "/expiry"),
        (r#"{"description":"x","expiry":"-P1D"}"#, "/expiry"),
        (r#"{"description":"x","expiry":"P90DT1S"}"#, "/expiry"),
        (r#"{"description":"x","expiry":"P9999Y"}"#, "/expiry"),
        (r#"{"description":"x","sub":""}"#, "/sub"),
        (r#"{"description":"x","sub":1}"#, "/sub"),
        (r#"{"description":"x","sub":"nobody"}"#, "/sub"),
        (r#"{"description":"x","subType":"robot"}"#, "/subType"),
        (r#"{"description":"x","subType":"externalClient"}"#, "/sub"),
        (r#"{"description":"x","name":"y"}"#, "/name"),
        (r#"{"description":"x","a/b~":1}"#, "/a~1b~0"),
    ] {
        assert_invalid_body(&client.post(TestUser::Admin, "/api-keys", body), pointer);
    }
    let response = client.post(TestUser::Admin, "/api-keys", r#"{"expiry":1,"x":2}"#);
    assert_eq!(body_json(&response)["errors"].as_array().unwrap().len(), 3);
    assert_eq!(client.get(TestUser::Admin, "/api-keys?status=active").status, 200);
}

#[test]
fn the_content_type_must_be_json() {
    let mut client = DemoClient::with_demo_data();
    let body = r#"{"description":"x"}"#;
    for (content_type, status) in [
        ("application/json", 201),
        ("Application/JSON; charset=utf-8", 201),
        ("application/json-patch+json", 400),
        ("text/plain", 400),
        ("", 400),
    ] {
        let mut request =
            client.signed_request(TestUser::Admin, "POST", "/api-keys").with_header("Content-Type", content_type);
        request.body = body.into();
        assert_eq!(client.send(request).status, status, "{content_type}");
    }
}

#[test]
fn the_maximum_expiry_is_also_the_default() {
    let mut client = DemoClient::new();
    let key = body_json(&client.post(TestUser::Admin, "/api-keys", r#"{"description":"x"}"#));
    assert_eq!(key["expiry"], "2026-11-24T10:00:00Z");
    let exact = client.post(TestUser::Admin, "/api-keys", r#"{"description":"x","expiry":"P1D"}"#);
    assert_eq!(exact.status, 201);
    let longer = client.post(TestUser::Admin, "/api-keys", r#"{"description":"x","expiry":"PT24H1S"}"#);
    assert_invalid_body(&longer, "/expiry");
    client.configure("/max_api_key_expiry", json!("P1M"));
    let key = body_json(&client.post(TestUser::Admin, "/api-keys", r#"{"description":"x"}"#));
    assert_eq!(key["expiry"], "2026-12-23T10:00:00Z");
}

#[test]
fn scim_keys_need_an_admin_and_cannot_sign_in() {
    let mut client = DemoClient::new();
    let body = |expiry: &str| {
        json!({ "description": "x", "sub": "SCIM\\abc", "subType": "externalClient", "expiry": expiry }).to_string()
    };
    let key = client.post(TestUser::Admin, "/api-keys", &body("P365D"));
    assert_eq!(key.status, 201);
    let key = body_json(&key);
    assert_eq!((&key["sub"], &key["subType"]), (&json!("SCIM\\abc"), &json!("externalClient")));
    assert_invalid_body(&client.post(TestUser::Admin, "/api-keys", &body("P366D")), "/expiry");
    assert_error(&client.post(TestUser::Developer, "/api-keys", &body("P1D")), 403);
    let token = key["token"].as_str().unwrap().to_owned();
    let request = qlik_api_key::demo::DemoRequest::new("GET", "/api/v1/users/me").with_bearer_token(&token);
    assert_error(&client.send(request), 403);
    let id = key["id"].as_str().unwrap();
    assert_eq!(client.delete(TestUser::Admin, &format!("/api-keys/{id}")).status, 204);
    assert_error(&client.get(TestUser::Admin, &format!("/api-keys/{id}")), 404);
}

#[test]
fn the_subject_needs_the_developer_role() {
    let mut client = DemoClient::reference();
    let error = assert_error(&client.post(TestUser::NoRoles, "/api-keys", r#"{"description":"x"}"#), 403);
    assert!(error["detail"].as_str().unwrap().contains("Developer"));
    let create_body =
        |client: &DemoClient, user| json!({ "description": "x", "sub": client.tenant.user_id(user) }).to_string();
    let body = create_body(&client, TestUser::Developer);
    let key = body_json(&client.post(TestUser::Admin, "/api-keys", &body));
    assert_eq!(key["sub"], client.tenant.user_id(TestUser::Developer));
    assert_eq!(key["createdByUser"], client.tenant.user_id(TestUser::Admin));
    assert_eq!(client.post(TestUser::Developer, "/api-keys", &body).status, 201);
    let body = create_body(&client, TestUser::NoRoles);
    assert_error(&client.post(TestUser::Admin, "/api-keys", &body), 403);
    let body = create_body(&client, TestUser::Admin);
    let error = assert_error(&client.post(TestUser::Developer, "/api-keys", &body), 403);
    assert!(error["detail"].as_str().unwrap().contains("TenantAdmin"));
}

#[test]
fn only_active_keys_of_the_subject_count_toward_the_limit() {
    let mut client = DemoClient::new();
    let create = |client: &mut DemoClient| client.post(TestUser::Developer, "/api-keys", r#"{"description":"x"}"#);
    for _ in 0..4 {
        assert_eq!(create(&mut client).status, 201);
    }
    let error = assert_error(&create(&mut client), 403);
    assert!(error["detail"].as_str().unwrap().contains("max_keys_per_user"));
    let expired = KeySpec::new("old").owner(TestUser::Admin).expiry(now());
    for _ in 0..9 {
        client.tenant.add_key(expired.clone());
        client.tenant.add_key(KeySpec::new("off").revoked());
    }
    assert_eq!(client.post(TestUser::Admin, "/api-keys", r#"{"description":"x"}"#).status, 201);
    client.configure("/max_keys_per_user", json!(6));
    assert_eq!(create(&mut client).status, 201);
    client.tenant.advance_clock(SignedDuration::from_hours(24));
    assert_eq!(create(&mut client).status, 201, "expired keys don't count");
    client.configure("/max_keys_per_user", json!(0));
    assert_error(&create(&mut client), 403);
}

#[test]
fn disabling_api_keys_blocks_creation_but_not_sign_in() {
    let mut client = DemoClient::reference();
    client.configure("/api_keys_enabled", json!(false));
    assert_error(&client.post(TestUser::Admin, "/api-keys", r#"{"description":"x"}"#), 403);
    let path = client.config_path();
    let body = r#"[{"op":"replace","path":"/api_keys_enabled","value":true}]"#;
    assert_eq!(client.patch(TestUser::Admin, &path, body).status, 204);
    assert_eq!(client.post(TestUser::Admin, "/api-keys", r#"{"description":"x"}"#).status, 201);
}

#[test]
fn only_the_owner_and_admins_can_access_a_key() {
    let mut client = DemoClient::reference();
    let id = client.tenant.add_key(KeySpec::new("x").owner(TestUser::Developer));
    let path = format!("/api-keys/{id}");
    let body = r#"[{"op":"replace","path":"/description","value":"y"}]"#;
    assert_error(&client.get(TestUser::NoRoles, &path), 403);
    assert_error(&client.patch(TestUser::NoRoles, &path, body), 403);
    assert_error(&client.delete(TestUser::NoRoles, &path), 403);
    assert_eq!(body_json(&client.get(TestUser::Admin, &path))["description"], "x");
    assert_eq!(client.patch(TestUser::Admin, &path, body).status, 204);
    assert_eq!(body_json(&client.get(TestUser::Developer, &path))["description"], "y");
    for user in TestUser::WITH_KEY {
        assert_error(&client.get(user, "/api-keys/missing"), 404);
        assert_error(&client.patch(user, "/api-keys/missing", body), 404);
        assert_error(&client.delete(user, "/api-keys/missing"), 404);
    }
}

#[test]
fn an_owner_deletes_and_an_administrator_revokes() {
    let mut client = DemoClient::new();
    let id = client.tenant.add_key(KeySpec::new("x").owner(TestUser::Developer));
    let token = client.tenant.key_token(&id).unwrap().to_owned();
    let path = format!("/api-keys/{id}");
    for _ in 0..2 {
        client.tenant.advance_clock(SignedDuration::from_secs(5));
        assert_eq!(client.delete(TestUser::Admin, &path).status, 204);
        let key = body_json(&client.get(TestUser::Admin, &path));
        assert_eq!(key["status"], "revoked");
        assert_eq!(key["lastUpdated"], "2026-11-23T10:00:05Z", "the second call changes nothing");
    }
    let request = qlik_api_key::demo::DemoRequest::new("GET", "/api/v1/users/me").with_bearer_token(&token);
    assert_error(&client.send(request), 401);
    assert_eq!(client.delete(TestUser::Developer, &path).status, 204);
    assert_error(&client.get(TestUser::Admin, &path), 404);
    let own = client.tenant.add_key(KeySpec::new("x"));
    assert_eq!(client.delete(TestUser::Admin, &format!("/api-keys/{own}")).status, 204);
    assert_error(&client.get(TestUser::Admin, &format!("/api-keys/{own}")), 404);
}

#[test]
fn a_creator_who_is_not_the_subject_cannot_delete_the_key() {
    let mut client = DemoClient::new();
    let admin = client.tenant.user_id(TestUser::Admin).to_owned();
    let spec = KeySpec::new("x").owner(TestUser::Developer).sub(&admin, SubType::User);
    let path = format!("/api-keys/{}", client.tenant.add_key(spec));
    assert_eq!(client.get(TestUser::Developer, &path).status, 200);
    assert_error(&client.delete(TestUser::Developer, &path), 403);
}

/// Invalid patches of a key and of the settings, and the JSON Pointer to the invalid value. `PATH` stands for a valid
/// path.
const INVALID_PATCHES: [(&str, &str); 9] = [
    ("{}", ""),
    ("", ""),
    ("[1]", "/0"),
    (r#"[{"op":"add","path":"PATH","value":"P1D"}]"#, "/0/op"),
    (r#"[{"path":"PATH","value":"P1D"}]"#, "/0/op"),
    (r#"[{"op":"replace","path":"/id","value":"P1D"}]"#, "/0/path"),
    (r#"[{"op":"replace","path":"PATH"}]"#, "/0/value"),
    (r#"[{"op":"replace","path":"PATH","value":"P1D","from":"/id"}]"#, "/0/from"),
    (r#"[{"op":"replace","path":"PATH","value":"P1D"},{"op":"replace","path":"PATH","value":null}]"#, "/1/value"),
];

#[test]
fn only_the_description_can_be_patched() {
    let mut client = DemoClient::new();
    let id = client.tenant.add_key(KeySpec::new("x"));
    let path = format!("/api-keys/{id}");
    for (body, pointer) in INVALID_PATCHES {
        let body = body.replace("PATH", "/description");
        assert_invalid_body(&client.patch(TestUser::Admin, &path, &body), pointer);
    }
    assert_invalid_body(
        &client.patch(TestUser::Admin, &path, r#"[{"op":"replace","path":"/description","value":""}]"#),
        "/0/value",
    );
    assert_eq!(body_json(&client.get(TestUser::Admin, &path))["description"], "x", "all or nothing");
    assert_eq!(client.patch(TestUser::Admin, &path, "[]").status, 204);
    client.tenant.advance_clock(SignedDuration::from_secs(5));
    let body = r#"[{"op":"replace","path":"/description","value":"y"},{"op":"replace","path":"/description","value":"\u001b[31mz\u202e"}]"#;
    assert_eq!(client.patch(TestUser::Admin, &path, body).status, 204);
    let key = body_json(&client.get(TestUser::Admin, &path));
    assert_eq!(key["description"], "\u{1b}[31mz\u{202e}");
    assert_eq!(key["created"], "2026-11-23T10:00:00Z");
    assert_eq!(key["lastUpdated"], "2026-11-23T10:00:05Z");
}

#[test]
fn each_setting_rejects_values_of_other_types() {
    let mut client = DemoClient::reference();
    let path = client.config_path();
    let before = body_json(&client.get(TestUser::Admin, &path));
    for (body, pointer) in INVALID_PATCHES {
        let body = body.replace("PATH", "/max_api_key_expiry");
        assert_invalid_body(&client.patch(TestUser::Admin, &path, &body), pointer);
    }
    let patch = |name: &str, value: &Value| json!([{ "op": "replace", "path": name, "value": value }]).to_string();
    for (name, invalid_values) in [
        ("/api_keys_enabled", vec![json!("true"), json!(1), json!(null)]),
        ("/max_keys_per_user", vec![json!("10"), json!(-1), json!(1001), json!(1.5), json!(true)]),
        ("/max_api_key_expiry", vec![json!("1 day"), json!("P0D"), json!(7)]),
        ("/scim_externalClient_expiry", vec![json!(""), json!("-P1D"), json!({})]),
    ] {
        for value in invalid_values {
            assert_invalid_body(&client.patch(TestUser::Admin, &path, &patch(name, &value)), "/0/value");
        }
    }
    assert_eq!(body_json(&client.get(TestUser::Admin, &path)), before);
    for (name, value) in [
        ("api_keys_enabled", json!(false)),
        ("max_keys_per_user", json!(1000)),
        ("max_keys_per_user", json!(0)),
        ("max_api_key_expiry", json!("P1Y2M")),
        ("scim_externalClient_expiry", json!("PT1H")),
    ] {
        assert_eq!(client.patch(TestUser::Admin, &path, &patch(&format!("/{name}"), &value)).status, 204);
        assert_eq!(body_json(&client.get(TestUser::Admin, &path))[name], value);
    }
}

#[test]
fn only_admins_can_change_the_configuration() {
    let mut client = DemoClient::reference();
    let path = client.config_path();
    let body = r#"[{"op":"replace","path":"/max_keys_per_user","value":9}]"#;
    for user in [TestUser::Developer, TestUser::NoRoles] {
        assert_eq!(client.get(user, &path).status, 200);
        let error = assert_error(&client.patch(user, &path, body), 403);
        assert!(error["detail"].as_str().unwrap().contains("TenantAdmin"));
    }
    assert_error(&client.get(TestUser::Admin, "/api-keys/configs/other"), 404);
    assert_error(&client.patch(TestUser::Admin, "/api-keys/configs/other", body), 404);
    assert!(client.tenant.configure("/nothing", &json!(1)).is_err());
}

//! What creating, patching, deleting and configuring allow, and what they refuse.

use jiff::SignedDuration;
use qlik_api_key::demo::{KeySpec, SubType, TestUser};
use serde_json::{Value, json};

use crate::demo::{Bench, json, now, refused, refused_at};

#[test]
fn a_wrong_body_is_refused_at_its_place() {
    let mut bench = Bench::seeded();
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
        refused_at(&bench.post(TestUser::Admin, "/api-keys", body), pointer);
    }
    let many = bench.post(TestUser::Admin, "/api-keys", r#"{"expiry":1,"x":2}"#);
    assert_eq!(json(&many)["errors"].as_array().unwrap().len(), 3);
    assert_eq!(bench.get(TestUser::Admin, "/api-keys?status=active").status, 200);
}

#[test]
fn the_content_type_must_be_json() {
    let mut bench = Bench::seeded();
    let body = r#"{"description":"x"}"#;
    for (content_type, status) in [
        ("application/json", 201),
        ("Application/JSON; charset=utf-8", 201),
        ("application/json-patch+json", 400),
        ("text/plain", 400),
        ("", 400),
    ] {
        let mut request = bench.signed(TestUser::Admin, "POST", "/api-keys").with("Content-Type", content_type);
        request.body = body.into();
        assert_eq!(bench.send(request).status, status, "{content_type}");
    }
}

#[test]
fn the_maximum_is_the_default_and_the_limit() {
    let mut bench = Bench::new();
    let key = json(&bench.post(TestUser::Admin, "/api-keys", r#"{"description":"x"}"#));
    assert_eq!(key["expiry"], "2026-11-24T10:00:00Z");
    let exact = bench.post(TestUser::Admin, "/api-keys", r#"{"description":"x","expiry":"P1D"}"#);
    assert_eq!(exact.status, 201);
    let longer = bench.post(TestUser::Admin, "/api-keys", r#"{"description":"x","expiry":"PT24H1S"}"#);
    refused_at(&longer, "/expiry");
    bench.configure("/max_api_key_expiry", json!("P1M"));
    let key = json(&bench.post(TestUser::Admin, "/api-keys", r#"{"description":"x"}"#));
    assert_eq!(key["expiry"], "2026-12-23T10:00:00Z");
}

#[test]
fn scim_keys_have_rules_of_their_own() {
    let mut bench = Bench::new();
    let body = |expiry: &str| {
        json!({ "description": "x", "sub": "SCIM\\abc", "subType": "externalClient", "expiry": expiry }).to_string()
    };
    let key = bench.post(TestUser::Admin, "/api-keys", &body("P365D"));
    assert_eq!(key.status, 201);
    let key = json(&key);
    assert_eq!((&key["sub"], &key["subType"]), (&json!("SCIM\\abc"), &json!("externalClient")));
    refused_at(&bench.post(TestUser::Admin, "/api-keys", &body("P366D")), "/expiry");
    refused(&bench.post(TestUser::Developer, "/api-keys", &body("P1D")), 403);
    let token = key["token"].as_str().unwrap().to_owned();
    let request = qlik_api_key::demo::Request::new("GET", "/api/v1/users/me").bearer(&token);
    refused(&bench.send(request), 403);
    let id = key["id"].as_str().unwrap();
    assert_eq!(bench.delete(TestUser::Admin, &format!("/api-keys/{id}")).status, 204);
    refused(&bench.get(TestUser::Admin, &format!("/api-keys/{id}")), 404);
}

#[test]
fn the_subject_needs_the_developer_role() {
    let mut bench = Bench::new();
    let error = refused(&bench.post(TestUser::NoRoles, "/api-keys", r#"{"description":"x"}"#), 403);
    assert!(error["detail"].as_str().unwrap().contains("Developer"));
    let for_someone =
        |bench: &Bench, person| json!({ "description": "x", "sub": bench.tenant.user_id(person) }).to_string();
    let body = for_someone(&bench, TestUser::Developer);
    let key = json(&bench.post(TestUser::Admin, "/api-keys", &body));
    assert_eq!(key["sub"], bench.tenant.user_id(TestUser::Developer));
    assert_eq!(key["createdByUser"], bench.tenant.user_id(TestUser::Admin));
    assert_eq!(bench.post(TestUser::Developer, "/api-keys", &body).status, 201);
    let body = for_someone(&bench, TestUser::NoRoles);
    refused(&bench.post(TestUser::Admin, "/api-keys", &body), 403);
    let body = for_someone(&bench, TestUser::Admin);
    let error = refused(&bench.post(TestUser::Developer, "/api-keys", &body), 403);
    assert!(error["detail"].as_str().unwrap().contains("TenantAdmin"));
}

#[test]
fn active_keys_of_the_subject_count() {
    let mut bench = Bench::new();
    let create = |bench: &mut Bench| bench.post(TestUser::Developer, "/api-keys", r#"{"description":"x"}"#);
    for _ in 0..4 {
        assert_eq!(create(&mut bench).status, 201);
    }
    let error = refused(&create(&mut bench), 403);
    assert!(error["detail"].as_str().unwrap().contains("max_keys_per_user"));
    let expired = KeySpec::new("old").owner(TestUser::Admin).expiry(now());
    for _ in 0..9 {
        bench.tenant.add_key(expired.clone());
        bench.tenant.add_key(KeySpec::new("off").revoked());
    }
    assert_eq!(bench.post(TestUser::Admin, "/api-keys", r#"{"description":"x"}"#).status, 201);
    bench.configure("/max_keys_per_user", json!(6));
    assert_eq!(create(&mut bench).status, 201);
    bench.tenant.advance(SignedDuration::from_hours(24));
    assert_eq!(create(&mut bench).status, 201, "expired keys don't count");
    bench.configure("/max_keys_per_user", json!(0));
    refused(&create(&mut bench), 403);
}

#[test]
fn disabled_keys_make_no_new_ones_but_still_sign_in() {
    let mut bench = Bench::new();
    bench.configure("/api_keys_enabled", json!(false));
    refused(&bench.post(TestUser::Admin, "/api-keys", r#"{"description":"x"}"#), 403);
    let path = bench.config_path();
    let body = r#"[{"op":"replace","path":"/api_keys_enabled","value":true}]"#;
    assert_eq!(bench.patch(TestUser::Admin, &path, body).status, 204);
    assert_eq!(bench.post(TestUser::Admin, "/api-keys", r#"{"description":"x"}"#).status, 201);
}

#[test]
fn a_key_is_its_owners_and_the_administrators() {
    let mut bench = Bench::new();
    let id = bench.tenant.add_key(KeySpec::new("x").owner(TestUser::Developer));
    let path = format!("/api-keys/{id}");
    let body = r#"[{"op":"replace","path":"/description","value":"y"}]"#;
    refused(&bench.get(TestUser::NoRoles, &path), 403);
    refused(&bench.patch(TestUser::NoRoles, &path, body), 403);
    refused(&bench.delete(TestUser::NoRoles, &path), 403);
    assert_eq!(json(&bench.get(TestUser::Admin, &path))["description"], "x");
    assert_eq!(bench.patch(TestUser::Admin, &path, body).status, 204);
    assert_eq!(json(&bench.get(TestUser::Developer, &path))["description"], "y");
    for person in TestUser::ALL {
        refused(&bench.get(person, "/api-keys/missing"), 404);
        refused(&bench.patch(person, "/api-keys/missing", body), 404);
        refused(&bench.delete(person, "/api-keys/missing"), 404);
    }
}

#[test]
fn an_owner_deletes_and_an_administrator_revokes() {
    let mut bench = Bench::new();
    let id = bench.tenant.add_key(KeySpec::new("x").owner(TestUser::Developer));
    let token = bench.tenant.token_of_key(&id).unwrap().to_owned();
    let path = format!("/api-keys/{id}");
    for _ in 0..2 {
        bench.tenant.advance(SignedDuration::from_secs(5));
        assert_eq!(bench.delete(TestUser::Admin, &path).status, 204);
        let key = json(&bench.get(TestUser::Admin, &path));
        assert_eq!(key["status"], "revoked");
        assert_eq!(key["lastUpdated"], "2026-11-23T10:00:05Z", "once is for good");
    }
    let request = qlik_api_key::demo::Request::new("GET", "/api/v1/users/me").bearer(&token);
    refused(&bench.send(request), 401);
    assert_eq!(bench.delete(TestUser::Developer, &path).status, 204);
    refused(&bench.get(TestUser::Admin, &path), 404);
    let own = bench.tenant.add_key(KeySpec::new("x"));
    assert_eq!(bench.delete(TestUser::Admin, &format!("/api-keys/{own}")).status, 204);
    refused(&bench.get(TestUser::Admin, &format!("/api-keys/{own}")), 404);
}

#[test]
fn a_creator_who_is_neither_subject_nor_administrator_revokes_nothing() {
    let mut bench = Bench::new();
    let admin = bench.tenant.user_id(TestUser::Admin).to_owned();
    let spec = KeySpec::new("x").owner(TestUser::Developer).sub(&admin, SubType::User);
    let path = format!("/api-keys/{}", bench.tenant.add_key(spec));
    assert_eq!(bench.get(TestUser::Developer, &path).status, 200);
    refused(&bench.delete(TestUser::Developer, &path), 403);
}

/// Bodies that are no patch of either resource.
const NO_PATCHES: [(&str, &str); 9] = [
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
fn only_a_description_is_patched() {
    let mut bench = Bench::new();
    let id = bench.tenant.add_key(KeySpec::new("x"));
    let path = format!("/api-keys/{id}");
    for (body, pointer) in NO_PATCHES {
        let body = body.replace("PATH", "/description");
        refused_at(&bench.patch(TestUser::Admin, &path, &body), pointer);
    }
    refused_at(
        &bench.patch(TestUser::Admin, &path, r#"[{"op":"replace","path":"/description","value":""}]"#),
        "/0/value",
    );
    assert_eq!(json(&bench.get(TestUser::Admin, &path))["description"], "x", "all or nothing");
    assert_eq!(bench.patch(TestUser::Admin, &path, "[]").status, 204);
    bench.tenant.advance(SignedDuration::from_secs(5));
    let body = r#"[{"op":"replace","path":"/description","value":"y"},{"op":"replace","path":"/description","value":"\u001b[31mz\u202e"}]"#;
    assert_eq!(bench.patch(TestUser::Admin, &path, body).status, 204);
    let key = json(&bench.get(TestUser::Admin, &path));
    assert_eq!(key["description"], "\u{1b}[31mz\u{202e}");
    assert_eq!(key["created"], "2026-11-23T10:00:00Z");
    assert_eq!(key["lastUpdated"], "2026-11-23T10:00:05Z");
}

#[test]
fn the_configuration_takes_its_own_types_alone() {
    let mut bench = Bench::new();
    let path = bench.config_path();
    let before = json(&bench.get(TestUser::Admin, &path));
    for (body, pointer) in NO_PATCHES {
        let body = body.replace("PATH", "/max_api_key_expiry");
        refused_at(&bench.patch(TestUser::Admin, &path, &body), pointer);
    }
    let one = |name: &str, value: &Value| json!([{ "op": "replace", "path": name, "value": value }]).to_string();
    for (name, wrong) in [
        ("/api_keys_enabled", vec![json!("true"), json!(1), json!(null)]),
        ("/max_keys_per_user", vec![json!("10"), json!(-1), json!(1001), json!(1.5), json!(true)]),
        ("/max_api_key_expiry", vec![json!("1 day"), json!("P0D"), json!(7)]),
        ("/scim_externalClient_expiry", vec![json!(""), json!("-P1D"), json!({})]),
    ] {
        for value in wrong {
            refused_at(&bench.patch(TestUser::Admin, &path, &one(name, &value)), "/0/value");
        }
    }
    assert_eq!(json(&bench.get(TestUser::Admin, &path)), before);
    for (name, value) in [
        ("api_keys_enabled", json!(false)),
        ("max_keys_per_user", json!(1000)),
        ("max_keys_per_user", json!(0)),
        ("max_api_key_expiry", json!("P1Y2M")),
        ("scim_externalClient_expiry", json!("PT1H")),
    ] {
        assert_eq!(bench.patch(TestUser::Admin, &path, &one(&format!("/{name}"), &value)).status, 204);
        assert_eq!(json(&bench.get(TestUser::Admin, &path))[name], value);
    }
}

#[test]
fn the_configuration_is_the_tenants_and_the_administrators() {
    let mut bench = Bench::new();
    let path = bench.config_path();
    let body = r#"[{"op":"replace","path":"/max_keys_per_user","value":9}]"#;
    for person in [TestUser::Developer, TestUser::NoRoles] {
        assert_eq!(bench.get(person, &path).status, 200);
        let error = refused(&bench.patch(person, &path, body), 403);
        assert!(error["detail"].as_str().unwrap().contains("TenantAdmin"));
    }
    refused(&bench.get(TestUser::Admin, "/api-keys/configs/other"), 404);
    refused(&bench.patch(TestUser::Admin, "/api-keys/configs/other", body), 404);
    assert!(bench.tenant.configure("/nothing", &json!(1)).is_err());
}

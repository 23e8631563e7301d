//! Authentication, OAuth, rate limits, the clock, paths and methods.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use jiff::{SignedDuration, Timestamp};
use qlik_api_key::demo::{DemoRequest, KeySpec, TestUser};
use serde_json::{Value, json};

use crate::demo::{DemoClient, assert_error, body_json, now};

fn users_me_status(client: &mut DemoClient, token: &str) -> u16 {
    client.send(DemoRequest::new("GET", "/api/v1/users/me").with_bearer_token(token)).status
}

#[test]
fn only_issued_tokens_are_accepted() {
    let mut client = DemoClient::new();
    let token = client.tenant.user_token(TestUser::Developer).to_owned();
    assert_eq!(users_me_status(&mut client, &token), 200);
    let forged = format!("{}x", &token[..token.len() - 1]);
    let (head, signature) = token.rsplit_once('.').unwrap();
    for invalid in ["", "x", &token[1..], head, &format!("{head}."), &format!("{token}{signature}"), &forged] {
        assert_eq!(users_me_status(&mut client, invalid), 401, "{invalid}");
    }
    for header in [format!("Basic {token}"), token.clone(), "Bearer".to_owned()] {
        let request = DemoRequest::new("GET", "/api/v1/users/me").with_header("Authorization", &header);
        assert_error(&client.send(request), 401);
    }
    assert_error(&client.send(DemoRequest::new("GET", "/api/v1/users/me")), 401);
    let request = DemoRequest::new("GET", "/api/v1/users/me").with_header("authorization", &format!("bearer {token}"));
    assert_eq!(client.send(request).status, 200);
    assert_error(&client.send(DemoRequest::new("GET", "/api/v1/nothing")), 401);
}

#[test]
fn a_token_has_the_claims_of_its_key() {
    let mut client = DemoClient::with_demo_data();
    let key = body_json(&client.post(TestUser::Developer, "/api-keys", r#"{"description":"x","expiry":"P7D"}"#));
    let token = key["token"].as_str().unwrap();
    let parts: Vec<Vec<u8>> = token.split('.').map(|part| BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).collect();
    let header: Value = serde_json::from_slice(&parts[0]).unwrap();
    assert_eq!((&header["alg"], &header["typ"]), (&json!("ES384"), &json!("JWT")));
    let claims: Value = serde_json::from_slice(&parts[1]).unwrap();
    let expected = json!({
        "jti": key["id"], "sub": key["sub"], "subType": "user", "tenantId": client.tenant.id(),
        "iss": "qlik.api/api-keys", "aud": "qlik.api", "iat": now().as_second(), "exp": now().as_second() + 7 * 86_400,
    });
    assert_eq!(claims, expected);
    assert_eq!(parts[2].len(), 96);
}

#[test]
fn a_key_expires_by_the_tenant_clock() {
    let mut client = DemoClient::new();
    let end = now() + SignedDuration::from_secs(10);
    let id = client.tenant.add_key(KeySpec::new("x").expiry(end));
    let token = client.tenant.key_token(&id).unwrap().to_owned();
    let path = format!("/api-keys/{id}");
    client.tenant.freeze_clock(end - SignedDuration::from_nanos(1));
    assert_eq!(body_json(&client.get(TestUser::Admin, &path))["status"], "active");
    assert_eq!(users_me_status(&mut client, &token), 200);
    client.tenant.freeze_clock(end);
    assert_eq!(body_json(&client.get(TestUser::Admin, &path))["status"], "expired");
    assert_eq!(users_me_status(&mut client, &token), 401);
    client.tenant.reset_clock();
    assert_eq!(client.tenant.now(now()), now());
    assert_eq!(users_me_status(&mut client, &token), 200);
    client.tenant.advance_clock(SignedDuration::from_secs(10));
    assert_eq!(users_me_status(&mut client, &token), 401);
}

#[test]
fn the_clock_runs_freezes_and_saturates() {
    const DAY: SignedDuration = SignedDuration::from_hours(24);
    let mut tenant = DemoClient::new().tenant;
    tenant.reset_clock();
    tenant.advance_clock(DAY);
    tenant.advance_clock(DAY);
    assert_eq!(tenant.now(Timestamp::UNIX_EPOCH).as_second(), 2 * 86_400);
    tenant.freeze_clock(Timestamp::UNIX_EPOCH);
    assert_eq!(tenant.now(Timestamp::MAX), Timestamp::UNIX_EPOCH);
    tenant.advance_clock(DAY);
    assert_eq!(tenant.now(Timestamp::MAX).as_second(), 86_400);
    tenant.reset_clock();
    tenant.advance_clock(SignedDuration::MAX);
    tenant.advance_clock(DAY);
    assert_eq!(tenant.now(Timestamp::UNIX_EPOCH), Timestamp::MAX);
    tenant.reset_clock();
    tenant.advance_clock(SignedDuration::MIN);
    assert_eq!(tenant.now(Timestamp::UNIX_EPOCH), Timestamp::MIN);
}

#[test]
fn the_date_header_shows_the_tenant_clock() {
    let mut client = DemoClient::new();
    let response = client.get(TestUser::Admin, "/users/me");
    assert_eq!(response.header("date"), Some("Mon, 23 Nov 2026 10:00:00 GMT"));
}

#[test]
fn an_oauth_access_token_expires_after_6_hours() {
    let mut client = DemoClient::new();
    let (id, secret) = client.tenant.oauth_client();
    let body = json!({ "client_id": id, "client_secret": secret, "grant_type": "client_credentials", "scope": "user_default" });
    let token_request = |body: &Value| DemoRequest::new("POST", "/oauth/token").with_json(body.to_string());
    let response = client.send(token_request(&body));
    assert_eq!(response.status, 200);
    let grant = body_json(&response);
    assert_eq!((&grant["token_type"], &grant["expires_in"]), (&json!("bearer"), &json!(21600)));
    assert_eq!(grant["expires_at"], "2026-11-23T16:00:00Z");
    let token = grant["access_token"].as_str().unwrap();
    let admin = client.send(DemoRequest::new("GET", "/api/v1/users/me").with_bearer_token(token));
    assert_eq!(body_json(&admin)["id"], client.tenant.user_id(TestUser::Admin));
    client.tenant.advance_clock(SignedDuration::from_secs(21_599));
    assert_eq!(users_me_status(&mut client, token), 200);
    client.tenant.advance_clock(SignedDuration::from_secs(1));
    assert_eq!(users_me_status(&mut client, token), 401);
    let mut send_with = |name: &str, value: Value| {
        let mut body = body.clone();
        body[name] = value;
        client.send(token_request(&body))
    };
    assert_eq!(assert_error(&send_with("client_secret", json!("x")), 401)["title"], "invalid_client");
    assert_error(&send_with("client_id", json!("x")), 401);
    let error = assert_error(&send_with("grant_type", json!("password")), 400);
    assert_eq!(error["title"], "unsupported_grant_type");
    assert_eq!(assert_error(&send_with("client_id", json!(null)), 400)["title"], "invalid_request");
    assert_error(&client.send(DemoRequest::new("GET", "/oauth/token")), 405);
}

#[test]
fn each_tier_has_its_own_rate_limit() {
    let mut client = DemoClient::new();
    client.tenant.freeze_clock("2026-11-23T10:00:47.9Z".parse().unwrap());
    client.tenant.set_rate_limits(3, 1);
    for remaining in ["2", "1", "0"] {
        let response = client.get(TestUser::Admin, "/api-keys");
        assert_eq!(response.header("Ratelimit-Limit"), Some("3"));
        assert_eq!(response.header("Ratelimit-Remaining"), Some(remaining));
        let reset = (now().as_second() + 60).to_string();
        assert_eq!(response.header("Ratelimit-Reset"), Some(reset.as_str()));
    }
    let response = client.get(TestUser::Admin, "/users/me");
    assert_error(&response, 429);
    assert_eq!(response.header("Retry-After"), Some("13"));
    let expected = r#"{"errors":[{"code":"HTTP-429","title":"API rate limit reached.","detail":"You need to wait 13 seconds until limit is lifted."}]}"#;
    assert_eq!(response.body, expected.as_bytes());
    assert_eq!(client.get(TestUser::Developer, "/api-keys").status, 200);
    assert_eq!(client.post(TestUser::Admin, "/api-keys", r#"{"description":"x"}"#).status, 201);
    assert_error(&client.delete(TestUser::Admin, "/api-keys/x"), 429);
    client.tenant.advance_clock(SignedDuration::from_secs(13));
    assert_eq!(client.get(TestUser::Admin, "/api-keys").status, 200);
}

#[test]
fn the_rate_limit_window_can_be_shortened() {
    let mut client = DemoClient::new();
    client.tenant.set_rate_limits(2, 1);
    let mut count = |second: i64, window: Option<u32>| {
        client.tenant.freeze_clock(Timestamp::from_second(second).unwrap());
        window.into_iter().for_each(|seconds| client.tenant.set_rate_limit_window(seconds));
        let response = client.delete(TestUser::Admin, "/api-keys/x");
        let number = |name: &str| response.header(name).unwrap().parse::<i64>().unwrap();
        (response.status, number("Ratelimit-Limit"), number("Ratelimit-Remaining"), number("Ratelimit-Reset"))
    };
    // Stay close to the tenant's creation, because the sign-in keys expire 90 days after it.
    let start = now().as_second() + 60;
    assert_eq!(count(start + 1, None), (404, 1, 0, start + 60));
    assert_eq!(count(start + 1, Some(3)), (404, 1, 0, start + 3));
    assert_eq!(count(start + 2, None).0, 429);
    assert_eq!(count(start + 3, None).0, 404);
    assert_eq!(count(start + 4, Some(0)), (404, 1, 0, start + 5), "a window lasts at least one second");
}

#[test]
fn default_rate_limits_match_the_reference() {
    let mut client = DemoClient::new();
    for _ in 0..1000 {
        assert_eq!(client.get(TestUser::Developer, "/users/me").status, 200);
    }
    assert_error(&client.get(TestUser::Developer, "/users/me"), 429);
    for _ in 0..100 {
        assert_error(&client.delete(TestUser::Developer, "/api-keys/x"), 404);
    }
    assert_error(&client.delete(TestUser::Developer, "/api-keys/x"), 429);
}

#[test]
fn unknown_paths_get_404_and_methods_405() {
    let mut client = DemoClient::new();
    for path in ["/nothing", "/api-keys/", "/api-keys/x/y", "/api-keys/configs/x/y", "/users/you"] {
        assert_error(&client.get(TestUser::Admin, path), 404);
    }
    // Qlik's own client requests this path without a token, and takes any status except 404 for another product.
    assert_error(&client.send(DemoRequest::new("GET", "/resources/autogenerated/product-info.json")), 404);
    for target in ["/", "/api/v1", "/api/v1/", "/api-keys", "//api/v1/api-keys", "/api/v1/api-keys/configs/"] {
        let token = client.tenant.user_token(TestUser::Admin).to_owned();
        let error = assert_error(&client.send(DemoRequest::new("GET", target).with_bearer_token(&token)), 404);
        assert_eq!(error["detail"], "There is nothing at this path.", "{target}");
    }
    let error = assert_error(&client.get(TestUser::Admin, "/api-keys/configs"), 404);
    assert_eq!(error["detail"], "There is no API key with the ID configs.");
    for (method, path, allow) in [
        ("PUT", "/api-keys", "GET, HEAD, POST"),
        ("DELETE", "/api-keys", "GET, HEAD, POST"),
        ("POST", "/api-keys/x", "GET, HEAD, PATCH, DELETE"),
        ("DELETE", "/api-keys/configs/x", "GET, HEAD, PATCH"),
        ("POST", "/users/me", "GET, HEAD"),
        ("get", "/users/me", "GET, HEAD"),
    ] {
        let request = client.signed_request(TestUser::Admin, method, path);
        let response = client.send(request);
        assert_error(&response, 405);
        assert_eq!(response.header("Allow"), Some(allow), "{method} {path}");
    }
}

#[test]
fn head_is_get_without_the_body() {
    let mut client = DemoClient::new();
    let get = client.get(TestUser::Admin, "/api-keys");
    let request = client.signed_request(TestUser::Admin, "HEAD", "/api-keys");
    let head = client.send(request);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("Content-Length"), get.header("Content-Length"));
    let request = client.signed_request(TestUser::Admin, "HEAD", "/api-keys/missing");
    assert_eq!(client.send(request).status, 404);
}

#[test]
fn an_encoded_slash_stays_within_its_path_segment() {
    let mut client = DemoClient::new();
    let id = client.tenant.add_key(KeySpec::new("x"));
    let encoded: String = id.bytes().map(|byte| format!("%{byte:02X}")).collect();
    assert_eq!(body_json(&client.get(TestUser::Admin, &format!("/api-keys/{encoded}")))["id"], id);
    let error = assert_error(&client.get(TestUser::Admin, "/api-keys/a%2F..%2Fb"), 404);
    assert!(error["detail"].as_str().unwrap().contains("a/../b"));
    let error = assert_error(&client.get(TestUser::Admin, "/api-keys/a%2Fb%20c"), 404);
    assert!(error["detail"].as_str().unwrap().ends_with(" a/b c."));
}

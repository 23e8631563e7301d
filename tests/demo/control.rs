//! The commands typed at the demo's prompt.

use qlik_api_key::demo::{DemoRequest, Fault, KeySpec, Reply, TestUser, control};
use serde_json::{Value, json};

use crate::demo::{DemoClient, body_json, now};

fn execute(client: &mut DemoClient, line: &str) -> Result<String, String> {
    control::execute(&mut client.tenant, line, now())
}

/// Sends a request and describes the reply in a few words.
fn describe_reply(client: &mut DemoClient, method: &str) -> String {
    let request = client.signed_request(TestUser::Admin, method, "/users/me");
    let reply = client.tenant.handle(&request, now());
    let header = |name: &str| {
        let value = reply.response().and_then(|response| response.header(name));
        value.map(|value| format!(" {value}")).unwrap_or_default()
    };
    match &reply {
        Reply::Complete { response, delay } => format!(
            "{}{}{}{}",
            response.status,
            header("Retry-After"),
            header("Location"),
            if delay.is_zero() { String::new() } else { format!(" after {delay:?}") }
        ),
        Reply::Truncated(_) => "cut".to_owned(),
        Reply::Raw(_) => "raw".to_owned(),
        Reply::Close => format!("closed, processed {}", client.tenant.requests().last().unwrap().processed),
    }
}

#[test]
fn every_fault_has_a_command() {
    for (line, replies) in [
        ("fail next 503", vec!["503", "200"]),
        ("  fail   next 2 500 ", vec!["500", "500", "200"]),
        ("fail next 2 429 retry-after 13", vec!["429 13", "429 13", "200"]),
        ("fail next 429 retry-after Wed, 21 Oct 2026 07:28:00 GMT", vec!["429 Wed, 21 Oct 2026 07:28:00 GMT", "200"]),
        ("fail next 400 404", vec!["404"; 3]),
        ("fail next drop", vec!["closed, processed false", "200"]),
        ("fail next lost", vec!["closed, processed true", "200"]),
        ("fail next cut", vec!["cut", "200"]),
        ("fail next garbage", vec!["raw", "200"]),
        ("fail next hang PT5S", vec!["200 after 5s", "200"]),
        ("fail next 3 html", vec!["502", "502", "502", "200"]),
        ("fail next html 200", vec!["200", "200"]),
        ("fail next redirect https://elsewhere.example/", vec!["302 https://elsewhere.example/", "200"]),
        ("fail next redirect /x 308", vec!["308 /x", "200"]),
        ("fail next 503 on POST", vec!["200"]),
        ("fail next 503 on GET on users/me", vec!["503", "200"]),
        ("fail next 503 on startingAfter", vec!["200"]),
    ] {
        let mut client = DemoClient::new();
        let message = execute(&mut client, line).unwrap();
        assert!(message.contains("will fail"), "{message}");
        for expected in replies {
            assert_eq!(describe_reply(&mut client, "GET"), expected, "{line}");
        }
    }
}

#[test]
fn faults_can_be_cleared() {
    let mut client = DemoClient::new();
    execute(&mut client, "fail next 9 drop").unwrap();
    execute(&mut client, "fail clear").unwrap();
    assert_eq!(describe_reply(&mut client, "GET"), "200");
}

#[test]
fn clock_commands_move_the_clock() {
    let mut client = DemoClient::new();
    for (line, time) in [
        ("clock", "2026-11-23T10:00:00Z"),
        ("clock 2026-12-01T00:00:00Z", "2026-12-01T00:00:00Z"),
        ("clock +P1D", "2026-12-02T00:00:00Z"),
        ("clock +PT1H30M", "2026-12-02T01:30:00Z"),
        ("clock -P1W", "2026-11-25T01:30:00Z"),
        ("clock run", "2026-11-23T10:00:00Z"),
        ("clock +P1D", "2026-11-24T10:00:00Z"),
    ] {
        assert_eq!(execute(&mut client, line).unwrap(), format!("the tenant's time is {time}"), "{line}");
    }
    let date = client.get(TestUser::Admin, "/users/me");
    assert_eq!(date.header("Date"), Some("Tue, 24 Nov 2026 10:00:00 GMT"));
    assert!(body_json(&date)["id"].is_string());
}

#[test]
fn limits_commands_set_the_rate_limits() {
    let mut client = DemoClient::new();
    let message = execute(&mut client, "limits 2 1 3").unwrap();
    assert_eq!(message, "each user may send 2 reads and 1 writes in 3 s");
    for expected in ["200", "200", "429 3"] {
        assert_eq!(describe_reply(&mut client, "GET"), expected);
    }
    client.tenant.freeze_clock("2026-11-23T10:00:03Z".parse().unwrap());
    assert_eq!(describe_reply(&mut client, "GET"), "200");
    let message = execute(&mut client, "limits 1000 100").unwrap();
    assert_eq!(message, "each user may send 1000 reads and 100 writes in 3 s", "the window stays");
}

#[test]
fn keys_adds_keys_of_the_administrator() {
    let mut client = DemoClient::new();
    let before = list_keys(&mut client).len();
    assert_eq!(execute(&mut client, "keys 3").unwrap(), "added 3 keys");
    assert_eq!(execute(&mut client, "keys 1").unwrap(), "added 1 key");
    let keys = list_keys(&mut client);
    assert_eq!(keys.len(), before + 4);
    let added = keys.iter().filter(|key| key["description"] == "key 004");
    assert_eq!(added.map(|key| key["status"].clone()).collect::<Vec<_>>(), ["active"]);
}

#[test]
fn token_shows_the_token_of_any_user_with_a_key() {
    let mut client = DemoClient::with_demo_data();
    let expected = client.tenant.user_token(TestUser::Developer).to_owned();
    let id = client.tenant.user_id(TestUser::Developer).to_owned();
    for user in ["dev", &id] {
        assert_eq!(execute(&mut client, &format!("token {user}")).unwrap(), expected);
    }
    let key = client.tenant.add_key(KeySpec::new("x").owner(TestUser::Gone));
    let token = client.tenant.key_token(&key).unwrap().to_owned();
    client.tenant.add_key(KeySpec::new("y").owner(TestUser::Gone));
    assert_eq!(execute(&mut client, "token greta").unwrap(), token);
    assert_eq!(execute(&mut client, "token ivo").unwrap_err(), "ivo has no key");
    let added = client.tenant.add_user("Ann Added", None);
    assert_eq!(execute(&mut client, &format!("token {added}")).unwrap_err(), format!("{added} has no key"));
    assert_eq!(execute(&mut client, "token nobody").unwrap_err(), "there is no user \"nobody\"");
}

#[test]
fn expire_ends_a_key_or_all_access_tokens() {
    let mut client = DemoClient::new();
    let key = client.tenant.add_key(KeySpec::new("x").owner(TestUser::Developer));
    assert_eq!(execute(&mut client, &format!("expire {key}")).unwrap(), format!("the key {key} has expired"));
    assert_eq!(describe_reply(&mut client, "GET"), "200", "other keys still work");
    let status = |client: &mut DemoClient, token: &str| {
        client.send(DemoRequest::new("GET", "/api/v1/users/me").with_bearer_token(token)).status
    };
    let token = client.tenant.key_token(&key).unwrap().to_owned();
    assert_eq!(status(&mut client, &token), 401);
    let found = list_keys(&mut client).into_iter().find(|found| found["id"] == key).unwrap();
    assert_eq!((&found["status"], &found["expiry"]), (&json!("expired"), &json!("2026-11-23T10:00:00Z")));
    execute(&mut client, "expire dev").unwrap();
    assert_eq!(client.get(TestUser::Developer, "/users/me").status, 401);
    assert!(execute(&mut client, "expire nothing").unwrap_err().contains("there is no key \"nothing\""));

    let (id, secret) = client.tenant.oauth_client();
    let body = json!({ "client_id": id, "client_secret": secret, "grant_type": "client_credentials" });
    let grant = client.send(DemoRequest::new("POST", "/oauth/token").with_json(body.to_string()));
    let token = body_json(&grant)["access_token"].as_str().unwrap().to_owned();
    assert_eq!(status(&mut client, &token), 200);
    execute(&mut client, "expire oauth").unwrap();
    assert_eq!(status(&mut client, &token), 401);
}

#[test]
fn deprecate_adds_headers_to_every_response() {
    let mut client = DemoClient::new();
    let headers = |client: &mut DemoClient| {
        let response = client.get(TestUser::Admin, "/api-keys/missing");
        ["Deprecation", "Sunset", "Link"].map(|name| response.header(name).map(str::to_owned))
    };
    assert_eq!(headers(&mut client), [None, None, None]);
    execute(&mut client, "deprecate").unwrap();
    let expected = [
        format!("@{}", now().as_second()),
        "Tue, 23 Nov 2027 10:00:00 GMT".to_owned(),
        r#"<https://qlik.dev/changelog/999>; rel="deprecation"; type="text/html""#.to_owned(),
    ];
    assert_eq!(headers(&mut client), expected.map(Some));
    execute(&mut client, "deprecate off").unwrap();
    assert_eq!(headers(&mut client), [None, None, None]);
}

fn list_keys(client: &mut DemoClient) -> Vec<Value> {
    body_json(&client.get(TestUser::Admin, "/api-keys?limit=100"))["data"].as_array().unwrap().clone()
}

#[test]
fn an_invalid_command_shows_usage_and_changes_nothing() {
    for (line, expected) in [
        ("fial next 503", "fail, clock, limits, keys, token, expire, deprecate, help"),
        ("fail", "fail next [N] FAULT"),
        ("fail later 503", "fail next [N] FAULT"),
        ("fail next", "retry-after VALUE"),
        ("fail next 200", "400 to 599"),
        ("fail next 600", "400 to 599"),
        ("fail next 99999999999", "400 to 599"),
        ("fail next explode", "drop, lost, cut, hang"),
        ("fail next 2", "400 to 599"),
        ("fail next 0 503", "at least 1"),
        ("fail next 503 retry-after", "retry-after VALUE"),
        ("fail next hang", "hang DURATION"),
        ("fail next hang 5s", "ISO 8601"),
        ("fail next hang P1M", "ISO 8601"),
        ("fail next hang -PT5S", "ISO 8601"),
        ("fail next redirect", "redirect URL"),
        ("fail next redirect /x 200", "300 to 399"),
        ("fail next html big", "200 to 599"),
        ("fail next 503 on", "on METHOD"),
        ("fail next 503 on GET twice", "on METHOD"),
        ("clock tomorrow", "+DURATION"),
        ("clock +1", "ISO 8601"),
        ("clock + P1D", "clock +DURATION"),
        ("help me", "help"),
        ("limits", "limits READ WRITE [SECONDS]"),
        ("limits 1", "limits READ WRITE [SECONDS]"),
        ("limits 1 0", "at least 1"),
        ("limits 1 1 -3", "at least 1"),
        ("limits 1 1 3 4", "limits READ WRITE [SECONDS]"),
        ("keys", "keys N"),
        ("keys 0", "from 1 to 100000"),
        ("keys 100001", "from 1 to 100000"),
        ("keys x", "from 1 to 100000"),
        ("token", "token USER"),
        ("token ada dev", "token USER"),
        ("expire", "expire KEY"),
        ("deprecate on", "deprecate off"),
    ] {
        let mut client = DemoClient::new();
        let error = execute(&mut client, line).unwrap_err();
        assert!(error.contains(expected), "{line}: {error}");
        assert_eq!(describe_reply(&mut client, "GET"), "200", "{line}");
        assert_eq!(execute(&mut client, "clock").unwrap(), "the tenant's time is 2026-11-23T10:00:00Z");
    }
}

#[test]
fn help_lists_every_command() {
    let mut client = DemoClient::new();
    let help = execute(&mut client, "help").unwrap();
    assert_eq!(help, control::HELP);
    for word in [
        "drop",
        "lost",
        "cut",
        "hang",
        "html",
        "redirect",
        "garbage",
        "retry-after",
        "clock run",
        "fail clear",
        "limits",
        "keys N",
        "token USER",
        "expire KEY",
        "expire oauth",
        "deprecate off",
    ] {
        assert!(help.contains(word), "{word}");
    }
    assert_eq!(execute(&mut client, "  ").unwrap(), "");
    client.tenant.fail_next(1, Fault::DropRequest);
    assert_eq!(describe_reply(&mut client, "POST"), "closed, processed false");
}

//! `GET /audits` and `GET /audits/types`: which changes are recorded, and how events are selected.

use jiff::SignedDuration;
use qlik_api_key::demo::{KeySpec, TestUser};
use serde_json::{Value, json};

use crate::demo::{DemoClient, assert_error, body_json, now, schema};

/// The events of today's types in the response to a GET request with this query.
fn list_events(client: &mut DemoClient, query: &str) -> Vec<Value> {
    let response = client.get(TestUser::Admin, &format!("/audits?{query}"));
    assert_eq!(response.status, 200, "{}", super::body_text(&response));
    body_json(&response)["data"].as_array().unwrap().clone()
}

fn types(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["eventType"].as_str().unwrap()).collect()
}

/// Creates a key as the developer, and moves the clock by a minute.
fn create_key(client: &mut DemoClient) -> Value {
    let key = body_json(&client.post(TestUser::Developer, "/api-keys", r#"{"description":"x","expiry":"PT1H"}"#));
    client.tenant.advance_clock(SignedDuration::from_mins(1));
    key
}

#[test]
fn every_change_of_a_key_is_recorded_in_both_families() {
    let mut client = DemoClient::new();
    let key = create_key(&mut client);
    let path = format!("/api-keys/{}", key["id"].as_str().unwrap());
    let body = r#"[{"op":"replace","path":"/description","value":"y"}]"#;
    assert_eq!(client.patch(TestUser::Developer, &path, body).status, 204);
    client.tenant.advance_clock(SignedDuration::from_mins(1));
    for _ in 0..2 {
        assert_eq!(client.delete(TestUser::Admin, &path).status, 204, "the second call changes nothing");
    }
    client.tenant.advance_clock(SignedDuration::from_mins(1));
    assert_eq!(client.delete(TestUser::Developer, &path).status, 204);
    for family in ["com.qlik.core.api-key", "com.qlik.api-key"] {
        let events = list_events(&mut client, "limit=100&sort=%2BeventTime");
        let mine = events.iter().filter(|event| event["eventType"].as_str().unwrap().starts_with(family));
        let mine: Vec<_> = mine.cloned().collect();
        let expected = ["created", "updated", "deleted", "deleted"].map(|change| format!("{family}.{change}"));
        assert_eq!(types(&mine), expected);
        let data = |status: Option<&str>, description: &str| {
            let mut data = json!({ "id": key["id"], "sub": key["sub"], "subType": "user",
                "description": description, "expiry": key["expiry"] });
            status.into_iter().for_each(|status| data["status"] = json!(status));
            data
        };
        let expected = [data(None, "x"), data(None, "y"), data(Some("revoked"), "y"), data(Some("deleted"), "y")];
        assert_eq!(mine.iter().map(|event| event["data"].clone()).collect::<Vec<_>>(), expected);
        let users: Vec<_> = mine.iter().map(|event| event["userId"].clone()).collect();
        let [admin, developer] = [TestUser::Admin, TestUser::Developer].map(|user| json!(client.tenant.user_id(user)));
        assert_eq!(users, [developer.clone(), developer.clone(), admin, developer]);
        let times: Vec<_> = mine.iter().map(|event| event["eventTime"].as_str().unwrap()).collect();
        assert_eq!(times, ["00", "01", "02", "03"].map(|minute| format!("2026-11-23T10:{minute}:00Z")));
    }
}

#[test]
fn a_change_of_the_configuration_is_recorded_and_a_rejected_one_is_not() {
    let mut client = DemoClient::new();
    let path = client.config_path();
    for value in ["9", "-1"] {
        let body = format!(r#"[{{"op":"replace","path":"/max_keys_per_user","value":{value}}}]"#);
        client.patch(TestUser::Admin, &path, &body);
    }
    client.post(TestUser::Admin, "/api-keys", r#"{"description":""}"#);
    client.delete(TestUser::Admin, "/api-keys/missing");
    let events = list_events(&mut client, "sort=-eventType");
    assert_eq!(types(&events), ["com.qlik.core.api-keys-config.updated", "com.qlik.api-keys-config.updated"]);
    assert_eq!(events[0]["data"]["max_keys_per_user"], 9);
    assert_ne!(events[0]["id"], events[1]["id"]);
}

#[test]
fn an_event_has_the_documented_fields() {
    let mut client = DemoClient::new();
    let key = create_key(&mut client);
    let event = list_events(&mut client, "eventType=com.qlik.core.api-key.created").remove(0);
    let names = [
        "id",
        "source",
        "eventId",
        "eventTime",
        "eventType",
        "eventTypeVersion",
        "tenantId",
        "userId",
        "contentType",
        "data",
        "extensions",
        "links",
    ];
    assert_eq!(schema::field_names(&event), names);
    assert_eq!(event["tenantId"], client.tenant.id());
    assert_eq!(event["extensions"], json!({ "ownerId": key["sub"] }));
    assert!(!event.to_string().contains(key["token"].as_str().unwrap()), "an event has the token");
    let body = body_json(&client.get(TestUser::Admin, "/audits/types"));
    let known = body["data"].as_array().unwrap();
    assert_eq!(known.len(), 11);
    for change in ["created", "deleted", "updated", "validation.failed"] {
        assert!(known.contains(&json!(format!("com.qlik.core.api-key.{change}"))), "{change}");
        assert!(known.contains(&json!(format!("com.qlik.api-key.{change}"))), "{change}");
    }
    assert!(known.contains(&json!("com.qlik.api-key.validated")), "a sign of use, which has no successor");
    assert!(!known.contains(&json!("com.qlik.core.api-key.validated")));
}

#[test]
fn parameters_select_events() {
    let mut client = DemoClient::new();
    for _ in 0..3 {
        create_key(&mut client);
    }
    let developer = client.tenant.user_id(TestUser::Developer).to_owned();
    let admin = client.tenant.user_id(TestUser::Admin).to_owned();
    for (query, count) in [
        ("limit=100".to_owned(), 6),
        ("eventType=com.qlik.core.api-key.created".to_owned(), 3),
        ("eventType=com.qlik.core.api-key.CREATED".to_owned(), 0),
        ("eventType=com.qlik.core.api-key.deleted".to_owned(), 0),
        (format!("userId={developer}"), 6),
        (format!("userId={admin}"), 0),
        ("source=com.qlik/api-keys".to_owned(), 6),
        ("source=com.qlik/reloads".to_owned(), 0),
        ("eventTime=2026-11-23T10:01:00Z/2026-11-23T10:02:00.00Z".to_owned(), 4),
        ("eventTime=2026-11-23T10:00:01Z/2026-11-23T10:00:59Z".to_owned(), 0),
        ("eventTime=2026-11-23T10:01:00Z/2026-11-23T10:01:00Z&eventType=com.qlik.api-key.created".to_owned(), 1),
    ] {
        assert_eq!(list_events(&mut client, &query).len(), count, "{query}");
    }
    for (query, first) in [("", "10:02"), ("sort=-eventTime", "10:02"), ("sort=%2BeventTime", "10:00")] {
        let events = list_events(&mut client, query);
        assert!(events[0]["eventTime"].as_str().unwrap().contains(first), "{query}");
    }
    assert_eq!(types(&list_events(&mut client, "sort=%2BeventType&limit=1")), ["com.qlik.api-key.created"]);
    assert_eq!(list_events(&mut client, "sort=-source").len(), 6);
}

#[test]
fn events_have_pages_of_ten() {
    let mut client = DemoClient::new();
    client.configure("/max_keys_per_user", json!(50));
    for _ in 0..13 {
        create_key(&mut client);
    }
    let mut query = "eventType=com.qlik.core.api-key.created".to_owned();
    let mut times = Vec::new();
    let mut lengths = Vec::new();
    loop {
        let body = body_json(&client.get(TestUser::Admin, &format!("/audits?{query}")));
        let events = body["data"].as_array().unwrap();
        times.extend(events.iter().map(|event| event["eventTime"].as_str().unwrap().to_owned()));
        lengths.push(events.len());
        let Some(next) = body["links"]["next"]["href"].as_str() else { break };
        query = next.split_once('?').unwrap().1.to_owned();
        // An event that is recorded meanwhile shifts no page.
        create_key(&mut client);
    }
    assert_eq!(lengths, [10, 3]);
    assert!(times.is_sorted_by(|a, b| a > b), "{times:?}");
}

#[test]
fn events_are_listed_for_90_days() {
    let mut client = DemoClient::new();
    client.tenant.add_key(KeySpec::new("x"));
    create_key(&mut client);
    client.tenant.freeze_clock(now() + SignedDuration::from_hours(24 * 90));
    let sign_in = KeySpec::new("later").expiry(now() + SignedDuration::from_hours(24 * 200));
    let id = client.tenant.add_key(sign_in);
    let token = client.tenant.key_token(&id).unwrap().to_owned();
    let count = |client: &mut DemoClient| {
        let request = qlik_api_key::demo::DemoRequest::new("GET", "/api/v1/audits").with_bearer_token(&token);
        body_json(&client.send(request))["data"].as_array().unwrap().len()
    };
    assert_eq!(count(&mut client), 2);
    client.tenant.advance_clock(SignedDuration::from_secs(1));
    assert_eq!(count(&mut client), 0);
}

#[test]
fn the_demo_data_has_the_events_of_its_keys() {
    let mut client = DemoClient::with_demo_data();
    let events = list_events(&mut client, "eventType=com.qlik.core.api-key.deleted");
    assert_eq!((events.len(), &events[0]["data"]["status"]), (1, &json!("revoked")));
    assert_eq!(events[0]["userId"], client.tenant.user_id(TestUser::Admin));
    let events = list_events(&mut client, "eventType=com.qlik.core.api-key.created");
    let keys = body_json(&client.get(TestUser::Admin, "/api-keys?limit=100"));
    let key = keys["data"].as_array().unwrap().iter().find(|key| key["description"] == "Terraform").unwrap();
    let event = events.iter().find(|event| event["data"]["id"] == key["id"]).unwrap();
    assert_eq!(event["eventTime"], key["created"]);
}

#[test]
fn unusual_owners_have_active_keys() {
    let mut client = DemoClient::with_demo_data();
    client.tenant.add_keys_of_unusual_owners();
    let listed = body_json(&client.get(TestUser::Admin, "/api-keys?limit=100"));
    let keys = listed["data"].as_array().unwrap();
    let created = list_events(&mut client, "eventType=com.qlik.core.api-key.created&limit=100");
    for (description, user, status) in [
        ("weekly report", TestUser::Disabled, 200),
        ("old dashboard", TestUser::Gone, 404),
        ("deployment", TestUser::Bot, 200),
    ] {
        let key = keys.iter().find(|key| key["description"] == description).unwrap();
        let id = client.tenant.user_id(user).to_owned();
        assert_eq!((&key["sub"], &key["status"]), (&json!(id), &json!("active")));
        assert_eq!(client.get(TestUser::Admin, &format!("/users/{id}")).status, status, "{description}");
        assert!(created.iter().any(|event| event["data"]["id"] == key["id"]), "{description}");
    }
}

#[test]
fn audits_are_strict() {
    let mut client = DemoClient::new();
    for (parameter, name) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("sort=eventTime", "sort"),
        ("sort=+eventTime", "sort"),
        ("sort=-userId", "sort"),
        ("eventTime=2026-11-23T10:00:00Z", "eventTime"),
        ("eventTime=2026-11-23/2026-11-24", "eventTime"),
        ("eventTime=2026-11-24T00:00:00Z/2026-11-23T00:00:00Z", "eventTime"),
        ("eventTime=/2026-11-23T00:00:00Z", "eventTime"),
        ("next=x", "next"),
        ("key=x", "key"),
        ("filter=x", "filter"),
    ] {
        let error = assert_error(&client.get(TestUser::Admin, &format!("/audits?{parameter}")), 400);
        assert_eq!((&error["code"], &error["source"]["parameter"]), (&json!("AUDITS-1"), &json!(name)), "{parameter}");
    }
    assert_error(&client.get(TestUser::Admin, "/audits/types?limit=1"), 400);
    for path in ["/audits", "/audits/types"] {
        assert_error(&client.get(TestUser::Developer, path), 403);
        assert_error(&client.post(TestUser::Admin, path, "{}"), 405);
    }
}

//! `GET /users`, its filters and pages, `POST /users/actions/filter` and `GET /users/{id}`.

use qlik_api_key::demo::{DemoRequest, DemoResponse, TestUser};
use serde_json::{Value, json};

use crate::demo::{DemoClient, assert_error, assert_invalid_body, body_json, schema};

/// Sends a GET request for users with these parameters, encoded.
fn get_users(client: &mut DemoClient, parameters: &[(&str, &str)]) -> DemoResponse {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    client.get(TestUser::Admin, &format!("/users?{query}"))
}

/// The first names of the users in a response.
fn names(response: &DemoResponse) -> Vec<String> {
    assert_eq!(response.status, 200, "{}", super::body_text(response));
    let first_name = |user: &Value| user["name"].as_str().unwrap().split(' ').next().unwrap().to_owned();
    body_json(response)["data"].as_array().unwrap().iter().map(first_name).collect()
}

#[test]
fn the_demo_tenant_has_users_of_every_kind() {
    let mut client = DemoClient::new();
    let response = client.get(TestUser::Admin, "/users");
    assert_eq!(names(&response), ["Ada", "Dev", "Nora", "Dora", "Ivo", "Robo"]);
    let body = body_json(&response);
    assert_eq!(body["links"], json!({ "self": { "href": "http://demo.example/api/v1/users" } }));
    for (user, status, subject) in [
        (TestUser::Admin, "active", "demo\\ada"),
        (TestUser::Disabled, "disabled", "demo\\dora"),
        (TestUser::Invited, "invited", "demo\\ivo"),
        (TestUser::Bot, "active", "qlikbot\\robo"),
    ] {
        let id = client.tenant.user_id(user);
        let row = body["data"].as_array().unwrap().iter().find(|row| row["id"] == id).unwrap();
        assert_eq!((&row["status"], &row["subject"]), (&json!(status), &json!(subject)), "{user:?}");
        assert!(row["email"].as_str().unwrap().ends_with("@demo.example"), "{row}");
        assert_eq!(row["links"]["self"]["href"], format!("http://demo.example/api/v1/users/{id}"));
    }
    assert_eq!(body["data"][1]["assignedRoles"][0]["name"], "API Key User");
    let seen_by_others = body_json(&client.get(TestUser::Developer, "/users"));
    assert!(seen_by_others["data"][0].get("assignedRoles").is_none(), "only administrators see the roles of others");
}

#[test]
fn a_user_is_found_by_id_unless_it_is_gone() {
    let mut client = DemoClient::new();
    let id = client.tenant.user_id(TestUser::Disabled).to_owned();
    let user = body_json(&client.get(TestUser::Developer, &format!("/users/{id}")));
    assert_eq!((&user["id"], &user["name"]), (&json!(id), &json!("Dora Disabled")));
    let gone = client.tenant.user_id(TestUser::Gone).to_owned();
    for id in [gone.as_str(), "you"] {
        let error = assert_error(&client.get(TestUser::Admin, &format!("/users/{id}")), 404);
        assert_eq!((&error["code"], &error["title"]), (&json!("USERS-7"), &json!("Not found")));
    }
    let error = assert_error(&client.get(TestUser::Admin, &format!("/users/{id}?fields=id")), 400);
    assert_eq!((&error["code"], &error["source"]["parameter"]), (&json!("USERS-1"), &json!("fields")));
}

#[test]
fn filters_select_users() {
    let mut client = DemoClient::new();
    let id = |user| client.tenant.user_id(user).to_owned();
    let [ada, dora, gone] = [TestUser::Admin, TestUser::Disabled, TestUser::Gone].map(id);
    let batch = format!(
        r#"(id eq "{ada}" or id eq "{dora}" or id eq "{gone}") and (status eq "active" or status eq "disabled")"#
    );
    for (filter, expected) in [
        (batch.as_str(), &["Ada", "Dora"][..]),
        (r#"status eq "invited""#, &["Ivo"]),
        (r#"name eq "ada admin""#, &["Ada"]),
        (r#"name eq "ada""#, &[]),
        (r#"name co "NO""#, &["Nora"]),
        (r#"email co "@demo.example" and status eq "disabled""#, &["Dora"]),
        (r#"email eq "dev@demo.example" or subject co "qlikbot""#, &["Dev", "Robo"]),
        (r#"subject eq "demo\\nora""#, &["Nora"]),
        (r#"name co "a" and (name co "dora" or name co "robo")"#, &["Dora"]),
    ] {
        assert_eq!(names(&get_users(&mut client, &[("filter", filter)])), expected, "{filter}");
        let body = json!({ "filter": filter }).to_string();
        assert_eq!(names(&client.post(TestUser::Developer, "/users/actions/filter", &body)), expected, "{filter}");
    }
}

#[test]
fn fields_select_the_members_of_each_user() {
    let mut client = DemoClient::new();
    let body = body_json(&get_users(&mut client, &[("fields", "id,name,email,status")]));
    for user in body["data"].as_array().unwrap() {
        assert_eq!(schema::field_names(user), ["id", "name", "email", "status"]);
    }
    let all = body_json(&client.get(TestUser::Admin, "/users"));
    let names = schema::field_names(&all["data"][0]);
    let body = body_json(&get_users(&mut client, &[("fields", &names.join(","))]));
    assert_eq!(schema::field_names(&body["data"][0]), names);
}

#[test]
fn next_links_lead_through_all_pages() {
    let mut client = DemoClient::new();
    let filter = json!({ "filter": r#"email co "demo""# }).to_string();
    for method in ["GET", "POST"] {
        let mut target = match method {
            "GET" => "/api/v1/users?limit=2&fields=name&filter=email%20co%20%22demo%22".to_owned(),
            _ => "/api/v1/users/actions/filter?limit=2&fields=name".to_owned(),
        };
        let mut found = Vec::new();
        for page in 1.. {
            let request = client.signed_request(TestUser::Admin, method, target.trim_start_matches("/api/v1"));
            let response = client.send(if method == "POST" { request.with_json(filter.clone()) } else { request });
            found.extend(names(&response));
            let Some(next) = body_json(&response)["links"]["next"]["href"].as_str().map(str::to_owned) else {
                assert_eq!(page, 3);
                break;
            };
            target = next.strip_prefix("http://demo.example").unwrap().to_owned();
            assert!(target.contains("fields=name"), "the link repeats the parameters: {target}");
        }
        assert_eq!(found, ["Ada", "Dev", "Nora", "Dora", "Ivo", "Robo"], "{method}");
    }
}

#[test]
fn invalid_parameters_are_named() {
    let mut client = DemoClient::new();
    for (name, value) in [
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "+5"),
        ("limit", ""),
        ("fields", ""),
        ("fields", "id,password"),
        ("fields", "id, name"),
        ("filter", ""),
        ("filter", r#"role eq "x""#),
        ("filter", r#"status eq "away""#),
        ("filter", r#"status eq "active" or name co "x""#),
        ("next", ""),
        ("next", "eA"),
        ("next", "!"),
        ("sort", "name"),
        ("startingAfter", "x"),
        ("status", "active"),
    ] {
        let error = assert_error(&get_users(&mut client, &[(name, value)]), 400);
        assert_eq!(
            (&error["code"], &error["source"]["parameter"]),
            (&json!("USERS-1"), &json!(name)),
            "{name}={value}"
        );
    }
    assert_error(&get_users(&mut client, &[("limit", "5"), ("limit", "5")]), 400);
}

#[test]
fn an_invalid_filter_body_is_rejected() {
    let mut client = DemoClient::new();
    let deep = json!({ "filter": "(".repeat(900_000) }).to_string();
    for (body, pointer) in [
        ("", ""),
        ("[]", ""),
        (r#"{"filter":"id eq \"x\"","limit":5}"#, ""),
        ("{}", "/filter"),
        (r#"{"filter":7}"#, "/filter"),
        (r#"{"filter":"id"}"#, "/filter"),
        (&deep, "/filter"),
    ] {
        assert_invalid_body(&client.post(TestUser::Admin, "/users/actions/filter", body), pointer);
    }
    let valid = r#"{"filter":"id eq \"x\""}"#;
    assert_error(&client.post(TestUser::Admin, "/users/actions/filter?filter=x", valid), 400);
    let request = client.signed_request(TestUser::Admin, "GET", "/users/actions/filter");
    let response = client.send(request);
    assert_error(&response, 405);
    assert_eq!(response.header("Allow"), Some("POST"));
    assert_error(&client.post(TestUser::Admin, "/users", valid), 405);
    assert_error(&client.send(DemoRequest::new("GET", "/api/v1/users")), 401);
}

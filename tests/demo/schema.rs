//! Checks that apply to every response of the tenant, and a validator for the schemas of the OpenAPI document.

use qlik_api_key::demo::{DemoRequest, DemoResponse};
use serde_json::{Map, Value};

/// The fields of a key, in order, except for the token.
pub const KEY_FIELDS: [&str; 10] =
    ["id", "sub", "expiry", "status", "created", "subType", "tenantId", "description", "lastUpdated", "createdByUser"];

/// Asserts that a response has the required headers and, if it is an error, a valid error document.
#[track_caller]
pub fn assert_valid_response(request: &DemoRequest, response: &DemoResponse) {
    let date = response.header("Date").expect("Date");
    assert!(jiff::fmt::rfc2822::parse(date).is_ok() && date.ends_with(" GMT") && date.len() == 29, "{date}");
    if response.status == 204 {
        assert_eq!(response.header("Content-Length"), None);
        assert!(response.body.is_empty());
    } else if request.method != "HEAD" {
        let length = response.body.len().to_string();
        assert_eq!(response.header("Content-Length"), Some(length.as_str()));
        assert_eq!(response.header("Content-Type"), Some("application/json"));
        if response.status >= 400 {
            assert_error_document(response);
        }
    }
    if response.status == 401 && request.target.starts_with("/api/v1/") {
        assert!(response.header("WWW-Authenticate").is_some());
    }
}

/// Asserts that the body conforms to the schema `Errors`.
#[track_caller]
fn assert_error_document(response: &DemoResponse) {
    let document = super::body_json(response);
    let errors = document["errors"].as_array().expect("errors");
    assert!(!errors.is_empty());
    for error in errors {
        for field in ["code", "title", "detail"] {
            let text = error[field].as_str().expect(field);
            assert!(!text.is_empty(), "{error}");
        }
        if response.status != 429 {
            assert_eq!(error["status"], response.status, "{error}");
        }
        if let Some(source) = error.get("source") {
            let names: Vec<&String> = source.as_object().unwrap().keys().collect();
            assert!(names == ["pointer"] || names == ["parameter"], "{error}");
        }
        let allowed = ["code", "title", "detail", "source", "status"];
        assert!(error.as_object().unwrap().keys().all(|name| allowed.contains(&name.as_str())), "{error}");
    }
    if response.status == 429 {
        assert_eq!(document.get("traceId"), None);
    } else {
        let trace_id = document["traceId"].as_str().expect("traceId");
        assert!(trace_id.len() == 32 && trace_id.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}

pub fn field_names(object: &Value) -> Vec<&str> {
    let object: &Map<String, Value> = object.as_object().expect("an object");
    object.keys().map(String::as_str).collect()
}

/// Asserts that a value conforms to a schema of the OpenAPI document. Supports only the keywords used there.
#[track_caller]
pub fn assert_conforms(root: &Value, schema: &Value, value: &Value) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.strip_prefix('#').unwrap()).expect("$ref");
        return assert_conforms(root, target, value);
    }
    match schema["type"].as_str() {
        Some("object") => {
            let object = value.as_object().unwrap_or_else(|| panic!("not an object: {value}"));
            for name in schema["required"].as_array().into_iter().flatten() {
                assert!(object.contains_key(name.as_str().unwrap()), "{name} missing: {value}");
            }
            for (name, value) in object {
                let property = &schema["properties"][name];
                assert!(!property.is_null(), "{name} is not in the schema: {value}");
                assert_conforms(root, property, value);
            }
        }
        Some("array") => {
            for item in value.as_array().unwrap_or_else(|| panic!("not an array: {value}")) {
                assert_conforms(root, &schema["items"], item);
            }
        }
        Some("string") => {
            let text = value.as_str().unwrap_or_else(|| panic!("not a string: {value}"));
            if schema["format"] == "date-time" {
                assert!(text.len() == 20 && text.ends_with('Z'), "{text}");
                text.parse::<jiff::Timestamp>().unwrap();
            }
        }
        Some("boolean") => assert!(value.is_boolean(), "{value}"),
        Some("integer") => assert!(value.is_u64(), "{value}"),
        Some("number") => assert!(value.is_number(), "{value}"),
        _ => {}
    }
    if let Some(choices) = schema["enum"].as_array() {
        assert!(choices.contains(value), "{value} is not one of {choices:?}");
    }
}

//! A patch that is accepted replaces only fields that can be replaced, by values of their types, and is sent as it was
//! given.

use qlik_api_key::api::json_patch::{Field, Operation, ValueType, check as check_patch};
use qlik_api_key::api::{api_key_config, api_keys};
use qlik_api_key::duration::IsoDuration;
use qlik_api_key::object::Object;
use serde_json::Value;

pub fn check(input: &[u8]) {
    let Ok(objects) = serde_json::from_slice::<Vec<Object<Operation>>>(input) else { return };
    let operations: Vec<_> = objects.into_iter().map(|object| object.0).collect();
    for fields in [api_keys::PATCHABLE_FIELDS, api_key_config::PATCHABLE_FIELDS] {
        match check_patch(&operations, fields) {
            Ok(()) => check_accepted(&operations, fields),
            Err(message) => assert!(!message.is_empty()),
        }
    }
}

fn check_accepted(operations: &[Operation], fields: &[Field]) {
    let sent = serde_json::to_string(operations).expect("a patch is JSON");
    assert_eq!(serde_json::from_str::<Vec<Operation>>(&sent).expect("a patch is read again"), operations);
    let sent: Vec<Value> = serde_json::from_str(&sent).expect("a patch is an array");
    assert!(!sent.is_empty(), "an empty patch was accepted");
    for operation in sent {
        let field = fields.iter().find(|field| operation["path"] == field.path).expect("the field can be replaced");
        assert_eq!(operation["op"], "replace");
        let value = &operation["value"];
        let is_valid = match field.value_type {
            ValueType::Text => value.is_string(),
            ValueType::Boolean => value.is_boolean(),
            ValueType::WholeNumber => value.is_u64(),
            ValueType::Duration => value.as_str().is_some_and(|text| IsoDuration::parse(text).is_ok()),
        };
        assert!(is_valid, "{value} for {}", field.path);
    }
}

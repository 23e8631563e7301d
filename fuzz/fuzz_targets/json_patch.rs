//! A patch that passes replaces fields that may be replaced, and is sent as it was read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qlik_api_key::api::json_patch::{Operation, check};
use qlik_api_key::api::{api_keys, api_key_config};

fuzz_target!(|text: &[u8]| {
    let Ok(operations) = serde_json::from_slice::<Vec<Operation>>(text) else { return };
    for fields in [api_keys::PATCHABLE_FIELDS, api_key_config::PATCHABLE_FIELDS] {
        if check(&operations, fields).is_ok() {
            let sent = serde_json::to_value(&operations).expect("it is JSON");
            let paths = sent.as_array().expect("an array").iter().map(|operation| &operation["path"]);
            assert!(paths.into_iter().all(|path| fields.iter().any(|field| path == field.path)));
        }
    }
});

//! Every patch that is accepted replaces only fields that can be replaced.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qlik_api_key::api::json_patch::{Operation, check};
use qlik_api_key::api::{api_key_config, api_keys};

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

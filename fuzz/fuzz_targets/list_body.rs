//! A list response with any body is printed, or rejected as an unusable response.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qlik_api_key::error::Exit;

fuzz_target!(|body: &[u8]| {
    for format in ["json", "jsonl", "csv", "table"] {
        let exit = qlik_api_key_fuzz::run_with_response(200, body, &["ls", "-o", format]);
        assert!([Exit::Ok, Exit::Unavailable].contains(&exit), "{exit:?}");
    }
});

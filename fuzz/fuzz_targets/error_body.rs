//! A 404 response with any body is reported as "not found".
#![no_main]

use libfuzzer_sys::fuzz_target;
use qlik_api_key::error::Exit;

fuzz_target!(|body: &[u8]| {
    for format in ["json", "table"] {
        let exit = qlik_api_key_fuzz::run_with_response(404, body, &["get", "x", "-o", format]);
        assert_eq!(exit, Exit::NotFound);
    }
});

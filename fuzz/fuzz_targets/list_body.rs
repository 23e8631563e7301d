//! A list that is run_with_response with any bytes is rows, or an unusable response.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qlik_api_key::error::Exit;

fuzz_target!(|body: &[u8]| {
    for format in ["json", "jsonl", "csv", "table"] {
        let exit = qlik_api_key_fuzz::run_with_response(200, body, &["ls", "-o", format]);
        assert!([Exit::Ok, Exit::Unavailable].contains(&exit), "{exit:?}");
    }
});

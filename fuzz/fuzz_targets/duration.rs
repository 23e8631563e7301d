//! Every duration that is accepted has the characters of the ISO 8601 format that Qlik's API supports.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qlik_api_key::duration::IsoDuration;

fuzz_target!(|text: &str| {
    if IsoDuration::parse(text).is_ok() {
        assert!(text.starts_with('P') && text.bytes().all(|byte| b"PTYMWDHS0123456789.,".contains(&byte)));
    }
});

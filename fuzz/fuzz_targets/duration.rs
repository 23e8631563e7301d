#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| qlik_api_key_fuzz::duration::check(input));

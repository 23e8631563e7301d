//! A profile of any text is read or refused, and so is each of its contexts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qlik_api_key::context::Profile;

fuzz_target!(|text: &[u8]| {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), text).expect("it is written");
    if let Ok(profile) = Profile::read(file.path()) {
        for name in profile.names() {
            let Ok(context) = profile.context(&name) else { continue };
            assert_eq!(context.name, name);
        }
    }
});

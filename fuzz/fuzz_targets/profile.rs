//! A profile with any content, and each of its contexts, is read or rejected without a panic.
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

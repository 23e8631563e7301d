//! Each key that is found in a text has an ID that is safe to print and the claims of an API key, and is found once. The
//! same keys are found if the text is repeated or encoded in UTF-16.

use std::collections::HashSet;

use qlik_api_key::commands::inspect::{FoundTokens, decode};

pub fn check(input: &[u8]) {
    let Some(text) = decode(input.to_vec()) else {
        assert!(input.starts_with(b"\xff\xfe") || input.starts_with(b"\xfe\xff"), "only UTF-16 can be invalid");
        return;
    };
    let found = FoundTokens::find(&text);
    check_keys(&found);
    // Each text gets one of the two checks, for speed.
    if text.len() % 2 == 0 {
        let repeated = [b"<", text.as_slice(), b">\n\"", text.as_slice(), b"\""].concat();
        assert_eq!(FoundTokens::find(&repeated), found);
    } else if let Ok(text) = std::str::from_utf8(&text) {
        let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes);
        let bytes = b"\xff\xfe".iter().copied().chain(utf16).collect();
        assert_eq!(FoundTokens::find(&decode(bytes).expect("it is UTF-16")), found);
    }
}

fn check_keys(found: &FoundTokens) {
    let mut seen = HashSet::new();
    for key in &found.keys {
        let is_id_byte = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        assert!(!key.id.is_empty() && key.id.len() <= 64 && key.id.bytes().all(is_id_byte), "the ID is unsafe");
        assert!(seen.insert((&key.id, &key.first.tenant_id)), "a key is listed twice");
        for claims in std::iter::once(&key.first).chain(&key.others) {
            assert!(claims.is_api_key(), "it is not an API key");
            assert_eq!((claims.jti.as_ref(), &claims.tenant_id), (Some(&key.id), &key.first.tenant_id));
        }
        assert!(!key.others.contains(&key.first), "a variant is listed twice");
    }
}

//! A journal of rotations that is accepted is the same after it is written and read.

use qlik_api_key::commands::rotate::journal::{format, parse};

pub fn check(input: &[u8]) {
    let Some(entries) = std::str::from_utf8(input).ok().and_then(|text| parse(text).ok()) else { return };
    let text = format(&entries).expect("a journal is JSON");
    assert_eq!(parse(&text).expect("a journal is read again"), entries);
    for entry in &entries {
        assert_eq!(entry.replaces_own_key(), entry.replaced_id.as_deref() == Some(&entry.old_id));
        assert_eq!(entry.new_id().is_empty(), entry.new_id.as_ref().is_none_or(String::is_empty));
    }
}

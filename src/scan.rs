//! White space and strings of JSON, passed over.
//! Knows nothing of what it is for.

/// White space of JSON (RFC 8259, section 2).
#[inline]
pub fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

/// The place of the first byte from `at` on that is no white space.
pub fn after_white(json: &[u8], mut at: usize) -> usize {
    while json.get(at).is_some_and(|byte| is_white(*byte)) {
        at += 1;
    }
    at
}

/// The place after the string that begins at `at`.
pub fn after_string(json: &[u8], at: usize) -> usize {
    let mut at = mark(json, at + 1);
    // What is escaped is passed over.
    while json.get(at) == Some(&b'\\') {
        at = mark(json, at + 2);
    }
    (at + 1).min(json.len())
}

/// The place of the first byte from `at` on that ends a string or is none of its text as it stands: a quotation mark, a
/// backslash, or a control character, which valid JSON escapes. Eight bytes are looked at together: the strings of a list
/// are too short for a search that has to be called.
#[inline]
pub fn mark(json: &[u8], mut at: usize) -> usize {
    while let Some(block) = json.get(at..).and_then(<[u8]>::first_chunk) {
        let block = u64::from_le_bytes(*block);
        let found = holds(block, b'"') | holds(block, b'\\') | holds_control(block);
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = json.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | ..b' ')).count()
}

/// The lowest bit of each byte.
const LOW: u64 = u64::from_le_bytes([1; 8]);

/// The high bit of each byte that is `byte`; those behind the first may be wrong.
#[inline]
fn holds(block: u64, byte: u8) -> u64 {
    let zero = block ^ (LOW * u64::from(byte));
    zero.wrapping_sub(LOW) & !zero & (LOW << 7)
}

/// The same of each byte that is below a space.
#[inline]
fn holds_control(block: u64) -> u64 {
    block.wrapping_sub(LOW * u64::from(b' ')) & !block & (LOW << 7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_mark_is_the_first_of_them(text in "[a-zé漢\"\\\\\u{0}-\u{21}\u{7f}\u{80}]{0,30}", from in 0_usize..9) {
            let bytes = text.as_bytes();
            let is_mark = |place: &usize| matches!(bytes[*place], b'"' | b'\\' | ..b' ');
            let expected = (from..bytes.len()).find(is_mark).unwrap_or(bytes.len().max(from));
            prop_assert_eq!(mark(bytes, from), expected);
        }
    }
}

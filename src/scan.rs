//! White space and strings of JSON, passed over.
//! Knows nothing of what it is for.

use wide::u8x16;

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
/// backslash, or a control character, which valid JSON escapes. Sixteen bytes are looked at together: the strings of a list
/// are too short for a search that has to be called.
#[inline]
pub fn mark(json: &[u8], mut at: usize) -> usize {
    while let Some(block) = json.get(at..at + 16).and_then(<[u8]>::first_chunk) {
        let block = u8x16::new(*block);
        let is_control = block.max(LAST_CONTROL).simd_eq(LAST_CONTROL);
        let found = block.simd_eq(QUOTATION_MARK) | block.simd_eq(BACKSLASH) | is_control;
        let found = found.to_bitmask();
        if found != 0 {
            return at + found.trailing_zeros() as usize;
        }
        at += 16;
    }
    let rest = json.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | ..b' ')).count()
}

const QUOTATION_MARK: u8x16 = u8x16::splat(b'"');
const BACKSLASH: u8x16 = u8x16::splat(b'\\');
const LAST_CONTROL: u8x16 = u8x16::splat(b' ' - 1);

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

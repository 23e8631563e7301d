//! [`Redactor`]: hides the secrets of a request in what the tenant, or a proxy in front of it, returns.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::Value;

use crate::secret::{Secret, is_secret_header_name};

/// The minimum length of a secret in bytes. Shorter ones would match harmless words.
const MIN_LENGTH: usize = 8;

/// How often a text may be percent-encoded. A redirect to a sign-in page may encode a URL twice.
const MAX_ENCODINGS: usize = 3;

const REDACTED: &str = "**omitted**";

/// The secrets of a request. They are found in plain text and percent-encoded, in whole or in part.
#[derive(Clone, Default)]
pub(super) struct Redactor {
    /// Credentials. A link that contains one is not followed.
    credentials: Vec<Secret>,
    /// Other values to hide in messages. A link may contain one, since it may be a harmless word.
    header_values: Vec<Secret>,
}

impl Redactor {
    /// Creates a redactor for the values of additional headers: all of at least [`MIN_LENGTH`] bytes, and shorter ones
    /// if the header's name looks like that of a secret.
    pub(super) fn from_headers(headers: &[(String, Secret)]) -> Self {
        let mut redactor = Self::default();
        for (name, value) in headers {
            let trimmed = value.expose().trim();
            if is_secret_header_name(name) {
                // A scheme or a cookie's name may stand before the secret.
                for part in trimmed.split([' ', ';', ',']) {
                    redactor = redactor.with_secret(part).with_secret(part.split_once('=').unwrap_or_default().1);
                }
                redactor = redactor.with_secret(trimmed);
            }
            if trimmed.len() >= MIN_LENGTH || (is_secret_header_name(name) && !trimmed.is_empty()) {
                redactor.header_values.push(Secret::new(trimmed.to_owned()));
            }
        }
        redactor
    }

    /// Returns a redactor for one more secret: the credential in the value of `Authorization`, without its scheme.
    pub(super) fn with_authorization(&self, authorization: &Secret) -> Self {
        self.with_secret(authorization.expose().rsplit(' ').next().unwrap_or_default())
    }

    /// Returns a redactor for one more secret.
    pub(super) fn with_secret(&self, secret: &str) -> Self {
        let mut redactor = self.clone();
        if secret.len() >= MIN_LENGTH {
            redactor.credentials.push(Secret::new(secret.to_owned()));
        }
        redactor
    }

    /// Whether a text contains a credential.
    pub(super) fn contains_credential(&self, text: &str) -> bool {
        !find(text, &self.credentials).is_empty()
    }

    /// Replaces the secrets in a text.
    pub(super) fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut ranges = find(text, &self.credentials);
        ranges.extend(find(text, &self.header_values));
        if ranges.is_empty() {
            return Cow::Borrowed(text);
        }
        ranges.sort_by_key(|range| range.start);
        let mut redacted = String::with_capacity(text.len());
        let mut end = 0;
        for range in ranges {
            if range.start >= end {
                redacted.push_str(text.get(end..range.start).unwrap_or_default());
                redacted.push_str(REDACTED);
            }
            end = end.max(range.end);
        }
        redacted.push_str(text.get(end..).unwrap_or_default());
        Cow::Owned(redacted)
    }

    /// Replaces the secrets in all texts and numbers of a JSON value.
    pub(super) fn redact_json(&self, value: Value) -> Value {
        match value {
            Value::String(text) => self.redact(&text).into(),
            Value::Number(number) => match self.redact(&number.to_string()) {
                Cow::Borrowed(_) => Value::Number(number),
                Cow::Owned(redacted) => redacted.into(),
            },
            Value::Array(items) => items.into_iter().map(|item| self.redact_json(item)).collect(),
            Value::Object(members) => {
                let redact_name = |name: String| match self.contains_credential(&name) {
                    true => self.redact(&name).into_owned(),
                    false => name,
                };
                members.into_iter().map(|(name, value)| (redact_name(name), self.redact_json(value))).collect()
            }
            Value::Null | Value::Bool(_) => value,
        }
    }
}

/// Returns the byte ranges of the secrets in a text. They may overlap.
fn find(text: &str, secrets: &[Secret]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    if secrets.is_empty() {
        return ranges;
    }
    for secret in secrets {
        for form in [secret.expose(), &secret.expose().replace(' ', "+")] {
            ranges.extend(text.match_indices(form).map(|(start, found)| start..start + found.len()));
        }
    }
    if text.contains('%') {
        for encodings in 1..=MAX_ENCODINGS {
            secrets.iter().for_each(|secret| find_encoded(text.as_bytes(), secret.expose(), encodings, &mut ranges));
        }
    }
    ranges
}

/// Adds the byte ranges of a secret that is percent-encoded up to `encodings` times. The decoding begins at each byte
/// of the text, since a `%` before the secret could take its first digits.
fn find_encoded(text: &[u8], secret: &str, encodings: usize, ranges: &mut Vec<Range<usize>>) {
    for start in 0..text.len() {
        if let Some(end) = match_encoded(text, start, secret, encodings) {
            ranges.push(start..end);
        }
    }
}

/// The end of a secret that starts here. A query may spell a space as `+`.
fn match_encoded(text: &[u8], start: usize, secret: &str, encodings: usize) -> Option<usize> {
    let mut position = start;
    for expected in secret.bytes() {
        let (byte, next) = decode_byte(text, position, encodings)?;
        if byte != expected && (byte, expected) != (b'+', b' ') {
            return None;
        }
        position = next;
    }
    Some(position)
}

/// Percent-decodes the byte at a position `encodings` times. Returns it with the position after it.
fn decode_byte(text: &[u8], position: usize, encodings: usize) -> Option<(u8, usize)> {
    let Some(inner) = encodings.checked_sub(1) else {
        return Some((*text.get(position)?, position + 1));
    };
    let (byte, after) = decode_byte(text, position, inner)?;
    if byte != b'%' {
        return Some((byte, after));
    }
    let digit = |position: usize| {
        let (byte, next) = decode_byte(text, position, inner)?;
        Some((u8::try_from(char::from(byte).to_digit(16)?).ok()?, next))
    };
    let decoded = digit(after).and_then(|(high, next)| digit(next).map(|(low, end)| (high << 4 | low, end)));
    decoded.or(Some((byte, after)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;
    use serde_json::json;

    use crate::http::request::URI_COMPONENT;

    fn for_token(token: &str) -> Redactor {
        Redactor::default().with_authorization(&Secret::new(format!("Bearer {token}")))
    }

    fn for_header(name: &str, value: &str) -> Redactor {
        Redactor::from_headers(&[(name.to_owned(), Secret::new(value.to_owned()))])
    }

    /// Encodes every byte of a text.
    fn encode_all(text: &str) -> String {
        text.bytes().map(|byte| format!("%{byte:02x}")).collect()
    }

    #[test]
    fn redacts_only_the_credential() {
        let redactor = for_token("fake-token");
        assert_eq!(redactor.redact("you sent fake-token!"), "you sent **omitted**!");
        assert_eq!(redactor.redact("no secret, 100 %"), "no secret, 100 %");
        assert_eq!(for_token("a").redact("a banana"), "a banana");
        assert_eq!(redactor.redact(&format!("é{}é", encode_all("fake-token"))), "é**omitted**é");
        assert_eq!(redactor.redact(&encode_all(&encode_all("fake-token"))), "**omitted**");
    }

    #[test]
    fn a_percent_sign_before_an_encoded_secret_does_not_hide_it() {
        for secret in ["0a!A+!a0", "fake/token"] {
            let once = utf8_percent_encode(secret, URI_COMPONENT).to_string();
            let twice = utf8_percent_encode(&once, URI_COMPONENT).to_string();
            for encoded in [once, twice] {
                assert_eq!(for_token(secret).redact(&format!("%{encoded}%")), "%**omitted**%", "{encoded}");
            }
        }
    }

    #[test]
    fn redacts_header_values() {
        for (name, value, text, expected) in [
            ("X-Note", "harmless", "a harmless note", "a **omitted** note"),
            ("X-Note", "short", "a short note", "a short note"),
            ("X-Api-Key", "k7", "the key k7", "the key **omitted**"),
            ("X-Api-Key", "", "the key", "the key"),
            ("Cookie", "a=b; sid=fake-session", "no session fake-session", "no session **omitted**"),
            ("X-Note", "with a space", "with+a+space, with%20a+space", "**omitted**, **omitted**"),
        ] {
            assert_eq!(for_header(name, value).redact(text), expected, "{name}: {value}");
        }
        assert!(for_header("X-Api-Key", "fake-gateway-key").contains_credential("?k=%66ake-gateway-key"));
        assert!(!for_header("X-Note", "api-keys").contains_credential("/api/v1/api-keys"), "a link would be refused");
        assert!(!for_header("X-Key", "1").contains_credential("/api/v1/api-keys"), "a link would be refused");
    }

    #[test]
    fn a_secret_within_another_does_not_expose_the_rest() {
        let redactor = for_header("X-Key", "ke").with_secret("fake-token");
        assert_eq!(redactor.redact("fake-token"), "**omitted**");
    }

    #[test]
    fn redacts_names_texts_and_numbers_of_json() {
        let redactor = for_token("12345678");
        let value = json!({"a": ["12345678", 12345678, 1, null], "b12345678": {"c": "x12345678"}});
        let redacted = json!({"a": [REDACTED, REDACTED, 1, null], "b**omitted**": {"c": "x**omitted**"}});
        assert_eq!(redactor.redact_json(value), redacted);
    }

    proptest! {
        #[test]
        fn redacts_a_token_in_any_text_and_encoding(
            token in "[!-)+-~]{8,40}",
            parts in proptest::collection::vec(any::<String>(), 1..5),
            encoding in 0..4usize,
        ) {
            let component = utf8_percent_encode(&token, URI_COMPONENT).to_string();
            let all = utf8_percent_encode(&token, NON_ALPHANUMERIC).to_string();
            let encoded_token = vec![token.clone(), component, encode_all(&token), all].swap_remove(encoding);
            let redactor = for_token(&token);
            let text = parts.join(&encoded_token);
            prop_assert!(parts.len() == 1 || redactor.contains_credential(&text), "it was not found");
            prop_assert!(!redactor.contains_credential(&redactor.redact(&text)), "a secret is left");
        }
    }
}

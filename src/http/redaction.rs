//! [`Redactor`]: hides the secrets of a request in what the tenant, or a proxy in front of it, returns.

use std::borrow::Cow;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::request::URI_COMPONENT;
use crate::secret::Secret;

/// The minimum length of a secret in bytes. Shorter ones would match harmless words.
const MIN_LENGTH: usize = 8;

/// The secrets of a request in every form that a response may echo: plain and percent-encoded.
#[derive(Clone, Default)]
pub(super) struct Redactor(Vec<Secret>);

impl Redactor {
    /// Creates a redactor for the credential in the value of `Authorization`, without its scheme.
    pub(super) fn from_authorization(authorization: &Secret) -> Self {
        Self::default().with_secret(authorization.expose().rsplit(' ').next().unwrap_or_default())
    }

    /// Returns a redactor for one more secret.
    pub(super) fn with_secret(&self, secret: &str) -> Self {
        let mut forms = self.0.clone();
        if secret.len() >= MIN_LENGTH {
            let component = utf8_percent_encode(secret, URI_COMPONENT).to_string();
            let all = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
            let encodings = [lowercase_hex(&component), lowercase_hex(&all), component, all, secret.to_owned()];
            forms.extend(encodings.map(Secret::new));
        }
        Self(forms)
    }

    /// Whether a text contains a secret.
    pub(super) fn contains_secret(&self, text: &str) -> bool {
        self.0.iter().any(|secret| text.contains(secret.expose()))
    }

    /// Replaces the secrets in a text.
    pub(super) fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let matching = self.0.iter().filter(|secret| text.contains(secret.expose()));
        matching.fold(Cow::Borrowed(text), |text, secret| Cow::Owned(text.replace(secret.expose(), "**omitted**")))
    }
}

/// Converts the hexadecimal digits of a percent-encoded text to lowercase.
fn lowercase_hex(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| match part.split_at_checked(2) {
        Some((digits, rest)) => format!("{text}%{}{rest}", digits.to_ascii_lowercase()),
        None => text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn redacts_only_the_credential() {
        let redactor = Redactor::from_authorization(&Secret::new("Bearer fake-token".into()));
        assert_eq!(redactor.redact("you sent fake-token!"), "you sent **omitted**!");
        assert_eq!(redactor.redact("no secret"), "no secret");
        assert_eq!(Redactor::from_authorization(&Secret::new("Bearer a".into())).redact("a banana"), "a banana");
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
            let encoded_token = vec![token.clone(), component, lowercase_hex(&all), all].swap_remove(encoding);
            let redactor = Redactor::from_authorization(&Secret::new(format!("Bearer {token}")));
            let text = parts.join(&encoded_token);
            prop_assert_eq!(redactor.contains_secret(&text), text.contains(&encoded_token) || text.contains(&token));
            prop_assert!(!redactor.contains_secret(&redactor.redact(&text)), "a secret is left");
        }
    }
}

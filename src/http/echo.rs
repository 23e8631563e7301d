//! What a tenant, or a proxy before it, sends back of our own credential is not shown.

use std::borrow::Cow;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::request::RESERVED;
use crate::secret::Secret;

/// A shorter secret would be found in harmless words.
const SHORTEST: usize = 8;

/// The secrets of a request, to be recognised in what comes back: each as it is, and as a URL writes it.
#[derive(Clone, Default)]
pub(super) struct Echo(Vec<Secret>);

impl Echo {
    /// The credential in a value of `Authorization`, without its scheme.
    pub(super) fn of(authorization: &Secret) -> Self {
        Self::default().and(authorization.expose().rsplit(' ').next().unwrap_or_default())
    }

    /// The same with one more secret.
    pub(super) fn and(&self, secret: &str) -> Self {
        let mut forms = self.0.clone();
        if secret.len() >= SHORTEST {
            let reserved = utf8_percent_encode(secret, RESERVED).to_string();
            let all = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
            let spelled = [in_lower_case(&reserved), in_lower_case(&all), reserved, all, secret.to_owned()];
            forms.extend(spelled.map(Secret::new));
        }
        Self(forms)
    }

    /// Whether a text holds one of them.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.0.iter().any(|secret| text.contains(secret.expose()))
    }

    /// The text without them.
    pub(super) fn masked<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let found = self.0.iter().filter(|secret| text.contains(secret.expose()));
        found.fold(Cow::Borrowed(text), |text, secret| Cow::Owned(text.replace(secret.expose(), "**omitted**")))
    }
}

/// The same percent-encoding with small digits.
fn in_lower_case(encoded: &str) -> String {
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
    fn the_credential_is_masked_and_nothing_else() {
        let echo = Echo::of(&Secret::new("Bearer fake-token".into()));
        assert_eq!(echo.masked("you sent fake-token!"), "you sent **omitted**!");
        assert_eq!(echo.masked("nothing of it"), "nothing of it");
        assert_eq!(Echo::of(&Secret::new("Bearer a".into())).masked("a banana"), "a banana");
    }

    #[test]
    fn it_is_recognised_as_a_url_writes_it_too() {
        let echo = Echo::of(&Secret::new("Basic ZmFrZS+Zm/Fr==".into()));
        let forms = ["ZmFrZS+Zm/Fr==", "ZmFrZS%2BZm%2FFr%3D%3D", "ZmFrZS%2bZm%2fFr%3d%3d"];
        for text in forms.map(str::to_owned).into_iter().chain([forms.concat()]) {
            assert!(echo.is_in(&text));
            assert!(!echo.masked(&text).contains("ZmFr"), "{}", echo.masked(&text));
        }
        let echo = Echo::default().and("fake-token+x").and("another-fake");
        assert_eq!(echo.masked("?a=fake%2dtoken%2bx&b=another-fake"), "?a=**omitted**&b=**omitted**");
    }

    proptest! {
        #[test]
        fn whatever_stands_around_it_nothing_of_it_is_left(
            token in "[!-)+-~]{8,40}",
            around in proptest::collection::vec(any::<String>(), 1..5),
            form in 0..4usize,
        ) {
            let reserved = utf8_percent_encode(&token, RESERVED).to_string();
            let all = utf8_percent_encode(&token, NON_ALPHANUMERIC).to_string();
            let spelled = vec![token.clone(), reserved, in_lower_case(&all), all].swap_remove(form);
            let echo = Echo::of(&Secret::new(format!("Bearer {token}")));
            let text = around.join(&spelled);
            prop_assert_eq!(echo.is_in(&text), text.contains(&spelled) || text.contains(&token));
            prop_assert!(!echo.is_in(&echo.masked(&text)), "it is still there");
        }
    }
}

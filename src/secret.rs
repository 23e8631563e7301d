//! [`Secret`]: a text that nothing prints. Knows nothing of where secrets come from or go to.

use std::fmt;

use zeroize::Zeroizing;

/// A token, a password: `Debug` shows `****`, there is no `Display` and no `Serialize`, and it is wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself, for the one place that sends or checks it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Whether a text looks like a token (a JWT, RFC 7519) that stands where something else belongs.
pub fn looks_like_token(text: &str) -> bool {
    text.len() > 40 && text.trim_start().starts_with("eyJ") && text.matches('.').count() >= 2
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("****")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_it() {
        let secret = Secret::new("fake-secret-for-a-test".into());
        assert_eq!(format!("{secret:?} {:?}", Some(&secret)), "**** Some(****)");
        assert_eq!(secret.expose(), "fake-secret-for-a-test");
    }
}

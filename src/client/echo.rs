//! What a tenant, or a proxy before it, sends back of our own credential is not shown.

use std::borrow::Cow;

use crate::secret::Secret;

/// The credential of a client, to be recognised in what comes back.
#[derive(Clone, Default)]
pub(super) struct Echo(Option<Secret>);

impl Echo {
    /// The credential in a value of `Authorization`, without its scheme.
    pub(super) fn of(authorization: &Secret) -> Self {
        let token = authorization.expose().rsplit(' ').next().unwrap_or_default();
        // A shorter one would be found in harmless words.
        Self((token.len() >= 8).then(|| Secret::new(token.to_owned())))
    }

    /// The text without the credential.
    pub(super) fn masked<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match &self.0 {
            Some(token) if text.contains(token.expose()) => Cow::Owned(text.replace(token.expose(), "**omitted**")),
            _ => Cow::Borrowed(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_credential_is_masked_and_nothing_else() {
        let echo = Echo::of(&Secret::new("Bearer fake-token".into()));
        assert_eq!(echo.masked("you sent fake-token!"), "you sent **omitted**!");
        assert_eq!(echo.masked("nothing of it"), "nothing of it");
        assert_eq!(Echo::of(&Secret::new("Bearer a".into())).masked("a banana"), "a banana");
    }
}

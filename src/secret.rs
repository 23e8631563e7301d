//! [`Secret`]: text that must not be printed.

use std::{fmt, io};

use zeroize::Zeroizing;

/// A secret text, such as a token or a password. `Debug` shows `****`; `Display` and `Serialize` are not implemented.
/// The memory is wiped on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes ownership of the text, without a copy that would not be wiped.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text. Use it only to send, store or check the secret.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Keeps the memory of this process out of core dumps and hides it from other processes of the user. Programs that it
/// starts are not affected (<https://man7.org/linux/man-pages/man2/PR_SET_DUMPABLE.2const.html>). Does nothing except on
/// Linux: elsewhere a limit on core dumps would hold for those programs too.
///
/// # Errors
/// The system refused.
pub fn protect_memory() -> io::Result<()> {
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}

/// Whether a text looks like a token, which is a JWT (RFC 7519, section 3,
/// <https://www.rfc-editor.org/rfc/rfc7519#section-3>). Detects tokens passed by mistake.
pub fn looks_like_token(text: &str) -> bool {
    text.len() > 40 && text.trim_start().starts_with("eyJ") && text.matches('.').count() >= 2
}

/// The token in the value of an `Authorization` header, if its scheme is `Bearer` in any case (RFC 9110, section 11.1,
/// <https://www.rfc-editor.org/rfc/rfc9110#section-11.1>).
pub fn bearer_token(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim_start())
}

/// The token in a pasted text, without the quotes, spaces and `Bearer ` around it.
pub fn trim_pasted_token(text: &str) -> &str {
    let is_around = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`');
    let text = text.trim_matches(is_around);
    bearer_token(text).unwrap_or(text).trim_matches(is_around)
}

/// The maximum length of a token in bytes. Servers accept less in a header, and the secret stores hold several tokens.
pub const MAX_TOKEN_BYTES: usize = 64 * 1024;

/// A header whose name contains one of these may carry a secret.
const SECRET_NAME_PARTS: [&str; 6] = ["auth", "cookie", "key", "passw", "secret", "token"];

/// Whether a header of this name may carry a secret.
pub fn is_secret_header_name(name: &str) -> bool {
    let lowercase_name = name.to_ascii_lowercase();
    SECRET_NAME_PARTS.iter().any(|part| lowercase_name.contains(part))
}

/// Checks that a token can be stored and sent in a header.
///
/// # Errors
/// A message that says what is wrong with it, without the token.
pub fn check_token(text: &str) -> Result<(), &'static str> {
    match text {
        "" => Err("it is empty"),
        text if text.len() > MAX_TOKEN_BYTES => Err("it is longer than 64 KiB"),
        text if !text.bytes().all(|byte| byte.is_ascii_graphic()) => {
            Err("it contains a space, a line break or another invalid character")
        }
        _ => Ok(()),
    }
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
    fn trims_what_is_pasted_around_a_token() {
        for text in
            ["a.b", " a.b\n", "\"a.b\"", "'a.b'", "`a.b`", "Bearer a.b", "bearer  a.b", "\" Bearer 'a.b' \"\r\n"]
        {
            assert_eq!(trim_pasted_token(text), "a.b", "{text:?}");
        }
        assert_eq!(trim_pasted_token("a b"), "a b");
        assert_eq!(trim_pasted_token(" ' "), "");
    }

    #[test]
    fn checks_tokens_and_header_names() {
        assert_eq!(check_token(&"x".repeat(MAX_TOKEN_BYTES)), Ok(()));
        for invalid in ["", "a b", "a\n", "\u{e9}", &"x".repeat(MAX_TOKEN_BYTES + 1)] {
            assert!(check_token(invalid).is_err(), "{} bytes", invalid.len());
        }
        for secret in ["Authorization", "Proxy-Authorization", "COOKIE", "X-Api-Key", "X-Token", "x-password"] {
            assert!(is_secret_header_name(secret), "{secret}");
        }
        assert!(!is_secret_header_name("X-Request-Id"));
    }

    /// Reads memory of this process, even if it has been freed.
    #[cfg(target_os = "linux")]
    fn read_memory(address: usize, length: usize) -> Vec<u8> {
        use std::os::unix::fs::FileExt as _;
        let mut bytes = vec![0; length];
        let memory = std::fs::File::open("/proc/self/mem").unwrap();
        // Fails for memory that was returned to the system. The zeros stand for it.
        let _ = memory.read_exact_at(&mut bytes, address as u64);
        bytes
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_secret_is_not_copied_and_is_wiped_on_drop() {
        let text = "fake-secret-".repeat(100);
        let (address, length) = (text.as_ptr() as usize, text.len());
        let secret = Secret::new(text);
        assert_eq!(secret.expose().as_ptr() as usize, address, "the text was copied");
        let moved = Some(Box::new(secret));
        assert!(
            read_memory(address, length).starts_with(b"fake-secret-fake-secret-"),
            "the secret was not found at its address"
        );
        drop(moved);
        assert!(
            !read_memory(address, length).windows(12).any(|part| part == b"fake-secret-"),
            "the secret was not wiped"
        );
    }
}

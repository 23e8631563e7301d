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

    /// What stands in this process's memory at an address, whoever it belongs to.
    #[cfg(target_os = "linux")]
    fn read_memory(address: usize, length: usize) -> Vec<u8> {
        use std::os::unix::fs::FileExt as _;
        let mut bytes = vec![0; length];
        let memory = std::fs::File::open("/proc/self/mem").unwrap();
        // Memory that was given back to the system can't be read, and holds nothing.
        let _ = memory.read_exact_at(&mut bytes, address as u64);
        bytes
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_secret_is_not_copied_and_is_wiped_on_drop() {
        let text = "fake-secret-".repeat(100);
        let (address, length) = (text.as_ptr() as usize, text.len());
        let secret = Secret::new(text);
        assert_eq!(secret.expose().as_ptr() as usize, address, "it was copied");
        let moved = Some(Box::new(secret));
        assert!(
            read_memory(address, length).starts_with(b"fake-secret-fake-secret-"),
            "memory is not read where it is"
        );
        drop(moved);
        assert!(!read_memory(address, length).windows(12).any(|part| part == b"fake-secret-"), "it is still there");
    }
}

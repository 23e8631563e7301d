//! Finds secrets in text, also in encoded form.

use std::collections::HashSet;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};

use super::sandbox::Sandbox;
use super::sign_in_with;
use crate::support::CliOutput;

/// The number of bytes of an encoded secret that count as a leak.
const LEAK_LENGTH: usize = 16;

/// Every window of [`LEAK_LENGTH`] bytes of the secrets in every encoding.
#[derive(Default)]
pub(super) struct SecretScanner {
    pub(super) secrets: HashSet<String>,
    pub(super) windows: HashSet<[u8; LEAK_LENGTH]>,
}

impl SecretScanner {
    /// Adds a secret. Of a JWT it adds the signature, since the rest contains only the key's ID and owner.
    pub(super) fn add(&mut self, secret: &str) {
        let part = secret.rsplit('.').next().unwrap();
        if part.len() < LEAK_LENGTH || !self.secrets.insert(part.to_owned()) {
            return;
        }
        for encoded in encodings(part) {
            self.windows
                .extend(encoded.windows(LEAK_LENGTH).map(|window| <[u8; LEAK_LENGTH]>::try_from(window).unwrap()));
        }
    }

    pub(super) fn has_match(&self, text: &[u8]) -> bool {
        text.windows(LEAK_LENGTH).any(|window| self.windows.contains(window))
    }
}

/// Returns a text unchanged, percent-encoded, in hexadecimal, and in both base64 alphabets, at each of the three offsets
/// that it can have in a longer text such as `Bearer TEXT`. Unpadded base64 is a part of the padded one.
fn encodings(text: &str) -> Vec<Vec<u8>> {
    let encode = |byte: &dyn Fn(u8) -> String| text.bytes().map(byte).collect::<String>().into_bytes();
    let reserved = |byte: u8| !byte.is_ascii_alphanumeric();
    let as_is = |byte: u8| char::from(byte).to_string();
    let mut encodings = vec![
        text.as_bytes().to_vec(),
        encode(&|byte| if reserved(byte) { format!("%{byte:02X}") } else { as_is(byte) }),
        encode(&|byte| if reserved(byte) { format!("%{byte:02x}") } else { as_is(byte) }),
        encode(&|byte| format!("%{byte:02X}")),
        encode(&|byte| format!("%{byte:02x}")),
        encode(&|byte| format!("{byte:02X}")),
        encode(&|byte| format!("{byte:02x}")),
    ];
    for shift in 0..3 {
        let shifted = [&[0; 2][..shift], text.as_bytes()].concat();
        for engine in [BASE64_STANDARD, BASE64_URL_SAFE] {
            // The first and the last four characters also depend on the neighboring text.
            let encoded = engine.encode(&shifted).into_bytes();
            encodings.push(encoded[4..encoded.len() - 4].to_vec());
        }
    }
    encodings
}

#[test]
fn the_scanner_finds_planted_leaks() {
    let mut sandbox = Sandbox::new();
    let (token, signature) = (sandbox.token.clone(), sandbox.token.rsplit('.').next().unwrap().to_owned());
    let run = |stdout: &str, stderr: &str| CliOutput { code: 0, stdout: stdout.to_owned(), stderr: stderr.to_owned() };
    assert_eq!(sandbox.find_leaks(&run("nothing", "here"), &[]), Vec::<String>::new());
    let bearer = format!("Bearer {token}");
    let url_safe = BASE64_URL_SAFE.encode(&bearer);
    let percent = |text: &str| text.replace('.', "%2E").replace('-', "%2D").replace('_', "%5F");
    let planted = [
        token.clone(),
        bearer.clone(),
        signature[40..40 + LEAK_LENGTH].to_owned(),
        format!("before{}after", &signature[signature.len() - LEAK_LENGTH..]),
        percent(&token),
        percent(&token).to_lowercase().replace(&percent(&token).to_lowercase(), &percent(&token)),
        token.bytes().map(|byte| format!("%{byte:02x}")).collect(),
        token.bytes().map(|byte| format!("{byte:02x}")).collect(),
        BASE64_STANDARD.encode(&token),
        BASE64_STANDARD.encode(&bearer),
        BASE64_STANDARD.encode(format!("user:{token}")),
        BASE64_STANDARD.encode(&bearer).trim_end_matches('=').to_owned(),
        url_safe.trim_end_matches('=').to_owned(),
        url_safe,
        sandbox.oauth_client.1[8..8 + LEAK_LENGTH].to_owned(),
    ];
    let home = sandbox.home_path();
    let in_home = |path: &Path| Path::new("home").join(path.strip_prefix(&home).unwrap()).display().to_string();
    for (number, leak) in planted.iter().enumerate() {
        let text = format!("one line\nand {leak}\n");
        assert_eq!(sandbox.find_leaks(&run(&text, ""), &[]), ["stdout"], "encoding {number}");
        assert_eq!(sandbox.find_leaks(&run("", &text), &[]), ["stderr"], "encoding {number}");
        let file = sandbox.home_path().join("leak");
        std::fs::write(&file, &text).unwrap();
        assert_eq!(sandbox.find_leaks(&run("", ""), &[]), [in_home(&file)], "encoding {number}");
        std::fs::remove_file(file).unwrap();
    }
    assert!(
        sandbox.find_leaks(&run(&signature[..LEAK_LENGTH - 1], ""), &[]).is_empty(),
        "a shorter part is not a leak"
    );
    // The binary prints a description and stores a comment as the user wrote them.
    let (variables, _) = sign_in_with(&sandbox, "variable");
    let printed = sandbox.run_unchecked(&variables, &["create", "--description", &token, "--json"], "");
    assert!(sandbox.find_leaks(&printed, &[]) == ["stdout"], "the token in the description is not found");
    let comment = ["context", "create", "a", "-s", "https://t.invalid", "--api-key-env", "A", "--comment", &token];
    let stored = sandbox.run_unchecked(&[], &comment, "");
    assert!(
        sandbox.find_leaks(&stored, &[]) == [in_home(&sandbox.profile_path())],
        "the token in the comment is not found"
    );
    std::fs::remove_file(sandbox.profile_path()).unwrap();
    // The token of a new key is a secret too.
    let created = sandbox.run_unchecked(&variables, &["create", "--description", "new", "--json"], "");
    assert!(sandbox.find_leaks(&created, &[]).is_empty(), "the scanner knows the new token too early");
    sandbox.add_new_tokens();
    assert!(sandbox.find_leaks(&created, &[]) == ["stdout"], "the new token is not found");
}

//! Finds secrets in text, also in encoded form.

use std::collections::HashSet;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};

use super::sandbox::Sandbox;
use super::sign_in_with;
use crate::support::CliOutput;

/// So many bytes of a secret, in any form of it, are a leak.
const LEAK_LENGTH: usize = 16;

/// What is known of the secrets: every stretch of [`WINDOW`] bytes of every form that they may be printed in.
#[derive(Default)]
pub(super) struct SecretScanner {
    pub(super) secrets: HashSet<String>,
    pub(super) windows: HashSet<[u8; LEAK_LENGTH]>,
}

impl SecretScanner {
    /// Adds a secret. Of a JWT the signature counts, since the rest tells no more than the key's ID and owner.
    pub(super) fn add(&mut self, secret: &str) {
        let part = secret.rsplit('.').next().unwrap();
        if part.len() < LEAK_LENGTH || !self.secrets.insert(part.to_owned()) {
            return;
        }
        for form in encodings(part) {
            self.windows.extend(form.windows(LEAK_LENGTH).map(|window| <[u8; LEAK_LENGTH]>::try_from(window).unwrap()));
        }
    }

    pub(super) fn has_match(&self, text: &[u8]) -> bool {
        text.windows(LEAK_LENGTH).any(|window| self.windows.contains(window))
    }
}

/// A text as it is, percent-encoded, in hexadecimal digits, and in base64 of both alphabets, wherever in a longer text
/// it begins (`Bearer ` in front of it, or `user:`). A form without padding is a part of the one with it.
fn encodings(text: &str) -> Vec<Vec<u8>> {
    let spelled = |byte: &dyn Fn(u8) -> String| text.bytes().map(byte).collect::<String>().into_bytes();
    let reserved = |byte: u8| !byte.is_ascii_alphanumeric();
    let as_is = |byte: u8| char::from(byte).to_string();
    let mut forms = vec![
        text.as_bytes().to_vec(),
        spelled(&|byte| if reserved(byte) { format!("%{byte:02X}") } else { as_is(byte) }),
        spelled(&|byte| if reserved(byte) { format!("%{byte:02x}") } else { as_is(byte) }),
        spelled(&|byte| format!("%{byte:02X}")),
        spelled(&|byte| format!("%{byte:02x}")),
        spelled(&|byte| format!("{byte:02X}")),
        spelled(&|byte| format!("{byte:02x}")),
    ];
    for shift in 0..3 {
        let shifted = [&[0; 2][..shift], text.as_bytes()].concat();
        for engine in [BASE64_STANDARD, BASE64_URL_SAFE] {
            // What stands beside the text has a part in the first and the last four characters.
            let encoded = engine.encode(&shifted).into_bytes();
            forms.push(encoded[4..encoded.len() - 4].to_vec());
        }
    }
    forms
}

#[test]
fn the_scanner_finds_planted_leaks() {
    let mut place = Sandbox::new();
    let (token, signature) = (place.token.clone(), place.token.rsplit('.').next().unwrap().to_owned());
    let run = |stdout: &str, stderr: &str| CliOutput { code: 0, stdout: stdout.to_owned(), stderr: stderr.to_owned() };
    assert_eq!(place.find_leaks(&run("nothing", "here"), &[]), Vec::<String>::new());
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
        place.oauth_client.1[8..8 + LEAK_LENGTH].to_owned(),
    ];
    for (number, leak) in planted.iter().enumerate() {
        let text = format!("one line\nand {leak}\n");
        assert_eq!(place.find_leaks(&run(&text, ""), &[]), ["stdout"], "form {number}");
        assert_eq!(place.find_leaks(&run("", &text), &[]), ["stderr"], "form {number}");
        let file = place.home_path().join("litter");
        std::fs::write(&file, &text).unwrap();
        assert_eq!(place.find_leaks(&run("", ""), &[]), ["home/litter"], "form {number}");
        std::fs::remove_file(file).unwrap();
    }
    assert!(place.find_leaks(&run(&signature[..LEAK_LENGTH - 1], ""), &[]).is_empty(), "less than that is no leak");
    // And through the binary: what a person writes into a description is shown, and a comment is kept.
    let (variables, _) = sign_in_with(&place, "variable");
    let shown = place.run_unchecked(&variables, &["create", "--description", &token, "--json"], "");
    assert!(place.find_leaks(&shown, &[]) == ["stdout"], "a token in a description is not found");
    let comment = ["context", "create", "a", "-s", "https://t.invalid", "--api-key-env", "A", "--comment", &token];
    let kept = place.run_unchecked(&[], &comment, "");
    assert!(place.find_leaks(&kept, &[]) == ["home/.config/qlik/contexts.toml"], "a token in a comment is not found");
    std::fs::remove_file(place.profile_path()).unwrap();
    // What is minted is a secret too.
    let minted = place.run_unchecked(&variables, &["create", "--description", "minted", "--json"], "");
    assert!(place.find_leaks(&minted, &[]).is_empty(), "nobody knows it yet");
    place.add_new_tokens();
    assert!(place.find_leaks(&minted, &[]) == ["stdout"], "the new token is not found");
}

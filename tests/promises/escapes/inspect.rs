//! Claims of tokens that anybody may have written, and the keys that they belong to.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use qlik_api_key::demo::{KeySpec, SubType, UserStatus};
use serde_json::json;

use super::corpus::{corpus, joined_corpus};
use super::{check_screen, check_screen_with};
use crate::support::TestSite;

#[test]
fn claims_show_no_controls() {
    let site = TestSite::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("build.log").display().to_string();
    let token = |(number, text): (usize, String)| {
        let claims = json!({"jti": format!("k{number}"), "sub": text, "tenantId": text, "iss": "qlik.api/api-keys"});
        let hostile_id = json!({"jti": text, "iss": "qlik.api/api-keys"});
        let encode = |json: &serde_json::Value| BASE64_URL_SAFE_NO_PAD.encode(json.to_string());
        let header = encode(&json!({"alg": "ES384", "kid": "fake"}));
        format!("{header}.{}.fake\n{header}.{}.fake\n", encode(&claims), encode(&hostile_id))
    };
    let texts: Vec<_> = corpus().into_iter().chain([joined_corpus()]).collect();
    let count = texts.len();
    std::fs::write(&path, texts.into_iter().enumerate().map(token).collect::<String>()).unwrap();
    for format in ["-ojson", "-ojsonl", "-ocsv", "-otsv", "--jq=."] {
        let screen = check_screen(&site, &["inspect", &path, format]);
        assert!(screen.code == 0 && screen.text.contains("\\u001b[2J"), "{format}: no escaped text: {}", screen.text);
    }
    let markdown = check_screen(&site, &["inspect", &path, "-omarkdown"]).text;
    assert!(markdown.contains("u001b") && markdown.lines().filter(|line| line.starts_with("| k")).count() == count);
    let screen = check_screen(&site, &["inspect", &path]);
    assert!(screen.text.lines().filter(|line| line.starts_with('k')).count() == count, "{}", screen.text);
    let screen = check_screen(&site, &["inspect", &path, "--revoke", "--yes"]);
    assert!(screen.code == 1 && screen.text.contains("for another tenant, "), "{}", screen.text);
}

#[test]
fn keys_to_revoke_show_no_controls() {
    let mut tokens = String::new();
    let site = TestSite::empty(|tenant| {
        tenant.set_rate_limits(100_000, 100_000);
        for text in corpus() {
            let id = tenant.add_user(&text, Some(UserStatus::Active));
            let id = tenant.add_key(KeySpec::new(&text).sub(&id, SubType::User));
            tokens = format!("{tokens}{}\n", tenant.key_token(&id).unwrap());
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("build.log").display().to_string();
    std::fs::write(&path, &tokens).unwrap();
    let screen = check_screen_with(&site, &[], &["inspect", &path, "--revoke"], "n\n");
    assert!(screen.code == 1 && screen.text.contains("\\u001b[2J"), "{}", screen.text);
    for format in ["-otable", "-ojson", "-ocsv"] {
        let screen = check_screen(&site, &["inspect", &path, format]);
        assert!(screen.code == 0 && screen.text.contains("match"), "{format}: {}", screen.text);
    }
}

//! Durations, servers and secrets.

use std::net::Ipv4Addr;

use proptest::prelude::*;
use qlik_api_key::context::{Credential, Server};
use qlik_api_key::duration::{IsoDuration, to_iso};
use qlik_api_key::flags::Header;
use qlik_api_key::secret::Secret;

use super::almost_duration;

/// Texts that resemble server URLs.
fn almost_server() -> impl Strategy<Value = String> {
    prop_oneof![
        "(https?|ftp)?(://)?([a-z]{0,3}(:fake-pass)?@)?([a-z]{1,5}\\.){0,2}[a-z0-9]{1,5}(:[0-9]{0,6})?[/?#\\\\]?[a-z]?",
        "http://(127\\.[0-9]{1,3}\\.0\\.1|\\[::[0-9a-f]{1,4}\\]|LOCALHOST|localhost(\\.[a-z]{2})?)(:[0-9]{1,5})?",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn accepted_durations_have_the_api_format(text in almost_duration()) {
        if IsoDuration::parse(&text).is_ok() {
            prop_assert!(text.starts_with('P') && text.len() > 2);
            prop_assert!(text.bytes().all(|byte| b"PTYMWDHS0123456789.,".contains(&byte)));
            prop_assert!(text.bytes().any(|byte| byte.is_ascii_digit()));
        }
    }

    #[test]
    fn accepts_whole_durations(years in 0..100u32, days in 0..1000u32, hours in 0..1000u32, seconds in 0..100_000u32) {
        for text in [format!("P{days}D"), format!("PT{hours}H"), format!("P{years}Y{days}DT{hours}H{seconds}S")] {
            prop_assert!(IsoDuration::parse(&text).is_ok());
        }
    }

    #[test]
    fn typed_durations_become_iso_durations(text in almost_duration()) {
        if let Ok(iso) = to_iso(&text) {
            prop_assert!(IsoDuration::parse(&iso).is_ok(), "{:?} became {:?}", text, iso);
            prop_assert_eq!(to_iso(&iso), Ok(iso.clone()));
        }
        if IsoDuration::parse(&text).is_ok() {
            prop_assert_eq!(to_iso(&text.to_lowercase()), Ok(text.clone()));
            prop_assert_eq!(to_iso(&text), Ok(text));
        }
    }

    #[test]
    fn typed_durations_keep_their_length(
        [years, months, weeks, days, hours] in [0..100u32, 0..100u32, 0..100u32, 0..1000u32, 0..1000u32],
    ) {
        let iso = format!("P{years}Y{months}M{}DT{hours}H", weeks * 7 + days);
        for text in [
            format!("{years}y{months}mo{weeks}w{days}d{hours}h"),
            format!("{years} years, {months} months, {weeks} weeks, {days} days, {hours} hours"),
        ] {
            let typed = IsoDuration::parse_typed(&text).unwrap();
            prop_assert!(typed.is_equivalent_to(IsoDuration::parse(&iso).unwrap()), "{} became {}", text, typed);
        }
    }

    #[test]
    fn accepted_servers_are_scheme_host_and_port(text in almost_server()) {
        match Server::parse(&text) {
            Ok(server) => {
                let url = server.url();
                prop_assert_eq!((url.path(), url.query(), url.fragment()), ("/", None, None));
                prop_assert_eq!((url.username(), url.password()), ("", None));
                let name = url.host_str().unwrap_or_default();
                let is_loopback = name.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback());
                let is_local = is_loopback || ["[::1]", "localhost"].contains(&name);
                prop_assert!(url.scheme() == "https" || (url.scheme() == "http" && is_local), "{}", url);
                prop_assert_eq!(Server::parse(&server.to_string()), Ok(server));
            }
            Err(message) => prop_assert!(!message.contains("fake-pass"), "a password is in the error"),
        }
    }

    #[test]
    fn debug_output_hides_secrets(text in "[!-~]{5,40}") {
        let secret = Secret::new(text);
        let header = Header { name: "X".into(), value: secret.clone() };
        let credentials = [
            Credential::ApiKey(secret.clone()),
            Credential::OAuthClient { id: "id".into(), secret: secret.clone() },
            Credential::Authorization(secret.clone()),
        ];
        let all = (&secret, &header, &credentials);
        for text in [format!("{all:?}"), format!("{all:#?}")] {
            prop_assert_eq!(text.matches("****").count(), 5, "not every secret is redacted");
            prop_assert!(secret.expose() == "****" || !text.contains(secret.expose()), "the secret is printed");
        }
    }
}

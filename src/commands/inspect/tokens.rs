//! [`FoundTokens`]: finds the tokens of API keys in any text, and keeps their claims alone.

use std::collections::{HashMap, HashSet};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::IgnoredAny;

use crate::api::claims::Claims;

/// The start of a token: base64url of `{"`.
const TOKEN_START: &str = "eyJ";

/// The maximum length of a token's header in bytes.
const MAX_HEADER_BYTES: usize = 4 * 1024;

/// How many places in a word are tried as the start of a token.
const MAX_STARTS: usize = 4;

/// The maximum length of the ID of a key. Qlik's have 32 characters.
const MAX_ID_LENGTH: usize = 64;

/// The tokens in a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct FoundTokens {
    /// The API keys, in the order of the text.
    pub keys: Vec<FoundKey>,
    /// The number of different tokens that are not API keys.
    pub other_issuers: usize,
    /// The number of different tokens that are incomplete or can't be decoded.
    pub damaged: usize,
}

/// An API key of which a token was found.
#[derive(Debug, PartialEq, Eq)]
pub struct FoundKey {
    /// The ID of the key, which is safe to print and to send.
    pub id: String,
    /// The claims of the first token.
    pub first: Claims,
    /// The claims of tokens that differ from the first one. All but one of them are forged.
    pub others: Vec<Claims>,
}

/// The kinds of tokens.
enum Token {
    ApiKey { id: String, claims: Claims },
    OtherIssuer,
    Damaged,
}

impl FoundTokens {
    /// Finds the tokens in a text. Each is counted once.
    pub fn find(text: &[u8]) -> Self {
        let mut found = Self::default();
        let (mut seen, mut indexes) = (HashSet::new(), HashMap::new());
        for word in text.split(|byte| !is_token_byte(*byte)) {
            let mut rest = std::str::from_utf8(word).unwrap_or_default();
            while let Some((header, after)) = rest.split_once('.') {
                rest = after;
                if !ends_in_header(header) {
                    continue;
                }
                let mut parts = after.split('.');
                let (payload, signature) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
                if seen.insert((payload, signature)) {
                    found.add(Token::parse(payload, signature), &mut indexes);
                }
            }
        }
        found
    }

    /// Adds a token. `indexes` holds the index of each key, by ID and tenant.
    fn add(&mut self, token: Token, indexes: &mut HashMap<(String, Option<String>), usize>) {
        match token {
            Token::OtherIssuer => self.other_issuers += 1,
            Token::Damaged => self.damaged += 1,
            Token::ApiKey { id, claims } => {
                let index = *indexes.entry((id.clone(), claims.tenant_id.clone())).or_insert(self.keys.len());
                match self.keys.get_mut(index) {
                    Some(key) => key.add(claims),
                    None => self.keys.push(FoundKey { id, first: claims, others: Vec::new() }),
                }
            }
        }
    }

    /// Describes the tokens that are not API keys, such as `2 tokens of another issuer, 1 damaged token`.
    pub fn describe_others(&self) -> Option<String> {
        let (others, damaged) = (self.other_issuers, self.damaged);
        let tokens = |count| if count == 1 { "token" } else { "tokens" };
        let parts = [
            (others > 0).then(|| format!("{others} {} of another issuer", tokens(others))),
            (damaged > 0).then(|| format!("{damaged} damaged {}", tokens(damaged))),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

impl FoundKey {
    fn add(&mut self, claims: Claims) {
        if claims != self.first && !self.others.contains(&claims) {
            self.others.push(claims);
        }
    }
}

impl Token {
    fn parse(payload: &str, signature: &str) -> Self {
        match Claims::from_payload(payload) {
            Some(claims) if !claims.is_api_key() => Self::OtherIssuer,
            Some(claims) if !signature.is_empty() => match claims.jti.clone().filter(|id| is_key_id(id)) {
                Some(id) => Self::ApiKey { id, claims },
                None => Self::Damaged,
            },
            _ => Self::Damaged,
        }
    }
}

/// Whether a token can contain a byte: base64url (RFC 4648, section 5) and the dots between its parts.
fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

/// Whether a text ends in a token's header (RFC 7515, section 4, <https://www.rfc-editor.org/rfc/rfc7515#section-4>).
/// Other text may stand directly before it, such as the `20` of `%20`, and may even contain the start of a header.
fn ends_in_header(text: &str) -> bool {
    let is_header = |header: &str| {
        let json = URL_SAFE_NO_PAD.decode(header).unwrap_or_default();
        serde_json::from_slice::<HashMap<String, IgnoredAny>>(&json).is_ok_and(|header| header.contains_key("alg"))
    };
    let mut starts = text.match_indices(TOKEN_START).map(|(start, _)| text.get(start..).unwrap_or_default());
    text.len() <= MAX_HEADER_BYTES && starts.by_ref().take(MAX_STARTS).any(is_header)
}

/// Whether a text can be the ID of a key. Other texts, even a token, are neither printed nor sent.
fn is_key_id(text: &str) -> bool {
    let is_id_byte = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=MAX_ID_LENGTH).contains(&text.len()) && text.bytes().all(is_id_byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    use serde_json::json;

    use crate::api::claims::API_KEY_ISSUER;

    fn encode(json: &serde_json::Value) -> String {
        URL_SAFE_NO_PAD.encode(json.to_string())
    }

    fn token(claims: &serde_json::Value) -> String {
        format!("{}.{}.fake-signature", encode(&json!({"alg": "ES384", "kid": "fake"})), encode(claims))
    }

    fn key_token(id: &str, sub: &str) -> String {
        token(&json!({"jti": id, "iss": API_KEY_ISSUER, "sub": sub, "tenantId": "t"}))
    }

    fn ids(text: &str) -> Vec<String> {
        FoundTokens::find(text.as_bytes()).keys.into_iter().map(|key| key.id).collect()
    }

    #[test]
    fn finds_tokens_wherever_they_stand() {
        let token = key_token("k1", "u");
        for text in [
            token.clone(),
            format!("Authorization: Bearer {token}\r\n"),
            format!("\"token\":\"{token}\","),
            format!("'{token}'"),
            format!("https://t.example/?key={token}&x=1"),
            format!("Bearer%20{token}"),
            format!("a\\t{token}\\n"),
            format!("key_{token}"),
            format!("myKeyJwt_{token}"),
            format!("KeyJ.x.{token}"),
            format!("It was {token}."),
            format!("{token}.{token}"),
            format!("+api_key={token}"),
        ] {
            assert_eq!(ids(&text), ["k1"], "{} bytes", text.len());
        }
        let binary = [b"\xff\x00", token.as_bytes(), b"\xc3\x28"].concat();
        assert_eq!(FoundTokens::find(&binary).keys.len(), 1);
    }

    #[test]
    fn counts_what_is_not_the_token_of_a_key() {
        let (good, header) = (key_token("k1", "u"), encode(&json!({"alg": "ES384"})));
        let oauth = token(&json!({"jti": "a", "iss": "qlik.api/oauth"}));
        let nameless = token(&json!({"iss": API_KEY_ISSUER}));
        let hostile = [good.as_str(), "..", "", "a/b", "a\u{1b}[2J", &"x".repeat(65)].map(|id| key_token(id, "u"));
        let unsigned = good.rsplit_once('.').unwrap().0;
        let unreadable = [format!("{header}.eyJqdGkiOiJ.sig"), format!("{header}.a"), unsigned.to_owned(), nameless];
        for (text, counts) in [
            ("keyJob.run.now a.b.c eyJ.eyJ.eyJ".to_owned(), (0, 0, 0)),
            (oauth.clone(), (0, 1, 0)),
            (unreadable.join(" "), (0, 0, 4)),
            (hostile.join("\n"), (0, 0, 6)),
            (format!("{good} {oauth} {oauth} {good} {}", unreadable[0]), (1, 1, 1)),
        ] {
            let found = FoundTokens::find(text.as_bytes());
            assert_eq!((found.keys.len(), found.other_issuers, found.damaged), counts, "{} bytes", text.len());
        }
    }

    #[test]
    fn tokens_of_the_same_key_are_one_key() {
        let other_tenant = token(&json!({"jti": "k1", "iss": API_KEY_ISSUER, "tenantId": "t2"}));
        let tokens = [key_token("k1", "u"), key_token("k1", "forged"), key_token("k1", "u"), other_tenant];
        let found = FoundTokens::find(tokens.join("\n").as_bytes());
        let described: Vec<_> = found.keys.iter().map(|key| (key.first.sub.as_deref(), key.others.len())).collect();
        assert_eq!(described, [(Some("u"), 1), (None, 0)]);
    }

    #[test]
    fn a_text_full_of_starts_takes_no_quadratic_time() {
        let start = Instant::now();
        let words = [TOKEN_START.repeat(300_000), format!("{TOKEN_START}.").repeat(200_000), ".".repeat(1_000_000)];
        assert_eq!(ids(&words.join(" ")), Vec::<String>::new());
        assert!(start.elapsed() < Duration::from_secs(20));
    }
}

//! `inspect`: finds the tokens in a text, and revokes the keys that they belong to.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use qlik_api_key::demo::{DemoResponse, Fault, KeySpec, RequestMatcher, TestUser};
use serde_json::{Value, json};

#[cfg(unix)]
use crate::support::home::TestHome;
#[cfg(unix)]
use crate::support::isolated_in;
#[cfg(unix)]
use crate::support::pty;
use crate::support::{CliOutput, TestSite, run, std_binary};

const SIGNATURE: &str = "fakesignaturefakesignature";

/// A token with these claims and a fake signature.
fn fake_token(claims: &Value) -> String {
    let encode = |json: &Value| BASE64_URL_SAFE_NO_PAD.encode(json.to_string());
    format!("{}.{}.{SIGNATURE}", encode(&json!({"alg": "ES384", "typ": "JWT"})), encode(claims))
}

/// The claims of a key's token. `expires_in` is from now, in hours.
fn claims(id: &str, expires_in: i64) -> Value {
    let expiry = Timestamp::now() + SignedDuration::from_hours(expires_in);
    json!({"jti": id, "sub": "u1", "tenantId": "t1", "iss": "qlik.api/api-keys",
           "iat": 1_790_000_000, "exp": expiry.as_second()})
}

/// The claims of a real token of a key.
fn claims_of(site: &TestSite, id: &str) -> Value {
    let tenant = site.listener.tenant();
    let payload = tenant.key_token(id).unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

fn with_claim(mut claims: Value, name: &str, value: Value) -> String {
    claims[name] = value;
    fake_token(&claims)
}

/// A file with a text, in a folder of its own.
struct TextFile(tempfile::TempDir);

impl TextFile {
    fn new(text: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("build.log"), text).unwrap();
        Self(folder)
    }

    fn path(&self) -> String {
        self.0.path().join("build.log").display().to_string()
    }
}

/// Runs `inspect` on a text, without a tenant.
fn inspect(text: &str, more: &[&str]) -> CliOutput {
    run(&[&["inspect", &TextFile::new(text).path()], more].concat())
}

/// A tenant with two keys of the developer, and the IDs of these.
fn site_with_keys() -> (TestSite, [String; 2]) {
    let mut ids = [String::new(), String::new()];
    let site = TestSite::empty(|tenant| {
        ids = ["leaked", "innocent"].map(|name| tenant.add_key(KeySpec::new(name).owner(TestUser::Developer)));
    });
    (site, ids)
}

fn field<'a>(rows: &'a Value, name: &str) -> Vec<&'a str> {
    rows.as_array().unwrap().iter().map(|row| row[name].as_str().unwrap_or("-")).collect()
}

fn removed_ids(site: &TestSite) -> Vec<String> {
    let requests = site.take_requests();
    let removals = requests.iter().filter_map(|request| request.strip_prefix("DELETE /api/v1/api-keys/"));
    removals.map(|id| id.trim().to_owned()).collect()
}

#[test]
fn lists_each_key_once_without_a_tenant() {
    let (old, new) = (fake_token(&claims("old", -73)), fake_token(&claims("new", 49)));
    let other = with_claim(claims("x", 1), "iss", "qlik.api/oauth".into());
    let text = format!("Bearer {old}\n\"{new}\" {old} {other} {}", old.rsplit_once('.').unwrap().0);
    let run = inspect(&text, &[]);
    let rows = run.json();
    assert_eq!((run.code, field(&rows, "id")), (0, vec!["old", "new"]), "{}", run.stderr);
    assert_eq!(run.stderr, "not listed: 1 token of another issuer, 1 damaged token\n");
    let row = &rows[0];
    assert_eq!((&row["sub"], &row["tenantId"]), (&json!("u1"), &json!("t1")));
    assert_eq!((&row["issued"], &row["claims"]), (&json!("2026-09-21T14:13:20Z"), &json!("not compared")));
    assert!(row["expiry"].as_str().unwrap().parse::<Timestamp>().unwrap() < Timestamp::now());
    assert_eq!((&row["status"], &row["owner"]), (&Value::Null, &Value::Null));
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn shows_lines_on_a_terminal_without_a_tenant() {
    let file = TextFile::new(format!("{} {}", fake_token(&claims("old", -73)), fake_token(&claims("new", 49))));
    let mut command = isolated_in(file.0.path(), std_binary());
    command.args(["inspect", &file.path(), "--no-color"]);
    let screen = pty::run_on_terminal(command, 120, "");
    assert_eq!(screen.code, 0, "{}", screen.text);
    for text in ["signatures are not checked", "expired 3 days ago", "  in 2 days", "u1       t1      2026-09-21"] {
        assert!(screen.text.contains(text), "{text}: {}", screen.text);
    }
    assert_eq!(screen.text.lines().last(), Some("2 keys: 1 expires within 3 days, 1 expired"), "{}", screen.text);
}

#[test]
fn prints_every_format() {
    let token = fake_token(&claims("k1", 49));
    assert_eq!(inspect(&token, &["-q"]).succeeds().stdout, "k1\n");
    assert_eq!(inspect(&token, &["--jq", ".[].id", "-r"]).succeeds().stdout, "k1\n");
    assert_eq!(inspect(&token, &["-ojsonl"]).succeeds().json()["id"], "k1");
    let header = "id,sub,tenantId,issued,expiry,status,description,owner,claims,differences\nk1,u1,t1,2026-09-21T";
    assert!(inspect(&token, &["-ocsv"]).succeeds().stdout.starts_with(header));
    assert!(inspect(&token, &["-otsv"]).succeeds().stdout.starts_with(&header.replace(',', "\t")));
    assert!(inspect(&token, &["-omarkdown"]).succeeds().stdout.contains("| k1 | u1 | t1 | 2026-09-21 |"));
    inspect(&token, &["--raw"]).fails(2, "`inspect` does not support --raw");
}

#[test]
fn reads_stdin_and_other_encodings() {
    let (site, [id, _]) = site_with_keys();
    let token = site.listener.tenant().key_token(&id).unwrap().to_owned();
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(token.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for bytes in [token.clone().into_bytes(), utf16, [b"\xff\n\0", token.as_bytes(), b"\xc3"].concat()] {
        for arguments in [&["inspect"][..], &["inspect", "-"]] {
            let run = site.run_with_stdin(arguments, bytes.clone());
            assert_eq!((run.code, field(&run.json(), "id")), (0, vec![id.as_str()]), "{}", run.stderr);
        }
    }
    site.run_with_stdin(&["inspect"], b"\xff\xfe\x00\xd8".to_vec()).fails(2, "stdin is not UTF-16 text");
}

#[test]
fn a_text_without_a_key_is_a_usage_error() {
    inspect("", &[]).fails(2, "contains no token\n");
    inspect("keyJob.run.now", &[]).fails(2, "contains no token\n");
    let other = with_claim(claims("x", 1), "iss", "https://elsewhere.example".into());
    inspect(&other, &[]).fails(2, "contains no token of an API key, but 1 token of another issuer\n");
    run(&["inspect", "absent"]).fails(2, "could not read absent");
    run(&["inspect", ""]).fails(2, "FILE must be a file name");
    run(&["inspect", "a", "--yes"]).fails(2, "--revoke");
    let file = TextFile::new("");
    std::fs::File::create(file.path()).unwrap().set_len((64 << 20) + 1).unwrap();
    let long = run(&["inspect", &file.path()]).fails(2, "caused by: longer than 64 MiB");
    assert!(long.stderr.contains("hint: pass only the lines with tokens: grep eyJ FILE"), "{}", long.stderr);
}

#[test]
fn a_token_as_an_argument_is_refused_and_not_shown() {
    let token = fake_token(&claims("k1", 1));
    for arguments in [&[&*token][..], &["Bearer", &token], &["-", &token], &["--", &token]] {
        let run = run(&[&["inspect"], arguments].concat());
        assert!(run.code == 2 && !run.stderr.contains(SIGNATURE), "the token is refused without showing it");
    }
    run(&["inspect", &token]).fails(2, "an argument is a token");
    run(&["inspect", "a", "b"]).fails(2, "only one FILE can be given");
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn no_text_on_a_terminal_is_a_usage_error() {
    let screen = pty::run_on_terminal(TestSite::new().std_command(&["inspect"]), 120, "");
    assert!(screen.code == 2 && screen.text.contains("stdin is a terminal"), "{}", screen.text);
}

#[test]
fn a_long_log_reports_real_and_forged_tokens_and_revokes_the_real_one() {
    let (site, [leaked, innocent]) = site_with_keys();
    let real = site.listener.tenant().key_token(&leaked).unwrap().to_owned();
    let forged = with_claim(claims_of(&site, &leaked), "jti", innocent.as_str().into());
    let forged = with_claim_of(&forged, "iat", 1_500_000_000.into());
    let damaged = real.replacen(".eyJ", ".eyJ!", 1);
    let lines = (0..10_000).map(|number| match number {
        1_000 | 9_000 => format!("{number} curl -H 'Authorization: Bearer {real}' https://t.example/api/v1/items"),
        5_000 => format!("{number} token={forged}&x=1"),
        7_000 => format!("{number} {{\"token\":\"{damaged}\"}}"),
        _ => format!("{number} 2026-11-23T12:00:00Z GET /api/v1/items.json 200 keyJob.run.now {}", "x".repeat(200)),
    });
    let file = TextFile::new(lines.collect::<Vec<_>>().join("\n"));
    let run = site.run(&["inspect", &file.path(), "-v"]);
    let rows = run.json();
    assert_eq!((run.code, field(&rows, "id")), (0, vec![leaked.as_str(), innocent.as_str()]));
    assert_eq!(field(&rows, "claims"), ["match", "differ"]);
    assert_eq!(rows[1]["differences"], json!(["created"]));
    assert_eq!((field(&rows, "status"), &rows[0]["description"]), (vec!["active", "active"], &json!("leaked")));
    assert_eq!(rows[0]["owner"]["name"], "Dev Developer");
    assert!(run.stderr.contains("not listed: 1 damaged token\n"), "{}", run.stderr);
    assert!(run.stderr.contains(&format!("warning: API key {innocent}: the claims differ from the tenant's key")));
    let revoked = site.run(&["inspect", &file.path(), "--revoke", "--yes", "-v"]);
    let results = revoked.json();
    assert_eq!((revoked.code, field(&results, "id")), (1, vec![innocent.as_str(), leaked.as_str()]));
    assert_eq!(field(&results, "result"), ["kept", "removed"]);
    assert!(
        revoked.stderr.ends_with(&format!(
            "error: API key {innocent} was kept: the claims differ from the tenant's key: created\n"
        ))
    );
    let parts = [real.rsplit('.').next().unwrap(), real.split('.').nth(1).unwrap(), SIGNATURE];
    for part in parts {
        for output in [&run, &revoked] {
            assert!(!output.stdout.contains(part) && !output.stderr.contains(part), "a token is in the output");
        }
        let is_sent = |request: &qlik_api_key::demo::LoggedRequest| format!("{:?}", request.request).contains(part);
        assert!(!site.listener.tenant().requests().iter().any(is_sent), "a token was sent");
    }
    assert_eq!(removed_ids(&site), [leaked]);
}

/// Replaces a claim of a token.
fn with_claim_of(token: &str, name: &str, value: Value) -> String {
    let payload = token.split('.').nth(1).unwrap();
    let claims = serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
    with_claim(claims, name, value)
}

#[test]
fn of_several_claims_of_a_key_those_that_match_count() {
    let (site, [id, _]) = site_with_keys();
    let real = site.listener.tenant().key_token(&id).unwrap().to_owned();
    let forged = with_claim(claims_of(&site, &id), "sub", "somebody".into());
    let file = TextFile::new(format!("{forged} {real}"));
    let run = site.run(&["inspect", &file.path()]);
    assert_eq!((field(&run.json(), "claims"), run.json()[0]["sub"] == "somebody"), (vec!["match"], false));
    assert!(run.stderr.contains("2 tokens with different claims"), "{}", run.stderr);
    let run = site.run(&["inspect", &file.path(), "--revoke", "--yes"]);
    assert_eq!((run.code, removed_ids(&site)), (0, vec![id]), "{}", run.stderr);
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn revoking_asks_on_a_terminal_and_needs_yes_elsewhere() {
    let (site, [id, _]) = site_with_keys();
    let file = TextFile::new(site.listener.tenant().key_token(&id).unwrap());
    let arguments = ["inspect", &file.path(), "--revoke"];
    site.run(&arguments).fails(2, "revoking keys without a terminal requires --yes");
    site.run_with_stdin(&["inspect", "--revoke"], "x").fails(2, "with the text on stdin requires --yes");
    assert!(site.take_requests().is_empty());
    let screen = pty::run_on_terminal(site.std_command(&arguments), 160, "n\n");
    let plan = format!("revoke  {id}  leaked  Dev Developer  2026-12-");
    assert!(screen.text.contains(&plan) && screen.text.contains("Revoke 1 API key on 127.0.0.1:"), "{}", screen.text);
    assert!(screen.code == 1 && screen.text.contains("nothing was removed"), "{}", screen.text);
    assert!(removed_ids(&site).is_empty());
    let screen = pty::run_on_terminal(site.std_command(&arguments), 160, "y\n");
    assert_eq!((screen.code, removed_ids(&site)), (0, vec![id.clone()]), "{}", screen.text);
    // Nothing is left to remove, so nothing is asked.
    let screen = pty::run_on_terminal(site.std_command(&arguments), 160, "");
    assert!(screen.code == 0 && screen.text.contains("it is already revoked"), "{}", screen.text);
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn a_protected_tenant_needs_its_name_or_yes() {
    let home = TestHome::new();
    home.create_context("prod", &[]);
    home.run(&["context", "protect", "prod"]);
    let id = home.site.listener.tenant().add_key(KeySpec::new("leaked"));
    let file = TextFile::new(home.site.listener.tenant().key_token(&id).unwrap());
    let arguments = ["inspect", &file.path(), "--revoke"];
    let screen = pty::run_on_terminal(home.std_command(&arguments), 200, "y\n");
    assert!(screen.text.contains("is protected. Type \"prod\" to confirm:"), "{}", screen.text);
    assert!(removed_ids(&home.site).is_empty());
    assert_eq!(home.run(&["inspect", &file.path(), "--revoke", "--yes"]).code, 0);
    assert_eq!(removed_ids(&home.site), [id]);
    assert_eq!(home.files_containing_token().len(), 1, "only the store contains the token that signs in");
}

#[test]
fn never_revokes_the_key_that_signs_in() {
    let (site, _) = site_with_keys();
    let file = TextFile::new(site.listener.tenant().user_token(TestUser::Admin));
    assert_eq!(field(&site.run(&["inspect", &file.path()]).json(), "claims"), ["match"]);
    let run = site.run(&["inspect", &file.path(), "--revoke", "--yes"]);
    assert_eq!((run.code, field(&run.json(), "result"), removed_ids(&site)), (1, vec!["kept"], vec![]));
    assert!(run.stderr.contains("you sign in with it; renew it with qlik-api-key rotate"), "{}", run.stderr);
}

#[test]
fn keys_of_other_tenants_are_not_looked_up() {
    let (site, [id, _]) = site_with_keys();
    let foreign = with_claim(claims_of(&site, &id), "tenantId", "elsewhere".into());
    let file = TextFile::new(foreign);
    let run = site.run(&["inspect", &file.path()]).succeeds();
    assert_eq!((field(&run.json(), "claims"), field(&run.json(), "status")), (vec!["other tenant"], vec!["-"]));
    site.run(&["inspect", &file.path(), "--revoke", "--yes", "-q"])
        .fails(1, &format!("API key {id} was kept: its token is for another tenant, elsewhere"));
    assert!(site.take_requests().is_empty());
    inspect("x", &["--revoke", "--yes"]).fails(2, "contains no token");
    inspect(&fake_token(&claims("k1", 1)), &["--revoke", "--yes"]).fails(3, "no tenant or credential is set");
}

#[test]
fn a_key_that_does_not_exist_is_not_found() {
    let (site, [id, _]) = site_with_keys();
    let file = TextFile::new(with_claim(claims_of(&site, &id), "jti", "absent".into()));
    let run = site.run(&["inspect", &file.path()]).succeeds();
    assert_eq!((field(&run.json(), "claims"), field(&run.json(), "status")), (vec!["not compared"], vec!["not found"]));
    let run = site.run(&["inspect", &file.path(), "--revoke", "--yes"]);
    assert_eq!((run.code, removed_ids(&site)), (0, vec![]), "{}", run.stderr);
}

#[test]
fn a_tenant_that_can_not_be_asked_leaves_the_claims() {
    let (site, [id, _]) = site_with_keys();
    let file = TextFile::new(site.listener.tenant().key_token(&id).unwrap());
    let inspect = |more: &[&str]| site.run(&[&["inspect", &file.path(), "--retry", "0"], more].concat());
    let mut other_key = DemoResponse::new(200).with_header("Content-Type", "application/json");
    other_key.body = r#"{"id":"another","sub":"u"}"#.into();
    for (fault, code) in [
        (Fault::status(401), 3),
        (Fault::status(403), 4),
        (Fault::status(500), 7),
        (Fault::DropRequest, 7),
        (Fault::Response(other_key), 7),
    ] {
        let fail = || site.listener.tenant().fail_when(RequestMatcher::any().method("GET"), 1, fault.clone());
        fail();
        let run = inspect(&[]);
        assert_eq!((run.code, field(&run.json(), "claims")), (code, vec!["not compared"]), "{}", run.stderr);
        fail();
        let run = inspect(&["--revoke", "--yes"]);
        assert!(run.code == if code == 4 { 1 } else { code }, "{}", run.stderr);
    }
    assert_eq!(removed_ids(&site), Vec::<String>::new());
    let mut command = assert_cmd::Command::from_std(std_binary());
    let run = CliOutput::from(command.env("QLIK_API_KEY", "fake").args(["inspect", &file.path()]).output().unwrap());
    assert_eq!((run.code, field(&run.json(), "id")), (3, vec![id.as_str()]), "{}", run.stderr);
}

//! A tenant can exhaust neither the memory nor the time of a run, and what is stored can be read back.

use std::fmt::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use qlik_api_key::demo::{DemoResponse, Fault, RequestMatcher};

use crate::support::home::TestHome;
use crate::support::process::Child;
use crate::support::{CliOutput, TestSite};

const KIB: usize = 1024;

/// Compresses a text that consists of `start`, copies of the last `period` bytes of it, and `end`: one block of fixed
/// Huffman codes (RFC 1951, section 3.2.6) in a gzip file (RFC 1952). The code 11000101 stands for a length of 258.
fn gzip_repeating(start: &str, period: usize, repeats: usize, end: &str) -> Vec<u8> {
    let distance = ["", "00000", "00001", "00010", "00011"][period];
    let mut bits = String::from("110");
    let literal = |bits: &mut String, byte: u8| write!(bits, "{:08b}", byte + 0x30).unwrap();
    start.bytes().for_each(|byte| literal(&mut bits, byte));
    (0..repeats).for_each(|_| bits.push_str(&format!("11000101{distance}")));
    end.bytes().for_each(|byte| literal(&mut bits, byte));
    bits.push_str("0000000");
    let bytes = bits.as_bytes().chunks(8).map(|bits| bits.iter().rev().fold(0, |byte, bit| byte << 1 | (bit - b'0')));
    let repeated = start.as_bytes()[start.len() - period..].iter().copied().cycle().take(258 * repeats);
    let content = start.bytes().chain(repeated).chain(end.bytes());
    let (checksum, length) = content.fold((!0, 0_u32), |(crc, length), byte| (update_crc(crc, byte), length + 1));
    let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    [&head[..], &bytes.collect::<Vec<u8>>(), &(!checksum).to_le_bytes(), &length.to_le_bytes()].concat()
}

/// The CRC-32 of gzip (RFC 1952, section 8), bit by bit.
fn update_crc(crc: u32, byte: u8) -> u32 {
    (0..8).fold(crc ^ u32::from(byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
}

fn gzip_response(status: u16, body: Vec<u8>) -> Fault {
    let mut response = DemoResponse::new(status).with_header("Content-Encoding", "gzip");
    response.body = body;
    Fault::Response(response)
}

/// Runs a list in at most this much memory; if it needs more, it is killed or aborts.
fn run_in_memory(site: &TestSite, mib: usize, arguments: &[&str]) -> (CliOutput, Duration) {
    let command = site.std_command(arguments);
    let mut limited = crate::support::shell(&format!("ulimit -v {} && exec \"$@\"", mib * KIB));
    limited.arg("sh").arg(command.get_program()).args(command.get_args());
    limited.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let started = Instant::now();
    let output = Child::start(limited.stdout(Stdio::piped()).stderr(Stdio::piped())).output();
    (output.into(), started.elapsed())
}

#[test]
fn an_error_body_takes_little_memory_and_time() {
    let site = TestSite::new();
    let body = gzip_repeating(r#"{"errors":[{},"#, 3, 64 * KIB * KIB / 258, "{}]}");
    assert!(body.len() < 512 * KIB, "{} bytes", body.len());
    site.listener.tenant().fail_next(1, gzip_response(400, body));
    let (run, duration) = run_in_memory(&site, 1024, &["ls"]);
    run.fails(1, "returned 400");
    assert!(duration < Duration::from_secs(10), "{duration:?}");
}

#[test]
fn an_error_document_within_the_limit_is_shown() {
    let site = TestSite::new();
    let padding = " ".repeat(255 * KIB);
    site.stub_response(400, &format!(r#"{{"errors":[{{"title":"Too bad"}}]{padding}}}"#));
    site.run(&["ls"]).fails(1, "could not list the API keys: Too bad");
    site.stub_response(400, &format!(r#"{{"errors":[{{"title":"Too bad"}}]{padding}{padding}}}"#));
    site.run(&["ls"]).fails(1, "the tenant returned 400 without a reason");
}

#[test]
fn a_page_takes_a_small_multiple_of_the_maximum_body() {
    let site = TestSite::new();
    for (start, row) in [(r#"{"data":[{},"#, "{}"), (r#"{"data":[1,"#, "1")] {
        let body = gzip_repeating(start, row.len() + 1, 63 * KIB * KIB / 258, &format!("{row}]}}"));
        for format in ["json", "jsonl", "table"] {
            site.listener.tenant().fail_next(1, gzip_response(200, body.clone()));
            let (run, _) = run_in_memory(&site, 1024, &["ls", "-o", format]);
            run.fails(7, "a page has more than 10,000 rows");
        }
    }
}

#[test]
fn reads_gzip_with_several_members() {
    let site = TestSite::new();
    let body = [gzip_repeating(r#"{"data":[{"id":"#, 0, 0, ""), gzip_repeating(r#""k1"}]}"#, 0, 0, "")].concat();
    site.listener.tenant().fail_next(1, gzip_response(200, body));
    assert_eq!(site.run(&["ls", "-q"]).succeeds().stdout, "k1\n");
    site.listener.tenant().fail_next(1, gzip_response(204, Vec::new()));
    assert_eq!(site.run(&["rm", "k1", "--yes"]).code, 0);
}

#[test]
fn refuses_a_token_over_64_kib() {
    let home = TestHome::new();
    let long = "x".repeat(64 * KIB + 1);
    let url = home.site.listener.url();
    let create = ["context", "create", "a", "--server", &url, "--api-key-stdin", "--store", "file"];
    home.run_with_stdin(&create, &long).fails(2, "it is longer than 64 KiB");
    assert!(!home.profile_path().exists(), "a context was created");
    let variables = [("QLIK_SERVER", url.as_str()), ("QLIK_API_KEY", long.as_str())];
    let run: CliOutput = home.command(&["ls"]).envs(variables).output().unwrap().into();
    run.fails(2, "QLIK_API_KEY is not a valid credential: it is longer than 64 KiB");
    assert_eq!(home.site.take_requests().len(), 0);
    home.site.stub_create_response(201, &format!(r#"{{"id":"k1","token":"{long}"}}"#));
    let run = home.site.run(&["create", "--description", "a"]).fails(9, "its token is longer than 64 KiB");
    assert!(!run.stderr.contains(&long), "the token is shown");
}

#[test]
fn an_unusable_access_token_is_neither_used_nor_stored() {
    let home = TestHome::new();
    let (url, id) = (home.site.listener.url(), home.site.listener.tenant().oauth_client().0.to_owned());
    let secret = home.site.listener.tenant().oauth_client().1.to_owned();
    let create = ["context", "create", "a", "--server", &url, "--oauth-client-id", &id, "--oauth-client-secret-stdin"];
    let created = home.run_with_stdin(&[&create[..], &["--store", "file"]].concat(), &secret);
    assert_eq!(created.code, 0, "{}", created.stderr);
    let secrets = home.profile_path().with_file_name("credentials.toml");
    home.run(&["ls", "-q"]).succeeds();
    let text = std::fs::read_to_string(&secrets).unwrap();
    let without_token: String =
        text.lines().filter(|line| !line.contains(" token")).map(|l| format!("{l}\n")).collect();
    std::fs::write(&secrets, &without_token).unwrap();
    home.site.take_requests();
    for (token, message) in
        [("", "it is empty"), ("a b", "it contains a space"), (&*"x".repeat(5 * KIB * KIB), "it is longer than 64 KiB")]
    {
        let mut response = DemoResponse::new(200).with_header("Content-Type", "application/json");
        response.body = format!(r#"{{"access_token":"{token}","expires_in":3600}}"#).into();
        let matcher = RequestMatcher::any().target_contains("/oauth/token");
        home.site.listener.tenant().fail_when(matcher, 1, Fault::Response(response));
        home.run(&["ls", "-q"]).fails(7, &format!("its access token is not usable: {message}"));
        assert_eq!(home.site.take_requests().len(), 1, "it was used");
        assert_eq!(std::fs::read_to_string(&secrets).unwrap(), without_token, "it was stored");
    }
    home.run(&["ls", "-q"]).succeeds();
}

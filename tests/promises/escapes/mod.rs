//! Text that other users wrote cannot control the terminal. A corpus of texts with escape sequences, bidirectional controls
//! and line breaks goes through a pseudo-terminal in every command, format and error that prints text of the tenant.

mod contexts;
mod corpus;
mod inspect;
mod keys;
mod owners;
mod responses;
mod stderr;

use qlik_api_key::demo::{KeySpec, SubType};
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use crate::support::TestSite;
use crate::support::pty::{self, Screen};
use corpus::{corpus, find_control, joined_corpus};

const COLUMNS: u16 = 120;

/// Creates a tenant with a key for each text, which is its description and a part of its subject.
fn hostile_site() -> TestSite {
    TestSite::empty(|tenant| {
        tenant.set_rate_limits(100_000, 100_000);
        for text in corpus() {
            tenant.add_key(KeySpec::new(&text).sub(&format!("SCIM\\{text}"), SubType::ExternalClient));
        }
        tenant.add_key(KeySpec::new(&joined_corpus()));
    })
}

/// A tenant with a key for each text of the corpus, and with a rate limit that no test reaches.
fn site_with_corpus_keys() -> TestSite {
    TestSite::empty(|tenant| {
        tenant.set_rate_limits(100_000, 100_000);
        for text in corpus() {
            tenant.add_key(KeySpec::new(&text));
        }
    })
}

fn run_on_terminal(site: &TestSite, variables: &[(&str, &str)], arguments: &[&str], keys: &str) -> Screen {
    let mut command = site.std_command(arguments);
    command.envs(variables.iter().copied());
    pty::run_on_terminal(command, COLUMNS, keys)
}

/// Runs the binary on a terminal without colors, and asserts that no control character reaches the screen.
#[track_caller]
fn check_screen_with(site: &TestSite, variables: &[(&str, &str)], arguments: &[&str], keys: &str) -> Screen {
    let screen = run_on_terminal(site, variables, &[arguments, &["--no-color"]].concat(), keys);
    let found = find_control(&screen.text, arguments.contains(&"-otsv"));
    assert_eq!(found, None, "{arguments:?}: {:?}", screen.text);
    screen
}

/// As [`check_screen_with`], without variables and input.
#[track_caller]
fn check_screen(site: &TestSite, arguments: &[&str]) -> Screen {
    check_screen_with(site, &[], arguments, "")
}

/// Checks each text, with four tenants at a time. `check` also gets the number of the text.
fn for_each_text(create_site: impl Fn() -> TestSite + Sync, check: impl Fn(&TestSite, usize, &str) + Sync) {
    let (corpus, create_site, check) = (corpus(), &create_site, &check);
    std::thread::scope(|scope| {
        for first in 0..4 {
            let texts = corpus.iter().enumerate().skip(first).step_by(4);
            scope.spawn(move || {
                let site = create_site();
                texts.for_each(|(number, text)| check(&site, number, text));
            });
        }
    });
}

/// The IDs and descriptions of all keys, unchanged.
fn list_keys(site: &TestSite) -> Vec<(String, String)> {
    let list: Value = serde_json::from_str(&site.get_body("/api/v1/api-keys?limit=100")).unwrap();
    let text = |key: &Value, name: &str| key[name].as_str().unwrap().to_owned();
    list["data"].as_array().unwrap().iter().map(|key| (text(key, "id"), text(key, "description"))).collect()
}

fn descriptions_of(rows: &[Value]) -> Vec<String> {
    rows.iter().map(|row| row["description"].as_str().unwrap().to_owned()).collect()
}

fn parse_json(line: &str) -> Value {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line:?}"))
}

const FORMATS: &[&str] = &["-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "--raw", "--jq=."];

/// Asserts that a column starts at the same screen position in each line, and that no line is wider than `available`.
/// `title` is at the start of its header, and `cell` at the start of its cells.
#[track_caller]
fn assert_aligned(text: &str, title: &str, cell: &str, available: usize) {
    let mut lines = text.lines();
    let position = |line: &str, text: &str| {
        let start = line.rfind(text).unwrap_or_else(|| panic!("{text:?} is not in {line:?}"));
        line[..start].width()
    };
    let expected = position(lines.next().unwrap(), title);
    for line in lines {
        assert_eq!(position(line, cell), expected, "{title} is not below its title: {line:?}");
        assert!(line.width() <= available, "too wide: {line:?}");
    }
}

fn key_id(site: &TestSite, description: &str) -> String {
    list_keys(site).into_iter().find(|key| key.1 == description).unwrap().0
}

/// An error document with a text in every field.
fn hostile_error_body(text: &str) -> String {
    let source = json!({"pointer": text, "parameter": text});
    let error =
        json!({"code": text, "title": text, "detail": format!("{text}."), "source": source, "meta": {text: text}});
    json!({"errors": [error, error], "traceId": text}).to_string()
}

//! Text that other users wrote cannot control the terminal. A corpus of texts with escape sequences, bidirectional controls
//! and line breaks goes through a pseudo-terminal in every command, format and error that prints text of the tenant.

mod contexts;
mod corpus;
mod keys;
mod responses;

use qlik_api_key::demo::{KeySpec, SubType};
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use crate::support::TestSite;
use crate::support::pty::{self, Screen};
use corpus::{corpus, find_control, joined_corpus};

const COLUMNS: u16 = 120;

/// A tenant with a key for each text: its description and, after a word, its subject.
fn hostile_site() -> TestSite {
    TestSite::empty(|tenant| {
        tenant.set_rate_limits(100_000, 100_000);
        for text in corpus() {
            tenant.add_key(KeySpec::new(&text).sub(&format!("SCIM\\{text}"), SubType::ExternalClient));
        }
        tenant.add_key(KeySpec::new(&joined_corpus()));
    })
}

fn run_on_terminal(site: &TestSite, variables: &[(&str, &str)], arguments: &[&str], keys: &str) -> Screen {
    let mut command = site.std_command(arguments);
    command.envs(variables.iter().copied());
    pty::run_on_terminal(command, COLUMNS, keys)
}

/// What a screen without colours shows: nothing that steers it.
#[track_caller]
fn check_screen_with(site: &TestSite, variables: &[(&str, &str)], arguments: &[&str], keys: &str) -> Screen {
    let screen = run_on_terminal(site, variables, &[arguments, &["--no-color"]].concat(), keys);
    let found = find_control(&screen.text, arguments.contains(&"-otsv"));
    assert_eq!(found, None, "{arguments:?}: {:?}", screen.text);
    screen
}

#[track_caller]
fn check_screen(site: &TestSite, arguments: &[&str]) -> Screen {
    check_screen_with(site, &[], arguments, "")
}

/// Checks each text, at four tenants at a time.
fn for_each_text(make: impl Fn() -> TestSite + Sync, check: impl Fn(&TestSite, usize, &str) + Sync) {
    let (corpus, make, check) = (corpus(), &make, &check);
    std::thread::scope(|scope| {
        for first in 0..4 {
            let texts = corpus.iter().enumerate().skip(first).step_by(4);
            scope.spawn(move || {
                let site = make();
                texts.for_each(|(number, text)| check(&site, number, text));
            });
        }
    });
}

/// The IDs and descriptions of all keys, as the tenant has them.
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

/// Where the columns of a table begin, in places of the screen, by a text that stands at the beginning of each.
#[track_caller]
fn assert_aligned(text: &str, title: &str, cell: &str, available: usize) {
    let mut lines = text.lines();
    let place = |line: &str, of: &str| {
        let at = line.rfind(of).unwrap_or_else(|| panic!("{of:?} is not in {line:?}"));
        line[..at].width()
    };
    let begins = place(lines.next().unwrap(), title);
    for line in lines {
        assert_eq!(place(line, cell), begins, "{title} is not below its title: {line:?}");
        assert!(line.width() <= available, "too wide: {line:?}");
    }
}

fn key_id(site: &TestSite, description: &str) -> String {
    list_keys(site).into_iter().find(|key| key.1 == description).unwrap().0
}

/// An error document that says a text wherever it can say one.
fn hostile_error_body(text: &str) -> String {
    let source = json!({"pointer": text, "parameter": text});
    let error =
        json!({"code": text, "title": text, "detail": format!("{text}."), "source": source, "meta": {text: text}});
    json!({"errors": [error, error], "traceId": text}).to_string()
}

//! Commands that print API keys.

use serde_json::{Value, json};

use super::corpus::{corpus, find_control, joined_corpus};
use super::{
    COLUMNS, FORMATS, assert_aligned, check_screen, check_screen_with, descriptions_of, for_each_text,
    hostile_error_body, hostile_site, key_id, list_keys, parse_json, run_on_terminal, site_with_corpus_keys,
};
use crate::support::CliOutput;

#[test]
fn ls_shows_no_controls() {
    let site = hostile_site();
    let keys = list_keys(&site);
    let descriptions: Vec<String> = keys.iter().map(|key| key.1.clone()).collect();
    let json = check_screen(&site, &["ls", "-ojson"]).text;
    assert_eq!(descriptions_of(parse_json(&json).as_array().unwrap()), descriptions);
    let raw = check_screen(&site, &["ls", "--raw", "--limit", "100"]).text;
    assert_eq!(descriptions_of(parse_json(&raw)["data"].as_array().unwrap()), descriptions);
    let jsonl = check_screen(&site, &["ls", "-ojsonl"]).text;
    assert_eq!(descriptions_of(&jsonl.lines().map(parse_json).collect::<Vec<_>>()), descriptions);
    for format in ["-ocsv", "-otsv", "-otable"] {
        let text = check_screen(&site, &["ls", format]).text;
        // A table has totals.
        let more = if format == "-otable" { 2 } else { 1 };
        assert_eq!(text.lines().count(), keys.len() + more, "{format}: a row is not one line");
        assert!(text.contains("\\u001b[2J"), "{format}: no escaped text");
    }
    let tsv = check_screen(&site, &["ls", "-otsv"]).text;
    assert!(tsv.lines().all(|line| line.matches('\t').count() == 9), "a tab in a text separates fields");
    assert_eq!(check_screen(&site, &["ls", "-q"]).text.lines().count(), keys.len());
    for format in ["-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv"] {
        let soon = check_screen(&site, &["expiring", "--within", "P60D", format]);
        assert_eq!(soon.code, 10, "{}", soon.text);
        assert!(soon.text.contains("\\u001b[2J"), "{format}: no escaped text");
        let sorted = check_screen(&site, &["ls", "--match", "\u{1b}", "--sort", "expiry", format]).text;
        assert!(sorted.contains("\\u001b[2J"), "{format}: no escaped text");
    }
    let filtered = check_screen(&site, &["ls", "--jq", ".[].description"]).text;
    assert!(filtered.lines().map(|line| parse_json(line).as_str().unwrap().to_owned()).eq(descriptions), "jq");
    let unquoted = check_screen(&site, &["ls", "--jq", ".[].description", "-r"]).text;
    assert!(unquoted.contains("\\u001b[2J"), "{unquoted}");
    let failed = check_screen(&site, &["ls", "--jq", "error(map(.description) | join(\" \"))"]);
    assert_eq!((failed.code, failed.text.lines().count()), (1, 1), "{}", failed.text);
    let traced = check_screen(&site, &["ls", "-v", "--limit", "5"]).text;
    assert!(traced.contains("< 200 OK"), "{traced}");
}

#[test]
fn tables_stay_aligned() {
    let site = hostile_site();
    let rows = list_keys(&site).len() + 1;
    let screen = check_screen(&site, &["ls", "--columns", "id,description,status"]).text;
    assert_aligned(without_totals(&screen), "Status", "active", usize::from(COLUMNS));
    let truncated = check_screen(&site, &["ls", "--columns", "description,sub,expiry"]).text;
    // A truncated cell ends in an ellipsis, and the next column stays aligned.
    assert!(truncated.contains('…'));
    assert_aligned(without_totals(&truncated), "Expires", "in ", usize::from(COLUMNS));
    for columns in ["description,status", "sub,description,status", "id,sub,description,expiry"] {
        let last = if columns.ends_with("status") { ("Status", "active") } else { ("Expires", "202") };
        let piped = site.run(&["ls", "-otable", "--columns", columns]).succeeds().stdout;
        assert_eq!(piped.lines().count(), rows, "a row is not one line");
        assert_eq!(find_control(&piped, false), None, "a table in a pipe");
        assert_aligned(&piped, last.0, last.1, usize::MAX);
    }
}

/// A table without the line after it.
fn without_totals(screen: &str) -> &str {
    let (table, totals) = screen.trim_end().rsplit_once('\n').unwrap();
    assert!(totals.contains(" keys"), "{totals:?}");
    table
}

/// No escape sequence other than the program's own colors reaches the screen.
#[test]
fn only_our_own_colors_reach_the_screen() {
    let site = hostile_site();
    let rows = list_keys(&site).len();
    let screen = run_on_terminal(&site, &[], &["ls"], "").text;
    assert_eq!(screen.lines().count(), rows + 2, "a row is not one line");
    assert_eq!(screen.matches('\u{1b}').count(), 2, "an escape that is not of the header");
    assert_eq!(find_control(&strip_colors(&screen), false), None);
    let expiry = "2026-11-24T12:00:00Z";
    for text in corpus() {
        let key = json!({"id": "a", "description": text, "status": "active", "expiry": expiry});
        site.stub_response(200, &json!({"data": [key]}).to_string());
        let screen = run_on_terminal(&site, &[], &["ls", "--columns", "description,expiry,id"], "").text;
        assert_eq!(
            screen.matches("  \u{1b}[31min 1 day\u{1b}[0m  a\n").count(),
            1,
            "the expiry is not red: {screen:?}"
        );
        assert_eq!(screen.matches('\u{1b}').count(), 4, "an escape that is not our own: {screen:?}");
    }
    let key = json!({"id": "a", "description": joined_corpus(), "status": "revoked", "expiry": expiry});
    site.stub_response(200, &json!({"data": [key]}).to_string());
    let screen = run_on_terminal(&site, &[], &["ls"], "").text;
    assert!(screen.lines().nth(1).unwrap().starts_with("\u{1b}[2m"), "the row is not dim: {screen:?}");
    assert_eq!(screen.matches('\u{1b}').count(), 4, "an escape that is not our own: {screen:?}");
    for words in [&["get", "k"][..], &["config", "get"], &["context", "check"]] {
        site.stub_response(400, &hostile_error_body(&joined_corpus()));
        let screen = run_on_terminal(&site, &[], words, "").text;
        assert!(screen.starts_with("\u{1b}[1m\u{1b}[31merror:\u{1b}[0m "), "{words:?}: {screen:?}");
        assert_eq!(screen.matches('\u{1b}').count(), 3, "{words:?}: an escape that is not our own");
        assert_eq!(find_control(&strip_colors(&screen), false), None, "{words:?}");
    }
}

fn strip_colors(text: &str) -> String {
    ["0", "1", "2", "31", "32", "33"]
        .iter()
        .fold(text.to_owned(), |text, code| text.replace(&format!("\u{1b}[{code}m"), ""))
}

#[test]
fn get_shows_no_controls() {
    let shared = hostile_site();
    let keys = list_keys(&shared);
    let fields = parse_json(&shared.get_body(&format!("/api/v1/api-keys/{}", keys[0].0))).as_object().unwrap().len();
    for_each_text(hostile_site, |site, number, text| {
        let id = key_id(site, text);
        let lines = check_screen(site, &["get", &id]).text.lines().count();
        assert_eq!(lines, fields, "{number}: a field is not one line");
        let json = check_screen(site, &["get", &id, ["-ojson", "-ojsonl", "--raw"][number % 3]]).text;
        assert!(parse_json(&json)["description"] == text, "{number}: the JSON differs from the text");
    });
    let id = key_id(&shared, &joined_corpus());
    for format in FORMATS {
        assert!(check_screen(&shared, &["get", &id, format]).text.contains("\\u001b[2J"), "{format}");
    }
}

#[test]
fn rotate_shows_no_controls() {
    let home = tempfile::tempdir().unwrap();
    let variables = [("HOME", home.path().to_str().unwrap())];
    for_each_text(site_with_corpus_keys, |site, number, text| {
        for (path, value) in [("/max_keys_per_user", json!(1000)), ("/max_api_key_expiry", json!("P90D"))] {
            site.listener.tenant().configure(path, &value).unwrap();
        }
        let id = key_id(site, text);
        let rotate = |more: &[&str]| {
            check_screen_with(
                site,
                &variables,
                &[&["rotate", &id, "--yes", "--exec", "cat >/dev/null"], more].concat(),
                "",
            )
        };
        let sentence = rotate(&["--dry-run"]);
        assert!(sentence.code == 0 && sentence.text.starts_with("Would create a key like \""), "{}", sentence.text);
        let plan = rotate(&["--dry-run", "-otable"]);
        assert_eq!((plan.code, plan.text.lines().count()), (0, 8), "{number}: a field is not one line: {}", plan.text);
        let json = parse_json(&rotate(&["--dry-run", "--json"]).text);
        assert!(
            json["description"] == text && json["newDescription"] == text,
            "{number}: the JSON differs from the text"
        );
        site.listener.tenant().configure("/max_keys_per_user", &1.into()).unwrap();
        let full = rotate(&[]);
        assert!(full.code == 1 && full.text.contains("hint: remove one first"), "{number}: {}", full.text);
        site.listener.tenant().configure("/max_keys_per_user", &1000.into()).unwrap();
        let rotated = rotate(&[FORMATS[number % 5], "--remove-old"]);
        assert_eq!(rotated.code, 0, "{number}: {}", rotated.text);
    });
}

#[test]
fn the_rm_prompt_is_one_line() {
    for_each_text(hostile_site, |site, number, text| {
        let id = key_id(site, text);
        let screen = check_screen_with(site, &[], &["rm", &id], "n\n");
        assert_eq!(screen.code, 1, "{}", screen.text);
        let question = screen.text.lines().filter(|line| line.contains("? [y/N]")).collect::<Vec<_>>();
        let [question] = question[..] else { panic!("{number}: {:?}", screen.text) };
        assert!(question.contains(&format!("Delete \"{number:02} ")), "{number}: the prompt is not one line");
    });
}

#[test]
fn rm_of_many_keys_shows_no_controls() {
    const RM_FORMATS: &[&str] = &["-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "-q"];
    let site = hostile_site();
    let keys = list_keys(&site);
    let ids: Vec<&str> = keys.iter().map(|key| key.0.as_str()).collect();
    for format in RM_FORMATS {
        let screen = check_screen(&site, &[&["rm", "--dry-run", "--yes", format], &ids[..]].concat());
        assert_eq!(screen.code, 0, "{format}: {}", screen.text);
        let more = match *format {
            "-otable" => 2,
            "-ocsv" | "-otsv" => 1,
            _ => 0,
        };
        let rows = screen.text.lines().count() - more;
        assert!(rows == keys.len() || *format == "-ojson", "{format}: a row is not one line");
        assert!(screen.text.contains("\\u001b[2J") || *format == "-q", "{format}: no escaped text");
    }
    let json = check_screen(&site, &[&["rm", "--dry-run", "--yes", "-ojson"], &ids[..]].concat()).text;
    let planned: Vec<_> = keys.iter().map(|key| key.1.clone()).filter(|text| text != "demo sign-in").collect();
    let printed = descriptions_of(parse_json(&json).as_array().unwrap());
    assert!(printed.into_iter().filter(|text| text != "demo sign-in").eq(planned), "the JSON differs from the text");
    for three in ids.chunks_exact(3) {
        let screen = check_screen_with(&site, &[], &[&["rm"], three].concat(), "n\n");
        let questions = screen.text.lines().filter(|line| line.contains(" [y/N] ")).count();
        assert!((screen.code, questions) == (1, 1) || screen.code == 2, "{}", screen.text);
    }
    let text = joined_corpus();
    for format in RM_FORMATS {
        for _ in 0..2 {
            site.stub_response(403, &hostile_error_body(&text));
        }
        let hostile = text.replace('\0', "");
        let screen = check_screen(&site, &["rm", &hostile, "k", "--yes", format]);
        assert_eq!(screen.code, 8, "{}", screen.text);
        assert!(screen.text.contains("error: 2 of 2 API keys were not removed") || *format != "-otable");
        assert!(screen.text.contains("\\u001b[2J"), "{format}: {:?}", screen.text);
    }
}

/// Reverses the escapes of tabs, line ends and backslashes in a TSV field.
fn unescape_tsv(field: &str) -> String {
    let mut text = String::new();
    let mut characters = field.chars();
    while let Some(c) = characters.next() {
        match (c, if c == '\\' { characters.next() } else { None }) {
            ('\\', Some('t')) => text.push('\t'),
            ('\\', Some('n')) => text.push('\n'),
            ('\\', Some('r')) => text.push('\r'),
            ('\\', Some(other)) => text.push(other),
            _ => text.push(c),
        }
    }
    text
}

#[test]
fn a_pipe_gets_the_text_unchanged() {
    let site = hostile_site();
    let descriptions: Vec<String> = list_keys(&site).into_iter().map(|key| key.1).collect();
    let piped = |more: &[&str]| site.run(&[&["ls"], more].concat()).succeeds().stdout;
    assert!(descriptions_of(piped(&["-ojson"]).parse::<Value>().unwrap().as_array().unwrap()) == descriptions, "json");
    assert!(descriptions_of(&piped(&["-ojsonl"]).lines().map(parse_json).collect::<Vec<_>>()) == descriptions, "jsonl");
    let csv = piped(&["-ocsv", "--columns", "description,id"]);
    let mut csv = csv::Reader::from_reader(csv.as_bytes());
    let printed: Vec<String> = csv.records().map(|record| record.unwrap()[0].to_owned()).collect();
    assert!(printed == descriptions, "csv");
    let tsv = piped(&["-otsv", "--columns", "description,id"]);
    let printed: Vec<String> = tsv.lines().skip(1).map(|line| unescape_tsv(line.split('\t').next().unwrap())).collect();
    assert!(printed == descriptions, "tsv");
    assert!(piped(&["--raw", "--limit", "100"]) == site.get_body("/api/v1/api-keys?limit=100"), "raw");
    let text = joined_corpus();
    let id = key_id(&site, &text);
    for format in ["-ojson", "-ojsonl", "--raw"] {
        assert!(site.run(&["get", &id, format]).succeeds().json()["description"] == text.as_str(), "{format}");
    }
    site.stub_response(400, &hostile_error_body(&text));
    let error = CliOutput::error_json(&site.run(&["get", "k", "--json"]));
    assert!(
        error["title"] == text.as_str() && error["traceId"] == text.as_str(),
        "the JSON error differs from the text"
    );
}

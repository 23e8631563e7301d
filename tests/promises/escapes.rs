//! What other users wrote is shown and never obeyed: a corpus of texts that would steer a terminal, reorder it or break
//! its lines, through a pseudo-terminal in every command, format and error that prints text of the tenant. In a pipe the
//! text is kept.

use qlik_api_key::demo::{DemoResponse, Fault, KeySpec, RequestMatcher, SubType};
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use crate::support::pty::{self, Screen};
use crate::support::{CliOutput, TestSite};

const COLUMNS: u16 = 120;

/// The bidirectional controls and separators that no screen may get.
const BIDI_AND_SEPARATORS: &str =
    "\u{2028}\u{2029}\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";

/// Texts that must not reach a screen as they are.
const HOSTILE: &[&str] = &[
    // CSI: erase, colour, cursor, reports, modes, scrolling
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}[32mactive\u{1b}[0m",
    "\u{1b}[8mhidden\u{1b}[28m",
    "\u{1b}[1Aup\u{1b}[2K",
    "\u{1b}[6n",
    "\u{1b}[c\u{1b}[>c",
    "\u{1b}[?1049h\u{1b}[?25l",
    "\u{1b}[200~pasted\u{1b}[201~",
    "\u{1b}[5;10r\u{1b}[999S",
    "\u{9b}31mred\u{9b}0m",
    "\u{9b}2J",
    // OSC: title, link, clipboard, colours, files
    "\u{1b}]0;title\u{7}",
    "\u{1b}]0;title\u{1b}\\",
    "\u{1b}]2;title\u{9c}",
    "\u{1b}]8;;https://elsewhere.example\u{7}a link\u{1b}]8;;\u{7}",
    "\u{1b}]8;;https://elsewhere.example\u{1b}\\a link\u{1b}]8;;\u{1b}\\",
    "\u{1b}]52;c;ZmFrZQ==\u{7}",
    "\u{1b}]52;c;?\u{7}",
    "\u{1b}]4;1;rgb:00/00/00\u{7}",
    "\u{1b}]1337;File=name=ZmFrZQ==:AAAA\u{7}",
    "\u{1b}]9;a note\u{7}",
    "\u{9d}0;title\u{9c}",
    // DCS, SOS, PM, APC
    "\u{1b}P1$r0m\u{1b}\\",
    "\u{1b}Pq#0;2;0;0;0#0~~\u{1b}\\",
    "\u{90}q~~\u{9c}",
    "\u{1b}Xsos\u{1b}\\",
    "\u{1b}^pm\u{1b}\\",
    "\u{1b}_Gf=24;AAAA\u{1b}\\",
    "\u{98}\u{9e}\u{9f}text\u{9c}",
    // Other escapes
    "\u{1b}c",
    "\u{1b}7\u{1b}8\u{1b}D\u{1b}M\u{1b}E",
    "\u{1b}(0lqqqk\u{1b}(B",
    "\u{1b}#8",
    "\u{1b}%@latin\u{1b}%G",
    "an escape at the end \u{1b}",
    "\u{1b}\n[31m over two lines",
    "\u{1b}\u{1b}[31m twice",
    // Single controls
    "good\rbad",
    "erased\u{8}\u{8}\u{8}\u{8}",
    "bell\u{7}",
    "null\0byte",
    "tab\tin\tit",
    "vertical\u{b}tab and form\u{c}feed",
    "shift\u{e}out\u{f}in",
    "stop\u{13}go\u{11}",
    "substitute\u{1a}end\u{4}",
    "delete\u{7f}",
    "next\u{85}line",
    "index\u{84}reverse\u{8d}",
    // Line ends
    "two\nlines",
    "two\r\nlines",
    "\n\n\nfar below",
    "ends with one\n",
    "error: no such thing\nhint: run this",
    "line\u{2028}and paragraph\u{2029}",
    // Bidirectional
    "over\u{202e}dekrever",
    "\u{202d}ltr\u{202c}",
    "\u{202a}embedded\u{202b}twice\u{202c}",
    "\u{2066}isolated\u{2067}and\u{2068}so on\u{2069}",
    "mark\u{200e}and\u{200f}mark\u{61c}",
    "if (x)\u{202e} { \u{2066}// check\u{2069} \u{2066}",
];

/// Texts that may stand on a screen, but are hard to align or to quote.
const UNUSUAL: &[&str] = &[
    "zero\u{200b}width\u{200c}non\u{200d}joiner",
    "\u{feff}a byte order mark and a word\u{2060}joiner",
    "soft\u{ad}hyphen",
    "e\u{301}a\u{308} combined",
    "z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}a\u{35c}l\u{489}go",
    "\u{301}begins with one that combines",
    "漢字かな交じり文",
    "한국어 \u{1112}\u{1161}\u{11ab}",
    "full width",
    "half カナ",
    "emoji 😀🎉",
    "family 👨\u{200d}👩\u{200d}👧\u{200d}👦",
    "flag 🇩🇪🇫🇷",
    "heart ❤\u{fe0f} and ❤\u{fe0e}",
    "key 1\u{fe0f}\u{20e3}",
    "skin 👍🏽",
    "हिन्दी क्षत्रिय",
    "ไทยน้ำ",
    "العربية وعبرית",
    "tags \u{e0001}\u{e0041}\u{e007f}",
    "private \u{e000}\u{f8ff}\u{100000}",
    "no character \u{fffe}\u{ffff}\u{fffd}",
    "\\u001b[31m spelled out",
    "\\n \\t \\\\ \" ' , ; | <b>&amp;",
    "  space on both sides  ",
];

/// Every text, each with a number in front, so that none begins or ends as another.
fn corpus() -> Vec<String> {
    let every = |of: &mut dyn Iterator<Item = char>| of.fold(String::new(), |text, c| text + &format!("a{c}b"));
    let mut texts: Vec<String> = HOSTILE.iter().chain(UNUSUAL).map(|text| (*text).to_owned()).collect();
    texts.extend([
        every(&mut ('\0'..' ')),
        every(&mut ('\u{7f}'..'\u{a0}')),
        every(&mut BIDI_AND_SEPARATORS.chars()),
        "long ".repeat(820),
        "漢".repeat(1400),
        "\u{1b}[31m".repeat(820),
        format!("a{}", "\u{301}".repeat(2048)),
        "❤\u{fe0f}".repeat(700),
        "👩\u{200d}💻".repeat(400),
    ]);
    texts.iter().enumerate().map(|(number, text)| format!("{number:02} {text}")).collect()
}

/// All of them in one, but for the long ones.
fn joined_corpus() -> String {
    corpus().into_iter().filter(|text| text.len() < 1000).collect::<Vec<_>>().join(" ")
}

/// A character that could steer a screen; `tabs` is for tsv, whose own they are.
fn find_control(text: &str, tabs: bool) -> Option<char> {
    let allowed = |c: char| c == '\n' || (tabs && c == '\t');
    text.chars().find(|c| !allowed(*c) && (c.is_control() || BIDI_AND_SEPARATORS.contains(*c)))
}

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

#[test]
fn the_corpus_contains_every_control_character() {
    let corpus = corpus();
    assert!(HOSTILE.len() >= 60 && corpus.len() < 100, "{} and {}", HOSTILE.len(), corpus.len());
    for text in HOSTILE {
        assert!(find_control(text, true).is_some() || text.contains(['\n', '\t']), "{text:?} does no harm");
    }
    for c in ('\0'..' ').chain('\u{7f}'..'\u{a0}').chain(BIDI_AND_SEPARATORS.chars()) {
        assert_eq!(find_control(&format!("a{c}b"), false).is_none(), c == '\n', "{c:?}");
        assert!(corpus.iter().any(|text| text.contains(c)), "{c:?} is in no text");
    }
    assert_eq!(find_control("plain ünï 漢字 e\u{301}\n", false), None);
    assert!(corpus.iter().filter(|text| text.len() > 4000).count() >= 4);
}

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
        assert_eq!(text.lines().count(), keys.len() + 1, "{format}: a row is not one line");
        assert!(text.contains("\\u001b[2J"), "{format}: the escapes are not shown");
    }
    let tsv = check_screen(&site, &["ls", "-otsv"]).text;
    assert!(tsv.lines().all(|line| line.matches('\t').count() == 9), "a tab of a text separates");
    assert_eq!(check_screen(&site, &["ls", "-q"]).text.lines().count(), keys.len());
    for format in ["-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv"] {
        let soon = check_screen(&site, &["expiring", "--within", "P60D", format]);
        assert_eq!(soon.code, 10, "{}", soon.text);
        assert!(soon.text.contains("\\u001b[2J"), "{format}: the escapes are not shown");
        let sorted = check_screen(&site, &["ls", "--match", "\u{1b}", "--sort", "expiry", format]).text;
        assert!(sorted.contains("\\u001b[2J"), "{format}: the escapes are not shown");
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

#[test]
fn tables_stay_aligned() {
    let site = hostile_site();
    let rows = list_keys(&site).len() + 1;
    let screen = check_screen(&site, &["ls", "--columns", "id,description,status"]).text;
    assert_aligned(&screen, "Status", "active", usize::from(COLUMNS));
    let whole = check_screen(&site, &["ls", "--columns", "description,sub,expiry"]).text;
    // A cell that is cut ends in an ellipsis, and the column after it begins where it should.
    assert!(whole.contains('…'));
    assert_aligned(&whole, "Expires", "202", usize::from(COLUMNS));
    for columns in ["description,status", "sub,description,status", "id,sub,description,expiry"] {
        let last = if columns.ends_with("status") { ("Status", "active") } else { ("Expires", "202") };
        let piped = site.run(&["ls", "-otable", "--columns", columns]).succeeds().stdout;
        assert_eq!(piped.lines().count(), rows, "a row is not one line");
        assert_eq!(find_control(&piped, false), None, "a table in a pipe");
        assert_aligned(&piped, last.0, last.1, usize::MAX);
    }
}

/// The colours that are ours, and nothing else that begins with an escape.
#[test]
fn only_our_own_colors_reach_the_screen() {
    let site = hostile_site();
    let rows = list_keys(&site).len();
    let screen = run_on_terminal(&site, &[], &["ls"], "").text;
    let active = "\u{1b}[32mactive\u{1b}[0m";
    let uncoloured: Vec<_> = screen.lines().skip(1).filter(|line| line.matches(active).count() != 1).collect();
    assert!(uncoloured.is_empty(), "the status has no colour, or not its own, in {uncoloured:#?}");
    assert_eq!(screen.matches('\u{1b}').count(), rows * 2 + 2, "an escape that is not ours");
    assert_eq!(find_control(&strip_colors(&screen), false), None);
    for text in corpus() {
        let key = json!({"id": "a", "description": text, "status": "active"});
        site.stub_response(200, &json!({"data": [key]}).to_string());
        let screen = run_on_terminal(&site, &[], &["ls", "--columns", "description,status"], "").text;
        assert_eq!(screen.matches(active).count(), 1, "alone, the status has no colour: {screen:?}");
    }
    for words in [&["get", "k"][..], &["config", "get"], &["context", "check"]] {
        site.stub_response(400, &hostile_error_body(&joined_corpus()));
        let screen = run_on_terminal(&site, &[], words, "").text;
        assert!(screen.starts_with("\u{1b}[1m\u{1b}[31merror:\u{1b}[0m "), "{words:?}: {screen:?}");
        assert_eq!(screen.matches('\u{1b}').count(), 3, "{words:?}: an escape that is not ours");
        assert_eq!(find_control(&strip_colors(&screen), false), None, "{words:?}");
    }
}

fn strip_colors(text: &str) -> String {
    ["0", "1", "31", "32", "33"].iter().fold(text.to_owned(), |text, code| text.replace(&format!("\u{1b}[{code}m"), ""))
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
        assert!(parse_json(&json)["description"] == text, "{number}: JSON on a screen is another text");
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
    let site = || {
        TestSite::empty(|tenant| {
            tenant.set_rate_limits(100_000, 100_000);
            for text in corpus() {
                tenant.add_key(KeySpec::new(&text));
            }
        })
    };
    for_each_text(site, |site, number, text| {
        for (path, value) in [("/max_keys_per_user", json!(1000)), ("/max_api_key_expiry", json!("P90D"))] {
            site.listener.tenant().configure(path, &value).unwrap();
        }
        let id = key_id(site, text);
        let rotate = |more: &[&str]| {
            check_screen_with(site, &variables, &[&["rotate", &id, "--exec", "cat >/dev/null"], more].concat(), "")
        };
        let plan = rotate(&["--dry-run"]);
        assert_eq!((plan.code, plan.text.lines().count()), (0, 7), "{number}: a field is not one line: {}", plan.text);
        let json = parse_json(&rotate(&["--dry-run", "--json"]).text);
        assert!(json["description"] == text && json["newDescription"] == text, "{number}: JSON is another text");
        site.listener.tenant().configure("/max_keys_per_user", &1.into()).unwrap();
        let full = rotate(&[]);
        assert!(full.code == 1 && full.text.contains("hint: remove one first"), "{number}: {}", full.text);
        site.listener.tenant().configure("/max_keys_per_user", &1000.into()).unwrap();
        let renewed = rotate(&[FORMATS[number % 5], "--remove-old"]);
        assert_eq!(renewed.code, 0, "{number}: {}", renewed.text);
    });
}

fn key_id(site: &TestSite, description: &str) -> String {
    list_keys(site).into_iter().find(|key| key.1 == description).unwrap().0
}

#[test]
fn the_rm_prompt_is_one_line() {
    for_each_text(hostile_site, |site, number, text| {
        let id = key_id(site, text);
        let screen = check_screen_with(site, &[], &["rm", &id], "n\n");
        assert_eq!(screen.code, 1, "{}", screen.text);
        let question = screen.text.lines().filter(|line| line.contains("? [y/N]")).collect::<Vec<_>>();
        let [question] = question[..] else { panic!("{number}: {:?}", screen.text) };
        assert!(question.contains(&format!("Remove API key \"{number:02} ")), "{number}: the question is not one line");
    });
}

#[test]
fn rm_of_many_keys_shows_no_controls() {
    const EACH: &[&str] = &["-otable", "-ojson", "-ojsonl", "-ocsv", "-otsv", "-q"];
    let site = hostile_site();
    let keys = list_keys(&site);
    let ids: Vec<&str> = keys.iter().map(|key| key.0.as_str()).collect();
    for format in EACH {
        let screen = check_screen(&site, &[&["rm", "--dry-run", "--yes", format], &ids[..]].concat());
        assert_eq!(screen.code, 0, "{format}: {}", screen.text);
        let rows = screen.text.lines().count() - usize::from(["-otable", "-ocsv", "-otsv"].contains(format));
        assert!(rows == keys.len() || *format == "-ojson", "{format}: a row is not one line");
        assert!(screen.text.contains("\\u001b[2J") || *format == "-q", "{format}: the escapes are not shown");
    }
    let json = check_screen(&site, &[&["rm", "--dry-run", "--yes", "-ojson"], &ids[..]].concat()).text;
    let planned: Vec<_> = keys.iter().map(|key| key.1.clone()).filter(|text| text != "demo sign-in").collect();
    let read = descriptions_of(parse_json(&json).as_array().unwrap());
    assert!(read.into_iter().filter(|text| text != "demo sign-in").eq(planned), "JSON on a screen is another text");
    for three in ids.chunks_exact(3) {
        let screen = check_screen_with(&site, &[], &[&["rm"], three].concat(), "n\n");
        let questions = screen.text.lines().filter(|line| line.contains("? [y/N]")).count();
        assert!((screen.code, questions) == (1, 1) || screen.code == 2, "{}", screen.text);
    }
    let text = joined_corpus();
    for format in EACH {
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

/// An error document that says a text wherever it can say one.
fn hostile_error_body(text: &str) -> String {
    let source = json!({"pointer": text, "parameter": text});
    let error =
        json!({"code": text, "title": text, "detail": format!("{text}."), "source": source, "meta": {text: text}});
    json!({"errors": [error, error], "traceId": text}).to_string()
}

#[test]
fn api_errors_show_no_controls() {
    let (_folder, wanted) = config_file("max_keys_per_user = 5");
    let commands: &[&[&str]] = &[
        &["ls"],
        &["expiring"],
        &["get", "k"],
        &["create", "--description", "a"],
        &["patch", "k", "--description", "a"],
        &["rm", "k", "--yes"],
        &["config", "get"],
        &["config", "patch", "--max-keys-per-user", "5"],
        &["config", "diff", &wanted],
        &["config", "apply", &wanted],
        &["context", "check"],
    ];
    for_each_text(TestSite::new, |site, number, text| {
        let command = commands[number % commands.len()];
        let status = [400, 401, 403, 404][number / commands.len() % 4];
        let refuse = || match command {
            ["create", ..] => site.stub_create_response(status, &hostile_error_body(text)),
            _ => site.stub_response(status, &hostile_error_body(text)),
        };
        refuse();
        let screen = check_screen(site, command);
        assert!(screen.code != 0 && screen.text.starts_with("error: "), "{}", screen.text);
        refuse();
        let line = check_screen(site, &[command, &["--json"]].concat()).text;
        assert_eq!(line.lines().count(), 1, "{number}: {line:?}");
        let error = parse_json(&line);
        for name in ["title", "code", "traceId"] {
            assert!(error[name] == text, "{number}: {name} is another text");
        }
        assert!(error["source"]["pointer"] == text && error["errors"][1]["meta"][text] == text, "{number}");
    });
}

#[test]
fn hostile_responses_show_no_controls() {
    let site = TestSite::new();
    let text = joined_corpus();
    let object = |names: &[&str]| {
        let members = names.iter().map(|name| ((*name).to_owned(), json!(text))).collect::<serde_json::Map<_, _>>();
        Value::Object(members).to_string()
    };
    let key = object(&["id", "description", "status", "sub", "expiry", "token", &text]);
    let config = object(&["api_keys_enabled", "max_keys_per_user", "max_api_key_expiry", &text]);
    let me = object(&["id", "name", "tenantId"]);
    let list = format!("{{\"data\":[{key},{key}]}}");
    let create = &["create", "--description", "a"][..];
    for (arguments, answer, formats) in [
        (&["config", "get"][..], &config, FORMATS),
        (&["context", "check"], &me, &FORMATS[..5]),
        (create, &key, FORMATS),
        (&["ls"], &list, FORMATS),
        (&["get", "k"], &key, FORMATS),
        (&["ls"], &list, &["-q"]),
        (create, &key, &["-q"]),
    ] {
        for format in formats {
            if arguments == create {
                site.stub_create_response(201, answer)
            } else {
                site.stub_response(200, answer)
            }
            let screen = check_screen(&site, &[arguments, &[format]].concat());
            assert_eq!(screen.code, 0, "{arguments:?} {format}: {}", screen.text);
            assert!(screen.text.contains("\\u001b[2J"), "{arguments:?} {format}: {:?}", screen.text);
        }
    }
    for answer in [
        json!({"data": [{"id": "a"}], "links": {"next": {"href": format!("http://[{text}")}}}).to_string(),
        json!({"data": [{"id": "a"}], "links": {"next": {"href": format!("https://elsewhere.example/{text}")}}})
            .to_string(),
        json!({"data": [text]}).to_string(),
        json!({"data": text}).to_string(),
        json!(text).to_string(),
        format!("<html>{text}"),
        text.clone(),
    ] {
        for how in ["-otable", "--json"] {
            site.stub_response(200, &answer);
            let screen = check_screen(&site, &["ls", how]);
            // A list of something else is still JSON.
            assert!(screen.code == 7 || (how == "--json" && answer.starts_with("{\"data\":[\"")), "{}", screen.text);
        }
    }
}

/// A file of a wanted configuration.
fn config_file(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wanted.toml");
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

#[test]
fn config_differences_show_no_controls() {
    let site = TestSite::new();
    let text = joined_corpus();
    let (_folder, path) = config_file("max_keys_per_user = 5\nmax_api_key_expiry = \"P30D\"");
    let config = json!({"max_keys_per_user": text, "max_api_key_expiry": [{&text: 1}]}).to_string();
    for format in &FORMATS[..5] {
        site.stub_response(200, &config);
        let screen = check_screen(&site, &["config", "diff", &path, format]);
        assert_eq!(screen.code, 0, "{format}: {}", screen.text);
        assert!(screen.text.contains("\\u001b[2J"), "{format}: {:?}", screen.text);
        let lines = screen.text.lines().count();
        assert!(lines == 3 || ["-ojson", "-ojsonl"].contains(format), "{format}: a row is not one line");
        // What the tenant made of a change is in the error too.
        site.run(&["config", "patch", "--max-keys-per-user", "50"]);
        let mut answer = DemoResponse::new(200).with_header("Content-Type", "application/json");
        answer.body = config.clone().into();
        site.listener.tenant().fail_when(RequestMatcher::any().method("GET").skip(1), 1, Fault::Response(answer));
        let screen = check_screen(&site, &["config", "apply", &path, format]);
        assert_eq!(screen.code, 1, "{format}: {}", screen.text);
        assert!(
            screen.text.contains("the tenant's configuration differs from the desired one after the change"),
            "{format}: {:?}",
            screen.text
        );
    }
    let member = serde_json::to_string(&text.chars().take(12).collect::<String>()).unwrap();
    for hostile in [format!("{{{member}: 1}}"), format!("{member} = 1"), text.clone(), format!("{{{member}")] {
        let (_folder, path) = config_file(&hostile);
        for how in ["-v", "--json"] {
            let screen = check_screen(&site, &["config", "apply", &path, how]);
            assert_eq!(screen.code, 2, "{}", screen.text);
        }
    }
    let screen = check_screen(&site, &["config", "apply", &text.replace('\0', "")]);
    assert_eq!(screen.code, 2, "{}", screen.text);
}

#[test]
fn the_protection_prompt_is_one_line() {
    let home = tempfile::tempdir().unwrap();
    let variables = [("HOME", home.path().to_str().unwrap())];
    let site = || {
        TestSite::empty(|tenant| {
            tenant.set_rate_limits(100_000, 100_000);
            for text in corpus() {
                tenant.add_key(KeySpec::new(&text));
            }
        })
    };
    for_each_text(site, |site, number, text| {
        site.listener.tenant().configure("/max_keys_per_user", &1000.into()).unwrap();
        // A context's name has no control characters; others may be in a profile that somebody else wrote.
        let name: String = text.chars().filter(|c| !c.is_control() && *c != ',').take(200).collect();
        let profile = home.path().join(format!("{number}.toml"));
        let profile = profile.to_str().unwrap();
        let server = site.listener.url();
        let create = ["context", "create", &name, "-s", &server, "--api-key-env", "A", "-c", profile];
        assert_eq!(check_screen_with(site, &variables, &create, "").code, 0, "{number}");
        assert_eq!(
            check_screen_with(site, &variables, &["context", "protect", &name, "-c", profile], "").code,
            0,
            "{number}"
        );
        let id = key_id(site, text);
        for line in [&["rm", &id][..], &["create", "--description", "a"]] {
            let screen = check_screen_with(site, &variables, &[line, &["-c", profile]].concat(), "n\n");
            assert_eq!(screen.code, 1, "{}", screen.text);
            let asked = screen.text.lines().filter(|line| line.contains("ype the context's name to ")).count();
            assert_eq!(asked, 1, "{number}: the question is not one line: {:?}", screen.text);
        }
        let refused = check_screen_with(site, &[variables[0], ("CI", "1")], &["rm", &id, "-c", profile], "");
        assert_eq!(refused.code, 2, "{}", refused.text);
    });
}

#[test]
fn oauth_errors_show_no_controls() {
    let site = TestSite::new();
    let text = joined_corpus();
    let oauth = [("QLIK_API_KEY", ""), ("QLIK_OAUTH_CLIENT_ID", "fake"), ("QLIK_OAUTH_CLIENT_SECRET", "fake")];
    for how in ["-v", "--json"] {
        site.stub_response(401, &json!({"error": text, "error_description": text}).to_string());
        let screen = check_screen_with(&site, &oauth, &["ls", how], "");
        assert_eq!(screen.code, 3, "{}", screen.text);
        assert!(screen.text.contains("\\u001b[2J"), "{:?}", screen.text);
    }
}

#[test]
fn the_trace_shows_no_controls() {
    let codes = std::sync::Mutex::new(Vec::new());
    for_each_text(TestSite::new, |site, _, text| {
        // A line end would end the header.
        let text: String = text.chars().filter(|c| !"\r\n\0".contains(*c)).take(1000).collect();
        let mut answer = DemoResponse::new(200).with_header("X-Note", &text).with_header("Content-Type", &text);
        answer.body = b"{\"data\":[]}".to_vec();
        site.listener.tenant().fail_next(1, Fault::Response(answer));
        let screen = check_screen(site, &["ls", "-v", "--retry", "0"]);
        assert!([0, 7].contains(&screen.code), "{}", screen.text);
        codes.lock().unwrap().push(screen.code);
        site.listener.tenant().fail_next(1, Fault::redirect(307, &format!("https://elsewhere.example/{text}?{text}")));
        let screen = check_screen(site, &["ls", "-v", "--retry", "0"]);
        assert_eq!(screen.code, 7, "{}", screen.text);
        let wait = DemoResponse::new(429).with_header("Retry-After", &text).with_header("Date", &text);
        site.listener.tenant().fail_next(1, Fault::Response(wait));
        check_screen(site, &["ls", "-v", "--retry", "0"]);
        site.listener.tenant().clear_faults();
    });
    let codes = codes.into_inner().unwrap();
    assert!(codes.iter().filter(|code| **code == 0).count() > 30, "too few headers reached the trace: {codes:?}");
}

#[test]
fn arguments_and_profile_texts_show_no_controls() {
    let site = TestSite::new();
    let home = tempfile::tempdir().unwrap();
    let variables = [("HOME", home.path().to_str().unwrap())];
    let text = joined_corpus().replace('\0', "");
    let server = ["-s", "https://tenant.example", "--api-key-env", "A"];
    let created = check_screen_with(
        &site,
        &variables,
        &[&["context", "create", "a", "--comment", &text], &server[..]].concat(),
        "",
    );
    assert_eq!(created.code, 0, "{}", created.text);
    for words in [&["context", "ls"][..], &["context", "get", "a"]] {
        for format in &FORMATS[..5] {
            let screen = check_screen_with(&site, &variables, &[words, &[format]].concat(), "");
            assert_eq!(screen.code, 0, "{}", screen.text);
            assert!(screen.text.contains("\\u001b[2J"), "{words:?} {format}: {:?}", screen.text);
        }
    }
    let file = home.path().join("contexts.yml");
    let theirs = json!({"contexts": {
        "hostile": {"server": "tenant.example", "comment": text, "server-type": text},
        (joined_corpus()): {"server": "tenant.example", "headers": {"Authorization": "Bearer fake"}},
        "odd": {"server": format!("https://{text}"), "headers": {(text.clone()): "fake"}},
    }});
    std::fs::write(&file, theirs.to_string()).unwrap();
    for format in &FORMATS[..5] {
        let arguments = ["context", "import", "--store", "file", file.to_str().unwrap(), format];
        let screen = check_screen_with(&site, &variables, &arguments, "");
        assert_eq!(screen.code, 8, "{}", screen.text);
        assert!(screen.text.contains("\\u001b[2J"), "{format}: {:?}", screen.text);
    }
    for words in [
        &["get", &text][..],
        &["rm", &text, "--yes"],
        &["config", "get", &text],
        &["ls", "--startingAfter", &text],
        &["context", "get", &text],
        &["context", "create", &text, "-s", "https://tenant.example", "--api-key-env", "A"],
        &["create", "-f", &text],
    ] {
        for how in ["-v", "--json"] {
            let screen = check_screen_with(&site, &variables, &[words, &[how]].concat(), "");
            assert!(screen.code != 0, "{:?}: {}", words[0], screen.text);
        }
    }
}

#[test]
fn context_names_show_no_controls() {
    let site = TestSite::new();
    let home = tempfile::tempdir().unwrap();
    let profile = home.path().join("contexts.toml");
    let variables = [("QLIK_PROFILE", profile.to_str().unwrap())];
    let spelled = |name: &str| name.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect::<String>();
    let names: Vec<String> = corpus().into_iter().filter(|name| name.len() < 200 && !name.contains(',')).collect();
    let allowed = names.iter().filter(|name| !name.chars().any(char::is_control)).count();
    let text: Vec<_> = names
        .iter()
        .map(|name| {
            format!(
                "[contexts.\"{}\"]\nserver = \"{}\"\nauth = \"api-key\"\nstore = \"env\"\nenv = \"QLIK_API_KEY\"\n",
                spelled(name),
                site.listener.url()
            )
        })
        .collect();
    std::fs::write(&profile, text.concat()).unwrap();
    assert!(allowed > 20 && names.len() - allowed > 30, "{allowed} of {}", names.len());
    let ls = ["ls", "--all-contexts", "--limit", "1"];
    for (words, formats) in [
        (&ls[..], &FORMATS[..5]),
        (&["expiring", "--all-contexts"], &["-otable"]),
        (&["config", "get", "--all-contexts"], &["-otable"]),
        (&["context", "check", "--all-contexts"], &["-otable", "-ojsonl"]),
    ] {
        for format in formats {
            let screen = check_screen_with(&site, &variables, &[words, &[format]].concat(), "");
            // What a name can't hold makes its context one that fails.
            assert!([8, 11].contains(&screen.code), "{words:?} {format}: {}", screen.text);
            assert!(screen.text.contains("\\u202e"), "{words:?} {format}: {}", screen.text);
        }
    }
    let table = check_screen_with(&site, &variables, &[&ls[..], &["--columns", "status", "-otable"]].concat(), "").text;
    let rows: Vec<_> = table.lines().take_while(|line| !line.starts_with("error: ")).collect();
    assert_eq!(rows.len(), allowed + 1, "a row is not one line: {table}");
    assert_aligned(&rows.join("\n"), "Status", "active", usize::from(COLUMNS));
}

/// Undoes what tsv does to what would end a field.
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
    let read: Vec<String> = csv.records().map(|record| record.unwrap()[0].to_owned()).collect();
    assert!(read == descriptions, "csv");
    let tsv = piped(&["-otsv", "--columns", "description,id"]);
    let read: Vec<String> = tsv.lines().skip(1).map(|line| unescape_tsv(line.split('\t').next().unwrap())).collect();
    assert!(read == descriptions, "tsv");
    assert!(piped(&["--raw", "--limit", "100"]) == site.get_body("/api/v1/api-keys?limit=100"), "raw");
    let text = joined_corpus();
    let id = key_id(&site, &text);
    for format in ["-ojson", "-ojsonl", "--raw"] {
        assert!(site.run(&["get", &id, format]).succeeds().json()["description"] == text.as_str(), "{format}");
    }
    site.stub_response(400, &hostile_error_body(&text));
    let error = CliOutput::error_json(&site.run(&["get", "k", "--json"]));
    assert!(error["title"] == text.as_str() && error["traceId"] == text.as_str(), "an error in a pipe");
}

//! In GitHub Actions, everything that the output shows of a token is masked in the log.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::support::{CliOutput, TestSite};

/// A part of the token of this length must not be left in the log.
const PART: usize = 10;

/// The flags for each form of output with a token.
const FORMS: &[&[&str]] = &[
    &[],
    &["--json"],
    &["--raw"],
    &["--token-only"],
    &["-o", "jsonl"],
    &["-o", "csv"],
    &["-o", "tsv", "--columns", "id"],
    &["-o", "table"],
    &["--jq", "."],
    &["--jq", ".token"],
    &["--jq", ".token", "-r"],
    &["--jq", "{a: [.token | @base64]}"],
    &["--jq", "{a: [.token | @base64]}", "-o", "jsonl"],
    &["--jq", "\"\\(.token) \\(.token | @base64)\"", "-r"],
    &["--jq", "\"\u{202e}\\(.token | @base64)\"", "-r"],
    &["--jq", ".token | split(\".\")[]", "-r"],
    &["--jq", ".token | [scan(\".{1,20}\")]"],
];

fn create(site: &TestSite, flags: &[&str]) -> CliOutput {
    let mut command = site.command(&["create", "--description", "masked"]);
    CliOutput::from(command.args(flags).env("GITHUB_ACTIONS", "true").output().unwrap())
}

/// stdout as the log shows it. GitHub Actions decodes the values of a command
/// (<https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs>).
fn log_of_stdout(run: &CliOutput) -> String {
    let masks = run.stderr.lines().filter_map(|line| line.strip_prefix("::add-mask::"));
    let decode = |mask: &str| mask.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let mut masks: Vec<String> = masks.map(decode).collect();
    masks.sort_by_key(|mask| std::cmp::Reverse(mask.len()));
    masks.iter().fold(run.stdout.clone(), |log, mask| log.replace(mask, "***"))
}

/// Whether a part of the secret is in the text.
fn shows_part(text: &str, secret: &str) -> bool {
    secret.as_bytes().windows(PART).any(|part| text.contains(std::str::from_utf8(part).unwrap()))
}

#[test]
fn every_form_of_a_token_is_masked() {
    let site = TestSite::new();
    for flags in FORMS {
        let run = create(&site, flags);
        assert_eq!(run.code, 0, "{flags:?}: {}", run.stderr.lines().last().unwrap_or_default());
        let id = site.key_id("masked");
        let token = site.listener.tenant().key_token(&id).unwrap().to_owned();
        let log = log_of_stdout(&run);
        for secret in [&token, &BASE64_STANDARD.encode(&token)] {
            assert!(!shows_part(&log, secret), "{flags:?}: the log shows a part of the token");
        }
        assert!(
            shows_part(&run.stdout, &token) || shows_part(&run.stdout, &BASE64_STANDARD.encode(&token)),
            "{flags:?}"
        );
        assert_eq!(site.run(&["rm", &id, "--yes"]).code, 0);
    }
}

#[test]
fn a_token_of_several_lines_or_with_escapes_is_masked() {
    let site = TestSite::new();
    for (json, lines) in [
        (r#""first-fake-line\nsecond-fake-line\r\nthird-fake-line""#, &["first-fake-line", "second-fake-line"][..]),
        (r#""fake-\u0041\u0042\u0043-token-100%0A-and-%25-more""#, &["fake-ABC-token-100%0A-and-%25-more"]),
        (r#""fake \"quoted\" token, with\ttabs""#, &["fake \"quoted\" token, with"]),
    ] {
        for flags in [&["--json"][..], &["--raw"], &["--token-only"], &["-o", "csv"], &["-o", "tsv"], &["-o", "table"]]
        {
            site.stub_create_response(201, &format!(r#"{{"id":"k1","token":{json}}}"#));
            let run = create(&site, flags);
            assert_eq!(run.code, 0, "{flags:?}");
            let log = log_of_stdout(&run);
            let escaped = json.trim_matches('"');
            assert!(lines.iter().all(|line| !shows_part(&log, line)), "{flags:?}: {log}");
            assert!(!shows_part(&log, escaped), "{flags:?}: {log}");
        }
    }
}

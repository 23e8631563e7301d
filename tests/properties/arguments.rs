//! Command lines.

use clap::{ArgMatches, CommandFactory as _, Parser as _};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;
use qlik_api_key::cli::Cli;
use qlik_api_key::duration::{Expiry, IsoDuration};
use qlik_api_key::error::Exit;
use qlik_api_key::flags::Header;
use qlik_api_key::output::columns::{API_KEY, Column};

use super::almost_duration;

/// Parses a command line.
fn parse_cli(arguments: &[&str]) -> Result<Cli, String> {
    Cli::try_parse_from([&["qlik-api-key"], arguments].concat()).map_err(|error| error.to_string())
}

/// Parses a command line. Returns the matches of its command.
fn parse_subcommand(arguments: &[&str]) -> Result<ArgMatches, String> {
    let mut matches = Cli::command()
        .try_get_matches_from([&["qlik-api-key"], arguments].concat())
        .map_err(|error| error.to_string())?;
    let (_, command) = matches.remove_subcommand().unwrap();
    Ok(command)
}

/// Parses the value of `--columns`.
fn parse_columns(text: &str) -> Option<Vec<&'static Column>> {
    Some(parse_subcommand(&["ls", &format!("--columns={text}")]).ok()?.get_many("columns")?.copied().collect())
}

/// Parses the value of `--headers`.
fn parse_headers(text: &str) -> Result<Vec<Header>, Exit> {
    parse_cli(&["ls", &format!("--headers={text}")]).unwrap().globals.parse_headers().map_err(|error| error.exit())
}

proptest! {
    // Few cases, since each one builds the command tree.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn parses_column_names(
        columns in subsequence(Vec::from_iter(API_KEY), 1..=API_KEY.len()).prop_shuffle(),
    ) {
        let names: Vec<_> = columns.iter().map(|column| column.field).collect();
        prop_assert_eq!(parse_columns(&names.join(",")), Some(columns));
    }

    #[test]
    fn rejects_unknown_columns(text in prop_oneof!["(id|sub|status|,| |[a-zA-Z]{1,4}){0,5}", any::<String>()]) {
        let is_valid = text.split(',').all(|name| API_KEY.iter().any(|column| column.field == name));
        prop_assert_eq!(parse_columns(&text).is_some(), is_valid, "{:?}", text);
    }

    #[test]
    fn parses_header_pairs(
        pairs in vec(("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}", "[!-+.-~]([ -+\\--~]{0,12}[!-+.-~])?"), 1..5),
    ) {
        let text: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let headers = parse_headers(&text.join(",")).unwrap();
        let parsed: Vec<_> = headers.into_iter().map(|header| (header.name, header.value.expose().to_owned())).collect();
        prop_assert!(parsed == pairs, "the parsed headers differ");
    }

    #[test]
    fn accepted_headers_can_be_sent(
        text in prop_oneof![
            "[ -~]{0,30}",
            "([A-C] ?= ?[a-c\u{e9}]{0,2} ?,?){1,3}",
            "[A-C=, \\t\\n\u{e9}]{0,12}",
            any::<String>(),
        ],
    ) {
        for header in parse_headers(&text).unwrap_or_default() {
            let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
            prop_assert!(!header.name.is_empty() && header.name.bytes().all(is_token), "{:?}", header.name);
            let value = header.value.expose();
            prop_assert!(value.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "a value cannot be sent");
            prop_assert!(value.trim() == value, "a value has surrounding whitespace");
        }
    }

    #[test]
    fn iso_expiry_and_id_are_passed_unchanged(
        expiry in almost_duration(),
        id in prop_oneof!["[./]{0,3}", any::<String>()],
    ) {
        if let Ok(create) = parse_subcommand(&["create", "--description=x", &format!("--expiry={expiry}")]) {
            let parsed: &Expiry = create.get_one("expiry").unwrap();
            if let Expiry::After(duration) = parsed {
                prop_assert!(IsoDuration::parse(duration).is_ok(), "{:?} became {:?}", expiry, duration);
                prop_assert!(IsoDuration::parse(&expiry).is_err() || *duration == expiry, "ISO 8601 is sent as typed");
            }
        }
        let matches = parse_subcommand(&["get", "--", &id]);
        prop_assert_eq!(matches.is_ok(), !["", ".", ".."].contains(&id.as_str()));
        if let Ok(get) = matches {
            prop_assert_eq!(get.get_one("id"), Some(&id));
        }
    }
}

//! Command lines. Each case builds the tree of commands, so there are fewer cases.

use clap::{ArgMatches, CommandFactory as _, Parser as _};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;
use qlik_api_key::cli::Cli;
use qlik_api_key::duration::IsoDuration;
use qlik_api_key::error::Exit;
use qlik_api_key::flags::Header;
use qlik_api_key::output::columns::{API_KEY, Column};

use super::almost_duration;

/// What a command line is read as.
fn parse_cli(arguments: &[&str]) -> Result<Cli, String> {
    Cli::try_parse_from([&["qlik-api-key"], arguments].concat()).map_err(|error| error.to_string())
}

/// What the arguments of a command are read as.
fn parse_subcommand(arguments: &[&str]) -> Result<ArgMatches, String> {
    let mut matches = Cli::command()
        .try_get_matches_from([&["qlik-api-key"], arguments].concat())
        .map_err(|error| error.to_string())?;
    let (_, command) = matches.remove_subcommand().unwrap();
    Ok(command)
}

/// What `--columns` is read as.
fn parse_columns(text: &str) -> Option<Vec<&'static Column>> {
    Some(parse_subcommand(&["ls", &format!("--columns={text}")]).ok()?.get_many("columns")?.copied().collect())
}

/// What `--headers` is read as.
fn parse_headers(text: &str) -> Result<Vec<Header>, Exit> {
    parse_cli(&["ls", &format!("--headers={text}")]).unwrap().globals.parse_headers().map_err(|error| error.exit())
}

proptest! {
    // Each case builds the tree of commands.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn parses_column_names(
        chosen in subsequence(Vec::from_iter(API_KEY), 1..=API_KEY.len()).prop_shuffle(),
    ) {
        let names: Vec<_> = chosen.iter().map(|column| column.field).collect();
        prop_assert_eq!(parse_columns(&names.join(",")), Some(chosen));
    }

    #[test]
    fn rejects_unknown_columns(text in prop_oneof!["(id|sub|status|,| |[a-zA-Z]{1,4}){0,5}", any::<String>()]) {
        let known = text.split(',').all(|name| API_KEY.iter().any(|column| column.field == name));
        prop_assert_eq!(parse_columns(&text).is_some(), known, "{:?}", text);
    }

    #[test]
    fn parses_header_pairs(
        pairs in vec(("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}", "[!-+.-~]([ -+\\--~]{0,12}[!-+.-~])?"), 1..5),
    ) {
        let text: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let read = parse_headers(&text.join(",")).unwrap();
        let read: Vec<_> = read.into_iter().map(|header| (header.name, header.value.expose().to_owned())).collect();
        prop_assert!(read == pairs, "the headers are read otherwise");
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
            let of_a_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
            prop_assert!(!header.name.is_empty() && header.name.bytes().all(of_a_token), "{:?}", header.name);
            let value = header.value.expose();
            prop_assert!(value.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "a value can't be sent");
            prop_assert!(value.trim() == value, "a value has space around it");
        }
    }

    #[test]
    fn expiry_and_id_are_passed_unchanged(
        expiry in almost_duration(),
        id in prop_oneof!["[./]{0,3}", any::<String>()],
    ) {
        if let Ok(create) = parse_subcommand(&["create", "--description=x", &format!("--expiry={expiry}")]) {
            prop_assert_eq!(create.get_one("expiry"), Some(&expiry));
            prop_assert!(IsoDuration::parse(&expiry).is_ok());
        }
        let got = parse_subcommand(&["get", "--", &id]);
        prop_assert_eq!(got.is_ok(), !["", ".", ".."].contains(&id.as_str()));
        if let Ok(get) = got {
            prop_assert_eq!(get.get_one("id"), Some(&id));
        }
    }
}

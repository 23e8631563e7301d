//! Help, version, and errors for mistyped commands and flags.

use clap::{Arg, Command, CommandFactory as _};
use qlik_api_key::cli::Cli;
use qlik_api_key::demo::TestUser;
use qlik_api_key::help::{HelpForm, HelpText, add_help, width};

use crate::support::{TestSite, run};

/// The most lines of `-h` at 80 columns.
const MAX_SHORT_LINES: usize = 45;

/// Every visible command and its name, such as `context ls`, from the tree with help.
fn commands(form: HelpForm, width: usize) -> Vec<(String, Command)> {
    let mut plain = Cli::command();
    plain.build();
    let mut found = Vec::new();
    add_commands(&plain, &add_help(Cli::command(), form, width), "", &mut found);
    found
}

/// Adds a command and its subcommands. The tree with help hides those that its list of commands names, so the `plain`
/// tree tells which are visible.
fn add_commands(plain: &Command, with_help: &Command, name: &str, found: &mut Vec<(String, Command)>) {
    found.push((name.to_owned(), with_help.clone()));
    for child in plain.get_subcommands().filter(|child| !child.is_hide_set()) {
        let with_help = with_help.find_subcommand(child.get_name()).unwrap();
        add_commands(child, with_help, format!("{name} {}", child.get_name()).trim_start(), found);
    }
}

fn render(command: &Command) -> String {
    command.clone().render_help().to_string()
}

#[track_caller]
fn assert_fits(text: &str, width: usize, name: &str) {
    for line in text.lines() {
        assert!(line.chars().count() <= width, "{name} at {width} columns: {line}");
    }
}

#[test]
fn help_and_version_go_to_stdout() {
    let version = run(&["--version"]).succeeds().stdout;
    assert_eq!(version, concat!("qlik-api-key ", env!("CARGO_PKG_VERSION"), "\n"));
    for arguments in
        [&["--help"][..], &["-h"], &["help"], &["ls", "--help"], &["help", "config", "patch"], &["api-key", "-h"]]
    {
        let help = run(arguments).succeeds().stdout;
        assert!(help.contains("Usage: qlik-api-key"), "{arguments:?}: {help}");
        assert_fits(&help, 80, &format!("{arguments:?}"));
    }
    assert!(run(&["help", "config", "patch"]).succeeds().stdout.contains("--max-keys-per-user"));
}

#[test]
fn every_command_has_three_or_four_examples() {
    for (name, command) in commands(HelpForm::Short, 80) {
        let help = command.get::<HelpText>().unwrap_or_else(|| panic!("`{name}` has no examples"));
        assert!((3..=4).contains(&help.examples.len()), "`{name}`");
        for (purpose, line) in help.examples {
            assert!(line.contains("qlik-api-key ") || line.contains("QLIK_"), "`{name}`: {line}");
            assert!(purpose.starts_with(char::is_uppercase) && !purpose.ends_with('.'), "`{name}`: {purpose}");
        }
    }
}

#[test]
fn short_help_fits_a_screen_and_shows_no_global_flags() {
    for (name, command) in commands(HelpForm::Short, 80) {
        let help = render(&command);
        assert!(help.lines().count() <= MAX_SHORT_LINES, "`{name} -h` has {} lines", help.lines().count());
        assert!(help.contains("\nExamples:\n") && help.ends_with("\nGlobal options: see --help\n"), "{help}");
        assert!(!help.contains("--timeout <SECONDS>") && !help.contains("Global output options"), "{help}");
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for (columns, form) in [80, 100, 120, 160].into_iter().flat_map(|n| [(n, HelpForm::Short), (n, HelpForm::Long)]) {
        for (name, command) in commands(form, width(Some(columns))) {
            assert_fits(&render(&command), columns.min(100), &name);
        }
    }
}

#[test]
fn the_help_of_each_flag_fits_on_its_line_at_80_columns() {
    let is_shown = |arg: &&Arg| !arg.is_hide_set();
    for (name, command) in commands(HelpForm::Long, 80) {
        let text = render(&command);
        for arg in command.get_arguments().filter(is_shown) {
            let help = arg.get_help().unwrap().to_string();
            let flag = arg.get_long().map_or_else(String::new, |long| format!("--{long}"));
            let line = text.lines().find(|line| line.contains(&flag) && line.contains(&help));
            let line = line.unwrap_or_else(|| panic!("`{name}`: the help of {arg} does not fit: {text}"));
            let has_default = !arg.get_default_values().is_empty() && !arg.is_hide_default_value_set();
            let has_default = has_default && arg.get_action().takes_values();
            assert!(line.ends_with(']') || line.ends_with(&help) && !has_default, "`{name}`: {arg}: {line}");
            assert!(help.starts_with(char::is_uppercase) && !help.ends_with('.'), "`{name}`: {arg}: {help}");
        }
    }
}

#[test]
fn long_help_has_details_and_global_flags() {
    let short = run(&["ls", "-h"]).succeeds().stdout;
    let long = run(&["ls", "--help"]).succeeds().stdout;
    for text in ["Without --limit, all pages", "Global sign-in options:", "--timeout <SECONDS>", "-v, --verbose"] {
        assert!(long.contains(text) && !short.contains(text), "{text}: {long}");
    }
    for text in ["--expires-within <DURATION>", "Filters:", "Examples:", "qlik-api-key ls"] {
        assert!(long.contains(text) && short.contains(text), "{text}: {short}");
    }
    assert_eq!(run(&["help", "ls"]).succeeds().stdout, long);
}

#[test]
fn the_list_of_commands_has_each_command_once_in_a_section() {
    let help = run(&["-h"]).succeeds().stdout;
    let list = help.split("\nKeys:\n").nth(1).unwrap().split("\nOptions:").next().unwrap();
    let lines = list.lines().filter(|line| line.starts_with("  "));
    let mut listed: Vec<&str> = lines.map(|line| line.split_whitespace().next().unwrap()).collect();
    let tree = Cli::command();
    let visible = tree.get_subcommands().filter(|command| !command.is_hide_set());
    let mut expected: Vec<&str> = visible.map(Command::get_name).collect();
    listed.sort_unstable();
    expected.sort_unstable();
    assert_eq!(listed, expected);
    let headings: Vec<&str> = help.lines().filter(|line| line.ends_with(':') && !line.starts_with(' ')).collect();
    assert_eq!(headings, ["Keys:", "Review:", "Configuration:", "Contexts:", "Other:", "Options:", "Examples:"]);
}

#[test]
fn topics_are_found_by_a_unique_beginning() {
    for (words, text) in [(["env", "environment"], "QLIK_SERVER"), (["exit", "exit-codes"], "rate limited")] {
        let [short, full] = words.map(|word| run(&["help", word]).succeeds().stdout);
        assert_eq!(short, full);
        assert!(full.contains(text), "{full}");
        assert_fits(&full, 80, words[1]);
    }
    assert!(run(&["help", "files"]).succeeds().stdout.contains("~/.config/qlik/contexts.toml"));
    run(&["help", "e"]).fails(2, "no command or topic `e`");
    run(&["help", "environment", "ls"]).fails(2, "no command or topic `environment ls`");
}

#[cfg(unix)] // Needs a pseudo-terminal.
#[test]
fn help_is_as_wide_as_the_terminal_up_to_100_columns() {
    use crate::support::pty::run_on_terminal;
    use crate::support::std_binary;
    let show = |line: &str, columns| {
        let mut command = std_binary();
        command.args(line.split(' ')).env("NO_COLOR", "1");
        let screen = run_on_terminal(command, columns, "");
        assert_eq!(screen.code, 0, "{}", screen.text);
        assert_fits(&screen.text, usize::from(columns).min(100), line);
        screen.text
    };
    for columns in [80, 100, 120, 160] {
        for line in ["-h", "ls -h", "rotate --help", "help context create", "help environment", "help exit-codes"] {
            show(line, columns);
        }
    }
    assert!(show("help environment", 160).lines().any(|line| line.chars().count() > 80));
}

#[test]
fn flags_of_qlik_in_camel_case_are_accepted_but_not_shown() {
    let site = TestSite::new();
    let id = site.run(&["ls", "-q", "--limit", "1"]).succeeds().stdout.trim().to_owned();
    let user = site.listener.tenant().user_id(TestUser::Admin).to_owned();
    for (camel, kebab, value) in [
        ("--createdByUser", "--created-by-user", &user),
        ("--startingAfter", "--starting-after", &id),
        ("--endingBefore", "--ending-before", &id),
    ] {
        let requests = [camel, kebab].map(|flag| {
            site.take_requests();
            site.run(&["ls", flag, value]).succeeds();
            site.take_requests()
        });
        assert_eq!(requests[0], requests[1], "{camel}");
        assert!(!requests[0].is_empty());
    }
    for (name, command) in commands(HelpForm::Long, 80) {
        let flags = command.get_arguments().filter_map(Arg::get_long);
        assert_eq!(flags.filter(|flag| flag.contains(char::is_uppercase)).collect::<Vec<_>>(), [""; 0], "{name}");
    }
}

#[test]
fn a_missing_command_prints_help_and_exits_2() {
    for arguments in [&[][..], &["config"], &["api-key"]] {
        let run = run(arguments).fails(2, "Usage: qlik-api-key");
        assert!(run.stderr.contains("Global options: see --help"), "{}", run.stderr);
    }
}

#[test]
fn suggests_the_right_word_for_a_typo() {
    run(&["lst"]).fails(2, "lst");
    run(&["creat"]).fails(2, "create");
    run(&["ls", "--staus", "active"]).fails(2, "--status");
    run(&["help", "nope"]).fails(2, "no command or topic `nope`");
    run(&["completion", "tcsh"]).fails(2, "tcsh");
}

#[test]
fn words_of_other_tools_suggest_ours() {
    for (line, tip) in [
        ("auth login", "use `qlik-api-key context init`"),
        ("login", "use `qlik-api-key context init`"),
        ("Login", "use `qlik-api-key context init`"),
        ("revoke ID", "use `qlik-api-key rm ID`"),
        ("api-key revoke ID", "use `qlik-api-key rm ID`"),
        ("keys", "use `qlik-api-key ls`"),
        ("context switch a", "use `qlik-api-key context use NAME`"),
        ("config set a", "use `qlik-api-key config patch --max-keys-per-user N`"),
        ("rm ID --force", "use `--yes`"),
        ("rm -f ID", "use `--yes`"),
        ("--context prod rm ID --force", "use `--yes`"),
        ("config apply a --what-if", "use `--dry-run`"),
        ("rm --status expired", "`rm` takes IDs: qlik-api-key ls --status expired -q | qlik-api-key rm - --yes"),
        ("rm --status=expired", "`rm` takes IDs: qlik-api-key ls --status expired -q | qlik-api-key rm - --yes"),
        ("create --name a", "use `--description TEXT`"),
        ("ls --name a", "use `--match TEXT`"),
        ("create --ttl 30d", "use `--expiry DURATION`"),
        ("ls --format csv", "use `--output FORMAT`"),
        ("ls --all", "without `--limit`, `ls` lists all keys"),
        ("ls --token x", "use the variable QLIK_API_KEY, or `qlik-api-key context init`"),
        ("ls pipeline", "use `--match TEXT`"),
        ("create Backup job", "put a description of several words in quotes: qlik-api-key create \"Backup job\""),
    ] {
        let words: Vec<_> = line.split(' ').collect();
        let text = run(&words).fails(2, &format!("\n\n  tip: {tip}\n\n"));
        assert_eq!(text.stderr.matches("tip:").count(), 1, "{line}: {}", text.stderr);
        assert!(!text.stderr.contains("Usage:"), "{line}: the usage is that of a similar word: {}", text.stderr);
        let json = run(&[&words[..], &["--json"]].concat()).fails(2, "");
        assert_eq!(json.stderr.lines().count(), 1, "{}", json.stderr);
        assert_eq!((&json.error_json()["hint"], &json.error_json()["exit"]), (&tip.into(), &2.into()), "{line}");
    }
    // The command has no such flag.
    assert!(!run(&["get", "ID", "--force"]).fails(2, "--force").stderr.contains("--yes"));
    assert_eq!(run(&["frob", "--json"]).fails(2, "frob").error_json()["hint"], "qlik-api-key --help");
}

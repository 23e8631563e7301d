//! The man pages: clap_mangen's sections for the flags, and the text that `--help` shows beside them.

use std::collections::BTreeMap;

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};
use qlik_api_key::cli::Cli;
use qlik_api_key::environment::VARIABLES;
use qlik_api_key::error::Exit;
use qlik_api_key::help::{FILES, FILES_NOTE, HelpForm, HelpText, add_help};

/// Renders the man page of each command, by file name.
pub fn pages() -> BTreeMap<String, Vec<u8>> {
    let mut root = Cli::command();
    root.build();
    let mut pages = BTreeMap::new();
    add_page(&root, &add_help(Cli::command(), HelpForm::Long, 80), &[], &mut pages);
    pages
}

/// Adds the pages of a command and its subcommands. `plain` is its tree without help, where the list of commands hides
/// none. `related` are the names of the pages of the commands above and beside it.
fn add_page(plain: &Command, with_help: &Command, related: &[String], pages: &mut BTreeMap<String, Vec<u8>>) {
    let name = page_name(plain);
    pages.insert(format!("{name}.1"), render(plain, with_help, related));
    let children: Vec<&Command> = plain.get_subcommands().filter(|child| !child.is_hide_set()).collect();
    for child in &children {
        let siblings = children.iter().filter(|sibling| sibling.get_name() != child.get_name());
        let related: Vec<String> =
            [name.clone()].into_iter().chain(siblings.map(|sibling| page_name(sibling))).collect();
        add_page(child, with_help.find_subcommand(child.get_name()).unwrap(), &related, pages);
    }
}

/// The name of a command's page, such as `qlik-api-key-context-ls`.
fn page_name(command: &Command) -> String {
    command.get_bin_name().unwrap().replace(' ', "-")
}

fn render(plain: &Command, with_help: &Command, related: &[String]) -> Vec<u8> {
    let name: &'static str = page_name(plain).leak();
    let usage = with_help.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").to_owned();
    let command = with_help.clone().name(name).display_name(name).override_usage(usage);
    let man =
        Man::new(command).source(format!("qlik-api-key {}", env!("CARGO_PKG_VERSION"))).manual("qlik-api-key manual");
    let help = plain.get::<HelpText>().copied().unwrap_or_default();
    let mut page = Vec::new();
    man.render_title(&mut page).unwrap();
    man.render_name_section(&mut page).unwrap();
    man.render_synopsis_section(&mut page).unwrap();
    man.render_description_section(&mut page).unwrap();
    details(help.details).to_writer(&mut page).unwrap();
    if plain.has_subcommands() {
        let plain = plain.clone().name(name).display_name(name).subcommand_help_heading("COMMANDS");
        Man::new(plain).render_subcommands_section(&mut page).unwrap();
    }
    man.render_options_section(&mut page).unwrap();
    for section in [examples(&help), exit_status(), environment(), files(), see_also(related)] {
        section.to_writer(&mut page).unwrap();
    }
    clean_up(&String::from_utf8(page).unwrap())
}

/// Keeps the first of the preambles, of which each section has one, and quotes the empty date.
fn clean_up(page: &str) -> Vec<u8> {
    let mut lines: Vec<&str> = page.lines().collect();
    let preamble: Vec<&str> = lines.drain(..2).collect();
    lines.retain(|line| !preamble.contains(line));
    let text = [preamble, lines].concat().join("\n") + "\n";
    text.replacen(" 1  \"", " 1 \"\" \"", 1).into_bytes()
}

/// Paragraphs, and indented lines as they are.
fn details(text: &str) -> Roff {
    let mut roff = Roff::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        if !line.starts_with(' ') {
            roff.control("PP", []);
        }
        roff.text([roman(line)]);
    }
    roff
}

fn examples(help: &HelpText) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXAMPLES"]);
    for (purpose, line) in help.examples {
        roff.control("TP", []).text([roman(*purpose)]);
        roff.control("nf", []).text([bold(*line)]).control("fi", []);
    }
    roff
}

fn exit_status() -> Roff {
    let row = |(exit, name, meaning): (Exit, String, String)| (exit.code().to_string(), format!("{name}: {meaning}"));
    definitions("EXIT STATUS", Exit::all().map(row))
}

fn environment() -> Roff {
    definitions("ENVIRONMENT", VARIABLES.iter().map(|(names, meaning)| ((*names).to_owned(), (*meaning).to_owned())))
}

fn files() -> Roff {
    let mut roff =
        definitions("FILES", FILES.iter().map(|(path, meaning)| ((*path).to_owned(), (*meaning).to_owned())));
    roff.control("PP", []).text([roman(FILES_NOTE)]);
    roff
}

fn definitions(heading: &str, rows: impl Iterator<Item = (String, String)>) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [heading]);
    for (term, meaning) in rows {
        roff.control("TP", []).text([bold(term)]).text([roman(meaning.replace('`', ""))]);
    }
    roff
}

fn see_also(related: &[String]) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["SEE ALSO"]);
    let mut inlines: Vec<Inline> = Vec::new();
    for name in related {
        inlines.extend([bold(name.as_str()), roman("(1), ")]);
    }
    inlines.push(roman("https://qlik.dev/apis/rest/api-keys"));
    roff.text(inlines);
    roff
}

//! The command line: parsing it, running the command that was typed, and reporting its error.

use std::ffi::OsString;

use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser};

use crate::app::{self, App, Files};
use crate::commands::{Command, Run as _, refuse_several_contexts};
use crate::environment::Environment;
use crate::error::{Error, Exit, Result};
use crate::flags::{AllContextsFlag, GlobalFlags};
use crate::output::print_text;
use crate::terminal::Terminal;

/// Manage the API keys of Qlik Cloud tenants
#[derive(Debug, Parser)]
#[command(
    name = "qlik-api-key",
    bin_name = "qlik-api-key",
    version,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    subcommand_required = true,
    after_help = "Sign in with `qlik-api-key context init`, or with QLIK_SERVER and QLIK_API_KEY (see `qlik-api-key help environment`)."
)]
pub struct Cli {
    /// The flags of every command.
    #[command(flatten)]
    pub globals: GlobalFlags,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// Runs the program with these arguments (the program's name first) and variables, to its exit code.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    variables: impl IntoIterator<Item = (OsString, OsString)>,
) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let environment = Environment::new(variables);
    let terminal = Terminal::detect(|name| environment.get_os(name).map(Into::into));
    let parsed = Cli::command().try_get_matches_from(&arguments).and_then(|mut matches| {
        let several = supports_multiple_contexts(&matches);
        Ok((Cli::from_arg_matches_mut(&mut matches)?, several))
    });
    let (Cli { globals, command }, several) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return print_help_or_error(&arguments, &error, &terminal),
    };
    let terminal = if globals.no_color { terminal.without_color() } else { terminal };
    let files = Files::new(&globals, &environment);
    let app = App::new(&globals, &environment, &terminal, &files);
    run_command(&app, command, several).unwrap_or_else(|error| {
        app.print_error(&error);
        error.exit()
    })
}

fn run_command(app: &App, command: Command, takes_several_contexts: bool) -> Result<Exit> {
    if !takes_several_contexts {
        refuse_several_contexts(app.globals)?;
    }
    command.run(app)
}

/// Whether the command that was typed works for several contexts: then it has the flag `--all-contexts`.
fn supports_multiple_contexts(matches: &ArgMatches) -> bool {
    match matches.subcommand() {
        Some((_, matches)) => supports_multiple_contexts(matches),
        // A flag that is not typed has a value, too: false.
        None => matches.ids().any(|id| id == AllContextsFlag::ID),
    }
}

/// Prints help or the version, or says what is wrong with the command line.
fn print_help_or_error(arguments: &[OsString], error: &clap::Error, terminal: &Terminal) -> Exit {
    let for_stdout = !error.use_stderr();
    if !for_stdout && is_json_requested(arguments) {
        let text = error.render().to_string();
        let what = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        app::print_error(&Error::usage(what).with_hint("qlik-api-key --help"), true, terminal);
        return Exit::Usage;
    }
    let plain = arguments.iter().any(|word| word == "--no-color");
    let color = !plain && if for_stdout { terminal.stdout_color } else { terminal.stderr_color };
    let text = if color { error.render().ansi().to_string() } else { error.render().to_string() };
    if !for_stdout {
        terminal.print_styled(&text);
        return Exit::Usage;
    }
    match print_text(&text) {
        Ok(()) => Exit::Ok,
        Err(error) => {
            app::print_error(&error, false, terminal);
            error.exit()
        }
    }
}

/// Whether a command line that can't be parsed asks for JSON. Only the usual spellings are recognized, since the words have no
/// meaning yet.
fn is_json_requested(arguments: &[OsString]) -> bool {
    let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).take_while(|word| word != "--").collect();
    let alone = ["--json", "--output=json", "--output=jsonl", "-ojson", "-ojsonl"];
    let pairs = ["-o json", "-o jsonl", "--output json", "--output jsonl"];
    words.iter().any(|word| alone.contains(&&**word)) || words.windows(2).any(|two| pairs.contains(&&*two.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn the_command_tree_is_valid() {
        Cli::command().debug_assert();
    }

    #[test]
    fn global_flags_work_in_any_position() {
        for (line, seconds) in [
            ("ls", 30),
            ("--timeout 7 ls", 7),
            ("ls --timeout 7", 7),
            ("--timeout 7 api-key ls", 7),
            ("api-key --timeout 7 ls", 7),
            ("api-key ls --timeout 7", 7),
            ("config --timeout 7 get", 7),
            ("api-key config --timeout 7 get", 7),
            ("context --timeout 7 ls", 7),
            ("--timeout 9 context --timeout 8 ls --timeout 7", 7),
            ("--timeout 9 context --timeout 7 ls", 7),
        ] {
            let cli = Cli::try_parse_from(["qlik-api-key"].into_iter().chain(line.split(' '))).unwrap();
            assert_eq!(cli.globals.timeout, Duration::from_secs(seconds), "{line}");
        }
    }
}

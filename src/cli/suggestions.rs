//! What to type instead of an unknown word: the words that users of other tools know, such as `login` and `--force`, and
//! what this program calls them. clap suggests similar words by itself.

use std::ffi::OsString;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Unknown commands: the group, the words, and the command to use.
const COMMANDS: &[(&str, &[&str], &str)] = &[
    ("", &["auth", "login", "signin", "sign-in", "init", "setup", "configure", "connect"], "context init"),
    ("", &["logout", "signout", "sign-out"], "context rm NAME"),
    ("", &["add", "generate", "issue"], "create \"what the key is for\""),
    ("", &["revoke", "disable", "deactivate", "destroy", "del"], "rm ID"),
    ("", &["renew", "regenerate", "refresh", "roll"], "rotate ID"),
    ("", &["find", "search", "grep", "query", "filter"], "ls --match TEXT"),
    ("", &["describe"], "get ID"),
    ("", &["rename", "set", "modify", "change"], "patch ID --description TEXT"),
    ("", &["expired"], "ls --status expired"),
    ("", &["expires", "expiry", "expire"], "expiring"),
    ("", &["me", "who", "user", "account", "status"], "whoami"),
    ("", &["contexts", "profiles", "profile", "tenants"], "context ls"),
    ("", &["use", "switch"], "context use NAME"),
    ("", &["key", "keys", "apikey", "apikeys", "api-keys", "tokens"], "ls"),
    ("", &["token"], "context token NAME"),
    ("", &["settings", "limits", "quota", "configuration"], "config get"),
    ("", &["apply"], "config apply FILE"),
    ("", &["diff"], "config diff FILE"),
    ("", &["audit", "audits", "log", "logs", "history"], "events"),
    ("", &["scan", "leak", "leaks"], "inspect FILE"),
    ("", &["report", "orphans"], "review"),
    ("", &["ping", "test", "doctor", "check"], "context check"),
    ("", &["import"], "context import"),
    ("", &["run", "exec"], "context run NAME -- COMMAND"),
    ("", &["completions", "autocomplete"], "completion SHELL"),
    ("", &["version"], "--version"),
    ("config", &["list", "ls", "describe"], "config get"),
    ("config", &["set", "change", "modify"], "config patch --max-keys-per-user N"),
    ("context", &["add"], "context create NAME"),
    ("context", &["switch", "select", "set", "activate", "use-context"], "context use NAME"),
    ("context", &["current", "current-context", "describe"], "context get"),
    ("context", &["get-contexts"], "context ls"),
    ("context", &["login", "auth", "setup"], "context init NAME"),
    ("context", &["logout"], "context rm NAME"),
    ("context", &["verify", "test", "status", "whoami"], "context check"),
    ("context", &["exec"], "context run NAME -- COMMAND"),
    ("context", &["unset", "reset"], "context clear"),
];

/// Unknown flags, and the flag to use if the command has it.
const FLAGS: &[(&[&str], &str)] = &[
    (&["--force", "-f", "--confirm", "--no-confirm", "--no-prompt", "--assume-yes", "--auto-approve"], "--yes"),
    (&["--what-if", "--whatif", "--check", "--preview", "--simulate", "--noop"], "--dry-run"),
    (&["--format", "--output-format", "--out"], "--output FORMAT"),
    (&["--csv"], "--output csv"),
    (&["--tsv"], "--output tsv"),
    (&["--table"], "--output table"),
    (&["--jsonl", "--ndjson"], "--output jsonl"),
    (&["--query", "--jmespath"], "--jq FILTER"),
    (&["--fields", "--select", "--column"], "--columns FIELDS"),
    (&["--noheader", "--hide-header"], "--no-header"),
    (&["--name", "--title", "--label", "--comment", "--note", "--desc"], "--description TEXT"),
    (&["--name", "--description", "-d", "--filter", "--search", "--grep", "--contains"], "--match TEXT"),
    (&["--ttl", "--expires", "--expire", "--expires-in", "--expires-at", "--expiration"], "--expiry DURATION"),
    (&["--lifetime", "--valid-for", "--validity", "--duration"], "--expiry DURATION"),
    (&["--expires", "--expires-in", "--expiring", "--within"], "--expires-within DURATION"),
    (&["--expires-within", "--expires-in", "--in", "--days"], "--within DURATION"),
    (&["--user", "--for", "--subject", "--user-id", "--email"], "--owner WHO"),
    (&["--user", "--for", "--subject", "--user-id", "--owner"], "--sub SUBJECT"),
    (&["--me", "--own", "--my", "--self"], "--mine"),
    (&["--top", "--max", "--count", "--page-size", "--first"], "--limit N"),
    (&["--order", "--order-by", "--sort-by"], "--sort FIELD"),
    (&["--active"], "--status active"),
    (&["--expired"], "--status expired"),
    (&["--revoked"], "--status revoked"),
    (&["--tenant", "--tenant-url", "--host", "--hostname", "--url", "--endpoint"], "--server URL"),
    (&["--profile", "-p"], "--context NAME"),
    (&["--all-tenants", "--all-profiles"], "--all-contexts"),
    (&["--debug", "--trace", "--log-level"], "--verbose"),
    (&["--silent", "--ids", "--id-only", "--ids-only"], "--quiet"),
    (&["-k", "--no-verify-ssl", "--skip-ssl-validation", "--insecure-skip-tls-verify"], "--insecure"),
    (&["--cacert", "--ca", "--ca-cert", "--ca-bundle"], "--ca-file FILE"),
    (&["--retries", "--max-retries"], "--retry N"),
    (&["--body", "--data", "--input", "--from-file"], "--file FILE"),
    (&["--delete-old", "--revoke-old"], "--remove-old"),
    (&["--grace", "--grace-period"], "--overlap DURATION"),
    (&["--output-file", "--out-file"], "--token-file PATH"),
];

/// What else an unknown flag of some commands means.
const ADVICE: &[(&[&str], &[&str], &str)] = &[
    (
        &["rm"],
        &[
            "--status",
            "--expired",
            "--revoked",
            "--expired-before",
            "--older-than",
            "--match",
            "-m",
            "--owner",
            "--sub",
            "--mine",
            "--all",
            "-a",
        ],
        "`rm` takes IDs: qlik-api-key ls --status expired -q | qlik-api-key rm - --yes",
    ),
    (&["get", "patch", "rm", "rotate"], &["--id", "--key-id", "--key"], "the ID has no flag: qlik-api-key get ID"),
    (&["ls"], &["--all", "-a"], "without `--limit`, `ls` lists all keys"),
];

/// What an additional word after a command means.
const WORDS: &[(&str, &str)] = &[
    ("create", "put a description of several words in quotes: qlik-api-key create \"Backup job\""),
    ("ls", "use `--match TEXT`"),
];

/// Flags for a credential, which would be visible to other processes and in the shell's history.
const CREDENTIAL_FLAGS: &[&str] = &["--token", "--api-key", "--apikey", "--key", "--access-token", "--password"];

/// What to type instead of the unknown word that clap reports, if the tables above tell.
pub fn suggest(error: &clap::Error, arguments: &[OsString], new_root: fn() -> Command) -> Option<String> {
    let context = match error.kind() {
        ErrorKind::InvalidSubcommand => ContextKind::InvalidSubcommand,
        ErrorKind::UnknownArgument => ContextKind::InvalidArg,
        _ => return None,
    };
    let Some(ContextValue::String(word)) = error.get(context) else { return None };
    let mut root = new_root();
    root.build();
    let (command, name) = selected_command(&root, arguments);
    match word.to_lowercase() {
        word if context == ContextKind::InvalidSubcommand => suggest_command(&name, &word),
        flag if flag.starts_with('-') => suggest_flag(command, &name, &flag),
        _ => WORDS.iter().find(|(command, _)| *command == name).map(|(_, advice)| (*advice).to_owned()),
    }
}

/// The command that the words of the command line select, and its name without the leading `api-key`.
fn selected_command<'a>(root: &'a Command, arguments: &[OsString]) -> (&'a Command, String) {
    let mut names = Vec::new();
    let mut command = root;
    for word in arguments.iter().skip(1) {
        if let Some(inner) = command.find_subcommand(word) {
            command = inner;
            names.push(inner.get_name());
        }
    }
    names.retain(|name| *name != "api-key");
    (command, names.join(" "))
}

fn suggest_command(group: &str, word: &str) -> Option<String> {
    let found = COMMANDS.iter().find(|(in_group, words, _)| *in_group == group && words.contains(&word));
    found.map(|(_, _, command)| format!("use `qlik-api-key {command}`"))
}

fn suggest_flag(command: &Command, name: &str, flag: &str) -> Option<String> {
    let advice = ADVICE.iter().find(|(commands, flags, _)| commands.contains(&name) && flags.contains(&flag));
    if let Some((_, _, advice)) = advice {
        return Some((*advice).to_owned());
    }
    let has_flag = |target: &str| {
        let long = target.split(' ').next().unwrap_or_default().trim_start_matches('-');
        command.get_arguments().any(|arg| arg.get_long() == Some(long))
    };
    let found = FLAGS.iter().find(|(words, target)| words.contains(&flag) && has_flag(target));
    let is_credential = CREDENTIAL_FLAGS.contains(&flag);
    match found {
        Some((_, target)) => Some(format!("use `{target}`")),
        None if is_credential => Some("use the variable QLIK_API_KEY, or `qlik-api-key context init`".to_owned()),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    use crate::cli::Cli;

    fn built_root() -> Command {
        let mut root = Cli::command();
        root.build();
        root
    }

    fn find<'a>(root: &'a Command, name: &str) -> &'a Command {
        name.split_whitespace().fold(root, |command, word| command.find_subcommand(word).unwrap())
    }

    #[test]
    fn no_word_in_the_tables_is_a_command() {
        let root = built_root();
        for (group, words, target) in COMMANDS {
            for word in *words {
                assert!(find(&root, group).find_subcommand(word).is_none(), "{group} {word} is a command");
            }
            let commands = target.split(' ').take_while(|word| word.chars().all(|c| c.is_ascii_lowercase()));
            commands.fold(&root, |command, word| command.find_subcommand(word).expect(target));
        }
    }

    #[test]
    fn every_suggested_flag_exists() {
        let root = built_root();
        let all = [&root].into_iter().chain(root.get_subcommands());
        let commands: Vec<_> = all.flat_map(|command| [command].into_iter().chain(command.get_subcommands())).collect();
        for (words, target) in FLAGS {
            let long = target.split(' ').next().unwrap().trim_start_matches('-');
            let has = |command: &Command, long: &str| command.get_arguments().any(|arg| arg.get_long() == Some(long));
            let owners: Vec<_> = commands.iter().filter(|command| has(command, long)).collect();
            assert!(!owners.is_empty(), "{target}");
            for word in *words {
                let is_useful = |command: &&&Command| !has(command, word.trim_start_matches('-'));
                assert!(owners.iter().any(is_useful), "{word} never leads to {target}");
            }
        }
        for (commands, flags, _) in ADVICE {
            for command in *commands {
                let exists = |flag: &&&str| {
                    let name = flag.trim_start_matches('-');
                    find(&root, command).get_arguments().any(|arg| arg.get_long() == Some(name))
                };
                assert_eq!(flags.iter().find(exists), None, "{command}");
            }
        }
    }
}

//! `rm`: deletes API keys, or revokes those of other users. One key gets a notice; several keys get a row each.

mod action;
mod batch;
mod bulk;
mod ids;
mod removal;

pub use bulk::{KeysToRemove, remove_keys};
pub use removal::Removal;

use clap::Args;

use super::id_prefix::{add_match_hint, get_by_prefix};
use super::owners::describe_keys;
use super::{Run, print_change};
use crate::api::api_keys::{self, ApiKey};
use crate::app::{App, Session};
use crate::error::{Error, Exit, Result};
use crate::flags::{CompletedValue, values};
use crate::help::HelpText;
use crate::output::{Format, OutputKind, OutputMode, Printer};
use crate::shell;
use crate::terminal::AnswerSource;
use action::Action;

const HELP: HelpText = HelpText {
    examples: &[
        ("Remove a key", "qlik-api-key rm ID"),
        ("Show what would be removed", "qlik-api-key rm ID ID2 --dry-run"),
        (
            "Remove the keys that expired more than a month ago",
            "qlik-api-key ls -q --expired-before 30d | qlik-api-key rm - --yes",
        ),
        ("Remove the keys that are listed in a file", "qlik-api-key rm - --yes < ids.txt"),
    ],
    details: "\
The owner of a key deletes it; a TenantAdmin permanently revokes it. On a terminal, rm reads the key and \
asks first. With --json, the output for one ID is an object with the id and the result: deleted, revoked or \
already revoked.

--yes is required for the key that you sign in with and, without a terminal, for several keys and for a \
protected tenant.

For several IDs, or IDs from stdin, the output lists the result of each: removed, gone (it did not exist) \
or failed, with the reason; with -q, only the IDs that no longer exist. A few keys are removed at a time, \
within the tenant's rate limit, and the key that you sign in with is removed last. Ctrl-C waits for the \
requests in flight and prints the results so far.",
};

/// `rm`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Rm {
    /// The IDs of the keys, or - to read them from stdin, one per line
    #[arg(value_name = "ID", value_parser = values::parse_id, required = true, add = CompletedValue::Key)]
    ids: Vec<String>,

    /// Don't ask for confirmation
    #[arg(short, long)]
    yes: bool,

    /// Show what would be removed
    #[arg(long)]
    dry_run: bool,
}

impl Run for Rm {
    /// Removes one key with a notice, or several keys with one row each. Exit 5 if none of the keys exists; exit 8 if some
    /// of several keys could not be removed.
    fn run(self, app: &App) -> Result<Exit> {
        let id = self.single_id();
        let has_rows = self.dry_run || id.is_none();
        let printer = app.printer(if has_rows { OutputKind::KeyResults } else { OutputKind::Change })?;
        match id {
            Some(id) if self.dry_run => bulk::plan_one(app, &printer, id, self.yes),
            Some(id) => remove_one(app, &printer, id, self.yes),
            None => bulk::run(app, &printer, &self),
        }
    }
}

impl Rm {
    /// The ID, if exactly one was given and it is not `-`.
    fn single_id(&self) -> Option<&str> {
        match self.ids.as_slice() {
            [id] if id != "-" => Some(id),
            _ => None,
        }
    }
}

/// The command line that removes a key, for hints.
pub fn removal_command(id: &str) -> String {
    let end_of_flags = if id.starts_with('-') { "-- " } else { "" };
    format!("qlik-api-key rm {end_of_flags}{}", shell::quoted(id))
}

fn remove_one(app: &App, printer: &Printer, id: &str, yes: bool) -> Result<Exit> {
    let asks = !yes && app.terminal.can_prompt();
    // On a terminal, the question below takes the place of this confirmation, since it shows the key's description.
    let session = app.sign_in_to_write(&format!("remove API key {id}"), yes || asks)?;
    if !yes {
        check_own_key(&session, id)?;
    }
    let prints_result = matches!(printer.mode(), OutputMode::Formatted(Format::Json | Format::Jsonl));
    if !asks && !prints_result {
        // One request, whose response does not say whether it deleted or revoked the key.
        let response = api_keys::delete(&session.client, id);
        let response = response.map_err(|error| add_match_hint(&session, id, error, "rm"))?;
        session.remove_cached_keys(&[id]);
        return print_change(
            app,
            printer,
            &response.body,
            &Removal::new(id, "removed"),
            &format!("removed API key {id}"),
        );
    }
    let (response, id) = get_by_prefix(app, &session, id, yes, "rm")?;
    if !yes {
        check_own_key(&session, &id)?;
    }
    let key: ApiKey = response.parse_object()?;
    let action = Action::new(&key, &session.resolve_user_id()?);
    if action == Action::AlreadyRevoked {
        let notice = format!("API key {id} was already revoked");
        return print_change(app, printer, &[], &Removal::new(&id, action.result()), &notice);
    }
    if asks {
        let name = describe_keys(&session, &[key]).concat();
        confirm(app, &session, &action.question(&name), AnswerSource::Stdin)?;
    }
    let response = api_keys::delete(&session.client, &id)?;
    session.remove_cached_keys(&[&id]);
    let notice = format!("{} API key {id}", action.result());
    print_change(app, printer, &response.body, &Removal::new(&id, action.result()), &notice)
}

/// Refuses the key that signs in, which needs `--yes`.
fn check_own_key(session: &Session, id: &str) -> Result<()> {
    match session.is_own_key(id) {
        true => Err(own_key_error(id).with_hint(format!("{} --yes", removal_command(id)))),
        false => Ok(()),
    }
}

/// The error for the key that signs in: once it is removed, no other request succeeds.
fn own_key_error(id: &str) -> Error {
    Error::usage(format!("API key {id} is the one that you sign in with; removing it requires --yes"))
}

fn confirm(app: &App, session: &Session, question: &str, answers: AnswerSource) -> Result<()> {
    match app.confirm_from(answers, session, question)? {
        true => Ok(()),
        false => Err(Error::new(Exit::Error, "nothing was removed")),
    }
}

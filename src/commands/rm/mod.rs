//! `rm`: deletes API keys, or revokes those of other users. One key gets a notice; several keys get a row each.

mod batch;
mod bulk;
mod ids;
mod removal;

use clap::{Args, ValueHint};

use super::{Run, print_change};
use crate::api::api_keys::{self, ApiKey};
use crate::app::{App, Session};
use crate::error::{Error, Exit, Result};
use crate::flags::values;
use crate::output::{OutputKind, Printer};

/// `rm`
#[derive(Args, Debug)]
#[command(after_help = "\
The owner's request deletes a key; a TenantAdmin's revokes it for good.

Several IDs, or those on stdin, give a list of what became of each: removed, gone (it was not there) or failed, with the \
reason; with -q the IDs alone that are gone now. They are removed a few at once, at the pace that the tenant's rate limit \
allows, and the key that you sign in with is the last. Ctrl-C waits for what is on its way and shows what was done.")]
pub struct Rm {
    /// The IDs of the keys, or - to read them from stdin, one a line
    #[arg(value_name = "ID", value_parser = values::parse_id, required = true, value_hint = ValueHint::Other)]
    ids: Vec<String>,

    /// Don't ask; needed for several keys where nobody can be asked, for the key that you sign in with, and where a context
    /// protects the tenant
    #[arg(short, long)]
    yes: bool,

    /// Show what would be removed, and remove nothing
    #[arg(long)]
    dry_run: bool,
}

impl Run for Rm {
    fn run(self, app: &App) -> Result<Exit> {
        let id = self.single_id();
        let has_rows = self.dry_run || id.is_none();
        let printer = app.printer(if has_rows { OutputKind::KeyResults } else { OutputKind::NoticeOnly })?;
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

fn remove_one(app: &App, printer: &Printer, id: &str, yes: bool) -> Result<Exit> {
    // On a terminal, the question below takes the place of this confirmation, since it shows the key's description.
    let session = app.sign_in_to_write(&format!("remove API key {id}"), yes || app.terminal.can_prompt())?;
    if !yes {
        if session.is_own_key(id) {
            return Err(own_key_error(id).with_hint(format!("qlik-api-key rm {id} --yes")));
        }
        if app.terminal.can_prompt() {
            let key: ApiKey = api_keys::get(&session.client, id)?.parse_object()?;
            let (description, host) = (key.description.replace('\n', " "), session.server.host_and_port());
            confirm(app, &session, &format!("Remove API key \"{description}\" ({id}) of {host}?"))?;
        }
    }
    let response = api_keys::delete(&session.client, id)?;
    session.remove_cached_keys(&[id]);
    print_change(app, printer, &response, &format!("removed API key {id}"))
}

/// The error for the key that signs in: once it is removed, no other request succeeds.
fn own_key_error(id: &str) -> Error {
    Error::usage(format!("API key {id} is the one that you sign in with: removing it needs --yes"))
}

fn confirm(app: &App, session: &Session, question: &str) -> Result<()> {
    if app.confirm(session, question)? { Ok(()) } else { Err(Error::new(Exit::Error, "nothing was removed")) }
}

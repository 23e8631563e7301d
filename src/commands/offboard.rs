//! `offboard WHO`: removes the API keys of a person who leaves.

use clap::Args;

use super::Run;
use super::owners::{is_object_id, resolve_user};
use super::rm::{KeysToRemove, Removal, remove_keys};
use crate::api::api_keys::{self, ApiKey, Query};
use crate::api::users::{self, User};
use crate::app::{App, Session};
use crate::error::{Error, Exit, Result};
use crate::flags::values;
use crate::help::HelpText;
use crate::output::{OutputKind, OutputMode, Printer, align};
use crate::terminal::sanitize;

const HELP: HelpText = HelpText {
    examples: &[
        ("Show the keys of a person who leaves", "qlik-api-key offboard dev@demo.example --dry-run"),
        ("Remove them", "qlik-api-key offboard dev@demo.example"),
        (
            "Remove the keys of a user who is already gone, without a question",
            "qlik-api-key offboard d3f835b3acaf626921611a05 --yes",
        ),
    ],
    details: "\
WHO is a user ID, an email address or a name; with --yes, it must be one of the first two. Keys that the \
person created for others stay, and are listed as kept.",
};

/// `offboard`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Offboard {
    /// The person: a user ID, an email address or a name
    #[arg(value_name = "WHO", value_parser = values::parse_non_blank)]
    who: String,

    /// Show what would be removed
    #[arg(long)]
    dry_run: bool,

    /// Don't ask for confirmation
    #[arg(short, long)]
    yes: bool,
}

/// The action that the confirmation of a protected tenant names.
const ACTION: &str = "remove API keys";

impl Run for Offboard {
    /// Prints a row for each key. Exit 2 for the user who signs in, or if a confirmation is needed and not possible;
    /// exit 5 if there is no such user; exit 8 if some keys failed.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::KeyResults)?;
        let needs_confirmation = !self.yes && !self.dry_run;
        self.check(app, needs_confirmation)?;
        // On a terminal, the question below takes the place of this confirmation.
        let session = app.sign_in_to_write(ACTION, !needs_confirmation || app.terminal.can_prompt())?;
        let id = resolve_user(&session, &self.who)?;
        if id == session.resolve_user_id()? {
            return Err(own_keys_error());
        }
        let progress = app.fetch_progress("key");
        let list = |query| api_keys::collect(progress.count(api_keys::list(&session.client, &query)));
        let keys = list(Query { sub: Some(id.clone()), ..active() })?;
        let mut for_others = list(Query { created_by_user: Some(id.clone()), ..active() })?;
        drop(progress);
        for_others.retain(|key| key.sub != id);
        if keys.is_empty() && for_others.is_empty() {
            return report_no_keys(app, &session, &printer);
        }
        let person = describe(&session, &id);
        if needs_confirmation && !keys.is_empty() {
            show_plan(app, &keys, &for_others);
            let (count, host) = (keys.len(), session.server.host_and_port());
            let noun = if count == 1 { "API key" } else { "API keys" };
            if !app
                .confirm(&session, &format!("Revoke {count} {noun} of {person} on {host}? This cannot be undone."))?
            {
                return Err(Error::new(Exit::Error, "nothing was removed"));
            }
        }
        let kept = for_others.into_iter().map(|key| {
            let reason = format!("{person} created it for {}", key.sub);
            Removal::kept(key, reason)
        });
        let kept = kept.collect();
        let others = keys.into_iter().map(|key| key.id).collect();
        remove_keys(
            app,
            &printer,
            &session,
            KeysToRemove { others, own: None, dry_run: self.dry_run, kept, are_named: false },
        )
    }
}

impl Offboard {
    /// Checks what can be checked before anything is sent.
    fn check(&self, app: &App, needs_confirmation: bool) -> Result<()> {
        if self.who == "me" {
            return Err(own_keys_error());
        }
        if self.yes && !is_object_id(&self.who) && !self.who.contains('@') {
            return Err(Error::usage(
                "with --yes, WHO must be a user ID or an email address, since names are ambiguous",
            ));
        }
        if needs_confirmation && !app.terminal.can_prompt() {
            return Err(Error::usage("removing the keys of a user without a terminal requires --yes")
                .with_hint("add --yes (--dry-run shows what would be removed)"));
        }
        Ok(())
    }
}

fn own_keys_error() -> Error {
    Error::usage("these are your own API keys, and one of them may be the one that you sign in with")
        .with_hint("qlik-api-key ls --owner me -q | qlik-api-key rm - --yes")
}

fn active() -> Query {
    Query { status: Some("active".to_owned()), ..Query::default() }
}

/// Reports that there is nothing to remove. Exit 4 if the credential may only see its own keys, so that others may exist.
fn report_no_keys(app: &App, session: &Session, printer: &Printer) -> Result<Exit> {
    if users::get_current_user(&session.client)?.0.sees_only_own_keys() {
        return Err(Error::new(Exit::Forbidden, "this credential may only see its own API keys")
            .with_hint("sign in as a user with the TenantAdmin role"));
    }
    app.notice("no live keys that this credential may see");
    if printer.mode() != OutputMode::TABLE {
        let nothing =
            KeysToRemove { others: Vec::new(), own: None, dry_run: false, kept: Vec::new(), are_named: false };
        remove_keys(app, printer, session, nothing)?;
    }
    Ok(Exit::Ok)
}

/// The name and the email address of a user, or the ID if they are not known.
fn describe(session: &Session, id: &str) -> String {
    match users::get(&session.client, id) {
        Ok(Some(User { name, email: Some(email), .. })) => format!("{name} ({email})"),
        Ok(Some(User { name, .. })) if !name.is_empty() => name,
        Ok(None) => format!("{id} (gone)"),
        Ok(Some(_)) | Err(_) => id.to_owned(),
    }
}

/// Shows on stderr what becomes of each key.
fn show_plan(app: &App, keys: &[ApiKey], for_others: &[ApiKey]) {
    let line = |key: &ApiKey, result: &str| {
        let expiry = key.expiry.map_or_else(String::new, |expiry| expiry.to_string());
        vec![result.to_owned(), key.id.clone(), sanitize::cell(&key.description).into_owned(), expiry]
    };
    let revoked = keys.iter().map(|key| line(key, "revoke"));
    let kept = for_others.iter().map(|key| line(key, "keep"));
    let lines: Vec<_> = revoked.chain(kept).collect();
    align(&lines).iter().for_each(|line| app.terminal.print(line));
}

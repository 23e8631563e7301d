//! `inspect --revoke`: removes the keys whose claims match the tenant's key.

use super::comparison::{ComparedKey, Comparison, TenantKey};
use super::tokens::FoundKey;
use crate::app::{App, Session};
use crate::commands::owners::owner_name;
use crate::commands::rm::{KeysToRemove, Removal, remove_keys};
use crate::error::{Error, Exit, Result};
use crate::flags::InputSource;
use crate::output::{Printer, align};
use crate::terminal::sanitize;

/// The action that the confirmation of a protected tenant names.
const ACTION: &str = "revoke API keys";

/// What becomes of the keys.
#[derive(Default)]
struct Plan<'a> {
    /// The keys to remove.
    removed: Vec<&'a ComparedKey>,
    /// The keys that stay, with the reason.
    kept: Vec<(&'a ComparedKey, String)>,
    /// Whether one of the keys that stay may still be in use.
    is_incomplete: bool,
}

/// What becomes of a key.
enum Action {
    Remove,
    /// The key stays, and may still be in use.
    Keep(String),
    /// The key is out of use already.
    Nothing(&'static str),
}

/// Checks that a question can be asked, if there must be one.
///
/// # Errors
/// Exit 2 if it can't.
pub(super) fn check_confirmation(app: &App, source: &InputSource, yes: bool) -> Result<()> {
    if yes || (*source != InputSource::Stdin && app.terminal.can_prompt()) {
        return Ok(());
    }
    let reason = match source {
        InputSource::Stdin => {
            "revoking keys with the text on stdin requires --yes, since stdin can't answer the question"
        }
        InputSource::File(_) => "revoking keys without a terminal requires --yes",
    };
    Err(Error::usage(reason).with_hint("add --yes (without --revoke, inspect shows whether the claims match)"))
}

/// Compares the keys, asks, and removes those that match.
///
/// # Errors
/// Exit 1 if the user declines or a key stays that may still be in use. See [`remove_keys`].
pub(super) fn run(app: &App, printer: &Printer, found: &[FoundKey], yes: bool) -> Result<Exit> {
    // On a terminal, the question below takes the place of this confirmation.
    let session = app.sign_in_to_write(ACTION, yes || app.terminal.can_prompt())?;
    let comparison = Comparison::fetch(&session, found)?;
    let plan = Plan::new(&session, &comparison);
    if !yes && !plan.removed.is_empty() {
        plan.show(app, &session, &comparison);
        let (count, host) = (plan.removed.len(), session.server.host_and_port());
        let noun = if count == 1 { "API key" } else { "API keys" };
        if !app.confirm(&session, &format!("Revoke {count} {noun} on {host}? This cannot be undone."))? {
            return Err(Error::new(Exit::Error, "nothing was removed"));
        }
    }
    let others = plan.removed.iter().map(|key| key.id.clone()).collect();
    let kept = plan.kept.iter().map(|(key, reason)| Removal::refused(&key.id, reason.clone())).collect();
    remove_keys(app, printer, &session, KeysToRemove { others, own: None, dry_run: false, kept, are_named: false })?;
    plan.result()
}

impl<'a> Plan<'a> {
    fn new(session: &Session, comparison: &'a Comparison) -> Self {
        let mut plan = Self::default();
        for key in &comparison.keys {
            match action(session, key) {
                Action::Remove => plan.removed.push(key),
                Action::Nothing(reason) => plan.kept.push((key, reason.to_owned())),
                Action::Keep(reason) => {
                    plan.kept.push((key, reason));
                    plan.is_incomplete = true;
                }
            }
        }
        plan
    }

    /// Shows on stderr what becomes of each key.
    fn show(&self, app: &App, session: &Session, comparison: &Comparison) {
        let own_id = session.claims.sub.as_deref();
        let line = |action: &str, id: &str, texts: [&str; 3]| {
            let texts = texts.iter().map(|text| sanitize::cell(text).into_owned());
            [action.to_owned(), id.to_owned()].into_iter().chain(texts).collect::<Vec<_>>()
        };
        let removed = self.removed.iter().filter_map(|compared| compared.key()).map(|key| {
            let owner = owner_name(key, &comparison.owners, own_id);
            let expiry = key.expiry.map_or_else(String::new, |expiry| expiry.to_string());
            line("revoke", &key.id, [&key.description, &owner, &expiry])
        });
        let kept = self.kept.iter().map(|(key, reason)| line("keep", &key.id, [reason, "", ""]));
        let lines: Vec<_> = removed.chain(kept).collect();
        align(&lines).iter().for_each(|line| app.terminal.print(line));
    }

    fn result(&self) -> Result<Exit> {
        match self.kept.as_slice() {
            _ if !self.is_incomplete => Ok(Exit::Ok),
            [(key, reason)] => Err(Error::new(Exit::Error, format!("API key {} was kept: {reason}", key.id))),
            kept => Err(Error::new(Exit::Error, format!("{} API keys were kept", kept.len()))),
        }
    }
}

fn action(session: &Session, compared: &ComparedKey) -> Action {
    match &compared.tenant_key {
        TenantKey::Unasked => Action::Keep("no tenant was asked".to_owned()),
        TenantKey::OtherTenant => Action::Keep(match &compared.claims.tenant_id {
            Some(id) => format!("its token is for another tenant, {id}"),
            None => "its token names no tenant".to_owned(),
        }),
        TenantKey::Forbidden => Action::Keep("this credential may not read it".to_owned()),
        TenantKey::NotFound => Action::Nothing("the tenant has no such key"),
        TenantKey::Found(key) => match compared.differences().as_slice() {
            [] if session.is_own_key(&compared.id) => {
                Action::Keep("you sign in with it; renew it with qlik-api-key rotate".to_owned())
            }
            [] if key.status == "revoked" => Action::Nothing("it is already revoked"),
            [] => Action::Remove,
            fields => Action::Keep(format!("the claims differ from the tenant's key: {}", fields.join(", "))),
        },
    }
}

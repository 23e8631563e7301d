//! `events`: what happened to API keys and to their configuration, newest first.

mod event_log;

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use super::Run;
use super::owners::{self, resolve_user};
use crate::api::audits::{KeyEvent, RETENTION_DAYS};
use crate::app::owners::{OwnerLookup, Owners, user_id};
use crate::app::{App, Session};
use crate::duration::IsoDuration;
use crate::error::{Exit, Result};
use crate::flags::{CompletedValue, values};
use crate::help::HelpText;
use crate::object::to_raw_json;
use crate::output::columns::{EVENT, EVENT_WITHOUT_ORIGIN};
use crate::output::{Columns, OutputKind, OutputMode, Summary};
use crate::page::Page;

const HELP: HelpText = HelpText {
    examples: &[
        ("List the events of a week", "qlik-api-key events --since 7d"),
        ("List the events of one user's keys, as CSV", "qlik-api-key events --owner dev@demo.example -o csv"),
        ("Show what happened to one key", "qlik-api-key events --key ID"),
        ("List failed validations", "qlik-api-key events --jq '.[] | select(.eventType | endswith(\".failed\"))'"),
    ],
    details: "\
Events: created, updated, deleted, revoked, validation failed, configuration. The newest comes first.
A tenant lists the events of 90 days. JSON is the tenant's own rows; the other formats have columns.
Events do not show that a key is used, so a key without events is not an unused key.",
};

/// `events`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Events {
    /// List events since this long ago
    #[arg(long, value_name = "DURATION", value_parser = values::parse_duration, allow_hyphen_values = true, default_value = "30d")]
    since: IsoDuration,

    /// List events of this key
    #[arg(long, value_name = "ID", value_parser = values::parse_id, add = CompletedValue::Key)]
    key: Option<String>,

    /// List events of a user's keys: me, ID, email or name
    #[arg(long, value_name = "WHO", value_parser = values::parse_non_blank)]
    owner: Option<String>,
}

impl Run for Events {
    /// Prints the events, newest first. Exit 4 if the user may not list audit events; exit 5 if there is no such user.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::Report)?;
        if event_log::is_too_long(self.since, Timestamp::now()) {
            app.warn(&format!(
                "events older than {RETENTION_DAYS} days are left out: the tenant lists none (--since {})",
                self.since
            ));
        }
        let session = app.sign_in()?;
        let owner = self.owner.as_deref().map(|who| resolve_user(&session, who)).transpose()?;
        let mut events = event_log::read(&session.client, self.since, &app.fetch_progress("event"))?;
        events.retain(|event| {
            self.key.as_ref().is_none_or(|id| event.key.id == *id)
                && owner.as_ref().is_none_or(|id| event.key.sub == *id)
        });
        let mode = printer.mode();
        if events.is_empty() && mode.is_for_people() && !printer.has_summary() {
            app.notice("no events");
        }
        let has_origin = events.iter().any(|event| !event.origin_ip.is_empty());
        let columns = Columns::new(if has_origin || !mode.is_for_people() { EVENT } else { EVENT_WITHOUT_ORIGIN });
        let is_filtered = self.key.is_some() || self.owner.is_some();
        let empty = if is_filtered { "no events match" } else { "no events" };
        let columns = columns.with_summary(Summary::by_field("event", "event", empty));
        let page = if mode.is_json() || mode == OutputMode::Ids {
            Page { rows: events.into_iter().map(|event| event.row).collect(), date: None }
        } else {
            event_rows(app, &session, &events, mode)?
        };
        printer.rows(&columns, std::iter::once(Ok(page)))?;
        Ok(Exit::Ok)
    }
}

/// An event in the formats with columns.
#[derive(Serialize)]
struct EventRow<'a> {
    time: String,
    event: &'static str,
    key: &'a str,
    description: &'a str,
    owner: String,
    by: String,
    from: &'a str,
}

/// The rows of events, with the names of the users.
fn event_rows(app: &App, session: &Session, events: &[KeyEvent], mode: OutputMode) -> Result<Page> {
    // Nobody asked for the names, so they are not worth a wait.
    let mut lookup = OwnerLookup::new(session.client.without_retries());
    for event in events {
        [owner_id(event), actor_id(event)].into_iter().flatten().for_each(|id| lookup.add_user(id));
    }
    let users = lookup.finish();
    owners::report_failure(app, &users);
    let own_id = session.claims.sub.as_deref().filter(|_| mode.is_for_people());
    let row = |event: &KeyEvent| {
        to_raw_json(&EventRow {
            time: event.time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            event: event.change.name(),
            key: &event.key.id,
            description: &event.key.description,
            owner: name(&event.key.sub, owner_id(event), &users, own_id),
            by: name(&event.user_id, actor_id(event), &users, own_id),
            from: &event.origin_ip,
        })
    };
    Ok(Page::from_objects(events.iter().map(row).collect::<Result<Vec<_>>>()?, None))
}

fn owner_id(event: &KeyEvent) -> Option<&str> {
    user_id(&event.key.sub, &event.key.sub_type)
}

fn actor_id(event: &KeyEvent) -> Option<&str> {
    user_id(&event.user_id, "user")
}

/// The name of a user, or the text itself if it is not the ID of a user.
fn name(text: &str, id: Option<&str>, users: &Owners, own_id: Option<&str>) -> String {
    match id {
        None => text.to_owned(),
        Some(id) if Some(id) == own_id => "you".to_owned(),
        Some(id) => owners::display_name(id, users.find(Some(id))),
    }
}

//! The steps of a rotation, each written down before what it does. A token that leaves for where nobody can look, such
//! as stdout or a command, leaves last: once the new key has signed in.

use super::journal::{Journal, Place, Rotation, Step};
use super::plan::Plan;
use super::steps;
use crate::api::api_keys::{ApiKey, Minted};
use crate::args;
use crate::commands::App;
use crate::commands::create;
use crate::commands::destination::Destination;
use crate::commands::mint::{self, Before};
use crate::commands::rescue::rescue;
use crate::commands::session::Session;
use crate::commands::specimen;
use crate::commands::view;
use crate::duration;
use crate::error::{Error, Exit, Result};
use crate::http::Client;
use crate::output::columns::API_KEY;
use crate::output::{Columns, Outcome, Verdict};
use crate::secret::Secret;

/// A rotation under way.
pub struct Renewal {
    /// Signed in with what there was before.
    pub session: Session,
    /// Where each step is written down.
    pub journal: Journal,
    /// How far it got.
    pub rotation: Rotation,
}

pub fn run(
    app: &App,
    session: Session,
    journal: Journal,
    plan: Plan,
    destination: Destination,
    args: args::Rotate,
) -> Result<Outcome> {
    specimen::check(app, &destination, &plan.new)?;
    let before = Before::look(&session)?;
    let rotation = begun(&plan, &before, &destination);
    let mut renewal = Renewal { session, journal, rotation };
    renewal.note(Step::Creating)?;
    app.wait_on_interrupt("finishing the rotation; Ctrl-C again stops, and `qlik-api-key rotate --resume` finishes it");
    let minted = renewal.create(&before, &plan)?;
    let client = match renewal.prove(app, &plan, &destination, &minted.token) {
        Ok(client) => client,
        Err(error) => return Err(renewal.undo(app, error)),
    };
    let told = told(&plan, &minted, &destination);
    let columns = Columns::new(API_KEY, args.columns.columns, !args.columns.no_header);
    if destination.is_stdout() {
        destination.mask(app, &minted.token)?;
        let shown = Box::new(create::on_stdout(app, &destination, minted, columns)?);
        return Ok(Outcome::Judged { shown, verdict: renewal.after_show(app, client, told) });
    }
    match destination.hand_over(app, &minted.token) {
        Ok(()) => {}
        Err(error) if args.destination.keep_on_failure => {
            renewal.journal.close(&renewal.rotation)?;
            let lost = "could not be handed over to the command of --exec";
            return Err(rescue(&minted.id, &create::answer(&minted), lost, error.into_cause()));
        }
        Err(error) => return Err(renewal.undo(app, error)),
    }
    app.notice(&format!("{told}; {}", renewal.in_place(app, &client)?));
    create::without_token(&minted, columns)
}

impl Renewal {
    fn note(&mut self, step: Step) -> Result<()> {
        self.rotation.step = step;
        self.journal.note(&self.rotation)
    }

    fn create(&mut self, before: &Before, plan: &Plan) -> Result<Minted> {
        match mint::create(&self.session, before, &plan.new) {
            Ok(minted) => {
                self.rotation.new = Some(minted.id.clone());
                Ok(minted)
            }
            Err(error) if error.exit() == Exit::UnknownOutcome => {
                Err(error.hint("qlik-api-key rotate --resume (it removes the key that may have come of it)"))
            }
            Err(error) => {
                self.journal.close(&self.rotation)?;
                Err(error)
            }
        }
    }

    /// Lets the new key sign in; where its place is a store, its token is kept there before, beside the old one.
    fn prove(&mut self, app: &App, plan: &Plan, destination: &Destination, token: &Secret) -> Result<Client> {
        self.note(Step::Created)?;
        let store = match destination {
            Destination::Context(saved) if !saved.is_new => Some(&saved.context),
            _ => None,
        };
        if let Some(context) = store {
            app.stores()?.set_pending(context, token)?;
            self.note(Step::Stored)?;
        }
        let client =
            if plan.old.is_scim() { self.session.client.clone() } else { steps::sign_in(&self.session, token)? };
        if store.is_none() {
            self.note(Step::HandingOver)?;
        }
        Ok(client)
    }

    fn undo(mut self, app: &App, error: Error) -> Error {
        steps::undo(app, &self.session, &mut self.journal, &self.rotation, error)
    }

    /// The new key is in its place: what is left is the old one.
    fn in_place(&mut self, app: &App, client: &Client) -> Result<String> {
        steps::forget_next(app, &self.rotation)?;
        self.note(Step::InPlace)?;
        steps::retire(&self.session, client, &mut self.journal, &self.rotation)
    }

    /// What is done once the new token has been printed.
    fn after_show(mut self, app: &App, client: Client, told: String) -> Verdict {
        let (terminal, silent) = (*app.terminal, view::is_silent(app.globals));
        Box::new(move || {
            self.note(Step::InPlace)?;
            let old = steps::retire(&self.session, &client, &mut self.journal, &self.rotation)?;
            if !silent {
                terminal.say(&format!("{told}; {old}"));
            }
            Ok(Exit::Ok)
        })
    }
}

fn begun(plan: &Plan, before: &Before, destination: &Destination) -> Rotation {
    Rotation {
        step: Step::Creating,
        old: plan.old.id.clone(),
        new: None,
        description: plan.new.description.clone().unwrap_or_default(),
        creator: before.creator.clone(),
        known: before.known.clone(),
        begun: before.date,
        place: match destination {
            Destination::Context(saved) if saved.is_new => Place::NewContext(saved.context.name.clone()),
            Destination::Context(saved) => Place::Context(saved.context.name.clone()),
            Destination::File(file) => Place::File(file.path().to_owned()),
            Destination::Answer | Destination::Token | Destination::Command(_) => Place::Elsewhere,
        },
        fate: plan.fate,
    }
}

fn told(plan: &Plan, minted: &Minted, destination: &Destination) -> String {
    // Whatever is odd in the answer, the key is there.
    let end = minted.response.object::<ApiKey>().ok().and_then(|key| key.expiry);
    let ends = end.map_or_else(String::new, |end| format!(", which ends {}", duration::relative(end, plan.now)));
    format!("rotated API key {} to {}{ends}; its token went to {}", plan.old.id, minted.id, destination.name())
}

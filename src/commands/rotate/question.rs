//! What a rotation will do, in words: the question of `rotate ID`, and the sentence of `--dry-run` on a terminal.

use super::Rotate;
use super::journal::OldKeyAction;
use super::plan::{Decision, Plan};
use crate::app::{App, Session};
use crate::commands::new_key::Destination;
use crate::commands::owners::describe_keys;
use crate::context::Target;
use crate::duration::{self, IsoDuration};
use crate::error::{Error, Exit, Result};
use crate::output::{OutputMode, Printer};
use crate::terminal::sanitize;
use crate::word_wrap;

/// The action that the confirmation of a protected tenant names.
const ACTION: &str = "rotate an API key";

impl Rotate {
    /// Asks on a terminal before a named key is rotated, and returns the plan that the question showed. Any other
    /// rotation needs a confirmation only if a context protects the tenant. Takes no lock, since the answer may take long.
    ///
    /// # Errors
    /// Exit code 1 if the user declines. See [`App::confirm_write`] and [`Plan::prepare`].
    pub(super) fn confirm(
        &self,
        app: &App,
        printer: &Printer,
        target: &Target,
        prepared: Option<&(Destination, OldKeyAction)>,
    ) -> Result<Option<Box<Plan>>> {
        if let Some((destination, default_action)) = prepared
            && self.id.is_some()
            && !self.yes
            && app.terminal.can_prompt()
        {
            let session = Session::new(app, target)?;
            if let Decision::Rotate(plan) = Plan::prepare(app, &session, self, *default_action)? {
                let question = capitalize(&plan.in_words(app, &session, printer, destination)) + "?";
                return match app.confirm(&session, &question)? {
                    true => Ok(Some(plan)),
                    false => Err(Error::new(Exit::Error, "nothing was rotated")),
                };
            }
        }
        app.confirm_write(target, ACTION, self.yes)?;
        Ok(None)
    }
}

/// The plan as a sentence for a person.
pub(super) fn sentence(
    app: &App,
    session: &Session,
    printer: &Printer,
    plan: &Plan,
    destination: &Destination,
) -> String {
    let sentence = format!("Would {}.\n", plan.in_words(app, session, printer, destination));
    word_wrap::wrap(&sanitize::lines(&sentence), 0, app.terminal.width.unwrap_or(usize::MAX))
}

impl Plan {
    /// What the rotation will do, as a list of verbs and their objects. Looks up the owner of the key.
    fn in_words(&self, app: &App, session: &Session, printer: &Printer, destination: &Destination) -> String {
        let like = describe_keys(session, std::slice::from_ref(&self.old)).concat();
        let description = self.new.description.as_deref().unwrap_or_default();
        let called = match self.has_new_description() {
            true => format!(" called {},", sanitize::quoted(description)),
            false => String::new(),
        };
        let lifetime = self.new.expiry.as_deref().and_then(|expiry| IsoDuration::parse(expiry).ok());
        let lifetime = lifetime.map_or_else(|| "the tenant's maximum".to_owned(), IsoDuration::in_words);
        let token = destination.action(printer.mode() == OutputMode::Ids, app.terminal.stdout_is_tty);
        format!("create a key{called} like {like}, valid for {lifetime}, {token}, and {}", self.old_key_in_words())
    }

    /// What happens to the old key, as a verb phrase.
    fn old_key_in_words(&self) -> String {
        match self.old_key_action {
            OldKeyAction::Keep => {
                let expiry = self.old.expiry.map(|expiry| format!(" ({})", duration::format_expiry(expiry, self.now)));
                format!("keep the old key{}", expiry.unwrap_or_default())
            }
            OldKeyAction::Remove => "remove the old key once the new one has signed in".to_owned(),
            OldKeyAction::RemoveAt(time) => {
                format!("keep the old key until {time:.0}, when it is due for removal")
            }
        }
    }
}

fn capitalize(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

//! Asks which context to use.

use crate::app::App;
use crate::context::Profile;
use crate::error::{Error, Exit, Result};
use crate::output::align;

/// Lists the contexts on stderr and asks for one, by name or number, until the answer is valid.
///
/// # Errors
/// Exit 2 without a terminal, exit 5 if there are no contexts, exit 1 if the user chooses none.
pub(super) fn choose_context(app: &App) -> Result<String> {
    let profile = app.profile()?;
    let names = profile.names();
    if names.is_empty() {
        return Err(Error::new(Exit::NotFound, "the profile has no contexts").with_hint("qlik-api-key context init"));
    }
    if !app.terminal.can_prompt() {
        let message = format!("NAME is required; existing contexts: {}", names.join(", "));
        return Err(Error::usage(message).with_hint("qlik-api-key context use NAME"));
    }
    app.terminal.print(&numbered_list(profile, &names));
    loop {
        // An empty answer and the end of the input mean no.
        let answer = app.terminal.prompt("Use which context? Name or number:").unwrap_or_default();
        if answer.is_empty() {
            return Err(Error::new(Exit::Error, "nothing was changed: no context was chosen"));
        }
        let numbered = answer.parse::<usize>().ok().and_then(|number| names.get(number.checked_sub(1)?));
        match names.iter().find(|name| **name == answer).or(numbered) {
            Some(name) => return Ok(name.clone()),
            None => app.terminal.print("There is no such context."),
        }
    }
}

/// One line for each context: its number, name and server, and `*` if it is the current one.
fn numbered_list(profile: &Profile, names: &[String]) -> String {
    let lines = names.iter().zip(1..).map(|(name, number)| {
        let server =
            profile.context(name).map_or_else(|_| "(invalid)".to_owned(), |context| context.server.to_string());
        let mark = if profile.current() == Some(name) { "*" } else { "" };
        vec![format!("{number:>3}"), name.clone(), server, mark.to_owned()]
    });
    align(&lines.collect::<Vec<_>>()).join("\n")
}

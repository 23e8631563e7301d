//! `context clear`.

use crate::commands::App;
use crate::context::Profile;
use crate::error::Result;
use crate::output::Outcome;

pub fn run(app: &App) -> Result<Outcome> {
    Profile::edit(&app.profile_path()?, |edit| {
        edit.set_current(None);
        Ok(Outcome::Done("no context is the current one".to_owned()))
    })
}

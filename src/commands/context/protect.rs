//! `context protect NAME` and `context unprotect NAME`: whether changes of its tenant need a confirmation.

use crate::commands::App;
use crate::context::{Context, Profile};
use crate::error::Result;
use crate::output::Outcome;

pub fn run(app: &App, name: &str, protected: bool) -> Result<Outcome> {
    Profile::edit(&app.profile_path()?, |edit| {
        let context = edit.profile()?.context(name)?;
        let told = match (context.protected, protected) {
            (false, true) => "is protected now",
            (true, true) => "was protected already",
            (true, false) => "is no longer protected",
            (false, false) => "was not protected",
        };
        edit.insert(&Context { protected, ..context })?;
        Ok(Outcome::Done(format!("context \"{name}\" {told}")))
    })
}

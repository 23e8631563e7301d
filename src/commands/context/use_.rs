//! `context use NAME`.

use crate::args::ContextUse;
use crate::commands::App;
use crate::context::Profile;
use crate::error::Result;
use crate::output::Outcome;

pub fn run(app: &App, args: &ContextUse) -> Result<Outcome> {
    Profile::edit(&app.profile_path()?, |edit| {
        let context = edit.profile()?.context(&args.name)?;
        edit.set_current(Some(&args.name));
        Ok(Outcome::Done(format!("the current context is \"{}\", {}", context.name, context.server)))
    })
}

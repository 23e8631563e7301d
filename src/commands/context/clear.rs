//! `context clear`: no context is the current one.

use clap::Args;

use crate::app::App;
use crate::commands::Run;
use crate::context::Profile;
use crate::error::{Exit, Result};
use crate::flags::IgnoredYesFlag;
use crate::output::OutputKind;

/// `context clear`
#[derive(Args, Debug)]
pub struct Clear {
    /// Accepted for scripts.
    #[command(flatten)]
    _yes: IgnoredYesFlag,
}

impl Run for Clear {
    fn run(self, app: &App) -> Result<Exit> {
        app.printer(OutputKind::NoticeOnly)?;
        Profile::edit(&app.profile_path()?, |edit| {
            edit.set_current(None);
            Ok(())
        })?;
        app.notice("no context is the current one");
        Ok(Exit::Ok)
    }
}

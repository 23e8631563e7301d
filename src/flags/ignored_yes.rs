//! `--yes` of commands that never ask.

use clap::Args;

/// `--yes`, accepted without effect, so that a script can give it to every command.
#[derive(Args, Debug)]
pub struct IgnoredYesFlag {
    /// Don't ask (accepted for scripts)
    #[arg(short, long, hide = true)]
    pub yes: bool,
}

//! The flag `--yes` of commands that never ask for confirmation.

use clap::Args;

/// `--yes` without effect, so that scripts can pass it to every command.
#[derive(Args, Debug)]
pub struct IgnoredYesFlag {
    /// No effect (accepted for scripts)
    #[arg(short, long, hide = true)]
    pub yes: bool,
}

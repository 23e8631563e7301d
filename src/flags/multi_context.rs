//! The flag of commands that can run for several contexts.

use clap::Args;

/// `--all-contexts`. A command that flattens this also accepts `--context a,b`.
#[derive(Args, Debug)]
pub struct AllContextsFlag {
    /// Run for every context of the profile
    #[arg(long)]
    pub all_contexts: bool,
}

impl AllContextsFlag {
    /// The clap ID of the flag. A command that has it can run for several contexts.
    pub const ID: &str = "all_contexts";
}

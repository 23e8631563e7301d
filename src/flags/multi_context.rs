//! The flag of commands that can work for several contexts in one run.

use clap::Args;

/// Several contexts in one run. A command that flattens this also takes `--context a,b`.
#[derive(Args, Debug)]
pub struct AllContextsFlag {
    /// Do it for every context of the profile, eight at a time; each row says its context
    #[arg(long)]
    pub all_contexts: bool,
}

impl AllContextsFlag {
    /// The ID of the flag in the clap tree, by which a command is known to work for several contexts.
    pub const ID: &str = "all_contexts";
}

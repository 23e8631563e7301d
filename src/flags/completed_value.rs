//! [`CompletedValue`]: tells shell completion what an argument names.

use clap::builder::ArgExt;

/// What an argument names. An argument declares it with `add`, and `crate::completion` looks the names up when the user
/// presses TAB, since `flags` must not depend on the profile or the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletedValue {
    /// A context.
    Context,
    /// A context, or a comma-separated list if the command supports several.
    ContextList,
    /// An API key.
    Key,
    /// An API key with the status `active`.
    ActiveKey,
    /// A command or a topic of `help`.
    HelpTopic,
}

impl ArgExt for CompletedValue {}

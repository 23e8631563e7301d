//! [`CompletedValue`]: what an argument names, for shell completion.

use clap::builder::ArgExt;

/// What an argument names. An argument declares it with `add`, and `completion` finds the names when the user presses TAB:
/// a flag knows neither the profile nor the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletedValue {
    /// A context.
    Context,
    /// A context, or several, separated by commas, where the command takes several.
    ContextList,
    /// An API key.
    Key,
    /// An API key that can still be used.
    ActiveKey,
    /// A command or a topic of `help`.
    HelpTopic,
}

impl ArgExt for CompletedValue {}

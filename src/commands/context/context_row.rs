//! [`ContextRow`]: a context as `context ls` lists it, and as other commands print it with `--json`.

use serde::Serialize;

use crate::app::App;
use crate::context::{Context, overriding_variables};
use crate::error::Result;
use crate::object::to_raw_json;
use crate::output::{Columns, Printer};
use crate::shell;

/// A context without its secret.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ContextRow {
    name: String,
    server: String,
    current: bool,
    protected: bool,
    auth: &'static str,
    store: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
    /// The environment variables that win over the current context.
    #[serde(skip_serializing_if = "Option::is_none")]
    overridden_by: Option<String>,
}

impl ContextRow {
    pub(super) fn new(app: &App, context: &Context, is_current: bool) -> Self {
        let variables = overriding_variables(app.environment, context).join(", ");
        Self {
            name: context.name.clone(),
            server: context.server.to_string(),
            current: is_current,
            protected: context.protected,
            auth: context.auth.name(),
            store: context.store.name(),
            comment: context.comment.clone(),
            overridden_by: Some(variables).filter(|variables| is_current && !variables.is_empty()),
        }
    }
}

/// Reports a change: a notice on stderr or, if JSON is requested, an object on stdout.
pub(super) fn report_change(app: &App, printer: &Printer, notice: &str, object: &impl Serialize) -> Result<()> {
    app.notice(notice);
    if printer.mode().is_json() {
        printer.object(&Columns::of_contexts(), to_raw_json(object)?, None)?;
    }
    Ok(())
}

/// Warns if environment variables win over a context that the user wants to use.
pub(super) fn warn_if_overridden(app: &App, context: &Context) {
    let variables = overriding_variables(app.environment, context);
    let (verb, pronoun) = if variables.len() == 1 { ("overrides", "it") } else { ("override", "them") };
    if !variables.is_empty() {
        app.warn(&format!(
            "{} in the environment {verb} context \"{}\"; unset {pronoun}, or pass --context {}",
            variables.join(" and "),
            context.name,
            shell::quoted(&context.name)
        ));
    }
}

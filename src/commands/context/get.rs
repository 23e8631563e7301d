//! `context get [NAME]`: prints a context, by default the one that commands use now.

use std::collections::BTreeMap;

use clap::Args;
use serde::Serialize;

use crate::app::App;
use crate::commands::Run;
use crate::context::{Context, StoreKind, Target, may_be_secret_header};
use crate::error::{Exit, Result};
use crate::flags::CompletedValue;
use crate::help::HelpText;
use crate::object::to_raw_json;
use crate::output::{Columns, OutputKind};

const HELP: HelpText = HelpText {
    examples: &[
        ("Show the context in use, and what selected it", "qlik-api-key context get"),
        ("Show another context", "qlik-api-key context get prod"),
        ("Print the server, for a script", "qlik-api-key context get prod --json --jq .server -r"),
    ],
    details: "\
No secret is shown.",
};

/// `context get`
#[derive(Args, Debug)]
#[command(add = HELP)]
pub struct Get {
    /// The context [default: the one in use]
    #[arg(value_name = "NAME", add = CompletedValue::Context)]
    name: Option<String>,
}

/// A context without its secret, or the server and credential that flags or the environment name.
#[derive(Default, Serialize)]
#[serde(rename_all = "kebab-case")]
struct ContextDetails {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    server: String,
    auth: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    store: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    protected: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    insecure: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    ca_file: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    oauth_client_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    env: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<String>,
    /// What selected the target: a flag, a variable, the profile, or `named` for the argument NAME.
    source: String,
}

impl Run for Get {
    /// Prints the details as an object. Without NAME and without anything to sign in with, prints `No current context`,
    /// or `null` as JSON, with exit 0.
    fn run(self, app: &App) -> Result<Exit> {
        let printer = app.printer(OutputKind::LocalRows)?;
        let details = match &self.name {
            Some(name) => Some(context_details(app.profile()?.context(name)?, "named".to_owned())),
            None => current_details(app)?,
        };
        if details.is_none() && !printer.mode().is_json() {
            // The text of qlik-cli: scripts may check for it.
            printer.text("No current context\n")?;
        } else {
            printer.object(&Columns::of_contexts(), to_raw_json(&details)?, None)?;
        }
        Ok(Exit::Ok)
    }
}

/// The details of the current target; `None` if no tenant is configured.
fn current_details(app: &App) -> Result<Option<ContextDetails>> {
    match app.resolve_target() {
        Ok(Target::Context { context, source }) => Ok(Some(context_details(context, source))),
        Ok(Target::Direct { server, source, credential }) => Ok(Some(ContextDetails {
            server: server.to_string(),
            auth: credential.name.to_owned(),
            source: source.to_owned(),
            ..ContextDetails::default()
        })),
        Err(error)
            if error.exit() == Exit::Auth
                && !app.environment.has_sign_in_variables()
                && app.globals.server.is_none() =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn context_details(context: Context, source: String) -> ContextDetails {
    let (store, auth) = (context.store.name(), context.auth.name());
    let (env, command) = match context.store {
        StoreKind::Env(name) => (Some(name), None),
        StoreKind::Command(line) => (None, Some(line)),
        StoreKind::Keyring | StoreKind::File => (None, None),
    };
    ContextDetails {
        name: Some(context.name),
        server: context.server.to_string(),
        auth: auth.to_owned(),
        store: Some(store),
        comment: context.comment,
        protected: context.protected,
        insecure: context.insecure,
        ca_file: context.ca_file.map(|path| path.display().to_string()),
        headers: context.headers.into_iter().map(hide_secret).collect(),
        oauth_client_id: context.oauth_client_id,
        env,
        command,
        source,
    }
}

/// Replaces the value of a header that may be a secret.
fn hide_secret((name, value): (String, String)) -> (String, String) {
    let value = if may_be_secret_header(&name, &value) { "**omitted**".to_owned() } else { value };
    (name, value)
}

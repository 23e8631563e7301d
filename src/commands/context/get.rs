//! `context get [NAME]`: a context, or what commands sign in to now, and why.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::args::ContextGet;
use crate::commands::App;
use crate::commands::view::shown;
use crate::context::{Context, Profile, StoreKind, Target};
use crate::error::{Exit, Result};
use crate::output::columns::CONTEXT;
use crate::output::format::{Format, View};
use crate::output::{Columns, Outcome};

#[derive(Default, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Shown {
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
    /// What named it.
    source: String,
}

pub fn run(app: &App, args: ContextGet) -> Result<Outcome> {
    let found = match args.name {
        Some(name) => of_context(Profile::read(&app.profile_path()?)?.context(&name)?, "named".to_owned()),
        None => match app.resolve_target() {
            Ok(Target::Context { context, source }) => of_context(context, source),
            Ok(Target::Direct { server, source, credential }) => Shown {
                server: server.to_string(),
                auth: credential.source.to_owned(),
                source: source.to_owned(),
                ..Shown::default()
            },
            Err(error)
                if error.exit() == Exit::Auth && !app.environment.is_signing_in() && app.globals.server.is_none() =>
            {
                return nothing(app.view);
            }
            Err(error) => return Err(error),
        },
    };
    Ok(Outcome::Object { json: shown(&found)?, date: None, columns: Columns::new(CONTEXT, Vec::new(), true) })
}

/// Where nothing is target: in the words of Qlik's own tool, which scripts look for.
fn nothing(view: View) -> Result<Outcome> {
    match view {
        View::Formatted(Format::Json | Format::Jsonl) => {
            Ok(Outcome::Object { json: shown(&())?, date: None, columns: Columns::new(CONTEXT, Vec::new(), true) })
        }
        _ => Ok(Outcome::Text("No current context\n".to_owned())),
    }
}

fn of_context(context: Context, source: String) -> Shown {
    let (store, auth) = (context.store.name(), context.auth.name());
    let (env, command) = match context.store {
        StoreKind::Env(name) => (Some(name), None),
        StoreKind::Command(line) => (None, Some(line)),
        StoreKind::Keyring | StoreKind::File => (None, None),
    };
    Shown {
        name: Some(context.name),
        server: context.server.to_string(),
        auth: auth.to_owned(),
        store: Some(store),
        comment: context.comment,
        protected: context.protected,
        insecure: context.insecure,
        ca_file: context.ca_file.map(|path| path.display().to_string()),
        headers: context.headers.into_iter().collect(),
        oauth_client_id: context.oauth_client_id,
        env,
        command,
        source,
    }
}
